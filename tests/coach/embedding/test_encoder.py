import hashlib
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

from coach.embedding import ENCODER, Encoder, cosine
from coach.errors import CoachBug, ModelDamaged, ModelMissing
from coach.skeleton import INDEX, MIRROR
from coach.types import MODEL_NAMES
from models.training.bones import assemble, faced, random_bones, random_lengths
from models.training.encoder_pool import TO_CAMERA
from models.training.error_model import ErrorModel
from tests.coach.people import Body, stand

TALL = Body(thigh=0.47, shank=0.47, trunk=0.53, upper_arm=0.31, forearm=0.28, shoulders=0.42)
STANDING = stand()
T_POSE = stand(arms=(90, 90))
ARMS_UP = stand(arms=(170, 170))
SQUAT = stand(hips=(100, 100), knees=(110, 110), lean=35)
FULL = MODEL_NAMES.index("full")
POSES = {"standing": STANDING, "t-pose": T_POSE, "arms-up": ARMS_UP, "squat": SQUAT}


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


def similarity(encoder, a, b):
    return float(cosine(encoder.encode(a[None]), encoder.encode(b[None]))[0])


@pytest.fixture(scope="module")
def views():
    """Two views (points, confidence) of 200 random poses: other bodies, cameras and errors."""
    rng = np.random.default_rng(3)
    bones = random_bones(rng, 200)
    return [one_view(bones, rng) for _ in range(2)]


def one_view(bones, rng):
    n = len(bones)
    world = assemble(faced(bones, rng, 57), random_lengths(rng, n)) * TO_CAMERA
    ahead, level = (np.tile(axis, (n, 1)) for axis in ([0.0, 0.0, -1.0], [0.0, -1.0, 0.0]))
    drawn = ErrorModel.load().draw(world[:, None], ahead, level, FULL, rng)
    return drawn.world[:, 0], drawn.confidence[:, 0]


def separation(encoder, views):
    """Mean cosine of two views of one random pose less that of views of two poses."""
    first, second = (encoder.encode(*view) for view in views)
    same, different = cosine(first, second), cosine(first, np.roll(second, 1, axis=0))
    return float(np.nan_to_num(same).mean() - np.nan_to_num(different).mean())


def test_latents_are_float32_rows(encoder):
    latents = encoder.encode(np.stack([STANDING, SQUAT]))

    assert latents.shape == (2, encoder.size)
    assert latents.dtype == np.float32


@pytest.mark.parametrize("name", POSES)
def test_the_same_pose_of_another_body_is_alike(encoder, name):
    other = {
        "standing": stand(body=TALL),
        "t-pose": stand(arms=(90, 90), body=TALL),
        "arms-up": stand(arms=(170, 170), body=TALL),
        "squat": stand(hips=(100, 100), knees=(110, 110), lean=35, body=TALL),
    }[name]

    assert similarity(encoder, POSES[name], other) > 0.9


@pytest.mark.parametrize(
    ("one", "other"),
    [("standing", "squat"), ("arms-up", "squat"), ("t-pose", "squat"), ("standing", "arms-up")],
)
def test_different_poses_are_not_alike(encoder, one, other):
    assert similarity(encoder, POSES[one], POSES[other]) < 0.6


def test_views_of_a_pose_are_told_from_views_of_others(encoder, views):
    assert separation(encoder, views) > 0.5


def test_without_its_weights_nothing_is_told_apart(tmp_path, views):
    model = onnx.load(ENCODER)
    for weights in model.graph.initializer:
        if weights.name.endswith(("weight", "bias")):
            zeros = np.zeros_like(numpy_helper.to_array(weights))
            weights.CopyFrom(numpy_helper.from_array(zeros, weights.name))
    onnx.save(model, tmp_path / "zeroed.onnx")

    assert separation(Encoder(tmp_path / "zeroed.onnx"), views) < 0.01


def test_a_turned_camera_changes_nothing_in_three_dimensions(encoder):
    turned = T_POSE @ np.array([[0.6, 0, 0.8], [0, 1, 0], [-0.8, 0, 0.6]], np.float32)

    assert similarity(encoder, T_POSE, turned) > 0.999


def test_the_picture_alone_tells_poses_apart(encoder):
    aside = np.array([[0.77, 0, 0.64], [0, 1, 0], [-0.64, 0, 0.77]], np.float32)
    flat = {name: (pose @ aside)[:, :2] * 200 for name, pose in POSES.items()}

    for name, pose in flat.items():
        alike = {other: similarity(encoder, pose, POSES[other]) for other in POSES}
        assert max(alike, key=alike.get) == name


def test_left_and_right_exchanged_is_another_pose(encoder):
    one_arm = stand(arms=(90, 5))

    assert similarity(encoder, one_arm, one_arm[MIRROR]) < similarity(encoder, one_arm, one_arm)


@pytest.mark.parametrize(
    "gone",
    [
        pytest.param(["left_wrist"], id="a-wrist"),
        pytest.param(["left_ankle", "right_ankle"], id="feet"),
        pytest.param(
            ["left_ankle", "right_ankle", "left_knee", "right_knee"], id="lower-legs-and-knees"
        ),
        pytest.param(["nose", "left_eye", "right_eye", "left_ear", "right_ear"], id="head"),
    ],
)
def test_missing_limbs_leave_a_finite_latent_that_is_still_like_the_pose(encoder, gone):
    pose = ARMS_UP.copy()
    pose[[INDEX[name] for name in gone]] = np.nan

    latent = encoder.encode(pose[None])

    assert np.isfinite(latent).all()
    assert similarity(encoder, pose, ARMS_UP) > 0.7


def test_nobody_is_nan_and_the_frames_beside_are_not(encoder):
    points = np.stack([STANDING, np.full((17, 3), np.nan), SQUAT])

    latents = encoder.encode(points, np.where(np.isfinite(points[..., 0]), 1, 0))

    assert np.isnan(latents).all(axis=1).tolist() == [False, True, False]


def test_an_unsure_joint_counts_less(encoder):
    wrong = STANDING.copy()
    wrong[INDEX["left_wrist"]] += [0.3, -0.5, 0.3]
    sure, unsure = np.ones((1, 17)), np.ones((1, 17))
    unsure[0, INDEX["left_wrist"]] = 0.1
    truth = encoder.encode(STANDING[None])

    with_doubt = cosine(encoder.encode(wrong[None], unsure), truth)[0]

    assert with_doubt > cosine(encoder.encode(wrong[None], sure), truth)[0]


def test_no_confidence_is_full_confidence(encoder):
    np.testing.assert_array_equal(
        encoder.encode(SQUAT[None]), encoder.encode(SQUAT[None], np.ones((1, 17)))
    )


def test_many_frames_are_the_frames_one_by_one(encoder):
    points = np.repeat(np.stack(list(POSES.values())), 1200, axis=0)

    latents = encoder.encode(points)

    assert latents.shape == (4800, encoder.size)
    np.testing.assert_allclose(latents[[0, 4799]], encoder.encode(points[[0, 4799]]), atol=1e-4)


def test_no_frames_give_no_latents(encoder):
    assert encoder.encode(np.empty((0, 17, 3))).shape == (0, encoder.size)


def test_confidence_of_another_shape_is_refused(encoder):
    with pytest.raises(CoachBug, match=r"confidence must have shape \(1, 17\), got \(1, 33\)"):
        encoder.encode(SQUAT[None], np.ones((1, 33)))


def test_a_missing_model_is_named():
    with pytest.raises(ModelMissing) as raised:
        Encoder(Path("nowhere/encoder.onnx"))

    assert raised.value.path == Path("nowhere/encoder.onnx")


def _other_inputs() -> bytes:
    model = onnx.load(ENCODER)
    for node in model.graph.node:
        for i, name in enumerate(node.input):
            if name == "depth":
                node.input[i] = "height"
    model.graph.input[2].name = "height"
    return model.SerializeToString()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda: b"", id="empty"),
        pytest.param(lambda: b"not a model" * 100, id="text"),
        pytest.param(lambda: ENCODER.read_bytes()[:100_000], id="half-copied"),
        pytest.param(_other_inputs, id="another-model"),
    ],
)
def test_a_damaged_model_is_named(tmp_path, content):
    file = tmp_path / "encoder.onnx"
    file.write_bytes(content())

    with pytest.raises(ModelDamaged) as raised:
        Encoder(file)

    assert raised.value.path == file


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        pytest.param([1, 0], [2, 0], 1, id="same-direction"),
        pytest.param([1, 0], [0, 3], 0, id="at-right-angles"),
        pytest.param([1, 1], [-1, -1], -1, id="opposite"),
        pytest.param([0, 0], [1, 0], np.nan, id="no-length"),
        pytest.param([np.nan, 0], [1, 0], np.nan, id="not-seen"),
    ],
)
def test_cosine(a, b, expected):
    np.testing.assert_allclose(cosine(np.array(a), np.array(b)), expected, atol=1e-12)


def test_cosine_broadcasts_over_frames():
    rows = np.eye(3)

    assert cosine(rows[:, None], rows[None]).tolist() == rows.tolist()


def test_the_hash_in_the_readme_is_that_of_the_file():
    readme = (ENCODER.parent / "README.md").read_text(encoding="utf-8")

    assert hashlib.sha256(ENCODER.read_bytes()).hexdigest() in readme
