"""How somebody wants to be guided through a session: what is said, counted and waited for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ui.settings import Settings

COUNTDOWN_S: Final = 5
"""Time to step back from the computer after the button was pressed, where nobody chose."""


@dataclass(frozen=True, slots=True)
class Guidance:
    """The choices of a person.

    Attributes:
        countdown: seconds before the start.
        arms_up: whether both arms held up pause and go on.
        waits: whether the video waits for whoever leaves the picture.
        sounds: whether the countdown ticks and a new move chimes.
        speaks: whether anything is spoken.
        cues: how often what to change is spoken: "off", "few", "normal" or "many".
        counts: whether repetitions are counted aloud.
        everything: whether everything is told, for somebody who cannot look.
        volume: of the voice, 0..1. rate: of the voice, -1..1, 0 is usual.
    """

    countdown: int = COUNTDOWN_S
    arms_up: bool = True
    waits: bool = True
    sounds: bool = True
    speaks: bool = True
    cues: str = "normal"
    counts: bool = False
    everything: bool = False
    volume: float = 0.8
    rate: float = 0.0


ALONE: Final = Guidance(arms_up=False, waits=False, sounds=False, speaks=False)
"""Of a session that runs by itself: nobody is there to hear, to come back or to raise an arm."""


def guidance_of(settings: Settings) -> Guidance:
    """What the settings say."""
    return Guidance(
        countdown=settings.countdown,
        arms_up=settings.arms_up,
        waits=settings.pause_when_gone,
        sounds=settings.sounds,
        speaks=settings.voice or settings.spoken_only,
        cues=settings.voice_cues,
        counts=settings.voice_repetitions,
        everything=settings.spoken_only,
        volume=settings.voice_volume / 100,
        rate=settings.voice_rate / 100 - 1,
    )
