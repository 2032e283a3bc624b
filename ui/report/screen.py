"""The report: grade and sentence, the score over time, the worst again, all moves."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coach.report import PersonView, ReportView, report_view
from coach.types import SessionResult
from ui.follow.values import Outcome
from ui.kit import theme
from ui.kit.bands import band_named
from ui.kit.jobs import Jobs
from ui.kit.people import who
from ui.kit.screen import PAGE_MARGINS, EdgeScroller, Screen, Section
from ui.kit.theme import Look
from ui.kit.widgets import Banner, Button, Card, Elided, Fitted, Label, Segmented, Swatch, tight
from ui.kit.words import plain_tip
from ui.report.chart import PastChart, SessionChart
from ui.report.desk import ReportDesk
from ui.report.mending import Mending
from ui.report.reel import Reel
from ui.report.saving import Saving
from ui.report.summary import Facts, Summary
from ui.report.table import MovesTable

_HATCHING: Final = "▨"
_CHART_LOW: Final = 200
_CHART_HIGH: Final = 360
_PAST_LOW: Final = 190
_PAST_HIGH: Final = 320


class ReportScreen(Screen):
    """The result of a session, the last one or any other.

    Signals:
        again_wanted, back_wanted: where to go.
        drill_wanted: start and end in the target, seconds, of what is to be practised.
    """

    again_wanted = Signal()
    back_wanted = Signal()
    drill_wanted = Signal(float, float)

    def __init__(
        self, desk: ReportDesk, jobs: Jobs, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._look: Look | None = None
        self._outcome: Outcome | None = None
        self._view: ReportView | None = None
        self._names = ("", "")
        self._desk, self._jobs = desk, jobs
        self.banner = Banner()
        self.saving = Saving(desk, jobs, self)
        self.saving.told.connect(lambda sentence, well: self.tell(sentence, calm=well))
        self.reel = Reel(desk, jobs, clock)
        self.reel.drill_wanted.connect(self.drill_wanted)
        self.mending = Mending(desk, jobs)
        self.mending.mended.connect(self._take_mended)
        self.mending.refused.connect(self.tell)
        self._build()

    @property
    def result(self) -> SessionResult | None:
        """What is shown."""
        return self._outcome.result if self._outcome else None

    def _build(self) -> None:
        page = QVBoxLayout(self)
        left, top, right, _ = PAGE_MARGINS
        tight(page, (0, top, 0, 0), theme.M)
        above = QVBoxLayout()
        tight(above, (left, 0, right, 0), theme.M)
        above.addLayout(self._build_head())
        above.addWidget(self.banner)
        page.addLayout(above)
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, gap=theme.M)
        summaries = QHBoxLayout()
        tight(summaries, gap=theme.M)
        self.summaries = (Summary(0), Summary(1))
        for summary in self.summaries:
            summaries.addWidget(summary, 1)
        column.addLayout(summaries)
        self._together = Label("body", tone="secondary", wrap=True)
        column.addWidget(self._together)
        self.person = Segmented((("0", "ui_person_1"), ("1", "ui_person_2")), name="ui_who")
        self.person.chosen.connect(lambda _: self._show_person())
        holder = QHBoxLayout()
        tight(holder)
        holder.addWidget(self.person)
        holder.addStretch(1)
        column.addLayout(holder)
        self.facts = Facts()
        column.addWidget(self.facts)
        self._chart_card = self._build_chart()
        self._moves_card = self._build_moves()
        for card in (self._chart_card, self.reel, self._moves_card):
            column.addWidget(card)
        column.addWidget(self.mending)
        column.addWidget(self._build_past())
        self._margin_note = Label("small", key="report_margin_note", tone="secondary", wrap=True)
        column.addWidget(self._margin_note)
        self._score_note = Label("small", key="report_note", tone="secondary", wrap=True)
        column.addWidget(self._score_note)
        column.addStretch(1)
        self.area = EdgeScroller(inside)
        page.addWidget(self.area, 1)

    def _build_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        tight(head, gap=theme.S)
        self.back = Button("ui_back", icon="back", kind="ghost")
        self.back.show_keys("Esc")
        self._title = Fitted(("title", "lead", "body"))
        self.back.clicked.connect(self.back_wanted)
        head.addWidget(self.back)
        head.addSpacing(theme.S)
        head.addWidget(self._title, 1)
        self.save = Button("report_save", icon="save")
        self.save.show_keys("Ctrl+S")
        self.save.clicked.connect(self.open_menu)
        head.addWidget(self.save)
        self.again = Button("ui_again", icon="restart", kind="primary")
        self.again.show_keys("R")
        self.again.clicked.connect(self.again_wanted)
        head.addWidget(self.again)
        return head

    def _build_chart(self) -> Section:
        card = Section("report_chart", note="report_chart_hint")
        top = QHBoxLayout()
        tight(top, gap=theme.S)
        self._persons: list[QWidget] = []
        for i in range(2):
            self._persons += [Swatch(i), Elided("small")]
        for widget in self._persons:
            top.addWidget(widget)
        self._legend = Label("small", tone="secondary", wrap=True)
        top.addWidget(self._legend, 1)
        self.chart = SessionChart()
        self.chart.moment_chosen.connect(self._show_moment)
        self.reel.moment_shown.connect(self.chart.mark)
        card.add(self.chart)
        card.column.addLayout(top)
        self._left_out = Label("small", tone="secondary", wrap=True)
        card.add(self._left_out)
        return card

    def _build_moves(self) -> Section:
        self.table = MovesTable()
        self.table.move_chosen.connect(self._show_move)
        self._no_moves = Label("body", key="report_no_moves", tone="secondary", wrap=True)
        moves = Section("report_moves", note="report_moves_hint")
        moves.add(self.table)
        moves.add(self._no_moves)
        return moves

    def _build_past(self) -> Card:
        self.past_card = Section("report_past")
        self.past = PastChart()
        self._past_note = Label("small", tone="secondary", wrap=True)
        self.past_card.add(self.past)
        self.past_card.add(self._past_note)
        return self.past_card

    # -- showing ----------------------------------------------------------------------

    def show_outcome(self, outcome: Outcome, back: str = "ui_back") -> None:
        """A new result; ``back``: text key of the screen that one comes back to."""
        self._outcome = outcome
        self.back.speak(back)
        self.person.choose(str(outcome.kept.mine if outcome.kept else 0))
        self.banner.tell("")
        self._repaint()
        self.area.verticalScrollBar().setValue(0)
        self.again.setFocus()

    def tell(self, sentence: str, *, calm: bool = False) -> None:
        """A sentence at the top: saved, or why not."""
        self.banner.tell(sentence, calm=calm)

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        self.saving.dress(look)
        super().dress(look)
        for button in (self.back, self.save):
            button.setMinimumHeight(self.again.sizeHint().height())
        self._repaint()

    def rest(self) -> None:
        """Nothing moves where nobody looks."""
        self.reel.stop()

    def _repaint(self) -> None:
        look, outcome = self._look, self._outcome
        if look is None or outcome is None:
            return
        result, kept = outcome.result, outcome.kept
        self._view = report_view(
            result,
            look.texts,
            earlier=kept.earlier if kept else None,
            when=kept.when if kept else None,
        )
        self.saving.take(outcome)
        self._title.say(self._view.title)
        two = len(result.people) > 1
        names = self._name_people(kept.names if kept else (), look)
        for i, summary in enumerate(self.summaries):
            summary.setVisible(i < len(result.people))
            if i < len(result.people):
                summary.tell(self._view.people[i], names[i] if two else "", look)
        for widget in (self.person, *self._persons):
            widget.setVisible(two)
        self._together.say(self._view.together)
        self._together.setVisible(bool(self._view.together))
        self.past_card.setVisible(len(self._view.past) > 1)
        self.past.show_past(self._view.past, look)
        self._past_note.say(self._view.past_note)
        self._past_note.setVisible(bool(self._view.past_note))
        self.again.setEnabled(kept is None or kept.video is not None)
        self.mending.show_outcome(outcome)
        self._show_person()

    def _name_people(self, profiles: Sequence[str | None], look: Look) -> tuple[str, str]:
        """What two people are called here."""
        first, second = (who(i, profiles, look.texts, short=False) for i in range(2))
        self._names = first, second
        self._write_names()
        for i, name in enumerate((first, second)):
            self.person.button(str(i)).setToolTip(plain_tip(name))
            self.person.button(str(i)).setAccessibleName(name)
        for label, name in zip(self._persons[1::2], (first, second), strict=True):
            if isinstance(label, Label):
                label.say(name)
        return first, second

    def _write_names(self) -> None:
        """On the buttons to choose between two people, as far as there is room."""
        for i, name in enumerate(self._names):
            button = self.person.button(str(i))
            metrics, room = QFontMetrics(theme.drawn_font("body")), self.width() // 3
            short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
            button.setText(short.replace("&", "&&"))

    def _number(self) -> int:
        """Which person is looked at, from 0."""
        people = self._view.people if self._view else ()
        return min(int(self.person.value or 0), max(len(people) - 1, 0))

    def _show_person(self) -> None:
        if self._view is None or self._look is None or self._outcome is None:
            return
        number, outcome = self._number(), self._outcome
        view, person = self._view.people[number], outcome.result.people[number]
        self.facts.tell(view.facts)
        self.facts.setVisible(bool(view.facts))
        self._show_chart(view)
        self._moves_card.setVisible(view.is_judged)
        for note in (self._margin_note, self._score_note):
            note.setVisible(view.is_judged)
        self.table.setVisible(bool(view.moves))
        self._no_moves.setVisible(not view.moves)
        self.table.show_rows(view.moves, self._look)
        kept = outcome.kept
        own = kept.people[number] if kept and number < len(kept.people) else None
        target, video = (kept.target, kept.video) if kept else (None, None)
        name = self._names[number] if len(self._view.people) > 1 else ""
        self.reel.show_person(person, outcome.result.duration, target, own, video, name)
        can_show = self.reel.can_show
        self.chart.let_choose(can_show)
        self.table.let_choose(can_show)
        self._chart_card.note.setVisible(can_show)
        self._moves_card.note.setVisible(can_show and bool(view.moves))

    def _show_chart(self, view: PersonView) -> None:
        if self._look is None or self._outcome is None or self._view is None:
            return
        self._chart_card.setVisible(any(one.is_judged for one in self._view.people))
        charts = [person.chart for person in self._view.people]
        moves = self._outcome.result.people[self._number()].moves
        self.chart.show_session(charts, moves, view.moves, self._look)
        words = [
            f"{_HATCHING if name == 'none' else band_named(name).mark} {word}"
            for name, word in view.legend
        ]
        self._legend.say("    ".join(words))
        self._left_out.say("\n".join(f"{part.reason}  {part.times}" for part in view.left_out))
        self._left_out.setVisible(bool(view.left_out))
        self.chart.setAccessibleDescription(view.chart_words)

    def _show_moment(self, at: float) -> None:
        """A moment of the chart in the player, which comes into view."""
        if not self.reel.can_show:
            return
        self.reel.seek(at)
        self.chart.mark(at)
        self.area.ensureWidgetVisible(self.reel)

    def _show_move(self, number: int) -> None:
        result = self.result
        if result is not None:
            self._show_moment(result.people[self._number()].moves[number].start)

    def _take_mended(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._repaint()

    # -- keeping ----------------------------------------------------------------------

    def open_menu(self) -> None:
        """All ways to keep the report."""
        menu = self.saving.menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.save.mapToGlobal(QPoint(0, self.save.height())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A higher chart where there is room."""
        super().resizeEvent(event)
        scale = theme.text_scale()
        high = min(max(_CHART_LOW, self.height() // 4), _CHART_HIGH)
        self.chart.setFixedHeight(round(high * scale))
        high = min(max(_PAST_LOW, self.height() // 4), _PAST_HIGH)
        self.past.setFixedHeight(round(high * scale))
        self._write_names()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: back; R: again; Space, N, P, D: the player; Ctrl+S: save; Ctrl+P: print."""
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        elif event.key() == Qt.Key.Key_S and ctrl:
            self.open_menu()
        elif event.key() == Qt.Key.Key_P and ctrl:
            self.saving.print()
        elif event.key() == Qt.Key.Key_R and not ctrl:
            self.again.click()
        elif self.reel.isVisible() and not ctrl:
            self.reel.keyPressEvent(event)
        else:
            super().keyPressEvent(event)
