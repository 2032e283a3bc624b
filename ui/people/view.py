"""What the screen of people shows, made of what is known: no widget in here."""

from __future__ import annotations

from dataclasses import dataclass

from coach.texts import Texts
from ui.people.desk import People, Person


@dataclass(frozen=True, slots=True)
class TileView:
    """Somebody who can be chosen.

    Attributes:
        name: of the profile; None is the guest.
        title: what to call them; state: what is theirs, and whether they are chosen.
        colour, picture: of the round sign.
        chosen, locked: whether they train now; whether a PIN is asked.
        spoken: accessible name.
    """

    name: str | None
    title: str
    state: str
    colour: str
    picture: bytes | None
    chosen: bool
    locked: bool
    spoken: str


def count_of(person: Person, texts: Texts) -> str:
    """How many sessions are theirs: "34 sessions", "no session yet"."""
    if person.sessions:
        return texts("people_sessions", n=person.sessions)
    return texts("people_no_session")


def tile_views(people: People, chosen: str | None, texts: Texts) -> tuple[TileView, ...]:
    """Everybody with a profile, the guest last."""
    tiles = [
        _tile(person, person.profile.name, person.profile.name == chosen, texts)
        for person in people.known
    ]
    return (*tiles, _tile(people.nameless, None, chosen is None, texts))


def _tile(person: Person, name: str | None, chosen: bool, texts: Texts) -> TileView:
    title = texts("people_guest") if name is None else name
    parts = [count_of(person, texts)]
    if chosen:
        parts.insert(0, "✓ " + texts("people_chosen"))
    locked = person.profile.pin_hash is not None
    if locked:
        parts.append(texts("people_locked"))
    return TileView(
        name,
        title,
        " · ".join(parts),
        "secondary" if name is None else person.profile.colour,
        person.profile.picture,
        chosen,
        locked,
        ", ".join((title, *parts)),
    )


def what_goes(person: Person, texts: Texts) -> str:
    """What is gone when somebody is deleted."""
    return texts(
        "people_delete_body",
        name=person.profile.name,
        sessions=person.sessions,
        entries=person.entries,
    )
