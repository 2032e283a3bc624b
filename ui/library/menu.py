"""Menus of the library."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ui.kit import icons
from ui.kit.theme import Look


@dataclass(frozen=True, slots=True)
class Way:
    """A line of a menu.

    Attributes:
        key: text key of its word; icon: its picture.
        keys: what to press instead, or "".
        act: what it does.
    """

    key: str
    icon: str
    keys: str
    act: Callable[[], object]


def menu_of(parent: QWidget, look: Look, ways: Iterable[Way]) -> QMenu:
    """A menu that goes when it is closed."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for way in ways:
        word = look.texts(way.key)
        action = QAction(icons.icon(way.icon, look.palette.text), word, menu)
        action.setText(f"{word}\t{way.keys}" if way.keys else word)
        action.triggered.connect(lambda _=False, way=way: way.act())
        menu.addAction(action)
    return menu
