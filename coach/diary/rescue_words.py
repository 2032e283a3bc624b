"""What is said after data was saved from damage, on the screen as on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from coach.diary.everything import Exported
from coach.storage.repair import Repaired
from coach.storage.store import FILE_NAME
from coach.texts import Texts

_WORDS: Final[Mapping[str, str]] = {
    "session": "sessions",
    "chunk": "sessions",
    "frame_score": "sessions",
    "result": "sessions",
    "entry": "diary",
    "correction": "diary",
    "profile": "people",
    "video": "library",
    "target_moves": "library",
    "target": "library",
}
"""Which part of the diary a table belongs to; the others are the program's own."""


def mended_text(mended: Repaired, texts: Texts) -> str:
    """What was saved of a file, what was not, and where the damaged one is."""
    kept = mended.kept.name if mended.kept else ""
    if not mended.rows:
        is_database = kept.endswith(Path(FILE_NAME).suffix)
        return texts("data_lost" if is_database else "data_begun_anew", kept=kept)
    parts = list(dict.fromkeys(_WORDS[table] for table in mended.broken if table in _WORDS))
    saved = texts("data_repaired", rows=mended.rows, kept=kept)
    if not parts:
        return saved
    return saved + " " + texts("data_gaps", parts=", ".join(texts(f"data_of_{p}") for p in parts))


def exported_text(done: Exported, path: Path, texts: Texts) -> str:
    """What was written where, and that it may not be all."""
    said = texts("data_exported", n=done.files, name=path.name)
    if done.trouble is None:
        return said
    return f"{said} {texts('data_exported_rest')} {texts.error(done.trouble)}"
