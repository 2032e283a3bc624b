"""The people to choose from, side by side."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.avatar import Avatar
from ui.kit.theme import Look
from ui.kit.widgets import Button, Elided, Label, dress_all, tight
from ui.kit.words import plain_tip
from ui.people.view import TileView

_SIGN: Final = 72
_NARROWEST: Final = 200


class PersonTile(QPushButton):
    """Somebody: sign, name, what is theirs."""

    def __init__(self, view: TileView, look: Look) -> None:
        super().__init__()
        self.view = view
        self.setProperty("kind", "tile")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(view.spoken)
        self.setToolTip(plain_tip(view.title))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        tight(column, (theme.L, theme.L, theme.L, theme.L), theme.S)
        middle = Qt.AlignmentFlag.AlignHCenter
        sign = Avatar(_SIGN)
        sign.show_person(view.title, view.colour, view.picture)
        column.addWidget(sign, 0, middle)
        name = Elided("lead")
        name.say(view.title)
        state = Label("small", tone="secondary", wrap=True)
        state.say(view.state)
        for label in (name, state):
            label.setAlignment(middle)
            column.addWidget(label)
        column.addStretch(1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        dress_all(self, look)

    def sizeHint(self) -> QSize:
        """As much as the words need."""
        layout = self.layout()
        return super().sizeHint() if layout is None else layout.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """The same."""
        layout = self.layout()
        return super().minimumSizeHint() if layout is None else layout.minimumSize()


class Tiles(QWidget):
    """All of them in rows.

    Signals:
        chosen: name of the profile, None for the guest.
        edit_wanted: name of the profile.
    """

    chosen = Signal(object)
    edit_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.tiles: dict[str | None, PersonTile] = {}
        self.edits: dict[str, Button] = {}
        self._cells: list[QWidget] = []
        self._grid = QGridLayout(self)
        tight(self._grid, gap=theme.M)

    def show_people(self, views: tuple[TileView, ...], look: Look) -> None:
        """Everybody anew."""
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self.tiles, self.edits, self._cells = {}, {}, []
        for view in views:
            self._cells.append(self._cell(view, look))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many in a row as there is room for."""
        super().resizeEvent(event)
        self._place()

    def _cell(self, view: TileView, look: Look) -> QWidget:
        cell = QWidget()
        column = QVBoxLayout(cell)
        tight(column, gap=theme.XS)
        tile = PersonTile(view, look)
        tile.clicked.connect(lambda: self.chosen.emit(view.name))
        self.tiles[view.name] = tile
        column.addWidget(tile, 1)
        if view.name is not None:
            edit = Button("people_edit", icon="edit", kind="ghost")
            edit.dress(look)
            edit.setAccessibleName(look.texts("people_edit_name", name=view.name))
            edit.clicked.connect(lambda: self.edit_wanted.emit(view.name))
            self.edits[view.name] = edit
            column.addWidget(edit, 0, Qt.AlignmentFlag.AlignHCenter)
        return cell

    def _place(self) -> None:
        cell = _NARROWEST * theme.text_scale() + theme.M
        columns = max(1, int((self.width() + theme.M) // cell))
        for index, widget in enumerate(self._cells):
            self._grid.addWidget(
                widget, index // columns, index % columns, Qt.AlignmentFlag.AlignTop
            )
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
