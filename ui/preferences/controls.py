"""A control for each kind of setting: a switch, a few words side by side, a list, a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.kit.theme import Look
from ui.kit.toggle import Toggle
from ui.kit.widgets import Choice, Segmented
from ui.kit.words import plain_tip
from ui.preferences.fields import MOST_SEGMENTS, Field

_LINE: Final = 240
"""Width of a line of text, pixels."""


class Control(QObject):
    """What a setting is chosen with.

    Signals:
        chosen: the user chose; the value as ``Settings`` holds it.
    """

    chosen = Signal(object)

    def __init__(self, field: Field, widget: QWidget) -> None:
        super().__init__(widget)
        self.field, self.widget = field, widget

    def dress(self, look: Look) -> None:
        """Words that are made of values."""

    def show_value(self, value: object) -> None:
        """Show what is chosen, without a signal."""
        raise NotImplementedError


class _Switch(Control):
    def __init__(self, field: Field) -> None:
        self._toggle = Toggle(name=f"set_{field.name}")
        super().__init__(field, self._toggle)
        self._toggle.clicked.connect(lambda on: self.chosen.emit(on))

    def show_value(self, value: object) -> None:
        self._toggle.setChecked(bool(value))


class _Segments(Control):
    def __init__(self, field: Field) -> None:
        self._by_name = {str(value): value for value in field.values}
        keys = [(name, f"set_{field.name}_{name or 'default'}") for name in self._by_name]
        self._segments = Segmented(keys, name=f"set_{field.name}")
        super().__init__(field, self._segments)
        self._segments.chosen.connect(lambda name: self.chosen.emit(self._by_name[name]))

    def show_value(self, value: object) -> None:
        self._segments.choose(str(value))


class _List(Control):
    def __init__(self, field: Field) -> None:
        self._list = Choice(name=f"set_{field.name}")
        self._values = field.values
        super().__init__(field, self._list)
        self._list.activated.connect(lambda index: self.chosen.emit(self._values[index]))

    def dress(self, look: Look) -> None:
        index = self._list.currentIndex()
        self._list.clear()
        self._list.addItems([self.field.word(value, look.texts) for value in self._values])
        self._list.setCurrentIndex(index)

    def show_value(self, value: object) -> None:
        self._list.setCurrentIndex(self._values.index(value))


class Found(Control):
    """A list of what is there now; what is chosen stands in it in any case."""

    def __init__(self, field: Field) -> None:
        self._list = Choice(name=f"set_{field.name}")
        super().__init__(field, self._list)
        self._options: Sequence[tuple[str, str]] = ()
        self._values: list[str] = []
        self._value = ""
        self._look: Look | None = None
        self._list.activated.connect(lambda index: self.chosen.emit(self._values[index]))

    def offer(self, options: Sequence[tuple[str, str]]) -> None:
        """What can be chosen beside the default: values, and what to call them."""
        self._options = options
        self._fill()

    def dress(self, look: Look) -> None:
        """The word for what is taken where nobody chose."""
        self._look = look
        self._fill()

    def show_value(self, value: object) -> None:
        """Show what is chosen, without a signal."""
        self._value = str(value)
        self._fill()

    def _fill(self) -> None:
        if self._look is None:
            return
        default = self._look.texts(f"set_{self.field.name}_default")
        shown = {"": default, self._value: self._value or default, **dict(self._options)}
        if list(shown) != self._values or list(shown.values()) != self._texts():
            self._values = list(shown)
            self._list.clear()
            self._list.addItems(list(shown.values()))
        self._list.setCurrentIndex(self._values.index(self._value))
        self._list.setToolTip(plain_tip(self._list.currentText()))

    def _texts(self) -> list[str]:
        return [self._list.itemText(i) for i in range(self._list.count())]


class _Line(Control):
    def __init__(self, field: Field) -> None:
        self._line = QLineEdit()
        self._line.setMinimumWidth(_LINE)
        super().__init__(field, self._line)
        self._line.editingFinished.connect(self._take)
        self._shown = ""

    def dress(self, look: Look) -> None:
        self._line.setAccessibleName(look.texts(f"set_{self.field.name}"))
        self._line.setPlaceholderText(look.texts(f"set_{self.field.name}_default"))

    def show_value(self, value: object) -> None:
        self._shown = str(value)
        self._line.setText(self._shown)

    def _take(self) -> None:
        text = self._line.text().strip()
        if text != self._shown:
            self._shown = text
            self.chosen.emit(text)


def control_of(field: Field) -> Control:
    """The control that suits a field."""
    if field.is_switch:
        return _Switch(field)
    if field.is_found:
        return Found(field)
    if not field.values:
        return _Line(field)
    if len(field.values) <= MOST_SEGMENTS and not field.unit:
        return _Segments(field)
    return _List(field)
