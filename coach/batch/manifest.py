"""The table that says what to do: a row a recording, checked as a whole before any work."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, get_args

from coach.errors import FileMissing, FileUnreadable, ManifestInvalid
from coach.moves.form import PLANS
from coach.types import LIMB_NAMES, MODEL_NAMES, STRICTNESS_NAMES, Limb, ModelName, Strictness

Task = Literal["score", "count", "moves", "squat", "watch"]
"""What is done with a recording; named as the command that does the same with one."""

OTHER_NAMES: Final = {"user": "recording", "video": "recording", "command": "task"}
"""Columns that may also be called so, as the command line calls them."""

OPTIONS: Final[dict[Task, tuple[str, ...]]] = {
    "score": ("model", "people", "mirror", "strictness", "body", "without"),
    "count": ("model",),
    "moves": ("model",),
    "squat": ("model", "exercise"),
    "watch": ("model", "people"),
}
"""The columns that each task looks at."""

_ALLOWED: Final[dict[str, tuple[str, ...]]] = {
    "task": get_args(Task),
    "model": MODEL_NAMES,
    "people": ("1", "2"),
    "mirror": ("auto", "on", "off"),
    "strictness": STRICTNESS_NAMES,
    "body": ("whole", "upper"),
    "without": LIMB_NAMES,
    "exercise": tuple(PLANS),
}
_LISTS: Final = ("without",)
"""Columns that may hold several words."""

_DELIMITERS: Final = (",", ";", "\t")
_MOST_BYTES: Final = 256 << 20
"""A larger file is no table of recordings."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a row asks for, named as the options of the command line."""

    model: ModelName = "heavy"
    people: int = 1
    mirror: Literal["auto", "on", "off"] = "auto"
    strictness: Strictness = "normal"
    body: str = "whole"
    without: tuple[Limb, ...] = ()
    exercise: str = "squat"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        id: from the table, else the number of the row, from 1.
        task: what to do.
        recording, target: where they are; None where the task has no target.
        written: recording and target as the table has them, "" for none.
        options: how.
        carried: columns of the user's own, by name, in their order.
    """

    id: str
    task: Task
    recording: Path
    target: Path | None
    written: tuple[str, str]
    options: Options
    carried: tuple[tuple[str, str], ...] = ()


def read_manifest(path: Path, usual: Options = Options()) -> tuple[Row, ...]:
    """The rows of a table: CSV in UTF-8, with commas, semicolons or tabs.

    Args:
        path: of the table; paths in it count from its folder.
        usual: what counts where a row says nothing.

    Raises:
        FileMissing, FileUnreadable.
        ManifestInvalid: the first line that cannot be done as it stands.
    """
    path = Path(path)
    refuse = _Refusals(path)
    rows: list[Row] = []
    known: dict[str, int] = {}
    for line, cells in _lines(_text(path, refuse), refuse):
        row = _row(cells, len(rows) + 1, path.parent, usual, refuse.at(line))
        if row.id in known:
            raise refuse.at(line)("id", "unique", f"{row.id} ({known[row.id]})")
        known[row.id] = line
        rows.append(row)
    if not rows:
        raise refuse.at(2)("recording", "1+", "0")
    return tuple(rows)


Refuse = Callable[[str, str, str], ManifestInvalid]
"""Takes column, expected, found."""


class _Refusals:
    """Errors that name the table and the line."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def at(self, line: int) -> Refuse:
        """Those of one line."""
        return lambda column, expected, found: ManifestInvalid(
            self._path, line, column, expected, found
        )


def _text(path: Path, refuse: _Refusals) -> str:
    if not path.exists():
        raise FileMissing(path)
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= _MOST_BYTES else b""
    except OSError as error:
        raise FileUnreadable(path, error.strerror or str(error)) from error
    if size > _MOST_BYTES:
        raise refuse.at(1)("*", f"<= {_MOST_BYTES >> 20} MB", f"{size >> 20} MB")
    two_bytes = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return content.decode("utf-16" if two_bytes else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise refuse.at(line)("*", "UTF-8", content[error.start : error.end].hex()) from error


def _lines(text: str, refuse: _Refusals) -> Iterator[tuple[int, dict[str, str]]]:
    """Number of each line and its cells by column; empty lines are left out."""
    head = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names: list[str] = []
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            cells = [cell.strip() for cell in cells]
            if not names:
                names = _columns(cells, refuse.at(line))
            elif any(cells):
                if len(cells) > len(names) and any(cells[len(names) :]):
                    raise refuse.at(line)("*", str(len(names)), str(len(cells)))
                cells += [""] * (len(names) - len(cells))
                yield line, dict(zip(names, cells, strict=False))
    except csv.Error as error:
        raise refuse.at(before + 1)("*", "CSV", str(error)) from error


def _columns(cells: list[str], refuse: Refuse) -> list[str]:
    """The names of the columns, ours as we call them."""
    while cells and not cells[-1]:
        cells.pop()
    names = []
    for cell in cells:
        plain = cell.lower().replace(" ", "_")
        name = OTHER_NAMES.get(plain, plain)
        names.append(name if name in _OURS else cell)
    if "recording" not in names:
        raise refuse("recording", "recording", ", ".join(cells)[:80])
    for name in names:
        if names.count(name) > 1 or not name:
            raise refuse(name or "*", "1", str(names.count(name)))
    return names


_OURS: Final = frozenset({"id", "recording", "target", *_ALLOWED})
"""Columns that mean something; all others are carried along."""


def _row(cells: dict[str, str], number: int, folder: Path, usual: Options, refuse: Refuse) -> Row:
    recording, target = cells["recording"], cells.get("target", "")
    for column in ("recording", "target"):
        if "\0" in cells.get(column, ""):
            raise refuse(column, "path", "\\0")
    if not recording:
        raise refuse("recording", "path", "")
    given: dict[str, Any] = {}
    for column in _ALLOWED:
        if cell := cells.get(column, ""):
            given[column] = _checked(column, cell.lower(), refuse)
    task: Task = given.pop("task", "score" if target else "count")
    if task == "score" and not target:
        raise refuse("target", "path", "")
    chosen = {name: given[name] for name in OPTIONS[task] if name in given}
    fitting = {name: getattr(usual, name) for name in OPTIONS[task]} | chosen
    return Row(
        id=cells.get("id") or str(number),
        task=task,
        recording=folder / recording,
        target=folder / target if task == "score" else None,
        written=(recording, target),
        options=Options(**fitting),
        carried=tuple((name, cell) for name, cell in cells.items() if name not in _OURS),
    )


def _checked(column: str, cell: str, refuse: Refuse) -> Any:
    allowed = _ALLOWED[column]
    words = cell.replace(",", " ").split() if column in _LISTS else [cell]
    for word in words:
        if word not in allowed:
            raise refuse(column, " / ".join(allowed), word)
    if column in _LISTS:
        return tuple(sorted(set(words)))
    return int(cell) if column == "people" else cell
