"""What people are called on all screens."""

from __future__ import annotations

from collections.abc import Sequence

from coach.report import person_name
from coach.texts import Texts


def who(i: int, names: Sequence[str | None], texts: Texts, *, short: bool = True) -> str:
    """What person ``i``, from 0, of two is called: the name, cut short or not, or the number."""
    return person_name(texts, i + 1, names, short=short) or texts(f"ui_person_{i + 1}")
