import json
import os
from datetime import datetime

import pytest

from coach.diary import reader as diary_reader
from coach.pose import write_keypoints
from coach.storage import Store
from coach.types import Move
from tests.coach.cli.clips import truth_file
from tests.coach.diary.samples import entry
from tests.coach.people import squats, track_of


class OneSquatMove:
    """Finds the same in every track."""

    repetitions = ((0.0, 3.0), (3.0, 6.0))
    attempts = held = ()

    def moves(self, track, chapters):
        return (Move("squat", 0.0, 12.0, 2),)

    def counts(self, track):
        return self

    def grade(self, *_):
        return "B"


@pytest.fixture(autouse=True)
def quick_reader(monkeypatch):
    monkeypatch.setattr(diary_reader, "EngineReader", lambda _folder: OneSquatMove())


@pytest.fixture
def video(tmp_path):
    """Makes a keypoints file that was recorded on a certain day."""

    def make(name: str, repetitions: int = 2):
        file = tmp_path / name
        write_keypoints(file, [track_of(squats(repetitions))], name)
        moment = datetime(2026, 3, 4, 7, 30).timestamp()
        os.utime(file, (moment, moment))
        return file

    return make


@pytest.fixture
def diary(tmp_path):
    """A data folder with an entry (1)."""
    folder = tmp_path / "data"
    with Store(folder) as store:
        store.add_entries([entry(grade="B").new])
    return folder


def listed(coach, folder, *options):
    return json.loads(coach("diary", "--json", "-", "--data", folder, *options).out)


def test_videos_become_entries_and_twice_changes_nothing(coach, tmp_path, video):
    files = [video("one.npz"), video("two.json", 3)]
    arguments = ("diary", "add", *files, "--person", "Mina", "--data", tmp_path / "d")

    done, again = coach(*arguments, "--language", "en"), coach(*arguments, "--language", "en")

    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        f"{n:>5}  2026-03-04 07:30  Squat, 2 repetitions, grade B" for n in (1, 2)
    ]
    assert again.out.splitlines() == [f"{f.name}: already in the diary" for f in files]
    assert [e["person"] for e in listed(coach, tmp_path / "d")["entries"]] == ["Mina"] * 2


def test_a_bad_video_among_good_ones_is_named_and_the_rest_is_taken(coach, tmp_path, video):
    done = coach("diary", "add", tmp_path / "no.mp4", video("one.npz"), "--data", tmp_path / "d")

    assert done.status == 2
    assert done.err.startswith("coach: ")
    assert done.err.count("\n") == 1
    assert len(listed(coach, tmp_path / "d")["entries"]) == 1


def test_one_bad_video_is_refused(coach, tmp_path):
    assert coach("diary", "add", tmp_path / "no.mp4", "--data", tmp_path / "d").refused


def test_videos_of_another_day(coach, tmp_path, video):
    coach("diary", "add", video("a.npz"), "--date", "2025-12-31", "--data", tmp_path / "d")

    (found,) = listed(coach, tmp_path / "d")["entries"]

    assert found["date"] == "2025-12-31"


def test_an_empty_diary_says_how_to_begin(coach, tmp_path):
    done = coach("diary", "--data", tmp_path / "d", "--language", "en")

    assert "coach diary add" in done.out
    assert listed(coach, tmp_path / "d") == {
        "entries": [],
        "totals": {"day": [], "week": [], "month": []},
        "exercises": [],
        "records": [],
        "streak": {"weeks": 0, "longest": 0},
    }


def test_the_list_has_measured_and_corrected_side_by_side(coach, diary):
    words = ("--exercise", "Lunges", "--repetitions", "7", "--date", "2026-03-03")
    done = coach("diary", "correct", "1", *words, "--grade", "A", "--data", diary)
    assert done.status == 0

    (found,) = listed(coach, diary)["entries"]

    assert (found["exercise"], found["repetitions"], found["date"]) == ("lunge", 7, "2026-03-03")
    assert found["measured"] == {
        "exercise": "squat",
        "repetitions": 10,
        "seconds": 0.0,
        "grade": "B",
        "date": "2026-03-04",
    }
    assert found["corrected"]["exercise"] == "lunge"
    assert found["corrected"]["seconds"] is None


def test_a_correction_is_taken_back(coach, diary):
    coach("diary", "correct", "1", "--seconds", "31.5", "--data", diary)

    done = coach("diary", "correct", "1", "--take-back", "--json", "-", "--data", diary)

    assert json.loads(done.out.splitlines()[-1])["corrected"]["seconds"] is None
    assert listed(coach, diary)["entries"][0]["seconds"] == 0.0


def test_the_list_is_one_of_weeks(coach, diary):
    coach("diary", "correct", "1", "--repetitions", "12", "--data", diary)

    lines = coach("diary", "--data", diary, "--language", "en").out.splitlines()

    assert lines[0] == "Week of 2026-03-02: 1 min, 12 repetitions"
    assert lines[1].endswith("Squat, 12 repetitions, grade B *")
    assert lines[2].startswith("Weeks in a row: ")


def test_energy_is_told_once_the_weight_is(coach, diary):
    assert listed(coach, diary)["totals"]["day"][0]["estimated_kcal"] is None

    told = coach("diary", "profile", "--weight", "72", "--height", "1.8", "--data", diary)
    total = listed(coach, diary)["totals"]["day"][0]

    assert "72 kg, 1.8 m" in told.out
    assert total["estimated_kcal"] == pytest.approx(3.0 * 72 * 20 / 3600, abs=0.01)


def test_days_outside_are_left_out_but_count_in_the_streak(coach, diary):
    later = listed(coach, diary, "--from", "2026-03-05")
    on_the_day = listed(coach, diary, "--from", "2026-03-04", "--to", "2026-03-04")
    somebody = listed(coach, diary, "--person", "Mina")

    assert (later["entries"], later["streak"]["longest"]) == ([], 1)
    assert len(on_the_day["entries"]) == 1
    assert (somebody["entries"], somebody["streak"]["longest"]) == ([], 0)


def test_a_score_goes_into_the_diary_by_itself_and_only_once(coach, tmp_path):
    scored = ("score", truth_file("target"), truth_file("good"), "--json", "-")
    for _ in range(2):
        result = json.loads(coach(*scored, "--data", tmp_path / "d").out)
    coach("diary", "add", truth_file("good"), "--data", tmp_path / "d")

    entries = listed(coach, tmp_path / "d")["entries"]

    done = [move["repetitions"] for move in result["moves"] if move["repetitions"]]
    assert [e["repetitions"] for e in entries] == done
    assert {e["title"] for e in entries} == {"good"}


def test_a_diary_that_cannot_be_written_does_not_cost_the_score(coach, tmp_path):
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "coach.sqlite3").write_bytes(b"no diary " * 1000)

    done = coach("score", truth_file("target"), truth_file("good"), "--data", tmp_path / "d")

    assert (done.status, done.err) == (0, "")


@pytest.mark.parametrize("ending", ["csv", "json", "ics"])
def test_a_diary_goes_out_and_in(coach, diary, tmp_path, ending):
    file = tmp_path / f"all.{ending}"
    other = tmp_path / "other"

    assert coach("diary", "export", file, "--data", diary).status == 0
    first = coach("diary", "import", file, "--data", other, "--language", "en")
    again = coach("diary", "import", file, "--data", other, "--language", "en")

    assert first.out == "New entries: 1. Already there: 0.\n"
    assert again.out == "New entries: 0. Already there: 1.\n"
    assert listed(coach, other) == listed(coach, diary)


def test_an_entry_is_deleted(coach, diary):
    assert coach("diary", "delete", "1", "--data", diary).status == 0

    assert listed(coach, diary)["entries"] == []
    assert coach("diary", "delete", "1", "--data", diary).refused


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["correct", "9", "--exercise", "squat"], id="no-such-entry"),
        pytest.param(["correct", "one", "--exercise", "squat"], id="not-a-number"),
        pytest.param(["correct", "²", "--exercise", "squat"], id="not-quite-a-number"),
        pytest.param(["correct", "9" * 50, "--exercise", "squat"], id="huge-number"),
        pytest.param(["correct", "1"], id="nothing-to-correct"),
        pytest.param(["correct", "1", "--grade", "G"], id="no-such-grade"),
        pytest.param(["correct", "1", "--repetitions", "-1"], id="negative"),
        pytest.param(["correct", "1", "--repetitions", "many"], id="not-a-count"),
        pytest.param(["correct", "1", "--seconds", "nan"], id="not-a-time"),
        pytest.param(["correct", "1", "--date", "yesterday"], id="not-a-date"),
        pytest.param(["--from", "2026-13-01"], id="no-such-month"),
        pytest.param(["profile", "--weight", "7000"], id="heavy"),
        pytest.param(["profile", "--height", "180"], id="height-in-centimetres"),
        pytest.param(["export", "all.xlsx"], id="another-format"),
        pytest.param(["export", "none/all.csv"], id="no-such-folder"),
        pytest.param(["import", "none.csv"], id="no-such-file"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(coach, diary, arguments):
    before = listed(coach, diary)

    assert coach("diary", *arguments, "--data", diary).refused

    assert listed(coach, diary) == before
