"""Every exercise on very different bodies: limbs that bear weight stay, nothing sinks, no joint
leaves its range."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from models.training.studio.anatomy import angles, depth_below_floor, out_of_range, slides
from models.training.studio.body import load_bodies
from models.training.studio.channels import keypoints
from models.training.studio.compose import Manner, Script, perform
from models.training.studio.exercises import EXERCISES
from models.training.studio.rig import Rig
from models.training.studio.take import Take

BODIES = Path(__file__).parents[1] / "data" / "bodies.npz"
NAMES = sorted(EXERCISES)
FAULTS = [(e.name, kind.name) for e in EXERCISES.values() for kind in e.faults]
CENTIMETRE = 0.010
RATE = 15


@lru_cache(maxsize=1)
def rigs() -> tuple[Rig, ...]:
    return tuple(Rig(body) for body in load_bodies(BODIES).values())


@lru_cache(maxsize=16)
def performed(name: str, who: int, fault: str | None = None) -> Take:
    script = Script(np.random.default_rng(5), Manner(), posture=EXERCISES[name].posture)
    script.exercise(name, 1 if fault else 2, {fault: 1.0} if fault else None)
    return perform(rigs()[who], script, np.arange(0, script.now, 1 / RATE))


def sane(take: Take, who: int) -> None:
    rig = rigs()[who]
    assert max(slides(rig, take.motion, take.supports).values(), default=0.0) <= CENTIMETRE
    assert depth_below_floor(rig, take.motion) <= CENTIMETRE
    assert out_of_range(rig, take.motion) == {}


@pytest.mark.parametrize(
    ("name", "who"), [(n, (i + k) % 6) for i, n in enumerate(NAMES) for k in (0, 2, 5)]
)
def test_an_exercise_is_sane_on_any_body(name, who):
    sane(performed(name, who), who)


@pytest.mark.parametrize(("name", "fault"), FAULTS, ids=[f"{n}-{f}" for n, f in FAULTS])
def test_a_fault_at_its_worst_is_sane(name, fault):
    who = len(fault) % 6
    sane(performed(name, who, fault), who)


@pytest.mark.parametrize(("name", "fault"), FAULTS, ids=[f"{n}-{f}" for n, f in FAULTS])
def test_a_fault_is_to_be_seen(name, fault):
    right, wrong = (performed(name, 0, f) for f in (None, fault))
    n = min(len(right.times), len(wrong.times))
    a, b = (keypoints(rigs()[0].body, take.motion)[:n] for take in (right, wrong))
    inside = (a - a[:, 11:13].mean(axis=1, keepdims=True)) - (
        b - b[:, 11:13].mean(axis=1, keepdims=True)
    )
    assert np.linalg.norm(inside, axis=-1).max() > 0.04


@pytest.mark.parametrize("name", [n for n in NAMES if not EXERCISES[n].hold and n != "rest"])
def test_a_repetition_goes_out_and_comes_back(name):
    take = performed(name, 1)
    exercise = next(s for s in take.segments if s.kind == "exercise")
    assert len(exercise.repetitions) == 2
    for start, end in exercise.repetitions:
        phase = take.phase[(take.times >= start) & (take.times <= end)]
        assert phase[0] < 0.2
        assert phase[-1] < 0.2
        assert phase.max() > 0.8


@pytest.mark.parametrize("name", NAMES)
def test_no_joint_turns_faster_than_a_body_can(name):
    take = performed(name, 2)
    for joint, values in angles(rigs()[2], take.motion).items():
        if joint.endswith(("turn", "open", "yaw", "roll")):
            continue  # not unique near straight limbs
        assert np.abs(np.diff(values)).max() * RATE < 900, joint


def test_the_same_seed_gives_the_same_motion():
    a, b = (performed.__wrapped__("squat", 0) for _ in range(2))
    np.testing.assert_array_equal(a.motion.rotation, b.motion.rotation)
    assert a.segments == b.segments
