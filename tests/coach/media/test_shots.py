import numpy as np
import pytest

from coach.media.shots import WINDOW, with_shots
from coach.types import Frame


def film(*parts):
    """Pictures of parts (number, hue channel, brightness) in which a bar moves."""
    images = []
    for number, channel, brightness in parts:
        for i in range(number):
            image = np.full((90, 160, 3), 20, np.uint8)
            image[..., channel] = brightness
            image[30:60, 4 * (i % 30) : 4 * (i % 30) + 20] = 255
            images.append(image)
    return [Frame(image, i / 15, i) for i, image in enumerate(images)]


def shots(frames):
    return [shown.shot for shown in with_shots(frames)]


def test_a_movement_is_one_shot():
    assert set(shots(film((30, 0, 120)))) == {0}


def test_a_cut_begins_a_shot_with_its_first_picture():
    assert shots(film((10, 0, 120), (12, 1, 120), (8, 0, 160))) == [0] * 10 + [1] * 12 + [2] * 8


def test_light_that_rises_slowly_is_no_cut():
    assert set(shots(film(*((1, 0, 60 + 5 * i) for i in range(30))))) == {0}


@pytest.mark.parametrize("n", [0, 1, WINDOW, WINDOW + 1, 5])
def test_every_picture_comes_once_and_in_order(n):
    frames = film((n, 0, 120))

    assert [shown.frame for shown in with_shots(frames)] == frames


def test_light_is_the_mean_brightness():
    grey = Frame(np.full((90, 160, 3), 51, np.uint8), 0.0, 0)

    assert [shown.light for shown in with_shots([grey])] == [pytest.approx(0.2)]


def test_a_picture_of_one_pixel_is_no_trouble():
    dots = [Frame(np.full((1, 1, 3), 10 * i, np.uint8), i / 15, i) for i in range(6)]

    assert len(shots(dots)) == 6
