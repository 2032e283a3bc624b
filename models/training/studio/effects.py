"""What a cheap camera does to a picture: blur, noise, darkness, a cast of colour, compression.

All of it is drawn from a seed: the same seed and frame number give the same picture. Real
clips get their compression from H.264; the JPEG here is for pictures that never become one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Picture = NDArray[np.uint8]

GRAINS: Final = 3
"""Sheets of noise that frames take their grain from."""


@dataclass(frozen=True, slots=True)
class Effects:
    """What one camera does to all of its pictures.

    Attributes:
        seed: of the noise.
        gain: brightness of the picture, 1 as rendered; over 1 light parts burn out.
        gamma: over 1 darkens the middle tones.
        cast: factors of red, green and blue. saturation: of colours, 1 as rendered.
        noise: of the sensor, standard deviation in grey levels.
        blob: pixels over which the noise is smeared, as cheap cameras do: 0, 0.6, 1.2, ...
        blur: of the lens, standard deviation in pixels. sharpen: of the edges after it.
        shutter: part of the time between two pictures in which light is let in.
        jpeg: quality 20..95; 0 for none.
    """

    seed: int = 0
    gain: float = 1.0
    gamma: float = 1.0
    cast: tuple[float, float, float] = (1.0, 1.0, 1.0)
    saturation: float = 1.0
    noise: float = 0.0
    blob: float = 0.0
    blur: float = 0.0
    sharpen: float = 0.0
    shutter: float = 0.0
    jpeg: int = 0


def random_effects(
    rng: np.random.Generator, hard: bool, dark: bool = False, long_side: int = 640
) -> Effects:
    """A camera's faults; ``dark``: the room is, so that the gain is high and colours are weak."""
    size = long_side / 640
    noise = float(rng.gamma(1.5, 1.6 if hard else 0.9))
    if dark:
        noise += float(rng.uniform(4, 16 if hard else 9))
    cast = 1 + rng.normal(0, 0.06 if hard else 0.03, 3)
    defocus = hard and rng.random() < 0.15
    burnt = hard and rng.random() < 0.15
    return Effects(
        seed=int(rng.integers(2**31)),
        gain=float(rng.uniform(1.25, 1.7) if burnt else rng.uniform(0.85, 1.12)),
        gamma=float(np.exp(rng.normal(0, 0.18 if hard else 0.08))),
        cast=(float(cast[0]), float(cast[1]), float(cast[2])),
        saturation=float(rng.uniform(0.35, 0.8) if dark else rng.uniform(0.75, 1.15)),
        noise=noise,
        blob=float(rng.choice([0.0, 0.6, 1.2])),
        blur=float(rng.uniform(1.2, 2.6) if defocus else rng.uniform(0.35, 0.8)) * size,
        sharpen=float(rng.uniform(0, 0.8)) if rng.random() < 0.4 else 0.0,
        shutter=float(rng.uniform(0.6, 1.0) if dark else rng.uniform(0.05, 0.7)),
        jpeg=int(rng.integers(20, 70) if hard else rng.integers(45, 96)),
    )


class Lens:
    """Applies one camera's effects to its pictures, in order."""

    def __init__(self, effects: Effects) -> None:
        self.effects = effects
        self._tones = _tones(effects)
        self._mix = _mixture(effects)

    def apply(
        self, picture: Picture, number: int, path: Sequence[tuple[Array, Array]] = ()
    ) -> Picture:
        """The picture (H, W, 3) as the camera gives it.

        ``number``: of the frame, for the noise. ``path``: for each person, the joints (17, 2) in
        pixels one frame ago and now; what moves is smeared along it.
        """
        e = self.effects
        for before, now in path:
            picture = smeared(picture, before, now, e.shutter)
        if e.blur > 0:
            picture = _blurred(picture, e.blur)
        if self._mix is not None:
            picture = _bytes(cv2.transform(picture, self._mix))
        picture = _bytes(cv2.LUT(picture, self._tones))
        if e.noise > 0:
            picture = self._noisy(picture, number)
        if e.sharpen > 0:
            soft = _blurred(picture, 1.0)
            picture = _bytes(cv2.addWeighted(picture, 1 + e.sharpen, soft, -e.sharpen, 0))
        if e.jpeg:
            picture = _compressed(picture, e.jpeg)
        return picture

    def _noisy(self, picture: Picture, number: int) -> Picture:
        """Grain from a sheet of noise, cut at a place that depends on the frame."""
        e = self.effects
        height, width = picture.shape[:2]
        rng = np.random.default_rng((e.seed, number))
        side = -(-max(height, width) // 160) * 160
        sheet = _grain(int(rng.integers(GRAINS)), side, round(e.blob / 0.6) * 0.6)
        y, x = (int(v) for v in rng.integers(side // 4, size=2))
        grain = sheet[y : y + height, x : x + width]
        # The sheet has a standard deviation of 16 about 128: gains below 4 need no more bits.
        k = e.noise / 16
        return _bytes(cv2.addWeighted(picture, 1.0, np.ascontiguousarray(grain), k, -128 * k))


@lru_cache(maxsize=18)
def _grain(number: int, side: int, blob: float) -> Picture:
    """(1.25 side, 1.25 side, 3) noise about 128 with a standard deviation of 16."""
    rng = np.random.default_rng((number, 77))
    shape = (side + side // 4 + 1, side + side // 4 + 1)
    grey = rng.standard_normal((*shape, 1), dtype=np.float32)
    noise = 0.75 * grey + 0.66 * rng.standard_normal((*shape, 3), dtype=np.float32)
    if blob >= 0.3:
        noise = np.asarray(cv2.GaussianBlur(noise, (0, 0), blob), np.float32)
        noise = noise / noise.std()
    return _bytes(np.clip(128 + 16 * noise, 0, 255))


def _bytes(picture: NDArray[Any]) -> Picture:
    """What cv2 gives back, as the type that it is."""
    result: Picture = picture.astype(np.uint8, copy=False)
    return result


def _tones(e: Effects) -> Picture:
    """(256, 1, 3) table from rendered to given grey levels."""
    level = np.linspace(0, 1, 256)[:, None]
    toned = np.power(level, e.gamma) * e.gain * np.array(e.cast)
    table = np.clip(255 * toned, 0, 255).round().astype(np.uint8)
    return np.ascontiguousarray(table[:, None, :])


def _mixture(e: Effects) -> NDArray[np.float32] | None:
    """(3, 3) that weakens or strengthens colours; None where nothing changes."""
    if abs(e.saturation - 1) < 0.02:
        return None
    grey = np.tile([0.299, 0.587, 0.114], (3, 1))
    mix: NDArray[np.float32] = (e.saturation * np.eye(3) + (1 - e.saturation) * grey).astype("f4")
    return mix


def _blurred(picture: Picture, sigma: float) -> Picture:
    side = 3 if sigma < 0.9 else 2 * int(np.ceil(2 * sigma)) + 1
    return _bytes(cv2.GaussianBlur(picture, (side, side), sigma))


def _compressed(picture: Picture, quality: int) -> Picture:
    done, data = cv2.imencode(
        ".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    if not done:
        raise ValueError(f"no JPEG of a picture of shape {picture.shape}")
    back: Any = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return _bytes(cv2.cvtColor(back, cv2.COLOR_BGR2RGB))


STEPS: Final = 5
"""Pictures that are averaged along a smear."""
GRID: Final = 8
"""Pixels between looks at how a place moves."""
BETWEEN: Final = (
    (5, 7), (7, 9), (6, 8), (8, 10), (11, 13), (13, 15), (12, 14), (14, 16),
    (5, 6), (11, 12), (5, 11), (6, 12), (0, 5), (0, 6),
)  # fmt: skip
"""Keypoints between which a limb lies."""


def smeared(picture: Picture, before: Array, now: Array, shutter: float) -> Picture:
    """The picture with a person's limbs smeared along their way.

    ``before``, ``now``: (17, 2) pixels a frame ago and in this picture. The smear is centred on
    the picture, so joints stay in its middle. Costs little where little moves.
    """
    move = shutter * (now - before)
    fast = np.linalg.norm(move, axis=1)
    if not np.isfinite(fast).all() or fast.max() < 1.0:
        return picture
    height, width = picture.shape[:2]
    trunk = np.linalg.norm(now[[5, 6]].mean(axis=0) - now[[11, 12]].mean(axis=0))
    reach = max(0.22 * float(trunk), 6.0)
    spots, ways = _along_limbs(now, move)
    moving = np.linalg.norm(ways, axis=1) > 0.5
    low = np.floor(spots[moving].min(axis=0) - 2.5 * reach - fast.max()).astype(int)
    high = np.ceil(spots[moving].max(axis=0) + 2.5 * reach + fast.max()).astype(int)
    left, top = np.clip(low, 0, (width, height))
    right, bottom = np.clip(high, 0, (width, height))
    if right - left < GRID or bottom - top < GRID:
        return picture
    flow = _flow((left, top, right, bottom), spots, ways, reach)
    part = picture[top:bottom, left:right]
    result = picture.copy()
    result[top:bottom, left:right] = _averaged(part, flow)
    return result


def _along_limbs(joints: Array, move: Array) -> tuple[Array, Array]:
    """Places along the limbs and how each moves."""
    spots, ways = [joints], [move]
    for a, b in BETWEEN:
        for share in (0.33, 0.67):
            spots.append(((1 - share) * joints[a] + share * joints[b])[None])
            ways.append(((1 - share) * move[a] + share * move[b])[None])
    return np.concatenate(spots), np.concatenate(ways)


def _flow(box: tuple[int, int, int, int], spots: Array, ways: Array, reach: float) -> Array:
    """(H, W, 2) how each pixel of the box moves: as the limbs about it, nothing far away."""
    left, top, right, bottom = box
    columns, rows = (right - left) // GRID + 1, (bottom - top) // GRID + 1
    x = left + (np.arange(columns) + 0.5) * (right - left) / columns
    y = top + (np.arange(rows) + 0.5) * (bottom - top) / rows
    square = (x[None, :, None] - spots[:, 0]) ** 2 + (y[:, None, None] - spots[:, 1]) ** 2
    weight = np.exp(-square / (2 * (0.5 * reach) ** 2))
    total = weight.sum(axis=-1, keepdims=True)
    near = np.minimum(1.0, 1.6 * weight.max(axis=-1, keepdims=True))
    flow = (weight @ ways) / np.maximum(total, 1e-9) * near
    flow = cv2.resize(flow.astype(np.float32), (right - left, bottom - top))
    return np.asarray(flow, np.float64)


def _averaged(part: Picture, flow: Array) -> Picture:
    height, width = part.shape[:2]
    flow = flow.astype(np.float32)
    x = np.arange(width, dtype=np.float32)[None]
    y = np.arange(height, dtype=np.float32)[:, None]
    total = np.zeros(part.shape, np.uint16)
    for step in np.linspace(-0.5, 0.5, STEPS):
        moved = cv2.remap(
            part,
            x + np.float32(step) * flow[..., 0],
            y + np.float32(step) * flow[..., 1],
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        total += _bytes(moved)
    return (total // STEPS).astype(np.uint8)
