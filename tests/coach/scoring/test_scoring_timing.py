import numpy as np
import pytest

from coach.scoring.timing import timing_of, usual_lag

RATE = 15.0


def test_the_usual_lag_comes_from_the_first_moves():
    lags = np.concatenate([np.full(200, 0.5), np.full(500, 1.0)])

    assert usual_lag(lags, RATE) == 0.5


def test_frames_in_which_nobody_follows_tell_no_lag():
    lags = np.concatenate([np.full(300, np.nan), np.full(100, 0.7)])

    assert usual_lag(lags, RATE) == 0.7


def test_a_second_is_too_little_to_know_the_usual_lag():
    assert np.isnan(usual_lag(np.full(15, 0.4), RATE))


@pytest.mark.parametrize(
    ("late", "word"),
    [
        pytest.param(0.1, "", id="in-time"),
        pytest.param(0.35, "late", id="late"),
        pytest.param(-0.35, "early", id="early"),
        pytest.param(3.0, "", id="another-repetition"),
    ],
)
def test_what_differs_from_the_usual_lag_is_told(late, word):
    timing = timing_of(np.full(60, 0.6 + late), 0.6)

    assert timing.late == pytest.approx(late)
    assert timing.word == word


def test_a_lag_that_wavers_is_not_worth_a_word():
    lags = 0.9 + 0.4 * np.sin(np.arange(60))

    assert timing_of(lags, 0.5).word == ""


@pytest.mark.parametrize(
    ("lags", "usual"), [(np.full(9, np.nan), 0.5), (np.full(9, 0.5), np.nan), (np.zeros(0), 0.5)]
)
def test_nothing_known_tells_nothing(lags, usual):
    assert timing_of(lags, usual) is None
