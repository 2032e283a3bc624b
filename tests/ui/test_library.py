"""The flows of the library on its real widgets, with a scripted library."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from coach.errors import DataDamaged
from coach.texts import Texts
from tests.ui.scripted_library import (
    DEMO,
    HTML_TITLE,
    LONG_TITLE,
    NOW,
    ScriptedLibrary,
    many,
    seven,
    shelved,
)
from ui.kit import theme
from ui.kit.jobs import Jobs
from ui.kit.theme import Look
from ui.library.screen import LibraryScreen
from ui.library.thumbnails import KEPT, WANTED, Thumbnails
from ui.library.view import Shelf

EN = Texts("en")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def library():
    return ScriptedLibrary(seven())


@pytest.fixture
def open_screen(qtbot, library):
    """Shows the library and waits until it is read."""
    opened = []

    def open_it(language="en"):
        jobs = Jobs()
        screen = LibraryScreen(library, jobs, lambda: NOW.date())
        opened.append((screen, jobs))
        screen.resize(1024, 600)
        screen.dress(Look(Texts(language), theme.DARK))
        with qtbot.waitSignal(screen.shown):
            screen.show()
            screen.refresh()
        screen.work.want_analysis(False)
        return screen

    yield open_it
    for screen, jobs in opened:
        screen.rest()
        screen.close()
        screen.close_down()
        jobs.close(lambda: None)
        screen.deleteLater()


@pytest.fixture
def screen(open_screen):
    return open_screen()


def keys(screen):
    return [item.key for item in screen.model.items]


def place(screen, key):
    return screen.grid.visualRect(screen.model.index(screen.model.row_of(key)))


def click(screen, key, at=None):
    QTest.mouseClick(screen.grid.viewport(), LEFT, pos=at or place(screen, key).center())


def mean(screen, key):
    """The keys mean this video."""
    screen.grid.setFocus()
    screen.grid.choose(key)


def press(screen, code, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(screen.grid, code, modifier)


def drop(screen, *urls, text=""):
    mime = QMimeData()
    if urls:
        mime.setUrls(list(urls))
    if text:
        mime.setText(text)
    how = (Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    screen.dragEnterEvent(QDragEnterEvent(QPoint(20, 20), *how))
    screen.dropEvent(QDropEvent(QPointF(20, 20), *how))


def answer(screen, text):
    screen.ask.field.setText(text)
    QTest.keyClick(screen.ask.field, Qt.Key.Key_Return)


# -- opening --------------------------------------------------------------------------------


def test_a_click_opens_a_video(qtbot, screen):
    with qtbot.waitSignal(screen.video_chosen) as chosen:
        click(screen, "long")

    assert chosen.args == [Path("/videos/long.mp4")]


def test_enter_opens_the_video_that_the_arrows_went_to(qtbot, screen):
    mean(screen, keys(screen)[0])
    press(screen, Qt.Key.Key_Right)

    with qtbot.waitSignal(screen.video_chosen) as chosen:
        press(screen, Qt.Key.Key_Return)

    assert chosen.args == [screen.model.items[1].video.path]


def test_the_card_on_top_goes_on_with_the_last_video(qtbot, screen):
    assert screen.hero.title.text() == "Morning squats"

    with qtbot.waitSignal(screen.video_chosen) as chosen:
        QTest.mouseClick(screen.hero.start, LEFT)

    assert chosen.args == [Path("/videos/squats.mp4")]


def test_who_is_new_is_offered_the_demo_workout_and_three_steps(qtbot, library, open_screen):
    library.items = {"demo": DEMO}
    screen = open_screen()

    assert screen.body.currentWidget() is screen.steps
    assert not screen.bar.isVisible()
    assert screen.hero.title.text() == EN("ui_demo_workout")
    with qtbot.waitSignal(screen.video_chosen) as chosen:
        QTest.mouseClick(screen.hero.start, LEFT)
    assert chosen.args == [DEMO.video.path]


def test_the_focus_waits_for_the_card_on_top(qtbot, library, open_screen):
    screen = open_screen()
    screen.activateWindow()
    screen._shelf = Shelf()
    screen.focus_first()

    with qtbot.waitSignal(screen.shown):
        screen.refresh()

    assert screen.focusWidget() is screen.hero.start


def test_the_menu_opens_by_the_pointer_and_by_its_key(screen, monkeypatch):
    asked = []
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)
    menu_of = screen.grid.menu_of
    monkeypatch.setattr(
        screen.grid, "menu_of", lambda item, look: asked.append(item.key) or menu_of(item, look)
    )
    mean(screen, "html")
    at = place(screen, "squats").center()

    for reason in (QContextMenuEvent.Reason.Keyboard, QContextMenuEvent.Reason.Mouse):
        event = QContextMenuEvent(reason, at, screen.grid.viewport().mapToGlobal(at))
        QApplication.sendEvent(screen.grid.viewport(), event)
    click(screen, "long", screen.grid.painter.more(place(screen, "long")).center())

    assert asked == ["html", "squats", "long"]


def test_a_library_that_cannot_be_read_is_told_and_the_screen_stays(qtbot, library, screen):
    library.error = DataDamaged(Path("coach.sqlite3"), "not a database")
    screen.refresh()

    qtbot.waitUntil(lambda: "coach.sqlite3" in screen.banner.sentence)
    assert keys(screen)


def test_without_a_library_a_file_can_still_be_opened(qtbot, library, open_screen, tmp_path):
    screen = open_screen()
    qtbot.waitUntil(lambda: screen._jobs.idle)  # else an answer that is on its way fills it
    screen._shelf = Shelf()
    library.error = DataDamaged(Path("coach.sqlite3"), "not a database")
    screen.refresh()
    qtbot.waitUntil(lambda: screen.body.currentWidget() is screen.steps)

    with qtbot.waitSignal(screen.video_chosen):
        screen.arrivals.take([tmp_path / "a.mp4"])


# -- finding --------------------------------------------------------------------------------


def test_typing_finds_videos_and_showing_all_brings_them_back(screen):
    QTest.keyClicks(screen.bar.search, "morning gentle")
    assert keys(screen) == ["long"]

    screen.activateWindow()
    screen.bar.search.setFocus()
    QTest.keyClicks(screen.bar.search, "  zumba")
    assert screen.body.currentWidget() is screen.nothing
    assert screen.nothing.title.text() == "No video matches “morning gentle zumba”"
    assert screen.focusWidget() is screen.bar.search

    QTest.mouseClick(screen.all, LEFT)
    assert len(keys(screen)) == 7
    assert screen.bar.search.text() == ""


def test_a_cross_takes_the_words_away(screen):
    assert not screen.bar.search.clearing.isVisible()
    QTest.keyClicks(screen.bar.search, "zumba")
    assert screen.bar.search.clearing.isVisible()

    screen.bar.search.clearing.trigger()
    assert screen.bar.search.text() == ""
    assert len(keys(screen)) == 7


def test_the_tiles_are_as_wide_with_a_bar_as_without(qtbot, screen):
    screen.resize(1024, 500)
    narrow = screen.grid.gridSize()
    bar = screen.grid.verticalScrollBar()
    assert bar.isVisible()

    screen.resize(1024, 1400)
    assert not bar.isVisible()
    assert screen.grid.gridSize() == narrow
    assert (
        screen.grid.mapTo(screen, screen.grid.rect().bottomRight()) == screen.rect().bottomRight()
    )


def test_what_is_opened_is_named_where_it_stood_and_can_be_stopped(qtbot, screen):
    top = screen.grid.mapTo(screen, screen.grid.rect().topLeft())
    screen.open(screen._shelf.items["yoga"])
    screen.show_busy(True)

    assert (screen.hero.eyebrow.text(), screen.hero.title.text()) == ("Opening", "Yoga")
    screen.hero.dress(Look(Texts("ko"), theme.DARK))
    assert screen.hero.eyebrow.text() == Texts("ko")("library_opening")
    assert screen.hero.cancel.isVisible()
    assert not screen.hero.start.isVisible()
    assert screen.grid.mapTo(screen, screen.grid.rect().topLeft()) == top
    with qtbot.waitSignal(screen.opening_stopped):
        QTest.mouseClick(screen.hero.cancel, LEFT)
    with qtbot.waitSignal(screen.opening_stopped):
        QTest.keyClick(screen, Qt.Key.Key_Escape)

    screen.show_busy(False)
    assert screen.hero.title.text() == "Morning squats"
    assert screen.hero.start.isVisible()


def test_tags_and_favourites_can_be_shown_alone(screen):
    only = screen.bar.only
    words = [only.itemText(i) for i in range(only.count())]

    for word, wanted in (("Favourites", ["squats"]), ("Tag: dance", ["html"])):
        only.setCurrentIndex(words.index(word))
        only.activated.emit(words.index(word))
        assert keys(screen) == wanted


def test_the_order_can_be_chosen(qtbot, screen):
    screen.bar.order.setCurrentIndex(2)
    screen.bar.order.activated.emit(2)

    qtbot.waitUntil(lambda: keys(screen)[0] == "html")


def test_the_video_that_is_meant_stays_so_when_the_shelf_is_read_again(qtbot, library, screen):
    mean(screen, "html")
    library.items["new"] = shelved("new", last_opened=NOW)

    with qtbot.waitSignal(screen.shown):
        screen.refresh()

    assert keys(screen)[0] == "new"
    assert screen.grid.current.key == "html"


# -- changing -------------------------------------------------------------------------------


def test_a_star_is_given_by_key_and_taken_by_click(qtbot, library, screen):
    mean(screen, "long")
    press(screen, Qt.Key.Key_F)
    qtbot.waitUntil(lambda: library.items["long"].video.favourite)
    qtbot.waitUntil(lambda: screen.grid.current.video.favourite)

    click(screen, "long", screen.grid.painter.star(place(screen, "long")).center())
    qtbot.waitUntil(lambda: not library.items["long"].video.favourite)


def test_a_video_is_renamed(qtbot, library, screen):
    mean(screen, "squats")
    press(screen, Qt.Key.Key_F2)
    assert screen.ask.field.text() == "Morning squats"

    answer(screen, HTML_TITLE)

    qtbot.waitUntil(lambda: library.items["squats"].video.title == HTML_TITLE)
    qtbot.waitUntil(lambda: screen.hero.title.text() == HTML_TITLE)


def test_an_empty_title_is_not_taken_and_esc_gives_up(library, screen):
    mean(screen, "squats")
    press(screen, Qt.Key.Key_F2)
    answer(screen, "   ")
    assert screen.ask.isVisible()

    QTest.keyClick(screen.ask.field, Qt.Key.Key_Escape)

    assert not screen.ask.isVisible()
    assert library.items["squats"].video.title == "Morning squats"


def test_tags_are_given_and_all_taken_away_again(qtbot, library, screen):
    mean(screen, "long")
    press(screen, Qt.Key.Key_T)
    answer(screen, "knees, short")
    qtbot.waitUntil(lambda: library.items["long"].video.tags == ("knees", "short"))

    mean(screen, "long")
    press(screen, Qt.Key.Key_T)
    answer(screen, "")
    qtbot.waitUntil(lambda: library.items["long"].video.tags == ())


def test_a_removed_video_can_be_taken_back(qtbot, library, screen):
    mean(screen, "squats")
    press(screen, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "squats" not in keys(screen))
    assert "Morning squats" in screen.note.sentence

    QTest.mouseClick(screen.note.buttons[0], LEFT)

    qtbot.waitUntil(lambda: "squats" in keys(screen))
    assert screen.note.sentence == ""


def test_the_demo_workout_cannot_be_removed_or_renamed(library, screen):
    mean(screen, "demo")
    press(screen, Qt.Key.Key_Delete)
    press(screen, Qt.Key.Key_F2)
    words = [a.text() for a in screen.grid.menu_of(DEMO, screen._look).actions()]

    assert "demo" in library.items
    assert not screen.ask.isVisible()
    assert not any(word.startswith(EN("library_remove")) for word in words)


def test_the_menu_does_what_the_keys_do(qtbot, library, screen):
    menu = screen.grid.menu_of(library.items["long"], screen._look)
    by_word = {action.text().split("\t")[0]: action for action in menu.actions()}

    by_word[EN("library_star")].trigger()

    qtbot.waitUntil(lambda: library.items["long"].video.favourite)
    assert list(by_word) == [
        EN(key)
        for key in (
            "library_open", "library_star", "library_tags", "library_rename", "library_remove",
        )
    ]  # fmt: skip


def test_a_missing_file_is_found_again_or_removed(qtbot, library, screen, tmp_path, monkeypatch):
    chosen = tmp_path / "there.mp4"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(chosen), ""))
    click(screen, "lost")
    assert "HIIT" in screen.note.sentence

    QTest.mouseClick(screen.note.buttons[0], LEFT)

    qtbot.waitUntil(lambda: library.items["lost"].video.path == chosen)
    qtbot.waitUntil(lambda: not screen._shelf.items["lost"].missing)
    with qtbot.waitSignal(screen.video_chosen):
        click(screen, "lost")


# -- bringing in ----------------------------------------------------------------------------


def test_one_file_is_opened_at_once(qtbot, screen, tmp_path, monkeypatch):
    file = tmp_path / "new.mp4"
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(file)], ""))

    with qtbot.waitSignal(screen.video_chosen) as chosen:
        QTest.keyClick(screen, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)

    assert chosen.args == [file]


def test_several_files_are_added_and_a_bad_one_is_told(qtbot, screen, tmp_path):
    drop(
        screen, *(QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.mp4", "b.txt", "c.mp4"))
    )

    qtbot.waitUntil(lambda: {"a", "c"} <= set(keys(screen)))
    qtbot.waitUntil(lambda: "b.txt" in screen.banner.sentence)
    assert screen.note.sentence == EN("library_added", n=2)
    assert not screen.adding.isVisible()


def test_a_dropped_folder_is_added_with_progress_and_can_be_stopped(
    qtbot, library, screen, tmp_path
):
    folder = tmp_path / "workouts"
    folder.mkdir()
    library.folders[folder] = tuple(folder / f"{n}.mp4" for n in "abcdef")
    library.gate.clear()
    drop(screen, QUrl.fromLocalFile(str(folder)))
    qtbot.waitUntil(lambda: "a.mp4, 1 of 6" in screen.adding.sentence.text())
    assert screen.adding.isVisible()

    QTest.mouseClick(screen.adding.stop, LEFT)

    qtbot.waitUntil(lambda: not screen.adding.isVisible())
    assert not {"a", "b"} & library.items.keys()


def test_looking_into_folders_is_told_and_can_be_stopped(qtbot, library, screen, tmp_path):
    begun, go_on = threading.Event(), threading.Event()

    def find(paths, stop):
        begun.set()
        go_on.wait(5)
        return tuple(tmp_path / f"{n}.mp4" for n in "abc")

    library.find = find
    screen.arrivals.take([tmp_path])
    assert begun.wait(5)
    assert screen.adding.sentence.text() == EN("library_searching")

    QTest.mouseClick(screen.adding.stop, LEFT)
    go_on.set()

    qtbot.waitUntil(lambda: not screen.adding.isVisible())
    assert not screen.work.adding.busy


def test_a_folder_without_videos_is_told(qtbot, library, screen, tmp_path, monkeypatch):
    library.folders[tmp_path] = ()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    screen.arrivals.ask_for_folder()

    qtbot.waitUntil(lambda: screen.banner.sentence == EN("library_no_videos"))


@pytest.mark.parametrize(
    "link",
    [
        pytest.param("file:///etc/passwd", id="a-file"),
        pytest.param("https://192.168.0.1/video", id="the-network-at-home"),
        pytest.param("https://example.com/v", id="another-site"),
    ],
)
def test_a_link_that_may_not_be_fetched_is_refused_with_the_sites(screen, link):
    QTest.keyClick(screen, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    answer(screen, link)

    assert "YouTube" in screen.banner.sentence
    assert not screen.fetching.isVisible()


def test_a_link_is_downloaded_with_progress_and_can_be_opened(qtbot, library, screen):
    library.gate.clear()
    drop(screen, text="https://www.youtube.com/watch?v=abc")
    qtbot.waitUntil(lambda: screen.fetching.bar.value() == 500)
    assert screen.fetching.isVisible()

    library.gate.set()
    qtbot.waitUntil(lambda: "From afar" in screen.note.sentence)
    qtbot.waitUntil(lambda: "fetched" in keys(screen))

    with qtbot.waitSignal(screen.video_chosen):
        QTest.mouseClick(screen.note.buttons[0], LEFT)


@pytest.mark.parametrize(
    ("copied", "filled"),
    [
        ("https://youtu.be/abc", "https://youtu.be/abc"),
        ("a shopping list", ""),
        ("https://example.com/v", ""),
    ],
)
def test_a_copied_link_is_filled_in_when_a_link_is_asked_for(screen, qapp, copied, filled):
    qapp.clipboard().setText(copied)

    QTest.keyClick(screen, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    assert screen.ask.field.text() == filled
    qapp.clipboard().clear()


def test_a_download_can_be_stopped(qtbot, library, screen):
    library.gate.clear()
    screen.arrivals.fetch("https://youtu.be/abc")
    qtbot.waitUntil(screen.fetching.isVisible)

    QTest.mouseClick(screen.fetching.stop, LEFT)

    qtbot.waitUntil(lambda: not screen.fetching.isVisible())
    assert "fetched" not in library.items
    assert screen.banner.sentence == ""


def test_a_download_that_fails_is_told(qtbot, screen):
    screen.arrivals.fetch("https://youtu.be/private")

    qtbot.waitUntil(lambda: screen.banner.sentence != "")
    assert screen.note.sentence == ""


# -- analysing ------------------------------------------------------------------------------


def test_what_is_not_analysed_is_analysed_with_progress(qtbot, library, screen):
    library.gate.clear()
    screen.work.want_analysis(True)
    screen.work.begin()
    qtbot.waitUntil(lambda: screen.analysing.bar.value() == 500)
    assert "아침 스트레칭 20분, 1 more waiting" in screen.analysing.sentence.text()
    facts = screen.model.index(screen.model.row_of("korean")).data(
        Qt.ItemDataRole.AccessibleTextRole
    )
    assert "50% analysed" in facts

    library.gate.set()
    qtbot.waitUntil(lambda: library.done == ["korean", "yoga"])
    qtbot.waitUntil(lambda: not screen.analysing.isVisible())


def test_analysing_rests_while_somebody_trains(qtbot, library, screen):
    screen.work.hold()
    screen.work.want_analysis(True)
    screen.work.begin()
    assert library.done == []

    screen.work.go_on()

    qtbot.waitUntil(lambda: library.done == ["korean", "yoga"])


def test_an_analysis_that_is_left_for_later_does_not_begin_again(qtbot, library, screen):
    library.gate.clear()
    screen.work.want_analysis(True)
    screen.work.begin()
    qtbot.waitUntil(screen.analysing.isVisible)

    QTest.mouseClick(screen.analysing.stop, LEFT)
    qtbot.waitUntil(lambda: not screen.work.analysing.busy)
    with qtbot.waitSignal(screen.shown):
        screen.refresh()
    screen.work.begin()

    assert not screen.work.analysing.busy
    assert library.done == []


def test_who_stops_opening_a_video_has_it_analysed_all_the_same(qtbot, library, screen):
    library.gate.clear()
    screen.work.want_analysis(True)
    screen.work.begin()
    qtbot.waitUntil(screen.analysing.isVisible)

    screen.open(screen._shelf.items["yoga"])
    screen.show_busy(True)
    with qtbot.waitSignal(screen.shown):
        QTest.mouseClick(screen.hero.cancel, LEFT)
    library.gate.set()

    qtbot.waitUntil(lambda: library.done == ["korean", "yoga"])


def test_whoever_opens_a_video_analyses_it(qtbot, library, screen):
    library.gate.clear()
    screen.work.want_analysis(True)
    screen.work.begin()
    qtbot.waitUntil(screen.analysing.isVisible)

    click(screen, "korean")
    library.gate.set()

    qtbot.waitUntil(lambda: library.done == ["yoga"])


# -- many, odd and seen by all ----------------------------------------------------------------


def test_five_thousand_videos_are_shown_and_found(library, open_screen):
    library.items |= {item.key: item for item in many(5000)}
    screen = open_screen()

    assert screen.model.rowCount() == 5007
    QTest.keyClicks(screen.bar.search, "yoga 4999")
    assert keys(screen) == ["k4999"]


def test_every_video_has_words_for_a_screen_reader_and_a_plain_tool_tip(screen):
    for row in range(screen.model.rowCount()):
        index = screen.model.index(row)
        title = index.data(Qt.ItemDataRole.DisplayRole)
        assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith(title)
        assert "<b>" not in index.data(Qt.ItemDataRole.ToolTipRole)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("size", [pytest.param((1024, 560), id="small"), (1920, 1000)])
def test_the_tiles_fill_the_width_and_nothing_lies_beside_them(open_screen, language, size):
    screen = open_screen(language)
    screen.resize(*size)
    QTest.qWait(1)
    first, row = place(screen, "squats"), screen.grid.gridSize()
    columns = screen.grid.viewport().width() // row.width()

    assert columns >= 4
    assert place(screen, keys(screen)[columns - 1]).top() == first.top()
    assert screen.grid.viewport().width() - columns * row.width() < row.width() // 2


def test_long_titles_do_not_widen_the_screen(library, open_screen):
    library.items = {"long": shelved("long", LONG_TITLE, last_opened=NOW), "demo": DEMO}
    screen = open_screen()

    assert screen.minimumSizeHint().width() <= 1024
    assert screen.hero.title.text() == LONG_TITLE


def test_pictures_are_fetched_for_what_is_seen_last_first_and_few_are_kept(qtbot, tmp_path):
    file = tmp_path / "picture.png"
    QImage(32, 18, QImage.Format.Format_RGB32).save(str(file))
    asked = []
    jobs = Jobs()
    pictures = Thumbnails(lambda item: asked.append(item.key) or file, jobs)
    items = many(KEPT + WANTED)

    for item in items[: 2 * WANTED]:
        assert pictures.get(item) is None
    qtbot.waitUntil(lambda: jobs.idle)

    assert len(asked) == WANTED + 1
    assert asked[1] == items[2 * WANTED - 1].key
    assert pictures.get(items[2 * WANTED - 1]).width() == 1
    jobs.close(lambda: None)


def test_a_video_without_a_picture_is_asked_for_one_once(qtbot):
    asked = []
    jobs = Jobs()
    pictures = Thumbnails(lambda item: asked.append(item.key), jobs)

    with qtbot.waitSignal(pictures.loaded):
        pictures.get(DEMO)
    assert pictures.get(DEMO) is None

    assert asked == ["demo"]
    jobs.close(lambda: None)


def test_every_round_of_adding_is_told_once(qtbot, screen, tmp_path):
    told = []
    screen.arrivals.noted.connect(lambda sentence, offers: told.append(sentence))
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        screen._desk.folders[folder] = (folder / f"{name}.mp4",)
        screen.arrivals.take([folder])
        qtbot.waitUntil(lambda name=name: told[-1:] == [EN("library_added_one", title=name)])
        screen.arrivals.stop()  # nothing is left to stop
        with qtbot.waitSignal(screen.work.worked):
            screen.work.worked.emit()

    assert len(told) == 2
