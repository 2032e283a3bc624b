"""What is counted as it ends, and what a second look makes of it."""

import numpy as np
import pytest

from coach.embedding import Encoder
from coach.moves.counting import LiveCounter, signals_of_track
from coach.moves.counting_net import shipped_net
from coach.moves.counting_signals import carried_on
from coach.moves.hindsight import EVERY, SETTLED, Hindsight
from coach.moves.live_cycles import Known, LiveCycles
from coach.moves.spans import LIVE_DELAY, all_spans
from coach.tracks import resample
from tests.coach.people import raises, squats, still, track_of

SECOND = 15


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


@pytest.fixture(scope="module")
def squatting(encoder):
    """Frames of somebody who stands, squats five times and stands."""
    track = resample(track_of(np.concatenate([still(3), squats(5), still(3)])))
    return carried_on(signals_of_track(track, encoder))


class Told:
    """Says what is known at some frames."""

    def __init__(self, **known):
        self._known = {int(frame[1:]): Known(*found) for frame, found in known.items()}
        self._taken = 0

    def push(self, frame, *, newest):
        self._taken += 1
        return self._known.get(self._taken)


def counts(encoder, told, **options):
    """The counter's numbers after every frame of somebody who raises the arms all the time."""
    counter = LiveCounter()
    counter._cycles = told
    track = resample(track_of(raises(8)))
    latents = encoder.encode(track.world, track.confidence, track.points)
    return [
        counter.push(track.pose(i), latents[i], float(track.time[i]), **options)
        for i in range(len(track))
    ]


ONE, TWO, THREE = (0, 30), (30, 60), (60, 90)


def test_a_repetition_that_was_none_is_made_up_for_by_the_next(encoder):
    found = counts(
        encoder,
        Told(
            f40=((), (), (ONE,)),
            f50=((), (), ()),
            f70=((), (), (TWO,)),
            f100=((), (TWO, THREE), ()),
        ),
    )

    assert (found[38], found[39], found[49], found[69], found[99]) == (0, 1, 1, 1, 2)


def test_what_was_missed_is_counted_later(encoder):
    found = counts(encoder, Told(f70=((), (), (TWO,)), f80=((), (ONE, TWO), ())))

    assert (found[69], found[79]) == (1, 2)


def test_what_is_settled_stays(encoder):
    found = counts(
        encoder,
        Told(f70=((), (ONE, TWO), ()), f80=((ONE, TWO), (), ()), f100=((), (THREE,), ())),
    )

    assert (found[69], found[79], found[99]) == (2, 2, 3)


def test_between_moves_nothing_is_counted(encoder):
    found = counts(encoder, Told(f70=((), (ONE, TWO), ())), counting=False)

    assert not any(found)


def test_with_the_next_move_counting_begins_anew(encoder):
    counter = LiveCounter()
    counter._cycles = Told(f70=((), (ONE, TWO), ()), f100=((ONE,), (TWO, THREE), ()))
    track = resample(track_of(raises(8)))
    latents = encoder.encode(track.world, track.confidence, track.points)
    found = []
    for i in range(110):
        if i == 75:
            counter.begin(None)
        found.append(counter.push(track.pose(i), latents[i], float(track.time[i])))

    assert (found[70], found[75], found[105]) == (2, 0, 1)
    assert counter.total == 1


def test_a_repetition_that_moves_is_not_counted_in_the_next_move_too(encoder):
    counter = LiveCounter()
    counter._cycles = Told(f62=((), (ONE, (28, 58)), ()), f80=((), (ONE, (31, 63)), ()))
    track = resample(track_of(raises(8)))
    latents = encoder.encode(track.world, track.confidence, track.points)
    for i in range(90):
        if i == 62:
            assert counter.total == 2
            counter.begin(None)
        counter.push(track.pose(i), latents[i], float(track.time[i]))

    assert counter.total == 0


def test_what_falls_short_is_no_full_repetition(encoder):
    counter = LiveCounter()
    shown = [(45 * i, 45 * (i + 1)) for i in range(6)]
    counter._cycles = Told(f271=((), tuple(shown), ()))
    world = np.concatenate([squats(4), squats(1, depth=0.4), squats(2)])
    track = resample(track_of(world))
    latents = encoder.encode(track.world, track.confidence, track.points)
    for i in range(300):
        counter.push(track.pose(i), latents[i], float(track.time[i]))

    assert (counter.count, counter.total) == (5, 6)


def test_a_second_look_finds_every_squat_and_lets_it_settle(encoder):
    track = resample(track_of(np.concatenate([still(3), squats(8), still(3)])))
    frames = carried_on(signals_of_track(track, encoder))
    hindsight = Hindsight(shipped_net())
    spans = all_spans(0, len(frames), len(frames))
    ends = spans.sum(axis=1)
    found, looks, recent = {}, [], []
    for now in range(len(frames)):
        seen = hindsight.push(frames[: now + 1], now + 1, spans[ends == now - LIVE_DELAY])
        if seen is not None:
            settled, recent = seen
            looks.append(now)
            found |= dict.fromkeys(settled, now)

    assert np.diff(looks) == pytest.approx(EVERY)
    assert len(found) >= 3
    assert len(found) + len(recent) == 8
    assert all(SETTLED <= now + 1 - end < SETTLED + EVERY + 45 for (_, end), now in found.items())


def test_while_frames_wait_nothing_is_looked_at_again(squatting):
    hindsight = Hindsight(shipped_net())
    none = np.zeros((0, 2), np.intp)

    assert all(
        hindsight.push(squatting[: i + 1], i + 1, none, look=False) is None for i in range(60)
    )
    assert hindsight.push(squatting[:61], 61, none) == ([], [])


def test_live_every_squat_is_counted_near_its_end(squatting):
    cycles = LiveCycles(shipped_net())
    settled, seen, rises = 0, 0, []
    for now, frame in enumerate(squatting):
        known = cycles.push(frame)
        if known is not None:
            settled += len(known.settled)
            number = settled + len(known.recent) + len(known.at_once)
            rises += [now / SECOND] * max(number - seen, 0)
            seen = max(seen, number)

    assert len(rises) == 5
    assert np.abs(np.diff(rises) - 3.0).max() < 1.0
