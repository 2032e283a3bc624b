"""Fit the score on people of the training data: ``models/score.json``.

    python -m models.training.fit_score --data FOLDER

Pairs of training people, filmed apart, are aligned as in the product and measured
(``coach.scoring.measures``), with an estimator's errors and once more without any: each gives
costs of its own (a part of those without teaches the others too). What they did says what they
should score:
the same move done right ``RIGHT``, with a fault of severity s ``RIGHT - FAULT * s``, the
incorrect repetitions of UI-PRMD ``INCORRECT``, another exercise ``OTHER``, somebody who
stands, wanders or stays in one pose ``NOTHING``. Weights that are never negative are fitted
so that the scores come near these and the right stands above the wrong.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import softplus

from coach.embedding import Encoder
from coach.scoring.curve import SCORE_FILE, Costs, Curve, hinges
from coach.scoring.measures import MEASURES, sliding_measures
from coach.session.features import Features, features_of
from coach.session.following import follow
from coach.session.result import MOTION_WINDOW
from coach.tracks import RATE
from models.training import bones
from models.training import performances as play
from models.training.studio.exercises import EXERCISES
from models.training.studio.people import SetName

RIGHT: Final = 95.0
FAULT: Final = 50.0
INCORRECT: Final = 60.0
OTHER: Final = 10.0
NOTHING: Final = 2.0
TRAIN: Final[SetName] = "train"
FRAMES: Final = 24
"""Frames of a pair that are kept."""
QUANTILES: Final = (0.6, 0.95)
"""Of what is done right; the knots of the curve of each measure."""
MARGIN: Final = 0.06
"""Part of the score by which right shall stand above wrong."""
LESS: Final = 1 / 3
"""Part of the pairs that teach the costs of what is seen without errors too: some cameras err
less."""
EXACT_ONLY: Final = ("swerve", "ratio")
"""Measures that count of exact keypoints alone: an estimator's errors swerve by themselves, and
make who keeps still seem to move several times as far as the other."""

Joints = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """One person who followed another: what they did, and what that should score."""

    kind: str
    name: str
    target: Joints
    user: Joints
    wanted: float


def recorded_cases(folder: Path, rng: np.random.Generator, count: int) -> Iterator[Case]:
    """Pairs of the people of UI-PRMD who are trained on."""
    groups: dict[tuple[int, str, bool], list[bones.Motion]] = {}
    for motion in bones.load_motions(folder):
        if motion.source == bones.UIPRMD and not motion.held_out:
            groups.setdefault((motion.subject, motion.name, motion.correct), []).append(motion)
    names = sorted({name for _, name, _ in groups})
    people = sorted({subject for subject, _, _ in groups})

    def needed(name: str, other: str) -> tuple[tuple[str, bool], ...]:
        return (name, True), (name, False), (other, True)

    def one(person: int, name: str, correct: bool = True) -> Joints:
        kept = groups[person, name, correct]
        joints = play.recorded(kept[int(rng.integers(len(kept)))]).joints
        return np.concatenate([joints] * int(rng.integers(1, 3)))

    for _ in range(count):
        name, other = (str(n) for n in rng.choice(names, 2, replace=False))
        able = [p for p in people if {(p, n, c) for n, c in needed(name, other)} <= groups.keys()]
        teacher, pupil = (int(p) for p in rng.choice(able, 2, replace=False))
        target = one(teacher, name)
        yield Case("right", name, target, one(pupil, name), RIGHT)
        yield Case("incorrect", name, target, one(pupil, name, False), INCORRECT)
        if rng.random() < 0.4:
            yield Case("other", name, target, one(pupil, other), OTHER)
        if rng.random() < 0.3:
            frame = int(rng.integers(len(target)))
            still = play.frozen(play.looped(one(pupil, name), len(target)), frame)
            yield Case("still", name, target, still, NOTHING)


def studio_cases(rng: np.random.Generator, count: int) -> Iterator[Case]:
    """Pairs of the studio's training people."""
    names = sorted(name for name, plan in EXERCISES.items() if name not in ("rest", "clap"))
    for i in range(count):
        name = names[i % len(names)]
        plan = EXERCISES[name]
        teacher, pupil = ((TRAIN, int(n)) for n in rng.choice(play.KEPT[TRAIN], 2, replace=False))
        side = str(rng.choice(["left", "right"]))
        target = play.performed(name, teacher, seed=i, repetitions=2, side=side).joints

        done = partial(_done, name, pupil, seed=i + 1, side=side)

        tempo = float(rng.uniform(0.75, 1.3))
        yield Case("right", name, target, done(tempo=tempo), RIGHT)
        for kind in rng.permutation(len(plan.faults))[:2]:
            severity = float(rng.uniform(0.1, 1.0))
            wrong = done(faults={plan.faults[kind].name: severity})
            yield Case("fault", name, target, wrong, RIGHT - FAULT * severity)
        if rng.random() < 0.3:
            other = str(rng.choice([n for n in names if n != name]))
            pose = play.performed(other, pupil, seed=i, repetitions=2).joints
            yield Case("other", name, target, pose, OTHER)
        if rng.random() < 0.25 and not plan.hold:
            seconds = len(target) / RATE
            idle = play.standing if rng.random() < 0.5 else play.wandering
            yield Case("still", name, target, idle(pupil, seconds, seed=i).joints, NOTHING)
            own = done()
            frozen = play.frozen(own, int(rng.integers(len(own))))[: len(target)]
            yield Case("still", name, target, frozen, NOTHING)


def _done(name: str, pupil: tuple[SetName, int], **how: Any) -> Joints:
    return play.performed(name, pupil, repetitions=2, **how).joints


def filmed(
    joints: Joints, rng: np.random.Generator, most_yaw: float, encoder: Encoder, errors: bool
) -> Features:
    """Features of joints before a camera of their own."""
    model = str(rng.choice(["full", "heavy"]))
    view = play.random_view(rng, most_yaw)
    track = play.filmed(joints, rng, **view, model=model, errors=errors)  # type: ignore[arg-type]
    return features_of(track, encoder)


def measured(
    case: Case, rng: np.random.Generator, encoder: Encoder, still_energy: float, errors: bool
) -> NDArray[np.float64]:
    """(FRAMES, M) measures of a pair aligned as in the product, better of both sides."""
    wanted = filmed(case.target, rng, 40, encoder, errors)
    own = filmed(case.user, rng, 57, encoder, errors)
    followed = min(
        (follow(wanted, own, mirrored=mirrored) for mirrored in (False, True)),
        key=lambda f: f.warping.cost,
    )
    window = round(MOTION_WINDOW * RATE)
    found = sliding_measures(followed.aspect, wanted.aspect, still_energy, window)
    judged = np.flatnonzero(followed.reached & np.isfinite(followed.similarity))
    if not len(judged):
        return np.full((FRAMES, len(MEASURES)), np.nan)
    return found[judged[np.linspace(0, len(judged) - 1, FRAMES).round().astype(int)]]


def error_energy(cases: Sequence[Case], encoder: Encoder, rng: np.random.Generator) -> float:
    """Mean squared movement of latents that an estimator's errors alone make."""
    energies = []
    for case in cases[:: max(len(cases) // 40, 1)]:
        view = play.random_view(rng)
        seen, exact = (
            features_of(play.filmed(case.user, rng, **view, errors=errors), encoder).latents
            for errors in (True, False)
        )
        energies.append(float(np.nansum(np.nanvar(seen - exact, axis=0))))
    return float(np.median(energies))


def fit(
    found: NDArray[np.float64], kinds: NDArray[np.str_], names: NDArray[np.str_],
    wanted: NDArray[np.float64], steps: int = 3000,
) -> Costs:  # fmt: skip
    """Costs of pairs (N, FRAMES, M)."""
    right = found[kinds == "right"].reshape(-1, len(MEASURES))
    knots = np.quantile(right, QUANTILES, axis=0).T
    scale = np.maximum(knots[:, 1:], 1e-3)  # so that all weights are of one size
    rising = torch.tensor(hinges(found, knots) / scale, dtype=torch.float32)
    goal = torch.tensor(wanted / 100, dtype=torch.float32)
    sides = [np.flatnonzero(kinds == kind) for kind in ("right", "incorrect")]
    recorded = set(names[sides[1]])
    good, bad = (torch.tensor([i for i in side if names[i] in recorded]) for side in sides)
    same = torch.tensor(names[good.numpy()][:, None] == names[bad.numpy()][None])
    weight = torch.tensor(
        [{"right": 1.5, "incorrect": 0.7, "other": 2.2, "still": 1.8}.get(k, 1.0) for k in kinds]
    )
    raw = torch.full(rising.shape[2:], -2.0, requires_grad=True)
    optimiser = torch.optim.Adam([raw], lr=0.03)
    for _ in range(steps):
        loss = (rising * softplus(raw)).sum(dim=(2, 3))
        score = (1 / (1 + loss**2)).mean(dim=1)
        near = (weight * (score - goal) ** 2).mean()
        above = softplus((score[bad] - score[good][:, None]) / MARGIN)
        order = above[same].mean() + 0.5 * above.mean()
        total = near + 0.05 * order + 2e-4 * softplus(raw).sum()
        optimiser.zero_grad()
        total.backward()
        optimiser.step()
    return Costs(knots, softplus(raw).detach().numpy().astype(np.float64) / scale)


def described(costs: Costs, found: NDArray[np.float64], kinds: NDArray[np.str_]) -> str:
    """Quantiles of the scores by kind, and the measures that count."""
    score = np.nanmean(Curve(0.0, costs, costs).score(found), axis=1)
    lines = ["kind        0.1   0.25    0.5   0.75    0.9"]
    for kind in sorted(set(kinds)):
        quantiles = np.quantile(score[kinds == kind], (0.1, 0.25, 0.5, 0.75, 0.9))
        lines.append(f"{kind:10}" + "".join(f"{q:7.1f}" for q in quantiles))
    for name, knots, weights in zip(MEASURES, costs.knots, costs.weights, strict=True):
        lines.append(f"{name:14} knots {knots.round(3)} weights {weights.round(3)}")
    return "\n".join(lines)


def write_cases(path: Path, cases: Sequence[Case]) -> None:
    """Keep cases in a file; making them takes longer than all the rest."""
    joints = [part for case in cases for part in (case.target, case.user)]
    np.savez_compressed(
        path,
        joints=np.concatenate(joints).astype(np.float32),
        ends=np.cumsum([len(part) for part in joints]),
        kind=[case.kind for case in cases],
        name=[case.name for case in cases],
        wanted=[case.wanted for case in cases],
    )


def read_cases(path: Path) -> list[Case]:
    """What ``write_cases`` wrote."""
    with np.load(path) as file:
        joints = np.split(file["joints"].astype(np.float64), file["ends"][:-1])
        rows = zip(
            file["kind"], file["name"], file["wanted"], joints[::2], joints[1::2], strict=True
        )
        return [Case(str(k), str(n), t, u, float(w)) for k, n, w, t, u in rows]


def main() -> None:
    """Make the pairs, measure them, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--output", type=Path, default=SCORE_FILE)
    parser.add_argument("--recorded", type=int, default=300, help="draws of pairs of UI-PRMD")
    parser.add_argument("--studio", type=int, default=160, help="draws of pairs of the studio")
    parser.add_argument("--cases", type=Path, help="pairs are read from, or kept in, this file")
    parser.add_argument("--only-cases", action="store_true", help="make the pairs, no more")
    chosen = parser.parse_args()
    if chosen.cases and chosen.cases.exists():
        cases = read_cases(chosen.cases)
    else:
        rng = np.random.default_rng(7)
        cases = [
            *recorded_cases(chosen.data, rng, chosen.recorded),
            *studio_cases(rng, chosen.studio),
        ]
        if chosen.cases:
            write_cases(chosen.cases, cases)
    print(f"{len(cases)} pairs", flush=True)
    if not chosen.only_cases:
        curve = fitted(cases)
        chosen.output.write_text(json.dumps(curve.as_json(), indent=2) + "\n", encoding="utf-8")


def fitted(cases: Sequence[Case]) -> Curve:
    """The curve of pairs of training people."""
    rng, encoder = np.random.default_rng(8), Encoder()
    energy = error_energy(cases, encoder, rng)
    seen, exact = (
        [(case, measured(case, rng, encoder, energy, errors)) for case in cases]
        for errors in (True, False)
    )
    seen += [row for row in exact if rng.random() < LESS]
    return Curve(energy, costs_of("seen", seen, EXACT_ONLY), costs_of("exact", exact))


def costs_of(
    title: str, rows: Sequence[tuple[Case, NDArray[np.float64]]], left_out: Sequence[str] = ()
) -> Costs:
    """What differences cost, of pairs and their measures; ``left_out``: measures that do not."""
    kept = [(case, m) for case, m in rows if np.isfinite(m).all()]
    found = np.stack([m for _, m in kept])
    kinds, names, wanted = (
        np.array([getattr(case, key) for case, _ in kept]) for key in ("kind", "name", "wanted")
    )
    out = [MEASURES.index(name) for name in left_out]
    found[..., out] = 0.0
    costs = fit(found, kinds, names, wanted)
    costs.weights[out] = 0.0
    print(f"{title}\n{described(costs, found, kinds)}", flush=True)
    return costs


if __name__ == "__main__":
    main()
