"""What systems and libraries say in English about a failure, as keys of sentences of ours.

An error keeps the words of whoever refused in its field ``reason``; they are for the log. What a
person reads is said in their language (``coach.texts``).
"""

from __future__ import annotations

from typing import Final

_SAID: Final[dict[str, tuple[str, ...]]] = {
    "full": ("no space left", "disk is full", "disk quota exceeded", "file too large"),
    "read_only": ("read-only", "readonly"),
    "login": ("password authentication failed", "access denied for user"),
    "not_allowed": ("permission denied", "operation not permitted", "access is denied"),
    "not_there": ("no such file", "does not exist", "unable to open database file"),
    "is_folder": ("is a directory", "not a directory"),
    "locked": ("database is locked", "resource busy", "being used by another process"),
    "name_too_long": ("file name too long",),
    "no_server": (
        "connection refused",
        "could not translate host name",
        "name or service not known",
        "no route to host",
        "network is unreachable",
    ),
    "no_answer": ("timed out", "timeout expired", "stale file handle", "server closed"),
    "drive": ("input/output error", "disk i/o error", "no such device"),
    "damaged": (
        "invalid data found",
        "moov atom not found",
        "end of file",
        "malformed",
        "not a database",
        "not a zip file",
        "bad crc",
        "truncated",
    ),
}
"""Parts of what is said, in small letters, by the end of the key; the first that fits counts."""


def why_key(reason: str) -> str | None:
    """Key of the sentence for a reason; None where nobody has met it."""
    said = reason.lower()
    return next(
        (f"why_{why}" for why, parts in _SAID.items() if any(p in said for p in parts)), None
    )
