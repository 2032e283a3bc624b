"""From frames to pictures: size, colour, rotation, and where they lie."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QtVideo, QVideoFrame, QVideoFrameFormat

from ui.kit.picture import as_image, fit
from ui.kit.video_image import image_of

I420 = QVideoFrameFormat.PixelFormat.Format_YUV420P
NV12 = QVideoFrameFormat.PixelFormat.Format_NV12
RGBA = QVideoFrameFormat.PixelFormat.Format_RGBA8888


def video_frame(pixels, width, height, turned=QtVideo.Rotation.None_):
    """A frame whose left half is dark and whose right half is bright."""
    kind = QVideoFrameFormat(QSize(width, height), pixels)
    kind.setRotation(turned)
    frame = QVideoFrame(kind)
    assert frame.map(QVideoFrame.MapMode.WriteOnly)
    for plane in range(frame.planeCount()):
        stride = frame.bytesPerLine(plane)
        rows = height if plane == 0 else height // 2
        flat = np.frombuffer(frame.bits(plane), np.uint8, rows * stride).reshape(rows, stride)
        flat[:] = 128
        if plane == 0:
            flat[:, : stride // 2], flat[:, stride // 2 :] = 40, 200
    frame.unmap()
    return frame


@pytest.mark.parametrize(
    ("pixels", "size", "shown", "expected"),
    [
        pytest.param(I420, (1280, 720), (900, 500), (960, 540), id="a-little-larger"),
        pytest.param(I420, (640, 480), (900, 500), (640, 480), id="never-enlarged"),
        pytest.param(I420, (1920, 1080), (900, 500), (960, 540), id="full-hd-halved"),
        pytest.param(I420, (1920, 1080), (940, 700), (960, 540), id="bars-above-and-below"),
        pytest.param(I420, (3840, 2160), (900, 500), (960, 540), id="4k-quartered"),
        pytest.param(NV12, (3840, 2160), (900, 500), (960, 540), id="two-planes"),
        pytest.param(RGBA, (1920, 1080), (900, 500), (1920, 1080), id="other-formats-as-they-are"),
        pytest.param(I420, (640, 480), (0, 0), (640, 480), id="no-place-yet"),
    ],
)
def test_large_frames_become_about_as_large_as_shown(qapp, pixels, size, shown, expected):
    image = image_of(video_frame(pixels, *size), QSize(*shown))

    assert (image.width(), image.height()) == expected


def test_a_smaller_picture_looks_like_the_whole_one(qapp):
    frame = video_frame(I420, 3840, 2160)
    small, whole = image_of(frame, QSize(900, 500)), frame.toImage()

    for part in (0.1, 0.4, 0.6, 0.9):
        here = small.pixelColor(int(part * small.width()), 100)
        there = whole.pixelColor(int(part * whole.width()), 400)
        assert abs(here.red() - there.red()) <= 2


def test_a_turned_phone_video_stands_upright(qapp):
    frame = video_frame(I420, 3840, 2160, QtVideo.Rotation.Clockwise90)
    image = image_of(frame, QSize(500, 900))

    assert (image.width(), image.height()) == (540, 960)


def test_pixels_become_a_picture_without_a_copy(qapp):
    pixels = np.zeros((4, 6, 3), np.uint8)
    image = as_image(pixels)
    pixels[1, 2] = (255, 0, 0)

    assert (image.width(), image.height(), image.format()) == (6, 4, QImage.Format.Format_RGB888)
    assert image.pixelColor(2, 1).name() == "#ff0000"


@pytest.mark.parametrize(
    ("picture", "mirrored", "point", "where"),
    [
        pytest.param((100, 50), False, (0, 0), (0, 25), id="wide-picture"),
        pytest.param((50, 100), False, (0, 0), (25, 0), id="tall-picture"),
        pytest.param((100, 100), False, (25, 50), (25, 50), id="as-it-is"),
        pytest.param((100, 100), True, (25, 50), (75, 50), id="as-in-a-mirror"),
    ],
)
def test_where_a_point_of_the_picture_lies(picture, mirrored, point, where):
    placed = fit(QSize(*picture), QRectF(0, 0, 100, 100), mirrored=mirrored)
    at = placed.at(*point)

    assert (at.x(), at.y()) == pytest.approx(where)
