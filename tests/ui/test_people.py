"""Several people on one computer: choosing, PINs, changing, deleting."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtTest import QTest

from coach.errors import FileMissing, NameTaken, PictureUnreadable
from coach.storage import Profile
from coach.texts import Texts
from tests.ui.conftest import Clock
from tests.ui.scripted_people import ScriptedPeople, household
from ui.house import House
from ui.kit import theme
from ui.kit.avatar import COLOURS, avatar, colour_of
from ui.people.desk import PeopleDesk
from ui.people.picture import SIDE, square_picture
from ui.people.pins import FREE_TRIES, LONGEST_WAIT_S, PinWaits
from ui.people.view import tile_views, what_goes
from ui.settings import load_settings

EN = Texts("en")
LEFT = Qt.MouseButton.LeftButton


def click(widget):
    QTest.mouseClick(widget, LEFT)


@pytest.fixture
def page(qtbot, engine, open_window):
    """The people in a window."""
    engine.people = ScriptedPeople(household(), nameless=5)
    window = open_window(language="en")
    click(window.nav.button("people"))
    qtbot.waitUntil(lambda: "Anna" in window.people.tiles.tiles)
    return window.people


# -- choosing -----------------------------------------------------------------------------


def test_somebody_else_trains_after_two_clicks(page, qtbot, engine, tmp_path):
    window = page.window()
    click(page.tiles.tiles["지우"])  # the first click was on the bar

    assert engine.person == "지우"
    assert window.page is window.library
    assert "지우" in window.nav.button("people").text()
    qtbot.waitUntil(lambda: load_settings(tmp_path / "settings.json").person == "지우")


def test_the_guest_is_always_there(page, engine):
    click(page.tiles.tiles["지우"])
    page.window().show_screen("people")
    click(page.tiles.tiles[None])

    assert engine.person is None
    assert page.window().settings.person == ""


def test_a_name_is_shown_as_it_is_written(page, qtbot):
    odd = next(name for name in page.tiles.tiles if name and name.startswith("<b>"))
    click(page.tiles.tiles[odd])

    bar = page.window().nav.button("people")
    assert odd in bar.accessibleName()
    assert bar.text().strip().startswith("<b>Max</b> &&")
    assert bar.text().endswith("…")


def test_who_trained_last_trains_again(qtbot, engine, open_window):
    engine.people = ScriptedPeople(household())
    first = open_window(language="en")
    first.choose_person("지우")
    qtbot.waitUntil(lambda: first.jobs.idle)
    first.close()
    engine.person = None

    open_window(language="en")

    qtbot.waitUntil(lambda: engine.person == "지우")


def test_nobody_is_asked_anything_who_never_made_a_profile(window, engine):
    assert engine.person is None
    assert window.page is window.library


# -- PINs ---------------------------------------------------------------------------------


def test_a_pin_is_asked_before_somebody_trains(page, qtbot, engine):
    click(page.tiles.tiles["Anna"])
    assert engine.person is None
    QTest.keyClicks(page.pin.field, "9999")
    click(page.pin.go)
    qtbot.waitUntil(lambda: page.pin.word.text() == EN("people_pin_wrong"))
    assert page.pin.field.accessibleDescription() == EN("people_pin_wrong")

    QTest.keyClicks(page.pin.field, "1234")
    QTest.keyClick(page.pin.field, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: engine.person == "Anna")


def test_esc_leaves_the_pin_and_then_the_screen(page):
    click(page.tiles.tiles["Anna"])
    QTest.keyClick(page.pin.field, Qt.Key.Key_Escape)
    assert page.tiles.isVisible()

    QTest.keyClick(page, Qt.Key.Key_Escape)

    assert page.window().page is page.window().library


def test_wrong_pins_make_waits_that_grow_but_end():
    clock = Clock()
    waits = PinWaits(clock)
    seen = []
    for _ in range(12):
        waits.note("Anna", right=False)
        seen.append(waits.left_s("Anna"))
        clock.now += seen[-1]
        assert waits.left_s("Anna") == 0.0

    assert seen[: FREE_TRIES - 1] == [0.0] * (FREE_TRIES - 1)
    assert seen == sorted(seen)
    assert seen[-1] == LONGEST_WAIT_S
    assert waits.left_s("지우") == 0.0


def test_a_right_pin_makes_up_for_wrong_ones():
    clock = Clock()
    waits = PinWaits(clock)
    for _ in range(FREE_TRIES):
        waits.note("Anna", right=False)
    waits.note("Anna", right=True)

    assert waits.left_s("Anna") == 0.0


# -- changing -----------------------------------------------------------------------------


def test_the_first_person_takes_what_was_done_without_a_name(qtbot, engine, open_window):
    engine.people = ScriptedPeople(nameless=5)
    window = open_window(language="en")
    window.show_screen("people")
    qtbot.waitUntil(lambda: None in window.people.tiles.tiles)
    click(window.people.add)
    editor = window.people.editor
    assert not editor.save.isEnabled()
    QTest.keyClicks(editor.name, "Mina")
    assert editor.takes.isChecked()
    click(editor.save)

    qtbot.waitUntil(lambda: engine.person == "Mina")
    assert [p.sessions for p in engine.people.known] == [5]
    assert engine.people.nameless == 0


def test_weight_and_height_may_be_left_out(page, qtbot, engine):
    click(page.tiles.edits["지우"])
    assert page.editor.weight_kg.value() == 62.0
    page.editor.weight_kg.setValue(0.0)
    page.editor.height_cm.setValue(171.0)
    click(page.editor.save)

    qtbot.waitUntil(lambda: engine.people.known[0].profile.weight_kg is None)
    assert engine.people.known[0].profile.height_m == pytest.approx(1.71)


def test_a_name_that_is_taken_is_told_beside_the_form(page, qtbot):
    click(page.add)
    QTest.keyClicks(page.editor.name, "Anna")
    click(page.editor.save)

    qtbot.waitUntil(lambda: bool(page.editor.complaint.sentence))
    assert page.editor.complaint.sentence == EN.error(NameTaken("Anna"))
    assert page.editor.name.text() == "Anna"
    assert page.editor.name.property("wrong") == "true"
    assert page.editor.banner.sentence == ""

    QTest.keyClicks(page.editor.name, "Annabel")
    assert page.editor.complaint.sentence == ""
    assert page.editor.name.property("wrong") == "false"


def test_where_nobody_is_known_yet_the_guest_is_chosen_and_a_line_says_what_to_do(
    qtbot, engine, open_window
):
    engine.people = ScriptedPeople((), nameless=5)
    window = open_window(language="en")
    click(window.nav.button("people"))
    qtbot.waitUntil(lambda: None in window.people.tiles.tiles)

    assert window.people.tiles.tiles[None].view.chosen
    assert window.people._hint.isVisible()


def test_deleting_tells_what_goes_and_wants_the_name_typed(page, qtbot, engine):
    click(page.tiles.tiles["지우"])
    page.window().show_screen("people")
    click(page.tiles.edits["지우"])
    assert "34 sessions" in page.editor._goes.text()
    assert not page.editor.delete.isEnabled()

    page.editor.typed.setText("지우")
    click(page.editor.delete)

    qtbot.waitUntil(lambda: engine.person is None)
    assert len(engine.people.known) == 2
    assert "지우" not in page.tiles.tiles
    assert "지우" in page.banner.sentence


# -- what stands behind -------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path):
    house = House(tmp_path / "data")
    yield PeopleDesk(house)
    house.close()


def test_a_pin_is_kept_as_a_hash_only(desk):
    desk.add(Profile("Anna"), takes_nameless=False)
    desk.set_pin("Anna", "1234")

    kept = desk.load().known[0].profile.pin_hash
    assert kept is not None
    assert "1234" not in kept
    assert desk.is_pin("Anna", "1234")
    assert not desk.is_pin("Anna", "4321")
    desk.set_pin("Anna", "")
    assert desk.load().known[0].profile.pin_hash is None


def test_a_person_is_renamed_and_deleted_for_good(desk):
    desk.add(Profile("Anna"), takes_nameless=True)
    desk.change("Anna", Profile("Anne", weight_kg=60.0))
    assert [p.profile.name for p in desk.load().known] == ["Anne"]
    assert desk.load().known[0].profile.weight_kg == 60.0

    desk.delete("Anne")

    assert desk.load().known == ()


def test_a_second_person_of_the_same_name_is_refused(desk):
    desk.add(Profile("Anna"), takes_nameless=False)

    with pytest.raises(NameTaken):
        desk.add(Profile("Anna"), takes_nameless=False)


def test_a_picture_becomes_small_and_square(tmp_path):
    image = np.zeros((300, 800, 3), np.uint8)
    image[:, 250:550] = (0, 0, 255)  # blue, green, red
    file = tmp_path / "운동 #1.jpg"
    file.write_bytes(cv2.imencode(".jpg", image)[1])

    made = QImage.fromData(square_picture(file))

    assert (made.width(), made.height()) == (SIDE, SIDE)
    assert QColor(made.pixel(3, SIDE // 2)).red() > 200


def test_a_file_that_is_no_picture_is_refused(tmp_path):
    (tmp_path / "notes.png").write_text("hello")

    with pytest.raises(PictureUnreadable):
        square_picture(tmp_path / "notes.png")
    with pytest.raises(FileMissing):
        square_picture(tmp_path / "gone.png")


def test_the_sign_is_the_initial_or_the_picture(qapp, tmp_path):
    plain = avatar("지우", "good", None, theme.DARK, 40, 1.0).toImage()
    assert QColor(plain.pixel(4, 20)).name() == theme.DARK.good.lower()
    red = QPixmap(10, 10)
    red.fill(QColor("red"))
    red.save(str(tmp_path / "red.png"))
    shown = avatar("지우", "", (tmp_path / "red.png").read_bytes(), theme.DARK, 40, 1.0)

    assert QColor(shown.toImage().pixel(20, 20)).name() == "#ff0000"


def test_a_colour_follows_from_the_name():
    assert colour_of("지우") == colour_of("지우") in COLOURS
    assert colour_of("지우", "off") == "off"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_tiles_say_who_trains_and_what_is_theirs(language):
    texts = Texts(language)
    people = ScriptedPeople(household(), 3).load()
    tiles = tile_views(people, "Anna", texts)

    assert [t.name for t in tiles][-1] is None
    anna = next(t for t in tiles if t.name == "Anna")
    assert anna.chosen
    assert anna.locked
    assert texts("people_locked") in anna.spoken
    assert "34" in what_goes(people.known[0], texts)
