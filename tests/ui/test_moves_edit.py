"""The moves of a video as values that a person edits."""

import pytest

from coach.texts import Texts
from coach.types import Move
from ui.moves.edit import MovesEdit, name_of, names_known

SQUAT, RAISE = Move("squat", 2.0, 10.0, 4, confidence=0.7), Move("lateral_raise", 12.0, 20.0, 5)
EDIT = MovesEdit((SQUAT, RAISE), 30.0)


@pytest.mark.parametrize(
    ("i", "edge", "wanted", "got"),
    [
        pytest.param(0, "end", 11.0, 11.0, id="into-the-gap"),
        pytest.param(0, "end", 15.0, 12.0, id="not-over-the-next-one"),
        pytest.param(1, "start", 5.0, 10.0, id="not-over-the-one-before"),
        pytest.param(0, "start", -3.0, 0.0, id="not-before-the-video"),
        pytest.param(1, "end", 99.0, 30.0, id="not-after-the-video"),
        pytest.param(0, "end", 0.5, 3.0, id="not-to-nothing"),
        pytest.param(0, "start", 9.9, 9.0, id="not-to-nothing-from-the-left"),
    ],
)
def test_an_end_goes_as_far_as_the_neighbours_let_it(i, edge, wanted, got):
    assert getattr(EDIT.dragged(i, edge, wanted).moves[i], edge) == got


def test_what_a_person_changed_is_sure_and_the_rest_stays_as_it_was():
    edited = EDIT.renamed(0, "lunge")

    assert [(m.name, m.confidence) for m in edited.moves] == [("lunge", 1.0), ("lateral_raise", 1)]
    assert EDIT.renamed(1, "lunge").moves[0] is SQUAT


def test_a_move_is_split_in_two_of_its_name():
    first, second, _ = EDIT.split(0, 6.0).moves

    assert (first.name, first.end) == (second.name, second.start) == ("squat", 6.0)


@pytest.mark.parametrize("time", [2.5, 9.5, 25.0])
def test_a_move_is_not_split_into_next_to_nothing(time):
    assert not EDIT.can_split(0, time)
    assert EDIT.split(0, time) is EDIT


def test_two_moves_become_one_called_like_the_first():
    (both,) = EDIT.joined(0).moves

    assert (both.name, both.start, both.end) == ("squat", 2.0, 20.0)


def test_the_last_move_has_none_to_be_joined_with():
    assert EDIT.joined(1) is EDIT


def test_every_change_can_be_undone_in_turn():
    edited = EDIT.removed(0).renamed(0, "lunge").reset((SQUAT,))

    assert edited.undone().moves[0].name == "lunge"
    assert edited.undone().undone().moves == (RAISE,)
    assert edited.undone().undone().undone() == EDIT
    assert EDIT.undone() is EDIT


def test_a_change_that_changes_nothing_is_not_remembered():
    assert EDIT.renamed(0, "squat").past == ()


@pytest.mark.parametrize(
    ("language", "written", "name"),
    [
        ("en", " side LUNGE ", "side_lunge"),
        ("ko", "스쿼트", "squat"),
        ("ko", "우리 집 운동", "우리 집 운동"),
    ],
)
def test_a_name_of_the_vocabulary_is_understood_and_another_one_kept(language, written, name):
    assert name_of(written, Texts(language)) == name


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_vocabulary_has_a_name_of_its_own_for_every_exercise(language):
    known = names_known(Texts(language))

    assert len(known) == len(set(known.values())) == 39
    assert "rest" not in known.values()
