"""What the screens say, without a window."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from coach.errors import CameraBlack, CameraBusy, CameraFrozen, CameraLost, CoachBug
from coach.scoring.timing import Timing
from coach.texts import Texts, cue_text
from coach.types import Cue, Move, Pose
from tests.ui import scripted
from ui.engine import CameraOption
from ui.follow.chart import unjudged_spans
from ui.follow.key_pose import KeyPoses, key_pose
from ui.follow.showing import as_filmed, follow_view, may_start, runs_dry
from ui.follow.view import Situation, Stage
from ui.kit.bands import Band, band_of, score_text
from ui.kit.skeleton_paint import error_token, joint_tokens
from ui.kit.words import clock_text
from ui.setup.cameras import camera_label, first_camera

EN, KO = Texts("en"), Texts("ko")
NAN = float("nan")
MOVE = Move("squat", 0.5, 3.0, 12)
KNEES = Cue("bend_knee", "both", 22.0)
ARM = Cue("raise_arm", "left", 30.0)


def situation(stage: Stage = Stage.RUNNING, **changes: object) -> Situation:
    values: dict = {
        "stage": stage,
        "target": scripted.ScriptedTarget(Path("a.mp4"), duration=60.0),
        "live": scripted.live_state((scripted.person(87.4, cue=KNEES),)),
        "people": 1,
        "time": 15.0,
        "countdown": 3,
        "cues": (KNEES,),
    }
    return Situation(**(values | changes))


@pytest.mark.parametrize(
    ("score", "band", "mark", "shown"),
    [
        pytest.param(100.0, Band.GOOD, "●", "100", id="best"),
        pytest.param(80.0, Band.GOOD, "●", "80", id="just-good"),
        pytest.param(79.9, Band.FAIR, "◐", "80", id="just-not-good"),
        pytest.param(60.0, Band.FAIR, "◐", "60", id="just-fair"),
        pytest.param(0.0, Band.OFF, "○", "0", id="worst"),
        pytest.param(NAN, Band.NONE, "–", "–", id="not-judged"),
    ],
)
def test_a_score_has_a_colour_a_mark_and_a_word(score, band, mark, shown):
    assert band_of(score) is band
    assert band.mark == mark
    assert EN(band.word_key) != KO(band.word_key)
    assert score_text(score) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        pytest.param(0.0, "0:00", id="zero"),
        pytest.param(65.9, "1:05", id="minutes"),
        pytest.param(3727.0, "1:02:07", id="hours"),
        pytest.param(NAN, "–", id="unknown"),
    ],
)
def test_clock(seconds, shown):
    assert clock_text(seconds) == shown


def test_the_follow_screen_says_score_move_repetitions_and_cue():
    view = follow_view(situation(), EN)

    assert (view.players[0].score, view.players[0].word) == ("87", "good")
    assert view.players[0].detail == "average 84"
    assert (view.move, view.repetitions) == ("Squat", "7 / 12")
    assert view.next_move == "Next: Lateral raise"
    assert view.cue == "Bend your knees about 20° deeper."
    assert (view.time, view.progress) == ("0:15 / 1:00", 0.25)
    assert view.curtain is None


def test_the_follow_screen_speaks_korean():
    view = follow_view(situation(), KO)

    assert view.move == "스쿼트"
    assert view.cue == "두 무릎을 20° 정도 더 굽혀 보세요."


def test_two_people_have_a_score_and_repetitions_each():
    people = (scripted.person(87.0, repetitions=7), scripted.person(55.0, repetitions=5))
    view = follow_view(situation(live=scripted.live_state(people), people=2, cues=(None, ARM)), EN)

    assert [player.score for player in view.players] == ["87", "55"]
    assert [player.detail for player in view.players] == ["7 / 12", "5 / 12"]
    assert view.repetitions == ""
    assert view.cue.startswith("Person 2: Raise your left arm")


def test_the_cues_of_two_people_take_turns():
    people = (scripted.person(60.0, cue=KNEES), scripted.person(55.0, cue=ARM))
    live = scripted.live_state(people)
    told = [
        follow_view(situation(live=live, people=2, cues=(KNEES, ARM), clock=clock), EN).cue
        for clock in (0.0, 5.9, 6.0, 12.0)
    ]

    assert [cue[:8] for cue in told] == ["Person 1", "Person 1", "Person 2", "Person 1"]


def test_between_two_moves_the_next_one_is_announced():
    live = scripted.live_state((scripted.person(90.0),), move=None)
    view = follow_view(situation(live=live), EN)

    assert (view.move, view.repetitions, view.next_move) == ("Next: Lateral raise", "", "")


def test_before_anything_is_scored_there_is_no_verdict():
    live = scripted.live_state((scripted.person(NAN, average=NAN),))
    view = follow_view(situation(Stage.READY, live=live, cues=(None,)), EN)

    assert (view.players[0].score, view.players[0].word) == ("–", "")


def test_a_frame_that_cannot_be_judged_says_so():
    live = scripted.live_state((scripted.person(NAN),), note="note_nobody_seen")
    view = follow_view(situation(live=live), EN)

    assert view.players[0].word == "not judged"
    assert (view.cue, view.cue_tone) == (EN("note_nobody_seen"), "")


def test_a_hold_has_no_repetitions():
    live = scripted.live_state((scripted.person(90.0),), target_repetitions=0)

    assert follow_view(situation(live=live), EN).repetitions == ""


def test_the_time_is_told_from_both_ends():
    view = follow_view(situation(), EN)

    assert (view.elapsed, view.remaining) == ("0:15", "−0:45")


@pytest.mark.parametrize(
    ("time", "told", "has_pose"),
    [
        pytest.param(30.0, "Next: Lunge", False, id="far"),
        pytest.param(42.5, "In 8 s: Lunge", True, id="soon"),
        pytest.param(49.9, "In 1 s: Lunge", True, id="at-once"),
    ],
)
def test_the_next_move_is_announced_with_its_pose_some_seconds_ahead(time, told, has_pose):
    live = scripted.live_state((scripted.person(90.0),), next_move=Move("lunge", 50.0, 60.0, 8))
    pose = scripted.pose()
    view = follow_view(situation(live=live, time=time, next_pose=pose), EN)

    assert (view.next_move, view.next_pose) == (told, pose if has_pose else None)


def test_between_moves_the_next_one_is_shown_however_far_it_is():
    following = Move("lunge", 50.0, 60.0, 8)
    live = scripted.live_state((scripted.person(90.0),), move=None, next_move=following)
    pose = scripted.pose()

    assert follow_view(situation(live=live, next_pose=pose), EN).next_pose is pose


def test_of_a_hold_the_seconds_are_told():
    plank = Move("plank", 0.0, 30.0, 0, kind="held")
    person = replace(scripted.person(90.0), held=12.7)
    live = scripted.live_state((person,), move=plank, target_repetitions=0)
    view = follow_view(situation(live=live), EN)

    assert (view.repetitions, view.coach_count) == ("12 / 30 s", "")


def test_the_count_of_the_instructor_stands_beside_the_own():
    live = scripted.live_state((scripted.person(90.0),), target_shown=8)

    assert follow_view(situation(live=live), EN).coach_count == "Coach 8"
    assert follow_view(situation(live=live), KO).coach_count == "코치 8회"


@pytest.mark.parametrize(
    ("synchrony", "part", "word"),
    [
        pytest.param(0.93, 0.93, "in step", id="together"),
        pytest.param(0.7, 0.7, "nearly in step", id="nearly"),
        pytest.param(-0.4, 0.0, "each their own way", id="against-each-other"),
    ],
)
def test_two_people_are_told_how_well_they_move_together(synchrony, part, word):
    live = scripted.live_state((scripted.person(90.0),) * 2, synchrony=synchrony)
    view = follow_view(situation(live=live, people=2, cues=(None, None)), EN)

    assert view.together is not None
    assert (view.together.part, view.together.word) == (part, word)
    assert view.names == ("Person 1", "Person 2")


def test_one_person_moves_together_with_nobody():
    view = follow_view(
        situation(live=scripted.live_state((scripted.person(90.0),), synchrony=0.9)), EN
    )

    assert (view.together, view.names) == (None, ())
    two = scripted.live_state((scripted.person(90.0),) * 2)
    assert follow_view(situation(live=two, people=2, cues=(None, None)), EN).together is None


@pytest.mark.parametrize(
    ("mirrored", "flipped", "key"),
    [
        pytest.param(True, False, "ui_mirrored", id="as-filmed"),
        pytest.param(False, True, "ui_mirrored", id="mirrors-what-is-flipped"),
        pytest.param(True, True, "ui_not_mirrored", id="same-sides-of-what-is-flipped"),
    ],
)
def test_the_sides_are_told_as_they_are_seen(mirrored, flipped, key):
    live = scripted.live_state((scripted.person(90.0),), mirrored=mirrored)

    assert follow_view(situation(live=live, flipped=flipped), EN).mirror_note == EN(key)


@pytest.mark.parametrize(
    ("mode", "flipped", "expected"),
    [
        pytest.param("on", False, "on", id="as-filmed"),
        pytest.param("on", True, "off", id="flipped"),
        pytest.param("off", True, "on", id="same-sides-flipped"),
        pytest.param("auto", True, "auto", id="found-out"),
    ],
)
def test_a_flipped_target_is_compared_the_other_way_round(mode, flipped, expected):
    assert as_filmed(mode, flipped=flipped) == expected


def test_the_key_pose_of_a_move_is_the_one_farthest_from_its_beginning():
    def at(time: float) -> Pose:
        world = np.zeros((17, 3))
        world[:, 1] = -abs(math.sin(time))  # farthest at a quarter of the circle
        return Pose(np.zeros((17, 2)), np.ones(17), world, time)

    target = scripted.ScriptedTarget(Path("a.mp4"))
    target.pose_at = at
    found = key_pose(target, Move("squat", 0.0, math.pi, 1))

    assert found is not None
    assert found.time == pytest.approx(math.pi / 2, abs=0.1)
    assert key_pose(target, Move("plank", 1.0, 3.0, 0, kind="held")).time == 2.0


def test_the_key_pose_of_a_move_is_looked_for_once_it_is_known():
    target, poses = scripted.ScriptedTarget(Path("a.mp4")), KeyPoses()
    asked: list[float] = []
    target.pose_at = lambda time: asked.append(time)

    assert poses.of(target, None) is None
    assert poses.of(target, MOVE) is None
    target.pose_at = lambda time: asked.append(time) or scripted.pose()
    found = poses.of(target, MOVE)
    count = len(asked)
    assert found is not None
    assert poses.of(target, MOVE) is found
    assert len(asked) == count


def test_praise_is_told_apart_from_what_is_to_be_changed():
    right = replace(scripted.person(90.0), corrected=True)
    live = scripted.live_state((right,))

    assert follow_view(situation(live=live, cues=(None,)), EN).cue_tone == "good"
    assert follow_view(situation(live=live, cues=(KNEES,)), EN).cue_tone == "accent"


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        pytest.param(CameraLost("0"), "live_camera_lost", id="lost"),
        pytest.param(CameraFrozen("0"), "live_camera_frozen", id="frozen"),
        pytest.param(CameraBlack("0"), "live_camera_black", id="black"),
    ],
)
def test_a_camera_without_pictures_is_told_first_and_once(fault, key):
    live = scripted.live_state((scripted.person(NAN),), problem=fault, note="note_nobody_seen")
    view = follow_view(situation(live=live, camera="HD Webcam"), EN)

    assert (view.cue, view.cue_tone) == (EN(key, camera="HD Webcam"), "off")
    assert view.banner == EN.error(fault)  # in full, for the set-up
    assert view.blind == EN("note_no_picture")
    assert view.cues == (None,)
    assert (view.repetitions, view.players[0].word) == ("", "not judged")


def test_who_waits_for_a_lost_camera_is_not_asked_to_come_back():
    live = scripted.live_state((scripted.person(NAN),), problem=CameraLost("0"))
    view = follow_view(situation(Stage.PAUSED, live=live, is_gone=True), EN)

    assert view.curtain is not None
    assert view.curtain.title == EN("live_camera_waits")
    assert view.blind == view.curtain.body == EN("live_camera_waits_hint")


@pytest.mark.parametrize("clock", [0.0, 6.0])
def test_a_notice_is_told_at_once(clock):
    live = scripted.live_state((scripted.person(70.0, cue=ARM),), note="note_feet_hidden")
    view = follow_view(situation(live=live, cues=(ARM,), notice="No voice.", clock=clock), EN)

    assert view.cue == "No voice."


def test_a_camera_that_gave_nothing_yet_is_told_in_full():
    live = scripted.live_state((scripted.person(NAN),), problem=CameraBusy("0"))
    view = follow_view(situation(live=live), EN)

    assert (view.banner, view.blind) == (EN.error(CameraBusy("0")), "")


def test_what_is_not_seen_and_what_to_change_take_turns():
    live = scripted.live_state((scripted.person(70.0, cue=ARM),), note="note_feet_hidden")
    views = [follow_view(situation(live=live, cues=(ARM,), clock=t), EN) for t in (0.0, 6.0)]

    assert [view.cue for view in views] == [cue_text(EN, ARM), EN("note_feet_hidden")]
    assert [view.cues for view in views] == [(ARM,), (None,)]


def test_of_two_people_only_whom_the_cue_speaks_to_has_an_arrow():
    people = (scripted.person(60.0, cue=KNEES), scripted.person(55.0, cue=ARM))
    live = scripted.live_state(people)
    cues = [
        follow_view(situation(live=live, people=2, cues=(KNEES, ARM), clock=clock), EN).cues
        for clock in (0.0, 6.0)
    ]

    assert cues == [(KNEES, None), (None, ARM)]


def test_a_bug_of_ours_is_told_without_details():
    live = scripted.live_state((scripted.person(90.0),), problem=CoachBug("index 7"))

    assert follow_view(situation(live=live), EN).banner == EN("ui_bug")


@pytest.mark.parametrize(
    ("stage", "has_button", "has_bar"),
    [
        pytest.param(Stage.OPENING, True, True, id="opening"),
        pytest.param(Stage.ANALYSING, True, True, id="analysing"),
        pytest.param(Stage.CATCHING_UP, True, True, id="catching-up"),
        pytest.param(Stage.READY, True, False, id="ready"),
        pytest.param(Stage.PAUSED, True, False, id="paused"),
        pytest.param(Stage.ENDING, False, True, id="ending"),
        pytest.param(Stage.FAILED, True, False, id="failed"),
    ],
)
def test_a_stage_that_waits_says_for_what(stage, has_button, has_bar):
    curtain = follow_view(situation(stage, failure="No picture."), EN).curtain

    assert curtain is not None
    assert curtain.title
    assert bool(curtain.action) == has_button
    assert curtain.is_quiet == (has_button and has_bar)
    assert (not math.isnan(curtain.progress)) == has_bar


def test_the_remaining_time_of_the_analysis_is_told():
    target = scripted.ScriptedTarget(
        Path("a.mp4"), duration=60.0, fraction=0.43, remaining_s=11.2, done=False
    )
    curtain = follow_view(situation(Stage.ANALYSING, target=target), EN).curtain

    assert curtain is not None
    assert curtain.body == "43% analysed, about 12 s to go"


def test_the_countdown_shows_only_while_it_counts():
    assert follow_view(situation(Stage.COUNTDOWN), EN).countdown == "3"
    assert follow_view(situation(Stage.RUNNING), EN).countdown == ""


@pytest.mark.parametrize(
    ("ready", "remaining", "done", "expected"),
    [
        pytest.param(60.0, 0.0, True, True, id="complete"),
        pytest.param(2.0, 10.0, False, False, id="too-little-ahead"),
        pytest.param(12.0, 30.0, False, True, id="faster-than-the-video"),
        pytest.param(12.0, 59.0, False, False, id="slower-than-the-video"),
        pytest.param(12.0, NAN, False, True, id="time-unknown"),
    ],
)
def test_when_a_target_may_start(ready, remaining, done, expected):
    target = scripted.ScriptedTarget(
        Path("a.mp4"), duration=60.0, ready_until=ready, remaining_s=remaining, done=done
    )

    assert may_start(target) is expected


def test_a_playhead_at_the_edge_of_the_analysis_runs_dry():
    target = scripted.ScriptedTarget(Path("a.mp4"), duration=60.0, ready_until=20.0, done=False)

    assert runs_dry(target, 19.9)
    assert not runs_dry(target, 15.0)


@pytest.mark.parametrize(
    ("changes", "key", "values"),
    [
        pytest.param({"corrected": True}, "live_corrected", {}, id="corrected"),
        pytest.param(
            {"timing": Timing(0.5, 0.31, 0.05)}, "live_late", {"seconds": "0.3"}, id="late"
        ),
        pytest.param(
            {"timing": Timing(0.5, -0.4, 0.0)}, "live_early", {"seconds": "0.4"}, id="early"
        ),
    ],
)
def test_without_a_cue_it_is_said_what_is_right_and_what_is_late(changes, key, values):
    one = replace(scripted.person(90.0), **changes)

    view = follow_view(situation(live=scripted.live_state((one,)), cues=(None,)), EN)

    assert view.cue == EN(key, **values)


WEBCAM, SECOND = CameraOption("0", "HD Webcam"), CameraOption("2", "")


@pytest.mark.parametrize(
    ("wanted", "last", "expected"),
    [
        pytest.param(None, "", WEBCAM, id="first"),
        pytest.param(None, "2", SECOND, id="used-last"),
        pytest.param(None, "7", WEBCAM, id="used-last-is-gone"),
        pytest.param("2", "0", SECOND, id="asked-for"),
        pytest.param("5", "", CameraOption("5", ""), id="asked-for-and-unknown"),
        pytest.param("a.mp4", "", CameraOption("a.mp4", "", is_file=True), id="file"),
    ],
)
def test_which_camera_is_taken(wanted, last, expected):
    assert first_camera((WEBCAM, SECOND), wanted, last) == expected


def test_without_cameras_none_is_taken():
    assert first_camera((), None, "0") is None


@pytest.mark.parametrize(
    ("camera", "label"),
    [
        pytest.param(WEBCAM, "HD Webcam", id="named"),
        pytest.param(SECOND, "Camera 3", id="numbered"),
        pytest.param(CameraOption("/x/me.mp4", "", is_file=True), "me.mp4", id="file"),
    ],
)
def test_what_a_camera_is_called(camera, label):
    assert camera_label(camera, EN) == label


@pytest.mark.parametrize(
    ("degrees", "token"),
    [
        pytest.param(5.0, "good", id="small"),
        pytest.param(-33.0, "fair", id="either-way"),
        pytest.param(60.0, "off", id="large"),
        pytest.param(NAN, "person", id="unknown"),
    ],
)
def test_a_joint_is_coloured_by_its_error(degrees, token):
    assert error_token(degrees) == token


def test_only_joints_that_are_keypoints_are_coloured():
    tokens = joint_tokens((0.0,) * 9)

    assert "left_elbow" in tokens
    assert "trunk" not in tokens


def test_stretches_without_a_score_are_found():
    times = np.arange(10.0)
    scores = np.array([80, NAN, NAN, 80, 80, 80, 80, 80, NAN, NAN])

    assert unjudged_spans(times, scores) == [(1.0, 3.0), (8.0, 9.0)]
