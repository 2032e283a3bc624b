import numpy as np
import pytest

from coach.session.pictures import SLOTS, PictureReader, PictureWriter
from coach.types import Frame


def frame(i, height=4, width=6):
    return Frame(np.full((height, width, 3), i, np.uint8), i / 30, i)


@pytest.fixture
def ends():
    writer, reader = PictureWriter(), PictureReader()
    yield writer, reader
    reader.close()
    writer.close()


def same(one, other):
    np.testing.assert_array_equal(one.image, other.image)
    return (one.time, one.index) == (other.time, other.index)


def test_a_picture_arrives_as_it_was_sent(ends):
    writer, reader = ends
    for i in range(3 * SLOTS):
        assert same(reader.take(writer.put(frame(i))), frame(i))


def test_pictures_may_wait_for_a_reader_that_is_late(ends):
    writer, reader = ends
    waiting = [writer.put(frame(i)) for i in range(SLOTS)]
    assert all(same(reader.take(ref), frame(i)) for i, ref in enumerate(waiting))


def test_a_picture_that_was_taken_does_not_change_any_more(ends):
    writer, reader = ends
    taken = reader.take(writer.put(frame(1)))
    for i in range(2, 2 + SLOTS):
        writer.put(frame(i))
    assert same(taken, frame(1))


def test_pictures_may_change_their_size(ends):
    writer, reader = ends
    assert same(reader.take(writer.put(frame(1))), frame(1))
    assert same(reader.take(writer.put(frame(2, 8, 10))), frame(2, 8, 10))


def test_a_picture_whose_memory_is_gone_is_none(ends):
    writer, reader = ends
    late = writer.put(frame(1))
    writer.close()
    assert reader.take(late) is None
