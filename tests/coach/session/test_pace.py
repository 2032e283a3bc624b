import pytest

from coach.session.pace import LOOK, PATIENCE, Pace, Relief

FPS = 30.0


def run(pace, seconds, every=1, fps=FPS, start=0):
    """Look at every so-many-th frame; when relief came, seconds."""
    given = []
    for index in range(start, start + int(seconds * fps)):
        if index % every == 0 and pace.looked_at(index / fps, index):
            given.append(round(index / fps - start / fps, 1))
    return given


def test_a_machine_that_looks_at_every_frame_needs_no_relief():
    pace = Pace(lighter=True)
    assert run(pace, 30) == []
    assert pace.relief is Relief.NONE


def test_a_machine_that_leaves_frames_out_gets_the_lighter_model_within_seconds():
    pace = Pace(lighter=True)
    assert run(pace, LOOK + 1, every=2) == [pytest.approx(LOOK, abs=0.1)]
    assert pace.relief is Relief.LIGHTER


def test_where_the_lighter_model_is_not_enough_every_second_frame_is_left_out():
    pace = Pace(lighter=True)
    assert len(run(pace, 30, every=3)) == 2
    assert pace.relief is Relief.HALVED


def test_without_a_lighter_model_every_second_frame_is_left_out_at_once():
    pace = Pace(lighter=False)
    run(pace, LOOK + 1, every=3)
    assert pace.relief is Relief.HALVED


def test_most_frames_of_the_lighter_model_are_better_than_half_of_them():
    pace = Pace(lighter=False)
    given = [pace.looked_at(i / FPS, i) for i in range(600) if i % 5]
    assert not any(given)


def test_a_slow_camera_is_never_halved():
    pace = Pace(lighter=False)
    assert run(pace, 30, every=2, fps=15.0) == []


def test_one_frame_that_was_missed_is_no_reason():
    pace = Pace(lighter=True)
    missed = 40
    given = [pace.looked_at(i / FPS, i) for i in range(600) if i != missed]
    assert not any(given)


def test_what_a_camera_did_not_give_was_not_left_out():
    pace = Pace(lighter=True)
    run(pace, 2)
    pace.rest()
    assert run(pace, 10, start=900) == []


def test_the_lighter_model_stays():
    pace = Pace(lighter=True)
    run(pace, LOOK + 1, every=2)
    pace.rest()
    run(pace, 60, start=1000)
    assert pace.relief is Relief.LIGHTER


def test_after_a_while_it_is_tried_with_every_frame_again_and_then_less_often():
    pace = Pace(lighter=False)
    given = run(pace, 4 * PATIENCE, every=3)
    assert given == pytest.approx([LOOK, PATIENCE + 2 * LOOK, 3 * PATIENCE + 3 * LOOK], abs=1.0)


def test_a_machine_that_was_busy_for_a_moment_sees_every_frame_again():
    pace = Pace(lighter=False)
    run(pace, LOOK + 1, every=3)
    pace.rest()
    run(pace, 2 * PATIENCE, start=200)
    assert pace.relief is not Relief.HALVED
