"""Exercises of the user's own, on disk."""

import numpy as np
import pytest

from coach.errors import BadRequest, DataDamaged
from coach.moves.taught import (
    FILE,
    MOST_WINDOWS,
    checked_name,
    forget,
    read_taught,
    shown,
    teach,
)
from tests.coach.people import squats, track_of


def lesson(name="cossack", period=2.0):
    return shown(name, track_of(squats(5, seconds=period)), 0.0, 5 * period)


def test_what_was_taught_is_read_again(tmp_path):
    taught = lesson()
    teach(tmp_path, taught)

    (read,) = read_taught(tmp_path)

    assert read.name == "cossack"
    np.testing.assert_allclose(read.poses, taught.poses, atol=1e-3)
    np.testing.assert_allclose(read.seconds, taught.seconds)


def test_nothing_was_taught_in_an_empty_folder(tmp_path):
    assert read_taught(tmp_path) == ()


def test_teaching_again_adds_to_what_is_known(tmp_path):
    teach(tmp_path, lesson())
    teach(tmp_path, lesson(period=3.0))

    (read,) = read_taught(tmp_path)

    assert len(read.poses) == len(lesson().poses) + len(lesson(period=3.0).poses)


def test_only_the_newest_windows_are_kept(tmp_path):
    for _ in range(20):
        teach(tmp_path, lesson())

    (read,) = read_taught(tmp_path)

    assert len(read.poses) == MOST_WINDOWS


def test_a_forgotten_exercise_is_gone_and_the_others_stay(tmp_path):
    teach(tmp_path, lesson("one"))
    teach(tmp_path, lesson("other"))

    assert forget(tmp_path, "one")
    assert [one.name for one in read_taught(tmp_path)] == ["other"]
    assert not forget(tmp_path, "one")


def test_too_little_to_see_teaches_nothing():
    nobody = np.full((90, 17, 3), np.nan, np.float32)

    assert shown("cossack", track_of(nobody), 0.0, 6.0) is None
    assert shown("cossack", track_of(squats(5, seconds=2.0)), 20.0, 30.0) is None


@pytest.mark.parametrize("name", ["", "   ", "Squat", "squat", "unknown", "x" * 61])
def test_some_names_are_refused(name):
    with pytest.raises(BadRequest):
        checked_name(name, ("squat", "unknown"))


def test_blanks_about_a_name_do_not_count():
    assert checked_name(" Cossack squat ", ("squat",)) == "Cossack squat"


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 half"])
def test_a_damaged_file_is_told(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)

    with pytest.raises(DataDamaged):
        read_taught(tmp_path)
