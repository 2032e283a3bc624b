"""Progress: one measure over time as a curve and as values, and the records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from coach.diary.progress import MONTHS_BACK, Measure, Span
from ui.diary.curve import Curve
from ui.diary.desk import DiaryDesk, History
from ui.diary.progress_view import (
    EVERYTHING,
    Choices,
    CurveView,
    RecordView,
    curve_view,
    measures,
    record_views,
    subjects,
)
from ui.diary.reading import Reading
from ui.kit import theme
from ui.kit.dates import first_weekday
from ui.kit.jobs import Failed, Jobs
from ui.kit.screen import EmptyState
from ui.kit.theme import Look
from ui.kit.widgets import Button, Card, Choice, Label, Segmented, tight
from ui.kit.words import plain_tip

Index = QModelIndex | QPersistentModelIndex

FIRST_SPAN: Final[Span] = "quarter"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows: the choices, the curve, the records."""

    subjects: Choices
    subject: str
    measures: Choices
    measure: str
    curve: CurveView
    records: tuple[RecordView, ...]


def shown_of(
    history: History,
    wished: tuple[str, str, Span],
    today: date,
    look: Look,
    before: Shown | None = None,
) -> Shown:
    """The page for a wish (subject, measure, span); what is not there gives way to the first.

    A measure stays when the subject changes only if somebody chose it. ``before``: the page of
    the same history in the same language, whose subjects and records stay.
    """
    subject, measure, span = wished
    texts = look.texts
    offered = before.subjects if before else subjects(history, texts)
    best = before.records if before else record_views(history, texts)
    subject = subject if subject in dict(offered) else EVERYTHING
    told = measures(history, subject, texts)
    measure = measure if measure in dict(told) else told[0][0] if told else "minutes"
    known: Measure = measure  # type: ignore[assignment]
    curve = curve_view(history, subject, known, span, today, first_weekday(texts), texts)
    return Shown(offered, subject, told, measure, curve, best)


class Words(QAbstractTableModel):
    """A table of words."""

    def __init__(self) -> None:
        super().__init__()
        self._heads: Sequence[str] = ()
        self._rows: Sequence[Sequence[str]] = ()

    def show(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Other words."""
        self.beginResetModel()
        self._heads, self._rows = heads, rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Rows of words."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Columns of words."""
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A word; also as a tool tip, for it may be shortened."""
        word = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(word) if word else None
        return word if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of the columns."""
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class WordsTable(QTableView):
    """Shows words; rows can be walked through with the keys."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Words()
        self.setModel(self.words)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setProperty("words", "true")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        across = self.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        across.setHighlightSections(False)
        across.setSectionsClickable(False)

    def fit_rows(self) -> None:
        """Rows high enough for the words at their size."""
        height = QFontMetrics(theme.base_font()).height() + theme.L
        self.verticalHeader().setDefaultSectionSize(height)


class ProgressTab(QWidget):
    """Choices above, below them a curve, its values, or the records.

    Signals:
        shown: the page shows what the diary holds.
    """

    shown = Signal()

    def __init__(
        self, desk: DiaryDesk, jobs: Jobs, today: Callable[[], date], refuse: Failed
    ) -> None:
        """``refuse``: tells why something could not be read."""
        super().__init__()
        self._jobs, self._today = jobs, today
        self._reading = Reading(desk, jobs, refuse)
        self._look: Look | None = None
        self._history: History | None = None
        self._subject, self._measure = EVERYTHING, ""
        self.view: Shown | None = None
        self._build()

    def _build(self) -> None:
        page = QVBoxLayout(self)
        tight(page, gap=theme.M)
        page.addLayout(self._build_choices())
        self._pages = QStackedWidget()
        self._pages.addWidget(self._build_curve())
        self.values, self.records = WordsTable(), WordsTable()
        for table in (self.values, self.records):
            card = Card()
            inside = QVBoxLayout(card)
            tight(inside, (theme.S, theme.S, theme.S, theme.S))
            inside.addWidget(table)
            self._pages.addWidget(card)
        self.to_library = Button("diary_to_library", icon="film", kind="primary")
        self.to_demo = Button("diary_demo", icon="play")
        self.empty = EmptyState(
            "chart", "progress_nothing", "progress_nothing_body", self.to_library, self.to_demo
        )
        self._pages.addWidget(self.empty)
        page.addWidget(self._pages, 1)

    def _build_choices(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        tight(rows, gap=theme.S)
        above, below = QHBoxLayout(), QHBoxLayout()
        for row in (above, below):
            tight(row, gap=theme.S)
            rows.addLayout(row)
        self.subject = Choice(name="progress_subject")
        self.measure = Choice(name="progress_measure")
        self.subject.activated.connect(self._take_subject)
        self.measure.activated.connect(self._take_measure)
        self.span = Segmented(
            tuple((span, f"progress_{span}") for span in MONTHS_BACK), name="progress_span"
        )
        self.span.choose(FIRST_SPAN)
        self.span.chosen.connect(lambda _: self._paint())
        self.sort = Segmented(
            (
                ("curve", "progress_curve"),
                ("values", "progress_values"),
                ("records", "progress_records"),
            ),
            name="progress_sort",
        )
        self.sort.choose("curve")
        self.sort.chosen.connect(lambda _: self._show_sort())
        above.addWidget(self.subject, 3)
        above.addWidget(self.measure, 2)
        below.addWidget(self.sort)
        below.addStretch(1)
        below.addWidget(self.span)
        return rows

    def _build_curve(self) -> Card:
        card = Card()
        inside = QVBoxLayout(card)
        tight(inside, (theme.L, theme.M, theme.L, theme.M), theme.S)
        head = QHBoxLayout()
        tight(head, gap=theme.M)
        self.unit = Label("small", tone="secondary", wrap=True)
        self.reading = Label("body")
        self.reading.setAlignment(Qt.AlignmentFlag.AlignRight)
        head.addWidget(self.unit, 1)
        head.addWidget(self.reading)
        inside.addLayout(head)
        self.curve = Curve()
        self.curve.read.connect(self._tell)
        inside.addWidget(self.curve, 1)
        self.sentence = Label("body", tone="secondary", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside.addWidget(self.sentence)
        return card

    # -- showing --------------------------------------------------------------------------

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        self.view = None
        for table, key in ((self.values, "progress_values"), (self.records, "progress_records")):
            table.setAccessibleName(look.texts(key))
            table.fit_rows()
        self._paint()

    def refresh(self) -> None:
        """Read the diary again."""
        look = self._look
        if look is not None:
            wished, today = self._wish, self._today()
            self._reading.begin(
                today, lambda found: (found, shown_of(found, wished, today, look)), self._take
            )

    def _take(self, found: tuple[History, Shown]) -> None:
        self._history, view = found
        self._show(view)

    @property
    def _wish(self) -> tuple[str, str, Span]:
        """Subject, measure and span."""
        span: Span = self.span.value  # type: ignore[assignment]
        return self._subject, self._measure, span

    def _paint(self) -> None:
        """Work out what is wished, off this thread, and show it."""
        look, history = self._look, self._history
        if look is None or history is None:
            return
        wished, today, before = self._wish, self._today(), self.view
        self._jobs.do(lambda: shown_of(history, wished, today, look, before), self._show)

    def _show(self, view: Shown) -> None:
        look, self.view = self._look, view
        if look is None:
            return
        texts = look.texts
        _offer(self.subject, view.subjects, view.subject)
        _offer(self.measure, view.measures, view.measure)
        self.curve.show_curve(view.curve)
        note = texts("progress_by_month") if view.curve.by_month else ""
        self.unit.say(" · ".join(t for t in (view.curve.unit, note) if t))
        self.reading.say("")
        self.sentence.say(view.curve.sentence)
        self.sentence.setVisible(bool(view.curve.sentence))
        self.values.words.show(
            (texts("progress_when"), view.curve.unit, texts("progress_record")),
            [(p.when, p.value, p.note) for p in reversed(view.curve.points)],
        )
        self.records.words.show(
            tuple(
                texts(key)
                for key in ("diary_exercise", "record_most", "record_longest", "record_best")
            ),
            [(r.exercise, r.most, r.longest, r.best) for r in view.records],
        )
        self._show_sort()
        self.shown.emit()

    def _show_sort(self) -> None:
        sorts = ("curve", "values", "records")
        view, is_records = self.view, self.sort.value == "records"
        is_empty = view is not None and len(view.subjects) == 1
        self._pages.setCurrentIndex(len(sorts) if is_empty else sorts.index(self.sort.value))
        for widget in (self.subject, self.measure, self.span):
            widget.setVisible(not is_records and not is_empty)
        self.sort.setVisible(not is_empty)

    def _tell(self, place: int) -> None:
        if self.view is not None:
            point = self.view.curve.points[place]
            note = f" · {point.note}" if point.note else ""
            self.reading.say(f"{point.when} · {point.value}{note}")

    def _take_subject(self) -> None:
        self._subject = str(self.subject.currentData())
        self._paint()

    def _take_measure(self) -> None:
        self._measure = str(self.measure.currentData())
        self._paint()


def _offer(box: Choice, choices: Choices, chosen: str) -> None:
    """Put choices into a box, unless it has them."""
    if tuple((box.itemData(i), box.itemText(i)) for i in range(box.count())) != choices:
        box.clear()
        for value, text in choices:
            box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
