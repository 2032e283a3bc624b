"""A process whose every step towards the internet is seen, whoever makes it.

The kernel stops the process, and all that it starts, at each system call that names the address
of somebody else, tells us, and lets it go on when the address was looked at (seccomp with a
listener, Linux 5.5). Libraries without source are seen like our own code. Addresses inside the
computer (AF_UNIX: sound, windows) are none of the internet.
"""

import ctypes
import os
import platform
import select
import socket
import struct
import subprocess
import sys
from collections.abc import Callable
from fcntl import ioctl
from pathlib import Path

import pytest

MACHINES = {
    "x86_64": (0xC000003E, {42: "connect", 49: "bind", 44: "sendto", 46: "sendmsg"}, 317),
    "aarch64": (0xC00000B7, {203: "connect", 200: "bind", 206: "sendto", 211: "sendmsg"}, 277),
}
"""Machine to its audit number, its numbers of the calls, and that of ``seccomp``."""

INTERNET = {socket.AF_INET: "version 4", socket.AF_INET6: "version 6", 17: "packets"}
ROOT = Path(__file__).parents[1]

needs_listener = pytest.mark.skipif(
    not sys.platform.startswith("linux") or platform.machine() not in MACHINES,
    reason="needs seccomp, which only Linux has",
)

_RECEIVE, _SEND, _GO_ON = 0xC0502100, 0xC0182101, 1
_NO_NEW_PRIVILEGES, _SET_FILTER, _NEW_LISTENER = 38, 1, 8
_ALLOW, _TELL = 0x7FFF0000, 0x7FC00000
_LOAD, _EQUAL, _ANSWER = 0x20, 0x15, 0x06
_LOOK_MS = 100


def steps_into_the_internet(
    program: str, *arguments: object, timeout: float = 240.0, **environment: str
) -> tuple[subprocess.CompletedProcess[bytes], list[str]]:
    """Run a program of Python; how it ended, and what it and its children did.

    Each step is the call and the family of addresses, "connect version 4".
    """
    told, tell = os.pipe()
    with open(told, encoding="ascii") as steps:
        done = subprocess.run(
            [sys.executable, "-m", "tests.watched", str(tell), program, *map(str, arguments)],
            cwd=ROOT,
            env=os.environ | environment,
            pass_fds=[tell],
            capture_output=True,
            timeout=timeout,
        )
        os.close(tell)
        return done, steps.read().splitlines()


def main() -> None:
    """In a process of its own: watch another one, and end as it did."""
    tell, program, arguments = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    listener = _listen()
    child = os.fork()
    if child == 0:
        os.close(listener)
        os.close(tell)
        os.execv(sys.executable, [sys.executable, "-c", program, *arguments])
    _watch(listener, child, lambda step: os.write(tell, f"{step}\n".encode()))


def _listen() -> int:
    """Ask the kernel to tell of this process and its children; where it tells."""
    machine, calls, seccomp = MACHINES[platform.machine()]
    of = len(calls)
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 0, of + 1, machine), (_LOAD, 0, 0, 0)]
    steps += [(_EQUAL, of - i, 0, number) for i, number in enumerate(calls)]
    steps += [(_ANSWER, 0, 0, _ALLOW), (_ANSWER, 0, 0, _TELL)]
    packed = b"".join(struct.pack("HBBI", *step) for step in steps)
    held = ctypes.create_string_buffer(packed, len(packed))
    filled = ctypes.create_string_buffer(
        struct.pack("HxxxxxxP", len(steps), ctypes.addressof(held))
    )
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
    listener = libc.syscall(seccomp, _SET_FILTER, _NEW_LISTENER, filled)
    assert listener >= 0, os.strerror(ctypes.get_errno())
    return int(listener)


def _watch(listener: int, child: int, tell: Callable[[str], object]) -> None:
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    while True:
        if poll.poll(_LOOK_MS):
            _answer(listener, tell)
            continue
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            sys.exit(os.waitstatus_to_exitcode(status))


def _answer(listener: int, tell: Callable[[str], object]) -> None:
    request = bytearray(80)
    try:
        ioctl(listener, _RECEIVE, request)
    except OSError:  # it is no more
        return
    number, process, _, call, _, _, *given = struct.unpack("QIIiIQ6Q", request)
    name = MACHINES[platform.machine()][1][call]
    family = _family(process, name, given)
    if family in INTERNET:
        tell(f"{name} {INTERNET[family]}")
    try:
        ioctl(listener, _SEND, struct.pack("QqiI", number, 0, 0, _GO_ON))
    except OSError:  # it was interrupted, and will ask again
        return


def _family(process: int, name: str, given: list[int]) -> int:
    """Family of the address that a call names; -1 where it names none."""
    try:
        with open(f"/proc/{process}/mem", "rb", buffering=0) as memory:
            place = given[4] if name == "sendto" else given[1]
            if name == "sendmsg":
                memory.seek(place)
                (place,) = struct.unpack("Q", memory.read(8))
            if not place:
                return -1
            memory.seek(place)
            return int(struct.unpack("H", memory.read(2))[0])
    except OSError:
        return -1


if __name__ == "__main__":
    main()
