"""Setting a session up: the view, and the screen with scripted engine and a file as camera."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox

from coach.errors import CameraLost, CameraNotFound
from coach.pose import Gathering
from coach.texts import Texts
from coach.types import Frame
from tests.ui import scripted
from ui.engine import CameraOption, Demo
from ui.follow.view import Stage
from ui.kit.tags import spans
from ui.settings import load_settings
from ui.setup.preview import outline
from ui.setup.view import CHECKS, Now, setup_view

COUNTED_DOWN = 60.0
"""Seconds after which any countdown is over."""
EN = Texts("en")
LONG = "<b>x</b> & 'drop' 운동 #1.mp4 " * 10


def stage_is(window, stage):
    return lambda: window.controller.stage is stage


def key(window, code):
    QTest.keyClick(window.focusWidget() or window.page, code)


def show(
    window, engine, *shifts, others=(), seconds=1.5, start=0.0, points=scripted.STANDING, every=1
):
    """Camera pictures of people for so long; only every so manieth of twenty a second."""
    for i in range(round(20 * seconds / every)):
        people = tuple(
            replace(scripted.person(np.nan), pose=scripted.pose(x, points)) for x in shifts
        )
        state = scripted.live_state(
            people or (replace(scripted.person(np.nan), pose=None),),
            scripted.picture(150),
            others=tuple(scripted.pose(x, points) for x in others),
        )
        state = replace(state, frame=Frame(detailed(), 5.0 + start + i * every / 20, i))
        window.training.set_up._take(state)


def detailed():
    """A picture with edges."""
    image = scripted.picture(150).copy()
    image[:, ::16] = 20
    return image


def now(**changes):
    target = scripted.ScriptedTarget(scripted.Path("a.mp4"), duration=754.0)
    checks = dict.fromkeys(CHECKS, True)
    values = {
        "target": target, "stage": Stage.READY, "camera": scripted.CAMERA, "has_picture": True,
        "checks": checks,
    }  # fmt: skip
    return Now(**(values | changes))


# -- the view -------------------------------------------------------------------------


def test_who_stands_well_is_told_to_start():
    view = setup_view(now(), EN)

    assert view.is_good
    assert view.sentence == EN("setup_ready")
    assert [check.mark for check in view.checks] == ["✓"] * 5
    assert view.facts.startswith("12:34 · Squat, Lateral raise")
    assert view.loses == ""


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    "advice",
    [
        "nobody", "dark", "choose", "second", "upright", "lying", "feet", "head", "hands", "near",
        "go_left", "go_right", "far", "hidden", "blurred", "over", "slow",
    ],
)  # fmt: skip
def test_every_advice_has_a_sentence_and_stops_nobody(language, advice):
    view = setup_view(now(advice=advice), Texts(language))

    assert view.sentence
    assert view.loses
    assert view.can_start
    assert not view.is_good


def test_without_a_camera_there_is_one_thing_to_do():
    view = setup_view(now(camera=None, has_picture=False), EN)

    assert not view.can_start
    assert view.trouble == EN("ui_no_camera_hint")
    assert view.checks == ()


def test_a_recorded_person_needs_no_checks():
    demo = CameraOption("good.mp4", "", is_file=True, is_demo=True)
    view = setup_view(now(camera=demo, has_picture=False), EN)

    assert view.sentence == EN("setup_recorded")
    assert view.checks == ()
    assert view.is_good
    assert view.hint == EN("setup_start_key")


@pytest.mark.parametrize(
    ("stage", "key"), [(Stage.READY, "setup_start_clap"), (Stage.ANALYSING, "setup_start_key")]
)
def test_claps_are_told_of_when_they_start(stage, key):
    assert setup_view(now(stage=stage), EN).hint == EN(key)


def test_a_video_that_fails_is_not_blamed_on_the_camera():
    view = setup_view(now(stage=Stage.FAILED, failure="Broken.", of_video=True), EN)

    assert view.sentence == EN("setup_no_video")
    assert not view.is_blind


def test_of_many_moves_the_number_is_told():
    moves = tuple(replace(m, name=f"Move {i}") for i, m in enumerate(scripted.MOVES * 3))
    target = scripted.ScriptedTarget(scripted.Path("a.mp4"), moves=moves)

    assert "12 moves" in setup_view(now(target=target), EN).facts


def test_a_check_is_told_by_mark_and_word_and_not_by_colour_alone():
    view = setup_view(now(checks={"body": False, "light": True}, advice="feet"), EN)

    assert [check.mark for check in view.checks] == ["✗", "✓", "–", "–", "–"]
    assert view.checks[0].spoken == "Whole body: not yet"


def test_nothing_says_step_back_beside_a_good_distance():
    view = setup_view(now(advice="feet"), EN)

    assert [check.mark for check in view.checks] == ["✓", "✓", "✓", "✗", "✓"]


@pytest.mark.parametrize(
    ("advice", "outlined"),
    [(None, False), ("over", False), ("choose", False), ("feet", True), ("nobody", True)],
)
def test_where_to_stand_is_shown_while_it_helps(advice, outlined):
    assert setup_view(now(advice=advice), EN).outlined is outlined


def test_who_was_chosen_among_several_is_marked_and_not_asked_for():
    view = setup_view(now(has_chosen=True), EN)

    assert view.is_good
    assert (view.asks_who, view.marks_who) == (False, True)
    assert view.checks[-1].word == EN("setup_check_chosen")


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(("chosen", "other"), [(0, "2"), (1, "1")])
def test_an_instructor_who_was_chosen_is_told(language, chosen, other):
    view = setup_view(now(is_choosing=True, instructor=chosen), Texts(language))

    assert str(chosen + 1) in view.sentence
    assert other in view.sentence


def test_a_camera_that_fails_is_told_once_with_the_ways_on():
    view = setup_view(now(stage=Stage.FAILED, failure="No picture.", has_demo=True), EN)

    assert view.trouble == "No picture."
    assert (view.is_blind, view.offers_demo) == (True, True)
    assert view.hint == ""
    assert (view.has_edit, view.can_edit) == (True, False)


@pytest.mark.parametrize("middles", [(0.1, 0.3), (0.3, 0.1), (0.5, 0.5), (0.8, 0.95)])
def test_tags_of_two_never_meet(middles):
    first, second = spans([100 * middle for middle in middles], 0, 100)

    assert first[1] < second[0] or second[1] < first[0]
    for low, high in (first, second):
        assert high - low > 25


def test_an_outline_has_room_in_its_square():
    whole, bust = (outline(upper=upper).boundingRect() for upper in (False, True))

    assert 0 <= whole.top() < whole.bottom() <= 1010
    assert bust.bottom() < 0.7 * whole.bottom()


# -- the screen -----------------------------------------------------------------------


def test_a_video_leads_to_the_set_up_and_the_start_to_the_follow_screen(
    qtbot, opened, engine, clock
):
    assert opened.page is opened.setup
    assert not opened.nav.isVisibleTo(opened)

    QTest.mouseClick(opened.setup.start, Qt.MouseButton.LeftButton)

    assert opened.page is opened.follow
    assert opened.controller.stage is Stage.COUNTDOWN
    assert opened.follow.target.countdown
    assert opened.follow.target.has_picture
    clock.now += COUNTED_DOWN
    opened.controller.tick()
    qtbot.waitUntil(stage_is(opened, Stage.RUNNING))
    assert [call for call in engine.sessions[0].calls if call in ("open", "start")] == [
        "open", "start",
    ]  # fmt: skip
    assert len(engine.sessions) == 1


def test_two_claps_start_from_the_set_up(qtbot, opened, engine):
    state = scripted.live_state((scripted.person(np.nan),), clapped_at=3.0)
    engine.sessions[0].send(state)

    qtbot.waitUntil(lambda: opened.page is opened.follow)


def test_what_the_camera_sees_is_told_in_one_sentence(opened, engine):
    show(opened, engine, 0.0)
    assert opened.setup.sentence.text() == EN("setup_ready")

    low = scripted.STANDING + np.array([0, 150], np.float32)
    show(opened, engine, 0.0, seconds=3.0, start=2.0, points=low)

    assert opened.setup.sentence.text() == EN("setup_say_feet")
    assert opened.setup.start.isEnabled()
    assert opened.setup.mirror.has_picture


def test_nobody_in_sight_is_asked_to_step_in(opened, engine):
    show(opened, engine)

    assert opened.setup.sentence.text() == EN("setup_say_nobody")


def test_of_two_people_the_one_who_is_clicked_trains(qtbot, opened, engine):
    show(opened, engine, -120.0, others=(120.0,))
    assert opened.setup.sentence.text() == EN("setup_say_choose")
    mirror = opened.setup.mirror
    placed = mirror.fit()
    place = placed.at(*(float(v) for v in scripted.pose(120.0).points[5]))

    QTest.mouseClick(mirror, Qt.MouseButton.LeftButton, pos=QPointF(place).toPoint())

    (call,) = [c for c in engine.sessions[0].calls if c.startswith("person")]
    x, y = (int(v) for v in call.split()[1:])
    assert abs(x - (scripted.STANDING[5, 0] + 120)) <= 2
    assert abs(y - scripted.STANDING[5, 1]) <= 2

    show(opened, engine, 120.0, others=(-120.0,), seconds=4.0, start=2.0)
    assert opened.setup.sentence.text() == EN("setup_ready")
    show(opened, engine, others=(-120.0,), seconds=4.0, start=6.0)
    show(opened, engine, -120.0, others=(120.0,), seconds=4.0, start=10.0)
    assert opened.setup.sentence.text() == EN("setup_say_choose")


def test_a_click_beside_everybody_chooses_nobody(opened, engine):
    show(opened, engine, -120.0, others=(120.0,))

    opened.training.set_up.choose_person(5.0, 5.0)
    show(opened, engine, -120.0, others=(120.0,), seconds=4.0, start=2.0)

    assert opened.setup.sentence.text() == EN("setup_say_choose")


def test_of_two_people_the_one_who_raises_an_arm_trains(opened, engine):
    up = scripted.STANDING.copy()
    up[9, 1] = 20.0
    for i in range(30):
        state = scripted.live_state((scripted.person(np.nan, dx=-120.0),), detailed())
        other = scripted.pose(120.0, up)
        frame = Frame(detailed(), 5.0 + i / 20, i)
        opened.training.set_up._take(replace(state, frame=frame, others=(other,)))

    chosen = [c for c in engine.sessions[0].calls if c.startswith("person")]
    assert chosen
    assert int(chosen[0].split()[1]) > 320


def test_another_camera_is_looked_through_and_remembered(
    qtbot, open_window, engine, video, tmp_path
):
    engine.cameras_found = (scripted.CAMERA, CameraOption("2", "USB camera"))
    window = open_window(language="en")
    window.open_video(video)
    qtbot.waitUntil(stage_is(window, Stage.READY))

    window.setup.choice.setCurrentIndex(1)
    window.setup.choice.activated.emit(1)

    qtbot.waitUntil(lambda: len(engine.sessions) == 2)
    qtbot.waitUntil(lambda: engine.sessions[0].calls[-1] == "close")
    assert window.controller.request.camera.spec == "2"
    assert window.page is window.setup
    qtbot.waitUntil(lambda: load_settings(tmp_path / "settings.json").camera == "2")


def test_two_people_are_asked_for_and_shown(qtbot, opened, engine, tmp_path):
    QTest.mouseClick(opened.setup.people.button("2"), Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: len(engine.sessions) == 2)
    assert engine.sessions[1].people == 2
    qtbot.waitUntil(stage_is(opened, Stage.READY))
    show(opened, engine, -90.0)
    assert opened.setup.sentence.text() == EN("setup_say_second")
    key(opened, Qt.Key.Key_Space)
    assert opened.follow.scores[1].isVisibleTo(opened)
    qtbot.waitUntil(lambda: load_settings(tmp_path / "settings.json").people == 2)


def test_who_never_shows_feet_is_offered_the_upper_body(qtbot, opened, engine, tmp_path):
    setup, low = opened.setup, scripted.STANDING + np.array([0, 150], np.float32)
    show(opened, engine, 0.0, seconds=4.0, points=low)
    assert not setup.offer.isVisibleTo(setup)
    show(opened, engine, 0.0, seconds=5.0, start=4.0, points=low)
    assert setup.offer.isVisibleTo(setup)

    QTest.mouseClick(setup.offer, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: len(engine.sessions) == 2)
    assert engine.sessions[1].body == "upper"
    assert setup.body.value == "upper"
    qtbot.waitUntil(stage_is(opened, Stage.READY))
    show(opened, engine, 0.0, seconds=8.0, start=10.0, points=low)
    assert setup.sentence.text() == EN("setup_ready")
    assert not setup.offer.isVisibleTo(setup)
    qtbot.waitUntil(lambda: load_settings(tmp_path / "settings.json").body == "upper")


def test_who_has_feet_is_offered_nothing(opened, engine):
    show(opened, engine, 0.0, seconds=10.0)

    assert not opened.setup.offer.isVisibleTo(opened.setup)


def gathering():
    """A picture of the video with two people."""
    people = (scripted.pose(-150.0), scripted.pose(150.0))
    return Gathering(Frame(scripted.picture(), 4.0, 0), people)


def test_a_video_of_one_person_has_nothing_to_choose(opened):
    assert not opened.setup.instructor.isVisibleTo(opened.setup)


def test_the_instructor_is_chosen_by_a_click(qtbot, open_window, engine, video):
    engine.setup.found = gathering()
    window = open_window(language="en")
    window.open_video(video)
    setup = window.setup
    qtbot.waitUntil(lambda: setup.instructor.isVisibleTo(setup))
    QTest.mouseClick(setup.instructor, Qt.MouseButton.LeftButton)
    assert setup.sentence.text() == EN("setup_say_instructor")
    pane = setup.instructors
    qtbot.waitUntil(pane.isVisible)
    place = pane.fit().at(*(float(v) for v in scripted.pose(150.0).points[11]))

    QTest.mouseClick(pane, Qt.MouseButton.LeftButton, pos=QPointF(place).toPoint())

    qtbot.waitUntil(lambda: len(engine.targets) == 2)
    (kept,) = engine.setup.kept
    assert (kept.time, round(kept.x, 2)) == (4.0, round((320 + 150) / 640, 2))
    qtbot.waitUntil(lambda: engine.targets[0].closed)
    assert window.controller.request.target is engine.targets[1]
    qtbot.waitUntil(stage_is(window, Stage.READY))
    assert not setup.instructors.isVisibleTo(setup)
    assert window.page is setup


def test_a_start_waits_for_the_instructor_who_was_just_chosen(qtbot, open_window, engine, video):
    engine.setup.found = gathering()
    window = open_window(language="en")
    window.open_video(video)
    qtbot.waitUntil(lambda: window.setup.instructor.isVisibleTo(window.setup))
    qtbot.waitUntil(stage_is(window, Stage.READY))

    window.training.set_up.choose_instructor(0)
    window.training.set_up.choose_instructor(1)
    window.training.set_up.start()
    assert window.controller.preparing
    qtbot.waitUntil(stage_is(window, Stage.COUNTDOWN))

    assert window.controller.request.target is engine.targets[2]
    qtbot.waitUntil(lambda: [t.closed for t in engine.targets] == [True, True, False])


def test_who_begins_by_claps_keeps_the_instructor_of_before(qtbot, open_window, engine, video):
    engine.setup.found = gathering()
    window = open_window(language="en")
    window.open_video(video)
    qtbot.waitUntil(lambda: window.setup.instructor.isVisibleTo(window.setup))
    qtbot.waitUntil(stage_is(window, Stage.READY))

    window.training.set_up.choose_instructor(1)
    window.controller.toggle_pause()
    qtbot.waitUntil(lambda: len(engine.targets) == 2 and engine.targets[1].closed)

    assert window.controller.request.target is engine.targets[0]
    assert not engine.targets[0].closed


def test_cameras_that_are_found_late_begin_no_session(qtbot, opened, engine):
    set_up = opened.training.set_up
    opened.controller.press_start()
    set_up.seek_cameras()
    opened.controller.leave()
    qtbot.waitUntil(lambda: opened.jobs.idle)

    assert opened.controller.request is None
    assert opened.screens.current == "library"
    assert engine.targets[0].closed


def test_the_instructor_is_chosen_by_a_key_or_not_at_all(qtbot, open_window, engine, video):
    engine.setup.found, engine.setup.number = gathering(), 0
    window = open_window(language="en")
    window.open_video(video)
    setup = window.setup
    qtbot.waitUntil(lambda: setup.instructor.isVisibleTo(setup))

    QTest.keyClick(setup, Qt.Key.Key_I)
    QTest.keyClick(setup, Qt.Key.Key_Escape)
    assert engine.setup.kept == []
    assert window.page is setup
    QTest.keyClick(setup, Qt.Key.Key_I)
    QTest.keyClick(setup, Qt.Key.Key_2)

    qtbot.waitUntil(lambda: len(engine.setup.kept) == 1)
    assert engine.setup.kept[0].x > 0.5


def test_a_camera_that_fails_is_told_and_another_may_be_taken(qtbot, open_window, engine, video):
    engine.cameras_found = (scripted.CAMERA, CameraOption("2", "USB camera"))
    engine.camera_error = CameraNotFound("0")
    window = open_window(language="en")
    window.open_video(video)
    qtbot.waitUntil(stage_is(window, Stage.FAILED))
    assert window.page is window.setup
    assert window.setup.trouble.sentence == EN.error(CameraNotFound("0"))
    assert not window.setup.start.isEnabled()

    engine.camera_error = None
    window.setup.choice.setCurrentIndex(1)
    window.setup.choice.activated.emit(1)

    qtbot.waitUntil(stage_is(window, Stage.READY))
    assert window.setup.trouble.sentence == ""
    assert window.setup.start.isEnabled()


def test_a_camera_that_is_unplugged_is_told_beside_its_picture(qtbot, opened, engine):
    state = scripted.live_state((scripted.person(np.nan),), problem=CameraLost("0"))
    engine.sessions[0].send(state)

    qtbot.waitUntil(lambda: bool(opened.setup.trouble.sentence))
    assert opened.setup.trouble.sentence == EN.error(CameraLost("0"))


def test_a_camera_that_fails_is_tried_again(qtbot, open_window, engine, video):
    engine.camera_error = CameraNotFound("HD Webcam")
    window = open_window(language="en")
    window.open_video(video)
    qtbot.waitUntil(stage_is(window, Stage.FAILED))
    assert window.setup.edit.isVisible()
    assert not window.setup.edit.isEnabled()
    assert not window.setup.trouble.demo.isVisible()

    engine.camera_error = None
    QTest.mouseClick(window.setup.trouble.again, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(stage_is(window, Stage.READY))
    assert window.setup.trouble.sentence == ""


def test_without_a_camera_the_video_is_seen_and_the_demo_person_may_train(
    qtbot, open_window, engine, video
):
    demo = CameraOption(str(video), "", is_file=True, is_demo=True)
    engine.cameras_found, engine.demo = (), Demo(video, demo)
    engine.setup.shown = Frame(detailed(), 0.0, 0)
    window = open_window(language="en")
    window.open_video(video)
    setup = window.setup
    qtbot.waitUntil(lambda: setup.target.has_picture)

    QTest.mouseClick(setup.trouble.demo, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(stage_is(window, Stage.READY))
    assert window.training.set_up.camera == demo
    assert setup.choice.currentText() == EN("ui_camera_demo")
    assert window.choices.settings.camera == ""


def test_a_camera_plugged_in_later_is_found(qtbot, open_window, engine, video):
    engine.cameras_found = ()
    window = open_window(language="en")
    window.open_video(video)
    qtbot.waitUntil(lambda: window.setup.sentence.text() == EN("ui_no_camera"))
    assert window.setup.choice.currentText() == EN("ui_no_camera")
    assert not window.setup.start.isEnabled()

    engine.cameras_found = (scripted.CAMERA,)
    QTest.mouseClick(window.setup.again, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(stage_is(window, Stage.READY))
    assert window.setup.choice.currentText() == "HD Webcam"


def test_back_without_a_camera_lets_the_video_go(qtbot, open_window, engine, video):
    engine.cameras_found = ()
    window = open_window(language="en")
    window.open_video(video)
    qtbot.waitUntil(lambda: window.setup.sentence.text() == EN("ui_no_camera"))

    key(window, Qt.Key.Key_Escape)

    assert window.screens.current == "library"
    qtbot.waitUntil(lambda: engine.targets[0].closed)


def test_a_start_before_the_video_is_known_comes_by_itself(qtbot, window, engine, video, clock):
    engine.target_changes = {"done": False, "ready_until": 0.0, "fraction": 0.1, "remaining_s": 5.0}
    window.open_video(video)
    qtbot.waitUntil(stage_is(window, Stage.ANALYSING))
    key(window, Qt.Key.Key_Space)
    window.controller.tick()
    assert window.setup.sentence.text() == EN("setup_starts_soon")
    assert not window.setup.start.isEnabled()

    engine.targets[0].done = True

    qtbot.waitUntil(stage_is(window, Stage.COUNTDOWN))
    assert window.page is window.follow


def test_the_progress_of_the_analysis_is_shown(qtbot, window, engine, video):
    engine.target_changes = {"done": False, "ready_until": 0.0, "fraction": 0.4, "remaining_s": 5.0}
    window.open_video(video)
    qtbot.waitUntil(stage_is(window, Stage.ANALYSING))
    window.controller.tick()

    assert window.setup.progress.value() == 400
    assert "40" in window.setup.progress_word.text()


def test_a_file_as_camera_shows_its_first_picture_and_starts_at_once(
    qtbot, open_window, engine, video, clock
):
    window = open_window(camera=str(video), language="en")
    window.open_video(video)
    qtbot.waitUntil(stage_is(window, Stage.READY))
    qtbot.waitUntil(lambda: window.setup.mirror.has_picture)
    assert window.setup.sentence.text() == EN("setup_recorded")
    assert "open" not in engine.sessions[0].calls

    key(window, Qt.Key.Key_Space)
    clock.now += COUNTED_DOWN
    window.controller.tick()

    qtbot.waitUntil(stage_is(window, Stage.RUNNING))


def test_a_long_name_of_a_camera_is_shortened(qtbot, open_window, engine, video):
    engine.cameras_found = (CameraOption("0", "Streaming camera with a very long name, USB 3"),)
    window = open_window(language="en")
    window.open_video(video)
    qtbot.waitUntil(stage_is(window, Stage.READY))

    assert window.setup.choice.shown_text().endswith("…")
    assert window.setup.choice.toolTip() == f"<p>{engine.cameras_found[0].name}</p>"


def test_a_title_that_looks_like_markup_is_shown_as_it_is(qtbot, window, engine, video):
    engine.target_changes = {"title": LONG}
    window.resize(1024, 640)
    window.open_video(video)
    qtbot.waitUntil(stage_is(window, Stage.READY))

    assert window.setup.title.text() == LONG
    assert window.setup.title.textFormat() is Qt.TextFormat.PlainText
    assert window.width() == 1024


@pytest.mark.parametrize("language", ["en", "ko"])
def test_everything_has_a_name_and_is_reached_by_tab(qtbot, open_window, engine, video, language):
    window = open_window(language=language)
    window.open_video(video)
    qtbot.waitUntil(stage_is(window, Stage.READY))
    window.activateWindow()
    controls = {
        control
        for kind in (QAbstractButton, QComboBox)
        for control in window.setup.findChildren(kind)
        if control.isVisibleTo(window.setup) and control.focusPolicy() != Qt.FocusPolicy.NoFocus
    }
    assert [c for c in controls if not c.accessibleName()] == []
    reached = set()
    for _ in range(30):
        key(window, Qt.Key.Key_Tab)
        reached.add(window.focusWidget())

    assert {
        window.setup.back,
        window.setup.start,
        window.setup.choice,
        window.setup.again,
    } <= reached


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("advice", ["choose", "feet", "lying"])
def test_the_longest_sentences_fit_in_the_smallest_window(
    qtbot, open_window, engine, video, language, advice
):
    window = open_window(language=language)
    window.resize(1024, 640)
    window.open_video(video)
    qtbot.waitUntil(stage_is(window, Stage.READY))
    window.setup.show_view(setup_view(now(advice=advice), Texts(language)))
    QTest.qWait(1)
    sentence = window.setup.sentence

    words = sentence.fontMetrics().boundingRect(
        0, 0, sentence.width(), 999, int(Qt.TextFlag.TextWordWrap), sentence.text()
    )
    assert words.width() <= sentence.width()
    assert words.height() <= sentence.height()
    assert window.size().width() == 1024
