"""A pinhole camera that stands somewhere about the person and looks at a height."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the camera stands and what it sees.

    Attributes:
        yaw: degrees about the person, 0 in front, positive to the person's own left.
        distance: metres from the middle of the floor, along the ground.
        height: of the lens above the floor, metres. look: height it aims at, metres.
        fov: vertical angle of view, degrees. width, height_px: of the picture.
        aside: metres by which the aim lies to the right of the middle.
        roll: degrees by which the camera is turned clockwise, seen from behind it.
    """

    yaw: float = 0.0
    distance: float = 3.4
    height: float = 1.2
    look: float = 0.95
    fov: float = 42.0
    width: int = 640
    height_px: int = 480
    aside: float = 0.0
    roll: float = 0.0

    def described(self) -> dict[str, float]:
        """The fields as a table, for the label file."""
        return asdict(self)

    @property
    def focal(self) -> float:
        """Focal length in pixels."""
        return self.height_px / 2 / float(np.tan(np.radians(self.fov / 2)))

    @property
    def pitch(self) -> float:
        """Degrees by which it looks up; negative: down."""
        return float(np.degrees(np.arcsin(self.axes[2, 2])))

    @property
    def position(self) -> Array:
        """(3,) world position of the lens."""
        yaw = np.radians(self.yaw)
        return np.array([np.sin(yaw) * self.distance, -np.cos(yaw) * self.distance, self.height])

    @property
    def axes(self) -> Array:
        """(3, 3) rows: right, down and away, in world axes."""
        yaw = np.radians(self.yaw)
        right = np.array([np.cos(yaw), np.sin(yaw), 0.0])
        aim = self.aside * right + np.array([0.0, 0.0, self.look])
        away = aim - self.position
        away /= np.linalg.norm(away)
        right = np.cross(away, [0.0, 0.0, 1.0])
        right /= np.linalg.norm(right)
        down = np.cross(away, right)
        cosine, sine = np.cos(np.radians(self.roll)), np.sin(np.radians(self.roll))
        return np.stack([cosine * right + sine * down, cosine * down - sine * right, away])

    def view(self, points: Array) -> Array:
        """World points (..., 3) in camera axes about the lens: right, down, away."""
        seen: Array = (points - self.position) @ self.axes.T
        return seen

    def project(self, points: Array) -> Array:
        """World points (..., 3) to pixels (..., 2)."""
        seen = self.view(points)
        middle = np.array([self.width / 2, self.height_px / 2])
        pixels: Array = seen[..., :2] / seen[..., 2:] * self.focal + middle
        return pixels


@dataclass(frozen=True, slots=True)
class Device:
    """A kind of camera at home.

    Attributes:
        share: how often it is drawn. height: of the lens, metres. fov: vertical, degrees.
        shape: width and height of the picture, parts of its longer side.
    """

    share: float
    height: tuple[float, float]
    fov: tuple[float, float]
    shape: tuple[float, float]


DEVICES: Final[dict[str, Device]] = {
    "laptop_on_table": Device(0.26, (0.80, 1.15), (36, 46), (1.0, 0.75)),
    "laptop_on_chair": Device(0.10, (0.50, 0.75), (36, 46), (1.0, 0.5625)),
    "laptop_on_floor": Device(0.08, (0.15, 0.30), (38, 50), (1.0, 0.75)),
    "webcam_on_screen": Device(0.16, (1.10, 1.60), (40, 58), (1.0, 0.5625)),
    "camera_on_shelf": Device(0.10, (1.50, 2.30), (40, 60), (1.0, 0.75)),
    "phone_upright": Device(0.16, (0.40, 1.50), (55, 78), (0.5625, 1.0)),
    "phone_on_floor": Device(0.06, (0.10, 0.30), (60, 78), (0.5625, 1.0)),
    "phone_lying": Device(0.08, (0.30, 1.40), (35, 45), (1.0, 0.5625)),
}
TRIES: Final = 60


def random_camera(
    rng: np.random.Generator,
    hard: bool,
    long_side: int = 640,
    reach: tuple[float, float] = (0.45, 1.95),
) -> Camera:
    """A camera as people set theirs up, looking at somebody about the middle of the floor.

    ``reach``: metres that the person needs to each side and upwards: (0.45, 1.95) standing,
    about (1.0, 0.7) on the floor. All of it is in the picture, unless ``hard``: then a part
    may be cut off (often the feet), and yaw, height and tilt may be anything.
    """
    for _ in range(TRIES):
        camera = _drawn(rng, hard, long_side)
        shown, tall = _shown(camera, reach)
        if hard and shown > 0.55 and 0.35 < tall < 1.7:
            return camera
        if not hard and shown == 1.0 and 0.55 < tall < 1.0:
            return camera
    return _far(camera, reach)


def _drawn(rng: np.random.Generator, hard: bool, long_side: int) -> Camera:
    names = list(DEVICES)
    shares = np.array([DEVICES[name].share for name in names])
    device = DEVICES[names[int(rng.choice(len(names), p=shares / shares.sum()))]]
    width, height = (2 * round(side * long_side / 2) for side in device.shape)
    front = 0.35 if hard else 0.55
    yaw = rng.normal(0, 22) if rng.random() < front else rng.uniform(-180, 180)
    lens = rng.uniform(*device.height)
    look = rng.normal(0.92, 0.10)
    if hard:
        lens = rng.uniform(0.1, 2.3) if rng.random() < 0.3 else lens
        look = rng.normal(0.95, 0.28)
    return Camera(
        yaw=float((yaw + 180) % 360 - 180),
        distance=float(rng.uniform(1.8, 4.2 if hard else 5.0)),
        height=float(lens),
        look=float(look),
        fov=float(rng.uniform(*device.fov)),
        width=int(width),
        height_px=int(height),
        aside=float(rng.normal(0, 0.30 if hard else 0.12)),
        roll=float(rng.normal(0, 4.0 if hard else 1.0)),
    )


def _shown(camera: Camera, reach: tuple[float, float]) -> tuple[float, float]:
    """Part of the person's box that is in the picture, and how tall it is there (of the
    picture's height, or how wide, of its width, if that is more).
    """
    side, top = reach
    grid = np.stack(
        np.meshgrid([-side, side], [-side, side], np.linspace(0, top, 9), indexing="ij"), axis=-1
    ).reshape(-1, 3)
    if camera.view(grid)[:, 2].min() < 0.4:
        return 0.0, 9.0
    pixels = camera.project(grid)
    size = np.array([camera.width, camera.height_px])
    inside = ((pixels > 0) & (pixels < size)).all(axis=1)
    return float(inside.mean()), float((np.ptp(pixels, axis=0) / size).max())


def _far(camera: Camera, reach: tuple[float, float]) -> Camera:
    """The camera moved back until all of the person is in its picture."""
    for distance in np.arange(2.0, 8.0, 0.25):
        camera = replace(camera, distance=float(distance), look=reach[1] / 2, aside=0.0, roll=0.0)
        if _shown(camera, reach)[0] == 1.0:
            break
    return camera
