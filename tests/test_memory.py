"""Memory: threads share arenas where the allocator knows them."""

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


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other allocators have no arenas")
def test_threads_share_arenas() -> None:
    assert _arenas("many") > 2
    assert _arenas("few") <= 2
