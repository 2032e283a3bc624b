"""The small sounds of a session, made again: ``python -m models.training.chime_sounds``.

A tick for every second of the countdown, a higher one for the start, and two rising notes for a
new move; soft, because they come often.
"""

from __future__ import annotations

import wave
from typing import Final

import numpy as np

from coach.paths import ASSETS

RATE: Final = 22050
"""Samples a second."""
LOUDNESS: Final = 0.5
"""Of the largest sample."""
ATTACK: Final = 0.004
"""Seconds in which a note swells."""
OVERTONES: Final = (1.0, 0.35, 0.12)
"""Strength of a tone, of its octave and of the third partial."""
SOUNDS: Final = {
    "tick": ((660.0, 0.0, 0.09),),
    "start": ((990.0, 0.0, 0.25),),
    "chime": ((784.0, 0.0, 0.30), (1047.0, 0.12, 0.45)),
}
"""Notes of every sound: Hz, seconds from its beginning, and seconds until it has faded."""


def sound(notes: tuple[tuple[float, float, float], ...]) -> np.ndarray:
    """(N,) int16."""
    length = max(start + fade for _, start, fade in notes)
    time = np.arange(round(length * RATE)) / RATE
    whole = np.zeros(len(time))
    for tone, start, fade in notes:
        own = np.clip(time - start, 0.0, None)
        swell = np.minimum(own / ATTACK, 1.0) * np.exp(-5.0 * own / fade)
        swell *= np.clip((fade - own) / ATTACK, 0.0, 1.0)
        whole += swell * sum(
            a * np.sin(2 * np.pi * n * tone * own) for n, a in enumerate(OVERTONES, 1)
        )
    return np.round(whole / np.abs(whole).max() * LOUDNESS * 32767).astype(np.int16)


def main() -> None:
    """Write them."""
    for name, notes in SOUNDS.items():
        with wave.open(str(ASSETS / "sounds" / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(sound(notes).tobytes())


if __name__ == "__main__":
    main()
