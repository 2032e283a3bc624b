import numpy as np
import pytest

from models.training.studio.body import Body, BodyShape
from models.training.studio.camera import Camera
from models.training.studio.motion import (
    EXERCISES,
    FAULTS,
    Performance,
    curves,
    follow,
    program,
    way,
)
from models.training.studio.pose import CHANNELS, Skeleton, mirrored, rotation
from models.training.studio.walking import Station, go, minimum_jerk, route, turn

LINKS = {
    "root": (None, (0, 0, 0.95)),
    "spine05": ("root", (0, 0.02, 1.00)),
    "spine04": ("spine05", (0, 0.02, 1.08)),
    "spine03": ("spine04", (0, 0.02, 1.16)),
    "spine02": ("spine03", (0, 0.02, 1.24)),
    "spine01": ("spine02", (0, 0.02, 1.32)),
    "neck01": ("spine01", (0, 0.02, 1.45)),
    "neck02": ("neck01", (0, 0.02, 1.48)),
    "neck03": ("neck02", (0, 0.02, 1.51)),
    "head": ("neck03", (0, 0.02, 1.54)),
}
LIMBS = {
    "upperleg01": ("root", (0.09, 0.0, 0.90)),
    "upperleg02": ("upperleg01", (0.10, 0.0, 0.70)),
    "lowerleg01": ("upperleg02", (0.12, -0.01, 0.49)),
    "lowerleg02": ("lowerleg01", (0.13, 0.0, 0.30)),
    "foot": ("lowerleg02", (0.14, 0.01, 0.08)),
    "toe2-1": ("foot", (0.16, -0.13, 0.02)),
    "clavicle": ("spine01", (0.02, 0.0, 1.42)),
    "shoulder01": ("clavicle", (0.12, 0.0, 1.42)),
    "upperarm01": ("shoulder01", (0.16, 0.0, 1.40)),
    "upperarm02": ("upperarm01", (0.24, 0.0, 1.30)),
    "lowerarm01": ("upperarm02", (0.33, -0.01, 1.20)),
    "lowerarm02": ("lowerarm01", (0.39, -0.08, 1.14)),
    "wrist": ("lowerarm02", (0.45, -0.15, 1.08)),
    **{
        f"finger{f}-{j}": (
            "wrist" if j == 1 else f"finger{f}-{j - 1}",
            (0.50 + 0.02 * j, -0.18 + 0.02 * f, 1.03 - 0.02 * j),
        )
        for f in range(2, 6)
        for j in range(1, 4)
    },
}


@pytest.fixture
def body():
    names, parents, heads = [], [], []

    def add(name, parent, head):
        parents.append(names.index(parent) if parent else -1)
        names.append(name)
        heads.append(head)

    for name, (parent, head) in LINKS.items():
        add(name, parent, head)
    for tag, sign in (("L", 1), ("R", -1)):
        for name, (parent, (x, y, z)) in LIMBS.items():
            add(f"{name}.{tag}", parent if parent in LINKS else f"{parent}.{tag}", (sign * x, y, z))
    n = len(names)
    empty = np.zeros((1, 3))
    return Body(
        BodyShape(0.5), empty, empty, np.zeros((0, 3), int), {}, tuple(names), np.array(parents),
        np.array(heads, float), np.zeros((1, 4), int), np.zeros((1, 4)), np.zeros((17, n, 4)),
    )  # fmt: skip


def joint(body, motion, bone):
    b = body.bones.index(bone)
    return np.einsum("tij,j->ti", motion.rotation[:, b], body.heads[b]) + motion.shift[:, b]


def standing(n=1, **changes):
    return {**{k: np.full(n, v) for k, v in CHANNELS.items()}, **changes}


def knee_flexion(body, motion, tag="L"):
    hip, knee, ankle = (
        joint(body, motion, f"{b}.{tag}") for b in ("upperleg01", "lowerleg01", "foot")
    )
    u, v = knee - hip, ankle - knee
    cosine = np.sum(u * v, -1) / np.linalg.norm(u, axis=-1) / np.linalg.norm(v, axis=-1)
    return np.degrees(np.arccos(cosine))


def test_minimum_jerk_starts_and_ends_at_rest():
    u = np.linspace(0, 1, 101)
    step = minimum_jerk(u)

    assert step[[0, 50, 100]] == pytest.approx([0, 0.5, 1])
    assert np.abs(np.diff(step)[[0, -1]]).max() < 1e-4
    assert np.all(np.diff(step) >= 0)


def test_a_repetition_goes_out_and_comes_back():
    out = way(EXERCISES["squat"], np.linspace(0, 4, 401), 1.0, 3.0)

    assert out[0] == out[-1] == 0
    assert out.max() == pytest.approx(1)


def test_feet_stay_planted_while_the_knees_bend(body):
    crouch = np.linspace(5, 110, 12)
    motion = Skeleton(body).solve(standing(12, crouch=crouch, shin=crouch * 0.28))

    for tag in "LR":
        ankle = joint(body, motion, f"foot.{tag}")
        assert np.ptp(ankle, axis=0).max() < 1e-3
    assert knee_flexion(body, motion) == pytest.approx(crouch, abs=8)


def test_a_raised_arm_points_to_the_side(body):
    motion = Skeleton(body).solve(
        standing(l_arm_raise=np.array([90.0]), l_arm_plane=np.array([90.0]))
    )
    arm = joint(body, motion, "lowerarm01.L") - joint(body, motion, "upperarm01.L")

    assert (arm / np.linalg.norm(arm))[0] == pytest.approx([1, 0, 0], abs=0.02)


def test_elbow_bends_by_the_angle_asked_for(body):
    motion = Skeleton(body).solve(standing(r_elbow=np.array([100.0])))
    shoulder, elbow, wrist = (
        joint(body, motion, f"{b}.R")[0] for b in ("upperarm01", "lowerarm01", "wrist")
    )
    u, v = elbow - shoulder, wrist - elbow
    cosine = u @ v / np.linalg.norm(u) / np.linalg.norm(v)

    assert np.degrees(np.arccos(cosine)) == pytest.approx(100, abs=0.5)


def test_a_lifted_knee_leaves_the_other_foot_alone(body):
    motion = Skeleton(body).solve(
        standing(2, l_hip_flex=np.array([0.0, 90.0]), l_knee=np.array([0.0, 90.0]))
    )
    left, right = (joint(body, motion, f"foot.{tag}") for tag in "LR")

    assert left[1, 2] - left[0, 2] > 0.3
    assert np.abs(np.diff(right, axis=0)).max() < 1e-9


def test_an_unknown_channel_is_refused(body):
    with pytest.raises(KeyError, match="l_tail"):
        Skeleton(body).solve({"l_tail": np.zeros(1)})


def test_the_mirror_of_the_mirror_is_the_performance_itself():
    rng = np.random.default_rng(0)
    channels = {name: rng.normal(size=3) for name in CHANNELS}
    again = mirrored(mirrored(channels))

    assert all(np.array_equal(again[name], channels[name]) for name in CHANNELS)


def test_mirrored_bones_are_the_reflection(body):
    channels = standing(
        pelvis_roll=np.array([6.0]), spine_yaw=np.array([20.0]), l_arm_raise=np.array([80.0]),
        l_hip_flex=np.array([50.0]), pelvis_x=np.array([0.05]), heading=np.array([30.0]),
    )  # fmt: skip
    straight, reflected = (Skeleton(body).solve(c) for c in (channels, mirrored(channels)))

    for bone in ("wrist", "foot", "upperarm01"):
        left = joint(body, straight, f"{bone}.L")
        right = joint(body, reflected, f"{bone}.R")
        assert right == pytest.approx(left * [-1, 1, 1], abs=1e-9)


def test_rotations_turn_by_the_right_hand():
    assert rotation("z", 90.0) @ [1, 0, 0] == pytest.approx([0, 1, 0])
    assert rotation("x", np.array([90.0]))[0] @ [0, 1, 0] == pytest.approx([0, 0, 1])


def test_a_follower_is_late_and_keeps_an_own_tempo():
    target = program([("squat", 5, 2.0), ("lateral_raise", 5, 2.0)], 2.0, 1.5, seed=1)
    follower = follow(target, 0.6, 2, {})

    for his, own in zip(target.moves, follower.moves, strict=True):
        assert own.start == pytest.approx(his.start + 0.6)
        assert own.end == pytest.approx(his.end + 0.6, abs=0.4)
        lengths = [b - a for a, b in own.times]
        assert 1.7 < min(lengths) < max(lengths) < 2.3
    assert follower.mirrored
    assert follow(target, 0.6, 2, {}) == follower


def test_a_shallow_squat_bends_the_knees_less_than_half_as_far():
    target = program([("squat", 4, 2.0)], 2.0, 1.5, seed=1)
    times = np.arange(0, 12, 1 / 30)
    deep = curves(follow(target, 0, 2, {}), times)["crouch"].max()
    shallow = curves(follow(target, 0, 2, {"squat": ("shallow",)}), times)["crouch"].max()

    rest = CHANNELS["crouch"]
    assert (shallow - rest) / (deep - rest) == pytest.approx(0.45, abs=0.05)


def test_faults_name_channels_that_exist():
    for fault, factors in FAULTS.items():
        for prefix in factors:
            assert any(name.startswith(prefix) for name in CHANNELS), (fault, prefix)


@pytest.mark.parametrize("name", EXERCISES)
def test_exercises_use_channels_that_exist(name):
    exercise = EXERCISES[name]

    assert {*exercise.peak, *exercise.ready} <= CHANNELS.keys()
    assert exercise.out + exercise.hold + exercise.back <= 1


def test_the_same_seed_gives_the_same_curves():
    times = np.arange(0, 3, 0.1)
    one, two = (curves(Performance(3.0, (), False, seed=4), times) for _ in range(2))

    assert all(np.array_equal(one[name], two[name]) for name in one)


def test_somebody_who_walks_arrives_with_the_feet_together():
    begin = Station(-1.0, 0.0, 0.0)
    steps = turn(0.5, begin, 90.0)
    steps += go(1.6, steps[-1].body, 2.0)
    times = np.arange(0, steps[-1].end + 1, 1 / 30)
    c = route(begin, steps, times)

    assert (c["place_x"][-1], c["place_y"][-1]) == pytest.approx((1.0, 0.0), abs=1e-6)
    assert c["heading"][-1] == pytest.approx(90)
    for side in "lr":
        assert c[f"{side}_foot_y"][[0, -1]] == pytest.approx([0, 0], abs=1e-6)
        assert c[f"{side}_foot_z"].max() > 0.07


def test_the_camera_sees_its_aim_in_the_middle_and_up_as_up():
    camera = Camera(yaw=30, distance=3.0, height=1.4, look=1.0)
    middle, above, left = camera.project(
        np.array([[0, 0, 1.0], [0, 0, 1.5], [np.cos(np.pi / 6), np.sin(np.pi / 6), 1.0]])
    )

    assert middle == pytest.approx([320, 240])
    assert above[1] < 240
    assert left[0] > 320
