"""No part of the program opens a connection, the libraries included.

A child process forbids itself the system call ``connect`` (seccomp, Linux): the kernel ends
it at the first try, whoever makes it.
"""

import platform
import signal
import subprocess
import sys

import pytest

from coach.paths import DEMO

CONNECT = {"x86_64": (0xC000003E, 42), "aarch64": (0xC00000B7, 203)}
"""Machine to its audit number and its number of ``connect``."""

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or platform.machine() not in CONNECT,
    reason="needs seccomp, which only Linux has",
)

FORBID_CONNECT = """
import ctypes, struct, sys
machine, number = {machine}, {number}
def step(code, to_true, to_false, value):
    return struct.pack("HBBI", code, to_true, to_false, value)
program = b"".join([
    step(0x20, 0, 0, 4),            # load the machine
    step(0x15, 0, 3, machine),      # another one: allow
    step(0x20, 0, 0, 0),            # load the number of the call
    step(0x15, 0, 1, number),       # not connect: allow
    step(0x06, 0, 0, 0x80000000),   # end the process
    step(0x06, 0, 0, 0x7FFF0000),   # allow
])
buffer = ctypes.create_string_buffer(program, len(program))
class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_void_p)]
libc = ctypes.CDLL(None, use_errno=True)
assert libc.prctl(38, 1, 0, 0, 0) == 0
filled = Program(len(program) // 8, ctypes.cast(buffer, ctypes.c_void_p))
assert libc.prctl(22, 2, ctypes.byref(filled), 0, 0) == 0, ctypes.get_errno()
"""

USE_EVERYTHING = """
import sys, time
import numpy as np
from pathlib import Path
from coach.embedding import Encoder
from coach.media import read_frames
from coach.pose import PoseEstimator
{before}
Encoder().encode(np.random.default_rng(1).random((4, 17, 3), np.float32))
with PoseEstimator("lite") as estimator:
    for _, frame in zip(range(5), read_frames(Path(sys.argv[1]))):
        estimator.push(frame)
time.sleep(2)  # the reports are sent from threads, a moment later
"""

UNPROTECTED = """
import os
for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
    os.environ.pop(name, None)
"""

CALL_HOME = "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"


def ends_with(program: str) -> int:
    machine, number = CONNECT[platform.machine()]
    forbid = FORBID_CONNECT.format(machine=machine, number=number)
    done = subprocess.run(
        [sys.executable, "-c", forbid + program, str(DEMO / "target.mp4")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )
    return done.returncode


def test_finding_people_and_encoding_opens_no_connection():
    assert ends_with(USE_EVERYTHING.format(before="")) == 0


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(CALL_HOME, id="ourselves"),
        pytest.param(USE_EVERYTHING.format(before=UNPROTECTED), id="a-library-left-alone"),
    ],
)
def test_a_connection_would_be_seen(program):
    assert ends_with(program) == -signal.SIGSYS
