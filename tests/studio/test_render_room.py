from dataclasses import replace

import numpy as np
import pytest

from models.training.studio.camera import Camera, random_camera
from models.training.studio.poster import HEIGHT, WIDTH, random_poster
from models.training.studio.room import KINDS, ROOMS, RoomColours, random_room
from models.training.studio.things import MATERIALS, Role, Room, Thing, placed

GREY = (0.5, 0.5, 0.5)
COLOURS = RoomColours(GREY, GREY, GREY, GREY, GREY)


def bounds(thing: Thing) -> tuple[np.ndarray, np.ndarray]:
    """Corners of the upright box about a thing."""
    a = np.radians(thing.turn)
    x, y, z = thing.half
    wide = np.array([abs(np.cos(a)) * x + abs(np.sin(a)) * y, abs(np.sin(a)) * x
                     + abs(np.cos(a)) * y, z])  # fmt: skip
    return np.array(thing.middle) - wide, np.array(thing.middle) + wide


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_room(kind: str):
    first, second = (random_room(np.random.default_rng(5), kind=kind) for _ in range(2))

    assert (first.name, first.light, first.things) == (second.name, second.light, second.things)
    np.testing.assert_array_equal(first.poster, second.poster)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(6))
def test_people_have_room_in_the_middle(kind: str, seed: int):
    room = random_room(np.random.default_rng(seed), kind=kind)

    for thing in room.things:
        if thing.role is Role.FURNITURE:
            low, high = bounds(thing)
            nearest = np.clip(0, low[:2], high[:2])
            assert np.hypot(*nearest) > 0.75 or low[2] > 2.2


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_that_the_shaders_know(kind: str):
    room = random_room(np.random.default_rng(1), kind=kind)

    for thing in room.things:
        assert thing.material in MATERIALS.values()
        assert min(thing.half) > 0
        assert all(0 <= c <= 1 for c in thing.colour)
    assert room.light.key[2] > 0


@pytest.mark.parametrize("seed", range(30))
def test_what_stands_before_a_person_leaves_their_middle_free(seed: int):
    rng = np.random.default_rng(seed)
    camera = random_camera(rng, hard=True)
    room = random_room(rng, camera, hard=True, clear=0.8)
    x, y = camera.project(np.array([0.0, 0.0, 0.8]))
    depth = camera.view(np.array([0.0, 0.0, 0.8]))[2]

    for thing in room.things:
        if thing.role is not Role.FURNITURE:
            continue
        low, high = bounds(thing)
        grid = np.stack(np.meshgrid(*np.stack([low, high]).T), axis=-1).reshape(-1, 3)
        along = camera.view(grid)[:, 2]
        if along.min() < 0.3 or along.max() > depth - 0.5:
            continue
        pixels = camera.project(grid)
        covers = (pixels.min(axis=0) < (x, y)).all() and (pixels.max(axis=0) > (x, y)).all()
        assert not covers


def test_hard_rooms_often_have_something_before_the_person():
    count = {False: 0, True: 0}
    for hard in count:
        for seed in range(60):
            camera = Camera(distance=3.5)
            bare = len(random_room(np.random.default_rng(seed), None, "plain", hard).things)
            full = len(random_room(np.random.default_rng(seed), camera, "plain", hard).things)
            count[hard] += full > bare

    assert count[True] > 15
    assert count[False] < 12


def test_a_turned_room_turns_its_light_and_its_things():
    thing = Thing((1.0, 0.0, 0.5), (0.1, 0.2, 0.3), GREY, turn=10)
    room = Room("one", (thing,)).turned(90)

    np.testing.assert_allclose(room.things[0].middle, (0, 1, 0.5), atol=1e-12)
    assert room.things[0].turn == 100
    np.testing.assert_allclose(room.light.key, (0.70, -0.50, 1.05), atol=1e-12)


def test_things_against_the_left_wall_look_into_the_room():
    front = Thing((0.0, -0.3, 0.5), (0.1, 0.1, 0.1), GREY)

    (moved,) = placed([front], -2.0, 0.0, 90.0)

    np.testing.assert_allclose(moved.middle, (-1.7, 0, 0.5), atol=1e-12)


@pytest.mark.parametrize("name", sorted(ROOMS))
def test_the_rooms_of_the_demo_take_their_colours(name: str):
    plain = ROOMS[name](COLOURS)
    red = ROOMS[name](replace(COLOURS, wall=(0.9, 0.1, 0.1)))

    assert plain.name == name
    assert [t.colour for t in plain.things] != [t.colour for t in red.things]


def test_posters_differ_by_seed_and_are_whole_pictures():
    first, same, other = (random_poster(np.random.default_rng(s)) for s in (1, 1, 2))

    assert first.shape == (HEIGHT, WIDTH, 3)
    np.testing.assert_array_equal(first, same)
    assert (first != other).any()
