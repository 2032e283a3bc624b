"""Synthetic latents whose place in time is known exactly."""

import numpy as np


class Walk:
    """A smooth path through K dimensions that does not come back to the same point."""

    def __init__(self, size=24, seed=0):
        rng = np.random.default_rng(seed)
        self.frequency = rng.uniform(0.1, 0.6, (2, size))
        self.phase = rng.uniform(0, 2 * np.pi, (2, size))

    def at(self, time):
        """Latents (T, K) at times (T,), seconds."""
        angle = 2 * np.pi * np.asarray(time, float)[:, None, None] * self.frequency + self.phase
        return np.sin(angle).sum(axis=1).astype(np.float32)
