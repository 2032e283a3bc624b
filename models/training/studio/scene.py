"""A scene: people who do something in a room before a camera; its pictures and its truth."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from models.training.studio.body import Array, Body
from models.training.studio.camera import Camera
from models.training.studio.channels import BoneMotion, keypoints
from models.training.studio.effects import Effects, Lens
from models.training.studio.people import Person
from models.training.studio.take import PropTrack, Take
from models.training.studio.things import Room
from models.training.studio.truth import (
    FORMAT,
    BoolArray,
    Truth,
    segment_labels,
    truth_of,
    write_truth,
)

Picture = NDArray[np.uint8]
Shot = tuple[Picture, BoolArray]
LevelName = Literal["fine", "clip", "training"]


@dataclass(frozen=True, slots=True, eq=False)
class Cast:
    """One person and what they do."""

    person: Person
    body: Body
    take: Take

    def joints(self) -> Array:
        """(T, 17, 3) in the room, metres."""
        return keypoints(self.body, self.take.motion)

    def labels(self) -> dict[str, Any]:
        """What the .json of a clip says of them."""
        return {
            "id": self.person.id,
            "shape": {k: round(float(v), 4) for k, v in asdict(self.person.shape).items()},
            "tallness_m": round(self.body.tallness, 3),
            "outfit": self.person.words,
            "segments": [segment_labels(s) for s in self.take.segments],
            "claps": [round(float(t), 3) for t in self.take.claps],
            "props": [prop.name for prop in self.take.props],
        }


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Everything that decides the pictures.

    Attributes:
        name: of the clip. seed: what all of it was drawn from. fps: pictures a second.
        cast: whose truth is known, all over the same times.
        passing: people who are seen as well and are not looked for.
        effects: what the camera does to the pictures. level: how much a picture may cost.
        notes: more that the labels say.
    """

    name: str
    seed: tuple[int, ...]
    fps: float
    cast: tuple[Cast, ...]
    camera: Camera
    room: Room
    passing: tuple[Cast, ...] = ()
    effects: Effects = field(default_factory=Effects)
    level: LevelName = "training"
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def times(self) -> Array:
        """(T,) seconds."""
        return self.cast[0].take.times

    def truth(self, visible: BoolArray | None = None) -> Truth:
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
            np.stack([c.joints() for c in self.cast], axis=1),
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
            "room": self.room.name,
            "effects": {k: _rounded(v) for k, v in asdict(self.effects).items()},
            "people": [c.labels() for c in self.cast],
            "passing": [c.person.words for c in self.passing],
            **self.notes,
        }


def shoot(scene: Scene) -> Iterator[Shot]:
    """Pictures (H, W, 3) RGB, each with what it truly shows of the joints, (N, 17)."""
    from models.training.studio.render import Stage

    stage = Stage(scene.camera, scene.room, scene.level)
    everybody = [*scene.cast, *scene.passing]
    actors = [_dressed(stage, c) for c in everybody]
    joints: list[Array] = [c.joints() for c in everybody]
    moves = [_rows(c.take.motion) for c in everybody]
    for prop in _props(everybody):
        actors.append(_thing(stage, prop.name, (*scene.seed, *prop.name.encode())))
        moves.append(prop.transforms)
    pixels = [scene.camera.project(own) for own in joints]
    lens = Lens(scene.effects)
    for i in range(len(scene.times)):
        places = [own[i] for own in joints]
        nowhere: list[Array | None] = [None] * (len(actors) - len(places))
        picture = stage.picture(actors, [own[i] for own in moves], [*places, *nowhere])
        visible = stage.visible([*places, *nowhere])[: len(scene.cast)]
        paths = [(own[max(i - 1, 0)], own[i]) for own in pixels]
        yield lens.apply(picture, i, paths), visible
    stage.close()


def _rows(motion: BoneMotion) -> Array:
    """(T, B, 3, 4)."""
    return np.concatenate([motion.rotation, motion.shift[..., None]], axis=-1)


def _props(everybody: Sequence[Cast]) -> list[PropTrack]:
    """The things used, each once."""
    found: list[PropTrack] = []
    for prop in (prop for c in everybody for prop in c.take.props):
        twice = any(
            prop.name == other.name and np.allclose(prop.transforms, other.transforms, atol=0.02)
            for other in found
        )
        if not twice:
            found.append(prop)
    return found


def _thing(stage: Any, name: str, seed: tuple[int, ...]) -> Any:
    """A prop as an actor on that stage."""
    from models.training.studio.props import make_prop
    from models.training.studio.render import Actor

    return Actor(stage, make_prop(name, np.random.default_rng(seed)))


def _rounded(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_rounded(v) for v in value]
    return round(value, 4) if isinstance(value, float) else value


_wardrobe: OrderedDict[tuple[str, int], Any] = OrderedDict()
KEPT_DRESSED: Final = 4
"""People kept ready for the next scene; to dress one takes a second."""


def _dressed(stage: Any, cast: Cast) -> Any:
    """The person as an actor on that stage."""
    from models.training.studio.render import Actor
    from models.training.studio.wardrobe import dress

    key = (cast.person.id, id(stage.level))
    if key not in _wardrobe:
        _wardrobe[key] = Actor(stage, dress(cast.body, cast.person.outfit), cast.body.bones)
        while len(_wardrobe) > KEPT_DRESSED:
            _wardrobe.popitem(last=False)
    _wardrobe.move_to_end(key)
    return _wardrobe[key]


def film(
    scene: Scene,
    folder: Path,
    crf: int = 25,
    sound: Array | None = None,
    chapters: Sequence[tuple[float, float, str]] = (),
) -> None:
    """Write the clip: its truth NAME.npz and NAME.json, and last NAME.mp4."""
    from models.training.studio.film import write_film

    visible: list[BoolArray] = []

    def pictures() -> Iterator[Picture]:
        for picture, seen in shoot(scene):
            visible.append(seen)
            yield picture

    size = (scene.camera.width, scene.camera.height_px)
    video = folder / f"{scene.name}.mp4"
    unfinished = folder / f"{scene.name}.unfinished.mp4"
    write_film(unfinished, pictures(), round(scene.fps), size, sound, chapters, crf=crf)
    write_truth(video, scene.truth(np.stack(visible)))
    unfinished.replace(video)
