"""Phases, faults and grades of exercises."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from coach.errors import CoachBug, ModelDamaged
from coach.moves.form import PLANS, LiveForm, assess, measures, phases, points_of
from coach.moves.form.assess import Seen, measured, verdict
from coach.moves.form.nets import FORM_FILE, load_judges
from coach.scoring.curve import GRADES, grade_of
from coach.skeleton import INDEX
from coach.texts import LANGUAGES, load_texts
from coach.types import PoseTrack
from tests.coach.people import squats, still, track_of

SQUAT = PLANS["squat"]
DOWN_AND_UP = np.array([1.0, 1, 0.95, 0.8, 0.7, 0.52, 0.5, 0.5, 0.52, 0.7, 0.8, 0.95, 1, 1])


def around(moves: np.ndarray) -> PoseTrack:
    """The same with two seconds of standing before and after."""
    return track_of(np.concatenate([still(2.0), moves, still(2.0)]))


def nothing_seen(frames: int) -> PoseTrack:
    return track_of(np.full((frames, 17, 3), np.nan, np.float32))


def test_phases_go_down_to_the_far_end_and_up_again():
    places = phases.phases_of(phases.way_of(DOWN_AND_UP, SQUAT), full=True)

    names = [SQUAT.phases[p] for p in places]
    changes = [names[0], *(b for a, b in pairwise(names) if a != b)]
    assert changes == ["standing", "descending", "parallel", "ascending", "standing"]


def test_a_far_end_that_is_too_short_has_its_own_name():
    places = phases.phases_of(phases.way_of(DOWN_AND_UP, SQUAT), full=False)

    assert {SQUAT.phases[p] for p in places} == {
        "standing", "descending", "not_parallel", "ascending",
    }  # fmt: skip


def test_what_rises_goes_out_upwards():
    press = PLANS["shoulder_press"]

    way = phases.way_of(np.array([0.0, 0.0, 0.4, 0.9, 1.0, 1.0, 0.5, 0.0, 0.0]), press)

    assert way[0] == 0
    assert way[4] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        pytest.param(np.ones(40), 0, id="standing"),
        pytest.param(DOWN_AND_UP, 1, id="one"),
        pytest.param(np.tile(DOWN_AND_UP, 4), 4, id="four"),
        pytest.param(1 - 0.1 * (1 - DOWN_AND_UP), 0, id="a-nod"),
        pytest.param(np.concatenate([DOWN_AND_UP, np.full(9, np.nan)]), 1, id="then-unseen"),
        pytest.param(DOWN_AND_UP[:7], 0, id="not-yet-back"),
        pytest.param(np.full(40, np.nan), 0, id="nobody"),
    ],
)
def test_repetitions_of_a_level(level, expected):
    assert len(phases.spans_of(level, SQUAT, 15.0)) == expected


def test_squats_are_found_with_their_phases_and_angles():
    form = assess(around(squats(3)), "squat")

    assert len(form.repetitions) == 3
    assert form.grade == grade_of(form.points)
    assert all(70 < one.knee_angle < 140 for one in form.repetitions)
    assert [name for _, _, name in form.phases][:2] == ["standing", "descending"]


def test_the_lowest_place_of_a_squat_is_in_its_middle():
    (one,) = assess(around(squats(1)), "squat").repetitions

    assert one.bottom == pytest.approx(3.5, abs=0.2)
    assert one.start < one.bottom < one.end


def test_phases_follow_each_other_without_a_gap():
    form = assess(around(squats(2)), "squat")

    assert all(a[1] == b[0] for a, b in pairwise(form.phases))


def test_half_a_squat_is_not_parallel():
    form = assess(track_of(squats(2, depth=0.5)), "squat", [(0.0, 3.0), (3.0, 5.9)])

    names = {name for _, _, name in form.phases}
    assert "not_parallel" in names
    assert "parallel" not in names


def test_a_squat_in_a_mirror_is_judged_alike():
    track = around(squats(2))

    one, other = assess(track, "squat"), assess(measures.other_side(track), "squat")

    assert one.points == pytest.approx(other.points, abs=6)
    assert len(one.repetitions) == len(other.repetitions)


def test_repetitions_that_are_given_are_judged():
    form = assess(track_of(squats(2)), "squat", [(0.0, 3.0), (3.0, 5.9)])

    assert [round(one.start) for one in form.repetitions] == [0, 3]


@pytest.mark.parametrize("exercise", PLANS)
@pytest.mark.parametrize(
    "track",
    [
        pytest.param(track_of(np.zeros((0, 17, 3), np.float32)), id="no-frames"),
        pytest.param(nothing_seen(60), id="nobody"),
        pytest.param(track_of(still(0.2)), id="three-frames"),
        pytest.param(track_of(still(4.0)), id="standing"),
    ],
)
def test_nothing_is_invented(exercise, track):
    form = assess(track, exercise)

    assert form.repetitions == ()
    assert form.grade is None
    assert np.isnan(form.points)


def test_a_stretch_that_was_not_seen_has_no_phase():
    world = np.concatenate([still(2.0), np.full((45, 17, 3), np.nan), still(2.0)])

    form = assess(track_of(world), "squat")

    assert [name for _, _, name in form.phases] == ["standing", "standing"]
    assert form.phases[0][1] < form.phases[1][0]


def test_squats_whose_feet_are_outside_are_not_judged():
    track = around(squats(2))
    confidence = track.confidence.copy()
    confidence[:, [INDEX["left_ankle"], INDEX["right_ankle"]]] = 0.05
    unsure = PoseTrack(track.time, track.points, confidence, track.world, track.size, track.fps)

    assert assess(unsure, "squat").repetitions == ()


def test_an_unknown_exercise_is_refused():
    with pytest.raises(CoachBug, match="squat"):
        assess(track_of(still(1.0)), "yodelling")


def test_more_or_coarser_faults_never_raise_points_and_every_grade_can_be_reached():
    severities = np.linspace(0.0, 1.0, 21)
    one, two = ([points_of([s] * n) for s in severities] for n in (1, 2))

    assert all(a >= b for a, b in pairwise(one))
    assert all(a >= b for a, b in zip(one, two, strict=True))
    assert {grade_of(p) for p in [*one, *two]} == {letter for _, letter in GRADES}


def test_points_are_never_below_nothing():
    assert points_of([1.0] * 5) == 0.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_has_words(language):
    texts = load_texts(language)
    keys = [f"advice_{plan.name}_{fault}" for plan in PLANS.values() for fault in plan.faults]
    keys += [f"fault_{fault}" for plan in PLANS.values() for fault in plan.faults]

    assert [key for key in keys if key not in texts] == []


def test_what_a_view_does_not_show_is_said_and_costs_nothing():
    track, judge = around(squats(1)), load_judges()["squat"]
    blind = replace(judge, limits=judge.limits - 100.0, judged=np.zeros_like(judge.judged))

    one = measured(Seen.of(track, blind), SQUAT, blind, (30, 75))

    assert one is not None
    done = verdict(one, SQUAT, blind, one.severities)
    assert done.faults == ()
    assert set(done.not_judged) == set(SQUAT.faults)
    assert done.points == 100.0


def test_what_the_set_shows_counts_for_each_repetition():
    track, judge = around(squats(1)), load_judges()["squat"]
    sees_all = replace(judge, judged=np.ones_like(judge.judged))
    one = measured(Seen.of(track, judge), SQUAT, judge, (30, 75))
    assert one is not None

    alone = verdict(one, SQUAT, sees_all, one.severities)
    among_bad = verdict(one, SQUAT, sees_all, one.severities + 1.0)

    assert among_bad.points < alone.points


def test_live_counts_each_squat_once_as_on_file():
    track = around(squats(3))
    live = LiveForm("squat", track.size)

    moments = [live.push(track.pose(i), float(track.time[i])) for i in range(len(track))]

    assert moments[-1].repetitions == 3
    assert moments[-1].last is not None
    assert all(a.repetitions <= b.repetitions for a, b in pairwise(moments))
    assert {"standing", "descending", "ascending"} <= {m.phase for m in moments}


def test_live_says_nothing_while_nobody_is_there():
    live = LiveForm("squat", (640, 480))

    moment = live.push(None, 0.0)

    assert (moment.phase, moment.last, moment.repetitions) == ("", None, 0)


@pytest.mark.parametrize(
    ("part", "damaged"),
    [
        pytest.param("faults", {"layers": []}, id="no-layers"),
        pytest.param("alike", {"mean": [0.0]}, id="other-inputs"),
        pytest.param("frame", {"layers": [[[1.0], [0.0]]]}, id="a-number-for-weights"),
    ],
)
def test_damaged_weights_are_told(tmp_path, part, damaged):
    table = json.loads(FORM_FILE.read_text(encoding="utf-8"))
    table["squat"][part] |= damaged
    path = tmp_path / "form.json"
    path.write_text(json.dumps(table), encoding="utf-8")

    with pytest.raises(ModelDamaged):
        load_judges(path)


@pytest.mark.parametrize("part", ["limits", "sizes", "judged"])
def test_limits_of_another_number_of_faults_are_told(tmp_path, part):
    table = json.loads(FORM_FILE.read_text(encoding="utf-8"))
    table["squat"][part] = table["squat"][part][0]
    path = tmp_path / "form.json"
    path.write_text(json.dumps(table), encoding="utf-8")

    with pytest.raises(ModelDamaged):
        load_judges(path)
