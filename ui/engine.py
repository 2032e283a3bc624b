"""What the screens need of the engine; ``ui.wiring`` has the real one, the tests a scripted one.

Methods that say so are slow or may block: they are called through ``ui.kit.jobs`` only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from coach.errors import CoachError, UserCanFix
from coach.texts import Texts
from coach.types import Frame, Move, Pose, SessionResult

if TYPE_CHECKING:
    from coach.session import LiveState
    from ui.diary.desk import DiaryDesk
    from ui.library.desk import LibraryDesk
    from ui.people.desk import PeopleDesk
    from ui.preferences.desk import PreferencesDesk
    from ui.report.desk import ReportDesk
    from ui.setup.desk import SetupDesk


@dataclass(frozen=True, slots=True)
class Demo:
    """The workout that is shipped along.

    Attributes:
        video: to follow; camera: a recorded person who follows it.
    """

    video: Path
    camera: CameraOption


@dataclass(frozen=True, slots=True)
class CameraOption:
    """A camera that can be chosen.

    Attributes:
        spec: number of a device, or path of a video played as a camera.
        name: what to show; "" has no name of its own.
        is_file: whether it is a video, which begins when the session begins.
        is_demo: whether it is the bundled person who follows the demo workout.
    """

    spec: str
    name: str
    is_file: bool = False
    is_demo: bool = False


class TargetFace(Protocol):
    """The part of ``coach.session.Target`` that the screens look at."""

    path: Path
    title: str
    duration: float

    @property
    def ready_until(self) -> float:
        """Seconds that can be scored by now."""

    @property
    def fraction(self) -> float:
        """Part of the analysis that is done."""

    @property
    def remaining_s(self) -> float:
        """Seconds to go; NaN when it cannot be told."""

    @property
    def done(self) -> bool:
        """Whether all is analysed."""

    @property
    def error(self) -> CoachError | None:
        """What stopped the analysis."""

    @property
    def moves(self) -> tuple[Move, ...]:
        """The moves known so far."""

    @property
    def found_moves(self) -> tuple[Move, ...]:
        """The same as they were found, whatever a person made of them."""

    def pose_at(self, time: float) -> Pose | None:
        """The instructor's pose nearest to a time; None where it is not known."""

    def close(self) -> None:
        """Give the analysis up (slow)."""


class PlayheadFace(Protocol):
    """Fed by every picture of the target that is shown."""

    def update(self, target_time: float, at: float, *, rate: float, playing: bool) -> None:
        """The picture of ``target_time`` was shown at monotonic ``at``."""


class SessionFace(Protocol):
    """The part of ``coach.session.RemoteSession`` that the screens talk to."""

    @property
    def playhead(self) -> PlayheadFace:
        """Where the target is."""

    def open(self) -> None:
        """Start camera and preview (slow); UserCanFix."""

    def start(self) -> None:
        """Begin to score."""

    def pause(self) -> None:
        """Stop scoring for now."""

    def resume(self) -> None:
        """Go on."""

    def restart(self) -> None:
        """Begin again."""

    def finish(self) -> None:
        """End scoring."""

    def set_mirror(self, mode: Any) -> None:
        """Decide left and right: "auto", "on", "off"."""

    def exchange_sides(self) -> None:
        """The target is shown with left and right exchanged from now on, or no longer."""

    def choose_person(self, x: float, y: float) -> None:
        """Follow the one at this place of the camera picture, pixels."""

    def dismiss_alarm(self) -> None:
        """Whoever seemed to have fallen is all right."""

    def state(self) -> LiveState:
        """The newest state."""

    def screen_shown(self, frame: Frame, at: float) -> None:
        """The state of ``frame`` was painted at monotonic ``at``."""

    def result(self) -> SessionResult:
        """The result (slow)."""

    def stats(self) -> dict[str, Any]:
        """Figures of the run."""

    def close(self) -> None:
        """Stop everything (slow)."""


class Preview(Protocol):
    """A camera that is looked at before the training."""

    def latest(self, after_index: int) -> Frame | None:
        """The newest frame if it is newer; never waits."""

    @property
    def problem(self) -> UserCanFix | None:
        """Why no pictures come."""

    def close(self) -> None:
        """Let the camera go (slow)."""


class Engine(Protocol):
    """Everything that the window asks for.

    Attributes:
        person: name of the chosen profile; None is the guest, or somebody without a name.
        model: pose model of the live picture; strictness: of the score.
        frame_limit: pictures of the camera that are looked at, a second at most.
    """

    person: str | None
    model: str
    strictness: str
    frame_limit: int

    @property
    def demo(self) -> Demo | None:
        """The demo workout, None where it was not installed."""

    def warm_up(self) -> None:
        """Load what the first session needs, before anybody waits for it (slow)."""

    def cameras(self) -> tuple[CameraOption, ...]:
        """The cameras that are there (slow)."""

    def open_preview(self, camera: CameraOption) -> Preview:
        """Look through a camera (slow); UserCanFix."""

    @property
    def library(self) -> LibraryDesk:
        """What the library asks."""

    def open_target(self, path: Path, texts: Texts) -> TargetFace:
        """Open a video and analyse it in the background (slow); UserCanFix."""

    def new_session(
        self,
        target: TargetFace,
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
    ) -> SessionFace:
        """A session that is not yet open (slow).

        ``names``: who the people are, asked when the record begins; none: the chosen profile.
        """

    def keep_moves(self, target: TargetFace, moves: tuple[Move, ...] | None) -> None:
        """Use edited moves of a target from now on, None: those found (slow)."""

    def keep_in_diary(self, result: SessionResult) -> None:
        """Write down what was done in the session that ran last (slow)."""

    @property
    def preferences(self) -> PreferencesDesk:
        """What the settings ask."""

    @property
    def people(self) -> PeopleDesk:
        """What the screen of people asks."""

    @property
    def setup(self) -> SetupDesk:
        """What the set-up screen asks."""

    @property
    def diary(self) -> DiaryDesk:
        """What the diary page asks."""

    @property
    def report(self) -> ReportDesk:
        """What the report page asks."""

    def close(self) -> None:
        """Let everything go (slow)."""
