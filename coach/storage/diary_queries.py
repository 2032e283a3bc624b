"""Every statement on the diary's entries, profiles and edited moves."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from datetime import date, datetime
from typing import Any, Final
from uuid import uuid4

from coach.storage import codec
from coach.storage.diary_values import (
    Correction,
    Entry,
    EntryLine,
    Measured,
    NewEntry,
    WorkSet,
)
from coach.storage.profile import EVERYBODY, Whose
from coach.types import Move

_ENTRY: Final = """
    SELECT id, uid, source, number, place, title, person, started, exercise, sets, grade, range_deg
    FROM entry
"""
_MOST_NAMED: Final = 500
"""Numbers in one IN (...), well below what every SQLite takes."""


def insert_entry(connection: sqlite3.Connection, new: NewEntry, now: datetime) -> int | None:
    """A new entry with its corrections; None where the diary holds it already."""
    measured = new.measured
    uid = new.uid or uuid4().hex
    day = Entry(0, new).day
    cursor = connection.execute(
        "INSERT INTO entry (uid, source, number, place, title, person, started, day, exercise,"
        " sets, grade, range_deg, added) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (
            uid,
            new.source,
            new.number,
            new.place,
            new.title,
            new.person,
            measured.started.isoformat(),
            day.isoformat(),
            measured.exercise,
            json.dumps([astuple(one) for one in measured.sets]),
            measured.grade,
            measured.range_deg,
            now.isoformat(),
        ),
    )
    if not cursor.rowcount:
        return None
    assert cursor.lastrowid is not None
    if new.corrected:
        insert_correction(connection, cursor.lastrowid, new.corrected, now)
    return cursor.lastrowid


def has_source(connection: sqlite3.Connection, source: str) -> bool:
    """Whether an entry of a source is there."""
    row = connection.execute("SELECT 1 FROM entry WHERE source = ? LIMIT 1", (source,)).fetchone()
    return row is not None


def insert_correction(
    connection: sqlite3.Connection, entry_id: int, correction: Correction, now: datetime
) -> None:
    """A row for each field that was put right; the earlier rows stay."""
    for field in fields(correction):
        value = getattr(correction, field.name)
        if value is not None:
            text = value.isoformat() if isinstance(value, date) else json.dumps(value)
            connection.execute(
                "INSERT INTO correction (entry_id, field, value, made) VALUES (?, ?, ?, ?)",
                (entry_id, field.name, text, now.isoformat()),
            )
    _note_day(connection, entry_id)


def take_back(connection: sqlite3.Connection, entry_id: int, now: datetime) -> None:
    """Let the measured values stand again; the rows stay."""
    connection.execute(
        "UPDATE correction SET taken_back = ? WHERE entry_id = ? AND taken_back IS NULL",
        (now.isoformat(), entry_id),
    )
    _note_day(connection, entry_id)


def _note_day(connection: sqlite3.Connection, entry_id: int) -> None:
    """Keep the date by which entries are looked up that of the values in force."""
    changed = entry(connection, entry_id)
    if changed is not None:
        connection.execute(
            "UPDATE entry SET day = ? WHERE id = ?", (changed.day.isoformat(), entry_id)
        )


def delete_entry(connection: sqlite3.Connection, entry_id: int) -> bool:
    """Remove an entry with its corrections; False when there was none."""
    return connection.execute("DELETE FROM entry WHERE id = ?", (entry_id,)).rowcount > 0


def entry(connection: sqlite3.Connection, entry_id: int) -> Entry | None:
    """One entry, or None."""
    rows = connection.execute(_ENTRY + " WHERE id = ?", (entry_id,)).fetchall()
    found = _with_corrections(connection, rows)
    return found[0] if found else None


def entries(
    connection: sqlite3.Connection, first: date, last: date, person: Whose
) -> tuple[Entry, ...]:
    """The entries of the days from ``first`` to ``last``, the oldest first."""
    anybody = person is EVERYBODY
    rows = connection.execute(
        _ENTRY + " WHERE day BETWEEN ? AND ?" + ("" if anybody else " AND person IS ?"),
        (first.isoformat(), last.isoformat(), *(() if anybody else (person,))),
    ).fetchall()
    found = _with_corrections(connection, rows)
    # Not in SQL: texts of two time zones do not sort by time.
    return tuple(sorted(found, key=lambda e: (e.day, e.started, e.id)))


def _with_corrections(
    connection: sqlite3.Connection, rows: Sequence[tuple[Any, ...]]
) -> list[Entry]:
    given: dict[int, dict[str, Any]] = {}
    numbers = [row[0] for row in rows]
    for at in range(0, len(numbers), _MOST_NAMED):
        some = numbers[at : at + _MOST_NAMED]
        marks = ",".join("?" * len(some))
        corrections = connection.execute(
            f"SELECT entry_id, field, value FROM correction WHERE entry_id IN ({marks})"
            " AND taken_back IS NULL ORDER BY id",
            some,
        )
        for number, field, value in corrections:
            read = date.fromisoformat(value) if field == "day" else json.loads(value)
            given.setdefault(number, {})[field] = read
    return [_entry(row, Correction(**given.get(row[0], {}))) for row in rows]


def _entry(row: tuple[Any, ...], corrected: Correction) -> Entry:
    number, uid, source, person_number, place, title, person, *values = row
    started, exercise, sets, grade, range_deg = values
    measured = Measured(
        exercise,
        datetime.fromisoformat(started),
        tuple(WorkSet(*one) for one in json.loads(sets)),
        grade,
        range_deg,
    )
    new = NewEntry(source, person_number, place, title, person, measured, corrected, uid)
    return Entry(number, new)


def lines(connection: sqlite3.Connection, person: str | None) -> tuple[EntryLine, ...]:
    """All entries of somebody in brief, the oldest first."""
    rows = connection.execute(
        "SELECT id, exercise, grade, day, sets, source, title, range_deg FROM entry"
        " WHERE person IS ? ORDER BY day, id",
        (person,),
    ).fetchall()
    given: dict[int, dict[str, Any]] = {}
    for number, field, value in connection.execute(
        "SELECT entry_id, field, value FROM correction WHERE taken_back IS NULL"
        " AND field <> 'day' ORDER BY id"
    ):
        given.setdefault(number, {})[field] = json.loads(value)
    # All sets at once: thousands of small texts take five times as long to read.
    worked = json.loads(f"[{','.join(row[4] for row in rows)}]")
    return tuple(
        _line(row, sets, given.get(row[0])) for row, sets in zip(rows, worked, strict=True)
    )


def _line(row: tuple[Any, ...], sets: list[list[Any]], given: dict[str, Any] | None) -> EntryLine:
    number, exercise, grade, day, _, source, title, range_deg = row
    repetitions, seconds, active = 0, 0.0, 0.0
    for start, end, counted, _, held in sets:
        repetitions += counted
        seconds += held
        active += end - start
    if given is not None:
        exercise, grade = given.get("exercise", exercise), given.get("grade", grade)
        repetitions = given.get("repetitions", repetitions)
        seconds = given.get("seconds", seconds)
    return EntryLine(
        number, source, title, date.fromisoformat(day), exercise, repetitions, seconds, grade,
        range_deg, active,
    )  # fmt: skip


def days_of(connection: sqlite3.Connection, person: str | None) -> tuple[date, ...]:
    """The days on which somebody did something, in order."""
    rows = connection.execute(
        "SELECT DISTINCT day FROM entry WHERE person IS ? ORDER BY day", (person,)
    )
    return tuple(date.fromisoformat(day) for (day,) in rows)


def moves_of(connection: sqlite3.Connection, target_hash: str) -> tuple[Move, ...] | None:
    """The edited moves of a target, or None."""
    row = connection.execute(
        "SELECT moves FROM target_moves WHERE hash = ?", (target_hash,)
    ).fetchone()
    return None if row is None else codec.moves_from_text(row[0])


def put_moves(
    connection: sqlite3.Connection, target_hash: str, moves: Iterable[Move] | None, now: datetime
) -> None:
    """Keep the edited moves of a target; None goes back to those that are found."""
    if moves is None:
        connection.execute("DELETE FROM target_moves WHERE hash = ?", (target_hash,))
        return
    connection.execute(
        "INSERT INTO target_moves (hash, moves, edited) VALUES (?, ?, ?)"
        " ON CONFLICT (hash) DO UPDATE SET moves = excluded.moves, edited = excluded.edited",
        (target_hash, codec.moves_to_text(tuple(moves)), now.isoformat()),
    )
