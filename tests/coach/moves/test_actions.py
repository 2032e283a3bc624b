"""Actions of exact synthetic people, with the weights that are shipped."""

import numpy as np
import pytest

from coach.errors import ModelDamaged, ModelMissing
from coach.moves.actions import (
    ACTIONS,
    LEAST_SEEN,
    SHORTEST,
    STEPS,
    STRIDE,
    ActionLog,
    ActionRecogniser,
    ActionSpan,
    ActionState,
    recognise_actions,
)
from coach.moves.motion import motion_of
from coach.tracks import RATE
from coach.types import PoseTrack
from tests.coach.people import still, track_of


@pytest.fixture(scope="module")
def recogniser():
    return ActionRecogniser()


def state(time: float, action: str | None, confidence: float = 0.9) -> ActionState:
    return ActionState(time, action, confidence, np.full(len(ACTIONS), np.nan))


def lying(seconds: float) -> np.ndarray:
    return still(seconds)[..., [1, 0, 2]]


def logged(*actions: str | None) -> list[ActionSpan]:
    log = ActionLog()
    spans = [log.push(state(i / RATE, action)) for i, action in enumerate(actions)]
    return [span for span in [*spans, log.finish()] if span is not None]


def test_who_stands_is_standing(recogniser):
    spans = recognise_actions(track_of(still(4.0)), recogniser)

    assert [span.action for span in spans] == ["standing"]
    assert spans[0].end == pytest.approx(4.0, abs=0.2)


def test_who_lies_is_lying(recogniser):
    spans = recognise_actions(track_of(lying(4.0)), recogniser)

    assert [span.action for span in spans] == ["lying"]


def test_probabilities_of_six_actions_and_none_of_them_add_up_to_one(recogniser):
    found = recogniser.probabilities(motion_of(track_of(still(2.0))))

    known = np.isfinite(found).all(axis=1)
    assert found.shape == (30, len(ACTIONS) + 1)
    assert found[known].sum(axis=1) == pytest.approx(np.ones(known.sum()))


def test_nothing_is_said_before_enough_is_seen(recogniser):
    found = recogniser.probabilities(motion_of(track_of(still(2.0))))

    first = (LEAST_SEEN - 1) * STRIDE
    assert np.isnan(found[:first]).all()
    assert np.isfinite(found[first:]).all()


@pytest.mark.parametrize(
    "world",
    [
        pytest.param(np.zeros((0, 17, 3)), id="no-frame"),
        pytest.param(still(0.2), id="three-frames"),
        pytest.param(np.full((60, 17, 3), np.nan), id="nobody"),
        pytest.param(np.zeros((60, 17, 3)), id="all-joints-in-one-place"),
    ],
)
def test_nothing_is_invented(world, recogniser):
    assert recognise_actions(track_of(world), recogniser) == ()


def test_live_says_what_the_track_says(recogniser):
    track = track_of(still(3.0))
    live = ActionRecogniser()
    states = [live.push(track.pose(i), track.time[i]) for i in range(len(track))]

    spans = recognise_actions(track, recogniser)

    assert states[-1].action == spans[-1].action
    assert states[-1].time == spans[-1].end


@pytest.mark.parametrize("fps", [15.0, 24.0, 30.0, 60.0])
def test_the_rate_of_the_frames_does_not_matter(fps):
    live = ActionRecogniser()
    track = track_of(still(2.0, fps), fps)
    states = [live.push(track.pose(i), track.time[i]) for i in range(len(track))]

    reference = ActionRecogniser()
    slow = track_of(still(2.0))
    expected = [reference.push(slow.pose(i), slow.time[i]) for i in range(len(slow))]

    assert states[-1].probabilities == pytest.approx(expected[-1].probabilities, abs=1e-3)


def test_who_is_not_seen_does_nothing():
    live = ActionRecogniser()
    states = [live.push(None, i / 30) for i in range(90)]

    assert all(one.action is None and one.confidence == 0 for one in states)


def test_who_is_lost_is_forgotten():
    live = ActionRecogniser()
    track = track_of(still(2.0))
    for i in range(len(track)):
        live.push(track.pose(i), track.time[i])

    states = [live.push(None, 2.0 + i / 15) for i in range(15)]

    assert states[-1].action is None


def test_a_short_gap_is_bridged(recogniser):
    world = still(4.0)
    world[30:33] = np.nan

    spans = recognise_actions(track_of(world), recogniser)

    assert [span.action for span in spans] == ["standing"]


def test_after_a_long_gap_it_begins_anew(recogniser):
    world = still(6.0)
    world[30:60] = np.nan

    spans = recognise_actions(track_of(world), recogniser)

    assert [span.action for span in spans] == ["standing", "standing"]
    assert spans[0].end < 2.5 < 3.5 < spans[1].start


def test_two_people_are_recognised_apart():
    one, other = ActionRecogniser(), ActionRecogniser()
    stands, lies = track_of(still(2.0)), track_of(lying(2.0))
    for i in range(len(stands)):
        upright = one.push(stands.pose(i), stands.time[i])
        flat = other.push(lies.pose(i), lies.time[i])

    assert (upright.action, flat.action) == ("standing", "lying")


def test_reset_forgets_the_past():
    live = ActionRecogniser()
    track = track_of(still(2.0))
    for i in range(len(track)):
        live.push(track.pose(i), track.time[i])
    live.reset()

    assert live.push(track.pose(0), 0.0).action is None


def test_a_log_joins_equal_states_into_spans():
    spans = logged(*["standing"] * 10, *["walking"] * 10)

    assert [(span.action, span.start, span.end) for span in spans] == [
        ("standing", 0.0, pytest.approx(9 / RATE)),
        ("walking", pytest.approx(10 / RATE), pytest.approx(19 / RATE)),
    ]
    assert spans[0].confidence == pytest.approx(0.9)


def test_a_log_leaves_out_flicker():
    flicker = max(round(SHORTEST * RATE) - 1, 1)

    assert logged(*["falling"] * flicker, *[None] * 5) == []


def test_a_log_leaves_out_what_is_none_of_the_six():
    assert logged(*[None] * 50) == []


def test_a_log_does_not_count_a_state_twice():
    log = ActionLog()
    for _ in range(20):
        log.push(state(1.0, "standing"))

    assert log.finish() is None


def test_a_missing_model_is_reported(tmp_path):
    with pytest.raises(ModelMissing):
        ActionRecogniser(tmp_path / "none.onnx")


def test_a_damaged_model_is_reported(tmp_path):
    (tmp_path / "bad.onnx").write_bytes(b"no network")

    with pytest.raises(ModelDamaged):
        ActionRecogniser(tmp_path / "bad.onnx")


def test_the_window_is_nine_moments():
    assert STEPS == 9


def test_a_long_track_is_no_trouble(recogniser):
    spans = recognise_actions(track_of(still(400.0)), recogniser)

    assert [span.action for span in spans] == ["standing"]


def test_a_track_without_depth_says_nothing(recogniser):
    track = track_of(still(2.0))
    flat = PoseTrack(
        track.time, track.points, track.confidence, np.full_like(track.world, np.nan),
        track.size, track.fps,
    )  # fmt: skip

    assert recognise_actions(flat, recogniser) == ()
