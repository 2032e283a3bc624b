"""The fall alarm: from what is seen of one person to "are you all right?" and to an alarm.

    watching -> suspected -> asking -> alarm

A likely fall is *suspected*; it is asked about once the person has stayed on the floor (or
out of sight, if they vanished as they fell; or wherever they seem to be, if the fall is beyond
doubt: who lies along the line of sight looks high), and forgotten when they get up or it turns out
that they did not go down. Who is asked and neither gets up nor cancels (a clap, a button) sets
off the alarm. Getting up or cancelling ends it at any time; who was not seen on the floor gets up
to their full height. Nothing here knows a clock or a window: time is handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import isnan
from typing import Final, Literal

Expected = Literal["floor", "standing", "unknown"]
"""What the workout that is followed asks for about now."""


class FallPhase(Enum):
    """How far a fall has been made out."""

    WATCHING = "watching"
    SUSPECTED = "suspected"
    ASKING = "asking"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class FallEvidence:
    """What is seen at one moment.

    Attributes:
        likelihood: 0..1 that somebody has just fallen; NaN where too little was seen.
        height: of hips or shoulders above the lowest joint in body lengths, 1 standing
            (``Motion.height``); NaN where the person is not seen.
    """

    likelihood: float
    height: float


LONGEST_STEP: Final = 0.3
"""Seconds between two looks that still tell what was in between."""
UNSEEN: Final = FallEvidence(float("nan"), float("nan"))
"""Nobody is seen."""


@dataclass(frozen=True, slots=True)
class FallSettings:
    """Limits of the alarm.

    Attributes:
        likely: likelihood from which a fall is suspected.
        likely_on_floor: the same while the workout asks for the floor.
        down, up: heights below which somebody is on the floor, above which they are up.
        settle: seconds on the floor after which it is asked.
        vanished: seconds out of sight, ever since the suspicion, after which it is asked.
        doubt: seconds after which a suspicion is dropped that led to nothing.
        recent: seconds within which somebody who falls has been up; who has been on the
            floor for longer cannot fall.
        sure: likelihood from which a fall is beyond doubt once it has been seen for ``sure_for``
            seconds; who is asked for that reason and seems to be above ``down`` is up above
            ``upright`` alone.
        answer: seconds to answer in before the alarm.
        risen: seconds that somebody has to be up to count as risen.
    """

    likely: float = 0.7
    likely_on_floor: float = 0.9
    down: float = 0.55
    up: float = 0.65
    upright: float = 0.9
    settle: float = 0.7
    vanished: float = 2.0
    doubt: float = 4.0
    recent: float = 5.0
    sure: float = 0.9
    sure_for: float = 0.6
    answer: float = 10.0
    risen: float = 0.7


@dataclass(frozen=True, slots=True)
class FallState:
    """What the alarm knows.

    Attributes:
        phase: see FallPhase.
        fallen_at: seconds, when the person was last up before the fall; None while watching.
        alarm_at: seconds, when the alarm goes off (or went off) unless it is answered; None
            before it is asked.
    """

    phase: FallPhase
    fallen_at: float | None = None
    alarm_at: float | None = None


class FallAlarm:
    """The state machine for one person.

    Frames may come at any rate and with gaps. A moment that is not later than the last one
    changes nothing. Somebody who is not seen is neither up nor down: what was known stays.
    """

    def __init__(self, settings: FallSettings | None = None) -> None:
        self._settings = settings or FallSettings()
        self.reset()

    def reset(self) -> None:
        """Forget everything: another person, another session."""
        self._state = FallState(FallPhase.WATCHING)
        self._time = -float("inf")
        self._last_up = self._suspected = self._fallen_at = -float("inf")
        self._down_since: float | None = None
        self._up_since: float | None = None
        self._sure_at: float | None = None
        self._sure_for = 0.0
        self._high = self._settings.up
        self._seen_since = False
        self._armed = True
        self._falls: list[float] = []

    @property
    def falls(self) -> tuple[float, ...]:
        """Seconds of all falls that were asked about: when the person was last up."""
        return tuple(self._falls)

    @property
    def state(self) -> FallState:
        """The newest state."""
        return self._state

    def push(
        self, time: float, evidence: FallEvidence = UNSEEN, expected: Expected = "unknown"
    ) -> FallState:
        """Take what is seen at ``time``, seconds; ``expected``: what the workout asks for."""
        if time <= self._time:
            return self._state
        self._time = time
        self._posture(time, evidence.height)
        self._certainty(time, evidence.likelihood)
        limit = self._settings.likely_on_floor if expected == "floor" else self._settings.likely
        likely = not isnan(evidence.likelihood) and evidence.likelihood >= limit
        match self._state.phase:
            case FallPhase.WATCHING:
                if likely and self._armed and time - self._last_up <= self._settings.recent:
                    self._suspect(time)
                elif not isnan(evidence.likelihood) and not likely:
                    self._armed = True
            case FallPhase.SUSPECTED:
                self._make_sure(time, evidence.height)
            case FallPhase.ASKING | FallPhase.ALARM:
                self._wait_for_answer(time)
        return self._state

    def cancel(self) -> FallState:
        """The person has answered (a clap, a button): all is well."""
        return self._all_clear()

    def _posture(self, time: float, height: float) -> None:
        """Keep since when the person is down or up; between the two limits nothing changes."""
        if height > self._high:
            self._down_since = None
            self._last_up = time
            self._up_since = time if self._up_since is None else self._up_since
        elif height < self._settings.down:
            self._up_since = None
            self._down_since = time if self._down_since is None else self._down_since
        elif height <= self._high and self._high > self._settings.up:
            self._up_since = None

    def _certainty(self, time: float, likelihood: float) -> None:
        """Add up for how long a fall is seen beyond doubt; what is not seen adds nothing."""
        if likelihood < self._settings.sure:
            self._sure_for = 0.0
        if not likelihood >= self._settings.sure:
            self._sure_at = None
            return
        if self._sure_at is not None:
            self._sure_for += min(time - self._sure_at, LONGEST_STEP)
        self._sure_at = time

    def _suspect(self, time: float) -> None:
        self._suspected, self._seen_since, self._up_since = time, False, None
        self._sure_for = 0.0
        self._fallen_at = self._last_up
        self._state = FallState(FallPhase.SUSPECTED, self._fallen_at)

    def _make_sure(self, time: float, height: float) -> None:
        settings, since = self._settings, time - self._suspected
        self._seen_since = self._seen_since or not isnan(height)
        down = self._down_since is not None and time - self._down_since >= settings.settle
        vanished = not self._seen_since and since >= settings.vanished
        sure = self._sure_for >= settings.sure_for
        if sure and not height < settings.down:
            self._high, self._up_since = settings.upright, None
        if down or vanished or sure:
            self._falls.append(self._fallen_at)
            self._state = FallState(FallPhase.ASKING, self._fallen_at, time + settings.answer)
        elif (self._risen(time) and self._sure_at is None) or since >= settings.doubt:
            self._all_clear()

    def _wait_for_answer(self, time: float) -> None:
        state = self._state
        if self._risen(time):
            self._all_clear()
        elif state.alarm_at is not None and time >= state.alarm_at:
            self._state = FallState(FallPhase.ALARM, state.fallen_at, state.alarm_at)

    def _risen(self, time: float) -> bool:
        return self._up_since is not None and time - self._up_since >= self._settings.risen

    def _all_clear(self) -> FallState:
        """Watch again; the same fall, still to be seen for a while, is not suspected again."""
        self._armed = self._state.phase is FallPhase.WATCHING and self._armed
        self._high = self._settings.up
        self._state = FallState(FallPhase.WATCHING)
        return self._state
