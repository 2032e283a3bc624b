"""yt-dlp, in a process that may write into one folder and start no other program.

What it may not do is refused by an audit hook of the interpreter (PEP 578), whatever yt-dlp
or what it was sent by a server would like: starting programs, writing, renaming or removing
outside the folder, cookies of a browser, connections to this computer or its network. The
settings of yt-dlp say the same once more.
"""

from __future__ import annotations

import errno
import ipaddress
import logging
import os
import re
import socket
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import av

from coach.errors import (
    DataUnwritable,
    DownloadFailed,
    DownloadNeedsMore,
    DownloadTooLarge,
    LinkIsList,
    NetworkMissing,
    UserCanFix,
    VideoAgeLimited,
    VideoNotPublic,
)
from coach.media.joining import join
from coach.media.messages import say

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

log = logging.getLogger(__name__)

HEIGHTS: Final = (480, 1080)
"""Pictures worth having: lower ones only where there are no others, higher ones too."""

PATIENCE_S: Final = 20
"""Seconds without a word of the server until the network counts as missing."""

_PICTURE: Final = 0.9
"""Part of a download that the picture is, where the sound comes by itself."""

_RETRIES: Final = 3
_LONGEST_REASON: Final = 200
_MEGA: Final = 1 << 20

_KINDS: Final[tuple[tuple[str, type[UserCanFix]], ...]] = (
    (r"HTTP Error 5\d\d", NetworkMissing),
    (r"not a bot", DownloadNeedsMore),
    (r"confirm your age|age.restrict|inappropriate|adult|mature", VideoAgeLimited),
    (r"javascript runtime|js runtime|challenge|ffmpeg|deno\b|impersonat", DownloadNeedsMore),
    (r"requested format is not available|no video formats", DownloadNeedsMore),
    (
        r"private|members.only|removed|deleted|unavailable|not available|log.?in|sign in"
        r"|password|account|copyright|HTTP Error (401|403|404|410)",
        VideoNotPublic,
    ),
    (
        r"getaddrinfo|name or service|transporterror|timed? ?out|unreachable|resolve"
        r"|connection|network|proxy|certificate|offline",
        NetworkMissing,
    ),
)
"""What yt-dlp says, in small letters, and what it means; the first that fits."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the process is asked for.

    Attributes:
        url: checked before; site: its name; extractors: which may read it.
        folder: the only place to write.
        largest: bytes.
        proxy: of the user, "" for none.
    """

    url: str
    site: str
    extractors: tuple[str, ...]
    folder: Path
    largest: int
    proxy: str


def serve(connection: Connection, request: Request) -> None:
    """Download and say how it goes: parts done, then title and file name, or an error."""
    sys.dont_write_bytecode = True
    log.propagate = False  # what yt-dlp tells is told by the kind of the error
    log.addHandler(logging.NullHandler())
    try:
        import yt_dlp

        yt_dlp.globals.plugin_dirs.value = []
        confine(request)
        say(connection, fetch(request, partial(say, connection), yt_dlp.YoutubeDL))
    except UserCanFix as error:
        say(connection, error)
    except ImportError as error:
        say(connection, DownloadFailed(request.site, str(error)))
    except OSError as error:
        say(connection, DataUnwritable(request.folder.parent, str(error)))


def fetch(
    request: Request, tell: Callable[[float], None], make: Callable[[dict[str, Any]], Any]
) -> tuple[str, str]:
    """Title and file name of the video, which lies in the folder then.

    Args:
        request: what to fetch.
        tell: called with the part done.
        make: ``yt_dlp.YoutubeDL``.

    Raises:
        The errors of ``coach.media.download.download``.
    """
    watch = _Watch(request, tell)
    try:
        with make(settings(request, watch)) as downloader:
            info = downloader.extract_info(request.url, download=True)
    except UserCanFix:
        raise
    except Exception as error:  # of any kind: extractors read what servers send
        raise meaning(error, request) from error
    if not info or info.get("_type", "video") != "video":
        raise LinkIsList(request.url)
    files = [f for f in request.folder.iterdir() if f.is_file() and not f.name.endswith(".part")]
    # over the largest size yt-dlp tells success all the same
    if not files or len(files) < len(info.get("requested_downloads") or ()):
        raise DownloadTooLarge(request.site, request.largest // _MEGA)
    files.sort(key=lambda f: -f.stat().st_size)
    file = files[0] if len(files) == 1 else _joined(files, request)
    return str(info.get("title") or ""), file.name


def _joined(files: list[Path], request: Request) -> Path:
    """Picture and sound, from files of their own, in one."""
    try:
        return join(files, request.folder)
    except av.FFmpegError as error:
        raise DownloadFailed(request.site, str(error)) from error


def settings(request: Request, watch: _Watch) -> dict[str, Any]:
    """The settings of yt-dlp: nothing but one video, by its own means."""
    return {
        "format": choose,
        "outtmpl": {"default": str(request.folder / "video-%(format_id)s.%(ext)s")},
        "allowed_extractors": list(request.extractors),
        "noplaylist": True,
        "extract_flat": "in_playlist",
        "playlist_items": "1",
        "match_filter": watch.accept,
        "progress_hooks": [watch.progress],
        "logger": log,
        "quiet": True,
        "no_warnings": True,
        "noprogress": True,
        "max_filesize": request.largest,
        "socket_timeout": PATIENCE_S,
        "retries": _RETRIES,
        "fragment_retries": _RETRIES,
        "extractor_retries": _RETRIES,
        "proxy": request.proxy,
        "enable_file_urls": False,
        "cachedir": False,
        "cookiefile": None,
        "cookiesfrombrowser": None,
        "usenetrc": False,
        "updatetime": False,
        "overwrites": True,
        "fixup": "never",
        "postprocessors": [],
        "external_downloader": {"default": "native"},
        "hls_prefer_native": True,
        "js_runtimes": {},
        "remote_components": (),
        "ffmpeg_location": str(request.folder),
    }


def choose(context: dict[str, Any]) -> list[dict[str, Any]]:
    """What to load of the formats that a site has: one file, or picture and sound apart.

    H.264 plays everywhere, and one file is loaded rather than two that have to be joined,
    unless its picture is small.

    Args:
        context: of yt-dlp; its "formats" go from the worst to the best.
    """
    formats = context["formats"]
    low, high = HEIGHTS
    whole = [f for f in formats if _has(f, "vcodec") and _has(f, "acodec")]
    pictures = [f for f in formats if _has(f, "vcodec") and not _has(f, "acodec")]
    sounds = [f for f in formats if _has(f, "acodec") and not _has(f, "vcodec")]
    sound = next((f for f in reversed(sounds) if f.get("ext") == "m4a"), None)
    apart = [sound or sounds[-1]] if sounds else []

    def fits(f: dict[str, Any]) -> bool:
        return (f.get("height") or 0) <= high

    def plays(f: dict[str, Any]) -> bool:
        return fits(f) and str(f.get("vcodec")).startswith("avc1")

    ways: tuple[tuple[list[dict[str, Any]], list[dict[str, Any]]], ...] = (
        ([f for f in whole if plays(f) and (f.get("height") or 0) >= low], []),
        ([f for f in pictures if plays(f)] if apart else [], apart),
        ([f for f in whole if fits(f)], []),
        ([f for f in pictures if fits(f)] if apart else [], apart),
        (whole, []),
        (pictures, apart),
    )
    return next(([found[-1], *beside] for found, beside in ways if found), [])


def _has(form: dict[str, Any], codec: str) -> bool:
    """Whether there is picture or sound in a format; what is not told is there."""
    return form.get(codec) != "none"


class _Watch:
    """Looks on while yt-dlp works."""

    def __init__(self, request: Request, tell: Callable[[float], None]) -> None:
        self._request, self._tell = request, tell

    def accept(self, info: dict[str, Any], *, incomplete: bool = False) -> None:
        """Before the download: no live stream, nothing that is known to be too large."""
        if info.get("is_live") or info.get("live_status") == "is_upcoming":
            raise VideoNotPublic(self._request.url)
        size = info.get("filesize") or info.get("filesize_approx") or 0
        if not incomplete and size > self._request.largest:
            raise DownloadTooLarge(self._request.site, self._request.largest // _MEGA)

    def progress(self, state: dict[str, Any]) -> None:
        """During the download."""
        got = state.get("downloaded_bytes") or 0
        if got > self._request.largest:
            raise DownloadTooLarge(self._request.site, self._request.largest // _MEGA)
        whole = state.get("total_bytes") or state.get("total_bytes_estimate") or 0
        if state.get("status") == "downloading" and whole > 0:
            info = state.get("info_dict") or {}
            part = min(1.0, got / whole)
            if info.get("acodec") == "none":  # the picture; its sound comes afterwards
                part *= _PICTURE
            elif info.get("vcodec") == "none":
                part = _PICTURE + (1 - _PICTURE) * part
            self._tell(part)


def meaning(error: Exception, request: Request) -> UserCanFix:
    """What an exception of yt-dlp means to the user."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        inner = getattr(cause, "exc_info", None) or (None, None, None)
        cause = cause.__cause__ or cause.__context__ or inner[1]
    if any(isinstance(c, OSError) and c.errno in (errno.ENOSPC, errno.EDQUOT) for c in chain):
        return DataUnwritable(request.folder.parent, str(error))
    said = re.sub(r"\x1b\[[0-9;]*m", "", str(error))
    for pattern, kind in _KINDS:
        if re.search(pattern, said, re.IGNORECASE):
            return kind(request.url if kind in (VideoNotPublic, VideoAgeLimited) else request.site)
    return DownloadFailed(request.site, " ".join(said.split())[:_LONGEST_REASON])


# -- what the process may not do ---------------------------------------------------------

_PROGRAMS: Final = frozenset(
    {
        "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork",
        "os.forkpty", "os.startfile", "pty.spawn", "webbrowser.open", "sqlite3.connect",
        "ctypes.dlopen",
    }
)  # fmt: skip
_CHANGES: Final = frozenset(
    {
        "os.remove", "os.rename", "os.link", "os.symlink", "os.mkdir", "os.rmdir",
        "os.truncate", "os.chmod", "os.chown", "os.utime", "os.setxattr", "os.removexattr",
        "shutil.rmtree", "shutil.move", "shutil.copyfile",
    }
)  # fmt: skip
_REACHES: Final = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_INTERNET_6: Final = ipaddress.ip_network("2000::/3")
"""All that is given to anybody; the rest is for single networks and machines."""
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def confine(request: Request) -> None:
    """Refuse everything but reading, the network and the folder, until the process ends."""
    folder = os.path.realpath(request.folder)
    gateway = addresses_of(urlsplit(request.proxy).hostname)

    def is_inside(path: Any) -> bool:
        if isinstance(path, int) or path == os.devnull:
            return True
        real = os.path.realpath(os.fsdecode(path))
        return real == folder or real.startswith(folder + os.sep)

    def look(event: str, args: tuple[Any, ...]) -> None:
        if event in _PROGRAMS:
            raise PermissionError(errno.EPERM, f"{event} is refused")
        if event == "open":
            path, _, flags = args
            if isinstance(flags, int) and flags & _WRITING and not is_inside(path):
                raise PermissionError(errno.EPERM, "writing is refused", path)
        elif event in _CHANGES:
            for path in args[: 2 if event in ("os.rename", "os.link", "shutil.move") else 1]:
                if not is_inside(path):
                    raise PermissionError(errno.EPERM, f"{event} is refused", path)
        elif event in _REACHES and args[1] is not None and not is_public(args[1], gateway):
            raise PermissionError(errno.EPERM, "connecting there is refused")

    sys.addaudithook(look)


def addresses_of(host: str | None) -> frozenset[str]:
    """The addresses of a name, none where there are none."""
    if not host:
        return frozenset()
    try:
        found = socket.getaddrinfo(host, None)
    except (OSError, UnicodeError):
        return frozenset()
    return frozenset(str(address[0]).partition("%")[0] for *_, address in found)


def is_public(address: Any, gateway: Collection[str] = ()) -> bool:
    """Whether a socket address is somewhere in the internet, or one of the user's own proxy."""
    if not isinstance(address, tuple) or not address:
        return False
    host = str(address[0]).partition("%")[0]
    if host in gateway:
        return True
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return False
    end = _end_of(found)
    unicast = end.version == 4 or end in _INTERNET_6
    return unicast and end.is_global and not end.is_multicast


def _end_of(address: Address) -> Address:
    """The address of version 4 to which one of version 6 leads, else itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
