"""``coach doctor``: what works on this machine, and what to do about the rest."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from coach import __version__
from coach.cli.io import write_json
from coach.doctor import Check, State, examine, line_of
from coach.errors import BadRequest
from coach.paths import data_folder
from coach.selftest import Trial, self_test
from coach.texts import Texts


def run_doctor(options: argparse.Namespace, texts: Texts) -> int:
    """``coach doctor``: exit status 1 when something is wrong.

    Raises:
        BadRequest: ``--quick`` or ``--camera`` together with ``--self-test``.
    """
    if options.self_test:
        if options.quick or options.camera is not None:
            raise BadRequest("--self-test", "--self-test [--json FILE]", "--quick / --camera")
        return _run_self_test(options.json, texts)
    found: list[Check] = []
    data = data_folder(options.data)
    for check in examine(data, texts, speed=not options.quick, camera=options.camera):
        found.append(check)
        if options.json != "-":
            print(line_of(check, texts), flush=True)
    wrong = [check for check in found if check.state is State.WRONG]
    if options.json != "-":
        print(_verdict(found, texts))
    if options.json:
        checks = [{**asdict(check), "state": check.state.value} for check in found]
        write_json({"version": __version__, "ok": not wrong, "checks": checks}, options.json)
    return 1 if wrong else 0


def _verdict(found: list[Check], texts: Texts) -> str:
    for state, key in ((State.WRONG, "doctor_problems"), (State.WARNING, "doctor_ok_but")):
        n = sum(check.state is state for check in found)
        if n:
            return texts(key, n=n, total=len(found))
    return texts("doctor_ok")


def _run_self_test(json: str | None, texts: Texts) -> int:
    """Print the trials, or write them as JSON where standard output is asked for."""
    trials = self_test()
    if json != "-":
        for trial in trials:
            print(f"{'✓' if trial.passed else '✗'} {_trial_line(trial, texts)}")
        passed = all(trial.passed for trial in trials)
        print(texts("selftest_passed" if passed else "selftest_failed"))
    if json:
        write_json({"trials": [{**asdict(t), "passed": t.passed} for t in trials]}, json)
    return 0 if all(trial.passed for trial in trials) else 1


def _trial_line(trial: Trial, texts: Texts) -> str:
    """A trial in words: what, how many points, which were wanted."""
    least = trial.at_least > 0
    limit = texts(
        "selftest_at_least" if least else "selftest_at_most",
        points=round(trial.at_least if least else trial.at_most),
    )
    side = texts("selftest_mirrored") if trial.mirrored else texts("selftest_same_side")
    return texts(
        "selftest_line" if trial.wanted_mirrored is None else "selftest_line_sided",
        what=texts(f"selftest_{trial.name}"),
        points=f"{trial.score:.0f}",
        side=side,
        limit=limit,
    )
