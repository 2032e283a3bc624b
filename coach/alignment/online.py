"""Where in the target a person is, one live frame at a time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.alignment.unit import unit_rows
from coach.errors import CoachBug

NAN: Final = float("nan")
MOVING: Final = 0.1
"""Length of the trend of a unit latent below which it counts less: mostly noise."""


@dataclass(frozen=True, slots=True)
class OnlineSettings:
    """How the online aligner follows.

    Attributes:
        behind, ahead: the band about the playhead, seconds.
        usual_lag: where it begins, seconds behind the playhead.
        step_cost: cost of a change of lag by one target frame, in seconds of being wholly
            unlike (cosine 0).
        memory: seconds after which evidence counts 1/e.
        slowest, fastest: limits of the answer's speed, in playhead speeds.
        keep: cost of leaving the lag answered last, per second of difference.
        near, far: a lag more than ``near`` seconds away costs ``far`` on top.
        trend, trend_time: weight of where a pose is going beside the pose itself, and the
            seconds over which that is told.
        unknown_cost: cost of target frames in which nobody is seen.
        alike, excursion: two moments of the target with at least this cosine are the same
            moment of two repetitions, if between them it was less alike by this much.
        edge: so near to the ends of the band, in seconds, another repetition is gone over to.
        seek: a larger jump of the playhead, in seconds, begins anew.
    """

    behind: float = 4.0
    ahead: float = 1.0
    usual_lag: float = 0.4
    step_cost: float = 0.01
    memory: float = 2.0
    slowest: float = 0.4
    fastest: float = 8.0
    keep: float = 0.02
    near: float = 0.5
    far: float = 0.05
    trend: float = 1.0
    trend_time: float = 0.4
    unknown_cost: float = 0.6
    alike: float = 0.7
    excursion: float = 0.3
    edge: float = 0.4
    seek: float = 1.0


@dataclass(frozen=True, slots=True)
class Place:
    """Answer for one live frame.

    Attributes:
        index: frame of the target; time: its time, seconds.
        cost: mean lately of 1 - cosine and of how differently the trends go, along the path
            that ends here; NaN before the first evidence.
        similarity: cosine with that target frame; NaN where either is not seen.
        seen: whether the person was seen.
    """

    index: int
    time: float
    cost: float
    similarity: float
    seen: bool


class Trend:
    """Where a pose is going: its difference from its own running mean.

    A shallow repetition is most like the halfway poses of a full one, wherever it is; where
    it is going tells on which way it is.
    """

    def __init__(self, seconds: float) -> None:
        """seconds: time constant of the running mean."""
        self._seconds = seconds
        self._mean: NDArray[np.float32] | None = None

    def push(self, unit: NDArray[np.float32], elapsed: float) -> NDArray[np.float32]:
        """Take a latent of length 1, (K,), and return the trend, of length 1 at most."""
        if np.isnan(unit[0]):
            return np.zeros_like(unit)
        if self._mean is None:
            self._mean = unit
        self._mean = self._mean + (1 - math.exp(-elapsed / self._seconds)) * (unit - self._mean)
        apart = unit - self._mean
        length = math.sqrt(apart @ apart)
        return apart / max(length, MOVING)


class OnlineAligner:
    """Open-ended warping in a band about the playhead, in the plane of lags.

    A state is a lag l behind the playhead p, on the target's clock, from ``-ahead`` to
    ``behind``; its target frame is round(p * rate) - l * rate. Whoever follows steadily
    stays in one state. With every push, dt after the last, each state takes

        D(l) <- exp(-dt / memory) * D(l) + dt * (1 - cos(live, target(p - l)) + trend * t(l))

    where t(l) = |u| - <u, v> compares where both are going (``Trend`` u of the person, v of the
    target): who bends only halfway is most like the target halfway, on the way down as on the
    way up. Whenever the playhead has gone on by two target frames (a tick)

        D(l) <- min(D(l), D(l - 1/rate) + step_cost, D(l + 1/rate) + step_cost)

    so a path goes through the target at 0.5 to 1.5 times the playhead's speed: nobody can
    wait in a frame that suits them, however well it does. The answer follows the cheapest
    state at ``slowest`` to ``fastest`` times the playhead's speed.

    Whoever repeats a move faster or slower than the target gets out of its repetition into
    the one before or after. There the answer changes over at once, which is the only way in
    which it may go back: onto the same moment of another repetition, so nothing is gained.

    An answer is final: no later frame changes it. A frame in which nobody is seen adds no
    evidence, and what there was fades; the place moves on with the playhead. While the
    playhead rests, so does the place. A jump of the playhead begins anew.
    """

    def __init__(
        self, target: NDArray[np.float32], rate: float, settings: OnlineSettings | None = None
    ) -> None:
        """Follow a target.

        Args:
            target: (T, K) latents on a regular clock from time 0; NaN rows: nobody seen.
            rate: target frames a second.
            settings: how to follow.
        """
        if target.ndim != 2:
            raise CoachBug(f"target must have shape (T, K), got {target.shape}")
        if not rate > 0:
            raise CoachBug(f"rate must be above 0, got {rate}")
        self._settings = settings or OnlineSettings()
        self._rate = rate
        self._ahead = int(self._settings.ahead * rate + 1e-6)
        self._behind = int(self._settings.behind * rate + 1e-6)
        # States stand in the order of their target frames: the largest lag first.
        self._lags = np.arange(self._behind, -self._ahead - 1, -1) / rate
        self._target = np.empty((0, target.shape[1]), np.float32)
        self._trends = np.empty_like(self._target)
        self._target_trend = Trend(self._settings.trend_time)
        self.extend(target)
        self.reset()

    def extend(self, latents: NDArray[np.float32]) -> None:
        """Append target frames (n, K) that were analysed since."""
        if latents.ndim != 2 or latents.shape[1] != self._target.shape[1]:
            wanted = self._target.shape[1]
            raise CoachBug(f"latents must have shape (n, {wanted}), got {latents.shape}")
        new = unit_rows(latents)
        trends = [self._target_trend.push(row, 1 / self._rate) for row in new]
        self._target = np.concatenate([self._target, new])
        self._trends = np.concatenate([self._trends, np.reshape(trends, new.shape)])
        if len(self._target):
            self._pad()

    def _pad(self) -> None:
        """The target between frames like its first one, and unknown ones as many as the band."""
        before, after = self._behind, len(self._lags)
        rows = np.pad(self._target, ((before, 0), (0, 0)), mode="edge")
        rows = np.pad(rows, ((0, after), (0, 0)), constant_values=NAN)
        trends = np.pad(self._trends, ((before, after), (0, 0)))
        unknown = np.isnan(rows[:, 0])
        self._rows = np.where(unknown[:, None], np.float32(0), rows)
        self._both = np.concatenate([self._rows, self._settings.trend * trends], axis=1)
        self._constant = np.where(unknown, self._settings.unknown_cost, 1.0)

    def reset(self) -> None:
        """Forget the live frames; the target stays."""
        away = self._lags - self._settings.usual_lag
        self._cost = 0.01 * away**2
        self._weight = 0.0
        self._lag = self._settings.usual_lag
        self._playhead = 0.0
        self._begun = False
        self._since_tick = 0.0
        self._trend = Trend(self._settings.trend_time)

    @property
    def lag(self) -> float:
        """Seconds behind the playhead, as answered last."""
        return self._lag

    def push(self, latent: NDArray[np.float32], playhead: float) -> Place:
        """Take one live frame and tell its place in the target.

        Args:
            latent: (K,); NaN: nobody seen.
            playhead: time of the target that was on the screen with this frame, seconds.
        """
        if latent.shape != self._target.shape[1:]:
            raise CoachBug(f"latent must have shape {self._target.shape[1:]}, got {latent.shape}")
        if abs(playhead - self._playhead) > self._settings.seek:
            self.reset()
        if not self._begun:
            self._begun, self._playhead = True, playhead
        elapsed = max(playhead - self._playhead, 0.0)
        self._playhead = max(playhead, self._playhead)
        length = float(np.sqrt(latent @ latent))
        if not (np.isfinite(length) and length > 0):
            self._fade(elapsed)
            return self._place(None)
        unit = latent / length
        if len(self._target):
            self._take(unit, elapsed)
            self._follow(elapsed)
        return self._place(unit)

    def _fade(self, elapsed: float) -> None:
        kept = float(np.exp(-elapsed / self._settings.memory))
        self._cost *= kept
        self._weight *= kept

    def _take(self, unit: NDArray[np.float32], elapsed: float) -> None:
        band = self._band()
        trend = self._trend.push(unit, elapsed)
        both = np.concatenate([unit, trend])
        moving = self._settings.trend * math.sqrt(trend @ trend)
        self._fade(elapsed)
        self._cost += elapsed * (self._constant[band] - self._both[band] @ both + moving)
        self._weight += elapsed
        self._since_tick += elapsed
        while self._since_tick >= 2 / self._rate - 1e-9:
            self._since_tick -= 2 / self._rate
            beside = self._cost + self._settings.step_cost
            np.minimum(self._cost[1:], beside[:-1], out=self._cost[1:])
            np.minimum(self._cost[:-1], beside[1:], out=self._cost[:-1])

    def _band(self) -> slice:
        """Rows of the padded target that the states stand for."""
        first = max(round(self._playhead * self._rate), 0)
        first = min(first, len(self._rows) - len(self._lags))
        return slice(first, first + len(self._lags))

    def _follow(self, elapsed: float) -> None:
        settings = self._settings
        inside = settings.edge - settings.ahead <= self._lag <= settings.behind - settings.edge
        if not inside and self._change_over():
            return
        away = np.abs(self._lags - self._lag)
        leaving = settings.keep * away + settings.far * (away > settings.near)
        best = int(np.argmin(self._cost + leaving))
        step = float(self._lags[best]) - self._lag
        if abs(step) <= settings.near or not self._same_moment(best):
            step = max(step, (1 - settings.fastest) * elapsed)
            step = min(step, (1 - settings.slowest) * elapsed)
        self._lag += step

    def _change_over(self) -> bool:
        """Go on at the answer's moment in another repetition, away from the end of the band.

        Whether there is one.
        """
        own, band = self._state(), self._rows[self._band()]
        inward = np.arange(own, len(band)) if self._lag > 0 else np.arange(own, -1, -1)
        alike = band[inward] @ band[own]
        passed = np.flatnonzero(alike < 1 - self._settings.excursion)
        if not len(passed):
            return False
        other = int(inward[passed[0] + int(np.argmax(alike[passed[0] :]))])
        if not self._same_moment(other):
            return False
        self._cost[other] = min(self._cost[other], self._cost[own])
        self._lag = float(self._lags[other])
        return True

    def _same_moment(self, other: int) -> bool:
        """Whether a state is at the answer's moment of another repetition."""
        rows = self._band()
        if rows.start + other < self._behind:
            return False  # before the target begins
        own, band = self._state(), self._rows[rows]
        alike = band[min(own, other) : max(own, other) + 1] @ band[other]
        same = float(alike[0 if other > own else -1])
        settings = self._settings
        return same >= settings.alike and float(alike.min()) < same - settings.excursion

    def _state(self) -> int:
        """The state nearest to the answer."""
        return round((float(self._lags[0]) - self._lag) * self._rate)

    def _place(self, unit: NDArray[np.float32] | None) -> Place:
        if not len(self._target):
            return Place(0, 0.0, NAN, NAN, unit is not None)
        frame = round((self._playhead - self._lag) * self._rate)
        index = min(max(frame, 0), len(self._target) - 1)
        cost = float(self._cost.min()) / self._weight if self._weight > 0 else NAN
        similarity = NAN if unit is None else float(self._target[index] @ unit)
        return Place(index, index / self._rate, cost, similarity, unit is not None)
