"""Who of the people in a video is followed, kept for each video."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.pose import Instructor

if TYPE_CHECKING:
    from coach.storage import Store


def instructor_of(store: Store, content_hash: str) -> Instructor | None:
    """The instructor that was chosen in a video; None: the most prominent person."""
    return Instructor.from_text(store.setting(_key(content_hash)))


def keep_instructor(store: Store, content_hash: str, chosen: Instructor | None) -> None:
    """Follow this one in a video from now on; None: the most prominent person."""
    store.set_setting(_key(content_hash), None if chosen is None else chosen.as_text())


def _key(content_hash: str) -> str:
    return f"instructor:{content_hash}"
