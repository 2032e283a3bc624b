from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest

from coach.errors import DataUnwritable, DownloadTooLarge, FileMissing, NetworkMissing
from coach.media.messages import LONGEST, hear, say


@pytest.fixture
def ends():
    ours, theirs = multiprocessing.Pipe(duplex=False)
    yield ours, theirs
    ours.close()
    theirs.close()


@pytest.mark.parametrize("message", [0.0, 1.0, ("제목 \ud800", "video.mp4")])
def test_a_message_comes_as_it_was_sent(ends, message):
    say(ends[1], message)

    assert hear(ends[0]) == message


@pytest.mark.parametrize(
    "error",
    [DataUnwritable(Path("/x/y"), "full"), DownloadTooLarge("Vimeo", 4096), NetworkMissing("X")],
)
def test_an_error_comes_with_all_it_knows(ends, error):
    say(ends[1], error)

    heard = hear(ends[0])

    assert (type(heard), str(heard)) == (type(error), str(error))


@pytest.mark.parametrize(
    "content",
    [
        b"\x80\x04",
        b"[1, 2]",
        b"[]",
        b"null",
        json.dumps({"error": "FileMissing", "with": {"path": "/etc"}}).encode(),
        json.dumps({"error": "NetworkMissing", "with": {}}).encode(),
        json.dumps({"error": "NetworkMissing", "with": {"site": ["x"]}}).encode(),
        b"[" * (LONGEST // 2),
    ],
)
def test_anything_else_is_refused(ends, content):
    ends[1].send_bytes(content)

    with pytest.raises((ValueError, OSError)):
        hear(ends[0])


def test_an_error_that_no_download_has_is_not_made(ends):
    say(ends[1], FileMissing(Path("x")))

    with pytest.raises(ValueError):
        hear(ends[0])
