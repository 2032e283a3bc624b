"""The head of the report: grade, score, sentence, and the figures beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from coach.report import Fact, PersonView
from ui.kit import theme
from ui.kit.bands import band_named
from ui.kit.theme import Look
from ui.kit.widgets import Card, Elided, Label, Swatch, tight

NARROWEST: Final = 176
"""Pixels of a card of one figure, at the usual size of the words."""


class Summary(Card):
    """Grade, score and sentence of one person."""

    def __init__(self, person: int) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        tight(row, (theme.XL, theme.L, theme.XL, theme.L), theme.XL)
        self._grade = Label("display")
        self._who = Elided("body", tone="secondary")
        self._score = Label("title", wrap=True)
        self._unit = Label("small", tone="secondary", wrap=True)
        self._sentence = Label("lead", wrap=True)
        self._remarks = Label("small", tone="secondary", wrap=True)
        words = QVBoxLayout()
        tight(words, gap=theme.S)
        self._owner = QWidget()
        owner = QHBoxLayout(self._owner)
        tight(owner, gap=theme.S)
        owner.addWidget(Swatch(person))
        owner.addWidget(self._who, 1)
        for widget in (self._owner, self._score, self._unit, self._sentence, self._remarks):
            words.addWidget(widget)
        words.addStretch(1)
        row.addWidget(self._grade)
        row.addLayout(words, 1)

    def tell(self, view: PersonView, who: str, look: Look) -> None:
        """Show a person's result; ``who``: what one of two is called, else ""."""
        band = band_named(view.band)
        self._grade.say(view.grade, band.value)
        self._grade.setVisible(view.is_judged)
        self._who.say(who)
        self._owner.setVisible(bool(who))
        known = {"score": view.score, "margin": view.margin}
        score = look.texts("report_score_line", **known).strip() if view.score else ""
        words = f"{score} · {view.band_word}" if score else look.texts("report_unjudged_heading")
        self._score.say(f"{band.mark} {words}" if score else words)
        self._unit.say(view.unit)
        self._unit.setVisible(bool(view.unit))
        self._sentence.say(view.sentence)
        self._remarks.say(" ".join(view.remarks))
        self._remarks.setVisible(bool(view.remarks))
        grade = view.grade if score else ""
        told = (who, grade, words, view.unit, view.sentence)
        self.setAccessibleName(" ".join(word for word in told if word))


class FactCard(Card):
    """One figure: what it is, its value, what to think of it."""

    def __init__(self, fact: Fact) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        tight(column, (theme.L, theme.M, theme.L, theme.M), theme.XS)
        label, value = Label("small", tone="secondary", wrap=True), Label("lead", wrap=True)
        note = Label("small", wrap=True)
        label.say(fact.label)
        value.say(fact.value)
        note.say(fact.note, "secondary")
        for widget in (label, value, note):
            column.addWidget(widget)
        column.addStretch(1)
        self.setAccessibleName(f"{fact.label}: {fact.value}. {fact.note}")


class Facts(QWidget):
    """The figures, as many in a row as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        tight(self._grid, gap=theme.M)
        self._cards: list[FactCard] = []
        self._columns = 0

    def tell(self, facts: Sequence[Fact]) -> None:
        """Show some figures."""
        for card in self._cards:
            card.hide()
            self._grid.removeWidget(card)
            card.deleteLater()
        self._cards = [FactCard(fact) for fact in facts]
        self._columns = 0
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many in a row as there is room for now."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        count = max(len(self._cards), 1)
        fit = max(1, int(self.width() // (NARROWEST * theme.text_scale())))
        rows = -(-count // fit)
        columns = -(-count // rows)
        if columns == self._columns:
            return
        self._columns = columns
        for i in range(self._grid.columnCount()):
            self._grid.setColumnStretch(i, 0)
        for i, card in enumerate(self._cards):
            self._grid.addWidget(card, i // columns, i % columns)
            self._grid.setColumnStretch(i % columns, 1)
