"""The worked example of the documentation is an exercise like those of the library."""

from pathlib import Path

import numpy as np
import pytest

from models.training.studio.anatomy import depth_below_floor, out_of_range, slides
from models.training.studio.body import load_bodies
from models.training.studio.compose import Script, perform
from models.training.studio.examples.good_morning import GOOD_MORNING
from models.training.studio.exercises import EXERCISES
from models.training.studio.rig import Rig

BODIES = load_bodies(Path(__file__).parents[1] / "data" / "bodies.npz")
FAULTS = [None, *(kind.name for kind in GOOD_MORNING.faults)]


@pytest.mark.parametrize("who", BODIES)
@pytest.mark.parametrize("fault", FAULTS)
def test_the_example_is_sane_on_any_body(who, fault, monkeypatch):
    monkeypatch.setitem(EXERCISES, "good_morning", GOOD_MORNING)
    rig = Rig(BODIES[who])
    script = Script(np.random.default_rng(1))
    script.exercise("good_morning", 1, {fault: 1.0} if fault else None)
    take = perform(rig, script, np.arange(0, script.now, 1 / 15))

    assert max(slides(rig, take.motion, take.supports).values()) < 0.01
    assert depth_below_floor(rig, take.motion) < 0.01
    assert out_of_range(rig, take.motion) == {}
