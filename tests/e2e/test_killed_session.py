"""A program that is killed while somebody trains: the diary keeps what was done."""

import html
import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from coach.cli import main
from coach.media import content_hash
from coach.paths import DEMO
from coach.pose import TrackCache, read_keypoints
from coach.storage import Store
from coach.tracks import RATE

TARGET, CAMERA = DEMO / "target.mp4", DEMO / "good.mp4"
COACH = "import sys; from coach.cli import main; sys.exit(main())"
LOOKS = 600
LOOK_EVERY = 0.2  # seconds
ENOUGH = 3.0  # seconds on disk
LOST_AT_MOST = 1.0  # seconds
BEFORE_THE_NEXT_COMMIT = 0.4  # seconds: the worst moment to be killed


def recorded(folder):
    """Seconds of the newest session that are on disk."""
    with Store(folder) as store:
        sessions = store.history()
        return sessions[0].recorded_s if sessions else 0.0


def stay(app, seconds):
    """Let the app run; it must not leave by itself."""
    with pytest.raises(subprocess.TimeoutExpired):
        app.wait(seconds)


def kill_while_scoring(folder):
    """Start the real app on the demo clips and kill it; the moment of its end."""
    truth = read_keypoints(TARGET.with_suffix(".npz"))
    TrackCache(folder / "cache" / "tracks").save(content_hash(TARGET), "full", 1, RATE, truth)
    command = ["follow", str(TARGET), "--camera", str(CAMERA), "--start", "--data", str(folder)]
    app = subprocess.Popen(
        [sys.executable, "-c", COACH, *command],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(LOOKS):
            stay(app, LOOK_EVERY)
            if recorded(folder) >= ENOUGH:
                break
        stay(app, BEFORE_THE_NEXT_COMMIT)
    finally:
        app.kill()
        killed = datetime.now(UTC)
        app.wait()
    return killed


@pytest.mark.slow
def test_a_killed_session_is_there_up_to_the_last_second(tmp_path, capsys):
    data = ["--data", str(tmp_path)]
    killed = kill_while_scoring(tmp_path)

    assert main(["history", "--json", "-", *data]) == 0
    (session,) = json.loads(capsys.readouterr().out)
    assert session["finished"] is False
    assert session["recorded_s"] >= ENOUGH
    trained = (killed - datetime.fromisoformat(session["started"])).total_seconds()
    assert session["recorded_s"] > trained - LOST_AT_MOST

    report = tmp_path / "report.html"
    assert main(["report", str(session["id"]), "-o", str(report), *data]) == 0
    assert html.escape(session["target"]) in report.read_text(encoding="utf-8")
    with Store(tmp_path) as store:
        assert store.check() == ()
