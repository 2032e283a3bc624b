import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pytest

from coach.diary.intake import Intake, Item, Stage, Wanted
from coach.diary.video import Taken, add_video, range_of_motion, read_track, time_of
from coach.errors import CoachBug, FileMissing, KeypointsInvalid, NobodyFound, VideoUnreadable
from coach.media import content_hash
from coach.pose import write_keypoints
from coach.storage import Store, WorkSet
from coach.types import Move
from tests.coach.people import squats, track_of

SQUATS = track_of(squats(4))  # three seconds each
TURNS = [(0.0, 3.0), (3.0, 6.0), (6.0, 9.0), (9.0, 12.0)]


@dataclass
class Found:
    """Says of every track what the test says."""

    found: Sequence[Move] = (Move("squat", 0.0, 12.0, 4),)
    repetitions: Sequence[tuple[float, float]] = tuple(TURNS)
    attempts: Sequence[tuple[float, float]] = ()
    held: Sequence[tuple[float, float]] = ()
    asked: int = 0

    def moves(self, track, chapters):
        self.asked += 1
        return self.found

    def counts(self, track):
        return self

    def name(self, track, start, end):
        return f"from {start:g} to {end:g}"

    def grade(self, track, exercise, spans, /):
        return "B" if exercise == "squat" else ""


def keypoints(folder, name="squats.npz", world=None):
    file = folder / name
    write_keypoints(file, [SQUATS if world is None else track_of(world)], name)
    return file


def test_repetitions_go_to_the_move_that_they_are_in():
    reader = Found(
        (Move("squat", 0.0, 5.9, 2), Move("rest", 6.0, 7.0, 0, "rest"), Move("lunge", 7, 12, 1)),
        TURNS[:2] + [(9.0, 11.0)],
        [(5.0, 5.8)],
    )

    first, second = read_track(SQUATS, reader)

    assert (first.name, first.work, first.grade) == ("squat", WorkSet(0.0, 6.0, 2, 1), "B")
    assert (second.name, second.work, second.grade) == ("lunge", WorkSet(9.0, 11.0, 1), "")


def test_repetitions_in_no_move_are_sets_of_their_own():
    reader = Found(
        (Move("squat", 0.0, 6.0, 2), Move("rest", 6.0, 60.0, 0, "rest")),
        [*TURNS[:2], (9.0, 10.0), (10.0, 12.0), (30.0, 32.0), (50.0, 52.0), (52.0, 53.0)],
    )

    found = read_track(SQUATS, reader)

    assert [(done.name, done.work.repetitions) for done in found] == [
        ("squat", 2),
        ("from 9 to 12", 2),
        ("from 50 to 53", 2),
    ]


def test_repetitions_at_the_edge_of_a_move_belong_to_it():
    reader = Found(
        (Move("squat", 6.2, 8.8, 1), Move("lunge", 30.0, 40.0, 1)),
        [*TURNS, (12.2, 15.0), (26.5, 28.2), (31.0, 33.0)],
        [(28.8, 29.8)],
    )

    squat, lunge = read_track(track_of(squats(14)), reader)

    assert squat.work == WorkSet(0.0, 15.0, 5)
    assert lunge.work == WorkSet(26.5, 33.0, 2, 1)


def test_only_attempts_are_a_set_without_repetitions():
    (done,) = read_track(SQUATS, Found(repetitions=(), attempts=TURNS[:1]))

    assert (done.work, done.range_deg) == (WorkSet(0.0, 3.0, 0, 1), None)


def test_an_unknown_move_that_goes_nowhere_is_none():
    swaying = track_of(squats(4, depth=0.05))
    unknown, known = (Found((Move(name, 0.0, 12.0, 4),)) for name in ("Move 1", "calf_raise"))

    assert read_track(swaying, unknown) == ()
    assert len(read_track(swaying, known)) == 1
    assert len(read_track(SQUATS, unknown)) == 1


def test_a_hold_is_counted_in_seconds():
    plank = (Move("plank", 0.0, 12.0, 0, "held"),)

    (done,) = read_track(SQUATS, Found(plank, held=[(6.0, 11.5), (1.0, 3.0)]))

    assert done.work == WorkSet(1.0, 11.5, 0, held=7.5)


@pytest.mark.parametrize(
    "reader",
    [
        pytest.param(Found((), TURNS[:1]), id="a-single-repetition-in-no-move"),
        pytest.param(Found((), (), TURNS), id="attempts-in-no-move"),
        pytest.param(Found(repetitions=()), id="no-repetition"),
        pytest.param(Found((Move("plank", 0.0, 12.0, 0, "held"),)), id="no-hold"),
        pytest.param(Found((Move("squat", 20.0, 22.0, 1),), TURNS[:1]), id="elsewhere"),
    ],
)
def test_where_nothing_is_done_nothing_is_invented(reader):
    assert read_track(SQUATS, reader) == ()


def test_the_range_is_that_of_the_joint_that_moves_most():
    degrees = range_of_motion(SQUATS, TURNS)

    assert degrees == pytest.approx(104, abs=8)  # a knee that bends by 110, without its ends
    assert range_of_motion(track_of(np.full((60, 17, 3), np.nan)), TURNS[:1]) is None
    assert range_of_motion(SQUATS, []) is None


def test_a_file_becomes_an_entry(tmp_path):
    file = keypoints(tmp_path)
    moment = datetime(2026, 3, 4, 7, 30).timestamp()
    os.utime(file, (moment, moment))

    with Store(tmp_path / "data") as store:
        (entry,) = add_video(store, file, Found(), person="Mina").entries

    assert (entry.exercise, entry.repetitions, entry.grade) == ("squat", 4, "B")
    assert entry.started.replace(tzinfo=None) == datetime(2026, 3, 4, 7, 30)
    assert (entry.new.title, entry.new.person) == ("squats", "Mina")


def test_moves_that_the_person_edited_count(tmp_path):
    file = keypoints(tmp_path)
    with Store(tmp_path / "data") as store:
        store.set_moves(content_hash(file), [Move("my squat", 0.0, 5.0, 2)])
        (entry,) = add_video(store, file, Found()).entries

    assert (entry.exercise, entry.repetitions) == ("my squat", 2)


def test_the_same_file_under_another_name_is_not_doubled_and_not_read(tmp_path):
    file = keypoints(tmp_path)
    copy = tmp_path / "copy.npz"
    copy.write_bytes(file.read_bytes())
    reader = Found()

    with Store(tmp_path / "data") as store:
        add_video(store, file, reader)
        again = add_video(store, copy, reader)
        assert len(store.entries()) == 1

    assert (again, reader.asked) == (Taken(known=True), 1)


def test_a_day_may_be_given(tmp_path):
    file = keypoints(tmp_path)

    moment = time_of(file, date(2024, 7, 1))

    assert moment.date() == date(2024, 7, 1)
    assert moment.tzinfo is not None
    assert moment == datetime.combine(date(2024, 7, 1), time_of(file).time()).astimezone()


def test_work_that_was_given_up_leaves_nothing(tmp_path):
    stop = threading.Event()
    stop.set()

    with Store(tmp_path / "data") as store:
        taken = add_video(store, keypoints(tmp_path), Found(), stop=stop)
        assert store.entries() == ()

    assert taken.stopped


def test_files_that_cannot_be_read_are_named(tmp_path):
    nobody = keypoints(tmp_path, "nobody.npz", np.full((30, 17, 3), np.nan))
    (tmp_path / "a.mp4").write_bytes(b"no video" * 100)
    (tmp_path / "a.npz").write_bytes(b"no keypoints")

    with Store(tmp_path / "data") as store:
        for name, error in (
            ("none.mp4", FileMissing),
            ("a.mp4", VideoUnreadable),
            ("a.npz", KeypointsInvalid),
            (nobody.name, NobodyFound),
        ):
            with pytest.raises(error):
                add_video(store, tmp_path / name, Found())
        assert store.entries() == ()


# -- many files ---------------------------------------------------------------------------


class Rounds:
    """Remembers every state of every file."""

    def __init__(self):
        self.seen = []

    def __call__(self, items: tuple[Item, ...]) -> None:
        self.seen.append(items)

    def stages(self, place: int) -> list[Stage]:
        stages = [items[place].stage for items in self.seen if len(items) > place]
        return [s for i, s in enumerate(stages) if i == 0 or s != stages[i - 1]]


def test_one_bad_file_does_not_stop_the_others(tmp_path):
    def add(wanted, progress, stop):
        progress(0.5)
        if wanted.path.name == "missing":
            raise FileMissing(wanted.path)
        if wanted.path.name == "bug":
            raise CoachBug("broken")
        return (
            Taken(("entry",) * 2)
            if wanted.path.name == "good"
            else Taken(known=wanted.path.name == "old")
        )

    rounds = Rounds()
    intake = Intake(add, rounds)
    intake.push(Wanted(tmp_path / name) for name in ("missing", "bug", "good", "old", "empty"))
    intake.join()

    assert [i.stage.value for i in intake.items] == [
        "failed",
        "failed",
        "added",
        "known",
        "nothing",
    ]
    assert isinstance(intake.items[0].error, FileMissing)
    assert intake.items[1].error is None
    assert intake.items[2].added == 2
    assert rounds.stages(2) == [Stage.WAITING, Stage.READING, Stage.ADDED]
    assert 0.5 in {items[2].fraction for items in rounds.seen if len(items) > 2}
    assert not intake.busy


def test_a_file_that_waits_is_not_queued_twice(tmp_path):
    gate, looked = threading.Event(), []

    def add(wanted, progress, stop):
        looked.append(wanted.path.name)
        gate.wait(5)
        return Taken()

    intake = Intake(add, Rounds())
    intake.push([Wanted(tmp_path / "a"), Wanted(tmp_path / "b"), Wanted(tmp_path / "a")])
    intake.push([Wanted(tmp_path / "b"), Wanted(tmp_path / "c")])
    gate.set()
    intake.join()

    assert looked == ["a", "b", "c"]


def test_cancelling_gives_up_the_running_and_the_waiting(tmp_path):
    running, looked = threading.Event(), []

    def add(wanted, progress, stop):
        looked.append(wanted.path.name)
        running.set()
        assert stop.wait(5)
        return Taken(stopped=True)

    intake = Intake(add, Rounds())
    intake.push([Wanted(tmp_path / "a"), Wanted(tmp_path / "b")])
    assert running.wait(5)
    intake.close()

    assert [i.stage for i in intake.items] == [Stage.CANCELLED] * 2
    assert [wanted.path.name for wanted in intake.unfinished] == ["a", "b"]
    assert looked == ["a"]


def test_files_pushed_after_cancelling_are_read(tmp_path):
    running, gate = threading.Event(), threading.Event()

    def add(wanted, progress, stop):
        running.set()
        gate.wait(5)
        return Taken(stopped=stop.is_set())

    intake = Intake(add, Rounds())
    intake.push([Wanted(tmp_path / "a")])
    assert running.wait(5)
    intake.cancel()
    intake.push([Wanted(tmp_path / "b")])
    gate.set()
    intake.join()

    assert [i.stage for i in intake.items] == [Stage.CANCELLED, Stage.NOTHING]


def test_the_reading_rests_while_it_is_held(tmp_path):
    looked = []

    def add(wanted, progress, stop):
        progress(0.5)
        looked.append(wanted.path.name)
        return Taken(stopped=stop.is_set())

    intake = Intake(add, Rounds())
    intake.hold()
    intake.push([Wanted(tmp_path / "a")])
    assert looked == []
    intake.go_on()
    intake.join()
    assert looked == ["a"]

    intake.hold()
    intake.push([Wanted(tmp_path / "b")])
    intake.close()
    assert intake.items[0].stage is Stage.CANCELLED


def test_a_new_round_begins_when_all_is_done(tmp_path):
    intake = Intake(lambda path, progress, stop: Taken(), Rounds())
    intake.push([Wanted(tmp_path / "a")])
    intake.join()
    intake.cancel()

    intake.push([Wanted(tmp_path / "a"), Wanted(tmp_path / "b")])
    intake.join()

    assert [(i.wanted.path.name, i.stage) for i in intake.items] == [
        ("a", Stage.NOTHING),
        ("b", Stage.NOTHING),
    ]


def test_pushing_nothing_starts_nothing():
    intake = Intake(lambda path, progress, stop: Taken(), Rounds())
    intake.push([])
    intake.close()

    assert intake.items == ()
