"""Which links may be downloaded."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import LinkIsList, LinkNotAllowed
from coach.links import LONGEST, SITES, checked_link

HOSTS = {host for site in SITES for host in site.hosts}


@pytest.mark.parametrize(
    ("text", "url"),
    [
        pytest.param(
            "https://www.youtube.com/watch?v=abc", "https://www.youtube.com/watch?v=abc", id="plain"
        ),
        pytest.param("  youtu.be/abc\n", "https://youtu.be/abc", id="pasted-without-https"),
        pytest.param("HTTPS://YouTu.BE/abc", "https://youtu.be/abc", id="capitals"),
        pytest.param("https://vimeo.com/123#t=4", "https://vimeo.com/123", id="fragment"),
        pytest.param(
            "https://www.youtube.com/watch?v=abc&list=PL1&index=3&t=5",
            "https://www.youtube.com/watch?v=abc&t=5",
            id="one-video-of-a-list",
        ),
        pytest.param(
            "https://archive.org/details/a%20b", "https://archive.org/details/a%20b", id="escaped"
        ),
    ],
)
def test_a_link_of_a_listed_site_is_taken(text, url):
    assert checked_link(text).url == url


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("squats", id="a-word"),
        pytest.param("http://www.youtube.com/watch?v=abc", id="not-encrypted"),
        pytest.param("file:///etc/passwd", id="a-file"),
        pytest.param("ytsearch1:squats", id="a-search-of-yt-dlp"),
        pytest.param("javascript:alert(1)", id="a-script"),
        pytest.param("https://localhost/v", id="this-computer"),
        pytest.param("https://127.0.0.1/v", id="this-computer-by-number"),
        pytest.param("https://[::1]/v", id="this-computer-v6"),
        pytest.param("https://192.168.0.1/v", id="the-network-at-home"),
        pytest.param("https://169.254.169.254/latest", id="link-local"),
        pytest.param("https://youtube.com.evil.example/v", id="a-longer-name"),
        pytest.param("https://evilyoutube.com/v", id="a-name-that-ends-alike"),
        pytest.param("https://youtube.com@evil.example/v", id="a-name-before-the-host"),
        pytest.param("https://me:pw@youtube.com/watch?v=a", id="name-and-password"),
        pytest.param("https://youtube.com:8080/watch?v=a", id="a-port"),
        pytest.param("https://youtube.com\\@evil.example/", id="a-backslash"),
        pytest.param("https://yоutube.com/watch?v=a", id="a-letter-of-another-alphabet"),
        pytest.param("https://youtube.com/wat ch?v=a", id="a-space"),
        pytest.param("https://youtube.com/\r\nHost: evil", id="two-lines"),
        pytest.param("https://[youtube.com/watch", id="broken"),
        pytest.param("https://youtube.com/" + "a" * LONGEST, id="too-long"),
    ],
)
def test_every_other_link_is_refused_with_the_list_of_sites(text):
    with pytest.raises(LinkNotAllowed) as refused:
        checked_link(text)

    assert "YouTube" in refused.value.sites
    assert len(refused.value.link) <= LONGEST


@pytest.mark.parametrize(
    "text",
    [
        "https://www.youtube.com/playlist?list=PL1",
        "https://www.youtube.com/@coach",
        "https://www.youtube.com/results?search_query=squats",
        "https://vimeo.com/channels/1",
        "https://www.dailymotion.com/playlist/x1",
        "https://youtube.com/",
        "https://youtube.com",
    ],
)
def test_a_list_is_refused_as_a_list(text):
    with pytest.raises(LinkIsList):
        checked_link(text)


PARTS = st.sampled_from(
    ["https:", "http:", "file:", "//", "/", "@", ":", "#", "?", "&", "%00", "%2f", "\\", "..",
     "[", "]", "youtube.com", "youtu.be", "vimeo.com", "evil.example", "127.0.0.1", "::1", "v=a",
     "list=b", "watch", " ", "\t", "\n", "\0", "é", "。"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(PARTS).map("".join), st.lists(PARTS).map(
    lambda parts: "https://youtube.com" + "".join(parts)
)))  # fmt: skip
def test_whatever_is_taken_leads_to_a_listed_host_and_nowhere_else(text):
    try:
        link = checked_link(text)
    except (LinkNotAllowed, LinkIsList):
        return
    parts = urlsplit(link.url)

    assert parts.scheme == "https"
    assert parts.netloc in link.site.hosts
    assert parts.netloc in HOSTS
    assert parts.fragment == ""
    assert link.url.isascii()
    assert link.url.isprintable()
    assert checked_link(link.url) == link
