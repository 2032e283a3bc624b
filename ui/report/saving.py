"""To keep the report: files in four formats, paper, and the page for a physiotherapist."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QAction, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QWidget

from coach.errors import OutputUnwritable, UserCanFix
from ui.follow.values import Outcome
from ui.kit import icons
from ui.kit.jobs import Jobs
from ui.kit.theme import Look
from ui.report.desk import ReportDesk

if TYPE_CHECKING:
    from coach.report.write import Page

DPI: Final = 300
"""Dots an inch on paper."""
POINTS: Final = 72
"""Of a PDF, an inch."""
LONGEST_NAME: Final = 80
"""Letters of a title in the name of a file."""

ENDINGS: Final = ("html", "pdf", "csv", "json")

Ask = Callable[[QPrinter, QWidget], bool]


def ask_printer(printer: QPrinter, parent: QWidget) -> bool:
    """The system's dialogue of printing; whether to print."""
    return QPrintDialog(printer, parent).exec() == QDialog.DialogCode.Accepted


def print_pdf(path: Path, printer: QPrinter) -> int:
    """Put the pages of a document on paper, as large as its sheet; how many. Slow.

    Raises:
        OutputUnwritable: the printer takes nothing.
    """
    document = QPdfDocument()
    document.load(str(path))
    painter = QPainter()
    if not painter.begin(printer):
        raise OutputUnwritable(Path(printer.outputFileName() or printer.printerName()), "")
    try:
        sheet = printer.pageLayout().fullRectPixels(printer.resolution())
        edge = printer.pageLayout().paintRectPixels(printer.resolution()).topLeft()
        for number in range(document.pageCount()):
            if number:
                printer.newPage()
            size = document.pagePointSize(number) * (DPI / POINTS)
            image = document.render(number, QSize(round(size.width()), round(size.height())))
            painter.drawImage(sheet.translated(-edge), image)
    finally:
        painter.end()
    return document.pageCount()


class Saving(QObject):
    """Asks where to, and writes off the thread of the window.

    Signals:
        told: sentence of how it went, and whether it went well.
    """

    told = Signal(str, bool)

    def __init__(self, desk: ReportDesk, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._parent = desk, jobs, parent
        self._look: Look | None = None
        self._outcome: Outcome | None = None
        self.ask_printer: Ask = ask_printer

    def dress(self, look: Look) -> None:
        """Take the language."""
        self._look = look

    def take(self, outcome: Outcome) -> None:
        """What is to be kept."""
        self._outcome = outcome

    def menu(self, parent: QWidget) -> QMenu:
        """All ways to keep it."""
        menu = QMenu(parent)
        look = self._look
        if look is None:
            return menu
        for ending in ENDINGS:
            act = self._action(menu, look, f"report_save_{ending}", "save")
            act.triggered.connect(lambda _=False, ending=ending: self.ask(ending))
        menu.addSeparator()
        physio = self._action(menu, look, "report_save_physio", "save")
        physio.triggered.connect(lambda _=False: self.ask("pdf", "physio"))
        if self._is_named:
            nameless = self._action(menu, look, "report_save_physio_nameless", "save")
            nameless.triggered.connect(lambda _=False: self.ask("pdf", "physio", named=False))
        menu.addSeparator()
        pages: tuple[Page, ...] = ("full", "physio")
        for page in pages:
            act = self._action(menu, look, f"report_print_{page}", "print")
            act.triggered.connect(lambda _=False, page=page: self.print(page))
        return menu

    @property
    def _is_named(self) -> bool:
        """Whether what is kept tells who trained."""
        kept = self._outcome.kept if self._outcome else None
        return kept is not None and any(kept.names)

    @staticmethod
    def _action(menu: QMenu, look: Look, key: str, icon: str) -> QAction:
        action = QAction(icons.icon(icon, look.palette.text), look.texts(key), menu)
        menu.addAction(action)
        return action

    def ask(self, ending: str, page: Page = "full", *, named: bool = True) -> None:
        """Where to; the system's dialogue. ``named``: whether it tells who trained."""
        if self._look is None or self._outcome is None:
            return
        texts = self._look.texts
        title = self._outcome.result.target
        safe = "".join(c if c.isalnum() or c in " -_" else "_" for c in title)[:LONGEST_NAME]
        if page == "physio":
            safe = f"{safe} - {texts('physio_heading')}"
        kind = f"{ending.upper()} (*.{ending})"
        name, _ = QFileDialog.getSaveFileName(
            self._parent, texts("report_save"), f"{safe}.{ending}", kind
        )
        if name:
            path = Path(name)
            path = path if path.suffix else path.with_suffix(f".{ending}")
            self.save(path, page, named=named)

    def save(self, path: Path, page: Page = "full", *, named: bool = True) -> None:
        """Write a file; ``told`` says how it went."""
        outcome, look = self._outcome, self._look
        if outcome is None or look is None:
            return
        language = look.texts.language
        saved = look.texts("ui_saved", name=path.name, folder=path.parent)
        self.told.emit(look.texts("report_saving"), True)
        self._jobs.do(
            lambda: self._desk.save(outcome, path, language, page, named=named),
            lambda _: self.told.emit(saved, True),
            self._fail_to_save,
        )

    def print(self, page: Page = "full") -> None:
        """Put it on paper, after the system's dialogue."""
        outcome, look = self._outcome, self._look
        if outcome is None or look is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(DPI)
        printer.setDocName(outcome.result.target)
        if not self.ask_printer(printer, self._parent):
            return
        language = look.texts.language
        self.told.emit(look.texts("report_printing"), True)

        def work() -> int:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "report.pdf"
                self._desk.save(outcome, path, language, page)
                return print_pdf(path, printer)

        self._jobs.do(work, self._printed, self._fail)

    def _printed(self, pages: int) -> None:
        if self._look is not None:
            self.told.emit(self._look.texts("report_printed", pages=pages), True)

    def _fail(self, error: UserCanFix) -> None:
        if self._look is not None:
            self.told.emit(self._look.texts.error(error), False)

    def _fail_to_save(self, error: UserCanFix) -> None:
        """Why not, that nothing is lost, and how to choose another folder."""
        if self._look is None or not (isinstance(error, OutputUnwritable) and error.reason):
            self._fail(error)
            return
        texts = self._look.texts
        sentence = texts(
            "report_unsaved",
            name=error.path.name,
            reason=texts.why(error.reason),
            button=texts("report_save"),
        )
        self.told.emit(sentence, False)
