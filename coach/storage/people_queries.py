"""Every statement on profiles, the library and what a person did with it."""

from __future__ import annotations

import json
import math
import sqlite3
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from coach.storage.profile import Profile
from coach.storage.values import Best, Video

_PROFILE: Final = (
    "SELECT name, weight_kg, height_m, colour, picture, weekly_goal, goal_unit, pin_hash, uid"
    " FROM profile"
)
_VIDEO: Final = (
    "SELECT hash, title, path, added, last_opened, duration, moves, tags, favourite, url FROM video"
)


def profile(connection: sqlite3.Connection, name: str) -> Profile | None:
    """A profile, or None where none was kept."""
    row = connection.execute(_PROFILE + " WHERE name = ?", (name,)).fetchone()
    return None if row is None else Profile(*row)


def profiles(connection: sqlite3.Connection) -> tuple[Profile, ...]:
    """Those who have a name, by name."""
    rows = connection.execute(_PROFILE + " WHERE name <> '' ORDER BY name")
    return tuple(Profile(*row) for row in rows)


def put_profile(connection: sqlite3.Connection, kept: Profile) -> None:
    """Keep a profile; the uid of one that is there stays."""
    connection.execute(
        "INSERT INTO profile (name, weight_kg, height_m, colour, picture, weekly_goal,"
        " goal_unit, pin_hash, uid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET weight_kg = excluded.weight_kg,"
        " height_m = excluded.height_m, colour = excluded.colour, picture = excluded.picture,"
        " weekly_goal = excluded.weekly_goal, goal_unit = excluded.goal_unit,"
        " pin_hash = excluded.pin_hash",
        (
            kept.name,
            kept.weight_kg,
            kept.height_m,
            kept.colour,
            kept.picture,
            kept.weekly_goal,
            kept.goal_unit,
            kept.pin_hash,
            kept.uid or uuid4().hex,
        ),
    )


def rename_person(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Call a person otherwise in all that is theirs."""
    connection.execute("UPDATE profile SET name = ? WHERE name = ?", (new, old))
    connection.execute("UPDATE session SET person = ? WHERE person = ?", (new, old))
    connection.execute("UPDATE entry SET person = ? WHERE person = ?", (new, old))


def delete_person(connection: sqlite3.Connection, name: str) -> bool:
    """Remove all rows of a person; False when there was none."""
    gone = 0
    for statement in (
        "DELETE FROM profile WHERE name = ?",
        "DELETE FROM session WHERE person = ?",
        "DELETE FROM entry WHERE person = ?",
    ):
        gone += connection.execute(statement, (name,)).rowcount
    return gone > 0


def put_video(connection: sqlite3.Connection, video: Video) -> None:
    """Keep a row of the library."""
    connection.execute(
        "INSERT OR REPLACE INTO video (hash, title, path, added, last_opened, duration, moves,"
        " tags, favourite, url) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            video.content_hash,
            video.title,
            str(video.path),
            video.added.isoformat(),
            None if video.last_opened is None else video.last_opened.isoformat(),
            None if math.isnan(video.duration) else video.duration,
            json.dumps(video.moves, ensure_ascii=False),
            json.dumps(video.tags, ensure_ascii=False),
            video.favourite,
            video.url,
        ),
    )


def open_video(
    connection: sqlite3.Connection, content_hash: str, title: str, path: Path, now: datetime
) -> None:
    """Put a video at the head of the library; one that is new is added."""
    known = video(connection, content_hash) or Video(content_hash, title, path, now)
    put_video(connection, replace(known, title=title, path=path, last_opened=now))


def video(connection: sqlite3.Connection, content_hash: str) -> Video | None:
    """One row of the library, or None."""
    row = connection.execute(_VIDEO + " WHERE hash = ?", (content_hash,)).fetchone()
    return None if row is None else _video(row)


def videos(connection: sqlite3.Connection) -> tuple[Video, ...]:
    """The library, what was opened or added last first."""
    found = [_video(row) for row in connection.execute(_VIDEO)]
    # Not in SQL: texts of two time zones do not sort by time.
    found.sort(key=lambda v: v.last_opened or v.added, reverse=True)
    return tuple(found)


def _video(row: tuple[Any, ...]) -> Video:
    content_hash, title, path, added, opened, duration, moves, tags, favourite, url = row
    return Video(
        content_hash,
        title,
        Path(path),
        datetime.fromisoformat(added),
        None if opened is None else datetime.fromisoformat(opened),
        math.nan if duration is None else duration,
        tuple(json.loads(moves)),
        tuple(json.loads(tags)),
        bool(favourite),
        url,
    )


def delete_video(connection: sqlite3.Connection, content_hash: str) -> bool:
    """Take a video out of the library; False when it was not in it."""
    return connection.execute("DELETE FROM video WHERE hash = ?", (content_hash,)).rowcount > 0


def bests(connection: sqlite3.Connection, person: str | None) -> dict[str, Best]:
    """How a person did with each video they trained with."""
    rows = connection.execute(
        "SELECT target_hash, best, started, score FROM (SELECT target_hash, started, score,"
        " max(score) OVER (PARTITION BY target_hash) AS best,"
        " row_number() OVER (PARTITION BY target_hash ORDER BY began DESC, id DESC) AS place"
        " FROM session WHERE person IS ?) WHERE place = 1",
        (person,),
    )
    return {
        content_hash: Best(_number(best), datetime.fromisoformat(started), _number(last))
        for content_hash, best, started, last in rows
    }


def _number(value: float | None) -> float:
    return math.nan if value is None else value
