"""What pictures cost in processor time, and whether many cameras leak.

LP_NUM_THREADS=1 taskset -c 0 python -m models.training.studio.measure [--cameras 300]
"""

from __future__ import annotations

import argparse
import resource
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np

from models.training.studio.body import Array, Body, BodyShape, make_body
from models.training.studio.camera import Camera, random_camera
from models.training.studio.effects import Lens, random_effects
from models.training.studio.outfit import Outfit
from models.training.studio.render import LEVELS, Actor, Stage
from models.training.studio.room import random_room
from models.training.studio.wardrobe import dress

OUTFIT = Outfit(
    skin=(0.42, 0.22, 0.13), hair=(0.02, 0.01, 0.01), shirt=(0.5, 0.36, 0.06),
    stripe=(0.1, 0.1, 0.1), trousers=(0.05, 0.06, 0.09), shoes=(0.55, 0.55, 0.55),
)  # fmt: skip
PICTURES = 60


def seconds_used() -> float:
    """Processor time of this process, user and system."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def memory_mb() -> float:
    """Memory in use, MB."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 1e6


def standing(body: Body, turn: float) -> tuple[Array, Array]:
    """Bone transforms and joints of a body that stands, turned by degrees."""
    a = np.radians(turn)
    about = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    rows = np.concatenate([about, np.zeros((3, 1))], axis=1)
    joints = body.moments[..., :3].sum(axis=1) @ about.T
    return np.repeat(rows[None], len(body.bones), axis=0), joints


def timed(name: str, owner: Any, method: str, spent: dict[str, float]) -> None:
    """Count what a method of ``owner`` takes."""
    original: Callable[..., Any] = getattr(owner, method)

    def measured(*arguments: Any) -> Any:
        begin = seconds_used()
        result = original(*arguments)
        if isinstance(owner, Stage):
            owner.gl.finish()
        spent[name] = spent.get(name, 0.0) + seconds_used() - begin
        return result

    setattr(owner, method, measured)


def measure(level: str, camera: Camera, body: Body, split: bool) -> dict[str, float]:
    """Milliseconds a picture, by step; ``split`` waits for the graphics after each step."""
    stage = Stage(camera, random_room(np.random.default_rng(1), camera, "living_room"), level)
    actor = Actor(stage, dress(body, OUTFIT), body.bones)
    lens = Lens(random_effects(np.random.default_rng(1), True))
    spent: dict[str, float] = {}
    if split:
        timed("skinning", actor, "pose", spent)
        for name, method in (
            ("scene", "_scene"), ("shadow map", "_cast_shadows"), ("room", "_draw_room"),
            ("people", "_draw_people"),
        ):  # fmt: skip
            timed(name, stage, method, spent)
    before = standing(body, -3)[1]
    for k in range(-5, PICTURES):
        if k == 0:
            spent.clear()
        rows, joints = standing(body, 3.0 * k)
        a = seconds_used()
        picture = stage.picture([actor], [rows], [joints])
        b = seconds_used()
        stage.visible([joints])
        c = seconds_used()
        lens.apply(picture, k + 5, [(camera.project(before), camera.project(joints))])
        d = seconds_used()
        before = joints
        for name, used in (("picture", b - a), ("visibility", c - b), ("effects", d - c)):
            spent[name] = spent.get(name, 0.0) + used
    return {name: 1000 * used / PICTURES for name, used in spent.items()}


def many_cameras(count: int, body: Body) -> None:
    """Rooms and cameras one after another: seconds of each, and memory."""
    parts = dress(body, OUTFIT)
    actor: Actor | None = None
    used = []
    for k in range(count):
        rng = np.random.default_rng(k)
        begin = seconds_used()
        camera = random_camera(rng, True)
        stage = Stage(camera, random_room(rng, camera, None, True), "training")
        stage.gl.finish()
        used.append(seconds_used() - begin)
        actor = actor or Actor(stage, parts, body.bones)
        rows, joints = standing(body, 3.0 * k)
        stage.picture([actor], [rows], [joints])
        stage.close()
        if k in (0, 20) or (k + 1) % 100 == 0:
            print(f"  camera {k + 1}: memory {memory_mb():.0f} MB")
    later = np.array(used[min(20, count // 2) :])
    print(f"  a room and camera: mean {later.mean():.2f} s, longest {later.max():.2f} s;", end=" ")
    print(f"the first of the process {used[0]:.2f} s")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cameras", type=int, default=300)
    cameras = int(parser.parse_args().cameras)
    cv2.setNumThreads(1)
    body = make_body(BodyShape(gender=0.0))
    for level in LEVELS:
        for width, height in ((640, 480), (320, 240)):
            camera = Camera(distance=3.2, width=width, height_px=height)
            parts = measure(level, camera, body, True)
            whole = measure(level, camera, body, False)
            steps = ", ".join(f"{k} {v:.1f}" for k, v in parts.items() if k not in whole)
            total = sum(whole.values())
            print(
                f"{level} {width}x{height}: {total:.1f} ms, {1000 / total:.0f} a second:", end=" "
            )
            print(", ".join(f"{k} {v:.1f}" for k, v in whole.items()), f"({steps})")
    print(f"{cameras} cameras at the training level:")
    many_cameras(cameras, body)


if __name__ == "__main__":
    main()
