"""What the coach says and when, from situations that are made up."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from coach.session import Alarm
from coach.texts import Texts, load_texts
from coach.types import Cue
from tests.ui import scripted
from ui.follow.guidance import Guidance
from ui.follow.loop import Part
from ui.follow.view import Situation, Stage
from ui.follow.voice_plan import Narrator, Saying

EN, KO = Texts("en"), Texts("ko")
ARM, LEG = scripted.ARM, scripted.LEG
SQUAT, RAISE = scripted.MOVES[:2]
NORMAL = Guidance()
EVERYTHING = Guidance(everything=True)


def situation(stage=Stage.RUNNING, *, time=1.0, cues=(None,), people=1, **changes):
    """A moment of the first move; ``live`` changes go by ``live_``."""
    live = {k[5:]: changes.pop(k) for k in list(changes) if k.startswith("live_")}
    persons = live.pop("people", tuple(scripted.person(84.0) for _ in range(people)))
    state = scripted.live_state(persons, **live)
    values = {"target": None, "live": state, "people": people, "time": time, "countdown": 0}
    return Situation(stage=stage, cues=cues, **(values | changes))


class Listener:
    """Hears what is said; by its clock a sentence takes no time, unless told otherwise."""

    def __init__(self, guidance=NORMAL, texts=EN):
        self.narrator, self.guidance, self.texts = Narrator(), guidance, texts
        self.clock, self.heard = 0.0, []

    def show(self, now, *, seconds=0.1, speaking=False):
        """How things are for a while, ten times a second; what was said."""
        said = []
        for _ in range(max(1, round(10 * seconds))):
            self.clock += 0.1
            one = self.narrator.push(now, self.clock, self.texts, self.guidance, speaking=speaking)
            said += [] if one is None else [one.text]
        self.heard += said
        return said


@pytest.fixture
def training():
    """Somebody who has just been told the first move."""
    listener = Listener()
    listener.show(situation(), seconds=1)
    listener.heard.clear()
    return listener


# -- the way of a session ------------------------------------------------------------------


def test_the_countdown_is_spoken_second_by_second():
    listener = Listener()
    for n in (5, 4, 3, 2, 1):
        listener.show(situation(Stage.COUNTDOWN, countdown=n), seconds=1)
    listener.show(situation(live_move=None, live_next_move=None))

    assert listener.heard == ["5", "4", "3", "2", "1", EN("voice_go")]


def test_of_a_long_countdown_only_the_end_is_spoken():
    listener = Listener()

    assert listener.show(situation(Stage.COUNTDOWN, countdown=10), seconds=2) == []


def test_the_first_move_is_named_when_it_begins():
    assert Listener().show(situation(live_next_move=None), seconds=3) == ["Squat."]


def test_a_move_is_announced_before_it_comes_and_not_named_again():
    listener, late = Listener(), replace(RAISE, start=20.0)
    listener.show(situation(time=1.0, live_next_move=late), seconds=1)
    listener.show(situation(time=18.0, live_next_move=late), seconds=1)
    listener.show(situation(time=20.0, live_move=late, live_next_move=None), seconds=3)

    assert listener.heard == ["Squat.", "Next: Lateral raise."]


def test_at_half_speed_a_move_is_announced_as_long_before_it_comes():
    listener = Listener()
    late = replace(RAISE, start=20.0)
    listener.show(situation(time=10.0, live_next_move=late), seconds=2)
    listener.heard.clear()

    assert listener.show(situation(time=16.0, speed=0.5, live_next_move=late)) == []
    assert listener.show(situation(time=17.6, speed=0.5, live_next_move=late)) != []


def test_a_rest_tells_what_comes_and_when(training):
    late = replace(RAISE, start=30.0)

    said = training.show(situation(time=10.0, live_move=None, live_next_move=late), seconds=4)
    assert said == [EN("voice_rest", move="Lateral raise", seconds=20)]


def test_half_way_is_told_once(training):
    target = scripted.ScriptedTarget(None, duration=100.0)
    before, after = (
        situation(time=time, target=target, live_next_move=None) for time in (49.9, 50.0)
    )
    training.show(before)

    assert training.show(after, seconds=3) == [EN("voice_half")]
    assert training.show(situation(time=51.0, target=target, live_next_move=None)) == []


def test_a_jump_over_the_middle_is_not_half_way(training):
    target = scripted.ScriptedTarget(None, duration=100.0)
    training.show(situation(time=10.0, target=target, live_next_move=None))

    assert training.show(situation(time=80.0, target=target, live_next_move=None)) == []


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        pytest.param({}, "voice_paused", id="paused"),
        pytest.param({"is_gone": True}, "voice_gone", id="nobody-there"),
    ],
)
def test_a_pause_is_told_and_how_it_ends(training, changes, key):
    assert training.show(situation(Stage.PAUSED, **changes), seconds=3) == [EN(key)]
    assert training.show(situation())[0] == EN("voice_goes_on")


# -- corrections ---------------------------------------------------------------------------


def test_a_cue_is_spoken_without_signs(training):
    assert training.show(situation(cues=(ARM,))) == ["Raise your left arm about 20 degrees higher."]


@pytest.mark.parametrize(("often", "gap"), [("few", 24.0), ("normal", 12.0), ("many", 6.0)])
def test_another_cue_waits_for_its_gap(often, gap):
    listener = Listener(replace(NORMAL, cues=often))
    listener.show(situation(), seconds=1)
    listener.show(situation(cues=(ARM,)))
    listener.heard.clear()

    assert listener.show(situation(cues=(LEG,)), seconds=gap - 0.5) == []
    assert len(listener.show(situation(cues=(LEG,)), seconds=1)) == 1


def test_the_same_cue_is_said_again_only_after_long(training):
    said = training.show(situation(cues=(ARM,)), seconds=50)

    assert len(said) == 2


def test_with_cues_off_none_is_spoken():
    listener = Listener(replace(NORMAL, cues="off"))
    listener.show(situation(), seconds=1)

    assert listener.show(situation(cues=(ARM,)), seconds=30) == []


def test_what_was_corrected_after_a_spoken_cue_is_praised(training):
    training.show(situation(cues=(ARM,)))
    person = replace(scripted.person(88.0), corrected=True)

    said = training.show(situation(live_people=(person,)), seconds=4)
    assert len(said) == 1
    assert said[0] in {EN(f"voice_praise_{n}") for n in (1, 2, 3)}


def test_what_nobody_was_told_is_not_praised(training):
    person = replace(scripted.person(88.0), corrected=True)

    assert training.show(situation(live_people=(person,)), seconds=4) == []


def test_of_two_people_it_is_said_who_is_meant():
    listener = Listener()
    listener.show(situation(people=2), seconds=1)

    said = listener.show(situation(people=2, cues=(None, LEG)))
    assert said == ["Person 2: Lift your right leg about 35 degrees higher."]


def test_who_is_meant_goes_by_name_where_it_is_known():
    listener = Listener(texts=KO)
    two = {"people": 2, "names": ("Mina", "지우")}
    listener.show(situation(**two), seconds=1)

    (said,) = listener.show(situation(**two, cues=(None, LEG)))

    assert said.startswith("지우: ")


def test_two_people_take_turns():
    listener = Listener()
    listener.show(situation(people=2), seconds=1)
    said = listener.show(situation(people=2, cues=(ARM, LEG)), seconds=13)

    assert [one.split(":")[0] for one in said] == ["Person 1", "Person 2"]


# -- order and interruption ----------------------------------------------------------------


def test_nothing_is_said_while_something_is_being_said(training):
    assert training.show(situation(cues=(ARM,)), seconds=1, speaking=True) == []
    assert len(training.show(situation(cues=(ARM,)))) == 1


def test_what_is_no_longer_true_when_its_turn_comes_is_not_said(training):
    training.show(situation(cues=(ARM,)), speaking=True)

    assert training.show(situation(), seconds=3, speaking=True) == []
    assert training.show(situation()) == []


def test_a_question_about_a_fall_interrupts():
    narrator = Narrator()
    now = situation(alarm=Alarm(0, 10.0, is_off=False), alarm_left=9)

    said = narrator.push(now, 1.0, EN, NORMAL, speaking=True)
    assert said == Saying(EN("voice_ask"), urgent=True)


def test_the_question_comes_again_until_it_is_answered(training):
    asked = situation(Stage.PAUSED, alarm=Alarm(0, 10.0, is_off=False))

    assert training.show(asked, seconds=11) == [EN("voice_ask")] * 3


def test_the_countdown_interrupts():
    said = Narrator().push(situation(Stage.COUNTDOWN, countdown=3), 1.0, EN, NORMAL, speaking=True)

    assert said == Saying("3", urgent=True)


def test_a_move_comes_before_a_cue(training):
    late = replace(RAISE, start=20.0)
    said = training.show(situation(time=18.0, cues=(ARM,), live_next_move=late), seconds=0.2)

    assert said == ["Next: Lateral raise.", "Raise your left arm about 20 degrees higher."]


def test_a_pause_forgets_what_was_to_be_said(training):
    training.show(situation(cues=(ARM,)), speaking=True)

    assert training.show(situation(Stage.PAUSED), seconds=3) == [EN("voice_paused")]


def test_who_wants_silence_gets_it():
    listener = Listener(replace(NORMAL, speaks=False))
    asked = situation(cues=(ARM,), alarm=Alarm(0, 10.0, is_off=False))

    assert listener.show(asked, seconds=30) == []


# -- counting ------------------------------------------------------------------------------


def counting(*done, attempts=0):
    """What is said while the repetitions go through these numbers."""
    listener = Listener(replace(NORMAL, counts=True))
    for n in done:
        person = replace(scripted.person(84.0), repetitions=n, attempts=attempts)
        listener.show(situation(live_people=(person,), live_next_move=None), seconds=1)
    return listener.heard[1:]


def test_full_repetitions_are_counted_aloud_where_wanted():
    assert counting(0, 1, 1, 2) == ["1", "2"]


def test_half_ones_are_not_counted():
    listener = Listener(replace(NORMAL, counts=True))
    whole = replace(scripted.person(84.0), repetitions=1)
    listener.show(situation(live_people=(whole,)), seconds=1)
    half = replace(whole, repetitions=2, attempts=1)

    assert listener.show(situation(live_people=(half,)), seconds=1) == []


def test_a_number_that_comes_too_late_is_not_said(training):
    training.guidance = replace(NORMAL, counts=True)
    training.show(
        situation(live_people=(replace(scripted.person(84.0), repetitions=8),)), speaking=True
    )

    again = situation(live_people=(replace(scripted.person(84.0), repetitions=8),))
    assert training.show(again, seconds=1, speaking=True) == []
    assert training.show(again) == []


# -- parts that are repeated ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "key"),
    [
        pytest.param({"speed": 0.6}, "voice_again", id="as-fast"),
        pytest.param({"speed": 0.7}, "voice_again_faster", id="faster"),
        pytest.param({"speed": 1.0, "is_mastered": True}, "voice_mastered", id="mastered"),
    ],
)
def test_every_pass_of_a_part_gets_a_word(training, after, key):
    part = Part(0.5, 3.0)
    training.show(situation(part=part, speed=0.6))

    said = training.show(situation(part=part, passes=1, **after), seconds=2)
    assert said == [EN(key)]


def test_a_move_after_the_part_is_not_announced(training):
    assert training.show(situation(time=2.5, part=Part(0.5, 3.0)), seconds=3) == []


# -- somebody who cannot look --------------------------------------------------------------


def test_who_cannot_look_is_told_how_to_begin():
    listener = Listener(EVERYTHING)

    said = listener.show(situation(Stage.READY, claps=True), seconds=2)
    assert said == [EN("voice_ready_clap")]


def test_what_the_camera_cannot_see_is_told_now_and_then(training):
    said = training.show(situation(live_note="note_feet_hidden", live_next_move=None), seconds=41)

    assert said == [EN("note_feet_hidden")] * 3


def test_the_advice_of_the_set_up_comes_after_how_to_begin():
    listener = Listener(EVERYTHING)
    listener.narrator.announce("Step back.", listener.clock)
    listener.show(situation(Stage.READY, claps=True), speaking=True)
    listener.narrator.announce("Step back.", listener.clock)

    said = listener.show(situation(Stage.READY, claps=True), seconds=1)
    assert said == [EN("voice_ready_clap"), "Step back."]


def test_who_cannot_look_hears_how_many_and_the_score():
    listener = Listener(EVERYTHING)
    said = listener.show(situation(time=0.6, live_next_move=None), seconds=32)

    assert said == [f"Squat. 12 repetitions. {EN('voice_how_squat')}", "good. 84."]


def test_how_a_move_is_done_is_told_once():
    listener, again = Listener(EVERYTHING), replace(SQUAT, start=30.0, end=40.0)
    listener.show(situation(live_next_move=None), seconds=1)
    listener.heard.clear()

    said = listener.show(situation(time=30.0, live_move=again, live_next_move=None), seconds=1)
    assert said == ["Squat. 12 repetitions."]


def test_a_move_of_a_name_of_its_own_is_named_without_explanation():
    listener, own = Listener(EVERYTHING), replace(SQUAT, name="Move 2", kind="held", repetitions=0)

    said = listener.show(situation(live_move=own, live_next_move=None), seconds=1)
    assert said == [EN("voice_move_held", move="Move 2", seconds=2)]


def test_a_score_that_is_not_known_is_not_told():
    listener = Listener(EVERYTHING)
    nobody = scripted.person(math.nan)
    said = listener.show(situation(live_people=(nobody,), live_next_move=None), seconds=40)

    assert len(said) == 1


def test_who_cannot_look_hears_the_average_at_the_end():
    listener = Listener(EVERYTHING)

    assert listener.show(situation(Stage.ENDING)) == [EN("voice_done_average", score="84")]


def test_who_cannot_look_gets_cues_even_where_they_were_off():
    listener = Listener(replace(EVERYTHING, cues="off"))
    listener.show(situation(live_next_move=None), seconds=1)

    assert len(listener.show(situation(cues=(ARM,), live_next_move=None))) == 1


def test_a_sentence_of_another_screen_is_said_when_there_is_time():
    listener = Listener(EVERYTHING)
    listener.show(situation(Stage.ANALYSING), seconds=1)
    listener.narrator.announce("Turn the light on.", listener.clock)

    assert listener.show(situation(Stage.ANALYSING)) == ["Turn the light on."]


# -- both languages ------------------------------------------------------------------------


def test_korean_is_spoken_in_korean():
    listener = Listener(texts=KO)
    listener.show(situation(), seconds=1)

    assert listener.show(situation(cues=(ARM,))) == ["왼팔을 20도 정도 더 높이 들어 보세요."]


@pytest.mark.parametrize("texts", [EN, KO], ids=["en", "ko"])
def test_no_cue_holds_a_sign_that_a_voice_stumbles_over(texts):
    from ui.follow.voice_words import cue_words

    kinds = [key[4:].rsplit("_", 1) for key in load_texts("en") if key.startswith("cue_")]
    for kind, side in kinds:
        assert not set("°%×–") & set(cue_words(Cue(kind, side, 20.0), texts))


def test_every_exercise_that_is_recognised_can_be_explained():
    named = {key[9:] for key in load_texts("en") if key.startswith("exercise_")}
    explained = {key[10:] for key in load_texts("en") if key.startswith("voice_how_")}

    assert named - explained == {"rest", "clap"}
    assert explained <= named
