"""The sound of the fall alarm, made again: ``python -m models.training.alarm_sound``.

Two tones in turn, each with two overtones, as alarms for people who hear badly have them: below
1 kHz, where hearing lasts longest in old age. It is looped without a click: whole periods only.
"""

from __future__ import annotations

import wave
from typing import Final

import numpy as np

from coach.paths import ASSETS

RATE: Final = 22050
"""Samples a second."""
TONES: Final = (520.0, 780.0)
"""Hz, in turn."""
LENGTH: Final = 0.5
"""Seconds of a tone, a multiple of the periods of both."""
EDGE: Final = 0.02
"""Seconds in which a tone swells and fades."""
OVERTONES: Final = (1.0, 0.5, 0.25)
"""Strength of a tone, of its octave and of the third partial."""
LOUDNESS: Final = 0.9
"""Of the largest sample."""


def alarm() -> np.ndarray:
    """(N,) int16, one round of the sound."""
    time = np.arange(round(LENGTH * RATE)) / RATE
    swell = np.clip(np.minimum(time, LENGTH - time) / EDGE, 0.0, 1.0)
    parts = [
        swell * sum(a * np.sin(2 * np.pi * n * tone * time) for n, a in enumerate(OVERTONES, 1))
        for tone in TONES
    ]
    sound = np.concatenate(parts)
    return np.round(sound / np.abs(sound).max() * LOUDNESS * 32767).astype(np.int16)


def main() -> None:
    """Write it."""
    with wave.open(str(ASSETS / "sounds" / "alarm.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(alarm().tobytes())


if __name__ == "__main__":
    main()
