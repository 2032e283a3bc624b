"""A whole session, and all that comes after it, takes no step into the internet.

What may open connections is the download that somebody asks for, alone.
"""

import json
import shutil

import pytest

from coach.storage import Store
from tests.watched import ROOT, needs_listener, steps_into_the_internet
from ui.settings import Settings, save_settings

pytestmark = needs_listener

COACH = """
import json, sys
from coach.cli import main
sys.exit(max(main(arguments) for arguments in json.loads(sys.argv[1])))
"""
CLIP = ROOT / "tests" / "data" / "studio" / "clap.mp4"
HERE = "('127.0.0.1', 9)"
CALL = f"import socket; socket.socket().connect_ex({HERE})"
STEPS = {
    "ourselves": (CALL, "connect version 4"),
    "version-6": (
        "import socket; socket.socket(socket.AF_INET6).connect_ex(('::1', 9))",
        "connect version 6",
    ),
    "a-packet": (
        f"import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'', {HERE})",
        "sendto version 4",
    ),
    "a-message": (
        f"import socket; socket.socket(type=socket.SOCK_DGRAM).sendmsg([b''], [], 0, {HERE})",
        "sendmsg version 4",
    ),
    "an-open-door": (
        "import socket; socket.socket().bind(('127.0.0.1', 0))",
        "bind version 4",
    ),
    "a-library": (
        "import ctypes, struct; libc = ctypes.CDLL(None);"
        "libc.connect(libc.socket(2, 1, 0), struct.pack('=H14x', 2), 16)",
        "connect version 4",
    ),
    "another-process": (
        f"import subprocess, sys; subprocess.call([sys.executable, '-c', {CALL!r}])",
        "connect version 4",
    ),
}


def coach(folder, *commands):
    """Commands, one after the other, that must take no step into the internet."""
    done, steps = steps_into_the_internet(
        COACH,
        json.dumps(commands, default=str),
        QT_QPA_PLATFORM="offscreen",
        COACH_DATA=str(folder),
    )
    assert done.returncode == 0, done.stderr.decode()
    assert steps == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The data folder of somebody who trained."""
    folder = tmp_path_factory.mktemp("data")
    clip = shutil.copy(CLIP, tmp_path_factory.mktemp("videos") / "clap.mp4")
    save_settings(folder / "settings.json", Settings(countdown=0))
    coach(folder, ["follow", clip, "--camera", clip, "--model", "lite", "--start", "--exit"])
    return folder


def test_a_video_is_analysed_and_followed_without_a_step_into_the_internet(folder):
    with Store(folder) as store:
        (session,) = store.history()

    assert session.recorded_s > 1


def test_reports_exports_and_back_ups_are_made_without_one(folder, tmp_path):
    reports = [["report", "1", "-o", tmp_path / name] for name in ("a.html", "a.pdf", "a.csv")]
    coach(
        folder,
        *reports,
        ["diary", "export", tmp_path / "diary.ics"],
        ["data", "backup", tmp_path / "all.coach"],
    )

    assert len([path for path in tmp_path.iterdir() if path.stat().st_size > 0]) == 5


@pytest.mark.parametrize(("program", "step"), STEPS.values(), ids=STEPS)
def test_a_step_would_be_seen(program, step):
    done, steps = steps_into_the_internet(program)

    assert done.returncode == 0, done.stderr.decode()
    assert steps == [step]


def test_what_stays_inside_the_computer_is_none():
    _, steps = steps_into_the_internet(
        "import socket; socket.socket(socket.AF_UNIX).connect_ex('/nowhere')"
    )

    assert steps == []
