"""Chooses skin, hair and clothes at random, and says in words what was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeVar

import numpy as np

from models.training.studio.outfit import Beard, Colour, Cover, HairStyle, Outfit

Generator = np.random.Generator
Choice = TypeVar("Choice")

SKIN: Final = (
    (0.74, 0.50, 0.40), (0.65, 0.40, 0.29), (0.55, 0.31, 0.20), (0.42, 0.22, 0.13),
    (0.29, 0.145, 0.085), (0.17, 0.085, 0.052), (0.085, 0.045, 0.030),
)  # fmt: skip
"""From light to dark, linear RGB; people lie between neighbours."""
HAIR: Final[dict[str, Colour]] = {
    "black": (0.012, 0.010, 0.009),
    "dark brown": (0.045, 0.024, 0.014),
    "brown": (0.10, 0.055, 0.028),
    "fair": (0.36, 0.24, 0.11),
    "red": (0.22, 0.065, 0.025),
    "grey": (0.28, 0.28, 0.28),
    "white": (0.60, 0.60, 0.58),
    "dyed": (0.30, 0.05, 0.22),
}
IRIS: Final[tuple[Colour, ...]] = (
    (0.05, 0.028, 0.015), (0.10, 0.06, 0.04), (0.16, 0.20, 0.10), (0.12, 0.20, 0.32),
)  # fmt: skip
CLOTH: Final[dict[str, Colour]] = {
    "black": (0.018, 0.018, 0.020),
    "dark grey": (0.06, 0.06, 0.065),
    "grey": (0.22, 0.22, 0.23),
    "white": (0.72, 0.72, 0.71),
    "navy": (0.020, 0.030, 0.090),
    "blue": (0.035, 0.13, 0.46),
    "light blue": (0.26, 0.46, 0.68),
    "teal": (0.02, 0.27, 0.28),
    "green": (0.05, 0.26, 0.08),
    "olive": (0.14, 0.15, 0.045),
    "lime": (0.45, 0.62, 0.05),
    "yellow": (0.72, 0.52, 0.06),
    "orange": (0.70, 0.20, 0.03),
    "red": (0.48, 0.035, 0.035),
    "wine": (0.16, 0.018, 0.035),
    "pink": (0.70, 0.22, 0.34),
    "violet": (0.20, 0.075, 0.36),
    "beige": (0.52, 0.42, 0.29),
    "brown": (0.14, 0.075, 0.04),
}
MUTED: Final = ("black", "dark grey", "grey", "white", "navy")


def random_outfit(rng: Generator, woman: bool, years: float, tone: float) -> Outfit:
    """What somebody wears. ``tone``: of the skin, 0 light .. 1 dark."""
    shirt, trousers = _cloth(rng, 0.30), _cloth(rng, 0.62)
    hair = HAIR[_hair_colour(rng, years, tone)]
    outfit = Outfit(
        skin=_skin(rng, tone),
        hair=_jittered(rng, hair, 0.15),
        shirt=shirt,
        stripe=trousers if rng.random() < 0.65 else _cloth(rng, 0.4),
        trousers=trousers,
        shoes=_cloth(rng, 0.45),
        pattern=_draw(rng, ("plain", "bands", "two_tone", "panels"), (0.62, 0.14, 0.13, 0.11)),
        pattern_colour=_cloth(rng, 0.35),
        footwear=_draw(rng, ("shoes", "bare", "socks"), (0.74, 0.17, 0.09)),
        sole=CLOTH["white"] if rng.random() < 0.6 else _cloth(rng, 0.5),
        cover_colour=_cloth(rng, 0.4),
        glasses=bool(rng.random() < (0.12 if years < 45 else 0.35)),
        iris=IRIS[int(rng.integers(2 if tone > 0.5 else len(IRIS)))],
        rim=shirt if rng.random() < 0.7 else _cloth(rng, 0.6),
    )
    outfit = _with_top(rng, outfit, woman, grown=years >= 16)
    outfit = _with_head(rng, _with_bottom(rng, outfit, woman), woman, years)
    if outfit.cover == "headscarf":
        sleeve, leg = float(rng.uniform(1.7, 1.95)), float(rng.uniform(1.7, 1.95))
        hem = max(outfit.hem, 0.12)
        return replace(outfit, top="shirt", sleeve=sleeve, hem=hem, leg=leg)
    return outfit


def _with_top(rng: Generator, outfit: Outfit, woman: bool, grown: bool) -> Outfit:
    """A t-shirt, sleeveless top, long sleeves, hoodie, sports bra or (men) nothing."""
    names = ("t-shirt", "tight", "tank", "long", "hoodie", "bra", "none")
    parts = (0.40, 0.12, 0.14, 0.12, 0.12, 0.16 * woman * grown, 0.07 * (not woman) * grown)
    cut = _draw(rng, names, parts)
    hem, loose = float(rng.uniform(0.02, 0.26)), float(rng.uniform(0.009, 0.022))
    if cut == "t-shirt":
        sleeve = float(rng.uniform(0.3, 0.8))
        return replace(outfit, sleeve=sleeve, hem=hem, looseness=loose)
    if cut == "tight":
        sleeve = float(rng.choice([0.25, 0.45, 1.95]))
        return replace(outfit, sleeve=sleeve, hem=0.03, looseness=0.0045)
    if cut == "tank":
        loose = float(rng.choice([0.0045, 0.012]))
        return replace(outfit, top="tank", hem=hem, looseness=loose)
    if cut == "bra":
        return replace(outfit, top="bra", looseness=0.0045, pattern="plain")
    if cut == "none":
        return replace(outfit, top="none")
    hood = cut == "hoodie"
    loose = float(rng.uniform(0.018, 0.028)) if hood else loose
    sleeve = float(rng.uniform(1.7, 1.95))
    return replace(outfit, sleeve=sleeve, hem=hem, looseness=loose, hood=hood)


def _with_bottom(rng: Generator, outfit: Outfit, woman: bool) -> Outfit:
    """Leggings, short tights, shorts, joggers, wide trousers or a skirt."""
    names = ("leggings", "short tights", "shorts", "joggers", "wide", "skirt")
    parts = (0.40, 0.12, 0.14, 0.18, 0.10, 0.05) if woman else (0.10, 0.05, 0.38, 0.33, 0.14, 0.0)
    cut = _draw(rng, names, parts)
    if cut == "leggings":
        return replace(outfit, leg=float(rng.uniform(1.5, 1.95)), leg_looseness=0.0045)
    if cut == "short tights":
        return replace(outfit, leg=float(rng.uniform(0.35, 0.85)), leg_looseness=0.0045)
    if cut == "shorts":
        leg = float(rng.uniform(0.45, 0.95))
        return replace(outfit, leg=leg, leg_looseness=0.012, flare=float(rng.uniform(0, 0.03)))
    if cut == "joggers":
        return replace(outfit, leg=1.9, leg_looseness=float(rng.uniform(0.008, 0.016)))
    if cut == "wide":
        flare = float(rng.uniform(0.012, 0.032))
        return replace(outfit, leg=1.95, leg_looseness=0.014, flare=flare)
    leg, flare = float(rng.uniform(0.45, 0.9)), float(rng.uniform(0.02, 0.07))
    return replace(outfit, bottom="skirt", leg=leg, leg_looseness=0.0045, flare=flare)


def _with_head(rng: Generator, outfit: Outfit, woman: bool, years: float) -> Outfit:
    """Hair, what is on it, and a beard."""
    style: HairStyle
    styles: tuple[HairStyle, ...] = ("short", "cropped", "curly", "bald", "bun", "tail", "long")
    covers: tuple[Cover, ...] = ("none", "cap", "headscarf")
    bald = 0.05 + 0.006 * max(0.0, years - 25)
    if woman:
        style = _draw(rng, styles, (0.16, 0.03, 0.10, 0.01, 0.22, 0.26, 0.22))
        cover = _draw(rng, covers, (0.83, 0.08, 0.09 * (years > 12)))
    else:
        style = _draw(rng, styles, (0.48, 0.24, 0.10, bald, 0.03, 0.02, 0.03))
        cover = _draw(rng, covers, (0.88, 0.12, 0.0))
    if cover == "cap" and style == "curly":
        style = "short"
    if not woman and years >= 20 and rng.random() < 0.35:
        beards: tuple[Beard, ...] = ("full", "moustache")
        outfit = replace(outfit, beard=_draw(rng, beards, (0.7, 0.3)))
    return replace(outfit, hair_style=style, cover=cover)


def _draw(rng: Generator, names: Sequence[Choice], parts: Sequence[float]) -> Choice:
    return names[int(rng.choice(len(names), p=np.array(parts) / sum(parts)))]


def _cloth(rng: Generator, muted: float) -> Colour:
    """A colour of cloth; with this probability black, grey, white or navy."""
    names = MUTED if rng.random() < muted else tuple(CLOTH)
    return _jittered(rng, CLOTH[names[int(rng.integers(len(names)))]], 0.18)


def _jittered(rng: Generator, colour: Colour, size: float) -> Colour:
    factor = np.exp(rng.normal(0, size) + rng.normal(0, 0.35 * size, 3))
    r, g, b = (float(np.clip(c * f, 0.006, 0.82)) for c, f in zip(colour, factor, strict=True))
    return r, g, b


def _skin(rng: Generator, tone: float) -> Colour:
    at = tone * (len(SKIN) - 1)
    logs = np.log(SKIN)
    r, g, b = (float(np.exp(np.interp(at, range(len(SKIN)), logs[:, k]))) for k in range(3))
    warm = float(rng.normal(0, 0.05))
    return _jittered(rng, (r * (1 - warm / 2), g, b * (1 + warm)), 0.05)


def _hair_colour(rng: Generator, years: float, tone: float) -> str:
    if years > 40 and rng.random() < (years - 40) / 38:
        return "white" if years > 62 and rng.random() < 0.5 else "grey"
    light = 1.0 - tone
    parts = (
        0.55 + tone,
        0.6,
        0.5 * light,
        0.35 * light,
        0.12 * light,
        0.0,
        0.0,
        0.05 * (years > 15),
    )
    return _draw(rng, tuple(HAIR), parts)


def described(outfit: Outfit) -> str:
    """The outfit in a few words: "red t-shirt, black leggings, white shoes, short hair"."""
    words = [_top_words(outfit), _bottom_words(outfit)]
    feet = {"bare": "bare feet", "socks": f"{colour_word(outfit.shoes)} socks"}
    words.append(feet.get(outfit.footwear, f"{colour_word(outfit.shoes)} shoes"))
    if outfit.cover != "none":
        words.append(f"{colour_word(outfit.cover_colour)} {outfit.cover}")
    elif outfit.hair_style in ("tail", "bun"):
        words.append(f"hair in a {outfit.hair_style}")
    else:
        words.append("bald" if outfit.hair_style == "bald" else f"{outfit.hair_style} hair")
    if outfit.beard != "none":
        words.append("beard" if outfit.beard == "full" else outfit.beard)
    if outfit.glasses:
        words.append("glasses")
    return ", ".join(words)


def _top_words(outfit: Outfit) -> str:
    if outfit.top == "none":
        return "no top"
    name = {"tank": "tank top", "bra": "sports bra"}.get(outfit.top)
    if name is None:
        long = "hoodie" if outfit.hood else "long-sleeved top"
        name = long if outfit.sleeve > 1 else "t-shirt"
    patterns = {"bands": "striped ", "two_tone": "two-tone ", "panels": "two-tone "}
    return f"{colour_word(outfit.shirt)} {patterns.get(outfit.pattern, '')}{name}"


def _bottom_words(outfit: Outfit) -> str:
    if outfit.bottom == "skirt":
        name = "skirt"
    elif outfit.leg < 1.1:
        name = "short tights" if outfit.leg_looseness < 0.007 else "shorts"
    else:
        name = "leggings" if outfit.leg_looseness < 0.007 else "trousers"
    return f"{colour_word(outfit.trousers)} {name}"


def colour_word(colour: Colour) -> str:
    """The nearest name of a colour of cloth."""
    seen = np.array(colour) ** (1 / 2.2)
    away = {
        name: float(np.sum((np.array(c) ** (1 / 2.2) - seen) ** 2)) for name, c in CLOTH.items()
    }
    return min(away, key=lambda name: away[name])
