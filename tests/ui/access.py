"""What is looked for on every screen: clipped words, overlaps, names, the way of the Tab key."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollBar,
    QWidget,
)

from ui.kit.widgets import Elided

TOLERANCE = 1
"""Pixels that a layout may round away."""


def shown(root: QWidget, kind: type = QWidget) -> Iterator[QWidget]:
    """Every visible widget of a kind with a size."""
    for widget in root.findChildren(kind):
        if widget.isVisible() and not widget.size().isEmpty() and not _is_part(widget):
            yield widget


def _is_part(widget: QWidget) -> bool:
    """Whether Qt made it inside of another control."""
    parent = widget.parentWidget()
    return isinstance(widget, QScrollBar) or isinstance(parent, (QComboBox, QAbstractSpinBox))


def name_of(widget: QWidget) -> str:
    """What a screen reader says."""
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name).strip() if found is not None else ""


def told(widget: QWidget) -> str:
    """How a finding calls a widget."""
    text = widget.text() if isinstance(widget, (QLabel, QAbstractButton)) else ""
    return f"{type(widget).__name__}({text[:40] or name_of(widget)[:40]!r})"


def clipped(root: QWidget) -> list[str]:
    """Labels and buttons that have less room than their words need."""
    found = []
    for label in shown(root, QLabel):
        if isinstance(label, Elided) or not label.text() or not label.pixmap().isNull():
            continue
        need = label.sizeHint()
        if label.wordWrap():
            high = label.heightForWidth(label.width())
            if label.height() < high - TOLERANCE:
                found.append(f"{told(label)} is {label.height()} high, needs {high}")
        elif label.width() < need.width() - TOLERANCE or label.height() < need.height() - TOLERANCE:
            found.append(f"{told(label)} is {label.size().toTuple()}, needs {need.toTuple()}")
    for button in shown(root, QPushButton):
        need = button.minimumSizeHint()
        if button.text() and (
            button.width() < need.width() - TOLERANCE or button.height() < need.height() - TOLERANCE
        ):
            found.append(f"{told(button)} is {button.size().toTuple()}, needs {need.toTuple()}")
    return found


def cut_off(root: QWidget) -> list[str]:
    """Controls and words that stick out of their parent and cannot be scrolled to."""
    found = []
    for widget in shown(root):
        parent = widget.parentWidget()
        if parent is None or parent is root or _scrolls(parent):
            continue
        if not isinstance(widget, (QLabel, QAbstractButton, QComboBox, QLineEdit)):
            continue
        if not parent.rect().adjusted(-2, -2, 2, 2).contains(widget.geometry()):
            found.append(f"{told(widget)} sticks out of {type(parent).__name__}")
    return found


def _scrolls(widget: QWidget) -> bool:
    above = widget.parentWidget()
    return isinstance(above, QAbstractScrollArea)


def overlapping(root: QWidget) -> list[str]:
    """Siblings that a layout put over each other."""
    found = []
    for parent in (root, *shown(root)):
        layout = parent.layout()
        if layout is None:
            continue
        managed = [
            child
            for child in parent.findChildren(QWidget, options=Qt.FindDirectChildrenOnly)
            if child.isVisible() and not child.size().isEmpty() and _is_managed(layout, child)
        ]
        for i, first in enumerate(managed):
            for second in managed[i + 1 :]:
                common = first.geometry().intersected(second.geometry())
                if common.width() > TOLERANCE and common.height() > TOLERANCE:
                    found.append(f"{told(first)} lies over {told(second)}")
    return found


def _is_managed(layout, child: QWidget) -> bool:
    if layout.indexOf(child) >= 0:
        return True
    return any(
        _is_managed(item.layout(), child)
        for item in (layout.itemAt(i) for i in range(layout.count()))
        if item.layout() is not None
    )


def focusable(root: QWidget) -> list[QWidget]:
    """What the Tab key should reach, in the order of the focus chain."""
    found = [
        widget
        for widget in shown(root)
        if widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    return [widget for widget in found if not _is_within(widget)]


def _is_within(widget: QWidget) -> bool:
    """Whether Tab goes to the control around it."""
    return isinstance(widget.focusProxy(), QWidget) or (
        widget.parentWidget() is not None and isinstance(widget.parentWidget(), QAbstractSpinBox)
    )


def nameless(root: QWidget) -> list[str]:
    """Controls that a screen reader cannot name."""
    return [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for widget in focusable(root)
        if not name_of(widget)
    ]


def place_of(widget: QWidget, root: QWidget) -> QRect:
    """Where a widget is on the screen."""
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def out_of_order(order: list[QWidget], root: QWidget) -> list[str]:
    """Steps of the Tab key that go up and to the left within one container."""
    found = []
    for before, after in pairwise(order):
        if before.parentWidget() is not after.parentWidget():
            continue
        first, second = place_of(before, root), place_of(after, root)
        above = second.bottom() < first.top()
        left = second.right() < first.left() and second.top() <= first.bottom()
        if (above and second.left() <= first.left()) or (left and not second.top() > first.top()):
            found.append(f"from {told(before)} back to {told(after)}")
    return found
