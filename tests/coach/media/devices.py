"""Webcams made of a script: every fault that a real one can have, without one."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from coach.errors import CameraNotFound
from coach.media.device import CameraChoice, Device

FPS = 30.0
SIZE = (64, 48)
FASTER = 20.0  # than real time
FAILS = "fails"
HANGS = "hangs"
RAISES = "raises"


def view(number: int, size: tuple[int, int] = SIZE) -> np.ndarray:
    """A picture, BGR; every number another one."""
    picture = np.full((size[1], size[0], 3), 120, np.uint8)
    picture[..., 0] = 40 + number % 200
    return picture


def views(n: int, size: tuple[int, int] = SIZE, first: int = 0) -> Iterator[np.ndarray]:
    """Pictures that differ."""
    return (view(i, size) for i in range(first, first + n))


def black(n: int) -> list[np.ndarray]:
    """What a covered camera gives: nothing but noise."""
    return [np.full((SIZE[1], SIZE[0], 3), i % 3, np.uint8) for i in range(n)]


def for_ever(what: Any) -> Iterator[Any]:
    """The same again and again."""
    while True:
        yield what


class PassingTime:
    """A clock that every call of a driver and every wait moves on; nobody sleeps long."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.now = 100.0

    def clock(self) -> float:
        return self.now

    def pass_(self, seconds: float) -> None:
        with self._lock:
            self.now += seconds

    def wait(self, stop: threading.Event, seconds: float) -> None:
        stop.wait(seconds / FASTER)
        self.pass_(seconds)


class FakeDevice:
    """Gives what its script says, one step a call: pictures, or one of the words above."""

    def __init__(self, passing: PassingTime, script: Iterable[Any], fps: float = FPS) -> None:
        self._time, self._script, self._period = passing, iter(script), 1.0 / fps
        self._raw: Any = None
        self.returns = threading.Event()
        self.released = threading.Event()

    def grab(self) -> bool:
        time.sleep(self._period / FASTER)
        self._time.pass_(self._period)
        step = next(self._script, FAILS)
        if isinstance(step, str) and step == HANGS:
            self.returns.wait()
        if isinstance(step, str) and step == RAISES:
            raise RuntimeError("a driver broke")
        self._raw = step
        return not isinstance(step, str)

    def retrieve(self) -> tuple[bool, Any]:
        return True, self._raw

    def release(self) -> None:
        self.released.set()


class Usb:
    """What is plugged in where, and what happens when it is opened."""

    def __init__(self, time: PassingTime) -> None:
        self.time = time
        self.plugs: dict[int, tuple[str, Callable[[], Device]]] = {}
        self.opened: list[int] = []
        self.opening_takes = 0.5

    def plug(self, index: int, device: Callable[[], Device], name: str = "HD Webcam") -> None:
        self.plugs = {**self.plugs, index: (name, device)}

    def unplug(self, index: int) -> None:
        self.plugs = {i: plug for i, plug in self.plugs.items() if i != index}

    def named(self) -> tuple[CameraChoice, ...]:
        return tuple(CameraChoice(i, name) for i, (name, _) in sorted(self.plugs.items()))

    def connect(self, index: int) -> Device:
        self.opened.append(index)
        if index not in self.plugs:
            raise CameraNotFound(str(index))
        self.time.pass_(self.opening_takes)
        return self.plugs[index][1]()
