"""Actions are ones a body can do, and say truly when they happen."""

from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from models.training.studio.acting import Aim, Place, arm_length, both_hands, reaching, standing
from models.training.studio.actions import ACTIONS, CLAPS, FALLS, NEAR_CLAPS, NEAR_FALLS, walk
from models.training.studio.anatomy import depth_below_floor, out_of_range, slides
from models.training.studio.body import load_bodies
from models.training.studio.channels import keypoints
from models.training.studio.claps import clap
from models.training.studio.gait import Gait, straight, walked
from models.training.studio.keys import play
from models.training.studio.rig import Rig
from models.training.studio.rotations import apply

BODIES = load_bodies(Path(__file__).parents[1] / "data" / "bodies.npz")
SIX = {"carrying", "falling", "walking", "lifting", "standing", "lying"}
HERE = Place(0.4, -0.3, 35.0)
LEFT_WRIST, RIGHT_WRIST = 9, 10


@pytest.fixture(scope="module")
def rigs():
    return [Rig(body) for body in BODIES.values()]


@pytest.fixture(scope="module")
def acted(rigs):
    """One action by name; every name has its own body and seed."""

    @cache
    def act(name):
        k = list(ACTIONS).index(name)
        rig = rigs[k % len(rigs)]
        return rig, ACTIONS[name](rig, np.random.default_rng(k), HERE)

    return act


def played(rig, acting, rate=15.0):
    times = np.arange(0, acting.seconds + 1e-9, 1 / rate)
    motion, supports = play(rig, acting.marks, times)
    return times, motion, supports


def hips(rig, motion):
    joints = apply(motion.rotation, rig.body.heads) + motion.shift
    return (rig.at(joints, "upperleg01.L") + rig.at(joints, "upperleg01.R")) / 2


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_is_one_that_a_body_can_do(name, acted):
    rig, acting = acted(name)
    _, motion, supports = played(rig, acting)
    worst = slides(rig, motion, supports)
    assert max(worst.values(), default=0.0) < 0.010, worst
    assert depth_below_floor(rig, motion) < 0.012
    assert max(out_of_range(rig, motion).values(), default=0.0) < 12.0


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_begins_where_it_was_asked_to_and_ends_where_it_says(name, acted):
    rig, acting = acted(name)
    motion, _ = play(rig, acting.marks, np.array([0.0, acting.seconds]))
    first, last = hips(rig, motion)
    assert np.hypot(first[0] - HERE.x, first[1] - HERE.y) < 0.03
    assert np.hypot(last[0] - acting.ends.x, last[1] - acting.ends.y) < 0.03


@pytest.mark.parametrize("name", ACTIONS)
def test_labels_are_in_order_and_of_the_known_six(name, acted):
    _, acting = acted(name)
    assert acting.segments
    assert {s.name for s in acting.segments if s.kind == "action"} <= SIX
    assert {s.kind for s in acting.segments} <= {"action", "transition"}
    for segment in acting.segments:
        assert 0 <= segment.start < segment.end <= acting.seconds + 1e-9
    assert all(a.start < b.start for a, b in pairwise(acting.segments))


@pytest.mark.parametrize("name", ["walk", "lift_box_stooping", "slip", "clap_soft", "drink"])
def test_the_same_seed_gives_the_same_action(name, rigs):
    one, two = (ACTIONS[name](rigs[0], np.random.default_rng(5), HERE) for _ in range(2))
    assert one == two


@pytest.mark.parametrize("name", FALLS)
def test_a_fall_reaches_the_floor_as_fast_as_bodies_fall(name, acted):
    rig, acting = acted(name)
    (fall,) = [s for s in acting.segments if s.name == "falling"]
    low, high = (1.2, 2.8) if name == "slump" else (0.4, 1.3)
    assert low < fall.end - fall.start < high
    times, motion, _ = played(rig, acting, 60.0)
    height = hips(rig, motion)[:, 2]
    speed = np.diff(height) * 60
    assert height[-1] < 0.35
    assert -6.0 < speed.min() < -1.0
    fastest = times[np.argmin(speed)]
    assert fall.start < fastest < fall.end + 0.35
    assert acting.segments[-1].name == "lying"


@pytest.mark.parametrize("name", NEAR_FALLS)
def test_a_near_miss_is_no_fall(name, acted):
    _, acting = acted(name)
    assert "falling" not in {s.name for s in acting.segments}
    assert name.split("_")[0] in {s.name.split("_")[0] for s in acting.segments}


@pytest.mark.parametrize("who", range(len(BODIES)), ids=list(BODIES))
@pytest.mark.parametrize("loud", [True, False], ids=["loud", "soft"])
def test_palms_meet_when_a_clap_is_said_to_sound(who, loud, rigs):
    rig = rigs[who]
    acting = clap(rig, np.random.default_rng(who), HERE, times=2, loud=loud)
    assert len(acting.claps) == 2
    for time in acting.claps:
        times = time + np.arange(-0.2, 0.06, 0.01)
        points = keypoints(rig.body, play(rig, acting.marks, times)[0])
        apart = np.linalg.norm(points[:, LEFT_WRIST] - points[:, RIGHT_WRIST], axis=1)
        at = int(np.argmin(np.abs(times - time)))
        assert apart[at] < 0.075
        assert apart[at] < apart.min() + 0.012
        assert apart[0] > apart[at] + 0.015


@pytest.mark.parametrize("name", CLAPS)
def test_a_clap_has_its_moment(name, acted):
    _, acting = acted(name)
    assert len(acting.claps) == (2 if name == "clap_twice" else 1)


@pytest.mark.parametrize("name", [*NEAR_CLAPS, *NEAR_FALLS, *FALLS])
def test_what_is_no_clap_has_none(name, acted):
    assert acted(name)[1].claps == ()


@pytest.mark.parametrize("tempo", [80, 108, 125])
@pytest.mark.parametrize("who", [0, 1], ids=["child", "tall"])
def test_a_walker_goes_as_far_and_as_evenly_as_the_steps_say(who, tempo, rigs):
    rig = rigs[who]
    gait = Gait(tempo=tempo, step=0.6).fitted(rig)
    marks = walked(rig, gait, 0.0, straight(3.0, gait))
    times = np.arange(0, marks[-1].time, 1 / 30)
    motion, supports = play(rig, marks, times)
    path = hips(rig, motion)
    assert path[-1, 1] == pytest.approx(path[0, 1] - 3.0, abs=0.05)
    under_way = (times > 1.2) & (times < times[-1] - 1.6)
    speed = -np.diff(path[:, 1]) * 30
    assert speed[under_way[:-1]].min() > 0.45 * speed[under_way[:-1]].mean()
    assert np.ptp(path[under_way, 2]) < 0.08
    assert (supports["l_foot"] | supports["r_foot"]).all()
    assert not (supports["l_foot"] & supports["r_foot"])[under_way].all()


def test_a_walker_arrives_and_faces_where_told(rigs):
    acting = walk(rigs[5], np.random.default_rng(3), HERE, to=(-1.2, -2.0), face=90.0)
    assert np.hypot(acting.ends.x + 1.2, acting.ends.y + 2.0) < 0.3
    assert acting.ends.heading == pytest.approx(90.0, abs=1.0)


@pytest.mark.parametrize("who", range(len(BODIES)), ids=list(BODIES))
def test_an_arm_reaches_what_it_aims_at(who, rigs):
    rig = rigs[who]
    arm = arm_length(rig)
    aim = Aim((0.12, 0.6 * arm, -0.2 * arm), (-1, 0, 0), (0, 1, 0.3))
    key = reaching(rig, standing(arm_raise=40, elbow=80, arm_plane=20), both_hands(aim))
    table = {n: np.array([v]) for n, v in key.full().items()}
    _, joints = rig.joints(rig.turns(table, {}), rig.main)
    apart = rig.at(joints, "wrist.L") - rig.at(joints, "wrist.R")
    assert np.linalg.norm(apart) == pytest.approx(0.24, abs=0.02)


def test_an_action_can_be_put_later(rigs):
    acting = clap(rigs[4], np.random.default_rng(0), HERE)
    later = acting.later(10.0)
    assert later.marks[0].time == 10.0
    assert later.claps[0] == pytest.approx(acting.claps[0] + 10.0)
    assert later.segments[0].end == pytest.approx(acting.segments[0].end + 10.0)
