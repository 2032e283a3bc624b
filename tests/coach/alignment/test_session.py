import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.alignment import SessionSettings, align
from coach.errors import CoachBug
from tests.coach.alignment.walks import Walk

RATE = 15.0
WALK = Walk()
COSTS = SessionSettings()


def clock(n, rate=RATE):
    return np.arange(n) / rate


def aligned(user, target, **chosen):
    return align(
        user,
        target,
        user_time=clock(len(user)),
        target_time=clock(len(target)),
        settings=SessionSettings(**chosen),
    )


def pair_costs(user, target):
    """Cost of each pair, (N, M), as the docstring says it."""
    a, b = user.astype(float), target.astype(float)
    cosine = (a @ b.T) / (
        np.linalg.norm(a, axis=1)[:, None] * np.linalg.norm(b, axis=1)[None] + 1e-30
    )
    return np.where(np.isnan(cosine), COSTS.unseen, 1 - cosine)


def cost_of(path, pairs):
    """Total cost of a path, as the docstring says it."""
    n, m = pairs.shape
    (i, j), (k, last) = path[0], path[-1]
    assert i == 0 or j == 0
    assert k == n - 1 or last == m - 1
    total = i * COSTS.idle + j * COSTS.skip + (n - 1 - k) * COSTS.idle + (m - 1 - last) * COSTS.skip
    total += sum(pairs[i, j] for i, j in path)
    for step in np.diff(path, axis=0).tolist():
        total += {(1, 1): 0.0, (1, 0): COSTS.wait, (0, 1): COSTS.hurry}[tuple(step)]
    return total


def oracle(pairs):
    """Cheapest total, cell by cell in plain Python."""
    n, m = pairs.shape
    table = np.full((n, m), np.inf)
    best = np.inf
    for i in range(n):
        for j in range(m):
            ways = []
            if i == 0 or j == 0:
                ways.append(i * COSTS.idle + j * COSTS.skip)
            if i and j:
                ways.append(table[i - 1, j - 1])
            if i:
                ways.append(table[i - 1, j] + COSTS.wait)
            if j:
                ways.append(table[i, j - 1] + COSTS.hurry)
            table[i, j] = min(ways) + pairs[i, j]
            if i == n - 1 or j == m - 1:
                rest = (n - 1 - i) * COSTS.idle + (m - 1 - j) * COSTS.skip
                best = min(best, table[i, j] + rest)
    return best


@settings(max_examples=150, deadline=None)
@given(
    n=st.integers(1, 12),
    m=st.integers(1, 12),
    seed=st.integers(0, 10_000),
    unseen=st.floats(0, 0.4),
)
def test_no_path_is_cheaper(n, m, seed, unseen):
    rng = np.random.default_rng(seed)
    user, target = (rng.normal(size=(k, 3)).astype(np.float32) for k in (n, m))
    user[rng.random(n) < unseen] = np.nan
    pairs = pair_costs(user, target)

    path = aligned(user, target).path

    assert cost_of(path, pairs) == pytest.approx(oracle(pairs), abs=1e-5)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 200), st.integers(0, 1000))
def test_a_sequence_lies_on_the_diagonal_with_itself(n, seed):
    rows = Walk(seed=seed).at(clock(n))

    warping = aligned(rows, rows)

    np.testing.assert_array_equal(warping.path, np.stack([np.arange(n)] * 2, axis=1))
    assert warping.cost == pytest.approx(0, abs=1e-5)
    assert warping.lag == 0


@settings(max_examples=20, deadline=None)
@given(lag=st.integers(0, 60), seed=st.integers(0, 1000))
def test_a_late_start_is_found_to_the_frame(lag, seed):
    target = Walk(seed=seed).at(clock(200))
    user = np.concatenate([np.repeat(-target[:1], lag, axis=0), target])

    warping = aligned(user, target)

    assert warping.lag == pytest.approx(lag / RATE)
    assert warping.path[0].tolist() == [lag, 0]
    assert len(warping.path) == 200


def test_an_early_stop_leaves_the_rest_of_the_target_out():
    target = WALK.at(clock(200))

    path = aligned(target[:120], target, skip=0.3).path

    assert 115 <= path[-1, 1] <= 125


@pytest.mark.parametrize("tempo", [0.6, 0.8, 1.25, 1.6])
def test_another_tempo_is_followed(tempo):
    target = WALK.at(clock(300))
    user = WALK.at(np.arange(0, 20, tempo / RATE))

    path = aligned(user, target).path

    away = np.abs(path[:, 0] * tempo - path[:, 1])
    assert np.median(away) <= 2
    assert away[: len(away) * 9 // 10].max() < 12


def test_waiting_in_a_frame_of_the_target_gains_nothing():
    target = WALK.at(clock(300))
    still = np.repeat(target[100:101], 300, axis=0)

    path = aligned(still, target, skip=2.0).path

    value = 1 - pair_costs(still, target)[0]
    assert np.unique(path[:, 1]).tolist() == list(range(300))
    assert value[path[:, 1]].mean() < value.mean() + 0.05


def test_frames_without_anybody_are_passed_over():
    target = WALK.at(clock(200))
    user = target.copy()
    user[60:100] = np.nan

    warping = aligned(user, target)

    np.testing.assert_array_equal(warping.path[:, 0], warping.path[:, 1])
    assert warping.cost == pytest.approx(SessionSettings().unseen * 40 / 200, abs=1e-4)


def test_nobody_at_all_still_gives_a_warping():
    target = WALK.at(clock(20))

    warping = aligned(np.full_like(target, np.nan), target)

    assert warping.cost == pytest.approx(SessionSettings().unseen)


@pytest.mark.parametrize(("n", "m"), [(0, 5), (5, 0), (0, 0)])
def test_nothing_to_align_gives_an_empty_path(n, m):
    warping = aligned(WALK.at(clock(n)), WALK.at(clock(m)))

    assert warping.path.shape == (0, 2)
    assert np.isnan(warping.cost)


def test_a_faster_camera_is_thinned_to_the_target_s_clock():
    fast, slow = np.arange(0, 10, 1 / 60), np.arange(0, 10, 1 / 15)
    warping = align(WALK.at(fast), WALK.at(slow), user_time=fast, target_time=slow)

    times = fast[warping.path[:, 0]] - slow[warping.path[:, 1]]
    assert np.abs(times).max() < 1 / 30
    assert len(warping.path) <= 152


def test_the_largest_lag_is_kept():
    target = WALK.at(clock(300))
    user = np.concatenate([np.repeat(-target[:1], 60, axis=0), target])

    warping = aligned(user, target, max_lag=2.0)

    assert np.abs(warping.path[:, 0] - warping.path[:, 1]).max() <= 2.0 * RATE


PERFORMED = {
    "late": [np.zeros(90), np.arange(0, 75, 1.1 / RATE)],
    "pauses": [np.arange(0, 30, 1 / RATE), np.full(120, 30.0), np.arange(30, 80, 1 / RATE)],
    "wavering": [np.arange(0, 80, 1 / RATE) + 2 * np.sin(np.arange(0, 80, 1 / RATE) / 4)],
    "repeated": [np.arange(0, 45, 1 / RATE), np.arange(40, 80, 1 / RATE)],
    "left-out": [np.arange(0, 40, 1 / RATE), np.arange(46, 80, 1 / RATE)],
}
"""Moments of a target of 80 s that a user shows, frame by frame."""


@pytest.mark.parametrize("moments", PERFORMED.values(), ids=PERFORMED)
def test_a_session_too_long_for_all_warpings_costs_as_much_as_the_exact_one(moments):
    rng = np.random.default_rng(0)
    target = WALK.at(clock(1200))
    user = WALK.at(np.concatenate(moments))
    user += 0.3 * rng.normal(size=user.shape).astype(np.float32)
    pairs = pair_costs(user, target)

    exact = aligned(user, target)
    banded = aligned(user, target, exact_cells=10_000)

    assert cost_of(banded.path, pairs) <= 1.001 * cost_of(exact.path, pairs)
    assert banded.lag == pytest.approx(exact.lag, abs=1 / RATE)


def test_frames_of_no_length_count_as_unseen():
    target = WALK.at(clock(200))
    empty, unseen = target.copy(), target.copy()
    empty[60:100], unseen[60:100] = 0, np.nan

    np.testing.assert_array_equal(aligned(empty, target).path, aligned(unseen, target).path)


@pytest.mark.parametrize(("n", "m"), [(1, 1), (1, 50), (50, 1)])
def test_a_single_frame_is_paired_with_its_like(n, m):
    rows = WALK.at(clock(max(n, m)))

    path = aligned(rows[:n] if n > 1 else rows[-1:], rows[:m] if m > 1 else rows[-1:]).path

    assert path[-1].tolist() == [n - 1, m - 1]


def test_a_session_of_hours_is_aligned_in_the_band():
    target = Walk(size=4).at(clock(100_000))

    warping = aligned(target[900:], target)

    assert warping.lag == pytest.approx(-60)
    assert warping.cost < 1e-4


def test_the_largest_lag_is_kept_in_the_band():
    target = WALK.at(clock(1200))
    user = np.concatenate([np.repeat(-target[:1], 90, axis=0), target])

    path = aligned(user, target, max_lag=4.0, exact_cells=10_000).path

    assert np.abs(path[:, 0] - path[:, 1]).max() <= 4.0 * RATE


@pytest.mark.parametrize(("n", "m"), [(3000, 40), (40, 3000)])
def test_very_unequal_lengths_do_not_break_the_band(n, m):
    path = aligned(WALK.at(clock(n)), WALK.at(clock(m)), exact_cells=1000, band=15).path

    steps = np.diff(path, axis=0)
    assert steps.min() >= 0
    assert steps.max() <= 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"user": np.zeros((4, 2), np.float32)}, r"got \(4, 2\), \(6, 3\)"),
        ({"user_time": np.zeros(3)}, r"user_time must have shape \(4,\), got \(3,\)"),
        ({"target_time": np.zeros(3)}, r"target_time must have shape \(6,\), got \(3,\)"),
    ],
    ids=["other-size", "user-time", "target-time"],
)
def test_what_does_not_fit_is_refused(change, message):
    good = {
        "user": np.zeros((4, 3), np.float32),
        "target": np.zeros((6, 3), np.float32),
        "user_time": clock(4),
        "target_time": clock(6),
    }

    with pytest.raises(CoachBug, match=message):
        align(**(good | change))
