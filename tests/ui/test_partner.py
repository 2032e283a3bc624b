"""Two who train together: who they are, on the way from the set-up screen to the report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coach.texts import Texts
from tests.ui import scripted
from tests.ui.scripted_reports import kept
from ui.engine import CameraOption
from ui.follow.showing import follow_view
from ui.follow.values import Outcome
from ui.follow.view import Stage
from ui.kit.people import who
from ui.settings import load_settings
from ui.setup.partner import GUEST, Pair
from ui.setup.view import Now, setup_view
from ui.wiring import RealEngine

EN, KO = Texts("en"), Texts("ko")
HTML = "<b>x</b> & 'drop'"


def two(**changes):
    """A situation of the set-up screen in which two train."""
    values = {
        "target": None, "stage": Stage.READY, "camera": scripted.CAMERA, "people": 2,
    }  # fmt: skip
    return Now(**(values | changes))


@pytest.fixture
def household(engine):
    """Three people with profiles, the first of them chosen."""
    engine.setup.names = ("Mina", "Jun", "지우")
    engine.person = "Mina"
    return engine


@pytest.fixture
def opened(qtbot, window, household, video):
    """The set-up screen of two who train."""
    window.choices.keep(people=2)
    window.training.set_up._people = 2
    window.open_video(video)
    ready = window.controller
    qtbot.waitUntil(lambda: ready.stage is Stage.READY and window.jobs.idle)
    return window


def names(window):
    """What the engine would be told now."""
    return window._engine.sessions[-1].names()


def offered(window):
    choice = window.setup.partner.choice
    return [choice.itemText(i) for i in range(choice.count())]


# -- who they are -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pair", "known"),
    [
        pytest.param(Pair("Mina", ("Mina", "Jun"), "Jun"), ("Mina", "Jun"), id="both"),
        pytest.param(Pair("Mina", ("Mina", "Jun"), GUEST), ("Mina", None), id="guest"),
        pytest.param(Pair(None, ("Jun",), "Jun"), (None, "Jun"), id="guest-first"),
        pytest.param(Pair("Mina", ("Mina",), "Gone"), ("Mina", None), id="deleted"),
        pytest.param(Pair("Jun", ("Mina", "Jun"), "Jun"), ("Jun", None), id="oneself"),
        pytest.param(Pair("Mina", ("Jun",), "Jun", True), ("Jun", "Mina"), id="swapped"),
    ],
)
def test_a_pair_is_numbered_as_the_engine_does(pair, known):
    assert pair.names == known


def test_names_stand_over_the_heads_where_somebody_has_one():
    pair = Pair("Mina", ("Mina", "지우"), "지우")

    assert setup_view(two(pair=pair), EN).names == ("Mina", "지우")
    assert setup_view(two(pair=replace(pair, wanted=GUEST)), KO).names == ("Mina", "손님")
    assert setup_view(two(pair=Pair()), EN).names == ()
    assert setup_view(two(pair=pair, people=1), EN).names == ()


def test_nobody_is_asked_who_trains_along_where_nobody_has_a_profile():
    assert setup_view(two(pair=Pair()), EN).pair is None
    assert setup_view(two(pair=Pair(None, ("Jun",))), EN).pair is not None
    assert setup_view(two(pair=Pair("Mina", ("Mina",)), people=1), EN).pair is None


@pytest.mark.parametrize("texts", [EN, KO], ids=["en", "ko"])
def test_without_names_people_are_numbers(texts):
    assert [who(i, (), texts) for i in (0, 1)] == [texts("ui_person_1"), texts("ui_person_2")]


# -- the set-up screen ------------------------------------------------------------------


def test_the_second_is_a_guest_until_somebody_is_chosen(opened, household):
    assert opened.setup.partner.isVisible()
    assert offered(opened) == [EN("people_guest"), "Jun", "지우"]
    assert names(opened) == ("Mina", None)


def test_who_trains_along_is_remembered_and_the_camera_stays_open(opened, household):
    sessions = len(household.sessions)

    opened.setup.partner.choice.setCurrentIndex(2)
    opened.setup.partner.choice.activated.emit(2)

    assert names(opened) == ("Mina", "지우")
    assert opened.choices.settings.partner == "지우"
    assert len(household.sessions) == sessions


@pytest.mark.parametrize("way", ["key", "button"])
def test_the_two_are_exchanged_and_back(opened, household, way):
    def swap():
        if way == "key":
            QTest.keyClick(opened.setup, Qt.Key.Key_S)
        else:
            opened.setup.partner.swap.click()

    opened.training.set_up.choose_partner("지우")

    swap()
    assert names(opened) == ("지우", "Mina")
    assert opened.setup.mirror._names == ("지우", "Mina")
    swap()
    assert names(opened) == ("Mina", "지우")


def test_a_name_that_looks_like_html_is_shown_as_it_is(opened, household):
    opened.training.set_up._take_known(("Mina", HTML))

    assert offered(opened) == [EN("people_guest"), HTML]
    opened.training.set_up.choose_partner(HTML)
    assert "<b>" not in opened.setup.partner.choice.toolTip()


def test_who_trains_alone_is_not_asked(opened, household):
    opened.setup.people.button("1").click()

    assert not opened.setup.partner.isVisible()
    assert names(opened) == ("Mina",)
    QTest.keyClick(opened.setup, Qt.Key.Key_S)
    assert names(opened) == ("Mina",)


def test_the_names_of_two_are_drawn_over_their_heads(opened, household):
    opened.training.set_up.choose_partner("지우")
    people = tuple(
        replace(scripted.person(np.nan), pose=scripted.pose(x, scripted.STANDING))
        for x in (-120, 120)
    )

    opened.setup.mirror.show_state(scripted.live_state(people, scripted.picture(150)))
    named = opened.setup.mirror.grab().toImage()
    opened.setup.mirror.name(())

    assert named != opened.setup.mirror.grab().toImage()


def test_a_partner_stays_chosen_for_the_next_start(opened, household, qtbot):
    opened.training.set_up.choose_partner("Jun")

    def is_kept():
        return load_settings(opened.choices._file).partner == "Jun"

    qtbot.waitUntil(is_kept)


# -- while they train, and after --------------------------------------------------------


def test_scores_and_cues_go_by_name(opened, household, qtbot):
    opened.training.set_up.choose_partner("지우")

    view = opened.controller.view

    assert [player.label for player in view.players] == ["Mina", "지우"]
    assert view.names == ("Mina", "지우")


def test_a_request_without_names_is_of_numbers(situation_of_two):
    assert follow_view(situation_of_two, EN).names == (EN("ui_person_1"), EN("ui_person_2"))


@pytest.fixture
def situation_of_two():
    from ui.follow.view import Situation

    live = scripted.live_state((scripted.person(80.0), scripted.person(70.0)))
    return Situation(Stage.RUNNING, None, live, 2, 1.0, 3, (None, None))


@pytest.fixture
def report(window):
    """The report of two, as the second of them sees it."""
    result = scripted.result(2)
    outcome = Outcome(result, {}, kept(result, scripted.STANDING, names=("Mina", HTML), mine=1))
    window.show_screen("report")
    window.report.show_outcome(outcome)
    return window.report


def test_the_report_of_two_has_their_names_and_begins_with_oneself(report):
    assert report.person.value == "1"
    assert report.person.button("0").text() == "Mina"
    assert report.person.button("1").accessibleName() == "<b>x</b> & 'drop'"
    assert "&&" in report.person.button("1").text()
    assert "Mina" in report.summaries[0].accessibleName()


def test_a_camera_for_once_asks_for_a_partner_too(qtbot, window, household, video):
    window.training.set_up._people = 2

    window.training.open_video(video, CameraOption(str(video), "", is_file=True))
    qtbot.waitUntil(lambda: bool(household.sessions) and window.jobs.idle)

    assert names(window) == ("Mina", None)


def test_the_demo_person_is_alone_whoever_trained_last(qtbot, window, household, video):
    window.training.set_up._people = 2
    demo = CameraOption(str(video), "", is_file=True, is_demo=True)

    window.training.open_video(video, demo)
    qtbot.waitUntil(lambda: bool(household.sessions) and window.jobs.idle)

    assert names(window) == ("Mina",)
    assert household.sessions[0].people == 1
    assert not window.setup.people.isVisible()
    assert window.training.set_up._people == 2


@pytest.fixture
def trained(tmp_path):
    """A session of Mina and 지우 in a real data folder; the engine, with 지우 chosen."""
    engine = RealEngine(tmp_path / "data")
    target = SimpleNamespace(
        title="t", path=Path("t.mp4"), content_hash="ab12", duration=30.0, moves=scripted.MOVES
    )
    engine.person = "지우"
    engine._record(target, 2, ("Mina", "지우"), (640, 480), ()).finish(scripted.result(2))
    engine.keep_in_diary(scripted.result(2))
    yield engine
    engine.close()


def test_what_two_did_is_kept_of_each(trained):
    store = trained._house.store()

    assert {e.new.person: e.new.number for e in store.entries()} == {"Mina": 1, "지우": 2}
    assert [s.names for s in store.history("지우")] == [("Mina", "지우")]


def test_a_report_of_two_is_written_with_their_names(trained, tmp_path):
    outcome = trained.report.newest(scripted.result(2), {})
    trained.report.save(outcome, tmp_path / "report.html", "ko")

    assert (outcome.kept.names, outcome.kept.mine) == (("Mina", "지우"), 1)
    written = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Mina (카메라 화면 왼쪽)" in written
    assert "지우 (카메라 화면 오른쪽)" in written


def test_the_record_of_who_is_not_told_is_of_the_chosen_profile(trained):
    target = SimpleNamespace(
        title="t", path=Path("t.mp4"), content_hash="cd34", duration=30.0, moves=()
    )

    recorder = trained._record(target, 1, (), (640, 480), ())
    recorder.finish(None)

    assert trained._house.store().summary(recorder.id).names == ("지우",)
