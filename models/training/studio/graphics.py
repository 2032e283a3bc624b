"""The process's one OpenGL context: programs compiled once, targets kept by size."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

SHADERS = Path(__file__).parent / "shaders"
TARGETS = 24
"""Targets that are kept, five or so for each size of picture."""
N_BALLS = 40
SKY_AT, BALLS_AT = 2 * 16 + 6 * 4, 2 * 16 + 9 * 4
"""Where these begin in the shaders' Scene, in floats."""
_SCENE_FLOATS = BALLS_AT + N_BALLS * 4


class Graphics:
    """A context without a screen, and what all stages share."""

    def __init__(self) -> None:
        # Work is parallel by processes; Mesa's own threads only get in each other's way.
        os.environ.setdefault("LP_NUM_THREADS", "0")
        self.gl: Any = moderngl.create_context(standalone=True, backend="egl", require=330)
        self.gl.gc_mode = "auto"
        self.gl.front_face = "cw"  # the first row of a picture is its top
        self._programs: dict[Any, Any] = {}
        self._screens: dict[Any, Any] = {}
        self._targets: OrderedDict[Any, Any] = OrderedDict()
        self._scene = self.gl.buffer(reserve=_SCENE_FLOATS * 4, dynamic=True)
        self._scene.bind_to_uniform_block(0)
        self.whole = self.gl.buffer(np.array([-1, -1, 3, -1, -1, 3], "f4").tobytes())

    def program(self, vertex: str, fragment: str, **defined: float) -> Any:
        """The program of two shader files with these names defined."""
        key = (vertex, fragment, *sorted(defined.items()))
        if key not in self._programs:
            program = self.gl.program(
                vertex_shader=_source(vertex, defined), fragment_shader=_source(fragment, defined)
            )
            if "Scene" in program:
                program["Scene"].binding = 0
            self._programs[key] = program
        return self._programs[key]

    def screen(self, fragment: str, **defined: float) -> tuple[Any, Any]:
        """A program that fills the picture, and what to render to run it."""
        program = self.program("screen.vert", fragment, **defined)
        key = (fragment, *sorted(defined.items()))
        if key not in self._screens:
            self._screens[key] = self.gl.vertex_array(program, [(self.whole, "2f", "corner")])
        return program, self._screens[key]

    def textures(self, name: str, size: tuple[int, int], kinds: tuple[str, ...]) -> Any:
        """A target with these textures (components and type: "4f2"); kept for the next time."""

        def made() -> Any:
            return self.gl.framebuffer(
                self.new_textures(size, kinds), self.gl.depth_renderbuffer(size)
            )

        return self._kept((name, size, kinds), made)

    def new_textures(self, size: tuple[int, int], kinds: tuple[str, ...]) -> list[Any]:
        """Textures of these kinds that are looked up without filtering."""
        made = [self.gl.texture(size, int(kind[0]), dtype=kind[1:]) for kind in kinds]
        for texture in made:
            texture.filter = (moderngl.NEAREST, moderngl.NEAREST)
        return made

    def pictures(self, size: tuple[int, int], samples: int) -> Any:
        """The target that pictures are drawn in."""

        def made() -> Any:
            return self.gl.framebuffer(
                self.gl.renderbuffer(size, 4, samples=samples),
                self.gl.depth_renderbuffer(size, samples=samples),
            )

        return self._kept(("picture", size, samples), made)

    def shadows(self, pixels: int) -> tuple[Any, Any]:
        """The light's picture: target and texture."""

        def made() -> tuple[Any, Any]:
            texture = self.gl.depth_texture((pixels, pixels))
            texture.compare_func = "<="
            texture.repeat_x = texture.repeat_y = False
            return self.gl.framebuffer(depth_attachment=texture), texture

        target: tuple[Any, Any] = self._kept(("shadow", pixels), made)
        return target

    def _kept(self, key: Any, make: Callable[[], Any]) -> Any:
        """What was made for this key before; the longest unused ones are let go."""
        if key not in self._targets:
            self._targets[key] = make()
            while len(self._targets) > TARGETS:
                self._targets.popitem(last=False)
        self._targets.move_to_end(key)
        return self._targets[key]

    def write_scene(self, values: NDArray[np.float32]) -> None:
        """What the shaders know as Scene, (_SCENE_FLOATS,) in its order."""
        self._scene.write(values.tobytes())


@lru_cache(maxsize=1)
def graphics() -> Graphics:
    """This process's graphics."""
    return Graphics()


def _source(name: str, defined: dict[str, float]) -> str:
    """A shader's text with its includes and these names defined."""
    version, rest = (SHADERS / name).read_text().split("\n", 1)
    lines = []
    for line in rest.split("\n"):
        if line.startswith("#include "):
            lines.append((SHADERS / line.split()[1]).read_text())
        else:
            lines.append(line)
    return "\n".join([version, *(f"#define {k} {v}" for k, v in defined.items()), *lines])


def put(program: Any, **values: Any) -> None:
    """Set uniforms unless the shader's compiler dropped them as unused."""
    for name, value in values.items():
        if name not in program:
            continue
        if isinstance(value, bytes):
            program[name].write(value)
        else:
            program[name].value = value
