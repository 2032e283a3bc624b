"""Two claps, and what is none of them."""

from __future__ import annotations

import numpy as np
import pytest

from coach.session.clap_switch import ClapSwitch, faces_camera
from tests.coach.people import stand, track_of


def told(claps, *, until=6.0, meant=lambda time: True, fps=30.0):
    """Times at which two claps are made out, of claps at given times."""
    switch, found, left = ClapSwitch(), [], sorted(claps)
    for time in np.arange(0.0, until, 1 / fps):
        clapped = bool(left) and time >= left[0]
        if clapped:
            left.pop(0)
        if switch.push(clapped, float(time), meant=meant(time)):
            found.append(float(time))
    return found


def test_two_claps_are_told_once():
    assert len(told([2.0, 2.5])) == 1


@pytest.mark.parametrize(
    "claps",
    [
        pytest.param([2.0], id="one"),
        pytest.param([2.0, 2.5, 3.0], id="three"),
        pytest.param([1.0, 1.5, 2.0, 2.5, 3.0, 3.5], id="applause"),
        pytest.param([2.0, 3.5], id="too-slow"),
        pytest.param([0.5, 1.4, 2.3, 3.2, 4.1], id="a-clap-a-repetition"),
    ],
)
def test_anything_else_is_not(claps):
    assert told(claps) == []


def test_two_claps_again_after_a_while_are_told_again():
    assert len(told([1.6, 2.1, 4.5, 5.0])) == 2


def test_they_are_told_when_no_third_one_has_come():
    assert told([2.0, 2.5]) == pytest.approx([2.5 + 1.3 * 0.5], abs=0.07)


def test_claps_of_the_exercise_are_not_meant():
    assert told([2.0, 2.5], meant=lambda time: False) == []


def test_a_clap_that_is_not_meant_spoils_the_pair():
    assert told([2.0, 2.5], meant=lambda time: time > 2.2) == []


def turned(world, degrees):
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return world @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]], np.float32).T


@pytest.mark.parametrize(
    ("world", "faces"),
    [
        pytest.param(stand(), True, id="standing"),
        pytest.param(stand(hips=(90, 90), knees=(90, 90)), True, id="sitting"),
        pytest.param(turned(stand(), 40), True, id="half-turned"),
        pytest.param(turned(stand(), 90), False, id="from-the-side"),
        pytest.param(turned(stand(), 180), False, id="from-behind"),
        pytest.param(stand(lean=70), False, id="bent-over"),
        pytest.param(stand() * np.nan, False, id="not-seen"),
    ],
)
def test_who_faces_the_camera_upright(world, faces):
    assert faces_camera(track_of(world[None]).pose(0)) is faces
