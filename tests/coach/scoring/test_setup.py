from __future__ import annotations

import math

import numpy as np

from coach.scoring.setup import moved, setup_of
from coach.types import PoseTrack, Setup

HERE = Setup((640, 480), 10.0, 0.3)


def track(size: tuple[int, int]) -> PoseTrack:
    points = np.zeros((3, 17, 2), np.float32)
    points[:, 5:7, 1] = 100.0  # shoulders 120 above the hips
    points[:, 11:13, 1] = 220.0
    seen = np.ones((3, 17), np.float32)
    return PoseTrack(np.arange(3) / 15, points, seen, np.zeros((3, 17, 3), np.float32), size, 15.0)


def test_the_trunk_is_told_as_part_of_the_height_of_the_picture():
    assert setup_of(track((640, 480)), np.array([5.0, math.nan])) == Setup(
        (640, 480), 5.0, 120 / 480
    )


def test_a_picture_of_unknown_size_tells_nothing_of_the_distance():
    assert math.isnan(setup_of(track((0, 0)), np.zeros(3)).trunk)


def test_the_same_place_has_not_moved():
    assert moved(HERE, HERE) == ()


def test_what_has_moved_is_told():
    assert moved(Setup((640, 480), 40.0, 0.3), HERE) == ("angle",)
    assert moved(Setup((640, 480), 10.0, 0.2), HERE) == ("distance",)
    assert moved(Setup((480, 640), 10.0, 0.3), HERE) == ("picture",)


def test_what_is_not_known_has_not_moved():
    assert moved(Setup((0, 0), math.nan, math.nan), HERE) == ()
