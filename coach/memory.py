"""Keeps what the program has freed from staying with it.

glibc gives every thread that allocates an arena of its own (eight a core), and what is freed in
one stays there. The app has a dozen threads that take pictures in turns: with two arenas a
session of one person before a video of 1920 x 1080 took 57 MB of 754 less
(``benchmarks.live``). Other systems' allocators have no such setting.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Final

ARENAS: Final = 2
"""Threads in Python take turns; more of them allocate at the same time in libraries alone."""
_M_ARENA_MAX: Final = -8


def few_arenas() -> bool:
    """Let all threads of this process share ARENAS arenas; call it before many are started.

    Returns:
        Whether the system's allocator knows arenas.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):  # another libc
        return False
    return bool(set_option(_M_ARENA_MAX, ARENAS))
