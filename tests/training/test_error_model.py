"""The error model against an estimator whose errors are known."""

import numpy as np
import pytest
from scipy.stats import ks_2samp

from coach.skeleton import INDEX, MIRROR
from models.training.bones import assemble, random_bones
from models.training.error_check import report
from models.training.error_fit import fit, found, split
from models.training.error_model import (
    ErrorModel,
    Situation,
    latents_of,
    poses_of,
    situation_of,
)
from models.training.self_occlusion import self_visible
from models.training.studio.seen_data import Seen, joined, read_seen, write_seen
from models.training.studio.truth import about_hips
from models.training.views import POSTURES, VIEWS, seen_from

FRAMES = 16
PEOPLE = 60
TRACKS_EACH = 6
DOWN = np.array([1, -1, -1], np.float32)  # from x right, y up, z to the camera


MOVES = random_bones(np.random.default_rng(11), 8).reshape(4, 2, -1, 3)


def moving_pose(rng, frames=FRAMES):
    """(T, 17, 3) camera axes about the hips: a part of the way between two poses."""
    a, b = MOVES[rng.integers(len(MOVES))]
    share = (rng.uniform(0, 0.7) + np.linspace(0, 0.3, frames))[:, None, None]
    bones = (1 - share) * a + share * b
    bones /= np.maximum(np.linalg.norm(bones, axis=-1, keepdims=True), 1e-6)
    return about_hips(assemble(bones.astype(np.float32)) * DOWN)


def estimator(true, visible, rng):
    """Seen world and confidence: an error that lasts, a bias of the wrists, depth thrice as bad."""
    lasting = rng.normal(0, 0.02, (1, 17, 3)) * (1, 1, 3)
    error = lasting * np.where(visible, 1, 2)[..., None]
    error[:, [INDEX["left_wrist"], INDEX["right_wrist"]], 1] += 0.08
    level = np.where(visible, 0.95, 0.4) + rng.uniform(-0.04, 0.04, true.shape[:2])
    return about_hips(true + error), level


def one_track(person, rng):
    true = moving_pose(rng)
    view = np.tile([0.0, 0.0, -1.0], (FRAMES, 1))
    visible = self_visible(true, view)
    world, level = estimator(true, visible, rng)
    points = true[..., :2] * 0.2 + 0.5
    half = np.float16
    return Seen(
        offsets=np.array([0, FRAMES]),
        sequence=np.array([rng.integers(1 << 30)]),
        person=np.array([f"person-{person:02}"]),
        model=np.array([1], np.uint8),
        up=np.array([[0, -1, 0]], half),
        size=np.array([[400, 400]], np.int16),
        people=np.array([1], np.uint8),
        world=world.astype(half),
        points=points.astype(half),
        confidence=np.round(level * 255).astype(np.uint8),
        detected=np.ones(FRAMES, bool),
        true_world=true.astype(half),
        true_points=points.astype(half),
        visible=visible,
        view=view.astype(half),
        time=(np.arange(FRAMES) / 15).astype(np.float32),
        exercise=np.full(FRAMES, "squat"),
        phase=np.linspace(0, 1, FRAMES).astype(half),
        fault=np.full(FRAMES, ""),
        severity=np.zeros(FRAMES, half),
    )


@pytest.fixture(scope="module")
def seen():
    rng = np.random.default_rng(5)
    return joined([one_track(p, rng) for p in range(PEOPLE) for _ in range(TRACKS_EACH)])


@pytest.fixture(scope="module")
def model(seen):
    return fit(seen)


def drawn_like(seen, model, rng):
    """What is seen, drawn and true in the held-out tracks, (N, T, 17, 3) each."""
    rows = np.flatnonzero(split(seen)[2])
    shape = (len(rows) // FRAMES, FRAMES, 17, 3)
    true = seen.true_world[rows].astype(np.float32).reshape(shape)
    view, up = np.tile([0.0, 0.0, -1.0], (len(true), 1)), np.tile([0.0, -1.0, 0.0], (len(true), 1))
    drawn = model.draw(true, view, up, 1, rng, pixels=600)
    return seen.world[rows].astype(np.float32).reshape(shape), drawn, true


@pytest.mark.parametrize("joint", ["left_knee", "right_wrist", "nose", "left_ankle"])
def test_drawn_errors_have_the_lengths_of_real_ones_on_people_never_fitted_on(joint, seen, model):
    real, drawn, true = drawn_like(seen, model, np.random.default_rng(1))
    lengths = [np.linalg.norm(w - true, axis=3)[..., INDEX[joint]] for w in (real, drawn.world)]

    assert ks_2samp(*(v.ravel() for v in lengths)).statistic < 0.35
    assert np.median(lengths[1]) == pytest.approx(np.median(lengths[0]), rel=0.35)


def test_depth_errs_more_than_what_lies_across(seen, model):
    real, drawn, true = drawn_like(seen, model, np.random.default_rng(1))
    ratios = [
        np.abs(w - true)[..., 2].mean() / np.abs(w - true)[..., 0].mean()
        for w in (real, drawn.world)
    ]

    assert ratios[1] == pytest.approx(ratios[0], rel=0.25)


def test_an_error_lasts_from_frame_to_frame(seen, model):
    _, drawn, true = drawn_like(seen, model, np.random.default_rng(1))
    error = drawn.world - true
    step = np.median(np.linalg.norm(np.diff(error, axis=1), axis=3))

    assert step < 0.5 * np.median(np.linalg.norm(error, axis=3))


def test_a_bias_of_the_estimator_is_a_bias_of_the_draws(seen, model):
    _, drawn, true = drawn_like(seen, model, np.random.default_rng(1))
    bias = (drawn.world - true)[..., 1].mean(axis=(0, 1))

    assert bias[INDEX["left_wrist"]] > bias[INDEX["left_elbow"]] + 0.04


def test_hidden_joints_come_with_less_confidence(seen, model):
    _, drawn, true = drawn_like(seen, model, np.random.default_rng(1))
    visible = self_visible(true, np.array([0.0, 0.0, -1.0]))

    assert drawn.confidence[~visible].mean() < drawn.confidence[visible].mean() - 0.2
    assert drawn.confidence.min() >= 0
    assert drawn.confidence.max() <= 1


def test_the_same_random_numbers_draw_the_same(seen, model):
    first = drawn_like(seen, model, np.random.default_rng(4))[1]
    again = drawn_like(seen, model, np.random.default_rng(4))[1]

    assert np.array_equal(first.world, again.world)
    assert np.array_equal(first.confidence, again.confidence)


def test_a_single_frame_can_be_drawn(model):
    true = moving_pose(np.random.default_rng(2), 2)[:1][None]
    drawn = model.draw(
        true, np.array([[0, 0, -1.0]]), np.array([[0, -1.0, 0]]), 0, np.random.default_rng(0)
    )

    assert drawn.world.shape == (1, 1, 17, 3)
    assert np.isfinite(drawn.world).all()
    assert drawn.detected.shape == (1, 1)


def test_a_model_is_the_same_when_read_again(seen, model, tmp_path):
    model.save(tmp_path / "model.npz")
    again = ErrorModel.load(tmp_path / "model.npz")

    first, second = (drawn_like(seen, m, np.random.default_rng(4))[1] for m in (model, again))
    assert np.abs(first.world - second.world).max() < 0.01


def test_the_report_has_every_table(seen, model):
    text = report(seen, model)

    for words in ("KS drawn", "By posture", "In time", "Between joints", "as a whole"):
        assert words in text


def situation(rng, rows=40):
    view = rng.normal(0, 0.2, (rows, 3)) + (0, 0, -1)
    return Situation(
        np.concatenate([moving_pose(rng, 8) for _ in range(rows // 8)]),
        (view / np.linalg.norm(view, axis=1, keepdims=True)).astype(np.float32),
        np.tile(np.float32([0, -1, 0]), (rows, 1)),
        rng.random((rows, 17)) < 0.7,
        np.ones((rows, 17), bool),
        np.full(rows, 200.0, np.float32),
        np.ones(rows, np.int64),
    )


def test_a_seen_pose_is_found_again_in_its_latents():
    rng = np.random.default_rng(3)
    where = situation(rng)
    world = about_hips(1.1 * where.world + rng.normal(0, 0.03, where.world.shape))
    confidence = rng.uniform(0.1, 0.9, where.visible.shape)

    again, level = poses_of(where, latents_of(where, world, confidence))

    assert np.abs(again - world).max() < 1e-4
    assert np.abs(level - confidence).max() < 1e-4


def test_features_of_the_mirrored_twin_are_mirrored():
    where = situation(np.random.default_rng(3))
    twice = where.mirrored().mirrored()

    assert np.abs(where.features() - twice.features()).max() < 1e-4
    assert np.array_equal(where.mirrored().visible, where.visible[:, MIRROR])


def test_nobody_is_in_two_parts_of_the_split(seen):
    track = seen.track_of_rows()
    parts = [set(seen.person[track[mask]]) for mask in split(seen)]

    assert sum(len(part) for part in parts) == len(set(seen.person)) == PEOPLE
    assert all(parts)


def test_somebody_else_in_the_picture_does_not_count_as_found(seen):
    points = seen.points.copy()
    points[:FRAMES, :, 0] += 0.4
    other = Seen(**{name: getattr(seen, name) for name in seen.__slots__} | {"points": points})

    assert found(seen).all()
    assert not found(other)[:FRAMES].any()
    assert found(other)[FRAMES:].all()


def test_what_was_seen_is_read_as_it_was_written(seen, tmp_path):
    write_seen(tmp_path / "seen.npz", seen)
    again = read_seen(tmp_path / "seen.npz")

    for name in seen.__slots__:
        assert np.array_equal(getattr(seen, name), getattr(again, name)), name
    assert (tmp_path / "seen.npz").read_bytes()[:2] == b"PK"


def test_rows_know_their_situation(seen):
    where = situation_of(seen, np.arange(3))

    assert np.allclose(where.world, seen.true_world[:3])
    assert where.inside.all()
    assert (where.pixels > 50).all()


@pytest.mark.parametrize(
    ("turn", "view"),
    [
        pytest.param(0, "front", id="faces-the-camera"),
        pytest.param(45, "45", id="half-turned"),
        pytest.param(-90, "side", id="from-the-side"),
        pytest.param(180, "back", id="turned-away"),
    ],
)
def test_views_have_the_names_of_the_angle(turn, view):
    facing = np.zeros((17, 3))
    for name, place in {"shoulder": (0.18, -0.5), "hip": (0.1, 0.0)}.items():
        facing[INDEX[f"left_{name}"]] = (place[0], place[1], 0)
        facing[INDEX[f"right_{name}"]] = (-place[0], place[1], 0)
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    turned = facing @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])

    found_view, posture = seen_from(turned, np.array([0, -1.0, 0]), np.array([0, 0, -1.0]))

    assert VIEWS[int(found_view)] == view
    assert POSTURES[int(posture)] == "standing"


@pytest.mark.parametrize(
    ("view", "hidden"),
    [
        pytest.param((0, 0, -1), set(), id="from-the-front-all-is-seen"),
        pytest.param((0, 0, 1), {"nose", "left_eye", "right_eye"}, id="from-behind-no-face"),
    ],
)
def test_a_standing_body_hides_what_is_behind_it(view, hidden):
    height = {"shoulder": 1.4, "elbow": 1.1, "wrist": 0.85, "hip": 0.9, "knee": 0.5, "ankle": 0.1}
    half = {"shoulder": 0.18, "elbow": 0.27, "wrist": 0.3, "hip": 0.1, "knee": 0.12, "ankle": 0.12}
    pose = np.zeros((17, 3))
    for side, sign in (("left", 1), ("right", -1)):
        for name, z in height.items():
            pose[INDEX[f"{side}_{name}"]] = (sign * half[name], -z, 0)
        pose[INDEX[f"{side}_ear"]] = (sign * 0.07, -1.6, 0)
        pose[INDEX[f"{side}_eye"]] = (sign * 0.03, -1.63, -0.08)
    pose[INDEX["nose"]] = (0, -1.6, -0.1)

    visible = self_visible(pose, np.array(view, float))

    assert {name for name, i in INDEX.items() if not visible[i]} == hidden
