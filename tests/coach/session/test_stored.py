"""The result of a session that broke off is that of what was recorded until then."""

import pytest

from coach.session.stored import result_of
from coach.skeleton import LEGS
from coach.storage import Store, StoredTarget
from coach.types import Move
from tests.coach.session.test_upper_body import SITTING, track_of, workout


class Kept:
    """A cache that holds the poses of one target."""

    def __init__(self, track):
        self._track = track

    def load(self, *_, **__):
        return (self._track,)


def interrupted(folder, world, left_out=()):
    """A session as it is after the program was killed."""
    track = track_of(world)
    target = StoredTarget(
        "t", folder / "t.mp4", "ab", track.duration, (Move("raise", 0.0, track.duration, 4),)
    )
    with Store(folder) as store:
        recorder = store.start_session(target, 1, left_out=left_out)
        for i, time in enumerate(track.time):
            recorder.add(float(time), float(time), (track.pose(i),), (None,))
        recorder.flush()
        stored = store.session(recorder.id)
        recorder.finish(None)
        return stored


@pytest.mark.parametrize("left_out", [frozenset(), LEGS], ids=["whole", "upper-body"])
def test_limbs_that_were_left_out_are_so_after_a_crash(tmp_path, left_out):
    stored = interrupted(tmp_path, workout(**SITTING), left_out)

    result = result_of(stored, Kept(track_of(workout())))

    assert result.left_out == tuple(sorted(left_out))
    assert (result.people[0].score > 95) == bool(left_out)


def test_a_session_that_broke_off_at_once_is_not_judged(tmp_path):
    stored = interrupted(tmp_path, workout()[:0])

    (person,) = result_of(stored, Kept(track_of(workout()))).people

    assert not person.score > 0
