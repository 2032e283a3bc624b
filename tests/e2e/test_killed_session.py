"""A program that is killed while somebody trains: the diary keeps what was done."""

import html
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from random import Random

import pytest

from coach.cli import main
from coach.diary.unfinished import SHORTEST_S, unfinished
from coach.media import content_hash
from coach.paths import DEMO, TRACKS
from coach.pose import TrackCache, read_keypoints
from coach.storage import Store
from coach.tracks import RATE
from tests.soak import runs

TARGET, CAMERA = DEMO / "target.mp4", DEMO / "good.mp4"
COACH = "import sys; from coach.cli import main; sys.exit(main())"
LOOKS = 600
LOOK_EVERY = 0.2  # seconds
ENOUGH = 3.0  # seconds on disk
LOST_AT_MOST = 1.0  # seconds
KILLS = 20
LATEST = 30.0  # seconds on disk, of 41
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


def kill_while_scoring(folder, enough=ENOUGH):
    """Start the real app on the demo clips and kill it when so many seconds are on disk.

    Returns:
        When it was killed, and the seconds that were on disk before.
    """
    truth = read_keypoints(TARGET.with_suffix(".npz"))
    TrackCache(folder / TRACKS).save(content_hash(TARGET), "full", 1, RATE, truth)
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
            if (there := recorded(folder)) >= enough:
                break
        stay(app, BEFORE_THE_NEXT_COMMIT)
    finally:
        app.kill()
        killed = datetime.now(UTC)
        app.wait()
    return killed, there


@pytest.mark.slow
def test_a_killed_session_is_there_up_to_the_last_second(tmp_path, capsys):
    data = ["--data", str(tmp_path)]
    killed, _ = kill_while_scoring(tmp_path)

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


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_an_app_killed_at_random_moments_offers_its_session_at_the_next_start(tmp_path):
    for number in runs("killed apps", KILLS):
        folder = tmp_path / str(number)
        _, there = kill_while_scoring(folder, Random(number).uniform(SHORTEST_S, LATEST))

        with Store(folder) as store:
            assert store.check() == ()
            left = unfinished(store, None)
            assert left is not None
            assert left.recorded_s >= there
        assert (
            main(["report", str(left.id), "-o", str(folder / "r.json"), "--data", str(folder)]) == 0
        )
        with Store(folder) as store:
            assert unfinished(store, None) is None
            assert store.summary(left.id).finished
