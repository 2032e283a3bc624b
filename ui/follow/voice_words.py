"""Sentences as they are spoken."""

from __future__ import annotations

from coach.report import exercise_name
from coach.texts import Texts, cue_text, load_texts
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


def move_words(move: Move, texts: Texts) -> str:
    """The move that begins now."""
    return texts("voice_move", move=exercise_name(texts, move.name))


def whole_move_words(move: Move, texts: Texts, *, is_new: bool) -> str:
    """The same to somebody who cannot look: how much of it is asked, and how it is done.

    ``is_new``: how it is done has not been told yet.
    """
    name = exercise_name(texts, move.name)
    if move.kind == "held":
        words = texts("voice_move_held", move=name, seconds=round(move.end - move.start))
    elif move.repetitions:
        words = texts("voice_move_repetitions", move=name, n=move.repetitions)
    else:
        words = texts("voice_move", move=name)
    how = f"voice_how_{move.name}"
    is_known = is_new and how in load_texts(texts.language)
    return f"{words} {texts(how)}" if is_known else words


def score_words(score: float, texts: Texts) -> str:
    """How it goes."""
    return texts("voice_score", word=texts(band_of(score).word_key), score=f"{score:.0f}")
