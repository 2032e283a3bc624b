"""What is stored, from memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from coach.diary.everything import Exported
from coach.errors import BackupInvalid, DataDamaged, ServerUnreachable, UserCanFix
from coach.selftest import Trial
from coach.storage import SyncStatus
from coach.storage.backup import BackedUp
from coach.storage.repair import Repaired
from ui.preferences.desk import KINDS, Held, Keeping, Stored

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SIZES = (4_500_000, 81_000_000, 640_000, 1_200_000_000, 900, 61_000_000)


class ScriptedPreferences:
    """Remembers what was deleted."""

    def __init__(self) -> None:
        folder = Path("/home/jiwoo/.local/share/coach")
        items = tuple(
            Stored(kind, size, 3, folder / kind) for kind, size in zip(KINDS, SIZES, strict=True)
        )
        sessions = (
            Held(2, "<b>x</b> & 'drop' 운동 #1.mp4", "2026-11-20 19:30", "지우"),
            Held(1, "Morning squats", "2026-11-18 07:30", ""),
        )
        self.kept = Keeping(folder, items, sessions)
        self.trials = (Trial("itself", 100.0, 1.0, mirrored=False, at_least=98.0),)
        self.error: UserCanFix | None = None
        self.found: tuple[DataDamaged, ...] = ()
        self.mended: tuple[Repaired, ...] = ()
        self.emptied = False
        self.server = ""
        self.told: Callable[[SyncStatus], None] = lambda _: None

    def report_for_help(self, language: str) -> str:
        if self.error is not None:
            raise self.error
        return f"Coach 0.1.0 ({language})\n\n✓ Models: lite, full, heavy\n"

    def keeping(self) -> Keeping:
        if self.error is not None:
            raise self.error
        return self.kept

    def clear(self, kind: str) -> None:
        items = tuple(replace(i, size=0, files=0) if i.kind == kind else i for i in self.kept.items)
        self.kept = replace(self.kept, items=items)

    def delete_session(self, session_id: int) -> None:
        left = tuple(held for held in self.kept.sessions if held.id != session_id)
        self.kept = replace(self.kept, sessions=left)

    def delete_all(self) -> None:
        self.emptied = True
        self.kept = replace(self.kept, sessions=())

    def back_up(self, path: Path) -> BackedUp:
        self.backed_up = path
        return BackedUp(NOW, 34, 120, 3)

    def export(self, path: Path, language: str) -> Exported:
        self.exported = (path, language)
        return Exported(13, *self.found[:1])

    def check(self) -> tuple[DataDamaged, ...]:
        if self.error is not None:
            raise self.error
        return self.found

    def mend(self) -> tuple[Repaired, ...]:
        self.found = ()
        return self.mended

    def restore(self, path: Path) -> BackedUp:
        if "bad" in path.name:
            raise BackupInvalid(path, "coach backup", "something else")
        return BackedUp(NOW, 34, 120, 3)

    def use_server(self, address: str, told: Callable[[SyncStatus], None]) -> None:
        self.server, self.told = address, told

    def try_server(self, address: str) -> None:
        if "gone" in address:
            raise ServerUnreachable("gone", "no answer")

    def self_test(self) -> tuple[Trial, ...]:
        return self.trials

    def licences(self, language: str) -> str:
        from coach.licences import shipped

        parts = (f"{part.name}: {part.licence}" for group in shipped().values() for part in group)
        return "\n".join(("Coach", "Apache License 2.0", "", *parts))
