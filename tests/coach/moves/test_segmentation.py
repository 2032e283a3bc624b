from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest

from coach.embedding import Encoder
from coach.moves.exercises import Recognised
from coach.paths import DEMO
from coach.pose import read_keypoints
from coach.session import stretches_of
from coach.storage.codec import moves_from_text
from tests.coach.people import knee_lifts, raises, squats, still, track_of


@dataclass
class Chapter:
    title: str
    start: float
    end: float


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


def moves_of(encoder, world, chapters=()):
    found = stretches_of(track_of(world), encoder, chapters)
    return tuple(move for move in found if move.is_exercise)


def test_three_moves_with_rests_are_found(encoder):
    world = np.concatenate(
        [still(2), squats(5), still(2), raises(4), still(2), knee_lifts(4), still(2)]
    )

    moves = moves_of(encoder, world)

    assert [m.repetitions for m in moves] == [5, 4, 4]
    truth = [(2, 17), (19, 31), (33, 45)]
    for move, (start, end) in zip(moves, truth, strict=True):
        assert move.start == pytest.approx(start, abs=1.5)
        assert move.end == pytest.approx(end, abs=1.5)


def test_moves_without_a_rest_between_them_are_told_apart(encoder):
    world = np.concatenate([squats(5), raises(5)])

    moves = moves_of(encoder, world)

    assert len(moves) == 2
    assert moves[1].start == pytest.approx(15, abs=2.0)


def test_standing_is_no_move(encoder):
    assert moves_of(encoder, still(20)) == ()


def test_chapters_are_the_moves_and_rests_are_left_out(encoder):
    world = np.concatenate([squats(4), still(2), raises(4)])
    chapters = [Chapter("squat", 0, 12), Chapter("Rest", 12, 14), Chapter("lateral_raise", 14, 26)]

    moves = moves_of(encoder, world, chapters)

    assert [(m.name, m.repetitions) for m in moves] == [("squat", 4), ("lateral_raise", 4)]


@pytest.mark.parametrize("frames", [0, 1, 5])
def test_a_video_of_next_to_nothing_has_no_moves(encoder, frames):
    assert moves_of(encoder, still(1)[:frames]) == ()


def test_a_video_in_which_nobody_is_seen_has_no_moves(encoder):
    assert moves_of(encoder, np.full((100, 17, 3), np.nan, np.float32)) == ()


@pytest.mark.parametrize("seconds", [2.0, 4.0, 6.0, 8.0])
def test_a_move_is_one_move_at_any_tempo(encoder, seconds):
    world = np.concatenate([still(2), squats(4, seconds=seconds), still(2)])

    moves = moves_of(encoder, world)

    assert [m.repetitions for m in moves] == [4]
    assert moves[0].start == pytest.approx(2, abs=2.1)
    assert moves[0].end == pytest.approx(2 + 4 * seconds, abs=2.1)


def test_two_slow_moves_are_told_apart(encoder):
    world = np.concatenate(
        [still(2), squats(4, seconds=6), still(2), raises(4, seconds=6), still(2)]
    )

    assert [m.repetitions for m in moves_of(encoder, world)] == [4, 4]


def test_one_repetition_alone_is_a_move(encoder):
    world = np.concatenate([still(2), squats(1), still(2)])

    assert [m.repetitions for m in moves_of(encoder, world)] == [1]


def test_standing_between_repetitions_does_not_end_the_move(encoder):
    world = np.concatenate([still(2), *[squats(1), still(4)] * 4])

    assert [m.kind for m in moves_of(encoder, world)] == ["periodic"]


@dataclass
class Recogniser:
    """Says one name after the other."""

    names: tuple[str, ...]
    asked: int = 0

    def recognise(self, track, start, end):
        self.asked += 1
        return Recognised(self.names[(self.asked - 1) % len(self.names)], 0.5, ())


def stretches(encoder, world, names=()):
    recogniser = Recogniser(names) if names else None
    return stretches_of(track_of(world), encoder, recogniser=recogniser)


def test_all_of_a_video_is_one_stretch_after_the_other(encoder):
    world = np.concatenate([still(4), squats(5), still(4), raises(4), still(4)])

    found = stretches(encoder, world)

    assert [m.kind for m in found if m.kind != "transition"] == [
        "rest", "periodic", "rest", "periodic", "rest",
    ]  # fmt: skip
    assert all(a.end == pytest.approx(b.start) for a, b in pairwise(found))
    assert (found[0].start, found[-1].end) == (0.0, pytest.approx(len(world) / 15, abs=0.2))


def test_names_come_from_the_recogniser_and_numbers_where_it_cannot_tell(encoder):
    world = np.concatenate([still(2), squats(5), still(4), raises(4), still(2)])

    found = stretches(encoder, world, ("squat", "unknown"))

    moves = [m for m in found if m.is_exercise]
    assert [m.name for m in moves] == ["squat", "Move 2"]
    assert moves[0].confidence < 0.5 < moves[1].confidence
    assert {m.name for m in found} - {"squat", "Move 2"} <= {"rest", "transition"}


def test_what_the_recogniser_calls_a_rest_is_no_exercise(encoder):
    world = np.concatenate([still(2), squats(5), still(4), raises(4), still(2)])

    found = stretches(encoder, world, ("rest", "squat"))

    assert [m.name for m in found if m.is_exercise] == ["squat"]


def test_two_moves_of_one_name_without_a_rest_are_one(encoder):
    found = stretches(encoder, np.concatenate([squats(5), raises(5)]), ("burpee",))

    assert [m.name for m in found if m.is_exercise] == ["burpee"]


def test_two_sets_with_a_rest_between_them_are_two_moves_of_one_name(encoder):
    world = np.concatenate([still(3), squats(6), still(8), squats(6), still(3)])

    found = stretches(encoder, world, ("squat",))

    assert [m.name for m in found if m.is_exercise] == ["squat", "squat"]


def test_a_pose_that_is_held_is_a_hold_and_no_rest(encoder):
    down = squats(1)
    deep = np.repeat(down[22:23], 15 * 20, axis=0)
    world = np.concatenate([still(4), down[:22], deep, down[22:], still(4)])

    (move,) = moves_of(encoder, world)

    assert (move.kind, move.repetitions) == ("held", 0)
    assert move.start == pytest.approx(5.5, abs=2.5)
    assert move.end == pytest.approx(25.5, abs=2.5)


def test_moves_that_were_stored_before_there_were_kinds_are_exercises():
    (move,) = moves_from_text('[{"name": "squat", "start": 1.0, "end": 2.0, "repetitions": 3}]')

    assert move.is_exercise


def test_somebody_who_just_stands_does_no_exercise(encoder):
    (standing,) = read_keypoints(DEMO / "still.npz")

    found = stretches_of(standing, encoder, recogniser=Recogniser(("calf_raise",)))

    assert {move.kind for move in found} <= {"rest", "transition"}
