"""A pinhole camera that stands somewhere about the person and looks at a height."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from models.training.studio.body import Array


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the camera stands and what it sees.

    Attributes:
        yaw: degrees about the person, 0 in front, positive to the person's own left.
        distance: metres from the middle of the floor, along the ground.
        height: of the lens above the floor, metres. look: height it aims at, metres.
        fov: vertical angle of view, degrees. width, height_px: of the picture.
        aside: metres by which the aim lies to the right of the middle.
    """

    yaw: float = 0.0
    distance: float = 3.4
    height: float = 1.2
    look: float = 0.95
    fov: float = 42.0
    width: int = 640
    height_px: int = 480
    aside: float = 0.0

    def described(self) -> dict[str, float]:
        """The fields as a table, for the label file."""
        return asdict(self)

    @property
    def focal(self) -> float:
        """Focal length in pixels."""
        return self.height_px / 2 / float(np.tan(np.radians(self.fov / 2)))

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
        return np.stack([right, np.cross(away, right), away])

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
