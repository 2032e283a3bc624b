import pytest

from coach.session.cues import CORRECTED_STAYS, CUE_PAUSE, CUE_STAYS, LiveCues
from coach.types import Cue

KNEE = Cue("bend_knee", "both", 20.0)
ARM = Cue("raise_arm", "left", 30.0)
LOOK = 0.5


def looks(found, cues=None, start=0.0, move=0.0):
    """What is shown after each look, LOOK seconds apart."""
    cues = cues or LiveCues()
    shown = []
    for i, cue in enumerate(found):
        time = start + i * LOOK
        cues.push(cue, time, move)
        shown.append((cues.cue, cues.corrected(time)))
    return shown


def test_what_is_found_once_is_not_said():
    assert {cue for cue, _ in looks([KNEE, None, KNEE, ARM, KNEE])} == {None}


def test_what_is_found_twice_is_said_and_stays():
    shown = looks([KNEE, KNEE, *[None] * 20])

    stayed = [cue for cue, _ in shown].count(KNEE) * LOOK
    assert shown[1][0] == KNEE
    assert CUE_STAYS <= stayed <= CUE_STAYS + 2 * LOOK


def test_what_is_gone_is_corrected_once():
    said = [corrected for _, corrected in looks([KNEE, KNEE, *[None] * 40])]

    assert said.count(True) * LOOK == CORRECTED_STAYS
    assert "".join("01"[x] for x in said).count("01") == 1


def test_another_difference_is_no_correction():
    shown = looks([KNEE, KNEE, *[ARM] * 20])

    assert not any(corrected for _, corrected in shown)
    first = [cue for cue, _ in shown].index(ARM)
    assert (first - 1) * LOOK >= CUE_PAUSE


def test_what_another_move_ends_is_not_corrected():
    cues = LiveCues()
    looks([KNEE] * 8, cues)

    shown = looks([None] * 10, cues, start=4.0, move=4.0)

    assert shown[-1] == (None, False)
    assert not any(corrected for _, corrected in shown)


@pytest.mark.parametrize("before", [[KNEE, KNEE], [KNEE, KNEE, *[None] * 8]], ids=["cue", "mended"])
def test_nothing_is_said_of_who_cannot_be_judged(before):
    cues = LiveCues()
    looks(before, cues)

    cues.drop()

    assert cues.cue is None
    assert not cues.corrected(len(before) * LOOK)
