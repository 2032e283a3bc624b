import numpy as np
import pytest

from coach.embedding import pairwise_distances
from coach.pose.correction import shipped_corrector
from coach.skeleton import INDEX, MIRROR, PAIRS
from models.training import bones
from models.training.corrector_windows import Movements
from models.training.corrector_windows import simulated as moving
from models.training.encoder_pool import (
    FRAMES,
    PAIR_MIRROR,
    TO_CAMERA,
    canonical,
    exact,
    filmed,
    lose_limbs,
    simulated,
)
from models.training.error_model import ErrorModel
from tests.coach.people import stand

RNG = np.random.default_rng(4)
POSES = bones.random_bones(RNG, 40)


def test_exchanged_pairs_are_the_distances_of_the_exchanged_pose():
    points = bones.assemble(POSES)

    np.testing.assert_allclose(
        pairwise_distances(points)[:, PAIR_MIRROR],
        pairwise_distances(points[:, MIRROR]),
        atol=1e-5,
    )


def test_the_canonical_pose_knows_neither_body_nor_camera():
    pool = exact(POSES, np.random.default_rng(1))

    np.testing.assert_allclose(pool.true, canonical(POSES), atol=2e-3)
    assert not np.allclose(pool.world, pool.true, atol=0.05)


def test_the_errors_of_an_estimator_are_in_the_view_and_not_in_the_truth():
    pool = simulated(POSES, np.random.default_rng(1), ErrorModel.load())

    apart = np.abs(pool.world.astype(np.float32) - pool.true.astype(np.float32))
    assert 0.8 * len(POSES) < len(pool) <= len(POSES)
    assert 0.03 < np.nanmedian(apart) < 0.5
    assert 0 <= pool.confidence.min() < 0.9


def test_what_was_filmed_over_time_is_nearer_the_truth_than_what_was_seen():
    rng = np.random.default_rng(5)
    part = (1 - np.cos(np.linspace(0, 6 * np.pi, 90))) / 2
    raising = np.stack([stand(arms=(5 + 120 * p, 5 + 120 * p)) for p in part]) * TO_CAMERA
    recorded = [bones.Motion(raising.astype(np.float32), "any", 1, True, bones.UIPRMD)]
    stretches = moving(Movements(recorded, None), 60, rng)

    pool = filmed(stretches, shipped_corrector(), rng)

    seen = pairwise_distances(stretches.seen[stretches.counts].astype(np.float32))
    true = canonical(bones.directions(stretches.true[stretches.counts].astype(np.float32)))
    apart = np.abs(pool.world.astype(np.float32) - pool.true.astype(np.float32))
    assert len(pool) % FRAMES == 0
    assert np.nanmedian(apart) < 0.9 * np.nanmedian(np.abs(seen - true))


def test_lost_limbs_are_missing_in_every_view_and_the_rest_keeps_its_size():
    whole = pairwise_distances(bones.assemble(np.repeat(POSES, 10, axis=0)))
    views = [whole.copy(), whole.copy()]

    lost = lose_limbs(views, np.random.default_rng(2), 0.5)

    missing = lost[:, PAIRS[:, 0]] | lost[:, PAIRS[:, 1]]
    assert 0.3 < lost.any(axis=1).mean() < 0.8
    missing[np.isnan(views[0]).all(axis=1)] = True  # too few bones are left to tell the size
    assert missing.all(axis=1).mean() < 0.05
    for view in views:
        np.testing.assert_array_equal(np.isnan(view), missing)
        np.testing.assert_allclose(view[~missing], whole[~missing], rtol=0.03)


@pytest.mark.parametrize("name", ["left_wrist", "right_ankle"])
def test_every_limb_is_lost_at_times(name):
    lost = lose_limbs([np.ones((2000, 136), np.float32)], np.random.default_rng(3), 0.2)

    assert lost[:, INDEX[name]].mean() > 0.01
