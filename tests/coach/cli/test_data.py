import csv
import io
import json
import shutil
import sqlite3
import zipfile
from contextlib import closing

import pytest

from coach.cli import main
from coach.diary.everything import export_everything
from coach.errors import OutputUnwritable
from coach.storage import Store
from coach.texts import Texts
from tests.coach.storage.samples import FIRST_DAY
from tests.coach.storage.test_storage_backup import filled, seen


@pytest.fixture
def folder(tmp_path):
    return filled(tmp_path / "one")


@pytest.fixture
def coach(capsys):
    """Runs ``coach data`` on a data folder; status, standard output, standard error."""

    def run(data, *arguments):
        capsys.readouterr()
        status = main(["data", *map(str, arguments), "--data", str(data), "--language", "en"])
        return status, *capsys.readouterr()

    return run


def one_line(done):
    status, out, err = done
    return (status, out) == (2, "") and err.startswith("coach: ") and err.count("\n") == 1


def test_a_data_folder_goes_to_a_file_and_comes_back(tmp_path, folder, coach):
    status, out, _ = coach(folder, "backup", tmp_path / "all.coach")
    assert status == 0
    assert "1 sessions, 2 diary entries, 1 people" in out

    status, out, _ = coach(tmp_path / "two", "restore", tmp_path / "all.coach")

    assert status == 0
    assert "all.coach" in out
    assert seen(tmp_path / "two") == seen(folder)


def test_a_back_up_without_an_ending_gets_one(tmp_path, folder, coach):
    coach(folder, "backup", tmp_path / "all")

    assert (tmp_path / "all.coach").is_file()
    status, out, _ = coach(folder, "check", tmp_path / "all.coach")
    assert (status, "sound" in out) == (0, True)


def test_a_sound_folder_is_said_to_be_sound(folder, coach):
    assert coach(folder, "check") == (0, "The data is sound.\n", "")
    assert coach(folder, "check", "--repair") == (0, "The data is sound.\n", "")


def test_what_is_damaged_is_one_line(tmp_path, folder, coach):
    (tmp_path / "no.coach").write_text("no archive")
    assert one_line(coach(folder, "restore", tmp_path / "no.coach"))
    assert one_line(coach(folder, "check", tmp_path / "no.coach"))
    assert one_line(coach(folder, "check", tmp_path / "absent.coach"))
    assert one_line(coach(folder, "check", tmp_path / "no.coach", "--repair"))
    (folder / "coach.sqlite3").write_bytes(b"nothing of use" * 500)
    for command in (["check"], ["backup", tmp_path / "b.coach"], ["export", tmp_path / "out"]):
        assert one_line(coach(folder, *command))


def test_an_index_that_is_wrong_is_damage_and_can_be_repaired(folder, coach):
    with closing(sqlite3.connect(folder / "coach.sqlite3")) as raw:
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("DELETE FROM sqlite_master WHERE name = 'session_began'")
        raw.commit()

    assert one_line(coach(folder, "check"))
    status, out, _ = coach(folder, "check", "--repair")

    assert (status, out.startswith("Saved ")) == (0, True)
    assert coach(folder, "check")[0] == 0
    assert len(seen(folder)[0]) == 1


@pytest.mark.parametrize("command", ["backup", "export"])
def test_a_full_disk_is_one_line(tmp_path, folder, coach, monkeypatch, command):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    monkeypatch.setattr(zipfile.ZipFile, "write", full)

    assert one_line(coach(folder, command, tmp_path / "all.zip"))
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_folder_that_another_program_writes_is_one_line(tmp_path, folder, coach, monkeypatch):
    coach(folder, "backup", tmp_path / "all.coach")
    monkeypatch.setattr("coach.storage.database.PATIENCE_S", 0.0)
    with closing(sqlite3.connect(folder / "coach.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = coach(folder, "restore", tmp_path / "all.coach")
        other.execute("ROLLBACK")

    assert one_line(done)


def test_everything_goes_to_a_folder(tmp_path, folder, coach):
    status, out, _ = coach(folder, "export", tmp_path / "out")

    names = {
        path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*")
    }
    assert status == 0
    assert "out" in out
    assert names == {
        "diary.csv", "diary.json", "diary.ics", "sessions.csv", "sessions.json", "people.csv",
        "people.json", "library.csv", "library.json", "person-1.png", "sessions",
        "sessions/1.csv", "sessions/1.json",
    }  # fmt: skip
    (session,) = json.loads((tmp_path / "out" / "sessions.json").read_text(encoding="utf-8"))
    assert (session["person"], session["score"]) == ("Mina", 80.0)
    (person,) = json.loads((tmp_path / "out" / "people.json").read_text(encoding="utf-8"))
    assert (person["weight_kg"], "pin_hash" in person) == (61.5, False)
    text = (tmp_path / "out" / "library.csv").read_text(encoding="utf-8-sig")
    videos = {row["content_hash"]: row for row in csv.DictReader(io.StringIO(text))}
    assert videos["ab12"]["tags"] == "다리, 짧은"


def test_everything_goes_to_an_archive(tmp_path, folder, coach):
    assert coach(folder, "export", tmp_path / "out.zip")[0] == 0

    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert {"diary.csv", "sessions/1.json"} <= set(archive.namelist())


def test_a_name_that_looks_like_a_formula_is_no_formula(tmp_path, folder):
    with Store(folder) as store:
        store.rename_profile("Mina", "=1+1")
        export_everything(store, tmp_path / "out", Texts("en"), FIRST_DAY)

    assert "'=1+1" in (tmp_path / "out" / "people.csv").read_text(encoding="utf-8-sig")


def test_a_file_where_the_folder_should_be_is_named(tmp_path, folder):
    (tmp_path / "out").write_text("a file")

    with Store(folder) as store, pytest.raises(OutputUnwritable):
        export_everything(store, tmp_path / "out" / "in", Texts("en"), FIRST_DAY)
