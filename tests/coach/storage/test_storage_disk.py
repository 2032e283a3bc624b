"""Disks that are full, folders of every name, and two programs on the same data."""

import multiprocessing
import os
import sys
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from coach.diary.everything import export_everything
from coach.errors import DataUnwritable, OutputUnwritable, UserCanFix
from coach.storage import Store
from coach.storage.alone import Alone
from coach.storage.backup import back_up, check_backup
from coach.texts import Texts
from tests.coach.storage.samples import FIRST_DAY, TARGET, fill, session_result
from tests.coach.storage.test_storage_backup import filled, seen

LARGEST = 400_000
"""Bytes that a file may have on the small disk."""
on_unix = pytest.mark.skipif(sys.platform == "win32", reason="no limit of the size of files")


def on_a_small_disk(work, folder: Path, answers: Connection) -> None:
    """Run ``work(folder)`` where no file may grow beyond ``LARGEST``; send what came of it."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
    try:
        answers.send(work(folder))
    except UserCanFix as error:
        answers.send(error)


def there(work, folder: Path):
    """What ``work`` gives on a small disk, in a process of its own."""
    context = multiprocessing.get_context("forkserver")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=on_a_small_disk, args=(work, folder, theirs))
    process.start()
    theirs.close()
    with ours:
        answer = ours.recv()
    process.join()
    return answer


def record_until_full(folder: Path):
    """Frames that were acknowledged before the disk was full, and what was said then."""
    with Store(folder, commit_every_s=60.0) as store:
        recorder = store.start_session(TARGET, 2)
        for second in range(300):
            fill(recorder, 30, people=2, start=float(second))
            written = recorder.written
            if not recorder.flush():
                break
        error = recorder.error
        recorder.finish(None)
    return written, error


def back_up_beside(folder: Path):
    with Store(folder) as store:
        return back_up(store, folder.with_name("all.coach"), FIRST_DAY)


def export_beside(folder: Path):
    with Store(folder) as store:
        return export_everything(store, folder.with_name("all.zip"), Texts("en"), FIRST_DAY)


def open_and_read(folder: Path):
    with Store(folder) as store:
        return len(store.history())


@on_unix
def test_a_disk_that_fills_up_while_somebody_trains_loses_nothing_that_was_acknowledged(tmp_path):
    written, error = there(record_until_full, tmp_path)

    assert isinstance(error, DataUnwritable)
    assert written > 0
    with Store(tmp_path) as store:
        assert store.check() == ()
        stored = store.session(1)
        assert len(stored.tracks[0]) >= written
        assert stored.tracks[1].seen.all()


@on_unix
@pytest.mark.parametrize(
    ("work", "name"),
    [
        pytest.param(back_up_beside, "all.coach", id="back-up"),
        pytest.param(export_beside, "all.zip", id="export"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_half_is_left(tmp_path, work, name):
    folder = filled(tmp_path / "data")
    with Store(folder) as store:
        store.change_video("ab12", title="x" * LARGEST)
    before = seen(folder)
    (tmp_path / name).write_bytes(b"an older one")

    answer = there(work, folder)

    assert isinstance(answer, OutputUnwritable)
    assert (tmp_path / name).read_bytes() == b"an older one"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["data", name])
    assert seen(folder) == before


@on_unix
def test_where_nothing_fits_the_diary_can_still_be_read(tmp_path):
    folder = filled(tmp_path / "data")

    assert there(open_and_read, folder) == 1


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("운동 기록 #1 & 50%", id="korean"),
        pytest.param('🏋️‍♀️ it\'s "mine"; --', id="emoji-and-quotes"),
        pytest.param("n" * 250, id="250-bytes"),
        pytest.param("a?b=c&mode=ro#x", id="like-an-address"),
        pytest.param("  spaces  ", id="spaces"),
    ],
)
def test_a_data_folder_may_have_any_name(tmp_path, name):
    if os.name == "nt" and set(name) & set('?"'):
        pytest.skip("not a name on this system")
    folder = tmp_path / name
    folder.mkdir()
    filled(folder)
    with Store(folder) as store:
        back_up(store, folder / "all.coach", FIRST_DAY)
        assert store.check() == ()

    assert check_backup(folder / "all.coach").sessions == 1
    with Alone(folder) as lock:
        assert lock.is_alone


def test_two_programs_record_into_one_folder(tmp_path):
    with Store(tmp_path) as one, Store(tmp_path) as two:
        recorders = [store.start_session(TARGET, 1) for store in (one, two)]
        for second in range(5):
            for recorder in recorders:
                fill(recorder, 30, start=float(second))
                assert recorder.flush()
        for recorder in recorders:
            recorder.finish(session_result(80.0))
            assert recorder.error is None

        assert [len(one.session(r.id).tracks[0]) for r in recorders] == [150, 150]
        assert one.history() == two.history()
        assert one.check() == ()


def test_only_one_of_two_is_alone_until_it_leaves(tmp_path):
    with Alone(tmp_path) as first, Alone(tmp_path) as second:
        assert (first.is_alone, second.is_alone) == (True, False)

    with Alone(tmp_path) as third:
        assert third.is_alone


def test_a_place_without_locks_is_taken_for_ones_own(tmp_path):
    (tmp_path / "data").write_text("a file")

    with Alone(tmp_path / "data") as lock:
        assert lock.is_alone
