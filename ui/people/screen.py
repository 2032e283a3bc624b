"""Who trains: choosing somebody, asking for their PIN, changing what is known of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from coach.errors import UserCanFix
from coach.storage.profile import Profile
from ui.kit import theme
from ui.kit.jobs import Jobs
from ui.kit.screen import EdgeScroller, PageHead, Screen, form_margins
from ui.kit.theme import Look
from ui.kit.widgets import Banner, Button, Label, tight
from ui.people.desk import People, PeopleDesk
from ui.people.editor import PersonEditor
from ui.people.pin import PinPage
from ui.people.pins import PinWaits
from ui.people.tiles import Tiles
from ui.people.view import tile_views


class PeopleScreen(Screen):
    """Everybody who trains here.

    Signals:
        chosen: the user chose who trains; name of the profile, None for the guest.
        became: who trains is called otherwise now, or is gone (None).
        changed: a profile is new, different or gone; People.
        left: the user goes back without choosing.
    """

    chosen = Signal(object)
    became = Signal(object)
    changed = Signal(object)
    left = Signal()

    def __init__(
        self, desk: PeopleDesk, jobs: Jobs, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._look: Look | None = None
        self._people: People | None = None
        self._current: str | None = None
        self._waits = PinWaits(clock)
        self._after_pin: Callable[[], None] = lambda: None
        self.banner = Banner()
        self.tiles = Tiles()
        self.editor = PersonEditor()
        self.pin = PinPage(self._waits)
        self._pages = QStackedWidget()
        self._choosing = self._build_chooser()
        for page in (self._choosing, self.editor, self.pin):
            self._pages.addWidget(page)
        self._column = column = QVBoxLayout(self)
        tight(column)
        column.addWidget(self._pages)
        self._make_room()
        self._connect()

    def _build_chooser(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        tight(column, gap=theme.M)
        head = PageHead("people_title", note="people_title_note")
        self.add = Button("people_add", icon="plus", kind="primary")
        head.add(self.add)
        self._above = QVBoxLayout()
        tight(self._above, gap=theme.M)
        self._above.addWidget(head)
        self._above.addWidget(self.banner)
        column.addLayout(self._above)
        inside = QWidget()
        inner = QVBoxLayout(inside)
        tight(inner)
        inner.addWidget(self.tiles)
        self._hint = Label("body", key="people_empty_hint", tone="secondary", wrap=True)
        inner.addSpacing(theme.L)
        inner.addWidget(self._hint)
        inner.addStretch(1)
        self._area = EdgeScroller(inside)
        column.addWidget(self._area, 1)
        return page

    def _connect(self) -> None:
        self.add.clicked.connect(self._add)
        self.tiles.chosen.connect(self.choose)
        self.tiles.edit_wanted.connect(self._edit)
        self.pin.tried.connect(self._try_pin)
        self.pin.left.connect(self.show_tiles)
        self.editor.left.connect(self.show_tiles)
        self.editor.kept.connect(self._keep)
        self.editor.deleted.connect(self._delete)
        self.editor.picture_wanted.connect(self._take_picture)
        self.editor.export_wanted.connect(self._export)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In the middle of a large window."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """The bars of what scrolls stand in the margin."""
        left, top, right, _ = form_margins(self.width())
        self._column.setContentsMargins(0, top, 0, 0)
        self._above.setContentsMargins(left, 0, right, 0)
        self._area.set_margins(left, right)
        self.editor.set_margins(left, right)

    # -- showing --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Everybody as they are now."""
        self.show_tiles()
        self._jobs.do(self._desk.load, self.show_people, self._refuse)

    def rest(self) -> None:
        """Nobody is asked for a PIN any more."""
        self.pin.rest()

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        super().dress(look)
        self._show()

    def show_current(self, name: str | None) -> None:
        """Mark who trains now."""
        self._current = name
        self._show()

    def show_people(self, people: People) -> None:
        """Show everybody."""
        self._people = people
        self._show()
        self.changed.emit(people)

    def show_tiles(self) -> None:
        """Back to the choice."""
        self.pin.rest()
        self._pages.setCurrentWidget(self._choosing)
        tile = self.tiles.tiles.get(self._current)
        (tile or self.add).setFocus()

    def _show(self) -> None:
        if self._people is not None and self._look is not None:
            views = tile_views(self._people, self._current, self._look.texts)
            self.tiles.show_people(views, self._look)
            self._hint.setVisible(not self._people.known)
            if self._pages.currentWidget() is self._choosing and self._current in self.tiles.tiles:
                self.tiles.tiles[self._current].setFocus()

    # -- what the user does ---------------------------------------------------------------

    def choose(self, name: str | None) -> None:
        """Let somebody train; a PIN is asked where they have one."""
        self._behind_pin(name, lambda: self.chosen.emit(name))

    def _behind_pin(self, name: str | None, then: Callable[[], None]) -> None:
        tile = self.tiles.tiles.get(name)
        if tile is None or not tile.view.locked or name == self._current:
            then()
            return
        self._after_pin = then
        self._pages.setCurrentWidget(self.pin)
        self.pin.ask(tile.view)

    def _try_pin(self, name: str, pin: str) -> None:
        self._jobs.do(
            lambda: self._desk.is_pin(name, pin),
            lambda right: self._take_pin(name, right=right),
            self._refuse,
        )

    def _take_pin(self, name: str, *, right: bool) -> None:
        self._waits.note(name, right=right)
        if right:
            self.show_tiles()
            self._after_pin()
        else:
            self.pin.refuse()

    def _add(self) -> None:
        if self._people is not None:
            first = not self._people.known
            self.editor.edit(None, self._people.nameless.sessions if first else 0)
            self._pages.setCurrentWidget(self.editor)

    def _edit(self, name: str) -> None:
        person = next(
            (p for p in self._people.known if p.profile.name == name) if self._people else iter(()),
            None,
        )
        if person is not None:
            self._behind_pin(name, lambda: self._open_editor(person))

    def _open_editor(self, person: object) -> None:
        self.editor.edit(person)  # type: ignore[arg-type]
        self._pages.setCurrentWidget(self.editor)

    def _keep(self, before: str, profile: Profile, pin: str | None, takes: bool) -> None:
        def keep() -> People:
            if before:
                self._desk.change(before, profile)
            else:
                self._desk.add(profile, takes_nameless=takes)
            if pin is not None:
                self._desk.set_pin(profile.name, pin)
            return self._desk.load()

        def kept(people: People) -> None:
            renamed = bool(before) and before == self._current
            self.show_tiles()
            self.show_people(people)
            if renamed:
                self.became.emit(profile.name)
            elif not before:
                self.chosen.emit(profile.name)

        self._jobs.do(keep, kept, self._refuse_form)

    def _delete(self, name: str) -> None:
        def delete() -> People:
            self._desk.delete(name)
            return self._desk.load()

        def deleted(people: People) -> None:
            if name == self._current:
                self.became.emit(None)
            self.show_tiles()
            self.show_people(people)
            if self._look is not None:
                self.banner.tell(self._look.texts("people_deleted", name=name), calm=True)

        self._jobs.do(delete, deleted, self._refuse_form)

    def _take_picture(self, path: Path) -> None:
        self._jobs.do(lambda: self._desk.picture(path), self.editor.show_picture, self._refuse_form)

    def _export(self, name: str, path: Path) -> None:
        if self._look is None:
            return
        texts = self._look.texts
        self._jobs.do(
            lambda: self._desk.export(name, path, texts.language),
            lambda n: self.editor.banner.tell(
                texts("people_exported", n=n, name=path.name), calm=True
            ),
            self._refuse_form,
        )

    def _refuse(self, error: UserCanFix) -> None:
        if self._look is not None:
            self.banner.tell(self._look.texts.error(error))

    def _refuse_form(self, error: UserCanFix) -> None:
        self.editor.refuse(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: back; Ctrl+S: keep."""
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        editing = self._pages.currentWidget() is self.editor
        if event.key() == Qt.Key.Key_Escape:
            (self.left.emit if self._pages.currentWidget() is self._choosing else self.show_tiles)()
        elif event.key() == Qt.Key.Key_S and ctrl and editing:
            self.editor.keep()
        else:
            super().keyPressEvent(event)
