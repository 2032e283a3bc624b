import os
import subprocess
import sys
from dataclasses import astuple
from io import StringIO
from pathlib import Path

import numpy as np
import pytest

from models.training.studio import acts, draw, jobs, sets
from models.training.studio.body import load_bodies
from models.training.studio.exercises import EXERCISES
from models.training.studio.jobs import Progress, WorkFailed, duration
from models.training.studio.people import people
from models.training.studio.seen import FRAMES_A_SHARD, lengths, models_of
from models.training.studio.take import Fault, Segment, Take
from models.training.studio.truth import write_truth

ROOT = Path(__file__).resolve().parents[2]
BODIES = load_bodies(ROOT / "tests" / "data" / "bodies.npz")
SETS = ("train", "evaluate", "test", "demo")


@pytest.fixture
def lean(monkeypatch):
    """Bodies that need no anny, one of six for each shape."""
    lean = list(BODIES.values())

    def body_of(shape):
        return lean[round(1000 * shape.weight) % len(lean)]

    for module in (acts, draw):
        monkeypatch.setattr(module, "make_body", body_of)
    monkeypatch.setattr(sets, "make_body", body_of)


def test_nobody_is_in_two_sets():
    ids = [{person.id for person in people(name, 40)} for name in SETS]
    shapes = [{astuple(person.shape) for person in people(name, 40)} for name in SETS]

    for things in (ids, shapes):
        assert sum(len(one) for one in things) == len(set().union(*things)) == 160


def test_random_numbers_of_one_set_are_in_no_other():
    drawn = {name: draw.generator(name, 7).integers(2**62, size=64) for name in SETS}

    assert len(np.unique(np.concatenate(list(drawn.values())))) == 256


def test_people_of_clips_are_not_those_of_shards():
    recipes = [sets.recipe_of("train", number) for number in range(5)]
    shards = {person.id for person in people("train", 2000)}
    first = sets.FIRST_OF_CLIPS
    clips = {person.id for person in people("train", 2 * len(recipes), first)}

    assert not shards & clips


def test_cameras_of_train_and_evaluate_differ(lean):
    cameras = {
        name: [scene.camera for scene in draw.draw_sequences(name, 0, [4, 4, 4, 4], 15.0)]
        for name in ("train", "evaluate")
    }

    assert not set(cameras["train"]) & set(cameras["evaluate"])


def test_the_test_set_shows_every_exercise_right_and_wrong():
    recipes = sets.test_recipes()
    right = {m.name for r in recipes for moves in r.moves for m in moves if not m.faults}
    wrong = {m.name for r in recipes for moves in r.moves for m in moves if m.faults}

    assert right == set(EXERCISES)
    assert wrong == {name for name, exercise in EXERCISES.items() if exercise.faults}


def test_the_test_set_has_two_people_and_hard_cameras_and_all_angles():
    recipes = sets.test_recipes()

    assert any(len(r.moves) == 2 for r in recipes)
    assert sum(r.hard for r in recipes) >= 10
    assert {r.angle for r in recipes} == {*sets.ANGLES, *sets.ON_FLOOR}
    assert len({r.name for r in recipes}) == len(recipes)


@pytest.mark.parametrize(
    "what", ["fall_forward", "fall_backward", "fall_sideways", "fall_from_chair", "clap_loud",
             "sit_down_fast", "drop_to_push_up", "walk"]
)  # fmt: skip
def test_the_test_set_has_falls_near_misses_and_claps(what):
    assert what in {recipe.act for recipe in sets.test_recipes()}


def test_two_people_cross(lean):
    recipe = next(r for r in sets.test_recipes() if r.name == "two_people_crossing")
    across = sets.scene_of("test", recipe).truth().points.mean(axis=2)[..., 0]
    order = np.sign(across[:, 0] - across[:, 1])

    assert np.count_nonzero(np.diff(order[order != 0])) == 1


def test_the_same_seed_gives_the_same_bytes_of_truth(lean, tmp_path):
    recipe = sets.test_recipes()[0]
    for name in "ab":
        write_truth(tmp_path / f"{name}.npz", sets.scene_of("test", recipe).truth())

    for suffix in (".npz", ".json"):
        first, second = ((tmp_path / name).with_suffix(suffix).read_bytes() for name in "ab")
        assert first == second


HASHED = """
import hashlib, sys
from pathlib import Path
from models.training.studio import draw
from models.training.studio.body import load_bodies
from models.training.studio.compose import perform
from models.training.studio.people import people
from models.training.studio.rig import Rig
import numpy as np

rig = Rig(next(iter(load_bodies(Path(sys.argv[1])).values())))
script = draw.a_workout(np.random.default_rng(1), people("train", 1)[0], ["push_up", "lunge"])
take = perform(rig, script, np.arange(0, script.now, 0.2))
print(hashlib.sha256(take.motion.shift.tobytes()).hexdigest())
"""


def test_motion_does_not_depend_on_the_order_of_sets():
    found = {
        subprocess.run(
            [sys.executable, "-c", HASHED, str(ROOT / "tests" / "data" / "bodies.npz")],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        ).stdout
        for seed in (1, 2, 3, 4)
    }

    assert len(found) == 1


def test_another_number_gives_another_scene(lean):
    one, other = (sets.scene_of("train", sets.recipe_of("train", number)) for number in (0, 1))

    assert one.camera != other.camera
    assert one.cast[0].person != other.cast[0].person


def test_a_clip_says_what_it_shows(lean):
    recipe = next(r for r in sets.test_recipes() if r.name == "squat_wrong")
    truth = sets.scene_of("test", recipe).truth()
    squat = next(s for s in truth.segments() if s.kind == "exercise")

    assert squat.name == "squat"
    assert len(squat.repetitions) == 2
    assert {fault.name for fault in squat.faults} == set(recipe.moves[0][0].faults)
    assert truth.phase.max() > 0.9
    assert 0 <= squat.repetitions[0][0] < squat.repetitions[-1][1] <= truth.time[-1]


def test_people_lie_about_the_middle_of_the_room(lean):
    recipe = next(r for r in sets.test_recipes() if r.name == "push_up")
    ground = sets.scene_of("test", recipe).truth().ground
    low, high = (pick(ground[..., :2], axis=(0, 1, 2)) for pick in (np.min, np.max))

    assert np.abs(low + high).max() < 0.01
    assert ground[..., 2].min() > -0.05


@pytest.mark.parametrize("name", ["squat", "push_up", "two_people", "fall_backward"])
def test_people_fill_the_picture_and_are_whole_in_it(name, lean):
    recipe = next(r for r in sets.test_recipes() if r.name == name)
    truth = sets.scene_of("test", recipe).truth()
    place = np.abs(truth.points / np.array(truth.size) * 2 - 1)

    assert 0.55 < place.max() < 0.9
    assert truth.confidence.all()


def test_a_shard_shows_each_motion_by_two_cameras(lean):
    scenes = draw.draw_sequences("train", 3, [6] * 8, 15.0)

    assert len({scene.camera for scene in scenes}) == 8
    body = [scene.truth().body for scene in scenes]
    assert np.abs(body[0] - body[4]).max() < 1e-5
    assert np.abs(body[0] - body[1]).max() > 1e-3


@pytest.mark.parametrize("seed", range(5))
def test_the_frames_of_a_shard_are_always_as_many(seed):
    found = lengths(np.random.default_rng(seed))

    assert sum(found) == FRAMES_A_SHARD
    assert min(found) >= 16
    assert max(found) <= 48


def test_each_model_looks_at_its_share_of_the_sequences():
    rng = np.random.default_rng(0)
    looks = [model for _ in range(2000) for model in models_of(rng)]
    share = {model: looks.count(model) / len(looks) for model in set(looks)}

    assert share["full"] == pytest.approx(0.40, abs=0.04)
    assert share["heavy"] == pytest.approx(0.35, abs=0.04)
    assert share["lite"] == pytest.approx(0.25, abs=0.04)


def test_a_cut_names_only_what_is_in_it():
    squat = Segment(
        "exercise", "squat", 1.0, 9.0, repetitions=((1.0, 4.0), (4.0, 7.0)),
        faults=(Fault("shallow", 0.5, 1.0, 4.0), Fault("shallow", 0.5, 7.5, 8.0)),
    )  # fmt: skip
    times = np.arange(40) / 10 + 3.5
    take = Take(times, None, {}, (squat, Segment("rest", "rest", 9, 12)), times, claps=(1.0, 5.0))

    part = draw.cut(take, 3.5)

    assert part.times[0] == 0
    assert [s.name for s in part.segments] == ["squat"]
    assert part.segments[0].repetitions == ((0.5, 3.5),)
    assert [(f.start, f.end) for f in part.segments[0].faults] == [(0.0, 0.5)]
    assert part.claps == (1.5,)


SCRIPT = """
import os, signal, sys
from functools import partial
from pathlib import Path
from models.training.studio.jobs import run

def work(folder, fatal, number):
    if number == fatal:
        os.kill(os.getppid(), signal.SIGKILL)
        os._exit(9)
    part = folder / f"{number}.part"
    part.write_text(str(number**2))
    part.replace(folder / f"{number}.txt")

if __name__ == "__main__":
    folder, fatal = Path(sys.argv[1]), int(sys.argv[2])
    missing = [n for n in range(12) if not (folder / f"{n}.txt").exists()]
    run(partial(work, folder, fatal), missing, 2, "pieces")
"""


def work_in(folder, fatal):
    script = folder.parent / "script.py"
    script.write_text(SCRIPT)
    folder.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, str(script), str(folder), str(fatal)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is of POSIX")
def test_killed_and_started_again_it_makes_what_one_run_makes(tmp_path):
    killed = work_in(tmp_path / "twice", fatal=5)
    assert killed.returncode == -9
    assert not (tmp_path / "twice" / "5.txt").exists()
    again = work_in(tmp_path / "twice", fatal=-1)
    once = work_in(tmp_path / "once", fatal=-1)

    assert (again.returncode, once.returncode) == (0, 0)
    made = [
        {path.name: path.read_text() for path in (tmp_path / name).iterdir()}
        for name in ("twice", "once")
    ]
    assert made[0] == made[1]
    assert len(made[0]) == 12
    assert "12 of 12 pieces" in once.stderr


def test_work_that_fails_says_so(tmp_path):
    with pytest.raises(WorkFailed, match="0 of 1"):
        jobs.run(os.rmdir, [tmp_path / "nowhere"], 1, "pieces")


def test_progress_says_what_is_done_how_fast_and_what_remains():
    now = [0.0]
    progress = Progress(100, "frames", 256, to=StringIO(), clock=lambda: now[0])
    now[0] = 50.0

    assert progress.line(25) == "6400 of 25600 frames, 128.0 a second, 2 min 30 s left"
    assert progress.line(0) == "0 of 25600 frames, 50 s so far"


@pytest.mark.parametrize(
    ("seconds", "words"), [(7, "7 s"), (125, "2 min 05 s"), (4000, "1 h 06 min")]
)
def test_durations_in_words(seconds, words):
    assert duration(seconds) == words
