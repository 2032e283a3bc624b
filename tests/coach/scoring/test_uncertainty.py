import numpy as np
import pytest

from coach.scoring.uncertainty import Uncertainty, mean_confidence

NAN = float("nan")


def test_in_full_sight_the_band_is_the_least():
    assert Uncertainty(least=2.0).half_width(1.0, 1.0) == 2.0


@pytest.mark.parametrize(("exactness", "expected"), [(0.0, 6.0), (0.5, 4.0), (1.0, 2.0)])
def test_exact_keypoints_have_a_narrow_band(exactness, expected):
    model = Uncertainty(least=6.0, exact=2.0)

    assert model.half_width(1.0, 1.0, exactness) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("coverage", "confidence", "expected"),
    [
        pytest.param(0.75, 1.0, 6.0, id="a-quarter-not-covered"),
        pytest.param(1.0, 0.5, 7.0, id="unsure-keypoints"),
        pytest.param(0.75, 0.5, 12.0, id="both"),
        pytest.param(NAN, 1.0, 21.0, id="coverage-unknown"),
        pytest.param(1.0, NAN, 13.0, id="confidence-unknown"),
        pytest.param(-3.0, 7.0, 21.0, id="out-of-range"),
        pytest.param(0.0, 0.0, 25.0, id="never-more-than-the-most"),
    ],
)
def test_what_is_lacking_widens_the_band(coverage, confidence, expected):
    model = Uncertainty(least=1.0, uncovered=20.0, unsure=12.0, most=25.0)

    assert model.half_width(coverage, confidence) == pytest.approx(expected)


def test_the_confidence_is_that_of_trunk_and_limbs_in_judged_frames():
    confidence = np.zeros((4, 17))
    confidence[:2, 5:] = [[0.8], [0.4]]

    assert mean_confidence(confidence, np.array([1, 1, 0, 0], bool)) == pytest.approx(0.6)


@pytest.mark.parametrize(
    "confidence",
    [
        pytest.param(np.zeros((0, 17)), id="no-frame"),
        pytest.param(np.full((3, 17), np.nan), id="nothing-known"),
    ],
)
def test_without_anything_known_there_is_no_confidence(confidence):
    assert mean_confidence(confidence, np.ones(len(confidence), bool)) == 0.0
