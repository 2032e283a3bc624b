"""Who the second of two people is, and which of the two in the picture is who."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.widgets import Button, Choice, Label, tight
from ui.kit.words import plain_tip

GUEST: Final = ""
"""What is remembered where the second has no profile."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Who trains together.

    Attributes:
        first: name of the chosen profile, None for the guest.
        known: names of all profiles.
        wanted: name of the second, ``GUEST`` for somebody without a profile.
        is_swapped: whether the second is the engine's first person.
    """

    first: str | None = None
    known: tuple[str, ...] = ()
    wanted: str = GUEST
    is_swapped: bool = False

    @property
    def others(self) -> tuple[str, ...]:
        """Who may be the second, beside a guest."""
        return tuple(name for name in self.known if name != self.first)

    @property
    def second(self) -> str | None:
        """The second; None for the guest."""
        return self.wanted if self.wanted in self.others else None

    @property
    def names(self) -> tuple[str | None, str | None]:
        """Both, as the engine numbers the people."""
        return (self.second, self.first) if self.is_swapped else (self.first, self.second)

    @property
    def differs(self) -> bool:
        """Whether it matters who is who."""
        return self.first != self.second


class PartnerChoice(QWidget):
    """The second person, and a button that exchanges the two.

    Signals:
        chosen: name of a profile, or ``GUEST``.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self._labels: tuple[str, ...] = ()
        column = QVBoxLayout(self)
        tight(column, gap=theme.S)
        column.addWidget(Label("body", key="setup_partner"))
        row = QHBoxLayout()
        tight(row, gap=theme.S)
        self.choice = Choice(name="setup_partner")
        self.choice.activated.connect(lambda i: self.chosen.emit(self._names[i]))
        self.swap = Button(icon="mirror", kind="icon", tip="setup_swap")
        self.swap.show_keys("S")
        row.addWidget(self.choice, 1)
        row.addWidget(self.swap)
        column.addLayout(row)
        self.hint = Label("small", key="setup_swap_hint", tone="secondary", wrap=True)
        column.addWidget(self.hint)

    def tell(self, pair: Pair, guest: str) -> None:
        """Show who may be chosen and who is; ``guest``: what somebody without a name is called."""
        names, labels = (GUEST, *pair.others), (guest, *pair.others)
        if (names, labels) != (self._names, self._labels):
            self._names, self._labels = names, labels
            self.choice.clear()
            self.choice.addItems(labels)
        self.choice.setCurrentIndex(names.index(pair.second or GUEST))
        self.choice.setToolTip(plain_tip(self.choice.currentText()))
        self.swap.setEnabled(pair.differs)
        self.hint.setVisible(pair.differs)
