"""The desk of the report on a real data folder."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest

from coach.diary import keep_session
from coach.errors import SessionNotFound
from coach.paths import TRACKS
from coach.pose import TrackCache
from coach.storage import Correction, Store, StoredTarget
from coach.tracks import RATE
from coach.types import Move, Setup
from tests.ui import scripted
from tests.ui.scripted_reports import track, with_repetitions
from ui.house import House
from ui.report.desk import ReportDesk

NOW = datetime(2026, 11, 21, 7, 30, tzinfo=timezone(timedelta(hours=9)))
HERE = Setup((640, 480), 10.0, 0.2)
POSES = track(scripted.STANDING, 41.0, (640, 480))


def result_of(score, setup=HERE):
    result = with_repetitions(scripted.result())
    people = tuple(replace(one, score=score, setup=setup) for one in result.people)
    return replace(result, people=people)


@pytest.fixture
def hold(tmp_path, video):
    """Holds sessions, one a day: (score, result or None) to their number."""
    day = [NOW - timedelta(days=30)]

    def held(score, *, setup=HERE, title="Morning squats", content_hash="ab12"):
        day[0] += timedelta(days=1)
        result = result_of(score, setup)
        moves = tuple(
            Move(m.name, m.start, m.end, m.target_repetitions) for m in result.people[0].moves
        )
        with Store(tmp_path, clock=lambda: day[0]) as store:
            target = StoredTarget(title, video, content_hash, result.duration, moves)
            recorder = store.start_session(target, 1)
            for i in range(30):
                time = i / 15
                recorder.add(time, time, (POSES.pose(i),), (None,))
            recorder.finish(result)
            keep_session(store, store.summary(recorder.id), result)
        return recorder.id

    TrackCache(tmp_path / TRACKS).save("ab12", "heavy", 1, RATE, (POSES,))
    return held


@pytest.fixture
def desk(tmp_path):
    house = House(tmp_path)
    yield ReportDesk(house)
    house.close()


def test_a_session_is_opened_with_all_that_is_kept_of_it(hold, desk, video):
    hold(70.0)
    number = hold(78.0)

    outcome = desk.open(number)

    kept = outcome.kept
    assert (kept.session, kept.video, kept.names) == (number, video, (None,))
    assert len(kept.target) == len(POSES)
    assert [len(one) for one in kept.people] == [30]
    assert [entry.exercise for entry in kept.entries][:2] == ["squat", "lateral_raise"]
    assert outcome.result.people[0].score == 78.0


def test_the_last_time_is_the_newest_one_before_with_the_same_video(hold, desk):
    hold(50.0)
    hold(70.0)
    hold(99.0, content_hash="other")
    number = hold(78.0)
    hold(12.0)

    earlier = desk.open(number).kept.earlier

    assert earlier.result.people[0].score == 70.0
    assert [score for _, score in earlier.scores] == [50.0, 70.0]


def test_the_first_session_has_no_last_time(hold, desk):
    assert desk.open(hold(70.0)).kept.earlier is None


def test_the_session_that_ran_last_is_the_newest(hold, desk):
    number = hold(70.0)
    desk._house.session_id = number

    outcome = desk.newest(result_of(71.0), {"scored": 30})

    assert outcome.kept.session == number
    assert outcome.result.people[0].score == 71.0
    assert outcome.stats == {"scored": 30}


@pytest.mark.parametrize("number", [None, 93])
def test_what_could_not_be_kept_has_a_report_all_the_same(desk, number):
    desk._house.session_id = number

    outcome = desk.newest(result_of(71.0), {})

    assert outcome.kept is None
    assert outcome.result.people[0].score == 71.0


def test_a_session_that_is_not_there_is_refused(desk):
    with pytest.raises(SessionNotFound):
        desk.open(7)


def test_a_count_put_right_stands_beside_the_measured_one(hold, desk):
    outcome = desk.open(hold(70.0))
    first = outcome.kept.entries[0]

    mended = desk.correct(outcome, first.id, Correction(repetitions=9))

    entry = mended.kept.entries[0]
    assert (entry.repetitions, entry.measured.repetitions) == (9, first.measured.repetitions)
    assert desk.take_back(mended, first.id).kept.entries[0].repetitions == first.repetitions


def test_a_name_is_kept_with_the_session_and_for_the_next_time(hold, desk, tmp_path):
    number = hold(70.0)

    desk.rename(desk.open(number), 1, "front_raise")

    assert desk.open(number).result.people[0].moves[1].name == "front_raise"
    with Store(tmp_path) as store:
        assert [move.name for move in store.moves_of("ab12")][:2] == ["squat", "front_raise"]


def test_pictures_of_the_target_are_small_and_of_the_stretch(desk, video):
    pictures = desk.pictures(video, 0.5, 0.8)

    assert 8 <= len(pictures) <= 11
    assert all(0.45 <= one.time <= 0.8 for one in pictures)
    assert pictures[0].image.shape[0] <= 360


def test_of_a_video_that_is_gone_there_are_no_pictures(desk, tmp_path):
    assert desk.pictures(tmp_path / "gone.mp4", 0.0, 1.0) == ()


@pytest.mark.parametrize(("page", "word"), [("full", "운동 리포트"), ("physio", "관절 가동 범위")])
def test_the_page_is_written_with_what_is_kept(hold, desk, tmp_path, page, word):
    path = tmp_path / "report.html"

    desk.save(desk.open(hold(70.0)), path, "ko", page)

    shown = path.read_text("utf-8")
    assert word in shown
    assert "2026년 10월" in shown


@pytest.mark.parametrize("named", [True, False])
def test_the_page_may_be_without_a_name(hold, desk, tmp_path, named):
    path = tmp_path / "page.html"
    outcome = desk.open(hold(70.0))
    outcome = replace(outcome, kept=replace(outcome.kept, names=("Annabel",)))

    desk.save(outcome, path, "en", "physio", named=named)

    assert ("Annabel" in path.read_text("utf-8")) is named


def test_a_camera_that_moved_is_told(hold, desk, tmp_path):
    hold(50.0, setup=Setup((640, 480), 80.0, 0.2))
    path = tmp_path / "report.html"

    desk.save(desk.open(hold(70.0)), path, "en")

    assert "not comparable" in path.read_text("utf-8")
    assert np.isfinite(POSES.points).all()
