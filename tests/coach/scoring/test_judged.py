from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coach.scoring.judged import (
    DEFAULTS,
    JUDGED,
    LiveJudge,
    blanked,
    first_reason,
    judge_person,
    judge_target,
    spans_of,
)
from coach.skeleton import INDEX
from coach.tracks import RATE
from coach.types import REASONS, Pose, PoseTrack, Unjudged
from tests.coach.people import stand

SIZE = (640, 480)
SECOND = round(RATE)
LOST = DEFAULTS.unsure / 2
DOUBT = (DEFAULTS.unsure + DEFAULTS.sure) / 2
LEGS = [INDEX[f"{side}_{joint}"] for side in ("left", "right") for joint in ("knee", "ankle")]


def filmed(seconds=8.0, *, zoom=1.0, down=0.0, shot=None, light=None, size=SIZE):
    """Somebody standing upright: head at 15 %, feet at 85 % of the height at zoom 1."""
    n = round(seconds * RATE)
    world = np.repeat(stand()[None], n, axis=0)
    feet, head = world[0, :, 1].max(), world[0, :, 1].min()
    points = world[..., :2] * (0.7 * 480 / (feet - head)) * zoom
    points += np.array([320, 72 - points[0, :, 1].min() + down], np.float32)
    extra = [np.zeros(n, np.int32) if shot is None else shot]
    extra += [np.full(n, 0.5) if light is None else light]
    return PoseTrack(np.arange(n) / RATE, points, np.ones((n, 17)), world, size, RATE, *extra)


def altered(track, **parts):
    """The track with ``points``, ``confidence`` and so on put in by rows: name=(rows, value)."""
    arrays = {}
    for name in ("time", "points", "confidence", "world"):
        arrays[name] = np.array(getattr(track, name))
        if name in parts:
            rows, value = parts[name]
            arrays[name][rows] = value
    return PoseTrack(*arrays.values(), track.size, track.fps, track.shot, track.light)


def without(track, rows):
    return altered(track, points=(rows, np.nan), world=(rows, np.nan), confidence=(rows, 0))


def reasons(judged):
    return [span.reason for span in judged.spans]


def test_an_instructor_shown_as_a_whole_is_judged_throughout():
    judged = judge_target(filmed())

    assert judged.spans == ()
    assert judged.joints.all()


def test_a_title_is_a_span_without_the_instructor():
    judged = judge_target(without(filmed(), slice(30, 60)))

    assert judged.spans == (Unjudged(2.0, 4.0, "no_instructor"),)
    assert not judged.joints[30:60].any()


def test_a_close_up_shows_no_whole_instructor():
    near, far = filmed(2.0, zoom=3.0), filmed(6.0)
    track = altered(far, points=(slice(30, 60), near.points))

    assert judge_target(track).spans == (Unjudged(2.0, 4.0, "close_up"),)


def test_an_instructor_of_whose_legs_the_estimator_is_unsure_is_judged_on_the_rest():
    judged = judge_target(altered(filmed(), confidence=((slice(None), LEGS), LOST)))

    assert judged.spans == ()
    assert not judged.joints[:, LEGS].any()
    assert judged.joints[:, INDEX["left_hip"]].all()


def test_a_shot_too_short_to_follow_is_left_out():
    shot = np.repeat([0, 1, 2], [60, 12, 48]).astype(np.int32)

    assert judge_target(filmed(shot=shot)).spans == (Unjudged(4.0, 4.8, "no_instructor"),)


@pytest.mark.parametrize(
    ("hidden", "spans"),
    [
        pytest.param(slice(40, 55), (Unjudged(2.0, 4.0, "no_instructor"),), id="most-of-it"),
        pytest.param(slice(40, 50), (Unjudged(40 / 15, 50 / 15, "no_instructor"),), id="less"),
    ],
)
def test_a_short_shot_of_which_most_is_left_out_is_left_out_as_a_whole(hidden, spans):
    shot = np.repeat([0, 1, 2], [30, 30, 60]).astype(np.int32)

    assert judge_target(without(filmed(shot=shot), hidden)).spans == spans


def test_a_cut_alone_leaves_nothing_out():
    shot = np.repeat([0, 1], [60, 60]).astype(np.int32)

    assert judge_target(filmed(shot=shot)).spans == ()


def test_two_titles_with_a_moment_between_are_one_span():
    track = without(without(filmed(), slice(30, 45)), slice(50, 60))

    assert judge_target(track).spans == (Unjudged(2.0, 4.0, "no_instructor"),)


def test_a_flicker_makes_no_span():
    assert judge_target(without(filmed(), slice(30, 34))).spans == ()


def test_feet_out_of_the_picture_are_said_and_the_rest_is_judged():
    judged = judge_person(filmed(down=100.0))

    assert reasons(judged) == ["feet_outside"]
    assert judged.frames.all()
    feet = [INDEX["left_ankle"], INDEX["right_ankle"]]
    assert not judged.joints[:, feet].any()
    assert np.delete(judged.joints, feet, axis=1).all()


def test_legs_out_of_the_picture_are_half_the_body():
    judged = judge_person(filmed(zoom=2.5))

    assert reasons(judged) == ["half_hidden"]
    assert judged.frames.all()


def test_missing_wrists_need_no_word_and_are_left_out():
    wrists = [INDEX["left_wrist"], INDEX["right_wrist"]]
    judged = judge_person(altered(filmed(), confidence=((slice(None), wrists), LOST)))

    assert judged.spans == ()
    assert not judged.joints[:, wrists].any()


@pytest.mark.parametrize(
    ("rows", "light", "reason"),
    [
        pytest.param(slice(0, 30), 0.5, "nobody", id="not-yet-there"),
        pytest.param(slice(90, 120), 0.5, "nobody", id="gone-for-good"),
        pytest.param(slice(30, 60), 0.5, "in_front", id="vanished-from-the-middle-and-back"),
        pytest.param(slice(30, 60), 0.01, "too_dark", id="in-the-dark"),
    ],
)
def test_why_nobody_is_seen(rows, light, reason):
    track = filmed(light=np.full(120, light))

    assert reasons(judge_person(without(track, rows))) == [reason]


def test_who_walks_out_at_the_side_is_gone_and_not_hidden():
    track = filmed()
    track = altered(track, points=(slice(20, 30), track.points[:10] + [300, 0]))

    assert reasons(judge_person(without(track, slice(30, 60))))[-1] == "nobody"


def test_a_keypoint_in_doubt_stays_as_it_was():
    wrist = INDEX["left_wrist"]
    confidence = np.repeat([0.9, DOUBT, LOST, DOUBT, 0.6], 24)
    track = altered(filmed(), confidence=((slice(None), wrist), confidence))

    seen = judge_person(track).joints[:, wrist]

    assert seen.tolist() == [True] * 48 + [False] * 48 + [True] * 24


def test_what_cannot_be_made_out_is_blanked():
    track = filmed(down=100.0)

    rest = blanked(track, judge_person(track).joints)

    ankle = INDEX["left_ankle"]
    assert np.isnan(rest.world[:, ankle]).all()
    assert not rest.confidence[:, ankle].any()
    np.testing.assert_array_equal(rest.world[:, :13], track.world[:, :13])


def test_of_two_reasons_the_one_that_leaves_all_out_counts():
    code = {reason: i for i, reason in enumerate(REASONS)}
    target = np.array([JUDGED, code["close_up"], JUDGED, code["feet_outside"]], np.int8)
    person = np.array([JUDGED, code["nobody"], code["half_hidden"], code["nobody"]], np.int8)

    both = first_reason(target, person)

    assert both.tolist() == [JUDGED, code["close_up"], code["half_hidden"], code["nobody"]]


def test_spans_end_where_the_next_frame_begins():
    codes = np.array([0, 0, JUDGED, 3], np.int8)

    spans = spans_of(np.array([0.0, 1.0, 2.0, 3.0]), codes)

    assert spans == (Unjudged(0.0, 2.0, REASONS[0]), Unjudged(3.0, 4.0, REASONS[3]))


@pytest.mark.parametrize("judge", [judge_target, judge_person])
@pytest.mark.parametrize(
    "track",
    [
        pytest.param(PoseTrack.of([], [], SIZE, 30.0), id="no-frame"),
        pytest.param(PoseTrack.of([None], [0.0], SIZE, 30.0), id="one-empty-frame"),
        pytest.param(filmed(1 / RATE), id="one-frame"),
        pytest.param(filmed(size=(0, 0)), id="picture-without-size"),
        pytest.param(altered(filmed(), points=(slice(None), np.inf)), id="infinite-points"),
        pytest.param(altered(filmed(), confidence=(slice(None), np.nan)), id="no-confidence"),
        pytest.param(filmed(100_000 / RATE), id="100-000-frames"),
    ],
)
def test_every_track_has_an_answer(judge, track):
    judged = judge(track)

    assert judged.codes.shape == (len(track),)
    assert judged.joints.shape == (len(track), 17)
    assert all(np.isfinite([span.start, span.end]).all() for span in judged.spans)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 40)), min_size=1, max_size=12))
@example([(False, 1), (True, 1), (False, 1), (True, 6)])
def test_a_span_is_never_shorter_than_what_is_worth_a_word(parts):
    hidden = np.concatenate([np.full(n, gone) for gone, n in parts])
    track = filmed(len(hidden) / RATE)

    spans = judge_person(without(track, hidden)).spans

    assert all(span.end - span.start > 0.39 for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


def pushed(live, track):
    poses = [track.pose(i) if track.seen[i] else None for i in range(len(track))]
    return [
        live.push(p, t, float(light))
        for p, t, light in zip(poses, track.time, track.light, strict=True)
    ]


def test_live_a_reason_is_told_once_it_has_held():
    said = pushed(LiveJudge(SIZE), without(filmed(4.0), slice(30, 45)))

    assert said[:36] == [None] * 36
    assert said[37:45] == ["in_front"] * 8
    assert said[-1] is None


@pytest.mark.parametrize(
    ("track", "reason"),
    [
        pytest.param(filmed(down=100.0), "feet_outside", id="feet"),
        pytest.param(filmed(zoom=2.5), "half_hidden", id="legs"),
        pytest.param(without(filmed(), slice(None)), "nobody", id="nobody"),
        pytest.param(without(filmed(light=np.zeros(120)), slice(None)), "too_dark", id="dark"),
        pytest.param(filmed(), None, id="all-well"),
    ],
)
def test_live_and_afterwards_the_same_is_said(track, reason):
    assert pushed(LiveJudge(SIZE), track)[-1] == reason
    assert reasons(judge_person(track))[-1:] == ([] if reason is None else [reason])


def test_live_after_a_reset_nothing_is_remembered():
    live = LiveJudge(SIZE)
    pushed(live, without(filmed(), slice(30, None)))

    live.reset()

    assert live.joints.all()
    assert live.push(None, 20.0) is None
    assert live.push(None, 20.5) == "nobody"


def test_live_a_pose_of_nothing_but_nan_is_nobody():
    nothing = Pose(np.full((17, 2), np.nan), np.zeros(17), np.full((17, 3), np.nan), 0.0)
    live = LiveJudge(SIZE)

    assert [live.push(nothing, t) for t in (0.0, 0.5)] == [None, "nobody"]
