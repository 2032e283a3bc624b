import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import ModelDamaged, ModelMissing
from coach.scoring import Curve, grade_of, load_curve, uprightness
from coach.scoring.curve import SAME_SCORE, SCORE_FILE

CURVE = Curve(unrelated=0.3, same=0.9, gain_none=0.1, gain_full=0.7, still_energy=0.5)


@pytest.mark.parametrize(
    ("cosine", "part"),
    [(-1.0, 0.0), (0.3, 0.0), (0.6, 0.45), (0.9, SAME_SCORE / 100), (1.0, 1.0)],
)
def test_the_shape_goes_through_its_knots(cosine, part):
    assert CURVE.shape(np.array(cosine)) == pytest.approx(part)


def test_an_unknown_cosine_stays_unknown():
    assert np.isnan(CURVE.shape(np.array([np.nan]))).all()


@given(st.lists(st.floats(-1, 1), min_size=2))
def test_more_alike_never_scores_less(cosines):
    parts = CURVE.shape(np.sort(cosines))

    assert (np.diff(parts) >= 0).all()


@pytest.mark.parametrize(
    ("gain", "energy", "part"),
    [
        pytest.param(1.0, 100.0, 1.0, id="full-movement"),
        pytest.param(0.4, 1e9, 0.5, id="half-the-movement"),
        pytest.param(0.0, 1e9, 0.0, id="still-while-the-target-moves"),
        pytest.param(0.0, 0.0, 1.0, id="a-hold-is-neutral"),
    ],
)
def test_motion(gain, energy, part):
    assert CURVE.motion(np.array(gain), np.array(energy)) == pytest.approx(part, abs=1e-6)


@pytest.mark.parametrize(
    ("tilt", "part"),
    [(0, 1), (20, 1), (-20, 1), (50, 0.5), (90, 0), (np.nan, 1)],
)
def test_lying_is_not_standing_and_a_tilted_camera_is_free(tilt, part):
    assert uprightness(np.array(float(tilt))) == pytest.approx(part)


def test_every_grade_can_be_reached_and_none_is_out_of_order():
    letters = [grade_of(score) for score in np.arange(100, -0.5, -0.5)]

    assert letters == sorted(letters)
    assert set(letters) == set("ABCDEF")


def test_the_shipped_curve_is_in_order():
    curve = load_curve()

    assert -1 < curve.unrelated < curve.same < 1
    assert 0 <= curve.gain_none < curve.gain_full < 1


def test_a_missing_curve_is_said(tmp_path):
    with pytest.raises(ModelMissing):
        load_curve(tmp_path / "score.json")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{", id="no-json"),
        pytest.param("{}", id="nothing-in-it"),
        pytest.param("[1]", id="a-list"),
        pytest.param(
            json.dumps({**json.loads(SCORE_FILE.read_text()), "same": "high"}), id="a-word"
        ),
    ],
)
def test_a_damaged_curve_is_said(tmp_path, text):
    (tmp_path / "score.json").write_text(text)

    with pytest.raises(ModelDamaged):
        load_curve(tmp_path / "score.json")
