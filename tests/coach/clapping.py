"""A made-up person whose hands come and go as told."""

from __future__ import annotations

import numpy as np

from coach.skeleton import INDEX
from coach.types import PoseTrack
from tests.coach.people import stand, track_of

FPS = 30.0
WIDE, TOUCHING = 0.40, 0.06
"""Metres between the wrists."""


def hands(*way: tuple[float, float]) -> PoseTrack:
    """Somebody whose wrists are so far apart (metres) at such times (seconds)."""
    when, apart = np.array(way).T
    time = np.arange(0.0, when[-1], 1 / FPS)
    share = np.interp(time, when, np.arange(len(when)))
    eased = np.floor(share) + (1 - np.cos(np.pi * (share % 1))) / 2
    distance = np.interp(eased, np.arange(len(when)), apart)
    world = np.repeat(stand()[None], len(time), axis=0)
    neck = world[:, [INDEX["left_shoulder"], INDEX["right_shoulder"]]].mean(axis=1)
    for side, sign in (("left", 1.0), ("right", -1.0)):
        wrist = neck + np.array([0.0, 0.10, -0.30])
        wrist[:, 0] += sign * distance / 2
        shoulder = world[:, INDEX[f"{side}_shoulder"]]
        elbow = (wrist + shoulder) / 2 + np.array([sign * 0.10, 0.16, 0.0])
        world[:, INDEX[f"{side}_wrist"]] = wrist
        world[:, INDEX[f"{side}_elbow"]] = elbow
    return track_of(world, FPS)


def clapping(*times: float, end: float) -> PoseTrack:
    """Somebody who claps at such times, seconds."""
    way = [(0.0, WIDE)]
    for time in times:
        way += [(time - 0.18, WIDE), (time, TOUCHING), (time + 0.08, TOUCHING), (time + 0.26, WIDE)]
    return hands(*way, (end, WIDE))
