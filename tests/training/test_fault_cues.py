import pytest

from coach.scoring.cues import CUE_KINDS
from coach.types import Cue
from models.training.fault_cues import FAULT_CUES, MAIN_EXERCISES, TAUGHT_CUES, names
from models.training.studio.exercises import EXERCISES


@pytest.mark.parametrize("exercise", MAIN_EXERCISES)
def test_every_fault_of_a_main_exercise_has_cues_that_exist(exercise):
    assert FAULT_CUES[exercise].keys() == {fault.name for fault in EXERCISES[exercise].faults}
    for cues in FAULT_CUES[exercise].values():
        assert {cue.split()[0] for cue in cues} <= CUE_KINDS.keys()


@pytest.mark.parametrize("exercise", TAUGHT_CUES)
def test_faults_that_only_teach_exist_and_so_do_their_cues(exercise):
    assert exercise not in FAULT_CUES
    assert TAUGHT_CUES[exercise].keys() <= {fault.name for fault in EXERCISES[exercise].faults}
    for cues in TAUGHT_CUES[exercise].values():
        for kind, _, side in (cue.partition(" ") for cue in cues):
            assert not side or side in CUE_KINDS[kind]


@pytest.mark.parametrize(
    ("side", "rightly"),
    [pytest.param("right", True, id="the-side-at-fault"), pytest.param("left", False, id="other")],
)
def test_the_side_counts_where_one_side_is_at_fault(side, rightly):
    assert names(Cue("raise_arm", side, 30.0), "lateral_raise", "uneven") is rightly


def test_faults_of_the_other_exercises_are_named_too():
    assert names(Cue("bend_elbow", "both", 30.0), "biceps_curl", "half_range")
    assert not names(Cue("straighten_elbow", "both", 30.0), "biceps_curl", "half_range")
