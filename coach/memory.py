"""Keeps what the program has freed from staying with it.

glibc gives every thread that allocates an arena of its own (eight a core), and what is freed in
one stays there until it is asked for. The app has a dozen threads that take pictures in turns, and
models leave three times their size behind as they are opened. Of a session of one person before a
video of 1920 x 1080 (``benchmarks.live``) two arenas took 57 MB of 754. Other systems' allocators
have no such settings.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any, Final

ARENAS: Final = 2
"""Threads in Python take turns; more of them allocate at the same time in libraries alone."""
_M_ARENA_MAX: Final = -8


def few_arenas() -> bool:
    """Let all threads of this process share ARENAS arenas; call it before many are started.

    Returns:
        Whether the system's allocator knows arenas.
    """
    set_option = _of_libc("mallopt")
    return set_option is not None and bool(set_option(_M_ARENA_MAX, ARENAS))


def give_back() -> bool:
    """Return what has been freed to the system, where the allocator can; some milliseconds.

    Call it when something large is over, such as the opening of models.

    Returns:
        Whether there was anything.
    """
    trim = _of_libc("malloc_trim")
    return trim is not None and bool(trim(0))


def _of_libc(name: str) -> Any:
    """A function of glibc; None where this is another system's."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        return getattr(ctypes.CDLL(None), name)
    except (AttributeError, OSError):  # another libc
        return None
