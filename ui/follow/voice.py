"""The voice: sentences of the system's speech engine, made when the first one is wanted.

Where the engine has to be reached through a daemon (Linux) it lives in a thread of its own:
starting it may take seconds, and the window must not wait.
"""

from __future__ import annotations

import logging
import sys
from typing import Final, Protocol

from PySide6.QtCore import QLocale, QObject, QThread, Signal, Slot
from PySide6.QtTextToSpeech import QTextToSpeech

log = logging.getLogger(__name__)

ENGINES_LEFT_OUT: Final = frozenset({"mock"})
"""Engines that make no sound."""
_LOCALES: Final = {"en": QLocale.Language.English, "ko": QLocale.Language.Korean}
_IN_THREAD: Final = sys.platform.startswith("linux")


class Speaker(Protocol):
    """Who says the sentences of a session."""

    @property
    def is_speaking(self) -> bool:
        """Whether something is being said."""

    @property
    def problem(self) -> str:
        """Text key of why nothing can be said, or ""."""

    def set_voice(self, language: str, volume: float, rate: float) -> None:
        """Speak a language, 0..1 loud and -1..1 fast."""

    def say(self, text: str, *, urgent: bool) -> None:
        """Say a sentence; an urgent one breaks off what is being said."""

    def hush(self) -> None:
        """Break off."""

    def close(self) -> None:
        """Let the engine go."""


class _Engine(QObject):
    """The engine of the system; its slots run where it lives.

    Signals:
        spoke: whether something is being said now.
        failed: text key of why nothing can be said.
    """

    spoke = Signal(bool)
    failed = Signal(str)

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self._names = names
        self._speech: QTextToSpeech | None = None
        self._failed = False

    @Slot(str, str, float, float, bool)
    def say(self, text: str, language: str, volume: float, rate: float, urgent: bool) -> None:
        """Say a sentence in a language."""
        speech = self._opened(language)
        if speech is None:
            self.spoke.emit(False)
            return
        if urgent:
            speech.stop()
        speech.setVolume(volume)
        speech.setRate(rate)
        speech.say(text)

    @Slot()
    def hush(self) -> None:
        """Break off."""
        if self._speech is not None:
            self._speech.stop()

    @Slot()
    def close(self) -> None:
        """Let the engine go."""
        if self._speech is not None:
            self._speech.stop()
            self._speech.deleteLater()
            self._speech = None

    def _opened(self, language: str) -> QTextToSpeech | None:
        if self._failed:
            return None
        if self._speech is None:
            self._speech = self._first_engine()
            if self._speech is None:
                self._give_up("voice_none")
                return None
            self._speech.stateChanged.connect(self._follow)
        if self._speech.locale().language() is not _LOCALES[language]:
            fitting = [
                locale
                for locale in self._speech.availableLocales()
                if locale.language() is _LOCALES[language]
            ]
            if not fitting:
                self._give_up("voice_no_language")
                return None
            self._speech.setLocale(fitting[0])
        return self._speech

    def _first_engine(self) -> QTextToSpeech | None:
        for name in self._names:
            speech = QTextToSpeech(name, self)
            if speech.state() is not QTextToSpeech.State.Error:
                return speech
            log.info("speech engine %s: %s", name, speech.errorString())
            speech.deleteLater()
        return None

    def _give_up(self, key: str) -> None:
        self._failed = True
        self.failed.emit(key)

    @Slot(QTextToSpeech.State)
    def _follow(self, state: QTextToSpeech.State) -> None:
        self.spoke.emit(state in (QTextToSpeech.State.Speaking, QTextToSpeech.State.Synthesizing))
        if state is QTextToSpeech.State.Error:
            self._give_up("voice_none")


class Voice(QObject):
    """Says sentences, one at a time; asks for the engine with the first one."""

    _asked = Signal(str, str, float, float, bool)
    _hushed = Signal()

    def __init__(
        self, parent: QObject | None = None, *, engines: tuple[str, ...] | None = None
    ) -> None:
        """``engines``: names to try, in order; None: those of the system."""
        super().__init__(parent)
        self._names = engines
        self._engine: _Engine | None = None
        self._thread: QThread | None = None
        self._language, self._volume, self._rate = "en", 1.0, 0.0
        self._is_speaking = False
        self._problem = ""

    @property
    def is_speaking(self) -> bool:
        """Whether something is being said, or was just asked to be."""
        return self._is_speaking

    @property
    def problem(self) -> str:
        """Text key of why nothing can be said, or ""."""
        return self._problem

    def set_voice(self, language: str, volume: float, rate: float) -> None:
        """Speak a language, 0..1 loud and -1..1 fast; another language is tried anew."""
        if language != self._language and self._problem == "voice_no_language":
            self.close()
            self._problem = ""
        self._language, self._volume, self._rate = language, volume, rate

    def say(self, text: str, *, urgent: bool) -> None:
        """Say a sentence; an urgent one breaks off what is being said."""
        if self._problem:
            return
        if self._engine is None:
            self._open()
        self._is_speaking = True
        self._asked.emit(text, self._language, self._volume, self._rate, urgent)

    def hush(self) -> None:
        """Break off."""
        self._hushed.emit()

    def close(self) -> None:
        """Let the engine go; the next sentence opens it again."""
        engine, self._engine = self._engine, None
        thread, self._thread = self._thread, None
        self._is_speaking = False
        if engine is None:
            return
        self._asked.disconnect(engine.say)
        self._hushed.disconnect(engine.hush)
        engine.spoke.disconnect(self._note)
        engine.failed.disconnect(self._fail)
        if thread is None:
            engine.close()
            engine.deleteLater()
        else:
            thread.quit()  # its finish lets the engine go
            thread.wait()

    def _open(self) -> None:
        names = self._names
        if names is None:
            known = QTextToSpeech.availableEngines()
            names = tuple(name for name in known if name not in ENGINES_LEFT_OUT)
        self._engine = engine = _Engine(names)
        if _IN_THREAD:
            self._thread = QThread(self)
            self._thread.setObjectName("voice")
            engine.moveToThread(self._thread)
            self._thread.finished.connect(engine.close)
            self._thread.finished.connect(engine.deleteLater)
            self._thread.start()
        self._asked.connect(engine.say)
        self._hushed.connect(engine.hush)
        engine.spoke.connect(self._note)
        engine.failed.connect(self._fail)

    @Slot(bool)
    def _note(self, speaking: bool) -> None:
        self._is_speaking = speaking

    @Slot(str)
    def _fail(self, key: str) -> None:
        self._problem = key
        self._is_speaking = False
