import pytest

from coach.scoring.cues import CUE_KINDS
from coach.types import Cue
from models.training.fault_cues import FAULT_CUES, MAIN_EXERCISES, names
from models.training.studio.exercises import EXERCISES


@pytest.mark.parametrize("exercise", MAIN_EXERCISES)
def test_every_fault_of_a_main_exercise_has_cues_that_exist(exercise):
    assert FAULT_CUES[exercise].keys() == {fault.name for fault in EXERCISES[exercise].faults}
    for cues in FAULT_CUES[exercise].values():
        assert {cue.split()[0] for cue in cues} <= CUE_KINDS.keys()


@pytest.mark.parametrize(
    ("side", "rightly"),
    [pytest.param("right", True, id="the-side-at-fault"), pytest.param("left", False, id="other")],
)
def test_the_side_counts_where_one_side_is_at_fault(side, rightly):
    assert names(Cue("raise_arm", side, 30.0), "lateral_raise", "uneven") is rightly
