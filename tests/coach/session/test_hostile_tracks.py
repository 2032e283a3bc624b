"""Tracks that no estimator should write and some do: a score all the same, never NaN."""

import json
from dataclasses import replace

import numpy as np
import pytest

from coach.embedding import Encoder
from coach.report import report_view, result_json
from coach.session import score_session
from coach.skeleton import INDEX
from coach.texts import Texts
from coach.types import Move, PoseTrack
from tests.coach.people import raises, squats, still, track_of

EN = Texts("en")
MOVES = (Move("squat", 2.0, 14.0, 4), Move("lateral_raise", 16.0, 28.0, 4))
GOOD = track_of(np.concatenate([still(2), squats(4), still(2), raises(4), still(2)]))


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


def filled(value, *fields):
    return replace(GOOD, **{name: np.full_like(getattr(GOOD, name), value) for name in fields})


def here_and_there(value):
    """Every seventh frame and every fifth keypoint."""
    world, points = GOOD.world.copy(), GOOD.points.copy()
    world[::7], points[::7] = value, value
    world[:, ::5], points[:, ::5] = value, value
    return replace(GOOD, world=world, points=points)


def without(*names):
    world, points, confidence = GOOD.world.copy(), GOOD.points.copy(), GOOD.confidence.copy()
    rows = [i for name, i in INDEX.items() if name.endswith(names)]
    world[:, rows], points[:, rows], confidence[:, rows] = np.nan, np.nan, 0
    return replace(GOOD, world=world, points=points, confidence=confidence)


EMPTY = PoseTrack.of([], [], (0, 0), 30.0)
HOSTILE = {
    "nan": filled(np.nan, "world", "points", "confidence"),
    "infinite": filled(np.inf, "world", "points", "confidence"),
    "infinite-here-and-there": here_and_there(-np.inf),
    "nan-here-and-there": here_and_there(np.nan),
    "huge": filled(3e38, "world", "points"),
    "zero": filled(0.0, "world", "points", "confidence"),
    "no-confidence": filled(np.nan, "confidence"),
    "no-size": replace(GOOD, size=(0, 0)),
    "no-frames": EMPTY,
    "one-frame": GOOD.select(slice(1)),
    "one-frame-in-the-middle": GOOD.select(slice(200, 201)),
}


def checked(target, user, encoder, moves=MOVES):
    """The result, which can be told in JSON and in words."""
    result = score_session(target, [user], title="t", encoder=encoder, moves=moves)
    shown = result_json(result, EN)
    json.dumps(shown, allow_nan=False)
    assert 0 <= shown["score"] <= 100
    assert all(0 <= move["score"] <= 100 for move in shown["moves"] if move["score"] is not None)
    assert report_view(result, EN).people[0].grade
    return result.people[0]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_recording_has_a_score(encoder, name):
    checked(GOOD, HOSTILE[name], encoder)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("moves", [MOVES, ()], ids=["moves-known", "moves-searched"])
def test_a_hostile_target_has_a_score(encoder, name, moves):
    checked(HOSTILE[name], GOOD, encoder, moves)


@pytest.mark.parametrize("name", ["nan", "infinite", "zero", "no-frames"])
def test_what_shows_nobody_earns_nothing_and_is_unsure(encoder, name):
    person = checked(GOOD, HOSTILE[name], encoder)

    assert person.score == 0
    assert person.uncertainty > 30


@pytest.mark.parametrize(
    ("names", "score", "reason"),
    [
        pytest.param(("wrist",), 95, None, id="no-wrists"),
        pytest.param(("ankle",), 90, "feet_outside", id="no-feet"),
        pytest.param(("hip", "knee", "ankle"), 0, "half_hidden", id="no-legs"),
        pytest.param(("left_wrist", "left_elbow", "left_knee"), 90, None, id="one-side-short"),
    ],
)
def test_what_is_seen_is_judged_and_the_rest_marked(encoder, names, score, reason):
    person = checked(GOOD, without(*names), encoder)

    whole = checked(GOOD, GOOD, encoder)
    assert person.score >= score
    assert person.uncertainty > whole.uncertainty + 0.5
    assert (reason in {span.reason for span in person.not_judged}) == (reason is not None)


@pytest.mark.slow
def test_a_hundred_thousand_frames_are_scored(encoder):
    n = 100_000
    rows = np.arange(n) % len(GOOD)
    long = PoseTrack(
        np.arange(n) / 15,
        GOOD.points[rows],
        GOOD.confidence[rows],
        GOOD.world[rows],
        (640, 480),
        15,
    )

    person = checked(GOOD, long, encoder)

    assert person.score > 90
