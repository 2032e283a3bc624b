"""The bar over the shelf: bring in videos, look for some, sort them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from ui.kit import theme
from ui.kit.search import SearchField
from ui.kit.theme import Look
from ui.kit.widgets import Button, Choice, dress_all, tight
from ui.library.menu import Way, menu_of
from ui.library.view import Only, Order, Wish

_LETTERS: Final = 9
"""Room in the two lists, letters."""

_NARROWEST: Final = 160
"""Of the search field, pixels."""


class ShelfBar(QWidget):
    """What is looked for, and the ways in.

    Signals:
        wished: something else is looked for.
        files_wanted, folder_wanted, link_wanted: bring in videos from there.
    """

    wished = Signal()
    files_wanted = Signal()
    folder_wanted = Signal()
    link_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._tags: tuple[str, ...] = ()
        self.wish = Wish()
        self.add = Button("library_add", icon="plus")
        self.add.show_keys("Ctrl+O, Ctrl+L")
        self.search = SearchField("library_search", keys="Ctrl+F")
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.search.setMinimumWidth(_NARROWEST)
        self.only, self.order = Choice(name="library_only"), Choice(name="library_order")
        row = QHBoxLayout(self)
        tight(row, gap=theme.S)
        row.addWidget(self.add)
        row.addWidget(self.search, 1)
        for choice in (self.only, self.order):
            choice.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            row.addWidget(choice)
        self.add.clicked.connect(self._ask_how)
        self.search.textChanged.connect(lambda text: self._look_for(words=text))
        self.only.activated.connect(lambda _: self._choose_only())
        self.order.activated.connect(lambda row: self._look_for(order=list(Order)[row]))

    # -- looking for ------------------------------------------------------------------------

    def show_tags(self, tags: tuple[str, ...]) -> None:
        """Offer the tags that are in use."""
        if tags != self._tags:
            self._tags = tags
            self._fill()

    def show_all(self) -> None:
        """Look for nothing in particular."""
        with QSignalBlocker(self.search):
            self.search.clear()
        self._look_for(words="", only=Only.ALL, tag="")
        self._fill()

    @property
    def looks_for_all(self) -> bool:
        """Whether nothing in particular is looked for."""
        return self.wish == Wish(order=self.wish.order)

    def _look_for(self, **changes: Any) -> None:
        self.wish = replace(self.wish, **changes)
        self.wished.emit()

    def _choose_only(self) -> None:
        only, tag = self.only.currentData()
        self._look_for(only=Only(only), tag=tag)

    def _fill(self) -> None:
        """The parts of the shelf, the tags and the orders."""
        if self._look is None:
            return
        texts = self._look.texts
        choices = {(only.value, ""): texts(f"library_only_{only.value}") for only in Only}
        for tag in self._tags:
            choices[Only.ALL.value, tag] = texts("library_only_tag", tag=tag)
        if (self.wish.only.value, self.wish.tag) not in choices:
            self._look_for(only=Only.ALL, tag="")
        self.only.clear()
        for value, word in choices.items():
            self.only.addItem(word, value)
        self.only.setCurrentIndex(list(choices).index((self.wish.only.value, self.wish.tag)))
        self.order.clear()
        for order in Order:
            self.order.addItem(texts(f"library_order_{order.value}"))
        self.order.setCurrentIndex(list(Order).index(self.wish.order))

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        dress_all(self, look)
        for choice in (self.only, self.order):  # the search keeps its room when words grow
            choice.setMinimumContentsLength(round(_LETTERS / theme.text_scale() ** 0.7))
        self._fill()

    # -- bringing in ------------------------------------------------------------------------

    def _ask_how(self) -> None:
        if self._look is not None:
            self.menu(self._look).popup(self.add.mapToGlobal(self.add.rect().bottomLeft()))

    def menu(self, look: Look) -> QMenu:
        """The ways to bring in videos."""
        return menu_of(
            self,
            look,
            (
                Way("library_add_files", "open", "Ctrl+O", self.files_wanted.emit),
                Way("library_add_folder", "folder", "", self.folder_wanted.emit),
                Way("library_add_link", "link", "Ctrl+L", self.link_wanted.emit),
            ),
        )
