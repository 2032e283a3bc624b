"""Memory and work of a process and all that it started, as Linux tells them."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path
from typing import Final

LOOK_EVERY_S: Final = 0.5


class Memory:
    """Looks again and again how much a process and its children have; shared pages count once.

    Attributes:
        most_mb: the most at any look; 0 where the system does not tell.
    """

    def __init__(self, pid: int) -> None:
        self.most_mb = 0.0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(LOOK_EVERY_S):
            self.most_mb = max(self.most_mb, sum(map(_pss_mb, _family(self._pid))))


def worked_s(pid: int) -> float:
    """Seconds of processor time of a process and its children so far."""
    ticks = 0
    for one in _family(pid):
        try:
            told = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        ticks += int(told[11]) + int(told[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:  # it ended meanwhile
                continue
    return found


def _pss_mb(pid: int) -> float:
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    share = re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)
    return int(share[1]) / 1024 if share else 0.0
