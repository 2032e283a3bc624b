"""A worked example: a new exercise, "good morning", filmed with its truth.

    python -m models.training.studio.examples.good_morning --output good-morning

Hands behind the head, knees a little bent, the trunk bows from the hips and comes up again.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from models.training.studio.exercises import EXERCISES, Exercise, FaultKind, Stage
from models.training.studio.keys import Key, both
from models.training.studio.sets import Move, Recipe, scene_of

_HANDS = both(arm_raise=88, arm_plane=100, arm_turn=80, elbow=132, forearm=10)
"""Upper arms level and to the side, turned outward, elbows bent: hands beside the head."""

_UPRIGHT = Key({**_HANDS, **both(hip_open=9, knee=8, ankle=3)}, balance=True)
_BOWED = Key(
    {**_HANDS, **both(hip_open=9, knee=20, ankle=2, pitch=66, spine_pitch=6, head_pitch=-20)},
    balance=True,
)

GOOD_MORNING = Exercise(
    name="good_morning",
    posture="standing",
    ready=_UPRIGHT,
    way=(Stage(0.42, _BOWED, 1.0), Stage(0.52, _BOWED, 1.0)),
    seconds=3.0,
    faults=(
        FaultKind("shallow", depth=0.5),
        FaultKind("back_rounded", change={"pitch": -20, "spine_pitch": 45}),
        FaultKind("knees_bent", change=both(knee=40, ankle=16)),
    ),
)
RECIPES = (
    Recipe("good_morning", 0, ((Move("good_morning", 3),),), angle=60.0),
    Recipe("good_morning_rounded", 1, ((Move("good_morning", 3, {"back_rounded": 0.8}),),), 90.0),
    Recipe("good_morning_hard", 2, ((Move("good_morning", 3),),), -35.0, hard=True),
)
"""Three clips: who, where and which camera follow from the numbers."""


def main() -> None:
    """Film the clips and read their truth back."""
    from models.training.studio.scene import film
    from models.training.studio.truth import read_truth

    EXERCISES[GOOD_MORNING.name] = GOOD_MORNING  # from here on known by its name, like all
    parser = argparse.ArgumentParser(description="Film a new exercise.")
    parser.add_argument("--output", type=Path, default=Path("good-morning"))
    folder = parser.parse_args().output
    folder.mkdir(parents=True, exist_ok=True)
    for recipe in RECIPES:
        film(scene_of("evaluate", recipe), folder)
        truth = read_truth(folder / f"{recipe.name}.mp4")
        exercise = next(s for s in truth.segments(0) if s.kind == "exercise")
        wrong = sorted({fault.name for fault in exercise.faults})
        print(
            f"{recipe.name}.mp4: {len(truth.time)} frames, "
            f"{len(exercise.repetitions)} repetitions, "
            f"faults: {', '.join(wrong) or 'none'}, "
            f"joints seen: {np.mean(truth.visible):.0%}"
        )


if __name__ == "__main__":
    main()
