"""Speed and cost of the alignments, as ratios of one run.

    python -m benchmarks.alignment [--fastdtw]

Sessions are synthetic: latents that wander, performed at a wavering tempo with noise, and
sets of exercises with rests, performed with pauses, parts left out and parts done again.
``dtaidistance`` is exact warping in C, ``tslearn`` exact warping compiled by numba (only where
it is installed: ``pip install coach[bench]``), ``fastdtw`` approximate warping in Python, all
from end to end; ours has open ends and costs for waiting. Times are of the processor, so
that other work on the machine counts little.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from dtaidistance import dtw
from fastdtw import fastdtw
from numpy.typing import NDArray

from coach.alignment import OnlineAligner, SessionSettings, align

MINUTE = 60 * 15
"""Frames."""
RATE = 15.0
SIZE = 64
EVERYTHING = 10**12


def session(n: int, m: int, seed: int = 0) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Unit latents of a user (n, 64) who follows a target (m, 64) at a wavering tempo."""
    rng = np.random.default_rng(seed)
    frequency, phase = rng.uniform(0.05, 0.5, (2, SIZE)), rng.uniform(0, 6.28, (2, SIZE))

    def at(frames: NDArray[np.float64]) -> NDArray[np.float64]:
        waves = np.sin(6.28 * frames[:, None, None] / RATE * frequency + phase)
        return np.asarray(waves.sum(axis=1))

    target = at(np.arange(m, dtype=np.float64))
    moments = np.linspace(0, m - 1, n) + 10 * np.sin(np.arange(n) / 80)
    user = at(moments) + rng.normal(0, 0.4, (n, SIZE))
    return _unit(user), _unit(target)


def exercises(n: int, seed: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Unit latents of a target (n, 64) of sets of repetitions and rests, and of its user."""
    rng = np.random.default_rng(seed)
    home, seconds = rng.normal(size=SIZE), 2 * n / RATE
    time = np.arange(2 * n) / RATE
    rows, begin = np.tile(home, (2 * n, 1)), 0.0
    while begin < seconds:
        period, axes = rng.uniform(1.5, 4), rng.normal(size=(2, SIZE))
        end = begin + period * rng.integers(6, 16)
        inside = (time >= begin) & (time < end)
        phase = 2 * np.pi * (time[inside] - begin) / period
        rows[inside] += np.outer((1 - np.cos(phase)) * 0.4, axes[0])
        rows[inside] += np.outer(np.sin(phase) * 0.4, axes[1])
        begin = end + rng.uniform(0, 6)
    speed = 1 + 0.25 * np.sin(np.cumsum(rng.normal(0, 0.02, 2 * n)))
    for pause in rng.integers(0, n, 6):
        speed[pause : pause + rng.integers(15, 150)] = 0
    moments = np.cumsum(speed)
    for sign, jump in zip((1, -1, 1, -1), rng.integers(n // 4, n, 4), strict=True):
        moments[jump:] += sign * rng.uniform(3, 15) * RATE
    user = rows[moments[(moments >= 0) & (moments < n)].astype(int)]
    return _unit(user + rng.normal(0, 0.35 * user.std(), user.shape)), _unit(rows[:n])


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit.astype(np.float32)


def ours(user: NDArray[np.float32], target: NDArray[np.float32], **chosen: Any) -> Any:
    """The alignment of the report, with changed settings."""
    return align(
        user,
        target,
        user_time=np.arange(len(user)) / RATE,
        target_time=np.arange(len(target)) / RATE,
        settings=SessionSettings(**chosen),
    )


def seconds(work: Callable[[], Any], repeat: int = 3) -> tuple[float, Any]:
    """Shortest processor time of a few runs, and the result."""
    best, result = np.inf, None
    for _ in range(repeat):
        begun = time.process_time()
        result = work()
        best = min(best, time.process_time() - begun)
    return best, result


def plain_cost(path: Any, user: NDArray[np.float32], target: NDArray[np.float32]) -> float:
    """Sum of 1 - cosine along a path."""
    i, j = np.array(path).T
    return float((1 - np.einsum("pk,pk->p", user[i], target[j])).sum())


def against_others(n: int, m: int, with_fastdtw: tuple[int, ...]) -> None:
    """Exact and approximate warping by others, on one pair of sequences."""
    user, target = session(n, m)
    wide, wide_target = user.astype(np.float64), target.astype(np.float64)
    mine, _ = seconds(lambda: ours(user, target))
    exact, path = seconds(lambda: dtw.warping_path_fast(wide, wide_target, use_ndim=True))
    least = plain_cost(path, user, target)
    print(f"{n} x {m}: ours {mine * 1e3:.1f} ms")
    print(f"  dtaidistance exact    {exact * 1e3:9.1f} ms   ours takes {mine / exact:6.2f} of it")
    if importlib.util.find_spec("tslearn") is None:
        print("  tslearn exact         not installed")
    else:
        dtw_path = importlib.import_module("tslearn.metrics").dtw_path
        dtw_path(wide[:2], wide_target[:2])  # is compiled by then
        taken, _ = seconds(lambda: dtw_path(wide, wide_target))
        print(
            f"  tslearn exact         {taken * 1e3:9.1f} ms   ours takes {mine / taken:6.2f} of it"
        )
    for radius in with_fastdtw:
        taken, (_, path) = seconds(
            partial(fastdtw, wide, wide_target, radius=radius, dist=_squared), 1
        )
        more = plain_cost(path, user, target) / least - 1
        print(
            f"  fastdtw radius {radius:2}     {taken * 1e3:9.1f} ms   ours is {taken / mine:6.0f} "
            f"times faster; its cost is {100 * more:+.2f} % of exact"
        )


def _squared(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    step = x - y
    return float(step @ step)


def total_cost(path: Any, user: NDArray[np.float32], target: NDArray[np.float32]) -> float:
    """What our warping minimises: the pairs, the waiting, and what is left out."""
    costs = SessionSettings()
    waits, hurries = (np.count_nonzero(np.diff(path[:, side]) == 0) for side in (1, 0))
    idle = len(user) - 1 - (path[-1, 0] - path[0, 0])
    skipped = len(target) - 1 - (path[-1, 1] - path[0, 1])
    steps = costs.wait * waits + costs.hurry * hurries
    left = costs.idle * idle + costs.skip * skipped
    return float(plain_cost(path, user, target) + steps + left)


def banded(n: int, seeds: int) -> None:
    """The band about the shorter path against all warpings."""
    worst, slow, fast = 0.0, 0.0, 0.0
    for seed in range(seeds):
        for user, target in (session(n, n, seed), exercises(n, seed)):
            taken, exact = seconds(partial(ours, user, target, exact_cells=EVERYTHING), 1)
            slow += taken
            # As many levels of shorter sequences as half an hour has.
            taken, band = seconds(partial(ours, user, target, exact_cells=n * n // 100), 1)
            fast += taken
            ratio = total_cost(band.path, user, target) / total_cost(exact.path, user, target)
            worst = max(worst, ratio - 1)
    print(
        f"{n} x {n}, {2 * seeds} sessions: all warpings {slow / seeds / 2:.2f} s, in the band "
        f"{fast / seeds / 2:.2f} s, cost at most {100 * worst:+.4f} % of exact"
    )


def long_session(n: int, *, with_fastdtw: bool) -> None:
    """Time and memory of n against n frames."""
    user, target = session(n, n)
    taken, _ = seconds(lambda: ours(user, target))
    tracemalloc.start()
    ours(user, target)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(f"{n} x {n}: {taken:.2f} s, {peak / 1e6:.0f} MB at the peak")
    print(f"  an exact path by the others would need {n * n * 8 / 1e9:.1f} GB: not run")
    if with_fastdtw:
        wide, wide_target = user.astype(np.float64), target.astype(np.float64)
        theirs, _ = seconds(lambda: fastdtw(wide, wide_target, radius=10, dist=_squared), 1)
        print(f"  fastdtw radius 10: {theirs:.1f} s, ours is {theirs / taken:.0f} times faster")


def online() -> None:
    """Time of one live frame."""
    user, target = session(3000, 3000)
    aligner = OnlineAligner(target, RATE)
    begun = time.process_time()
    for i, latent in enumerate(user):
        aligner.push(latent, i / RATE)
    taken = (time.process_time() - begun) / len(user)
    print(f"online: {taken * 1e6:.0f} us a frame")


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--fastdtw", action="store_true", help="measure it on 27,000 frames too (a minute)"
    )
    chosen = parser.parse_args()
    against_others(150, 180, (1, 10))
    against_others(MINUTE, MINUTE, (1, 10))
    against_others(5 * MINUTE, 5 * MINUTE, (10,))
    banded(3000, 4)
    long_session(30 * MINUTE, with_fastdtw=chosen.fastdtw)
    long_session(100_000, with_fastdtw=False)
    online()


if __name__ == "__main__":
    main()
