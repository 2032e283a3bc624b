import pytest

from coach.diary.reader import EngineReader
from coach.diary.video import read_track
from coach.moves.taught import shown, teach
from coach.storage import GRADES
from tests.coach.people import knee_lifts, squats, still, track_of

SQUATS = track_of(squats(4))
TURNS = [(0.0, 3.0), (3.0, 6.0), (6.0, 9.0), (9.0, 12.0)]


@pytest.fixture
def reader(tmp_path):
    return EngineReader(tmp_path)


def test_the_form_of_what_can_be_judged_has_a_grade(reader):
    assert reader.grade(SQUATS, "squat", TURNS) in GRADES
    assert reader.grade(SQUATS, "Squats", TURNS) == reader.grade(SQUATS, "squat", TURNS)


@pytest.mark.parametrize(
    ("exercise", "spans"),
    [
        pytest.param("jumping_jack", TURNS, id="no-plan-of-it"),
        pytest.param("my dance", TURNS, id="own"),
        pytest.param("squat", [], id="nothing-done"),
        pytest.param("squat", [(100.0, 103.0)], id="after-the-end"),
    ],
)
def test_what_cannot_be_judged_has_no_grade(reader, exercise, spans):
    assert reader.grade(SQUATS, exercise, spans) == ""


def test_who_stands_still_does_nothing(reader):
    assert read_track(track_of(still(12.0)), reader) == ()


@pytest.mark.parametrize("frames", [0, 1, 3])
def test_a_handful_of_frames_is_no_exercise(reader, frames):
    assert read_track(track_of(still(1.0)[:frames]), reader) == ()


def test_an_exercise_that_was_taught_is_named(tmp_path):
    lesson = track_of(knee_lifts(5))
    taught = shown("my lift", lesson, 0.0, lesson.duration)
    assert taught is not None
    teach(tmp_path, taught)

    assert EngineReader(tmp_path).name(lesson, 0.0, lesson.duration) == "my lift"
