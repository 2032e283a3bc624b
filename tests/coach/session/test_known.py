import pickle

import numpy as np
import pytest

from coach.embedding import Encoder
from coach.session.features import features_of
from coach.session.known import Known, KnownTarget, TargetCopy, TargetFeed
from coach.types import Move
from tests.coach.people import squats, still, track_of


class Analysed(KnownTarget):
    """A target of which more and more is known."""

    title = "squats"
    moves = ()

    def __init__(self, track, features):
        super().__init__()
        self.track_, self.features_ = track, features
        self.learn(15)

    def learn(self, n, *, generation=0):
        rows = slice(0, n)
        self.known = Known(self.track_.select(rows), self.features_.rows(rows), None, generation)


@pytest.fixture
def target():
    track = track_of(np.concatenate([still(1, fps=15), squats(2, fps=15)]), 15.0)
    return Analysed(track, features_of(track, Encoder(), from_zero=True))


def alike(copy, target):
    for name in ("time", "latents", "directions"):
        np.testing.assert_array_equal(getattr(copy.features, name), getattr(target.features, name))
    np.testing.assert_array_equal(copy.track().world, target.track().world)
    np.testing.assert_array_equal(copy.track().time, target.track().time)
    assert (copy.title, copy.moves, copy.cycles) == (target.title, target.moves, target.cycles)


def sent(news):
    return pickle.loads(pickle.dumps(news))


def test_a_copy_knows_what_the_target_knows_while_it_is_analysed(target):
    feed = TargetFeed(target)
    copy = TargetCopy(sent(feed.news()))
    alike(copy, target)
    for n in (20, 21, 40):
        target.learn(n)
        copy.take(sent(feed.news()))
        alike(copy, target)


def test_only_what_was_added_is_told_again(target):
    feed = TargetFeed(target)
    feed.news()
    target.learn(20)
    news = feed.news()
    assert not news.whole
    assert len(news.added.features.time) == len(news.added.poses) == 5


def test_nothing_is_told_twice(target):
    feed = TargetFeed(target)
    assert feed.news() is not None
    assert feed.news() is None


def test_frames_that_changed_are_told_anew(target):
    feed = TargetFeed(target)
    copy = TargetCopy(feed.news())
    target.features_ = features_of(target.track_, Encoder(), from_zero=True).other_side()
    target.learn(18, generation=1)
    news = feed.news()
    assert news.whole
    copy.take(news)
    alike(copy, target)


def test_moves_that_were_edited_are_told(target):
    feed = TargetFeed(target)
    copy = TargetCopy(feed.news())
    target.moves = (Move("squat", 1.0, 3.0, 2, "periodic"),)
    copy.take(feed.news())
    assert copy.moves_at(2.0)[0] == target.moves[0]
    alike(copy, target)


def test_an_instructor_is_looked_up_by_time_in_the_copy_too(target):
    copy = TargetCopy(TargetFeed(target).news())
    np.testing.assert_array_equal(copy.pose_at(0.5).world, target.pose_at(0.5).world)
    assert copy.pose_at(100.0) is None
