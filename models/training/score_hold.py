"""How steady the live score is while somebody holds a pose."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np

from coach.moves.attempts import Cycle
from coach.pose.correction import LiveCorrection
from coach.scoring import load_curve
from coach.session import Features, features_of
from coach.session.follower import Follower
from coach.types import Move, PoseTrack
from models.training.figures import Figure, Rows, figure
from models.training.performances import frozen
from models.training.score_sessions import Bank, Judge, farthest

SETTLED: Final = 3.0
"""Seconds after which the score has come to rest."""
SECONDS: Final = 12.0
HELD: Final = ("plank", "superman", "squat", "lunge", "lateral_raise", "glute_bridge")
"""What is held: whole holds, and the far end of moves."""


@dataclass(frozen=True, slots=True)
class _Target:
    """What a follower asks of a target: here one move that lasts."""

    features: Features
    move: Move
    cycles: tuple[Cycle, ...] = ()

    def moves_at(self, _time: float) -> tuple[Move | None, Move | None]:
        return self.move, None


def flicker(judge: Judge, bank: Bank, people: int) -> tuple[list[Figure], dict[str, Any]]:
    """Standard deviation of the score on the screen while person and target hold a pose."""
    names, spread, level = [], [], []
    chosen = bank.people()[:people]
    for i, person in enumerate(chosen):
        other = bank.people()[(i + 1) % len(bank.people())]
        for exercise in HELD:
            tracks = [judge.film(_held(bank, who, exercise)) for who in (other, person)]
            shown = shown_scores(judge, *tracks)
            if len(shown) > 2:
                names.append(person)
                spread.append(float(np.std(shown)))
                level.append(float(np.mean(shown)))
    values = np.array(spread)

    def part(of: float, rows: Rows) -> float:
        return float(np.quantile(values[rows], of))

    of = np.array(names)
    return [
        figure("standard deviation, median", partial(part, 0.5), of, judge.rng, "<= 2"),
        figure("standard deviation, p95", partial(part, 0.95), of, judge.rng),
    ], {"spread": spread, "level": level}


def _held(bank: Bank, person: str, exercise: str) -> Any:
    joints = bank.joints(person, exercise)
    middle = len(joints) // 2 if exercise in ("plank", "superman") else farthest(joints)
    count = -(-int(SECONDS * 15) // len(joints))
    return frozen(np.concatenate([joints] * count), middle)


def shown_scores(judge: Judge, target: PoseTrack, user: PoseTrack) -> list[float]:
    """The smoothed score of every frame after SETTLED, where there is one."""
    features = features_of(target, judge.encoder, from_zero=True)
    move = Move("hold", 0.0, target.duration, 0)
    follower = Follower(_Target(features, move), judge.encoder, load_curve(), "auto")
    correction, shown = LiveCorrection(), []
    for i in range(len(user)):
        time = float(user.time[i])
        pose = correction.push(user.pose(i), time) if user.seen[i] else None
        follower.push(pose, time, time)
        score = follower.view().smoothed_score
        if time > SETTLED and np.isfinite(score):
            shown.append(score)
    return shown
