"""A report for who helps: made, read, and only then copied or saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit

from coach.errors import OutputUnwritable, UserCanFix
from ui.kit import theme
from ui.kit.jobs import Jobs
from ui.kit.screen import Section
from ui.kit.theme import Look
from ui.kit.widgets import Button, Label, tight

MakeReport = Callable[[str], str]
"""Takes the language and makes the report; slow."""

_LINES: Final = 12


class HelpSection(Section):
    """A button that makes the report; below it the report, and what can be done with it."""

    def __init__(self, make: MakeReport, jobs: Jobs) -> None:
        super().__init__("help_title", note="help_note")
        self._make, self._jobs = make, jobs
        self._look: Look | None = None
        self.make = Button("help_make", icon="info", tip="help_make_tip")
        self.said = Label("body", wrap=True)
        self.report = QPlainTextEdit()
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.report.setMinimumHeight(_LINES * self.report.fontMetrics().lineSpacing())
        self.copy = Button("help_copy", tip="help_copy_tip")
        self.save = Button("help_save", icon="save", tip="help_save_tip", kind="ghost")
        self.make.clicked.connect(self._begin)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._save)
        self.column.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self.said)
        self.add(self.report)
        row = QHBoxLayout()
        tight(row, gap=theme.S)
        row.addWidget(self.copy)
        row.addWidget(self.save)
        row.addStretch(1)
        self.column.addLayout(row)
        for widget in (self.said, self.report, self.copy, self.save):
            widget.hide()

    def dress(self, look: Look) -> None:
        """Language."""
        self._look = look
        self.report.setAccessibleName(look.texts("help_report"))
        self.report.setToolTip(look.texts("help_shown"))

    @Slot()
    def _begin(self) -> None:
        if self._look is None:
            return
        language = self._look.texts.language
        self.make.setEnabled(False)
        self._tell("help_runs")
        self._jobs.do(lambda: self._make(language), self._show, self._refuse)

    def _show(self, report: str) -> None:
        self.make.setEnabled(True)
        self.report.setPlainText(report)
        for widget in (self.report, self.copy, self.save):
            widget.show()
        self._tell("help_shown")

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self._tell("help_copied")

    @Slot()
    def _save(self) -> None:
        if self._look is None:
            return
        texts = self._look.texts
        name, _ = QFileDialog.getSaveFileName(
            self,
            texts("help_save_tip"),
            f"coach-{date.today()}.txt",
            f"{texts('help_text_file')} (*.txt)",
        )
        if name:
            path, report = Path(name), self.report.toPlainText()
            self._jobs.do(
                lambda: _write(path, report),
                lambda _: self._tell("help_saved", name=path.name),
                self._refuse,
            )

    def _refuse(self, error: UserCanFix) -> None:
        self.make.setEnabled(True)
        if self._look is not None:
            self.said.say(self._look.texts.error(error))
            self.said.show()

    def _tell(self, key: str, **values: str) -> None:
        if self._look is not None:
            self.said.say(self._look.texts(key, **values))
            self.said.show()


def _write(path: Path, report: str) -> None:
    try:
        path.write_text(report, encoding="utf-8")
    except OSError as error:
        raise OutputUnwritable(path, error.strerror or str(error)) from error
