"""The month as a table of days, and the year as a table of months: painted, not built."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QTableView,
)

from coach.diary.month import DAYS, MONTHS, months_later, week_start
from ui.diary.calendar_view import DayCell, MonthView, YearCell, YearView
from ui.diary.day_paint import MonthPaint, YearPaint
from ui.diary.days_model import LONGEST_MONTH, Days
from ui.kit import theme
from ui.kit.theme import Look

_MOST_WEEKS: Final = 6
"""Of a month."""
_SPARSE: Final = 5
"""Step of the numbers over the days of a year where there is no room for all."""


class DaysTable(QTableView):
    """Days that are chosen by mouse and keys, and that videos are dropped on.

    Signals:
        day_chosen: date, which may be of another month or year; day_opened: date.
        today_wanted: the key for today.
        files_dropped: date or None (beside all days), and paths.
    """

    day_chosen = Signal(object)
    day_opened = Signal(object)
    today_wanted = Signal()
    files_dropped = Signal(object, object)

    def __init__(
        self,
        delegate: QStyledItemDelegate,
        day: date,
        *,
        name: str,
        across: QHeaderView | None = None,
    ) -> None:
        """``day``: chosen at first; ``name``: text key; ``across``: another header."""
        super().__init__()
        if across is not None:
            self.setHorizontalHeader(across)
        self._name = name
        self.day = day
        self.drop_day: date | None = None
        self.first_weekday = 0
        self.days = Days()
        self.setModel(self.days)
        self.setItemDelegate(delegate)
        self.setShowGrid(False)
        self.setProperty("days", "true")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
            header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setMinimumSectionSize(theme.L)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._take_click)
        self.doubleClicked.connect(lambda index: self._open(self.days.cell(index)))

    def dress(self, look: Look) -> None:
        """Language; the delegate has the colours."""
        self.setAccessibleName(look.texts(self._name))

    def choose(self, day: date) -> None:
        """Mark a day without a signal."""
        self.day = day
        place = self.days.place(day)
        if place.isValid():
            self.selectionModel().setCurrentIndex(
                place, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
        self.viewport().update()

    @property
    def whole_height(self) -> int:
        """Height in which nothing needs to scroll."""
        rows = max(self.days.rowCount(), _MOST_WEEKS) * self.verticalHeader().minimumSectionSize()
        return rows + self.horizontalHeader().sizeHint().height() + theme.XS

    @property
    def spoken(self) -> str:
        """The chosen day in words; "" where it is not here."""
        cell = self.days.cell(self.days.place(self.day))
        return str(cell.spoken) if cell is not None else ""

    def _take_click(self, index: QModelIndex) -> None:
        cell = self.days.cell(index)
        if cell is not None:
            self.day_chosen.emit(cell.day)

    def _open(self, cell: DayCell | YearCell | None) -> None:
        if cell is not None:
            self.day_opened.emit(cell.day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home, End, PageUp, PageDown (with Shift a year), T, Enter."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.day_opened.emit(self.day)
        elif key == Qt.Key.Key_T and not event.modifiers():
            self.today_wanted.emit()
        else:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            day = self.day_of_key(key, shift=shift)
            if day is None:
                event.ignore()  # Esc and the like are the window's
            else:
                self.day_chosen.emit(day)

    def day_of_key(self, key: Qt.Key, *, shift: bool) -> date | None:
        """Where a key leads from the day that is chosen; None for any other key."""
        pages = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if key in pages:
            return months_later(self.day, pages[key] * (MONTHS if shift else 1))
        week = week_start(self.day, self.first_weekday)
        if key == Qt.Key.Key_Home:
            return week
        if key == Qt.Key.Key_End:
            return week + timedelta(days=DAYS - 1)
        step = self._steps().get(key)
        return None if step is None else step(self.day)

    def _steps(self) -> dict[Qt.Key, Callable[[date], date]]:
        return {
            Qt.Key.Key_Left: lambda day: day - timedelta(days=1),
            Qt.Key.Key_Right: lambda day: day + timedelta(days=1),
            Qt.Key.Key_Up: lambda day: day - timedelta(days=DAYS),
            Qt.Key.Key_Down: lambda day: day + timedelta(days=DAYS),
        }

    # -- dropping -----------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show on which day they would be written down."""
        cell = self.days.cell(self.indexAt(event.position().toPoint()))
        self._mark_drop(cell.day if cell else None)
        event.acceptProposedAction()

    def dragLeaveEvent(self, _: QDragLeaveEvent) -> None:
        """Gone again."""
        self._mark_drop(None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files for the day under them."""
        self._mark_drop(None)
        cell = self.days.cell(self.indexAt(event.position().toPoint()))
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(cell.day if cell else None, files)

    def _mark_drop(self, day: date | None) -> None:
        if day != self.drop_day:
            self.drop_day = day
            self.viewport().update()


class MonthTable(DaysTable):
    """The weeks of a month."""

    def __init__(self, day: date) -> None:
        self._paint = MonthPaint()
        super().__init__(self._paint, day, name="calendar_month_name")
        self.verticalHeader().hide()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def dress(self, look: Look) -> None:
        """Colours, language, and rows high enough for a number and a name."""
        super().dress(look)
        self._paint.look = look
        line = QFontMetrics(theme.drawn_font("tiny", bold=False)).height()
        number = QFontMetrics(theme.drawn_font("small")).height()
        self.verticalHeader().setMinimumSectionSize(number + line + theme.L)

    def show_month(self, view: MonthView) -> None:
        """Another month."""
        self.days.show(view.weeks, view.weekdays, view.long_weekdays, [""] * len(view.weeks))
        self.choose(self.day)


class _Numbers(QHeaderView):
    """Numbers over narrow columns; a number may be wider than its column."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.look: Look | None = None

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One number, in the middle of its column."""
        if self.look is None:
            return
        painter.save()
        painter.setFont(theme.drawn_font("tiny"))
        painter.setPen(self.look.palette.color("secondary"))
        word = str(self.model().headerData(section, self.orientation()) or "")
        wide = rect.adjusted(-rect.width(), 0, rect.width(), 0)
        painter.drawText(wide, int(Qt.AlignmentFlag.AlignCenter), word)
        painter.restore()


class YearTable(DaysTable):
    """The months of a year, a row each."""

    def __init__(self, day: date) -> None:
        self._paint = YearPaint()
        self._heads = _Numbers()
        super().__init__(self._paint, day, name="calendar_year_name", across=self._heads)
        self.verticalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        )

    def dress(self, look: Look) -> None:
        """Colours, language, and rows high enough for a number."""
        super().dress(look)
        self._paint.look = self._heads.look = look
        number = QFontMetrics(theme.drawn_font("tiny")).height()
        self.verticalHeader().setMinimumSectionSize(number + theme.S)

    def show_year(self, view: YearView) -> None:
        """Another year."""
        numbers = [str(day + 1) for day in range(LONGEST_MONTH)]
        self.days.show(view.days, [*self._numbers(), ""], [*numbers, ""], view.months)
        self._paint.amounts = view.amounts
        metrics = QFontMetrics(theme.drawn_font("tiny", bold=False))
        wide = max(metrics.horizontalAdvance(amount) for amount in view.amounts)
        across = self.horizontalHeader()
        across.setSectionResizeMode(LONGEST_MONTH, QHeaderView.ResizeMode.Fixed)
        across.resizeSection(LONGEST_MONTH, wide + theme.M if wide else 0)
        self.choose(self.day)

    def _numbers(self) -> list[str]:
        """The days over the columns; every fifth where there is no room for all."""
        wide = self.fontMetrics().horizontalAdvance("30 ")
        is_narrow = self.viewport().width() < (LONGEST_MONTH + 4) * wide
        return [
            "" if is_narrow and day % _SPARSE and day != 1 else str(day)
            for day in range(1, LONGEST_MONTH + 1)
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many numbers as there is room for."""
        super().resizeEvent(event)
        self.days.head([*self._numbers(), ""])

    def _steps(self) -> dict[Qt.Key, Callable[[date], date]]:
        """Up and down lead to the same day of another month."""
        return super()._steps() | {
            Qt.Key.Key_Up: lambda day: months_later(day, -1),
            Qt.Key.Key_Down: lambda day: months_later(day, 1),
        }
