"""Pictures of people, settings and the first pages: see ``tests.ui.screenshots``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from coach.errors import DataUnwritable, NameTaken
from tests.ui.scripted_people import ScriptedPeople, household

if TYPE_CHECKING:
    from tests.ui.screenshots import Studio


def people(studio: Studio, *, empty: bool = False) -> None:
    """Who trains here."""
    studio.engine.people = ScriptedPeople(() if empty else household(), nameless=5)
    studio.window.people._desk = studio.engine.people
    studio.window.people.banner.tell("")
    studio.window.show_screen("people")
    studio.settle()
    studio.window._set_person(None if empty else "지우")


def person_new(studio: Studio) -> None:
    people(studio, empty=True)
    studio.window.people.add.click()


def person_known(studio: Studio) -> None:
    people(studio)
    studio.window.people.tiles.edits["지우"].click()


def person_error(studio: Studio) -> None:
    """A name that somebody else has already."""
    person_known(studio)
    studio.window.people.editor.name.setText("Anna")
    studio.window.people._refuse_form(NameTaken("Anna"))


def pin(studio: Studio) -> None:
    people(studio)
    studio.window.people.tiles.tiles["Anna"].click()
    studio.window.people.pin.refuse()


def preferences(studio: Studio, page: str) -> None:
    """A page of the settings."""
    studio.window.show_screen("preferences")
    studio.window.preferences.show_page(page)
    studio.window.preferences.data.banner.tell("")


def preferences_asking(studio: Studio) -> None:
    preferences(studio, "data")
    studio.settle()
    studio.window.preferences.data.delete_all.ask.click()


def preferences_error(studio: Studio) -> None:
    preferences(studio, "data")
    studio.settle()
    studio.window.preferences.data.delete_all.keep.click()
    error = DataUnwritable(Path("/data/coach"), "no space left on device")
    studio.window.preferences.data.banner.tell(studio.texts.error(error))


def welcome(studio: Studio, page: int) -> None:
    """One of the first pages."""
    studio.window.show_screen("welcome")
    studio.window.welcome.show_page(page)


SHELL_SHOTS: Final = {
    "welcome_1": lambda s: welcome(s, 0),
    "welcome_2": lambda s: welcome(s, 1),
    "welcome_3": lambda s: welcome(s, 2),
    "people": people,
    "people_empty": lambda s: people(s, empty=True),
    "people_pin": pin,
    "people_new": person_new,
    "people_known": person_known,
    "people_error": person_error,
    "settings_app": lambda s: preferences(s, "app"),
    "settings_training": lambda s: preferences(s, "training"),
    "settings_data": lambda s: preferences(s, "data"),
    "settings_asking": preferences_asking,
    "settings_error": preferences_error,
    "settings_about": lambda s: preferences(s, "about"),
}
