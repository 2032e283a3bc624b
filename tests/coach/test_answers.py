"""What is said of a recording."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from coach import answers
from coach.moves.counting import Counted
from tests.coach.people import still, track_of

TRACK = track_of(still(4))
COUNTED = Counted(((0.0, 1.0), (1.0, 2.0), (2.0, 3.0)), ((3.0, 3.5),), ())


@pytest.mark.parametrize(
    ("by_form", "repetitions", "attempts"),
    [
        pytest.param(0, 3, 1, id="none-by-form"),
        pytest.param(1, 3, 1, id="fewer-than-half"),
        pytest.param(2, 2, 0, id="half"),
        pytest.param(7, 7, 0, id="more"),
    ],
)
def test_the_form_of_a_push_up_finds_its_repetitions(monkeypatch, by_form, repetitions, attempts):
    found = [SimpleNamespace(start=float(i), end=i + 0.5) for i in range(by_form)]
    monkeypatch.setattr(answers, "count", lambda *_, **__: COUNTED)
    monkeypatch.setattr(answers, "assess", lambda *_: SimpleNamespace(repetitions=found))
    named = SimpleNamespace(recognise=lambda *_: SimpleNamespace(name="push_up"))

    said = answers.counted(TRACK, encoder=None, recogniser=named)

    assert (said["repetitions"], said["attempts"]) == (repetitions, attempts)
    assert len(said["times"]) == repetitions


def test_of_any_other_exercise_the_counter_is_believed(monkeypatch):
    monkeypatch.setattr(answers, "count", lambda *_, **__: COUNTED)
    named = SimpleNamespace(recognise=lambda *_: SimpleNamespace(name="squat"))

    said = answers.counted(TRACK, encoder=None, recogniser=named)

    assert (said["repetitions"], said["attempts"]) == (3, 1)
