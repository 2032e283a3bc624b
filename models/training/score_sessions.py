"""The session score of people who follow, follow wrongly, or do not follow at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.embedding import Encoder
from coach.session import score_session
from coach.tracks import RATE
from coach.types import Move, PersonResult, PoseTrack
from models.training.bones import Motion
from models.training.figures import Figure, Rows, area_under_curve, figure
from models.training.motion_bank import Kept
from models.training.performances import (
    Joints,
    Performance,
    at_tempo,
    delayed,
    filmed,
    frozen,
    random_view,
    recorded,
    spliced,
    standing,
    wandering,
)
from models.training.score_pairs import PLAIN, likeness, plain_vectors

REPETITIONS: Final = 3
"""Of each exercise in a session of one exercise."""
HOLDS: Final = frozenset({"plank", "superman"})
"""Exercises in which a frozen pose is right."""
LYING: Final = frozenset({"push_up", "plank", "crunch", "glute_bridge", "superman", "bird_dog"})


class Bank:
    """Kept repetitions by person, exercise, fault and severity."""

    def __init__(self, kept: Sequence[Kept]) -> None:
        self._kept: dict[tuple[str, str, str, float], list[Kept]] = {}
        for k in kept:
            key = (k.person, k.exercise, k.fault, round(k.severity, 2))
            self._kept.setdefault(key, []).append(k)

    def people(self, fault: bool = False) -> list[str]:
        """Who is in it; ``fault``: whose faults are."""
        return sorted({k[0] for k in self._kept if bool(k[2]) or not fault})

    def exercises(self) -> list[str]:
        """What they do right."""
        return sorted({k[1] for k in self._kept if not k[2]})

    def faults(self) -> list[tuple[str, str]]:
        """Exercise and fault."""
        return sorted({k[1:3] for k in self._kept if k[2]})

    def joints(
        self, person: str, exercise: str, fault: str = "", severity: float = 0.0, number: int = 0
    ) -> Joints:
        """One repetition."""
        found = self._kept[person, exercise, fault, round(severity, 2)]
        return found[number % len(found)].joints


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """Joints of a whole session and the moves in it."""

    joints: Joints
    moves: tuple[Move, ...]


def session_of(parts: Sequence[tuple[str, Sequence[Joints]]]) -> Session:
    """Repetitions of exercises one after the other, the first pose held a moment before each."""
    hold = round(0.6 * RATE)
    joints: list[Performance] = []
    moves: list[Move] = []
    at = 0.0
    for name, repetitions in parts:
        start = at
        still = np.repeat(repetitions[0][:1], hold, axis=0)
        for one in (still, *repetitions):
            joints.append(Performance(one, ""))
            at += len(one) / RATE + (BLEND if len(joints) > 1 else 0)
        moves.append(Move(name, start, at, 0 if name in HOLDS else len(repetitions)))
    return Session(spliced(joints, BLEND).joints, tuple(moves))


BLEND: Final = 3 / RATE
"""Seconds between two repetitions."""


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """Scores sessions; holds the encoder and the random numbers.

    Attributes:
        encoder: of the product. rng: of cameras and errors.
        errors: of an estimator; without them keypoints are exact, as of motion capture.
    """

    encoder: Encoder
    rng: np.random.Generator
    errors: bool = True

    def film(self, joints: Joints, **view: float) -> PoseTrack:
        """By a camera at home, from the front or as said."""
        return filmed(joints, self.rng, **(view or random_view(self.rng, 30)), errors=self.errors)

    def score(self, target: PoseTrack, user: PoseTrack, moves: Sequence[Move]) -> PersonResult:
        """Of one person who follows."""
        result = score_session(target, [user], title="", encoder=self.encoder, moves=moves)
        return result.people[0]


# Correct against incorrect repetitions


def right_against_wrong(
    judge: Judge, motions: Sequence[Motion], each: int
) -> tuple[list[Figure], dict[str, Any]]:
    """UI-PRMD: every repetition against another person's correct one; score and plain.

    ``each``: repetitions of a person, an exercise and a kind.
    """
    groups: dict[tuple[int, str, bool], list[Motion]] = {}
    for m in motions:
        groups.setdefault((m.subject, m.name, m.correct), []).append(m)
    rows: list[tuple[str, str, bool, list[float]]] = []
    for (subject, name, correct), group in groups.items():
        others = [
            m for (s, n, c), g in groups.items() if s != subject and n == name and c for m in g
        ]
        for i in judge.rng.permutation(len(group))[:each]:
            if others:
                other = others[int(judge.rng.integers(len(others)))]
                values = _followed(judge, group[i], other)
                rows.append((f"uiprmd-{subject}", name, correct, values))
    people, names, right = (np.array([row[k] for row in rows]) for k in range(3))
    values = np.array([row[3] for row in rows], dtype=np.float64).T
    figures = []
    for method, value in zip(("session score", *PLAIN), values, strict=True):
        reach = (">= 0.88", ">= 0.93") if method == "session score" else ("", "")
        over, within = partial(_over_all, value, right), partial(_within, value, right, names)
        words = f"correct against incorrect, UI-PRMD, {method}"
        figures.append(figure(f"{words}: over all", over, people, judge.rng, reach[0]))
        figures.append(figure(f"{words}: within one", within, people, judge.rng, reach[1]))
    return figures, {"score": values[0], "right": right}


def _followed(judge: Judge, user: Motion, target: Motion) -> list[float]:
    """Session score and plain mean cosines of a repetition done REPETITIONS times."""
    sessions = [session_of([("move", [recorded(m).joints] * REPETITIONS)]) for m in (target, user)]
    tracks = [judge.film(s.joints) for s in sessions]
    score = judge.score(tracks[0], tracks[1], sessions[0].moves).score
    plain = [likeness(*(plain_vectors(m, t) for t in tracks[::-1])) for m in PLAIN]
    return [score, *plain]


def _over_all(value: NDArray[Any], right: NDArray[Any], rows: Rows) -> float:
    good = right[rows]
    return area_under_curve(value[rows][good], value[rows][~good])


def _within(value: NDArray[Any], right: NDArray[Any], names: NDArray[Any], rows: Rows) -> float:
    areas = [_over_all(value, right, rows[names[rows] == name]) for name in np.unique(names)]
    return float(np.nanmean(areas))


def same_again(
    bank: Bank, person: str, exercise: str, fault: str = "", severity: float = 0.0
) -> Session:
    """One exercise, REPETITIONS times (a hold: once)."""
    count = 1 if exercise in HOLDS else REPETITIONS
    done = [bank.joints(person, exercise, fault, severity, i) for i in range(count)]
    return session_of([(exercise, done)])


# Who does not take part


def idle(
    judge: Judge, bank: Bank, people: int, exercises: Sequence[str]
) -> tuple[list[Figure], dict[str, Any]]:
    """Scores of somebody who stands, wanders, does something else or freezes in a good pose."""
    limits = {"standing still": 25, "wandering": 25, "another exercise": 35, "frozen pose": 30}
    found: dict[str, list[tuple[str, float]]] = {kind: [] for kind in (*limits, "taking part")}
    moving = [e for e in exercises if e not in HOLDS]
    for i, person in enumerate(bank.people()[:people]):
        place = ("evaluate", int(person.rsplit("-", 1)[1]))
        still, about = standing(place, 15, i).joints, wandering(place, 15, i).joints
        other_person = bank.people()[(i + 1) % len(bank.people())]
        for exercise in moving:
            target = same_again(bank, other_person, exercise)
            own = same_again(bank, person, exercise).joints
            other = _another(judge, exercise, bank.exercises())
            n = len(target.joints)
            done = {
                "standing still": _long(still, n),
                "wandering": _long(about, n),
                "another exercise": _long(same_again(bank, person, other).joints, n),
                "frozen pose": frozen(own, farthest(own)),
                "taking part": own,
            }
            track = judge.film(target.joints)
            for kind, joints in done.items():
                score = judge.score(track, judge.film(joints), target.moves).score
                found[kind].append((person, score))
    figures = []
    for kind, rows in found.items():
        people_of, scores = np.array([r[0] for r in rows]), np.array([r[1] for r in rows])
        goal = f"<= {limits[kind]}" if kind in limits else ""
        figures += _mean_and_tail(kind, scores, people_of, judge.rng, goal)
    return figures, {kind: [score for _, score in rows] for kind, rows in found.items()}


def _another(judge: Judge, exercise: str, exercises: Sequence[str]) -> str:
    """Another exercise of the same kind, standing or on the floor."""
    same = [e for e in exercises if e != exercise and (e in LYING) == (exercise in LYING)]
    return str(judge.rng.choice(same))


def farthest(joints: Joints) -> int:
    """Frame that is farthest from the first: the pose that counts most."""
    about = joints - joints[:, 11:13].mean(axis=1, keepdims=True)
    return int(np.argmax(np.linalg.norm(about - about[0], axis=2).mean(axis=1)))


def _long(joints: Joints, frames: int) -> Joints:
    """So many frames of it, to and fro where it is shorter."""
    there = np.concatenate([joints, joints[::-1]])
    return np.concatenate([there] * -(-frames // len(there)))[:frames]


def _mean_and_tail(
    words: str, values: NDArray[Any], people: NDArray[Any], rng: np.random.Generator, goal: str = ""
) -> list[Figure]:
    """Mean, with the goal, and the end that matters: the best idle one, else the worst."""
    part = 0.95 if goal else 0.05
    tail = partial(_quantile, values, part)
    return [
        figure(f"{words}: mean score", lambda r: float(values[r].mean()), people, rng, goal),
        figure(f"{words}: p{100 * part:.0f}", tail, people, rng),
    ]


# The same move, filmed or done otherwise


Change = Callable[[Joints], tuple[Joints, float]]
"""Joints to changed ones and the yaw of the camera, degrees."""

CHANGES: Final[Mapping[str, Change]] = {
    "again": lambda joints: (joints, 0.0),
    "camera at 30°": lambda joints: (joints, 30.0),
    "lag 0.8 s": lambda joints: (delayed(joints, 0.8), 0.0),
    "tempo 0.8": lambda joints: (at_tempo(joints, 0.8), 0.0),
    "tempo 1.2": lambda joints: (at_tempo(joints, 1.2), 0.0),
}
WORKOUTS: Final = (
    ("squat", "lunge", "side_lunge", "deadlift"),
    ("shoulder_press", "lateral_raise", "biceps_curl", "y_raise"),
    ("jumping_jack", "standing_knee_raise", "torso_twist", "toe_touch"),
    ("push_up", "bird_dog", "glute_bridge", "crunch"),
)


def unchanged(
    judge: Judge, bank: Bank, people: int, workouts: Sequence[Sequence[str]]
) -> tuple[list[Figure], dict[str, Any]]:
    """How much the score of a workout changes with camera, lag and tempo, errors drawn anew."""
    rows: list[tuple[str, dict[str, float]]] = []
    for i, person in enumerate(bank.people()[:people]):
        other = bank.people()[(i + 1) % len(bank.people())]
        for workout in workouts:
            target, own = (_workout(bank, who, workout) for who in (other, person))
            track = judge.film(target.joints, yaw=0.0)
            base = judge.score(track, judge.film(own.joints, yaw=0.0), target.moves).score
            scores = {"": base}
            for name, change in CHANGES.items():
                joints, yaw = change(own.joints)
                user = judge.film(joints, yaw=yaw)
                scores[name] = judge.score(track, user, target.moves).score
            rows.append((person, scores))
    names = np.array([row[0] for row in rows])
    figures = []
    for name in CHANGES:
        apart = np.abs(np.array([s[name] - s[""] for _, s in rows]))
        reach = ("<= 4", "<= 8" if name.startswith("camera") else "")
        for part, words, goal in ((0.5, "median", reach[0]), (0.95, "p95", reach[1])):
            of = partial(_quantile, apart, part)
            figures.append(figure(f"{name}: change of score, {words}", of, names, judge.rng, goal))
    return figures, {"rows": [scores for _, scores in rows]}


def _quantile(values: NDArray[Any], part: float, rows: Rows) -> float:
    return float(np.quantile(values[rows], part))


YAWS: Final = (-90, -60, -45, -30, -15, 0, 15, 30, 45, 60, 90)
LAGS: Final = (0.0, 0.4, 0.8, 1.2, 1.6, 2.0)


def sweeps(judge: Judge, bank: Bank, people: int, workout: Sequence[str]) -> dict[str, Any]:
    """Scores of everybody who follows from many sides, and so many seconds late."""
    by_yaw: dict[int, list[float]] = {yaw: [] for yaw in YAWS}
    by_lag: dict[float, list[float]] = {lag: [] for lag in LAGS}
    for i, person in enumerate(bank.people()[:people]):
        other = bank.people()[(i + 1) % len(bank.people())]
        target, own = (_workout(bank, who, workout) for who in (other, person))
        track = judge.film(target.joints, yaw=0.0)
        for yaw, scores in by_yaw.items():
            user = judge.film(own.joints, yaw=float(yaw))
            scores.append(judge.score(track, user, target.moves).score)
        for lag, scores in by_lag.items():
            user = judge.film(delayed(own.joints, lag), yaw=0.0)
            scores.append(judge.score(track, user, target.moves).score)
    return {"yaw": by_yaw, "lag": by_lag}


def _workout(bank: Bank, person: str, exercises: Iterable[str]) -> Session:
    return session_of(
        [(e, [bank.joints(person, e, number=i) for i in range(REPETITIONS)]) for e in exercises]
    )


def retest(
    judge: Judge, bank: Bank, people: int, exercises: Sequence[str]
) -> tuple[list[Figure], dict[str, Any]]:
    """Two repetitions of the same person against the same target, before the same camera."""
    rows: list[tuple[str, float, float]] = []
    for i, person in enumerate(bank.people()[:people]):
        other = bank.people()[(i + 1) % len(bank.people())]
        for exercise in exercises:
            target = same_again(bank, other, exercise)
            track = judge.film(target.joints)
            view = random_view(judge.rng, 30)
            scores = []
            for number in (0, 1):
                own = session_of([(exercise, [bank.joints(person, exercise, number=number)] * 2)])
                scores.append(
                    judge.score(track, judge.film(own.joints, **view), target.moves).score
                )
            rows.append((person, scores[0], scores[1]))
    names = np.array([row[0] for row in rows])
    pairs = np.array([row[1:] for row in rows])
    apart = np.abs(np.diff(pairs, axis=1)[:, 0])
    return [
        figure(
            "test and retest: difference, median", partial(_quantile, apart, 0.5), names, judge.rng
        ),
        figure("test and retest: ICC(1,1)", lambda r: _agreement(pairs[r]), names, judge.rng),
    ], {"pairs": pairs}


def _agreement(pairs: NDArray[Any]) -> float:
    """Intraclass correlation ICC(1,1) of pairs (N, 2) (Shrout and Fleiss 1979)."""
    between = 2 * np.var(pairs.mean(axis=1), ddof=1)
    within = np.mean(np.diff(pairs, axis=1) ** 2) / 2
    return float((between - within) / (between + within))
