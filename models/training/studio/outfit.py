"""What a person wears, and the colour of their skin and hair: names and numbers only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Colour = tuple[float, float, float]
"""Linear RGB, 0..1."""

Top = Literal["shirt", "tank", "bra", "none"]
Bottom = Literal["trousers", "skirt"]
Pattern = Literal["plain", "bands", "two_tone", "panels"]
HairStyle = Literal["short", "cropped", "curly", "bald", "bun", "tail", "long"]
Cover = Literal["none", "cap", "headscarf"]
Beard = Literal["none", "moustache", "full"]
Footwear = Literal["shoes", "socks", "bare"]

TIED: Final = ("bun", "tail")


@dataclass(frozen=True, slots=True)
class Outfit:
    """Colours and cuts of what a person wears.

    Attributes:
        stripe: seams of the trousers. rim: borders of the top, None for those of the seams.
        sleeve: where sleeves end: 0 shoulder, 1 elbow, 2 wrist.
        hem: how far the shirt reaches below the hips, as a part of the thigh.
        leg: where trousers or skirt end, 0 hip, 1 knee, 2 ankle.
        looseness, leg_looseness: metres between cloth and skin; under 0.007 it clings.
        flare: metres by which the trousers are wider still at their lower end.
        pattern: of the top, in ``pattern_colour``.
        hood: lies on the back. cover: on the head, in ``cover_colour``.
    """

    skin: Colour
    hair: Colour
    shirt: Colour
    stripe: Colour
    trousers: Colour
    shoes: Colour
    sleeve: float = 0.5
    hem: float = 0.12
    leg: float = 1.8
    looseness: float = 0.012
    hair_style: HairStyle = "short"
    top: Top = "shirt"
    bottom: Bottom = "trousers"
    leg_looseness: float = 0.007
    flare: float = 0.0
    pattern: Pattern = "plain"
    pattern_colour: Colour = (0.7, 0.7, 0.7)
    hood: bool = False
    footwear: Footwear = "shoes"
    sole: Colour = (0.85, 0.85, 0.85)
    cover: Cover = "none"
    cover_colour: Colour = (0.1, 0.1, 0.12)
    beard: Beard = "none"
    glasses: bool = False
    iris: Colour = (0.10, 0.06, 0.04)
    rim: Colour | None = None
