"""Pictures of the report: see ``tests.ui.screenshots``."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PySide6.QtWidgets import QWidget

from coach.errors import OutputUnwritable
from coach.media import read_frames
from coach.paths import DEMO
from coach.report import Earlier
from coach.types import Frame, PoseTrack, SessionResult, Setup, Unjudged
from tests.ui import scripted
from tests.ui.scripted_reports import WHEN, kept, track, with_repetitions
from ui.follow.values import Outcome

if TYPE_CHECKING:
    from tests.ui.screenshots import Studio

DURATION: Final = 41.0


@cache
def filmed(name: str) -> PoseTrack:
    """The person of a bundled clip, or somebody who sways where it is not there."""
    if not (DEMO / f"{name}.npz").exists():
        return track(scripted.STANDING, DURATION, (640, 480))
    truth = np.load(DEMO / f"{name}.npz")
    width, height = (int(side) for side in truth["size"])
    points = truth["points"][:, 0]
    sure, world = np.ones(points.shape[:2]), np.zeros((*points.shape[:2], 3))
    return PoseTrack(truth["time"], points, sure, world, (width, height), 30.0)


@cache
def pictures(start: float) -> tuple[Frame, ...]:
    """One picture of the target."""
    video = DEMO / "target.mp4"
    if not video.exists():
        return ()
    return (next(iter(read_frames(video, start=start, max_height=360))),)


def outcome(people: int = 1, **changes: Any) -> Outcome:
    """A session of the demo workout, the days before it, and what the diary holds of it."""
    result = with_repetitions(scripted.result(people))
    persons = tuple(replace(one, uncertainty=6.2) for one in result.people)
    spans = (Unjudged(31.6, 38.1, "in_front"),)
    persons = (replace(persons[0], not_judged=spans), *persons[1:])
    together = 0.83 if people > 1 else math.nan
    result = replace(result, people=persons, synchrony=together)
    scores = tuple((WHEN.replace(day=day), 50.0 + day) for day in (3, 6, 10, 13, 17, 20))
    earlier = Earlier(scores[-1][0], _before(result), scores) if people == 1 else None
    own = (filmed("poor"), filmed("good"))[:people]
    values = {"target": filmed("target"), "people": own, "earlier": earlier} | changes
    return Outcome(result, {}, kept(result, scripted.STANDING, **values))


def _before(result: SessionResult, setup: Setup | None = None) -> SessionResult:
    (person,) = result.people
    moves = tuple(replace(move, score=move.score - 4) for move in person.moves)
    return replace(result, people=(replace(person, score=70.0, moves=moves, setup=setup),))


def report(studio: Studio, people: int = 1, **changes: Any) -> None:
    """The report of such a session."""
    show(studio, outcome(people, **changes))


def show(studio: Studio, shown: Outcome) -> None:
    """A report from its beginning; one picture of the target is there."""
    window = studio.window
    window.show_screen("report")
    window.report.mending.opener.setChecked(False)
    studio.engine.report.frames = pictures(2.0)
    window.report.show_outcome(shown)


def at(studio: Studio, part: QWidget) -> None:
    """Scrolled to a part of the report."""
    studio.settle()
    area = studio.window.report.area
    area.verticalScrollBar().setValue(part.y())


def report_player(studio: Studio) -> None:
    """The worst repetition in its middle."""
    report(studio)
    reel = studio.window.report.reel
    clip = reel.playback.clip
    middle = (clip.start + clip.end) / 2
    studio.engine.report.frames = pictures(middle)
    reel.show_person(*reel_values(studio))
    reel._go(reel.playback.seek(middle))
    at(studio, reel)


def reel_values(studio: Studio) -> tuple[Any, ...]:
    """What the player was given."""
    shown = studio.window.report._outcome
    kept, result = shown.kept, shown.result
    return result.people[0], result.duration, kept.target, kept.people[0], kept.video


def report_moves(studio: Studio) -> None:
    report(studio)
    at(studio, studio.window.report.table.parentWidget())


def report_mended(studio: Studio) -> None:
    report(studio)
    mending = studio.window.report.mending
    mending.opener.setChecked(True)
    at(studio, mending)


def report_past(studio: Studio) -> None:
    report(studio)
    at(studio, studio.window.report.past_card)


def report_moved(studio: Studio) -> None:
    """The camera stood elsewhere than last time."""
    made = outcome()
    (person,) = made.result.people
    person = replace(person, setup=Setup((640, 480), 10.0, 0.2))
    before = _before(made.result, Setup((640, 480), 75.0, 0.33))
    earlier = Earlier(WHEN.replace(day=20), before, ((WHEN.replace(day=20), 70.0),))
    result = replace(made.result, people=(person,))
    show(studio, replace(made, result=result, kept=replace(made.kept, earlier=earlier)))


def report_unjudged(studio: Studio) -> None:
    """Too little was seen."""
    made = outcome()
    (person,) = made.result.people
    nothing = np.full(len(person.time), math.nan)
    moves = tuple(
        replace(m, score=math.nan, coverage=0.0, trend=None, repetitions=0) for m in person.moves
    )
    person = replace(
        person, score=math.nan, coverage=0.0, moves=moves, scores=nothing,
        not_judged=(Unjudged(0.0, DURATION, "too_dark"),),
    )  # fmt: skip
    result = replace(made.result, people=(person,))
    show(studio, replace(made, result=result, kept=replace(made.kept, entries=())))


def report_failed(studio: Studio) -> None:
    """It could not be saved."""
    report(studio)
    error = OutputUnwritable(DEMO / "report.pdf", "No space left on device")
    studio.window.report.saving._fail(error)


REPORT_SHOTS: Final = {
    "report": report,
    "report_two": lambda studio: report(studio, 2),
    "report_names": lambda s: report(s, 2, names=("지우", "M" * 60)),
    "report_player": report_player,
    "report_moves": report_moves,
    "report_mended": report_mended,
    "report_past": report_past,
    "report_moved": report_moved,
    "report_unjudged": report_unjudged,
    "report_failed": report_failed,
}
