"""People from memory, through the same doors as the real ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from coach.errors import NameTaken, PictureUnreadable, UserCanFix
from coach.storage import Profile
from ui.people.desk import People, Person


def household() -> tuple[Person, ...]:
    """Three people, one of them with a PIN, one with an odd name."""
    return (
        Person(Profile("지우", colour="good", weight_kg=62.0, uid="a"), 34, 120),
        Person(Profile("<b>Max</b> & 'co' " + "x" * 90, colour="fair", uid="b"), 0, 0),
        Person(Profile("Anna", colour="second", pin_hash="1234", uid="c"), 7, 20),
    )


class ScriptedPeople:
    """Remembers who there is; a PIN is kept as it is typed."""

    def __init__(self, known: tuple[Person, ...] = (), nameless: int = 0) -> None:
        self.known = known
        self.nameless = nameless
        self.exported: list[Path] = []
        self.error: UserCanFix | None = None

    def load(self) -> People:
        if self.error is not None:
            raise self.error
        return People(self.known, Person(Profile(""), self.nameless, 0))

    def add(self, profile: Profile, *, takes_nameless: bool) -> None:
        if any(person.profile.name == profile.name for person in self.known):
            raise NameTaken(profile.name)
        sessions = self.nameless if takes_nameless else 0
        self.nameless -= sessions
        self.known += (Person(profile, sessions, 0),)

    def change(self, name: str, profile: Profile) -> None:
        self.known = tuple(
            replace(p, profile=profile) if p.profile.name == name else p for p in self.known
        )

    def set_pin(self, name: str, pin: str) -> None:
        self.known = tuple(
            replace(p, profile=replace(p.profile, pin_hash=pin or None))
            if p.profile.name == name
            else p
            for p in self.known
        )

    def is_pin(self, name: str, pin: str) -> bool:
        return any(p.profile.name == name and p.profile.pin_hash == pin for p in self.known)

    def delete(self, name: str) -> None:
        self.known = tuple(p for p in self.known if p.profile.name != name)

    def picture(self, path: Path) -> bytes:
        raise PictureUnreadable(path)

    def export(self, name: str, path: Path, language: str) -> int:
        self.exported.append(path)
        return 3
