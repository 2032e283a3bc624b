"""Which settings are shown, in which section, by which control: no widget in here.

To show another field of ``Settings``, name it here and give its texts: ``set_NAME``, for each
value ``set_NAME_VALUE``, and ``set_NAME_note`` where a word of explanation helps.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from coach.texts import Texts
from ui.settings import ALLOWED, Settings

MOST_SEGMENTS: Final = 3
"""Values up to which they stand side by side; more of them go into a list."""


@dataclass(frozen=True, slots=True)
class Field:
    """A setting that is shown.

    Attributes:
        name: of the field of ``Settings``.
        note: whether a sentence explains it.
        unit: text key of numbers ("set_percent"), or "" where each value has a word.
        is_found: whether what can be chosen is found while the app runs, as cameras are.
    """

    name: str
    note: bool = False
    unit: str = ""
    is_found: bool = False

    @property
    def values(self) -> tuple[object, ...]:
        """What can be chosen; () for a switch or a line of text."""
        return ALLOWED.get(self.name, ())

    @property
    def is_switch(self) -> bool:
        """Whether it is on or off."""
        return isinstance(default_of(self.name), bool)

    def word(self, value: object, texts: Texts) -> str:
        """What to call a value."""
        if self.unit:
            return texts(self.unit, n=value)
        return texts(f"set_{self.name}_{value}" if value != "" else f"set_{self.name}_default")


@dataclass(frozen=True, slots=True)
class Group:
    """A section: its page, the part of its text key after "set_group_", and its fields."""

    page: str
    name: str
    fields: tuple[Field, ...]


GROUPS: Final = (
    Group(
        "app",
        "look",
        (
            Field("language"),
            Field("theme"),
            Field("text_size", unit="set_percent"),
            Field("motion", note=True),
        ),
    ),
    Group(
        "app",
        "score",
        (
            Field("strictness", note=True),
            Field("model", note=True),
            Field("analyse_ahead", note=True),
        ),
    ),
    Group(
        "app",
        "camera",
        (
            Field("camera", note=True, is_found=True),
            Field("camera_turn", note=True),
            Field("frame_limit", note=True, unit="set_per_second"),
        ),
    ),
    Group(
        "training",
        "training",
        (
            Field("body", note=True),
            Field("claps", note=True),
            Field("arms_up", note=True),
            Field("pause_when_gone", note=True),
            Field("falls", note=True),
            Field("countdown", unit="set_seconds"),
            Field("sounds", note=True),
        ),
    ),
    Group(
        "training",
        "voice",
        (
            Field("voice", note=True),
            Field("voice_cues"),
            Field("voice_repetitions"),
            Field("voice_volume", unit="set_percent"),
            Field("voice_rate", unit="set_percent"),
            Field("spoken_only", note=True),
        ),
    ),
)

SERVER: Final = Group("data", "server", (Field("server"),))
"""Has a section of its own, with a button to try it."""


def default_of(name: str) -> object:
    """What a field of ``Settings`` is where nobody chose."""
    return next(f.default for f in fields(Settings) if f.name == name)
