"""Memory: threads share arenas, and what is freed goes back, where the allocator knows how."""

from __future__ import annotations

import platform
import re
import subprocess
import sys

import pytest

_MANY_THREADS = """
import ctypes, re, sys, threading
from coach.memory import few_arenas
few = sys.argv[1] == "few" and few_arenas()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
taken = threading.Barrier(12)
def take():
    libc.malloc(1000)
    taken.wait()
threads = [threading.Thread(target=take) for _ in range(12)]
[t.start() for t in threads]
[t.join() for t in threads]
libc.malloc_stats()
"""


def _arenas(how: str) -> int:
    """Arenas that a process has after twelve threads have allocated at the same time."""
    done = subprocess.run(
        [sys.executable, "-c", _MANY_THREADS, how], capture_output=True, text=True, check=True
    )
    return len(re.findall(r"^Arena \d+:", done.stderr, re.MULTILINE))


_SCATTERED = """
import ctypes, pathlib, re
from coach.memory import give_back
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.free.argtypes = [ctypes.c_void_p]
taken = [libc.malloc(60_000) for _ in range(2000)]
for place in taken:
    ctypes.memset(place, 1, 60_000)
for place in taken[:-1]:  # the last one holds the end of the heap
    libc.free(place)
def resident():
    return int(re.search(r"VmRSS:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
before = resident()
assert give_back()
print(before - resident())
"""

of_glibc = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="of glibc alone")


@of_glibc
def test_what_was_freed_goes_back_to_the_system() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCATTERED], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) > 100_000  # of 120,000 KB


@of_glibc
def test_threads_share_arenas() -> None:
    assert _arenas("many") > 2
    assert _arenas("few") <= 2
