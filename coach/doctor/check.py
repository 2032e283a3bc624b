"""What the doctor finds: one thing at a time, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from coach.errors import UserCanFix
from coach.texts import Texts


class State(Enum):
    """How something is."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        key: which; its words are the text ``doctor_`` and key.
        state: WARNING: the program can be used, with less; WRONG: it cannot, or not safely.
        detail: what was found.
        advice: what to do about it, "" where nothing has to be done.
    """

    key: str
    state: State
    detail: str
    advice: str = ""


class Words:
    """Makes checks out of what was found, in the language of the user."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts

    def ok(self, key: str, detail: str) -> Check:
        """All is well."""
        return Check(key, State.OK, detail)

    def trouble(self, key: str, state: State, detail: str, **values: Any) -> Check:
        """Something is to be done; its sentence is the text ``doctor_KEY_advice``."""
        return Check(key, state, detail, self.texts(f"doctor_{key}_advice", **values))

    def asked(self, key: str, question: Callable[[], str]) -> Check:
        """The answer to a question; wrong, with the sentence of the error that it meets."""
        return self.looked(key, lambda: self.ok(key, question()))

    def looked(self, key: str, look: Callable[[], Check]) -> Check:
        """What a look finds; wrong, with the sentence of the error that it meets."""
        try:
            return look()
        except UserCanFix as error:
            return Check(key, State.WRONG, self.texts.error(error))
