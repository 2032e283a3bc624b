"""How the pose estimator sees rendered people, and how that compares with real ones.

    python -m models.training.evaluate_studio [--clips tests/data/studio]
        [--seen models/training/data/seen.npz] [--real ../shared/clips] [--model full]

Prints Markdown for ``models/README.md``: PCK@0.2 on the test set by exercise and camera
angle, errors of joints in millimetres by angle and posture, and jitter and visibility of
rendered clips beside those of real ones, whose truth nobody knows.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from coach.skeleton import INDEX
from coach.types import MODEL_NAMES, ModelName, PoseTrack
from models.training.evaluate_pose import estimate, smoothed
from models.training.self_occlusion import body_size
from models.training.studio.seen_data import Seen, read_seen
from models.training.studio.truth import Truth, read_truth
from models.training.views import POSTURES, VIEWS, seen_from

Array = NDArray[np.float64]

ALPHA: Final = 0.2
STEP: Final = 1 / 15
"""Seconds between the three places of which jitter is the bend."""
JOINTS: Final = {
    "head": ("nose", "left_eye", "right_eye", "left_ear", "right_ear"),
    **{
        name: (f"left_{name}", f"right_{name}")
        for name in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
    },
}


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """One model's look at one clip of known truth: rows are a person in a frame.

    Attributes:
        error: (R, 17) errors in torsos; inf where missed, NaN where out of the picture.
        visible: (R, 17) truly seen. view, posture: (R,) places in VIEWS and POSTURES.
        doing: (R,) names of exercises and actions.
    """

    error: Array
    visible: NDArray[np.bool_]
    view: NDArray[np.int64]
    posture: NDArray[np.int64]
    doing: NDArray[np.str_]


def look(clip: Path, model: ModelName) -> tuple[Looked, tuple[PoseTrack, ...]]:
    """What the app's estimator makes of a clip, and its tracks without smoothing."""
    truth = read_truth(clip)
    raw = estimate(clip, model, min(truth.people, 2))
    tracks = [smoothed(track) for track in raw]
    error = np.stack([errors_at(tracks, truth, t) for t in range(len(truth))])
    lens = np.array(truth.labels["camera"]["position"])
    hips = truth.ground[:, :, 11:13].mean(axis=2)
    view, posture = seen_from(truth.ground, np.array([0.0, 0.0, 1.0]), lens - hips)
    doing = np.stack([_doing(truth, n) for n in range(truth.people)], axis=1)
    rows = len(truth) * truth.people
    return (
        Looked(
            error.reshape(rows, -1),
            truth.visible.reshape(rows, -1),
            view.reshape(rows),
            posture.reshape(rows),
            doing.reshape(rows),
        ),
        raw,
    )


def errors_at(tracks: Sequence[PoseTrack], truth: Truth, t: int) -> Array:
    """(N, 17) errors of a frame; people are matched so that most joints are right."""
    inside, points = truth.confidence[t] > 0, truth.points[t].astype(np.float64)
    torso = np.fmax(
        np.linalg.norm(points[:, INDEX["left_shoulder"]] - points[:, INDEX["right_hip"]], axis=1),
        np.linalg.norm(points[:, INDEX["right_shoulder"]] - points[:, INDEX["left_hip"]], axis=1),
    )
    trunk = [INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("shoulder", "hip")]
    inside &= inside[:, trunk].any(axis=1)[:, None]
    result = np.where(inside, np.inf, np.nan)
    found = [track.points[_frame(track, truth.time[t])] for track in tracks if len(track)]
    found = [one for one in found if not np.isnan(one).all()]
    if not found:
        return result
    away = np.array([np.linalg.norm(one - points, axis=2) / torso[:, None] for one in found])
    hits = np.sum((away <= ALPHA) & inside, axis=2) - 1e-3 * np.minimum(away.mean(axis=2), 99)
    for i, n in zip(*linear_sum_assignment(hits, maximize=True), strict=True):
        result[n] = np.where(inside[n], away[i, n], np.nan)
    return result


def _frame(track: PoseTrack, time: float) -> int:
    return int(np.argmin(np.abs(track.time - time)))


def _doing(truth: Truth, n: int) -> NDArray[np.str_]:
    """(T,) the exercise, else the action, else "between"."""
    names = np.full(len(truth), "between", dtype="U32")
    order = {"action": 1, "exercise": 2}
    for segment in sorted(truth.segments(n), key=lambda s: order.get(s.kind, 0)):
        if segment.kind in order:
            names[(truth.time >= segment.start) & (truth.time <= segment.end)] = segment.name
    return names


def joined(looks: Sequence[Looked]) -> Looked:
    """Several as one."""
    names = ("error", "visible", "view", "posture", "doing")
    return Looked(*(np.concatenate([getattr(one, name) for one in looks]) for name in names))


def pck_of(looked: Looked, rows: NDArray[np.bool_], visible_only: bool = False) -> float:
    """Part of the joints in the picture found within ALPHA torsos; mean over the joints."""
    error = looked.error[rows]
    if visible_only:
        error = np.where(looked.visible[rows], error, np.nan)
    there = np.sum(~np.isnan(error), axis=0)
    right = np.sum(error <= ALPHA, axis=0)
    return float(np.mean(right[there > 0] / there[there > 0])) if there.any() else float("nan")


def in_view(looked: Looked) -> NDArray[np.bool_]:
    """(R,) whether the person is in view: nearly all in the picture, most of it not hidden."""
    inside = (~np.isnan(looked.error)).mean(axis=1)
    return (inside >= 0.8) & (looked.visible.mean(axis=1) >= 0.5)


def pck_table(looked: Looked) -> str:
    """PCK by what is done and from where it is seen, of people in view and of all."""
    lines = [
        "| in view | " + " | ".join(VIEWS) + " | all | visible joints | frames |",
        "|---|" + "---|" * (len(VIEWS) + 3),
    ]
    seen = in_view(looked)
    lines += [
        _pck_row(looked, seen & (looked.doing == name), name) for name in sorted(set(looked.doing))
    ]
    lines += [
        _pck_row(looked, seen & (looked.posture == p), f"*{name}*")
        for p, name in enumerate(POSTURES)
    ]
    lines.append(_pck_row(looked, seen, "**all in view**"))
    lines.append(_pck_row(looked, np.ones(len(seen), bool), "all, cut off and hidden too"))
    return "\n".join(lines)


def _pck_row(looked: Looked, rows: NDArray[np.bool_], name: str) -> str:
    by_view = [pck_of(looked, rows & (looked.view == v)) for v in range(len(VIEWS))]
    figures = [*by_view, pck_of(looked, rows), pck_of(looked, rows, visible_only=True)]
    return f"| {name} | " + " | ".join(map(_share, figures)) + f" | {rows.sum()} |"


def _share(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.3f}"


def millimetres_table(seen: Seen, model: ModelName) -> str:
    """Median error of world points about the hips, at the true size of the body, in mm."""
    track = seen.track_of_rows()
    rows = seen.detected & (seen.model[track] == MODEL_NAMES.index(model))
    world, true = (v[rows].astype(np.float32) for v in (seen.world, seen.true_world))
    scale = np.sum(world * true, axis=(1, 2)) / np.sum(world**2, axis=(1, 2))
    error = 1000 * np.linalg.norm(world * scale[:, None, None] - true, axis=2)
    view, posture = seen_from(true, seen.up[track][rows], seen.view[rows])
    lines = [
        "| posture | seen from | " + " | ".join(JOINTS) + " | frames |",
        "|---|---|" + "---|" * (len(JOINTS) + 1),
    ]
    for p in reversed(range(len(POSTURES))):
        for v, name in enumerate(VIEWS):
            here = (view == v) & (posture == p)
            if not here.any():
                continue
            cells = [
                f"{np.median(error[here][:, [INDEX[j] for j in joints]]):.0f}"
                for joints in JOINTS.values()
            ]
            lines.append(f"| {POSTURES[p]} | {name} | " + " | ".join(cells) + f" | {here.sum()} |")
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Calm:
    """Figures that need no truth.

    Attributes:
        found: part of the frames with somebody. confidence: mean over joints.
        unsure: part of the joints below 0.5.
        jitter_px: median bend of the path of a joint over 2 x STEP, % of the body's size.
        jitter_mm: the same of world points, mm.
    """

    found: float
    confidence: float
    unsure: float
    jitter_px: float
    jitter_mm: float


def calm(track: PoseTrack) -> Calm:
    """Jitter and visibility of one person's raw track."""
    seen = track.seen
    if seen.sum() < 5:
        return Calm(float(seen.mean()) if len(track) else 0.0, *[float("nan")] * 4)
    step = max(1, round(STEP * track.fps))
    size = float(np.nanmedian(body_size(track.points)))
    bend_px, bend_mm = (_median_bend(v, step) for v in (track.points, track.world))
    confidence = track.confidence[seen]
    return Calm(
        float(seen.mean()),
        float(confidence.mean()),
        float((confidence < 0.5).mean()),
        100 * bend_px / size,
        1000 * bend_mm,
    )


def _median_bend(path: NDArray[np.float32], step: int) -> float:
    """How far joints (T, 17, D) lie from the middle of before and after, twice; NaN unknown."""
    bend = np.linalg.norm(path[: -2 * step] - 2 * path[step:-step] + path[2 * step :], axis=2)
    known = bend[np.isfinite(bend)]
    return float(np.median(known)) if len(known) else float("nan")


def calm_table(rows: Sequence[tuple[str, Calm]]) -> str:
    """Markdown of several."""
    lines = [
        "| clip | found | mean confidence | joints below 0.5 | jitter, % of body | jitter, mm |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {c.found:.2f} | {c.confidence:.2f} | {c.unsure:.2f} | {c.jitter_px:.2f} "
        f"| {c.jitter_mm:.1f} |"
        for name, c in rows
    ]
    return "\n".join(lines)


def real_tracks(folder: Path, model: ModelName) -> list[tuple[str, PoseTrack]]:
    """Raw tracks of clips without truth."""
    return [(clip.stem, estimate(clip, model, 1)[0]) for clip in sorted(folder.glob("*.mp4"))]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="The estimator on rendered and real clips.")
    parser.add_argument("--clips", type=Path, default=Path("tests/data/studio"))
    parser.add_argument("--seen", type=Path, default=Path("models/training/data/seen.npz"))
    parser.add_argument("--real", type=Path, default=Path("../shared/clips"))
    parser.add_argument("--model", choices=MODEL_NAMES, default="full")
    chosen = parser.parse_args(arguments)
    looks, rows = [], []
    for clip in sorted(chosen.clips.glob("*.mp4")):
        looked, raw = look(clip, chosen.model)
        looks.append(looked)
        rows += [(clip.stem, calm(track)) for track in raw]
        print(f"{clip.stem}: {pck_of(looked, np.ones(len(looked.view), bool)):.3f}", flush=True)
    if looks:
        print(f"\nPCK@{ALPHA} of *{chosen.model}* on the test set, joints in the picture\n")
        print(pck_table(joined(looks)), flush=True)
    if chosen.seen.is_file():
        seen = read_seen(chosen.seen)
        for model in MODEL_NAMES:
            print(
                f"\nMedian error of *{model}*, mm\n\n{millimetres_table(seen, model)}", flush=True
            )
    real = [(name, calm(track)) for name, track in real_tracks(chosen.real, chosen.model)]
    print(f"\nWithout truth, *{chosen.model}*\n\n{calm_table([*real, *rows])}")


if __name__ == "__main__":
    main()
