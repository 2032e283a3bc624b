"""Deleting that can be thought over: hidden at once, gone when one turns away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QHBoxLayout

from coach.errors import UserCanFix
from ui.kit import theme
from ui.kit.jobs import Failed, Jobs
from ui.kit.widgets import Button, Card, Icon, Label, tight


class Deleting(QObject):
    """Holds one thing that is about to be deleted, and the bar that offers it back.

    Attributes:
        bar: hidden while nothing is about to go.
    """

    def __init__(self, jobs: Jobs, refuse: Failed) -> None:
        """``refuse``: tells why something could not be deleted."""
        super().__init__()
        self._jobs, self._refuse = jobs, refuse
        self._held: tuple[Callable[[], None], Callable[[bool], None]] | None = None
        self.bar = Card("note")
        row = QHBoxLayout(self.bar)
        tight(row, (theme.M, theme.XS, theme.XS, theme.XS), theme.M)
        self.sentence = Label("body", wrap=True)
        self.back = Button("diary_undo", icon="restart", kind="ghost")
        self.back.show_keys("Ctrl+Z")
        self.back.clicked.connect(self.undo)
        row.addWidget(Icon("trash"))
        row.addWidget(self.sentence, 1)
        row.addWidget(self.back)
        self.bar.hide()

    def begin(
        self, sentence: str, delete: Callable[[], None], hide: Callable[[bool], None]
    ) -> None:
        """Hide something, and delete what was hidden before.

        Args:
            sentence: what is told.
            delete: does it for good (slow).
            hide: takes whether it is hidden.
        """
        self.finish()
        self._held = delete, hide
        hide(True)
        self.sentence.say(sentence)
        self.bar.setAccessibleName(sentence)
        self.bar.show()

    @Slot()
    def undo(self) -> None:
        """Show it again; nothing happened."""
        held, self._held = self._held, None
        self.bar.hide()
        if held is not None:
            held[1](False)

    def finish(self) -> None:
        """Delete what is held for good."""
        held, self._held = self._held, None
        self.bar.hide()
        if held is not None:
            delete, hide = held

            def refused(error: UserCanFix) -> None:
                hide(False)
                self._refuse(error)

            self._jobs.do(delete, lambda _: hide(False), refused)

    def finish_at_close(self) -> None:
        """The same when the app is closed."""
        held, self._held = self._held, None
        if held is not None:
            self._jobs.tidy(held[0])
