"""Names, times and sentences of a report in one language."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final

from coach.scoring import FAIR, GOOD
from coach.skeleton import LEGS
from coach.texts import Texts, load_texts
from coach.types import PARTIAL, Limb, MoveScore, PersonResult, Reason, Unjudged

IN_TIME_S: Final = 0.25
NORMAL_LAG_S: Final = 1.5
"""People who follow a video are commonly up to this far behind."""
BARELY: Final = 30.0
MISSING_SHARE: Final = 0.15
"""Share of the repetitions of a move that may be missing before it is worth a sentence."""
SHORTEST_HOLD: Final = 1.0
"""Seconds for which a pose has to be held before it is worth a word."""
UNJUDGED_COVERAGE: Final = 0.2
NAME_COLUMNS: Final = 14
"""Room for a name beside others, narrow letters."""

UNSURE_POINTS: Final = 10.0
"""Half width of a score's band from which it is said in words that it is unsure."""

_TOGETHER: Final = (("well", 0.8), ("mostly", 0.6), ("apart", -math.inf))
"""From which cosine of their latents two people moved how well together."""

_HELPED: Final = ("too_dark", "in_front", "no_instructor", "close_up")
"""Reasons for which there is another advice than to step back."""

_REGION: Final = {"elbow": "arm", "shoulder": "arm", "hip": "leg", "knee": "leg"}


def clean(text: str) -> str:
    """A title or name fit for one line of a document: composed, no control characters."""
    text = unicodedata.normalize("NFC", text)
    shown = ("�" if unicodedata.category(c) == "Cs" else c for c in text)
    printable = (" " if unicodedata.category(c) == "Cc" else c for c in shown)
    return " ".join("".join(printable).split())


def person_name(
    texts: Texts, number: int, names: Sequence[str | None], *, short: bool = True
) -> str:
    """What one of two people is called; "" where nobody knows who is who.

    Args:
        texts: the language.
        number: of the person, from 1.
        names: of both: of a profile, None for the guest, "" for somebody who was deleted.
        short: cut where it is long.
    """
    if len(names) < number or not any(names) or len(set(names)) < len(names):
        return ""
    name = names[number - 1]
    if name is None:
        return texts("people_guest")
    return short_name(name) if short else clean(name)


def person_heading(texts: Texts, number: int, names: Sequence[str | None]) -> str:
    """Name or number of one of two people, and on which side they began."""
    name = person_name(texts, number, names)
    if name:
        return texts(f"report_person_named_{number}", name=name)
    return texts(f"report_person_{number}")


def short_name(name: str) -> str:
    """A name in one line, cut where it is long; letters of East Asia are as wide as two."""
    name, room = clean(name), NAME_COLUMNS
    for at, letter in enumerate(name):
        room -= 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if room < 0:
            return name[: at - 1].rstrip() + "…"
    return name


def exercise_name(texts: Texts, name: str) -> str:
    """Name of a move in the language; one that is not in the vocabulary stays as it is."""
    if known := load_texts(texts.language).get(f"exercise_{name}"):
        return known
    if numbered := re.fullmatch(r"Move (\d+)", name):
        return texts("report_move_number", number=numbered[1])
    return clean(name)


def joint_name(texts: Texts, joint: str) -> str:
    """Name of a joint angle ("left_knee") in the language; "" stays empty."""
    return load_texts(texts.language).get(f"joint_{joint}", joint.replace("_", " "))


def clock(seconds: float) -> str:
    """Seconds of a video as "1:05"."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    return f"{minutes}:{rest:02d}"


def date(texts: Texts, when: datetime) -> str:
    """Day and time as one writes them."""
    month = texts("report_months").split()[when.month - 1]
    time = f"{when:%H:%M}"
    return texts("report_date", year=when.year, month=month, day=when.day, time=time)


def day(texts: Texts, when: datetime) -> str:
    """A day as one writes it, without the year."""
    month = texts("report_months").split()[when.month - 1]
    return texts("report_day", month=month, day=when.day)


def timing(texts: Texts, lag: float) -> str:
    """How far behind or ahead: "0.6 s behind"."""
    if not math.isfinite(lag):
        return "–"
    if abs(lag) < IN_TIME_S:
        return texts("report_timing_in_time")
    way = "behind" if lag > 0 else "ahead"
    return texts(f"report_timing_{way}", seconds=f"{abs(lag):.1f}")


def timing_note(texts: Texts, lag: float) -> str:
    """What to think of it."""
    if not math.isfinite(lag):
        return texts("report_band_none")
    if abs(lag) < IN_TIME_S:
        return texts("report_timing_note_in_time")
    if lag < 0:
        return texts("report_timing_note_ahead")
    return texts(f"report_timing_note_{'normal' if lag <= NORMAL_LAG_S else 'slow'}")


def band(score: float) -> str:
    """``good``, ``fair``, ``off``, or ``none`` when not judged."""
    if not math.isfinite(score):
        return "none"
    return "good" if score >= GOOD else "fair" if score >= FAIR else "off"


def sentence(texts: Texts, person: PersonResult) -> str:
    """What went well, then the one thing to look after next time."""
    moves = [move for move in person.moves if move.is_judged]
    if not person.is_judged or person.coverage < UNJUDGED_COVERAGE:
        reason = main_reason(person.not_judged)
        return texts(
            f"report_unjudged_{reason}" if reason in _HELPED else "report_strength_unjudged"
        )
    if person.score < BARELY:
        return texts("report_strength_barely")
    return f"{_strength(texts, person.score, moves)} {_focus(texts, person.lag, moves)}".strip()


def judged_part(texts: Texts, left_out: Collection[Limb]) -> str:
    """What of the body was judged, where that was not all of it; else ""."""
    seated = frozenset(left_out) >= LEGS
    rest = [limb for limb in left_out if not (seated and limb in LEGS)]
    limbs = ", ".join(texts(f"limb_{limb}") for limb in rest)
    upper = texts("report_upper_body") if seated else ""
    without = texts("report_without", limbs=limbs) if rest else ""
    return " · ".join(part for part in (upper, without) if part)


def remarks(texts: Texts, person: PersonResult) -> tuple[str, ...]:
    """On the whole session: a score that is unsure, moves left out, repeated, out of order."""
    if not person.is_judged or person.coverage < UNJUDGED_COVERAGE:
        return ()
    found = []
    if person.uncertainty >= UNSURE_POINTS:
        found.append(texts("report_unsure"))
    if person.score < BARELY:
        return tuple(found)
    told = [move for move in person.moves if move.times_done is not None]
    for key, named in (
        ("left_out", [move for move in told if move.times_done == 0]),
        ("repeated", [move for move in told if (move.times_done or 0) > 1]),
    ):
        if named:
            names = ", ".join(
                texts("report_move_quoted", move=exercise_name(texts, move.name)) for move in named
            )
            found.append(texts(f"report_{key}", moves=names))
    if not person.in_order:
        found.append(texts("report_other_order"))
    return tuple(found)


def together(texts: Texts, synchrony: float) -> str:
    """How well two people moved together; "" where that is unknown."""
    if not math.isfinite(synchrony):
        return ""
    how = next(name for name, least in _TOGETHER if synchrony >= least)
    return texts(f"report_together_{how}", percent=round(100 * max(synchrony, 0.0)))


def why_not_judged(texts: Texts, move: MoveScore, spans: tuple[Unjudged, ...]) -> str:
    """The reason that holds for most of a move."""
    reason = main_reason(spans, move.start, move.end)
    if reason is None:
        return texts("report_cue_unjudged")
    return texts("report_cue_unjudged_why", reason=texts(f"reason_{reason}"))


def main_reason(
    spans: Iterable[Unjudged], start: float = -math.inf, end: float = math.inf
) -> Reason | None:
    """Why most of a stretch is not judged at all; None where that is not known."""
    return next(iter(reasons(spans, start, end)), None)


def reasons(
    spans: Iterable[Unjudged], start: float = -math.inf, end: float = math.inf
) -> list[Reason]:
    """Why parts of a stretch are not judged at all, what held longest first."""
    held = reasons_held(spans, start, end)
    return sorted(held, key=held.__getitem__, reverse=True)


def reasons_held(
    spans: Iterable[Unjudged], start: float = -math.inf, end: float = math.inf
) -> dict[Reason, float]:
    """For how many seconds of a stretch each reason held, where nothing was judged."""
    held: dict[Reason, float] = {}
    for span in spans:
        shared = min(span.end, end) - max(span.start, start)
        if shared > 0 and span.reason not in PARTIAL:
            held[span.reason] = held.get(span.reason, 0.0) + shared
    return held


def repetitions(texts: Texts, move: MoveScore) -> str:
    """Done of asked, and how many of the done ones were half."""
    key = "report_repetitions_half" if move.half else "report_repetitions_value"
    return texts(key, done=move.repetitions, asked=move.target_repetitions, half=len(move.half))


def notes(texts: Texts, move: MoveScore) -> tuple[str, ...]:
    """On one move: timing apart from shape, how the repetitions went on, the worst of them."""
    found = []
    if move.timing and move.score >= GOOD:
        found.append(texts(f"report_shape_fine_{move.timing}", seconds=f"{abs(move.late):.1f}"))
    if move.half:
        kind = "one" if len(move.half) == 1 else "many"
        found.append(texts(f"report_half_{kind}", which=", ".join(map(str, move.half))))
    if move.held >= SHORTEST_HOLD:
        found.append(texts("report_held", seconds=round(move.held)))
    trend = move.trend
    if trend is not None and trend.trend:
        joint, degrees = joint_name(texts, trend.joint), round(abs(trend.change))
        found.append(texts(f"report_trend_{trend.trend}", joint=joint, degrees=degrees))
    weak = [one for one in trend.worst if one.score < GOOD] if trend is not None else []
    if weak:
        times = ", ".join(f"{clock(one.start)} ({round(one.score)})" for one in weak)
        found.append(texts("report_worst_repetitions", times=times))
    return tuple(found)


def _strength(texts: Texts, score: float, moves: list[MoveScore]) -> str:
    if moves and all(move.score >= GOOD for move in moves):
        return texts("report_strength_all")
    regions = Counter(_region(m.weakest_joint) for m in moves if m.weakest_joint)
    if score >= FAIR and len(moves) > 1 and len(regions) == 1:
        if regions["arm"]:
            return texts("report_strength_legs")
        if regions["leg"]:
            return texts("report_strength_arms")
    if not moves:
        return ""
    best = max(moves, key=lambda move: move.score)
    return texts("report_strength_best", move=exercise_name(texts, best.name))


def _focus(texts: Texts, lag: float, moves: list[MoveScore]) -> str:
    worst = min(moves, key=lambda move: move.score, default=None)
    if worst is not None and worst.score < FAIR:
        return _focus_on(texts, worst)
    short = max(moves, key=_missing_share, default=None)
    if short is not None and _missing_share(short) >= MISSING_SHARE:
        return texts(
            "report_focus_repetitions",
            move=exercise_name(texts, short.name),
            done=short.repetitions,
            asked=short.target_repetitions,
        )
    if lag > NORMAL_LAG_S:
        return texts("report_focus_late", seconds=f"{lag:.1f}")
    if worst is not None and worst.score < GOOD:
        return _focus_on(texts, worst)
    return ""


def _focus_on(texts: Texts, move: MoveScore) -> str:
    side, _, joint = move.weakest_joint.rpartition("_")
    part = f"{side}_{_REGION[joint]}" if joint in _REGION else joint
    key = f"report_focus_{part or 'move'}"
    if key not in load_texts(texts.language):
        key = "report_focus_move"
    return texts(key, move=exercise_name(texts, move.name))


def _region(joint: str) -> str:
    return _REGION.get(joint.rpartition("_")[2], joint)


def _missing_share(move: MoveScore) -> float:
    if move.target_repetitions == 0:
        return 0.0
    return 1.0 - move.repetitions / move.target_repetitions
