import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.body_size import BONES, MIN_BONES
from coach.embedding import pairwise_distances
from coach.errors import CoachBug
from coach.skeleton import INDEX, PAIRS
from models.training.bones import assemble, random_bones

ARMS = [INDEX[name] for name in ("left_elbow", "right_elbow", "left_wrist", "right_wrist")]


def poses(n=20, seed=0):
    return assemble(random_bones(np.random.default_rng(seed), n))


def pair(first, second):
    return PAIRS.tolist().index(sorted((INDEX[first], INDEX[second])))


@pytest.mark.parametrize("dimensions", [2, 3])
def test_there_are_136_distances_a_frame(dimensions):
    distances = pairwise_distances(poses()[..., :dimensions])

    assert distances.shape == (20, 136)
    assert distances.dtype == np.float32
    assert np.isfinite(distances).all()


def test_on_a_standard_body_they_are_metres():
    distances = pairwise_distances(poses())

    for first, second in (("left_hip", "left_knee"), ("right_elbow", "right_wrist")):
        length = next(length for a, b, length in BONES if (a, b) == (first, second))
        np.testing.assert_allclose(distances[:, pair(first, second)], length, rtol=0.02)


@settings(max_examples=50, deadline=None)
@given(
    scale=st.floats(1e-3, 1e3),
    shift=st.tuples(*[st.floats(-3, 3)] * 3),
    angle=st.floats(-np.pi, np.pi),
)
def test_size_place_and_direction_do_not_matter(scale, shift, angle):
    points = poses(3)
    turn = np.array(
        [[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]]
    )
    moved = (points @ turn + shift) * scale

    np.testing.assert_allclose(
        pairwise_distances(moved.astype(np.float32)), pairwise_distances(points), atol=2e-4
    )


def test_a_joint_that_is_not_seen_has_no_distances_and_leaves_the_others():
    whole, points = poses(1), poses(1)
    points[0, INDEX["left_wrist"]] = np.nan
    gone = np.isin(PAIRS, INDEX["left_wrist"]).any(axis=1)

    distances = pairwise_distances(points)[0]

    assert np.isnan(distances[gone]).all()
    np.testing.assert_allclose(distances[~gone], pairwise_distances(whole)[0][~gone], rtol=0.02)


def test_an_infinite_joint_is_a_joint_that_is_not_seen():
    infinite, hidden = poses(1), poses(1)
    infinite[0, ARMS], hidden[0, ARMS] = np.inf, np.nan

    np.testing.assert_array_equal(pairwise_distances(infinite), pairwise_distances(hidden))


@pytest.mark.parametrize(
    "points",
    [
        pytest.param(np.full((1, 17, 3), np.nan), id="nobody"),
        pytest.param(np.zeros((1, 17, 3)), id="all-in-one-point"),
        pytest.param(np.full((1, 17, 3), 1e30), id="all-in-one-far-point"),
        pytest.param(poses(1) * 1e-30, id="too-small-for-numbers"),
        pytest.param(poses(1) * 1e30, id="too-large-for-numbers"),
    ],
)
def test_no_size_is_nan_and_never_infinite(points):
    assert np.isnan(pairwise_distances(points)).all()


def test_a_face_alone_does_not_tell_the_size():
    points = poses(1)
    points[0, 5:] = np.nan

    assert np.isnan(pairwise_distances(points)).all()


def test_a_few_bones_tell_the_size():
    points = poses(1)
    lower = [i for name, i in INDEX.items() if name.endswith(("hip", "knee", "ankle"))]
    points[0, lower] = np.nan  # shoulders, two upper arms, two forearms are left

    distances = pairwise_distances(points)[0]

    assert np.isfinite(distances[pair("left_elbow", "left_wrist")])
    assert MIN_BONES <= 5


def test_no_frames_give_no_rows():
    assert pairwise_distances(np.empty((0, 17, 3))).shape == (0, 136)


@pytest.mark.parametrize("shape", [(17, 3), (1, 16, 3), (1, 17, 4), (1, 17, 1)])
def test_another_shape_is_refused_with_the_shape_named(shape):
    with pytest.raises(CoachBug, match=r"\(T, 17, 2\) or \(T, 17, 3\), got \("):
        pairwise_distances(np.zeros(shape))
