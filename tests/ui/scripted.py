"""A scripted engine: plays a session by itself, through the same doors as the real one."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from coach.angles import ANGLES
from coach.errors import FileMissing, UserCanFix, VideoUnreadable
from coach.session import LiveState, PersonState, Phase
from coach.texts import Texts
from coach.types import (
    Cue,
    Frame,
    FrameScore,
    Move,
    MoveScore,
    PersonResult,
    Pose,
    SessionResult,
)
from tests.ui.scripted_diary import ScriptedDesk
from tests.ui.scripted_library import ScriptedLibrary
from tests.ui.scripted_people import ScriptedPeople
from tests.ui.scripted_preferences import ScriptedPreferences
from tests.ui.scripted_reports import ScriptedReports
from tests.ui.scripted_setup import ScriptedSetup
from ui.engine import CameraOption, Demo

MOVES = (
    Move("squat", 0.5, 3.0, 12),
    Move("lateral_raise", 3.5, 6.0, 10),
    Move("standing_knee_raise", 6.5, 9.0, 8),
    Move("lunge", 9.5, 12.0, 8),
)
ARM = Cue("raise_arm", "left", 22.0)
LEG = Cue("raise_leg", "right", 35.0)
CAMERA = CameraOption("0", "HD Webcam")
STANDING = np.array(
    [
        [320, 90], [328, 82], [312, 82], [338, 88], [302, 88], [362, 150], [278, 150],
        [392, 205], [248, 205], [400, 262], [240, 262], [346, 272], [294, 272],
        [352, 350], [288, 350], [354, 428], [286, 428],
    ],
    np.float32,
)  # fmt: skip


def picture(shade: int = 70) -> np.ndarray:
    """A plain room."""
    image = np.full((480, 640, 3), shade, np.uint8)
    image[360:] = shade // 2
    return image


def pose(dx: float = 0.0, points: np.ndarray = STANDING) -> Pose:
    """Somebody standing, moved to the side."""
    moved = points + np.array([dx, 0], np.float32)
    return Pose(moved, np.ones(17), np.zeros((17, 3)), 0.0)


def frame_score(score: float, errors: tuple[float, ...] | None = None) -> FrameScore:
    """A judged frame."""
    wrong = errors or (5.0, 5.0, 8.0, 33.0, 3.0, 3.0, 25.0, 52.0, 2.0)
    wrong += (0.0,) * (len(ANGLES) - len(wrong))
    return FrameScore(1.0, 1.0, 0.8, score, 0.4, wrong, mirrored=True)


def person(
    score: float,
    *,
    dx: float = 0.0,
    cue: Cue | None = None,
    repetitions: int = 7,
    average: float = 84.0,
) -> PersonState:
    """One person with a score; NaN: not judged."""
    judged = None if math.isnan(score) else frame_score(score)
    return PersonState(pose(dx), judged, score, average, cue, repetitions)


def live_state(
    people: tuple[PersonState, ...], image: np.ndarray | None = None, **changes: Any
) -> LiveState:
    """A state in the middle of the first move."""
    values: dict[str, Any] = {
        "frame": Frame(picture() if image is None else image, 1.0, 1),
        "people": people,
        "target_pose": None,
        "move": MOVES[0],
        "next_move": MOVES[1],
        "target_repetitions": 12,
        "mirrored": True,
        "phase": Phase.RUNNING,
        "captured": 30,
        "scored": 30,
        "dropped": 0,
        "problem": None,
        "note": "",
    }
    return LiveState(**(values | changes))


def result(people: int = 1, *, title: str = "Morning squats", duration: float = 41.0) -> Any:
    """A result with good, fair, off and unjudged moves."""
    starts = np.linspace(1, duration - duration / 5, 4)
    table = (
        ("squat", 91.0, "A", 0.4, 12, 12, "", None, 1.0),
        ("lateral_raise", 72.0, "C", 0.9, 9, 10, "left_shoulder", ARM, 1.0),
        ("standing_knee_raise", 48.0, "E", 1.6, 5, 8, "right_knee", LEG, 0.9),
        ("lunge", math.nan, "", math.nan, 0, 8, "", None, 0.0),
    )  # fmt: skip
    moves = tuple(
        MoveScore(
            name,
            start,
            start + duration / 5.5,
            score,
            grade,
            0.8,
            lag,
            done,
            asked,
            joint,
            cue,
            seen,
        )
        for start, (name, score, grade, lag, done, asked, joint, cue, seen) in zip(
            starts, table, strict=True
        )
    )
    time = np.arange(0, duration, 1 / 15)
    wave = 78 + 14 * np.sin(time / 3) + 6 * np.sin(time * 2.1)
    wave = np.where((time > 0.77 * duration) & (time < 0.93 * duration), np.nan, wave)
    persons = tuple(
        PersonResult(
            score=78.0 - 17 * i, grade="CD"[i], similarity=0.8, lag=0.8, mirrored=True,
            coverage=0.86, moves=moves, time=time, target_time=time, similarities=wave / 100,
            scores=np.clip(wave - 17 * i, 0, 100),
        )
        for i in range(people)
    )  # fmt: skip
    return SessionResult(title, duration, persons)


@dataclass
class ScriptedTarget:
    """A target that is analysed as far as the test says."""

    path: Path
    title: str = "Morning squats"
    duration: float = 12.0
    ready_until: float = 12.0
    fraction: float = 1.0
    remaining_s: float = 0.0
    done: bool = True
    error: UserCanFix | None = None
    moves: tuple[Move, ...] = MOVES
    found_moves: tuple[Move, ...] = MOVES
    closed: bool = False

    def pose_at(self, time: float) -> Pose | None:
        return pose()

    def close(self) -> None:
        self.closed = True


class ScriptedPlayhead:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[float, bool]] = []

    def update(self, target_time: float, at: float, *, rate: float, playing: bool) -> None:
        self.told.append((target_time, playing))


@dataclass
class ScriptedSession:
    """A session whose states the test sends."""

    on_state: Callable[[LiveState], None]
    people: int
    mirror: str
    calls: list[str] = field(default_factory=list)
    painted: list[Frame] = field(default_factory=list)
    playhead: ScriptedPlayhead = field(default_factory=ScriptedPlayhead)
    newest: LiveState | None = None
    camera_error: UserCanFix | None = None
    watching: tuple[bool, bool] = (True, True)
    arms: bool = True
    drill: tuple[float, float] | None = None
    body: str = "whole"

    def send(self, state: LiveState) -> None:
        """As the engine does it: from another thread."""
        self.newest = state
        sender = threading.Thread(target=self.on_state, args=(state,))
        sender.start()
        sender.join()

    def open(self) -> None:
        if self.camera_error is not None:
            raise self.camera_error
        self.calls.append("open")

    def start(self) -> None:
        self.calls.append("start")

    def pause(self) -> None:
        self.calls.append("pause")

    def resume(self) -> None:
        self.calls.append("resume")

    def restart(self) -> None:
        self.calls.append("restart")

    def finish(self) -> None:
        self.calls.append("finish")

    def set_mirror(self, mode: str) -> None:
        self.calls.append(f"mirror {mode}")

    def exchange_sides(self) -> None:
        self.calls.append("exchange")

    def choose_person(self, x: float, y: float) -> None:
        self.calls.append(f"person {x:.0f} {y:.0f}")

    def dismiss_alarm(self) -> None:
        self.calls.append("dismiss_alarm")

    def state(self) -> LiveState:
        assert self.newest is not None
        return self.newest

    def screen_shown(self, frame: Frame, at: float) -> None:
        self.painted.append(frame)

    def result(self) -> SessionResult:
        self.calls.append("result")
        return result(self.people)

    def stats(self) -> dict[str, Any]:
        return {"captured": 30, "scored": 30, "dropped": 0}

    def close(self) -> None:
        self.calls.append("close")


class ScriptedVoice:
    """Says nothing aloud and remembers everything."""

    def __init__(self, parent: Any = None) -> None:
        self.said: list[str] = []
        self.is_speaking, self.problem, self.is_closed = False, "", False

    def set_voice(self, language: str, volume: float, rate: float) -> None:
        self.how = (language, volume, rate)

    def say(self, text: str, *, urgent: bool) -> None:
        self.said.append(text)

    def hush(self) -> None:
        self.is_speaking = False

    def close(self) -> None:
        self.is_speaking, self.is_closed = False, True


class ScriptedPreview:
    """One picture, or a problem."""

    def __init__(self) -> None:
        self.problem: UserCanFix | None = None
        self.closed = False
        self.image = picture()

    def latest(self, after_index: int) -> Frame | None:
        return Frame(self.image, 0.0, 0) if after_index < 0 else None

    def close(self) -> None:
        self.closed = True


class ScriptedEngine:
    """Everything that the window asks for, from memory."""

    def __init__(self) -> None:
        self.library = ScriptedLibrary()
        self.person: str | None = None
        self.cameras_found: tuple[CameraOption, ...] = (CAMERA,)
        self.targets: list[ScriptedTarget] = []
        self.sessions: list[ScriptedSession] = []
        self.previews: list[ScriptedPreview] = []
        self.preview_error: UserCanFix | None = None
        self.camera_error: UserCanFix | None = None
        self.target_changes: dict[str, Any] = {}
        self.kept: list[SessionResult] = []
        self.demo: Demo | None = None
        self.model, self.strictness, self.frame_limit = "", "", 0
        self.people = ScriptedPeople()
        self.preferences = ScriptedPreferences()
        self.diary = ScriptedDesk()
        self.report = ScriptedReports()
        self.setup = ScriptedSetup()
        self.closed = False

    def warm_up(self) -> None:
        """Nothing is slow here."""

    def cameras(self) -> tuple[CameraOption, ...]:
        return self.cameras_found

    def open_preview(self, camera: CameraOption) -> ScriptedPreview:
        if self.preview_error is not None:
            raise self.preview_error
        self.previews.append(ScriptedPreview())
        return self.previews[-1]

    def open_target(self, path: Path, texts: Texts) -> ScriptedTarget:
        if not path.exists():
            raise FileMissing(path)
        if path.suffix != ".mp4":
            raise VideoUnreadable(path, "Invalid data found")
        self.targets.append(ScriptedTarget(path, **self.target_changes))
        return self.targets[-1]

    def new_session(
        self,
        target: Any,
        camera: CameraOption,
        *,
        people: int,
        names: Callable[[], tuple[str | None, ...]],
        body: str,
        mirror: str,
        claps: bool,
        falls: bool,
        arms: bool,
        drill: tuple[float, float] | None,
        on_state: Callable[[LiveState], None],
    ) -> ScriptedSession:
        session = ScriptedSession(on_state, people, mirror, camera_error=self.camera_error)
        session.watching = (claps, falls)
        session.arms, session.drill, session.body = arms, drill, body
        session.names = names
        self.sessions.append(session)
        return session

    def keep_moves(self, target: ScriptedTarget, moves: tuple[Move, ...] | None) -> None:
        target.moves = target.found_moves if moves is None else moves

    def keep_in_diary(self, result: SessionResult) -> None:
        self.kept.append(result)

    def close(self) -> None:
        self.closed = True
