"""Which keypoints a picture shows, on pictures painted by hand."""

import numpy as np
import pytest

from models.training.studio.camera import Camera
from models.training.studio.visibility import NO_LIMB, limb_of_bone, seen_keypoints

PLANES = (0.15, 60.0)
CAMERA = Camera(distance=3.0, height=1.0, look=1.0)
HEAD, TRUNK, L_UPPER, L_FORE = 1, 2, 3, 4
L_SHOULDER, R_SHOULDER, L_WRIST, L_HIP = 5, 6, 9, 11
ME, OTHER = 3, 4


def as_depth(metres: float) -> float:
    """What OpenGL stores for a distance along the camera's axis."""
    near, far = PLANES
    return ((far + near) / (far - near) - 2 * far * near / (far - near) / metres + 1) / 2


def seen(owner: int, metres: float, camera: Camera = CAMERA) -> np.ndarray:
    """Keypoints of a person of whom every joint is 3 m away in the middle of the picture."""
    joints = np.tile([0.0, 0.0, 1.0], (17, 1))
    owners = np.full((camera.height_px, camera.width), owner, np.uint8)
    depth = np.full(owners.shape, as_depth(metres), np.float32)
    return seen_keypoints(camera, joints, owners, depth, ME, PLANES)


@pytest.mark.parametrize(
    ("limb", "keypoint", "expected"),
    [
        pytest.param(TRUNK, L_SHOULDER, True, id="shoulder-on-the-trunk"),
        pytest.param(L_UPPER, L_SHOULDER, True, id="shoulder-on-its-own-arm"),
        pytest.param(L_UPPER, R_SHOULDER, False, id="shoulder-behind-the-other-arm"),
        pytest.param(L_FORE, L_HIP, False, id="hip-behind-a-hand"),
        pytest.param(L_FORE, L_WRIST, True, id="wrist-on-its-forearm"),
        pytest.param(TRUNK, L_WRIST, False, id="wrist-behind-the-back"),
        pytest.param(NO_LIMB, L_WRIST, True, id="limbs-not-known"),
    ],
)
def test_the_limb_that_is_drawn_has_to_be_the_joints_own(limb: int, keypoint: int, expected: bool):
    assert seen(16 * ME + limb, 2.97)[keypoint] == expected


def test_another_person_or_the_room_before_it_hides_a_joint():
    assert not seen(16 * OTHER + TRUNK, 2.9).any()
    assert not seen(255, 2.0).any()


@pytest.mark.parametrize(
    ("metres", "expected"),
    [
        pytest.param(2.99, True, id="at-the-skin"),
        pytest.param(2.85, False, id="the-back-of-the-head-before-the-face"),
    ],
)
def test_a_face_is_not_seen_through_the_head(metres: float, expected: bool):
    assert seen(16 * ME + HEAD, metres)[0] == expected


def test_a_joint_outside_the_picture_or_behind_the_lens_is_not_seen():
    joints = np.tile([0.0, 0.0, 1.0], (17, 1))
    joints[L_SHOULDER] = (9.0, 0.0, 1.0)
    joints[R_SHOULDER] = (0.0, -5.0, 1.0)
    owners = np.full((480, 640), 16 * ME + TRUNK, np.uint8)
    depth = np.full((480, 640), as_depth(2.99), np.float32)

    found = seen_keypoints(CAMERA, joints, owners, depth, ME, PLANES)

    assert not found[[L_SHOULDER, R_SHOULDER]].any()
    assert found[L_HIP]


def test_bones_belong_to_limbs_by_their_names():
    names = ["root", "spine03", "head", "upperarm01.L", "wrist.L", "upperleg02.R", "toe1-1.R"]

    left, right = limb_of_bone(names), limb_of_bone([n.replace(".L", ".R") for n in names])

    assert left.tolist() == [TRUNK, TRUNK, HEAD, L_UPPER, L_FORE, 10, 12]
    assert right.tolist() == [TRUNK, TRUNK, HEAD, L_UPPER + 5, L_FORE + 5, 10, 12]
