import numpy as np

from coach.skeleton import BLAZEPOSE_TO_COCO, KEYPOINTS, LIMBS, MIRROR, PAIRS, neck
from tests.coach.people import stand


def test_mirroring_twice_is_no_mirroring():
    np.testing.assert_array_equal(MIRROR[MIRROR], np.arange(17))


def test_partners_differ_only_in_their_side():
    for name, partner in zip(KEYPOINTS, MIRROR, strict=True):
        assert KEYPOINTS[partner].replace("left", "").replace("right", "") == name.replace(
            "left", ""
        ).replace("right", "")


def test_there_are_136_different_pairs():
    assert PAIRS.shape == (136, 2)
    assert len({frozenset(pair) for pair in PAIRS.tolist()}) == 136


def test_every_limb_joins_two_keypoints():
    assert {name for limb in LIMBS for name in limb} <= set(KEYPOINTS)


def test_each_keypoint_has_its_own_landmark():
    assert len(set(BLAZEPOSE_TO_COCO.tolist())) == 17


def test_the_neck_is_between_the_shoulders():
    world = stand()

    np.testing.assert_allclose(neck(world), (world[5] + world[6]) / 2)
