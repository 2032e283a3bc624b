from dataclasses import dataclass

import numpy as np
import pytest

from coach.angles import joint_angles
from coach.embedding import Encoder
from coach.moves import find_moves
from tests.coach.people import knee_lifts, raises, squats, still


@dataclass
class Chapter:
    title: str
    start: float
    end: float


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


def moves_of(encoder, world, chapters=()):
    time = np.arange(len(world)) / 15
    return find_moves(encoder.encode(world), joint_angles(world), time, chapters)


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


@pytest.mark.parametrize("seconds", [2.0, 4.0, 6.0, 8.0, 10.0])
def test_a_move_is_one_move_at_any_tempo(encoder, seconds):
    world = np.concatenate([still(2), squats(4, seconds=seconds), still(2)])

    moves = moves_of(encoder, world)

    assert [m.repetitions for m in moves] == [4]
    assert moves[0].start == pytest.approx(2, abs=1.5)
    assert moves[0].end == pytest.approx(2 + 4 * seconds, abs=1.5)


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

    assert [m.repetitions for m in moves_of(encoder, world)] == [4]
