import numpy as np
import pytest

from coach.types import Unjudged
from models.training.company import silhouette
from models.training.evaluate_judged import (
    LAYOUTS,
    LENGTH,
    Cut,
    close_up,
    composed,
    drawn,
    edges,
    is_near,
    overlap,
    title,
)
from tests.coach.people import stand

CUTS = (Cut("title", 0.0, 2.0), Cut("angle", 4.0, 6.0), Cut("face", 6.0, 8.0))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param([(0, 2), (6, 8)], 1.0, id="as-it-is"),
        pytest.param([(0, 2)], 0.5, id="one-of-two"),
        pytest.param([(0, 2), (4, 8)], 2 / 3, id="a-cut-to-another-angle-is-judged"),
        pytest.param([], 0.0, id="nothing"),
    ],
)
def test_overlap_of_what_is_not_judged(found, expected):
    spans = tuple(Unjudged(float(a), float(b), "close_up") for a, b in found)

    assert overlap(spans, CUTS, 10.0) == pytest.approx(expected, abs=1e-3)


def test_cuts_are_where_a_stretch_begins_or_ends_within_the_video():
    assert edges(CUTS, 8.0) == [2.0, 4.0, 6.0]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_the_stretches_of_a_layout_do_not_overlap(layout):
    times = [t for cut in layout for t in (cut.start, cut.end)]

    assert times == sorted(times)


def test_a_cut_workout_begins_with_its_first_stretch():
    images = composed(LAYOUTS["long"])

    assert len(np.unique(next(images)[:100].reshape(-1, 3), axis=0)) == 1  # a plain card


def figure():
    return stand()[:, :2] * 200 + np.array([320, 240], np.float32)


@pytest.mark.parametrize("kind", ["face", "waist", "feet"])
def test_a_close_up_is_a_part_of_the_picture_in_its_size(kind):
    points = figure()
    image = np.zeros((480, 640, 3), np.uint8)
    shown = {"face": 0, "waist": 5, "feet": 15}[kind]
    x, y = points[shown].astype(int)
    image[y - 3 : y + 4, x - 3 : x + 4] = 255

    near = close_up(image, points, kind)

    assert near.shape == image.shape
    assert (near > 127).sum() > 2 * (image > 127).sum()


def test_titles_differ():
    assert (title((64, 48), 0) != title((64, 48), 1)).any()


def test_a_pose_is_near_its_person_and_not_another():
    points = figure()

    assert is_near(points + 5, points)
    assert not is_near(points + [150, 0], points)


def test_a_silhouette_covers_the_keypoints_and_not_the_picture():
    points = figure()

    mask = silhouette(points, (640, 480))

    x, y = points.astype(int).T
    assert (mask[y, x] == 255).all()
    assert 0.02 < (mask > 0).mean() < 0.2


@pytest.mark.parametrize("seed", range(5))
def test_a_random_layout_leaves_most_of_the_workout_and_stays_within_it(seed):
    layout = drawn(np.random.default_rng(seed))

    assert sum(cut.end - cut.start for cut in layout) < 0.7 * LENGTH
    assert all(0 < cut.start < cut.end < LENGTH for cut in layout)
