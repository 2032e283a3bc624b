"""The alarm, path by path; time is a number and nothing waits."""

import pytest

from coach.moves.falls import (
    UNSEEN,
    Expected,
    FallAlarm,
    FallEvidence,
    FallPhase,
    FallSettings,
    FallState,
)

SETTINGS = FallSettings()
STANDS = FallEvidence(0.0, 1.0)
GOES_DOWN = FallEvidence(0.3, 0.55)
FELL = FallEvidence(0.95, 0.15)
LIES = FallEvidence(0.0, 0.15)
SEEMS_HIGH = FallEvidence(0.97, 0.8)
WATCHING, SUSPECTED, ASKING, ALARM = FallPhase


class Person:
    """Somebody whom an alarm watches, ten moments a second."""

    def __init__(self, step: float = 0.1) -> None:
        self.alarm, self.time, self._step = FallAlarm(SETTINGS), 0.0, step

    def does(
        self, evidence: FallEvidence, seconds: float, expected: Expected = "unknown"
    ) -> FallState:
        """The state after so many seconds of the same."""
        for _ in range(max(round(seconds / self._step), 1)):
            self.time += self._step
            self.alarm.push(self.time, evidence, expected)
        return self.alarm.state

    def phase(self) -> FallPhase:
        return self.alarm.state.phase


def fallen() -> Person:
    """Somebody who stood, fell and is asked."""
    person = Person()
    person.does(STANDS, 2.0)
    person.does(GOES_DOWN, 0.5)
    person.does(FELL, SETTINGS.settle + 0.2)
    return person


def test_who_stands_is_watched():
    person = Person()

    assert person.does(STANDS, 60.0) == FallState(WATCHING)
    assert person.alarm.falls == ()


def test_nobody_in_view_is_no_fall():
    assert Person().does(UNSEEN, 600.0) == FallState(WATCHING)


def test_a_likely_fall_is_suspected_at_once():
    person = Person()
    person.does(STANDS, 2.0)

    state = person.does(FELL, 0.1)

    assert state.phase is SUSPECTED
    assert state.fallen_at == pytest.approx(2.0)
    assert state.alarm_at is None


def test_who_stays_down_is_asked():
    person = fallen()

    assert person.phase() is ASKING
    assert person.alarm.falls == (pytest.approx(2.0),)


def test_a_fall_is_told_by_when_the_person_was_last_up():
    person = fallen()

    assert person.alarm.state.fallen_at == pytest.approx(2.0)


def test_the_alarm_goes_off_when_nobody_answers():
    person = fallen()
    before = person.does(LIES, SETTINGS.answer - 0.5)

    after = person.does(LIES, 1.0)

    assert (before.phase, after.phase) == (ASKING, ALARM)
    assert after.alarm_at == before.alarm_at


def test_the_alarm_stays_while_the_person_lies():
    person = fallen()
    person.does(LIES, SETTINGS.answer + 0.5)

    assert person.does(LIES, 3600.0).phase is ALARM


def test_who_gets_up_is_asked_no_more():
    person = fallen()

    assert person.does(STANDS, SETTINGS.risen + 0.2) == FallState(WATCHING)


def test_getting_up_ends_the_alarm():
    person = fallen()
    person.does(LIES, SETTINGS.answer + 0.5)

    assert person.does(STANDS, SETTINGS.risen + 0.2).phase is WATCHING


def test_sitting_up_on_the_floor_is_no_getting_up():
    person = fallen()

    assert person.does(FallEvidence(0.0, 0.6), 5.0).phase is ASKING


def test_one_glimpse_of_standing_is_no_getting_up():
    person = fallen()
    person.does(STANDS, 0.1)

    assert person.does(LIES, 1.0).phase is ASKING


@pytest.mark.parametrize(
    "seconds",
    [
        pytest.param(0.0, id="asked"),
        pytest.param(SETTINGS.answer + 0.5, id="alarm"),
    ],
)
def test_a_clap_or_button_ends_it(seconds):
    person = fallen()
    person.does(LIES, seconds)

    assert person.alarm.cancel() == FallState(WATCHING)
    assert person.does(LIES, 60.0).phase is WATCHING


def test_cancelling_ends_a_suspicion():
    person = Person()
    person.does(STANDS, 1.0)
    person.does(FELL, 0.1)

    assert person.alarm.cancel().phase is WATCHING


def test_a_fall_that_was_answered_is_not_suspected_again():
    person = fallen()
    person.alarm.cancel()

    assert person.does(FELL, 2.0).phase is WATCHING


def test_cancelling_while_all_is_well_leaves_the_alarm_ready():
    person = Person()
    person.does(STANDS, 1.0)
    person.alarm.cancel()

    assert person.does(FELL, 0.1).phase is SUSPECTED


def test_a_second_fall_is_found():
    person = fallen()
    person.does(STANDS, 3.0)

    person.does(FELL, SETTINGS.settle + 0.2)

    assert person.phase() is ASKING
    assert len(person.alarm.falls) == 2


def test_who_stumbles_and_recovers_is_not_asked():
    person = Person()
    person.does(STANDS, 2.0)
    person.does(FallEvidence(0.9, 0.75), 0.3)

    assert person.does(STANDS, 2.0).phase is WATCHING
    assert person.alarm.falls == ()


def test_who_goes_down_and_jumps_up_again_is_not_asked():
    person = Person()
    person.does(STANDS, 2.0)
    person.does(FELL, SETTINGS.settle - 0.3)

    assert person.does(STANDS, 2.0).phase is WATCHING
    assert person.alarm.falls == ()


def test_who_ends_neither_up_nor_down_is_not_asked():
    person = Person()
    person.does(STANDS, 2.0)
    person.does(FallEvidence(0.9, 0.58), 0.5)

    assert person.does(FallEvidence(0.0, 0.58), SETTINGS.doubt).phase is WATCHING


def test_who_lies_down_for_floor_exercise_is_not_suspected():
    person = Person()
    person.does(STANDS, 2.0)
    person.does(GOES_DOWN, 2.0)

    assert person.does(LIES, 600.0).phase is WATCHING


def test_who_has_long_been_on_the_floor_cannot_fall():
    person = Person()
    person.does(STANDS, 2.0)
    person.does(LIES, SETTINGS.recent + 1.0)

    assert person.does(FELL, 3.0).phase is WATCHING


def test_more_has_to_speak_for_a_fall_where_the_workout_asks_for_the_floor():
    doubtful = FallEvidence((SETTINGS.likely + SETTINGS.likely_on_floor) / 2, 0.15)
    phases = {}
    for expected in ("floor", "standing", "unknown"):
        person = Person()
        person.does(STANDS, 2.0)
        phases[expected] = person.does(doubtful, 2.0, expected).phase

    assert phases == {"floor": WATCHING, "standing": ASKING, "unknown": ASKING}


def test_a_sure_fall_is_found_where_the_workout_asks_for_the_floor():
    person = Person()
    person.does(STANDS, 2.0)

    assert person.does(FELL, 2.0, "floor").phase is ASKING


def test_who_vanishes_as_they_fall_is_asked():
    person = Person()
    person.does(STANDS, 2.0)
    person.does(FallEvidence(0.9, 0.6), 0.1)

    assert person.does(UNSEEN, SETTINGS.vanished - 0.5).phase is SUSPECTED
    assert person.does(UNSEEN, 1.0).phase is ASKING


def along_the_line_of_sight(seconds: float) -> Person:
    """Somebody who fell beyond doubt and seems to be higher than the floor."""
    person = Person()
    person.does(STANDS, 2.0)
    person.does(SEEMS_HIGH, seconds)
    return person


def test_a_fall_beyond_doubt_is_asked_about_however_high_somebody_seems():
    assert along_the_line_of_sight(SETTINGS.sure_for).phase() is SUSPECTED
    assert along_the_line_of_sight(SETTINGS.sure_for + 0.2).phase() is ASKING


def test_a_gap_adds_no_certainty():
    person = along_the_line_of_sight(0.2)

    assert person.does(UNSEEN, SETTINGS.sure_for).phase is SUSPECTED
    assert person.does(SEEMS_HIGH, 0.1).phase is SUSPECTED


def test_looks_that_are_far_apart_add_little_certainty():
    person = along_the_line_of_sight(0.1)
    person.time += 2.0

    assert person.does(SEEMS_HIGH, 0.1).phase is SUSPECTED


def test_a_fall_of_which_certainty_comes_slowly_is_asked_about():
    person = Person()
    person.does(STANDS, 2.0)
    person.does(FallEvidence(0.8, 0.8), 0.4)

    assert person.does(SEEMS_HIGH, SETTINGS.sure_for + 0.2).phase is ASKING


def test_certainty_from_before_a_suspicion_does_not_count():
    person = Person()
    person.does(LIES, 10.0)
    person.does(FallEvidence(0.95, 0.2), 1.0)  # who has been down for long cannot fall

    assert person.does(SEEMS_HIGH, 0.2).phase is SUSPECTED


def test_who_was_asked_beyond_doubt_and_seems_no_higher_sets_off_the_alarm():
    person = along_the_line_of_sight(SETTINGS.sure_for + 0.2)

    assert person.does(FallEvidence(0.1, 0.8), SETTINGS.answer).phase is ALARM


def test_a_moment_of_height_does_not_take_back_what_is_beyond_doubt():
    person = along_the_line_of_sight(SETTINGS.sure_for + 0.2)
    person.does(STANDS, 0.1)

    assert person.does(FallEvidence(0.1, 0.7), 1.0).phase is ASKING


def test_who_was_asked_beyond_doubt_near_the_floor_has_to_stand_upright_too():
    person = Person()
    person.does(STANDS, 2.0)
    person.does(FallEvidence(0.97, 0.5), 0.3)
    person.does(FallEvidence(0.97, 0.6), 0.5)

    assert person.phase() is ASKING
    assert person.does(FallEvidence(0.0, 0.7), 2.0).phase is ASKING


def test_who_was_asked_beyond_doubt_and_stands_upright_has_answered():
    person = along_the_line_of_sight(SETTINGS.sure_for + 0.2)

    assert person.does(STANDS, SETTINGS.risen + 0.2).phase is WATCHING
    person.does(STANDS, 5.0)
    person.does(FELL, SETTINGS.settle + 0.2)  # and to get up is as easy as ever the next time
    assert person.does(FallEvidence(0.0, 0.7), SETTINGS.risen + 0.2).phase is WATCHING


def test_who_walks_out_of_the_picture_is_not_asked():
    person = Person()
    person.does(STANDS, 2.0)

    assert person.does(UNSEEN, 600.0).phase is WATCHING


def test_who_is_lost_while_lying_stays_down():
    person = Person()
    person.does(STANDS, 2.0)
    person.does(FELL, 0.3)

    assert person.does(UNSEEN, SETTINGS.settle).phase is ASKING


def test_out_of_sight_is_no_getting_up():
    person = fallen()

    assert person.does(UNSEEN, SETTINGS.answer + 1.0).phase is ALARM


def test_the_alarm_goes_off_after_a_gap():
    person = fallen()
    person.time += 100.0

    assert person.does(UNSEEN, 0.1).phase is ALARM


def test_a_step_back_of_the_clock_changes_nothing():
    person = fallen()
    state = person.alarm.state

    assert person.alarm.push(0.5, STANDS) == state
    assert person.alarm.push(person.time, STANDS) == state


def test_reset_forgets_all():
    person = fallen()
    person.alarm.reset()

    assert person.alarm.state == FallState(WATCHING)
    assert person.alarm.falls == ()


@pytest.mark.parametrize("step", [1 / 60, 1 / 15, 0.25], ids=["60-hz", "15-hz", "4-hz"])
def test_the_rate_of_the_frames_does_not_matter(step):
    person = Person(step)
    person.does(STANDS, 2.0)
    person.does(FELL, SETTINGS.settle + 2 * step)

    assert person.phase() is ASKING


def test_two_people_have_an_alarm_each():
    one, other = fallen(), Person()
    other.does(STANDS, 5.0)
    one.does(LIES, SETTINGS.answer + 0.5)

    assert (one.phase(), other.phase()) == (ALARM, WATCHING)
