"""Every statement that reads or writes rows."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import numpy as np

from coach.storage import codec
from coach.storage.profile import EVERYBODY, Whose
from coach.storage.values import (
    RecordedFrame,
    SessionSummary,
    StoredSession,
    StoredTarget,
)
from coach.types import FrameScore, PoseTrack, SessionResult, Strictness

_SUMMARY: Final = """
    SELECT id, started, target_title, target_hash, person, people, target_duration,
        coalesce((SELECT last_time FROM chunk WHERE session_id = session.id
                  ORDER BY first_frame DESC LIMIT 1), 0),
        coalesce(score, (SELECT avg(score) FROM frame_score WHERE session_id = session.id)),
        finished, uid
    FROM session
"""


def insert_session(
    connection: sqlite3.Connection,
    target: StoredTarget,
    people: int,
    person: str | None,
    started: datetime,
    camera: tuple[tuple[int, int], float],
    strictness: Strictness,
) -> int:
    """A new session; ``camera`` is picture size and frames a second. Returns its number."""
    (width, height), fps = camera
    cursor = connection.execute(
        "INSERT INTO session (started, person, people, target_hash, target_title, target_path,"
        " target_duration, target_moves, width, height, fps, strictness,"
        " uid, began) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            started.isoformat(),
            person,
            people,
            target.content_hash,
            target.title,
            str(target.path),
            target.duration,
            codec.moves_to_text(target.moves),
            width,
            height,
            fps,
            strictness,
            uuid4().hex,
            started.timestamp(),
        ),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def insert_frames(
    connection: sqlite3.Connection,
    session_id: int,
    first_frame: int,
    frames: Sequence[RecordedFrame],
    people: int,
) -> None:
    """Consecutive frames of a session, the first being frame ``first_frame``."""
    connection.execute(
        "INSERT INTO chunk (session_id, first_frame, frames, last_time, poses)"
        " VALUES (?, ?, ?, ?, ?)",
        (
            session_id,
            first_frame,
            len(frames),
            frames[-1].time,
            codec.poses_to_blob(frames, people),
        ),
    )
    # A NaN is stored as NULL.
    connection.executemany(
        "INSERT INTO frame_score (session_id, person, frame, time, target_time, similarity,"
        " score, lag, joint_errors, mirrored) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                session_id,
                person,
                first_frame + i,
                score.time,
                score.target_time,
                score.similarity,
                score.score,
                score.lag,
                np.array(score.joint_errors, "<f4").tobytes(),
                score.mirrored,
            )
            for i, frame in enumerate(frames)
            for person, score in enumerate(frame.scores)
            if score is not None
        ],
    )


def finish_session(connection: sqlite3.Connection, session_id: int) -> None:
    """Mark a session as ended by the person and not by a crash."""
    connection.execute("UPDATE session SET finished = 1 WHERE id = ?", (session_id,))


def put_result(connection: sqlite3.Connection, session_id: int, result: SessionResult) -> bool:
    """Keep the result of a session; False when there is no such session."""
    judged = [p.score for p in result.people if math.isfinite(p.score)]
    score = sum(judged) / len(judged) if judged else None
    changed = connection.execute(
        "UPDATE session SET score = ? WHERE id = ?", (score, session_id)
    ).rowcount
    if not changed:
        return False
    connection.execute(
        "INSERT INTO result (session_id, summary, frames) VALUES (?, ?, ?)"
        " ON CONFLICT (session_id) DO UPDATE"
        " SET summary = excluded.summary, frames = excluded.frames",
        (session_id, *codec.result_to_row(result)),
    )
    return True


def summaries(
    connection: sqlite3.Connection, person: Whose, limit: int
) -> tuple[SessionSummary, ...]:
    """Sessions of somebody, the newest first; a limit below 0 is none."""
    anybody = person is EVERYBODY
    rows = connection.execute(
        _SUMMARY
        + ("" if anybody else " WHERE person IS ?")
        + " ORDER BY began DESC, id DESC LIMIT ?",
        (*(() if anybody else (person,)), limit),
    )
    return tuple(_summary(row) for row in rows)


def summary(connection: sqlite3.Connection, session_id: int) -> SessionSummary | None:
    """One session, or None."""
    row = connection.execute(_SUMMARY + " WHERE id = ?", (session_id,)).fetchone()
    return None if row is None else _summary(row)


def last_of_target(connection: sqlite3.Connection, target_hash: str) -> SessionSummary | None:
    """The newest session with a target, or None."""
    row = connection.execute(
        _SUMMARY + " WHERE target_hash = ? ORDER BY began DESC LIMIT 1", (target_hash,)
    ).fetchone()
    return None if row is None else _summary(row)


def previous_score(
    connection: sqlite3.Connection, target_hash: str, before_id: int
) -> float | None:
    """Score of the newest earlier result with the target by the same person or people."""
    row = connection.execute(
        "SELECT earlier.score FROM session AS earlier"
        " LEFT JOIN session AS later ON later.id = ?1"
        " WHERE earlier.target_hash = ?2 AND earlier.id < ?1 AND earlier.score IS NOT NULL"
        " AND (later.id IS NULL"
        "      OR (earlier.person IS later.person AND earlier.people = later.people))"
        " ORDER BY earlier.id DESC LIMIT 1",
        (before_id, target_hash),
    ).fetchone()
    return None if row is None else float(row[0])


def delete_session(connection: sqlite3.Connection, session_id: int) -> bool:
    """Remove a session with all that belongs to it; False when there was none."""
    return connection.execute("DELETE FROM session WHERE id = ?", (session_id,)).rowcount > 0


def stored_session(connection: sqlite3.Connection, session_id: int) -> StoredSession | None:
    """Everything of one session, or None.

    Raises:
        ValueError: a blob is not in its format.
    """
    line = summary(connection, session_id)
    if line is None:
        return None
    title, path, content_hash, duration, moves, width, height, fps, strictness = connection.execute(
        "SELECT target_title, target_path, target_hash, target_duration, target_moves,"
        " width, height, fps, strictness FROM session WHERE id = ?",
        (session_id,),
    ).fetchone()
    chunks = connection.execute(
        "SELECT poses, frames FROM chunk WHERE session_id = ? ORDER BY first_frame", (session_id,)
    )
    arrays = codec.poses_from_blobs(chunks, line.people)
    time, target_times = arrays[:2]
    tracks = []
    for i in range(line.people):
        points, confidence, world = arrays[2 + 3 * i : 5 + 3 * i]
        tracks.append(PoseTrack(time, points, confidence, world, (width, height), fps))
    row = connection.execute(
        "SELECT summary, frames FROM result WHERE session_id = ?", (session_id,)
    ).fetchone()
    return StoredSession(
        line,
        StoredTarget(title, Path(path), content_hash, duration, codec.moves_from_text(moves)),
        tuple(tracks),
        target_times,
        tuple(_scores(connection, session_id, i, len(time)) for i in range(line.people)),
        None if row is None else codec.result_from_row(*row),
        strictness,
    )


def _scores(
    connection: sqlite3.Connection, session_id: int, person: int, frames: int
) -> tuple[FrameScore | None, ...]:
    scores: list[FrameScore | None] = [None] * frames
    rows = connection.execute(
        "SELECT frame, time, target_time, similarity, score, lag, joint_errors, mirrored"
        " FROM frame_score WHERE session_id = ? AND person = ?",
        (session_id, person),
    )
    for frame, time, target_time, similarity, score, lag, errors, mirrored in rows:
        scores[frame] = FrameScore(
            time,
            _number(target_time),
            _number(similarity),
            _number(score),
            _number(lag),
            tuple(np.frombuffer(errors, "<f4").tolist()),
            bool(mirrored),
        )
    return tuple(scores)


def _number(value: float | None) -> float:
    return math.nan if value is None else value


def _summary(row: tuple[Any, ...]) -> SessionSummary:
    number, started, title, content_hash, person, people, duration, recorded, score, done, uid = row
    return SessionSummary(
        number,
        datetime.fromisoformat(started),
        title,
        content_hash,
        person,
        people,
        duration,
        recorded,
        _number(score),
        bool(done),
        uid,
    )


def setting(connection: sqlite3.Connection, key: str) -> str | None:
    """A setting, or None."""
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def put_setting(connection: sqlite3.Connection, key: str, value: str | None) -> None:
    """Keep a setting; None forgets it."""
    if value is None:
        connection.execute("DELETE FROM setting WHERE key = ?", (key,))
    else:
        connection.execute(
            "INSERT INTO setting (key, value) VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )


def integrity(connection: sqlite3.Connection) -> tuple[str, ...]:
    """What is wrong with the file, in the words of SQLite; empty when sound."""
    found = [str(text) for (text,) in connection.execute("PRAGMA integrity_check")]
    found += [f"orphan in {row[0]}" for row in connection.execute("PRAGMA foreign_key_check")]
    return tuple(text for text in found if text != "ok")
