"""Damaged files for every reader, and what became of them."""

import json
import os
import random
import selectors
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.readers import READERS, TRICKS

LONGEST_S = 10.0
"""A file that takes longer counts as a hang: seconds of work, as others may work too."""
_LOOK_S = 0.5
_PATIENCE_S = 120.0
"""A process that does nothing for so long hangs as well."""
MOST_MEGABYTES = 1000
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Case:
    """One damaged file: the same reader and seed make it again."""

    reader: str
    seed: int


@dataclass
class Report:
    """What became of the cases; ``faults`` should be empty."""

    became: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    most_megabytes: int = 0

    def __str__(self) -> str:
        lines = [f"{n:6} {became}" for became, n in sorted(self.became.items())]
        return "\n".join([*lines, f"most memory {self.most_megabytes} MB", *self.faults])


def make_samples(folder: Path) -> None:
    """Valid files for every reader, each in a folder of its own."""
    for reader in (*READERS, *TRICKS):
        made, place = folder / "making" / reader.name, folder / reader.name
        made.mkdir(parents=True)
        place.mkdir(parents=True)
        for path in list(reader.make(made)):
            shutil.copyfile(path, place / path.name)
    shutil.rmtree(folder / "making")


def cases(number: int, seed: int) -> list[Case]:
    """So many cases, shared out by the weights of the readers."""
    rng = random.Random(seed)
    names = [reader.name for reader in READERS]
    weights = [reader.weight for reader in READERS]
    chosen = names + rng.choices(names, weights, k=max(0, number - len(names)))
    return [Case(name, rng.randrange(1 << 30)) for name in chosen[:number]]


def run(wanted: Iterable[Case], samples: Path, room: Path) -> Report:
    """Let a process read them; one that ends or hangs is followed by a new one."""
    report, waiting = Report(), list(wanted)
    while waiting:
        done = 0
        for case, (became, megabytes, where) in zip(
            waiting, _outcomes(waiting, samples, room), strict=False
        ):
            done += 1
            report.became[f"{case.reader}: {became.split(':')[0]}"] += 1
            report.most_megabytes = max(report.most_megabytes, megabytes)
            if not became.startswith(("read", "refused")) or megabytes > MOST_MEGABYTES:
                report.faults.append(f"{case}: {became}, {megabytes} MB\n{where}")
        waiting = waiting[done:]
    return report


def _outcomes(waiting: list[Case], samples: Path, room: Path) -> Iterator[tuple[str, int, str]]:
    """What becomes of the cases, until the process is no more."""
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir(parents=True)
    with (room / "errors").open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.worker", str(samples), str(room)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            with selectors.DefaultSelector() as lines:
                lines.register(process.stdout, selectors.EVENT_READ)
                assert lines.select(_PATIENCE_S), "the process does not start"
                assert process.stdout.readline() == "ready\n", (room / "errors").read_text()
                for case in waiting:
                    process.stdin.write(json.dumps(vars(case)) + "\n")
                    process.stdin.flush()
                    if not _answers(process.pid, lines):
                        yield "hung", 0, ""
                        return
                    line = process.stdout.readline()
                    if not line:
                        said = (room / "errors").read_bytes()[-2000:].decode(errors="replace")
                        yield f"crashed with {process.wait()}", 0, said
                        return
                    became, megabytes, where = json.loads(line)
                    yield became, megabytes, where
        finally:
            process.kill()
            process.wait()
            process.stdin.close()
            process.stdout.close()


def _answers(process: int, lines: selectors.BaseSelector) -> bool:
    """Whether a line comes while the process may still work on its case."""
    began, waited = _worked_s(process), 0.0
    while not lines.select(_LOOK_S):
        waited += _LOOK_S
        if _worked_s(process) - began > LONGEST_S or waited > _PATIENCE_S:
            return False
    return True


def _worked_s(process: int) -> float:
    """Seconds of processor time that a process had."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
