import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.alignment import OnlineAligner, OnlineSettings
from coach.errors import CoachBug
from tests.coach.alignment.walks import Walk

RATE = 15.0
WALK = Walk()
TARGET = WALK.at(np.arange(0, 60, 1 / RATE))
BAND = OnlineSettings()
NOBODY = np.full(TARGET.shape[1], np.nan, np.float32)


def follow(moment, until=30.0, fps=30.0, aligner=None, start=0.0):
    """Places of somebody who, at playhead p, is at ``moment(p)`` of the target."""
    aligner = aligner or OnlineAligner(TARGET, RATE)
    playheads = np.arange(start, until, 1 / fps)
    moments = np.array([moment(p) for p in playheads]).clip(0)
    places = [
        aligner.push(latent, p) for latent, p in zip(WALK.at(moments), playheads, strict=True)
    ]
    return playheads, moments, places


PERIOD = 3.0
REPEATED = np.arange(0, 30, 1 / RATE) % PERIOD


def loop(moments):
    """Latents (T, K) of a move that comes back to where it began every PERIOD seconds."""
    rng = np.random.default_rng(3)
    amount = rng.normal(size=(2, 24))
    phase = 2 * np.pi * np.asarray(moments)[:, None] / PERIOD
    there_and_back = np.cos(phase) * amount[0] + 0.4 * np.sin(phase) * amount[1]
    return (there_and_back + 0.3 * rng.normal(size=24)).astype(np.float32)


def similarities(latents, target, fps=30.0):
    aligner = OnlineAligner(target, RATE)
    places = [aligner.push(latent, i / fps) for i, latent in enumerate(latents)]
    return np.array([place.similarity for place in places]), places


def errors(moments, places):
    return np.abs([place.time - moment for place, moment in zip(places, moments, strict=True)])


@settings(max_examples=25, deadline=None)
@given(lag=st.floats(0, 2), seed=st.integers(0, 1000))
def test_a_steady_lag_is_found_within_three_seconds_and_kept(lag, seed):
    walk = Walk(seed=seed)
    aligner = OnlineAligner(walk.at(np.arange(0, 20, 1 / RATE)), RATE)
    playheads = np.arange(0, 12, 1 / 30)
    latents = walk.at((playheads - lag).clip(0))

    places = [aligner.push(latent, p) for latent, p in zip(latents, playheads, strict=True)]

    assert errors(playheads - lag, places)[105 + round(30 * lag) :].max() < 0.15


@pytest.mark.parametrize("tempo", [0.7, 0.8, 1.25, 1.4])
def test_another_tempo_is_followed(tempo):
    begin = 0.2 if tempo < 1 else 2.2

    _, moments, places = follow(lambda p: p - begin + (tempo - 1) * max(p - 3, 0), until=8)

    after = errors(moments, places)[90:]
    assert after.mean() < 0.15
    assert after.max() < 0.3


@pytest.mark.parametrize("tempo", [0.7, 0.8, 1.2, 1.4])
def test_who_repeats_a_move_at_another_tempo_loses_nothing(tempo):
    latents = loop(tempo * np.arange(0, 25, 1 / 30))

    alike, _ = similarities(latents, loop(REPEATED))

    assert alike.mean() > 0.93
    assert np.quantile(alike, 0.1) > 0.8


def test_the_place_goes_back_only_to_the_same_moment_of_a_repetition():
    target = loop(REPEATED)

    _, places = similarities(loop(1.4 * np.arange(0, 25, 1 / 30)), target)

    indices = np.array([place.index for place in places])
    (back,) = np.nonzero(np.diff(indices) < 0)
    unit = target / np.linalg.norm(target, axis=1, keepdims=True)
    assert len(back) > 0
    before, after = unit[indices[back] + 1], unit[indices[back + 1]]
    assert np.sum(before * after, axis=1).min() > BAND.alike
    assert np.diff(indices)[back].max() < -RATE


@pytest.mark.parametrize("phase", [0.0, 0.7, 1.5])
def test_standing_still_gains_nothing_from_repetitions(phase):
    target = loop(REPEATED)
    pose = loop([phase])[0]
    unit = target / np.linalg.norm(target, axis=1, keepdims=True)
    by_the_clock = (unit @ (pose / np.linalg.norm(pose))).mean()

    alike, _ = similarities(np.repeat(pose[None], 750, axis=0), target)

    assert alike.mean() < by_the_clock + 0.15


@pytest.mark.parametrize("fps", [10, 20, 30, 60])
def test_the_camera_s_rate_does_not_matter(fps):
    _, moments, places = follow(lambda p: p - 0.9, fps=fps)

    assert errors(moments, places)[5 * fps :].max() < 0.15


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 1000),
    st.lists(st.sampled_from(["follows", "still", "noise", "nobody"]), min_size=4, max_size=12),
)
def test_places_never_go_back_and_stay_in_the_band(seed, phases):
    rng = np.random.default_rng(seed)
    aligner = OnlineAligner(TARGET, RATE)
    lag, last = rng.uniform(0, 2), 0
    for i in range(30 * len(phases)):
        playhead = i / 30
        phase = phases[i // 30]
        latent = {
            "follows": WALK.at([max(playhead - lag, 0)])[0],
            "still": TARGET[40],
            "noise": rng.normal(size=TARGET.shape[1]).astype(np.float32),
            "nobody": NOBODY,
        }[phase]

        place = aligner.push(latent, playhead)

        assert place.index >= last
        assert playhead - BAND.behind - 0.5 / RATE - 1e-6 <= place.time or place.index == 0
        assert place.time <= playhead + BAND.ahead + 0.5 / RATE + 1e-6
        last = place.index


def test_standing_still_in_a_frame_of_the_target_is_no_way_to_be_alike():
    pose = TARGET[300]
    unit = TARGET / np.linalg.norm(TARGET, axis=1, keepdims=True)
    by_the_clock = (unit @ (pose / np.linalg.norm(pose)))[:450].mean()
    aligner = OnlineAligner(TARGET, RATE)

    places = [aligner.push(pose, p) for p in np.arange(0, 30, 1 / 30)]

    assert np.mean([place.similarity for place in places]) < by_the_clock + 0.1


@pytest.mark.parametrize("seconds", [2.0, 5.0])
def test_standing_still_never_stops_the_place(seconds):
    aligner = OnlineAligner(TARGET, RATE)
    follow(lambda p: p - 0.3, until=10, aligner=aligner)
    begin = aligner.push(TARGET[145], 10.0)

    playheads = np.arange(10, 10 + seconds, 1 / 30)
    places = [aligner.push(TARGET[145], p) for p in playheads]

    assert places[-1].time - begin.time >= 0.4 * seconds - 0.15


def test_somebody_who_paused_is_caught_again():
    aligner = OnlineAligner(TARGET, RATE)
    follow(lambda p: p - 0.3, until=8, aligner=aligner)
    follow(lambda p: 7.7, start=8, until=12, aligner=aligner)

    _, moments, places = follow(lambda p: p - 1.2, start=12, until=20, aligner=aligner)

    assert errors(moments, places)[105:].max() < 0.15


def test_frames_without_anybody_change_no_evidence():
    with_gap, without = OnlineAligner(TARGET, RATE), OnlineAligner(TARGET, RATE)
    for aligner in (with_gap, without):
        follow(lambda p: p - 0.8, until=6, aligner=aligner)
    before = without.lag

    for p in np.arange(6, 7, 1 / 30):
        place = with_gap.push(NOBODY, p)

    assert not place.seen
    assert np.isnan(place.similarity)
    assert with_gap.lag == before
    assert place.time == pytest.approx(p - before, abs=0.5 / RATE + 1e-6)


def test_a_place_tells_how_alike_the_person_is_to_that_frame():
    _, _, places = follow(lambda p: p - 0.4)

    assert places[-1].similarity == pytest.approx(1, abs=0.02)
    assert places[-1].cost == pytest.approx(0, abs=0.02)
    assert places[-1].time == places[-1].index / RATE


@pytest.mark.parametrize("to", [pytest.param(40.0, id="forward"), pytest.param(3.0, id="back")])
def test_a_jump_of_the_playhead_begins_anew(to):
    aligner = OnlineAligner(TARGET, RATE)
    follow(lambda p: p - 2, until=10, aligner=aligner)

    place = aligner.push(WALK.at([to - 0.4])[0], to)

    assert place.time == pytest.approx(to - 0.4, abs=1 / RATE)


def test_while_the_playhead_rests_so_does_the_place():
    aligner = OnlineAligner(TARGET, RATE)
    _, _, places = follow(lambda p: p - 1, until=10, aligner=aligner)
    playhead = 10 - 1 / 30

    resting = [aligner.push(TARGET[i], playhead).index for i in range(100)]

    assert set(resting) == {places[-1].index}


def test_a_target_may_grow_while_it_is_followed():
    whole, growing = OnlineAligner(TARGET, RATE), OnlineAligner(TARGET[:150], RATE)
    for start in range(150, len(TARGET), 150):
        follow(lambda p: p - 0.7, start=(start - 150) / RATE, until=start / RATE - 1, aligner=whole)
        follow(
            lambda p: p - 0.7, start=(start - 150) / RATE, until=start / RATE - 1, aligner=growing
        )
        growing.extend(TARGET[start : start + 150])
    latent = WALK.at([57.3])[0]

    assert growing.push(latent, 58.0) == whole.push(latent, 58.0)


def test_before_anything_is_analysed_there_is_no_similarity():
    place = OnlineAligner(TARGET[:0], RATE).push(TARGET[0], 0.0)

    assert (place.index, place.seen) == (0, True)
    assert np.isnan(place.similarity)


def test_target_frames_in_which_nobody_is_seen_do_not_break_the_path():
    target = TARGET.copy()
    target[100:160] = np.nan
    aligner = OnlineAligner(target, RATE)

    _, moments, places = follow(lambda p: p - 0.8, until=20, aligner=aligner)

    assert errors(moments, places)[450:].max() < 0.15
    assert np.isnan(places[round(8.8 * 30)].similarity)


def test_reset_forgets_the_person():
    aligner = OnlineAligner(TARGET, RATE)
    follow(lambda p: p - 2, until=10, aligner=aligner)
    aligner.reset()

    assert aligner.push(TARGET[0], 0.0) == OnlineAligner(TARGET, RATE).push(TARGET[0], 0.0)


def test_a_narrower_band_is_kept():
    aligner = OnlineAligner(TARGET, RATE, OnlineSettings(behind=0.5, ahead=0.0))

    playheads, _, places = follow(lambda p: p - 2, aligner=aligner)

    lags = playheads - [place.time for place in places]
    assert lags.max() <= 0.5 + 0.5 / RATE + 1e-6


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: OnlineAligner(TARGET[0], RATE), r"target must have shape \(T, K\)"),
        (lambda: OnlineAligner(TARGET, 0.0), "rate must be above 0"),
        (lambda: OnlineAligner(TARGET, RATE).push(TARGET[0, :5], 0.0), r"got \(5,\)"),
        (lambda: OnlineAligner(TARGET, RATE).extend(TARGET[:, :5]), r"got \(900, 5\)"),
    ],
    ids=["one-row", "no-rate", "short-latent", "other-size"],
)
def test_what_does_not_fit_is_refused(make, message):
    with pytest.raises(CoachBug, match=message):
        make()
