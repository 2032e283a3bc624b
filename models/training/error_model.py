"""What a pose estimator would make of a motion that was never filmed.

    python -m models.training.error_model --fit [--seen models/training/data/seen.npz]
    python -m models.training.error_model --evaluate

Learned from frames that estimators saw of people whose joints are known (``studio.seen``).
A seen pose is taken apart into a rotation and a scale against the true one, what is left of
each joint, and confidences: 72 numbers. What is to be expected of them follows from the
true pose as the camera has it, what is hidden, how large the person is and which model
looks (ridge regression on random features: Rahimi and Recht 2007); so does their spread.
Divided by it they follow one distribution each, measured, and hang together as Gaussian
variables, divided by one number a frame that makes all of them large at once (a t copula),
that are correlated among each other and in time. One part stays for
long, one fades as the body moves, by fits and starts: what an estimator gets wrong in a pose
it gets wrong again in the next frame, as long as the pose is much the same.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation
from scipy.special import chdtri, ndtr, stdtr

from coach.skeleton import MIRROR, N_KEYPOINTS
from coach.types import MODEL_NAMES
from models.training.bones import directions
from models.training.self_occlusion import body_size, self_visible
from models.training.studio.seen_data import Seen
from models.training.studio.truth import about_hips, body_frame, write_arrays

Array = NDArray[np.float32]

DATA: Final = Path(__file__).parent / "data"
FILE: Final = DATA / "error_model.npz"
STANDARD: Final = 1.75
"""Metres of ``body_size`` onto which poses are brought: about what the estimators think."""
HIDDEN_UNITS: Final = 768
N_LATENTS: Final = 4 + 3 * N_KEYPOINTS + N_KEYPOINTS
PERIOD: Final = 1 / 15
"""Seconds between the frames that the model is fitted on."""
STILL: Final = 0.006
"""Metres a second that count as movement even where nothing moves."""
LONG: Final = 5.0
"""Metres of mean movement of the joints in which even the part that stays fades to 1/e."""
FITFUL: Final = 0.3
"""Shape of the gamma distribution of unit mean that movement is multiplied by: small, many
frames change little and some much."""
FREEDOM: Final = 3.0
"""Degrees of freedom of the copula: the fewer, the more goes wrong at once."""
AT_ONCE_STAYS: Final = 0.4
AT_ONCE_REACH: Final = 0.15
"""Part that stays of how bad a frame is as a whole, and metres in which the rest fades."""
_LEVELS: Final = np.concatenate(
    [[0.0005, 0.002, 0.005], np.linspace(0.01, 0.99, 99), [0.995, 0.998, 0.9995]]
)
"""Probabilities at which the measured distributions are kept."""
_CONFIDENCE_EDGE: Final = 0.002


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """Everything that the errors of R frames may depend on.

    Attributes:
        world: (R, 17, 3) true, metres, camera axes (right, down, away) about the hips.
        view: (R, 3) unit vector from the hips to the lens. up: (R, 3) against gravity.
        visible, inside: (R, 17) whether a joint is not hidden, and is in the picture.
        pixels: (R,) size of the person (``body_size``) in pixels.
        model: (R,) place in MODEL_NAMES.
    """

    world: Array
    view: Array
    up: Array
    visible: NDArray[np.bool_]
    inside: NDArray[np.bool_]
    pixels: Array
    model: NDArray[np.integer[Any]]

    def rows(self, chosen: NDArray[Any]) -> Situation:
        """Some of the frames."""
        return Situation(*(getattr(self, f.name)[chosen] for f in fields(self)))

    def rays(self) -> Array:
        """(R, 3, 3) axes whose third is the line of sight through the hips, as rows."""
        away = -self.view
        down = np.array([0, 1, 0], np.float32) - away * away[:, 1:2]
        down /= np.linalg.norm(down, axis=1, keepdims=True)
        axes: Array = np.stack([np.cross(down, away), down, away], axis=1).astype(np.float32)
        return axes

    def standard(self) -> tuple[Array, Array]:
        """Poses in those axes on a body of STANDARD size (R, 17, 3), and true sizes (R,)."""
        size = body_size(self.world)
        turned = np.einsum("rij,rkj->rki", self.rays(), self.world)
        return turned * (STANDARD / size)[:, None, None], size

    def mirrored(self) -> Situation:
        """The same with left and right of body and picture exchanged."""
        flip = np.array([-1, 1, 1], np.float32)
        return Situation(
            self.world[:, MIRROR] * flip,
            self.view * flip,
            self.up * flip,
            self.visible[:, MIRROR],
            self.inside[:, MIRROR],
            self.pixels,
            self.model,
        )

    def features(self) -> Array:
        """(R, F) numbers of order one."""
        points, size = self.standard()
        rows = len(points)
        forward = body_frame(points)[:, 2]
        up = np.einsum("rij,rj->ri", self.rays(), self.up)
        looks = np.eye(len(MODEL_NAMES))[self.model]
        parts = (
            points.reshape(rows, -1) / 0.3,
            directions(points).reshape(rows, -1) / 0.6,
            forward,
            up,
            self.visible * 2.0 - 1,
            self.inside * 2.0 - 1,
            looks * 2.0 - 1,
            np.log(size / STANDARD)[:, None] * 3,
            np.log(self.pixels / 200)[:, None] * 2,
        )
        return np.concatenate(parts, axis=1).astype(np.float32)


def situation_of(seen: Seen, rows: NDArray[Any]) -> Situation:
    """The situation of some rows of a set."""
    track = seen.track_of_rows()[rows]
    points = seen.true_points[rows].astype(np.float32)
    size = seen.size[track].astype(np.float32)
    return Situation(
        seen.true_world[rows].astype(np.float32),
        _unit(seen.view[rows]),
        _unit(seen.up[track]),
        seen.visible[rows],
        ((points >= 0) & (points < 1)).all(axis=2),
        np.maximum(body_size(points * size[:, None]), 8),
        seen.model[track],
    )


def _unit(v: NDArray[Any]) -> Array:
    v = v.astype(np.float32)
    unit: Array = v / np.linalg.norm(v, axis=-1, keepdims=True)
    return unit


# Seen poses as 72 numbers, and back.


def latents_of(situation: Situation, world: Array, confidence: Array) -> Array:
    """(R, 72): rotation vector, log scale, 17 rests in metres, 17 logits of confidence."""
    true, _ = situation.standard()
    seen = np.einsum("rij,rkj->rki", situation.rays(), about_hips(world))
    rotation = _best_rotation(true, seen)
    turned = np.einsum("rji,rkj->rki", rotation, seen)
    scale = np.sum(turned * true, axis=(1, 2)) / np.sum(true**2, axis=(1, 2))
    scale = np.maximum(scale, 0.05)
    rest = turned / scale[:, None, None] - true
    level = np.clip(confidence, _CONFIDENCE_EDGE, 1 - _CONFIDENCE_EDGE)
    parts = (
        _vector_of(rotation),
        np.log(scale)[:, None],
        rest.reshape(len(rest), -1),
        np.log(level / (1 - level)),
    )
    return np.concatenate(parts, axis=1).astype(np.float32)


def poses_of(situation: Situation, latents: Array) -> tuple[Array, Array]:
    """Seen world (R, 17, 3), camera axes about the hips, and confidence (R, 17)."""
    true, _ = situation.standard()
    rest = latents[:, 4:55].reshape(-1, N_KEYPOINTS, 3)
    seen = np.exp(latents[:, 3])[:, None, None] * (true + rest)
    turn = _matrix_of(latents[:, :3])
    turned = np.einsum("rji,rjk,rlk->rli", situation.rays(), turn, seen)
    confidence = 1 / (1 + np.exp(-latents[:, 55:]))
    return about_hips(turned).astype(np.float32), confidence.astype(np.float32)


def _best_rotation(true: Array, seen: Array) -> Array:
    """(R, 3, 3) rotations that bring true poses nearest to seen ones (Kabsch 1976)."""
    u, _, vt = np.linalg.svd(np.einsum("rki,rkj->rij", seen, true))
    sign = np.sign(np.linalg.det(u @ vt))
    u[:, :, 2] *= sign[:, None]
    rotation: Array = u @ vt
    return rotation


def _vector_of(rotation: Array) -> Array:
    """Rotation vectors (R, 3) of matrices; the angle is below pi."""
    return Rotation.from_matrix(rotation).as_rotvec().astype(np.float32)


def _matrix_of(vector: Array) -> Array:
    return Rotation.from_rotvec(vector).as_matrix().astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What an estimator might have seen: (N, T, 17, 3), (N, T, 17) 0..1, (N, T)."""

    world: Array
    confidence: Array
    detected: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class ErrorModel:
    """Draws what an estimator would see. See the module for what is in it.

    Attributes:
        centre, spread: (F,) of the features. units: (F + 1, H) of the random features.
        mean, log_spread: (1 + F + H, 72) weights.
        quantiles: (72, Q) of the standardised latents at _LEVELS.
        correlation: (72, 72) square root of the copula's correlation.
        stays: (72,) part of the variance that stays; what is left fades.
        reach: (72,) metres of mean movement of the joints in which that fades to 1/e.
        missed: (3, 2, 2) by model, upright or not, whole in the picture or not: part of the
            frames in which nobody is found, and how long that lasts in frames.
    """

    centre: Array
    spread: Array
    units: Array
    mean: Array
    log_spread: Array
    quantiles: Array
    correlation: Array
    stays: Array
    reach: Array
    missed: Array

    def expected(self, situation: Situation) -> tuple[Array, Array]:
        """Mean and spread of the latents, (R, 72) each."""
        basis = self._basis(situation.features())
        return basis @ self.mean, np.exp(np.clip(basis @ self.log_spread, -9, 3))

    def _basis(self, features: Array) -> Array:
        return basis(features, self.centre, self.spread, self.units)

    def draw(
        self,
        world: Array,
        view: Array,
        up: Array,
        model: NDArray[Any] | int,
        rng: np.random.Generator,
        visible: NDArray[np.bool_] | None = None,
        pixels: float | Array = 220.0,
        fps: float = 15.0,
    ) -> Drawn:
        """What estimators would see of N motions of T frames.

        Args:
            world: (N, T, 17, 3) metres, camera axes (right, down, away) about the hips.
            view: (N, 3) or (N, T, 3) unit vector from the hips to the lens, same axes;
                (0, 0, -1) for a person in the middle of the picture.
            up: (N, 3) against gravity; (0, -1, 0) for a level camera.
            model: (N,) or one place in MODEL_NAMES.
            visible: (N, T, 17); what the body does not hide itself if not given.
            pixels: size of the person in the picture, one or (N,).
        """
        n, count = world.shape[:2]
        view = np.broadcast_to(view.reshape(n, -1, 3), (n, count, 3))
        if visible is None:
            visible = self_visible(world, view)
        situation = Situation(
            world.reshape(-1, N_KEYPOINTS, 3).astype(np.float32),
            view.reshape(-1, 3).astype(np.float32),
            np.repeat(up, count, axis=0).astype(np.float32),
            visible.reshape(-1, N_KEYPOINTS),
            np.ones((n * count, N_KEYPOINTS), bool),
            np.repeat(np.broadcast_to(pixels, n), count).astype(np.float32),
            np.repeat(np.broadcast_to(model, n), count),
        )
        seen, confidence, detected = self.draw_rows(situation, n, rng, fps)
        shape = (n, count, N_KEYPOINTS)
        return Drawn(seen.reshape(*shape, 3), confidence.reshape(shape), detected.reshape(n, count))

    def draw_rows(
        self, situation: Situation, tracks: int, rng: np.random.Generator, fps: float = 15.0
    ) -> tuple[Array, Array, NDArray[np.bool_]]:
        """The same for rows that are ``tracks`` tracks of equal length, one after another."""
        mean, spread = self.expected(situation)
        noise = spread * self._noise(situation, tracks, rng, fps)
        seen, confidence = poses_of(situation, mean + noise)
        return seen, confidence, self._found(situation, tracks, rng, fps)

    def scattered(
        self, situation: Situation, tracks: int, rng: np.random.Generator, fps: float = 15.0
    ) -> Array:
        """(R, 72) other errors that are as large: latents less what is expected of them."""
        _, spread = self.expected(situation)
        noise: Array = spread * self._noise(situation, tracks, rng, fps)
        return noise

    def _noise(
        self, situation: Situation, tracks: int, rng: np.random.Generator, fps: float
    ) -> Array:
        """(R, 72) standardised errors, correlated and of the measured distributions."""
        points = situation.standard()[0]
        moved = movement(points.reshape(tracks, -1, N_KEYPOINTS, 3), fps)
        jumps = moved * rng.gamma(FITFUL, 1 / FITFUL, moved.shape).astype(np.float32)
        z = np.sqrt(self.stays) * _steps(np.exp(-moved[..., None] / LONG), rng)
        z += np.sqrt(1 - self.stays) * _steps(np.exp(-jumps[..., None] / self.reach), rng)
        level = stdtr(FREEDOM, (z @ self.correlation.T) / np.sqrt(self._mildness(moved, rng)))
        u = np.empty(z.shape, np.float32)
        for k in range(N_LATENTS):
            u[..., k] = np.interp(level[..., k], _LEVELS, self.quantiles[k])
        return u.reshape(-1, N_LATENTS)

    @staticmethod
    def _mildness(moved: Array, rng: np.random.Generator) -> Array:
        """(n, count, 1) divisor of all errors of a frame: chi-square over its degrees of freedom.

        Small where everything goes wrong at once; lasts as errors do.
        """
        fading = _steps(np.exp(-moved[..., None] / AT_ONCE_REACH), rng, 1)
        lasting = _steps(np.exp(-moved[..., None] / LONG), rng, 1)
        even = ndtr(np.sqrt(AT_ONCE_STAYS) * lasting + np.sqrt(1 - AT_ONCE_STAYS) * fading)
        mild: Array = chdtri(FREEDOM, 1 - np.clip(even, 1e-4, 1 - 1e-4)) / FREEDOM
        return mild.astype(np.float32)

    def _found(
        self, situation: Situation, tracks: int, rng: np.random.Generator, fps: float
    ) -> NDArray[np.bool_]:
        """(R,) whether the person is found: missing frames come in runs."""
        share, run = self.missed[situation.model, *_conditions(situation)].T
        leave = np.minimum(1 / (np.maximum(run, 1) * fps * PERIOD), 1)
        enter = np.minimum(share * leave / np.maximum(1 - share, 1e-6), 1)
        share, leave, enter = (v.reshape(tracks, -1) for v in (share, leave, enter))
        chance = rng.random(share.shape)
        missing = np.empty(share.shape, bool)
        missing[:, 0] = chance[:, 0] < share[:, 0]
        for t in range(1, share.shape[1]):
            stay = np.where(missing[:, t - 1], 1 - leave[:, t], enter[:, t])
            missing[:, t] = chance[:, t] < stay
        return ~missing.reshape(-1)

    def save(self, path: Path) -> None:
        """Write as .npz, weights in half precision."""
        half = ("units", "mean", "log_spread")
        write_arrays(
            path,
            {
                f.name: getattr(self, f.name).astype(np.float16 if f.name in half else np.float32)
                for f in fields(self)
            },
        )

    @classmethod
    def load(cls, path: Path = FILE) -> ErrorModel:
        """What ``save`` wrote."""
        with np.load(path, allow_pickle=False) as file:
            return cls(**{f.name: file[f.name].astype(np.float32) for f in fields(cls)})


def basis(features: Array, centre: Array, spread: Array, units: Array) -> Array:
    """(R, 1 + F + H): a constant, the standardised features, random waves of them."""
    x = np.clip((features - centre) / spread, -5, 5).astype(np.float32)
    one = np.ones((len(x), 1), np.float32)
    waves = np.tanh(x @ units[1:] + units[0])
    return np.concatenate([one, x, waves], axis=1)


def movement(points: Array, fps: float) -> Array:
    """(N, T - 1) how far joints of (N, T, 17, 3) move from frame to frame, mean, metres."""
    steps = np.linalg.norm(np.diff(points, axis=1), axis=3).mean(axis=2)
    moved: Array = (steps + STILL / fps).astype(np.float32)
    return moved


def _steps(memory: Array, rng: np.random.Generator, width: int = N_LATENTS) -> Array:
    """Unit Gaussian sequences (N, T, width) with that correlation (N, T - 1, ...) of steps."""
    n, count = len(memory), memory.shape[1] + 1
    fresh = rng.standard_normal((n, count, width), np.float32)
    kick = np.sqrt(1 - memory**2)
    for t in range(1, count):
        fresh[:, t] = memory[:, t - 1] * fresh[:, t - 1] + kick[:, t - 1] * fresh[:, t]
    return fresh


def _conditions(situation: Situation) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(R,) 1 where the trunk is upright, (R,) 1 where nearly all is in the picture."""
    trunk = body_frame(situation.world)[:, 1]
    upright = np.sum(trunk * situation.up, axis=1) > 0.6
    whole = situation.inside.mean(axis=1) > 0.85
    return upright.astype(np.int64), whole.astype(np.int64)


if __name__ == "__main__":
    from models.training import error_check

    error_check.main()
