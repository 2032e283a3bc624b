import numpy as np
import pytest

from models.training.studio.camera import DEVICES, Camera, random_camera

BOX = np.array([[x, y, z] for x in (-0.45, 0.45) for y in (-0.45, 0.45) for z in (0.0, 1.95)])


def inside(camera: Camera, points: np.ndarray) -> np.ndarray:
    pixels = camera.project(points)
    return ((pixels > 0) & (pixels < (camera.width, camera.height_px))).all(axis=-1)


def test_the_place_a_camera_aims_at_is_the_middle_of_its_picture():
    camera = Camera(yaw=40, distance=3, height=0.4, look=1.1, roll=7)

    np.testing.assert_allclose(camera.project(np.array([0, 0, 1.1])), (320, 240), atol=1e-9)


@pytest.mark.parametrize(
    ("camera", "point", "side"),
    [
        pytest.param(Camera(), (0.5, 0, 0.95), (1, 0), id="left-of-who-faces-it-is-right"),
        pytest.param(Camera(), (0, 0, 1.5), (0, -1), id="up"),
        pytest.param(Camera(yaw=90), (0, 0.5, 0.95), (1, 0), id="from-the-persons-left"),
        pytest.param(Camera(yaw=180), (-0.5, 0, 0.95), (1, 0), id="from-behind"),
    ],
)
def test_where_a_point_is_seen(camera: Camera, point: tuple[float, ...], side: tuple[int, int]):
    off = camera.project(np.array(point)) - (camera.width / 2, camera.height_px / 2)

    assert tuple(np.sign(np.round(off, 6)).astype(int)) == side


def test_a_camera_that_is_rolled_clockwise_shows_the_world_turned_the_other_way():
    straight, rolled = (Camera(height=0.95, roll=roll) for roll in (0, 10))
    off = straight.project(np.array([0, 0, 1.5])) - (320, 240)

    turned = rolled.project(np.array([0, 0, 1.5])) - (320, 240)

    angle = np.degrees(np.arctan2(turned[0], -turned[1]) - np.arctan2(off[0], -off[1]))
    assert angle == pytest.approx(-10)


def test_the_axes_are_right_handed_and_of_length_one():
    axes = Camera(yaw=33, look=1.3, roll=-12, aside=0.3).axes

    np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-12)
    np.testing.assert_allclose(np.cross(axes[0], axes[1]), axes[2], atol=1e-12)


@pytest.mark.parametrize("seed", range(40))
def test_an_easy_camera_sees_all_of_a_standing_person(seed: int):
    camera = random_camera(np.random.default_rng(seed), hard=False)

    assert inside(camera, BOX).all()
    assert max(camera.width, camera.height_px) == 640


def test_hard_cameras_cut_off_feet_now_and_then_but_not_the_chest():
    cameras = [random_camera(np.random.default_rng(seed), hard=True) for seed in range(120)]

    feet = [inside(camera, np.array([0, 0, 0.05])) for camera in cameras]
    chest = [inside(camera, np.array([0, 0, 1.2])) for camera in cameras]

    assert 0.05 < 1 - np.mean(feet) < 0.6
    assert np.mean(chest) > 0.93


def test_hard_cameras_stand_all_round_and_at_any_height():
    cameras = [random_camera(np.random.default_rng(seed), hard=True) for seed in range(200)]

    turns = np.histogram([c.yaw for c in cameras], bins=8, range=(-180, 180))[0]
    assert turns.min() > 0
    assert min(c.height for c in cameras) < 0.3
    assert max(c.height for c in cameras) > 1.9
    assert {c.height_px > c.width for c in cameras} == {True, False}


def test_a_floor_exercise_is_seen_whole_too():
    flat = BOX * (2.2, 2.2, 0.35)

    cameras = [random_camera(np.random.default_rng(s), False, 320, (1.0, 0.7)) for s in range(20)]

    assert all(inside(camera, flat).all() for camera in cameras)


def test_the_same_seed_gives_the_same_camera():
    first, second = (random_camera(np.random.default_rng(9), hard=True) for _ in range(2))

    assert first == second


def test_every_kind_of_device_is_drawn_sometimes():
    assert sum(device.share for device in DEVICES.values()) == pytest.approx(1.0)
