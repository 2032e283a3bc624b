import numpy as np
import pytest

from coach.moves.idling import CERTAIN, trained
from coach.moves.kinds import HOP, KINDS
from coach.tracks import RATE


def frames(*spans):
    return [(round(a * RATE), round(b * RATE)) for a, b in spans]


def kinds(seconds, **chances):
    rest = 1 - sum(chances.values())
    row = [chances.get(kind, 0.0) + (rest if kind == "periodic" else 0.0) for kind in KINDS]
    return np.tile(row, (round(seconds * RATE / HOP), 1))


ONE, TWO = ((2.0, 4.0),), ((2.0, 4.0), (4.0, 6.0))
SET = (*TWO, (6.0, 8.0))
DOUBTFUL, CLEAR = CERTAIN - 1, CERTAIN + 1


@pytest.mark.parametrize(
    ("spans", "odds", "chances", "kept"),
    [
        pytest.param(TWO, DOUBTFUL, {"rest": 0.1}, 2, id="a-short-set"),
        pytest.param(ONE, DOUBTFUL, {"rest": 0.9}, 0, id="a-gesture"),
        pytest.param(ONE, CLEAR, {"rest": 0.9}, 1, id="a-slow-repetition"),
        pytest.param(TWO, DOUBTFUL, {"rest": 0.4, "transition": 0.4}, 0, id="to-another-posture"),
        pytest.param(SET, DOUBTFUL, {"rest": 0.9}, 3, id="more-of-the-same-is-a-set"),
        pytest.param(SET, CLEAR, {"held": 0.9}, 0, id="a-hold-that-trembles"),
    ],
)
def test_what_people_do_while_they_wait_is_no_repetition(spans, odds, chances, kept):
    assert len(trained(frames(*spans), [odds] * len(spans), kinds(12, **chances))) == kept


def test_each_row_is_judged_by_its_own_seconds():
    spans = frames(*ONE, (12.0, 14.0), (14.0, 16.0))
    likely = np.concatenate([kinds(8, rest=0.9), kinds(12)])

    assert trained(spans, [DOUBTFUL] * 3, likely) == spans[1:]


def test_nothing_found_and_nothing_known_are_taken_as_they_are():
    assert trained([], [], kinds(3)) == []
    assert len(trained(frames(*ONE), [DOUBTFUL], np.zeros((0, 4)))) == 1
