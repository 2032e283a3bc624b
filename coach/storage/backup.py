"""All of a data folder in one file, and back.

The file is a ZIP archive that stores its members as they are: ``manifest.json``, the database,
the settings and the taught exercises. What can be made again (analysed videos, pictures) and
the videos themselves are not in it, nor is the address of a server, which holds a password.

A file that is restored may come from anywhere. Only members of known names are read, none is
unpacked to a larger size than the file has, each must have the bytes that the manifest tells,
and the database has to be sound, ours, and without anything that acts by itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Final

from sqlalchemy import func, inspect, select

from coach import __version__
from coach.errors import (
    BackupInvalid,
    CoachBug,
    DataDamaged,
    DataNewer,
    DataUnwritable,
    FileMissing,
    OutputUnwritable,
)
from coach.storage.copies import keep_copy, put_in_place
from coach.storage.database import translated
from coach.storage.sense import SENSELESS
from coach.storage.store import FILE_NAME, Store
from coach.storage.tables import ENTRY, METADATA, SESSION

MANIFEST: Final = "manifest.json"
SETTINGS: Final = "settings.json"
BESIDE: Final = (SETTINGS, "taught.npz")
"""Files of the data folder that go along with the database."""
_KIND: Final = "coach backup"
_VERSION: Final = 1
_LARGEST_MANIFEST: Final = 2**16
_AT_ONCE: Final = 2**20
"""Bytes read at a time."""


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a back-up holds.

    Attributes:
        made: when it was made, aware.
        sessions, entries, people: how many.
    """

    made: datetime
    sessions: int
    entries: int
    people: int


def back_up(store: Store, path: Path, now: datetime) -> BackedUp:
    """Write all of the data folder of a store into one file; training may go on meanwhile.

    Raises:
        OutputUnwritable: the file cannot be written (disk full, no permission).
        DataDamaged: what is there could not be restored from a back-up.
    """
    _read_lists(store)
    held = _held(store, now)
    half = path.with_name(path.name + ".part")
    try:
        with TemporaryDirectory(dir=path.parent, prefix=".coach-") as made:
            files = _gather(store, Path(made))
            _write(half, files, now)
        os.replace(half, path)
    except DataUnwritable as error:
        raise OutputUnwritable(path, error.reason) from error
    except OSError as error:
        raise OutputUnwritable(path, error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)
    return held


def _held(store: Store, made: datetime) -> BackedUp:
    with store.database.reading() as connection:
        sessions, entries = (
            int(connection.scalar(select(func.count()).select_from(table)) or 0)
            for table in (SESSION, ENTRY)
        )
    return BackedUp(made, sessions, entries, len(store.profiles()))


def _read_lists(store: Store) -> None:
    """Read what the first screens would, with DataDamaged where that cannot be."""
    for read in (store.history, store.entries, store.profiles, store.videos):
        read()


def _gather(store: Store, folder: Path) -> list[Path]:
    database = folder / FILE_NAME
    store.database.copy_to(database)
    if found := unsound(database):  # it could never be restored
        raise DataDamaged(store.path, found)
    files = [database]
    for name in BESIDE:
        source = store.path.with_name(name)
        if source.is_file():
            files.append(folder / name)
            if name == SETTINGS:
                _write_settings(files[-1], source, None)
            else:
                shutil.copyfile(source, files[-1])
    return files


def _write(path: Path, files: list[Path], now: datetime) -> None:
    told = {f.name: {"bytes": f.stat().st_size, "sha256": _sha256(f)} for f in files}
    manifest = {
        "kind": _KIND,
        "version": _VERSION,
        "program": __version__,
        "made": now.isoformat(),
        "files": told,
    }
    # A clock that is wrong (before 1980) must not stop it.
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED, strict_timestamps=False) as archive:
        archive.writestr(zipfile.ZipInfo(MANIFEST), json.dumps(manifest, indent=1))
        for file in files:
            archive.write(file, file.name)


def check_backup(path: Path) -> BackedUp:
    """What a back-up holds, if it can be restored; errors as of ``restore``."""
    with _unpacked(path) as (folder, made), Store(folder) as inside:
        return _held(inside, made)


def restore(folder: Path, path: Path, now: datetime) -> BackedUp:
    """Let a data folder hold what a back-up holds; a copy of what was there stays beside.

    All of the database is replaced at once, or nothing of it.

    Raises:
        FileMissing; BackupInvalid: not a back-up, or damaged; DataNewer: by a later version
        of the program; DataUnwritable. The data folder is as it was, then.
    """
    with _unpacked(path) as (unpacked, made):
        with Store(unpacked) as inside:
            held = _held(inside, made)
        step = f"restore-{now:%Y%m%d-%H%M%S}"
        try:
            _replace_database(folder, unpacked / FILE_NAME, step)
            for name in BESIDE:
                if (unpacked / name).exists():
                    _replace_file(folder / name, unpacked / name, step)
        except OSError as error:
            raise DataUnwritable(folder, error.strerror or str(error)) from error
    return held


def _replace_database(folder: Path, new: Path, step: str) -> None:
    try:
        with Store(folder) as store:
            with translated(store.path):
                keep_copy(store.path, step)
            store.database.replace_by(new)
    except DataDamaged:
        with TemporaryDirectory(dir=folder, prefix=".coach-") as made:
            put_in_place(Path(shutil.copy(new, made)), folder / FILE_NAME, step)


def _replace_file(path: Path, new: Path, step: str) -> None:
    if path.exists():
        # With its permissions: settings may hold a password.
        shutil.copy(path, path.with_name(f"{path.stem}-before-{step}{path.suffix}"))
    half = path.with_name(path.name + ".part")
    if path.name == SETTINGS:
        _write_settings(half, new, _server_of(path))
    else:
        shutil.copyfile(new, half)
    os.replace(half, path)


@contextmanager
def _unpacked(path: Path) -> Iterator[tuple[Path, datetime]]:
    """The checked members of a back-up in a folder of their own, and when it was made."""
    if not path.is_file():
        raise FileMissing(path)
    with TemporaryDirectory(prefix="coach-restore-") as name:
        folder = Path(name)
        try:
            with zipfile.ZipFile(path) as archive:
                made = _unpack(archive, path, folder)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError) as error:
            raise BackupInvalid(path, _KIND, "–") from error
        except OSError as error:
            raise DataUnwritable(folder, error.strerror or str(error)) from error
        _check_database(folder / FILE_NAME, path)
        _check_rows(folder, path)
        yield folder, made


def _unpack(archive: zipfile.ZipFile, path: Path, folder: Path) -> datetime:
    allowed = {MANIFEST, FILE_NAME, *BESIDE}
    members = {member.filename: member for member in archive.infolist()}
    strange = sorted(set(members) - allowed)
    if strange or len(members) != len(archive.infolist()):
        raise BackupInvalid(path, ", ".join(sorted(allowed)), (strange or ["×2"])[0][:60])
    for member in members.values():
        stored = member.compress_type == zipfile.ZIP_STORED and not member.flag_bits & 1
        if not stored or member.file_size != member.compress_size:
            raise BackupInvalid(path, "ZIP_STORED", member.filename)
    if sum(member.file_size for member in members.values()) > path.stat().st_size:
        raise BackupInvalid(path, f"<= {path.stat().st_size} bytes", "more")
    if missing := {MANIFEST, FILE_NAME} - set(members):
        raise BackupInvalid(path, min(missing), "–")
    told, made = _manifest(archive, members[MANIFEST], path)
    for name in set(members) - {MANIFEST}:
        with archive.open(name) as inside, (folder / name).open("wb") as file:
            found = _copy(inside, file)
        if told.get(name, {}).get("sha256") != found:
            raise BackupInvalid(path, f"{name}: sha256", found[:12])
    return made


def _manifest(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path
) -> tuple[dict[str, Any], datetime]:
    """What is told of each file, and when the back-up was made."""
    if member.file_size > _LARGEST_MANIFEST:
        raise BackupInvalid(path, f"{MANIFEST} <= {_LARGEST_MANIFEST}", str(member.file_size))
    try:
        manifest = json.loads(archive.read(member))
        kind, version = manifest["kind"], int(manifest["version"])
        told = dict(manifest["files"])
        good = kind == _KIND and all(isinstance(x, dict) for x in told.values())
        made = datetime.fromisoformat(manifest["made"])
        made = made if made.tzinfo else made.astimezone()
    except SENSELESS as error:
        raise BackupInvalid(path, MANIFEST, "–") from error
    if not good:
        raise BackupInvalid(path, _KIND, str(kind)[:40])
    if version > _VERSION:
        raise DataNewer(path)
    return told, made


def _check_database(database: Path, path: Path) -> None:
    """Refuse a database that is broken, or that holds more than tables of ours."""
    ours = {*METADATA.tables, "alembic_version", "migration", "target"}
    try:
        address = f"{database.as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            found = connection.execute(
                "SELECT type, name, coalesce(sql, '') FROM sqlite_master"
            ).fetchall()
            for kind, name, sql in found:
                inside = name.startswith("sqlite_") or kind == "index" or name in ours
                if kind not in ("table", "index") or not inside or "VIRTUAL" in sql.upper()[:20]:
                    raise BackupInvalid(path, FILE_NAME, f"{kind} {name}"[:60])
    except sqlite3.Error as error:
        raise BackupInvalid(path, FILE_NAME, str(error)) from error
    if not found:
        raise BackupInvalid(path, FILE_NAME, "–")
    if state := unsound(database):
        raise BackupInvalid(path, FILE_NAME, state)


def unsound(database: Path) -> str:
    """What is wrong with a database file that nobody has open, in short; "" where it is sound."""
    try:
        address = f"{database.as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            (state,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.Error as error:
        return str(error)
    return "" if state == "ok" else str(state)[:60]


def _check_rows(folder: Path, path: Path) -> None:
    """Bring the database to the newest schema, and read what the first screens would."""
    try:
        with Store(folder) as store:
            _read_lists(store)
            with store.database.reading() as connection:
                found = inspect(connection)
                for table in METADATA.sorted_tables:
                    if {c["name"] for c in found.get_columns(table.name)} != set(table.c.keys()):
                        raise BackupInvalid(path, FILE_NAME, table.name)
    except DataNewer as error:
        raise DataNewer(path) from error
    except DataDamaged as error:
        raise BackupInvalid(path, FILE_NAME, error.reason) from error
    except (CoachBug, *SENSELESS) as error:
        raise BackupInvalid(path, FILE_NAME, str(error)[:60]) from error


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(source: IO[bytes], target: IO[bytes]) -> str:
    """Copy all of a stream; the hash of it."""
    digest = hashlib.sha256()
    while piece := source.read(_AT_ONCE):
        digest.update(piece)
        target.write(piece)
    return digest.hexdigest()


def _server_of(settings: Path) -> str | None:
    try:
        found = _settings(settings).get("server")
    except OSError:
        return None
    return found if isinstance(found, str) else None


def _write_settings(path: Path, like: Path, server: str | None) -> None:
    """Write the settings of another file with this server, or with none, for the user alone."""
    found = _settings(like)
    found.pop("server", None)
    if server is not None:
        found["server"] = server
    path.unlink(missing_ok=True)
    path.touch(0o600)
    path.write_text(json.dumps(found, indent=1), encoding="utf-8")


def _settings(path: Path) -> dict[str, Any]:
    """What a file of settings holds; nothing where it makes no sense."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except SENSELESS:
        return {}
    return found if isinstance(found, dict) else {}
