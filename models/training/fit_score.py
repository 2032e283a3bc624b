"""Fit the score curve on people of the training data: ``models/score.json``.

Pairs of training people are seen by two cameras with an estimator's errors, aligned as in
the product, and three populations are compared: the same move done right, different
moves, and somebody who just stands. See ``coach.scoring.curve`` for what the numbers mean.

    python -m models.training.fit_score --data FOLDER
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from coach.embedding import Encoder
from coach.scoring import movement
from coach.scoring.curve import SCORE_FILE
from coach.session.features import features_of
from coach.session.result import follow
from coach.tracks import RATE
from coach.types import PoseTrack
from models.training.encoder_data import (
    UIPRMD,
    Motion,
    assemble,
    directions,
    estimated,
    load_motions,
    random_lengths,
    trunk_axes,
)

REPEATS = 3
PAIRS = 400
KEY_EVERY = 8
"""Frames between two independent draws of the estimator's error: errors drift, not flicker."""


def seen(motion: Motion, rng: np.random.Generator, *, still: bool = False) -> PoseTrack:
    """The motion, REPEATS times, by another body, as one camera and its estimator give it.

    ``still``: the person stays in the first pose.
    """
    bones = np.concatenate([directions(motion.points)] * REPEATS)
    if still:
        bones = np.repeat(bones[:1], len(bones), axis=0)
    yaw, pitch = np.radians(rng.uniform(-57, 57)), np.radians(rng.uniform(-5, 15))
    cos, sin = np.cos(yaw), np.sin(yaw)
    turn = np.array([[cos, 0, sin], [0, 1, 0], [-sin, 0, cos]])
    cos, sin = np.cos(pitch), np.sin(pitch)
    tilt = np.array([[1, 0, 0], [0, cos, -sin], [0, sin, cos]])
    forward = trunk_axes(bones[:1])[0, :, 2]
    ahead = np.arctan2(forward[0], forward[2])
    cos, sin = np.cos(-ahead), np.sin(-ahead)
    face = np.array([[cos, 0, sin], [0, 1, 0], [-sin, 0, cos]])
    turned = (bones @ (tilt @ turn @ face).T).astype(np.float32)
    points = assemble(turned, random_lengths(rng, 1)[0])
    keys = points[::KEY_EVERY]
    noisy, confidence = estimated(keys, rng, np.ones(len(keys)))
    errors = noisy - keys
    at = np.arange(len(points)) / KEY_EVERY
    low = at.astype(int)
    high = np.minimum(low + 1, len(keys) - 1)
    part = (at - low)[:, None, None]
    world = points + errors[low] * (1 - part) + errors[high] * part
    world = (world * [1, -1, -1]).astype(np.float32)
    time = np.arange(len(world)) / RATE
    pixels = world[..., :2] * 200 + 300
    return PoseTrack(time, pixels, confidence[low], world, (640, 480), RATE)


def compare(target: PoseTrack, user: PoseTrack, encoder: Encoder) -> tuple[float, float, float]:
    """Mean cosine, gain and energy of the aligned pair, better of both sides."""
    wanted, own = features_of(target, encoder), features_of(user, encoder)
    followed = min(
        (follow(wanted, own, mirrored=mirrored) for mirrored in (False, True)),
        key=lambda f: f.warping.cost,
    )
    gain, energy = movement(followed.latents, wanted.latents)
    return float(np.nanmean(followed.similarity)), gain, energy


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--output", type=Path, default=SCORE_FILE)
    options = parser.parse_args()
    encoder = Encoder()
    rng = np.random.default_rng(7)
    motions = [
        m for m in load_motions(options.data) if m.source == UIPRMD and not m.held_out and m.correct
    ]
    same, different, still = [], [], []
    while len(same) < PAIRS or len(different) < PAIRS:
        one, other = (motions[i] for i in rng.integers(len(motions), size=2))
        if one.subject == other.subject:
            continue
        kind = same if one.name == other.name else different
        if len(kind) < PAIRS:
            kind.append(compare(seen(one, rng), seen(other, rng), encoder))
        if len(still) < PAIRS // 4:
            still.append(compare(seen(one, rng), seen(other, rng, still=True), encoder))
    frozen = [seen(motions[i], rng, still=True) for i in rng.integers(len(motions), size=50)]
    jitter = [features_of(track, encoder).latents for track in frozen]
    cosines = [np.array([row[0] for row in kind]) for kind in (same, different, still)]
    gains = [np.array([row[1] for row in kind]) for kind in (same, different, still)]
    for name, cosine, gain in zip(("same", "different", "still"), cosines, gains, strict=True):
        quartiles = np.quantile(cosine, (0.1, 0.25, 0.5, 0.75)).round(3)
        print(name, "cosine", quartiles, "gain", np.quantile(gain, (0.1, 0.25, 0.5, 0.75)).round(3))
    still_energy = float(np.median([np.mean(np.var(z, axis=0)) * z.shape[1] for z in jitter]))
    moving = [gain for _, gain, energy in same if energy > 4 * still_energy]
    print(len(moving), "moving pairs, gain", np.quantile(moving, (0.1, 0.25, 0.5, 0.75)).round(3))
    values = {
        "unrelated": float(np.median(cosines[1])),
        "same": float(np.quantile(cosines[0], 0.25)),
        "gain_none": float(np.quantile(gains[2], 0.9)),
        "gain_full": float(np.quantile(moving, 0.25)),
        "still_energy": still_energy,
    }
    rounded = {name: round(value, 5) for name, value in values.items()}
    options.output.write_text(json.dumps(rounded, indent=2) + "\n", encoding="utf-8")
    print(rounded)


if __name__ == "__main__":
    main()
