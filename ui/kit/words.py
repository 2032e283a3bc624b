"""Lengths of time and errors as the screens write them."""

from __future__ import annotations

import math
from html import escape
from typing import Final

from coach.errors import CoachError, UserCanFix
from coach.texts import Texts

A_MINUTE: Final = 60
"""Seconds."""


def clock_text(seconds: float) -> str:
    """12:40, 1:02:07; "–" when not known."""
    if math.isnan(seconds):
        return "–"
    whole = max(0, int(seconds))
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def left_text(seconds: float, texts: Texts) -> str:
    """As "2 min left"; "" while it cannot be told."""
    if math.isnan(seconds):
        return ""
    if seconds < A_MINUTE:
        return texts("left_seconds", n=max(1, math.ceil(seconds)))
    return texts("left_minutes", n=math.ceil(seconds / A_MINUTE))


def sentence_of(error: CoachError | None, texts: Texts) -> str:
    """What to tell about an error, "" for none; our own bugs are told without details."""
    if error is None:
        return ""
    return texts.error(error) if isinstance(error, UserCanFix) else texts("ui_bug")


def plain_tip(text: str) -> str:
    """A tool tip that shows a text as it is, also where it looks like HTML; none for none."""
    return f"<p>{escape(text)}</p>" if text else ""
