"""The report in words and numbers, the same for the page, the PDF and the screen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from coach.report import words
from coach.report.chart import Chart, score_chart
from coach.texts import Texts, cue_text
from coach.types import MoveScore, PersonResult, Reason, SessionResult

BAND_NAMES: Final = ("good", "fair", "off")
WELL_COVERED: Final = 0.95
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
        cue: what to change. notes: what else there is to tell, a sentence each.
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
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why something was not judged, and when in the video: "0:12 – 0:15, 1:02 – 1:04"."""

    reason: str
    times: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """What the report says of one person.

    Attributes:
        score: rounded, "" when not judged; grade: the letter, "–" when not judged.
        unit: what the score is out of, and how sure it is.
        heading: which of two people; "" when there is one.
        sentence: what was good and what is next. remarks: on the whole session, a sentence
            each: how sure the score is, what was left out or repeated.
        moves: rows of the table; chart: score over time, ``chart_words`` what it shows.
        legend: band of the chart and its words; "none" only where there are gaps.
        left_out: one entry a reason.
    """

    heading: str
    score: str
    unit: str
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


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole report.

    Attributes:
        title: of the target; subtitle: what is known of the session, in order.
    """

    language: str
    title: str
    subtitle: tuple[str, ...]
    people: tuple[PersonView, ...]


def report_view(
    result: SessionResult,
    texts: Texts,
    *,
    previous: float | None = None,
    when: datetime | None = None,
    person: str | None = None,
) -> ReportView:
    """The report of a result.

    Args:
        result: what to tell.
        texts: the language.
        previous: score of the last time with this target; told to one person only.
        when: when the session was held.
        person: name of who trained.
    """
    alone = len(result.people) == 1
    people = tuple(
        _person(
            texts,
            one,
            result.duration,
            heading="" if alone else texts(f"report_person_{number}"),
            previous=previous if alone else None,
        )
        for number, one in enumerate(result.people, start=1)
    )
    subtitle = (
        words.clean(person or ""),
        words.date(texts, when) if when else "",
        texts("report_length", time=words.clock(result.duration)),
    )
    title = words.clean(result.target)
    return ReportView(texts.language, title, tuple(part for part in subtitle if part), people)


def _person(
    texts: Texts, person: PersonResult, duration: float, heading: str, previous: float | None
) -> PersonView:
    band = words.band(person.score)
    chart = score_chart(person, duration)
    legend = [(name, texts(f"report_legend_{name}")) for name in BAND_NAMES]
    if chart.gaps:
        legend.append(("none", texts("report_chart_hatched")))
    return PersonView(
        heading=heading,
        score=_rounded(person.score),
        unit=_unit(texts, person.uncertainty),
        grade=_grade(person.grade, band),
        band=band,
        band_word=texts(f"report_band_{band}"),
        sentence=words.sentence(texts, person),
        remarks=words.remarks(texts, person),
        facts=tuple(_facts(texts, person, previous)),
        moves=tuple(_row(texts, i, move) for i, move in enumerate(person.moves, start=1)),
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


def _facts(texts: Texts, person: PersonResult, previous: float | None) -> list[Fact]:
    judged = Fact(
        texts("report_judged"), _percent(texts, person.coverage), _coverage_note(texts, person)
    )
    if not math.isfinite(person.score):
        return [judged]
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
    counted = [m for m in person.moves if m.target_repetitions and math.isfinite(m.score)]
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
    if previous is not None and math.isfinite(previous):
        facts.append(_progress(texts, round(person.score), round(previous)))
    return facts


def _coverage_note(texts: Texts, person: PersonResult) -> str:
    if not math.isfinite(person.score):
        return texts("report_judged_none")
    return texts(f"report_judged_{'all' if person.coverage >= WELL_COVERED else 'part'}")


def _progress(texts: Texts, score: int, previous: int) -> Fact:
    way = "up" if score > previous else "down" if score < previous else "same"
    value = texts(f"report_progress_{way}", points=abs(score - previous))
    note = texts("report_progress_note", score=previous)
    return Fact(texts("report_progress"), value, note)


def _row(texts: Texts, number: int, move: MoveScore) -> MoveRow:
    band = words.band(move.score)
    if band == "none":
        cue = texts("report_cue_unjudged")
    elif move.cue is None:
        cue = texts("report_cue_none") if band == "good" else "–"
    else:
        cue = cue_text(texts, move.cue)
    counted = band != "none" and move.target_repetitions > 0
    return MoveRow(
        number=number,
        name=words.exercise_name(texts, move.name),
        span=f"{words.clock(move.start)} – {words.clock(move.end)}",
        score=_rounded(move.score),
        band=band,
        band_word=texts(f"report_band_{band}"),
        grade=_grade(move.grade, band),
        timing=words.timing(texts, move.lag),
        repetitions=texts(
            "report_repetitions_value", done=move.repetitions, asked=move.target_repetitions
        )
        if counted
        else "–",
        joint=words.joint_name(texts, move.weakest_joint) or "–",
        cue=cue,
        margin=_margin(texts, move.uncertainty) if band != "none" else "",
        notes=words.notes(texts, move) if band != "none" else (),
    )


def _rounded(score: float) -> str:
    return str(round(score)) if math.isfinite(score) else ""


def _grade(grade: str, band: str) -> str:
    return grade if grade and band != "none" else "–"


def _percent(texts: Texts, share: float) -> str:
    percent = math.floor(100 * share) if math.isfinite(share) else 0
    return texts("report_judged_value", percent=percent)
