"""Two people keep their places. Made of standing figures that are moved and scaled."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import CoachBug
from coach.pose import PersonTracker
from coach.pose.people import trunk_colour
from coach.types import Pose

WIDTH = 640.0
FPS = 30.0

STANDING = np.array(
    [
        *[(0, -90), (3, -93), (-3, -93), (7, -91), (-7, -91)],
        *[(18, -70), (-18, -70), (24, -42), (-24, -42), (27, -16), (-27, -16)],
        *[(11, -8), (-11, -8), (12, 36), (-12, 36), (13, 80), (-13, 80)],
    ],
    np.float32,
)


def figure(x: float, time: float = 0.0, scale: float = 1.0, sway: float = 0.0) -> Pose:
    """Somebody who stands at ``x``; ``sway`` moves the arms."""
    points = STANDING * np.float32(scale)
    points[7:11, 1] -= np.float32(sway)
    points += np.array([x, 240], np.float32)
    return Pose(points, np.ones(17), np.zeros((17, 3)), time)


def x_of(pose: Pose | None) -> float | None:
    return None if pose is None else float(pose.points[[11, 12], 0].mean())


def follow(
    tracker: PersonTracker, frames: int, *paths: Callable[[float], Pose | None]
) -> list[tuple[Pose | None, ...]]:
    """Pushes one candidate a path and frame, in an order that changes every frame."""
    answers = []
    for i in range(frames):
        time = i / FPS
        seen = [pose for path in paths if (pose := path(time)) is not None]
        answers.append(tracker.push(seen[:: 1 if i % 2 else -1], time))
    return answers


def test_the_left_one_is_person_0_whatever_the_order_of_the_candidates():
    left, right = figure(200), figure(400)

    for seen in ([left, right], [right, left]):
        assert PersonTracker(2, WIDTH).push(seen, 0.0) == (left, right)


@pytest.mark.parametrize(
    ("x", "place"), [pytest.param(150, 0, id="left-half"), pytest.param(500, 1, id="right-half")]
)
def test_a_lone_person_gets_the_place_of_their_side(x, place):
    found = PersonTracker(2, WIDTH).push([figure(x)], 0.0)

    assert [pose is not None for pose in found] == [place == 0, place == 1]


def test_a_late_comer_within_the_first_seconds_still_stands_in_order():
    tracker = PersonTracker(2, WIDTH)
    tracker.push([figure(300)], 0.0)

    found = tracker.push([figure(300, 0.5), figure(100, 0.5)], 0.5)

    assert [x_of(pose) for pose in found] == [100, 300]


def test_a_late_comer_after_the_first_seconds_takes_the_place_that_is_free():
    tracker = PersonTracker(2, WIDTH)
    for i in range(120):
        tracker.push([figure(300, i / FPS)], i / FPS)

    found = tracker.push([figure(100, 4.0), figure(300, 4.0)], 4.0)

    assert [x_of(pose) for pose in found] == [300, 100]


@settings(max_examples=40, deadline=None)
@given(
    speeds=st.tuples(st.floats(60, 400), st.floats(60, 400)),
    scales=st.tuples(st.floats(0.7, 1.4), st.floats(0.7, 1.4)),
    swing=st.floats(0, 15),
)
def test_people_who_cross_at_a_constant_speed_keep_their_places(speeds, scales, swing):
    def walker(start: float, speed: float, scale: float) -> Callable[[float], Pose]:
        return lambda t: figure(start + speed * t, t, scale, swing * np.sin(9 * t))

    paths = walker(100, speeds[0], scales[0]), walker(540, -speeds[1], scales[1])
    answers = follow(PersonTracker(2, WIDTH), 60, *paths)

    for i, (first, second) in enumerate(answers):
        assert x_of(first) == pytest.approx(100 + speeds[0] * i / FPS, abs=0.01)
        assert x_of(second) == pytest.approx(540 - speeds[1] * i / FPS, abs=0.01)


@settings(max_examples=40, deadline=None)
@given(hidden=st.floats(0.05, 0.5), speed=st.floats(150, 350), first_hidden=st.booleans())
def test_one_who_is_hidden_while_crossing_comes_back_to_their_place(hidden, speed, first_hidden):
    meet = 220 / speed

    def walker(start: float, sign: int, hides: bool) -> Callable[[float], Pose | None]:
        def at(t: float) -> Pose | None:
            return (
                None
                if hides and abs(t - meet) < hidden / 2
                else figure(start + sign * speed * t, t)
            )

        return at

    paths = walker(100, 1, first_hidden), walker(540, -1, not first_hidden)
    answers = follow(PersonTracker(2, WIDTH), round(2 * meet * FPS), *paths)

    for i, (first, second) in enumerate(answers):
        for pose, expected in ((first, 100 + speed * i / FPS), (second, 540 - speed * i / FPS)):
            assert pose is None or x_of(pose) == pytest.approx(expected, abs=0.01)
    assert None not in answers[-1]


@settings(max_examples=40, deadline=None)
@given(gone=st.integers(1, 300), who=st.sampled_from([0, 1]))
def test_a_missing_person_keeps_their_place_and_gets_it_back(gone, who):
    tracker = PersonTracker(2, WIDTH)
    homes = [200.0, 440.0]
    follow(tracker, 30, *(lambda t, x=x: figure(x, t) for x in homes))

    for i in range(gone):
        time = 1 + i / FPS
        found = tracker.push([figure(homes[1 - who], time)], time)
        assert found[who] is None
        assert x_of(found[1 - who]) == homes[1 - who]

    time = 1 + gone / FPS
    back = tracker.push([figure(homes[1 - who], time), figure(homes[who] + 40, time)], time)
    assert x_of(back[who]) == homes[who] + 40


def test_a_small_person_and_a_big_one_who_meet_and_turn_back_are_told_apart_by_size():
    def turns_back(start: float, scale: float) -> Callable[[float], Pose]:
        return lambda t: figure(320 + (start - 320) * abs(1 - t), t, scale)

    answers = follow(PersonTracker(2, WIDTH), 60, turns_back(200, 0.6), turns_back(440, 1.3))

    assert x_of(answers[-1][0]) < 320 < x_of(answers[-1][1])


def test_nobody_leaves_every_place_empty():
    tracker = PersonTracker(2, WIDTH)
    tracker.push([figure(100), figure(500)], 0.0)

    assert tracker.push([], 0.1) == (None, None)


def test_of_three_candidates_the_two_known_people_are_kept():
    tracker = PersonTracker(2, WIDTH)
    follow(tracker, 10, lambda t: figure(200, t), lambda t: figure(400, t))

    found = tracker.push([figure(600, 0.4), figure(400, 0.4), figure(200, 0.4)], 0.4)

    assert [x_of(pose) for pose in found] == [200, 400]


def test_one_place_takes_whoever_is_there():
    tracker = PersonTracker(1, WIDTH)
    tracker.push([figure(100)], 0.0)

    (found,) = tracker.push([figure(500, 0.1)], 0.1)

    assert x_of(found) == 500


def test_reset_forgets_who_stood_where():
    tracker = PersonTracker(2, WIDTH)
    follow(tracker, 60, lambda t: figure(100 + 220 * t, t), lambda t: figure(540 - 220 * t, t))

    tracker.reset()

    found = tracker.push([figure(540, 2.0), figure(100, 2.0)], 2.0)
    assert [x_of(pose) for pose in found] == [100, 540]


@pytest.mark.parametrize("people", [0, 3])
def test_other_numbers_of_people_are_a_bug(people):
    with pytest.raises(CoachBug, match="people must be"):
        PersonTracker(people, WIDTH)


RED, BLUE = np.array([180, 40, 40], np.float32), np.array([30, 60, 170], np.float32)


def follow_one(tracker, frames, *people, start=0):
    """Frames of (path, colour) of everybody; who is seen in each: their x, or None."""
    answers = []
    for i in range(start, start + frames):
        time = i / FPS
        seen = [(pose, colour) for path, colour in people if (pose := path(time)) is not None]
        poses, colours = [p for p, _ in seen], [c for _, c in seen]
        answers.append(x_of(tracker.push(poses, time, colours)[0]))
    return answers


def test_the_one_person_is_the_most_prominent_of_the_first_seconds():
    tracker = PersonTracker(1, WIDTH)
    follow_one(tracker, 20, (lambda t: figure(520, t, 0.7), BLUE))

    answers = follow_one(
        tracker,
        30,
        (lambda t: figure(520, t, 0.7), BLUE),
        (lambda t: figure(320, t), RED),
        start=20,
    )

    assert set(answers) == {320}


def test_who_passes_in_front_is_not_taken_for_the_one_person():
    tracker = PersonTracker(1, WIDTH)
    follow_one(tracker, 85, (lambda t: figure(320, t), RED))
    both = (lambda t: figure(320, t), RED), (lambda t: figure(120, t, 1.2), BLUE)
    assert set(follow_one(tracker, 5, *both, start=85)) == {320}

    hidden = follow_one(
        tracker, 30, (lambda t: figure(320 + 200 * (t - 3), t, 1.2), BLUE), start=90
    )
    after = follow_one(tracker, 10, (lambda t: figure(320, t), RED), start=120)

    assert set(hidden) == {None}
    assert set(after) == {320}


def test_somebody_elsewhere_in_the_same_clothes_is_not_the_one_person():
    tracker = PersonTracker(1, WIDTH)
    follow_one(tracker, 90, (lambda t: figure(320, t), RED))

    assert tracker.push([figure(520, 3.0, 0.8)], 3.0, [RED]) == (None,)


def test_after_a_long_time_without_the_one_person_another_is_taken():
    tracker = PersonTracker(1, WIDTH)
    follow_one(tracker, 90, (lambda t: figure(320, t, 1.0), RED))

    answers = follow_one(tracker, 150, (lambda t: figure(330, t, 0.25), BLUE), start=90)

    assert answers[:100] == [None] * 100
    assert answers[-1] == 330


def test_alone_a_sudden_other_colour_is_still_the_same_person():
    tracker = PersonTracker(1, WIDTH)
    follow_one(tracker, 90, (lambda t: figure(320, t), RED))

    assert set(follow_one(tracker, 10, (lambda t: figure(320, t), BLUE), start=90)) == {320}


def test_clothes_whose_colour_changes_slowly_stay_the_same_person():
    tracker = PersonTracker(1, WIDTH)
    colours = np.linspace(RED, BLUE, 300)

    answers = [
        tracker.push([figure(320, i / FPS)], i / FPS, [colour])[0]
        for i, colour in enumerate(colours)
    ]

    assert None not in answers


def test_the_colour_is_that_of_the_trunk_and_not_of_an_arm_before_it():
    image = np.zeros((480, 640, 3), np.uint8)
    image[170:240, 300:340] = RED
    image[200:205] = BLUE

    np.testing.assert_array_equal(trunk_colour(image, figure(320).points), RED)


def test_the_colour_of_somebody_outside_the_picture_is_that_at_its_edge():
    image = np.full((480, 640, 3), 9, np.uint8)

    np.testing.assert_array_equal(trunk_colour(image, figure(-500).points), [9, 9, 9])


def test_who_was_chosen_is_followed_however_prominent_the_other_one_is():
    tracker, small, large = PersonTracker(1, WIDTH), figure(150, scale=0.7), figure(330)
    assert tracker.push([small, large], 0.0) == (large,)

    tracker.follow(small, 0.1)

    for i in range(90):
        assert tracker.push([large, small], 0.1 + (i + 1) / FPS) == (small,)


def test_who_was_chosen_has_their_place_back_after_a_crossing():
    tracker = PersonTracker(1, WIDTH)
    tracker.push([figure(150), figure(450)], 0.0)
    tracker.follow(figure(450), 0.01)

    answers = follow(
        tracker, 91, lambda t: figure(150 + 100 * t, t), lambda t: figure(450 - 100 * t, t)
    )

    assert x_of(answers[-1][0]) == pytest.approx(150, abs=5)
