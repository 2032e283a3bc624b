from dataclasses import replace

from coach.storage.codec import result_from_row, result_to_row
from coach.types import JointRange, Setup
from tests.coach.storage.samples import session_result

KNEE = JointRange("left_knee", 4.0, 96.5, 92.5, 88.0, 95.0, 20.9)
SETUP = Setup((1280, 720), 12.5, 0.21)


def test_ranges_of_motion_and_the_setup_come_back():
    result = session_result(83.0)
    (person,) = result.people
    moves = tuple(replace(move, motion=(KNEE,)) for move in person.moves)
    sent = replace(result, people=(replace(person, moves=moves, setup=SETUP),))

    (found,) = result_from_row(*result_to_row(sent)).people

    assert found.setup == SETUP
    assert [move.motion for move in found.moves] == [(KNEE,)] * len(moves)


def test_a_result_from_before_ranges_were_kept_comes_back_without():
    (found,) = result_from_row(*result_to_row(session_result(83.0))).people

    assert found.setup is None
    assert found.moves[0].motion == ()
