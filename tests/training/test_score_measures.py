"""What the evaluation of the score makes of motions whose answers are known."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import numpy as np
import pytest

from coach.embedding import Encoder
from coach.tracks import RATE
from models.training import motion_bank, plots, score_pairs, score_poses
from models.training import performances as play
from models.training.motion_bank import Kept
from models.training.score_sessions import Bank, farthest, session_of
from models.training.studio.seen_data import Seen, joined, write_seen


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


@pytest.fixture(scope="module")
def lift():
    """Joints of somebody who lifts one knee, once."""
    found = play.performed(
        "standing_knee_raise", ("evaluate", 3), repetitions=1, side="left", wait=0.0
    )
    return found.repetitions()[0]


@pytest.fixture(scope="module")
def arms():
    """Joints of somebody who raises the arms, once."""
    found = play.performed("lateral_raise", ("evaluate", 3), repetitions=1, wait=0.0)
    return found.repetitions()[0]


def vectors(joints, encoder):
    return score_pairs.vectors(play.filmed(joints, np.random.default_rng(0), errors=False), encoder)


@pytest.mark.parametrize("method", score_pairs.METHODS)
def test_a_repetition_is_like_itself_and_like_its_mirror_image(lift, encoder, method):
    own = vectors(lift, encoder)[method]

    assert score_pairs.likeness(own, own) == pytest.approx(1, abs=1e-3)
    image = vectors(play.mirrored(lift), encoder)[method]
    assert score_pairs.likeness(image, own) > 0.99


def test_the_encoder_tells_moves_apart_that_raw_distances_call_alike(lift, arms, encoder):
    one, other = vectors(lift, encoder), vectors(arms, encoder)

    alike = {m: score_pairs.likeness(one[m], other[m]) for m in score_pairs.METHODS}
    assert alike["encoder"] < 0.9 < alike["raw 2-D"]


def test_pairs_are_of_two_people_and_of_both_kinds(lift, arms, encoder):
    repetitions = [
        score_pairs.Repetition(joints, person, name)
        for person in ("a", "b", "c")
        for name, joints in (("lift", lift), ("arms", arms))
    ]
    rng = np.random.default_rng(0)

    pairs = score_pairs.compare(score_pairs.film(repetitions, encoder, rng, 30), rng, 1, 1)

    assert len(pairs.same) == 12
    assert pairs.same.sum() == 6
    assert (pairs.people[:, 0] != pairs.people[:, 1]).all()
    area = score_pairs.area(pairs, "encoder", rng, "area", ">= 0.5")
    assert (area.n, area.people) == (12, 3)
    assert 0.5 < area.value <= 1


def test_a_session_names_its_moves_by_its_own_clock(lift, arms):
    session = session_of([("lift", [lift, lift]), ("plank", [arms])])

    first, second = session.moves
    assert (first.name, first.start, first.repetitions) == ("lift", 0, 2)
    assert second.repetitions == 0
    assert second.start == first.end
    assert second.end == pytest.approx(len(session.joints) / RATE, abs=1 / RATE)


def test_the_farthest_pose_is_where_the_knee_is_highest(lift):
    knee = lift[:, 13:15, 2].max(axis=1)

    assert knee[farthest(lift)] == pytest.approx(knee.max(), abs=0.02)


def test_kept_motions_are_read_as_they_were_written(tmp_path, lift, arms):
    kept = [
        Kept("evaluate-000003", "lift", "", 0.0, 0, lift),
        Kept("evaluate-000003", "arms", "uneven", 0.5, 1, arms),
    ]
    motion_bank.write(tmp_path / "motions.npz", kept)

    found = motion_bank.read(tmp_path / "motions.npz")

    for one, other in zip(found, kept, strict=True):
        np.testing.assert_allclose(one.joints, other.joints, atol=0.6 * motion_bank.MILLIMETRE)
        for f in fields(Kept)[:-1]:
            assert getattr(one, f.name) == getattr(other, f.name)
    bank = Bank(found)
    assert bank.people(fault=True) == ["evaluate-000003"]
    assert (bank.exercises(), bank.faults()) == (["lift"], [("arms", "uneven")])


def test_the_shipped_motions_hold_every_fault_of_the_main_exercises():
    bank = Bank(motion_bank.read())

    assert {e for e, _ in bank.faults()} == set(motion_bank.MAIN)
    assert bank.exercises() == sorted(motion_bank.EXERCISES_KEPT)
    assert all(name.startswith("evaluate-") for name in bank.people())


def seen_of(joints, person, angle, model=1):
    """A track of single poses, a second apart, all of them seen exactly."""
    track = play.filmed(joints, np.random.default_rng(0), yaw=float(angle), errors=False)
    n = len(track)
    return Seen(
        offsets=np.array([0, n]),
        sequence=np.array([0]),
        person=np.array([person]),
        model=np.array([model], np.uint8),
        up=np.array([[0, -1, 0]], np.float16),
        size=np.array([track.size], np.int16),
        people=np.array([1], np.uint8),
        world=track.world.astype(np.float16),
        points=(track.points / np.array(track.size)).astype(np.float16),
        confidence=np.full((n, 17), 255, np.uint8),
        detected=np.ones(n, bool),
        true_world=track.world.astype(np.float16),
        true_points=(track.points / np.array(track.size)).astype(np.float16),
        visible=np.ones((n, 17), bool),
        view=np.tile(np.array([0, 0, -1], np.float16), (n, 1)),
        time=np.arange(n, dtype=np.float32),
        exercise=np.full(n, str(angle)),
        phase=np.zeros(n, np.float16),
        fault=np.full(n, ""),
        severity=np.zeros(n, np.float16),
    )


def test_exact_poses_follow_the_truth_and_are_found_again(tmp_path, lift, arms, encoder):
    poses = np.concatenate([lift[::6], arms[::6]])
    parts = [seen_of(poses, f"evaluate-{k}", angle) for k, angle in enumerate((0, 45, 90))]
    write_seen(tmp_path / "looks.npz", joined(parts))
    rng = np.random.default_rng(0)

    figures = score_poses.follows(tmp_path / "looks.npz", "truth", encoder, rng)
    found = score_poses.found_again(tmp_path / "looks.npz", encoder, rng)

    by_name = {f.measure: f.value for f in [*figures, *found]}
    assert by_name["truth, full, encoder"] > 0.7
    assert by_name["truth, full, centred 3-D"] > 0.7
    assert by_name["found among 40 at 45°, full, centred 3-D"] > 0.8
    assert (
        by_name["found among 40 at 45°, full, centred 3-D"]
        >= by_name["found among 40 at 90°, full, raw 2-D"]
    )


def test_poses_a_second_apart_are_no_motion(lift):
    tracks, rows = score_poses.tracks_of(seen_of(lift[:5], "evaluate-1", 0), np.array([0]))
    assert [len(track) for track in tracks] == [1] * 5

    moving = replace(seen_of(lift[:5], "evaluate-1", 0), time=np.arange(5, dtype=np.float32) / 15)
    tracks, rows = score_poses.tracks_of(moving, np.array([0]))
    assert [len(track) for track in tracks] == [5]
    assert rows.tolist() == [0, 1, 2, 3, 4]


def test_pictures_are_drawn_of_what_was_measured_and_of_nothing_else(tmp_path):
    same = [True, False] * 10
    rows = [["squat", "shallow", "a", s, 90 - 40 * s] for s in (0.0, 0.5, 1.0)]
    found = {
        "pairs": {"raw": {"studio, ±57°": {"same": same, "encoder": [0.9, 0.1] * 10}}},
        "views": {"raw": {"yaw": {"-30": [80, 90], "0": [92, 94]}, "lag": {}}},
        "faults": {"raw": {"rows": rows}},
    }

    made = plots.draw(json.loads(json.dumps(found)), tmp_path)
    again = plots.draw(found, tmp_path / "again")

    assert sorted(p.name for p in made) == ["faults.svg", "same_and_different.svg", "yaw.svg"]
    for one, other in zip(made, again, strict=True):
        assert one.read_bytes() == other.read_bytes()
    assert "shallow" in (tmp_path / "faults.svg").read_text(encoding="utf-8")
    assert plots.draw({}, tmp_path / "none") == []
