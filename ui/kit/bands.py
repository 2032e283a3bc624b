"""Good, fair and off: a colour, a mark and a word each, never a colour alone."""

from __future__ import annotations

import math
from enum import Enum

from coach.scoring import FAIR, GOOD


class Band(Enum):
    """The three bands of the score, and no score at all. The value is the palette's token."""

    GOOD = "good"
    FAIR = "fair"
    OFF = "off"
    NONE = "secondary"

    @property
    def mark(self) -> str:
        """Shape of the band: filled, half, open."""
        return {"good": "●", "fair": "◐", "off": "○", "secondary": "–"}[self.value]

    @property
    def word_key(self) -> str:
        """Text key of its word."""
        return f"report_band_{'none' if self is Band.NONE else self.value}"


def band_of(score: float) -> Band:
    """The band of a score 0..100; NaN has none."""
    if math.isnan(score):
        return Band.NONE
    return Band.GOOD if score >= GOOD else Band.FAIR if score >= FAIR else Band.OFF


def band_named(name: str) -> Band:
    """The band by the name that the report uses: good, fair, off, none."""
    return Band.NONE if name == "none" else Band(name)


def score_text(score: float) -> str:
    """A score as shown: whole, "–" when not judged."""
    return "–" if math.isnan(score) else f"{score:.0f}"
