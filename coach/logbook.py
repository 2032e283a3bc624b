"""What went wrong, in a file beside the data that can be shown to anybody.

Files are named by a mark (``<#3fa09c.mp4>``): the same mark is the same file until the program
ends, and nobody can tell which. So it is with links, with whatever stands in quotation marks in
the messages of libraries, and with the words of errors that users meet, such as names of people.
A traceback names places in the program, without the folder it is installed in.
"""

from __future__ import annotations

import faulthandler
import hashlib
import logging
import os
import re
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path, PurePath
from typing import Any, Final

from coach.errors import UserCanFix
from coach.paths import ROOT, make_private

log = logging.getLogger(__name__)

FILE: Final = "coach.log"
"""In the data folder; with ``.1`` and ``.2`` where it was full."""

CRASHES: Final = "crash-{pid}.log"
"""In the data folder, of each process: what native code left when it took the program with it."""

MOST_BYTES: Final = 1_000_000
"""Of the log, before it is put aside."""

KEPT: Final = 2
"""Logs that are put aside."""

MOST_LETTERS: Final = 4_000
"""Of a message."""

_MEDIA: Final = "mp4 mkv webm mov avi m4v mpg mpeg wmv flv ts 3gp ogv gif mp3 m4a wav ogg flac part"
_OTHER: Final = (
    "json jsonl csv npz npy mat pdf html ics zip coach png jpg jpeg webp bmp txt parquet"
)
_ENDINGS: Final = (*_MEDIA.split(), *_OTHER.split(), "task", "onnx", "sqlite3")
"""Endings by which a word is known as the name of a file."""

_ENDING: Final = rf"\.(?:{'|'.join(_ENDINGS)})(?!\w)"
_START: Final = r"(?<![\w/<])(?:~?/(?=[^\s/])|\.{1,2}[\\/]|[A-Za-z]:[\\/]|\\\\)"
_LINK: Final = re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]*://\S+")
_PATH: Final = re.compile(
    rf"{_START}[^\n]*{_ENDING}|{_START}(?:(?!: |, |; )[^'\"”’\n)])*", re.IGNORECASE
)
_QUOTED: Final = re.compile(r"""(?<!\w)(?:'.+?'|".+?"|“.+?”|‘.+?’)(?!\w)""")
_NAME: Final = re.compile(rf"(?<![^\s'\"/\\>])[^\s'\"/\\<>]{{1,255}}{_ENDING}", re.IGNORECASE)
_NUMBERS: Final = re.compile(r"[\d\s(),.:x/<>=+-]*")
_SALT: Final = os.urandom(16)

_OPEN_FIELDS: Final = ("reason", "expected")
"""Fields of errors whose words come from the program or a library, not from the user."""


def mark_of(text: str) -> str:
    """What stands for a file, a name or whatever else is nobody's business."""
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), key=_SALT, digest_size=3)
    ending = PurePath(text).suffix.lower()
    return f"<#{digest.hexdigest()}{ending if ending[1:] in _ENDINGS else ''}>"


def private(text: str) -> str:
    """A message without links, paths, names of files and what stands in quotation marks."""
    text = _LINK.sub("<link>", text[:MOST_LETTERS])
    text = _QUOTED.sub(lambda found: mark_of(found[0][1:-1]), text)
    for pattern in (_PATH, _NAME):
        text = pattern.sub(lambda found: mark_of(found[0]), text)
    return text


def told(error: BaseException) -> str:
    """Kind and fields of an error that users meet, or the message of any other."""
    kind = type(error).__name__
    if isinstance(error, UserCanFix):
        values = (f"{f.name}={_field(f.name, getattr(error, f.name))}" for f in fields(error))  # type: ignore[arg-type]
        return f"{kind}: {', '.join(values)}"
    if isinstance(error, ImportError) and error.name:
        return f"{kind}: {error.name}"
    return f"{kind}: {private(str(error))}".removesuffix(": ")


class PrivateFormatter(logging.Formatter):
    """Lines of the log: time, level, who, what; of errors the places in the program."""

    def __init__(self, line: str = "%(asctime)s %(levelname)s %(name)s %(message)s") -> None:
        super().__init__(line)

    def format(self, record: logging.LogRecord) -> str:
        """The line; what is logged is seen with its type, so that a path is known as one."""
        copy = logging.makeLogRecord(record.__dict__)
        copy.msg = told(record.msg) if isinstance(record.msg, BaseException) else str(record.msg)
        if isinstance(record.args, tuple) and record.args:
            copy.args = tuple(map(_argument, record.args))
        copy.msg, copy.args = private(copy.getMessage()), None
        copy.exc_text = None
        return super().format(copy)

    def formatException(self, info: Any) -> str:
        """Each error with the places it came through, the first one first."""
        return "\n".join(_trace(info[1]))


def _argument(value: Any) -> Any:
    if isinstance(value, BaseException):
        return told(value)
    if isinstance(value, PurePath):
        return mark_of(str(value))
    if isinstance(value, str):
        is_file = re.search(f"{_ENDING}$", value, re.IGNORECASE)
        return mark_of(value) if is_file else private(value)
    return value if isinstance(value, (int, float)) else private(str(value))


def _field(name: str, value: Any) -> Any:
    if isinstance(value, str) and name in _OPEN_FIELDS:
        return private(value)
    if isinstance(value, (str, PurePath)) and not _NUMBERS.fullmatch(str(value)):
        return mark_of(str(value))
    return value


def _trace(error: BaseException | None) -> list[str]:
    lines: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        places = [
            f"  {_place(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
        lines = [*places, told(error), *lines]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return lines


def _place(file: str) -> str:
    """A file of the program or of a library, without the folder it is installed in."""
    path = PurePath(file)
    if path.is_relative_to(ROOT) and "site-packages" not in path.parts:
        return path.relative_to(ROOT).as_posix()
    parts = path.parts
    at = parts.index("site-packages") + 1 if "site-packages" in parts else len(parts) - 1
    return "/".join(parts[at:])


class _LogFile(RotatingFileHandler):
    """The log beside the data; file and folder are made when there is something to write."""

    def __init__(self, path: Path, *, rotates: bool) -> None:
        size = MOST_BYTES if rotates else 0
        super().__init__(path, maxBytes=size, backupCount=KEPT, delay=True, encoding="utf-8")
        self.setFormatter(PrivateFormatter())

    def _open(self) -> TextIOWrapper:
        make_private(Path(self.baseFilename).parent)
        return super()._open()


@contextmanager
def kept_log(folder: Path) -> Iterator[Path]:
    """Warnings and worse go to the log, whose path is given; nothing to the terminal.

    So do errors that end a thread, and what an earlier crash of native code left.
    """
    handler = _attach(folder, rotates=True)
    before, threading.excepthook = threading.excepthook, log_thread
    crashes = _Crashes(folder)
    try:
        crashes.take_over()
        crashes.watch()
        yield folder / FILE
    finally:
        crashes.close()
        threading.excepthook = before
        logging.getLogger().removeHandler(handler)
        handler.close()


def join_log(folder: Path) -> None:
    """Let a process that does work for another write to the same log, which that one keeps."""
    root = logging.getLogger()
    if not any(isinstance(handler, _LogFile) for handler in root.handlers):
        _attach(folder, rotates=False)
        threading.excepthook = log_thread


def log_thread(broken: threading.ExceptHookArgs) -> None:
    """An error that ended a thread goes to the log."""
    if broken.exc_value is not None and broken.exc_type is not SystemExit:
        name = broken.thread.name if broken.thread else "?"
        log.error("the thread %s broke", name, exc_info=broken.exc_value)


def end_of_log(folder: Path, most: int = 200) -> str:
    """The last lines, also those that were put aside; "" where there is no log."""
    lines: list[str] = []
    for number in range(KEPT + 1):
        path = folder / (f"{FILE}.{number}" if number else FILE)
        with suppress(OSError):
            lines = [*path.read_text(encoding="utf-8", errors="replace").splitlines(), *lines]
        if len(lines) >= most:
            break
    return "\n".join(lines[-most:])


def _attach(folder: Path, *, rotates: bool) -> _LogFile:
    handler = _LogFile(folder / FILE, rotates=rotates)
    logging.raiseExceptions = False  # a full disk must not print a traceback
    logging.getLogger().addHandler(handler)
    return handler


class _Crashes:
    """Where native code that takes the program with it leaves its last words.

    The file has to be open before; it is there only where there is a data folder already.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: TextIOWrapper | None = None

    def take_over(self) -> None:
        """What earlier crashes left goes to the log, and the files are removed."""
        for path in self._folder.glob(CRASHES.format(pid="*")):
            with suppress(OSError, ValueError):
                words = path.read_text(encoding="utf-8", errors="replace")
                if words.strip():
                    log.error("the program ended in native code:\n%s", _places(words))
                elif _runs(int(path.stem.rpartition("-")[2])):
                    continue
                path.unlink()

    def watch(self) -> None:
        """Be ready for the next one."""
        if faulthandler.is_enabled() or not self._folder.is_dir():
            return
        with suppress(OSError):
            path = self._folder / CRASHES.format(pid=os.getpid())
            self._file = path.open("w", encoding="utf-8")
            faulthandler.enable(self._file)

    def close(self) -> None:
        """There was none."""
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            with suppress(OSError):
                Path(self._file.name).unlink()


def _runs(pid: int) -> bool:
    """Whether there is such a process; on Windows a file that is open cannot be removed anyway."""
    if os.name == "nt":
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _places(words: str) -> str:
    """What faulthandler wrote, with the places as they are named in the log."""
    return re.sub(r'File "([^"]*)"', lambda found: f"File {_place(found[1])}", words)
