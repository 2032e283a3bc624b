"""``coach moves`` on keypoints files: people whose moves are known."""

import json

import numpy as np
import pytest

from coach.pose import write_keypoints
from tests.coach.people import raises, squats, still, track_of

WORLD = np.concatenate([still(4), squats(5), still(5), raises(4), still(4)])


@pytest.fixture
def video(tmp_path):
    path = tmp_path / "workout.npz"
    write_keypoints(path, (track_of(WORLD),), "workout.mp4")
    return path


def test_the_moves_of_a_keypoints_file_go_to_standard_output(coach, video):
    done = coach("moves", video)

    moves = json.loads(done.out)["moves"]
    assert (done.status, done.err) == (0, "")
    assert set(moves[0]) == {"name", "start", "end", "repetitions", "confidence", "kind"}
    assert [(m["repetitions"], m["kind"]) for m in moves] == [(5, "periodic"), (4, "periodic")]
    assert [m["start"] for m in moves] == pytest.approx([4, 24], abs=1.5)
    assert all(0 < m["confidence"] <= 1 for m in moves)


def test_rests_and_transitions_are_told_when_they_are_asked_for(coach, video, tmp_path):
    done = coach("moves", video, "--all", "--json", tmp_path / "moves.json")

    moves = json.loads((tmp_path / "moves.json").read_text())["moves"]
    assert (done.status, done.out) == (0, "")
    assert {"rest", "periodic"} <= {m["kind"] for m in moves}
    assert (moves[0]["start"], moves[-1]["end"]) == (0, pytest.approx(len(WORLD) / 15, abs=0.3))


@pytest.mark.parametrize("frames", [1, 3])
def test_of_next_to_nothing_there_are_no_moves(coach, tmp_path, frames):
    path = tmp_path / "short.npz"
    write_keypoints(path, (track_of(WORLD[:frames]),), "short.mp4")

    assert json.loads(coach("moves", path).out) == {"moves": []}


def test_a_file_in_which_nobody_is_seen_is_refused(coach, tmp_path):
    path = tmp_path / "nobody.npz"
    write_keypoints(path, (track_of(np.full_like(WORLD, np.nan)),), "nobody.mp4")

    assert coach("moves", path).refused
