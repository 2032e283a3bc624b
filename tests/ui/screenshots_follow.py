"""Pictures of the follow screen: what ``tests.ui.screenshots`` shows of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from coach.errors import CameraLost
from coach.media import read_frames
from coach.paths import DEMO
from coach.session import Alarm
from coach.session.state import nobody
from coach.types import Cue, Move, Pose
from tests.ui import scripted
from ui.follow.showing import follow_view
from ui.follow.view import Situation, Stage
from ui.kit.picture import as_image

if TYPE_CHECKING:
    from tests.ui.screenshots import Studio

KNEES: Final = Cue("bend_knee", "both", 20.0)
ARM: Final = Cue("raise_arm", "right", 25.0)
SECOND: Final = 212.0
"""Of the made-up video."""
TARGET_AT, PERSON_AT, NEXT_AT = 4.4, 5.6, 17.0
"""Seconds of the demo clips: the coach stands, the person bends the knees, the move after."""
APART: Final = 110.0
"""Pixels from the middle of the picture to each of two people."""
MOVES: Final = tuple(
    Move(name, start, end, 10)
    for name, start, end in (
        ("squat", 10.0, 80.0), ("lunge", 100.0, 170.0), ("squat", 190.0, 217.0),
        ("lateral_raise", 218.0, 300.0), ("plank", 330.0, 400.0), ("squat", 430.0, 560.0),
        ("lunge", 600.0, 740.0),
    )
)  # fmt: skip


@cache
def moment(clip: str, second: float) -> tuple[NDArray[np.uint8], Pose]:
    """Picture and pose of a demo clip, or plain ones where it is not there."""
    if not (DEMO / f"{clip}.mp4").exists():
        return scripted.picture(), scripted.pose()
    image = next(iter(read_frames(DEMO / f"{clip}.mp4", start=second))).image
    truth = np.load(DEMO / f"{clip}.npz")
    i = int(np.searchsorted(truth["time"], second))
    world = truth["world"][i, 0] if "world" in truth else np.zeros((17, 3))
    return image, Pose(truth["points"][i, 0], np.ones(17), world, second)


@dataclass(frozen=True)
class Scene:
    """A moment of a session; ``live`` and ``now``: other fields of its state and situation."""

    stage: Stage = Stage.RUNNING
    people: int = 1
    score: float = 87.0
    settings: dict[str, Any] = field(default_factory=dict)
    live: dict[str, Any] = field(default_factory=dict)
    now: dict[str, Any] = field(default_factory=dict)
    is_faded: bool = False


def show(scene: Scene) -> Callable[[Studio], None]:
    """The follow screen in a scene."""

    def shot(studio: Studio) -> None:
        screen = studio.window.follow
        studio.window.controller.leave()  # else the session of another picture goes on
        studio.settle()
        studio.window.show_screen("follow")
        screen.show_choices(replace(studio.window.settings, **scene.settings))
        screen.begin(scene.people)
        studio.settle()
        screen.show_picture(QImage(as_image(moment("target", TARGET_AT)[0])), SECOND)
        now = _situation(studio, scene)
        if now.live is not None:
            screen.show_state(now.live)
        studio.window.controller._stage = scene.stage
        _draw_chart(studio, scene)
        screen.show_view(follow_view(now, studio.texts))
        screen.fading.set_still(True)
        screen.fading.stir()
        if scene.is_faded:
            screen.fading._go()

    return shot


_BEFORE: Final = (Stage.OPENING, Stage.ANALYSING, Stage.READY)
"""Nothing is scored yet."""


def _has_begun(scene: Scene) -> bool:
    return scene.stage not in _BEFORE and scene.stage is not Stage.COUNTDOWN


def _situation(studio: Studio, scene: Scene) -> Situation:
    image, pose = moment("good", PERSON_AT)
    begun = _has_begun(scene)
    shifts = (-APART, APART) if scene.people > 1 else (0.0,)
    people = (
        scripted.person(scene.score, cue=None if np.isnan(scene.score) else KNEES),
        scripted.person(64.0, cue=ARM, repetitions=5, average=66.0),
    )
    people = tuple(
        replace(person, pose=replace(pose, points=pose.points + np.array([shift, 0.0])))
        for person, shift in zip(people, shifts, strict=False)
    )
    if not begun:
        unknown = {"score": None, "smoothed_score": np.nan, "average": np.nan, "cue": None}
        people = tuple(replace(person, repetitions=0, **unknown) for person in people)
    if isinstance(scene.live.get("problem"), CameraLost):  # as the session does: nobody is seen
        people = nobody(scene.people)
    live: dict[str, Any] = {
        "target_pose": moment("target", TARGET_AT)[1],
        "move": MOVES[2] if begun else None,
        "next_move": MOVES[3] if begun else MOVES[0],
        "target_shown": 8 if begun else 0,
        "synchrony": 0.83,
    }
    state = scripted.live_state(people, image, **(live | scene.live))
    target = scripted.ScriptedTarget(
        Path("x.mp4"), duration=754.0, fraction=0.43, remaining_s=12, done=False, moves=MOVES
    )
    now: dict[str, Any] = {
        "failure": studio.texts("ui_video_no_picture"),
        "claps": True,
        "alarm": state.alarm,
        "alarm_left": 8,
        "next_pose": moment("target", NEXT_AT)[1],
        "flipped": bool(scene.settings.get("follow_flip")),
        "camera": scripted.CAMERA.name,
    }
    return Situation(
        scene.stage,
        target,
        state if scene.stage is not Stage.OPENING else None,
        scene.people,
        SECOND if begun else 0.0,
        2,
        tuple(person.cue for person in people),
        **(now | scene.now),
    )


def _draw_chart(studio: Studio, scene: Scene) -> None:
    """Half a minute of scores with a stretch that could not be judged."""
    chart = studio.window.follow.chart
    chart.clear_scores()
    if not _has_begun(scene):
        return
    unjudged = 280 if np.isnan(scene.score) else 301
    last = 78 + 15 * np.sin(300 / 21) + 5 * np.sin(300 / 4.3)
    off = 0.0 if np.isnan(scene.score) else scene.score - last
    for i in range(301):
        wave = 78 + 15 * np.sin(i / 21) + 5 * np.sin(i / 4.3)
        value = float("nan") if 120 < i < 160 or i >= unjudged else float(wave + off * i / 300)
        chart.push(i / 10, (value, value - 23)[: scene.people])


def _in(layout: str, **settings: Any) -> dict[str, Any]:
    return {"follow_layout": layout, **settings}


SCENES: Final = {
    "follow": Scene(is_faded=True),
    "follow_controls": Scene(),
    "follow_two": Scene(people=2),
    "follow_names": Scene(people=2, now={"names": ("지우", "M" * 60)}),
    "follow_ghost": Scene(settings={"follow_ghost": True}, is_faded=True),
    "follow_stacked": Scene(settings=_in("stacked", follow_ghost=True)),
    "follow_stacked_two": Scene(settings=_in("stacked"), people=2),
    "follow_corner": Scene(settings=_in("corner")),
    "follow_skeleton": Scene(settings=_in("skeleton", follow_ghost=True)),
    "follow_target": Scene(settings=_in("target")),
    "follow_unjudged": Scene(
        score=float("nan"), live={"note": "note_no_picture", "problem": CameraLost("0")}
    ),
    "follow_unjudged_target": Scene(
        score=float("nan"), settings=_in("target"), live={"note": "note_feet_hidden"}
    ),
    "follow_ready": Scene(Stage.READY),
    "follow_analysing": Scene(Stage.ANALYSING),
    "follow_countdown": Scene(Stage.COUNTDOWN),
    "follow_paused": Scene(Stage.PAUSED),
    "follow_failed": Scene(Stage.FAILED),
    "follow_asked": Scene(Stage.PAUSED, live={"alarm": Alarm(0, 0.0, is_off=False)}),
    "follow_alarm": Scene(Stage.PAUSED, live={"alarm": Alarm(0, 0.0, is_off=True)}),
}


def follow_keys(studio: Studio) -> None:
    """The list of keys."""
    show(Scene(Stage.PAUSED))(studio)
    studio.window.follow.keys_card.open()


def _closed(shot: Callable[[Studio], None]) -> Callable[[Studio], None]:
    """A scene, whatever was open before."""

    def taken(studio: Studio) -> None:
        studio.window.follow.keys_card.hide()
        shot(studio)

    return taken


FOLLOW_SHOTS: Final[dict[str, Callable[[Studio], None]]] = {
    **{name: _closed(show(scene)) for name, scene in SCENES.items()},
    "follow_keys": follow_keys,
}
