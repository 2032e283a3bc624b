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
from models.training.studio.room import Thing
from models.training.studio.wardrobe import Part

SHADERS = Path(__file__).parent / "shaders"
KINDS = ("skin", "eye", "hair", "shirt", "trousers", "shoe")
KEY_DIRECTION = np.array([-0.50, -0.70, 1.05]) / np.linalg.norm([-0.50, -0.70, 1.05])
KEY_COLOUR = (1.18, 1.10, 1.00)
EXPOSURE = 0.82
SHADOW_PIXELS = 1024
ROOM_SAMPLES = 24
BALLS = (
    (9, 0.05), (10, 0.05), (7, 0.06), (8, 0.06), (13, 0.09), (14, 0.09), (15, 0.085),
    (16, 0.085), (0, 0.11),
)  # fmt: skip
"""COCO keypoints round which a ball keeps light away, and its radius in metres."""


def _source(name: str) -> str:
    text = (SHADERS / name).read_text()
    return text.replace("#include light.glsl", (SHADERS / "light.glsl").read_text())


class Actor:
    """A dressed person on the graphics side."""

    def __init__(self, stage: Stage, parts: Sequence[Part]) -> None:
        self.pieces: list[tuple[Part, Any, Any]] = []
        for part in parts:
            data = np.concatenate(
                [
                    part.vertices,
                    part.normals,
                    part.bones,
                    part.weights,
                    part.features,
                    part.edge[:, None],
                ],
                axis=1,
            ).astype("f4")
            vertices = stage.gl.buffer(data.tobytes())
            index = stage.gl.buffer(part.faces.astype("i4").tobytes())
            layout = [(vertices, "3f 3f 4f 4f 4f 1f", "position", "normal", "bone", "weight",
                       "feature", "edge")]  # fmt: skip
            self.pieces.append(
                (
                    part,
                    stage.gl.vertex_array(stage.person, layout, index, skip_errors=True),
                    stage.gl.vertex_array(stage.depth, layout, index, skip_errors=True),
                )
            )


class Stage:
    """One room seen by one camera."""

    def __init__(self, camera: Camera, room: Sequence[Thing]) -> None:
        self.camera = camera
        self.gl = moderngl.create_context(standalone=True, backend="egl", require=330)
        gl, size = self.gl, (camera.width, camera.height_px)
        self.person = gl.program(_source("person.vert"), fragment_shader=_source("person.frag"))
        self.depth = gl.program(_source("person.vert"), fragment_shader=_source("depth.frag"))
        self._backdrop = gl.program(
            _source("screen.vert"), fragment_shader=_source("backdrop.frag")
        )
        corners = gl.buffer(np.array([-1, -1, 3, -1, -1, 3], "f4").tobytes())
        self._screen = gl.vertex_array(self._backdrop, [(corners, "2f", "corner")])
        self._room = self._trace(room, corners)
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
        for program in (self.person, self._backdrop):
            _set(program, "shadow_matrix", (scale @ matrix).T.astype("f4").tobytes())
            _set(program, "key_direction", tuple(KEY_DIRECTION))
            _set(program, "key_colour", KEY_COLOUR)
            _set(program, "exposure", EXPOSURE)
            _set(program, "shadow_map", 4)
        _set(self.person, "eye", tuple(self.camera.position))
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

    def picture(
        self, actors: Sequence[Actor], transforms: Sequence[Array], joints: Sequence[Array]
    ) -> NDArray[np.uint8]:
        """(H, W, 3) uint8 picture of the actors.

        ``transforms``: (B, 3, 4) bone transforms of each; ``joints``: (17, 3) world points.
        """
        gl = self.gl
        bones = [np.ascontiguousarray(t, dtype="f4").tobytes() for t in transforms]
        self._shadow_target.use()
        self._shadow_target.clear(depth=1.0)
        gl.enable(moderngl.DEPTH_TEST)
        _set(self.depth, "projection", self._sun.T.astype("f4").tobytes())
        for actor, rows in zip(actors, bones, strict=True):
            _set(self.depth, "bones", rows)
            for part, _, caster in actor.pieces:
                if part.kind != "eye":
                    caster.render()
        balls = [
            (*j[k], radius)
            for j in joints
            for k, radius in BALLS
            if np.isfinite(j[k]).all()
        ]  # fmt: skip
        table = np.zeros((20, 4), "f4")
        table[: len(balls)] = balls
        for program in (self.person, self._backdrop):
            _set(program, "blobs", table.tobytes())
            _set(program, "n_blobs", len(balls))
        self._many.use()
        self._many.clear(depth=1.0)
        self._shadow.use(4)
        gl.disable(moderngl.DEPTH_TEST)
        for unit, layer in enumerate(self._room):
            layer.use(unit)
        self._screen.render()
        gl.enable(moderngl.DEPTH_TEST)
        _set(self.person, "projection", self._projection().T.astype("f4").tobytes())
        for actor, rows in zip(actors, bones, strict=True):
            _set(self.person, "bones", rows)
            for part, drawn, _ in actor.pieces:
                _set(self.person, "kind", KINDS.index(part.kind))
                _set(self.person, "colour", part.colour)
                _set(self.person, "second", part.second)
                drawn.render()
        gl.copy_framebuffer(self._one, self._many)
        raw = self._one.read(components=3, alignment=1)
        image = np.frombuffer(raw, np.uint8).reshape(self.camera.height_px, self.camera.width, 3)
        return np.ascontiguousarray(image[::-1])

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
