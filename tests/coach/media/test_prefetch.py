import threading
from itertools import count

import pytest

from coach.media.prefetch import prefetched


def threads():
    return [t for t in threading.enumerate() if t.name == "prefetch"]


@pytest.mark.parametrize("room", [1, 3, 100])
def test_all_items_come_in_their_order(room):
    assert list(prefetched(iter(range(20)), room)) == list(range(20))
    assert not threads()


def test_nothing_comes_of_nothing():
    assert list(prefetched(iter(()), 2)) == []


def test_items_are_made_on_another_thread_ahead_of_who_asks():
    made, third = [], threading.Event()

    def source():
        for i in range(5):
            made.append(threading.current_thread())
            if i == 2:
                third.set()
            yield i

    items = prefetched(source(), 2)
    assert next(items) == 0
    assert third.wait(10)
    assert threading.current_thread() not in made
    items.close()


def test_an_error_comes_after_the_items_before_it():
    def source():
        yield 1
        raise ValueError("broken")

    items = prefetched(source(), 5)
    assert next(items) == 1
    with pytest.raises(ValueError, match="broken"):
        next(items)
    assert not threads()


def test_who_stops_early_ends_the_thread_also_of_endless_items():
    for item in prefetched(count(), 2):
        if item == 3:
            break
    del item
    items = prefetched(count(), 2)
    next(items)
    items.close()
    assert not threads()
