"""What is done already: a line a row, written when it is done, so that nothing is done twice."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from coach.batch.manifest import Row
from coach.batch.work import FileMark, Outcome, files_of, fingerprint_of, mark_of
from coach.errors import OutputUnwritable

FILE: Final = "journal.jsonl"
"""In the folder of results. A line that was cut off by a power cut is left out."""


class Journal:
    """Answers by what they depend on, and the files that were read, on disk line by line."""

    def __init__(self, folder: Path, *, again: bool = False) -> None:
        """folder: made if it is not there. again: what was done before does not count.

        Raises:
            OutputUnwritable.
        """
        self._path = folder / FILE
        self._answers: dict[str, Outcome] = {}
        self._marks: dict[str, FileMark] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if again:
                self._path.unlink(missing_ok=True)
            self._read()
            self._file = self._path.open("a+b")
            self._end_line()
        except OSError as error:
            raise OutputUnwritable(self._path, error.strerror or str(error)) from error

    def known(self, row: Row, taught: str, language: str) -> Outcome | None:
        """The answer to a row whose files are as they were (bytes and time of change)."""
        try:
            marks = [mark_of(path) for path in files_of(row)]
        except OSError:
            return None
        kept = [self._marks.get(place) for place, _, _ in marks]
        contents = tuple(
            one.content
            for one, (_, size, changed) in zip(kept, marks, strict=True)
            if one is not None and (one.size, one.changed) == (size, changed)
        )
        if len(contents) < len(marks):
            return None
        return self._answers.get(fingerprint_of(row, contents, taught, language))

    def before(self, row: Row, taught: str, language: str) -> str:
        """Fingerprint of the answer to a row, should its files hold what they held; "" for none."""
        kept = [self._marks.get(str(path.absolute())) for path in files_of(row)]
        contents = tuple(one.content for one in kept if one is not None)
        if len(contents) < len(kept):
            return ""
        fingerprint = fingerprint_of(row, contents, taught, language)
        return fingerprint if fingerprint in self._answers else ""

    def settled(self, outcome: Outcome) -> Outcome:
        """The outcome as it counts: one that is unchanged with the answer that is known."""
        if outcome.status != "unchanged":
            return outcome
        return replace(self._answers[outcome.fingerprint], files=outcome.files)

    def keep(self, outcome: Outcome) -> None:
        """Write down what was done; a failure is not, for it is to be tried again.

        Raises:
            OutputUnwritable.
        """
        if outcome.status != "done" or not outcome.fingerprint:
            return
        line = json.dumps(asdict(outcome), ensure_ascii=False, allow_nan=False)
        try:
            self._file.write(line.encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise OutputUnwritable(self._path, error.strerror or str(error)) from error
        self._take(outcome)

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _take(self, outcome: Outcome) -> None:
        self._answers[outcome.fingerprint] = outcome
        for mark in outcome.files:
            self._marks[mark.path] = mark

    def _read(self) -> None:
        if self._path.exists():
            with self._path.open("rb") as lines:
                for outcome in filter(None, map(_outcome, lines)):
                    self._take(outcome)

    def _end_line(self) -> None:
        """Begin a line of its own after one that was cut off."""
        if self._file.tell():
            self._file.seek(-1, os.SEEK_END)
            if self._file.read(1) != b"\n":
                self._file.write(b"\n")


def _outcome(line: bytes) -> Outcome | None:
    """An outcome as it was written; None for a line that was not written whole."""
    try:
        value: dict[str, Any] = json.loads(line)
        marks = tuple(FileMark(**mark) for mark in value.pop("files"))
        outcome = Outcome(files=marks, **value)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return outcome if outcome.status == "done" and isinstance(outcome.answer, dict) else None
