"""Editing the moves of a target before the session: what the editor asks for, done."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage

from ui.engine import Engine, TargetFace
from ui.follow.control import FollowController
from ui.follow.player import TargetPlayer
from ui.kit.jobs import Jobs
from ui.moves.editor import MovesEditor

LAST_PICTURE_S: Final = 0.2
"""Seconds before the end of a video up to which it is shown: at its end it would be over."""


class MovesEditing(QObject):
    """Between the editor, the player that shows the moment, and the engine that keeps the moves."""

    def __init__(
        self,
        engine: Engine,
        jobs: Jobs,
        controller: FollowController,
        player: TargetPlayer,
        editor: MovesEditor,
    ) -> None:
        super().__init__(editor)
        self._engine, self._jobs = engine, jobs
        self._controller, self._player, self._editor = controller, player, editor
        self._target: TargetFace | None = None
        editor.sought.connect(self._seek)
        editor.kept.connect(self._keep)
        editor.left.connect(self.end)
        player.picture_shown.connect(self._note_picture)

    @Slot()
    def begin(self) -> None:
        """Open the editor, where there is something to edit and nobody trains."""
        target = self._controller.begin_editing()
        if target is not None:
            self._target = target
            self._editor.begin(target.moves, target.found_moves, target.duration)

    @Slot()
    def end(self) -> None:
        """Back to where the session can begin."""
        self._target = None
        self._controller.end_editing()

    @Slot(object)
    def _keep(self, moves: object) -> None:
        target = self._target
        if target is not None:
            keep = self._engine.keep_moves
            self._jobs.do(lambda: keep(target, moves), lambda _: self.end())  # type: ignore[arg-type]

    @Slot(float)
    def _seek(self, seconds: float) -> None:
        if self._target is not None:
            self._player.seek(min(seconds, self._target.duration - LAST_PICTURE_S))

    @Slot(QImage, float)
    def _note_picture(self, _: QImage, time: float) -> None:
        if self._target is not None:
            self._editor.show_time(time)
