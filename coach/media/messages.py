"""What the process that downloads says: JSON, so that nothing of it is run when it is read.

It has read what servers send; were it taken over by that, it could still say only these.
"""

from __future__ import annotations

import json
from dataclasses import fields
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from coach.errors import (
    DataUnwritable,
    DownloadFailed,
    DownloadNeedsMore,
    DownloadTooLarge,
    LinkIsList,
    NetworkMissing,
    UserCanFix,
    VideoAgeLimited,
    VideoNotPublic,
)

LONGEST: Final = 1 << 16
"""Bytes of a message."""

_KINDS: Final[dict[str, type[UserCanFix]]] = {
    kind.__name__: kind
    for kind in (
        DataUnwritable,
        DownloadFailed,
        DownloadNeedsMore,
        DownloadTooLarge,
        LinkIsList,
        NetworkMissing,
        VideoAgeLimited,
        VideoNotPublic,
    )
}

Message = float | tuple[str, str] | UserCanFix
"""Part done; title and file name of the video; or why there is none."""


def say(connection: Connection, message: Message) -> None:
    """Send a message."""
    content: Any = message
    if isinstance(message, UserCanFix):
        values = {field.name: getattr(message, field.name) for field in _fields(type(message))}
        content = {"error": type(message).__name__, "with": values}
    connection.send_bytes(json.dumps(content, default=str).encode())


def hear(connection: Connection) -> Message:
    """The next message.

    Raises:
        EOFError: there will be none. OSError, ValueError: it is none of ours.
    """
    try:
        content = json.loads(connection.recv_bytes(LONGEST))
    except RecursionError as error:
        raise ValueError("a message too deep") from error
    match content:
        case int() | float():
            return float(content)
        case [str(title), str(file)]:
            return title, file
        case {"error": str(name), "with": dict(values)} if name in _KINDS:
            return _error(_KINDS[name], values)
    raise ValueError("a message of no known kind")


def _error(kind: type[UserCanFix], values: dict[str, Any]) -> UserCanFix:
    wanted = {field.name: field.type for field in _fields(kind)}
    if set(values) != set(wanted) or not all(isinstance(v, str | int) for v in values.values()):
        raise ValueError("an error with other fields")
    told = {n: Path(str(v)) if wanted[n] == "Path" else v for n, v in values.items()}
    return kind(**told)


def _fields(kind: type[UserCanFix]) -> tuple[Any, ...]:
    return fields(kind)  # type: ignore[arg-type]
