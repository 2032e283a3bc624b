"""A process that records sessions until it is killed, and tells what is safe on disk.

Each thing that it sends is a promise: ``("begun", 3)`` (session 3 is in the diary), ``("frames",
3, 60)`` (two seconds of it are there), ``("ended", 3)`` (it is finished, with a result).
"""

from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from coach.storage import Store
from tests.coach.storage.samples import TARGET, fill, session_result

LONGEST_S = 40


def record(folder: Path, seed: int, promises: Connection) -> None:
    """Sessions of one or two people, of random length, each second of them committed."""
    chance = Random(seed)
    with Store(folder) as store:
        while True:
            people = chance.randint(1, 2)
            recorder = store.start_session(TARGET, people)
            promises.send(("begun", recorder.id))
            for second in range(chance.randint(1, LONGEST_S)):
                fill(recorder, 30, people=people, start=float(second))
                assert recorder.flush()
                promises.send(("frames", recorder.id, recorder.written))
            recorder.finish(session_result(*[70.0] * people))
            assert recorder.error is None
            promises.send(("ended", recorder.id))
