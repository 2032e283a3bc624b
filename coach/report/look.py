"""Colours and sizes of the report (the tokens of the whole program's look)."""

from __future__ import annotations

from typing import Final

LIGHT: Final = {
    "ground": "#F6F7F9",
    "surface": "#FFFFFF",
    "text": "#171A20",
    "secondary": "#566072",
    "accent": "#0068A8",
    "good": "#00735A",
    "fair": "#8A5A00",
    "off": "#B23A0E",
}
DARK: Final = {
    "ground": "#12151B",
    "surface": "#1C212B",
    "text": "#F4F6FA",
    "secondary": "#AEB7C6",
    "accent": "#5CC8FF",
    "good": "#38D6A5",
    "fair": "#FFD166",
    "off": "#FF8A5C",
}


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0..255, of "#RRGGBB"."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(colour: str, ground: str, share: float) -> tuple[int, int, int]:
    """``share`` of a colour on a ground."""
    red, green, blue = (
        round(share * a + (1 - share) * b) for a, b in zip(rgb(colour), rgb(ground), strict=True)
    )
    return red, green, blue
