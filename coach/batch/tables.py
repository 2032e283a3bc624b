"""The results as tables: a row for each person of each recording, and one for each part of it."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from coach import __version__
from coach.batch.manifest import Row, Task
from coach.batch.work import Outcome
from coach.diary.csv_file import guarded
from coach.errors import OutputUnwritable

Cells = dict[str, Any]

RESULTS: Final[dict[str, type]] = {
    "person": int,
    "score": float,
    "grade": str,
    "similarity": float,
    "lag_s": float,
    "mirrored": bool,
    "coverage": float,
    "uncertainty": float,
    "in_order": bool,
    "synchrony": float,
    "exercise": str,
    "points": float,
    "moves": int,
    "repetitions": int,
    "target_repetitions": int,
    "attempts": int,
    "held_s": float,
    "claps": int,
    "faults": str,
    "actions": str,
    "falls": int,
}
"""Columns of ``results`` that hold what was found, in their order, with their types."""

ABOUT: Final[dict[str, type]] = {
    "id": str,
    "status": str,
    "error": str,
    "message": str,
    "task": str,
    "recording": str,
    "target": str,
}
"""Columns before those."""

AFTER: Final[dict[str, type]] = {"seconds": float, "version": str}
"""Columns behind those."""

PARTS: Final[dict[str, type]] = {
    "id": str,
    "task": str,
    "person": int,
    "part": str,
    "number": int,
    "name": str,
    "start": float,
    "end": float,
    "score": float,
    "grade": str,
    "similarity": float,
    "lag_s": float,
    "repetitions": int,
    "target_repetitions": int,
    "weakest_joint": str,
    "cue": str,
    "coverage": float,
    "uncertainty": float,
    "late_s": float,
    "times_done": int,
    "held_s": float,
    "points": float,
    "full": bool,
    "knee_angle_deg": float,
    "hip_angle_deg": float,
    "faults": str,
    "confidence": float,
}
"""Columns of ``moves``."""

WAITING: Final = "waiting"
"""Status of a row that no answer is there for yet."""

CARRIED: Final = "manifest_"
"""Before the name of a column of the user's own that is called as one of ours."""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns with their types, in their order, and rows; a cell that is missing is empty."""

    columns: Mapping[str, type]
    rows: Sequence[Cells]


def results_of(rows: Iterable[Row], outcomes: Mapping[str, Outcome]) -> Table:
    """A row for each person of each recording; one for a recording without an answer."""
    found: list[Cells] = []
    carried: dict[str, type] = {}
    for row in rows:
        own = {_own_name(name): cell for name, cell in row.carried}
        carried |= dict.fromkeys(own, str)
        found += [one | own for one in _results(row, outcomes.get(row.id))]
    return Table({**ABOUT, **carried, **RESULTS, **AFTER}, found)


def parts_of(rows: Iterable[Row], outcomes: Mapping[str, Outcome]) -> Table:
    """A row for each move, repetition or action of each recording."""
    found: list[Cells] = []
    for row in rows:
        outcome = outcomes.get(row.id)
        if outcome is None or outcome.status == "failed":
            continue
        for number, answer in enumerate(_people(outcome), 1):
            about = {"id": row.id, "task": row.task, "person": number}
            found += [about | part for part in _PARTS_OF[row.task](answer)]
    return Table(PARTS, found)


def write_tables(folder: Path, tables: Mapping[str, Table], *, parquet: bool) -> tuple[Path, ...]:
    """Write each as CSV and, if wanted, as Parquet; a file appears whole or not at all.

    Raises:
        OutputUnwritable.
    """
    written = []
    for name, table in tables.items():
        written.append(_whole(folder / f"{name}.csv", _write_csv, table))
        if parquet:
            written.append(_whole(folder / f"{name}.parquet", _write_parquet, table))
    return tuple(written)


def parquet_known() -> bool:
    """Whether Parquet can be written: its library is an extra."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        return False
    return True


def _own_name(name: str) -> str:
    taken = name in ABOUT or name in RESULTS or name in AFTER
    return CARRIED + name if taken else name


def _people(outcome: Outcome) -> Sequence[Cells]:
    people: Sequence[Cells] = outcome.answer.get("people", [outcome.answer])
    return people


def _results(row: Row, outcome: Outcome | None) -> Iterator[Cells]:
    about: Cells = {
        "id": row.id,
        "status": WAITING if outcome is None else outcome.status,
        "task": row.task,
        "recording": row.written[0],
        "target": row.written[1],
    }
    if outcome is None:
        yield about
        return
    about |= {"seconds": round(outcome.seconds, 2), "version": __version__}
    if outcome.status == "failed":
        yield about | {"error": outcome.error, "message": outcome.message}
        return
    for number, answer in enumerate(_people(outcome), 1):
        synchrony = {"synchrony": outcome.answer.get("synchrony")}
        yield about | {"person": number} | synchrony | _RESULTS_OF[row.task](answer)


_OF_SCORE: Final = (
    *("score", "grade", "similarity", "lag_s", "mirrored", "coverage", "uncertainty", "in_order"),
)
_OF_COUNT: Final = ("exercise", "repetitions", "attempts", "held_s", "claps")


def _score_results(answer: Cells) -> Cells:
    moves = answer["moves"]
    sums = {key: sum(m[key] for m in moves) for key in ("repetitions", "target_repetitions")}
    return _chosen(answer, _OF_SCORE) | {"moves": len(moves)} | sums


def _count_results(answer: Cells) -> Cells:
    return _chosen(answer, _OF_COUNT)


def _moves_results(answer: Cells) -> Cells:
    moves = answer["moves"]
    return {
        "exercise": _words(move["name"] for move in moves),
        "moves": len(moves),
        "repetitions": sum(move["repetitions"] for move in moves),
    }


def _squat_results(answer: Cells) -> Cells:
    repetitions = answer["repetitions"]
    return _chosen(answer, ("exercise", "grade", "points")) | {
        "repetitions": len(repetitions),
        "faults": _words(fault for one in repetitions for fault in one["faults"]),
    }


def _watch_results(answer: Cells) -> Cells:
    actions = _words(span["action"] for span in answer["actions"])
    return {"actions": actions, "falls": len(answer["falls"])}


def _score_parts(answer: Cells) -> Iterator[Cells]:
    for number, move in enumerate(answer["moves"], 1):
        yield {"part": "move", "number": number} | _chosen(move, PARTS)


def _count_parts(answer: Cells) -> Iterator[Cells]:
    for part, times in (("repetition", "times"), ("attempt", "attempt_times")):
        for number, (start, end) in enumerate(answer[times], 1):
            name = answer["exercise"]
            yield {"part": part, "number": number, "name": name, "start": start, "end": end}
    for number, time in enumerate(answer["clap_times"], 1):
        yield {"part": "clap", "number": number, "start": time}


def _moves_parts(answer: Cells) -> Iterator[Cells]:
    yield from _score_parts(answer)


def _squat_parts(answer: Cells) -> Iterator[Cells]:
    for number, one in enumerate(answer["repetitions"], 1):
        cells = {"part": "repetition", "number": number, "name": answer["exercise"]}
        yield cells | _chosen(one, PARTS) | {"faults": _words(one["faults"])}


def _watch_parts(answer: Cells) -> Iterator[Cells]:
    for number, span in enumerate(answer["actions"], 1):
        yield {"part": "action", "number": number, "name": span["action"]} | _chosen(span, PARTS)
    for number, time in enumerate(answer["falls"], 1):
        yield {"part": "fall", "number": number, "start": time}


_RESULTS_OF: Final[dict[Task, Callable[[Cells], Cells]]] = {
    "score": _score_results,
    "count": _count_results,
    "moves": _moves_results,
    "squat": _squat_results,
    "watch": _watch_results,
}
_PARTS_OF: Final[dict[Task, Callable[[Cells], Iterator[Cells]]]] = {
    "score": _score_parts,
    "count": _count_parts,
    "moves": _moves_parts,
    "squat": _squat_parts,
    "watch": _watch_parts,
}


def _chosen(cells: Cells, names: Iterable[str]) -> Cells:
    return {name: cells[name] for name in names if name in cells}


def _words(names: Iterable[str]) -> str:
    """Each name once, in the order of its first time."""
    return " ".join(dict.fromkeys(names))


def _whole(path: Path, write: Callable[[Path, Table], None], table: Table) -> Path:
    part = path.with_name(f"{path.name}.part")
    try:
        write(part, table)
        os.replace(part, path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise OutputUnwritable(path, error.strerror or str(error)) from error
    return path


def _write_csv(path: Path, table: Table) -> None:
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in table.columns])
    for row in table.rows:
        writer.writerow([_cell(row.get(name)) for name in table.columns])
    path.write_text(sheet.getvalue(), encoding="utf-8-sig", newline="")


def _cell(value: Any) -> str:
    """As a spreadsheet takes it: no text is a formula, numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return str(value)
    try:
        float(value)
    except ValueError:
        return guarded(value)
    return value


def _write_parquet(path: Path, table: Table) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    columns = [
        pa.array([row.get(name) for row in table.rows], kinds[kind])
        for name, kind in table.columns.items()
    ]
    pq.write_table(pa.table(columns, names=list(table.columns)), path)
