"""The month as a table of days, and the year as a table of months: painted, not built."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
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
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from coach.diary.month import DAYS, MONTHS, months_later, week_start
from ui.diary.calendar_view import DayCell, MonthView, YearCell, YearView
from ui.kit import theme
from ui.kit.theme import Look
from ui.kit.words import plain_tip

Index = QModelIndex | QPersistentModelIndex

WARMTH: Final = (0.0, 0.07, 0.14, 0.21, 0.28)
"""Opacity of the accent behind a day, by its heat; words on it stay readable."""
DOTS: Final = (0.0, 0.22, 0.36, 0.5, 0.64)
"""Size of the dot of a day that is too small for words, by its heat; share of its cell."""
LONGEST_MONTH: Final = 31
_MOST_WEEKS: Final = 6
"""Of a month."""
_SPARSE: Final = 5
"""Step of the numbers over the days of a year where there is no room for all."""
_ROOMY: Final = 6
"""Lines of small letters from which a day is written in them, and not in tiny ones."""


class Days(QAbstractTableModel):
    """Cells of days in rows; None where there is no day."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Sequence[Any]] = ()
        self._across: Sequence[str] = ()
        self._spoken_across: Sequence[str] = ()
        self._down: Sequence[str] = ()

    def show(
        self,
        rows: Sequence[Sequence[Any]],
        across: Sequence[str],
        spoken_across: Sequence[str],
        down: Sequence[str],
    ) -> None:
        """Other cells; ``across`` and ``down`` are the headers."""
        self.beginResetModel()
        self.rows, self._across, self._spoken_across = rows, across, spoken_across
        self._down = down
        self.endResetModel()

    def head(self, across: Sequence[str]) -> None:
        """Other words over the columns."""
        if self.rows and list(across) != list(self._across):
            self._across = across
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(across) - 1)

    def cell(self, index: Index) -> Any:
        """The cell of an index, None where there is no day."""
        row = self.rows[index.row()] if 0 <= index.row() < len(self.rows) else ()
        return row[index.column()] if 0 <= index.column() < len(row) else None

    def place(self, day: date) -> QModelIndex:
        """Where a day is; invalid where it is not."""
        for i, row in enumerate(self.rows):
            for j, cell in enumerate(row):
                if cell.day == day:
                    return self.index(i, j)
        return QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Weeks or months."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Weekdays or days of the month."""
        return 0 if parent.isValid() else len(self._across)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What screen readers and tool tips say; the delegate paints the cell itself."""
        cell = self.cell(index)
        if cell is None:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(cell.spoken).replace("\n", "<br>")
        roles = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)
        return cell.spoken if role in roles else None

    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of columns and rows."""
        if way == Qt.Orientation.Vertical:
            names = self._down
        elif role == Qt.ItemDataRole.AccessibleTextRole:
            names = self._spoken_across
        else:
            names = self._across
        roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return names[section] if role in roles and section < len(names) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Days can be chosen."""
        if self.cell(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


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
        self, delegate: QStyledItemDelegate, *, name: str, across: QHeaderView | None = None
    ) -> None:
        """``name``: text key of the accessible name; ``across``: another header."""
        super().__init__()
        if across is not None:
            self.setHorizontalHeader(across)
        self._name = name
        self.day = date.today()
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

    def __init__(self) -> None:
        self._paint = MonthPaint()
        super().__init__(self._paint, name="calendar_month_name")
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

    def __init__(self) -> None:
        self._paint = YearPaint()
        self._heads = _Numbers()
        super().__init__(self._paint, name="calendar_year_name", across=self._heads)
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


class _DayPaint(QStyledItemDelegate):
    """Paints the ground of a day: how warm it is, and whether it is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.look: Look | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One day."""
        table = option.widget
        assert isinstance(table, DaysTable)
        cell = table.days.cell(index)
        if cell is None or self.look is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5)
        self._ground(painter, rect, cell, is_dropped_on=cell.day == table.drop_day)
        if option.state & QStyle.StateFlag.State_Selected:
            token = "accent" if table.hasFocus() else "secondary"
            painter.setPen(QPen(self.look.palette.color(token), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, theme.RADIUS, theme.RADIUS)
        if cell.day == table.drop_day:
            self._invite(painter, rect.toRect())
            painter.restore()
            return
        self._words(painter, rect.toRect().adjusted(theme.XS, theme.XS, -theme.XS, -theme.XS), cell)
        painter.restore()

    def _ground(
        self, painter: QPainter, rect: QRectF, cell: DayCell | YearCell, *, is_dropped_on: bool
    ) -> None:
        assert self.look is not None
        palette = self.look.palette
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color("surface"))
        painter.drawRoundedRect(rect, theme.RADIUS, theme.RADIUS)
        warmth = WARMTH[-1] if is_dropped_on else WARMTH[cell.heat]
        painter.setBrush(palette.color("accent", warmth))
        if is_dropped_on:
            painter.setPen(QPen(palette.color("accent"), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(rect, theme.RADIUS, theme.RADIUS)

    def _invite(self, painter: QPainter, rect: QRect) -> None:
        """Say that videos can be let go here."""
        assert self.look is not None
        painter.setFont(theme.drawn_font("tiny"))
        painter.setPen(self.look.palette.color("text"))
        words = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        painter.drawText(rect, words, self.look.texts("calendar_drop"))

    def _words(self, painter: QPainter, rect: QRect, cell: Any) -> None:
        raise NotImplementedError


class MonthPaint(_DayPaint):
    """A day of the month: its number, score, what was done and how long."""

    def _ground(
        self, painter: QPainter, rect: QRectF, cell: DayCell | YearCell, *, is_dropped_on: bool
    ) -> None:
        assert isinstance(cell, DayCell)
        if cell.is_outside and not is_dropped_on:
            painter.setOpacity(0.5)
        super()._ground(painter, rect, cell, is_dropped_on=is_dropped_on)
        painter.setOpacity(1.0)

    def _words(self, painter: QPainter, rect: QRect, cell: DayCell) -> None:
        assert self.look is not None
        palette = self.look.palette
        ink = palette.color("text" if cell.heat and not cell.is_outside else "secondary")
        top = self._number(painter, rect, cell)
        small = theme.drawn_font("small", bold=False)
        if rect.height() - top.height() < _ROOMY * QFontMetrics(small).height():
            small = theme.drawn_font("tiny", bold=False)
        painter.setFont(small)
        metrics = QFontMetrics(small)
        line = metrics.height()
        if cell.score:
            room = rect.adjusted(top.width() + theme.XS, 0, 0, 0)
            both = metrics.horizontalAdvance(f"{cell.band.mark} {cell.score}")
            if both <= room.width():
                area = QRect(room.right() - both + 1, top.top(), both, top.height())
                middle = Qt.AlignmentFlag.AlignVCenter
                painter.setPen(palette.color(cell.band.value))
                painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | middle), cell.band.mark)
                painter.setPen(ink)
                painter.drawText(area, int(Qt.AlignmentFlag.AlignRight | middle), cell.score)
        painter.setPen(ink)
        area = QRect(rect.left(), top.bottom() + 2, rect.width(), line)
        lines = (rect.bottom() - area.top() + 1) // line
        for text in _lines(cell, lines):
            short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft), short)
            area.translate(0, line)

    def _number(self, painter: QPainter, rect: QRect, cell: DayCell) -> QRect:
        """Draw the number of the day; the place that it takes."""
        assert self.look is not None
        palette = self.look.palette
        font = theme.drawn_font("small", bold=cell.is_today or bool(cell.heat))
        metrics = QFontMetrics(font)
        size = metrics.height() + 2
        text = str(cell.day.day)
        width = max(size, metrics.horizontalAdvance(text) + theme.S)
        area = QRect(rect.left(), rect.top(), width, size)
        painter.setFont(font)
        if cell.is_today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color("accent"))
            painter.drawRoundedRect(area, size / 2, size / 2)
            painter.setPen(palette.color("on_accent"))
        else:
            painter.setPen(palette.color("secondary" if cell.is_outside else "text"))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), text)
        return area


def _lines(cell: DayCell, room: int) -> list[str]:
    """What fits into so many lines: names one by one, the last two together, the time below."""
    if room <= 0 or not (cell.names or cell.time):
        return []
    if room == 1 or not cell.names:
        return [", ".join(cell.names) or cell.time]
    last = [cell.time] if cell.time else []
    room -= len(last)
    if len(cell.names) <= room:
        return [*cell.names, *last]
    return [*cell.names[: room - 1], ", ".join(cell.names[room - 1 :]), *last]


class YearPaint(_DayPaint):
    """A day of the year: its minutes, or a dot where they have no room.

    Attributes:
        amounts: what each month comes to; it stands after its days.
    """

    amounts: Sequence[str] = ()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One day, or what the month comes to."""
        super().paint(painter, option, index)
        if index.column() == LONGEST_MONTH and self.look is not None:
            painter.save()
            painter.setFont(theme.drawn_font("tiny", bold=False))
            painter.setPen(self.look.palette.color("secondary"))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(option.rect, int(right), self.amounts[index.row()])
            painter.restore()

    def _words(self, painter: QPainter, rect: QRect, cell: YearCell) -> None:
        assert self.look is not None
        palette = self.look.palette
        middle = int(Qt.AlignmentFlag.AlignCenter)
        font = theme.drawn_font("tiny", bold=cell.heat > 2)
        around = rect.adjusted(-theme.XS, -theme.XS, theme.XS, theme.XS)
        if cell.minutes and QFontMetrics(font).horizontalAdvance(cell.minutes) <= around.width():
            painter.setFont(font)
            painter.setPen(palette.color("text"))
            painter.drawText(around, middle, cell.minutes)
        elif cell.heat:
            size = DOTS[cell.heat] * min(around.width(), around.height())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color("text"))
            painter.drawEllipse(QRectF(around).center(), size / 2, size / 2)
        if cell.is_today:
            painter.setPen(QPen(palette.color("accent"), 2))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
