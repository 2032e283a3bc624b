"""All sessions in one list: to find one, to open its report, to delete it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from coach.diary import shown_name
from ui.diary.desk import DiaryDesk
from ui.diary.reading import Reading
from ui.diary.sessions_view import (
    Listed,
    Wish,
    common_exercises,
    found,
    listed,
    months_of,
    session_row,
    with_headings,
)
from ui.kit import theme
from ui.kit.dates import month_text
from ui.kit.jobs import Failed, Jobs
from ui.kit.screen import EmptyState
from ui.kit.search import SearchField
from ui.kit.theme import Look
from ui.kit.widgets import Button, Choice, Label, tight
from ui.kit.words import plain_tip

Index = QModelIndex | QPersistentModelIndex

_SCORE: Final = 5
"""Letters that the column of scores is wide."""


class SessionList(QAbstractListModel):
    """Sessions under their months; a row is put into words when it is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Listed | date] = ()
        self.look: Look | None = None

    def show(self, rows: Sequence[Listed | date]) -> None:
        """Other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Sessions and months."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What screen readers and tool tips say."""
        roles = (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        )
        if self.look is None or role not in roles or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if isinstance(row, date):
            return month_text(self.look.texts, row)
        spoken = session_row(row, self.look.texts).spoken
        return plain_tip(spoken) if role == Qt.ItemDataRole.ToolTipRole else spoken

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Sessions can be chosen, months cannot."""
        if index.row() < len(self.rows) and isinstance(self.rows[index.row()], Listed):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags


class SessionPaint(QStyledItemDelegate):
    """Paints a month, or a session: when, what, how well."""

    def __init__(self) -> None:
        super().__init__()
        self.look: Look | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        if self.look is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = self._row(index)
        if isinstance(row, date):
            self._month(painter, option.rect, row)
        elif row is not None:
            self._session(painter, option, row)
        painter.restore()

    @staticmethod
    def _row(index: Index) -> Listed | date | None:
        model = index.model()
        assert isinstance(model, SessionList)
        return model.rows[index.row()] if index.row() < len(model.rows) else None

    def _month(self, painter: QPainter, rect: QRect, month: date) -> None:
        assert self.look is not None
        painter.setFont(theme.drawn_font("small"))
        painter.setPen(self.look.palette.color("secondary"))
        low = int(Qt.AlignmentFlag.AlignBottom)
        area = rect.adjusted(theme.XS, 0, 0, -theme.XS)
        painter.drawText(area, low, month_text(self.look.texts, month))

    def _session(self, painter: QPainter, option: QStyleOptionViewItem, one: Listed) -> None:
        assert self.look is not None
        palette = self.look.palette
        view = session_row(one, self.look.texts)
        rect = QRectF(option.rect).adjusted(1.5, 2.5, -1.5, -2.5)
        is_chosen = option.state & QStyle.StateFlag.State_Selected
        is_under = option.state & QStyle.StateFlag.State_MouseOver
        painter.setBrush(palette.color("raised" if is_chosen or is_under else "surface"))
        has_focus = option.widget.hasFocus() if option.widget else False
        edge = "edge" if not is_chosen else "accent" if has_focus else "secondary"
        painter.setPen(QPen(palette.color(edge), 2 if is_chosen else 1))
        painter.drawRoundedRect(rect, theme.RADIUS, theme.RADIUS)
        inside = rect.toRect().adjusted(theme.M, theme.XS, -theme.M, -theme.XS)
        body, small = theme.drawn_font("body"), theme.drawn_font("small", bold=False)
        right = QFontMetrics(theme.drawn_font("lead")).horizontalAdvance("M" * _SCORE)
        words = inside.adjusted(0, 0, -right, 0)
        half = QFontMetrics(body).height()
        top = QRect(words.left(), words.top() + 2, words.width(), half)
        low = QRect(words.left(), top.bottom() + 1, words.width(), words.bottom() - top.bottom())
        _draw(painter, top, view.title, body, palette.color("text"))
        below = " · ".join(part for part in (view.when, view.done) if part)
        tone = "fair" if not one.session.finished else "secondary"
        _draw(painter, low, below, small, palette.color(tone))
        painter.setFont(theme.drawn_font("lead"))
        painter.setPen(palette.color(view.band.value))
        at_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inside, int(at_right), view.score)


def _draw(painter: QPainter, area: QRect, text: str, font: Any, color: Any) -> None:
    """One line, shortened where it does not fit."""
    painter.setFont(font)
    painter.setPen(color)
    end = Qt.TextElideMode.ElideRight
    short = QFontMetrics(font).elidedText(text, end, area.width())
    middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(area, int(middle | Qt.TextFlag.TextSingleLine), short)


class SessionsTab(QWidget):
    """Search, and the sessions that are found.

    Signals:
        report_wanted, deleted: number of a session.
        shown: the list shows what the diary holds.
    """

    report_wanted = Signal(int)
    deleted = Signal(int)
    shown = Signal()

    def __init__(
        self, desk: DiaryDesk, jobs: Jobs, today: Callable[[], date], refuse: Failed
    ) -> None:
        """``refuse``: tells why something could not be read."""
        super().__init__()
        self._reading, self._today = Reading(desk, jobs, refuse), today
        self._look: Look | None = None
        self._sessions: tuple[Listed, ...] = ()
        self._is_read = False
        self.without: int | None = None
        self.chips: list[Button] = []
        self._build()

    def _build(self) -> None:
        page = QVBoxLayout(self)
        tight(page, gap=theme.M)
        page.addWidget(self._build_search())
        self._chip_frame = QFrame()
        self._chip_frame.setProperty("group", "true")
        self._chip_row = QHBoxLayout(self._chip_frame)
        tight(self._chip_row, (2, 2, 2, 2), 2)
        page.addWidget(self._chip_frame, 0, Qt.AlignmentFlag.AlignLeft)
        # A table, for a list asks of every row how high it is whenever one types a letter.
        self.list = QTableView()
        self.list.horizontalHeader().hide()
        self.list.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.list.verticalHeader().hide()
        self.list.setShowGrid(False)
        self.list.setTabKeyNavigation(False)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.model, self._paint = SessionList(), SessionPaint()
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._paint)
        self.list.setProperty("days", "true")
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.doubleClicked.connect(lambda _: self.open_report())
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._judge())
        self.to_library = Button("diary_to_library", icon="film", kind="primary")
        self.to_demo = Button("diary_demo", icon="play")
        self.empty = EmptyState(
            "calendar", "sessions_empty", "sessions_empty_body", self.to_library, self.to_demo
        )
        self.nothing = EmptyState("search", "sessions_nothing", "sessions_nothing_body")
        self._pages = QStackedWidget()
        for widget in (self.list, self.empty, self.nothing):
            self._pages.addWidget(widget)
        page.addWidget(self._pages, 1)
        page.addLayout(self._build_actions())

    def _build_search(self) -> QWidget:
        self._search_row = QWidget()
        row = QHBoxLayout(self._search_row)
        tight(row, gap=theme.S)
        self.search = SearchField("sessions_search")
        self.search.textChanged.connect(lambda _: self._find())
        self.month = Choice(name="sessions_month")
        self.month.currentIndexChanged.connect(lambda _: self._find())
        row.addWidget(self.search, 3)
        row.addWidget(self.month, 2)
        return self._search_row

    def _build_actions(self) -> QHBoxLayout:
        row = QHBoxLayout()
        tight(row, gap=theme.S)
        self.count = Label("small", tone="secondary", wrap=True)
        self.delete = Button("sessions_delete", icon="trash", kind="ghost")
        self.delete.show_keys("Del")
        self.report = Button("day_report", icon="chart", kind="primary")
        self.report.show_keys("Enter")
        self.delete.clicked.connect(self.delete_session)
        self.report.clicked.connect(self.open_report)
        row.addWidget(self.count, 1)
        row.addWidget(self.delete)
        row.addWidget(self.report)
        return row

    # -- showing --------------------------------------------------------------------------

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = self.model.look = look
        self._paint.look = look
        self.list.setAccessibleName(look.texts("sessions_name"))
        self._fill()

    def refresh(self) -> None:
        """Read the list again."""
        self._reading.begin(self._today(), listed, self._take)

    def _take(self, sessions: tuple[Listed, ...]) -> None:
        self._sessions, self._is_read = sessions, True
        self._fill()
        self.shown.emit()

    def _fill(self) -> None:
        """The choices for what there is, and the list."""
        look = self._look
        if look is None:
            return
        chosen = self.wish
        self._fill_chips(chosen.exercise, look)
        self.month.blockSignals(True)
        self.month.clear()
        self.month.addItem(look.texts("sessions_any_month"), "")
        for month in months_of(self._sessions):
            self.month.addItem(month_text(look.texts, month), month.isoformat())
        at = self.month.findData(chosen.month.isoformat() if chosen.month else "")
        self.month.setCurrentIndex(max(0, at))
        self.month.blockSignals(False)
        self._find()

    def _fill_chips(self, chosen: str, look: Look) -> None:
        """Any exercise, and the most frequent ones."""
        offered = common_exercises(self._sessions)
        for chip in self.chips:
            self._chip_row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = []
        for name in ("", *offered):
            text = shown_name(look.texts, name) if name else look.texts("sessions_any")
            chip = Button(kind="segment")
            chip.setCheckable(True)
            chip.setProperty("exercise", name)
            chip.setText(text)
            chip.setAccessibleName(text)
            chip.setToolTip(plain_tip(look.texts("sessions_with", name=text) if name else text))
            chip.setChecked(name == (chosen if chosen in offered else ""))
            chip.clicked.connect(lambda _, chip=chip: self._take_chip(chip))
            self.chips.append(chip)
            self._chip_row.addWidget(chip)
        self._chip_frame.setAccessibleName(look.texts("diary_exercise"))
        self._chip_frame.setVisible(bool(offered))

    def _take_chip(self, taken: Button) -> None:
        for chip in self.chips:
            chip.setChecked(chip is taken)
        self._find()

    @property
    def wish(self) -> Wish:
        """What is looked for."""
        exercise = next((c.property("exercise") for c in self.chips if c.isChecked()), "")
        month = self.month.currentData()
        wanted = date.fromisoformat(month) if month else None
        return Wish(self.search.text(), str(exercise), wanted)

    def _find(self) -> None:
        look = self._look
        if look is None:
            return
        kept = [one for one in self._sessions if one.session.id != self.without]
        shown = found(kept, self.wish)
        self.model.show(with_headings(shown))
        self._set_heights()
        page = self.list if shown else self.nothing if kept else self.empty
        self._pages.setCurrentWidget(page)
        self.count.say(look.texts("sessions_count", n=len(shown)) if shown else "")
        self._show_search()
        if shown:
            self.list.setCurrentIndex(self.model.index(1))
        self._judge()

    def _show_search(self) -> None:
        """There is nothing to search where there is no session."""
        is_empty = self._is_read and not self._sessions
        had_focus = self.search.hasFocus() or self.month.hasFocus()
        self._search_row.setVisible(not is_empty)
        if is_empty and had_focus:
            self.to_library.setFocus()

    def _set_heights(self) -> None:
        """Two lines of words; a month has one."""
        body = QFontMetrics(theme.drawn_font("body")).height()
        small = QFontMetrics(theme.drawn_font("small")).height()
        down = self.list.verticalHeader()
        down.setDefaultSectionSize(body + small + theme.L + theme.S)
        for row, one in enumerate(self.model.rows):
            if isinstance(one, date):
                down.resizeSection(row, small + theme.L + theme.S)

    def hide_session(self, number: int | None) -> None:
        """Leave one out of the list, or None: show all."""
        self.without = number
        if number is None:
            self.refresh()
        else:
            self._find()

    # -- doing ----------------------------------------------------------------------------

    @property
    def chosen(self) -> Listed | None:
        """The session that is chosen."""
        row = self.list.currentIndex().row()
        one = self.model.rows[row] if 0 <= row < len(self.model.rows) else None
        return one if isinstance(one, Listed) else None

    def _judge(self) -> None:
        one = self.chosen
        early = one is not None and not one.session.finished
        self.report.speak("day_finish_report" if early else "day_report")
        for button in (self.report, self.delete):
            button.setEnabled(one is not None)
            button.setVisible(bool(self._sessions))

    def open_report(self) -> None:
        """The report of the chosen session."""
        if self.chosen is not None:
            self.report_wanted.emit(self.chosen.session.id)

    def delete_session(self) -> None:
        """Delete the chosen session."""
        if self.chosen is not None:
            self.deleted.emit(self.chosen.session.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter: the report; Del: delete; down from the search: to the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_report()
        elif event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self.delete_session()
        elif event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.list.setFocus()
        else:
            super().keyPressEvent(event)
