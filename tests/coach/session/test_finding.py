import threading

import numpy as np
import pytest

from coach.errors import ModelMissing
from coach.session.finding import Finder
from coach.session.pace import LOOK, Pace, Relief
from coach.types import Frame, Pose

FPS = 30.0
PICTURE = np.zeros((8, 8, 3), np.uint8)
POSE = Pose(
    np.full((17, 2), 3.0, np.float32), np.ones(17, np.float32), np.zeros((17, 3), np.float32), 0.0
)


class Camera:
    """A camera whose frames are asked for too late: every second one is gone."""

    def __init__(self, step=1):
        self.step, self.index = step, -1

    def next(self, after_index, timeout):
        self.index = max(self.index, after_index) + self.step
        return Frame(PICTURE, self.index / FPS, self.index)


class Model:
    def __init__(self, name, others=()):
        self.name, self.others, self.closed, self.followed = name, others, False, []

    def push(self, frame):
        return (POSE,)

    def follow(self, x, y):
        self.followed.append((x, y))

    def close(self):
        self.closed = True


class Models:
    def __init__(self, missing=(), others=()):
        self.made, self.missing, self.others = [], missing, others
        self.loaded = threading.Event()

    def __call__(self, name, people):
        self.loaded.set() if self.made else None
        if name in self.missing:
            raise ModelMissing(name)
        self.made.append(Model(name, self.others))
        return self.made[-1]


def find(finder, seconds, step=1):
    return [finder.find(0.1).frame.index for _ in range(int(seconds * FPS / step))]


def slow(models):
    finder = Finder(Camera(step=2), "full", 1, Pace(lighter=True), models)
    find(finder, LOOK + 0.2, step=2)
    assert models.loaded.wait(10)
    return finder


def test_a_machine_that_is_too_slow_goes_on_with_the_lighter_model():
    models = Models()
    finder = slow(models)
    finder._loader.shutdown()
    find(finder, 0.2)
    assert [model.name for model in models.made] == ["full", "lite"]
    assert models.made[0].closed
    assert not models.made[1].closed
    assert finder.relief is Relief.LIGHTER
    finder.close()
    assert models.made[1].closed


def test_the_lighter_model_follows_the_same_person_among_others():
    models = Models(others=(POSE,))
    finder = slow(models)
    finder._loader.shutdown()
    find(finder, 0.2)
    assert [model.followed for model in models.made] == [[], [(3.0, 3.0)]]
    finder.close()


def test_who_is_alone_is_found_by_the_lighter_model_without_being_told():
    models = Models()
    finder = slow(models)
    finder._loader.shutdown()
    find(finder, 0.2)
    assert [model.followed for model in models.made] == [[], []]
    finder.close()


def test_without_the_lighter_model_the_one_in_use_goes_on():
    models = Models(missing=("lite",))
    finder = slow(models)
    finder._loader.shutdown()
    find(finder, 0.2)
    assert not models.made[0].closed
    finder.close()


def test_a_machine_that_is_still_too_slow_looks_at_every_second_frame():
    finder = Finder(Camera(step=3), "lite", 1, Pace(lighter=False), Models())
    find(finder, LOOK + 0.2, step=3)
    assert finder.relief is Relief.HALVED
    finder._camera.step = 1
    indices = find(finder, 1, step=2)
    assert set(np.diff(indices)) == {2}
    finder.close()


@pytest.mark.parametrize("taken_over", [True, False])
def test_all_models_are_closed_in_the_end(taken_over):
    models = Models()
    finder = slow(models)
    if taken_over:
        finder._loader.shutdown()
        find(finder, 0.2)
    finder.close()
    assert all(model.closed for model in models.made)


def test_a_machine_that_is_known_to_be_slow_begins_with_the_lighter_model():
    models, pace = Models(), Pace(lighter=True)
    pace.begin_lighter()
    Finder(Camera(), "full", 1, pace, models).close()
    assert [model.name for model in models.made] == ["lite"]
