"""Pictures of the set-up screen: see ``tests.ui.screenshots``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtTest import QTest

from coach.errors import CameraBusy, CameraNotFound
from coach.media import read_frames
from coach.paths import DEMO
from coach.pose import Gathering
from coach.pose.people import body_size
from coach.types import Frame, Pose
from tests.ui import scripted
from ui.engine import CameraOption, Demo
from ui.follow.view import Stage

if TYPE_CHECKING:
    from tests.ui.screenshots import Studio

_CUT: Final = 0.72
"""Part of the picture that stays where the feet are below it."""
DEMO_PERSON: Final = CameraOption(str(DEMO / "good.mp4"), "", is_file=True, is_demo=True)


def filmed(name: str) -> tuple[np.ndarray, tuple[Pose, ...]]:
    """The first picture of a bundled clip and the people in it, from left to right."""
    image = next(iter(read_frames(DEMO / f"{name}.mp4"))).image
    truth = np.load(DEMO / f"{name}.npz")["points"][0]
    people = [Pose(points, np.ones(17), np.zeros((17, 3)), 0.0) for points in truth]
    return image, tuple(sorted(people, key=lambda pose: float(pose.points[0, 0])))


def setup(
    studio: Studio,
    clip: str = "good",
    *,
    people: int = 1,
    body: str = "whole",
    cut: float = 1.0,
    seconds: float = 2.0,
    done: bool = True,
    over: bool = False,
    chosen: bool = False,
) -> None:
    """The set-up screen before the people of a clip.

    Where one trains, it is the larger one, as in a session; ``over``: upside down;
    ``chosen``: who trains was clicked.
    """
    open_setup(studio, people=people, body=body, done=done)
    image, poses = filmed(clip)
    if people == 1:
        poses = tuple(sorted(poses, key=lambda pose: -body_size(pose.points)))
    image = np.ascontiguousarray(image[: round(cut * len(image))])
    if over:
        size = np.array(image.shape[1::-1], np.float32)
        image = np.ascontiguousarray(image[::-1, ::-1])
        poses = tuple(replace(pose, points=size - pose.points) for pose in poses)
    for i in range(round(20 * seconds)):
        state = scripted.live_state(
            tuple(replace(scripted.person(np.nan), pose=pose) for pose in poses[:people]),
            image,
            others=poses[people:],
        )
        studio.engine.sessions[-1].send(replace(state, frame=Frame(image, 1.0 + i / 20, i)))
        QTest.qWait(2)
        if chosen and i == 20:
            x, y = (float(v) for v in poses[0].points.mean(axis=0))
            studio.window.training.set_up.choose_person(x, y)


def open_setup(studio: Studio, *, people: int = 1, body: str = "whole", done: bool = True) -> None:
    """A video on the set-up screen, ready to start unless it is still analysed."""
    window, engine = studio.window, studio.engine
    window.controller.leave()
    studio.settle()
    window.choices.keep(people=people, body=body, camera="0")
    window.training.set_up._camera = None
    window.training.set_up._people = people
    engine.target_changes = {"duration": 41.0}
    if not done:
        engine.target_changes |= {"done": False, "fraction": 0.43, "remaining_s": 12.0}
        engine.target_changes |= {"ready_until": 3.0}
    before = len(engine.sessions)
    window.open_video(DEMO / "target.mp4")
    for _ in range(60):
        studio.settle()
        is_open = len(engine.sessions) > before and window.controller.stage is not Stage.OPENING
        if window.controller.stage is Stage.FAILED or (
            is_open and (window.controller.stage is Stage.READY or not done)
        ):
            break


def setup_recorded(studio: Studio) -> None:
    studio.engine.cameras_found = (DEMO_PERSON,)
    open_setup(studio)
    studio.window.setup.mirror.show_still(Frame(filmed("good")[0], 0.0, 0))
    studio.settle()
    studio.engine.cameras_found = (scripted.CAMERA,)


def setup_no_camera(studio: Studio) -> None:
    studio.engine.cameras_found = ()
    studio.engine.demo = Demo(DEMO / "target.mp4", DEMO_PERSON)
    studio.engine.setup.shown = Frame(filmed("target")[0], 0.0, 0)
    studio.window.controller.leave()
    studio.settle()
    studio.window.training.set_up._camera = None
    studio.window.training.set_up._people = 1
    studio.window.open_video(DEMO / "target.mp4")
    studio.settle()
    studio.engine.cameras_found = (scripted.CAMERA,)
    studio.engine.demo = None


def setup_error(studio: Studio) -> None:
    studio.engine.camera_error = CameraNotFound("HD Webcam")
    studio.engine.demo = Demo(DEMO / "target.mp4", DEMO_PERSON)
    open_setup(studio)
    studio.engine.camera_error = studio.engine.demo = None
    for _ in range(60):  # it fails before the video has shown a picture
        if studio.window.setup.target.has_picture:
            break
        QTest.qWait(15)


def setup_taken(studio: Studio) -> None:
    open_setup(studio)
    nobody = (scripted.person(np.nan),)
    problem = CameraBusy("HD Webcam")
    studio.engine.demo = Demo(DEMO / "target.mp4", DEMO_PERSON)
    studio.engine.sessions[-1].send(scripted.live_state(nobody, problem=problem))
    studio.settle()
    studio.engine.demo = None


def setup_instructor(studio: Studio) -> None:
    image, people = filmed("two_people")
    studio.engine.setup.found = Gathering(Frame(image, 4.0, 0), people)
    studio.engine.setup.number = 1
    setup(studio)
    studio.window.setup.instructor.click()
    studio.engine.setup.found = None


def setup_partner(studio: Studio, first: str = "지우", second: str = "Mina") -> None:
    """Two people who have profiles."""
    studio.engine.setup.names, studio.engine.person = (first, second), first
    studio.window.choices.keep(partner=second)
    setup(studio, "two_people", people=2)
    studio.window.choices.keep(partner="")
    studio.engine.setup.names, studio.engine.person = (), None


SETUP_SHOTS: Final = {
    "setup": setup,
    "setup_feet": lambda s: setup(s, cut=_CUT, seconds=8.0, done=False),
    "setup_upper": lambda s: setup(s, body="upper", cut=_CUT),
    "setup_who": lambda s: setup(s, "two_people"),
    "setup_who_chosen": lambda s: setup(s, "two_people", seconds=5.0, chosen=True),
    "setup_two": lambda s: setup(s, "two_people", people=2),
    "setup_partner": setup_partner,
    "setup_partner_long": lambda s: setup_partner(s, "M" * 60, "김수한무거북이와두루미삼천갑자"),
    "setup_recorded": setup_recorded,
    "setup_no_camera": setup_no_camera,
    "setup_error": setup_error,
    "setup_over": lambda s: setup(s, over=True),
    "setup_taken": setup_taken,
    "setup_instructor": setup_instructor,
}
