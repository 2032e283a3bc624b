"""What the library shows, found and sorted, without a window."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtGui import QFontMetrics

from coach.backlog import Stage, Task
from coach.errors import FileMissing
from coach.paths import ASSETS, ROOT
from coach.texts import Texts
from tests.ui.scripted_library import DEMO, HTML_TITLE, LONG_TITLE, NOW, best, seven, shelved
from ui.kit.bands import Band
from ui.kit.theme import drawn_font
from ui.kit.words import left_text
from ui.library.background import adding_view, analysis_view, failures, fetching_view
from ui.library.tile import two_lines
from ui.library.view import (
    Only,
    Order,
    Wish,
    ago,
    arranged,
    hero_view,
    last_one,
    shelf_of,
    tags_from,
    tags_of,
    tile_view,
)

EN, KO = Texts("en"), Texts("ko")
TODAY = date(2026, 11, 21)
NAN = float("nan")


def found(*items, **wish):
    wished = Wish(**wish)
    shelf = shelf_of(items or seven(), wished.order, EN, lambda name: f"the {name}")
    return [item.key for item in arranged(shelf.filed, wished)]


# -- finding --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        pytest.param("MORNING squats", {"squats", "long"}, id="words-in-any-case"),
        pytest.param("legs", {"squats"}, id="tag"),
        pytest.param("lunge", {"squats", "lost"}, id="move"),
        pytest.param("스트레칭", {"korean"}, id="korean"),
        pytest.param(unicodedata.normalize("NFD", "스트레칭"), {"korean"}, id="korean-in-parts"),
        pytest.param("<b> drop", {"html"}, id="signs"),
        pytest.param("morning yoga", set(), id="not-all-words"),
        pytest.param("  ", {item.key for item in seven()}, id="nothing"),
        pytest.param("demo", {"demo"}, id="demo-by-its-shown-name"),
    ],
)
def test_videos_are_found_by_all_words(words, keys):
    assert set(found(words=words)) == keys


@pytest.mark.parametrize(
    ("wish", "keys"),
    [
        pytest.param({"only": Only.FAVOURITES}, {"squats"}, id="favourites"),
        pytest.param({"only": Only.MISSING}, {"lost"}, id="missing"),
        pytest.param({"only": Only.NEW}, {"demo", "korean", "html", "yoga"}, id="new"),
        pytest.param({"tag": "dance"}, {"html"}, id="tag"),
        pytest.param({"tag": "dance", "words": "yoga"}, set(), id="tag-and-words"),
    ],
)
def test_a_part_of_the_shelf_can_be_shown(wish, keys):
    assert set(found(**wish)) == keys


def test_the_video_used_last_stands_first():
    opened = shelved("opened", last_opened=NOW)

    assert found(*seven(), opened)[:3] == ["opened", "squats", "long"]


def test_other_orders_put_what_is_not_known_last():
    assert found(order=Order.BEST)[:3] == ["squats", "long", "lost"]
    assert found(order=Order.LENGTH)[0] == "html"
    assert found(order=Order.LENGTH)[-1] == "yoga"
    assert found(order=Order.TITLE)[0] == "html"
    newest = shelved("newest", added=NOW)
    assert found(*seven(), newest, order=Order.ADDED)[0] == "newest"


def test_what_can_be_analysed_is_known_and_whether_there_is_anything():
    shelf = shelf_of(seven(), Order.RECENT, EN, str)

    assert shelf.pending == ("korean", "yoga")
    assert shelf.last.key == "squats"
    assert not shelf.is_bare
    assert shelf_of((DEMO,), Order.RECENT, EN, str).is_bare
    assert shelf_of((DEMO,), Order.RECENT, EN, str).last is DEMO
    assert shelf_of((), Order.RECENT, EN, str).last is None


def test_tags_are_typed_with_commas_and_kept_once():
    assert tags_from("legs, #short ,, Legs,  two   words,") == ("Legs", "short", "two words")
    assert tags_from(" , ") == ()
    assert tags_of(seven()) == ("dance", "legs", "short")


def test_one_goes_on_with_what_was_used_last_and_is_still_there():
    newer = shelved("gone", missing=True, best=best(90, 0.1))

    assert last_one((*seven(), newer)).key == "squats"
    assert last_one((DEMO,)) is None


# -- one video ------------------------------------------------------------------------------


def tile(item, task=None, texts=EN):
    return tile_view(item, task, TODAY, texts)


def test_a_video_tells_length_moves_best_score_and_when():
    view = tile(seven()[1])

    assert (view.length, view.moves, view.best, view.facts) == (
        "12:34", "2 moves", "84 good", "yesterday",
    )  # fmt: skip
    assert view.band is Band.GOOD
    assert view.spoken == (
        "Morning squats, Favourite, 12:34, 2 moves, best score 84 good, yesterday, legs"
    )


@pytest.mark.parametrize(
    ("item", "task", "facts", "fraction"),
    [
        pytest.param(shelved("a"), None, "Not yet done", None, id="new"),
        pytest.param(
            shelved("a"), Task("a", Stage.RUNNING, 0.43, 130.0), "43% analysed · 3 min left", 0.43,
            id="analysed",
        ),
        pytest.param(
            shelved("a"), Task("a", Stage.RUNNING, 0.0), "0% analysed", 0.0, id="just-begun"
        ),
        pytest.param(shelved("a"), Task("a"), "Waiting to be analysed", 0.0, id="waits"),
        pytest.param(
            shelved("a"), Task("a", Stage.FAILED), "Could not be analysed", None, id="failed"
        ),
        pytest.param(
            shelved("a", missing=True), Task("a"), "File not found", None, id="missing"
        ),
    ],
)  # fmt: skip
def test_a_video_says_what_is_the_matter(item, task, facts, fraction):
    view = tile(item, task)

    assert (view.facts, view.fraction) == (facts, fraction)


def test_what_is_not_known_is_left_out():
    view = tile(shelved("a", duration=NAN, moves=(), best=best(NAN, 0)))

    assert (view.length, view.moves, view.best, view.facts) == ("", "", "", "today")


def test_the_demo_workout_is_named_in_the_language():
    assert tile(DEMO, texts=KO).title == "데모 운동"
    assert tile(DEMO, texts=KO).badge == "데모"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        pytest.param(-1, "today", id="tomorrow-of-a-wrong-clock"),
        pytest.param(0, "today", id="today"),
        pytest.param(1, "yesterday", id="yesterday"),
        pytest.param(6, "6 days ago", id="this-week"),
        pytest.param(18, "November 3", id="this-year"),
        pytest.param(400, "October 17, 2025", id="long-ago"),
    ],
)
def test_when_it_was_is_told_as_people_do(days, words):
    assert ago(NOW - timedelta(days=days), TODAY, EN) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        pytest.param(NAN, "", id="unknown"),
        pytest.param(0.0, "1 s left", id="nearly"),
        pytest.param(59.2, "60 s left", id="seconds"),
        pytest.param(61.0, "2 min left", id="minutes"),
    ],
)
def test_the_time_to_go_is_rounded_up(seconds, words):
    assert left_text(seconds, EN) == words


def test_the_card_on_top_goes_on_or_welcomes():
    go_on = hero_view(seven()[1], TODAY, EN)
    welcome = hero_view(DEMO, TODAY, EN)
    again = hero_view(replace(DEMO, best=best(66, 2)), TODAY, EN)

    assert (go_on.eyebrow, go_on.details) == ("Last time", "12:34 · 2 moves · yesterday")
    assert (welcome.eyebrow, welcome.best) == ("New here?", "")
    assert (again.eyebrow, again.best) == ("Last time", "66 fair")
    assert (go_on.action, again.action) == ("Do it again", "Do it again")


def test_a_video_that_was_followed_without_a_score_is_one_to_do_again():
    followed = hero_view(replace(seven()[4], best=best(NAN, 2)), TODAY, EN)

    assert (followed.eyebrow, followed.action) == ("Last time", "Do it again")


def test_the_card_of_a_video_that_was_never_done_says_so():
    new = hero_view(seven()[4], TODAY, EN)

    assert (new.eyebrow, new.action) == ("Up next", "Start")


@pytest.mark.parametrize("order", [Order.RECENT, Order.ADDED, Order.BEST, Order.LENGTH])
def test_the_order_is_the_same_in_every_language(order):
    def keys(texts):
        return [one.item.key for one in shelf_of(seven(), order, texts, str).filed]

    assert keys(EN) == keys(KO)


@pytest.mark.parametrize(
    ("title", "first", "cut"),
    [
        pytest.param("Yoga", "Yoga", False, id="short"),
        pytest.param(HTML_TITLE, "<b>x</b> & 'drop'", False, id="signs"),
        pytest.param(LONG_TITLE, "Morning squats", True, id="long"),
        pytest.param("스쿼트" * 60, "스쿼트스쿼트", True, id="no-spaces"),
    ],
)
def test_a_title_has_two_lines(qapp, title, first, cut):
    font = drawn_font("body")
    lines = two_lines(title, font.toString(), 170)

    assert len(lines) <= 2
    assert lines[0].startswith(first)
    assert lines[-1].endswith("…") == cut
    assert all(QFontMetrics(font).horizontalAdvance(line) <= 171 for line in lines)


# -- what goes on ---------------------------------------------------------------------------


def test_work_in_the_background_is_told_with_its_place_in_the_row(tmp_path):
    files = tuple(Task(tmp_path / f"{n}.mp4") for n in "abc")
    running = (replace(files[0], stage=Stage.DONE), *files[1:])
    assert adding_view(running, EN).sentence == "Adding b.mp4, 2 of 3"
    assert adding_view(running, EN).fraction == pytest.approx(1 / 3)

    fetched = Task("https://vimeo.com/1", Stage.RUNNING, 0.5, 40.0)
    assert fetching_view((fetched,), EN).sentence == "Downloading from vimeo.com"
    assert fetching_view((fetched,), EN).left == "40 s left"
    assert fetching_view((replace(fetched, fraction=0.0),), EN).fraction is None

    tasks = (Task("a", Stage.RUNNING, 0.2), Task("b"), Task("c", Stage.CANCELLED))
    assert analysis_view(tasks, str.upper, EN).sentence == "Analysing A, 1 more waiting"


def test_nothing_is_told_when_nothing_goes_on():
    ended = (Task("a", Stage.DONE), Task("b", Stage.FAILED))

    assert adding_view((), EN) is None
    assert fetching_view(ended, EN) is None
    assert analysis_view(ended, str, EN) is None


def test_two_failures_are_told_in_full_and_the_rest_is_counted(tmp_path):
    failed = [Task(n, Stage.FAILED, error=FileMissing(tmp_path / f"{n}.mp4")) for n in "abcd"]

    sentence = failures((*failed, Task("e", Stage.DONE)), EN)

    assert "a.mp4" in sentence
    assert "b.mp4" in sentence
    assert "c.mp4" not in sentence
    assert sentence.endswith("2 more files could not be added.")


# -- texts ----------------------------------------------------------------------------------


def library_texts(language):
    file = ASSETS / "texts" / language / "library.json"
    return json.loads(file.read_text(encoding="utf-8"))


def test_both_languages_have_the_same_library_texts_with_the_same_places():
    english, korean = library_texts("en"), library_texts("ko")

    assert english.keys() == korean.keys()
    for key in english:
        places = [sorted(re.findall(r"\{(\w+)\}", texts[key])) for texts in (english, korean)]
        assert places[0] == places[1], key


def test_every_library_text_is_used():
    sources = "\n".join(
        p.read_text(encoding="utf-8") for p in (ROOT / "ui" / "library").glob("*.py")
    )
    used = set(re.findall(r"[\"'](library_[a-z_0-9]+)[\"']", sources))
    families = {f"library_only_{only.value}" for only in Only}
    families |= {f"library_order_{order.value}" for order in Order}
    known = {key for key in library_texts("en") if key.startswith("library_")}

    assert known == used | families
