"""What was found in a target is remembered, for these poses and these weights only."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from coach.embedding import Encoder
from coach.errors import ModelMissing
from coach.media import Chapter
from coach.moves.taught import TaughtExercise
from coach.paths import DEMO
from coach.pose import correction
from coach.pose.keypoints_file import read_keypoints, write_keypoints
from coach.session.found import Finder, FoundCache, mark_of

TARGET = DEMO / "target.mp4"
SIZE = Encoder().size


@pytest.fixture(scope="module")
def track():
    return read_keypoints(DEMO / "target.npz")[0]


@pytest.fixture(scope="module")
def plain(track):
    return Finder().find(TARGET, track, ())


def same(one, other):
    assert one.stretches == other.stretches
    assert [(c.start, c.end) for c in one.cycles] == [(c.start, c.end) for c in other.cycles]
    for mine, yours in zip(one.cycles, other.cycles, strict=True):
        np.testing.assert_array_equal(mine.way, yours.way)
    for field in fields(one.features):
        mine, yours = (getattr(found.features, field.name) for found in (one, other))
        np.testing.assert_array_equal(mine, yours)
        assert mine.dtype == yours.dtype


class Forgetful(Finder):
    """One that cannot find anything: all it has is what was kept."""

    def _find(self, track, chapters):
        raise AssertionError("found anew")


def test_what_was_found_comes_back_as_it_was(tmp_path, track, plain):
    same(Finder(folder=tmp_path).find(TARGET, track, ()), plain)

    same(Forgetful(folder=tmp_path).find(TARGET, track, ()), plain)
    assert plain.stretches
    assert plain.cycles


def test_a_track_is_the_same_once_it_was_written(tmp_path, track):
    write_keypoints(tmp_path / "a.npz", [track], "a")

    assert mark_of(read_keypoints(tmp_path / "a.npz")[0], (), ()) == mark_of(track, (), ())


def test_other_poses_chapters_or_exercises_are_looked_at_anew(track):
    taught = TaughtExercise("mine", np.zeros((1, 32, 17, 3), np.float32), np.ones(1))
    world = track.world.copy()
    world[7, 3, 1] += 1e-3
    seen = (track, (), ())
    others = [
        (replace(track, world=world), (), ()),
        (track.select(slice(0, -1)), (), ()),
        (track, (Chapter("Squat", 0.0, 9.0),), ()),
        (track, (), (taught,)),
        (track, (), (replace(taught, name="yours"),)),
    ]

    assert len({mark_of(*seen), *(mark_of(*other) for other in others)}) == 6


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(file.read_bytes()[:5000]),
        lambda file: np.savez(file, mark=np.array("m")),
        lambda file: np.savez(file, **{**np.load(file), "latents": np.zeros((3, 4), np.float32)}),
        lambda file: np.savez(
            file, **{**np.load(file), "angles": np.zeros((len(np.load(file)["time"]), 2))}
        ),
        lambda file: np.savez(file, **{**np.load(file), "stretches": np.array("[{}]")}),
        lambda file: np.savez(file, **{**np.load(file), "ways": np.zeros((0, 27))}),
    ],
)
def test_a_damaged_file_is_no_memory(tmp_path, plain, damage):
    cache = FoundCache(tmp_path)
    cache.save("ab12", "m", plain)
    assert cache.load("ab12", "m", SIZE) is not None

    damage(tmp_path / "ab12-found.npz")

    assert cache.load("ab12", "m", SIZE) is None


def test_where_nothing_can_be_kept_it_is_found_all_the_same(tmp_path, track, plain):
    (tmp_path / "file").write_text("in the way")

    same(Finder(folder=tmp_path / "file").find(TARGET, track, ()), plain)


def test_a_video_keeps_one_memory_and_it_goes_with_its_poses(tmp_path, plain):
    from coach.pose import TrackCache

    cache = FoundCache(tmp_path)
    cache.save("ab12", "old", plain)
    cache.save("ab12", "new", plain)

    assert cache.load("ab12", "old", SIZE) is None
    assert [file.name for file in tmp_path.iterdir()] == ["ab12-found.npz"]
    TrackCache(tmp_path).forget("ab12")
    assert not list(tmp_path.iterdir())


def test_of_a_video_that_is_gone_by_now_nothing_is_kept(tmp_path, track, plain):
    same(Finder(folder=tmp_path).find(tmp_path / "gone.mp4", track, ()), plain)

    assert not list(tmp_path.iterdir())


def test_weights_that_are_missing_are_told_before_a_video_is_looked_at(tmp_path, monkeypatch):
    monkeypatch.setattr(correction, "CORRECTOR", tmp_path / "corrector.onnx")
    correction.shipped_corrector.cache_clear()
    try:
        with pytest.raises(ModelMissing):
            Finder()
    finally:
        correction.shipped_corrector.cache_clear()
