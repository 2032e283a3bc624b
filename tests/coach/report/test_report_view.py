import unicodedata
from dataclasses import replace

import numpy as np
import pytest

from coach.report import bars, exercise_name, joint_name, person_name, report_view, score_chart
from coach.texts import Texts, load_texts
from coach.types import REASONS, Cue, Unjudged
from tests.coach.report.samples import (
    LEFT_OUT,
    LENGTH_S,
    MOVES,
    NAN,
    TIRING,
    UNJUDGED,
    WHEN,
    earlier,
    move,
    person,
    session,
)

EN, KO = Texts("en"), Texts("ko")


def view_of(one, **more):
    return report_view(session(one), EN, **more).people[0]


def fact(one, label, **more):
    return next((f for f in view_of(one, **more).facts if f.label == label), None)


@pytest.mark.parametrize(
    ("lag", "value", "note"),
    [
        pytest.param(0.62, "0.6 s behind", "which is normal", id="a-little-behind"),
        pytest.param(0.1, "in time", "with the video", id="in-time"),
        pytest.param(1.9, "1.9 s behind", "a slower speed may help", id="late"),
        pytest.param(-0.4, "0.4 s ahead", "the video comes after you", id="ahead"),
        pytest.param(NAN, "–", "not judged", id="unknown"),
    ],
)
def test_the_timing_is_told_without_scolding(lag, value, note):
    told = fact(person(lag=lag), "Timing")

    assert (told.value, told.note) == (value, note)


def test_a_part_not_judged_is_named():
    told = fact(person(coverage=0.859), "Judged")

    assert (told.value, told.note) == ("85%", "of the video; the rest was not judged")


def test_the_part_not_judged_has_the_reasons_of_the_chart():
    spans = (
        Unjudged(1.0, 2.0, "too_dark"),
        Unjudged(29.0, 40.0, "in_front"),
        Unjudged(45.0, 60.0, "feet_outside"),
    )
    told = fact(person(coverage=0.859, left_out=spans), "Judged")

    assert told.note == "The rest: Somebody or something was in front of you."


def test_a_reason_of_a_small_part_is_not_told_of_all_the_rest():
    told = fact(person(coverage=0.5, left_out=(Unjudged(3.0, 5.0, "too_dark"),)), "Judged")

    assert told.note == "of the video; the rest was not judged"


def test_the_mirror_is_named():
    assert fact(person(mirrored=True), "Sides").value == "mirrored"
    assert fact(person(mirrored=False), "Sides").value == "same side"


def test_repetitions_count_only_what_was_judged():
    assert fact(person(), "Repetitions").value == "31 of 32"


def test_holds_ask_for_no_repetitions():
    plank = move("plank", 2, 30, 80.0, done=0, asked=0)

    assert fact(person(moves=(plank,)), "Repetitions") is None
    assert view_of(person(moves=(plank,))).moves[0].repetitions == "–"


GOOD_SQUAT = move("squat", 2, 14, 92.0)
FAIR_LUNGE = move("lunge", 16, 28, 72.0, joint="right_knee")
POOR_PRESS = move("shoulder_press", 16, 28, 52.0, joint="left_shoulder")


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        pytest.param(
            person(92.0, (GOOD_SQUAT,)), "Every move was close to the video.", id="all-good"
        ),
        pytest.param(
            person(72.0, (GOOD_SQUAT, POOR_PRESS)),
            "Your legs followed well. Next time, watch your left arm in “Shoulder press”.",
            id="arm",
        ),
        pytest.param(
            person(78.0, (GOOD_SQUAT, FAIR_LUNGE)),
            "Your arms followed well. Next time, watch your right leg in “Lunge”.",
            id="leg",
        ),
        pytest.param(
            person(66.0, (FAIR_LUNGE, POOR_PRESS)),
            "“Lunge” went best. Next time, watch your left arm in “Shoulder press”.",
            id="arm-and-leg",
        ),
        pytest.param(
            person(55.0, (GOOD_SQUAT, replace(POOR_PRESS, weakest_joint="trunk"))),
            "“Squat” went best. Next time, watch your upper body in “Shoulder press”.",
            id="trunk",
        ),
        pytest.param(
            person(55.0, (GOOD_SQUAT, replace(POOR_PRESS, weakest_joint=""))),
            "“Squat” went best. Next time, give “Shoulder press” a little more attention.",
            id="no-joint-stands-out",
        ),
        pytest.param(
            person(88.0, (GOOD_SQUAT, replace(GOOD_SQUAT, name="lunge", repetitions=5))),
            "Every move was close to the video. “Lunge” came to 5 of 8 repetitions.",
            id="repetitions-missing",
        ),
        pytest.param(
            person(92.0, (GOOD_SQUAT,), lag=1.9),
            "Every move was close to the video. You came 1.9 s after the video; "
            "a slower speed may help.",
            id="late",
        ),
        pytest.param(
            person(12.0, (replace(POOR_PRESS, score=10.0),)),
            "Little of the video was followed this time. "
            "A slower speed makes it easier to join in.",
            id="stood-still",
        ),
        pytest.param(person(80.0, ()), "", id="no-moves"),
        pytest.param(
            UNJUDGED,
            "There was too little in the picture to judge well. "
            "Next time, step back until head and feet can be seen.",
            id="not-judged",
        ),
    ],
)
def test_the_sentence_tells_what_was_good_and_what_is_next(one, expected):
    assert view_of(one).sentence == expected


def test_a_move_that_was_not_seen_says_so():
    row = view_of(person()).moves[2]

    assert (row.score, row.grade, row.repetitions, row.band) == ("", "–", "–", "none")
    assert row.cue == "Not in the picture: not judged."


def test_a_move_that_was_not_judged_says_the_reason_that_held_longest():
    spans = (
        Unjudged(29.0, 32.0, "in_front"),
        Unjudged(32.0, 40.0, "too_dark"),
        Unjudged(30.0, 40.0, "half_hidden"),
    )
    row = view_of(person(left_out=spans)).moves[2]

    assert row.cue == "Not judged. It was too dark to see you."


def test_a_move_from_which_somebody_was_away_is_not_graded():
    away = replace(move("squat", 2, 14, 0.0, coverage=0.0), repetitions=0)
    row = view_of(person(moves=(away,), left_out=(Unjudged(2.0, 14.0, "nobody"),))).moves[0]

    assert (row.score, row.grade, row.timing, row.band) == ("", "–", "–", "none")
    assert row.cue == "Not judged. You were not in the picture."


def test_half_repetitions_are_told_beside_the_count():
    row = view_of(person(moves=(replace(MOVES[0], half=(2, 5)),))).moves[0]

    assert row.repetitions == "6 of 6, 2 half"


def test_coverage_and_margin_stand_beside_each_score():
    row = view_of(person(moves=(replace(MOVES[0], uncertainty=4.2, coverage=0.94),))).moves[0]

    assert (row.margin, row.judged) == ("± 5", "judged 94%")


def test_someone_never_judged_gets_no_figures_made_up():
    view = view_of(UNJUDGED, earlier=earlier(80.0))

    assert (view.score, view.grade, view.band) == ("", "–", "none")
    assert not view.is_judged
    assert view.facts == ()
    assert {(row.joint, row.judged) for row in view.moves} == {("–", "")}
    assert view.chart.lines == ()


@pytest.mark.parametrize(
    ("score", "band"),
    [
        pytest.param(80.0, "good", id="good-begins-at-80"),
        pytest.param(79.9, "fair", id="fair-ends-below-80"),
        pytest.param(60.0, "fair", id="fair-begins-at-60"),
        pytest.param(59.9, "off", id="off-below-60"),
    ],
)
def test_bands_have_their_edges(score, band):
    assert view_of(person(score)).band == band


def test_names_are_in_the_language():
    rows = report_view(session(), KO).people[0].moves

    assert [row.name for row in rows[:4]] == ["스쿼트", "숄더 프레스", "동작 3", "서서 무릎 들기"]
    assert [row.joint for row in rows[:2]] == ["–", "왼쪽 어깨"]


def test_a_name_out_of_the_vocabulary_stays_as_it_is():
    assert exercise_name(KO, "Warm-up <3") == "Warm-up <3"
    assert joint_name(EN, "left_wrist") == "left wrist"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        pytest.param(unicodedata.normalize("NFD", "운동"), "운동", id="mac-file-name"),
        pytest.param("two\nlines\x00", "two lines", id="control-characters"),
        pytest.param("bad\udcff", "bad�", id="undecodable-file-name"),
    ],
)
def test_a_title_fits_one_line(title, shown):
    assert report_view(session(target=title), EN).title == shown


def test_the_subtitle_holds_what_is_known():
    assert report_view(session(), EN, when=WHEN, person="지우").subtitle == (
        "지우",
        "21 November 2026, 07:30",
        "1:16 long",
    )
    assert report_view(session(), KO, when=WHEN).subtitle == (
        "2026년 11월 21일 07:30",
        "길이 1:16",
    )


def test_both_languages_have_the_same_texts_of_the_report():
    keys = [
        {k for k in load_texts(language) if k.startswith(("report_", "exercise_", "joint_"))}
        for language in ("en", "ko")
    ]

    assert keys[0] == keys[1]
    assert len({k for k in keys[0] if k.startswith("exercise_")}) == 40


def test_a_stretch_not_judged_breaks_the_line():
    chart = score_chart(person(), LENGTH_S)

    assert len(chart.lines) == 2
    ((start, end),) = chart.gaps
    assert (start, end) == (pytest.approx(29, abs=0.5), pytest.approx(40, abs=0.5))


def test_the_line_is_the_mean_of_the_frames():
    one = person()
    scores = np.where(one.target_time < 38, 90.0, 50.0)
    chart = score_chart(replace(one, scores=scores), LENGTH_S)

    (line,) = chart.lines
    assert {round(score) for second, score in line if second < 37.5} == {90}
    assert {round(score) for second, score in line if second > 38.5} == {50}


def test_a_long_session_has_no_more_points_than_a_page_can_show():
    time = np.arange(0, 3600, 1 / 15)
    flat = np.full(len(time), 75.0)
    hour = replace(person(), time=time, target_time=time, similarities=flat, scores=flat)

    chart = score_chart(hour, 3600.0)

    assert len(chart.lines[0]) <= 400
    assert len(chart.ticks) <= 10


def test_a_session_without_frames_is_all_gap():
    none = np.empty(0)
    empty = replace(person(moves=()), time=none, target_time=none, similarities=none, scores=none)

    chart = score_chart(empty, 0.0)

    assert (chart.lines, chart.gaps) == ((), ((0.0, 1.0),))


def test_moves_beyond_the_end_are_cut_at_the_edge():
    long = move("squat", -1.0, LENGTH_S + 5, 80.0)

    assert score_chart(person(moves=(long,)), LENGTH_S).moves == ((0.0, LENGTH_S),)


def test_a_cue_is_the_sentence_of_its_kind():
    row = view_of(person(moves=(move("lunge", 0, 9, 70.0, cue=Cue("bend_knee", "both", 22)),)))

    assert row.moves[0].cue == "Bend your knees about 20° deeper."
    assert MOVES[0].cue is None
    assert view_of(person()).moves[0].cue == "Nothing stood out."


def test_what_was_left_out_is_told_once_a_reason_with_all_its_times():
    told = view_of(person(left_out=LEFT_OUT)).left_out

    assert [(part.reason, part.times) for part in told] == [
        ("Somebody or something was in front of you.", "0:29 – 0:40, 1:00 – 1:01"),
        ("Your feet were out of the picture. The rest was judged.", "0:45 – 0:48"),
    ]


def test_of_many_stretches_the_first_are_named():
    spans = tuple(Unjudged(10.0 * i, 10.0 * i + 2, "nobody") for i in range(9))

    (told,) = view_of(person(left_out=spans)).left_out

    assert told.times.count("–") == 6
    assert told.times.endswith("and more")


@pytest.mark.parametrize("texts", [EN, KO], ids=["english", "korean"])
@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_a_sentence(reason, texts):
    one = person(left_out=(Unjudged(1.0, 2.0, reason),))

    (told,) = report_view(session(one), texts).people[0].left_out

    assert told.reason.endswith(".")


@pytest.mark.parametrize(
    ("uncertainty", "unit"),
    [
        pytest.param(NAN, "out of 100", id="unknown"),
        pytest.param(3.2, "out of 100, give or take 4", id="known"),
    ],
)
def test_the_score_says_how_sure_it_is(uncertainty, unit):
    assert view_of(person(uncertainty=uncertainty)).unit == unit


@pytest.mark.parametrize(
    ("changes", "remarks"),
    [
        pytest.param({"uncertainty": 4.0}, (), id="sure"),
        pytest.param(
            {"uncertainty": 10.5},
            ("This score is unsure: parts of your body were hard to make out.",),
            id="unsure",
        ),
        pytest.param(
            {"in_order": False},
            ("The moves came in another order than in the video.",),
            id="another-order",
        ),
        pytest.param(
            {"moves": (replace(MOVES[0], times_done=0), replace(MOVES[1], times_done=1))},
            ("Left out: “Squat”.",),
            id="left-out",
        ),
        pytest.param(
            {"moves": (replace(MOVES[0], times_done=2), replace(MOVES[1], times_done=3))},
            ("Done more than once: “Squat”, “Shoulder press”.",),
            id="repeated",
        ),
        pytest.param(
            {"score": 12.0, "moves": (replace(MOVES[0], times_done=0),)}, (), id="stood-still"
        ),
    ],
)
def test_remarks_on_the_whole_session(changes, remarks):
    assert view_of(replace(person(), **changes)).remarks == remarks


@pytest.mark.parametrize(
    ("changes", "notes"),
    [
        pytest.param({}, (), id="nothing-to-tell"),
        pytest.param(
            {"late": 0.31, "timing": "late"}, ("0.3 s late, shape fine.",), id="late-but-right"
        ),
        pytest.param(
            {"late": -0.44, "timing": "early"}, ("0.4 s early, shape fine.",), id="early-but-right"
        ),
        pytest.param({"late": 0.31, "timing": "late", "score": 70.0}, (), id="late-and-wrong"),
        pytest.param(
            {"trend": TIRING},
            (
                "Got shallower over the repetitions: 21° less (left shoulder).",
                "Weakest repetitions (points): 0:18 (40).",
            ),
            id="tiring",
        ),
        pytest.param(
            {"trend": replace(TIRING, trend="", worst=TIRING.repetitions[:1])}, (), id="all-good"
        ),
    ],
)
def test_notes_on_a_move(changes, notes):
    squat = replace(MOVES[0], **changes)

    assert view_of(person(moves=(squat,))).moves[0].notes == notes


@pytest.mark.parametrize(
    ("trend", "cue"),
    [
        pytest.param(None, "Nothing stood out.", id="nothing-to-tell"),
        pytest.param(TIRING, "", id="the-notes-tell"),
    ],
)
def test_nothing_stood_out_is_never_said_beside_something_that_did(trend, cue):
    row = view_of(person(moves=(replace(MOVES[0], trend=trend),))).moves[0]

    assert row.cue == cue


def test_a_move_says_how_sure_its_score_is():
    rows = view_of(person(moves=(replace(MOVES[0], uncertainty=3.2), MOVES[1]))).moves

    assert [row.margin for row in rows] == ["± 4", ""]


def test_many_repetitions_become_few_bars():
    assert bars((80.0, NAN, 60.0))[::2] == (80.0, 60.0)
    assert len(bars((70.0,) * 300)) == 16
    assert bars(tuple(float(i) for i in range(32)))[:2] == (0.5, 2.5)
    assert np.isnan(bars((NAN,) * 40)).all()


@pytest.mark.parametrize(
    ("reason", "begins"),
    [
        pytest.param("too_dark", "It was too dark to judge you.", id="dark"),
        pytest.param("in_front", "Somebody or something was in front of you.", id="hidden"),
        pytest.param("no_instructor", "The video hardly shows the instructor", id="video"),
        pytest.param("close_up", "The video shows only a part", id="close-up"),
        pytest.param("nobody", "There was too little in the picture", id="away"),
        pytest.param("feet_outside", "There was too little in the picture", id="partly"),
    ],
)
def test_who_was_never_judged_learns_what_helps(reason, begins):
    one = replace(UNJUDGED, not_judged=(Unjudged(0.0, 70.0, reason),))

    assert view_of(one).sentence.startswith(begins)


def test_two_people_are_called_by_their_names_and_where_they_began():
    both = session(person(), person())

    view = report_view(both, EN, person="Mina", partner="<b>지우</b>")
    beside = report_view(both, KO, person="Mina")

    assert [p.heading for p in view.people] == [
        "Mina (left in the camera picture)",
        "<b>지우</b> (right in the camera picture)",
    ]
    assert [p.heading for p in beside.people] == [
        "Mina (카메라 화면 왼쪽)",
        "손님 (카메라 화면 오른쪽)",
    ]
    assert "Mina" not in view.subtitle


@pytest.mark.parametrize(
    ("names", "called"),
    [
        pytest.param(("Mina", "지우"), ("Mina", "지우"), id="both"),
        pytest.param((None, "지우"), ("Guest", "지우"), id="a-guest"),
        pytest.param((None, None), ("", ""), id="nobody"),
        pytest.param((), ("", ""), id="not-told"),
        pytest.param(("Mina", "Mina"), ("", ""), id="the-same"),
        pytest.param(("Mina", ""), ("Mina", ""), id="deleted"),
        pytest.param(("M" * 40, "가" * 40), ("M" * 13 + "…", "가" * 6 + "…"), id="long"),
        pytest.param(("a\nb", "Jun"), ("a b", "Jun"), id="two-lines"),
    ],
)
def test_what_two_people_are_called(names, called):
    assert tuple(person_name(EN, number, names) for number in (1, 2)) == called


@pytest.mark.parametrize(
    ("synchrony", "told"),
    [
        pytest.param(0.91, "You two moved together very well (91%).", id="well"),
        pytest.param(0.7, "You two moved together most of the time (70%).", id="mostly"),
        pytest.param(-0.2, "Each of you moved at your own pace (0% together).", id="apart"),
        pytest.param(NAN, "", id="unknown"),
    ],
)
def test_two_people_learn_how_well_they_moved_together(synchrony, told):
    result = replace(session(person(), person()), synchrony=synchrony)

    assert report_view(result, EN).together == told
