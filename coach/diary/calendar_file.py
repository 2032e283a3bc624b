"""The diary as iCalendar (RFC 5545), an event an entry.

A calendar shows what was done, when and for how long. The time zone of an event is the
offset that was in force where it was done: no rule of summer time is needed to read it.
The entry itself stands beside in ``X-COACH-ENTRY``: JSON in Base64, which no program that
folds or escapes lines can change.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from coach.diary.amount import active_seconds
from coach.diary.names import repetitions_text, shown_name
from coach.diary.record import record_of
from coach.storage import Entry
from coach.texts import Texts

PROPERTY: Final = "X-COACH-ENTRY"
_MAKER: Final = "-//coach//diary//EN"
_EPOCH: Final = datetime(1970, 1, 1)


def to_calendar(entries: Iterable[Entry], texts: Texts, now: datetime) -> bytes:
    """The entries as a calendar; ``now`` is the aware time at which it is made."""
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    entries = tuple(entries)
    for offset in sorted({_offset(entry) for entry in entries}):
        calendar.add_component(_zone(offset))
    for entry in entries:
        calendar.add_component(_event(entry, texts, now))
    return bytes(calendar.to_ical())


def records_of_calendar(content: bytes) -> Iterator[Any]:
    """The records of a calendar that ``to_calendar`` made.

    Raises:
        ValueError: "VCALENDAR" where it is none, "X-COACH-ENTRY" where an event has no entry.
    """
    try:
        calendar = Calendar.from_ical(content)
        events = calendar.walk("VEVENT")
    # The library raises what its many parsers raise on text from anywhere.
    except Exception as error:
        raise ValueError("VCALENDAR") from error
    for event in events:
        try:
            text = base64.b64decode(str(event[PROPERTY]), validate=True)
            yield json.loads(text)
        except (KeyError, ValueError, RecursionError, binascii.Error) as error:
            raise ValueError(PROPERTY) from error


def _offset(entry: Entry) -> timedelta:
    offset = entry.started.utcoffset()
    assert offset is not None
    return offset


def _zone_name(offset: timedelta) -> str:
    minutes = round(offset / timedelta(minutes=1))
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"


def _zone(offset: timedelta) -> Timezone:
    """A zone that always has one offset."""
    standard = TimezoneStandard()
    standard.add("dtstart", _EPOCH)
    standard.add("tzoffsetfrom", offset)
    standard.add("tzoffsetto", offset)
    standard.add("tzname", _zone_name(offset))
    zone = Timezone()
    zone.add("tzid", _zone_name(offset))
    zone.add_component(standard)
    return zone


def _event(entry: Entry, texts: Texts, now: datetime) -> Event:
    offset = _offset(entry)
    started = entry.started.replace(microsecond=0, tzinfo=timezone(offset, _zone_name(offset)))
    event = Event()
    event.add("uid", f"{entry.new.uid}@coach")
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", started)
    event.add("dtend", started + timedelta(seconds=max(1, round(active_seconds(entry)))))
    event.add("summary", summary(entry, texts))
    if entry.new.title:
        event.add("description", entry.new.title)
    event.add("categories", ["EXERCISE"])
    record = json.dumps(record_of(entry)).encode()
    event.add(PROPERTY, base64.b64encode(record).decode())
    return event


def summary(entry: Entry, texts: Texts) -> str:
    """What was done in a few words: "Squat, 2 sets, 24 repetitions"."""
    parts = [shown_name(texts, entry.exercise)]
    if len(entry.measured.sets) > 1:
        parts.append(texts("diary_sets", n=len(entry.measured.sets)))
    if entry.repetitions:
        parts.append(repetitions_text(texts, entry.repetitions))
    if entry.seconds:
        parts.append(texts("diary_seconds", n=round(entry.seconds)))
    if entry.grade:
        parts.append(texts("diary_grade", grade=entry.grade))
    return ", ".join(parts)
