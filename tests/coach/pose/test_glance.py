import threading

import numpy as np
import pytest

from coach.pose.glance import Glances

PICTURE = np.zeros((4, 4, 3), np.uint8)


@pytest.fixture
def counting():
    """A look that ends when it is told how many people there are."""

    class Counting:
        def __init__(self):
            self.go, self.people = threading.Event(), 0

        def __call__(self, image):
            assert self.go.wait(10)
            return self.people

    counting = Counting()
    yield counting
    counting.go.set()


@pytest.fixture
def glances(counting):
    glances = Glances(counting)
    yield glances
    counting.go.set()
    glances.close()


def test_nobody_waits_for_a_look(glances, counting):
    glances.look(PICTURE)
    assert glances.busy
    assert glances.seen() is None


def test_an_answer_is_given_once(glances, counting):
    counting.people = 2
    glances.look(PICTURE)
    counting.go.set()
    assert glances.wait() == 2
    assert not glances.busy
    assert glances.seen() is None


def test_without_a_look_there_is_nobody(glances):
    assert glances.wait() == 0
