from dataclasses import replace

import numpy as np
import pytest

from coach.angles import ANGLE_INDEX
from models.training.feedback_pairs import pairs
from models.training.motion_bank import read


@pytest.fixture(scope="module")
def squats():
    kept = [one for one in read() if one.exercise == "squat" and one.fault in ("", "shallow")]
    people = sorted({one.person for one in kept})[:2]
    return [one for one in kept if one.person in people and one.severity in (0.0, 1.0)]


@pytest.fixture(scope="module")
def followed(squats):
    return [*pairs(squats, np.random.default_rng(0), 1, 1)]


def test_everybody_follows_somebody_else_who_does_it_right(followed, squats):
    firsts = [one for one in squats if not one.number]

    assert [(p.user.person, p.user.fault, p.errors) for p in followed] == [
        (one.person, one.fault, errors) for one in firsts for errors in (False, True)
    ]


def test_both_are_compared_at_the_same_moments(followed):
    for pair in followed:
        assert len(pair.target.angles) == len(pair.done.angles) == len(pair.done.bones)


def test_a_shallow_squat_bends_the_knees_less(followed):
    def depth(aspect):
        return aspect.angles[:, ANGLE_INDEX["left_knee"]].max()

    exact = [pair for pair in followed if not pair.errors]

    for pair in exact:
        assert (depth(pair.done) < 0.8 * depth(pair.target)) == (pair.user.fault == "shallow")


def test_one_camera_is_not_like_another(squats):
    one, other = (next(pairs(squats, np.random.default_rng(seed), 0, 1)) for seed in (0, 1))

    assert not np.allclose(one.done.angles[:20], other.done.angles[:20], atol=0.5)


def test_who_is_alone_follows_nobody(squats):
    alone = [replace(one, person="somebody") for one in squats]

    assert not [*pairs(alone, np.random.default_rng(0), 1, 1)]
