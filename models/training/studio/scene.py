"""A scene: people who do something in a room before a camera; its pictures and its truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.training.studio.body import Array, Body, BodyShape
from models.training.studio.camera import Camera
from models.training.studio.film import write_film
from models.training.studio.pose import keypoints
from models.training.studio.render import Actor, Stage
from models.training.studio.room import ROOMS, RoomColours
from models.training.studio.take import Take
from models.training.studio.truth import FORMAT, Truth, segment_labels, truth_of, write_truth
from models.training.studio.wardrobe import Outfit, dress

Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Cast:
    """One person and what they do.

    Attributes:
        id: of the person, the same in every clip they are in.
        words: what they are and wear, for people who read the labels.
    """

    id: str
    shape: BodyShape
    outfit: Outfit
    words: str
    body: Body
    take: Take


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Everything that decides the pictures.

    Attributes:
        name: of the clip. seed: what all of it was drawn from.
        cast: people, all over the same times. fps: pictures a second.
        room: name of the room. colours: of the room.
    """

    name: str
    seed: tuple[int, ...]
    fps: float
    cast: tuple[Cast, ...]
    camera: Camera
    room: str
    colours: RoomColours
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def times(self) -> Array:
        """(T,) seconds."""
        return self.cast[0].take.times

    def joints(self) -> Array:
        """(T, N, 17, 3) joints in the room, metres."""
        return np.stack([keypoints(c.body, c.take.motion) for c in self.cast], axis=1)

    def truth(self, visible: NDArray[np.bool_] | None = None) -> Truth:
        """The truth of all frames; ``visible`` (T, N, 17) as ``shoot`` gives it."""
        limbs = sorted({limb for c in self.cast for limb in c.take.supports})
        never = np.zeros(len(self.times), bool)
        supports = {
            limb: np.stack([c.take.supports.get(limb, never) for c in self.cast], axis=1)
            for limb in limbs
        }
        return truth_of(
            self.camera,
            self.times,
            self.joints(),
            visible,
            np.stack([c.take.phase for c in self.cast], axis=1),
            supports,
            self.labels(),
        )

    def labels(self) -> dict[str, Any]:
        """What the .json beside the clip says."""
        camera = self.camera
        return {
            "format": FORMAT,
            "video": f"{self.name}.mp4",
            "seed": list(self.seed),
            "fps": self.fps,
            "frames": len(self.times),
            "size": [camera.width, camera.height_px],
            "camera": {
                **camera.described(),
                "position": camera.position.round(4).tolist(),
                "axes": camera.axes.round(6).tolist(),
                "focal_px": round(camera.focal, 3),
            },
            "room": self.room,
            "people": [
                {
                    "id": c.id,
                    "shape": {k: round(float(v), 4) for k, v in asdict(c.shape).items()},
                    "tallness_m": round(c.body.tallness, 3),
                    "outfit": c.words,
                    "segments": [segment_labels(s) for s in c.take.segments],
                    "claps": [round(float(t), 3) for t in c.take.claps],
                    "props": [prop.name for prop in c.take.props],
                }
                for c in self.cast
            ],
            **self.notes,
        }


Shot = tuple[Picture, NDArray[np.bool_]]


def shoot(scene: Scene) -> Iterator[Shot]:
    """Pictures (H, W, 3) RGB, each with what it truly shows of the joints, (N, 17)."""
    joints = scene.joints()
    stage = Stage(scene.camera, ROOMS[scene.room](scene.colours))
    actors = [Actor(stage, dress(c.body, c.outfit)) for c in scene.cast]
    motions = [c.take.motion for c in scene.cast]
    everything = np.ones(joints.shape[1:3], bool)
    for i in range(len(scene.times)):
        rows = [np.concatenate([m.rotation[i], m.shift[i][..., None]], -1) for m in motions]
        yield stage.picture(actors, rows, list(joints[i])), everything
    stage.close()


def film(scene: Scene, folder: Path) -> None:
    """Write the clip: NAME.mp4, then its truth NAME.npz and NAME.json."""
    visible: list[NDArray[np.bool_]] = []

    def pictures() -> Iterator[Picture]:
        for picture, seen in shoot(scene):
            visible.append(seen)
            yield picture

    size = (scene.camera.width, scene.camera.height_px)
    video = folder / f"{scene.name}.mp4"
    write_film(video, pictures(), round(scene.fps), size)
    write_truth(video, scene.truth(np.stack(visible)))
