"""All of a data folder in one file and back; files of strangers are refused."""

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace

import pytest

from coach.errors import (
    BackupInvalid,
    CoachError,
    DataNewer,
    FileMissing,
    OutputUnwritable,
)
from coach.moves.taught import write_taught
from coach.storage import Profile, Store, backup
from coach.storage.backup import back_up, check_backup, restore
from coach.storage.copies import keep_copy
from coach.storage.repair import Repaired, repair
from coach.storage.store import FORGET
from coach.storage.sync import waiting
from tests.coach.storage.samples import FIRST_DAY, TARGET, fill, session_result
from tests.coach.storage.test_storage_diary import ENTRY, PLANK
from tests.coach.storage.test_storage_migrations import old_file
from tests.coach.storage.test_storage_people import MINA, SQUATS, train


def filled(folder):
    """A data folder with something of everything."""
    with Store(folder) as store:
        store.set_profile(MINA)
        store.put_video(SQUATS)
        train(store, "Mina", 80.0)
        store.add_entries([ENTRY, PLANK])
    write_taught(folder, ())
    (folder / "settings.json").write_text('{"language": "ko", "server": "mariadb://u:p@h/d"}')
    (folder / "cache").mkdir()
    (folder / "cache" / "big.npz").write_bytes(b"cache")
    return folder


def seen(folder):
    with Store(folder) as store:
        return store.history(), store.entries(), store.profiles(), store.videos()


@pytest.fixture
def one(tmp_path):
    return filled(tmp_path / "one")


@pytest.fixture
def file(tmp_path, one):
    with Store(one) as store:
        back_up(store, tmp_path / "all.coach", FIRST_DAY)
    return tmp_path / "all.coach"


def test_a_back_up_comes_back_whole(tmp_path, one, file):
    two = tmp_path / "two"

    held = restore(two, file, FIRST_DAY)

    assert (held.made, held.sessions, held.entries, held.people) == (FIRST_DAY, 1, 2, 1)
    assert seen(two) == seen(one)
    assert (two / "taught.npz").read_bytes() == (one / "taught.npz").read_bytes()
    assert json.loads((two / "settings.json").read_text()) == {"language": "ko"}


def test_a_back_up_is_one_file_without_the_password_of_the_server(tmp_path, file):
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.coach", "one"]
    assert b"mariadb://" not in file.read_bytes()


def test_the_server_of_this_pc_stays(one, file):
    (one / "settings.json").write_text('{"language": "en", "server": "mariadb://u:p@h/d"}')

    restore(one, file, FIRST_DAY)

    settings = json.loads((one / "settings.json").read_text())
    assert settings == {"language": "ko", "server": "mariadb://u:p@h/d"}


def test_a_back_up_names_no_server_to_a_pc_that_has_none(tmp_path, file):
    told = manifest_with(
        file, "settings.json", b'{"language": "ko", "server": "mariadb://x@evil/d"}'
    )
    repacked(file, told)

    restore(tmp_path / "two", file, FIRST_DAY)

    assert json.loads((tmp_path / "two" / "settings.json").read_text()) == {"language": "ko"}


@pytest.mark.parametrize(
    "content", [b"[" * 100_000, b"\xff", b"[1]"], ids=["deep", "bytes", "list"]
)
def test_settings_that_make_no_sense_become_empty(one, file, content):
    repacked(file, manifest_with(file, "settings.json", content))

    restore(one, file, FIRST_DAY)

    assert json.loads((one / "settings.json").read_text()) == {"server": "mariadb://u:p@h/d"}


def test_settings_with_a_password_are_for_the_user_alone(one, file):
    (one / "settings.json").chmod(0o600)

    restore(one, file, FIRST_DAY)

    assert [path.stat().st_mode & 0o077 for path in one.glob("settings*.json")] == [0, 0]


def test_a_clock_that_stands_in_1970_does_not_stop_a_back_up(tmp_path, one, monkeypatch):
    gather = backup._gather

    def long_ago(*where):
        files = gather(*where)
        for path in files:
            os.utime(path, (0, 0))
        return files

    monkeypatch.setattr(backup, "_gather", long_ago)

    with Store(one) as store:
        back_up(store, tmp_path / "old.coach", FIRST_DAY)

    assert check_backup(tmp_path / "old.coach").sessions == 1


def test_no_room_for_the_copy_is_named_and_nothing_changes(one, file, monkeypatch):
    before = seen(one)

    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(backup, "keep_copy", full)

    with pytest.raises(CoachError, match="full"):
        restore(one, file, FIRST_DAY)

    assert seen(one) == before


def test_what_was_there_stays_beside(one, file):
    with Store(one) as store:
        train(store, "Jun", 60.0)

    restore(one, file, FIRST_DAY)

    assert len(seen(one)[0]) == 1
    copy = one / "coach-before-restore-20261121-073000.sqlite3"
    with closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("SELECT count(*) FROM session").fetchone() == (2,)
    assert (one / "settings-before-restore-20261121-073000.json").exists()


def test_a_store_that_is_open_sees_what_was_restored(one, file):
    with Store(one) as store:
        store.delete_profile("Mina")
        restore(one, file, FIRST_DAY)
        assert [p.name for p in store.profiles()] == ["Mina"]
        assert store.check() == ()


def test_a_damaged_data_folder_is_replaced_and_kept(one, file):
    content = b"no database" * 1000
    (one / "coach.sqlite3").write_bytes(content)

    restore(one, file, FIRST_DAY)

    assert len(seen(one)[0]) == 1
    assert (one / "coach-before-restore-20261121-073000.sqlite3").read_bytes() == content


def test_a_back_up_is_made_while_a_session_runs(tmp_path):
    with Store(tmp_path / "one") as store:
        recorder = store.start_session(TARGET, 1)
        fill(recorder, 30)
        recorder.flush()
        back_up(store, tmp_path / "b.coach", FIRST_DAY)
        fill(recorder, 30, start=1.0)
        recorder.finish(session_result(80.0))
        assert recorder.error is None

    restore(tmp_path / "two", tmp_path / "b.coach", FIRST_DAY)
    with Store(tmp_path / "two") as store:
        assert not store.history()[0].finished
        assert len(store.session(1).tracks[0]) == 30


def repacked(file, changes, **options):
    """The same archive with members replaced, added, or (None) left out."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members |= changes
    with zipfile.ZipFile(file, "w", **options) as archive:
        for name, content in members.items():
            if content is not None:
                archive.writestr(name, content)


def manifest_of(file, **changes):
    with zipfile.ZipFile(file) as archive:
        return json.dumps(json.loads(archive.read("manifest.json")) | changes)


def with_database(file, change):
    """A back-up whose manifest is right and whose database was changed."""
    with zipfile.ZipFile(file) as archive:
        archive.extract("coach.sqlite3", file.parent)
        manifest = json.loads(archive.read("manifest.json"))
    database = file.parent / "coach.sqlite3"
    change(database)
    manifest["files"]["coach.sqlite3"]["sha256"] = backup._sha256(database)
    repacked(
        file,
        {"coach.sqlite3": database.read_bytes(), "manifest.json": json.dumps(manifest)},
    )


def manifest_with(file, name, content):
    """A member that was changed, and the manifest that says so."""
    with zipfile.ZipFile(file) as archive:
        files = json.loads(archive.read("manifest.json"))["files"]
    files[name] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return {name: content, "manifest.json": manifest_of(file, files=files)}


def sql(statement):
    def change(database):
        with closing(sqlite3.connect(database)) as raw:
            raw.execute(statement)
            raw.commit()

    return change


HOSTILE = {
    "climbs-out": lambda f: repacked(f, {"../evil.txt": b"x"}),
    "absolute": lambda f: repacked(f, {"/tmp/evil.txt": b"x"}),
    "stranger": lambda f: repacked(f, {"extra.exe": b"x"}),
    "bomb": lambda f: repacked(
        f, {"settings.json": b"0" * 10**7}, compression=zipfile.ZIP_DEFLATED
    ),
    "no-database": lambda f: repacked(f, {"coach.sqlite3": None}),
    "no-manifest": lambda f: repacked(f, {"manifest.json": None}),
    "manifest-no-json": lambda f: repacked(f, {"manifest.json": b"{" * 100}),
    "manifest-a-list": lambda f: repacked(f, {"manifest.json": b"[1]"}),
    "manifest-deep": lambda f: repacked(f, {"manifest.json": b"[" * 60_000}),
    "manifest-long": lambda f: repacked(f, {"manifest.json": b" " * 70_000}),
    "other-kind": lambda f: repacked(f, {"manifest.json": manifest_of(f, kind="other")}),
    "no-date": lambda f: repacked(f, {"manifest.json": manifest_of(f, made="yesterday")}),
    "version-endless": lambda f: repacked(
        f, {"manifest.json": manifest_of(f).replace('"version": 1', '"version": 1e999')}
    ),
    "date-of-year-one": lambda f: repacked(
        f, {"manifest.json": manifest_of(f, made="0001-01-01T00:00:00")}
    ),
    "files-a-list": lambda f: repacked(f, {"manifest.json": manifest_of(f, files=[1])}),
    "rows-that-say-nothing": lambda f: with_database(f, sql("UPDATE session SET started = 'x'")),
    "rows-of-another-shape": lambda f: with_database(f, sql("UPDATE video SET tags = '{'")),
    "column-gone": lambda f: with_database(f, sql("ALTER TABLE session DROP COLUMN left_out")),
    "changed-byte": lambda f: repacked(f, {"taught.npz": b"TAUGHT"}),
    "text": lambda f: f.write_text("not an archive"),
    "empty": lambda f: f.write_bytes(b""),
    "cut-off": lambda f: f.write_bytes(f.read_bytes()[:-3000]),
    "no-sqlite": lambda f: with_database(f, lambda d: d.write_bytes(b"x" * 5000)),
    "sqlite-empty": lambda f: with_database(f, lambda d: d.write_bytes(b"")),
    "other-program": lambda f: with_database(f, sql("CREATE TABLE theirs (a)")),
    "trigger": lambda f: with_database(
        f,
        sql("CREATE TRIGGER t AFTER INSERT ON session BEGIN DELETE FROM session; END"),
    ),
    "view": lambda f: with_database(f, sql("CREATE VIEW v AS SELECT * FROM session")),
    "overwritten": lambda f: with_database(
        f, lambda d: d.write_bytes(d.read_bytes()[:8192] + b"\xa5" * 20_000)
    ),
}


@pytest.mark.parametrize("harm", HOSTILE.values(), ids=HOSTILE)
def test_a_file_of_a_stranger_is_refused_and_nothing_changes(tmp_path, one, file, harm):
    before = seen(one)
    harm(file)
    (file.parent / "coach.sqlite3").unlink(missing_ok=True)
    around = sorted(tmp_path.rglob("*"))

    with pytest.raises(BackupInvalid):
        restore(one, file, FIRST_DAY)

    assert seen(one) == before
    assert sorted(tmp_path.rglob("*")) == around


@pytest.mark.parametrize(
    "newer",
    [
        lambda f: repacked(f, {"manifest.json": manifest_of(f, version=2)}),
        lambda f: with_database(f, sql("UPDATE alembic_version SET version_num = '9999_x'")),
    ],
    ids=["format", "database"],
)
def test_a_back_up_of_a_newer_program_is_named(one, file, newer):
    newer(file)

    with pytest.raises(DataNewer):
        check_backup(file)


def test_a_back_up_of_an_older_program_is_brought_up_to_date(tmp_path, file):
    def older(database):
        database.unlink()
        (tmp_path / "old").mkdir()
        shutil.copyfile(old_file(tmp_path / "old", "0003_diary"), database)

    with_database(file, older)

    assert restore(tmp_path / "two", file, FIRST_DAY).sessions == 2


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileMissing):
        restore(tmp_path, tmp_path / "none.coach", FIRST_DAY)


def test_a_folder_that_is_not_there_cannot_be_written(tmp_path, one):
    with Store(one) as store, pytest.raises(OutputUnwritable):
        back_up(store, tmp_path / "absent" / "b.coach", FIRST_DAY)


def test_a_full_disk_leaves_no_half_of_a_back_up(tmp_path, one, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup.shutil, "copyfile", full)
    with Store(one) as store, pytest.raises(OutputUnwritable, match="No space"):
        back_up(store, tmp_path / "b.coach", FIRST_DAY)

    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_deleted_person_leaves_no_byte(tmp_path):
    old_file(tmp_path, "0003_diary")
    with Store(tmp_path) as store:
        store.set_profile(Profile("Wilhelmina"))
        recorder = store.start_session(replace(TARGET, title="x"), 1, "Wilhelmina")
        fill(recorder, 30)
        recorder.finish(None)
        store.add_entries([replace(ENTRY, person="Wilhelmina", source="video:zz")])
        with store.database.reading():  # somebody has the file open
            pass
        store.rename_profile("Wilhelmina", "Mathilda")

        store.delete_profile("Mathilda")
        store.delete_profile("지우")

        for file in tmp_path.iterdir():
            content = file.read_bytes()
            for name in ("Wilhelmina", "Mathilda", "지우"):
                assert name.encode() not in content, file
        assert store.history(None) != ()


def test_a_trace_that_could_not_be_removed_is_removed_at_the_next_start(tmp_path):
    with Store(tmp_path, patience_s=0.1) as store:
        store.set_profile(replace(MINA, name="Wilhelmina"))
        recorder = store.start_session(replace(TARGET, title="x"), 1, "Wilhelmina")
        recorder.finish(None)
        copy = keep_copy(store.path, "test")
        with closing(sqlite3.connect(store.path)) as other:
            other.execute("BEGIN")
            other.execute("SELECT count(*) FROM session").fetchone()
            assert store.delete_profile("Wilhelmina") == frozenset()
            assert store.setting(FORGET) is not None
            assert any(b"Wilhelmina" in file.read_bytes() for file in tmp_path.iterdir())
        assert not copy.exists()

    with Store(tmp_path) as store:
        assert store.setting(FORGET) is None

    for file in tmp_path.iterdir():
        assert b"Wilhelmina" not in file.read_bytes()


def test_what_a_damaged_file_still_holds_is_saved(tmp_path):
    with Store(tmp_path) as store:
        store.set_profile(MINA)
        for _ in range(3):
            recorder = store.start_session(TARGET, 1, "Mina")
            for second in range(5):
                fill(recorder, 30, start=float(second))
                recorder.flush()
            recorder.finish(session_result(80.0))
        file = store.path
    content = bytearray(file.read_bytes())
    middle = len(content) * 4 // 5 // 4096 * 4096
    content[middle : middle + 8192] = b"\xa5" * 8192
    file.write_bytes(content)

    repaired = repair(tmp_path, FIRST_DAY)

    assert repaired.rows > 0
    with Store(tmp_path) as store:
        assert store.check() == ()
        assert [p.name for p in store.profiles()] == ["Mina"]
        assert len(store.history()) == 3
        recorder = store.start_session(TARGET, 1)
        recorder.finish(None)
        assert recorder.error is None
    aside = tmp_path / "coach-before-repair-20261121-073000.sqlite3"
    assert aside.read_bytes() == bytes(content)


@pytest.mark.parametrize("name", ["0001_sessions", "0003_diary", "0004_people_and_library"])
def test_a_damaged_file_of_an_older_program_is_saved_too(tmp_path, name):
    file = old_file(tmp_path, name)
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("CREATE TABLE filler (x)")
        raw.execute("INSERT INTO filler VALUES (zeroblob(200000))")
        raw.commit()
        (page,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'filler'").fetchone()
    content = bytearray(file.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    file.write_bytes(content)

    assert repair(tmp_path, FIRST_DAY).rows > 0

    with Store(tmp_path) as store:
        assert len(store.history()) == 2
        assert len(store.videos()) == 2
        assert store.check() == ()
        assert waiting(store) == 1


def test_a_sound_file_is_not_repaired(one):
    before = seen(one)

    assert repair(one, FIRST_DAY) == Repaired(0)

    assert seen(one) == before
    assert not (one / "repair").exists()


def test_a_file_without_a_row_gives_way_to_an_empty_one(tmp_path):
    (tmp_path / "coach.sqlite3").write_bytes(b"nothing of use" * 500)

    repaired = repair(tmp_path, FIRST_DAY)

    assert (repaired.rows, repaired.kept.read_bytes()) == (0, b"nothing of use" * 500)
    with Store(tmp_path) as store:
        assert store.history() == ()
