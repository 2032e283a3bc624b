import numpy as np
import pytest

from coach.moves.attempts import Cycle
from coach.moves.idling import trained
from coach.moves.kinds import HOP, KINDS
from coach.tracks import RATE


def cycles(*spans):
    return [Cycle(a, b, np.ones(27), np.ones(4)) for a, b in spans]


def kinds(seconds, **chances):
    rest = 1 - sum(chances.values())
    row = [chances.get(kind, 0.0) + (rest if kind == "periodic" else 0.0) for kind in KINDS]
    return np.tile(row, (round(seconds * RATE / HOP), 1))


ONE, TWO = ((2.0, 4.0),), ((2.0, 4.0), (4.0, 6.0))
SET = (*TWO, (6.0, 8.0))


@pytest.mark.parametrize(
    ("spans", "chances", "kept"),
    [
        pytest.param(TWO, {"rest": 0.1}, 2, id="a-short-set"),
        pytest.param(ONE, {"rest": 0.9}, 0, id="a-gesture"),
        pytest.param(TWO, {"rest": 0.4, "transition": 0.4}, 0, id="the-way-to-another-posture"),
        pytest.param(SET, {"rest": 0.9}, 3, id="more-of-the-same-is-a-set"),
        pytest.param(SET, {"held": 0.9}, 0, id="a-hold-that-trembles"),
    ],
)
def test_what_people_do_while_they_wait_is_no_repetition(spans, chances, kept):
    assert len(trained(cycles(*spans), kinds(12, **chances))) == kept


def test_each_row_is_judged_by_its_own_seconds():
    spans = (*ONE, (12.0, 14.0), (14.0, 16.0))
    likely = np.concatenate([kinds(8, rest=0.9), kinds(12)])

    assert [c.start for c in trained(cycles(*spans), likely)] == [12.0, 14.0]


def test_the_clock_of_the_kinds_may_begin_later():
    likely = np.concatenate([kinds(8, rest=0.9), kinds(12)])

    assert len(trained(cycles((102.0, 104.0)), likely, 100.0)) == 0
    assert len(trained(cycles((112.0, 114.0)), likely, 100.0)) == 1


def test_nothing_found_and_nothing_known_are_taken_as_they_are():
    assert trained([], kinds(3)) == []
    assert len(trained(cycles(*ONE), np.zeros((0, 4)))) == 1
