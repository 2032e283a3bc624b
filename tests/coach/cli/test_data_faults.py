"""A data folder that was damaged in every way: said in one line, and what can be is saved."""

import errno
import json
import os
import shutil
import sqlite3
from contextlib import closing

import pytest

from coach.cli import main
from coach.diary.checkup import checkup
from coach.errors import DataUnwritable
from coach.moves.taught import read_taught
from coach.storage import Store
from coach.storage.repair import rescued
from tests.coach.storage.samples import TARGET as SQUATS
from tests.coach.storage.samples import fill, session_result
from tests.coach.storage.test_storage_backup import filled, seen

PAGE = 4096


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A data folder with enough in it that some of it is far from the beginning."""
    folder = filled(tmp_path_factory.mktemp("sound"))
    with Store(folder) as store:
        for _ in range(2):
            recorder = store.start_session(SQUATS, 1, "Mina")
            for second in range(20):
                fill(recorder, 30, start=float(second))
                recorder.flush()
            recorder.finish(session_result(80.0))
    return folder


@pytest.fixture
def folder(tmp_path, sound):
    return shutil.copytree(sound, tmp_path / "data")


@pytest.fixture
def coach(capsys, folder):
    """Runs a command on the folder; status, standard output, standard error."""

    def run(*arguments):
        capsys.readouterr()
        status = main([*map(str, arguments), "--data", str(folder), "--language", "en"])
        return status, *capsys.readouterr()

    return run


def one_line(done):
    status, out, err = done
    return (status, out) == (2, "") and err.startswith("coach: ") and err.count("\n") == 1


def overwrite(start, length):
    def damage(file):
        content = bytearray(file.read_bytes())
        at = start if start >= 0 else len(content) // 2 // PAGE * PAGE
        content[at : at + length] = b"\xa5" * length
        file.write_bytes(content)

    return damage


def cut(file):
    os.truncate(file, file.stat().st_size * 2 // 3)


def empty(file):
    os.truncate(file, 0)


def make_folder(file):
    file.unlink()
    file.mkdir()


def make_log_a_folder(file):
    file.with_name(file.name + "-wal").mkdir()


def wrong_date(file):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE session SET started = 'x' WHERE id = 2")
        connection.commit()


def wrong_byte(file):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE chunk SET poses = zeroblob(300) WHERE session_id = 2")
        connection.commit()


def wrong_count(file):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE chunk SET frames = 29 WHERE session_id = 2 AND first_frame = 0")
        connection.execute("UPDATE result SET summary = '{}' WHERE session_id = 3")
        connection.commit()


DAMAGES = [
    pytest.param(overwrite(0, 100), True, id="header"),
    pytest.param(overwrite(-1, 2 * PAGE), True, id="pages-in-the-middle"),
    pytest.param(cut, True, id="cut-off"),
    pytest.param(wrong_date, True, id="a-date-that-is-none"),
    pytest.param(wrong_byte, True, id="poses-that-are-none"),
    pytest.param(wrong_count, True, id="values-that-do-not-fit-together"),
    pytest.param(make_log_a_folder, True, id="a-folder-in-place-of-its-log"),
    pytest.param(overwrite(0, PAGE), False, id="first-page"),
    pytest.param(empty, False, id="zero-bytes"),
    pytest.param(make_folder, False, id="a-folder-in-its-place"),
]


@pytest.mark.parametrize(("damage", "some_is_left"), DAMAGES)
def test_a_damaged_diary_is_said_exported_repaired_and_kept(
    tmp_path, folder, coach, damage, some_is_left
):
    file = folder / "coach.sqlite3"
    damage(file)
    broken = file.read_bytes() if file.is_file() else None

    assert one_line(coach("data", "check"))
    assert one_line(coach("data", "backup", tmp_path / "b.coach")) or damage in (
        wrong_byte,
        wrong_count,
    )
    exported = coach("data", "export", tmp_path / "out")
    if some_is_left:
        assert exported[0] == 0
        people = json.loads((tmp_path / "out" / "people.json").read_text(encoding="utf-8"))
        assert [person["name"] for person in people] == ["Mina"]
    else:
        assert one_line(exported)
    if broken is not None:
        assert file.read_bytes() == broken

    status, out, _ = coach("data", "check", "--repair")

    assert status == 0
    assert out.startswith("Saved " if some_is_left else "Nothing of the damaged diary")
    (kept,) = folder.glob("coach-before-repair-*.sqlite3")
    assert kept.name in out
    assert kept.read_bytes() == broken if broken is not None else kept.is_dir()
    assert coach("data", "check") == (0, "The data is sound.\n", "")
    with Store(folder) as store:
        assert bool(store.profiles()) == some_is_left
        for line in store.history():
            store.session(line.id)
        recorder = store.start_session(SQUATS, 1)
        fill(recorder, 30)
        recorder.finish(session_result(80.0))
        assert recorder.error is None


def test_what_could_not_be_saved_is_named(tmp_path, folder, coach):
    wrong_date(folder / "coach.sqlite3")

    _, out, _ = coach("data", "export", tmp_path / "out")
    assert "may not be all" in out
    _, out, _ = coach("data", "check", "--repair")

    assert "Gaps are in: sessions" in out
    with Store(folder) as store:
        assert len(store.history()) == 2


def test_a_session_with_a_gap_has_the_scores_of_the_frames_that_are_left(folder, coach):
    with closing(sqlite3.connect(folder / "coach.sqlite3")) as connection:
        connection.execute(
            "UPDATE chunk SET poses = x'00' WHERE session_id = 2 AND first_frame = 30"
        )
        connection.execute("UPDATE frame_score SET score = frame")
        connection.commit()

    coach("data", "check", "--repair")

    with Store(folder) as store:
        stored = store.session(2)
    scores = [score.score for score in stored.scores[0]]
    assert len(scores) == len(stored.tracks[0]) == 20 * 30 - 30
    assert scores[29:31] == [29.0, 60.0]


def test_garbage_in_the_log_is_no_harm(folder, coach):
    before = seen(folder)
    for ending in ("-wal", "-shm"):
        (folder / f"coach.sqlite3{ending}").write_bytes(b"\x37\x7f\x06\x82garbage" * 3000)

    assert coach("data", "check")[0] == 0
    assert seen(folder) == before


def test_what_a_newer_version_wrote_can_be_exported_and_is_left_alone(tmp_path, folder, coach):
    with closing(sqlite3.connect(folder / "coach.sqlite3")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999_future'")
        connection.execute("ALTER TABLE profile ADD COLUMN shoe_size REAL")
        connection.commit()
    content = (folder / "coach.sqlite3").read_bytes()

    for command in (["history"], ["data", "check"], ["data", "check", "--repair"]):
        done = coach(*command)
        assert one_line(done)
        assert "newer version" in done[2]
    status, out, _ = coach("data", "export", tmp_path / "out")

    assert (status, "newer version" in out) == (0, True)
    assert len(json.loads((tmp_path / "out" / "sessions.json").read_text(encoding="utf-8"))) == 3
    assert (folder / "coach.sqlite3").read_bytes() == content


def test_while_another_program_writes_the_diary_can_be_read_and_exported(
    tmp_path, folder, coach, monkeypatch
):
    monkeypatch.setattr("coach.storage.database.PATIENCE_S", 0.0)
    with closing(sqlite3.connect(folder / "coach.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert coach("history")[0] == 0
        assert coach("data", "export", tmp_path / "out.zip")[0] == 0
        assert coach("data", "backup", tmp_path / "all.coach")[0] == 0
        other.execute("ROLLBACK")


def test_a_diary_that_another_program_keeps_for_itself_is_exported_from_a_copy(
    tmp_path, folder, coach, monkeypatch
):
    monkeypatch.setattr("coach.storage.database.PATIENCE_S", 0.0)
    with closing(sqlite3.connect(folder / "coach.sqlite3", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        done = coach("history")
        assert one_line(done)
        assert "cannot be written" in done[2]
        status, out, _ = coach("data", "export", tmp_path / "out.zip")
        other.execute("ROLLBACK")

    assert (status, "may not be all" in out) == (0, True)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("settings.json", b'{"langu', id="settings-cut-off"),
        pytest.param("settings.json", b"", id="settings-empty"),
        pytest.param("settings.json", b"\xff\xfe\x00", id="settings-no-text"),
        pytest.param("settings.json", b"[1]", id="settings-of-something-else"),
        pytest.param("taught.npz", b"PK\x03\x04 nonsense", id="taught"),
        pytest.param("taught.npz", b"", id="taught-empty"),
    ],
)
def test_a_damaged_file_beside_the_diary_is_said_and_set_aside(folder, coach, name, content):
    before = seen(folder)
    (folder / name).write_bytes(content)

    done = coach("data", "check")
    assert one_line(done)
    assert name in done[2]
    status, out, _ = coach("data", "check", "--repair")

    stem, ending = name.split(".")
    (kept,) = folder.glob(f"{stem}-before-repair-*.{ending}")
    assert (status, kept.name in out) == (0, True)
    assert kept.read_bytes() == content
    assert checkup(folder) == ()
    assert read_taught(folder) is not None
    assert seen(folder) == before


def test_a_full_disk_during_a_repair_changes_nothing(folder, coach, monkeypatch):
    file = folder / "coach.sqlite3"
    cut(file)
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for call in ("shutil.copy2", "os.fsync"):
        with monkeypatch.context() as patched:
            patched.setattr(call, full)
            assert one_line(coach("data", "check", "--repair"))
        file.with_name("coach-before").unlink(missing_ok=True)
        left = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        assert {path: left[path] for path in before} == before


def test_there_may_be_no_room_for_a_copy(folder, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("shutil.copy2", full)

    with pytest.raises(DataUnwritable), rescued(folder):
        pass
