"""Every kind of video plays, the right picture at the right time; or a sentence tells why not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QImage

from coach.media import probe
from coach.texts import Texts
from tests.coach.media.kinds import KINDS, REFUSED, Kind
from tests.coach.media.video_files import number_shown
from ui.follow import player as module
from ui.follow.guidance import COUNTDOWN_S
from ui.follow.own_deck import OwnDeck
from ui.follow.player import TargetPlayer
from ui.follow.qt_deck import QtDeck
from ui.follow.view import Stage
from ui.options import AppOptions
from ui.window import MainWindow
from ui.wiring import RealEngine

RATES = (1.5, 0.5, 0.5)
"""On a busy machine the last pictures of half a second may be left out: it plays again, slower."""
SOUND_DELAY_S = 0.03
"""Seconds by which the times of Qt may be later than ours, by the encoder delay of the sound."""


def pixels(image: QImage) -> np.ndarray:
    """(H, W, 3) RGB of a picture of the player."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return flat[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


@pytest.fixture(scope="session")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kinds")


def made(kind: Kind, name: str, folder: Path) -> Path:
    """The file, written once in a run of the tests."""
    place = folder / name
    if place.exists():
        return next(place.rglob("*.*"))
    place.mkdir()
    return kind.make(place / kind.name)


@pytest.fixture
def player(qtbot: Any) -> Iterator[TargetPlayer]:
    player = TargetPlayer()
    yield player
    player.close()


NOT_FOR_QT = tuple(name for name in KINDS if name.startswith(("av1", "hevc")))
BY_QT = tuple(
    pytest.param(name, QtDeck, id=f"{name}-qt") for name in KINDS if name not in NOT_FOR_QT
)
BY_OURSELVES = tuple(pytest.param(name, OwnDeck, id=f"{name}-own") for name in KINDS)


@pytest.mark.parametrize(("name", "way"), BY_QT + BY_OURSELVES)
def test_every_kind_of_video_plays_to_its_end(
    qtbot: Any, player: TargetPlayer, videos: Path, name: str, way: type, monkeypatch: Any
) -> None:
    kind = KINDS[name]
    path = made(kind, name, videos)
    if way is OwnDeck and name not in NOT_FOR_QT:
        monkeypatch.setattr(module, "_is_for_qt", lambda _: False)
    failures: list[str] = []
    shown: list[tuple[float, np.ndarray]] = []
    player.failed.connect(failures.append)
    player.picture_shown.connect(lambda image, time: shown.append((time, pixels(image))))
    player.first_picture.connect(player.play)
    for rate in RATES:
        shown.clear()
        player.set_rate(rate)
        with qtbot.waitSignal(player.ended):
            player.load(path)

        assert failures == []
        assert isinstance(player._deck, way)
        numbers = [right_picture(kind, time, image, probe(path).rotation) for time, image in shown]
        assert numbers == sorted(numbers)
        assert numbers[0] == 0
        at_end = numbers[-1] >= len(kind.times) - 3 or not kind.is_whole
        if at_end and len(set(numbers)) >= min(2, len(kind.times)):
            return
    pytest.fail(f"of {len(kind.times)} pictures only these were shown: {numbers}")


def right_picture(kind: Kind, time: float, image: np.ndarray, rotation: int) -> int:
    """The number of a picture that is shown, whose time must be its own."""
    assert image.shape[1] / image.shape[0] == pytest.approx(kind.size[0] / kind.size[1], rel=0.02)
    number = number_shown(np.rot90(image, -rotation // 90), len(kind.times))
    assert -0.002 < time - kind.times[number] < SOUND_DELAY_S
    return number


def test_a_video_that_qt_cannot_play_is_followed_to_its_report(
    qtbot: Any, window: MainWindow, clock: Any, videos: Path
) -> None:
    window.open_video(made(KINDS["av1"], "av1", videos))
    qtbot.waitUntil(lambda: window.controller.stage is Stage.READY)
    assert window.setup.target.has_picture
    window.controller.press_start()
    clock.now += COUNTDOWN_S
    with qtbot.waitSignal(window.finished):
        window.controller.tick()

    assert window.follow.target.has_picture
    assert window.page is window.report


@pytest.fixture
def app(qtbot: Any, tmp_path: Path) -> Iterator[MainWindow]:
    """The app with the real engine behind it."""
    engine = RealEngine(tmp_path / "data")
    window = MainWindow(engine, tmp_path / "settings.json", AppOptions(language="en"))
    with qtbot.waitSignal(window.ready):
        window.show()
    yield window
    window.close()
    window.deleteLater()


def test_what_is_no_video_is_refused_in_the_app_with_a_sentence(
    qtbot: Any, app: MainWindow, tmp_path: Path
) -> None:
    texts = Texts("en")
    for name, kind in REFUSED.items():
        (tmp_path / name).mkdir()
        path = kind.make(tmp_path / name / kind.name)
        with qtbot.waitSignal(app.stopped) as stopped:
            app.open_video(path)
        with pytest.raises(kind.error) as error:
            probe(path)
        assert stopped.args == [texts.error(error.value)], name
