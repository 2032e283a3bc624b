"""People of the studio: lean bodies, who is in which set, what they wear."""

from __future__ import annotations

from dataclasses import asdict, replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from models.training.studio.body import Body, BodyShape, load_bodies, save_bodies
from models.training.studio.outfit import Outfit
from models.training.studio.parts import Part, merged, sheet_faces, split
from models.training.studio.people import (
    SEEDS,
    Person,
    people,
    random_person,
    shape_of,
    small_child,
    tallness,
)

BODIES = Path(__file__).parents[1] / "data" / "bodies.npz"
MANY = 200


@pytest.fixture(scope="module")
def bodies() -> dict[str, Body]:
    return load_bodies(BODIES)


@pytest.fixture(scope="module")
def crowd() -> list[Person]:
    return people("train", MANY)


def test_the_lean_bodies_are_small_and_very_different(bodies):
    heights = sorted(body.tallness for body in bodies.values())

    assert BODIES.stat().st_size < 600_000
    assert len(bodies) == 6
    assert heights[0] < 1.40
    assert heights[-1] > 1.90


def test_a_lean_body_keeps_all_that_a_rig_needs(bodies):
    body = bodies["average"]

    assert len(body.bones) == len(body.parents) == len(body.heads)
    assert 500 <= len(body.vertices) <= 800
    np.testing.assert_allclose(body.weight_of.sum(axis=1), 1.0)
    np.testing.assert_allclose(np.linalg.norm(body.normals, axis=1), 1.0, atol=1e-3)
    assert body.vertices[:, 2].min() == 0.0
    np.testing.assert_allclose(body.moments[..., 3].sum(axis=1), 1.0, atol=1e-5)


PLACES = {
    "soles": lambda b: _on(b, ("foot", "toe")) & (b.normals[:, 2] < -0.7),
    "hands": lambda b: _on(b, ("finger", "metacarpal", "wrist")),
    "knees": lambda b: np.linalg.norm(b.vertices - b.head("lowerleg01.L"), axis=1) < 0.1,
    "back": lambda b: _on(b, ("spine",)) & (b.normals[:, 1] > 0.7),
    "buttocks": lambda b: _on(b, ("pelvis", "root", "upperleg01")) & (b.normals[:, 1] > 0.5),
    "head": lambda b: _on(b, ("head",)),
    "toes": lambda b: _on(b, ("toe",)),
}


def _on(body: Body, prefixes: tuple[str, ...]) -> np.ndarray:
    return np.array([body.bones[i].startswith(prefixes) for i in body.bone_of[:, 0]])


@pytest.mark.parametrize("place", PLACES)
def test_every_place_that_may_touch_the_floor_has_samples(bodies, place):
    for name, body in bodies.items():
        assert PLACES[place](body).sum() >= 10, name


def test_lean_bodies_come_back_as_they_were_saved(bodies, tmp_path):
    path = tmp_path / "two.npz"
    two = {name: _with_faces(bodies[name]) for name in ("child", "slim")}

    save_bodies(path, two, samples=60)
    again = load_bodies(path)

    assert list(again) == ["child", "slim"]
    for name, body in again.items():
        assert body.shape == two[name].shape
        assert len(body.vertices) == 60
        np.testing.assert_allclose(body.heads, two[name].heads, atol=1e-6)
        assert body.tallness == pytest.approx(two[name].tallness, abs=1e-6)


def _with_faces(body: Body) -> Body:
    faces = np.arange(len(body.vertices) // 3 * 3).reshape(-1, 3)
    names = ("hand.L", "foot.L", "head", "eye_front.L", "mouth_cavity", "tongue")
    regions = {name: np.zeros(len(faces), bool) for name in names}
    return replace(body, faces=faces, regions=regions)


def test_the_same_seed_gives_the_same_person():
    assert random_person(1_000_017) == random_person(1_000_017)
    assert random_person(1_000_017) != random_person(1_000_018)


def test_no_seed_belongs_to_two_sets():
    for a, b in combinations(SEEDS.values(), 2):
        assert not range(max(a.start, b.start), min(a.stop, b.stop))


def test_people_of_a_set_are_the_same_however_many_are_asked_for():
    assert people("test", 3, first=2) == people("test", 5)[2:]


def test_more_people_than_a_set_has_are_refused():
    with pytest.raises(ValueError, match="test has people 0 to 1000000"):
        people("test", 2, first=999_999)


def test_people_are_of_all_ages_sizes_and_both_sexes(crowd):
    years = np.array([p.years for p in crowd])
    heights = np.array([tallness(p.shape) for p in crowd])
    women = np.mean([p.is_woman for p in crowd])

    assert years.min() < 12
    assert years.max() > 75
    assert heights.min() == pytest.approx(1.35, abs=0.05)
    assert heights.max() > 1.88
    assert (heights < 2.0).all()
    assert 0.4 < women < 0.6


def test_every_number_of_a_shape_is_within_what_the_body_model_knows(crowd):
    for person in crowd:
        assert all(0 <= value <= 1 for value in asdict(person.shape).values()), person.id


def test_skin_runs_evenly_from_light_to_dark(crowd):
    red = np.sort([p.outfit.skin[0] for p in crowd])

    assert red[MANY // 10] < 0.16
    assert red[-MANY // 10] > 0.58
    assert np.diff(red).max() < 0.06


@pytest.mark.parametrize(
    ("attribute", "values"),
    [
        pytest.param("hair_style", {"short", "cropped", "curly", "bald", "bun", "tail", "long"}),
        pytest.param("top", {"shirt", "tank", "bra", "none"}),
        pytest.param("bottom", {"trousers", "skirt"}),
        pytest.param("pattern", {"plain", "bands", "two_tone", "panels"}),
        pytest.param("cover", {"none", "cap", "headscarf"}),
        pytest.param("beard", {"none", "moustache", "full"}),
        pytest.param("footwear", {"shoes", "socks", "bare"}),
        pytest.param("glasses", {True, False}),
        pytest.param("hood", {True, False}),
    ],
)
def test_every_kind_of_look_occurs(crowd, attribute, values):
    assert {getattr(p.outfit, attribute) for p in crowd} == values


def test_children_and_women_have_no_beard_and_girls_no_bra(crowd):
    for person in crowd:
        if person.is_woman or person.years < 18:
            assert person.outfit.beard == "none"
        if not person.is_woman or person.years < 16:
            assert person.outfit.top != "bra"


def test_habits_stay_within_what_people_do(crowd):
    for person in crowd:
        habits = person.habits
        assert 0.0 <= habits.flexibility <= 1.0
        assert 0.75 <= habits.range_of_motion <= 1.08
        assert 0.65 < habits.tempo < 1.5
        assert 0.0 < habits.tempo_variation < 0.12
        assert 0.2 <= habits.delay_s <= 2.0
        assert abs(habits.asymmetry) < 0.15


def test_a_small_child_is_small():
    child = small_child(5)

    assert 3 <= child.years <= 6.5
    assert 0.85 < tallness(child.shape) < 1.25


def test_a_lean_body_has_the_height_foretold(bodies):
    for name, body in bodies.items():
        assert tallness(body.shape) == pytest.approx(body.tallness, abs=0.012), name


def test_a_wanted_height_is_reached():
    shape = shape_of(woman=True, years=30, height_m=1.62, weight=0.7)

    assert tallness(shape) == pytest.approx(1.62)


def test_the_words_name_what_is_worn():
    red = Outfit((0.5, 0.3, 0.2), (0.01, 0.01, 0.01), (0.48, 0.035, 0.035), (0.0, 0.0, 0.0),
                 (0.018, 0.018, 0.02), (0.72, 0.72, 0.71), glasses=True)  # fmt: skip
    person = replace(random_person(1), years=30.0, shape=BodyShape(1.0), outfit=red)

    assert person.words.endswith("; red t-shirt, black trousers, white shoes, short hair, glasses")
    assert person.words.startswith("woman, 30, ")


def _sheet() -> Part:
    x, y = np.meshgrid(np.arange(4.0), np.arange(3.0))
    points = np.stack([x, y, 0 * x], axis=-1).reshape(-1, 3)
    n = len(points)
    bones = np.tile([0, 1, 2, 3], (n, 1))
    weights = np.tile([0.5, 0.5, 0.0, 0.0], (n, 1))
    return Part("shirt", points, np.tile([0.0, 0, 1], (n, 1)), sheet_faces(3, 4, closed=False),
                bones, weights, np.ones(n), np.zeros((n, 4)), (1, 1, 1), (0, 0, 0))  # fmt: skip


def _area(part: Part) -> float:
    a, b, c = (part.vertices[part.faces[:, i]] for i in range(3))
    return float(np.cross(b - a, c - a)[:, 2].sum() / 2)


def test_a_split_part_loses_no_surface_and_turns_no_face():
    sheet = _sheet()

    right, left = split(sheet, sheet.vertices[:, 0] - 1.3)

    assert right.vertices[:, 0].min() == pytest.approx(1.3)
    assert left.vertices[:, 0].max() == pytest.approx(1.3)
    assert abs(_area(right)) == pytest.approx(2 * 1.7)
    assert _area(right) * _area(left) > 0
    assert _area(right) + _area(left) == pytest.approx(_area(sheet))
    np.testing.assert_allclose(left.weights.sum(axis=1), 1.0)


def test_merged_parts_keep_all_faces():
    sheet = _sheet()

    both = merged(*split(sheet, sheet.vertices[:, 1] - 0.5))

    assert _area(both) == pytest.approx(_area(sheet))
