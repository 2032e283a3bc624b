"""The way through a target: its speed, jumps from move to move, and parts that are repeated."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from ui.follow.loop import Loop, Marks, Part, next_start, part_of_move, previous_start
from ui.follow.player import TargetPlayer

if TYPE_CHECKING:
    from coach.types import Move

SLOWEST: Final = 0.5
FASTEST: Final = 1.5
SPEED_STEP: Final = 0.1


class Course:
    """Where the player goes on, and how fast.

    Attributes:
        loop: passes through the part that is repeated, or None.
    """

    def __init__(self, player: TargetPlayer) -> None:
        self._player = player
        self._marks = Marks()
        self._usual = 1.0
        self.loop: Loop | None = None

    def begin(self, part: Part | None) -> None:
        """Another target; ``part``: the only one that is practised, again and again.

        It is gone to by ``enter``, as soon as the video can.
        """
        self._marks.clear()
        self._usual = 1.0
        self.loop = None if part is None else Loop(part)
        self._player.set_rate(self.speed)

    def enter(self) -> None:
        """The video is there: to the part that is practised, if any."""
        if self.loop is not None:
            self._player.seek(self.loop.part.entry)

    @property
    def speed(self) -> float:
        """Of the target, 1 is as filmed."""
        return self._usual if self.loop is None else self.loop.tempo

    @property
    def part(self) -> Part | None:
        """What is repeated."""
        return None if self.loop is None else self.loop.part

    @property
    def passes(self) -> int:
        """How often the part was done."""
        return 0 if self.loop is None else self.loop.passes

    @property
    def is_mastered(self) -> bool:
        """Whether a pass at full tempo was good."""
        return self.loop is not None and self.loop.is_mastered

    def change_speed(self, steps: int) -> None:
        """Faster or slower by steps of a tenth; of what is repeated only that."""
        wanted = min(max(round(self.speed + steps * SPEED_STEP, 1), SLOWEST), FASTEST)
        if self.loop is None:
            self._usual = wanted
        else:
            self.loop.tempo = wanted
        self._player.set_rate(wanted)

    def rewind(self) -> None:
        """To the beginning, or to that of the part, standing still."""
        if self.loop is None:
            self._player.rewind()
        else:
            self.loop.drop_pass()
            self._player.pause()
            self._player.seek(self.loop.part.entry)

    # -- what is repeated ----------------------------------------------------------------

    def repeat(self, part: Part) -> None:
        """Do a part again and again, from its beginning on."""
        self.loop = Loop(part)
        self._player.set_rate(self.speed)
        if not part.entry <= self._player.time < part.end:
            self._player.seek(part.entry)

    def toggle_move(self, moves: Sequence[Move]) -> bool:
        """Repeat the move that is done now, or go on; whether anything is different."""
        if self.loop is not None:
            self.go_on()
            return True
        part = part_of_move(moves, self._player.time)
        if part is not None:
            self.repeat(part)
        return part is not None

    def mark(self, *, end: bool) -> None:
        """The part begins, or ends, here; it is repeated as soon as both are known."""
        time = self._player.time
        part = self._marks.mark_end(time) if end else self._marks.mark_start(time)
        if part is not None:
            self.repeat(part)

    def go_on(self) -> None:
        """Repeat no more; the speed is again what it was."""
        self._marks.clear()
        self.loop = None
        self._player.set_rate(self.speed)

    def note(self, score: float) -> None:
        """The video plays; ``score`` now, NaN: not judged. Goes back where the part is over."""
        loop = self.loop
        if loop is not None and self._player.is_settled and loop.push(self._player.time, score):
            self._back()

    def end(self) -> bool:
        """The video is over; whether it goes back to a part instead."""
        if self.loop is None:
            return False
        self.loop.finish_early()
        self._player.play()  # from the beginning, whatever was sought before
        self._back()
        return True

    def _back(self) -> None:
        assert self.loop is not None
        self._player.set_rate(self.speed)
        self._player.seek(self.loop.part.entry)

    # -- jumps ---------------------------------------------------------------------------

    def jump(self, moves: Sequence[Move], steps: int, known: float) -> bool:
        """To the next move (1) or back (-1), as far as the video is known, seconds.

        Whether there is anywhere to go; what was repeated is left.
        """
        time = self._player.time
        place = next_start(moves, time) if steps > 0 else previous_start(moves, time)
        if place is None or place >= known or math.isclose(place, time, abs_tol=0.05):
            return False
        if self.loop is not None:
            self.go_on()
        self._player.seek(place)
        return True
