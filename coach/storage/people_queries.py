"""Every statement on profiles, the library and what a person did with it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    and_,
    case,
    delete,
    func,
    insert,
    select,
    update,
)

from coach.storage import codec, journal
from coach.storage.profile import Profile
from coach.storage.queries import known, note_session, number, took_part
from coach.storage.tables import ENTRY, PROFILE, SESSION, VIDEO
from coach.storage.values import Best, Video

_PROFILE: Final = select(
    PROFILE.c.name,
    PROFILE.c.weight_kg,
    PROFILE.c.height_m,
    PROFILE.c.colour,
    PROFILE.c.picture,
    PROFILE.c.weekly_goal,
    PROFILE.c.goal_unit,
    PROFILE.c.pin_hash,
    PROFILE.c.uid,
)


def profile(connection: Connection, name: str) -> Profile | None:
    """A profile, or None where none was kept."""
    row = connection.execute(_PROFILE.where(PROFILE.c.name == name)).first()
    return None if row is None else Profile(*row)


def profiles(connection: Connection) -> tuple[Profile, ...]:
    """Those who have a name, by name."""
    rows = connection.execute(_PROFILE.where(PROFILE.c.name != ""))
    return tuple(sorted((Profile(*row) for row in rows), key=lambda one: one.name.casefold()))


def put_profile(connection: Connection, kept: Profile, now: datetime) -> None:
    """Keep a profile; the uid of one that is there stays."""
    there = profile(connection, kept.name)
    uid = there.uid if there else kept.uid or uuid4().hex
    values = {
        "weight_kg": kept.weight_kg,
        "height_m": kept.height_m,
        "colour": kept.colour,
        "picture": kept.picture,
        "weekly_goal": kept.weekly_goal,
        "goal_unit": kept.goal_unit,
        "pin_hash": kept.pin_hash,
    }
    if there:
        connection.execute(update(PROFILE).where(PROFILE.c.uid == uid).values(values))
    else:
        connection.execute(insert(PROFILE).values(name=kept.name, uid=uid, **values))
    if kept.name:  # the guest of one PC is not the guest of another
        journal.note(connection, journal.PROFILE, [uid], now)


def rename_person(connection: Connection, old: str | None, new: str, now: datetime) -> None:
    """Call a person otherwise in all that is theirs; None: what has no name becomes theirs."""
    for table, column, kind in _THEIRS:
        uids = _uids(connection, table, column, old)
        theirs = _theirs(column, old)
        connection.execute(update(table).where(theirs).values({column.name: new}))
        journal.note(connection, kind, uids, now)


def delete_person(connection: Connection, name: str, now: datetime) -> bool:
    """Remove all rows of a person; False when there was none.

    A session with somebody else who has a name stays with them, without the name.
    """
    gone = 0
    for own, other in _PLACES:
        shared = (SESSION.c.people > 1, own == name, other != "", other != name)
        numbers = connection.scalars(select(SESSION.c.id).where(*shared)).all()
        for one in numbers:
            mine = SESSION.c.id == one
            connection.execute(update(SESSION).where(mine).values({own.name: ""}))
            note_session(connection, one, now)
        gone += len(numbers)
    for table, column, kind in _THEIRS:
        uids = _uids(connection, table, column, name)
        gone += connection.execute(delete(table).where(_theirs(column, name))).rowcount
        journal.note(connection, kind, uids, now, deleted=True)
    return gone > 0


_PLACES: Final = (
    (SESSION.c.person, SESSION.c.partner),
    (SESSION.c.partner, SESSION.c.person),
)
"""Where a session names somebody, and who was with them."""
_THEIRS: Final = (
    (SESSION, SESSION.c.partner, journal.SESSION),
    (SESSION, SESSION.c.person, journal.SESSION),
    (ENTRY, ENTRY.c.person, journal.ENTRY),
    (PROFILE, PROFILE.c.name, journal.PROFILE),
)
"""Tables that hold what is somebody's, and where they name the person.

The profile is the last: where it is seen to be gone, all that was theirs is."""


def _theirs(column: Column[Any], name: str | None) -> ColumnElement[bool]:
    """The rows of somebody; of two guests one stays a guest."""
    if column is SESSION.c.partner and name is None:
        return and_(SESSION.c.people > 1, column.is_(None), SESSION.c.person.is_not(None))
    return column == name


def _uids(connection: Connection, table: Any, column: Any, name: str | None) -> list[str]:
    return list(connection.scalars(select(table.c.uid).where(_theirs(column, name))))


def put_video(connection: Connection, video: Video, now: datetime) -> None:
    """Keep a row of the library."""
    opened = video.last_opened
    values = {
        "title": video.title,
        "path": codec.path_to_text(video.path),
        "added": video.added.isoformat(),
        "last_opened": None if opened is None else opened.isoformat(),
        "duration": known(video.duration),
        "moves": json.dumps(video.moves, ensure_ascii=False),
        "tags": json.dumps(video.tags, ensure_ascii=False),
        "favourite": int(video.favourite),
        "url": video.url,
    }
    mine = VIDEO.c.hash == video.content_hash
    if not connection.execute(update(VIDEO).where(mine).values(values)).rowcount:
        connection.execute(insert(VIDEO).values(hash=video.content_hash, **values))
    journal.note(connection, journal.VIDEO, [video.content_hash], now)


def open_video(
    connection: Connection, content_hash: str, title: str, path: Path, now: datetime
) -> None:
    """Put a video at the head of the library; one that is new is added."""
    there = video(connection, content_hash) or Video(content_hash, title, path, now)
    put_video(connection, replace(there, title=title, path=path, last_opened=now), now)


def video(connection: Connection, content_hash: str) -> Video | None:
    """One row of the library, or None."""
    row = connection.execute(select(VIDEO).where(VIDEO.c.hash == content_hash)).first()
    return None if row is None else _video(row)


def videos(connection: Connection) -> tuple[Video, ...]:
    """The library, what was opened or added last first."""
    found = [_video(row) for row in connection.execute(select(VIDEO))]
    # Not in SQL: texts of two time zones do not sort by time.
    found.sort(key=lambda v: v.last_opened or v.added, reverse=True)
    return tuple(found)


def _video(row: Any) -> Video:
    content_hash, title, path, added, opened, duration, moves, tags, favourite, url = row
    return Video(
        content_hash,
        title,
        codec.path_from_text(path),
        datetime.fromisoformat(added),
        None if opened is None else datetime.fromisoformat(opened),
        number(duration),
        tuple(json.loads(moves)),
        tuple(json.loads(tags)),
        bool(favourite),
        url,
    )


def delete_video(connection: Connection, content_hash: str, now: datetime) -> bool:
    """Take a video out of the library; False when it was not in it."""
    if not connection.execute(delete(VIDEO).where(VIDEO.c.hash == content_hash)).rowcount:
        return False
    journal.note(connection, journal.VIDEO, [content_hash], now, deleted=True)
    return True


def bests(connection: Connection, person: str | None) -> dict[str, Best]:
    """How a person did with each video they trained with; of two people their own score."""
    with_it = SESSION.c.target_hash
    first, second = SESSION.c.first_score, SESSION.c.second_score
    score = case(
        (and_(first.is_(None), second.is_(None)), SESSION.c.score),  # an older session
        (SESSION.c.person == person, first),
        else_=second,
    )
    newest = (SESSION.c.began.desc(), SESSION.c.id.desc())
    theirs = (
        select(
            with_it,
            SESSION.c.started,
            score.label("last"),
            func.max(score).over(partition_by=with_it).label("best"),
            func.row_number().over(partition_by=with_it, order_by=newest).label("place"),
        )
        .where(took_part(person))
        .subquery()
    )
    rows = connection.execute(select(theirs).where(theirs.c.place == 1))
    return {
        content_hash: Best(number(best), datetime.fromisoformat(started), number(last))
        for content_hash, started, last, best, _ in rows
    }
