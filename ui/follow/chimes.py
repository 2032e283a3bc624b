"""Small sounds: a tick for every second of the countdown, a chime where a new move begins."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QUrl
from PySide6.QtMultimedia import QMediaDevices, QSoundEffect

from coach.paths import ASSETS
from ui.follow.view import Situation, Stage

NAMES: Final = ("tick", "start", "chime")
"""Files in the folder of sounds, without their ending."""
VOLUME: Final = 0.5
"""Of the sounds, 0..1: the video is louder."""


def chime_of(before: Situation | None, now: Situation) -> str:
    """The sound of a change, by name, or ""."""
    if before is None:
        return ""
    if now.stage is Stage.COUNTDOWN:
        is_new = before.stage is not Stage.COUNTDOWN or before.countdown != now.countdown
        return "tick" if is_new else ""
    if now.stage is not Stage.RUNNING:
        return ""
    if before.stage is Stage.COUNTDOWN:
        return "start"
    was = before.live.move if before.live else None
    move = now.live.move if now.live else None
    return "chime" if move is not None and was != move and before.live else ""


class Chimes(QObject):
    """Plays the sounds; silent where the computer has no sound."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._effects: dict[str, QSoundEffect] | None = None

    def play(self, name: str) -> None:
        """Play a sound of NAMES."""
        if self._effects is None:
            self._effects = self._open()
        effect = self._effects.get(name)
        if effect is not None:
            effect.play()

    def _open(self) -> dict[str, QSoundEffect]:
        if QMediaDevices.defaultAudioOutput().isNull():
            return {}
        effects = {name: QSoundEffect(self) for name in NAMES}
        for name, effect in effects.items():
            effect.setSource(QUrl.fromLocalFile(str(ASSETS / "sounds" / f"{name}.wav")))
            effect.setVolume(VOLUME)
        return effects
