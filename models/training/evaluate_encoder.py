"""What the encoder tells apart, on people that it was not trained on.

    python -m models.training.evaluate_encoder --data FOLDER [--json FILE]

Repetitions of the held-out people are aligned with each other by the warping of the
report (``coach.alignment.align``), as they are and mirrored, and the better mean cosine
counts. Beside the encoder, in the same path, goes the baseline: the plain distances less
the mean of a broad mix of poses. Nothing here needs torch.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.alignment import align
from coach.embedding import Encoder, cosine, pairwise_distances
from coach.skeleton import MIRROR
from models.training import encoder_data as data

Array = NDArray[np.float32]
Embed = Callable[[Array, Array], Array]

RATE = 15.0
KNOT = 8
"""Frames between independent errors of the simulated estimator: half a second."""


@dataclass(frozen=True)
class Row:
    """One line of the table; the interval is of 95 %, repetitions drawn anew."""

    method: str
    seen: str
    same: float
    different: float
    area: float
    low: float
    high: float


def clean(points: Array, _rng: np.random.Generator) -> tuple[Array, Array]:
    return points, np.ones(points.shape[:2], np.float32)


def filmed(points: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """A repetition (T, 17, 3) as one camera within 57 degrees of the front gives it.

    The errors of ``encoder_data.estimated``; half of their variance stays for the whole
    repetition, the other half wanders, a new draw every ``KNOT`` frames.
    """
    forward = data.trunk_axes(data.directions(points))[:, :, 2].mean(axis=0)
    yaw = np.radians(rng.uniform(-57, 57)) - np.arctan2(forward[0], forward[2])
    turn = np.array(
        [[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]], np.float32
    )
    faced = (points - points.mean(axis=(0, 1))) @ turn.T
    knots = np.append(np.arange(0, len(faced) - 1, KNOT), len(faced) - 1)
    drawn, confidence = data.estimated(faced[[*knots, 0]], rng, np.ones(len(knots) + 1))
    error = drawn - faced[[*knots, 0]]
    at = np.interp(np.arange(len(faced)), knots, np.arange(len(knots)))
    before, part = np.floor(at).astype(int), (at % 1)[:, None, None]
    after = np.minimum(before + 1, len(knots) - 1)
    wandering = (1 - part) * error[before] + part * error[after]
    seen = faced + np.sqrt(0.5) * (error[-1] + wandering)
    return seen.astype(np.float32), np.repeat(confidence[-1:], len(faced), axis=0)


def pictured(points: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """The same in the picture: two dimensions."""
    seen, confidence = filmed(points, rng)
    return seen[..., :2], confidence


VIEWS = {
    "3-D, no errors": clean,
    "3-D, camera's errors": filmed,
    "2-D within 57 degrees": pictured,
}


def likeness(user: Array, target: Array) -> float:
    """Mean cosine of two sequences of vectors along their warping, a vote a target frame."""
    user_time, target_time = np.arange(len(user)) / RATE, np.arange(len(target)) / RATE
    path = align(user, target, user_time=user_time, target_time=target_time).path
    value = cosine(user[path[:, 0]], target[path[:, 1]])
    count = np.bincount(path[:, 1], minlength=len(target))
    total = np.bincount(path[:, 1], weights=value, minlength=len(target))
    return float(total.sum() / count.sum()) if len(path) else float("nan")


def area_under_curve(same: NDArray[np.float64], different: NDArray[np.float64]) -> float:
    """Probability that a same pair is more alike than a different one."""
    order = np.sort(different)
    below = np.searchsorted(order, same, side="left") + np.searchsorted(order, same, side="right")
    return float(below.mean() / 2 / len(different))


def table(
    motions: list[data.Motion], methods: dict[str, Embed], each: int, rng: np.random.Generator
) -> list[Row]:
    """Same and different repetitions of two people, by method and by what is seen.

    Args:
        motions: correct repetitions of held-out people.
        methods: (points, confidence) to vectors, by name.
        each: repetitions of a person and an exercise.
    """
    chosen = _chosen(motions, each, rng)
    rows = []
    for seen, view in VIEWS.items():
        views = [view(motion.points, rng) for motion in chosen]
        for method, embed in methods.items():
            straight = [embed(points, sure) for points, sure in views]
            mirrored = [embed(points[:, MIRROR], sure[:, MIRROR]) for points, sure in views]
            rows.append(_row(method, seen, chosen, straight, mirrored, rng))
    return rows


def _chosen(motions: list[data.Motion], each: int, rng: np.random.Generator) -> list[data.Motion]:
    groups: dict[tuple[int, str], list[data.Motion]] = {}
    for motion in motions:
        groups.setdefault((motion.subject, motion.name), []).append(motion)
    return [
        group[i]
        for group in groups.values()
        for i in rng.permutation(len(group))[: min(each, len(group))]
    ]


def _row(
    method: str,
    seen: str,
    motions: list[data.Motion],
    straight: list[Array],
    mirrored: list[Array],
    rng: np.random.Generator,
) -> Row:
    people = sorted({motion.subject for motion in motions})
    users = [i for i, motion in enumerate(motions) if motion.subject == people[0]]
    targets = [i for i, motion in enumerate(motions) if motion.subject == people[1]]
    value = np.array(
        [
            [
                max(likeness(straight[i], straight[j]), likeness(mirrored[i], straight[j]))
                for j in targets
            ]
            for i in users
        ]
    )
    alike = np.array([[motions[i].name == motions[j].name for j in targets] for i in users])
    drawn = []
    for _ in range(200):
        rows, columns = (rng.integers(0, n, n) for n in alike.shape)
        pick = np.ix_(rows, columns)
        drawn.append(area_under_curve(value[pick][alike[pick]], value[pick][~alike[pick]]))
    low, high = np.percentile(drawn, [2.5, 97.5])
    same, different = value[alike], value[~alike]
    area = area_under_curve(same, different)
    return Row(method, seen, same.mean(), different.mean(), area, float(low), float(high))


def poses(
    motions: list[data.Motion], methods: dict[str, Embed], rng: np.random.Generator
) -> list[dict[str, object]]:
    """Single poses: does the cosine follow the truth, is the pose found among forty?

    Half of the poses are of held-out people, half random; each is seen twice, by cameras
    all round, on other bodies.
    """
    recorded = data.directions(np.concatenate([motion.points for motion in motions]))
    bones = data.mixed_bones(rng, recorded, 2000, 0.5)
    true = pairwise_distances(data.assemble(bones))
    true = true - true.mean(axis=0)
    results: list[dict[str, object]] = []
    for strength in (0.5, 1.0, 1.5):
        views = []
        for _ in range(2):
            body = data.assemble(data.faced(bones, rng, 180), data.random_lengths(rng, len(bones)))
            views.append(data.estimated(body, rng, np.full(len(bones), strength)))
        for method, embed in methods.items():
            first, second = (embed(points, sure) for points, sure in views)
            i, j = rng.integers(0, len(bones), (2, 20000))
            follows = np.corrcoef(cosine(first[i], second[j]), cosine(true[i], true[j]))[0, 1]
            groups = rng.permutation(len(bones)).reshape(-1, 40)
            found = [
                np.argmax(cosine(first[g][:, None], second[g][None]), axis=1) == np.arange(40)
                for g in groups
            ]
            results.append(
                {
                    "method": method,
                    "errors": strength,
                    "correlation": float(follows),
                    "same": float(cosine(first, second).mean()),
                    "different": float(cosine(first[i], second[j])[i != j].mean()),
                    "found": float(np.mean(found)),
                }
            )
    return results


def report(rows: list[Row], singles: list[dict[str, object]]) -> str:
    """Both tables as text."""
    lines = [
        "Repetitions of two held-out people, 10 exercises (mean cosine; area under the curve)",
        f"{'seen':24}{'method':10}{'same':>7}{'other':>7}{'area':>7}   95 %",
        *(
            f"{row.seen:24}{row.method:10}{row.same:7.3f}{row.different:7.3f}{row.area:7.3f}"
            f"   {row.low:.3f}..{row.high:.3f}"
            for row in rows
        ),
        "",
        "Single poses, held-out and random, two cameras all round, two bodies",
        f"{'errors':24}{'method':10}{'same':>7}{'other':>7}{'follows':>9}{'found of 40':>13}",
        *(
            f"{single['errors']!s:24}{single['method']:10}{single['same']:7.3f}"
            f"{single['different']:7.3f}{single['correlation']:9.3f}{single['found']:13.3f}"
            for single in singles
        ),
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables, write them as JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--encoder", type=Path, default=None, help="ONNX file, else the shipped")
    parser.add_argument("--each", type=int, default=5, help="repetitions a person and exercise")
    parser.add_argument("--json", type=Path, default=None)
    chosen = parser.parse_args(arguments)
    if not (chosen.data / data.UIPRMD).is_file():
        sys.exit(
            f"No motions in {chosen.data}: nothing to evaluate on. Name the folder that holds "
            f"{data.UIPRMD} and {data.CMU} with --data."
        )
    rng = np.random.default_rng(0)
    motions = data.load_motions(chosen.data)
    held_out = [motion for motion in motions if motion.held_out]
    trained = data.directions(np.concatenate([m.points for m in motions if not m.held_out]))
    broad = data.assemble(data.mixed_bones(rng, trained, 20000, 0.45))
    mean = pairwise_distances(broad).mean(axis=0)
    methods: dict[str, Embed] = {
        "encoder": Encoder(chosen.encoder).encode,
        "plain": lambda points, _: pairwise_distances(points) - mean,
    }
    correct = [m for m in held_out if m.source == data.UIPRMD and m.correct]
    rows = table(correct, methods, chosen.each, rng)
    singles = poses(held_out, methods, rng)
    print(report(rows, singles))
    if chosen.json:
        content = {"repetitions": [asdict(row) for row in rows], "poses": singles}
        chosen.json.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
