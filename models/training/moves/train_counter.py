"""Trains the counter: whether a stretch of time is one repetition, whatever the exercise.

    python -m models.training.moves.train_counter --practice DIR --data DIR [--output FILE]

Three small perceptrons, one after the other: of a stretch by itself (also as it can be known
live, just after its end), and twice of a stretch among the others, by what the last one says
of all of them. A fourth one tells the attempts of a set from its full repetitions. For half of
what is shown the poses themselves are left out: what is left, the distances between poses,
looks alike in every exercise, so that those never seen count too.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from coach.moves.attempts import FEWEST, Cycle, beside_of, compared, cycle_of
from coach.moves.counting_net import INPUTS, N_COMPARED, POSSIBLE, STAGES
from coach.moves.span_context import context_of
from coach.moves.spans import LIVE_DELAY, N_FEATURES, N_POSES, Spans, Track, all_spans
from coach.tracks import RATE
from coach.types import FloatArray
from models.training.moves.count_lessons import Amounts, Lesson, pieces, with_cuts
from models.training.split import held_out

WIDTH: Final = 128
RIGHT: Final = 0.1
"""Part of a repetition, and
LEAST_RIGHT: frames, by which the edges of a stretch may miss it."""
LEAST_RIGHT: Final = 1.5
VAGUE: Final = 2.0
"""Times as far off nothing is said."""
SHOWN: Final = {"right": 300, "wrong": 500, "other": 300}
"""Stretches shown of half a minute: repetitions, those that share an edge with one or are held
for one, and others."""
HALF_A_MINUTE: Final = 450
LIMIT: Final = 4.0
"""Standard deviations at which a value is cut off."""
AT_ONCE: Final = 8
"""Lessons that a process is given."""
TREMBLED: Final = 2
"""Times that the repetitions of a lesson are compared, with other errors of their edges."""
SHORT_EPOCHS: Final = 20
SHORT_BATCH: Final = 512
"""Of the perceptron that tells attempts: it is shown less."""
OPSET: Final = 17


@dataclass(frozen=True, slots=True)
class Settings(Amounts):
    """How it is trained, and on how much.

    Attributes:
        epochs, batch, rate: of each stage.
        hidden: part of the stretches of which the poses are not shown.
    """

    epochs: int = 8
    batch: int = 2048
    rate: float = 3e-3
    hidden: float = 0.5


class Stage(nn.Module):
    """Values of a stretch to the log odds that it is a repetition."""

    def __init__(self, values: FloatArray) -> None:
        super().__init__()
        self.register_buffer("mean", torch.from_numpy(values.mean(axis=0)))
        self.register_buffer("spread", torch.from_numpy(values.std(axis=0) + 0.02))
        self.layers = nn.Sequential(
            nn.Linear(values.shape[1], WIDTH),
            nn.SiLU(),
            nn.Linear(WIDTH, WIDTH),
            nn.SiLU(),
            nn.Linear(WIDTH, 1),
        )

    def normalised(self, values: Tensor) -> Tensor:
        return torch.clamp((values - self.mean) / self.spread, -LIMIT, LIMIT)

    def forward(self, values: Tensor) -> Tensor:
        odds: Tensor = self.layers(self.normalised(values))[:, 0]
        return odds


class Counter(nn.Module):
    """All stages side by side, as they are shipped."""

    def __init__(self, stages: Sequence[Stage]) -> None:
        super().__init__()
        self.stages = nn.ModuleList(stages)

    def forward(self, *values: Tensor) -> tuple[Tensor, ...]:
        return tuple(stage(part) for stage, part in zip(self.stages, values, strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class Marked:
    """Of stretches: (S,) whether each is a repetition, shares an edge with one, is neither."""

    right: NDArray[np.bool_]
    touching: NDArray[np.bool_]
    wrong: NDArray[np.bool_]


def marked(spans: Spans, cycles: NDArray[np.float64]) -> Marked:
    right, touching, vague = (np.zeros(len(spans), bool) for _ in range(3))
    first, last = spans[:, 0], spans.sum(axis=1)
    for start, end in cycles:
        least = max(LEAST_RIGHT, RIGHT * (end - start))
        early, late = np.abs(first - start), np.abs(last - end)
        right |= np.maximum(early, late) <= least
        vague |= np.maximum(early, late) <= VAGUE * least
        touching |= np.minimum(early, late) <= LEAST_RIGHT
    return Marked(right, touching, ~vague)


def drawn(
    marks: Marked, held: NDArray[np.bool_], frames: int, rng: np.random.Generator
) -> NDArray[np.intp]:
    """Some stretches; ``held``: those that the stage before holds for repetitions, or touch one."""
    many = max(1, frames // HALF_A_MINUTE)
    groups = (marks.right, marks.wrong & held, marks.wrong & ~held)
    chosen = [
        rng.permutation(np.flatnonzero(group))[: number * many]
        for group, number in zip(groups, SHOWN.values(), strict=True)
    ]
    return np.concatenate(chosen)


Examples = tuple[FloatArray, FloatArray]


def by_themselves(one: Lesson, seed: int) -> Examples:
    """Stretches as known afterwards, and as known just after their end."""
    rng = np.random.default_rng(seed)
    total = len(one.frames)
    spans = all_spans(0, total, total)
    marks = marked(spans, one.cycles)
    rows = drawn(marks, marks.touching, total, rng)
    track = Track(one.frames)
    last = np.minimum(spans[rows].sum(axis=1, keepdims=True) + LIVE_DELAY, total - 1)
    values = [
        np.pad(track.features(spans[rows], known), ((0, 0), (0, 1)), constant_values=live)
        for known, live in ((None, 0.0), (last, 1.0))
    ]
    return np.concatenate(values), np.tile(marks.right[rows], 2).astype(np.float32)


@dataclass(slots=True, eq=False)
class Looked:
    """A lesson at one stage: its possible stretches, their features and log odds."""

    lesson: Lesson
    spans: Spans
    features: NDArray[np.float16]
    odds: FloatArray


def looked(one: Lesson, stage: Stage) -> Looked:
    """What the first stage leaves of a lesson."""
    total = len(one.frames)
    spans = all_spans(0, total, total)
    features = Track(one.frames).features(spans)
    odds = _odds(stage, np.pad(features, ((0, 0), (0, 1))))
    kept = odds > POSSIBLE
    return Looked(one, spans[kept], features[kept].astype(np.float16), odds[kept])


def _among(one: Looked) -> FloatArray:
    context = context_of(one.spans, one.odds, len(one.lesson.frames))
    return np.concatenate([one.features.astype(np.float32), context], axis=1)


def among_others(one: Looked, seed: int) -> Examples:
    """Stretches among the others."""
    rng = np.random.default_rng(seed)
    marks = marked(one.spans, one.lesson.cycles)
    rows = drawn(marks, one.odds > -2.0, len(one.lesson.frames), rng)
    return _among(one)[rows], marks.right[rows].astype(np.float32)


def of_their_sets(one: Lesson, seed: int) -> Examples:
    """Repetitions beside those of their sets, and beside those before them, as known live."""
    rng = np.random.default_rng(seed)
    values, wanted = [np.zeros((0, N_COMPARED), np.float32)], [np.zeros(0, np.float32)]
    for _ in range(TREMBLED):
        found = [_cycle(one.frames, cycle, rng) for cycle in one.cycles]
        for before_only in (False, True):
            rows = [(i, beside_of(found[: i + 1] if before_only else found, i))
                    for i in range(len(found))]  # fmt: skip
            told = [(i, beside) for i, beside in rows if len(beside) >= FEWEST]
            values += [compared(found[i], beside)[None] for i, beside in told]
            wanted += [one.short[[i]].astype(np.float32) for i, _ in told]
    return np.concatenate(values), np.concatenate(wanted)


def _cycle(frames: FloatArray, cycle: NDArray[np.float64], rng: np.random.Generator) -> Cycle:
    """A repetition whose edges are not quite where they are."""
    off = rng.normal(0, LEAST_RIGHT / 2 + RIGHT / 4 * (cycle[1] - cycle[0]), 2)
    first, last = np.clip(np.round(cycle + off), 0, len(frames) - 1).astype(int)
    last = max(last, first)
    return cycle_of(first / RATE, last / RATE, frames[first : last + 1, :-1])


def _odds(stage: Stage, values: FloatArray) -> FloatArray:
    with torch.no_grad():
        found: FloatArray = stage(torch.from_numpy(values)).numpy()
    return found


def fitted(parts: Sequence[Examples], settings: Settings) -> Stage:
    """One stage, trained."""
    values, wanted = (np.concatenate(part) for part in zip(*parts, strict=True))
    stage = Stage(values)
    optimiser = torch.optim.AdamW(stage.parameters(), lr=settings.rate, weight_decay=1e-3)
    steps = len(values) // settings.batch
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, settings.rate, total_steps=settings.epochs * steps + 1
    )
    shown, truth = torch.from_numpy(values), torch.from_numpy(wanted)
    poses = slice(N_FEATURES - N_POSES, N_FEATURES)
    for epoch in range(settings.epochs):
        order = torch.randperm(len(shown))
        total = 0.0
        for step in range(steps):
            rows = order[step * settings.batch : (step + 1) * settings.batch]
            x = stage.normalised(shown[rows])
            x[:, poses] *= torch.rand(len(rows), 1) >= settings.hidden
            odds = stage.layers(x)[:, 0]
            loss = nn.functional.binary_cross_entropy_with_logits(odds, truth[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"  {epoch + 1}: {total / max(steps, 1):.4f}", flush=True)
    return stage.eval()


def train(lessons: Sequence[Lesson], settings: Settings, pool: Executor) -> Counter:
    """All stages, one after the other."""
    rng = np.random.default_rng(settings.seed)
    lessons = with_cuts(lessons, rng)
    torch.manual_seed(settings.seed)

    def each(work: Callable[..., Any], *items: Sequence[Any]) -> list[Any]:
        return list(pool.map(work, *items, chunksize=AT_ONCE))

    def seeds() -> list[int]:
        drawn: list[int] = rng.integers(2**32, size=len(lessons)).tolist()
        return drawn

    stages = [fitted(each(by_themselves, lessons, seeds()), settings)]
    seen_so_far = each(partial(looked, stage=stages[0]), lessons)
    for _ in STAGES[1:]:
        stages.append(fitted(each(among_others, seen_so_far, seeds()), settings))
        for one, odds in zip(seen_so_far, each(partial(renewed, stages[-1]), seen_so_far),
                             strict=True):  # fmt: skip
            one.odds = odds
    short = replace(settings, epochs=SHORT_EPOCHS, batch=SHORT_BATCH)
    stages.append(fitted(each(of_their_sets, lessons, seeds()), short))
    return Counter(stages).eval()


def renewed(stage: Stage, one: Looked) -> FloatArray:
    """Log odds of the possible stretches by a later stage."""
    return _odds(stage, _among(one))


def save(counter: Counter, path: Path) -> None:
    """As ONNX."""
    torch.onnx.export(
        counter,
        tuple(torch.zeros(1, size) for size in INPUTS.values()),
        str(path),
        input_names=list(INPUTS),
        output_names=[f"{name}_odds" for name in INPUTS],
        dynamic_axes={n: {0: f"{n}_n"} for s in INPUTS for n in (s, f"{s}_odds")},
        opset_version=OPSET,
        dynamo=False,
    )


def main() -> None:
    """Train and write the ONNX file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--practice", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=Path("models/counter.onnx"))
    for name, value in asdict(Settings()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    chosen = vars(parser.parse_args())
    folder, data, output = (chosen.pop(k) for k in ("practice", "data", "output"))
    settings = Settings(**chosen)
    paths = [
        path
        for path in sorted(folder.glob("train-*.npz"))
        if not held_out(f"train-000{path.stem[-3:]}")
    ]
    with ProcessPoolExecutor(
        mp_context=get_context("spawn"), initializer=torch.set_num_threads, initargs=(1,)
    ) as pool:
        counter = train(pieces(paths, data, settings, pool), settings, pool)
    save(counter, output)
    print(f"wrote {output} ({output.stat().st_size / 1e3:.0f} kB)")


if __name__ == "__main__":
    main()
