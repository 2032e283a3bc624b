"""Which exercise is done, by the weights that are shipped."""

from pathlib import Path

import numpy as np
import pytest

from coach.errors import ModelDamaged, ModelMissing
from coach.moves.exercises import (
    EVERY,
    EXERCISES,
    NOBODY,
    UNKNOWN,
    ExerciseRecogniser,
    LiveRecogniser,
    Recognised,
)
from coach.moves.taught import shown
from coach.paths import MODELS
from coach.texts import LANGUAGES, Texts
from coach.tracks import RATE
from coach.types import PoseTrack
from models.training.studio.truth import read_truth
from tests.coach.people import squats, still, track_of

STUDIO = Path(__file__).parents[2] / "data" / "studio"


@pytest.fixture(scope="module")
def recogniser():
    return ExerciseRecogniser()


def exact(name):
    """The exact keypoints of a clip of the studio, and the span of its exercise."""
    truth = read_truth(STUDIO / f"{name}.npz")
    (segment,) = (s for s in truth.segments() if s.kind == "exercise")
    track = PoseTrack(
        truth.time, truth.points[:, 0], truth.confidence[:, 0], truth.world[:, 0], truth.size, RATE
    )
    return track, segment.start, segment.end


def turned(world, degrees):
    """World points (T, 17, 3) about the camera's vertical."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return (world @ np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])).astype(np.float32)


def test_every_exercise_has_a_name_in_every_language():
    assert len(set(EXERCISES)) == 40
    for language in LANGUAGES:
        texts = Texts(language)
        assert all(texts(f"exercise_{name}") for name in EXERCISES)


@pytest.mark.parametrize("name", ["push_up", "squat", "jumping_jack", "lateral_raise", "sit_up"])
def test_an_exercise_is_named(recogniser, name):
    assert recogniser.recognise(*exact(name)).name == name


def test_names_are_ranked_by_their_probability(recogniser):
    answer = recogniser.recognise(*exact("push_up"))

    shares = [share for _, share in answer.ranked]
    assert answer.ranked[0] == (answer.name, answer.confidence)
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) <= 1 + 1e-6


def test_nobody_in_view_is_unknown(recogniser):
    nobody = track_of(np.full((90, 17, 3), np.nan, np.float32))

    assert recogniser.recognise(nobody, 0.0, 6.0) == NOBODY


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param(0.0, 0.2, id="three-frames"),
        pytest.param(50.0, 60.0, id="beyond-the-end"),
        pytest.param(4.0, 2.0, id="backwards"),
    ],
)
def test_too_short_a_stretch_is_unknown(recogniser, start, end):
    assert recogniser.recognise(track_of(squats(5, seconds=2.0)), start, end).name == UNKNOWN


def test_an_empty_track_is_unknown(recogniser):
    assert recogniser.recognise(track_of(squats()[:0]), 0.0, 5.0) == NOBODY


def test_what_was_taught_is_named_from_another_side_and_at_another_tempo():
    lesson = shown("mine", track_of(squats(5, seconds=2.0)), 0.0, 10.0)
    other = track_of(turned(squats(5, seconds=3.0), 120.0))

    answer = ExerciseRecogniser(taught=(lesson,)).recognise(other, 0.0, 15.0)

    assert answer.name == "mine"


def test_what_was_taught_does_not_swallow_the_rest():
    lesson = shown("mine", track_of(squats(5, seconds=2.0)), 0.0, 10.0)

    answer = ExerciseRecogniser(taught=(lesson,)).recognise(*exact("push_up"))

    assert answer.name == "push_up"


class Asked:
    """Counts how often it is asked."""

    def __init__(self):
        self.times = []

    def recognise(self, track, start, end):
        self.times.append(end)
        return Recognised("squat", 0.9, (("squat", 0.9),))


def pushed(live, seconds, first=0.0):
    track = track_of(still(seconds))
    return [live.push(track.pose(i), first + i / RATE) for i in range(len(track))]


def test_the_live_recogniser_looks_now_and_then():
    asked = Asked()

    answers = pushed(LiveRecogniser(asked), 6.0)

    assert answers[0] == NOBODY
    assert answers[-1].name == "squat"
    assert min(np.diff(asked.times)) >= EVERY - 1e-9


def test_the_live_recogniser_forgets_who_left():
    live = LiveRecogniser(Asked())
    pushed(live, 3.0)

    gone = [live.push(None, 3.0 + i / RATE) for i in range(200)]

    assert gone[-1] == NOBODY


def test_a_reset_forgets_what_was_seen():
    live = LiveRecogniser(Asked())
    pushed(live, 3.0)

    live.reset()

    assert live.push(None, 3.1) == NOBODY


def test_weights_that_are_missing_or_of_another_network_are_told(tmp_path):
    with pytest.raises(ModelMissing):
        ExerciseRecogniser(tmp_path / "none.onnx")
    with pytest.raises(ModelDamaged):
        ExerciseRecogniser(MODELS / "encoder.onnx")
