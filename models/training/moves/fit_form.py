"""Learns to judge form: levels and angles of frames, faults of repetitions (needs torch).

    python -m models.training.moves.fit_form --sets DIR --practice DIR [--processes 2]
        [--output models/form.json]

The sets are what ``form_sets`` made and those of ``practice``; what else is done there teaches
what is *not* the exercise. Everybody is seen as estimators see, from any
side. People of the held-out fifth of "train" choose the limits and say which view shows which
fault; the weights are learned from the others. Three quarters of an hour of a core.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from coach.angles import joint_angles
from coach.moves.form import measures, phases
from coach.moves.form.assess import ALIKE, LEVEL, turned
from coach.moves.form.exercises import PLANS, Plan
from coach.moves.form.nets import ALIKE_COLUMNS, FORM_FILE, LARGEST, Net, as_json
from coach.scoring.tolerance import VIEW_EDGES, view_of
from models.training.moves.form_samples import COARSE, WORTH_A_WORD, Sample, others, samples
from models.training.practice import file_of, read
from models.training.split import held_out

Floats = NDArray[np.float64]

VIEWS: Final = 4
"""Cameras before each repetition."""
LEAST_F1: Final = 0.5
"""F1 among held-out people below which a fault is not judged from a view."""
FEWEST_TOLD: Final = 5
"""Times that a fault has to be told among held-out people before its size is put right."""
JITTER: Final = 0.15
"""Seconds, one standard deviation, by which the ends of a repetition are moved."""
JITTERED: Final = 2
"""Times that each repetition is cut out."""
OTHERS: Final = 5
"""One repetition in so many of other exercises teaches what is not the exercise."""
HIDDEN: Final = 24
"""Units between frames and what is told of them."""
MOST_FRAMED: Final = 5000
"""Repetitions whose frames are learned from, about."""
STEPS: Final = 1200
BATCH: Final = 256
NOISE: Final = 0.1
"""Standard deviation added to the inputs of a frame while learning."""
DECAY: Final = 1e-3
"""Of the weights, the same."""
FAULT_HIDDEN: Final = 128
"""Units between repetitions and their faults."""
FAULT_DROPOUT: Final = 0.15
"""Part of them that is left out while learning."""
FAULT_NOISE: Final = 0.2
"""As NOISE, FAULT_EPOCHS, FAULT_BATCH, FAULT_DECAY: of learning the faults."""
FAULT_EPOCHS: Final = 100
FAULT_BATCH: Final = 128
FAULT_DECAY: Final = 0.05
RIDGE: Final = 2000.0
"""Penalty on the squared weights of what exercise a repetition is."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Repetitions in numbers.

    Attributes:
        values: (N, N_REPETITION). faults: (N, F) severities; NaN of another exercise.
        view: (N,) as ``view_of``. person: (N,).
    """

    values: Floats
    faults: Floats
    view: NDArray[np.int64]
    person: NDArray[Any]

    def of(self, mask: NDArray[np.bool_]) -> Rows:
        """Those of the mask."""
        return Rows(self.values[mask], self.faults[mask], self.view[mask], self.person[mask])


def learn_frames(shown: Sequence[Sample], rng: np.random.Generator) -> Net:
    """The net of ``nets.Judge.frame``."""
    tables = [measures.frames(s.track) for s in shown]
    values, true = np.concatenate(tables), np.concatenate([s.true for s in shown])
    known = np.isfinite(values).all(axis=1)
    return _learn(values[known], true[known], rng)


def _learn(values: Floats, true: Floats, rng: np.random.Generator) -> Net:
    """A net with one layer between, learned with noise on its inputs (AdamW, cosine decay)."""
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-3
    x = torch.tensor(np.clip((values - mean) / spread, -LARGEST, LARGEST), dtype=torch.float32)
    y = torch.tensor(true, dtype=torch.float32)
    torch.manual_seed(int(rng.integers(2**31)))
    net = torch.nn.Sequential(
        torch.nn.Linear(x.shape[1], HIDDEN), torch.nn.Tanh(), torch.nn.Linear(HIDDEN, y.shape[1])
    )
    optimiser = torch.optim.AdamW(net.parameters(), lr=4e-3, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, STEPS)
    for _ in range(STEPS):
        rows = torch.randint(len(x), (BATCH,))
        noisy = x[rows] + NOISE * torch.randn(BATCH, x.shape[1])
        cost = ((net(noisy) - y[rows]) ** 2).mean()
        optimiser.zero_grad()
        cost.backward()
        optimiser.step()
        schedule.step()
    return _as_net(mean, spread, net)


def learn_faults(rows: Rows, seed: int = 0) -> Net:
    """The net of ``nets.Judge.faults``, of repetitions of the exercise (AdamW, one cycle)."""
    mine = rows.of(np.isfinite(rows.faults[:, 0]))
    mean, spread = mine.values.mean(axis=0), mine.values.std(axis=0) + 1e-3
    x = torch.tensor(np.clip((mine.values - mean) / spread, -LARGEST, LARGEST), dtype=torch.float32)
    y = torch.tensor(mine.faults, dtype=torch.float32)
    torch.manual_seed(seed)
    net = torch.nn.Sequential(
        torch.nn.Dropout(FAULT_DROPOUT / 2),
        torch.nn.Linear(x.shape[1], FAULT_HIDDEN),
        torch.nn.Tanh(),
        torch.nn.Dropout(FAULT_DROPOUT),
        torch.nn.Linear(FAULT_HIDDEN, y.shape[1]),
    )
    steps = len(x) // FAULT_BATCH
    optimiser = torch.optim.AdamW(net.parameters(), weight_decay=FAULT_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, 3e-3, total_steps=FAULT_EPOCHS * steps
    )
    for _ in range(FAULT_EPOCHS):
        order = torch.randperm(len(x))
        for rows_of_batch in order[: steps * FAULT_BATCH].split(FAULT_BATCH):
            noisy = x[rows_of_batch] + FAULT_NOISE * torch.randn(FAULT_BATCH, x.shape[1])
            cost = ((net(noisy) - y[rows_of_batch]) ** 2).mean()
            optimiser.zero_grad()
            cost.backward()
            optimiser.step()
            schedule.step()
    return _as_net(mean, spread, net)


def learn_alike(rows: Rows) -> Net:
    """The net of ``nets.Judge.alike``: one layer, by ridge regression.

    It is learned from all repetitions, those of the exercise and others of equal weight.
    """
    values = rows.values[:, :ALIKE_COLUMNS]
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-3
    x = np.clip((values - mean) / spread, -LARGEST, LARGEST)
    mine = np.isfinite(rows.faults[:, 0])
    weight = np.where(mine, 0.5 / np.mean(mine), 0.5 / max(np.mean(~mine), 1e-9))
    told = _ridge(x, np.where(mine, 1.0, -1.0)[:, None], weight, RIDGE)
    return Net(mean, spread, ((told[:-1], told[-1]),))


def _as_net(mean: Floats, spread: Floats, net: torch.nn.Sequential) -> Net:
    layers = tuple(
        (layer.weight.detach().double().numpy().T, layer.bias.detach().double().numpy())
        for layer in net
        if isinstance(layer, torch.nn.Linear)
    )
    return Net(mean, spread, layers)


def _ridge(x: Floats, y: Floats, weight: Floats, ridge: float) -> Floats:
    """(I + 1, O) weights and, last, biases of the least squares fit that ``ridge`` keeps small."""
    x = np.concatenate([x, np.ones((len(x), 1))], axis=1)
    penalty = np.full(x.shape[1], ridge)
    penalty[-1] = 0.0
    weighted = x.T * weight
    found: Floats = np.linalg.solve(weighted @ x + np.diag(penalty), weighted @ y)
    return found


def rows_of(shown: Iterable[Sample], rng: np.random.Generator, plan: Plan, frame: Net) -> Rows:
    """Repetitions of any exercise as this one sees them."""
    values, faults, views, people = [], [], [], []
    for number, sample in enumerate(shown):
        own = sample.exercise == plan.name
        for _ in range(JITTERED if own else number % OTHERS == 0):
            a, b = _jittered(sample, rng)
            track = sample.track.select(slice(a, b + 1))
            track, _ = turned(track, plan)
            table = measures.frames(track)
            told = frame(table)
            if np.count_nonzero(np.isfinite(told[:, LEVEL])) < measures.FEWEST:
                continue
            way = np.ones(len(track)) if plan.hold else phases.way_of(told[:, LEVEL], plan)
            row = measures.repetition(track, table, told, way)
            if row is None:
                continue
            values.append(row)
            faults.append(sample.faults if own else np.full(len(plan.faults), np.nan))
            views.append(view_of(joint_angles(track.world))[1])
            people.append(sample.person)
    return Rows(np.array(values), np.array(faults), np.array(views), np.array(people))


def _jittered(sample: Sample, rng: np.random.Generator) -> tuple[int, int]:
    a, b = sample.span
    moved = np.round(rng.normal(0, JITTER, 2) * sample.track.fps).astype(int)
    a, b = max(a + moved[0], 0), min(b + moved[1], len(sample.track) - 1)
    return (a, b) if b - a >= measures.FEWEST else sample.span


def limits_of(told: Floats, severity: Floats) -> Floats:
    """(F,) severities from which faults are told: the middle of where F1 is best."""
    grid = np.linspace(0.1, 0.6, 51)
    limits = []
    for column in range(severity.shape[1]):
        found = np.array([f1(told[:, column] >= g, severity[:, column]) for g in grid])
        best = np.flatnonzero(found >= np.nanmax(found) - 0.01)
        limits.append(float(grid[int(best[len(best) // 2])]))
    return np.array(limits)


def sizes_of(told: Floats, severity: Floats, limits: Floats) -> Floats:
    """(F, 2) what to add to a told severity times what, so that it is right on the average.

    Of those that are told; the fit keeps all severities small, which this undoes.
    """
    sizes = []
    for column, limit in enumerate(limits):
        x, y = (v[told[:, column] >= limit, column] for v in (told, severity))
        if len(x) < FEWEST_TOLD:
            sizes.append((0.0, 1.0))
            continue
        gain = max(float(np.cov(x, y)[0, 1] / (np.var(x, ddof=1) + 1e-3)), 0.0)
        sizes.append((float(y.mean() - gain * x.mean()), gain))
    return np.array(sizes)


def f1(told: NDArray[np.bool_], severity: Floats) -> float:
    """Of one fault: coarse ones have to be told, none where there is none; between is free."""
    coarse, absent = severity >= COARSE, severity < WORTH_A_WORD / 2
    hit, idle = np.count_nonzero(told & coarse), np.count_nonzero(told & absent)
    missed = np.count_nonzero(~told & coarse)
    return 2 * hit / (2 * hit + idle + missed) if hit + idle + missed else float("nan")


def fit_rows(plan: Plan, frame: Net, rows: Rows) -> dict[str, Any]:
    """What ``nets.load_judges`` reads, of one exercise; prints what held-out people say."""
    held = np.array([held_out(p) for p in rows.person])
    learned = rows.of(~held)
    net, likeness = learn_faults(learned), learn_alike(learned)
    n = len(plan.faults)
    mine = rows.of(held & np.isfinite(rows.faults[:, 0]))
    told = net(mine.values)
    limits = limits_of(told, mine.faults)
    spreads = np.std(told - mine.faults, axis=0)
    views = range(len(VIEW_EDGES) + 1)
    scores = np.array([
        [f1(told[mine.view == v, i] >= limits[i], mine.faults[mine.view == v, i]) for v in views]
        for i in range(n)
    ])  # fmt: skip
    overall = [f1(told[:, i] >= limits[i], mine.faults[:, i]) for i in range(n)]
    print(plan.name, len(learned.values), len(mine.values))
    for name, total, row, limit in zip(plan.faults, overall, scores, limits, strict=True):
        print(f"  {name:20} F1 {total:.2f}  by view {row.round(2)}  limit {limit:.2f}")
    alike = likeness(rows.of(held).values[:, :ALIKE_COLUMNS])[:, 0] >= ALIKE
    own = np.isfinite(rows.of(held).faults[:, 0])
    print(f"  is it: {np.mean(alike[own]):.3f}, others taken for it: {np.mean(alike[~own]):.3f}")
    return {
        "frame": as_json(frame),
        "faults": as_json(net),
        "alike": as_json(likeness),
        "limits": limits.round(3).tolist(),
        "spreads": spreads.round(3).tolist(),
        "sizes": sizes_of(told, mine.faults, limits).round(3).tolist(),
        "judged": (~(scores < LEAST_F1)).tolist(),
    }


def filmed_of(sets: Path, practice: Path, number: int) -> list[Sample]:
    """All that is seen of one person."""
    rng = np.random.default_rng([23, number])
    shown: list[Sample] = []
    graded, practised = (file_of(folder, "train", number) for folder in (sets, practice))
    if graded.exists():
        shown += samples(read(graded), rng, VIEWS)
    if practised.exists():
        pieces = read(practised)
        shown += [*samples(pieces, rng, 1), *others(pieces, rng)]
    return shown


def fit(plan: Plan, people: Sequence[Sequence[Sample]], pool: Executor) -> dict[str, Any]:
    """One exercise, of everything that is seen of each person."""
    known = [s for shown in people for s in shown if s.exercise == plan.name]
    learned = [s for s in known if not held_out(s.person)]
    frame = learn_frames(learned[:: max(len(learned) // MOST_FRAMED, 1)], np.random.default_rng(23))
    seeds = [np.random.default_rng([29, i]) for i in range(len(people))]
    work = partial(rows_of, plan=plan, frame=frame)
    found = [rows for rows in pool.map(work, people, seeds) if len(rows.values)]
    columns = (np.concatenate([getattr(rows, c) for rows in found]) for c in Rows.__slots__)
    return fit_rows(plan, frame, Rows(*columns))


def main() -> None:
    """Film, learn, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--practice", type=Path, required=True)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--output", type=Path, default=FORM_FILE)
    options = parser.parse_args()
    torch.set_num_threads(1)
    files = [p for folder in (options.sets, options.practice) for p in folder.glob("train-*.npz")]
    numbers = sorted({int(path.stem.split("-")[1]) for path in files})
    people: list[list[Sample]] = []
    context = get_context("spawn")
    with ProcessPoolExecutor(options.processes, mp_context=context) as pool:
        for shown in pool.map(partial(filmed_of, options.sets, options.practice), numbers):
            people.append(shown)
            print(f"{len(people)} of {len(numbers)} people", flush=True)
        write(options.output, {name: fit(plan, people, pool) for name, plan in PLANS.items()})


def write(path: Path, table: dict[str, Any]) -> None:
    """As one line for each exercise."""
    lines = [f"{json.dumps(name)}: {json.dumps(part)}" for name, part in table.items()]
    path.write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
