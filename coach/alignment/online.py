"""Where in the target a person is, one live frame at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.alignment.unit import unit_rows
from coach.errors import CoachBug

NAN: Final = float("nan")


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
        unknown_cost: cost of target frames in which nobody is seen.
        seek: a larger jump of the playhead, in seconds, begins anew.
    """

    behind: float = 2.5
    ahead: float = 0.3
    usual_lag: float = 0.4
    step_cost: float = 0.01
    memory: float = 2.5
    slowest: float = 0.4
    fastest: float = 2.5
    keep: float = 0.03
    unknown_cost: float = 0.6
    seek: float = 1.0


@dataclass(frozen=True, slots=True)
class Place:
    """Answer for one live frame.

    Attributes:
        index: frame of the target; time: its time, seconds.
        cost: mean of 1 - cosine lately, along the path that ends here; NaN before the
            first evidence.
        similarity: cosine with that target frame; NaN where either is not seen.
        seen: whether the person was seen.
    """

    index: int
    time: float
    cost: float
    similarity: float
    seen: bool


class OnlineAligner:
    """Open-ended warping in a band about the playhead, in the plane of lags.

    A state is a lag l behind the playhead p, on the target's clock, from ``-ahead`` to
    ``behind``; its target frame is round((p - l) * rate). Whoever follows steadily stays in
    one state. With every push, dt after the last, each state takes

        D(l) <- exp(-dt / memory) * D(l) + dt * (1 - cos(live, target(p - l)))

    and whenever the playhead has gone on by two target frames (a tick)

        D(l) <- min(D(l), D(l - 1/rate) + step_cost, D(l + 1/rate) + step_cost)

    so a path goes through the target at 0.5 to 1.5 times the playhead's speed: nobody can
    wait in a frame that suits them, however well it does. The answer follows the cheapest
    state at ``slowest`` to ``fastest`` times the playhead's speed and so never goes back.

    A frame in which nobody is seen changes no evidence: the place moves on with the
    playhead. While the playhead rests, so does the place. A jump of the playhead begins
    anew.
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
        first = -int(self._settings.ahead * rate + 1e-6)
        last = int(self._settings.behind * rate + 1e-6)
        self._lags = np.arange(first, last + 1) / rate
        self._target = np.empty((0, target.shape[1]), np.float32)
        self.extend(target)
        self.reset()

    def extend(self, latents: NDArray[np.float32]) -> None:
        """Append target frames (n, K) that were analysed since."""
        if latents.ndim != 2 or latents.shape[1] != self._target.shape[1]:
            wanted = self._target.shape[1]
            raise CoachBug(f"latents must have shape (n, {wanted}), got {latents.shape}")
        self._target = np.concatenate([self._target, unit_rows(latents)])

    def reset(self) -> None:
        """Forget the live frames; the target stays."""
        away = self._lags - self._settings.usual_lag
        self._cost = 0.01 * away**2
        self._weight = 0.0
        self._lag = self._settings.usual_lag
        self._playhead = 0.0
        self._begun = False
        self._since_tick = 0.0

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
        seen = bool(np.isfinite(length)) and length > 0
        if seen and len(self._target):
            self._take(latent / length, elapsed)
            self._follow(elapsed)
        return self._place(latent / length if seen else None)

    def _take(self, unit: NDArray[np.float32], elapsed: float) -> None:
        settings = self._settings
        frames = np.rint((self._playhead - self._lags) * self._rate).astype(np.intp)
        cost = 1.0 - self._target[frames.clip(0, len(self._target) - 1)] @ unit
        cost[np.isnan(cost)] = settings.unknown_cost
        kept = float(np.exp(-elapsed / settings.memory))
        self._cost = kept * self._cost + elapsed * cost
        self._weight = kept * self._weight + elapsed
        self._since_tick += elapsed
        while self._since_tick >= 2 / self._rate - 1e-9:
            self._since_tick -= 2 / self._rate
            slower = self._cost[:-1] + settings.step_cost
            faster = self._cost[1:] + settings.step_cost
            self._cost[1:] = np.minimum(self._cost[1:], slower)
            self._cost[:-1] = np.minimum(self._cost[:-1], faster)

    def _follow(self, elapsed: float) -> None:
        settings = self._settings
        best = int(np.argmin(self._cost + settings.keep * np.abs(self._lags - self._lag)))
        most = (1 - settings.slowest) * elapsed
        least = (1 - settings.fastest) * elapsed
        self._lag += min(max(float(self._lags[best]) - self._lag, least), most)

    def _place(self, unit: NDArray[np.float32] | None) -> Place:
        if not len(self._target):
            return Place(0, 0.0, NAN, NAN, unit is not None)
        frame = round((self._playhead - self._lag) * self._rate)
        index = min(max(frame, 0), len(self._target) - 1)
        cost = float(self._cost.min()) / self._weight if self._weight > 0 else NAN
        similarity = NAN if unit is None else float(self._target[index] @ unit)
        return Place(index, index / self._rate, cost, similarity, unit is not None)
