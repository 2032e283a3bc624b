"""Links to videos that may be downloaded: which sites, and what a link must look like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from coach.errors import LinkIsList, LinkNotAllowed


@dataclass(frozen=True, slots=True)
class Site:
    """A site whose videos can be fetched.

    Attributes:
        name: as people call it.
        hosts: exact names of its servers.
        extractors: regular expressions of the parts of yt-dlp that may read it.
        lists: start of the paths that are no single video.
    """

    name: str
    hosts: tuple[str, ...]
    extractors: tuple[str, ...]
    lists: tuple[str, ...] = ()


SITES: Final = (
    Site(
        "YouTube",
        ("youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com", "youtu.be"),
        ("youtube",),
        ("/playlist", "/@", "/channel/", "/c/", "/user/", "/results", "/feed"),
    ),
    Site(
        "Vimeo",
        ("vimeo.com", "www.vimeo.com", "player.vimeo.com"),
        ("vimeo",),
        ("/channels/", "/album/", "/showcase/", "/user"),
    ),
    Site(
        "Dailymotion",
        ("dailymotion.com", "www.dailymotion.com", "dai.ly"),
        ("dailymotion",),
        ("/playlist/", "/user/"),
    ),
    Site("Internet Archive", ("archive.org", "www.archive.org"), (r"archive\.org",)),
    Site(
        "Bilibili",
        ("bilibili.com", "www.bilibili.com", "m.bilibili.com"),
        ("bilibili",),
        ("/medialist/", "/list/"),
    ),
    Site("Naver TV", ("tv.naver.com",), ("naver",), ("/cc/",)),
)
"""The whole list; a link to anywhere else is refused."""

SITE_NAMES: Final = ", ".join(site.name for site in SITES)

LONGEST: Final = 2000
"""Characters of a link."""

_OF_A_LIST: Final = frozenset({"list", "index", "start_radio", "pp", "si"})
"""Parameters of YouTube that say in which list a video stood, or who passed it on."""

_PLAIN: Final = re.compile(r"[\x21-\x7e]+")
_HAS_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class Link:
    """A link that may be fetched.

    Attributes:
        url: https, of a known host, without a fragment.
        site: whose it is.
    """

    url: str
    site: Site


def checked_link(text: str) -> Link:
    """The link that somebody pasted or dropped; a missing "https://" is put before it.

    Raises:
        LinkNotAllowed: not https, not of a listed site, or with anything unusual in it (a
            name and password, a port, characters outside ASCII).
        LinkIsList: a playlist, a channel or a search.
    """
    text = text.strip()
    if text and not _HAS_SCHEME.match(text):
        text = f"https://{text}"
    parts = _split(text)
    site = next((s for s in SITES if parts is not None and parts.netloc.lower() in s.hosts), None)
    if parts is None or site is None or parts.scheme.lower() != "https":
        raise LinkNotAllowed(text[:LONGEST], SITE_NAMES)
    if parts.path.startswith(site.lists) or parts.path in ("", "/"):
        raise LinkIsList(text)
    asked = [(k, v) for k, v in parse_qsl(parts.query) if k not in _OF_A_LIST]
    query = f"?{urlencode(asked)}" if asked else ""
    return Link(f"https://{parts.netloc.lower()}{parts.path}{query}", site)


def _split(text: str) -> SplitResult | None:
    if len(text) > LONGEST or not _PLAIN.fullmatch(text) or "\\" in text:
        return None
    try:
        return urlsplit(text)
    except ValueError:
        return None
