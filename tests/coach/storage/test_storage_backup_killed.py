"""``kill -9`` while everything is put into one file, or comes back from one."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

import pytest

from coach.storage import Store
from coach.storage.backup import back_up, check_backup, restore
from tests.coach.storage.samples import FIRST_DAY, TARGET, fill, session_result

KILLS = 12
NOW, BEFORE = 9, 4
"""Sessions in the back-up, and in the folder that it is restored into."""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")


def folder_of(path: Path, sessions: int) -> Path:
    with Store(path) as store:
        for _ in range(sessions):
            recorder = store.start_session(TARGET, 1)
            fill(recorder, 600)
            recorder.finish(session_result(70.0))
            assert recorder.error is None
    return path


def restored(folder: Path, file: Path) -> None:
    restore(folder, file, FIRST_DAY)


def backed_up(folder: Path, file: Path) -> None:
    with Store(folder) as store:
        back_up(store, file, FIRST_DAY)


def run(work: Callable[..., None], *arguments: Any, patience: float | None = None) -> float:
    """Seconds that it took in a process of its own, killed when the patience is at its end."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=work, args=arguments)
    begun = monotonic()
    process.start()
    process.join(patience)
    process.kill()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return monotonic() - begun


def moment(seed):
    """When it is killed, of the time it takes; the first time at once, however that was."""
    return Random(seed).uniform(0.1, 1.1) if seed else 0.0


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kept")
    with Store(folder_of(folder / "data", NOW)) as store:
        back_up(store, folder / "all.coach", FIRST_DAY)
    return folder / "all.coach"


def test_a_restore_that_is_killed_left_the_one_or_the_other(tmp_path, file):
    run(restored, folder_of(tmp_path / "warm", BEFORE), file)
    taken = run(restored, folder_of(tmp_path / "timed", BEFORE), file)
    found = []
    for seed in range(KILLS):
        folder = folder_of(tmp_path / str(seed), BEFORE)

        run(restored, folder, file, patience=moment(seed) * taken)

        with Store(folder) as store:
            assert store.check() == ()
            found.append(len(store.history()))
        assert restore(folder, file, FIRST_DAY).sessions == NOW
    assert set(found) <= {BEFORE, NOW}
    assert BEFORE in found


def test_a_back_up_that_is_killed_is_whole_or_absent(tmp_path):
    folder = folder_of(tmp_path / "data", NOW)
    run(backed_up, folder, tmp_path / "warm.coach")
    taken = run(backed_up, folder, tmp_path / "timed.coach")
    there = []
    for seed in range(KILLS):
        target = tmp_path / f"{seed}.coach"

        run(backed_up, folder, target, patience=moment(seed) * taken)

        there.append(target.exists())
        assert not there[-1] or check_backup(target).sessions == NOW
        with Store(folder) as store:
            assert store.check() == ()
            assert len(store.history()) == NOW
    assert False in there
