"""How far the videos are that go into the diary: no widget in here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from coach.diary import shown_name
from coach.diary.intake import OPEN, Item, Stage
from coach.texts import Texts
from ui.kit.words import left_text, sentence_of

_MOST_NAMED = 3
"""Exercises that are told by name."""


@dataclass(frozen=True, slots=True)
class IntakeView:
    """Files on their way in.

    Attributes:
        sentence: how far they are, or how it ended; "" when there are none.
        fraction: 0..1 of all of them.
        busy: whether it goes on; failed: whether a file could not be read.
        can_go_on: whether some were given up that can be taken up again.
    """

    sentence: str
    fraction: float
    busy: bool
    failed: bool
    can_go_on: bool


def intake_view(items: Sequence[Item], texts: Texts, day_text: Callable[[date], str]) -> IntakeView:
    """How far the files are."""
    if not items:
        return IntakeView("", 0.0, False, False, False)
    done = sum(1.0 if item.stage not in OPEN else item.fraction for item in items)
    reading = next((i for i in items if i.stage in OPEN), None)
    failed = any(item.stage is Stage.FAILED for item in items)
    if reading is not None:
        at = sum(item.stage not in OPEN for item in items) + 1
        name = reading.wanted.path.name
        left = left_text(reading.remaining_s, texts)
        sentence = texts("diary_reading", name=name, at=at, of=len(items))
        sentence += f" · {left}" if left and at == len(items) else ""
    else:
        sentence = _ended(items, texts, day_text)
    given_up = any(item.stage is Stage.CANCELLED for item in items)
    is_over = reading is None
    return IntakeView(sentence, done / len(items), not is_over, failed, is_over and given_up)


def _ended(items: Sequence[Item], texts: Texts, day_text: Callable[[date], str]) -> str:
    """What came of the files: what was found, then a word on those that gave nothing."""
    parts = [_found(items, texts, day_text)]
    known = sum(item.stage is Stage.KNOWN for item in items)
    if known:
        parts.append(texts("diary_were_known", n=known))
    for item in items:
        if item.stage is Stage.NOTHING:
            parts.append(texts("diary_found_nothing", name=item.wanted.path.name))
        if item.stage is Stage.FAILED:
            parts.append(sentence_of(item.error, texts) or texts("ui_bug"))
    if any(item.stage is Stage.CANCELLED for item in items):
        parts.append(texts("diary_cancelled"))
    return " ".join(parts)


def _found(items: Sequence[Item], texts: Texts, day_text: Callable[[date], str]) -> str:
    """What was found: "New entries: 3 (Squat, Lunge), November 14."."""
    entries = [entry for item in items if item.taken for entry in item.taken.entries]
    if not entries:
        return texts("diary_added", n=0)
    names = list(dict.fromkeys(shown_name(texts, entry.exercise) for entry in entries))
    named = ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
    days = sorted({entry.day for entry in entries})
    when = day_text(days[0]) + (f" – {day_text(days[-1])}" if len(days) > 1 else "")
    return texts("diary_found", n=len(entries), names=named, when=when)
