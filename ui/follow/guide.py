"""Gives what is decided a voice and a sound; the video is quieter meanwhile."""

from __future__ import annotations

from typing import Final

from coach.texts import Texts
from ui.follow.chimes import Chimes, chime_of
from ui.follow.guidance import Guidance
from ui.follow.player import TargetPlayer
from ui.follow.view import Situation
from ui.follow.voice import Speaker
from ui.follow.voice_plan import Narrator

LONGEST: Final = 12.0
"""Seconds after which a sentence is over, whatever the engine says."""
TOLD_S: Final = 10.0
"""Seconds for which the screen tells that there is no voice."""


class Guide:
    """Voice and sounds of the sessions of one window."""

    def __init__(self, player: TargetPlayer, chimes: Chimes, speaker: Speaker | None) -> None:
        """``speaker``: None where nothing is to be spoken."""
        self._player, self._chimes, self._speaker = player, chimes, speaker
        self._narrator = Narrator()
        self._before: Situation | None = None
        self._said_at = float("-inf")
        self._told: str = ""
        self._told_at = float("-inf")

    def begin(self) -> None:
        """Another session."""
        self._narrator.reset()
        self._before = None

    def announce(self, sentence: str, clock: float) -> None:
        """Say a sentence of another screen when nothing more important is to be said."""
        self._narrator.announce(sentence, clock)

    def take(self, now: Situation, clock: float, texts: Texts, guidance: Guidance) -> None:
        """How things are, seconds of the monotonic clock: say and sound what belongs to it."""
        before, self._before = self._before, now
        if guidance.sounds and (sound := chime_of(before, now)):
            self._chimes.play(sound)
        speaker = self._speaker
        if speaker is None:
            return
        is_speaking = speaker.is_speaking and clock - self._said_at < LONGEST
        saying = self._narrator.push(now, clock, texts, guidance, speaking=is_speaking)
        if saying is not None and not speaker.problem:
            speaker.set_voice(texts.language, guidance.volume, guidance.rate)
            speaker.say(saying.text, urgent=saying.urgent)
            self._said_at = clock
        self._player.duck(quiet=speaker.is_speaking and clock - self._said_at < LONGEST)

    def notice(self, clock: float, texts: Texts) -> str:
        """What the screen has to tell about the voice now, once for each reason."""
        problem = self._speaker.problem if self._speaker is not None else ""
        if problem and problem != self._told:
            self._told, self._told_at = problem, clock
        return texts(problem) if problem and clock - self._told_at < TOLD_S else ""

    def hush(self) -> None:
        """Break off what is being said."""
        if self._speaker is not None:
            self._speaker.hush()

    def rest(self) -> None:
        """The session is over; the last sentence may still be said."""
        self._narrator.reset()
        self._player.duck(quiet=False)

    def close(self) -> None:
        """Be silent, and let the engine go."""
        if self._speaker is not None:
            self._speaker.close()
