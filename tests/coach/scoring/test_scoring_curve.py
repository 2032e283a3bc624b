import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import ModelDamaged, ModelMissing
from coach.scoring import Curve, grade_of, load_curve
from coach.scoring.curve import SCORE_FILE, STRICTNESS, Costs
from coach.scoring.measures import MEASURES

M = len(MEASURES)
KNOTS = np.tile([0.2, 0.5], (M, 1))
CURVE = Curve(
    still_energy=0.5,
    seen=Costs(KNOTS, np.vstack([[0.5, 1.0, 2.0], np.zeros((M - 1, 3))])),
    exact=Costs(KNOTS, np.vstack([[2.5, 0.0, 0.0], np.zeros((M - 1, 3))])),
)


def measured(first):
    return np.concatenate([[first], np.full(M - 1, 0.3)])


@pytest.mark.parametrize(
    ("value", "cost"),
    [
        pytest.param(0.0, 0.0, id="no-difference"),
        pytest.param(0.2, 0.1, id="first-knot"),
        pytest.param(0.5, 0.55, id="second-knot"),
        pytest.param(1.0, 2.3, id="beyond"),
    ],
)
def test_a_measure_costs_more_beyond_each_of_its_knots(value, cost):
    assert CURVE.costs(measured(value))[0] == pytest.approx(cost)
    assert CURVE.score(measured(value)) == pytest.approx(100 / (1 + cost**2))


@pytest.mark.parametrize(("exactness", "cost"), [(0.0, 0.1), (0.5, 0.3), (1.0, 0.5)])
def test_the_more_exact_the_keypoints_the_more_their_own_costs_count(exactness, cost):
    curve = replace(CURVE, exactness=exactness)

    assert curve.costs(measured(0.2))[0] == pytest.approx(cost)


def test_no_difference_scores_100():
    assert load_curve().score(np.zeros(M)) == 100


@given(
    st.lists(st.floats(0, 3), min_size=M, max_size=M),
    st.integers(0, M - 1),
    st.floats(0, 2),
    st.floats(0, 1),
)
def test_nothing_that_gets_worse_ever_raises_the_score(values, which, more, exactness):
    curve = replace(load_curve(), exactness=exactness)
    worse = np.array(values)
    worse[which] += more

    assert curve.score(worse) <= curve.score(np.array(values))


@given(st.lists(st.floats(0, 1), min_size=M, max_size=M))
def test_strictness_moves_every_score_the_same_way(values):
    scores = [
        float(replace(load_curve(), strictness=STRICTNESS[name]).score(np.array(values)))
        for name in ("beginner", "normal", "expert")
    ]

    assert scores == sorted(scores, reverse=True)


def test_every_grade_can_be_reached_and_none_is_out_of_order():
    letters = [grade_of(score) for score in np.arange(100, -0.5, -0.5)]

    assert letters == sorted(letters)
    assert set(letters) == set("ABCDEF")


def test_the_shipped_curve_has_no_negative_weight_and_rising_knots():
    for costs in (load_curve().seen, load_curve().exact):
        assert (costs.weights >= 0).all()
        assert costs.weights.sum() > 0
        assert (np.diff(costs.knots, axis=1) >= 0).all()


def test_a_curve_is_read_as_it_was_written(tmp_path):
    path = tmp_path / "score.json"
    path.write_text(json.dumps(CURVE.as_json()))

    again = load_curve(path)

    for costs, written in ((again.seen, CURVE.seen), (again.exact, CURVE.exact)):
        np.testing.assert_allclose(costs.weights, written.weights)
        np.testing.assert_allclose(costs.knots, written.knots)


def test_a_missing_curve_is_said(tmp_path):
    with pytest.raises(ModelMissing):
        load_curve(tmp_path / "score.json")


def changed(**costs):
    content = json.loads(SCORE_FILE.read_text())
    content["measures"][MEASURES[0]]["exact"].update(costs)
    return json.dumps(content)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{", id="no-json"),
        pytest.param("{}", id="nothing-in-it"),
        pytest.param("[1]", id="a-list"),
        pytest.param(changed(knots="high"), id="a-word"),
        pytest.param(changed(weights=[1.0]), id="too-few"),
        pytest.param(changed(weights=[-1.0, 0, 0]), id="negative"),
    ],
)
def test_a_damaged_curve_is_said(tmp_path, text):
    (tmp_path / "score.json").write_text(text)

    with pytest.raises(ModelDamaged):
        load_curve(tmp_path / "score.json")
