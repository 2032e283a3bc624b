"""Runs the app without hands: begins a session, takes pictures, leaves at the end."""

from __future__ import annotations

import logging
import sys
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from coach.errors import UserCanFix
from coach.texts import Texts
from ui.follow.values import Outcome
from ui.follow.view import FollowView, Stage
from ui.options import AppOptions
from ui.window import MainWindow

log = logging.getLogger(__name__)

SETTLE_MS: Final = 400
"""Time that a screen gets before its picture is taken."""

_QUARTERS: Final = (0.25, 0.5, 0.75)


class Autopilot(QObject):
    """What ``coach follow --start --exit`` and ``coach demo`` do with the window.

    Attributes:
        status: exit status; 2 when the session could not be held.
    """

    def __init__(self, window: MainWindow, options: AppOptions) -> None:
        super().__init__(window)
        self._window, self._options = window, options
        self._taken = 0
        self.status = 0
        window.ready.connect(self._settle)
        window.finished.connect(self._end)
        window.stopped.connect(self._give_up)
        window.controller.changed.connect(self._watch)

    @Slot()
    def _settle(self) -> None:
        pause = SETTLE_MS if self._options.screenshots is not None else 0
        QTimer.singleShot(pause, self, self._open)

    @Slot()
    def _open(self) -> None:
        self._take("start")
        if self._options.target is not None:
            self._window.open_video(self._options.target)

    @Slot(object)
    def _watch(self, view: FollowView) -> None:
        controller = self._window.controller
        if controller.stage is Stage.FAILED and self._options.exit_at_end:
            sentence = view.banner or (view.curtain.title if view.curtain else "")
            self._leave(sentence)
        elif (
            controller.stage is Stage.RUNNING
            and self._taken < len(_QUARTERS)
            and view.progress >= _QUARTERS[self._taken]
        ):
            self._taken += 1
            QTimer.singleShot(0, self, lambda number=self._taken: self._take(f"follow_{number}"))

    @Slot(object)
    def _end(self, outcome: Outcome) -> None:
        if self._options.stats is not None:
            from coach.cli.io import write_json  # heavy, and not needed before the end

            try:
                write_json(outcome.stats, self._options.stats)
            except UserCanFix as error:
                self._leave(Texts(self._options.language).error(error))
                return
        QTimer.singleShot(SETTLE_MS, self, self._leave_report)

    @Slot()
    def _leave_report(self) -> None:
        self._take("report")
        if self._options.exit_at_end:
            self._window.close()

    @Slot(str)
    def _give_up(self, sentence: str) -> None:
        if self._options.exit_at_end:
            self._leave(sentence)

    def _leave(self, sentence: str) -> None:
        if self._options.exit_at_end:
            self.status = 2
            print(f"coach: {sentence}", file=sys.stderr)
            self._window.close()
        else:
            log.warning("%s", sentence)

    def _take(self, name: str) -> None:
        folder = self._options.screenshots
        if folder is None:
            return
        file = folder / f"{name}.png"
        if not self._window.grab().save(str(file)):
            log.warning("no picture written to %s", file)
