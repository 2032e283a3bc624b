"""Sentences as they are spoken."""

from __future__ import annotations

from coach.report import exercise_name
from coach.texts import Texts, cue_text
from coach.types import Cue, Move
from ui.kit.bands import band_of

PRAISES = 3
"""Ways to say that something is right now; they take turns."""


def spoken(sentence: str, texts: Texts) -> str:
    """A sentence of the screen without signs that a voice would stumble over."""
    return sentence.replace("°", texts("voice_degrees"))


def cue_words(cue: Cue, texts: Texts) -> str:
    """What to change."""
    return spoken(cue_text(texts, cue), texts)


def move_words(move: Move, texts: Texts, *, everything: bool) -> str:
    """The move that begins now; to somebody who cannot look, how much of it is asked too."""
    name = exercise_name(texts, move.name)
    if not everything:
        return texts("voice_move", move=name)
    if move.kind == "held":
        return texts("voice_move_held", move=name, seconds=round(move.end - move.start))
    if move.repetitions:
        return texts("voice_move_repetitions", move=name, n=move.repetitions)
    return texts("voice_move", move=name)


def score_words(score: float, texts: Texts) -> str:
    """How it goes."""
    return texts("voice_score", word=texts(band_of(score).word_key), score=f"{score:.0f}")
