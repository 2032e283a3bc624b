"""The bar over the screens, and the way between them: by name, and back again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget

from ui.kit import theme
from ui.kit.avatar import avatar_icon
from ui.kit.screen import Roomy, Screen
from ui.kit.theme import Look
from ui.kit.widgets import Button, Icon, Label, dress_all, tight

if TYPE_CHECKING:
    from coach.storage import Profile

_NAME: Final = 160
"""Widest name in the bar, pixels at the usual size of words."""


@dataclass(frozen=True, slots=True)
class Place:
    """A screen that the bar leads to.

    Attributes:
        name: of the screen; key: text key of its word; icon: file in ``assets/icons``.
        keys: shortcut, as Qt writes it.
    """

    name: str
    key: str
    icon: str
    keys: str


PLACES: Final = (
    Place("library", "nav_library", "film", "Ctrl+1"),
    Place("diary", "nav_diary", "calendar", "Ctrl+2"),
)
SETTINGS: Final = Place("preferences", "nav_settings", "settings", "Ctrl+,")
PEOPLE: Final = Place("people", "nav_people", "person", "Ctrl+P")

WITHOUT_BAR: Final = frozenset({"setup", "follow", "welcome"})
"""Screens that fill the window: the bar is hidden, and one does not come back to them."""


class NavBar(QFrame):
    """Where one can go: the places, who trains, the settings.

    Signals:
        wanted: name of a screen.
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("bar", "true")
        self._current = ""
        self._look: Look | None = None
        self._profile: Profile | None = None
        self._buttons: dict[str, Button] = {}
        row = QHBoxLayout(self)
        tight(row, (theme.XL, theme.S, theme.XL, 0), theme.S)
        row.addWidget(Icon("coach", "accent", 28))
        self._brand = Label("lead", key="ui_name")
        row.addWidget(self._brand)
        row.addSpacing(theme.L)
        for place in PLACES:
            row.addWidget(self._button(place, place.key))
        row.addStretch(1)
        self.person = self._button(PEOPLE, "nav_people")
        row.addWidget(self.person)
        row.addWidget(self._button(SETTINGS, ""))

    def button(self, name: str) -> Button:
        """The button that leads to a screen."""
        return self._buttons[name]

    def mark(self, name: str) -> None:
        """The screen that is shown: underlined and named as the current one."""
        self._current = name
        for other, button in self._buttons.items():
            button.setChecked(other == name)
        self._describe()

    def show_person(self, profile: Profile | None) -> None:
        """Who trains: sign and name, or nobody in particular."""
        self._profile = profile
        if self._look is None:
            return
        self.person.dress(self._look)
        if profile is not None:
            sign = avatar_icon(profile.name, profile.colour, profile.picture, self._look.palette)
            self.person.setIcon(sign)
            short = self.fontMetrics().elidedText(
                profile.name, Qt.TextElideMode.ElideRight, round(_NAME * theme.text_scale())
            )
            self.person.setText(" " + short.replace("&", "&&"))
            self.person.setAccessibleName(f"{self._look.texts('nav_people')}: {profile.name}")

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        dress_all(self, look)
        self.setAccessibleName(look.texts("nav_name"))
        self.show_person(self._profile)
        self._describe()

    def _describe(self) -> None:
        if self._look is None:
            return
        here = self._look.texts("nav_here")
        for name, button in self._buttons.items():
            button.setAccessibleDescription(here if name == self._current else "")

    def _button(self, place: Place, key: str) -> Button:
        button = Button(key, icon=place.icon, kind="tab", tip=place.key)
        button.show_keys(place.keys)
        button.setCheckable(True)
        button.clicked.connect(lambda: self._ask(place.name))
        self._buttons[place.name] = button
        return button

    def _ask(self, name: str) -> None:
        self.mark(self._current)  # a click does not yet mean that we are there
        self.wanted.emit(name)


class Screens(QStackedWidget):
    """The screens by name; each is made when it is first needed.

    Signals:
        shown: name of the screen that is seen now.
    """

    shown = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._makers: dict[str, Callable[[], Screen]] = {}
        self._made: dict[str, Screen] = {}
        self._before: list[str] = []
        self._current = ""
        self._look: Look | None = None

    def register(self, name: str, make: Callable[[], Screen]) -> None:
        """Say how a screen is made; nothing is made yet."""
        self._makers[name] = make

    @property
    def current(self) -> str:
        """Name of the screen that is seen."""
        return self._current

    def get(self, name: str) -> Screen:
        """A screen, made and dressed where it was not there yet."""
        if name not in self._made:
            screen = self._made[name] = self._makers[name]()
            self.addWidget(Roomy(screen))
            if self._look is not None:
                self._dress(name, self._look)
        return self._made[name]

    def is_made(self, name: str) -> bool:
        """Whether a screen was needed by now."""
        return name in self._made

    def show_screen(self, name: str) -> Screen:
        """Show a screen and remember the way back."""
        if self._current and self._current != name and self._current not in WITHOUT_BAR:
            self._before.append(self._current)
        return self._switch(name)

    def back(self) -> bool:
        """The screen before this one; False where there is none."""
        while self._before:
            name = self._before.pop()
            if name != self._current:
                self._switch(name)
                return True
        return False

    def dress(self, look: Look) -> None:
        """Language and colours of every screen that is made, and of those to come."""
        self._look = look
        for name in self._made:
            self._dress(name, look)

    def _dress(self, name: str, look: Look) -> None:
        screen = self._made[name]
        screen.dress(look)
        screen.setAccessibleName(look.texts(f"screen_{name}"))

    def _switch(self, name: str) -> Screen:
        screen = self.get(name)
        if self._current and self._current != name:
            self._made[self._current].rest()
        self._current = name
        self.setCurrentIndex(list(self._made).index(name))
        screen.refresh()
        self.shown.emit(name)
        return screen
