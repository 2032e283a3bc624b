"""Contact sheets of the exercises: eight pictures over one repetition, from two sides.

    python -m models.training.studio.contact_sheet --output docs/studio [--only squat lunge]

With ``--blind SEED`` the sheets bear numbers in a random order and no names, for somebody who
is to name them from the pictures alone; the key is written beside the folder.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.training.studio.body import Array, make_body
from models.training.studio.camera import Camera
from models.training.studio.channels import keypoints
from models.training.studio.compose import Manner, Script, perform
from models.training.studio.draw import placed
from models.training.studio.exercises import EXERCISES
from models.training.studio.people import people
from models.training.studio.rig import Rig
from models.training.studio.room import ROOMS, RoomColours
from models.training.studio.scene import Cast, Scene, shoot
from models.training.studio.take import Take

FRAMES: Final = 8
ANGLES: Final = (30.0, 85.0)
"""Degrees by which the person is turned to the own right: the camera sees the left side."""
SIDE: Final = 220
"""Of a picture, pixels."""
COLOURS: Final = RoomColours(
    (0.62, 0.61, 0.58), (0.40, 0.30, 0.20), (0.16, 0.24, 0.30), (0.30, 0.32, 0.34),
    (0.36, 0.25, 0.15),
)  # fmt: skip


def sheet(name: str, number: int) -> NDArray[np.uint8]:
    """(2 * SIDE, FRAMES * SIDE, 3) RGB pictures of one exercise by one person."""
    person = people("evaluate", 1, 900 + number)[0]
    body = make_body(person.shape)
    rows = []
    for angle in ANGLES:
        cast = Cast(person, body, _take(name, number, Rig(body), -angle))
        joints = cast.joints()
        camera = _camera(joints)
        scene = Scene(
            name, (number,), 15.0, (cast,), camera, ROOMS["quiet_room"](COLOURS), level="clip"
        )
        rows.append(np.concatenate([picture for picture, _ in shoot(scene)], axis=1))
    return np.concatenate(rows)


def _take(name: str, number: int, rig: Rig, heading: float) -> Take:
    """FRAMES instants of one repetition, of both sides if they alternate."""
    plan = EXERCISES[name]
    rng = np.random.default_rng(number)
    script = Script(rng, Manner(sway=0.5), heading, posture=plan.posture)
    script.wait(0.5)
    script.exercise(name, 2 if plan.side == "alternating" else 1)
    segment = next(s for s in script.segments if s.kind == "exercise")
    begin, end = segment.start, segment.end
    if segment.repetitions:
        begin, end = segment.repetitions[0][0], segment.repetitions[-1][1]
    times = begin + np.linspace(0.02, 0.98, FRAMES) * (end - begin)
    take = perform(rig, script, times)
    return placed(take, keypoints(rig.body, take.motion))[0]


def _camera(joints: Array) -> Camera:
    """Square pictures of all that moves."""
    across = 2 * float(np.abs(joints[..., 0]).max()) + 0.5
    tall = float(joints[..., 2].max()) + 0.45
    distance = 3.2
    fov = 2 * np.degrees(np.arctan(0.5 * max(across, tall) / (distance - 0.3)))
    return Camera(distance=distance, height=1.15, look=0.5 * tall - 0.1, fov=float(fov),
                  width=SIDE, height_px=SIDE)  # fmt: skip


def main() -> None:
    """Write the sheets."""
    parser = argparse.ArgumentParser(description="Contact sheets of the exercises.")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--only", nargs="*", default=None)
    parser.add_argument("--blind", type=int, default=None, metavar="SEED")
    arguments = parser.parse_args()
    names = arguments.only or list(EXERCISES)
    titles = names
    if arguments.blind is not None:
        order = np.random.default_rng(arguments.blind).permutation(len(names))
        titles = [f"{place + 1:02}" for place in np.argsort(order)]
        key = dict(sorted(zip(titles, names, strict=True)))
        Path(f"{arguments.output}.key.json").write_text(json.dumps(key, indent=1))
    arguments.output.mkdir(parents=True, exist_ok=True)
    for number, (name, title) in enumerate(zip(names, titles, strict=True)):
        picture = cv2.cvtColor(sheet(name, number), cv2.COLOR_RGB2BGR)
        path = arguments.output / f"{title}.jpg"
        cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, 80])
        print(path, flush=True)


if __name__ == "__main__":
    main()
