"""The result for other programs: the JSON of ``coach score`` and a table of moves."""

from __future__ import annotations

import csv
import io
import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.texts import Texts, cue_text
from coach.types import JointRange, MoveScore, PersonResult, SessionResult, Setup, Trend

CSV_COLUMNS: Final = (
    "person",
    "name",
    "start",
    "end",
    "score",
    "grade",
    "similarity",
    "lag_s",
    "repetitions",
    "target_repetitions",
    "weakest_joint",
    "cue",
    "coverage",
    "uncertainty",
    "late_s",
    "times_done",
    "half_repetitions",
    "held_s",
    "range_joint",
    "range_deg",
    "range_error_deg",
)


def result_json(result: SessionResult, texts: Texts | None = None) -> dict[str, Any]:
    """The result as the contract of ``coach score`` has it.

    One person: ``score, grade, similarity, lag_s, mirrored, coverage, uncertainty,
    not_judged, in_order, setup, moves, frames``; two: ``people`` with a list of the same, and
    ``synchrony``, how well they moved together, -1..1. What was not judged is None, never NaN.
    ``left_out``: limbs that were not to be judged. ``uncertainty``: half the width of the band.
    ``not_judged``: stretches of the target with ``start``, ``end`` (seconds) and ``reason``
    (``coach.types.REASONS``); for those of ``PARTIAL`` the rest of the body was judged.
    Of a move, ``trend`` and ``worst_repetitions`` tell how its repetitions went on; their
    seconds are of the person's own clock, where a picture of each can be found;
    ``range_of_motion`` is that of ``coach.types.JointRange``, and ``setup`` of a person that
    of ``coach.types.Setup``.

    Args:
        result: what to tell.
        texts: language of the cues; None: the system's.
    """
    texts = texts or Texts()
    people = [_person(person, texts) for person in result.people]
    left_out = {"left_out": list(result.left_out)}
    if len(people) == 1:
        return people[0] | left_out
    return {"people": people, "synchrony": _number(result.synchrony, 3)} | left_out


def result_csv(result: SessionResult, texts: Texts) -> str:
    """One row a move, by CSV_COLUMNS; the frames are in the JSON only.

    ``person`` counts from 1. Texts that a spreadsheet would take for a formula get an
    apostrophe in front.
    """
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, CSV_COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for number, person in enumerate(result.people, start=1):
        for move in person.moves:
            row = {"person": number, **_move(move, texts), **_widest(move)}
            row["half_repetitions"] = " ".join(map(str, move.half))
            writer.writerow({key: _cell(row[key]) for key in CSV_COLUMNS})
    return sheet.getvalue()


def _person(person: PersonResult, texts: Texts) -> dict[str, Any]:
    return {
        "score": _number(person.score, 1),
        "grade": person.grade,
        "similarity": _number(person.similarity, 4),
        "lag_s": _number(person.lag, 2),
        "mirrored": bool(person.mirrored),
        "coverage": _number(person.coverage, 3),
        "uncertainty": _number(person.uncertainty, 1),
        "not_judged": [
            {"start": _number(s.start, 2), "end": _number(s.end, 2), "reason": s.reason}
            for s in person.not_judged
        ],
        "in_order": bool(person.in_order),
        "setup": None if person.setup is None else _setup(person.setup),
        "moves": [_move(move, texts) for move in person.moves],
        "frames": {
            "time": _numbers(person.time, 3),
            "target_time": _numbers(person.target_time, 3),
            "similarity": _numbers(person.similarities, 4),
            "score": _numbers(person.scores, 1),
        },
    }


def _move(move: MoveScore, texts: Texts) -> dict[str, Any]:
    return {
        "name": move.name,
        "start": _number(move.start, 2),
        "end": _number(move.end, 2),
        "score": _number(move.score, 1),
        "grade": move.grade,
        "similarity": _number(move.similarity, 4),
        "lag_s": _number(move.lag, 2),
        "repetitions": int(move.repetitions),
        "target_repetitions": int(move.target_repetitions),
        "weakest_joint": move.weakest_joint,
        "cue": "" if move.cue is None else cue_text(texts, move.cue),
        "coverage": _number(move.coverage, 3),
        "uncertainty": _number(move.uncertainty, 1),
        "late_s": _number(move.late, 2),
        "times_done": move.times_done,
        "trend": None if move.trend is None else _trend(move.trend),
        "worst_repetitions": [] if move.trend is None else _worst(move.trend),
        "half_repetitions": list(move.half),
        "held_s": _number(move.held, 1),
        "range_of_motion": [_motion(one) for one in move.motion],
    }


def _widest(move: MoveScore) -> dict[str, Any]:
    """The joint that went farthest, as a spreadsheet has room for one."""
    widest = max(move.motion, key=lambda one: one.mean, default=None)
    if widest is None:
        return {"range_joint": "", "range_deg": None, "range_error_deg": None}
    shown = _motion(widest)
    return {
        "range_joint": shown["joint"],
        "range_deg": shown["mean_deg"],
        "range_error_deg": shown["error_deg"],
    }


def _setup(setup: Setup) -> dict[str, Any]:
    return {
        "width": setup.size[0],
        "height": setup.size[1],
        "facing_deg": _number(setup.facing, 1),
        "trunk_share": _number(setup.trunk, 3),
    }


def _motion(one: JointRange) -> dict[str, Any]:
    return {
        "joint": one.joint,
        "low_deg": _number(one.low, 1),
        "high_deg": _number(one.high, 1),
        "mean_deg": _number(one.mean, 1),
        "least_deg": _number(one.least, 1),
        "most_deg": _number(one.most, 1),
        "error_deg": _number(one.error, 1),
    }


def _trend(trend: Trend) -> dict[str, Any]:
    return {
        "direction": trend.trend,
        "joint": trend.joint,
        "change_deg": _number(trend.change, 1),
    }


def _worst(trend: Trend) -> list[dict[str, float | None]]:
    return [
        {
            "start": _number(one.start, 2),
            "end": _number(one.end, 2),
            "score": _number(one.score, 1),
            "picture_s": _number(one.picture, 2),
        }
        for one in trend.worst
    ]


def _number(value: float, digits: int) -> float | None:
    return round(float(value), digits) if math.isfinite(value) else None


def _numbers(values: NDArray[np.float64], digits: int) -> list[float | None]:
    return [_number(value, digits) for value in values.tolist()]


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + value
    return value
