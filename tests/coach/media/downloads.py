"""Stand-ins for the process that downloads; functions of a module, so that they can be sent."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from coach.errors import VideoNotPublic
from coach.media.fetching import Request, confine, fetch
from coach.media.messages import say


class FakeDownloader:
    """As much of ``yt_dlp.YoutubeDL`` as is used; writes a file in two steps."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings

    def __enter__(self) -> FakeDownloader:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def extract_info(self, url: str, *, download: bool) -> dict[str, Any]:
        assert download
        info = {"title": "A <b>title</b> / 운동: 1", "filesize": 10, "_type": "video"}
        self.settings["match_filter"](info, incomplete=False)
        file = Path(self.settings["outtmpl"]["default"] % {"format_id": "18", "ext": "mp4"})
        (hook,) = self.settings["progress_hooks"]
        for got in (5, 10):
            file.write_bytes(b"x" * got)
            hook({"status": "downloading", "downloaded_bytes": got, "total_bytes": 10})
        hook({"status": "finished", "downloaded_bytes": 10})
        return info


def serve_fake(connection: Connection, request: Request) -> None:
    """A download that goes well."""
    say(connection, fetch(request, partial(say, connection), FakeDownloader))


def serve_refusal(connection: Connection, request: Request) -> None:
    """A private video."""
    say(connection, VideoNotPublic(request.url))


def serve_forever(connection: Connection, request: Request) -> None:
    """A server that never ends."""
    (request.folder / "video.mp4.part").write_bytes(b"half")
    say(connection, 0.1)
    time.sleep(600)


def serve_objects(connection: Connection, request: Request) -> None:
    """A process that sends what would be run by whoever unpacks it."""
    connection.send(VideoNotPublic(request.url))
    time.sleep(600)


def serve_death(connection: Connection, request: Request) -> None:
    """A process that dies."""
    os._exit(3)


TRIALS = {
    "start a program": lambda _: subprocess.run([sys.executable, "--version"], check=False),
    "use a shell": lambda _: os.system("true"),
    "become a program": lambda _: os.execv(sys.executable, [sys.executable, "--version"]),
    "write beside": lambda r: (r.folder.parent / "beside").write_bytes(b"x"),
    "write by going up": lambda r: (r.folder / ".." / "beside").write_bytes(b"x"),
    "append": lambda r: open(r.folder.parent / "kept", "a"),  # noqa: SIM115
    "open low": lambda r: os.open(r.folder.parent / "low", os.O_CREAT | os.O_WRONLY),
    "remove": lambda r: os.remove(r.folder.parent / "kept"),
    "move out": lambda r: os.rename(r.folder / "in", r.folder.parent / "out"),
    "move in": lambda r: os.rename(r.folder.parent / "kept", r.folder / "got"),
    "link": lambda r: os.symlink(r.folder.parent, r.folder / "way"),
    "make a folder": lambda r: os.mkdir(r.folder.parent / "new"),
    "read cookies": lambda r: __import__("sqlite3").connect(r.folder / "cookies"),
    "reach this computer": lambda _: socket.create_connection(("127.0.0.1", 9), timeout=1),
    "reach the network at home": lambda _: socket.create_connection(("192.168.0.1", 80), 1),
    "reach a local socket": lambda _: socket.socket(socket.AF_UNIX).connect("/run/x"),
}  # fmt: skip
"""What must be refused."""


def serve_trials(connection: Connection, request: Request) -> None:
    """Try everything that is forbidden; the names of what was refused come as the title."""
    import sqlite3  # noqa: F401

    (request.folder / "in").write_bytes(b"x")
    confine(request)
    refused = []
    for name, trial in TRIALS.items():
        try:
            trial(request)
        except PermissionError as error:
            if "refused" in str(error):
                refused.append(name)
        except OSError:
            pass
    (request.folder / "video.mp4").write_bytes(b"x")  # this is allowed
    say(connection, ("\n".join(refused), "video.mp4"))
