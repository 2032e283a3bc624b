import json

import pytest

from coach.embedding import Encoder
from coach.media import content_hash
from coach.paths import TRACKS
from coach.pose import TrackCache
from coach.session import score_session
from coach.storage import Store, StoredTarget
from coach.storage.alone import Alone
from coach.tracks import RATE
from coach.types import FrameScore
from tests.coach.cli.clips import TARGET, moves, truth

BROKEN_OFF_AT = 22.0  # seconds: after the second of four moves


def record(recorder, track, until):
    for i in range(len(track)):
        time = float(track.time[i])
        if time > until:
            break
        score = FrameScore(time, time, 0.9, 80.0, 0.0, (0.0,) * 9, True)
        recorder.add(time, time, (track.pose(i),), (score,))


@pytest.fixture(scope="module")
def diary(tmp_path_factory):
    """A data folder with a finished session (1) and one that broke off (2)."""
    folder = tmp_path_factory.mktemp("diary")
    name, target, user = content_hash(TARGET), truth("target"), truth("good")
    TrackCache(folder / TRACKS).save(name, "full", 1, RATE, [target])
    stored = StoredTarget("target", TARGET, name, target.duration, moves("target"))
    with Store(folder) as store:
        whole = store.start_session(stored, 1)
        record(whole, user, target.duration)
        options = {"title": "target", "encoder": Encoder(), "moves": stored.moves}
        whole.finish(score_session(target, [user], **options))
        broken = store.start_session(stored, 1)
        record(broken, user, BROKEN_OFF_AT)
        broken.flush()
        yield folder
        broken.finish(None)


def test_the_history_is_the_contract_s_list_newest_first(coach, diary):
    done = coach("history", "--json", "-", "--data", diary)

    broken, whole = json.loads(done.out)
    assert whole.keys() == {
        *("id", "started", "target", "person", "partner"),
        *("duration_s", "recorded_s", "score", "finished"),
    }
    assert (broken["finished"], whole["finished"]) == (False, True)
    assert broken["recorded_s"] == pytest.approx(BROKEN_OFF_AT, abs=0.05)
    assert whole["recorded_s"] == pytest.approx(truth("target").duration, abs=0.1)
    assert whole["score"] >= 80


def test_the_history_is_a_line_a_session(coach, diary):
    done = coach("history", "--data", diary, "--language", "en")

    newest, oldest = done.out.splitlines()
    assert "(interrupted)" in newest
    assert "(interrupted)" not in oldest
    assert "target" in oldest


def test_a_data_folder_without_sessions_has_an_empty_history(coach, tmp_path):
    done = coach("history", "--json", "-", "--data", tmp_path / "new")

    assert (done.status, json.loads(done.out)) == (0, [])


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(lambda folder: ["--data", folder, "history"], id="before-the-command"),
        pytest.param(lambda folder: ["history", "--data", folder], id="after-the-command"),
    ],
)
def test_the_data_folder_may_be_named_anywhere(coach, diary, tmp_path, monkeypatch, place):
    monkeypatch.setenv("COACH_DATA", str(tmp_path))

    assert len(coach(*place(diary)).out.splitlines()) == 2


def test_the_data_folder_is_that_of_the_environment(coach, diary, monkeypatch):
    monkeypatch.setenv("COACH_DATA", str(diary))

    assert len(json.loads(coach("history", "--json", "-").out)) == 2


@pytest.mark.parametrize("session", [1, 2], ids=["finished", "broken-off"])
@pytest.mark.parametrize(
    ("suffix", "begins"),
    [
        ("html", b"<!doctype html>"),
        ("pdf", b"%pdf-"),
        ("csv", b"\xef\xbb\xbfperson,"),
        ("json", b"{"),
    ],
)
def test_the_report_of_a_session(coach, diary, tmp_path, session, suffix, begins):
    report = tmp_path / f"report.{suffix}"

    done = coach("report", session, "-o", report, "--data", diary)

    assert (done.status, done.out, done.err) == (0, "", "")
    assert report.read_bytes().lower().startswith(begins)


@pytest.mark.parametrize(("suffix", "begins"), [("html", b"<!doctype html>"), ("pdf", b"%pdf-")])
def test_the_page_for_a_physiotherapist(coach, diary, tmp_path, suffix, begins):
    page = tmp_path / f"page.{suffix}"

    done = coach("report", 1, "-o", page, "--page", "physio", "--data", diary)

    assert (done.status, done.out, done.err) == (0, "", "")
    assert page.read_bytes().lower().startswith(begins)


def test_the_page_for_a_physiotherapist_is_no_table(coach, diary, tmp_path):
    done = coach("report", 1, "-o", tmp_path / "page.csv", "--page", "physio", "--data", diary)

    assert done.refused
    assert not list(tmp_path.iterdir())


def test_the_report_of_a_session_that_may_still_run_leaves_the_diary_alone(coach, tmp_path):
    name, target = content_hash(TARGET), truth("target")
    TrackCache(tmp_path / TRACKS).save(name, "full", 1, RATE, [target])
    stored = StoredTarget("target", TARGET, name, target.duration, moves("target"))
    with Store(tmp_path) as store, Alone(tmp_path):  # as the app does while somebody trains
        recorder = store.start_session(stored, 1)
        record(recorder, truth("good"), BROKEN_OFF_AT)
        recorder.flush()
        coach("report", 1, "-o", tmp_path / "report.json", "--data", tmp_path)
        entries = store.entries()
        recorder.finish(None)

    assert (tmp_path / "report.json").exists()
    assert not entries


def test_the_report_of_a_broken_session_knows_what_was_done(coach, diary, tmp_path):
    coach("report", 2, "-o", tmp_path / "report.json", "--data", diary)

    squat, raises, knees, press = json.loads((tmp_path / "report.json").read_text())["moves"]
    assert min(squat["score"], raises["score"]) > 80
    assert max(knees["score"], press["score"]) < 30
    assert (squat["repetitions"], press["repetitions"]) == (4, 0)


def test_the_report_of_a_broken_session_is_as_strict_as_the_session_was(coach, tmp_path):
    name, target = content_hash(TARGET), truth("target")
    TrackCache(tmp_path / TRACKS).save(name, "full", 1, RATE, [target])
    stored = StoredTarget("target", TARGET, name, target.duration, moves("target"))
    with Store(tmp_path) as store:
        for strictness in ("beginner", "expert"):
            recorder = store.start_session(stored, 1, strictness=strictness)
            record(recorder, truth("poor"), BROKEN_OFF_AT)
            recorder.finish(None)

    for session in (1, 2):
        coach("report", session, "-o", tmp_path / f"{session}.json", "--data", tmp_path)

    beginner, expert = (
        json.loads((tmp_path / f"{n}.json").read_text())["moves"][0]["score"] for n in (1, 2)
    )
    assert beginner > expert + 10


@pytest.mark.parametrize("session", ["3", "0", "-1", "one", "1.5", "9" * 30])
def test_a_session_that_is_not_there_is_refused(coach, diary, tmp_path, session):
    done = coach("report", "-o", tmp_path / "report.html", "--data", diary, "--", session)

    assert done.refused
    assert session in done.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["nowhere/report.html", "report.docx", "report"])
def test_a_report_that_cannot_be_written_is_refused(coach, diary, tmp_path, name):
    done = coach("report", 1, "-o", tmp_path / name, "--data", diary)

    assert done.refused
    assert not list(tmp_path.iterdir())


def test_a_data_folder_that_is_a_file_is_refused(coach, tmp_path):
    (tmp_path / "data").write_text("")

    assert coach("history", "--data", tmp_path / "data").refused


def test_a_diary_that_is_damaged_is_refused_and_kept(coach, tmp_path):
    (tmp_path / "coach.sqlite3").write_bytes(b"no diary " * 1000)

    assert coach("history", "--data", tmp_path).refused
    assert (tmp_path / "coach.sqlite3").read_bytes() == b"no diary " * 1000
