"""Whether a person follows as in a mirror.

The sidedness of a pose is the difference of its latent and the latent of the same pose
with left and right exchanged: zero for a symmetric pose, and of opposite sign for the
same move done with the other side. Both sidednesses are centred (a camera from the side
makes everybody a little one-sided) and multiplied: the sum is positive for somebody who
uses the same side, negative for somebody who mirrors. Moments in which the target is no
more one-sided than noise are left out, so one arm that stays low in a symmetric move is
no evidence.

People mirror the picture. Of an instructor who turns their back the same side of the
picture is the same side of the body, so for whoever mirrors left and right are exchanged
only while the instructor faces the camera.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

FORGETTING: Final = 20.0
"""Time constant in seconds of the running means of the live evidence."""
DECISION: Final = 6.0
"""Evidence, in seconds of the movement that noise makes, from which sides are settled."""
FULL: Final = 2 * DECISION
"""No more evidence than this is kept, in the same unit: who changes sides is found out."""
TURNED: Final = 120.0
"""Angle ``facing`` in degrees from which an instructor shows their back."""
CHANGE: Final = 2 * DECISION
"""Evidence against the sides of the moves around that one move must have, in the same unit."""


def side_evidence(user: NDArray[np.floating], target: NDArray[np.floating], noise: float) -> float:
    """Sum over aligned frames of the product of both sidednesses, centred.

    Args:
        user, target: (n, K) sidedness of the same moments; NaN rows are left out.
        noise: squared length of a target's centred sidedness that says nothing yet.

    Returns:
        Above 0: the same side; below 0: mirrored; 0 where nothing is known.
    """
    both = np.isfinite(user).all(axis=1) & np.isfinite(target).all(axis=1)
    if np.count_nonzero(both) < 2:
        return 0.0
    u = user[both] - user[both].mean(axis=0)
    z = target[both] - target[both].mean(axis=0)
    one_sided = np.sum(z * z, axis=1) > noise
    return float(np.sum(u[one_sided] * z[one_sided]))


def turned_away(facing: NDArray[np.floating]) -> bool:
    """Whether an instructor shows their back in most of some frames.

    Args:
        facing: (n,) degrees, see ``coach.angles``; NaN is left out.
    """
    known = facing[np.isfinite(facing)]
    return bool(len(known)) and float(np.median(known)) > TURNED


def sides_of_session(
    user: NDArray[np.floating],
    target: NDArray[np.floating],
    facing: NDArray[np.floating],
    stretches: Sequence[slice],
    *,
    noise: float,
    rate: float,
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """For each stretch of a session whether left and right are to be exchanged.

    Of all ways to mirror or not from stretch to stretch the one is taken that has the most
    evidence for it, less ``CHANGE`` for every change: a symmetric move goes with the moves
    about it, one move that is clearly done with the other side stands for itself.

    Args:
        user, target: (T, K) sidedness of the person, as they are, and of the target at the
            same moments; NaN where unknown.
        facing: (T,) degrees of the target.
        stretches: rows of each move, in order.
        noise: see ``side_evidence``; rate: rows a second.

    Returns:
        (M,) whether to exchange, and (M,) evidence for the same side of the body in units
        of ``DECISION``: at least 1 or at most -1 is sure.
    """
    away = np.array([turned_away(facing[rows]) for rows in stretches], dtype=bool)
    sums = [side_evidence(user[rows], target[rows], noise) for rows in stretches]
    evidence = np.array(sums, dtype=np.float64) / (noise * rate)
    mirrors = _likeliest(np.where(away, evidence, -evidence))
    return mirrors ^ away, evidence / DECISION


def _likeliest(gain: NDArray[np.floating]) -> NDArray[np.bool_]:
    """(M,) yes or no with the largest sum of ``gain`` where yes, -gain where no, less changes."""
    total = np.zeros(2)
    origins: list[NDArray[np.intp]] = []
    for step in gain:
        come = np.where(np.eye(2, dtype=bool), 0.0, -CHANGE) + total  # rows: to, columns: from
        origins.append(come.argmax(axis=1))
        total = come.max(axis=1) + np.array([-step, step])
    states = [int(total.argmax())]
    for origin in origins[::-1]:
        states.append(int(origin[states[-1]]))
    return np.array(states[-2::-1], dtype=bool) if len(gain) else np.zeros(0, dtype=bool)


class SideEvidence:
    """The same, frame by frame: sums seconds instead of frames, with running means.

    The sum is kept between -FULL and FULL, and what is settled stays until the sum has
    reached DECISION on the other side: nothing flickers, and who changes is found out after
    as much evidence again as FULL and DECISION together.

    Attributes:
        value: above 0 for the same side of the picture as the body's, in units of
            noise times seconds: -FULL..FULL, below 0 for a mirror.
    """

    def __init__(self, size: int, noise: float) -> None:
        """size: of a latent; noise: see ``side_evidence``."""
        self._noise = noise
        self._mean_user = np.zeros(size)
        self._mean_target = np.zeros(size)
        self._seconds = 0.0
        self._mirrors: bool | None = None
        self._away = False
        self.value = 0.0

    @property
    def mirrored(self) -> bool | None:
        """Whether left and right are to be exchanged now; None: not settled yet."""
        return None if self._mirrors is None else self._mirrors != self._away

    def exchange(self) -> None:
        """The target is shown with left and right exchanged from now on, or no longer."""
        self.value = -self.value
        self._mirrors = None if self._mirrors is None else not self._mirrors

    def push(
        self,
        user: NDArray[np.floating],
        target: NDArray[np.floating],
        seconds: float,
        facing: float = 0.0,
    ) -> float:
        """Take one moment of ``seconds``; (K,) each; frames with NaN change nothing.

        ``facing``: degrees of the target. Between the edges it counts as before.
        """
        if facing > TURNED or facing < 180.0 - TURNED:
            self._away = facing > TURNED
        apart = float(user @ target)
        if not np.isfinite(apart):
            return self.value
        self._seconds += seconds
        share = seconds / max(min(self._seconds, FORGETTING), 1e-9)
        self._mean_user += share * (user - self._mean_user)
        self._mean_target += share * (target - self._mean_target)
        centred = target - self._mean_target
        if centred @ centred > self._noise:
            said = seconds * float((user - self._mean_user) @ centred) / self._noise
            value = self.value + (-said if self._away else said)
            self.value = min(max(value, -FULL), FULL)
            if abs(self.value) >= DECISION:
                self._mirrors = self.value < 0
        return self.value
