"""Every sentence that a person reads, in one place: ``assets/texts/<language>/*.json``.

Keys are named place_what ("error_file_missing", "cue_raise_arm"). The engine raises kinds
and numbers; whoever shows them asks here for the words.
"""

from __future__ import annotations

import json
import locale
import os
import re
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, Final

from coach.errors import CoachBug, UserCanFix
from coach.paths import ASSETS
from coach.types import Cue
from coach.whys import why_key

LANGUAGES: Final = ("en", "ko")
TEXTS_FOLDER: Final = ASSETS / "texts"


def system_language() -> str:
    """The language of the system, where we speak it; else English."""
    named = (
        os.environ.get("LC_ALL")
        or os.environ.get("LC_MESSAGES")
        or os.environ.get("LANG")
        or (locale.getlocale()[0] or "")
    )
    return "ko" if named.lower().startswith("ko") else "en"


@cache
def load_texts(language: str) -> dict[str, str]:
    """All texts of one language by key."""
    if language not in LANGUAGES:
        raise CoachBug(f"language must be one of {LANGUAGES}, got {language!r}")
    texts: dict[str, str] = {}
    for file in sorted((TEXTS_FOLDER / language).glob("*.json")):
        for key, text in json.loads(file.read_text(encoding="utf-8")).items():
            if key in texts:
                raise CoachBug(f"text {key} stands twice in {language}")
            texts[key] = text
    return texts


class Texts:
    """The sentences of one language.

    >>> Texts("en")("error_file_missing", path="squat.mp4")
    """

    def __init__(self, language: str | None = None) -> None:
        self.language = language or system_language()
        self._texts = load_texts(self.language)

    def __call__(self, key: str, **values: Any) -> str:
        """The sentence of ``key`` with ``values`` put in."""
        if key not in self._texts:
            raise CoachBug(f"no text {key} in {self.language}")
        return self._texts[key].format(**values)

    def error(self, error: UserCanFix) -> str:
        """What is wrong and what to do about it, in one line."""
        values = {f.name: getattr(error, f.name) for f in fields(error)}  # type: ignore[arg-type]
        shown = {
            name: value.name if isinstance(value, Path) and value.name else value
            for name, value in values.items()
        }
        if "reason" in shown:
            shown["reason"] = self.why(str(shown["reason"]))
        return " ".join(self(error_key(type(error)), **shown).split())

    def why(self, reason: str) -> str:
        """What a system or a library said, in this language; in English, else as it is."""
        key = why_key(reason)
        if key is None and self.language != "en" and reason.isascii():
            key = "why_unknown"
        return reason if key is None else self(key)


def error_key(error: type[UserCanFix]) -> str:
    """Key of the sentence of an error class: VideoEmpty to error_video_empty."""
    return "error" + re.sub(r"(?=[A-Z])", "_", error.__name__).lower()


def cue_text(texts: Texts, cue: Cue) -> str:
    """The sentence of a cue, degrees rounded to fives."""
    degrees = max(5, 5 * round(cue.degrees / 5))
    return texts(f"cue_{cue.kind}_{cue.side}", degrees=degrees)
