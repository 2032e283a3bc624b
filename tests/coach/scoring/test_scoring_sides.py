import numpy as np
import pytest

from coach.scoring.sides import SideEvidence, side_evidence, sides_of_session
from tests.coach.people import swing

RATE = 15.0
MOVE = np.outer(swing(120, 4), [2.0, -1.0, 0.5])
FRONT, BACK = np.full(120, 10.0), np.full(120, 170.0)


def session(signs, facings=None):
    user = np.concatenate([sign * MOVE for sign in signs])
    target = np.concatenate([MOVE * (sign != 0) for sign in signs])
    facing = np.concatenate(facings or [FRONT] * len(signs))
    rows = [slice(120 * i, 120 * (i + 1)) for i in range(len(signs))]
    exchange, _ = sides_of_session(user, target, facing, rows, noise=0.05, rate=RATE)
    return exchange.tolist()


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        pytest.param([1, 1, 1], [False] * 3, id="same-side"),
        pytest.param([-1, -1, -1], [True] * 3, id="mirror"),
        pytest.param([-1, 0, -1], [True] * 3, id="a-symmetric-move-goes-with-the-others"),
        pytest.param([-1, -1, 1, 1], [True, True, False, False], id="changes"),
        pytest.param([1, -1, 1], [False, True, False], id="one-move-with-the-other-side"),
        pytest.param([1, -0.02, 1], [False] * 3, id="a-little-is-no-evidence"),
    ],
)
def test_sides_of_a_session(signs, expected):
    assert session(signs) == expected


def test_a_target_without_moves_has_no_sides():
    exchange, evidence = sides_of_session(MOVE, MOVE, FRONT, [], noise=0.05, rate=RATE)

    assert (len(exchange), len(evidence)) == (0, 0)


def test_who_mirrors_an_instructor_who_turns_round_uses_the_same_side_then():
    assert session([-1, 1, 0], [FRONT, BACK, BACK]) == [True, False, False]


def test_evidence_is_signed_and_in_units_of_a_decision():
    _, evidence = sides_of_session(-MOVE, MOVE, FRONT, [slice(0, 120)], noise=0.05, rate=RATE)

    assert evidence[0] < -1


def pushed(evidence, sign, repetitions=4, facing=0.0):
    settled = []
    for user, target in zip(sign * MOVE, MOVE, strict=True):
        evidence.push(user, target, repetitions / 4 / RATE, facing)
        settled.append(evidence.mirrored)
    return settled


def test_a_change_of_sides_is_found_out_live_and_nothing_flickers():
    evidence = SideEvidence(3, noise=0.2)

    settled = pushed(evidence, 1) + pushed(evidence, -1) + pushed(evidence, -1)

    known = [m for m in settled if m is not None]
    assert (known[0], known[-1]) == (False, True)
    assert np.count_nonzero(np.diff(known)) == 1


def test_live_the_mirror_turns_with_the_instructor():
    evidence = SideEvidence(3, noise=0.2)
    pushed(evidence, -1)

    assert evidence.mirrored is True
    assert pushed(evidence, 1, facing=175.0)[-1] is False


def test_a_symmetric_target_settles_nothing_live():
    evidence = SideEvidence(3, noise=0.2)

    for user in MOVE:
        evidence.push(user, 0.01 * user, 1 / RATE)

    assert evidence.mirrored is None


SIDED = np.outer(swing(60, 3), [2.0, -1.0, 0.5])


@pytest.mark.parametrize(
    ("user", "sign"),
    [
        pytest.param(SIDED, 1, id="same-side"),
        pytest.param(-SIDED, -1, id="mirrored"),
        pytest.param(np.zeros_like(SIDED), 0, id="still"),
        pytest.param(SIDED + 7.0, 1, id="a-camera-from-the-side-changes-nothing"),
    ],
)
def test_the_side_shows_in_one_sided_moves(user, sign):
    assert np.sign(side_evidence(user, SIDED, noise=0.1)) == sign


def test_a_symmetric_target_gives_no_evidence():
    assert side_evidence(SIDED, 0.01 * SIDED, noise=0.1) == 0.0


@pytest.mark.parametrize("sign", [1, -1])
def test_live_evidence_has_the_sign_of_the_whole(sign):
    evidence = SideEvidence(3, noise=0.1)

    for user, target in zip(sign * SIDED, SIDED, strict=True):
        evidence.push(user, target, 1 / 15)

    assert np.sign(evidence.value) == sign


def test_live_evidence_ignores_what_was_not_seen():
    evidence = SideEvidence(3, noise=0.1)

    assert evidence.push(np.full(3, np.nan), SIDED[5], 1.0) == 0.0
