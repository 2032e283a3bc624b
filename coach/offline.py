"""Keeps the libraries from calling home.

onnxruntime (since 1.29) and mediapipe (since 0.10.3x) send usage figures to their makers
unless told not to. onnxruntime has a switch. mediapipe has none, but it honours the proxy
settings of the environment: with a proxy of a kind that does not exist it gives up before
it opens a connection. Measured on Linux by tracing the system calls of a session.

The player of Qt follows what a video names (a playlist, say) to files alone.

The program itself needs no network. A download that the user asks for is made by a process
that is told the proxy of the user.
"""

from __future__ import annotations

import os
from typing import Final

NO_SUCH_PROXY: Final = "offline://coach"
_PROXIES: Final = ("https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY")
_EXCEPTIONS: Final = ("no_proxy", "NO_PROXY")

_usual: list[str] = []


def stay_offline() -> None:
    """Set the environment of this process and its children; call it before the libraries load."""
    _usual[:] = [os.environ[name] for name in _PROXIES if _is_real(os.environ.get(name))] or _usual
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    os.environ["QT_FFMPEG_PROTOCOL_WHITELIST"] = "file"
    for name in _PROXIES:
        os.environ[name] = NO_SUCH_PROXY
    for name in _EXCEPTIONS:
        os.environ.pop(name, None)


def usual_proxy() -> str:
    """The proxy that the environment named before, for a download; "" for none."""
    return _usual[0] if _usual else ""


def _is_real(proxy: str | None) -> bool:
    return bool(proxy) and proxy != NO_SUCH_PROXY
