"""What the set-up screen asks of the engine; a plain class, its methods are slow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from coach.types import Frame
from ui.engine import TargetFace
from ui.house import House

if TYPE_CHECKING:
    from coach.pose import Gathering, Instructor

_HIGH: Final = 270
"""Height of the picture of a video, pixels, at most."""


class SetupDesk:
    """Who may train, the people in a video, who of them is followed, and how cameras are used.

    Attributes:
        turn: degrees clockwise by which pictures of cameras are turned.
        waits: whether a camera that is not there, or taken, is waited for.
    """

    def __init__(self, house: House) -> None:
        self._house = house
        self.turn = 0
        self.waits = True

    def known(self) -> tuple[str, ...]:
        """Names of all profiles; none where the diary cannot be opened."""
        with self._house.diary() as store:
            return () if store is None else tuple(one.name for one in store.profiles())

    def picture(self, target: TargetFace) -> Frame | None:
        """A picture of the video; UserCanFix."""
        from coach.media import read_frames

        return next(iter(read_frames(target.path, max_height=_HIGH)), None)

    def gathering(self, target: TargetFace) -> Gathering | None:
        """A picture with several people; None where there is one; UserCanFix.

        Videos of one person are remembered, so that nobody looks twice.
        """
        from coach.pose import people_of

        real: Any = target
        key = f"alone:{real.content_hash}"
        with self._house.diary() as store:
            if store is not None and store.setting(key):
                return None
            found = people_of(target.path)
            if found is None and store is not None:
                store.set_setting(key, "1")
        return found

    def chosen(self, target: TargetFace, gathering: Gathering) -> int | None:
        """Number of the one who was chosen, from the left; None: nobody was."""
        from coach.session.choice import instructor_of

        real: Any = target
        with self._house.diary() as store:
            kept = instructor_of(store, real.content_hash) if store is not None else None
        if kept is None:
            return None
        places = [gathering.instructor(i) for i in range(len(gathering.people))]
        return min(range(len(places)), key=lambda i: abs(places[i].x - kept.x))

    def choose(self, target: TargetFace, chosen: Instructor) -> None:
        """Follow this one from the next opening of the video on; UserCanFix."""
        from coach.session.choice import keep_instructor

        real: Any = target
        keep_instructor(self._house.store(), real.content_hash, chosen)
