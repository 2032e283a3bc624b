import numpy as np
import pytest

from coach.alignment.occurrences import OccurrenceSettings, find_occurrences
from coach.errors import CoachBug

RATE = 15
SIZE = 24
RNG = np.random.default_rng(3)
HOME = RNG.normal(size=SIZE)
AXES = RNG.normal(size=(4, 2, SIZE))
STILL = np.tile(HOME, (8 * RATE, 1))
NOBODY = np.full((8 * RATE, SIZE), np.nan)


def move(number, *, tempo=1.0, size=1.0, repetitions=4):
    """Repetitions of 2 s each, out from the home pose and back, (T, K)."""
    phase = 2 * np.pi * np.arange(0, 2 * repetitions, tempo / RATE) / 2
    there, aside = AXES[number]
    away = np.outer((1 - np.cos(phase)) / 2, there) + 0.5 * np.outer(np.sin(phase), aside)
    return HOME + size * away


def rows(*parts):
    return np.concatenate(parts).astype(np.float32)


MOVES = [move(number).astype(np.float32) for number in range(3)]


def found(user, moves=MOVES):
    return [one.move for one in find_occurrences(user, moves)]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        pytest.param([0, 1, 2], [0, 1, 2], id="all-in-order"),
        pytest.param([0, 2], [0, 2], id="left-out"),
        pytest.param([0, 1, 1, 2], [0, 1, 1, 2], id="twice"),
        pytest.param([0, 1, 2, 1], [0, 1, 2, 1], id="again-later"),
        pytest.param([0, 2, 1], [0, 2, 1], id="other-order"),
        pytest.param([3, 3], [], id="another-exercise"),
        pytest.param([], [], id="nothing"),
    ],
)
@pytest.mark.parametrize("noise", [0.0, 0.3], ids=["clean", "noisy"])
def test_moves_are_found_where_they_were_done(order, expected, noise):
    user = rows(STILL, *[part for number in order for part in (move(number), STILL)])
    user += np.random.default_rng(0).normal(0, 1, user.shape).astype(np.float32) * noise

    assert found(user) == expected


def test_start_end_cost_and_size_of_an_occurrence():
    user = rows(STILL, move(1, size=0.6), STILL)

    (one,) = find_occurrences(user, MOVES)

    assert one.start == pytest.approx(len(STILL), abs=RATE // 2)
    assert one.end == pytest.approx(len(STILL) + len(MOVES[1]), abs=RATE // 2)
    assert one.cost < 0.35
    assert one.gain == pytest.approx(0.6, abs=0.05)


@pytest.mark.parametrize("tempo", [0.7, 1.4])
def test_another_tempo_is_the_same_move(tempo):
    user = rows(STILL, move(0, tempo=tempo), STILL)

    (one,) = find_occurrences(user, MOVES)

    assert one.move == 0
    assert one.end - one.start == pytest.approx(len(MOVES[0]) / tempo, abs=RATE)


@pytest.mark.parametrize("moment", [0, 8, 15])
def test_a_pose_held_still_is_no_move(moment):
    held = np.tile(MOVES[0][moment], (60 * RATE, 1))
    held = held + np.random.default_rng(0).normal(0, 0.1, held.shape)

    assert found(rows(held)) == []


def test_far_too_small_a_movement_is_no_move():
    assert found(rows(STILL, move(0, size=0.15), STILL)) == []


def test_a_small_movement_does_not_hide_a_whole_one():
    assert found(rows(move(0, size=0.15), STILL, move(0), STILL)) == [0]


def test_half_of_a_move_is_not_the_move():
    user = rows(STILL, move(0, repetitions=1), STILL)

    assert found(user) == []


def test_a_move_with_hidden_frames_is_found():
    user = rows(STILL, move(2), STILL)
    user[len(STILL) + 20 : len(STILL) + 40] = np.nan

    assert found(user) == [2]


def test_nobody_does_no_move():
    assert found(rows(NOBODY, NOBODY)) == []


def test_where_two_alike_moves_fit_the_better_one_stays():
    alike = (MOVES[0] + 0.2 * (move(1) - HOME)).astype(np.float32)

    assert found(rows(STILL, move(0), STILL), [alike, MOVES[0]]) == [1]


def test_a_long_session_is_searched_in_every_fourth_row():
    pause = np.tile(HOME, (600 * RATE, 1))
    user = rows(pause, move(1), pause, move(0), pause)

    assert [(one.move, round(one.start / RATE)) for one in find_occurrences(user, MOVES)] == [
        (1, pytest.approx(600, abs=1)),
        (0, pytest.approx(1208, abs=1)),
    ]


@pytest.mark.parametrize(
    ("user", "moves"),
    [
        pytest.param(rows(STILL)[:0], MOVES, id="no-user"),
        pytest.param(rows(STILL)[:1], MOVES, id="one-row"),
        pytest.param(rows(STILL), [], id="no-moves"),
        pytest.param(rows(STILL), [MOVES[0][:0]], id="empty-move"),
        pytest.param(rows(STILL), [rows(NOBODY)], id="unseen-move"),
        pytest.param(rows(STILL), [rows(STILL)], id="move-that-stands-still"),
        pytest.param(np.zeros((100, SIZE), np.float32), MOVES, id="no-length"),
    ],
)
def test_where_there_is_nothing_to_find_nothing_is_found(user, moves):
    assert find_occurrences(user, moves) == ()


def test_a_stricter_setting_finds_less():
    user = rows(STILL, move(1, size=0.6), STILL)

    assert find_occurrences(user, MOVES, OccurrenceSettings(least_gain=0.8)) == ()


def test_latents_of_another_size_are_refused():
    with pytest.raises(CoachBug, match=r"got \(120, 24\), \(120, 5\)"):
        find_occurrences(rows(STILL), [rows(STILL)[:, :5]])
