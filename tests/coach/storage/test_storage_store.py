import json
import math
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from coach.errors import CoachBug, SessionNotFound
from coach.storage import Store
from coach.storage.codec import result_from_row, result_to_row
from tests.coach.storage.samples import FIRST_DAY, TARGET, fill, frame_score, pose, session_result


def held(store, *, score=None, target=TARGET, people=1, profile=None, frames=3):
    """Number of a session of the store that has ended."""
    recorder = store.start_session(target, people, profile)
    fill(recorder, frames, people)
    recorder.finish(None if score is None else session_result(*[score] * people))
    assert recorder.error is None
    return recorder.id


def test_a_finished_session_is_one_line_of_the_diary(store):
    recorder = store.start_session(TARGET, 1, "지우")
    fill(recorder, 31)
    recorder.finish(session_result(83.0))

    (line,) = store.history()

    assert line.id == recorder.id
    assert line.started == FIRST_DAY
    assert line.started.utcoffset() == timedelta(hours=9)
    assert (line.target, line.person, line.people) == (TARGET.title, "지우", 1)
    assert (line.duration_s, line.recorded_s) == (40.0, 1.0)
    assert (line.score, line.finished) == (83.0, True)


def test_the_diary_begins_with_the_newest(store):
    ids = [held(store) for _ in range(3)]

    assert [line.id for line in store.history()] == ids[::-1]


def test_an_interrupted_session_has_the_mean_of_its_frames(store):
    recorder = store.start_session(TARGET, 1)
    fill(recorder, 10, score=60.0)
    fill(recorder, 10, score=90.0, start=1.0)
    fill(recorder, 5, score=math.nan, start=2.0)
    recorder.flush()

    (line,) = store.history()
    recorder.finish(None)

    assert line.score == pytest.approx(75.0)
    assert not line.finished


def test_a_session_without_frames_has_no_score(store):
    recorder = store.start_session(TARGET, 1)

    (line,) = store.history()
    recorder.finish(None)

    assert math.isnan(line.score)
    assert line.recorded_s == 0
    assert len(store.session(recorder.id).tracks[0]) == 0


def test_the_skeletons_come_back(store):
    recorder = store.start_session(TARGET, 2, size=(1280, 720), fps=25.0)
    fill(recorder, 10, people=2)
    recorder.flush()
    fill(recorder, 10, people=2, start=1.0)
    recorder.finish(None)

    stored = store.session(recorder.id)

    assert stored.target == TARGET
    assert len(stored.tracks) == 2
    times = np.concatenate([np.arange(10) / 30, 1 + np.arange(10) / 30])
    for person, track in enumerate(stored.tracks):
        sent = pose(0.0, shift=float(person))
        assert (track.size, track.fps) == ((1280, 720), 25.0)
        np.testing.assert_array_equal(track.time, times)
        np.testing.assert_array_equal(track.points, np.broadcast_to(sent.points, (20, 17, 2)))
        np.testing.assert_allclose(track.world[3], sent.world, atol=5e-4)
        np.testing.assert_allclose(track.confidence[3], sent.confidence, atol=5e-4)
    np.testing.assert_allclose(stored.target_times, times - 0.5)


def test_the_live_scores_come_back(store):
    recorder = store.start_session(TARGET, 1)
    scores = [frame_score(0.0), None, frame_score(0.2, math.nan)]
    for i, score in enumerate(scores):
        recorder.add(i / 10, math.nan, (pose(i / 10),), (score,))
    recorder.finish(None)

    ((first, second, third),) = store.session(recorder.id).scores

    assert (first, second) == (scores[0], None)
    assert math.isnan(third.score)
    assert replace(third, score=0.0) == replace(scores[2], score=0.0)


def test_someone_not_seen_stays_not_seen(store):
    recorder = store.start_session(TARGET, 2)
    recorder.add(0.0, 0.0, (None, pose(0.0)), (None, frame_score(0.0)))
    recorder.finish(None)

    stored = store.session(recorder.id)

    assert [bool(track.seen[0]) for track in stored.tracks] == [False, True]
    assert stored.scores[0] == (None,)


def test_the_result_comes_back(store):
    result = session_result(83.0, 71.0)
    recorder = store.start_session(TARGET, 2)
    recorder.finish(result)

    stored = store.session(recorder.id).result

    assert (stored.target, stored.duration) == (result.target, result.duration)
    for found, sent in zip(stored.people, result.people, strict=True):
        assert (found.score, found.grade, found.mirrored) == (sent.score, sent.grade, sent.mirrored)
        assert found.moves == sent.moves
        assert (found.not_judged, found.uncertainty) == (sent.not_judged, sent.uncertainty)
        assert found.in_order == sent.in_order
        for name in ("time", "target_time", "similarities", "scores"):
            np.testing.assert_array_equal(getattr(found, name), getattr(sent, name))


def test_a_result_of_an_older_program_comes_back_with_less():
    summary, frames = result_to_row(session_result(83.0))
    stored = json.loads(summary)
    (person,) = stored["people"]
    for name in ("not_judged", "uncertainty", "in_order"):
        del person[name]
    for move in person["moves"]:
        for name in ("uncertainty", "late", "timing", "trend", "times_done"):
            del move[name]

    (found,) = result_from_row(json.dumps(stored), frames).people

    assert (found.score, found.not_judged, found.in_order) == (83.0, (), True)
    assert (found.moves[0].trend, found.moves[0].times_done) == (None, None)


@pytest.mark.parametrize("strictness", ["normal", "expert"])
def test_how_strict_a_session_was_comes_back(store, strictness):
    recorder = store.start_session(TARGET, 1, strictness=strictness)
    recorder.finish(None)

    assert store.session(recorder.id).strictness == strictness


@pytest.mark.parametrize("limbs", [(), ("left_leg", "right_leg")], ids=["none", "legs"])
def test_what_was_not_to_be_judged_comes_back_without_a_result_too(store, limbs):
    recorder = store.start_session(TARGET, 1, left_out=frozenset(limbs))
    recorder.finish(None)

    assert store.session(recorder.id).left_out == limbs


def test_two_people_share_the_mean_in_the_diary(store):
    recorder = store.start_session(TARGET, 2)
    recorder.finish(session_result(80.0, 60.0))

    assert store.history()[0].score == 70.0


def test_someone_never_judged_does_not_count_in_the_mean(store):
    recorder = store.start_session(TARGET, 2)
    recorder.finish(session_result(80.0, math.nan))

    assert store.history()[0].score == 80.0


def test_a_result_made_later_leaves_the_session_interrupted(tmp_path):
    with Store(tmp_path) as store:
        recorder = store.start_session(TARGET, 1)
        fill(recorder, 5)
        recorder.flush()
        store.save_result(recorder.id, session_result(64.0))

        (line,) = store.history()
        recorder.finish(None)

    assert (line.score, line.finished) == (64.0, False)


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda store, number: store.session(number), id="reading"),
        pytest.param(lambda store, number: store.summary(number), id="summary"),
        pytest.param(lambda store, number: store.delete_session(number), id="deleting"),
        pytest.param(
            lambda store, number: store.save_result(number, session_result(1.0)), id="result"
        ),
    ],
)
@pytest.mark.parametrize(
    "number", [pytest.param(99, id="small"), pytest.param(10**20, id="too-large-for-the-file")]
)
def test_an_unknown_session_is_named(store, ask, number):
    with pytest.raises(SessionNotFound) as caught:
        ask(store, number)

    assert caught.value.session == str(number)


def test_a_summary_is_the_line_of_the_diary(store):
    number = held(store, score=83.0)

    assert store.summary(number) == store.history()[0]


def test_a_deleted_session_leaves_nothing_behind(store):
    gone, kept = held(store, score=50.0), held(store, score=60.0)

    store.delete_session(gone)

    assert [line.id for line in store.history()] == [kept]
    assert store.check() == ()


def test_the_library_begins_with_what_was_opened_last(store):
    store.open_video("h1", "Arms", Path("/v/arms.mp4"))
    store.open_video("h2", "Legs", Path("/v/legs.mp4"))
    store.open_video("h1", "Arms, renamed", Path("/v/arms2.mp4"))

    assert [(v.title, v.path) for v in store.videos()] == [
        ("Arms, renamed", Path("/v/arms2.mp4")),
        ("Legs", Path("/v/legs.mp4")),
    ]


def test_a_session_puts_its_target_into_the_library(store):
    held(store)

    assert [v.title for v in store.videos()] == [TARGET.title]


def test_a_video_that_was_deleted_keeps_its_sessions(store):
    held(store)

    assert store.delete_video(TARGET.content_hash)
    assert not store.delete_video(TARGET.content_hash)

    assert store.videos() == ()
    assert len(store.history()) == 1


def test_settings_are_kept_and_forgotten(tmp_path):
    with Store(tmp_path) as store:
        store.set_setting("language", "ko")
        store.set_setting("camera", "0")
        store.set_setting("camera", None)

    with Store(tmp_path) as again:
        assert again.setting("language") == "ko"
        assert again.setting("camera") is None


def test_a_frame_of_the_wrong_number_of_people_is_a_bug(store):
    recorder = store.start_session(TARGET, 2)

    with pytest.raises(CoachBug, match="expected 2 poses and scores, got 1 and 2"):
        recorder.add(0.0, 0.0, (None,), (None, None))
    recorder.finish(None)


def test_a_frame_that_is_not_later_is_ignored(store):
    recorder = store.start_session(TARGET, 1)
    for time in (0.0, 0.1, 0.1, 0.05, 0.2):
        recorder.add(time, time, (pose(time),), (None,))
    recorder.finish(None)

    assert store.session(recorder.id).tracks[0].time.tolist() == [0.0, 0.1, 0.2]


def test_nothing_is_recorded_after_the_end(store):
    recorder = store.start_session(TARGET, 1)
    fill(recorder, 3)
    recorder.finish(None)

    fill(recorder, 3, start=1.0)
    recorder.finish(session_result(90.0))

    assert recorder.written == 3
    assert store.session(recorder.id).result is None
