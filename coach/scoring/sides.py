"""Whether a person follows as in a mirror.

The sidedness of a pose is the difference of its latent and the latent of the same pose
with left and right exchanged: zero for a symmetric pose, and of opposite sign for the
same move done with the other side. Both sidednesses are centred (a camera from the side
makes everybody a little one-sided) and multiplied: the sum is positive for somebody who
uses the same side, negative for somebody who mirrors. Moments in which the target is no
more one-sided than noise are left out, so one arm that stays low in a symmetric move is
no evidence.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

FORGETTING: Final = 20.0
"""Time constant in seconds of the running means of the live evidence."""


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


class SideEvidence:
    """The same, frame by frame: sums seconds instead of frames, with running means."""

    def __init__(self, size: int, noise: float) -> None:
        """size: of a latent; noise: see ``side_evidence``."""
        self._noise = noise
        self._mean_user = np.zeros(size)
        self._mean_target = np.zeros(size)
        self._seconds = 0.0
        self.value = 0.0

    def push(
        self, user: NDArray[np.floating], target: NDArray[np.floating], seconds: float
    ) -> float:
        """Take one moment of ``seconds``; (K,) each; frames with NaN change nothing."""
        if not (np.isfinite(user).all() and np.isfinite(target).all()):
            return self.value
        self._seconds += seconds
        share = seconds / max(min(self._seconds, FORGETTING), 1e-9)
        self._mean_user += share * (user - self._mean_user)
        self._mean_target += share * (target - self._mean_target)
        centred = target - self._mean_target
        if np.sum(centred * centred) > self._noise:
            self.value += seconds * float(np.sum((user - self._mean_user) * centred))
        return self.value
