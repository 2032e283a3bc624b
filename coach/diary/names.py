"""What an exercise is called in the diary."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from coach.report import exercise_name
from coach.report.words import clean
from coach.texts import LANGUAGES, Texts, load_texts

UNKNOWN: Final = "unknown"
"""An exercise that nobody has named yet."""

LONGEST_NAME: Final = 100
"""Characters."""

_PREFIX: Final = "exercise_"


@cache
def vocabulary() -> dict[str, str]:
    """Names of the vocabulary by all that they are called, in small letters."""
    names: dict[str, str] = {}
    for language in LANGUAGES:
        for key, text in load_texts(language).items():
            if key.startswith(_PREFIX):
                name = key.removeprefix(_PREFIX)
                names |= {name: name, text.lower(): name}
    return names


def exercise_key(name: str) -> str:
    """The exercise that is called so; of what is outside the vocabulary, the tidied name.

    >>> exercise_key("Push-ups"), exercise_key("Move 2"), exercise_key("My  dance")
    ('push_up', 'unknown', 'My dance')
    """
    tidy = clean(name)[:LONGEST_NAME].strip()
    if not tidy or re.fullmatch(r"Move \d+", tidy):
        return UNKNOWN
    small = tidy.lower()
    spellings = (small, small.removesuffix("s"))
    return next((vocabulary()[s] for s in spellings if s in vocabulary()), tidy)


def shown_name(texts: Texts, exercise: str) -> str:
    """What to call an exercise of the diary in the language."""
    return texts("diary_unknown") if exercise == UNKNOWN else exercise_name(texts, exercise)


def repetitions_text(texts: Texts, n: int) -> str:
    """A number of repetitions in words: "1 repetition"."""
    return texts("diary_repetition") if n == 1 else texts("diary_repetitions", n=n)
