"""Learns which of the differences between two people is what is wrong (needs torch).

    python -m models.training.fit_cues --motions DIR [--processes 2] [--output models/cues.onnx]

The people of ``fault_motions`` follow each other, right and with every fault, seen
exactly and as estimators err, from random views. Of all differences those that name the
fault rightly (``fault_cues``) are to get the probability, "nothing" where none does: the
cross-entropy is made least by AdamW. So that what no exercise of those teaches is told too, people
who do it right are also given a single angle that is far off, of which no bone knows; and some go
only part of the way with all of the body, where whatever lacks most names it. Prints the
figures of the people who are held out, not learned from, at several levels; then learns from all.
With ``--without EXERCISE ...`` those are not learned from, and the figures are theirs.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from coach.scoring.causes import (
    CUES_FILE,
    FAMILIES,
    MOST,
    N_FEATURES,
    N_NAMED,
    N_OFF,
    OF_SIDE,
    Causes,
)
from coach.scoring.cues import OPPOSED
from coach.scoring.feedback import Compared, FeedbackSettings, compare, find_difference
from coach.scoring.measures import Aspect
from models.training.fault_cues import ALL_CUES, FAULT_CUES, names
from models.training.fault_motions import motions
from models.training.feedback_pairs import HOLDS, Pair, pairs
from models.training.motion_bank import Kept
from models.training.split import held_out

Floats = NDArray[np.float32]

TOGETHER: Final = 8
"""People who follow each other."""
EXACT: Final = 1
"""Of each motion with a fault: pairs without errors."""
ERRING: Final = 5
"""The same with errors."""
MORE_RIGHT: Final = 3
"""Times as many of those who do it right."""
RIGHT_SHARE: Final = 0.35
"""Part of the weight that those have."""
ALONE_SHARE: Final = 0.15
"""Part of the weight of single angles that are far off, besides that of the people."""
ALONE: Final = (20.0, 60.0)
"""Degrees of those."""
PART_SHARE: Final = 0.1
"""The same of those who go part of the way."""
PARTS: Final = (0.3, 0.6)
"""From how much of it to how much."""
PART_GROUPS: Final = 3
"""Groups of people of whom some do, one pair without and three with errors of each motion."""
LACKS: Final = 0.6
"""Part of what lacks most from which an angle names it too, if that is FAR degrees at least."""
FAR: Final = 12.0
READY: Final = 3
"""Frames of the ready pose."""
SPREAD: Final = 0.8
"""Quantile of the differences between people who do it right that is one unit of a bone's."""
HIDDEN: Final = 384
"""Units of the network, and DROPOUT: part of them that is left out while learning."""
DROPOUT: Final = 0.3
NOISE: Final = 0.05
"""Standard deviation added to what is given, while learning."""
EPOCHS: Final = 40
MAIN_TIMES: Final = 2
"""Times that an example of a main exercise is shown in an epoch; of the others once."""
BATCH: Final = 128
"""Examples of a step."""
LEVELS: Final = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
"""For which the figures are printed."""


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """What is learned from.

    Attributes:
        angles: (N, 2, N_FEATURES), bones: (N, 2, N_OFF), of ``Compared``.
        possible: (N, 2, N_NAMED) what may be named. rightly: the same, what names the fault.
        group: (N,) of _SHARES. exercise, person: (N,) names.
    """

    angles: Floats
    bones: Floats
    possible: NDArray[np.bool_]
    rightly: NDArray[np.bool_]
    group: NDArray[np.intp]
    exercise: NDArray[np.str_]
    person: NDArray[np.str_]

    def rows(self, kept: NDArray[np.bool_]) -> Examples:
        """Some of them."""
        return Examples(*(getattr(self, name)[kept] for name in self.__slots__))


_SHARES: Final = (
    *(RIGHT_SHARE / 2,) * 2, *((1.0 - RIGHT_SHARE) / 2,) * 2, ALONE_SHARE, PART_SHARE,
)  # fmt: skip
"""Weights of those who do it right, exact and with errors, the same of faults; of single angles
and of those who go part of the way."""
_ALONE: Final = 4
_PART: Final = 5


def followed(number: int, kept: Sequence[Kept]) -> tuple[Examples, list[Pair]]:
    """Of people who follow each other: what is learned from, and the pairs of who is held out."""
    rng = np.random.default_rng([5, number])
    right = [one for one in kept if not one.fault]
    found: list[Compared] = []
    rightly, group, of = [], [], []
    shown: list[Pair] = []
    more = MORE_RIGHT - 1
    for pair in (*pairs(kept, rng, EXACT, ERRING), *pairs(right, rng, more * EXACT, more * ERRING)):
        user = pair.user
        one = compare(pair.target, pair.done)
        places = {
            place
            for place, (_, cue) in one.told.items()
            if user.fault and names(cue, user.exercise, user.fault)
        }
        added = [(one, places, 2 * bool(user.fault) + pair.errors)]
        if not user.fault:
            other, place = _alone(pair, rng)
            added.append((other, {place} & other.told.keys(), _ALONE))
        for compared, wanted, kind in added:
            found.append(compared)
            rightly.append(_marked(wanted))
            group.append(kind)
            of.append(user)
        if held_out(user.person):
            shown.append(pair)
    return _examples(found, rightly, group, of), shown


def part_way(number: int, kept: Sequence[Kept]) -> Examples:
    """Of people who do it right, but for how far they go."""
    rng = np.random.default_rng([6, number])
    moving = [one for one in kept if not one.fault and one.exercise not in HOLDS]
    found, rightly, of = [], [], []
    for pair in pairs(moving, rng, 1, 3):
        one = compare(pair.target, _part_of(pair.done, float(rng.uniform(*PARTS))))
        lacking = {place: cue.degrees for place, (_, cue) in one.told.items()}
        most = max(lacking.values(), default=0.0)
        if most >= FAR:
            found.append(one)
            rightly.append(_marked({p for p, d in lacking.items() if d >= LACKS * most}))
            of.append(pair.user)
    return _examples(found, rightly, [_PART] * len(found), of)


def _part_of(done: Aspect, part: float) -> Aspect:
    """Somebody who goes only part of the way from the ready pose."""
    ready = [values[:READY].mean(axis=0) for values in (done.angles, done.bones)]
    angles = ready[0] + part * (done.angles - ready[0])
    bones = ready[1] + part * (done.bones - ready[1])
    length, kept = (np.linalg.norm(b, axis=2, keepdims=True) for b in (done.bones, bones))
    return Aspect(done.latents, angles, done.directions, bones * length / np.maximum(kept, 1e-6))


def _examples(
    found: Sequence[Compared],
    rightly: Sequence[NDArray[np.bool_]],
    group: Sequence[int],
    of: Sequence[Kept],
) -> Examples:
    n = len(found)
    return Examples(
        np.array([one.angles for one in found], np.float32),
        np.array([one.bones for one in found], np.float32),
        np.array([one.possible() for one in found]).reshape(n, 2, -1),
        np.array(rightly).reshape(n, 2, -1),
        np.array(group),
        np.array([one.exercise for one in of]),
        np.array([one.person for one in of]),
    )


def _marked(places: set[tuple[int, int, int]]) -> NDArray[np.bool_]:
    marked = np.zeros((2, len(FAMILIES), 2), dtype=bool)
    for place in places:
        marked[place] = True
    return marked


def _alone(pair: Pair, rng: np.random.Generator) -> tuple[Compared, tuple[int, int, int]]:
    """A pair of which a single angle is far off; by side, family and direction which one."""
    side, family, way = (int(rng.integers(n)) for n in (2, len(FAMILIES), 2))
    column = OF_SIDE[side, family]
    off = float(rng.uniform(*ALONE)) * (1 if way else -1)
    angles = pair.done.angles.copy()
    angles[:, column] += off
    if FAMILIES[family] in OPPOSED:
        angles[:, OF_SIDE[1 - side, family]] -= off
    unknown = np.full_like(pair.done.bones, np.nan)
    done = Aspect(pair.done.latents, angles, pair.done.directions, unknown)
    return compare(pair.target, done), (side, family, way)


class Net(nn.Module):
    """What ``coach.scoring.causes`` runs: of each side (n,) to the logits (n, N_NAMED)."""

    def __init__(self, spread: Floats) -> None:
        super().__init__()
        self.register_buffer("spread", torch.from_numpy(spread))
        self.layers = nn.Sequential(
            nn.Dropout(DROPOUT / 2),
            nn.Linear(N_FEATURES + 2 * N_OFF, HIDDEN),
            nn.ReLU(),
            nn.Dropout(DROPOUT),
            nn.Linear(HIDDEN, N_NAMED),
        )

    def given(self, angles: Tensor, bones: Tensor) -> Tensor:
        """The inputs of the first layer."""
        off = (bones / self.spread).clamp(-MOST, MOST) / MOST
        return torch.cat([angles, off, off.abs()], dim=-1)

    def forward(self, angles: Tensor, bones: Tensor) -> Tensor:
        found: Tensor = self.layers(self.given(angles, bones))
        return found


def learn(given: Examples) -> Net:
    """A network that makes the right differences likeliest."""
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    erring = np.abs(given.bones[given.group == 1])
    net = Net(np.quantile(erring, SPREAD, axis=(0, 1)).astype(np.float32) + np.float32(1e-3))
    counts = np.bincount(given.group, minlength=len(_SHARES))
    weight = (np.array(_SHARES) / np.maximum(counts, 1))[given.group]
    weights = torch.from_numpy((weight / weight.mean()).astype(np.float32))
    times = np.where(np.isin(given.exercise, list(FAULT_CUES)), MAIN_TIMES, 1)
    shown = np.repeat(np.arange(len(weight)), times)
    steps = len(shown) // BATCH
    optimiser = torch.optim.AdamW(net.parameters(), weight_decay=0.1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=EPOCHS * steps)
    for _ in range(EPOCHS):
        order = rng.permutation(shown)
        for step in range(steps):
            rows = order[step * BATCH : (step + 1) * BATCH]
            cost = _cost(net, given, rows)
            optimiser.zero_grad()
            (cost * weights[rows]).mean().backward()
            optimiser.step()
            schedule.step()
    return net.eval()


def _cost(net: Net, given: Examples, rows: NDArray[np.intp]) -> Tensor:
    """(n,) minus the logarithm of the probability of what is right."""
    angles, bones, possible, rightly = (
        torch.from_numpy(part[rows])
        for part in (given.angles, given.bones, given.possible, given.rightly)
    )
    x = net.given(angles, bones)
    logits = net.layers(x + NOISE * torch.randn(x.shape)).masked_fill(~possible, -torch.inf)
    nothing = torch.zeros(len(rows), 1)
    shares = torch.cat([logits.flatten(1), nothing], dim=1).log_softmax(dim=1)
    wanted = rightly.flatten(1)
    wanted = torch.cat([wanted, ~wanted.any(dim=1, keepdim=True)], dim=1)
    return -shares.masked_fill(~wanted, -torch.inf).logsumexp(dim=1)


def export(net: Net, path: Path) -> None:
    """Write as ONNX."""
    names_of = ["angles", "bones", "logits"]
    torch.onnx.export(
        net, (torch.zeros(2, N_FEATURES), torch.zeros(2, N_OFF)), str(path),
        input_names=names_of[:2], output_names=names_of[2:],
        dynamic_axes={name: {0: "n"} for name in names_of}, dynamo=False,
    )  # fmt: skip


def figures(causes: Causes, shown: Sequence[Pair], level: float) -> list[str]:
    """Faults named rightly, faults for which anything is said, cues for nothing; by errors."""
    settings = FeedbackSettings(level=level)
    cells = []
    for errors in (False, True):
        right, spoken, idle = [], [], []
        for p in shown:
            if p.errors != errors:
                continue
            found = find_difference(p.target, p.done, settings, causes)
            if not p.user.fault:
                idle.append(found is not None)
                continue
            spoken.append(found is not None)
            right.append(bool(found and names(found.cue, p.user.exercise, p.user.fault)))
        cells += [f"{np.mean(values):.2f}" for values in (right, spoken, idle)]
    return cells


def table(causes: Causes, shown: Sequence[Pair]) -> None:
    """Print the figures."""
    print("| level | exact: right | told | for nothing | errors: right | told | for nothing |")
    print("|---|---|---|---|---|---|---|")
    for level in LEVELS:
        print(f"| {level} | {' | '.join(figures(causes, shown, level))} |", flush=True)


def main() -> None:
    """Learn, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--motions", type=Path, required=True)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--output", type=Path, default=CUES_FILE)
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    kept = motions(chosen.motions, ALL_CUES)
    people = sorted({one.person for one in kept})
    groups = [people[i : i + TOGETHER] for i in range(0, len(people), TOGETHER)]
    parts = [[one for one in kept if one.person in group] for group in groups]
    found: list[tuple[Examples, list[Pair]]] = []
    with ProcessPoolExecutor(chosen.processes, mp_context=get_context("spawn")) as pool:
        for part in pool.map(followed, range(len(parts)), parts):
            found.append(part)
            print(f"{len(found)} of {len(parts)} groups", flush=True)
        examples = [some for some, _ in found]
        examples += pool.map(part_way, range(PART_GROUPS), parts[:PART_GROUPS])
    fields: Any = zip(*([getattr(e, n) for n in e.__slots__] for e in examples), strict=True)
    all_of = Examples(*(np.concatenate(field) for field in fields))
    all_of = all_of.rows(~np.isin(all_of.exercise, chosen.without))
    shown = [pair for _, some in found for pair in some]
    known = np.array([not held_out(person) for person in all_of.person])
    asked = chosen.without or list(FAULT_CUES)
    with TemporaryDirectory() as folder:  # beside the shipped weights only those pass
        trial = Path(folder) / CUES_FILE.name
        export(learn(all_of.rows(known)), trial)
        table(Causes(trial), [pair for pair in shown if pair.user.exercise in asked])
    if not chosen.without:
        export(learn(all_of), chosen.output)


if __name__ == "__main__":
    main()
