"""Shows whether the error model errs as the estimators do, on people it was not fitted on."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import ks_2samp

from coach.skeleton import INDEX, KEYPOINTS, PAIRS
from coach.types import MODEL_NAMES
from models.training.error_fit import fit, found, split
from models.training.error_model import DATA, FILE, ErrorModel, Situation, situation_of
from models.training.self_occlusion import self_visible
from models.training.studio.seen_data import Seen, read_seen
from models.training.studio.truth import about_hips
from models.training.views import POSTURES, VIEWS, seen_from

Array = NDArray[np.float32]

QUARTILES: Final = (0.25, 0.5, 0.75, 0.95)
LAGS: Final = (1, 5, 15)
NEIGHBOURS: Final = (
    ("left_shoulder", "left_elbow"),
    ("left_elbow", "left_wrist"),
    ("left_hip", "left_knee"),
    ("left_knee", "left_ankle"),
    ("left_ankle", "right_ankle"),
    ("left_wrist", "right_wrist"),
    ("nose", "left_ear"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Frames of held-out people: what was seen, and what was drawn for the same frames.

    Attributes:
        true: (R, 17, 3) metres, camera axes. track: (R,). frame: (R,) number in the track.
        world, confidence: name of the source ("seen", "drawn", ...) to (R, 17, 3), (R, 17).
        view, posture, model: (R,). agreement: of capsules with the true visibility.
    """

    true: Array
    track: NDArray[np.int64]
    frame: NDArray[np.int64]
    world: dict[str, Array]
    confidence: dict[str, Array]
    view: NDArray[np.int64]
    posture: NDArray[np.int64]
    model: NDArray[np.integer[Any]]
    agreement: float

    def error(self, source: str) -> Array:
        """(R, 17, 3) metres."""
        error: Array = self.world[source] - self.true
        return error

    def millimetres(self, source: str) -> Array:
        """(R, 17)."""
        length: Array = 1000 * np.linalg.norm(self.error(source), axis=2)
        return length


def compare(seen: Seen, model: ErrorModel, seed: int = 3) -> Compared:
    """Draw once for every track of the held-out people.

    "drawn" knows what is truly hidden; "blind" works that out from the pose, as for motion
    that was never rendered.
    """
    rng = np.random.default_rng(seed)
    rows = np.flatnonzero(split(seen)[2] & found(seen))
    situation = situation_of(seen, rows)
    track = seen.track_of_rows()[rows]
    capsules = self_visible(situation.world, situation.view)
    blind = _with(situation, capsules)
    view, posture = seen_from(situation.world, situation.up, situation.view)
    drawn, unaided = _draw(model, situation, track, rng), _draw(model, blind, track, rng)
    return Compared(
        true=situation.world,
        track=track,
        frame=np.round(seen.time[rows] * 15).astype(np.int64),
        world={
            "seen": about_hips(seen.world[rows].astype(np.float32)),
            "drawn": drawn[0],
            "blind": unaided[0],
        },
        confidence={
            "seen": (seen.confidence[rows] / 255).astype(np.float32),
            "drawn": drawn[1],
            "blind": unaided[1],
        },
        view=view,
        posture=posture,
        model=situation.model,
        agreement=float((capsules == situation.visible)[situation.inside].mean()),
    )


def _with(situation: Situation, visible: NDArray[np.bool_]) -> Situation:
    return Situation(
        situation.world,
        situation.view,
        situation.up,
        visible & situation.inside,
        situation.inside,
        situation.pixels,
        situation.model,
    )


def _draw(
    model: ErrorModel, situation: Situation, track: NDArray[Any], rng: np.random.Generator
) -> tuple[Array, Array]:
    world, confidence = np.empty_like(situation.world), np.empty(situation.visible.shape, "f4")
    for k in np.unique(track):
        rows = np.flatnonzero(track == k)
        part = situation.rows(rows)
        world[rows], confidence[rows], _ = model.draw_rows(part, 1, rng)
    return world, confidence


# Tables.


def by_joint(c: Compared) -> str:
    """Quartiles of the length of errors, and the Kolmogorov-Smirnov distance."""
    lines = [
        "| joint | seen 25/50/75/95 % mm | drawn | KS drawn | KS blind |",
        "|---|---|---|---|---|",
    ]
    lengths = {source: c.millimetres(source) for source in c.world}
    distances = []
    for j, name in enumerate(KEYPOINTS):
        cells = ["/".join(f"{q:.0f}" for q in np.quantile(lengths[s][:, j], QUARTILES))
                 for s in ("seen", "drawn")]  # fmt: skip
        ks = [ks_2samp(lengths["seen"][:, j], lengths[s][:, j]).statistic
              for s in ("drawn", "blind")]  # fmt: skip
        distances.append(ks)
        lines.append(f"| {name} | {cells[0]} | {cells[1]} | " + _figures(ks) + " |")
    lines.append("| mean | | | " + _figures(np.mean(distances, axis=0)) + " |")
    return "\n".join(lines)


def _figures(values: Any) -> str:
    return " | ".join(f"{value:.2f}" for value in values)


def by_view(c: Compared) -> str:
    """Median error and KS distance by posture and view, and by model."""
    lengths = {source: c.millimetres(source) for source in c.world}
    lines = [
        "| frames | seen median mm | drawn | blind | KS drawn | KS blind | number |",
        "|---|---|---|---|---|---|---|",
    ]
    groups: list[tuple[str, NDArray[np.bool_]]] = [
        (f"{POSTURES[p]}, {VIEWS[v]}", (c.posture == p) & (c.view == v))
        for p in (1, 0)
        for v in range(len(VIEWS))
    ]
    groups += [(f"*{name}*", c.model == m) for m, name in enumerate(MODEL_NAMES)]
    for name, rows in groups:
        if rows.sum() < 50:
            continue
        medians = [f"{np.median(lengths[s][rows]):.0f}" for s in ("seen", "drawn", "blind")]
        ks = [
            np.mean([ks_2samp(lengths["seen"][rows, j], lengths[s][rows, j]).statistic
                     for j in range(len(KEYPOINTS))])
            for s in ("drawn", "blind")
        ]  # fmt: skip
        lines.append(f"| {name} | " + " | ".join(medians) + f" | {_figures(ks)} | {rows.sum()} |")
    return "\n".join(lines)


def in_time(c: Compared) -> str:
    """Correlation of errors with themselves later, and their change from frame to frame."""
    lines = [
        "| | "
        + " | ".join(f"{lag / 15:.2f} s later" for lag in LAGS)
        + " | change a frame 25/50/75/95 % mm |",
        "|---|" + "---|" * (len(LAGS) + 1),
    ]
    for source in c.world:
        error = c.error(source)
        correlations = [_lagged(c, error, lag) for lag in LAGS]
        before, after = _pairs(c, error, 1)
        steps = 1000 * np.linalg.norm(after - before, axis=2)
        change = "/".join(f"{q:.1f}" for q in np.quantile(steps, QUARTILES))
        lines.append(f"| {source} | {_figures(correlations)} | {change} |")
    return "\n".join(lines)


def _pairs(c: Compared, values: Array, lag: int) -> tuple[Array, Array]:
    """Values of frames, and of those ``lag`` frames later in the same track."""
    together = (c.track[lag:] == c.track[:-lag]) & (c.frame[lag:] - c.frame[:-lag] == lag)
    first = np.flatnonzero(together)
    return values[first], values[first + lag]


def _lagged(c: Compared, error: Array, lag: int) -> float:
    first, later = _pairs(c, error - error.mean(axis=0), lag)
    top = np.sum(first * later, axis=(0, 2))
    bottom = np.sqrt(np.sum(first**2, axis=(0, 2)) * np.sum(later**2, axis=(0, 2)))
    return float(np.mean(top / bottom))


def between_joints(c: Compared) -> str:
    """Correlation of the errors of two joints."""
    lines = ["| joints | " + " | ".join(c.world) + " |", "|---|" + "---|" * len(c.world)]
    for a, b in NEIGHBOURS:
        values = []
        for source in c.world:
            error = c.error(source) - c.error(source).mean(axis=0)
            one, other = error[:, INDEX[a]], error[:, INDEX[b]]
            values.append(np.sum(one * other) / np.sqrt(np.sum(one**2) * np.sum(other**2)))
        lines.append(f"| {a}, {b} | {_figures(values)} |")
    return "\n".join(lines)


def as_a_whole(c: Compared) -> str:
    """How alike the seen and the true pose are by their distances; confidence; its meaning."""
    lines = [
        "| | cosine of centred distances 5/25/50/75/95 % | confidence 5/25/50/75/95 % "
        "| error where confidence < 0.5, mm | above |",
        "|---|---|---|---|---|",
    ]
    levels = (0.05, 0.25, 0.5, 0.75, 0.95)
    true = _distances(c.true)
    centre = true.mean(axis=0)
    for source, world in c.world.items():
        a, b = true - centre, _distances(world) - centre
        cosine = np.sum(a * b, axis=1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)
        length, level = c.millimetres(source), c.confidence[source]
        cells = ["/".join(f"{q:.2f}" for q in np.quantile(v, levels)) for v in (cosine, level)]
        low = level < 0.5
        errors = [f"{np.median(length[m]):.0f}" if m.any() else "" for m in (low, ~low)]
        lines.append(f"| {source} | " + " | ".join([*cells, *errors]) + " |")
    return "\n".join(lines)


def _distances(world: Array) -> Array:
    """(R, 136) of unit mean."""
    apart = np.linalg.norm(world[:, PAIRS[:, 0]] - world[:, PAIRS[:, 1]], axis=2)
    scaled: Array = apart / apart.mean(axis=1, keepdims=True)
    return scaled


TABLES: Final[dict[str, Callable[[Compared], str]]] = {
    "Length of errors by joint": by_joint,
    "By posture, view and model (KS: mean over joints)": by_view,
    "In time (mean over joints)": in_time,
    "Between joints (correlation)": between_joints,
    "The pose as a whole": as_a_whole,
}


def report(seen: Seen, model: ErrorModel) -> str:
    """All tables, as Markdown."""
    compared = compare(seen, model)
    people = len(set(seen.person[np.unique(compared.track)]))
    good = found(seen)
    lines = [
        f"{len(compared.track)} frames of {people} people that nothing was fitted on; "
        f"capsules agree with the true visibility of {compared.agreement:.3f} of the joints. "
        f"Of all frames {1 - seen.detected.mean():.4f} have nobody found and "
        f"{(seen.detected & ~good).mean():.4f} somebody or something else.",
    ]
    lines += [f"### {title}\n\n{table(compared)}" for title, table in TABLES.items()]
    return "\n\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit or evaluate the error model."""
    parser = argparse.ArgumentParser(description="The error model of the pose estimators.")
    parser.add_argument("--seen", type=Path, default=DATA / "seen.npz")
    parser.add_argument("--model", type=Path, default=FILE)
    parser.add_argument("--fit", action="store_true", help="fit and write --model")
    parser.add_argument("--evaluate", action="store_true", help="print tables")
    chosen = parser.parse_args(arguments)
    seen = read_seen(chosen.seen)
    if chosen.fit:
        chosen.model.parent.mkdir(parents=True, exist_ok=True)
        fit(seen).save(chosen.model)
    if chosen.evaluate:
        print(report(seen, ErrorModel.load(chosen.model)))
