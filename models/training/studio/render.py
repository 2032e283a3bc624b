"""Pictures of dressed people in a room: OpenGL without a screen, soft shadows.

The empty room is ray traced once for each camera; every frame draws the people over it,
with their shadows on the room and on themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from models.training.studio.body import Array
from models.training.studio.camera import Camera
from models.training.studio.room import BACK, Thing
from models.training.studio.wardrobe import Part

SHADERS = Path(__file__).parent / "shaders"
KINDS = ("skin", "face", "eye", "hair", "shirt", "trousers", "shoe")
KEY_DIRECTION = np.array([-0.50, -0.70, 1.05]) / np.linalg.norm([-0.50, -0.70, 1.05])
KEY_COLOUR = (1.18, 1.10, 1.00)
EXPOSURE = 0.82
SHADOW_PIXELS = 1024
ROOM_SAMPLES = 48
BALLS = (
    (9, 0.05), (10, 0.05), (7, 0.06), (8, 0.06), (13, 0.09), (14, 0.09), (15, 0.085),
    (16, 0.085), (0, 0.11),
)  # fmt: skip
"""COCO keypoints round which a ball keeps light away, and its radius in metres."""


OPEN_KINDS = ("shirt", "trousers", "hair")
"""Kinds whose inner side may be seen."""


def _source(name: str, **defined: int) -> str:
    """A shader's text with its include and these names defined."""
    text = (SHADERS / name).read_text()
    text = text.replace("#include light.glsl", (SHADERS / "light.glsl").read_text())
    version, rest = text.split("\n", 1)
    return "\n".join([version, *(f"#define {k} {v}" for k, v in defined.items()), rest])


class Actor:
    """A dressed person on the graphics side; skinned here, shaded there."""

    def __init__(self, stage: Stage, parts: Sequence[Part]) -> None:
        gl = stage.gl
        n_bones = 1 + max(int(part.bones.max()) for part in parts)
        self._rest = np.concatenate([part.vertices for part in parts]).astype("f4")
        self._normals = np.concatenate([part.normals for part in parts]).astype("f4")
        self._weights = np.zeros((len(self._rest), n_bones), "f4")
        bones = np.concatenate([part.bones for part in parts])
        weights = np.concatenate([part.weights for part in parts]).astype("f4")
        np.add.at(self._weights, (np.arange(len(bones))[:, None], bones), weights)
        fixed = np.concatenate(
            [np.concatenate([p.vertices, p.features, p.edge[:, None]], axis=1) for p in parts]
        ).astype("f4")
        self._moving = gl.buffer(reserve=len(self._rest) * 24, dynamic=True)
        layout = [
            (self._moving, "3f 3f", "position", "normal"),
            (gl.buffer(fixed.tobytes()), "3f 4f 1f", "at_rest", "feature", "edge"),
        ]
        self.pieces: list[tuple[Part, Any]] = []
        casting, first = [], 0
        for part in parts:
            faces = (part.faces + first).astype("i4")
            first += len(part.vertices)
            index = gl.buffer(faces.tobytes())
            self.pieces.append(
                (part, gl.vertex_array(stage.people[part.kind], layout, index, skip_errors=True))
            )
            if part.kind != "eye":
                casting.append(faces)
        index = gl.buffer(np.concatenate(casting).tobytes())
        self.caster = gl.vertex_array(stage.depth, layout, index, skip_errors=True)

    def pose(self, transforms: Array) -> None:
        """Skin with (B, 3, 4) bone transforms."""
        n = self._weights.shape[1]
        rows = transforms[:n].reshape(n, 12).astype("f4")
        blend = (self._weights @ rows).reshape(-1, 3, 4)
        posed = np.empty((len(blend), 6), "f4")
        posed[:, :3] = np.einsum("nij,nj->ni", blend[:, :, :3], self._rest) + blend[:, :, 3]
        posed[:, 3:] = np.einsum("nij,nj->ni", blend[:, :, :3], self._normals)
        self._moving.write(posed.tobytes())


class Stage:
    """One room seen by one camera."""

    def __init__(self, camera: Camera, room: Sequence[Thing]) -> None:
        self.camera = camera
        self.gl = moderngl.create_context(standalone=True, backend="egl", require=330)
        gl, size = self.gl, (camera.width, camera.height_px)
        numbers = {kind.upper(): i for i, kind in enumerate(KINDS)}
        self.people = {
            kind: gl.program(
                _source("person.vert"),
                fragment_shader=_source("person.frag", TAPS=6, KIND=i, **numbers),
            )
            for i, kind in enumerate(KINDS)
        }
        self.depth = gl.program(_source("person.vert"), fragment_shader=_source("depth.frag"))
        self._backdrop = gl.program(
            _source("screen.vert"), fragment_shader=_source("backdrop.frag")
        )
        corners = gl.buffer(np.array([-1, -1, 3, -1, -1, 3], "f4").tobytes())
        self._screen = gl.vertex_array(self._backdrop, [(corners, "2f", "corner")])
        self._room = self._trace(room, corners)
        self._empty = self._finished(corners)
        self._shadow = gl.depth_texture((SHADOW_PIXELS, SHADOW_PIXELS))
        self._shadow.compare_func = "<="
        self._shadow_target = gl.framebuffer(depth_attachment=self._shadow)
        self._many = gl.framebuffer(
            gl.renderbuffer(size, 4, samples=4), gl.depth_renderbuffer(size, samples=4)
        )
        self._one = gl.simple_framebuffer(size, 4)
        self._light()

    def _light(self) -> None:
        matrix = _sun_matrix()
        scale = np.array([[0.5, 0, 0, 0.5], [0, 0.5, 0, 0.5], [0, 0, 0.5, 0.5], [0, 0, 0, 1]])
        self._sun = matrix
        for program in (*self.people.values(), self._backdrop):
            _set(program, "shadow_matrix", (scale @ matrix).T.astype("f4").tobytes())
            _set(program, "key_direction", tuple(KEY_DIRECTION))
            _set(program, "key_colour", KEY_COLOUR)
            _set(program, "exposure", EXPOSURE)
            _set(program, "shadow_map", 4)
        for program in self.people.values():
            _set(program, "eye", tuple(self.camera.position))
            _set(program, "projection", self._projection().T.astype("f4").tobytes())
        for unit, name in enumerate(("room_ambient", "room_direct", "room_place", "room_normal")):
            _set(self._backdrop, name, unit)

    def _trace(self, room: Sequence[Thing], corners: Any) -> list[Any]:
        gl, camera = self.gl, self.camera
        size = (camera.width, camera.height_px)
        program = gl.program(_source("screen.vert"), fragment_shader=_source("room.frag"))
        layers = [gl.texture(size, 4, dtype="f4") for _ in range(4)]
        for layer in layers:
            layer.filter = (moderngl.NEAREST, moderngl.NEAREST)
        target = gl.framebuffer(layers)
        n = 96
        middle, extent, paint = (np.zeros((n, 4), "f4") for _ in range(3))
        for i, thing in enumerate(room):
            middle[i] = (*thing.middle, np.radians(thing.turn))
            extent[i] = (*thing.half, thing.shape)
            paint[i] = (*thing.colour, thing.material)
        program["middle"].write(middle.tobytes())
        program["extent"].write(extent.tobytes())
        program["paint"].write(paint.tobytes())
        _set(program, "n_things", len(room))
        _set(program, "eye", tuple(camera.position))
        _set(program, "axes", camera.axes.T.astype("f4").tobytes())
        _set(program, "size", size)
        _set(program, "focal", camera.focal)
        _set(program, "key_direction", tuple(KEY_DIRECTION))
        _set(program, "key_colour", KEY_COLOUR)
        _set(program, "samples", ROOM_SAMPLES)
        _set(program, "seed", 1.0)
        target.use()
        gl.disable(moderngl.DEPTH_TEST)
        gl.vertex_array(program, [(corners, "2f", "corner")]).render()
        gl.finish()
        return layers

    def _finished(self, corners: Any) -> Any:
        """The empty room as a picture to copy from."""
        gl, size = self.gl, (self.camera.width, self.camera.height_px)
        program = gl.program(_source("screen.vert"), fragment_shader=_source("empty.frag"))
        for unit, name in enumerate(("room_ambient", "room_direct")):
            self._room[unit].use(unit)
            _set(program, name, unit)
        _set(program, "exposure", EXPOSURE)
        picture = gl.framebuffer(
            gl.renderbuffer(size, 4, samples=4), gl.depth_renderbuffer(size, samples=4)
        )
        picture.use()
        picture.clear(depth=1.0)
        gl.vertex_array(program, [(corners, "2f", "corner")]).render()
        return picture

    def picture(
        self, actors: Sequence[Actor], transforms: Sequence[Array], joints: Sequence[Array]
    ) -> NDArray[np.uint8]:
        """(H, W, 3) uint8 picture of the actors.

        ``transforms``: (B, 3, 4) bone transforms of each; ``joints``: (17, 3) world points.
        """
        for actor, rows in zip(actors, transforms, strict=True):
            actor.pose(rows)
        self._cast_shadows(actors, joints)
        self._draw_room(joints)
        self._draw_people(actors)
        self.gl.copy_framebuffer(self._one, self._many)
        raw = self._one.read(components=3, alignment=1)
        image = np.frombuffer(raw, np.uint8).reshape(self.camera.height_px, self.camera.width, 3)
        return np.ascontiguousarray(image[::-1])

    def _cast_shadows(self, actors: Sequence[Actor], joints: Sequence[Array]) -> None:
        self._shadow_target.use()
        self._shadow_target.clear(depth=1.0)
        self.gl.enable(moderngl.DEPTH_TEST)
        _set(self.depth, "projection", self._sun.T.astype("f4").tobytes())
        for actor in actors:
            actor.caster.render()
        balls = [(*body[k], radius) for body in joints for k, radius in BALLS]
        table = np.zeros((20, 4), "f4")
        table[: len(balls)] = balls
        for program in (*self.people.values(), self._backdrop):
            _set(program, "blobs", table.tobytes())
            _set(program, "n_blobs", len(balls))

    def _draw_room(self, joints: Sequence[Array]) -> None:
        """Copy the empty room; draw it anew, with shadows, round the people only."""
        gl = self.gl
        gl.copy_framebuffer(self._many, self._empty)
        self._many.use()
        gl.disable(moderngl.DEPTH_TEST)
        self._shadow.use(4)
        for unit, layer in enumerate(self._room):
            layer.use(unit)
        gl.scissor = self._shadowed(np.concatenate(joints))
        self._screen.render()
        gl.scissor = None

    def _shadowed(self, joints: Array) -> tuple[int, int, int, int]:
        """Left, bottom, width and height of the pixels that people may darken."""
        down = joints - KEY_DIRECTION * (joints[:, 2:] / KEY_DIRECTION[2])
        wall = np.clip((BACK - joints[:, 1:2]) / -KEY_DIRECTION[1], 0, None)
        across = joints - KEY_DIRECTION * np.minimum(wall, joints[:, 2:] / KEY_DIRECTION[2])
        pixels = self.camera.project(np.concatenate([joints, down, across]))
        size = np.array([self.camera.width, self.camera.height_px])
        low = np.clip(pixels.min(axis=0) - 50, 0, size).astype(int)
        high = np.clip(pixels.max(axis=0) + 50, 0, size).astype(int)
        return low[0], size[1] - high[1], high[0] - low[0], high[1] - low[1]

    def _draw_people(self, actors: Sequence[Actor]) -> None:
        gl = self.gl
        gl.enable(moderngl.DEPTH_TEST)
        for actor in actors:
            for part, drawn in actor.pieces:
                program = self.people[part.kind]
                _set(program, "colour", part.colour)
                _set(program, "second", part.second)
                if part.kind in OPEN_KINDS:
                    gl.disable(moderngl.CULL_FACE)
                else:
                    gl.enable(moderngl.CULL_FACE)
                drawn.render()
        gl.disable(moderngl.CULL_FACE)

    def _projection(self) -> Array:
        camera = self.camera
        near, far = 0.2, 20.0
        view = np.eye(4)
        view[:3, :3] = camera.axes
        view[:3, 3] = -camera.axes @ camera.position
        lens = np.zeros((4, 4))
        lens[0, 0] = 2 * camera.focal / camera.width
        lens[1, 1] = -2 * camera.focal / camera.height_px
        lens[2, 2] = (far + near) / (far - near)
        lens[2, 3] = -2 * far * near / (far - near)
        lens[3, 2] = 1.0
        product: Array = lens @ view
        return product

    def close(self) -> None:
        """Give the graphics context back."""
        self.gl.release()


def _sun_matrix() -> Array:
    """World to the light's own picture, orthographic, 5 m wide."""
    away = -KEY_DIRECTION
    right = np.cross(away, [0.0, 0.0, 1.0])
    right /= np.linalg.norm(right)
    up = np.cross(right, away)
    middle = np.array([0.0, 0.0, 0.9])
    half, depth = 2.6, 4.0
    matrix = np.eye(4)
    for row, (axis, scale) in enumerate(((right, half), (up, half), (away, depth))):
        matrix[row, :3] = axis / scale
        matrix[row, 3] = -axis @ middle / scale
    return matrix


def _set(program: Any, name: str, value: Any) -> None:
    """Set a uniform unless the shader's compiler dropped it as unused."""
    if name not in program:
        return
    if isinstance(value, bytes):
        program[name].write(value)
    else:
        program[name].value = value
