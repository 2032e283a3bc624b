import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.media.opencv import resized

sides = st.integers(8, 90)


@given(sides, sides, sides, sides)
def test_a_plain_picture_stays_plain_in_every_size(height, width, to_width, to_height):
    made = resized(np.full((height, width, 3), 77, np.uint8), (to_width, to_height))
    assert made.shape == (to_height, to_width, 3)
    assert (made == 77).all()


@pytest.mark.parametrize("size", [(100, 60), (150, 90), (37, 30), (400, 240)])
def test_what_is_in_the_middle_stays_there(size):
    picture = np.zeros((120, 200, 3), np.uint8)
    picture[50:70, 80:120] = 255
    made = resized(picture, size)[..., 0].astype(float)
    rows, columns = np.indices(made.shape)
    centre = (columns * made).sum() / made.sum(), (rows * made).sum() / made.sum()
    np.testing.assert_allclose(centre, np.subtract(size, 1) / 2, atol=1.0)


def test_fine_stripes_become_grey_when_a_picture_shrinks():
    stripes = np.zeros((80, 160, 3), np.uint8)
    stripes[:, ::2] = 200
    assert np.ptp(resized(stripes, (40, 20))) <= 1
