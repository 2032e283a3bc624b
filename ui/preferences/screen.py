"""The settings: sections of rows, in two columns where there is room."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.choices import Choices
from ui.kit import theme
from ui.kit.screen import PAGE_MARGINS, PageHead, Row, Screen, Scroller, Section
from ui.kit.theme import Look
from ui.kit.widgets import dress_all, tight
from ui.preferences.controls import Control, control_of
from ui.preferences.fields import GROUPS, Group

_TWO_COLUMNS: Final = 1180
"""Width from which the sections stand in two columns, pixels at the usual size of words."""


class GroupSection(Section):
    """A section of settings."""

    def __init__(self, group: Group, choices: Choices) -> None:
        super().__init__(f"set_group_{group.name}")
        self.controls: dict[str, Control] = {}
        for field in group.fields:
            control = self.controls[field.name] = control_of(field)
            control.chosen.connect(lambda value, name=field.name: choices.keep(**{name: value}))
            note = f"set_{field.name}_note" if field.note else ""
            self.add(Row(f"set_{field.name}", control.widget, note=note))


class PreferencesScreen(Screen):
    """What can be chosen."""

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self._choices = choices
        page = QVBoxLayout(self)
        tight(page, PAGE_MARGINS, theme.M)
        page.addWidget(PageHead("set_title"))
        inside = QWidget()
        self._grid = QGridLayout(inside)
        tight(self._grid, (0, 0, theme.S, 0), theme.M)
        self._sections: list[QWidget] = [GroupSection(group, choices) for group in GROUPS]
        page.addWidget(Scroller(inside), 1)
        self._columns = 0
        self._place(1)
        choices.changed.connect(lambda _: self._show())

    def control(self, name: str) -> Control:
        """The control of a field of the settings."""
        for section in self._sections:
            if isinstance(section, GroupSection) and name in section.controls:
                return section.controls[name]
        raise KeyError(name)

    def dress(self, look: Look) -> None:
        """Language and colours."""
        dress_all(self, look)
        for section in self._sections:
            if isinstance(section, GroupSection):
                for control in section.controls.values():
                    control.dress(look)
        self._show()

    def refresh(self) -> None:
        """Show what is chosen now."""
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room."""
        super().resizeEvent(event)
        self._place(2 if self.width() >= _TWO_COLUMNS * theme.text_scale() else 1)

    def _show(self) -> None:
        for section in self._sections:
            if isinstance(section, GroupSection):
                for name, control in section.controls.items():
                    control.show_value(getattr(self._choices.settings, name))

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for index, section in enumerate(self._sections):
            self._grid.addWidget(
                section, index // columns, index % columns, Qt.AlignmentFlag.AlignTop
            )
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._grid.setRowStretch(len(self._sections), 1)
