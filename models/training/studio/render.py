"""Pictures of dressed people in a room: OpenGL without a screen.

The empty room is lit once for each camera (backdrop.py); every picture draws the people over
it, with their shadows on the room and on themselves. All stages of a process share one
context, so that cameras and rooms are cheap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import moderngl
import numpy as np
from numpy.typing import NDArray

from models.training.studio.backdrop import UNITS, Backdrop, Tracing
from models.training.studio.body import Array
from models.training.studio.camera import Camera
from models.training.studio.graphics import BALLS_AT, N_BALLS, SKY_AT, graphics, put
from models.training.studio.lod import coarser
from models.training.studio.parts import Part
from models.training.studio.things import Picture, Room
from models.training.studio.visibility import NO_LIMB, limb_of_bone, seen_keypoints

KINDS = (
    "skin", "face", "eye", "hair", "shirt", "trousers", "shoe", "matte", "metal", "fur",
)  # fmt: skip
OPEN_KINDS = ("shirt", "trousers", "hair")
"""Kinds whose inner side may be seen."""
SHADE_UNIT, GRAIN_UNIT = 6, 7
NEAR, FAR = 0.15, 60.0
BALLS = (
    (9, 0.05), (10, 0.05), (7, 0.06), (8, 0.06), (13, 0.09), (14, 0.09), (15, 0.085),
    (16, 0.085), (0, 0.11),
)  # fmt: skip
"""COCO keypoints round which a ball keeps light away, and its radius in metres."""
MOST_ACTORS = 15


@dataclass(frozen=True, slots=True)
class Level:
    """How much a picture may cost.

    Attributes:
        samples: of coverage a pixel; 0 for one. fine: shine, seams of light, weave.
        coarse_by: how far surfaces may be simplified, metres; 0 not at all.
        shadow_pixels: width of the light's picture. taps: look-ups in it, a pixel.
        grain: pixels between looks at people's shadows on the room, along one axis.
        tracing: of the room's light.
    """

    samples: int
    fine: bool
    coarse_by: float
    shadow_pixels: int
    taps: int
    grain: int
    tracing: Tracing

    @property
    def of_people(self) -> dict[str, float]:
        """What the shaders of people know of it."""
        soft = self.taps > 1
        return {
            "TAPS": self.taps,
            "SPIN": 1,
            "FINE": int(self.fine),
            "SELF_RADIUS": 0.0045 if soft else 0.0,
            "SELF_BIAS": 0.0018 if soft else 0.004,
        }

    @property
    def of_room(self) -> dict[str, float]:
        """What the shaders of the room know of it."""
        coarse = self.grain > 1
        return {
            "TAPS": 5 if coarse else self.taps,
            "SPIN": int(not coarse),
            "ROOM_RADIUS": 0.008 if coarse else 0.013,
            "ROOM_BIAS": 0.003 if coarse else 0.002,
            "GRAIN": self.grain,
        }


LEVELS = {
    "fine": Level(4, True, 0.0, 1024, 6, 1, Tracing(1, 48, 12)),
    "clip": Level(4, False, 0.002, 1024, 1, 2, Tracing(2, 24, 8)),
    "training": Level(0, False, 0.003, 512, 1, 3, Tracing(3, 16, 6)),
}


class Actor:
    """A dressed person, or a thing, on the graphics side; skinned here, shaded there.

    It can play on every stage of the level of the one it was made for.
    """

    def __init__(self, stage: Stage, parts: Sequence[Part], bones: Sequence[str] = ()) -> None:
        """``bones``: names of the bones that the parts speak of; visibility needs them."""
        g = graphics()
        if stage.level.coarse_by:
            parts = [coarser(part, stage.level.coarse_by) for part in parts]
        parts = _merged(parts)
        self._skin(parts)
        limbs = limb_of_bone(bones) if bones else np.full(self._n_bones, NO_LIMB)
        strongest = [
            np.take_along_axis(p.bones, p.weights.argmax(axis=1)[:, None], axis=1)[:, 0]
            for p in parts
        ]
        limb = limbs[np.concatenate(strongest)]
        self._moving = g.gl.buffer(reserve=len(self._rest) * 24, dynamic=True)
        edge = np.concatenate([p.edge for p in parts])
        points = np.concatenate([p.vertices for p in parts])
        features = np.concatenate([p.features for p in parts])
        fixed = np.concatenate([points, features, edge[:, None], limb[:, None]], axis=1)
        names = ("at_rest", "feature", "edge", "limb")
        layout = [
            (self._moving, "3f 3f", "position", "normal"),
            (g.gl.buffer(fixed.astype("f4").tobytes()), "3f 4f 1f 1f", *names),
        ]
        self.pieces: list[tuple[Part, Any, Any]] = []
        casting, first = [], 0
        for part in parts:
            faces = (part.faces + first).astype("i4")
            first += len(part.vertices)
            program = stage.people[part.kind]
            index = g.gl.buffer(faces.tobytes())
            drawn = g.gl.vertex_array(program, layout, index, skip_errors=True)
            self.pieces.append((part, program, drawn))
            if part.kind != "eye":
                casting.append(faces)
        index = g.gl.buffer(np.concatenate(casting).tobytes())
        self.caster = g.gl.vertex_array(stage.shade, layout, index, skip_errors=True)

    def _skin(self, parts: Sequence[Part]) -> None:
        bones = np.concatenate([part.bones for part in parts])
        weights = np.concatenate([part.weights for part in parts]).astype("f4")
        self._n_bones = 1 + int(bones.max())
        dense = np.zeros((len(bones), self._n_bones), "f4")
        np.add.at(dense, (np.arange(len(bones))[:, None], bones), weights)
        self._used = np.flatnonzero(dense.any(axis=0))
        self._weights = np.ascontiguousarray(dense[:, self._used])
        self._rest = np.concatenate([part.vertices for part in parts]).astype("f4")
        self._normals = np.concatenate([part.normals for part in parts]).astype("f4")
        self._posed = np.empty((len(bones), 6), "f4")

    def corners(self) -> Array:
        """(8, 3) corners of the box about the surface as it was last posed."""
        ends = np.stack([self._posed[:, :3].min(axis=0), self._posed[:, :3].max(axis=0)])
        chosen = np.stack(np.meshgrid([0, 1], [0, 1], [0, 1]), axis=-1).reshape(-1, 3)
        corners: Array = ends[chosen, [0, 1, 2]].astype(np.float64)
        return corners

    def pose(self, transforms: Array) -> None:
        """Skin with (B, 3, 4) bone transforms."""
        rows = transforms[self._used].reshape(-1, 12).astype("f4")
        blend = (self._weights @ rows).reshape(-1, 3, 4)
        turn = blend[:, :, :3]
        np.einsum("nij,nj->ni", turn, self._rest, out=self._posed[:, :3])
        self._posed[:, :3] += blend[:, :, 3]
        np.einsum("nij,nj->ni", turn, self._normals, out=self._posed[:, 3:])
        self._moving.write(self._posed)


def _merged(parts: Sequence[Part]) -> list[Part]:
    """Parts of the same kind and colours as one."""
    groups: dict[tuple[Any, ...], list[Part]] = {}
    for part in parts:
        groups.setdefault((part.kind, part.colour, part.second), []).append(part)
    return [_joined(group) for group in groups.values()]


def _joined(group: Sequence[Part]) -> Part:
    if len(group) == 1:
        return group[0]
    starts = np.cumsum([0, *(len(part.vertices) for part in group[:-1])])
    faces = [part.faces + start for part, start in zip(group, starts, strict=True)]
    names = ("vertices", "normals", "bones", "weights", "edge", "features")
    joined = {name: np.concatenate([getattr(part, name) for part in group]) for name in names}
    first = group[0]
    return Part(
        kind=first.kind,
        faces=np.concatenate(faces),
        colour=first.colour,
        second=first.second,
        **joined,
    )


class Stage:
    """One room seen by one camera."""

    def __init__(self, camera: Camera, room: Room, level: str = "fine") -> None:
        """``level``: one of LEVELS."""
        self.camera = camera
        self.room = room
        self.level = LEVELS[level]
        self.gl = graphics().gl
        self._size = (camera.width, camera.height_px)
        self._key = np.array(room.light.key) / np.linalg.norm(room.light.key)
        self._still = self._still_scene()
        self._programs()
        self._scene([], np.zeros((0, 3)))
        self._backdrop: Backdrop | None = Backdrop(camera, room, self.level.tracing)
        self._many = graphics().pictures(self._size, self.level.samples)
        self._one = graphics().pictures(self._size, 0)
        self._shade_target, self._shade = graphics().shadows(self.level.shadow_pixels)
        self._drawn: NDArray[np.uint8] | None = None
        self._empty = self._picture_of_the_room()

    def _programs(self) -> None:
        g, of_people, of_room = graphics(), self.level.of_people, self.level.of_room
        numbers = {kind.upper(): i for i, kind in enumerate(KINDS)}
        self.people = {
            kind: g.program("person.vert", "person.frag", KIND=i, **numbers, **of_people)
            for i, kind in enumerate(KINDS)
        }
        self.shade = g.program("shade.vert", "shade.frag")
        self._shadowed = g.screen("backdrop.frag", MODE=1, **of_room)
        self._grains = g.screen("backdrop.frag", MODE=2, **of_room)
        self._mixed = g.screen("backdrop.frag", MODE=3, **of_room)
        units = {**UNITS, "shadow_map": SHADE_UNIT, "room_shade": GRAIN_UNIT}
        programs = (*self.people.values(), self._shadowed[0], self._grains[0], self._mixed[0])
        for program in programs:
            put(program, **units)

    def _picture_of_the_room(self) -> Any:
        """The empty room as a picture to copy from."""
        gl, samples = self.gl, self.level.samples
        single = gl.framebuffer(self._room().empty[0])
        if not samples:
            return single
        target = gl.framebuffer(gl.renderbuffer(self._size, 4, samples=samples))
        gl.disable(moderngl.DEPTH_TEST)
        self._room().use()
        program, screen = graphics().screen("copy.frag")
        put(program, room_lit=UNITS["room_lit"])
        target.use()
        screen.render()
        return target

    def _room(self) -> Backdrop:
        if self._backdrop is None:
            raise ValueError("the stage is closed")
        return self._backdrop

    def picture(
        self,
        actors: Sequence[Actor],
        transforms: Sequence[Array],
        joints: Sequence[Array | None],
    ) -> Picture:
        """(H, W, 3) uint8 picture of the actors.

        ``transforms``: (B, 3, 4) bone transforms of each; ``joints``: (17, 3) world points of
        each, None for things.
        """
        if len(actors) > MOST_ACTORS:
            raise ValueError(f"at most {MOST_ACTORS} actors, got {len(actors)}")
        for actor, rows in zip(actors, transforms, strict=True):
            actor.pose(rows)
        people = [points for points in joints if points is not None]
        things = [a.corners() for a, points in zip(actors, joints, strict=True) if points is None]
        everything = np.concatenate([*people, *things, np.zeros((0, 3))])
        self._scene(people, everything)
        self._cast_shadows(actors)
        self._draw_room(everything)
        self._draw_people(actors)
        if self.level.samples:
            self.gl.copy_framebuffer(self._one, self._many)
        raw = self._one.read(components=4, alignment=1)
        self._drawn = np.frombuffer(raw, np.uint8).reshape(*self._size[::-1], 4)
        picture: Picture = np.asarray(cv2.cvtColor(self._drawn, cv2.COLOR_RGBA2RGB), np.uint8)
        return picture

    def visible(self, joints: Sequence[Array | None]) -> NDArray[np.bool_]:
        """(P, 17) which keypoints of the people the last picture truly shows.

        ``joints``: as given to `picture`. A keypoint counts as seen where the picture shows
        the limb it belongs to, at its own depth: not the far side of the head, nor another
        limb, person or thing before it.
        """
        if self._drawn is None:
            raise ValueError("no picture was drawn yet")
        raw = self._one.read(components=1, attachment=-1, dtype="f4", alignment=1)
        depth = np.frombuffer(raw, np.float32).reshape(self._drawn.shape[:2])
        people = [(i, points) for i, points in enumerate(joints) if points is not None]
        seen = [
            seen_keypoints(self.camera, points, self._drawn[..., 3], depth, actor, (NEAR, FAR))
            for actor, points in people
        ]
        return np.array(seen, bool).reshape(len(people), 17)

    def _still_scene(self) -> NDArray[np.float32]:
        """What the shaders know as Scene, without people."""
        camera, light = self.camera, self.room.light
        fill = np.array(light.fill) / np.linalg.norm(light.fill)
        right, down, away = camera.axes
        values = [
            self._projection().T.ravel(), np.eye(4).ravel(),
            camera.position, [camera.focal],
            right, [camera.width / 2],
            down, [camera.height_px / 2],
            away, [0.0],
            self._key, [light.on_room],
            light.key_colour, [light.exposure],
            light.sky, [0.0],
            light.ground, [0.0],
            fill, [light.fill_strength],
            np.zeros(4 * N_BALLS),
        ]  # fmt: skip
        return np.concatenate(values).astype(np.float32)

    def _scene(self, people: Sequence[Array], everything: Array) -> None:
        """Tell the shaders where the people are, and their things."""
        scene = self._still
        scene[16:32] = self._sun(everything).T.ravel()
        rows = [(*body[k], radius) for body in people for k, radius in BALLS][:N_BALLS]
        scene[SKY_AT + 3] = len(rows)
        scene[BALLS_AT : BALLS_AT + 4 * len(rows)] = np.array(rows).ravel()
        graphics().write_scene(scene)

    def _cast_shadows(self, actors: Sequence[Actor]) -> None:
        self._shade_target.use()
        self._shade_target.clear(depth=1.0)
        self.gl.enable(moderngl.DEPTH_TEST)
        self.gl.enable(moderngl.CULL_FACE)  # the light's picture is not upside down: far sides
        for actor in actors:
            actor.caster.render()
        self.gl.disable(moderngl.CULL_FACE)

    def _draw_room(self, everything: Array) -> None:
        """Copy the empty room; draw it anew, with shadows, round the people only."""
        gl, room = self.gl, self._room()
        self._many.use()
        self._many.clear(depth=1.0)
        gl.copy_framebuffer(self._many, self._empty)
        self._many.use()
        gl.disable(moderngl.DEPTH_TEST)
        self._shade.use(SHADE_UNIT)
        room.use()
        left, top, width, height = self._darkened(everything)
        if width > 0 and height > 0:
            self._darken(left, top, width, height)
        gl.enable(moderngl.DEPTH_TEST)
        if room.furniture is not None:
            self._paint(False)
            room.furniture.render()
            self._paint(True)

    def _darken(self, left: int, top: int, width: int, height: int) -> None:
        """Draw people's shadows on this part of the room."""
        gl, grain = self.gl, self.level.grain
        if grain == 1:
            gl.scissor = (left, top, width, height)
            self._shadowed[1].render()
            gl.scissor = None
            return
        size = (-(-self._size[0] // grain), -(-self._size[1] // grain))
        target = graphics().textures("grains", size, ("2f1",))
        shades = target.color_attachments[0]
        shades.filter = (moderngl.LINEAR, moderngl.LINEAR)
        shades.repeat_x = shades.repeat_y = False
        target.use()
        first = (max(left // grain - 1, 0), max(top // grain - 1, 0))
        gl.scissor = (*first, width // grain + 4, height // grain + 4)
        self._grains[1].render()
        shades.use(GRAIN_UNIT)
        self._many.use()
        gl.scissor = (left, top, width, height)
        self._mixed[1].render()
        gl.scissor = None

    def _paint(self, on: bool) -> None:
        """Whether what is drawn changes colours, or depth only."""
        self._many.color_mask = (on, on, on, on)
        self._many.use()

    def _darkened(self, joints: Array) -> tuple[int, int, int, int]:
        """Left, top, width and height of the pixels that people may darken."""
        if not len(joints):
            return 0, 0, 0, 0
        drop = np.clip(joints[:, 2:] / max(self._key[2], 0.2), 0, 6.0)
        points = np.concatenate([joints, joints - self._key * drop])
        size = np.array(self._size)
        if self.camera.view(points)[:, 2].min() < 0.3:
            return 0, 0, *self._size
        pixels = self.camera.project(points)
        margin = 0.4 * self.camera.focal / np.linalg.norm(self.camera.position)
        low = np.clip(pixels.min(axis=0) - margin, 0, size).astype(int)
        high = np.clip(pixels.max(axis=0) + margin, 0, size).astype(int)
        return low[0], low[1], high[0] - low[0], high[1] - low[1]

    def _draw_people(self, actors: Sequence[Actor]) -> None:
        gl = self.gl
        for number, actor in enumerate(actors):
            for part, program, drawn in actor.pieces:
                put(program, colour=part.colour, second=part.second, who=16.0 * number)
                if part.kind in OPEN_KINDS:
                    gl.disable(moderngl.CULL_FACE)
                else:
                    gl.enable(moderngl.CULL_FACE)
                drawn.render()
        gl.disable(moderngl.CULL_FACE)

    def _projection(self) -> Array:
        """World to clip space, the top of the picture in the first row."""
        camera = self.camera
        view = np.eye(4)
        view[:3, :3] = camera.axes
        view[:3, 3] = -camera.axes @ camera.position
        lens = np.zeros((4, 4))
        lens[0, 0] = 2 * camera.focal / camera.width
        lens[1, 1] = 2 * camera.focal / camera.height_px
        lens[2, 2] = (FAR + NEAR) / (FAR - NEAR)
        lens[2, 3] = -2 * FAR * NEAR / (FAR - NEAR)
        lens[3, 2] = 1.0
        product: Array = lens @ view
        return product

    def _sun(self, everything: Array) -> Array:
        """World to the light's own picture (0..1), about the people and their things."""
        points = everything if len(everything) else np.zeros((1, 3))
        low, high = points.min(axis=0), points.max(axis=0)
        half = max(1.3, float(np.linalg.norm(high - low)) / 2 + 0.35)
        half = np.ceil(half * 4) / 4
        return _sun_matrix(self._key, np.round((low + high) / 2, 1), half)

    def close(self) -> None:
        """Let the room go; the context stays for the next stage."""
        self._backdrop = None
        self._empty = None


def _sun_matrix(key: Array, middle: Array, half: float) -> Array:
    """World to the light's own picture, orthographic, 2 ``half`` metres wide; all 0..1."""
    away = -key
    right = np.cross(away, [0.0, 0.0, 1.0])
    right /= np.linalg.norm(right)
    up = np.cross(right, away)
    matrix = np.eye(4)
    for row, (axis, scale) in enumerate(((right, half), (up, half), (away, half + 2.5))):
        matrix[row, :3] = axis / scale / 2
        matrix[row, 3] = 0.5 - axis @ middle / scale / 2
    return matrix
