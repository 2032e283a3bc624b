from dataclasses import dataclass, fields, replace

import numpy as np
import pytest

from coach.embedding import Encoder
from coach.moves.attempts import Cycle
from coach.moves.counting import find_cycles
from coach.pose.correction import LiveCorrection
from coach.scoring import load_curve
from coach.scoring.judged import DEFAULTS, LiveJudge
from coach.session.cues import CUE_STAYS
from coach.session.features import Features, features_of
from coach.session.follower import Follower, Taken, _is_held
from coach.session.stretches import stretches_of
from coach.skeleton import INDEX
from coach.types import Move
from tests.coach.people import cut_to, knee_lifts, raises, squats, stand, still, track_of

FPS = 30.0
LIFTED = [INDEX["left_knee"], INDEX["left_ankle"]]


@dataclass
class FakeTarget:
    features: Features
    moves: tuple[Move, ...]
    cycles: tuple[Cycle, ...] | None = None

    def moves_at(self, time):
        now = next((m for m in self.moves if m.start <= time <= m.end), None)
        return now, next((m for m in self.moves if m.start > time), None)


def workout(*, depth=1.0, left=90.0, side="left", fps=FPS):
    return np.concatenate(
        [
            still(2, fps),
            squats(4, depth=depth, fps=fps),
            still(2, fps),
            raises(4, left=left, fps=fps),
            still(2, fps),
            knee_lifts(4, side=side, fps=fps),
            still(2, fps),
        ]
    )


def part_of(features, n):
    parts = (getattr(features, field.name) for field in fields(features))
    return Features(*(part[:n] for part in parts))


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


@pytest.fixture(scope="module")
def target(encoder):
    track = track_of(workout(), FPS)
    moves = tuple(move for move in stretches_of(track, encoder) if move.is_exercise)
    return FakeTarget(features_of(track, encoder, from_zero=True), moves)


def run(follower, world, *, lag=0.0, hidden=()):
    """Feed every frame; the playhead runs ahead of the person by ``lag`` seconds."""
    track = track_of(world, FPS)
    views, scores = [], []
    for i in range(len(track)):
        time = i / FPS
        pose = None if any(a <= time < b for a, b in hidden) else track.pose(i)
        scores.append(follower.push(pose, time, time + lag))
        views.append(follower.view())
    return views, scores


@pytest.fixture
def follower(target, encoder):
    return Follower(target, encoder, load_curve(), "auto")


@pytest.mark.parametrize("lag", [0.0, 0.6, 1.5])
def test_following_right_scores_high_at_any_lag(follower, lag):
    views, scores = run(follower, workout(), lag=lag)

    assert views[-1].average > 90
    assert np.median([s.lag for s in scores[90:]]) == pytest.approx(lag, abs=0.2)


def test_standing_still_scores_low(follower):
    views, _ = run(follower, still(44, FPS))

    assert views[-1].average < 45


def test_following_as_in_a_mirror_is_found_out(follower):
    views, scores = run(follower, workout(side="right"))

    assert views[-1].mirrored is True
    assert scores[-60].mirrored


def test_a_switch_overrides_the_mirror(follower):
    follower.set_mirror("off")

    views, scores = run(follower, workout(side="right"))

    assert views[-1].mirrored is False
    assert not any(s.mirrored for s in scores)


def test_a_shallow_squat_brings_the_cue_and_it_stays_a_while(follower):
    views, _ = run(follower, workout(depth=0.5))

    deeper = ("bend_knee", "bend_hip")
    shown = [i for i, v in enumerate(views) if v.cue is not None and v.cue.kind in deeper]
    assert shown
    assert len(shown) >= CUE_STAYS * FPS
    assert shown[0] < 12 * FPS


def test_who_does_it_right_gets_no_cue(follower):
    views, _ = run(follower, workout(), lag=0.5)

    assert {v.cue for v in views} == {None}


def test_repetitions_rise_and_never_fall_within_a_move(follower, target):
    views, _ = run(follower, workout())

    for move in target.moves:
        counts = [v.repetitions for i, v in enumerate(views) if move.start < i / FPS < move.end]
        assert counts == sorted(counts)
        assert counts[-1] in (3, 4)


def test_shallow_repetitions_are_attempts_among_the_repetitions(target, encoder):
    squatting = replace(target, moves=tuple(m for m in target.moves if m.start < 10))
    deep, _ = run(Follower(squatting, encoder, load_curve(), "auto"), workout()[: 17 * 30])
    shallow, _ = run(Follower(squatting, encoder, load_curve(), "auto"), workout(depth=0.3)[:510])

    assert deep[-1].attempts == 0
    assert shallow[-1].attempts == shallow[-1].repetitions > 0


@pytest.mark.parametrize("confidence", [0.9, DEFAULTS.unsure / 2])
def test_a_knee_too_unsure_to_be_judged_is_counted_by(encoder, confidence):
    world = np.concatenate([still(2, FPS), knee_lifts(4, fps=FPS), still(2, FPS)])
    seen = track_of(world, FPS)
    sure = seen.confidence.copy()
    sure[60:-60, LIFTED] = confidence
    track = replace(seen, confidence=sure)
    features = features_of(track, encoder, from_zero=True)
    cycles = find_cycles(features.signals, features.time)
    shown = FakeTarget(features, (Move("knees", 1.5, len(world) / FPS - 1.0, 4),), cycles)
    follower, judge = Follower(shown, encoder, load_curve(), "auto"), LiveJudge(track.size)
    correction = LiveCorrection()
    for time, pose in ((i / FPS, track.pose(i)) for i in range(len(track))):
        pose = correction.push(pose, time)
        follower.push(judge.seen(pose, time), time, time, judge.guess(pose))

    assert np.isfinite(features.directions).all() == (confidence > 0.5)
    assert np.isfinite(features.turns).all()
    assert len(cycles) == 4
    assert follower.view().repetitions == 4
    assert follower.view().attempts == 0


def test_seconds_of_a_hold_are_counted(encoder):
    plank = stand() @ np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]], np.float32)
    world = np.repeat(plank[None], 6 * 30, axis=0)
    features = features_of(track_of(world, FPS), encoder, from_zero=True)
    target = FakeTarget(features, (Move("plank", 0.0, 6.0, 0, "held"),))
    views, _ = run(Follower(target, encoder, load_curve(), "auto"), world)

    assert views[-1].held == pytest.approx(6.0, abs=1.0)
    assert views[-1].repetitions == 0


def test_the_known_repetitions_of_the_instructor_are_the_exemplar(target, encoder):
    cycles = find_cycles(target.features.signals, target.features.time)
    known = replace(target, cycles=cycles)
    views, _ = run(Follower(known, encoder, load_curve(), "auto"), workout())
    alone, _ = run(Follower(target, encoder, load_curve(), "auto"), workout())

    assert [v.repetitions for v in views] == [v.repetitions for v in alone]


def test_a_hidden_person_is_not_judged_and_comes_back(follower):
    views, scores = run(follower, workout(), hidden=[(5, 9)])

    assert all(s is None for s in scores[151:269])
    assert views[-1].average > 85


def test_a_target_not_yet_analysed_is_not_judged(encoder, target):
    short = FakeTarget(part_of(target.features, 0), ())
    follower = Follower(short, encoder, load_curve(), "auto")

    _, scores = run(follower, workout()[:60])

    assert all(s is None for s in scores)


def test_a_target_that_grows_is_followed(encoder, target):
    growing = FakeTarget(part_of(target.features, 60), target.moves)
    follower = Follower(growing, encoder, load_curve(), "auto")
    run(follower, workout()[:30])
    growing.features = target.features

    views, _ = run(follower, workout())

    assert views[-1].average > 85


def test_who_has_gone_is_not_shown_the_old_score_and_earns_nothing(follower):
    views, _ = run(follower, workout(depth=0.5), hidden=[(8, 44)])

    gone = views[-1]
    assert np.isnan(gone.smoothed_score)
    assert gone.cue is None
    assert gone.average < 35


def test_a_jump_back_within_a_move_counts_anew(follower, target):
    squat = target.moves[0]
    track = track_of(workout(), FPS)
    for i in range(len(track)):
        time = i / FPS
        if time > squat.end - 2:
            break
        follower.push(track.pose(i), time, time)
    before = follower.view().repetitions

    follower.push(track.pose(90), time, squat.start + 0.5)

    assert (before, follower.view().repetitions) == (3, 0)


def test_who_changes_sides_during_the_session_is_found_out(encoder):
    world = np.concatenate([knee_lifts(6, fps=FPS), still(1, FPS), knee_lifts(6, fps=FPS)])
    changed = np.concatenate(
        [knee_lifts(6, fps=FPS), still(1, FPS), knee_lifts(6, side="right", fps=FPS)]
    )
    features = features_of(track_of(world, FPS), encoder, from_zero=True)
    follower = Follower(FakeTarget(features, ()), encoder, load_curve(), "auto")

    views, _ = run(follower, changed)

    decided = [v.mirrored for v in views[::5] if v.mirrored is not None]
    assert (decided[0], decided[-1]) == (False, True)
    assert np.count_nonzero(np.diff(decided)) == 1


def test_what_was_mended_is_said_once(encoder):
    world = squats(8, fps=FPS)
    features = features_of(track_of(world, FPS), encoder, from_zero=True)
    follower = Follower(FakeTarget(features, ()), encoder, load_curve(), "auto")

    views, _ = run(follower, np.concatenate([squats(4, depth=0.5, fps=FPS), squats(4, fps=FPS)]))

    corrected = np.array([v.corrected for v in views])
    assert corrected.any()
    assert np.count_nonzero(np.diff(corrected.astype(int)) == 1) == 1


def test_late_in_one_move_is_told_apart_from_the_usual_lag(follower, target):
    track = track_of(workout(), FPS)
    late = target.moves[2].start
    words = []
    for i in range(len(track)):
        time = i / FPS
        delay = 0.5 if time < late else 0.9
        follower.push(track.pose(max(i - round(delay * FPS), 0)), time, time)
        timing = follower.view().timing
        words.append((time, timing.word if timing else ""))

    assert {word for time, word in words if 15 < time < late} == {""}
    assert "late" in {word for time, word in words if time > late + 5}


def test_the_score_of_a_held_pose_is_steady(encoder):
    pose = squats(1, fps=FPS)[45]
    features = features_of(track_of(np.stack([pose] * 600), FPS), encoder, from_zero=True)
    follower = Follower(FakeTarget(features, ()), encoder, load_curve(), "auto")
    rng = np.random.default_rng(0)
    noise = np.zeros((600, *pose.shape))
    for i in range(1, 600):  # correlated over half a second, 2 cm a joint
        noise[i] = 0.93 * noise[i - 1] + np.sqrt(1 - 0.93**2) * rng.normal(0, 0.02, pose.shape)

    views, _ = run(follower, pose + noise)

    shown = np.array([v.smoothed_score for v in views[150:]])
    assert shown.std() <= 2
    assert shown.mean() > 75


@pytest.mark.parametrize(("degrees", "least"), [(40, 90), (-90, 70), (180, 60)])
def test_a_cut_to_another_side_is_followed(encoder, degrees, least):
    world = np.concatenate([still(2, FPS), squats(5, fps=FPS), raises(5, fps=FPS)])
    half = len(world) // 2
    cut, _ = cut_to(world, half, degrees)
    features = features_of(track_of(cut, FPS), encoder, from_zero=True)
    follower = Follower(FakeTarget(features, ()), encoder, load_curve(), "auto")

    shown = np.array([view.smoothed_score for view in run(follower, world)[0]])

    assert np.nanmin(shown[half:]) > least
    assert np.nanmin(shown[half + round(5 * FPS) :]) > 95


def test_moments_described_together_are_as_each_by_itself(encoder):
    track = track_of(workout())
    features = features_of(track, encoder, from_zero=True)
    features = replace(features, shot=(np.arange(len(track)) // 20).astype(np.int32))
    one, other = (
        Follower(FakeTarget(features, ()), encoder, load_curve(), "auto") for _ in range(2)
    )
    for i in range(40, 80):
        pose, latent = track.pose(i), features.latents[i]
        for follower in (one, other):
            follower._taken.append(Taken(pose, latent, i // 10 % 2, i / 15, 0.1, i))
        one._describe()
    other._describe()

    seen, again = (follower._window.last(4.0) for follower in (one, other))

    assert len(seen.time) == 40
    for a, b in zip(parts_of(seen), parts_of(again), strict=True):
        assert a == pytest.approx(b, abs=1e-5, nan_ok=True)


def parts_of(moments):
    own = moments.time, moments.lag, moments.turn
    return *own, *moments.user.arrays, *moments.target.arrays


def test_nothing_taken_before_the_sides_are_exchanged_is_described_after(encoder, target):
    follower = Follower(target, encoder, load_curve(), "auto")
    track = track_of(workout())
    follower._taken.append(Taken(track.pose(0), target.features.latents[0], 0, 0.0, 0.0, 0))

    follower.exchange_sides()
    follower._describe()

    assert len(follower._window) == 0


@pytest.mark.parametrize("degrees", [40, -90, 180])
def test_a_cut_that_is_known_costs_nothing(encoder, degrees):
    world = np.concatenate([still(2, FPS), squats(5, fps=FPS), raises(5, fps=FPS)])
    half = len(world) // 2
    cut, shots = cut_to(world, half, degrees)
    track = replace(track_of(cut, FPS), shot=shots)
    follower = Follower(
        FakeTarget(features_of(track, encoder, from_zero=True), ()), encoder, load_curve(), "auto"
    )

    shown = np.array([view.smoothed_score for view in run(follower, world)[0]])

    assert np.nanmin(shown[half:]) > 98


@pytest.mark.parametrize(
    ("step", "rows", "held"), [(0.1, 45, True), (3.0, 45, False), (0.1, 0, False)]
)
def test_a_target_holds_when_it_moves_no_more_than_errors_do(step, rows, held):
    latents = np.zeros((rows, 64), np.float32)
    latents[::2, 0] = step

    assert _is_held(latents, 0.5) == held
