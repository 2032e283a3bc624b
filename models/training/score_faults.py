"""How bad a fault is against the score of whoever does it.

The target is another person who does it right; cameras and errors are drawn for every session.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.training.figures import Figure, Rows, figure, rank_correlation
from models.training.motion_bank import SEVERITIES
from models.training.score_sessions import Bank, Judge, same_again


def graded(
    judge: Judge, bank: Bank, people: int, severities: Sequence[float] = SEVERITIES
) -> tuple[list[Figure], dict[str, Any]]:
    """Severity of every fault against the score; the target is another person doing it right."""
    names = bank.people(fault=True)[:people]
    rows: list[tuple[str, str, str, float, float]] = []
    for exercise in sorted({e for e, _ in bank.faults()}):
        faults = [fault for e, fault in bank.faults() if e == exercise]
        for i, person in enumerate(names):
            wanted = same_again(bank, bank.people()[(i + 1) % len(bank.people())], exercise)
            target = judge.film(wanted.joints)
            done = [("", 0.0), *((fault, s) for fault in faults for s in severities)]
            for fault, severity in done:
                user = same_again(bank, person, exercise, fault, severity)
                score = judge.score(target, judge.film(user.joints), wanted.moves).score
                for one in [fault] if fault else faults:  # right is the beginning of every fault
                    rows.append((exercise, one, person, severity, score))
    return _by_fault(judge, rows), {"rows": rows}


def _by_fault(judge: Judge, rows: list[tuple[str, str, str, float, float]]) -> list[Figure]:
    figures = []
    for exercise, fault in sorted({row[:2] for row in rows}):
        chosen = [row for row in rows if row[:2] == (exercise, fault)]
        people = np.array([row[2] for row in chosen])
        severity, score = (np.array([row[k] for row in chosen]) for k in (3, 4))
        falls = partial(_falls, severity, score)
        figures.append(figure(f"{exercise}: {fault}", falls, people, judge.rng, ">= 0.8"))
    return [*_over_all(figures, rows), *figures]


def _over_all(
    figures: list[Figure], rows: list[tuple[str, str, str, float, float]]
) -> list[Figure]:
    """Of all faults: the part that reaches the goal, the middle, and the same within a person."""
    values = np.array([f.value for f in figures])
    within: dict[tuple[str, str, str], list[tuple[float, float]]] = {}
    for *key, severity, score in rows:
        within.setdefault((key[0], key[1], key[2]), []).append((severity, score))
    own = np.array([_falls(*np.array(r).T, np.arange(len(r))) for r in within.values()])
    own = own[np.isfinite(own)]
    n, people = len(values), len({row[2] for row in rows})
    return [
        Figure("faults at 0.8 or more, part of all", float((values >= 0.8).mean()), n=n,
               people=people, goal=">= 1"),
        Figure("median of all faults", float(np.median(values)), n=n, people=people),
        Figure("mean of all faults, within one person", float(own.mean()), n=len(own),
               people=people),
    ]  # fmt: skip


def _falls(severity: NDArray[Any], score: NDArray[Any], rows: Rows) -> float:
    return rank_correlation(severity[rows], -score[rows])
