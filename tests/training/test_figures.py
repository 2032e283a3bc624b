"""Figures, their intervals and goals."""

from __future__ import annotations

import numpy as np
import pytest

from models.training.figures import (
    Figure,
    area_under_curve,
    as_json,
    correlation,
    figure,
    rank_correlation,
    table,
)


@pytest.mark.parametrize(
    ("positive", "negative", "area"),
    [
        pytest.param([3.0, 4.0], [1.0, 2.0], 1.0, id="apart"),
        pytest.param([1.0, 2.0], [3.0, 4.0], 0.0, id="the-wrong-way-round"),
        pytest.param([1.0, 3.0], [2.0], 0.5, id="mixed"),
        pytest.param([2.0], [2.0], 0.5, id="equal"),
    ],
)
def test_the_area_is_how_often_the_positive_one_is_above(positive, negative, area):
    assert area_under_curve(np.array(positive), np.array(negative)) == area


def test_the_area_of_nothing_is_unknown():
    assert np.isnan(area_under_curve(np.zeros(0), np.ones(3)))


def test_ranks_follow_any_rising_curve_and_lengths_do_not():
    x = np.arange(6.0)

    assert rank_correlation(x, np.exp(3 * x)) == pytest.approx(1)
    assert correlation(x, np.exp(3 * x)) < 0.8
    assert np.isnan(correlation(x, np.ones(6)))


def test_an_interval_is_as_wide_as_people_differ_not_as_frames_do():
    rng = np.random.default_rng(0)
    level = np.repeat(rng.normal(0, 1, 8), 500)
    people = np.repeat([f"p{i}" for i in range(8)], 500)

    found = figure("level", lambda rows: float(level[rows].mean()), people, rng)

    assert (found.n, found.people) == (4000, 8)
    assert found.low < found.value < found.high
    assert found.high - found.low > 0.5


def test_of_two_people_rows_are_drawn_anew():
    rng = np.random.default_rng(0)
    value = rng.normal(0, 1, 400)
    people = np.array([("a", "b")] * 400)

    found = figure("pairs", lambda rows: float(value[rows].mean()), people, rng)

    assert 0.1 < found.high - found.low < 0.3


@pytest.mark.parametrize(
    ("value", "goal", "met"),
    [
        pytest.param(0.9, ">= 0.9", True, id="reached"),
        pytest.param(0.89, ">= 0.9", False, id="below"),
        pytest.param(4.0, "<= 4", True, id="small-enough"),
        pytest.param(4.1, "<= 4", False, id="too-large"),
        pytest.param(float("nan"), "<= 4", None, id="unknown"),
        pytest.param(1.0, "", None, id="no-goal"),
    ],
)
def test_a_goal_is_reached_or_not(value, goal, met):
    one = Figure("one", value, goal=goal)

    assert one.met is met
    assert as_json(one)["met"] is met


def test_a_table_shows_value_interval_and_goal():
    one = Figure("area", 0.987, 0.97, 0.99, 120, 8, ">= 0.99")

    assert "| area | 0.987 | 0.970 .. 0.990 | 120, 8 | >= 0.99 ✗ |" in table("Pairs", [one])
