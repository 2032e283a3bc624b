"""The report after a session: grade, sentence, chart, moves; to keep it, or to go again."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from coach.report import Fact, PersonView, ReportView, report_view
from coach.types import Move, SessionResult
from ui.follow.chart import SessionChart
from ui.follow.values import Outcome
from ui.kit import theme
from ui.kit.bands import band_named
from ui.kit.screen import Screen
from ui.kit.theme import Look
from ui.kit.widgets import Banner, Button, Card, Fitted, Label, Segmented, Swatch, dress_all, tight
from ui.report.table import MovesTable

_HATCHING: Final = "▨"
_CHART_LOW: Final = 180
_CHART_HIGH: Final = 360


class Summary(Card):
    """Grade, score and sentence of one person, and the facts beside."""

    def __init__(self, person: int) -> None:
        super().__init__()
        self._name = f"ui_person_{person + 1}"
        row = QHBoxLayout(self)
        tight(row, (theme.XL, theme.L, theme.XL, theme.L), theme.XL)
        self._grade = Label("display")
        self._who = Label("body", tone="secondary")
        self._score = Label("title")
        self._sentence = Label("lead", wrap=True)
        words = QVBoxLayout()
        tight(words, gap=theme.S)
        words.addStretch(1)
        self._owner = QWidget()
        owner = QHBoxLayout(self._owner)
        tight(owner, gap=theme.S)
        owner.addWidget(Swatch(person))
        owner.addWidget(self._who, 1)
        words.addWidget(self._owner)
        words.addWidget(self._score)
        words.addWidget(self._sentence)
        words.addStretch(1)
        row.addWidget(self._grade)
        row.addLayout(words, 1)

    def tell(self, view: PersonView, look: Look) -> None:
        """Show a person's result."""
        band = band_named(view.band)
        self._grade.say(view.grade, band.value)
        who = look.texts(self._name) if view.heading else ""
        self._who.say(who)
        self._owner.setVisible(bool(who))
        score = look.texts("ui_score_of_100", score=view.score) if view.score else ""
        words = " · ".join(word for word in (score, view.band_word) if word)
        self._score.say(f"{band.mark} {words}")
        self._sentence.say(view.sentence)
        self.setAccessibleName(f"{who} {view.grade} {score} {view.sentence}".strip())


class FactCard(Card):
    """One figure: what it is, its value, what to think of it."""

    def __init__(self, fact: Fact) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        tight(column, (theme.L, theme.M, theme.L, theme.M), theme.XS)
        label, value = Label("small", tone="secondary"), Label("lead", wrap=True)
        note = Label("small", wrap=True)
        label.say(fact.label)
        value.say(fact.value)
        note.say(fact.note, "secondary")
        for widget in (label, value, note):
            column.addWidget(widget)
        column.addStretch(1)


class ReportScreen(Screen):
    """The result of a session.

    Signals:
        again_wanted, start_wanted: where to go; save_wanted: Path of the file to write.
    """

    again_wanted = Signal()
    start_wanted = Signal()
    save_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._outcome: Outcome | None = None
        self._view: ReportView | None = None
        self.banner = Banner()
        self._build()

    @property
    def result(self) -> SessionResult | None:
        """What is shown."""
        return self._outcome.result if self._outcome else None

    def _build(self) -> None:
        page = QVBoxLayout(self)
        tight(page, (theme.XL, theme.L, theme.XL, theme.L), theme.M)
        page.addLayout(self._build_head())
        page.addWidget(self.banner)
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, (0, 0, theme.S, 0), theme.M)
        summaries = QHBoxLayout()
        tight(summaries, gap=theme.M)
        self.summaries = (Summary(0), Summary(1))
        for summary in self.summaries:
            summaries.addWidget(summary, 1)
        column.addLayout(summaries)
        self.person = Segmented((("0", "ui_person_1"), ("1", "ui_person_2")), name="ui_who")
        self.person.chosen.connect(lambda _: self._show_person())
        holder = QHBoxLayout()
        holder.addWidget(self.person)
        holder.addStretch(1)
        column.addLayout(holder)
        self._facts = QGridLayout()
        self._fact_cards: list[FactCard] = []
        self._facts.setSpacing(theme.M)
        column.addLayout(self._facts)
        column.addWidget(self._build_chart())
        self.table = MovesTable()
        self._no_moves = Label("body", key="report_no_moves", tone="secondary", wrap=True)
        moves = Card()
        inner = QVBoxLayout(moves)
        tight(inner, (theme.S, theme.XS, theme.S, theme.S))
        inner.addWidget(self.table)
        inner.addWidget(self._no_moves)
        column.addWidget(moves)
        column.addWidget(Label("small", key="report_note", tone="secondary", wrap=True))
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        page.addWidget(self.area, 1)

    def _build_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        tight(head, gap=theme.S)
        self.back = Button("ui_back", icon="back", kind="ghost")
        self.back.show_keys("Esc")
        self._title = Fitted(("title", "lead", "body"))
        self.back.clicked.connect(self.start_wanted)
        head.addWidget(self.back)
        head.addSpacing(theme.S)
        head.addWidget(self._title, 1)
        self.saves: dict[str, Button] = {}
        for ending in ("html", "pdf", "csv"):
            button = Button(f"ui_save_{ending}", icon="save", tip=f"ui_save_{ending}_tip")
            button.clicked.connect(lambda _=False, ending=ending: self._ask(ending))
            self.saves[ending] = button
            head.addWidget(button)
        self.again = Button("ui_again", icon="restart", kind="primary")
        self.again.show_keys("R")
        self.again.clicked.connect(self.again_wanted)
        head.addWidget(self.again)
        return head

    def _build_chart(self) -> Card:
        card = Card()
        column = QVBoxLayout(card)
        tight(column, (theme.L, theme.M, theme.L, theme.M), theme.S)
        top = QHBoxLayout()
        top.addWidget(Label("lead", key="report_chart"))
        top.addStretch(1)
        self._persons: list[QWidget] = []
        for i in range(2):
            self._persons += [Swatch(i), Label("small", key=f"ui_person_{i + 1}")]
        for widget in self._persons:
            top.addWidget(widget)
        top.addSpacing(theme.M)
        self._legend = Label("small", tone="secondary")
        top.addWidget(self._legend)
        column.addLayout(top)
        self.chart = SessionChart()
        column.addWidget(self.chart)
        return card

    # -- showing ----------------------------------------------------------------------

    def show_outcome(self, outcome: Outcome) -> None:
        """A new result."""
        self._outcome = outcome
        self.person.choose("0")
        self.banner.tell("")
        self._refresh()
        self.area.verticalScrollBar().setValue(0)
        self.again.setFocus()

    def tell(self, sentence: str, *, calm: bool = False) -> None:
        """A sentence at the top: saved, or why not."""
        self.banner.tell(sentence, calm=calm)

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        dress_all(self, look)
        self._refresh()

    def _refresh(self) -> None:
        look, outcome = self._look, self._outcome
        if look is None or outcome is None:
            return
        result, kept = outcome.result, outcome.kept
        self._view = report_view(result, look.texts, earlier=kept.earlier if kept else None)
        self._title.say(self._view.title)
        two = len(result.people) > 1
        for i, summary in enumerate(self.summaries):
            summary.setVisible(i < len(result.people))
            if i < len(result.people):
                summary.tell(self._view.people[i], look)
        for widget in (self.person, *self._persons):
            widget.setVisible(two)
        legend = self._view.people[0].legend
        words = [f"{_HATCHING if n == 'none' else band_named(n).mark} {word}" for n, word in legend]
        self._legend.say("    ".join(words))
        self._show_chart(result, look)
        self._show_person()

    def _show_chart(self, result: SessionResult, look: Look) -> None:
        curves = [(person.target_time, person.scores) for person in result.people]
        moves = [Move(m.name, m.start, m.end, 0) for m in result.people[0].moves]
        self.chart.show_session(curves, moves, result.duration, look)

    def _show_person(self) -> None:
        if self._view is None or self._look is None:
            return
        view = self._view.people[min(int(self.person.value or 0), len(self._view.people) - 1)]
        for card in self._fact_cards:
            self._facts.removeWidget(card)
            card.setParent(None)
            card.deleteLater()
        self._fact_cards = [FactCard(fact) for fact in view.facts]
        for i in range(self._facts.columnCount()):
            self._facts.setColumnStretch(i, 0)
        for i, card in enumerate(self._fact_cards):
            self._facts.addWidget(card, 0, i)
            self._facts.setColumnStretch(i, 1)
        self.table.setVisible(bool(view.moves))
        self._no_moves.setVisible(not view.moves)
        self.table.show_rows(view.moves, self._look)

    # -- keeping ----------------------------------------------------------------------

    def _ask(self, ending: str) -> None:
        """Where to save; the system's dialogue."""
        if self._look is None or self._view is None:
            return
        texts = self._look.texts
        safe = "".join(c if c.isalnum() or c in " -_" else "_" for c in self._view.title)[:80]
        kind = f"{ending.upper()} (*.{ending})"
        title = texts(f"ui_save_{ending}_tip")
        name, _ = QFileDialog.getSaveFileName(self, title, f"{safe}.{ending}", kind)
        if name:
            path = Path(name)
            self.save_wanted.emit(path if path.suffix else path.with_suffix(f".{ending}"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A higher chart where there is room."""
        super().resizeEvent(event)
        self.chart.setFixedHeight(min(max(_CHART_LOW, self.height() // 4), _CHART_HIGH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: back; R: again; Ctrl+S: save."""
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.start_wanted.emit()
        elif event.key() == Qt.Key.Key_R and not ctrl:
            self.again_wanted.emit()
        elif event.key() == Qt.Key.Key_S and ctrl:
            self._ask("html")
        else:
            super().keyPressEvent(event)
