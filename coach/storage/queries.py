"""Every statement that reads or writes sessions and settings."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Connection,
    Insert,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from coach.storage import codec, journal
from coach.storage.profile import EVERYBODY, Whose
from coach.storage.tables import CHUNK, FRAME_SCORE, JOURNAL, RESULT, SESSION, SETTING
from coach.storage.values import RecordedFrame, SessionSummary, StoredSession, StoredTarget
from coach.types import (
    LIMB_NAMES,
    FrameScore,
    Limb,
    PoseTrack,
    SessionResult,
    Strictness,
)

_RECORDED: Final = (
    select(CHUNK.c.last_time)
    .where(CHUNK.c.session_id == SESSION.c.id)
    .order_by(CHUNK.c.first_frame.desc())
    .limit(1)
    .scalar_subquery()
)
_LIVE_SCORE: Final = (
    select(func.avg(FRAME_SCORE.c.score))
    .where(FRAME_SCORE.c.session_id == SESSION.c.id)
    .scalar_subquery()
)
_SUMMARY: Final = select(
    SESSION.c.id,
    SESSION.c.started,
    SESSION.c.target_title,
    SESSION.c.target_hash,
    SESSION.c.person,
    SESSION.c.people,
    SESSION.c.target_duration,
    func.coalesce(_RECORDED, 0.0),
    func.coalesce(SESSION.c.score, _LIVE_SCORE),
    SESSION.c.finished,
    SESSION.c.uid,
    SESSION.c.partner,
)
_NOTED: Final = select(JOURNAL.c.uid).where(JOURNAL.c.kind == journal.SESSION)
"""Sessions that have ended, and those that are gone."""


def insert_session(
    connection: Connection,
    target: StoredTarget,
    people: int,
    names: tuple[str | None, str | None],
    started: datetime,
    camera: tuple[tuple[int, int], float],
    strictness: Strictness,
    left_out: Iterable[Limb],
) -> int:
    """A new session; ``camera`` is picture size and frames a second. Returns its number."""
    (width, height), fps = camera
    person, partner = names
    new = insert(SESSION).values(
        started=started.isoformat(),
        began=started.timestamp(),
        person=person,
        partner=partner,
        people=people,
        target_hash=target.content_hash,
        target_title=target.title,
        target_path=codec.path_to_text(target.path),
        target_duration=target.duration,
        target_moves=codec.moves_to_text(target.moves),
        width=width,
        height=height,
        fps=fps,
        strictness=strictness,
        left_out=",".join(sorted(left_out)),
        uid=uuid4().hex,
    )
    return new_number(connection, new)


def new_number(connection: Connection, new: Insert) -> int:
    """Put a row in; the number it was given."""
    key = connection.execute(new).inserted_primary_key
    assert key is not None
    return int(key[0])


def insert_frames(
    connection: Connection,
    session_id: int,
    first_frame: int,
    frames: Sequence[RecordedFrame],
    people: int,
) -> None:
    """Consecutive frames of a session, the first being frame ``first_frame``."""
    chunk = insert(CHUNK).values(
        session_id=session_id,
        first_frame=first_frame,
        frames=len(frames),
        last_time=frames[-1].time,
        poses=codec.poses_to_blob(frames, people),
    )
    connection.execute(chunk)
    scores = [
        {
            "session_id": session_id,
            "person": person,
            "frame": first_frame + i,
            "time": float(score.time),
            "target_time": known(score.target_time),
            "similarity": known(score.similarity),
            "score": known(score.score),
            "lag": known(score.lag),
            "joint_errors": np.array(score.joint_errors, "<f4").tobytes(),
            "mirrored": int(score.mirrored),
        }
        for i, frame in enumerate(frames)
        for person, score in enumerate(frame.scores)
        if score is not None
    ]
    if scores:
        connection.execute(insert(FRAME_SCORE), scores)


def known(value: float) -> float | None:
    """A number as it is stored: NaN is NULL."""
    return None if math.isnan(value) else float(value)


def number(value: float | None) -> float:
    """A number as it was before ``known``."""
    return math.nan if value is None else value


def finish_session(connection: Connection, session_id: int, now: datetime) -> None:
    """Mark a session as ended by the person and not by a crash."""
    connection.execute(update(SESSION).where(SESSION.c.id == session_id).values(finished=1))
    note_session(connection, session_id, now)


def note_session(connection: Connection, session_id: int, now: datetime) -> None:
    """Note that a session changed; one that is under way goes nowhere yet."""
    ended = or_(SESSION.c.finished == 1, SESSION.c.uid.in_(_NOTED))
    uids = select(SESSION.c.uid).where(SESSION.c.id == session_id, ended)
    journal.note(connection, journal.SESSION, connection.scalars(uids), now)


def note_interrupted(connection: Connection, before: datetime, now: datetime) -> None:
    """Note the sessions that ended without being finished: those that began before a time."""
    uids = select(SESSION.c.uid).where(
        SESSION.c.finished == 0,
        SESSION.c.began < before.timestamp(),
        SESSION.c.uid.not_in(_NOTED),
    )
    journal.note(connection, journal.SESSION, connection.scalars(uids), now)


def put_result(connection: Connection, session_id: int, result: SessionResult) -> bool:
    """Keep the result of a session; False when there is no such session."""
    judged = [p.score for p in result.people if math.isfinite(p.score)]
    score = float(sum(judged) / len(judged)) if judged else None
    each = [*(known(p.score) for p in result.people), None][:2]
    changed = connection.execute(
        update(SESSION)
        .where(SESSION.c.id == session_id)
        .values(score=score, first_score=each[0], second_score=each[1])
    ).rowcount
    if not changed:
        return False
    summary, frames = codec.result_to_row(result)
    connection.execute(delete(RESULT).where(RESULT.c.session_id == session_id))
    connection.execute(insert(RESULT).values(session_id=session_id, summary=summary, frames=frames))
    return True


def took_part(person: str | None) -> ColumnElement[bool]:
    """The sessions of somebody (None: the guest), as the first or as the second person."""
    second = and_(SESSION.c.people > 1, SESSION.c.partner == person)
    return or_(SESSION.c.person == person, second)


def summaries(
    connection: Connection,
    person: Whose,
    limit: int | None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> tuple[SessionSummary, ...]:
    """Sessions of somebody, the newest first."""
    wanted = _SUMMARY.order_by(SESSION.c.began.desc(), SESSION.c.id.desc()).limit(limit)
    if since is not None:
        wanted = wanted.where(SESSION.c.began >= since.timestamp())
    if until is not None:
        wanted = wanted.where(SESSION.c.began < until.timestamp())
    if person is not EVERYBODY:
        wanted = wanted.where(took_part(person))
    return tuple(_summary(row) for row in connection.execute(wanted))


def summary(connection: Connection, session_id: int) -> SessionSummary | None:
    """One session, or None."""
    row = connection.execute(_SUMMARY.where(SESSION.c.id == session_id)).first()
    return None if row is None else _summary(row)


def delete_session(connection: Connection, session_id: int, now: datetime) -> bool:
    """Remove a session with all that belongs to it; False when there was none."""
    return journal.remove(connection, journal.SESSION, SESSION, session_id, now)


def stored_session(connection: Connection, session_id: int) -> StoredSession | None:
    """Everything of one session, or None.

    Raises:
        ValueError: a blob is not in its format.
    """
    line = summary(connection, session_id)
    if line is None:
        return None
    own = connection.execute(select(SESSION).where(SESSION.c.id == session_id)).one()
    chunks = connection.execute(
        select(CHUNK.c.poses, CHUNK.c.frames, CHUNK.c.first_frame)
        .where(CHUNK.c.session_id == session_id)
        .order_by(CHUNK.c.first_frame)
    ).all()
    arrays = codec.poses_from_blobs(((poses, frames) for poses, frames, _ in chunks), line.people)
    # A repaired session may have gaps.
    numbers = [first + i for _, frames, first in chunks for i in range(frames)]
    time, target_times = arrays[:2]
    tracks = []
    for i in range(line.people):
        points, confidence, world = arrays[2 + 3 * i : 5 + 3 * i]
        size = (own.width, own.height)
        tracks.append(PoseTrack(time, points, confidence, world, size, own.fps))
    result = connection.execute(
        select(RESULT.c.summary, RESULT.c.frames).where(RESULT.c.session_id == session_id)
    ).first()
    target = StoredTarget(
        own.target_title,
        codec.path_from_text(own.target_path),
        own.target_hash,
        own.target_duration,
        codec.moves_from_text(own.target_moves),
    )
    return StoredSession(
        line,
        target,
        tuple(tracks),
        target_times,
        tuple(_scores(connection, session_id, i, numbers) for i in range(line.people)),
        None if result is None else codec.result_from_row(*result),
        own.strictness,
        _limbs(own.left_out),
    )


def _limbs(text: str) -> tuple[Limb, ...]:
    named = text.split(",")
    return tuple(limb for limb in LIMB_NAMES if limb in named)


def _scores(
    connection: Connection, session_id: int, person: int, numbers: Sequence[int]
) -> tuple[FrameScore | None, ...]:
    """The live scores of the frames of these numbers."""
    scores: dict[int, FrameScore] = {}
    rows = connection.execute(
        select(FRAME_SCORE).where(
            FRAME_SCORE.c.session_id == session_id, FRAME_SCORE.c.person == person
        )
    )
    for _, _, frame, time, target_time, similarity, score, lag, errors, mirrored in rows:
        scores[frame] = FrameScore(
            time,
            number(target_time),
            number(similarity),
            number(score),
            number(lag),
            tuple(np.frombuffer(errors, "<f4").tolist()),
            bool(mirrored),
        )
    return tuple(map(scores.get, numbers))


def _summary(row: Any) -> SessionSummary:
    session_id, started, title, content_hash, person, people, duration, *more = row
    recorded, score, finished, uid, partner = more
    return SessionSummary(
        session_id,
        datetime.fromisoformat(started),
        title,
        content_hash,
        person,
        people,
        duration,
        recorded,
        number(score),
        bool(finished),
        uid,
        partner,
    )


def setting(connection: Connection, key: str) -> str | None:
    """A setting, or None."""
    return connection.scalar(select(SETTING.c.value).where(SETTING.c.key == key))


def put_setting(connection: Connection, key: str, value: str | None) -> None:
    """Keep a setting; None forgets it."""
    connection.execute(delete(SETTING).where(SETTING.c.key == key))
    if value is not None:
        connection.execute(insert(SETTING).values(key=key, value=value))


def integrity(connection: Connection) -> tuple[str, ...]:
    """What is wrong with the file, in the words of SQLite; empty when sound, or a server."""
    if connection.dialect.name != "sqlite":
        return ()
    found = [str(said) for said in connection.scalars(text("PRAGMA integrity_check"))]
    found += [f"orphan in {row[0]}" for row in connection.execute(text("PRAGMA foreign_key_check"))]
    return tuple(said for said in found if said != "ok")
