"""Work in the background: order, progress, rest, giving up."""

from __future__ import annotations

import math
import threading
import time

import pytest

from coach.backlog import NEWS_S, Backlog, GivenUp, Stage, Task
from coach.errors import BadRequest, CoachBug

FIXABLE = BadRequest("file", "a video", "a song")


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self):
        self.now = 0.0
        self.asked = threading.Event()

    def __call__(self):
        now = self.now
        self.asked.set()
        return now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def start(clock):
    """Makes backlogs and closes them."""
    made = []

    def make(work, on_change=lambda tasks: None):
        made.append(Backlog(work, on_change, name="test-backlog", clock=clock))
        return made[-1]

    yield make
    for backlog in made:
        backlog.close()


def test_what_is_pushed_is_done_in_order_and_its_outcome_kept(start):
    done = []

    def work(key, tell, stop):
        done.append(key)
        return key * 2

    backlog = start(work)
    backlog.push([1, 2, 3, 2])
    backlog.join()

    assert done == [1, 2, 3]
    assert [task.outcome for task in backlog.tasks] == [2, 4, 6]
    assert not backlog.busy


def test_one_that_fails_stops_nothing_and_says_why(start, caplog):
    def work(key, tell, stop):
        if key == "bad":
            raise FIXABLE
        if key == "bug":
            raise CoachBug("broken")

    backlog = start(work)
    backlog.push(["bad", "bug", "good"])
    backlog.join()

    assert [task.stage for task in backlog.tasks] == [Stage.FAILED, Stage.FAILED, Stage.DONE]
    assert [task.error for task in backlog.tasks] == [FIXABLE, None, None]
    assert "bug broke" in caplog.text


def test_remaining_time_follows_from_the_speed_so_far(start, clock):
    seen = []

    def work(key, tell, stop):
        tell(0.5)  # so much was done before
        clock.now += 10.0
        tell(0.6)

    backlog = start(work, lambda tasks: seen.append(tasks[0]))
    backlog.push(["a"])
    backlog.join()

    assert any(task.remaining_s == pytest.approx(40.0) for task in seen)
    assert backlog.tasks[0].remaining_s == 0.0


def test_news_of_one_task_come_no_faster_than_anybody_reads(start, clock):
    seen = []

    def work(key, tell, stop):
        for i in range(100):
            clock.now += NEWS_S / 10
            tell(i / 100)

    backlog = start(work, lambda tasks: seen.append(tasks[0].fraction))
    backlog.push(["a"])
    backlog.join()

    assert len(seen) < 20
    assert seen[-1] == 1.0


def test_a_held_backlog_rests_at_once_and_its_rest_does_not_count(start, clock):
    begun, resting, seen = threading.Event(), threading.Event(), []

    def work(key, tell, stop):
        tell(0.0)
        clock.now += 10.0
        begun.set()
        resting.wait(5)
        tell(0.5)

    backlog = start(work, lambda tasks: seen.append(tasks[0]))
    backlog.push(["a"])
    assert begun.wait(5)
    backlog.hold()
    clock.asked.clear()
    resting.set()
    assert clock.asked.wait(5)  # when the rest begins
    clock.now += 1000.0
    assert backlog.tasks[0].fraction == 0.0
    backlog.go_on()
    backlog.join()

    assert max(t.remaining_s for t in seen if not math.isnan(t.remaining_s)) <= 10.0


def test_what_is_pushed_into_a_held_backlog_waits(start):
    backlog = start(lambda key, tell, stop: key)
    backlog.hold()
    backlog.push(["a"])

    assert backlog.tasks == (Task("a"),)
    backlog.go_on()
    backlog.join()
    assert backlog.tasks[0].stage is Stage.DONE


def test_one_can_be_given_up_while_it_rests_and_the_others_go_on(start):
    begun = threading.Event()

    def work(key, tell, stop):
        begun.set()
        while key == "long" and not stop.wait(0.001):
            tell(0.5)
        if stop.is_set():
            raise GivenUp

    backlog = start(work)
    backlog.push(["long", "waiting", "last"])
    assert begun.wait(5)
    backlog.hold()
    backlog.drop("waiting")
    backlog.drop("long")
    backlog.go_on()
    backlog.join()

    stages = {task.key: task.stage for task in backlog.tasks}
    assert stages == {
        "long": Stage.CANCELLED, "waiting": Stage.CANCELLED, "last": Stage.DONE,
    }  # fmt: skip


def test_closing_a_held_backlog_ends_it(start):
    backlog = start(lambda key, tell, stop: key)
    backlog.hold()
    backlog.push(["a", "b"])
    backlog.close()
    backlog.push(["c"])

    assert [task.stage for task in backlog.tasks] == [Stage.CANCELLED, Stage.CANCELLED]


def test_what_was_given_up_may_be_pushed_again(start):
    backlog = start(lambda key, tell, stop: key)
    backlog.hold()
    backlog.push(["a", "b"])
    backlog.drop("a")
    backlog.push(["a"])
    backlog.go_on()
    backlog.join()

    assert [(task.key, task.stage) for task in backlog.tasks] == [
        ("b", Stage.DONE),
        ("a", Stage.DONE),
    ]


def test_what_is_told_last_is_how_it_stands(start):
    told = []

    def slow_for_who_pushes(tasks):
        if threading.current_thread() is threading.main_thread():
            time.sleep(0.1)
        told.append([task.stage for task in tasks])

    backlog = start(lambda key, tell, stop: None, slow_for_who_pushes)
    backlog.push(["a"])
    backlog.join()

    assert told[-1] == [Stage.DONE]
