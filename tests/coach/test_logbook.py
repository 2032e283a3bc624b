"""The log may be shown to anybody: no names, no paths, no links; and it stays small."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from coach.errors import DataDamaged, FileMissing, NameTaken, VideoUnreadable
from coach.logbook import CRASHES, FILE, KEPT, MOST_BYTES, end_of_log, kept_log, mark_of, private

log = logging.getLogger("coach.test")

SECRET = "Jane Müller 운동"
"""A mark: wherever it is found, something was told that is nobody's business."""

FOLDER = Path(f"/home/jane/{SECRET}")
VIDEO = FOLDER / f"{SECRET} (1), legs: hard.mp4"


@pytest.fixture
def written(tmp_path):
    """What stands in the log of a data folder."""
    return lambda: "".join(p.read_text(encoding="utf-8") for p in sorted(tmp_path.glob("*.log*")))


def raised(error: BaseException) -> BaseException:
    """The error with a traceback, after another one."""
    try:
        try:
            VIDEO.read_bytes()
        except OSError:
            raise error  # noqa: B904
    except BaseException as caught:
        return caught


LEAKS = [
    pytest.param(lambda: log.warning("%s", FileMissing(VIDEO)), id="error"),
    pytest.param(lambda: log.warning(FileMissing(VIDEO)), id="error-alone"),
    pytest.param(lambda: log.warning("%s", VideoUnreadable(VIDEO, f"'{VIDEO}' is odd")), id="two"),
    pytest.param(lambda: log.warning("%s", NameTaken(SECRET)), id="name"),
    pytest.param(lambda: log.warning("the tracks of %s are not kept", VIDEO.name), id="file-name"),
    pytest.param(lambda: log.warning("%s is gone already", VIDEO), id="path"),
    pytest.param(lambda: log.warning(f"{VIDEO} is gone"), id="path-in-the-message"),
    pytest.param(lambda: log.warning("seen: https://youtu.be/%s", "Jane"), id="link"),
    pytest.param(lambda: log.warning("%s", "at https://youtu.be/Jane?t=3"), id="link-within"),
    pytest.param(lambda: log.warning("%s", "postgresql://Jane:Müller@host/db"), id="server"),
    pytest.param(lambda: log.warning("KeyError: '%s' and more", SECRET), id="quoted"),
    pytest.param(lambda: log.warning("%s: %s", "qt.multimedia", f'open "{VIDEO}" failed'), id="qt"),
    pytest.param(lambda: log.warning("C:\\Users\\Jane Müller\\x.mp4 is gone"), id="windows"),
    pytest.param(lambda: log.warning("~/Jane Müller/x.mp4 and more"), id="home"),
    pytest.param(lambda: log.error("broke", exc_info=raised(KeyError(SECRET))), id="traceback"),
    pytest.param(lambda: log.error("broke", exc_info=raised(FileMissing(VIDEO))),
                 id="trace-of-it"),
    pytest.param(
        lambda: log.error("broke", exc_info=raised(DataDamaged(FOLDER, f"near {VIDEO}"))),
        id="reason",
    ),
]  # fmt: skip


@pytest.mark.parametrize("leak", LEAKS)
def test_nothing_of_the_user_stands_in_the_log(tmp_path, written, leak):
    with kept_log(tmp_path):
        leak()

    text = written()
    assert text.count("coach.test") == 1
    for part in (*re.split(r"\W+", SECRET), "jane", "legs", "youtu", "host"):
        assert part not in text


def test_what_helps_stands_in_the_log(tmp_path, written):
    with kept_log(tmp_path):
        error = VideoUnreadable(VIDEO, "no key frame in 3 of 14 packets")
        log.error("the session broke off", exc_info=raised(error))

    text = written()
    assert "ERROR coach.test the session broke off" in text
    assert re.search(r"VideoUnreadable: path=<#[0-9a-f]{6}\.mp4>, reason=no key frame in 3", text)
    assert "FileNotFoundError: [Errno 2] No such file or directory: <#" in text
    assert re.search(r"^  tests/coach/test_logbook\.py:\d+ raised$", text, re.MULTILINE)


def test_the_same_file_has_the_same_mark_and_another_one_another():
    assert mark_of("a.mp4") == mark_of("a.mp4") != mark_of("b.mp4")
    assert mark_of("a.mp4").endswith(".mp4>")
    assert mark_of("a.Jane").endswith(">")
    assert "Jane" not in mark_of("a.Jane")


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("14 of 30 frames/s, 0.5 s behind; that is much", id="numbers"),
        pytest.param("the camera can't be opened (no. 3): busy", id="apostrophe"),
        pytest.param("QFont::setPixelSize: Pixel size <= 0 (-1)", id="of-qt"),
        pytest.param("and/or and / or 1/2", id="slashes"),
    ],
)
def test_words_without_secrets_stay_as_they_are(words):
    assert private(words) == words


def test_the_log_stays_small(tmp_path):
    with kept_log(tmp_path):
        for number in range((KEPT + 3) * MOST_BYTES // 10_000):
            log.warning("%d %s", number, "x" * 10_000)

    files = list(tmp_path.glob(f"{FILE}*"))
    assert len(files) == KEPT + 1
    assert sum(path.stat().st_size for path in files) <= (KEPT + 1) * MOST_BYTES


def test_the_end_of_the_log_goes_back_into_what_was_put_aside(tmp_path):
    (tmp_path / FILE).write_text("c\nd\n", encoding="utf-8")
    (tmp_path / f"{FILE}.1").write_text("a\nb\n", encoding="utf-8")

    assert end_of_log(tmp_path, 3) == "b\nc\nd"
    assert end_of_log(tmp_path / "nowhere") == ""


def test_an_error_that_ends_a_thread_is_in_the_log(tmp_path, written):
    def work():
        raise KeyError(SECRET)

    with kept_log(tmp_path):
        thread = threading.Thread(target=work, name="analysis")
        thread.start()
        thread.join()

    assert "the thread analysis broke" in written()
    assert "test_logbook.py" in written()
    assert SECRET not in written()


def test_a_folder_is_made_only_when_there_is_something_to_write(tmp_path):
    with kept_log(tmp_path / "data"):
        pass

    assert not (tmp_path / "data").exists()


CRASH = """
import ctypes, sys
from pathlib import Path
from coach.logbook import kept_log
with kept_log(Path(sys.argv[1])):
    ctypes.string_at(0)
"""


def test_a_crash_of_native_code_is_in_the_log_after_the_next_start(tmp_path, written):
    died = subprocess.run(
        [sys.executable, "-c", CRASH, str(tmp_path)], check=False, capture_output=True
    )
    left = list(tmp_path.glob(CRASHES.format(pid="*")))

    with kept_log(tmp_path):
        pass

    assert died.returncode < 0
    assert len(left) == 1
    assert "the program ended in native code" in written()
    assert "ctypes/__init__.py" in written() or "File __init__.py" in written()
    assert os.path.dirname(sys.executable) not in written()
    assert not list(tmp_path.glob(CRASHES.format(pid="*")))


def test_the_file_for_a_crash_of_a_process_that_still_runs_stays(tmp_path):
    mine = tmp_path / CRASHES.format(pid=os.getpid())
    mine.write_text("")
    (tmp_path / CRASHES.format(pid=2**22 + 1)).write_text("")

    with kept_log(tmp_path):
        left = list(tmp_path.glob(CRASHES.format(pid="*")))

    assert left == [mine]
