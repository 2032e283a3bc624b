"""Speed and cost of the alignments, as ratios of one run.

    python -m benchmarks.alignment

Sessions are synthetic: latents that wander, performed at a wavering tempo with noise.
``dtaidistance`` is exact warping in C, ``fastdtw`` approximate warping in Python, both
from end to end; ours has open ends and costs for waiting. Times are of the processor, so
that other work on the machine counts little.
"""

from __future__ import annotations

import argparse
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
from dtaidistance import dtw
from fastdtw import fastdtw
from numpy.typing import NDArray

from coach.alignment import OnlineAligner, SessionSettings, align

RATE = 15.0
SIZE = 64
EVERYTHING = 10**12


def session(n: int, m: int, seed: int = 0) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Unit latents of a user (n, 64) who follows a target (m, 64) at a wavering tempo."""
    rng = np.random.default_rng(seed)
    frequency, phase = rng.uniform(0.05, 0.5, (2, SIZE)), rng.uniform(0, 6.28, (2, SIZE))

    def at(frames: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.sin(6.28 * frames[:, None, None] / RATE * frequency + phase).sum(axis=1)

    target = at(np.arange(m, dtype=np.float64))
    moments = np.linspace(0, m - 1, n) + 10 * np.sin(np.arange(n) / 80)
    user = at(moments) + rng.normal(0, 0.4, (n, SIZE))
    return _unit(user), _unit(target)


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
    for radius in with_fastdtw:
        taken, (_, path) = seconds(
            lambda radius=radius: fastdtw(wide, wide_target, radius=radius, dist=_squared), 1
        )
        more = plain_cost(path, user, target) / least - 1
        print(
            f"  fastdtw radius {radius:2}     {taken * 1e3:9.1f} ms   ours is {taken / mine:6.0f} "
            f"times faster; its cost is {100 * more:+.2f} % of exact"
        )


def _squared(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    step = x - y
    return float(step @ step)


def banded(n: int) -> None:
    """The band about the coarse path against all warpings."""
    user, target = session(n, n)
    slow, exact = seconds(lambda: ours(user, target, exact_cells=EVERYTHING), 1)
    fast, band = seconds(lambda: ours(user, target, exact_cells=0), 1)
    print(
        f"{n} x {n}: all warpings {slow:.2f} s, in the band {fast:.2f} s, "
        f"cost {100 * (band.cost / exact.cost - 1):+.4f} %"
    )


def half_an_hour() -> None:
    """Time and memory of a long session."""
    user, target = session(27000, 27000)
    taken, _ = seconds(lambda: ours(user, target), 1)
    tracemalloc.start()
    ours(user, target)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(f"30 min with 30 min at 15 a second: {taken:.2f} s, {peak / 1e6:.0f} MB at the peak")


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
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    against_others(150, 180, (1, 10))
    against_others(3000, 3000, (1,))
    banded(8000)
    half_an_hour()
    online()


if __name__ == "__main__":
    main()
