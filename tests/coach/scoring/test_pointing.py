import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.scoring.pointing import ARMS, N_POINTING, TRUNK, along_body, of_sides
from coach.sight import N_BONES, bones_of, mirrored_bones, sighted
from tests.coach.people import raises, squats, stand, turned_round

LEFT, UP, FORWARD = range(3)


def bones(world):
    world = np.asarray(world, np.float32)
    return bones_of(sighted(world, np.full((len(world), 17, 2), np.nan, np.float32)))


@given(st.floats(-180.0, 180.0), st.floats(-180.0, 180.0))
def test_how_either_camera_stands_does_not_matter(one, other):
    world = squats(1)
    straight, _, _ = along_body(bones(world), bones(world))

    target, user, _ = along_body(bones(turned_round(world, one)), bones(turned_round(world, other)))

    assert target == pytest.approx(straight, abs=1e-4)
    assert user == pytest.approx(straight, abs=1e-4)


def test_the_axes_are_those_of_the_body():
    held = np.stack([stand(arms=(90, 0))] * 20)

    target, _, _ = along_body(bones(held), bones(held))

    left_arm, right_arm = target[0, ARMS[0][0]], target[0, ARMS[1][0]]
    assert left_arm == pytest.approx([1.0, 0.0, 0.0], abs=0.05)
    assert right_arm == pytest.approx([0.0, -1.0, 0.0], abs=0.05)
    assert target[0, TRUNK[0], UP] == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize(
    ("yaw", "surest", "least"),
    [pytest.param(0, LEFT, FORWARD, id="front"), pytest.param(90, FORWARD, LEFT, id="side")],
)
def test_what_points_at_the_camera_is_least_sure(yaw, surest, least):
    seen = bones(turned_round(squats(1), yaw))

    _, _, unsure = along_body(seen, seen)

    assert unsure[UP] == 1.0
    assert unsure[surest] == pytest.approx(1.0, abs=0.01)
    assert unsure[least] > 1.5


def test_the_mirror_image_exchanges_the_sides():
    world = raises(1, left=40)
    seen = bones(world)

    plain, _, _ = along_body(seen, seen)
    turned_over, _, _ = along_body(mirrored_bones(seen), mirrored_bones(seen))

    assert of_sides(turned_over) == pytest.approx(of_sides(plain)[::-1], abs=1e-4)


def test_every_value_of_a_bone_is_told():
    off = np.arange(N_BONES * 3, dtype=float).reshape(N_BONES, 3) + 1

    sides = of_sides(off)

    assert sides.shape == (2, N_POINTING)
    assert set(np.abs(sides[0])) == set(np.abs(sides[1]))
    assert set(off.ravel()) - set(np.abs(sides[0])) == {off[bone, LEFT] for bone in TRUNK[1:]}


def test_nobody_in_view_is_not_known():
    nothing = np.full((20, N_BONES, 3), np.nan)

    target, user, unsure = along_body(nothing, nothing)

    assert np.isnan(target).all()
    assert np.isnan(user).all()
    assert np.isfinite(unsure).all()
