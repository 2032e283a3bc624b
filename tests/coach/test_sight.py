import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.sight import (
    N_BONES,
    bones_of,
    mirrored_bones,
    pixels_a_metre,
    settled_turn,
    sighted,
    turn_between,
    turned,
)
from coach.skeleton import INDEX, MIRROR
from tests.coach.people import stand

BODY = np.stack([stand(arms=(30, 70), lean=10), stand(hips=(80, 0), knees=(90, 0))])
NOWHERE = np.full((2, 17, 2), np.nan)
HIPS = [INDEX["left_hip"], INDEX["right_hip"]]
angles = st.floats(-3.1, 3.1)


def pictured(world, pixels=200.0):
    return world[..., :2] * pixels + np.array([320, 240])


@given(st.floats(20, 2000))
def test_pixels_a_metre_are_told_by_the_whole_body(pixels):
    assert pixels_a_metre(BODY, pictured(BODY, pixels)) == pytest.approx(pixels, rel=1e-4)


def test_of_nobody_they_are_not_known():
    assert np.isnan(pixels_a_metre(BODY, NOWHERE)).all()


def test_across_the_line_of_sight_world_and_picture_count_alike():
    wrong = BODY.copy()
    wrong[:, INDEX["left_wrist"]] += [0.1, -0.06, 0.2]

    found = sighted(wrong, pictured(BODY))

    off = found[:, INDEX["left_wrist"]] - (BODY - BODY[:, HIPS].mean(axis=1, keepdims=True))[
        :, INDEX["left_wrist"]
    ]  # fmt: skip
    np.testing.assert_allclose(off, np.tile([0.05, -0.03, 0.2], (2, 1)), atol=0.01)


def test_where_the_picture_says_nothing_the_world_counts():
    found = sighted(BODY, NOWHERE)

    np.testing.assert_allclose(found, BODY - BODY[:, HIPS].mean(axis=1, keepdims=True), atol=1e-6)


def test_bones_of_the_mirror_image_are_the_mirrored_bones():
    mirrored = BODY[:, MIRROR] * np.array([-1, 1, 1], np.float32)

    np.testing.assert_allclose(
        bones_of(sighted(mirrored, NOWHERE)), mirrored_bones(bones_of(sighted(BODY, NOWHERE))),
        atol=1e-6,
    )  # fmt: skip


@given(angles)
def test_how_far_apart_two_face_is_found(angle):
    target = bones_of(sighted(BODY, NOWHERE))
    user = turned(target, np.full(2, -angle))

    sums = turn_between(user, target).sum(axis=0)

    assert np.angle(np.exp(1j * (np.arctan2(*sums) - angle))) == pytest.approx(0, abs=1e-4)
    np.testing.assert_allclose(turned(user, np.full(2, angle)), target, atol=1e-5)


def test_what_is_not_seen_says_nothing_of_it():
    unseen = np.full((2, N_BONES, 3), np.nan)

    assert (turn_between(unseen, unseen) == 0).all()


@pytest.mark.parametrize(
    ("long", "short", "found"), [(0, 30, 0), (10, -20, 10), (0, 90, 90), (170, -170, 170)]
)
def test_who_has_turned_is_believed_at_once_and_small_changes_later(long, short, found):
    slow, quick = (
        np.array([[np.sin(np.radians(angle)), np.cos(np.radians(angle))]])
        for angle in (long, short)
    )

    assert np.degrees(settled_turn(slow, quick)) == pytest.approx([found])


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("far", [1e20, np.inf, -np.inf, np.nan])
def test_what_is_nowhere_near_the_body_is_not_known(far):
    lost = BODY.copy()
    lost[:, INDEX["left_ankle"]] = far

    found = sighted(lost, pictured(lost))

    assert np.isnan(found[:, INDEX["left_ankle"]]).all()
    bones = bones_of(found)
    assert np.isfinite(turn_between(bones, bones)).all()
