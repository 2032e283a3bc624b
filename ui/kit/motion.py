"""Whether the system is set to show less motion, which Qt does not tell."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
from configparser import ConfigParser, Error
from functools import lru_cache
from pathlib import Path
from typing import Final

PATIENCE_S: Final = 0.5
ASKING: Final = {
    "linux": (("gsettings", "get", "org.gnome.desktop.interface", "enable-animations"), "false"),
    "darwin": (("defaults", "read", "com.apple.Accessibility", "ReduceMotionEnabled"), "1"),
}
"""By system, the program that tells the setting, and its answer where motion is unwanted."""
KDE: Final = Path(".config", "kdeglobals")
GET_CLIENT_AREA_ANIMATION: Final = 0x1042
"""SPI_GETCLIENTAREAANIMATION of ``SystemParametersInfo``."""


def is_still(choice: str) -> bool:
    """Whether nothing is to move, by the setting ``motion``: "system" or "reduced"."""
    return choice == "reduced" or system_is_still()


@lru_cache(maxsize=1)
def system_is_still() -> bool:
    """Whether the system is set so; asked once, and no where it does not tell."""
    if sys.platform == "win32":
        shown = ctypes.c_int(1)
        ctypes.windll.user32.SystemParametersInfoW(
            GET_CLIENT_AREA_ANIMATION, 0, ctypes.byref(shown), 0
        )
        return not shown.value
    return _told(sys.platform) or (sys.platform == "linux" and kde_is_still(Path.home() / KDE))


def _told(platform: str) -> bool:
    """What the program of a system says."""
    command, still = ASKING.get(platform, ((), ""))
    if not command or shutil.which(command[0]) is None:
        return False
    try:
        answer = subprocess.run(
            command, capture_output=True, timeout=PATIENCE_S, encoding="utf-8", check=False
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return False
    return answer.stdout.strip() == still


def kde_is_still(path: Path) -> bool:
    """Whether KDE's animations take no time; ``path``: of its settings."""
    settings = ConfigParser(interpolation=None, strict=False)
    try:
        settings.read(path, encoding="utf-8")
        return settings.getfloat("KDE", "AnimationDurationFactor", fallback=1.0) == 0
    except (OSError, ValueError, Error):
        return False
