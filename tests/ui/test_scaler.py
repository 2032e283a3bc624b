"""Pictures brought to size off the interface's thread."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPixmap

from coach.texts import Texts
from tests.ui import scripted
from ui.follow.panes import SelfPane
from ui.kit.picture import PictureView, as_image
from ui.kit.scaler import Scaler, Wanted, scaled
from ui.kit.theme import DARK, Look


def halves(width: int = 64, height: int = 48) -> np.ndarray:
    """Red at the left, blue at the right."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2, 0] = 250
    pixels[:, width // 2 :, 2] = 250
    return pixels


def colours(image: QImage) -> tuple[str, str]:
    """Of the left and of the right edge, in the middle."""
    middle = image.height() // 2
    return tuple(image.pixelColor(x, middle).name() for x in (2, image.width() - 3))  # type: ignore[return-value]


@pytest.mark.parametrize("size", [QSize(20, 15), QSize(320, 240)], ids=["smaller", "larger"])
@pytest.mark.parametrize("mirrored", [False, True], ids=["as-it-is", "mirrored"])
@pytest.mark.parametrize(
    "kind", [QImage.Format.Format_RGB888, QImage.Format.Format_RGBA8888], ids=["camera", "video"]
)
def test_a_picture_is_brought_to_size_and_mirrored(qapp, size, mirrored, kind):
    pixels = halves()
    image = as_image(pixels).convertToFormat(kind)
    made = scaled(Wanted(image, size, mirrored)).image

    assert made.size() == size
    expected = ("#fa0000", "#0000fa")
    assert colours(made) == (expected[::-1] if mirrored else expected)


def test_only_the_newest_picture_is_made_and_told_on_the_interfaces_thread(qtbot):
    scaler, told = Scaler(), []
    scaler.done.connect(lambda ready: told.append((ready.wanted.note, threading.current_thread())))
    for i in range(50):  # nobody takes them yet
        scaler.put(Wanted(as_image(halves()).copy(), QSize(32, 24), False, note=i))
    scaler.start()
    qtbot.waitUntil(lambda: bool(told))
    scaler.stop()

    assert told == [(49, threading.main_thread())]
    assert not scaler.is_running


def test_what_only_repeats_a_picture_does_not_take_the_place_of_a_newer_one(qtbot):
    scaler, told = Scaler(), []
    scaler.done.connect(lambda ready: told.append(ready.wanted.note))
    scaler.put(Wanted(as_image(halves()).copy(), QSize(32, 24), False, note="newer"))
    scaler.put(Wanted(as_image(halves()).copy(), QSize(32, 24), False, note="again"), if_idle=True)
    scaler.start()
    qtbot.waitUntil(lambda: bool(told))
    scaler.stop()

    assert told == ["newer"]


@pytest.fixture
def view(qtbot: Any) -> PictureView:
    view = PictureView(mirrored=True)
    qtbot.addWidget(view)
    view.resize(320, 240)
    view.dress(Look(Texts("en"), DARK))
    view.show()
    return view


def drawn(view: PictureView) -> QImage:
    picture = QPixmap(view.size())
    view.render(picture)
    return picture.toImage()


def test_the_first_picture_is_there_at_once_and_the_next_ones_when_they_are_ready(qtbot, view):
    view.show_pixels(halves())
    assert colours(drawn(view)) == ("#0000fa", "#fa0000")

    brighter = halves() + np.uint8(5)
    view.show_pixels(brighter)
    qtbot.waitUntil(lambda: colours(drawn(view)) == ("#0505ff", "#ff0505"))


def test_a_picture_looks_the_same_whoever_brought_it_to_size(qtbot, view):
    rng = np.random.default_rng(3)
    coarse = rng.integers(0, 255, (6, 8, 3), np.uint8)
    pixels = np.kron(coarse, np.ones((8, 8, 1), np.uint8))
    view.show_pixels(pixels)
    slowly = drawn(view)
    qtbot.waitUntil(lambda: view._ready is not None)
    quickly = drawn(view)

    def inside(image: QImage) -> np.ndarray:
        image = image.convertToFormat(QImage.Format.Format_RGB888)
        flat = np.frombuffer(image.constBits(), np.uint8).reshape(240, -1)[:, :960]
        return flat.reshape(240, 320, 3)[20:-20, 20:-20].astype(int)

    assert np.abs(inside(slowly) - inside(quickly)).mean() < 6


def test_a_cleared_view_does_not_show_what_was_under_way(qtbot, view):
    view.show_pixels(halves())
    view.show_pixels(halves())
    view.clear()
    qtbot.wait(30)

    assert not view.has_picture


def test_a_hidden_view_has_no_thread(view):
    assert view._scaler.is_running
    view.hide()
    assert not view._scaler.is_running


def test_the_skeleton_comes_with_the_picture_that_it_belongs_to(qtbot):
    pane = SelfPane()
    qtbot.addWidget(pane)
    pane.resize(320, 240)
    pane.dress(Look(Texts("en"), DARK))
    pane.show()
    painted: list[object] = []
    pane.painted.connect(painted.append)
    states = [scripted.live_state((scripted.person(80.0),)) for _ in range(2)]
    for state in states:
        pane.show_state(state)
    qtbot.waitUntil(lambda: states[1].frame in painted)

    assert pane._state is states[1]
