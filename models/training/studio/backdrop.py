"""The empty room as a camera sees it: surfaces drawn, light traced at a coarser grain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from models.training.studio.body import Array
from models.training.studio.camera import Camera
from models.training.studio.graphics import graphics, put
from models.training.studio.things import BALL, BOX, MATERIALS, WINDOW, Room, Thing

SAMPLES = 2
"""Samples of the surfaces a pixel, along one axis."""
TRACED = 64
"""At most so many things stop light."""
SMALL = 0.04
"""Things all of whose half sizes but one are below this stop no light, metres."""


UNITS = {"room_ambient": 0, "room_direct": 1, "room_shape": 2, "room_lit": 3, "room_dark": 4}
"""Texture units of a room's layers."""


@dataclass(frozen=True, slots=True)
class Tracing:
    """How much is spent on the light of a room.

    Attributes:
        step: pixels a sample of the light, along one axis.
        rays, key_rays: a sample, to all sides and towards the key light.
    """

    step: int
    rays: int
    key_rays: int


class Backdrop:
    """One room from one place: textures of its light and shape, and its furniture."""

    def __init__(self, camera: Camera, room: Room, tracing: Tracing) -> None:
        self._g = graphics()
        self.size = (camera.width, camera.height_px)
        meshes = [_mesh(thing) for thing in room.things]
        surfaces = self._draw(room, meshes)
        light = self._trace(room, tracing, surfaces)
        self.layers = self._join(tracing, surfaces, light)
        self.empty = self._empty()
        self.furniture = self._solid(camera, room, meshes)

    def use(self) -> None:
        """Bind the layers for backdrop.frag."""
        for unit, layer in enumerate((*self.layers, *self.empty)):
            layer.use(unit)

    def _draw(self, room: Room, meshes: Sequence[NDArray[np.float32]]) -> Any:
        """Paint and shape of all surfaces, SAMPLES times as fine as the picture."""
        g, size = self._g, (self.size[0] * SAMPLES, self.size[1] * SAMPLES)
        target = g.textures("surfaces", size, ("4f2", "4f4"))
        target.use()
        g.gl.disable(moderngl.DEPTH_TEST)
        target.clear(depth=1.0)
        program, screen = g.screen("sky.frag")
        put(program, zenith=room.zenith, horizon=room.horizon, cloud=room.cloud)
        put(program, scale=float(SAMPLES))
        screen.render()
        g.gl.enable(moderngl.DEPTH_TEST)
        g.gl.enable(moderngl.CULL_FACE)
        poster = self._poster(room)
        poster.use(5)
        for material in sorted({thing.material for thing in room.things}):
            chosen = [m for m, t in zip(meshes, room.things, strict=True) if t.material == material]
            program = g.program("room.vert", "room.frag", MATERIAL=material, **MATERIALS)
            put(program, poster=5)
            corners = g.gl.buffer(np.concatenate(chosen).tobytes())
            names = ("position", "normal", "local", "paint", "second", "extent")
            layout = [(corners, "3f 3f 3f 3f 3f 4f", *names)]
            g.gl.vertex_array(program, layout, skip_errors=True).render()
        g.gl.disable(moderngl.CULL_FACE)
        g.gl.disable(moderngl.DEPTH_TEST)
        return target

    def _poster(self, room: Room) -> Any:
        picture = np.full((2, 2, 3), 128, np.uint8) if room.poster is None else room.poster
        height, width = picture.shape[:2]
        texture = self._g.gl.texture((width, height), 3, picture.tobytes(), alignment=1)
        texture.build_mipmaps()
        texture.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
        return texture

    def _trace(self, room: Room, tracing: Tracing, surfaces: Any) -> Any:
        """Light on the surfaces, one sample for ``tracing.step`` pixels each way, smoothed."""
        g = self._g
        size = (-(-self.size[0] // tracing.step), -(-self.size[1] // tracing.step))
        defined = {"RAYS": tracing.rays, "KEY_RAYS": tracing.key_rays}
        program, screen = g.screen("room_light.frag", **defined)
        for name, table in _table(room).items():
            put(program, **{name: table})
        surfaces.color_attachments[0].use(0)
        surfaces.color_attachments[1].use(1)
        grain = float(tracing.step * SAMPLES)
        put(program, paint=0, shape=1, step_size=grain, samples=float(SAMPLES))
        put(program, softness=room.light.softness)
        kinds = ("4f2", "4f2")
        here, there = (g.textures(name, size, kinds) for name in ("light", "smoothed"))
        here.use()
        screen.render()
        program, screen = g.screen("room_filter.frag")
        for spread in (1, 2, 4):
            here.color_attachments[0].use(2)
            here.color_attachments[1].use(3)
            put(program, shape=1, light=2, mirror=3, step_size=grain, spread=spread)
            there.use()
            screen.render()
            here, there = there, here
        return here

    def _join(self, tracing: Tracing, surfaces: Any, light: Any) -> list[Any]:
        """Ambient light, direct light and shape (normal, distance) at the picture's size."""
        g = self._g
        layers = g.new_textures(self.size, ("4f2", "4f2", "4f2"))
        program, screen = g.screen("room_join.frag")
        for unit, texture in enumerate((*surfaces.color_attachments, *light.color_attachments)):
            texture.use(unit)
        put(program, paint=0, shape=1, light=2, mirror=3)
        put(program, samples=SAMPLES, step_size=float(tracing.step * SAMPLES))
        g.gl.framebuffer(layers).use()
        screen.render()
        g.gl.finish()
        return layers

    def _empty(self) -> list[Any]:
        """The room with nobody in it as pictures: lit, and without the key light."""
        g = self._g
        pictures = g.new_textures(self.size, ("4f1", "4f1"))
        program, screen = g.screen("backdrop.frag", MODE=0)
        put(program, **UNITS)
        for unit, layer in enumerate(self.layers):
            layer.use(unit)
        g.gl.framebuffer(pictures).use()
        screen.render()
        return pictures

    def _solid(
        self, camera: Camera, room: Room, meshes: Sequence[NDArray[np.float32]]
    ) -> Any | None:
        """Furniture that may hide people, or None."""
        chosen = [
            mesh[:, :3]
            for mesh, thing in zip(meshes, room.things, strict=True)
            if thing.hides and _may_hide(camera, mesh[:, :3])
        ]
        if not chosen:
            return None
        corners = self._g.gl.buffer(np.concatenate(chosen).tobytes())
        program = self._g.program("solid.vert", "solid.frag")
        return self._g.gl.vertex_array(program, [(corners, "3f", "position")])


REACH = 1.2
"""People stay nearer than this to the middle of the room, metres."""


def _may_hide(camera: Camera, corners: NDArray[np.float32]) -> bool:
    """Whether a thing is before, or among, the people and in the picture."""
    seen = camera.view(corners.astype(np.float64))
    middle = camera.view(np.zeros(3))[2]
    return bool(seen[:, 2].min() < middle + REACH and seen[:, 2].max() > 0.2)


def _table(room: Room) -> dict[str, Any]:
    """Uniforms of the things that stop light, the largest first."""
    sizable = [t for t in room.things if sorted(t.half)[1] > SMALL and t.stops_light]
    sizable.sort(key=lambda t: -float(np.prod(sorted(t.half)[1:])))
    sizable = sizable[:TRACED]
    middle, extent, tint = (np.zeros((TRACED, 4), "f4") for _ in range(3))
    for i, thing in enumerate(sizable):
        shines = thing.material == WINDOW
        middle[i] = (*thing.middle, np.radians(thing.turn))
        extent[i] = (*thing.half, thing.shape)
        colour = np.array(thing.colour) * (1.9 * thing.second[0] / 1.25 if shines else 1.0)
        tint[i] = (*colour, 2.0 if shines else float(thing.throws_shadow))
    return {
        "middle": middle.tobytes(),
        "extent": extent.tobytes(),
        "tint": tint.tobytes(),
        "n_things": len(sizable),
    }


@lru_cache(maxsize=8)
def _unit(shape: int) -> tuple[Array, Array]:
    """(N, 3) corners of triangles of a shape of half size 1, and their normals."""
    if shape == BOX:
        return _unit_box()
    if shape == BALL:
        rows = _grid(9, 16)
        return rows, rows
    return _unit_cylinder()


def _unit_box() -> tuple[Array, Array]:
    corners, normals = [], []
    for axis in range(3):
        for sign in (-1.0, 1.0):
            u, v = np.eye(3)[(axis + 1) % 3], np.eye(3)[(axis + 2) % 3] * sign
            n = np.eye(3)[axis] * sign
            square = [n - u - v, n + u - v, n + u + v, n - u + v]
            corners += [square[i] for i in (0, 1, 2, 0, 2, 3)]
            normals += [n] * 6
    return np.array(corners), np.array(normals)


def _grid(rows: int, columns: int) -> Array:
    """Triangles of a unit ball."""
    up = np.linspace(0, np.pi, rows + 1)
    round_ = np.linspace(0, 2 * np.pi, columns + 1)
    ball = np.stack(
        [
            np.outer(np.sin(up), np.cos(round_)),
            np.outer(np.sin(up), np.sin(round_)),
            np.outer(np.cos(up), np.ones(columns + 1)),
        ],
        axis=-1,
    )
    a, b, c, d = ball[:-1, :-1], ball[1:, :-1], ball[1:, 1:], ball[:-1, 1:]
    return np.stack([a, b, c, a, c, d], axis=2).reshape(-1, 3)


def _unit_cylinder(columns: int = 20) -> tuple[Array, Array]:
    turn = np.linspace(0, 2 * np.pi, columns + 1)
    ring = np.stack([np.cos(turn), np.sin(turn), np.zeros(columns + 1)], axis=-1)
    up = np.array([0.0, 0.0, 1.0])
    a, b = ring[:-1], ring[1:]
    side = np.stack([a - up, b - up, b + up, a - up, b + up, a + up], axis=1).reshape(-1, 3)
    flat = side * [1, 1, 0]
    caps, faces = [], []
    for sign in (1.0, -1.0):
        first, second = (a, b) if sign > 0 else (b, a)
        middle = np.broadcast_to(up * sign, a.shape)
        caps.append(np.stack([middle, first + up * sign, second + up * sign], 1).reshape(-1, 3))
        faces.append(np.broadcast_to(up * sign, (3 * columns, 3)))
    return np.concatenate([side, *caps]), np.concatenate([flat, *faces])


def _mesh(thing: Thing) -> NDArray[np.float32]:
    """(N, 19) corners of triangles: position, normal, local, two colours, extent."""
    unit, normals = _unit(thing.shape)
    half = np.array(thing.half)
    local = unit * half
    facing = normals / half
    facing = facing / np.linalg.norm(facing, axis=1, keepdims=True)
    a = np.radians(thing.turn)
    turn = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    rest = np.array([*thing.colour, *thing.second, *thing.half, thing.pattern])
    columns = [
        local @ turn.T + np.array(thing.middle),
        facing @ turn.T,
        local,
        np.broadcast_to(rest, (len(unit), len(rest))),
    ]
    return np.concatenate(columns, axis=1).astype(np.float32)
