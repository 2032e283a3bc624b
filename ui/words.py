"""Lengths of time and names as the screens write them."""

from __future__ import annotations

import math


def clock_text(seconds: float) -> str:
    """12:40, 1:02:07; "–" when not known."""
    if math.isnan(seconds):
        return "–"
    whole = max(0, int(seconds))
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
