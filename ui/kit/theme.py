"""Every colour, size and distance of the interface, and the one stylesheet made of them.

Sizes are logical pixels. Contrast of text on its ground is at least 5.4 in both palettes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from PySide6.QtGui import QColor, QFont, QFontDatabase

from coach.paths import ASSETS
from coach.texts import Texts
from ui.kit.stylesheet import STYLESHEET, TYPE_SHEET

TYPE: Final = {
    "tiny": 12,
    "small": 14,
    "body": 16,
    "lead": 20,
    "title": 28,
    "cue": 40,
    "display": 64,
    "score": 120,
}
"""The type scale by the name of what it is used for."""

XS: Final = 4
S: Final = 8
M: Final = 12
L: Final = 16
XL: Final = 24
XXL: Final = 32
HUGE: Final = 48
"""The spacing scale."""

RADIUS: Final = 8
RADIUS_CARD: Final = 14

FAMILIES: Final = (
    "Pretendard",
    "Noto Sans KR",
    "Noto Sans CJK KR",
    "NanumBarunGothic",
    "NanumGothic",
    "Apple SD Gothic Neo",
    "Malgun Gothic",
)
"""Families with Latin and Korean, best first, for when none is bundled."""


@dataclass(frozen=True, slots=True)
class Palette:
    """One set of colours, "#RRGGBB".

    Attributes:
        ground, surface, raised: page, cards, controls on cards.
        line: borders of controls; edge: borders of cards; text, secondary: words.
        accent, on_accent: actions and focus, and words on them.
        good, fair, off: bands of the score, never without their mark and word.
        person, second: lines of the first and the second person who trains.
    """

    name: str
    ground: str
    surface: str
    raised: str
    hover: str
    line: str
    edge: str
    text: str
    secondary: str
    accent: str
    on_accent: str
    good: str
    fair: str
    off: str
    person: str
    second: str

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        """The colour of a token with an opacity of 0..1."""
        color = QColor(getattr(self, token))
        color.setAlphaF(alpha)
        return color


DARK: Final = Palette(
    name="dark",
    ground="#12151B",
    surface="#1C212B",
    raised="#262D3A",
    hover="#303948",
    line="#333C4B",
    edge="#232A36",
    text="#F4F6FA",
    secondary="#AEB7C6",
    accent="#5CC8FF",
    on_accent="#06202E",
    good="#38D6A5",
    fair="#FFD166",
    off="#FF8A5C",
    person="#F4F6FA",
    second="#C9B0FF",
)
LIGHT: Final = Palette(
    name="light",
    ground="#F6F7F9",
    surface="#FFFFFF",
    raised="#EDF0F4",
    hover="#E1E6ED",
    line="#D5DBE4",
    edge="#E4E8EE",
    text="#171A20",
    secondary="#566072",
    accent="#0068A8",
    on_accent="#FFFFFF",
    good="#00735A",
    fair="#8A5A00",
    off="#B23A0E",
    person="#171A20",
    second="#6A3FB0",
)
PALETTES: Final = {palette.name: palette for palette in (DARK, LIGHT)}


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that a widget needs to dress itself."""

    texts: Texts
    palette: Palette


@cache
def font_family() -> str:
    """The bundled family if there is one, else the best of the system."""
    bundled: list[str] = []
    for file in sorted((ASSETS / "fonts").glob("*.[ot]tf")):
        number = QFontDatabase.addApplicationFont(str(file))
        bundled += QFontDatabase.applicationFontFamilies(number)
    if bundled:
        return bundled[0]
    known = set(QFontDatabase.families())
    return next((family for family in FAMILIES if family in known), QFont().family())


_text_scale = 1.0


def set_text_scale(scale: float) -> None:
    """How much larger than usual all words are (1.0 to 2.0); the stylesheet is to be set anew."""
    global _text_scale
    _text_scale = scale


def text_scale() -> float:
    """How much larger than usual all words are."""
    return _text_scale


def _pixels(size: int, scale: float = 1.0) -> int:
    return round(size * scale * _text_scale)


def base_font() -> QFont:
    """The font of the whole app, figures of equal width."""
    font = QFont(font_family())
    font.setPixelSize(_pixels(TYPE["body"]))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def drawn_font(role: str, *, bold: bool = True, scale: float = 1.0) -> QFont:
    """A font of the type scale for painters."""
    font = base_font()
    font.setPixelSize(_pixels(TYPE[role], scale))
    font.setBold(bold)
    return font


def stylesheet(palette: Palette) -> str:
    """The stylesheet of the whole app."""
    values = {name: getattr(palette, name) for name in Palette.__dataclass_fields__}
    sizes = {name: _pixels(size) for name, size in TYPE.items()}
    return STYLESHEET.substitute(
        values, radius=RADIUS, radius_card=RADIUS_CARD, family=font_family(), **sizes
    ) + type_sheet(1.0)


def type_sheet(scale: float) -> str:
    """The type roles, larger by ``scale``: the follow screen grows with its window."""
    return TYPE_SHEET.substitute({name: _pixels(size, scale) for name, size in TYPE.items()})
