"""What the screen of people asks the engine for. All of it is slow: ask through ``ui.kit.jobs``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from coach.errors import NameTaken, ProfileNotFound
from coach.storage import Profile
from coach.texts import Texts
from ui.house import House


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a profile, or nobody in particular.

    Attributes:
        profile: with the name "" for what was done without a name.
        sessions, entries: how many are theirs.
    """

    profile: Profile
    sessions: int
    entries: int


@dataclass(frozen=True, slots=True)
class People:
    """Everybody who trains here.

    Attributes:
        known: those with a profile, by name; nameless: what was done without one.
    """

    known: tuple[Person, ...]
    nameless: Person


class PeopleDesk:
    """The people of one data folder."""

    def __init__(self, house: House) -> None:
        self._house = house

    def load(self) -> People:
        """Everybody, with how much is theirs."""
        store = self._house.store()
        return People(
            tuple(self._person(profile.name) for profile in store.profiles()),
            self._person(None),
        )

    def add(self, profile: Profile, *, takes_nameless: bool) -> None:
        """A new person; NameTaken, BadRequest.

        Args:
            profile: with a name.
            takes_nameless: what was done without a name becomes theirs.
        """
        store = self._house.store()
        if any(known.name == profile.name for known in store.profiles()):
            raise NameTaken(profile.name)
        kept = store.set_profile(profile)
        if takes_nameless:
            store.give_nameless(kept.name)

    def change(self, name: str, profile: Profile) -> None:
        """Keep what is known of a person now, and another name; UserCanFix."""
        store = self._house.store()
        if profile.name != name:
            store.rename_profile(name, profile.name)
        store.set_profile(profile)

    def set_pin(self, name: str, pin: str) -> None:
        """Ask for a PIN from now on; "": ask for none; ProfileNotFound."""
        from coach.storage.pin import hash_pin

        store = self._house.store()
        profile = next((p for p in store.profiles() if p.name == name), None)
        if profile is None:
            raise ProfileNotFound(name)
        store.set_profile(replace(profile, pin_hash=hash_pin(pin) if pin else None))

    def is_pin(self, name: str, pin: str) -> bool:
        """Whether a PIN is the one of a person."""
        from coach.storage.pin import check_pin

        pin_hash = self._house.store().profile(name).pin_hash
        return pin_hash is None or check_pin(pin_hash, pin)

    def delete(self, name: str) -> None:
        """Remove a person and all that is theirs; ProfileNotFound."""
        for video in self._house.store().delete_profile(name):
            self._house.cache().forget(video)

    def picture(self, path: Path) -> bytes:
        """A small square picture of a file, PNG; UserCanFix."""
        from ui.people.picture import square_picture

        return square_picture(path)

    def export(self, name: str, path: Path, language: str) -> int:
        """Write all entries of a person as .csv, .json or .ics; how many; UserCanFix."""
        from coach.diary import export_diary

        entries = self._house.store().entries(person=name)
        export_diary(entries, path, Texts(language), datetime.now().astimezone())
        return len(entries)

    def _person(self, name: str | None) -> Person:
        store = self._house.store()
        return Person(
            store.profile(name), len(store.history(person=name)), len(store.lines(person=name))
        )
