"""The moves of a video as they are drawn, and while a person edits them: no widget in here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from coach.report import exercise_name
from coach.texts import Texts, load_texts
from coach.types import Move

Edge = Literal["start", "end"]

SHORTEST_S: Final = 1.0
"""Seconds that are left of a move, however far its ends are dragged."""
_HUES: Final = (210, 145, 32, 280, 350, 175, 55, 245)
"""Degrees on the wheel of colours; names take them in turn."""
_PREFIX: Final = "exercise_"


@dataclass(frozen=True, slots=True)
class Span:
    """One move as it is drawn.

    Attributes:
        name: as it is read. start, end: 0..1 of the video. hue: degrees. held: hatched.
    """

    name: str
    start: float
    end: float
    hue: int
    held: bool


def spans_of(moves: Sequence[Move], duration: float, texts: Texts) -> tuple[Span, ...]:
    """Moves as they are drawn; those of one name have one colour."""
    if duration <= 0:
        return ()
    names = list(dict.fromkeys(move.name for move in moves))
    return tuple(
        Span(
            exercise_name(texts, move.name),
            min(move.start / duration, 1.0),
            min(move.end / duration, 1.0),
            _HUES[names.index(move.name) % len(_HUES)],
            move.kind == "held",
        )
        for move in moves
    )


@dataclass(frozen=True, slots=True)
class MovesEdit:
    """Moves and how they came to be; every change gives a new value.

    Attributes:
        moves: exercises, in order, none over another.
        duration: of the video, seconds.
        past: what they were before every change, the oldest first.
    """

    moves: tuple[Move, ...]
    duration: float
    past: tuple[tuple[Move, ...], ...] = ()

    def dragged(self, i: int, edge: Edge, time: float) -> MovesEdit:
        """One end of a move put elsewhere, as far as its neighbours let it."""
        move = self.moves[i]
        if edge == "start":
            low = self.moves[i - 1].end if i else 0.0
            return self._with(i, replace(move, start=_within(time, low, move.end - SHORTEST_S)))
        high = self.moves[i + 1].start if i + 1 < len(self.moves) else self.duration
        return self._with(i, replace(move, end=_within(time, move.start + SHORTEST_S, high)))

    def renamed(self, i: int, name: str) -> MovesEdit:
        """Another name."""
        return self._with(i, replace(self.moves[i], name=name))

    def can_split(self, i: int, time: float) -> bool:
        """Whether both parts would be long enough."""
        move = self.moves[i]
        return move.start + SHORTEST_S <= time <= move.end - SHORTEST_S

    def split(self, i: int, time: float) -> MovesEdit:
        """One move as two of its name."""
        if not self.can_split(i, time):
            return self
        parts = replace(self.moves[i], end=time), replace(self.moves[i], start=time)
        return self._now((*self.moves[:i], *parts, *self.moves[i + 1 :]))

    def joined(self, i: int) -> MovesEdit:
        """A move and the next one as one, called like the first."""
        if i + 1 >= len(self.moves):
            return self
        both = replace(self.moves[i], end=self.moves[i + 1].end)
        return self._now((*self.moves[:i], both, *self.moves[i + 2 :]))

    def removed(self, i: int) -> MovesEdit:
        """Without a move."""
        return self._now((*self.moves[:i], *self.moves[i + 1 :]))

    def reset(self, found: tuple[Move, ...]) -> MovesEdit:
        """What was found, in place of all changes."""
        return self._now(found)

    def undone(self) -> MovesEdit:
        """As before the last change."""
        return replace(self, moves=self.past[-1], past=self.past[:-1]) if self.past else self

    def _with(self, i: int, move: Move) -> MovesEdit:
        return self._now((*self.moves[:i], move, *self.moves[i + 1 :]))

    def _now(self, moves: tuple[Move, ...]) -> MovesEdit:
        if moves == self.moves:
            return self
        edited = tuple(
            m if m in self.moves else replace(m, confidence=1.0)  # a person says so
            for m in moves
        )
        return replace(self, moves=edited, past=(*self.past, self.moves))


def names_known(texts: Texts) -> dict[str, str]:
    """The vocabulary: what an exercise is called in this language, to its name in the engine."""
    known = load_texts(texts.language)
    keys = (key.removeprefix(_PREFIX) for key in known if key.startswith(_PREFIX))
    return {exercise_name(texts, name): name for name in keys if name != "rest"}


def name_of(written: str, texts: Texts) -> str:
    """The name in the engine of what somebody wrote; what is not known stays as it is."""
    known = {shown.casefold(): name for shown, name in names_known(texts).items()}
    return known.get(written.strip().casefold(), written.strip())


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), max(low, high))
