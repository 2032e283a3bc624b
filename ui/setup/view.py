"""What the set-up screen shows, made of what is known: no widget in here."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from coach.report import exercise_name
from coach.texts import Texts
from ui.engine import CameraOption, TargetFace
from ui.follow.view import Stage
from ui.kit.people import who
from ui.kit.words import clock_text
from ui.setup.partner import Pair

if TYPE_CHECKING:
    from coach.session.readiness import Advice, Check

CHECKS: Final[tuple[Check, ...]] = ("body", "light", "upright", "distance", "people")
"""In the order in which they are shown."""

_MARKS: Final = {True: "✓", False: "✗", None: "–"}
_TONES: Final = {True: "good", False: "off", None: "secondary"}
_LISTED: Final = 4
"""Moves that are named; of more the number is told."""

_LOSES: Final[dict[Advice, str]] = {
    "nobody": "nobody",
    "dark": "unclear",
    "blurred": "unclear",
    "far": "unclear",
    "choose": "choose",
    "second": "second",
    "upright": "upright",
    "over": "over",
    "slow": "slow",
    "lying": "lying",
    "feet": "feet",
    "head": "outside",
    "hands": "outside",
    "near": "outside",
    "go_left": "outside",
    "go_right": "outside",
    "hidden": "outside",
}
"""What who starts all the same gives up, by what stands in the way."""
_BACK: Final[frozenset[Advice]] = frozenset(("feet", "head", "hands", "near"))
"""What is mended by a step back: then the distance is not good, however it was measured."""
_STANDS: Final[frozenset[Advice]] = frozenset(("over", "choose", "slow"))
"""What is not mended by standing elsewhere: no outline says where."""


@dataclass(frozen=True, slots=True)
class CheckView:
    """One thing that was looked at.

    Attributes:
        mark: "✓", "✗" or "–" where it cannot be told; tone: colour of mark and word.
        word: what it is; spoken: the same with how it is, for screen readers.
    """

    mark: str
    tone: str
    word: str
    spoken: str


@dataclass(frozen=True, slots=True)
class SetupView:
    """All texts of the set-up screen.

    Attributes:
        title: of the video; facts: its length and its moves; progress: 0..1 of its analysis,
            NaN when done; progress_word: the same in words.
        sentence: the one thing to do next; is_good: whether there is nothing to do.
        loses: what is not judged if one starts all the same, or "".
        checks: in a fixed order; none where the camera is a recording.
        trouble: why it cannot be started, or ""; is_blind: whether the camera is the reason.
        offers_demo: whether the demo person may stand in for the camera then.
        hint: how one starts without the mouse, or ""; can_start: whether anything can be started.
        is_waiting: whether it starts by itself as soon as the video is known far enough.
        asks_who: whether one of several people has to be chosen; marks_who: whether one was.
        asks_people: whether one may say who trains: not where the demo person does.
        outlined: whether to show where to stand.
        offers_upper: whether to offer that only the upper body is judged; offers_turn: that
            the picture is turned over.
        has_edit: whether the video has moves to edit; can_edit: whether they can be now.
        can_choose, is_choosing: as in ``Now``.
        names: over the heads, as the engine numbers people; pair: who they are, None where
            that is not asked.
    """

    title: str
    facts: str
    progress: float
    progress_word: str
    sentence: str
    is_good: bool
    loses: str
    checks: tuple[CheckView, ...]
    trouble: str
    is_blind: bool
    offers_demo: bool
    hint: str
    can_start: bool
    is_waiting: bool
    asks_who: bool
    marks_who: bool
    asks_people: bool
    outlined: bool
    offers_upper: bool
    offers_turn: bool
    has_edit: bool
    can_edit: bool
    can_choose: bool
    is_choosing: bool
    names: tuple[str, ...]
    pair: Pair | None


@dataclass(frozen=True, slots=True)
class Now:
    """All that the view is made of.

    Attributes:
        target: what will be followed; stage: where the session stands.
        camera: the one that is looked through, None where there is none.
        has_picture: whether it has shown anything yet.
        checks: which are good, None: not known; advice: what stands in the way, steady.
        people: 1 or 2; upper: whether only the upper body is judged.
        has_chosen: whether it was said which of several people trains.
        claps: whether two claps start; is_waiting: whether the start was asked for.
        feet_unseen: whether somebody has been there for long without feet.
        failure: sentence of what went wrong; of_video: with the video, not with the camera.
        can_choose: whether the video shows several people; is_choosing: whether one of them
            is being chosen now; instructor: the number of whom was chosen, from 0, or None.
        has_demo: whether there is a demo person.
        pair: who they are where two train.
    """

    target: TargetFace | None
    stage: Stage
    camera: CameraOption | None
    has_picture: bool = False
    checks: dict[Check, bool | None] = field(default_factory=dict)
    advice: Advice | None = None
    people: int = 1
    upper: bool = False
    has_chosen: bool = False
    claps: bool = True
    is_waiting: bool = False
    feet_unseen: bool = False
    failure: str = ""
    of_video: bool = False
    can_choose: bool = False
    is_choosing: bool = False
    instructor: int | None = None
    has_demo: bool = False
    pair: Pair = field(default_factory=Pair)


def setup_view(now: Now, texts: Texts) -> SetupView:
    """The screen of a situation."""
    target = now.target
    live = now.camera is not None and not now.camera.is_file and not now.failure
    watched = live and now.has_picture and not now.is_choosing
    advice = now.advice if watched else None
    can_start = now.camera is not None and not now.failure
    is_blind = now.camera is None or (bool(now.failure) and not now.of_video)
    by_demo = now.camera is not None and now.camera.is_demo
    is_good = advice is None and can_start and (watched or not live) and now.stage is Stage.READY
    known = target is None or target.done
    return SetupView(
        title=target.title if target else "",
        facts=_facts(target, texts) if target else "",
        progress=math.nan if known or target is None else target.fraction,
        progress_word="" if known or target is None else remaining(target, texts),
        sentence=_sentence(now, advice, texts),
        is_good=is_good and not now.is_choosing,
        loses=texts(f"setup_loses_{_LOSES[advice]}") if advice else "",
        checks=_checks(now, advice, texts) if watched else (),
        trouble=now.failure or ("" if now.camera else texts("ui_no_camera_hint")),
        is_blind=is_blind,
        offers_demo=is_blind and now.has_demo and not by_demo,
        hint=_hint(now, texts) if can_start else "",
        can_start=can_start,
        is_waiting=now.is_waiting,
        asks_who=advice == "choose",
        marks_who=watched and now.has_chosen,
        asks_people=not by_demo,
        outlined=advice is not None and advice not in _STANDS,
        offers_upper=watched and now.feet_unseen and not now.upper and advice != "over",
        offers_turn=advice == "over",
        has_edit=not now.of_video and target is not None and target.done,
        can_edit=now.stage is Stage.READY and target is not None and target.done,
        can_choose=now.can_choose,
        is_choosing=now.is_choosing,
        names=_names(now, texts),
        pair=now.pair if now.people > 1 and (now.pair.first or now.pair.known) else None,
    )


def _names(now: Now, texts: Texts) -> tuple[str, ...]:
    """What stands over the heads; nothing where nobody has a name."""
    named = now.people > 1 and any(now.pair.names)
    if not named:
        return ()
    return tuple(who(i, now.pair.names, texts, short=False) for i in range(now.people))


def remaining(target: TargetFace, texts: Texts) -> str:
    """How far the analysis is, and for how long it goes on."""
    percent = f"{100 * target.fraction:.0f}"
    if math.isnan(target.remaining_s):
        return texts("ui_analysed", percent=percent)
    left = max(1, math.ceil(target.remaining_s))
    return texts("ui_analysed_left", percent=percent, seconds=left)


def _hint(now: Now, texts: Texts) -> str:
    """How one starts without the mouse; a recording does not clap, nor does a clap start early."""
    if now.is_waiting or now.is_choosing:
        return ""
    recorded = now.camera is not None and now.camera.is_file
    heard = now.claps and not recorded and now.stage is Stage.READY
    return texts("setup_start_clap" if heard else "setup_start_key")


def _facts(target: TargetFace, texts: Texts) -> str:
    names = [exercise_name(texts, move.name) for move in target.moves if move.is_exercise]
    shown = list(dict.fromkeys(names))
    many = len(shown) > _LISTED
    listed = texts("setup_moves", n=len(names)) if many else ", ".join(shown)
    return " · ".join(word for word in (clock_text(target.duration), listed) if word)


def _sentence(now: Now, advice: Advice | None, texts: Texts) -> str:
    if now.is_choosing and now.instructor is not None:
        other = 1 if now.instructor else 2
        return texts("setup_say_instructor_is", n=now.instructor + 1, other=other)
    if now.is_choosing:
        return texts("setup_say_instructor")
    if now.camera is None:
        return texts("ui_no_camera")
    if now.failure:
        return texts("setup_no_video" if now.of_video else "setup_no_picture")
    if now.is_waiting:
        return texts("setup_starts_soon")
    if now.camera.is_file:
        return texts("setup_recorded")
    if not now.has_picture:
        return texts("ui_camera_opening")
    if advice is not None:
        return texts(f"setup_say_{advice}")
    return texts("setup_ready" if now.stage is Stage.READY else "setup_ready_soon")


def _checks(now: Now, advice: Advice | None, texts: Texts) -> tuple[CheckView, ...]:
    views = []
    for check in CHECKS:
        good = now.checks.get(check)
        if good and check == "distance" and advice in _BACK:
            good = False
        state = {True: "good", False: "bad", None: "unknown"}[good]
        key = f"setup_check_{check}"
        if check == "body" and now.upper:
            key = "setup_check_upper"
        elif check == "people" and now.has_chosen:
            key = "setup_check_chosen"
        elif check == "people":
            key = f"setup_check_people_{now.people}"
        word = texts(key)
        spoken = texts(f"setup_check_is_{state}", what=word)
        views.append(CheckView(_MARKS[good], _TONES[good], word, spoken))
    return tuple(views)
