"""The settings: every field can be chosen, what is stored is told, and can be deleted."""

from __future__ import annotations

import threading
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog

import coach
from coach.errors import DataDamaged, DataNewer, DataUnwritable, ServerUnreachable
from coach.paths import TRACKS
from coach.selftest import Trial
from coach.storage import Profile
from coach.storage.repair import Repaired
from coach.storage.sync_runner import SyncStatus
from coach.texts import LANGUAGES, Texts
from ui.house import House
from ui.kit import theme
from ui.preferences.data import Place
from ui.preferences.desk import KINDS, PreferencesDesk
from ui.preferences.fields import GROUPS, SERVER, default_of
from ui.settings import ALLOWED, Settings, load_settings, save_settings
from ui.window import chosen_palette

EN = Texts("en")
LEFT = Qt.MouseButton.LeftButton
DAMAGED = DataDamaged(Path("coach.sqlite3"), "database disk image is malformed")
FIELDS = [field for group in (*GROUPS, SERVER) for field in group.fields]
ELSEWHERE = ("welcomed", "people", "partner", "person", "mirror", "follow_")
"""Chosen where they are used; how they begin."""


def click(widget):
    QTest.mouseClick(widget, LEFT)


@pytest.fixture
def page(qtbot, window):
    click(window.nav.button("preferences"))
    return window.preferences


# -- fields -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_field_has_its_words(field, language):
    texts = Texts(language)

    assert texts(f"set_{field.name}")
    if field.note:
        assert texts(f"set_{field.name}_note")
    words = [field.word(value, texts) for value in field.values]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_field_is_shown_as_it_is_and_can_be_changed(qtbot, page, field):
    control = page.control(field.name)
    values = [True, False] if field.is_switch else [*field.values] or ["x"]
    for value in values:
        control.chosen.emit(value)
        assert getattr(page.window().settings, field.name) == value

    page.window().choices.keep(**{field.name: default_of(field.name)})
    shown = control.widget
    if isinstance(shown, QAbstractButton):
        assert shown.isChecked() == default_of(field.name)


def test_every_setting_can_be_chosen_somewhere():
    shown = {field.name for field in FIELDS}

    left = {field.name for field in fields(Settings)} - shown
    assert [name for name in left if not name.startswith(ELSEWHERE)] == []
    assert ALLOWED.keys() <= {field.name for field in fields(Settings)}


def test_a_switch_is_told_by_a_word(page):
    page.show_page("training")
    switch = page.control("claps").widget
    assert switch.text() == EN("kit_on")

    click(switch)

    assert switch.text() == EN("kit_off")
    assert EN("kit_off") in switch.accessibleName()
    assert page.window().settings.claps is False


def test_a_choice_is_kept_in_the_file(qtbot, page, tmp_path):
    page.control("text_size").chosen.emit(150)

    qtbot.waitUntil(lambda: load_settings(tmp_path / "settings.json").text_size == 150)


# -- what it looks like -------------------------------------------------------------------


@pytest.mark.parametrize("size", ALLOWED["text_size"])
def test_words_grow_at_once(page, qapp, size):
    page.window().choices.keep(text_size=size)

    assert f"font-size: {round(theme.TYPE['body'] * size / 100)}px" in qapp.styleSheet()
    page.window().choices.keep(text_size=100)


def test_the_palette_follows_the_system_only_where_wanted(qapp):
    assert chosen_palette("light") is theme.LIGHT
    assert QGuiApplication.styleHints().colorScheme() is not Qt.ColorScheme.Dark
    assert chosen_palette("dark") is theme.DARK
    assert chosen_palette("system") in (theme.DARK, theme.LIGHT)


def test_the_engine_is_told_what_the_next_session_is_held_with(page, engine):
    page.control("model").chosen.emit("lite")
    page.control("strictness").chosen.emit("expert")
    page.control("frame_limit").chosen.emit(15)

    assert (engine.model, engine.strictness, engine.frame_limit) == ("lite", "expert", 15)


def test_what_the_command_line_asked_for_comes_first(open_window, engine):
    window = open_window(model="heavy", strictness="beginner")
    window.choices.keep(model="lite", strictness="expert")

    assert (engine.model, engine.strictness) == ("heavy", "beginner")


# -- what is stored -----------------------------------------------------------------------


@pytest.fixture
def data(qtbot, page):
    page.show_page("data")
    qtbot.waitUntil(lambda: bool(page.data.folder.text()))
    return page.data


def test_the_privacy_page_says_what_is_stored_where(data):
    assert data.folder.text().endswith("coach")
    assert "1.1 GiB" in data.rows["videos"].amount.text()
    assert data.rows["database"].clear.isHidden()


def test_the_amounts_stand_below_each_other(data):
    rights = {row.amount.geometry().right() for row in data.rows.values()}

    assert len(rights) == 1


def test_a_long_path_keeps_its_last_folder(qapp):
    place = Place("small")
    place.say("/home/jiwoo/.local/share/coach/pictures")

    assert place.mode is Qt.TextElideMode.ElideMiddle


def test_the_focus_follows_the_page(page):
    page.activateWindow()
    page.pages.button("app").setFocus()
    page.show_page("data")

    assert page.window().focusWidget() is page.pages.button("data")


def test_a_question_is_scrolled_to(qtbot, page, data):
    page.window().resize(1024, 640)
    click(data.delete_all.ask)
    area = page._areas["data"]

    def is_seen():
        place = data.delete_all.go.mapTo(area.viewport(), data.delete_all.go.rect().bottomLeft())
        return data.delete_all.go.isVisible() and area.viewport().rect().contains(place)

    qtbot.waitUntil(is_seen)


def test_the_bar_of_a_long_page_takes_nothing_from_it(qtbot, page):
    page.window().resize(1024, 640)
    page.show_page("training")
    area = page._areas["training"]
    cards = [page._sections[group.name] for group in GROUPS if group.page == "training"]

    def right_of(widget):
        return widget.mapTo(page, widget.rect().topRight()).x()

    qtbot.waitUntil(area.verticalScrollBar().isVisible)
    qtbot.waitUntil(lambda: max(map(right_of, cards)) == right_of(page.pages))
    assert area.mapTo(page, area.rect().bottomRight()) == page.rect().bottomRight()


def test_what_can_be_made_again_is_deleted_with_one_click(qtbot, data):
    click(data.rows["videos"].clear)

    qtbot.waitUntil(lambda: not data.rows["videos"].clear.isEnabled())
    assert data.banner.sentence == EN("set_deleted")


def test_one_session_is_deleted_after_one_more_question(qtbot, data, engine):
    assert "<b>x</b> & 'drop' 운동 #1.mp4" in data.session.itemText(0)
    click(data.delete_session.ask)
    assert data.delete_session.question.isVisible()
    click(data.delete_session.go)

    qtbot.waitUntil(lambda: data.session.count() == 1)
    assert [held.id for held in engine.preferences.kept.sessions] == [1]


def test_everything_is_deleted_only_when_it_is_confirmed(qtbot, data, engine):
    engine.person = "지우"
    choices = data.window().choices
    choices.keep(camera="2", server="postgresql://coach@gym/coach", welcomed=True)
    click(data.delete_all.ask)
    click(data.delete_all.keep)
    assert not engine.preferences.emptied

    click(data.delete_all.ask)
    click(data.delete_all.go)

    qtbot.waitUntil(lambda: engine.person is None)
    assert engine.preferences.emptied
    assert (choices.settings.camera, choices.settings.server) == ("", "")
    assert choices.settings.welcomed


def test_the_server_is_used_as_soon_as_it_is_named(qtbot, data, engine):
    line = data.server.controls["server"].widget
    line.setText("postgresql://coach@gym/coach")
    line.editingFinished.emit()
    qtbot.waitUntil(lambda: engine.preferences.server == "postgresql://coach@gym/coach")

    engine.preferences.told(SyncStatus(last=datetime(2026, 11, 21, 19, 30, tzinfo=UTC)))
    qtbot.waitUntil(lambda: data.server.found.text().startswith("✓"))
    engine.preferences.told(SyncStatus(waiting=3, error=ServerUnreachable("gym", "no answer")))

    qtbot.waitUntil(lambda: EN("set_server_waits", n=3) in data.server.found.text())


@pytest.mark.parametrize(("host", "mark"), [("gym", "✓"), ("gone", "✗")])
def test_a_server_can_be_tried(qtbot, data, host, mark):
    data.window().choices.keep(server=f"mariadb://coach@{host}/coach")
    click(data.server.test)

    qtbot.waitUntil(lambda: data.server.found.text().startswith(mark))


def test_everything_goes_into_one_file_and_comes_back(qtbot, data, engine, tmp_path, monkeypatch):
    file = tmp_path / "all.coach"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    click(data.back_up)
    qtbot.waitUntil(lambda: "all.coach" in data.banner.sentence)
    assert engine.preferences.backed_up == file

    engine.person = "지우"
    with qtbot.waitSignal(data.restored):
        click(data.restore)

    assert "34" in data.banner.sentence


@pytest.mark.parametrize("name", ["all", "all.zip", "all.of.it"])
def test_everything_goes_into_an_archive(qtbot, data, engine, tmp_path, monkeypatch, name):
    chosen = (str(tmp_path / name), "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen)

    click(data.export)

    qtbot.waitUntil(lambda: "13" in data.banner.sentence)
    made = name if name.endswith(".zip") else f"{name}.zip"
    assert engine.preferences.exported == (tmp_path / made, "en")


def test_a_file_that_is_no_back_up_is_told(qtbot, data, tmp_path, monkeypatch):
    file = tmp_path / "bad.coach"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    click(data.restore)

    qtbot.waitUntil(lambda: "bad.coach" in data.banner.sentence)


def test_what_was_exported_of_a_damaged_diary_may_not_be_all(
    qtbot, data, engine, tmp_path, monkeypatch
):
    engine.preferences.found = (DAMAGED,)
    chosen = (str(tmp_path / "all.zip"), "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen)

    click(data.export)

    qtbot.waitUntil(lambda: "may not be all" in data.banner.sentence)


def test_sound_data_is_said_to_be_sound(qtbot, data):
    click(data.check.check)

    qtbot.waitUntil(lambda: data.check.found.text() == EN("data_sound"))
    assert not data.check.mend.isVisible()


def test_what_is_damaged_is_told_and_mended_when_asked_for(qtbot, data, engine):
    engine.preferences.found = (DAMAGED,)
    kept = Path("coach-before-repair-1.sqlite3")
    engine.preferences.mended = (Repaired(120, ("chunk", "journal"), kept),)
    click(data.check.check)
    qtbot.waitUntil(data.check.mend.isVisible)
    assert EN.error(DAMAGED) in data.check.found.text()

    with qtbot.waitSignal(data.restored):
        click(data.check.mend)

    assert data.check.found.text() == (
        "Saved 120 rows of the damaged file; the file itself stays beside as "
        "“coach-before-repair-1.sqlite3”. Not everything could be read. Gaps are in: sessions."
    )
    assert not data.check.mend.isVisible()


def test_what_a_newer_version_wrote_is_told_and_not_mended(qtbot, data, engine):
    engine.preferences.error = DataNewer(Path("coach.sqlite3"))

    click(data.check.check)

    qtbot.waitUntil(lambda: "newer version" in data.check.found.text())
    assert not data.check.mend.isVisible()
    assert data.check.check.isEnabled()


def test_a_damaged_diary_leads_from_the_first_page_to_its_mending(qtbot, engine, open_window):
    engine.library.error = DAMAGED
    engine.preferences.found = (DAMAGED,)
    window = open_window(language="en")
    qtbot.waitUntil(lambda: window.library.banner.sentence == EN.error(DAMAGED))

    click(window.library.note.buttons[0])

    assert window.screens.current == "preferences"
    check = window.preferences.data.check
    qtbot.waitUntil(check.mend.isVisible)


def test_damaged_settings_are_kept_beside_and_told(qtbot, tmp_path, open_window):
    (tmp_path / "settings.json").write_text('{"theme": "dar')

    window = open_window(language="en")

    assert window.library.note.sentence.startswith("The settings could not be read")
    window.choices.keep(theme="light")
    qtbot.waitUntil(lambda: window.jobs.idle)
    assert (tmp_path / "settings-before-reset.json").read_text() == '{"theme": "dar'


def test_a_folder_that_cannot_be_read_is_told(qtbot, page, engine, tmp_path):
    engine.preferences.error = DataUnwritable(tmp_path, "no permission")
    page.show_page("data")

    qtbot.waitUntil(lambda: "no permission" in page.data.banner.sentence)


@pytest.mark.parametrize("score", [pytest.param(100.0, id="passed"), pytest.param(20.0, id="not")])
def test_the_score_proves_itself(qtbot, page, engine, score):
    engine.preferences.trials = (Trial("itself", score, 1.0, mirrored=False, at_least=98.0),)
    page.show_page("about")
    click(page.proof.test)

    qtbot.waitUntil(page.proof.test.isEnabled)
    key = "selftest_passed" if score > 98 else "selftest_failed"
    assert EN(key) in page.proof.found.text()
    assert page.proof.found.text().startswith("✓" if score > 98 else "✗")


def test_the_licences_can_be_read(qtbot, page):
    page.show_page("about")

    qtbot.waitUntil(lambda: "Apache" in page.licences.text.toPlainText())
    assert page.proof.version.text() == EN("set_version", version=coach.__version__)


def test_a_report_for_help_is_read_before_it_is_copied(qtbot, page):
    page.show_page("about")
    hidden = page.help.copy.isHidden() and page.help.report.isHidden()
    click(page.help.make)

    qtbot.waitUntil(page.help.report.isVisible)
    QGuiApplication.clipboard().setText("")
    click(page.help.copy)

    assert hidden
    assert page.help.report.toPlainText().startswith("Coach 0.1.0 (en)")
    assert QGuiApplication.clipboard().text() == page.help.report.toPlainText()
    assert page.help.said.text() == EN("help_copied")


def test_a_report_for_help_is_saved_as_it_is_shown(qtbot, page, tmp_path, monkeypatch):
    file = tmp_path / "report.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    page.show_page("about")
    click(page.help.make)
    qtbot.waitUntil(page.help.report.isVisible)

    click(page.help.save)

    qtbot.waitUntil(lambda: page.help.said.text() == EN("help_saved", name="report.txt"))
    assert file.read_text(encoding="utf-8") == page.help.report.toPlainText()


def test_a_report_that_cannot_be_saved_says_why(qtbot, page, tmp_path, monkeypatch):
    file = tmp_path / "nowhere" / "report.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    page.show_page("about")
    click(page.help.make)
    qtbot.waitUntil(page.help.report.isVisible)

    click(page.help.save)

    qtbot.waitUntil(lambda: "report.txt" in page.help.said.text())
    assert "cannot be written" in page.help.said.text()


# -- what stands behind -------------------------------------------------------------------


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path / "data")
    yield made
    made.close()


def test_sizes_are_those_of_the_files(house):
    house.store().set_profile(Profile("Anna"))
    cached = house.folder / TRACKS
    cached.mkdir(parents=True)
    (cached / "a.npz").write_bytes(b"x" * 1000)
    (house.folder / "settings.json").write_text("{}")

    items = {item.kind: item for item in PreferencesDesk(house).keeping().items}

    assert tuple(items) == KINDS
    assert (items["poses"].size, items["poses"].files) == (1000, 1)
    assert items["database"].size > 0
    assert items["settings"].size == 2
    assert items["program"].size > 1_000_000


def test_a_cache_is_cleared_and_nothing_else(house):
    desk = PreferencesDesk(house)
    cached = house.folder / TRACKS
    cached.mkdir(parents=True)
    (cached / "a.npz").write_bytes(b"x")
    desk.clear("poses")
    desk.clear("poses")
    desk.clear("database")

    assert not cached.exists()
    assert house.folder.exists()


def test_the_diary_can_still_be_asked_for_while_things_are_closed(house):
    class Thing:
        def close(self) -> None:
            asks = threading.Thread(target=house.store)
            asks.start()
            asks.join(timeout=5)
            self.was_answered = not asks.is_alive()

    thing = Thing()
    house.keep(thing)
    house.close()

    assert thing.was_answered


def test_nothing_is_left_of_everything(house):
    desk = PreferencesDesk(house)
    house.store().set_profile(replace(Profile("Anna"), weight_kg=60.0))
    (house.folder / "videos").mkdir()
    (house.folder / "videos" / "a.mp4").write_bytes(b"x")
    desk.delete_all()

    assert list(house.folder.iterdir()) == []
    assert house.store().profiles() == ()


def test_a_back_up_brings_people_and_choices_back(house, tmp_path):
    desk = PreferencesDesk(house)
    house.store().set_profile(Profile("Anna"))
    save_settings(house.folder / "settings.json", Settings(text_size=150))
    desk.back_up(tmp_path / "all.coach")
    desk.delete_all()
    assert house.store().profiles() == ()

    assert desk.restore(tmp_path / "all.coach").people == 1
    assert [profile.name for profile in house.store().profiles()] == ["Anna"]
    assert load_settings(house.folder / "settings.json").text_size == 150


def test_the_notice_of_the_program_is_shipped(house):
    told = PreferencesDesk(house).licences("ko")

    assert all(name in told for name in ("Pretendard", "pyside6", "FFmpeg", "라이브러리"))
