"""The report in words and numbers, the same for the page, the PDF and the screen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Final, NamedTuple

from coach.report import words
from coach.report.chart import Chart, score_chart
from coach.report.compare import Comparison, Earlier, compare
from coach.texts import Texts, cue_text
from coach.types import MoveScore, PersonResult, Reason, SessionResult

BAND_NAMES: Final = ("good", "fair", "off")
WELL_COVERED: Final = 0.95
A_DAY: Final = 86_400.0
"""Seconds."""
MOSTLY: Final = 0.5
"""Part of what was not judged that a reason explains at least where it is told for it."""
MOST_TIMES: Final = 6
"""Stretches named for one reason; who has more of them looks at the chart."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure beside the score: what it is, its value, what to think of it."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One line of the table of moves, as shown.

    Attributes:
        number: from 1, also under the chart.
        span: place in the video, "0:02 – 0:18".
        score: rounded, "" when not judged; band: good, fair, off or none.
        band_word: the band in the language of the report.
        margin: how sure the score is, "± 4"; "" where that is unknown.
        judged: part of it that could be judged, "judged 94 %", "" when nothing was; change:
            points since last time, "▲ 4", "" where that is unknown.
        joint: the weakest one, "–" when not judged.
        scores: of its repetitions in order, 0..100; NaN where not judged.
        cue: what to change, or why it is not judged; "" where the notes say it all. notes: what
            else there is to tell, a sentence each.
    """

    number: int
    name: str
    span: str
    score: str
    band: str
    band_word: str
    grade: str
    timing: str
    repetitions: str
    joint: str
    cue: str
    margin: str
    judged: str
    change: str
    scores: tuple[float, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why something was not judged, and when in the video: "0:12 – 0:15, 1:02 – 1:04"."""

    reason: str
    times: str


class Past(NamedTuple):
    """One session of those before: the day in words, score, and days since the first one."""

    day: str
    score: float
    at: float


@dataclass(frozen=True, slots=True)
class PersonView:
    """What the report says of one person.

    Attributes:
        score: rounded, "" when not judged; grade: the letter, "–" when not judged.
        unit: what the score is out of, and how sure it is; margin: the latter alone, "± 7".
        heading: which of two people; "" when there is one.
        sentence: what was good and what is next. remarks: on the whole session, a sentence
            each: how sure the score is, what was left out or repeated.
        moves: rows of the table; chart: score over time, ``chart_words`` what it shows.
        legend: band of the chart and its words; "none" only where there are gaps.
        left_out: one entry a reason.

    Where nothing was judged, there are no facts and no chart is worth a look: the sentence
    says why.
    """

    heading: str
    score: str
    unit: str
    margin: str
    grade: str
    band: str
    band_word: str
    sentence: str
    remarks: tuple[str, ...]
    facts: tuple[Fact, ...]
    moves: tuple[MoveRow, ...]
    chart: Chart
    chart_words: str
    legend: tuple[tuple[str, str], ...]
    left_out: tuple[LeftOut, ...]

    @property
    def is_judged(self) -> bool:
        """Whether there is a score to tell of."""
        return bool(self.score)


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole report.

    Attributes:
        title: of the target; subtitle: what is known of the session, in order.
        past: all sessions like this one, the oldest first and this one last; empty where it is
            the first. past_note: why they are not to be compared, a sentence or "".
        together: how well two people moved together, a sentence; "" where that is unknown.
    """

    language: str
    title: str
    subtitle: tuple[str, ...]
    people: tuple[PersonView, ...]
    past: tuple[Past, ...] = ()
    past_note: str = ""
    together: str = ""


def report_view(
    result: SessionResult,
    texts: Texts,
    *,
    earlier: Earlier | None = None,
    when: datetime | None = None,
    person: str | None = None,
    partner: str | None = None,
) -> ReportView:
    """The report of a result.

    Args:
        result: what to tell.
        texts: the language.
        earlier: the last time with this target; told to one person only.
        when: when the session was held.
        person: name of who trained; of two people the first, None for the guest.
        partner: the second of two people, None for the guest.
    """
    alone = len(result.people) == 1
    comparison = compare(result, earlier)
    people = tuple(
        _person(
            texts,
            one,
            result.duration,
            heading="" if alone else words.person_heading(texts, number, (person, partner)),
            comparison=comparison,
        )
        for number, one in enumerate(result.people, start=1)
    )
    subtitle = (
        words.clean(person or "") if alone else "",
        words.date(texts, when) if when else "",
        texts("report_length", time=words.clock(result.duration)),
        words.judged_part(texts, result.left_out),
    )
    title = words.clean(result.target)
    past = _past(texts, result, earlier, when) if alone else ()
    return ReportView(
        texts.language,
        title,
        tuple(part for part in subtitle if part),
        people,
        past,
        texts("report_past_moved") if past and comparison and comparison.unlike else "",
        words.together(texts, result.synchrony),
    )


def _past(
    texts: Texts, result: SessionResult, earlier: Earlier | None, when: datetime | None
) -> tuple[Past, ...]:
    """Of which there are two at least, and this one is known."""
    (person,) = result.people
    if earlier is None or when is None or not person.is_judged:
        return ()
    known = (*earlier.scores, (when, person.score))
    first = known[0][0]
    return tuple(
        Past(words.day(texts, at), score, (at - first).total_seconds() / A_DAY)
        for at, score in known
    )


def _person(
    texts: Texts,
    person: PersonResult,
    duration: float,
    heading: str,
    comparison: Comparison | None,
) -> PersonView:
    band = words.band(person.score) if person.is_judged else "none"
    changes = comparison.moves if comparison and not comparison.unlike else ()
    chart = score_chart(person, duration)
    legend = [(name, texts(f"report_legend_{name}")) for name in BAND_NAMES]
    if chart.gaps:
        legend.append(("none", texts("report_chart_hatched")))
    return PersonView(
        heading=heading,
        score=_rounded(person.score) if person.is_judged else "",
        unit=_unit(texts, person.uncertainty) if person.is_judged else "",
        margin=_margin(texts, person.uncertainty) if person.is_judged else "",
        grade=_grade(person.grade, band),
        band=band,
        band_word=texts(f"report_band_{band}"),
        sentence=words.sentence(texts, person),
        remarks=words.remarks(texts, person),
        facts=tuple(_facts(texts, person, comparison)),
        moves=tuple(
            _row(texts, i, move, person, change)
            for i, (move, change) in enumerate(zip_longest(person.moves, changes), start=1)
        ),
        chart=chart,
        chart_words=texts(
            "report_chart_description",
            time=words.clock(duration),
            judged=_percent(texts, person.coverage),
        ),
        legend=tuple(legend),
        left_out=_left_out(texts, person),
    )


def _unit(texts: Texts, uncertainty: float) -> str:
    if not math.isfinite(uncertainty):
        return texts("report_score_of_100")
    return texts("report_score_about", points=math.ceil(uncertainty))


def _margin(texts: Texts, uncertainty: float) -> str:
    if not math.isfinite(uncertainty):
        return ""
    return texts("report_margin", points=math.ceil(uncertainty))


def _left_out(texts: Texts, person: PersonResult) -> tuple[LeftOut, ...]:
    times: dict[Reason, list[str]] = {}
    for span in person.not_judged:
        shown = f"{words.clock(span.start)} – {words.clock(span.end)}"
        times.setdefault(span.reason, []).append(shown)
    return tuple(
        LeftOut(texts(f"reason_{reason}"), _few(texts, spans)) for reason, spans in times.items()
    )


def _few(texts: Texts, spans: list[str]) -> str:
    times = ", ".join(spans[:MOST_TIMES])
    return times if len(spans) <= MOST_TIMES else texts("report_times_more", times=times)


def _facts(texts: Texts, person: PersonResult, comparison: Comparison | None) -> list[Fact]:
    """The figures beside the score; none where there is no score."""
    if not person.is_judged:
        return []
    judged = Fact(
        texts("report_judged"), _percent(texts, person.coverage), _coverage_note(texts, person)
    )
    side = "mirrored" if person.mirrored else "same"
    facts = [
        judged,
        Fact(
            texts("report_timing"),
            words.timing(texts, person.lag),
            words.timing_note(texts, person.lag),
        ),
        Fact(
            texts("report_sides"),
            texts(f"report_sides_{side}"),
            texts(f"report_sides_note_{side}"),
        ),
    ]
    counted = [m for m in person.moves if m.target_repetitions and m.is_judged]
    if counted:
        done = sum(move.repetitions for move in counted)
        asked = sum(move.target_repetitions for move in counted)
        facts.append(
            Fact(
                texts("report_repetitions"),
                texts("report_repetitions_value", done=done, asked=asked),
                texts("report_repetitions_note"),
            )
        )
    if comparison is not None:
        facts.append(_progress(texts, person.score, comparison))
    return facts


def _coverage_note(texts: Texts, person: PersonResult) -> str:
    """Why the rest was not judged: the reasons below the chart that explain most of it."""
    if person.coverage >= WELL_COVERED:
        return texts("report_judged_all")
    # the part that was judged is told of the moves
    spans = [(move.start, move.end) for move in person.moves]
    if not any(move.is_judged for move in person.moves):
        spans = [(0.0, float(person.target_time[-1]))]
    missing = (1 - person.coverage) * sum(end - start for start, end in spans)
    each = [words.reasons_held(person.not_judged, start, end) for start, end in spans]
    reasons = [
        reason
        for reason in words.reasons(person.not_judged)
        if sum(held.get(reason, 0.0) for held in each) >= MOSTLY * missing
    ]
    if not reasons:
        return texts("report_judged_part")
    told = " ".join(texts(f"reason_{reason}") for reason in reasons)
    return texts("report_judged_rest", reason=told)


def _progress(texts: Texts, score: float, last: Comparison) -> Fact:
    """Higher or lower, unless the camera stood elsewhere; the margin is told with it."""
    label, before = texts("report_progress"), round(last.score)
    day = words.day(texts, last.when)
    if last.unlike:
        what = texts("report_list").join(texts(f"report_moved_{one}") for one in last.unlike)
        return Fact(
            label,
            texts("report_progress_apart"),
            texts("report_progress_moved", score=before, day=day, what=what),
        )
    points = round(score) - before
    way = "up" if points > 0 else "down" if points < 0 else "same"
    note = "note" if last.is_certain or way == "same" else "within"
    return Fact(
        label,
        texts(f"report_progress_{way}", points=abs(points)),
        texts(f"report_progress_{note}", score=before, day=day),
    )


def _change(points: float | None) -> str:
    """Points since last time with a mark that is not a colour; "" where unknown."""
    if points is None or not math.isfinite(points):
        return ""
    rounded = round(points)
    return "=" if not rounded else f"{'▲' if rounded > 0 else '▼'} {abs(rounded)}"


def _row(
    texts: Texts, number: int, move: MoveScore, person: PersonResult, change: float | None
) -> MoveRow:
    band = words.band(move.score) if move.is_judged else "none"
    notes = words.notes(texts, move) if band != "none" else ()
    if band == "none":
        cue = words.why_not_judged(texts, move, person.not_judged)
    elif move.cue is not None:
        cue = cue_text(texts, move.cue)
    elif notes:
        cue = ""
    else:
        cue = texts("report_cue_none") if band == "good" else "–"
    counted = band != "none" and move.target_repetitions > 0
    return MoveRow(
        number=number,
        name=words.exercise_name(texts, move.name),
        span=f"{words.clock(move.start)} – {words.clock(move.end)}",
        score=_rounded(move.score) if band != "none" else "",
        band=band,
        band_word=texts(f"report_band_{band}"),
        grade=_grade(move.grade, band),
        timing=words.timing(texts, move.lag) if band != "none" else "–",
        repetitions=words.repetitions(texts, move) if counted else "–",
        joint=(words.joint_name(texts, move.weakest_joint) if band != "none" else "") or "–",
        cue=cue,
        margin=_margin(texts, move.uncertainty) if band != "none" else "",
        judged=_judged(texts, move.coverage) if band != "none" else "",
        change=_change(change),
        scores=tuple(one.score for one in move.trend.repetitions) if move.trend else (),
        notes=notes,
    )


def _rounded(score: float) -> str:
    return str(round(score)) if math.isfinite(score) else ""


def _grade(grade: str, band: str) -> str:
    return grade if grade and band != "none" else "–"


def _percent(texts: Texts, share: float) -> str:
    return texts("report_judged_value", percent=_floored(share))


def _judged(texts: Texts, share: float) -> str:
    return texts("report_judged_share", percent=_floored(share))


def _floored(share: float) -> int:
    return math.floor(100 * share) if math.isfinite(share) else 0
