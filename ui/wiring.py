"""The real engine behind the screens.

The heavy parts (pose model, encoder, OpenCV) are imported when they are first needed, off
the interface's thread, so that the window is there at once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from coach.errors import UserCanFix
from coach.paths import DEMO, data_folder
from coach.texts import Texts
from coach.types import Frame, Limb, Move, SessionResult
from ui.engine import CameraOption, Demo, Preview, SessionFace, TargetFace
from ui.house import House

if TYPE_CHECKING:
    from coach.diary.video import Reader
    from coach.media import Camera, Chapter
    from coach.moves.taught import TaughtExercise
    from coach.session import LiveState, SessionHost, Target
    from coach.storage import SessionRecorder
    from coach.types import PoseTrack
    from ui.diary.desk import DiaryDesk
    from ui.library.desk import LibraryDesk
    from ui.people.desk import PeopleDesk
    from ui.preferences.desk import PreferencesDesk
    from ui.report.desk import ReportDesk
    from ui.setup.desk import SetupDesk

log = logging.getLogger(__name__)

DEMO_TARGET: Final = DEMO / "target.mp4"
DEMO_PERSON: Final = DEMO / "good.mp4"


class CameraPreview:
    """A camera that is looked through before the training."""

    def __init__(self, camera: Camera) -> None:
        self._camera = camera

    @property
    def problem(self) -> UserCanFix | None:
        """Why no pictures come."""
        return self._camera.lost

    def latest(self, after_index: int) -> Frame | None:
        """The newest frame if it is newer."""
        return self._camera.latest(after_index, 0.0)

    def close(self) -> None:
        """Let the camera go."""
        self._camera.close()


class StillPreview:
    """The first picture of a video that will be played as a camera."""

    problem: UserCanFix | None = None

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def latest(self, after_index: int) -> Frame | None:
        """The picture, once."""
        return self._frame if after_index < self._frame.index else None

    def close(self) -> None:
        """Nothing is open."""


class RealEngine:
    """Cameras, targets, sessions, diary and reports of one data folder.

    Everything that was handed out is closed with the engine, whoever forgot it.
    """

    def __init__(self, data: Path | None) -> None:
        self._house = House(data_folder(data))
        self.model, self.strictness, self.frame_limit = "full", "normal", 30

    def warm_up(self) -> None:
        """Load what the first session needs, before anybody waits for it."""
        self._sessions.warm_up()

    @cached_property
    def _sessions(self) -> SessionHost:
        from coach.session import SessionHost

        return SessionHost()

    @property
    def person(self) -> str | None:
        """Name of the chosen profile; None is the guest, or somebody without a name."""
        return self._house.person

    @person.setter
    def person(self, name: str | None) -> None:
        self._house.person = name

    # -- cameras ----------------------------------------------------------------------

    def cameras(self) -> tuple[CameraOption, ...]:
        """The devices, and the demo video for who has none."""
        from coach.media import list_cameras

        found = [CameraOption(str(c.index), c.name) for c in list_cameras()]
        if self.demo is not None:
            found.append(self.demo.camera)
        return tuple(found)

    @property
    def demo(self) -> Demo | None:
        """The demo workout, None where it was not installed."""
        if not (DEMO_PERSON.exists() and DEMO_TARGET.exists()):
            return None
        camera = CameraOption(str(DEMO_PERSON), "", is_file=True, is_demo=True)
        return Demo(DEMO_TARGET, camera)

    def open_preview(self, camera: CameraOption) -> Preview:
        """Look through a device; of a video, the first picture."""
        from coach.media import open_camera, read_frames

        if camera.is_file:
            return StillPreview(next(iter(read_frames(Path(camera.spec), max_height=480))))
        preview = CameraPreview(open_camera(camera.spec))
        self._house.keep(preview)
        return preview

    # -- targets ----------------------------------------------------------------------

    def open_target(self, path: Path, texts: Texts) -> TargetFace:
        """Open a video and analyse it in the background; the demo workout gets its name."""
        from coach.media import content_hash
        from coach.moves.taught import read_taught
        from coach.session import open_target
        from coach.session.choice import instructor_of

        sparing, instructor = self._house.sparing, None
        taught: tuple[TaughtExercise, ...] = ()
        with sparing(), self._house.diary() as store:
            instructor = instructor_of(store, content_hash(path)) if store is not None else None
        with sparing():
            taught = read_taught(self._house.folder)
        target = open_target(path, cache=self._house.cache(), taught=taught, instructor=instructor)
        self._house.keep(target)
        if path == DEMO_TARGET:
            target.title = texts("ui_demo_workout")
        with sparing(), self._house.diary() as store:
            if store is not None:
                store.open_video(target.content_hash, target.title, target.path)
                target.set_moves(store.moves_of(target.content_hash))
        return target

    def keep_moves(self, target: TargetFace, moves: tuple[Move, ...] | None) -> None:
        """Use edited moves of a target from now on, None: those found."""
        real: Target = target  # type: ignore[assignment]
        real.set_moves(moves)
        with self._house.diary() as store:
            if store is not None:
                store.set_moves(real.content_hash, None if moves is None else real.moves)

    # -- sessions ---------------------------------------------------------------------

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
        """A live session that keeps its record in the diary; a drill is practice, and keeps none.

        So a part that was done slowly and often is never taken for a session of the video.
        """
        from coach.media import DeviceCamera, FileCamera
        from coach.session import RemoteSession, Watching
        from coach.skeleton import LEGS

        watched: Callable[[], Camera] = (
            partial(FileCamera, Path(camera.spec))
            if camera.is_file
            else partial(
                DeviceCamera,
                int(camera.spec),
                most_fps=self.frame_limit,
                turn=self.setup.turn,
                waits=self.setup.waits,
            )
        )
        real: Target = target  # type: ignore[assignment]
        wanted: Any = mirror
        left_out = LEGS if body == "upper" else frozenset()
        real.leave_out(left_out)
        self._house.session_id = None
        session = RemoteSession(
            self._sessions,
            real,
            watched,
            people=people,
            model=cast(Any, self.model),
            mirror=wanted,
            strictness=cast(Any, self.strictness),
            watching=Watching(claps, falls, arms),
            left_out=left_out,
            drill=drill,
            recorder=None
            if drill
            else lambda size: self._record(real, people, names(), size, left_out),
            on_state=on_state,
        )
        self._house.keep(session)
        return session

    def _record(
        self,
        target: Target,
        people: int,
        names: tuple[str | None, ...],
        size: tuple[int, int],
        left_out: Iterable[Limb],
    ) -> SessionRecorder:
        from coach.storage import StoredTarget

        stored = StoredTarget(
            target.title, target.path, target.content_hash, target.duration, target.moves
        )
        first, second = (*(names or (self.person,)), None)[:2]
        recorder = self._house.store().start_session(
            stored,
            people,
            first,
            partner=second,
            size=size,
            strictness=cast(Any, self.strictness),
            left_out=left_out,
        )
        self._house.session_id = recorder.id
        return recorder

    def keep_in_diary(self, result: SessionResult) -> None:
        """Write down what was done in the session that ran last; the report comes anyway."""
        from coach.diary import keep_session

        with self._house.diary() as store:
            if store is None or self._house.session_id is None:
                return
            try:
                keep_session(store, store.summary(self._house.session_id), result)
                self._house.tell_server()
            except UserCanFix as error:
                log.warning("%s", error)

    @cached_property
    def preferences(self) -> PreferencesDesk:
        """What the settings ask."""
        from ui.preferences.desk import PreferencesDesk

        return PreferencesDesk(self._house)

    @cached_property
    def people(self) -> PeopleDesk:
        """What the screen of people asks."""
        from ui.people.desk import PeopleDesk

        return PeopleDesk(self._house)

    @cached_property
    def library(self) -> LibraryDesk:
        """What the library asks."""
        from ui.library.desk import LibraryDesk

        return LibraryDesk(self._house, DEMO_TARGET, self._find_moves)

    @cached_property
    def setup(self) -> SetupDesk:
        """What the set-up screen asks."""
        from ui.setup.desk import SetupDesk

        return SetupDesk(self._house)

    @cached_property
    def diary(self) -> DiaryDesk:
        """What the diary page asks."""
        from ui.diary.desk import DiaryDesk

        return DiaryDesk(
            self._house.store,
            self._house.cache,
            self._reader,
            lambda: self._house.person,
            self._house.tell_server,
        )

    def _find_moves(
        self, path: Path, track: PoseTrack, chapters: Sequence[Chapter]
    ) -> Sequence[Move]:
        """As the target will have them when it is opened, which is quicker then."""
        from coach.moves.taught import read_taught
        from coach.session.found import Finder

        taught, cache = read_taught(self._house.folder), self._house.cache()
        finder = Finder(taught=taught, folder=cache.folder)
        return finder.find(path, track, chapters).stretches

    def _reader(self) -> Reader:
        from coach.diary.reader import EngineReader

        return EngineReader(self._house.folder)

    @cached_property
    def report(self) -> ReportDesk:
        """What the report page asks."""
        from ui.report.desk import ReportDesk

        return ReportDesk(self._house)

    # -- the end ----------------------------------------------------------------------

    def close(self) -> None:
        """Close whatever is still open, the diary last."""
        self._house.close()
        if "_sessions" in self.__dict__:
            self._sessions.close()
