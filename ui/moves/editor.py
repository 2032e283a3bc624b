"""The editor of a video's moves: their ends and names, below the pictures.

It lies where score and chart will be, so that the video shows the moment that is being
looked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCompleter, QDoubleSpinBox, QHBoxLayout, QLineEdit, QVBoxLayout

from coach.report import exercise_name
from coach.types import Move
from ui.kit import theme
from ui.kit.theme import Look
from ui.kit.widgets import Button, Card, Label, tight
from ui.moves.edit import Edge, MovesEdit, name_of, names_known, spans_of
from ui.moves.strip import MovesStrip

_STEP_S: Final = 0.1


class MovesEditor(Card):
    """Drag the ends of the spans, or choose one and change it by the fields.

    Signals:
        kept: moves that shall be used from now on; None: those that were found.
        left: nothing is to be changed.
        sought: seconds of the video that shall be shown.
    """

    kept = Signal(object)
    left = Signal()
    sought = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._edit = MovesEdit((), 0.0)
        self._found: tuple[Move, ...] = ()
        self._before_drag: MovesEdit | None = None
        self._chosen: int | None = None
        self._time = 0.0
        self.strip = MovesStrip(name="ui_moves_of_video", editable=True)
        self._build()
        self._connect()
        self.hide()

    # -- building ---------------------------------------------------------------------

    def _build(self) -> None:
        self.name = QLineEdit()
        self.start, self.end = QDoubleSpinBox(), QDoubleSpinBox()
        for field in (self.start, self.end):
            field.setDecimals(1)
            field.setSingleStep(_STEP_S)
            field.setKeyboardTracking(False)
            field.lineEdit().setTextMargins(theme.M, 0, 0, 0)
        self.split = Button("ui_move_split")
        self.join = Button("ui_move_join")
        self.remove = Button("ui_move_remove")
        self.undo = Button("ui_move_undo")
        self.reset = Button("ui_move_reset")
        self.cancel = Button("ui_move_leave", kind="ghost")
        self.keep = Button("ui_move_keep", kind="primary")
        self.undo.show_keys("Ctrl+Z")
        column = QVBoxLayout(self)
        tight(column, (theme.XL, theme.L, theme.XL, theme.L), theme.M)
        column.addWidget(Label("lead", key="ui_moves_edit"))
        column.addWidget(Label("small", key="ui_moves_edit_hint", tone="secondary", wrap=True))
        column.addWidget(self.strip)
        column.addLayout(self._fields())
        column.addLayout(self._changes())
        column.addLayout(self._buttons())

    def _fields(self) -> QHBoxLayout:
        row = QHBoxLayout()
        tight(row, gap=theme.S)
        for key, field, share in (
            ("ui_move_name", self.name, 3),
            ("ui_move_start", self.start, 1),
            ("ui_move_end", self.end, 1),
        ):
            label = Label("small", key=key, tone="secondary")
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field, share)
        return row

    def _changes(self) -> QHBoxLayout:
        """A row of their own: with large words there is no room beside the fields."""
        row = QHBoxLayout()
        tight(row, gap=theme.S)
        for button in (self.split, self.join, self.remove):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        tight(row, gap=theme.S)
        row.addWidget(self.undo)
        row.addWidget(self.reset)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.keep)
        return row

    def _connect(self) -> None:
        self.strip.picked.connect(self.choose)
        self.strip.sought.connect(lambda part: self.sought.emit(part * self._edit.duration))
        self.strip.grabbed.connect(self._grab)
        self.strip.moved.connect(self._drag)
        self.strip.dropped.connect(self._drop)
        self.name.editingFinished.connect(self._rename)
        self.start.valueChanged.connect(lambda value: self._put("start", value))
        self.end.valueChanged.connect(lambda value: self._put("end", value))
        self.split.clicked.connect(self._split)
        self.join.clicked.connect(lambda: self._change_chosen(MovesEdit.joined))
        self.remove.clicked.connect(lambda: self._change_chosen(MovesEdit.removed))
        self.undo.clicked.connect(lambda: self._take(self._edit.undone()))
        self.reset.clicked.connect(lambda: self._take(self._edit.reset(self._found)))
        self.cancel.clicked.connect(self.left)
        self.keep.clicked.connect(self._keep)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.undo.click)

    # -- showing ----------------------------------------------------------------------

    @property
    def moves(self) -> tuple[Move, ...]:
        """As they are edited so far."""
        return self._edit.moves

    def begin(self, moves: tuple[Move, ...], found: tuple[Move, ...], duration: float) -> None:
        """Edit moves; ``found`` are those to which they can be reset."""
        self._found, self._before_drag = found, None
        self._chosen = 0 if moves else None
        self._time = 0.0
        for field in (self.start, self.end):
            field.blockSignals(True)
            field.setRange(0.0, duration)
            field.blockSignals(False)
        self.strip.set_duration(duration)
        self._take(MovesEdit(moves, duration))
        self.show()
        self.strip.setFocus()

    def show_time(self, seconds: float) -> None:
        """The video shows this moment."""
        self._time = seconds
        self._show()

    def dress(self, look: Look) -> None:
        """Language and colours; the children dress themselves."""
        self._look = look
        for field, key in (
            (self.name, "ui_move_name"),
            (self.start, "ui_move_start"),
            (self.end, "ui_move_end"),
        ):
            field.setAccessibleName(look.texts(key))
        for field in (self.start, self.end):
            field.setSuffix(look.texts("ui_seconds_suffix"))
        words = QCompleter(sorted(names_known(look.texts)), self)
        words.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        words.setFilterMode(Qt.MatchFlag.MatchContains)
        self.name.setCompleter(words)
        self._show()

    @Slot(int)
    def choose(self, i: int) -> None:
        """Show and change this move; the video goes to its start."""
        self._rename()
        self._chosen = i
        self._show()
        if 0 <= i < len(self.moves):
            self.sought.emit(self.moves[i].start)

    def _show(self) -> None:
        look, moves, i = self._look, self.moves, self._chosen
        if look is None:
            return
        duration = self._edit.duration
        at = self._time / duration if duration > 0 else 0.0
        self.strip.tell(spans_of(moves, duration, look.texts), at, i)
        chosen = moves[i] if i is not None and i < len(moves) else None
        for widget in (self.name, self.start, self.end, self.remove):
            widget.setEnabled(chosen is not None)
        self.split.setEnabled(chosen is not None and self._edit.can_split(i or 0, self._time))
        self.join.setEnabled(i is not None and i + 1 < len(moves))
        self.undo.setEnabled(bool(self._edit.past))
        self.reset.setEnabled(moves != self._found)
        for field, value in (
            (self.start, chosen.start if chosen else 0.0),
            (self.end, chosen.end if chosen else 0.0),
        ):
            field.blockSignals(True)
            field.setValue(value)
            field.blockSignals(False)
        shown = exercise_name(look.texts, chosen.name) if chosen else ""
        if not self.name.hasFocus() or not self.name.isModified():
            self.name.setText(shown)

    # -- changing ---------------------------------------------------------------------

    def _take(self, edit: MovesEdit) -> None:
        self._edit = edit
        if self._chosen is not None:
            self._chosen = min(self._chosen, len(edit.moves) - 1) if edit.moves else None
        elif edit.moves:
            self._chosen = 0
        self.name.setModified(False)
        self._show()

    def _change_chosen(self, change: Callable[[MovesEdit, int], MovesEdit]) -> None:
        if self._chosen is not None:
            self._take(change(self._edit, self._chosen))

    def _split(self) -> None:
        if self._chosen is not None:
            self._take(self._edit.split(self._chosen, self._time))

    def _rename(self) -> None:
        look, i = self._look, self._chosen
        if look is None or i is None or not self.name.isModified():
            return
        name = name_of(self.name.text(), look.texts)
        self._take(self._edit.renamed(i, name) if name else self._edit)

    def _put(self, edge: Edge, seconds: float) -> None:
        if self._chosen is not None:
            self._take(self._edit.dragged(self._chosen, edge, seconds))
            self.sought.emit(getattr(self.moves[self._chosen], edge))

    @Slot(int, str)
    def _grab(self, _i: int, _edge: str) -> None:
        self._before_drag = self._edit

    @Slot(int, str, float)
    def _drag(self, i: int, edge: str, part: float) -> None:
        if self._before_drag is not None:
            seconds = part * self._edit.duration
            self._take(self._before_drag.dragged(i, cast("Edge", edge), seconds))
            self.sought.emit(getattr(self.moves[i], edge))

    @Slot(int, str)
    def _drop(self, _i: int, _edge: str) -> None:
        self._before_drag = None

    def _keep(self) -> None:
        self._rename()
        self.kept.emit(None if self.moves == self._found else self.moves)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves; Enter in a field is done with the field and starts nothing."""
        match event.key():
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Delete if self.strip.hasFocus():
                self.remove.click()
            case Qt.Key.Key_S if self.strip.hasFocus():
                self.split.click()
            case Qt.Key.Key_J if self.strip.hasFocus():
                self.join.click()
            case Qt.Key.Key_Space | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                event.accept()
            case _:
                super().keyPressEvent(event)
