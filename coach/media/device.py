"""Devices of the system that give pictures: which there are, and opening one.

The one adapter of OpenCV's cameras; what it cannot open is told as an error with a reason.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")  # opens in half the time
os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "2")  # seconds; ten without

from coach.errors import CameraBusy, CameraNotFound, CameraRefused, UserCanFix
from coach.media.opencv import cv2
from coach.media.picture import HEIGHT

WIDTH: Final = 640
FPS: Final = 30
"""What a device is asked for beside ``HEIGHT``; it may give something else."""
_PROBED_DEVICES: Final = 4
_SYSFS: Final = Path("/sys/class/video4linux")
_DEV: Final = Path("/dev")


class Device(Protocol):
    """The part of ``cv2.VideoCapture`` that is used."""

    def grab(self) -> bool:
        """Take a picture; may block, may fail."""

    def retrieve(self) -> tuple[bool, Any]:
        """Decode the picture taken: (H, W, 3) BGR."""

    def release(self) -> None:
        """Let the device go."""


@dataclass(frozen=True, slots=True)
class CameraChoice:
    """A device that can be chosen.

    Attributes:
        index: its number, for ``DeviceCamera``.
        name: what its driver calls it; "" where only the number is known.
    """

    index: int
    name: str


def open_device(index: int) -> Device:
    """A device opened by OpenCV and asked for our size and rate.

    Raises:
        CameraNotFound, CameraRefused or CameraBusy, as far as the system tells.
    """
    is_linux = sys.platform.startswith("linux")
    if is_linux and not (_DEV / f"video{index}").exists():
        raise CameraNotFound(str(index))  # asked for it, OpenCV writes to standard error
    with _quiet_opencv():
        device = cv2.VideoCapture(index, cv2.CAP_V4L2 if is_linux else cv2.CAP_ANY)
        if not device.isOpened():
            device.release()
            raise why_not(index)
        device.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        device.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH)
        device.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT)
        device.set(cv2.CAP_PROP_FPS, FPS)
        device.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return device


def why_not(index: int, system: str = sys.platform, dev: Path = _DEV) -> UserCanFix:
    """Why a device could not be opened; elsewhere than on Linux nobody tells.

    Args:
        index: its number.
        system: as ``sys.platform``.
        dev: where Linux keeps its devices.
    """
    node = dev / f"video{index}"
    if not system.startswith("linux") or not node.exists():
        return CameraNotFound(str(index))
    if not os.access(node, os.R_OK | os.W_OK):
        return CameraRefused(str(index))
    return CameraBusy(str(index))


@contextmanager
def _quiet_opencv() -> Iterator[None]:
    """OpenCV writes about missing cameras to standard error; not in here."""
    logging = cv2.utils.logging
    before = logging.getLogLevel()
    logging.setLogLevel(logging.LOG_LEVEL_SILENT)
    try:
        yield
    finally:
        logging.setLogLevel(before)


def list_cameras(system: str = sys.platform, sysfs: Path = _SYSFS) -> tuple[CameraChoice, ...]:
    """The devices that are there, by number.

    Linux tells without opening one; elsewhere the first numbers are tried, which takes
    about a second each and may switch a camera's light on.

    Args:
        system: as ``sys.platform``.
        sysfs: where Linux lists its video devices.
    """
    if system.startswith("linux"):
        return named_cameras(system, sysfs)
    found = []
    for index in range(_PROBED_DEVICES):
        try:
            open_device(index).release()
        except UserCanFix:
            continue
        found.append(CameraChoice(index, ""))
    return tuple(found)


def named_cameras(system: str = sys.platform, sysfs: Path = _SYSFS) -> tuple[CameraChoice, ...]:
    """The devices that the system names without opening one: on Linux all, elsewhere none."""
    if not system.startswith("linux"):
        return ()
    return tuple(sorted(_linux_cameras(sysfs), key=lambda choice: choice.index))


def _linux_cameras(sysfs: Path) -> Iterator[CameraChoice]:
    """One choice a camera: its further nodes (``index`` above 0) hold no pictures."""
    for node in sysfs.glob("video*"):
        number = node.name.removeprefix("video")
        try:
            if number.isdecimal() and (node / "index").read_text().strip() == "0":
                yield CameraChoice(int(number), (node / "name").read_text().strip())
        except OSError:
            continue
