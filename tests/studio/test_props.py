import numpy as np
import pytest

from models.training.studio import props
from models.training.studio.props import BONES, GRIPS, PROPS, at_rest, make_prop


def surface(name: str, seed: int = 3) -> np.ndarray:
    """Vertices of the prop where it rests."""
    rows = at_rest(name)
    placed = []
    for part in make_prop(name, np.random.default_rng(seed)):
        blend = (rows[part.bones] * part.weights[..., None, None]).sum(axis=1)
        placed.append(np.einsum("nij,nj->ni", blend[:, :, :3], part.vertices) + blend[:, :, 3])
    return np.concatenate(placed)


@pytest.mark.parametrize("name", PROPS)
def test_every_part_is_whole_and_moves_with_known_bones(name: str):
    for part in make_prop(name, np.random.default_rng(1)):
        assert part.vertices.shape == part.normals.shape
        assert part.faces.max() < len(part.vertices)
        assert part.bones.max() < len(BONES[name])
        np.testing.assert_allclose(part.weights.sum(axis=1), 1)
        np.testing.assert_allclose(np.linalg.norm(part.normals, axis=1), 1, atol=1e-9)


@pytest.mark.parametrize("name", PROPS)
def test_faces_turn_left_seen_from_outside(name: str):
    for part in make_prop(name, np.random.default_rng(1)):
        a, b, c = (part.vertices[part.faces[:, i]] for i in range(3))
        facing = np.cross(b - a, c - a)
        shown = part.normals[part.faces].sum(axis=1)
        size = np.linalg.norm(facing, axis=1)

        assert (np.sum(facing * shown, axis=1)[size > 1e-9] > 0).all()


STANDING = ("chair", "rowing_machine", "dip_bars", "step_box", "bench", "mat", "dog")


@pytest.mark.parametrize("name", STANDING)
def test_what_stands_on_the_floor_does_not_sink_into_it(name: str):
    assert -0.005 < surface(name)[:, 2].min() < 0.07


@pytest.mark.parametrize(
    ("name", "height"),
    [
        pytest.param("dip_bars", props.DIP_BAR_HEIGHT + props.DIP_BAR_RADIUS, id="dip_bars"),
        pytest.param("step_box", props.STEP_HEIGHT, id="step_box"),
        pytest.param("bench", props.BENCH_HEIGHT, id="bench"),
        pytest.param("chair", props.CHAIR_BACK_HEIGHT, id="chair"),
    ],
)
def test_the_table_of_sizes_is_true(name: str, height: float):
    assert surface(name)[:, 2].max() == pytest.approx(height, abs=0.002)


def test_a_seat_is_as_high_as_the_table_says():
    seat = surface("chair")
    over = seat[(np.abs(seat[:, :2]) < 0.215).all(axis=1) & (seat[:, 2] < 0.6)]

    assert over[:, 2].max() == pytest.approx(props.CHAIR_SEAT_HEIGHT)


@pytest.mark.parametrize("name", sorted(GRIPS))
def test_where_a_hand_holds_a_prop_there_is_something_to_hold(name: str):
    held = len(BONES[name]) - 1
    parts = make_prop(name, np.random.default_rng(2))
    vertices = np.concatenate([p.vertices[(p.bones[:, 0] == held)] for p in parts])
    low, high = vertices.min(axis=0) - 0.01, vertices.max(axis=0) + 0.01

    for grip in GRIPS[name]:
        assert ((np.array(grip) >= low) & (np.array(grip) <= high)).all()


def test_the_chain_of_a_rower_follows_the_handle():
    rows = at_rest("rowing_machine")
    rows[2, 1, 3] += 0.5
    chain = next(
        part
        for part in make_prop("rowing_machine", np.random.default_rng(1))
        if (part.weights[:, 1] > 0).any()
    )

    blend = (rows[chain.bones] * chain.weights[..., None, None]).sum(axis=1)
    ends = np.einsum("nij,nj->ni", blend[:, :, :3], chain.vertices) + blend[:, :, 3]

    assert ends[:, 1].min() == pytest.approx(props.ROWER_WHEEL[0], abs=0.02)
    assert ends[:, 1].max() == pytest.approx(props.ROWER_HANDLE[0] + 0.5, abs=0.02)


def test_the_same_seed_gives_the_same_prop_and_another_another():
    first, second, other = (make_prop("barbell", np.random.default_rng(s)) for s in (4, 4, 5))

    assert [p.colour for p in first] == [p.colour for p in second]
    assert [p.colour for p in first] != [p.colour for p in other]
