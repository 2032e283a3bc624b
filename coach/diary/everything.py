"""All that is known of everybody, in formats that other programs read."""

from __future__ import annotations

import csv
import io
import json
import math
import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from coach.diary.csv_file import guarded
from coach.diary.files import FORMATS, export_diary
from coach.errors import (
    DataDamaged,
    DataNewer,
    DataUnwritable,
    OutputUnwritable,
    UserCanFix,
)
from coach.report import write_report
from coach.storage import Profile, SessionSummary, Video
from coach.storage.codec import path_to_text
from coach.texts import Texts

if TYPE_CHECKING:
    from coach.storage import Store


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    Attributes:
        files: how many.
        trouble: why the data folder could not be used as it is, and only what can be read of it
            was written; None where it could.
    """

    files: int
    trouble: UserCanFix | None = None


def export_folder(folder: Path, path: Path, texts: Texts, now: datetime) -> Exported:
    """``export_everything`` of a data folder; of a damaged or newer one what can be read.

    Raises:
        OutputUnwritable; DataDamaged: nothing of it can be read.
    """
    from coach.storage import Store
    from coach.storage.repair import rescued

    try:
        with Store(folder) as store:
            return Exported(export_everything(store, path, texts, now))
    except (DataDamaged, DataNewer, DataUnwritable) as error:
        with rescued(folder) as store:
            return Exported(export_everything(store, path, texts, now), error)


def export_everything(store: Store, path: Path, texts: Texts, now: datetime) -> int:
    """Write sessions, diary, people and library as CSV and JSON; the number of files.

    Pictures of people are PNG files; PINs are left out.

    Args:
        store: of the data folder.
        path: an archive if it ends in .zip, which is replaced; else a folder, made if missing.
        texts: for the words of tables.
        now: aware; when it is written.

    Raises:
        OutputUnwritable.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=path.parent, prefix=".coach-") as name:
            folder = Path(name)
            _write_all(store, folder, texts, now)
            files = sorted(file for file in folder.rglob("*") if file.is_file())
            if path.suffix.lower() == ".zip":
                _pack(files, folder, path)
            else:
                shutil.copytree(folder, path, dirs_exist_ok=True)
    except OSError as error:
        raise OutputUnwritable(path, error.strerror or str(error)) from error
    return len(files)


def _write_all(store: Store, folder: Path, texts: Texts, now: datetime) -> None:
    entries = store.entries()
    for suffix in FORMATS:
        export_diary(entries, folder / f"diary{suffix}", texts, now)
    sessions = store.history()
    _table(folder, "sessions", [session_json(one) for one in sessions])
    _table(folder, "people", [_person(one) for one in store.profiles()])
    _table(folder, "library", [_video(one) for one in store.videos()])
    for number, person in enumerate(store.profiles(), 1):
        if person.picture is not None:
            (folder / f"person-{number}.png").write_bytes(person.picture)
    (folder / "sessions").mkdir()
    for one in sessions:
        if (result := store.session(one.id).result) is not None:
            for suffix in (".json", ".csv"):
                file = folder / "sessions" / f"{one.id}{suffix}"
                write_report(
                    result,
                    file,
                    texts=texts,
                    when=one.started,
                    person=one.person,
                    partner=one.partner,
                )


def _table(folder: Path, name: str, rows: Sequence[dict[str, Any]]) -> None:
    text = json.dumps(rows, ensure_ascii=False, indent=1)
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    out = io.StringIO()
    writer = csv.writer(out)
    if rows:
        writer.writerow(rows[0])
    for row in rows:
        writer.writerow(_cell(value) for value in row.values())
    # The mark tells spreadsheets that it is UTF-8.
    (folder / f"{name}.csv").write_bytes(out.getvalue().encode("utf-8-sig"))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return guarded(", ".join(value) if isinstance(value, tuple) else str(value))


def _pack(files: Sequence[Path], folder: Path, path: Path) -> None:
    half = path.with_name(path.name + ".part")
    try:
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
            for file in files:
                archive.write(file, file.relative_to(folder).as_posix())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def session_json(summary: SessionSummary) -> dict[str, Any]:
    """A line of the history."""
    return {
        "id": summary.id,
        "started": summary.started.isoformat(),
        "target": summary.target,
        "person": summary.person,
        "partner": summary.partner,
        "duration_s": round(summary.duration_s, 3),
        "recorded_s": round(summary.recorded_s, 3),
        "score": None if math.isnan(summary.score) else round(summary.score, 1),
        "finished": summary.finished,
    }


def _person(profile: Profile) -> dict[str, Any]:
    fields = asdict(profile)
    return {name: fields[name] for name in fields if name not in ("picture", "pin_hash")}


def _video(video: Video) -> dict[str, Any]:
    opened = video.last_opened
    return asdict(video) | {
        "path": path_to_text(video.path),
        "added": video.added.isoformat(),
        "last_opened": None if opened is None else opened.isoformat(),
        "duration": None if math.isnan(video.duration) else round(video.duration, 3),
    }
