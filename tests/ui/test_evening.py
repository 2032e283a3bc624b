"""The walk-throughs of docs/walkthroughs.md with the real engine, one after the other.

A few seconds of the bundled clips are followed, and bundled people stand in for a camera.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path

import av
import pytest

from coach.diary import Done, Recording, entries_of
from coach.media import content_hash, read_frames
from coach.paths import DEMO, TRACKS
from coach.pose import TrackCache, read_keypoints
from coach.storage import Store, WorkSet
from coach.tracks import RATE
from coach.types import PoseTrack
from tests.ui.test_walkthroughs import Hand, cell_of, is_at, texts_of, written
from ui.engine import CameraOption
from ui.follow.view import Stage
from ui.options import AppOptions
from ui.settings import Settings, save_settings
from ui.window import MainWindow
from ui.wiring import RealEngine

START, SECONDS, FPS = 4.0, 3.0, 30
PATIENCE_MS = 60_000  # for models on a busy machine


def cut(name: str, folder: Path) -> Path:
    """Some seconds of a bundled clip as a file of their own."""
    path, first = folder / f"{name}.mp4", round(START * FPS)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 640, 480, "yuv420p"
        frames = read_frames(DEMO / f"{name}.mp4", max_height=480)
        for frame in islice(frames, first, first + round(SECONDS * FPS)):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame.image, format="rgb24")))
        container.mux(stream.encode())
    return path


def know(video: Path, data: Path) -> None:
    """Let the poses of a cut clip be in the cache: looking through videos is tested elsewhere."""
    (truth,) = read_keypoints((DEMO / video.name).with_suffix(".npz"))
    part = (truth.time >= START) & (truth.time < START + SECONDS)
    track = PoseTrack(
        truth.time[part] - START, truth.points[part], truth.confidence[part], truth.world[part],
        truth.size, truth.fps,
    )  # fmt: skip
    TrackCache(data / TRACKS).save(content_hash(video), "full", 1, RATE, (track,))


class Home(RealEngine):
    """The real engine of a home with two cameras, which are files."""

    def __init__(self, data: Path, cameras: list[Path]) -> None:
        super().__init__(data)
        self._files = tuple(CameraOption(str(path), path.stem, is_file=True) for path in cameras)

    def cameras(self) -> tuple[CameraOption, ...]:
        return self._files


@pytest.fixture(scope="module")
def clips(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("clips")
    return {name: cut(name, folder) for name in ("target", "good", "two_people")}


@pytest.fixture
def home(qtbot, tmp_path, clips):
    """The window of somebody new; as little is waited for as the settings allow."""
    know(clips["target"], tmp_path)
    settings = Settings(
        language="en", model="lite", countdown=0, voice=False, sounds=False, claps=False,
        analyse_ahead=False, camera=str(clips["good"]),
    )  # fmt: skip
    save_settings(tmp_path / "settings.json", settings)
    engine = Home(tmp_path, [clips["good"], clips["two_people"]])
    window = MainWindow(engine, tmp_path / "settings.json", AppOptions())
    with qtbot.waitSignal(window.ready, timeout=PATIENCE_MS):
        window.show()
    yield window
    window.close()
    window.deleteLater()


def train(qtbot, window, hand) -> None:
    """From the set-up to the report."""
    qtbot.waitUntil(is_at(window, Stage.READY), timeout=PATIENCE_MS)
    with qtbot.waitSignal(window.finished, timeout=PATIENCE_MS):
        hand.click(window.setup.start)
    assert window.page is window.report


def back_to_the_library(qtbot, window) -> None:
    """Where the video that was trained last is on top."""
    window.show_start()
    start = window.library.hero.start
    qtbot.waitUntil(
        lambda: start.isVisible() and start.accessibleName().endswith(": target"),
        timeout=PATIENCE_MS,
    )


def sessions(data):
    with Store(data) as store:
        return store.history()


@pytest.mark.slow
@pytest.mark.skipif(not (DEMO / "target.mp4").exists(), reason="needs the bundled clips")
def test_an_evening_of_somebody_new(qtbot, home, monkeypatch, clips, tmp_path):
    hand = Hand(monkeypatch)
    hand.will_pick(clips["target"])
    qtbot.waitUntil(home.library.steps.open.isVisible)
    hand.click(home.library.steps.open)
    qtbot.waitUntil(lambda: home.page is home.setup, timeout=PATIENCE_MS)
    train(qtbot, home, hand)
    assert hand.clicks == written("First workout from a file") <= 4
    (first,) = sessions(tmp_path)
    assert first.finished
    assert first.recorded_s > SECONDS / 2

    hand.clicks = 0
    back_to_the_library(qtbot, home)
    hand.click(home.library.hero.start)
    train(qtbot, home, hand)
    assert hand.clicks == written("Yesterday's workout again") <= 2
    assert [session.finished for session in sessions(tmp_path)] == [True, True]

    hand.clicks = 0
    home.choices.keep(camera=str(clips["two_people"]))
    back_to_the_library(qtbot, home)
    hand.click(home.library.hero.start)
    qtbot.waitUntil(is_at(home, Stage.READY), timeout=PATIENCE_MS)
    hand.click(home.setup.people.button("2"))
    train(qtbot, home, hand)
    assert hand.clicks == written("Two players") <= 5
    assert sessions(tmp_path)[0].people == 2


@pytest.mark.skipif(not (DEMO / "target.mp4").exists(), reason="needs the bundled clips")
def test_looking_back_and_settling_in(qtbot, home, monkeypatch, tmp_path):
    last_month = date.today().replace(day=1) - timedelta(days=3)
    noon = datetime(last_month.year, last_month.month, last_month.day, 12).astimezone()
    with Store(tmp_path) as store:
        done = Done("squat", WorkSet(1.0, 21.0, 10))
        store.add_entries(entries_of(Recording("video:ab", "squats", noon), [done]))
    hand = Hand(monkeypatch)
    hand.click(home.nav.button("diary"))
    calendar = home.diary.calendar
    qtbot.waitUntil(calendar.before.isVisible)
    hand.click(calendar.before)
    index = cell_of(qtbot, calendar.month, last_month)
    hand.click(calendar.month.viewport(), calendar.month.visualRect(index).center())
    qtbot.waitUntil(lambda: any("Squat" in text for text in texts_of(calendar.panel)))
    assert hand.clicks == written("Last month's squats") <= 3

    hand.clicks, file = 0, tmp_path / "all.csv"
    home.show_start()
    hand.will_pick(file)
    hand.click(home.nav.button("diary"))
    hand.click(home.diary.export)
    qtbot.waitUntil(file.exists, timeout=PATIENCE_MS)
    assert hand.clicks == written("Everything to a file") <= 3
    qtbot.waitUntil(lambda: "squat" in file.read_text(encoding="utf-8-sig").lower())

    hand.clicks = 0
    hand.click(home.nav.button("preferences"))
    hand.click(home.preferences.control("language").widget.button("ko"))
    assert home.nav.button("library").text().strip() == "라이브러리"
    assert hand.clicks == written("The language") <= 2
