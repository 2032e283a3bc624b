"""Every statement on the diary's entries and edited moves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from datetime import date, datetime
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from coach.errors import BadRequest
from coach.storage import codec, journal
from coach.storage.columns import LONGEST_SHORT
from coach.storage.diary_values import Correction, Entry, EntryLine, Measured, NewEntry, WorkSet
from coach.storage.profile import EVERYBODY, Whose
from coach.storage.queries import new_number
from coach.storage.tables import CORRECTION, ENTRY, TARGET_MOVES
from coach.types import Move

_ENTRY: Final = select(
    ENTRY.c.id,
    ENTRY.c.uid,
    ENTRY.c.source,
    ENTRY.c.number,
    ENTRY.c.place,
    ENTRY.c.title,
    ENTRY.c.person,
    ENTRY.c.started,
    ENTRY.c.exercise,
    ENTRY.c.sets,
    ENTRY.c.grade,
    ENTRY.c.range_deg,
)
_VIDEO: Final = "video:"
"""How the source of an entry begins that came from a video; its content hash follows."""


def insert_entries(
    connection: Connection, entries: Iterable[NewEntry], now: datetime
) -> tuple[Entry, ...]:
    """New entries with their corrections; those that the diary holds already are left out."""
    numbers = [_insert_entry(connection, new, now) for new in entries]
    found: list[Entry] = []
    for some in journal.batches([number for number in numbers if number is not None]):
        rows = connection.execute(_ENTRY.where(ENTRY.c.id.in_(some)).order_by(ENTRY.c.id)).all()
        found += _with_corrections(connection, rows)
    journal.note(connection, journal.ENTRY, [entry.new.uid for entry in found], now)
    return tuple(found)


def _insert_entry(connection: Connection, new: NewEntry, now: datetime) -> int | None:
    measured = new.measured
    uid = new.uid or uuid4().hex
    longest = max(len(uid), len(new.source), len(new.person or ""))
    if longest > LONGEST_SHORT:  # servers would not take it
        raise BadRequest("entry", f"<= {LONGEST_SHORT}", str(longest))
    same_place = and_(
        ENTRY.c.source == new.source, ENTRY.c.number == new.number, ENTRY.c.place == new.place
    )
    if connection.scalar(select(ENTRY.c.id).where(or_(ENTRY.c.uid == uid, same_place))) is not None:
        return None
    entry_id = new_number(
        connection,
        insert(ENTRY).values(
            uid=uid,
            source=new.source,
            number=new.number,
            place=new.place,
            title=new.title,
            person=new.person,
            started=measured.started.isoformat(),
            day=Entry(0, new).day.isoformat(),
            exercise=measured.exercise,
            sets=json.dumps([astuple(one) for one in measured.sets]),
            grade=measured.grade,
            range_deg=measured.range_deg,
            added=now.isoformat(),
        ),
    )
    _insert_correction(connection, entry_id, new.corrected, now)
    return entry_id


def entries_of(connection: Connection, source: str) -> tuple[Entry, ...]:
    """The entries of a source, in the order of person and exercise."""
    rows = connection.execute(
        _ENTRY.where(ENTRY.c.source == source).order_by(ENTRY.c.number, ENTRY.c.place)
    ).all()
    return tuple(_with_corrections(connection, rows))


def has_source(connection: Connection, source: str) -> bool:
    """Whether an entry of a source is there."""
    wanted = select(ENTRY.c.id).where(ENTRY.c.source == source).limit(1)
    return connection.scalar(wanted) is not None


def correct(connection: Connection, there: Entry, correction: Correction, now: datetime) -> None:
    """A row for each field that was put right; the earlier rows stay."""
    _insert_correction(connection, there.id, correction, now)
    _changed(connection, there, now)


def _insert_correction(
    connection: Connection, entry_id: int, correction: Correction, now: datetime
) -> None:
    given = {field.name: getattr(correction, field.name) for field in fields(correction)}
    rows = [
        {
            "entry_id": entry_id,
            "field": name,
            "value": value.isoformat() if isinstance(value, date) else json.dumps(value),
            "made": now.isoformat(),
        }
        for name, value in given.items()
        if value is not None
    ]
    if rows:
        connection.execute(insert(CORRECTION), rows)


def take_back(connection: Connection, there: Entry, now: datetime) -> None:
    """Let the measured values stand again; the rows stay."""
    connection.execute(
        update(CORRECTION)
        .where(CORRECTION.c.entry_id == there.id, CORRECTION.c.taken_back.is_(None))
        .values(taken_back=now.isoformat())
    )
    _changed(connection, there, now)


def _changed(connection: Connection, before: Entry, now: datetime) -> None:
    """Keep the date by which entries are looked up that of the values in force."""
    changed = entry(connection, before.id)
    if changed is not None:
        day = changed.day.isoformat()
        connection.execute(update(ENTRY).where(ENTRY.c.id == before.id).values(day=day))
        journal.note(connection, journal.ENTRY, [before.new.uid], now)


def delete_entry(connection: Connection, entry_id: int, now: datetime) -> bool:
    """Remove an entry with its corrections; False when there was none."""
    return journal.remove(connection, journal.ENTRY, ENTRY, entry_id, now)


def entry(connection: Connection, entry_id: int) -> Entry | None:
    """One entry, or None."""
    rows = connection.execute(_ENTRY.where(ENTRY.c.id == entry_id)).all()
    found = _with_corrections(connection, rows)
    return found[0] if found else None


def entries(connection: Connection, first: date, last: date, person: Whose) -> tuple[Entry, ...]:
    """The entries of the days from ``first`` to ``last``, the oldest first."""
    wanted = _ENTRY.where(ENTRY.c.day.between(first.isoformat(), last.isoformat()))
    if person is not EVERYBODY:
        wanted = wanted.where(ENTRY.c.person == person)
    found = _with_corrections(connection, connection.execute(wanted).all())
    # Not in SQL: texts of two time zones do not sort by time.
    return tuple(sorted(found, key=lambda e: (e.day, e.started, e.id)))


def _with_corrections(connection: Connection, rows: Sequence[Any]) -> list[Entry]:
    given: dict[int, dict[str, Any]] = {}
    for some in journal.batches([row[0] for row in rows]):
        corrections = connection.execute(
            select(CORRECTION.c.entry_id, CORRECTION.c.field, CORRECTION.c.value)
            .where(CORRECTION.c.entry_id.in_(some), CORRECTION.c.taken_back.is_(None))
            .order_by(CORRECTION.c.id)
        )
        for number, field, value in corrections:
            read = date.fromisoformat(value) if field == "day" else json.loads(value)
            given.setdefault(number, {})[field] = read
    return [_entry(row, Correction(**given.get(row[0], {}))) for row in rows]


def _entry(row: Any, corrected: Correction) -> Entry:
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


def lines(connection: Connection, person: str | None, first: date) -> tuple[EntryLine, ...]:
    """The entries of somebody from a day on in brief, the oldest first."""
    c = ENTRY.c
    rows = connection.execute(
        select(c.id, c.exercise, c.grade, c.day, c.sets, c.source, c.title, c.range_deg)
        .where(c.person == person, c.day >= first.isoformat())
        .order_by(c.day, c.id)
    ).all()
    given: dict[int, dict[str, Any]] = {}
    corrections = connection.execute(
        select(CORRECTION.c.entry_id, CORRECTION.c.field, CORRECTION.c.value)
        .where(CORRECTION.c.taken_back.is_(None), CORRECTION.c.field != "day")
        .order_by(CORRECTION.c.id)
    )
    for number, field, value in corrections:
        given.setdefault(number, {})[field] = json.loads(value)
    # All sets at once: thousands of small texts take five times as long to read.
    worked = json.loads(f"[{','.join(row[4] for row in rows)}]")
    days = {day: date.fromisoformat(day) for day in {row[3] for row in rows}}
    return tuple(
        _line(row, days[row[3]], sets, given.get(row[0]))
        for row, sets in zip(rows, worked, strict=True)
    )


def _line(row: Any, day: date, sets: list[list[Any]], given: dict[str, Any] | None) -> EntryLine:
    number, exercise, grade, _, _, source, title, range_deg = row
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
        number, source, title, day, exercise, repetitions, seconds, grade,
        range_deg, active,
    )  # fmt: skip


def days_of(connection: Connection, person: str | None) -> tuple[date, ...]:
    """The days on which somebody did something, in order."""
    wanted = select(ENTRY.c.day).where(ENTRY.c.person == person).distinct().order_by(ENTRY.c.day)
    return tuple(date.fromisoformat(day) for day in connection.scalars(wanted))


def videos_of(connection: Connection, person: str) -> frozenset[str]:
    """Content hashes of the videos that gave entries of a person."""
    wanted = select(ENTRY.c.source).where(
        ENTRY.c.person == person, ENTRY.c.source.startswith(_VIDEO)
    )
    return frozenset(source.removeprefix(_VIDEO) for source in connection.scalars(wanted))


def moves_of(connection: Connection, target_hash: str) -> tuple[Move, ...] | None:
    """The edited moves of a target, or None."""
    wanted = select(TARGET_MOVES.c.moves).where(TARGET_MOVES.c.hash == target_hash)
    moves = connection.scalar(wanted)
    return None if moves is None else codec.moves_from_text(moves)


def put_moves(
    connection: Connection, target_hash: str, moves: Iterable[Move] | None, now: datetime
) -> None:
    """Keep the edited moves of a target; None goes back to those that are found."""
    connection.execute(delete(TARGET_MOVES).where(TARGET_MOVES.c.hash == target_hash))
    if moves is not None:
        text = codec.moves_to_text(tuple(moves))
        connection.execute(
            insert(TARGET_MOVES).values(hash=target_hash, moves=text, edited=now.isoformat())
        )
    journal.note(connection, journal.MOVES, [target_hash], now, deleted=moves is None)
