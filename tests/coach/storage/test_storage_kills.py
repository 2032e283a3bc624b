"""``kill -9`` at random moments: what was acknowledged is there, and the file is sound."""

import multiprocessing
import os
import signal
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest

from coach.storage import Store
from tests.coach.storage.recording import record
from tests.soak import runs

KILLS = 500
IN_A_FOLDER = 20
"""Kills after each other of one data folder, so that what was killed is opened and goes on."""
LATEST_S = 1.5
"""Latest kill after the start: some are killed while the file is made, most while recording."""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")


def killed(folder: Path, seed: int) -> list[tuple[str, int, int]]:
    """Record, kill at a random moment; the promises that were made until then."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([record.__module__])
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=record, args=(folder, seed, theirs))
    process.start()
    theirs.close()
    process.join(Random(seed).uniform(0.0, LATEST_S))
    process.kill()
    said = []
    with ours:
        try:
            while True:
                said.append((*ours.recv(), 0)[:3])
        except EOFError:
            process.join()
    assert process.exitcode == -signal.SIGKILL
    return said


class Promises:
    """What was acknowledged of one folder.

    Attributes:
        frames: of each session; ended: sessions that are finished.
    """

    def __init__(self) -> None:
        self.frames: dict[int, int] = {}
        self.ended: set[int] = set()

    def take(self, said: Iterable[tuple[str, int, int]]) -> set[int]:
        """Add what a process said; the sessions that it is about."""
        about = set()
        for word, session, count in said:
            about.add(session)
            if word == "ended":
                self.ended.add(session)
            else:
                self.frames[session] = count
        return about

    def check(self, folder: Path, about: Iterable[int]) -> None:
        """The file is sound, no session is gone, and all is there of those looked at."""
        with Store(folder) as store:
            assert store.check() == ()
            lines = {line.id: line for line in store.history()}
            assert set(self.frames) <= set(lines)
            for number in about:
                stored, frames = store.session(number), self.frames[number]
                assert all(len(track) >= frames and track.seen.all() for track in stored.tracks)
                assert all(None not in scores[:frames] for scores in stored.scores)
                assert lines[number].finished >= (number in self.ended)
                assert (stored.result is not None) == lines[number].finished


def kill_again_and_again(folder: Path, seeds: Iterable[int]) -> Promises:
    """Kill by each seed in one folder, and look after each kill, at the end at all of it."""
    promises = Promises()
    for seed in seeds:
        promises.check(folder, promises.take(killed(folder, seed)))
    promises.check(folder, promises.frames)
    return promises


def test_what_was_acknowledged_survives_kills_at_random_moments(tmp_path):
    promises = kill_again_and_again(tmp_path, range(12))

    assert len(promises.frames) >= 3
    assert sum(promises.frames.values()) > 0


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_what_was_acknowledged_survives_500_kills(tmp_path):
    for number in runs("killed recordings", KILLS // IN_A_FOLDER, each=IN_A_FOLDER):
        first = 1000 + number * IN_A_FOLDER
        kill_again_and_again(tmp_path / str(number), range(first, first + IN_A_FOLDER))
