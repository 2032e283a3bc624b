"""What the coach says, and when: situations in, sentences out; no sound and no clock in here.

One thing is said at a time, the most important first. What is no longer true when its turn
comes is not said at all. Only a question about a fall and the countdown interrupt.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from coach.report import exercise_name
from coach.texts import Texts
from ui.follow.guidance import Guidance
from ui.follow.view import Situation, Stage
from ui.follow.voice_words import (
    PRAISES,
    cue_words,
    move_words,
    score_words,
    spoken,
    whole_move_words,
)
from ui.kit.people import who

if TYPE_CHECKING:
    from coach.types import Cue, Move

CUE_GAP: Final = {"few": 24.0, "normal": 12.0, "many": 6.0}
"""Seconds from one spoken cue to the next at least; on the screen they come every 6."""
SAME_CUE: Final = 3
"""So many gaps pass before the same is said again."""
PRAISED: Final = 20.0
"""Seconds after a spoken cue within which its correction is praised."""
ANNOUNCED: Final = 5.0
"""Seconds before a move at which it is announced."""
REST: Final = 8.0
"""Seconds to the next move from which that is a rest."""
LONG: Final = 60.0
"""Seconds that a video lasts at least so that its half is worth a word."""
NOTE_GAP: Final = 20.0
"""Seconds from one word about what the camera cannot see to the next."""
SCORE_GAP: Final = 30.0
"""Seconds from one word about the score to the next, for somebody who cannot look."""
ASK_GAP: Final = 5.0
"""Seconds from one question whether all is well to the next."""
JUMP: Final = 2.0
"""Seconds of the video between two looks at it that are no playing."""
COUNTED_FROM: Final = 5
"""Seconds of the countdown that are spoken."""


class Weight(IntEnum):
    """What is said first."""

    ALARM = 0
    COUNTDOWN = 1
    STAGE = 2
    MOVE = 3
    PRAISE = 4
    NOTE = 5
    CUE = 6
    SCORE = 7
    COUNT = 8


_STAYS: Final = {
    Weight.ALARM: 3.0,
    Weight.COUNTDOWN: 0.8,
    Weight.STAGE: 5.0,
    Weight.MOVE: 4.0,
    Weight.PRAISE: 3.0,
    Weight.NOTE: 6.0,
    Weight.CUE: 2.0,
    Weight.SCORE: 3.0,
    Weight.COUNT: 0.7,
}
"""Seconds for which something is still worth to be said."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Something to say now; ``urgent``: whatever is being said is broken off."""

    text: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class _Wish:
    weight: Weight
    text: str
    until: float


class Narrator:
    """Decides what is said in a session."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Another session."""
        self._before: Situation | None = None
        self._wishes: list[_Wish] = []
        self._announced = self._named = math.nan
        self._rested = math.nan
        self._cue_at = self._note_at = self._ask_at = -math.inf
        self._score_at: float | None = None
        self._cues: dict[int, tuple[tuple[str, str], float]] = {}
        self._praises = 0
        self._explained: set[str] = set()

    def announce(self, text: str, clock: float) -> None:
        """Say a sentence of another screen when nothing more important is to be said."""
        self._wish(Weight.NOTE, text, clock)

    def push(
        self, now: Situation, clock: float, texts: Texts, guidance: Guidance, *, speaking: bool
    ) -> Saying | None:
        """Take how things are, seconds of any clock; what to say now, or None.

        ``speaking``: whether the last thing is still being said.
        """
        if not guidance.speaks:
            self.reset()
            return None
        before, self._before = self._before, now
        self._hear_alarm(now, clock, texts)
        if before is None or before.stage is not now.stage:
            self._change_stage(before, now, clock, texts, guidance)
        if now.stage is Stage.COUNTDOWN:
            self._count_down(before, now, clock)
        if now.stage is Stage.RUNNING:
            self._run(before, now, clock, texts, guidance)
        return self._next(clock, speaking)

    def _next(self, clock: float, speaking: bool) -> Saying | None:
        self._wishes = [wish for wish in self._wishes if clock <= wish.until]
        if not self._wishes:
            return None
        wish = min(self._wishes, key=lambda one: one.weight)
        urgent = wish.weight <= Weight.COUNTDOWN
        if speaking and not urgent:
            return None
        self._wishes.remove(wish)
        return Saying(wish.text, urgent)

    def _wish(self, weight: Weight, text: str, clock: float) -> None:
        """Of each weight only the newest is kept: it is truer than the one before."""
        self._wishes = [wish for wish in self._wishes if wish.weight is not weight]
        self._wishes.append(_Wish(weight, text, clock + _STAYS[weight]))

    # -- stages ---------------------------------------------------------------------------

    def _hear_alarm(self, now: Situation, clock: float, texts: Texts) -> None:
        if now.alarm is None:
            self._ask_at = -math.inf
        elif clock - self._ask_at >= ASK_GAP:
            self._ask_at = clock
            key = "voice_alarm" if now.alarm.is_off else "voice_ask"
            self._wish(Weight.ALARM, texts(key), clock)

    def _change_stage(
        self,
        before: Situation | None,
        now: Situation,
        clock: float,
        texts: Texts,
        guidance: Guidance,
    ) -> None:
        kept = (Weight.ALARM, Weight.NOTE)  # true in any stage
        self._wishes = [wish for wish in self._wishes if wish.weight in kept]
        key = _stage_key(before, now, guidance)
        if key:
            person = now.live.people[0] if now.live and now.live.people else None
            average = person.average if person else math.nan
            if now.stage is Stage.ENDING and guidance.everything and not math.isnan(average):
                key = "voice_done_average"
            weight = Weight.COUNTDOWN if key == "voice_go" else Weight.STAGE
            self._wish(weight, texts(key, score=f"{average:.0f}"), clock)
        if now.stage is Stage.RUNNING and self._score_at is None:
            self._score_at = clock

    def _count_down(self, before: Situation | None, now: Situation, clock: float) -> None:
        was = before.countdown if before and before.stage is now.stage else None
        if now.countdown <= COUNTED_FROM and was != now.countdown:
            self._wish(Weight.COUNTDOWN, str(now.countdown), clock)

    # -- while the video plays ------------------------------------------------------------

    def _run(
        self,
        before: Situation | None,
        now: Situation,
        clock: float,
        texts: Texts,
        guidance: Guidance,
    ) -> None:
        live = now.live
        if live is None:
            return
        self._tell_move(now, clock, texts, guidance)
        if before is not None:
            self._tell_way(before, now, clock, texts)
            self._tell_loop(before, now, clock, texts)
        if before is not None and before.live is not None:
            self._praise(before, now, clock, texts)
            if guidance.counts:
                self._count(before, now, clock)
        self._note(now, clock, texts)
        self._correct(now, clock, texts, guidance)
        score = live.people[0].smoothed_score if live.people else math.nan
        due = self._score_at is not None and clock - self._score_at >= SCORE_GAP
        if guidance.everything and due and not math.isnan(score):
            self._score_at = clock
            self._wish(Weight.SCORE, score_words(score, texts), clock)

    def _tell_move(self, now: Situation, clock: float, texts: Texts, guidance: Guidance) -> None:
        assert now.live is not None
        move, coming = now.live.move, now.live.next_move
        if move is not None and move.start != self._named:
            was_announced = self._announced == move.start
            self._named = move.start
            if guidance.everything or not was_announced:
                self._wish(Weight.MOVE, self._of_move(move, texts, guidance), clock)
        is_naming = any(wish.weight is Weight.MOVE for wish in self._wishes)
        if coming is None or is_naming or _is_behind(coming, now):
            return
        left = (coming.start - now.time) / max(now.speed, 0.1)
        name = exercise_name(texts, coming.name)
        if move is None and left > REST and coming.start != self._rested and self._named > 0:
            self._rested = coming.start
            words = texts("voice_rest", move=name, seconds=5 * round(left / 5))
            self._wish(Weight.MOVE, words, clock)
        elif left <= ANNOUNCED and coming.start != self._announced:
            self._announced = coming.start
            self._wish(Weight.MOVE, texts("voice_next", move=name), clock)

    def _of_move(self, move: Move, texts: Texts, guidance: Guidance) -> str:
        if not guidance.everything:
            return move_words(move, texts)
        is_new = move.name not in self._explained
        self._explained.add(move.name)
        return whole_move_words(move, texts, is_new=is_new)

    def _tell_way(self, before: Situation, now: Situation, clock: float, texts: Texts) -> None:
        target = now.target
        if target is None or target.duration < LONG or now.part is not None:
            return
        played = 0 <= now.time - before.time < JUMP
        if played and before.time < target.duration / 2 <= now.time:
            self._wish(Weight.MOVE, texts("voice_half"), clock)

    def _tell_loop(self, before: Situation, now: Situation, clock: float, texts: Texts) -> None:
        if now.part is None or now.passes <= before.passes or before.part != now.part:
            return
        if now.is_mastered and not before.is_mastered:
            key = "voice_mastered"
        else:
            key = "voice_again_faster" if now.speed > before.speed else "voice_again"
        self._wish(Weight.MOVE, texts(key), clock)

    def _praise(self, before: Situation, now: Situation, clock: float, texts: Texts) -> None:
        assert now.live is not None
        assert before.live is not None
        pairs = zip(before.live.people, now.live.people, strict=False)
        for i, (was, person) in enumerate(pairs):
            _, said_at = self._cues.get(i, (("", ""), -math.inf))
            if person.corrected and not was.corrected and clock - said_at <= PRAISED:
                self._praises += 1
                words = texts(f"voice_praise_{self._praises % PRAISES + 1}")
                self._wish(Weight.PRAISE, self._to(i, words, now, texts), clock)

    def _count(self, before: Situation, now: Situation, clock: float) -> None:
        assert now.live is not None
        assert before.live is not None
        if now.people > 1 or not now.live.people or not before.live.people:
            return
        done, earlier = now.live.people[0], before.live.people[0]
        full = done.repetitions - done.attempts
        if full > earlier.repetitions - earlier.attempts and full > 0:
            self._wish(Weight.COUNT, str(full), clock)

    def _correct(self, now: Situation, clock: float, texts: Texts, guidance: Guidance) -> None:
        gap = CUE_GAP.get(guidance.cues, math.inf)
        gap = min(gap, CUE_GAP["normal"]) if guidance.everything else gap
        if math.isinf(gap) or clock - self._cue_at < gap:
            return
        fresh = [
            (self._cues.get(i, (("", ""), -math.inf))[1], i, cue)
            for i, cue in enumerate(now.cues)
            if cue is not None and self._is_fresh(i, cue, clock, gap)
        ]
        if fresh:
            _, i, cue = min(fresh, key=lambda one: one[:2])
            self._cue_at = clock
            self._cues[i] = ((cue.kind, cue.side), clock)
            self._wish(Weight.CUE, self._to(i, cue_words(cue, texts), now, texts), clock)

    def _is_fresh(self, i: int, cue: Cue, clock: float, gap: float) -> bool:
        """Whether a cue is another one than that said last, or long ago."""
        last, said_at = self._cues.get(i, (("", ""), -math.inf))
        return last != (cue.kind, cue.side) or clock - said_at >= SAME_CUE * gap

    def _note(self, now: Situation, clock: float, texts: Texts) -> None:
        live = now.live
        if live is None or live.frame is None or not live.note:
            return
        if clock - self._note_at >= NOTE_GAP:
            self._note_at = clock
            self._wish(Weight.NOTE, spoken(texts(live.note), texts), clock)

    def _to(self, i: int, words: str, now: Situation, texts: Texts) -> str:
        """Of two people it is said to whom."""
        if now.people == 1:
            return words
        return texts("ui_cue_for", who=who(i, now.names, texts), cue=words)


def _is_behind(coming: Move, now: Situation) -> bool:
    """Whether a move comes only after the part that is being repeated."""
    return now.part is not None and coming.start >= now.part.end


def _stage_key(before: Situation | None, now: Situation, guidance: Guidance) -> str:
    """Text key of what is said when a stage begins, or ""."""
    was = before.stage if before else None
    match now.stage:
        case Stage.RUNNING:
            if was is Stage.COUNTDOWN:
                return "voice_go"
            return "voice_goes_on" if was is Stage.PAUSED else ""
        case Stage.PAUSED if now.alarm is None:
            return "voice_gone" if now.is_gone else "voice_paused"
        case Stage.CATCHING_UP:
            return "voice_catching_up"
        case Stage.ENDING:
            return "voice_done"
        case Stage.READY if guidance.everything:
            return "voice_ready_clap" if now.claps else "voice_ready"
        case Stage.ANALYSING if guidance.everything:
            return "voice_analysing"
        case Stage.FAILED if guidance.everything:
            return "voice_failed"
    return ""
