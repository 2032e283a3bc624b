"""The one door to the diary."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from coach.errors import (
    BadRequest,
    NameTaken,
    ProfileNotFound,
    SessionNotFound,
    UserCanFix,
)
from coach.storage import diary_queries, journal, people_queries, queries
from coach.storage.database import Database
from coach.storage.diary_store import INTEGER_BITS, DiaryStore
from coach.storage.profile import EVERYBODY, LONGEST_NAME, Profile, Whose, check_name
from coach.storage.recorder import COMMIT_EVERY_S, SessionRecorder
from coach.storage.server import server_url
from coach.storage.values import Best, SessionSummary, StoredSession, StoredTarget, Video
from coach.types import Limb, Move, SessionResult, Strictness

log = logging.getLogger(__name__)

FILE_NAME: Final = "coach.sqlite3"
FORGET: Final = "forget"
"""Setting that is there while deleted rows may have left a trace in the file."""


def local_now() -> datetime:
    """Wall-clock time in the zone of the machine."""
    return datetime.now().astimezone()


class Store(DiaryStore):
    """Sessions, diary entries, profiles, library and settings of one data folder or server.

    Safe to use from several threads. Every method may raise DataDamaged (the file cannot be
    read) and DataUnwritable (full disk, no permission, another program keeps it locked), of a
    server ServerUnreachable.

    >>> with Store(folder) as store:
    ...     recorder = store.start_session(target, people=1)
    """

    def __init__(
        self,
        place: Path | str,
        clock: Callable[[], datetime] = local_now,
        *,
        commit_every_s: float = COMMIT_EVERY_S,
        patience_s: float | None = None,
    ) -> None:
        """Open the file of a data folder, making both if they are missing; or a server.

        Args:
            place: the data folder, or the address of a server (see ``server_url``).
            clock: gives aware datetimes.
            commit_every_s: how often a running session is committed.
            patience_s: how long to wait while another program writes; some seconds if None.

        Raises:
            DataNewer: it was written by a later version of the program.
            BadRequest: not an address; ServerUnreachable.
        """
        self._clock = clock
        self._commit_every_s = commit_every_s
        where = server_url(place) if isinstance(place, str) else place / FILE_NAME
        self._database = Database(where, patience_s)
        if isinstance(place, Path):
            self.forget_rest()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; finish recorders before."""
        self._database.close()

    @property
    def path(self) -> Path:
        """The database file; of a server, its name."""
        return Path(self._database.place)

    @property
    def database(self) -> Database:
        """For the rest of this room: back-up, sync."""
        return self._database

    def start_session(
        self,
        target: StoredTarget,
        people: int,
        profile: str | None = None,
        *,
        size: tuple[int, int] = (640, 480),
        fps: float = 30.0,
        strictness: Strictness = "normal",
        left_out: Iterable[Limb] = (),
        partner: str | None = None,
    ) -> SessionRecorder:
        """A new line of the diary and what fills it.

        Args:
            target: what is followed; it moves to the head of the library.
            people: how many follow, 1 or 2.
            profile: the first of them, or None for the guest.
            size: width and height of the camera picture, pixels.
            fps: frames a second of the camera.
            strictness: of the score.
            left_out: limbs that are not judged.
            partner: of two people the second, or None for the guest.
        """
        longest = max(len(name or "") for name in (profile, partner))
        if longest > LONGEST_NAME:
            raise BadRequest("name", f"<= {LONGEST_NAME}", str(longest))
        names = (profile, partner if people > 1 else None)
        now = self._clock()
        with self._database.writing() as connection:
            people_queries.open_video(
                connection, target.content_hash, target.title, target.path, now
            )
            number = queries.insert_session(
                connection, target, people, names, now, (size, fps), strictness, left_out
            )
        return SessionRecorder(self._database, number, people, self._commit_every_s, self._clock)

    def history(
        self,
        person: Whose = EVERYBODY,
        limit: int | None = None,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> tuple[SessionSummary, ...]:
        """Sessions, the newest first.

        Args:
            person: whose, as the first or the second person: a name, None for the guest, or
                everybody.
            limit: how many at most.
            since, until: aware; those that began from the one on, and before the other.
        """
        with self._readable(), self._database.reading() as connection:
            return queries.summaries(connection, person, limit, since, until)

    def session(self, session_id: int) -> StoredSession:
        """Everything of one session, a running or interrupted one too; else SessionNotFound."""
        self._check_number(session_id)
        with self._readable(), self._database.reading() as connection:
            stored = queries.stored_session(connection, session_id)
        if stored is None:
            raise SessionNotFound(str(session_id))
        return stored

    def summary(self, session_id: int) -> SessionSummary:
        """One line of the diary, cheaper than ``session``; else SessionNotFound."""
        self._check_number(session_id)
        with self._readable(), self._database.reading() as connection:
            line = queries.summary(connection, session_id)
        if line is None:
            raise SessionNotFound(str(session_id))
        return line

    @staticmethod
    def _check_number(session_id: int) -> None:
        if session_id.bit_length() >= INTEGER_BITS:
            raise SessionNotFound(str(session_id))

    def save_result(self, session_id: int, result: SessionResult) -> None:
        """Keep the result of a session that was aligned later; else SessionNotFound."""
        self._check_number(session_id)
        with self._database.writing() as connection:
            found = queries.put_result(connection, session_id, result)
            queries.note_session(connection, session_id, self._clock())
        if not found:
            raise SessionNotFound(str(session_id))

    def finish_session(self, session_id: int, result: SessionResult) -> None:
        """End a session that broke off, with its result; else SessionNotFound."""
        self._check_number(session_id)
        with self._database.writing() as connection:
            found = queries.put_result(connection, session_id, result)
            queries.finish_session(connection, session_id, self._clock())
        if not found:
            raise SessionNotFound(str(session_id))

    def delete_session(self, session_id: int) -> None:
        """Remove a session and all that was recorded of it; else SessionNotFound."""
        self._check_number(session_id)
        with self._database.writing() as connection:
            found = queries.delete_session(connection, session_id, self._clock())
        if not found:
            raise SessionNotFound(str(session_id))

    # -- the library --------------------------------------------------------------------

    def videos(self) -> tuple[Video, ...]:
        """The library; what was opened (or, never opened, added) last stands first."""
        with self._readable(), self._database.reading() as connection:
            return people_queries.videos(connection)

    def video(self, content_hash: str) -> Video | None:
        """One video of the library, or None."""
        with self._readable(), self._database.reading() as connection:
            return people_queries.video(connection, content_hash)

    def put_video(self, video: Video) -> None:
        """Put a video into the library; one of the same content is replaced."""
        with self._database.writing() as connection:
            people_queries.put_video(connection, video, self._clock())

    def change_video(self, content_hash: str, **changes: Any) -> bool:
        """Change fields of a video, see ``Video``; False when it is not in the library."""
        with self._database.writing() as connection:
            known = people_queries.video(connection, content_hash)
            if known is None:
                return False
            people_queries.put_video(connection, replace(known, **changes), self._clock())
        return True

    def open_video(self, content_hash: str, title: str, path: Path) -> None:
        """Put a video at the head of the library; one that is new is added."""
        with self._database.writing() as connection:
            people_queries.open_video(connection, content_hash, title, path, self._clock())

    def delete_video(self, content_hash: str) -> bool:
        """Take a video out of the library; its sessions and its file stay."""
        with self._database.writing() as connection:
            return people_queries.delete_video(connection, content_hash, self._clock())

    def bests(self, person: str | None) -> dict[str, Best]:
        """How a person did with each video they trained with, by content hash.

        Args:
            person: name of the profile; None for what was done without a name.
        """
        with self._readable(), self._database.reading() as connection:
            return people_queries.bests(connection, person)

    def setting(self, key: str) -> str | None:
        """A setting ("language", "camera"), or None."""
        with self._database.reading() as connection:
            return queries.setting(connection, key)

    def set_setting(self, key: str, value: str | None) -> None:
        """Keep a setting; None forgets it."""
        with self._database.writing() as connection:
            queries.put_setting(connection, key, value)

    # -- people -------------------------------------------------------------------------

    def profiles(self) -> tuple[Profile, ...]:
        """All people with a profile, by name."""
        with self._database.reading() as connection:
            return people_queries.profiles(connection)

    def profile(self, name: str | None) -> Profile:
        """What is known of a person; None for who trains without a name."""
        with self._database.reading() as connection:
            return people_queries.profile(connection, name or "") or Profile(name or "")

    def weights(self, people: Iterable[str | None]) -> dict[str | None, float]:
        """Body weights of those who told theirs, kilograms."""
        known = {name: self.profile(name).weight_kg for name in people}
        return {name: weight for name, weight in known.items() if weight is not None}

    def set_profile(self, profile: Profile) -> Profile:
        """Keep what is known of a person, by name; returns it as it is kept.

        Raises:
            BadRequest: a name that is too long or cannot be shown.
        """
        if profile.name:
            profile = replace(profile, name=check_name(profile.name))
        with self._database.writing() as connection:
            people_queries.put_profile(connection, profile, self._clock())
        return self.profile(profile.name)

    def rename_profile(self, old: str, new: str) -> None:
        """Call a person otherwise, in all that is theirs.

        Raises:
            ProfileNotFound; NameTaken: somebody else is called so; BadRequest: not a name.
        """
        new = check_name(new)
        with self._database.writing() as connection:
            if people_queries.profile(connection, old) is None:
                raise ProfileNotFound(old)
            if new != old and people_queries.profile(connection, new) is not None:
                raise NameTaken(new)
            people_queries.rename_person(connection, old, new, self._clock())

    def give_nameless(self, name: str) -> None:
        """What was done without a name becomes a person's; ProfileNotFound."""
        with self._database.writing() as connection:
            if people_queries.profile(connection, name) is None:
                raise ProfileNotFound(name)
            people_queries.rename_person(connection, None, name, self._clock())

    def delete_profile(self, name: str) -> frozenset[str]:
        """Remove a person and all that is theirs; else ProfileNotFound.

        A session with somebody else who has a profile stays with them, without the name.

        Slow: nothing of them stays in the file, nor in the copies that were kept of it. Where
        the file is in use this is done when it is next opened.

        Returns:
            Content hashes of the videos of theirs that were in the diary: what is kept of
            those elsewhere (see ``TrackCache.forget``) is for the caller to remove.
        """
        with self._database.writing() as connection:
            videos = diary_queries.videos_of(connection, name)
            found = people_queries.delete_person(connection, name, self._clock())
            if not found:
                raise ProfileNotFound(name)
            queries.put_setting(connection, FORGET, "1")
        self.forget_rest()
        return videos

    def forget_deleted(self) -> None:
        """Let nothing of what was deleted stay in the file or in copies of it; slow."""
        self._database.forget_deleted()
        self.set_setting(FORGET, None)

    def forget_rest(self) -> None:
        """``forget_deleted`` where that is due and can be done now, else later."""
        try:
            if self.setting(FORGET) is not None:
                self.forget_deleted()
        except UserCanFix as error:
            log.warning("what was deleted is overwritten later: %s", error)

    def moves_of(self, target_hash: str) -> tuple[Move, ...] | None:
        """The moves of a target as the person edited them; None where they did not."""
        with self._readable(), self._database.reading() as connection:
            return diary_queries.moves_of(connection, target_hash)

    def set_moves(self, target_hash: str, moves: Iterable[Move] | None) -> None:
        """Keep edited moves of a target; None goes back to those that are found."""
        with self._database.writing() as connection:
            diary_queries.put_moves(connection, target_hash, moves, self._clock())

    def newest_change(self) -> tuple[str, int, int]:
        """Name of the database, and what grows with every change of a record, here or fetched."""
        with self._database.reading() as connection:
            return journal.newest(connection)

    def check(self) -> tuple[str, ...]:
        """What is wrong with the file; empty when it is sound. Slow: reads all of it."""
        with self._database.reading() as connection:
            return queries.integrity(connection)
