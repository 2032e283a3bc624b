"""What the camera sees before the start, in values, verdicts and one advice."""

from __future__ import annotations

import numpy as np
import pytest

from coach.media import read_frames
from coach.paths import DEMO
from coach.session.adviser import Adviser, AdviserSettings
from coach.session.readiness import (
    Glimpse,
    Wanted,
    light_of,
    readiness,
    sharpness_of,
    verdicts,
    who_raised,
)
from coach.skeleton import INDEX
from coach.types import Pose

SIZE = (640, 480)
STANDING = np.array(
    [
        [320, 90], [328, 82], [312, 82], [338, 88], [302, 88], [362, 150], [278, 150],
        [392, 205], [248, 205], [400, 262], [240, 262], [346, 272], [294, 272],
        [352, 350], [288, 350], [354, 428], [286, 428],
    ],
    np.float32,
)  # fmt: skip
MIDDLE = np.array([320, 260], np.float32)


def pose(points=STANDING, unsure=()):
    confidence = np.ones(17, np.float32)
    confidence[[INDEX[name] for name in unsure]] = 0.1
    return Pose(points, confidence, np.zeros((17, 3)), 0.0)


def moved(x=0.0, y=0.0, size=1.0, roll=0.0):
    """Somebody elsewhere, larger, or before a turned camera."""
    a = np.radians(roll)
    turn = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]], np.float32)
    return pose((STANDING - MIDDLE) * size @ turn + MIDDLE + np.array([x, y], np.float32))


def reaching(x):
    """Both arms held out to the sides; what is beyond the edge is unsure."""
    points = moved(x).points.copy()
    points[INDEX["left_wrist"]] = (480 + x, 150)
    points[INDEX["right_wrist"]] = (160 + x, 150)
    return pose(points, unsure=("right_wrist",))


def glimpses(*people, others=(), light=0.6, sharpness=0.3, seconds=1.0):
    return [
        Glimpse(i / 10, people, others, light, sharpness) for i in range(round(10 * seconds) + 1)
    ]


def at_a_rate(fps):
    """Glimpses of somebody who stands well, at pictures of a camera that gives so many."""
    return [Glimpse(i / fps, (pose(),), (), 0.6, 0.3, i) for i in range(2 * fps)]


def advice(seen, **wanted):
    return verdicts(readiness(seen, SIZE), Wanted(**wanted))[1]


def raised(who):
    points = who.points.copy()
    points[INDEX["left_wrist"], 1] = 20.0
    return Pose(points, who.confidence, who.world, who.time)


FEET = ("left_ankle", "right_ankle")
HIDDEN = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        pytest.param(glimpses(pose()), None, id="all-is-well"),
        pytest.param(glimpses(None), "nobody", id="nobody"),
        pytest.param(glimpses(pose(), light=0.05), "dark", id="dark"),
        pytest.param(glimpses(None, light=0.2), "dark", id="dim-and-nobody-made-out"),
        pytest.param(glimpses(pose(), light=0.2), None, id="dim-but-well-seen"),
        pytest.param(glimpses(None, sharpness=0.03), "blurred", id="blurred"),
        pytest.param(glimpses(pose(), others=(moved(150),)), "choose", id="somebody-else-too"),
        pytest.param(glimpses(moved(roll=20)), "upright", id="camera-turned"),
        pytest.param(glimpses(moved(roll=8)), None, id="camera-nearly-upright"),
        pytest.param(glimpses(moved(roll=90)), "lying", id="lies-or-camera-on-its-side"),
        pytest.param(glimpses(moved(roll=178)), "over", id="camera-upside-down"),
        pytest.param(glimpses(moved(roll=-178)), "over", id="camera-upside-down-the-other-way"),
        pytest.param(at_a_rate(5), "slow", id="five-pictures-a-second"),
        pytest.param(at_a_rate(10), None, id="ten-pictures-a-second"),
        pytest.param(glimpses(pose(unsure=FEET)), "feet", id="feet-not-made-out"),
        pytest.param(glimpses(moved(y=60)), "feet", id="feet-below-the-picture"),
        pytest.param(glimpses(moved(y=-100)), "head", id="head-above-the-picture"),
        pytest.param(glimpses(moved(x=-250)), "go_left", id="at-the-left-edge"),
        pytest.param(glimpses(moved(x=250)), "go_right", id="at-the-right-edge"),
        pytest.param(glimpses(moved(x=180, size=1.0)), None, id="aside-but-in-the-picture"),
        pytest.param(glimpses(reaching(x=-190)), "hands", id="a-hand-outside"),
        pytest.param(glimpses(moved(size=0.4)), "far", id="too-far"),
        pytest.param(glimpses(pose(unsure=HIDDEN)), "hidden", id="behind-something"),
    ],
)
def test_what_stands_in_the_way_of_one(seen, expected):
    assert advice(seen) == expected


def test_who_fills_the_picture_is_asked_to_step_back():
    assert advice(glimpses(moved(size=1.15, y=-4))) == "near"


def test_of_two_who_train_one_is_missed():
    assert advice(glimpses(pose(), None), people=2) == "second"
    assert advice(glimpses(moved(-90), moved(90)), people=2) is None


def test_the_feet_do_not_matter_where_the_upper_body_is_judged():
    seen = glimpses(pose(unsure=(*FEET, "left_knee", "right_knee")))

    assert advice(seen) == "feet"
    assert advice(seen, upper=True) is None


def test_the_side_that_is_turned_away_is_not_missed():
    hidden = [name for name in INDEX if name.startswith("left_")]

    assert advice(glimpses(pose(unsure=hidden))) is None


@pytest.mark.parametrize("roll", [-30.0, -12.0, 0.0, 5.0, 25.0])
def test_the_tilt_is_told_in_degrees(roll):
    assert readiness(glimpses(moved(roll=roll)), SIZE).tilt == pytest.approx(roll, abs=1.0)


def test_a_picture_upside_down_is_not_lost_between_179_and_minus_179():
    wobbling = [
        Glimpse(i / 10, (moved(roll=179 if i % 2 else -179),), (), 0.6, 0.3) for i in range(11)
    ]

    assert abs(readiness(wobbling, SIZE).tilt) == pytest.approx(180, abs=2)


def test_pictures_that_nobody_looked_at_count_in_the_rate():
    seen = [Glimpse(i / 10, (pose(),), (), 0.6, 0.3, 3 * i) for i in range(11)]

    assert readiness(seen, SIZE).rate == pytest.approx(30)


def test_who_bends_tells_nothing_of_the_camera():
    bent = STANDING.copy()
    bent[: INDEX["left_hip"]] += np.array([140, 60], np.float32)
    found = readiness(glimpses(pose(bent)), SIZE)

    assert np.isnan(found.tilt)
    assert verdicts(found, Wanted())[0]["upright"] is None


def test_only_the_last_second_counts():
    seen = glimpses(None, seconds=3.0)
    late = [Glimpse(4.0 + i / 10, (pose(),), (), 0.6, 0.3) for i in range(11)]

    assert advice(seen + late) is None


def test_a_blink_of_the_estimator_is_no_absence():
    seen = glimpses(pose())
    seen[3] = Glimpse(seen[3].time, (None,), (), 0.6, 0.3)

    assert advice(seen) is None


def test_without_a_picture_nothing_is_known():
    found = readiness([], SIZE)
    checks, _ = verdicts(found, Wanted())

    assert found.people == 0
    assert checks["body"] is checks["distance"] is checks["people"] is None


def test_points_that_are_nan_break_nothing():
    nothing = Pose(np.full((17, 2), np.nan), np.zeros(17), np.full((17, 3), np.nan), 0.0)

    assert advice(glimpses(nothing)) == "feet"


def test_light_and_sharpness_of_a_picture():
    flat = np.full((480, 640, 3), 51, np.uint8)
    striped = flat.copy()
    striped[:, ::8] = 255

    assert light_of(flat) == pytest.approx(0.2)
    assert sharpness_of(flat) == 0.0
    assert sharpness_of(striped) == pytest.approx(0.8)


def test_the_demo_person_stands_well():
    """On the picture and the keypoints of the person that is bundled."""
    (image,) = (next(iter(read_frames(DEMO / "good.mp4"))).image,)
    truth = np.load(DEMO / "good.npz")["points"][0, 0]
    seen = glimpses(pose(truth), light=light_of(image), sharpness=sharpness_of(image))

    assert advice(seen) is None


def test_the_one_who_raised_an_arm_is_who_trains():
    me, friend = moved(-120), moved(120)

    assert who_raised(glimpses(me, others=(friend,))) is None
    assert who_raised(glimpses(me, others=(raised(friend),))).points[0, 0] > 320
    assert who_raised(glimpses(raised(me), others=(raised(friend),))) is None


def test_an_arm_that_goes_up_for_a_moment_says_nothing():
    seen = glimpses(moved(-120), others=(moved(120),))
    seen[-1] = Glimpse(1.0, (raised(moved(-120)),), (moved(120),), 0.6, 0.3)

    assert who_raised(seen) is None


def test_an_advice_does_not_flicker():
    adviser = Adviser(AdviserSettings(wait=0.7, stay=1.5))
    said = [adviser.push("feet" if i % 2 else None, i / 10) for i in range(30)]

    assert set(said) == {None}


def test_an_advice_is_said_when_it_holds_and_stays_until_it_was_read():
    adviser = Adviser(AdviserSettings(wait=0.7, stay=1.5))
    said = [
        adviser.push("feet" if 10 <= i < 20 else None if i >= 20 else "nobody", i / 10)
        for i in range(50)
    ]

    assert said[0] == "nobody"
    assert said[16] == "nobody"
    assert said[17] == "feet"
    assert said[31] == "feet"
    assert said[32] is None
