"""What the settings ask the engine for. All of it is slow: ask through ``ui.kit.jobs``."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coach.errors import DataUnwritable
from coach.paths import ASSETS, MODELS, ROOT, TRACKS
from coach.storage.alone import LOCK_NAME
from coach.texts import Texts
from ui.house import House

if TYPE_CHECKING:
    from coach.diary.everything import Exported
    from coach.errors import DataDamaged
    from coach.selftest import Trial
    from coach.storage import SyncStatus
    from coach.storage.backup import BackedUp
    from coach.storage.repair import Repaired

log = logging.getLogger(__name__)

KINDS: Final = ("database", "poses", "pictures", "videos", "settings", "program")
"""What is stored, as the privacy page names it; "program" is what was installed."""

CLEARABLE: Final = ("poses", "pictures", "videos")
"""What can be deleted and made again, or fetched again."""

SESSIONS_SHOWN: Final = 200
"""Sessions that can be chosen to be deleted, the newest."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Something that is kept on this computer.

    Attributes:
        kind: one of ``KINDS``.
        size: bytes; files: how many.
        path: folder or file where it is.
    """

    kind: str
    size: int
    files: int
    path: Path


@dataclass(frozen=True, slots=True)
class Held:
    """A session that can be deleted.

    Attributes:
        id: of the session; title: of the video.
        when: "2026-11-21 19:30", local.
        who: name of the profile, "" for nobody in particular.
    """

    id: int
    title: str
    when: str
    who: str


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is kept, and where.

    Attributes:
        folder: the data folder.
        items: by kind, in the order of ``KINDS``.
        sessions: the newest first.
    """

    folder: Path
    items: tuple[Stored, ...]
    sessions: tuple[Held, ...]


class PreferencesDesk:
    """Files of the data folder, the self-test, what the program is made of."""

    def __init__(self, house: House) -> None:
        self._house = house

    def keeping(self) -> Keeping:
        """What is stored where, with sizes."""
        folder = self._house.folder
        items = tuple(self._stored(kind) for kind in KINDS)
        held: tuple[Held, ...] = ()
        with self._house.diary() as store:
            if store is not None:
                held = tuple(
                    Held(s.id, s.target, f"{s.started:%Y-%m-%d %H:%M}", s.person or "")
                    for s in store.history(limit=SESSIONS_SHOWN)
                )
        return Keeping(folder, items, held)

    def clear(self, kind: str) -> None:
        """Delete what can be made again; DataUnwritable."""
        if kind in CLEARABLE:
            self._remove(self._place(kind))

    def delete_session(self, session_id: int) -> None:
        """Delete one session for good, with what it wrote into the diary; SessionNotFound."""
        self._house.store().delete_session(session_id)

    def delete_all(self) -> None:
        """Delete everything that was ever kept, people and settings too; DataUnwritable."""
        self._house.person = self._house.session_id = None
        self._house.close_store()
        for path in self._house.folder.iterdir() if self._house.folder.exists() else ():
            if path.name != LOCK_NAME:  # empty, and held while the app is open
                self._remove(path)

    def back_up(self, path: Path) -> BackedUp:
        """Write everything that cannot be made again into one file; OutputUnwritable."""
        from coach.storage.backup import back_up

        return back_up(self._house.store(), path, datetime.now().astimezone())

    def export(self, path: Path, language: str) -> Exported:
        """Write everything that can be read into an archive, for other programs; UserCanFix."""
        from coach.diary.everything import export_folder

        now = datetime.now().astimezone()
        return export_folder(self._house.folder, path, Texts(language), now)

    def check(self) -> tuple[DataDamaged, ...]:
        """All that cannot be read of what is kept; DataNewer, DataUnwritable."""
        from coach.diary.checkup import checkup

        return checkup(self._house.folder)

    def mend(self) -> tuple[Repaired, ...]:
        """Save what can be read of what is damaged, which stays beside; UserCanFix."""
        from coach.diary.checkup import mend

        self._house.close_store()
        done = mend(self._house.folder, datetime.now().astimezone())
        self._house.person = self._house.session_id = None
        return done

    def restore(self, path: Path) -> BackedUp:
        """Let the data folder hold what a back-up holds; UserCanFix, and all is as it was."""
        from coach.storage.backup import restore

        self._house.close_store()
        held = restore(self._house.folder, path, datetime.now().astimezone())
        self._house.person = self._house.session_id = None
        return held

    def use_server(self, address: str, told: Callable[[SyncStatus], None]) -> None:
        """Share the diary through a server, "" for none; ``told`` is called on another thread."""
        self._house.use_server(address, told)

    def try_server(self, address: str) -> None:
        """Whether a server answers; BadRequest, ServerUnreachable, DataNewer."""
        from coach.storage import Store

        Store(address).close()

    def report_for_help(self, language: str) -> str:
        """What the doctor finds, without the speed of the models, and the end of the log."""
        from coach.doctor import examine, report_for_help

        texts, folder = Texts(language), self._house.folder
        return report_for_help(folder, examine(folder, texts, speed=False), texts)

    def self_test(self) -> tuple[Trial, ...]:
        """The score proves itself; takes seconds; UserCanFix."""
        from coach.selftest import self_test

        return self_test()

    def licences(self, language: str) -> str:
        """All that is shipped with its licence, the notice of the program, its own licence."""
        from coach.licences import shipped

        texts = Texts(language)
        lists = [
            "\n".join(
                [
                    texts(f"licences_{group}"),
                    *(f"{part.name}: {part.licence}  {part.home}".rstrip() for part in parts),
                ]
            )
            for group, parts in shipped().items()
        ]
        files = [ROOT / name for name in ("NOTICE", "LICENSE")]
        whole = [path.read_text(encoding="utf-8").strip() for path in files if path.exists()]
        return "\n\n".join([*lists, *whole])

    def _stored(self, kind: str) -> Stored:
        sizes = [_size(path) for path in self._files(kind)]
        return Stored(kind, sum(sizes), len(sizes), self._place(kind))

    def _place(self, kind: str) -> Path:
        folder = self._house.folder
        return {
            "database": folder,
            "poses": folder / TRACKS,
            "pictures": folder / "cache" / "pictures",
            "videos": folder / "videos",
            "settings": folder,
            "program": ROOT,
        }[kind]

    def _files(self, kind: str) -> Iterator[Path]:
        place = self._place(kind)
        if kind == "database":
            return place.glob("coach*.sqlite3*")
        if kind == "settings":
            return (path for path in place.glob("*") if _is_small_file(path))
        if kind == "program":
            return (path for top in (MODELS, ASSETS) for path in _all_files(top))
        return _all_files(place)

    def _remove(self, path: Path) -> None:
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except FileNotFoundError:
            log.info("%s is gone already", path)
        except OSError as error:
            raise DataUnwritable(path, error.strerror or str(error)) from error


def _all_files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file()) if folder.exists() else iter(())


def _is_small_file(path: Path) -> bool:
    return path.is_file() and ".sqlite3" not in path.name


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
