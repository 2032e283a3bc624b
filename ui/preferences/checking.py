"""Looks whether what is kept can be read, and saves what can be saved of what cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coach.errors import DataDamaged, UserCanFix
from ui.kit import theme
from ui.kit.jobs import Jobs
from ui.kit.theme import Look
from ui.kit.widgets import Button, Label, tight
from ui.preferences.desk import PreferencesDesk

if TYPE_CHECKING:
    from coach.storage.repair import Repaired


class DataCheck(QWidget):
    """A button, what was found, and a button to mend it where something was.

    Signals:
        mended: what is kept is another now.
    """

    mended = Signal()

    def __init__(self, desk: PreferencesDesk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._look: Look | None = None
        self.check = Button("set_check", icon="search", tip="set_check_tip")
        self.mend = Button("set_mend", icon="restart", kind="primary", tip="set_mend_tip")
        self.found = Label("body", wrap=True)
        self.check.clicked.connect(self.begin)
        self.mend.clicked.connect(self._mend)
        column = QVBoxLayout(self)
        tight(column, gap=theme.S)
        row = QHBoxLayout()
        tight(row, gap=theme.S)
        row.addWidget(self.check)
        row.addWidget(self.mend)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.found)
        self.mend.hide()
        self.found.hide()

    def dress(self, look: Look) -> None:
        """Language."""
        self._look = look

    def begin(self) -> None:
        """Read all that is kept; takes seconds."""
        self._work("set_check_runs")
        self._jobs.do(self._desk.check, self._show, self._refuse)

    def _show(self, found: tuple[DataDamaged, ...]) -> None:
        if self._look is not None:
            texts = self._look.texts
            lines = [texts.error(error) for error in found] or [texts("data_sound")]
            self._tell("\n".join(lines), can_mend=bool(found))

    def _mend(self) -> None:
        self._work("set_mend_runs")
        self._jobs.do(self._desk.mend, self._show_mended, self._refuse)

    def _show_mended(self, done: tuple[Repaired, ...]) -> None:
        from coach.diary.rescue_words import mended_text

        if self._look is not None:
            texts = self._look.texts
            lines = [mended_text(one, texts) for one in done] or [texts("data_sound")]
            self._tell("\n".join(lines), can_mend=False)
        self.mended.emit()

    def _work(self, key: str) -> None:
        if self._look is not None:
            self._tell(self._look.texts(key), can_mend=False)
        self.check.setEnabled(False)

    def _refuse(self, error: UserCanFix) -> None:
        if self._look is not None:
            self._tell(self._look.texts.error(error), can_mend=False)

    def _tell(self, sentence: str, *, can_mend: bool) -> None:
        self.check.setEnabled(True)
        self.found.say(sentence)
        self.found.show()
        self.mend.setVisible(can_mend)
