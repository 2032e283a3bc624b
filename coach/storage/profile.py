"""Who trains, and whose: the values that name a person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from coach.errors import BadRequest

LONGEST_NAME: Final = 200
"""Characters in the name of a person."""


class Everybody(Enum):
    """The type of ``EVERYBODY``."""

    EVERYBODY = "everybody"


EVERYBODY: Final = Everybody.EVERYBODY
"""Asks for what all people did; None asks for what was done without a name (the guest)."""

Whose = str | None | Everybody
"""The name of a profile, None for the guest, or ``EVERYBODY``."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Who trains.

    Attributes:
        name: as sessions and entries name the person; "" for who goes without a name.
        weight_kg, height_m: None where not told.
        colour: of the round sign where there is no picture, as the theme names it; "" for
            the one that follows from the name.
        picture: PNG bytes, or None.
        weekly_goal: what is wanted of a week; None where no goal is wanted.
        goal_unit: of the goal: "sessions" or "minutes" with exercise.
        pin_hash: of ``coach.storage.pin.hash_pin``; None where no PIN is asked.
        uid: names the profile on every PC; "" asks for a new one.
    """

    name: str
    weight_kg: float | None = None
    height_m: float | None = None
    colour: str = ""
    picture: bytes | None = None
    weekly_goal: int | None = None
    goal_unit: str = "sessions"
    pin_hash: str | None = None
    uid: str = ""


def check_name(name: str) -> str:
    """The name of a person without spaces at its ends; BadRequest if it cannot be one."""
    good = " ".join(name.split())
    if not 0 < len(good) <= LONGEST_NAME or not good.isprintable():
        raise BadRequest("name", f"1..{LONGEST_NAME}", str(len(good)))
    return good
