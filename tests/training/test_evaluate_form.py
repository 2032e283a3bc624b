"""What form is measured by."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from coach.moves.form import PLANS
from models.training.moves.evaluate_form import Verdict, f1, true_phases
from tests.coach.people import squats

ROOM = np.array([1.0, 1.0, -1.0])


def verdict(true: float, told: float) -> Verdict:
    """Of one squat with one fault."""
    faults = PLANS["squat"].faults
    severities = (np.array([value] + [0.0] * (len(faults) - 1)) for value in (true, told))
    return Verdict("somebody", "squat", 0, *severities, np.ones(len(faults), dtype=bool))


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        pytest.param([verdict(0.8, 0.7)], 1.0, id="found"),
        pytest.param([verdict(0.8, 0.0), verdict(0.9, 0.5)], 2 / 3, id="one-missed"),
        pytest.param([verdict(0.0, 0.5), verdict(0.9, 0.5)], 2 / 3, id="one-for-nothing"),
        pytest.param([verdict(0.3, 0.5), verdict(0.9, 0.5)], 1.0, id="slight-ones-are-free"),
    ],
)
def test_coarse_faults_have_to_be_found_and_none_for_nothing(verdicts, expected):
    assert f1(verdicts, 0) == pytest.approx(expected)


def test_a_missed_fault_is_another_letter():
    assert verdict(0.8, 0.0).letters == (3, 0)


def test_true_phases_go_by_the_exact_joints():
    world = squats(1)
    world = world - world[:, [15, 16]].mean(axis=1, keepdims=True)
    joints = world[..., [0, 2, 1]].astype(np.float64) * ROOM

    names = true_phases(joints, [(0.0, 3.0)], PLANS["squat"])

    order = [names[0], *(b for a, b in pairwise(names) if a != b)]
    assert order == ["standing", "descending", "parallel", "ascending", "standing"]
