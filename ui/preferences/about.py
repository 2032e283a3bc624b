"""What the program is: version, licences, and the score that proves itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QPlainTextEdit

import coach
from coach.errors import UserCanFix
from ui.kit.jobs import Jobs
from ui.kit.screen import Section
from ui.kit.theme import Look
from ui.kit.widgets import Button, Label
from ui.preferences.desk import PreferencesDesk

if TYPE_CHECKING:
    from coach.selftest import Trial

_LINES: int = 18


class ProofSection(Section):
    """Version, and the self-test."""

    def __init__(self, desk: PreferencesDesk, jobs: Jobs) -> None:
        super().__init__("set_about", note="set_about_note")
        self._desk, self._jobs = desk, jobs
        self._look: Look | None = None
        self.version = Label("body")
        self.test = Button("set_selftest", icon="chart")
        self.test.clicked.connect(self._begin)
        self.found = Label("body", wrap=True)
        self.found.hide()
        self.add(self.version)
        self.column.addWidget(self.test, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self.found)

    def dress(self, look: Look) -> None:
        """Language."""
        self._look = look
        self.version.say(look.texts("set_version", version=coach.__version__))

    def _begin(self) -> None:
        if self._look is not None:
            self.test.setEnabled(False)
            self._tell(self._look.texts("set_selftest_runs"))
            self._jobs.do(self._desk.self_test, self._show, self._refuse)

    def _show(self, trials: tuple[Trial, ...]) -> None:
        if self._look is None:
            return
        self.test.setEnabled(True)
        texts = self._look.texts
        lines = [
            f"{'✓' if trial.passed else '✗'} {texts(f'selftest_{trial.name}')}: {trial.score:.0f}"
            for trial in trials
        ]
        passed = all(trial.passed for trial in trials)
        lines.append(texts("selftest_passed" if passed else "selftest_failed"))
        self._tell("\n".join(lines))

    def _refuse(self, error: UserCanFix) -> None:
        self.test.setEnabled(True)
        if self._look is not None:
            self._tell(self._look.texts.error(error))

    def _tell(self, text: str) -> None:
        self.found.say(text)
        self.found.show()


class LicencesSection(Section):
    """The notices of everything that is shipped along."""

    def __init__(self, desk: PreferencesDesk, jobs: Jobs) -> None:
        super().__init__("set_licences")
        self._desk, self._jobs = desk, jobs
        self._language = "en"
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setWordWrapMode(QTextOption.WrapMode.WordWrap)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(_LINES * self.text.fontMetrics().lineSpacing())
        self.add(self.text)

    def dress(self, look: Look) -> None:
        """Language."""
        self._language = look.texts.language
        self.text.setAccessibleName(look.texts("set_licences"))
        if self.text.toPlainText():
            self._read()

    def refresh(self) -> None:
        """Read the notices once."""
        if not self.text.toPlainText():
            self._read()

    def _read(self) -> None:
        self._jobs.do(lambda: self._desk.licences(self._language), self.text.setPlainText)
