"""What Qt finds on this machine, for the doctor; to be asked in a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QEventLoop, QLocale, QTimer, QUrl, qVersion
from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics, QGuiApplication
from PySide6.QtMultimedia import QMediaDevices, QMediaPlayer, QVideoFrame, QVideoSink
from PySide6.QtTextToSpeech import QTextToSpeech

from coach.paths import DEMO
from ui.app import make_application
from ui.kit import theme

PATIENCE_MS: Final = 5000
"""Within which the first picture of a video has to come."""


def find() -> dict[str, Any]:
    """Windows, players, sound, voices and fonts, as plain values.

    Returns:
        qt, platform: words. plays: whether Qt shows a picture of the demo workout.
        outputs: names of devices for sound. voices: "en", "ko", those that can be spoken.
        font: family of the app; korean: whether it, or one of the system, has Korean letters.
    """
    application = make_application()
    family = theme.font_family()
    found = {
        "qt": qVersion(),
        "platform": QGuiApplication.platformName(),
        "plays": _plays(DEMO / "target.mp4"),
        "outputs": [device.description() for device in QMediaDevices.audioOutputs()],
        "voices": _voices(),
        "font": family,
        "korean": _has_korean(family),
    }
    application.quit()
    return found


def _plays(video: Path) -> bool:
    """Whether a picture comes: what Qt says that it can play is another matter."""
    player, sink, waiting = QMediaPlayer(), QVideoSink(), QEventLoop()
    player.setVideoSink(sink)
    shown: list[bool] = []

    def take(frame: QVideoFrame) -> None:
        if frame.isValid():
            shown.append(True)
            waiting.quit()

    sink.videoFrameChanged.connect(take)
    player.errorOccurred.connect(waiting.quit)
    QTimer.singleShot(PATIENCE_MS, waiting.quit)
    player.setSource(QUrl.fromLocalFile(str(video)))
    player.play()
    waiting.exec()
    player.stop()
    return bool(shown)


def _voices() -> list[str]:
    known: set[QLocale.Language] = set()
    for name in QTextToSpeech.availableEngines():
        speech = QTextToSpeech(name)
        if name != "mock" and speech.state() is not QTextToSpeech.State.Error:
            known |= {locale.language() for locale in speech.availableLocales()}
    languages = {"en": QLocale.Language.English, "ko": QLocale.Language.Korean}
    return [name for name, language in languages.items() if language in known]


def _has_korean(family: str) -> bool:
    """Whether the font itself draws it, or another one steps in; ours says less than it can."""
    korean = QFontDatabase.WritingSystem.Korean
    return QFontMetrics(QFont(family)).inFont("가") or bool(QFontDatabase.families(korean))
