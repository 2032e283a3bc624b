"""A report for who helps: what the doctor found, and the end of the log; nothing private."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from coach import __version__
from coach.doctor.check import Check, State
from coach.logbook import end_of_log, private
from coach.texts import Texts

MARKS: Final = {State.OK: "✓", State.WARNING: "!", State.WRONG: "✗"}

LINES: Final = 100
"""Of the log."""


def line_of(check: Check, texts: Texts) -> str:
    """One thing that was looked at, in words, and what to do about it."""
    name = texts(f"doctor_{check.key}")
    said = f"{check.detail}. {check.advice}" if check.advice else check.detail
    return f"{MARKS[check.state]} {name}: {said}"


def report_for_help(data: Path, checks: Iterable[Check], texts: Texts) -> str:
    """The report as text; no names of people, files or folders, and no links."""
    found = [private(line_of(check, texts)) for check in checks]
    log = end_of_log(data, LINES) or texts("doctor_no_log")
    parts = [f"Coach {__version__}", "\n".join(found), f"{texts('doctor_log')}\n{log}"]
    return "\n\n".join(parts) + "\n"
