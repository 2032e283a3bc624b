"""The calendar: a month of days or a year of months, and the chosen day beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from coach.diary.month import month_grid, months_later
from coach.diary.record import EARLIEST, LATEST
from coach.storage import Entry
from ui.diary.calendar_view import MonthView, YearView, month_view, year_view
from ui.diary.day_panel import DayPanel
from ui.diary.day_view import day_view, week_view
from ui.diary.desk import Days, DiaryDesk, Standing
from ui.diary.month_table import MonthTable, YearTable
from ui.diary.week_strip import WeekStrip
from ui.diary.words import exercise_choices
from ui.kit import theme
from ui.kit.dates import first_weekday
from ui.kit.jobs import Failed, Jobs
from ui.kit.screen import ANY_WIDTH, Scroller
from ui.kit.theme import Look
from ui.kit.widgets import Button, Elided, Label, Segmented, tight

BESIDE: Final = 46
"""Width in letters of the page from which the day stands beside the calendar, not below it."""
_PANEL_HIGH: Final = 20
"""Height of the day below the calendar, in letters."""
_PANEL_WIDE: Final = 42
"""Width of the day beside the calendar at most, in letters."""


class CalendarTab(QWidget):
    """Month or year, and a day.

    Signals:
        files_dropped: date or None, and paths.
        shown: the calendar shows what the diary holds.
    """

    files_dropped = Signal(object, object)
    shown = Signal()

    def __init__(
        self, desk: DiaryDesk, jobs: Jobs, now: Callable[[], datetime], refuse: Failed
    ) -> None:
        """``now``: aware; ``refuse``: tells why something could not be read."""
        super().__init__()
        self._desk, self._jobs, self._now, self._refuse = desk, jobs, now, refuse
        self._look: Look | None = None
        self._page: Days | None = None
        self._asked: tuple[date, date] | None = None
        self._is_bare = False
        self.day = self.today
        self.without: int | None = None
        self._build()

    @property
    def today(self) -> date:
        """The local date."""
        return self._now().date()

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        tight(column, gap=theme.M)
        outside = QVBoxLayout(self)
        tight(outside)
        outside.addWidget(Scroller(content))
        self.week = WeekStrip()
        column.addWidget(self.week)
        self.month, self.year = MonthTable(self.day), YearTable(self.day)
        self._tables = QStackedWidget()
        for table in (self.month, self.year):
            self._tables.addWidget(table)
            table.day_chosen.connect(self.choose)
            table.today_wanted.connect(self.go_to_today)
            table.files_dropped.connect(self.files_dropped)
        left = QWidget()
        inside = QVBoxLayout(left)
        tight(inside, gap=theme.S)
        inside.addLayout(self._build_way())
        inside.addWidget(self._tables, 1)
        inside.addWidget(self._build_legend())
        self.panel = DayPanel(self._now)
        self.month.day_opened.connect(lambda _: self.panel.focus_first())
        self.year.day_opened.connect(self._open_month)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        tight(self._sides, gap=theme.L)
        self._sides.addWidget(left, 3)
        self._sides.addWidget(self.panel, 2)
        column.addLayout(self._sides, 1)

    def _build_legend(self) -> QWidget:
        """Below a year: what the numbers are, and the chosen day in words."""
        self._legend = QWidget()
        row = QHBoxLayout(self._legend)
        tight(row, gap=theme.M)
        row.addWidget(Label("small", key="calendar_legend", tone="secondary"))
        row.addStretch(1)
        self.day_words = Label("small")
        row.addWidget(self.day_words)
        self._legend.hide()
        return self._legend

    def _build_way(self) -> QHBoxLayout:
        row = QHBoxLayout()
        tight(row, gap=theme.S)
        self.before = Button(icon="left", kind="icon", tip="calendar_before")
        self.after = Button(icon="right", kind="icon", tip="calendar_after")
        self.before.show_keys("PgUp")
        self.after.show_keys("PgDn")
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))
        self.heading = Label("lead")
        self.amount = Elided("small", tone="secondary")
        words = QVBoxLayout()
        tight(words, gap=0)
        words.addWidget(self.heading)
        words.addWidget(self.amount)
        self.to_today = Button("calendar_today_button")
        self.to_today.show_keys("T")
        self.to_today.clicked.connect(self.go_to_today)
        self.zoom = Segmented(
            (("month", "calendar_month"), ("year", "calendar_year")), name="calendar_zoom"
        )
        self.zoom.choose("month")
        self.zoom.chosen.connect(lambda _: self._show_zoom())
        row.addWidget(self.before)
        row.addWidget(self.after)
        row.addLayout(words, 1)
        row.addWidget(self.to_today)
        row.addWidget(self.zoom)
        return row

    # -- showing --------------------------------------------------------------------------

    def dress(self, look: Look) -> None:
        """Language and colours; what is shown is written anew."""
        self._look = look
        for table in (self.month, self.year):
            table.first_weekday = first_weekday(look.texts)
        self._arrange()
        if self._page is not None:
            self.refresh()

    def refresh(self) -> None:
        """Read the days that are shown, and the running week."""
        look = self._look
        if look is None:
            return
        first, last = self._asked = self._bounds(look)
        today, weekday = self.today, first_weekday(look.texts)
        shown = self._view_maker(look)

        def read() -> tuple[Days, MonthView | YearView, bool]:
            page = self._desk.days(first, last)
            bare = not (page.entries or page.sessions) and self._desk.is_bare()
            return page, shown(page), bare

        self._jobs.do(read, self._take, self._refuse)
        self._jobs.do(lambda: self._desk.standing(today, weekday), self._take_week, self._refuse)

    def _view_maker(self, look: Look) -> Callable[[Days], MonthView | YearView]:
        """What makes the view of the page that is wanted now; it may be called on any thread."""
        day, today, texts = self.day, self.today, look.texts
        if self.zoom.value == "year":
            return lambda page: year_view(page, day.year, today, texts)
        return lambda page: month_view(page, day, today, first_weekday(texts), texts)

    def _bounds(self, look: Look) -> tuple[date, date]:
        if self.zoom.value == "year":
            return date(self.day.year, 1, 1), date(self.day.year, 12, 31)
        weeks = month_grid(self.day, first_weekday(look.texts))
        return weeks[0][0], weeks[-1][-1]

    def hide_entry(self, number: int | None) -> None:
        """Leave an entry out; None: show what the diary holds."""
        self.without = number
        if number is None:
            self.refresh()
        else:
            self._paint()

    def _take(self, found: tuple[Days, MonthView | YearView, bool]) -> None:
        page, view, bare = found
        if (page.first, page.last) == self._asked:  # else one has turned the page since
            self._page, self._is_bare = page, bare
            if self.without is None:
                self._show(view)
            else:
                self._paint()
            self.shown.emit()

    def _take_week(self, standing: Standing) -> None:
        if self._look is not None:
            view = week_view(standing, self._look.texts)
            self.week.show_week(view, standing.goal, self._look)

    def _paint(self) -> None:
        look, page = self._look, self._shown
        if look is not None and page is not None:
            self._show(self._view_maker(look)(page))

    def _show(self, view: MonthView | YearView) -> None:
        if isinstance(view, YearView):
            self.year.show_year(view)
        else:
            self.month.show_month(view)
        self.heading.say(view.heading)
        self._say_amount(view.amount)
        self._paint_day()

    def _say_amount(self, amount: str) -> None:
        self.amount.say(amount)
        self.amount.setVisible(bool(amount))

    @property
    def _shown(self) -> Days | None:
        """What was read, without what is about to be deleted."""
        page = self._page
        if page is None or self.without is None:
            return page
        return replace(page, entries=tuple(e for e in page.entries if e.id != self.without))

    def _paint_day(self) -> None:
        look, page = self._look, self._shown
        if look is None or page is None:
            return
        entries: tuple[Entry, ...] = page.entries
        if self.zoom.value == "year":
            self.day_words.say(self.year.spoken)
            return
        self.panel.offer_demo(wanted=self._is_bare)
        choices = exercise_choices([entry.exercise for entry in entries], look.texts)
        self.panel.show_day(self.day, day_view(page, self.day, look.texts), entries, choices)

    # -- the way --------------------------------------------------------------------------

    @Slot(object)
    def choose(self, day: date) -> None:
        """Another day; the page is turned where it is on another one."""
        self.day = min(max(day, EARLIEST), LATEST)
        for table in (self.month, self.year):
            table.choose(self.day)
        look = self._look
        if look is not None and self._asked is not None and self._bounds(look) != self._asked:
            self.refresh()
        else:
            self._paint_day()

    @Slot()
    def go_to_today(self) -> None:
        """To the day that it is."""
        self.choose(self.today)

    def _turn(self, pages: int) -> None:
        self.choose(months_later(self.day, pages * (12 if self.zoom.value == "year" else 1)))

    def _show_zoom(self) -> None:
        is_year = self.zoom.value == "year"
        self._tables.setCurrentWidget(self.year if is_year else self.month)
        self.panel.setVisible(not is_year)
        self._legend.setVisible(is_year)
        self._arrange()
        self.refresh()

    @Slot(object)
    def _open_month(self, day: date) -> None:
        self.zoom.choose("month")
        self.day = day
        self._show_zoom()
        self.month.choose(day)
        self.month.setFocus()

    # -- events ---------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """N: write an entry down."""
        if event.key() == Qt.Key.Key_N and not event.modifiers():
            self.panel.begin_writing()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The day goes below where there is no room beside."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        letter = QFontMetrics(theme.base_font()).horizontalAdvance("M")
        beside = self.width() >= BESIDE * letter
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._sides.setDirection(way)
        # Below each other both have the height that they need, and the page scrolls.
        table = self.year if self.zoom.value == "year" else self.month
        self._tables.setMinimumHeight(0 if beside else table.whole_height)
        self.panel.setMinimumHeight(0 if beside else _PANEL_HIGH * letter)
        self.panel.setMaximumWidth(_PANEL_WIDE * letter if beside else ANY_WIDTH)
