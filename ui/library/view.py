"""What the shelf shows of each video, and in which order: no widget in here."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Final

from coach.backlog import OPEN, Stage, Task
from coach.texts import Texts
from ui.kit.bands import Band, band_of, score_text
from ui.kit.dates import day_text
from ui.kit.words import clock_text, left_text
from ui.library.values import Shelved

_WEEK: Final = 7


class Order(Enum):
    """How the shelf is sorted; the value ends its text key."""

    RECENT = "recent"
    ADDED = "added"
    TITLE = "title"
    BEST = "best"
    LENGTH = "length"


class Only(Enum):
    """What of the shelf is shown; the value ends its text key."""

    ALL = "all"
    FAVOURITES = "favourites"
    NEW = "new"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for.

    Attributes:
        words: all of them must be in title, tags or moves.
        only: part of the shelf; tag: one of the user's words, or "".
        order: of what is shown.
    """

    words: str = ""
    only: Only = Only.ALL
    tag: str = ""
    order: Order = Order.RECENT


@dataclass(frozen=True, slots=True)
class Filed:
    """A video with what it is found and sorted by, made once.

    Attributes:
        item: the video.
        words: title, tags and moves, folded.
        title: folded.
        recent, added: seconds of the clock on the wall.
    """

    item: Shelved
    words: str
    title: str
    recent: float
    added: float


def folded(text: str) -> str:
    """A text as it is compared: no capitals, one way to write each letter."""
    return unicodedata.normalize("NFC", text).casefold()


def title_of(item: Shelved, texts: Texts) -> str:
    """What a video is called; the demo workout in the language of the screen."""
    return texts("ui_demo_workout") if item.is_demo else item.video.title


def filed(
    items: Iterable[Shelved], texts: Texts, move_name: Callable[[str], str]
) -> tuple[Filed, ...]:
    """The shelf, ready to be searched; ``move_name``: what a move is called."""
    called: dict[str, str] = {}
    made = []
    for item in items:
        video = item.video
        for name in video.moves:
            if name not in called:
                called[name] = folded(move_name(name))
        title = folded(title_of(item, texts))
        moves = (called[name] for name in dict.fromkeys(video.moves))
        words = " ".join((title, *map(folded, video.tags), *moves))
        added = video.added.timestamp()
        used = item.last_used
        made.append(Filed(item, words, title, used.timestamp() if used else added, added))
    return tuple(made)


def sorted_by(shelf: Iterable[Filed], order: Order) -> tuple[Filed, ...]:
    """The shelf in an order."""
    return tuple(sorted(shelf, key=_SORTS[order]))


def arranged(shelf: Sequence[Filed], wish: Wish) -> tuple[Shelved, ...]:
    """The videos that somebody looks for, in the order of the shelf."""
    found: Iterable[Filed] = shelf
    if wish.tag or wish.only is not Only.ALL:
        found = [one for one in shelf if _is_wanted(one.item, wish)]
    for word in folded(wish.words).split():
        found = [one for one in found if word in one.words]
    return tuple([one.item for one in found])


def _is_wanted(item: Shelved, wish: Wish) -> bool:
    if wish.tag and wish.tag not in item.video.tags:
        return False
    if wish.only is Only.FAVOURITES:
        return item.video.favourite
    if wish.only is Only.MISSING:
        return item.missing
    return wish.only is not Only.NEW or item.best is None


def _longest_first(value: float) -> float:
    return math.inf if math.isnan(value) else -value


def _newest_first(one: Filed) -> tuple[float, str]:
    """Where all else is the same; the language of the screen must not change the order."""
    return -one.added, one.item.key


_SORTS: Final[dict[Order, Callable[[Filed], tuple[float | str, ...]]]] = {
    Order.RECENT: lambda one: (-one.recent, *_newest_first(one)),
    Order.ADDED: _newest_first,
    Order.TITLE: lambda one: (one.title, *_newest_first(one)),
    Order.BEST: lambda one: (_longest_first(one.item.best_score), *_newest_first(one)),
    Order.LENGTH: lambda one: (_longest_first(one.item.video.duration), *_newest_first(one)),
}


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """All that the library holds, made ready away from the interface's thread.

    Attributes:
        filed: every video, sorted by ``order``.
        items: by content hash.
        last: the video to go on with, the demo workout for who is new; None without any.
        tags: all in use, by the alphabet.
        pending: keys of the videos that could be analysed.
        is_bare: whether there is nothing but what comes with the program.
    """

    filed: tuple[Filed, ...] = ()
    order: Order = Order.RECENT
    items: Mapping[str, Shelved] = field(default_factory=dict)
    last: Shelved | None = None
    tags: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    is_bare: bool = True


def shelf_of(
    items: Sequence[Shelved], order: Order, texts: Texts, move_name: Callable[[str], str]
) -> Shelf:
    """The shelf of some videos; arguments as of ``filed``."""
    return Shelf(
        filed=sorted_by(filed(items, texts, move_name), order),
        order=order,
        items={item.key: item for item in items},
        last=last_one(items) or next(iter(items), None),
        tags=tags_of(items),
        pending=tuple(i.key for i in items if not (i.analysed or i.missing)),
        is_bare=all(item.is_demo for item in items),
    )


def tags_of(items: Iterable[Shelved]) -> tuple[str, ...]:
    """All tags in use, by the alphabet."""
    return tuple(sorted({tag for item in items for tag in item.video.tags}, key=folded))


def tags_from(text: str) -> tuple[str, ...]:
    """The tags that somebody typed, between commas; each once."""
    words = (" ".join(part.replace("#", " ").split()) for part in text.split(","))
    return tuple({folded(word): word for word in words if word}.values())


def last_one(items: Iterable[Shelved]) -> Shelved | None:
    """The video to go on with: that which was used last and is still there."""
    used = [item for item in items if item.last_used is not None and not item.missing]
    return max(used, key=lambda item: item.last_used or item.video.added, default=None)


# -- one video --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TileView:
    """One video of the shelf.

    Attributes:
        title: in full. length: "12:40" or "". badge: "Demo" or "".
        moves: "6 moves" or "".
        facts: "yesterday", or what is the matter.
        band: of the best score; best: "84 good", or "".
        favourite: whether it is starred; missing: whether its file is gone.
        fraction: of the analysis while it waits or runs, else None.
        spoken: all of it, for screen readers.
    """

    title: str
    length: str
    badge: str
    moves: str
    facts: str
    band: Band
    best: str
    favourite: bool
    missing: bool
    fraction: float | None
    spoken: str


def tile_view(item: Shelved, task: Task | None, today: date, texts: Texts) -> TileView:
    """What the shelf shows of a video.

    Args:
        item: the video.
        task: of its analysis, or None where none is on.
        today: local date.
        texts: language.
    """
    video = item.video
    title = title_of(item, texts)
    length = "" if math.isnan(video.duration) else clock_text(video.duration)
    score = item.best_score
    band = Band.NONE if math.isnan(score) else band_of(score)
    best = "" if band is Band.NONE else f"{score_text(score)} {texts(band.word_key)}"
    fraction = None
    if task is not None and task.stage in OPEN and not item.missing:
        fraction = task.fraction
    facts = _facts(item, task, today, texts)
    badge = texts("ui_demo") if item.is_demo else ""
    moves = moves_text(len(video.moves), texts) if item.analysed else ""
    said = (
        title,
        texts("library_favourite") if video.favourite else "",
        length,
        moves,
        texts("library_best_spoken", best=best) if best else "",
        facts,
        ", ".join(video.tags),
    )
    spoken = ", ".join(part for part in said if part)
    return TileView(
        title,
        length,
        badge,
        moves,
        facts,
        band,
        best,
        video.favourite,
        item.missing,
        fraction,
        spoken,
    )


def _facts(item: Shelved, task: Task | None, today: date, texts: Texts) -> str:
    if item.missing:
        return texts("library_missing")
    if task is not None and task.stage is Stage.RUNNING:
        percent = texts("library_percent", percent=f"{100 * task.fraction:.0f}")
        left = left_text(task.remaining_s, texts)
        return " · ".join(part for part in (percent, left) if part)
    if task is not None and task.stage is Stage.WAITING:
        return texts("library_waits")
    if task is not None and task.stage is Stage.FAILED:
        return texts("library_analysis_failed")
    if item.best is None:
        return texts("library_not_done")
    return ago(item.best.last_started, today, texts)


def moves_text(n: int, texts: Texts) -> str:
    """As "6 moves"; "" for none."""
    if n == 0:
        return ""
    return texts("library_move") if n == 1 else texts("library_moves", n=n)


def ago(moment: datetime, today: date, texts: Texts) -> str:
    """As "yesterday", "3 days ago", "November 3", "November 3, 2025"."""
    day = moment.astimezone().date()
    days = (today - day).days
    if days <= 0:
        return texts("library_today")
    if days == 1:
        return texts("library_yesterday")
    if days < _WEEK:
        return texts("library_days_ago", n=days)
    return day_text(texts, day, year=day.year != today.year)


@dataclass(frozen=True, slots=True)
class HeroView:
    """The card on top: what to do next.

    Attributes:
        eyebrow: "Last time"; title; details: "12:40 · 6 moves · yesterday".
        band, best: as of ``TileView``.
        action: word of the button: "Start", or "Do it again" where it was done before.
    """

    eyebrow: str
    title: str
    details: str
    band: Band
    best: str
    action: str


def hero_view(item: Shelved, today: date, texts: Texts) -> HeroView:
    """The card of the video to go on with, or of the demo workout for who is new."""
    tile = tile_view(item, None, today, texts)
    if item.best is None and item.is_demo:
        return HeroView(
            texts("library_new_here"), tile.title, texts("ui_first_body"), Band.NONE, "",
            texts("ui_first_action"),
        )  # fmt: skip
    details = " · ".join(part for part in (tile.length, tile.moves, tile.facts) if part)
    done = item.best is not None
    return HeroView(
        texts("library_last" if done else "library_next"), tile.title, details, tile.band,
        tile.best, texts("library_again" if done else "library_go"),
    )  # fmt: skip
