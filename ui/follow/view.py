"""A moment of the follow screen, and what is shown of it: plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from coach.types import Cue, Pose
from ui.engine import TargetFace
from ui.follow.loop import Part
from ui.kit.bands import Band
from ui.moves.edit import Span

if TYPE_CHECKING:
    from coach.session import Alarm, LiveState


class Stage(Enum):
    """Where the follow screen stands."""

    OPENING = "opening"
    ANALYSING = "analysing"
    READY = "ready"
    EDITING = "editing"
    COUNTDOWN = "countdown"
    RUNNING = "running"
    PAUSED = "paused"
    CATCHING_UP = "catching_up"
    ENDING = "ending"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PlayerView:
    """The score of one person.

    Attributes:
        label: who it is, "" when alone.
        score: "87", or "–"; band: colour, mark and word.
        word: "good", "" before anything was scored.
        detail: "average 84" when alone, repetitions "7 / 12" when two train, or "".
    """

    label: str
    score: str
    band: Band
    word: str
    detail: str


@dataclass(frozen=True, slots=True)
class TogetherView:
    """How well two people move together.

    Attributes:
        part: 0..1; band: colour and mark; word: of it.
    """

    part: float
    band: Band
    word: str


@dataclass(frozen=True, slots=True)
class CurtainView:
    """What lies over the target's picture while it does not run.

    Attributes:
        title, body: sentences; progress: 0..1, NaN without a bar.
        action: text of the button, "" for none.
        is_quiet: whether the button is no more than a way out of a wait.
    """

    title: str
    body: str
    progress: float
    action: str
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class AlarmView:
    """What lies over the whole screen when somebody seems to have fallen.

    Attributes:
        title, body: sentences; answers: the ways to answer, where the body does not tell them.
        left: how soon the alarm sounds, "" when it does.
        is_loud: whether it does.
    """

    title: str
    body: str
    answers: str
    left: str
    is_loud: bool


@dataclass(frozen=True, slots=True)
class FollowView:
    """All texts of the follow screen.

    Attributes:
        cue: the one thing to be told now; cue_tone: of its colour, accent: what to change.
        cues: what the arrows show, of each person: only of whom ``cue`` speaks to.
        banner: what went wrong; it is not shown where ``blind`` says it.
        blind: what stands on the last picture of a camera that gives none, "" of one that does.
        clap_note: what two claps do now, or "".
        spans: moves of the target along its time.
        is_editing: whether they are being edited; can_edit: whether they may be.
        toggle: text key of the button that starts, pauses and goes on.
        can_toggle, can_restart: whether those buttons do anything now.
        elapsed, remaining: of the video; what ``time`` says in one.
        halves: how many of the repetitions fell short, or "".
        coach_count: repetitions that the instructor has shown, or "".
        next_pose: of the next move, while it is announced.
        names: who is who over the heads; none where one trains.
        together: how well two move together, None: cannot be told, or one trains.
        flipped: whether the target is shown with left and right exchanged.
        part: beginning and end, 0..1, of what is done again and again, or None.
        loop: how often it has been done, "" where nothing is repeated.
    """

    title: str
    players: tuple[PlayerView, ...]
    move: str
    repetitions: str
    next_move: str
    cue: str
    time: str
    progress: float
    countdown: str
    curtain: CurtainView | None
    banner: str
    mirror_note: str
    cues: tuple[Cue | None, ...]
    speed: str
    toggle: str
    can_toggle: bool
    can_restart: bool
    clap_note: str = ""
    spans: tuple[Span, ...] = ()
    is_editing: bool = False
    can_edit: bool = False
    alarm: AlarmView | None = None
    elapsed: str = ""
    remaining: str = ""
    halves: str = ""
    coach_count: str = ""
    next_pose: Pose | None = None
    cue_tone: str = "accent"
    blind: str = ""
    names: tuple[str, ...] = ()
    together: TogetherView | None = None
    flipped: bool = False
    part: tuple[float, float] | None = None
    loop: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the view is made of.

    Attributes:
        stage: where the screen stands.
        target: what is followed; None while it is opened.
        live: newest state of the engine, or None.
        people: 1 or 2; time: of the target, seconds; countdown: seconds to go.
        cues: the cue shown of each person; speed: of the target, 1 is as filmed.
        failure: sentence of what went wrong; camera_failure: the same about the camera.
        claps: whether two claps start and pause.
        alarm: who is asked whether all is well; alarm_left: seconds they have to answer.
        flipped: whether the target is shown with left and right exchanged.
        next_pose: that tells the next move at a glance; None: not known.
        part: of the target that is done again and again, None: all of it once; passes: done
            so far; is_mastered: whether one at full tempo was good.
        is_gone: paused because nobody is in the picture.
        is_ending: paused because somebody wished to end; once more ends.
        notice: sentence of a thing that has to be told once, or "".
        camera: what to call the camera; "" as its fault does.
        names: of two people, as ``coach.report.person_name`` takes them.
        clock: seconds by which several things to tell take turns, whatever the video does.
    """

    stage: Stage
    target: TargetFace | None
    live: LiveState | None
    people: int
    time: float
    countdown: int
    cues: tuple[Cue | None, ...]
    speed: float = 1.0
    failure: str = ""
    camera_failure: str = ""
    claps: bool = False
    alarm: Alarm | None = None
    alarm_left: int = 0
    flipped: bool = False
    next_pose: Pose | None = None
    part: Part | None = None
    passes: int = 0
    is_mastered: bool = False
    is_gone: bool = False
    is_ending: bool = False
    notice: str = ""
    camera: str = ""
    names: tuple[str | None, ...] = ()
    clock: float = 0.0
