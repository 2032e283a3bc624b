"""Databases of older programs are taken over, those of newer ones are left alone."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from coach.errors import CoachBug, DataNewer
from coach.storage import Correction, Store, migrations
from coach.storage.database import Database
from coach.storage.tables import METADATA
from coach.types import Move
from tests.coach.storage.samples import FIRST_DAY, TARGET, fill

OLD = Path(__file__).resolve().parents[2] / "data" / "storage"
STEPS = Path(migrations.__file__).parent


def raw(path):
    return closing(sqlite3.connect(path, isolation_level=None))


def old_file(folder, name):
    """A database as an older program left it."""
    with raw(folder / "coach.sqlite3") as connection:
        connection.executescript((OLD / f"{name}.sql").read_text(encoding="utf-8"))
    return folder / "coach.sqlite3"


def steps_with(folder, body):
    """The steps of the program and one more that does ``body``."""
    shutil.copytree(STEPS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    head = f'from alembic import op\nrevision = "9000_next"\ndown_revision = "{migrations.HEAD}"\n'
    (folder / "versions" / "v9000_next.py").write_text(f"{head}def upgrade():\n    {body}\n")
    return folder


@pytest.mark.parametrize(
    "name",
    ["0001_sessions", "0002_strictness", "0003_diary", "0004_people_and_library"],
)
def test_a_file_of_an_older_program_keeps_its_sessions(tmp_path, name):
    file = old_file(tmp_path, name)

    with Store(tmp_path) as store:
        second, first = store.history()
        assert (first.target, first.person, first.score, first.finished) == (
            TARGET.title, "지우", 83.0, True,
        )  # fmt: skip
        assert (second.people, second.finished) == (2, False)
        assert (first.names, second.names[1]) == (("지우",), None)
        assert store.bests("지우")[TARGET.content_hash].score == 83.0
        assert first.started == FIRST_DAY
        assert len({first.uid, second.uid, ""}) == 3
        assert store.session(first.id).target == TARGET
        assert store.session(first.id).result is not None
        assert [len(track) for track in store.session(second.id).tracks] == [4, 4]
        assert store.setting("language") == "ko"
        assert {video.title for video in store.videos()} == {TARGET.title, "it's"}
        assert store.check() == ()
    with raw(tmp_path / f"coach-before-{migrations.HEAD}.sqlite3") as copy:
        assert copy.execute("SELECT max(name) FROM migration").fetchone() == (name,)
    with raw(file) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert not {"migration", "target"} & tables


@pytest.mark.parametrize("name", ["0003_diary", "0004_people_and_library"])
def test_a_file_with_a_diary_keeps_it(tmp_path, name):
    old_file(tmp_path, name)

    with Store(tmp_path) as store:
        squats, plank = store.entries()
        (session,) = store.history("지우")
        assert (squats.exercise, squats.repetitions, squats.measured.repetitions) == (
            "squat", 20, 21,
        )  # fmt: skip
        assert squats.corrected == Correction(repetitions=20)
        assert squats.new.source == f"session:{session.id}:{FIRST_DAY.isoformat()}"
        assert (plank.seconds, plank.new.person) == (30.25, None)
        (person,) = store.profiles()
        assert (person.name, person.weight_kg, bool(person.uid)) == ("지우", 61.5, True)
        assert store.profile(None).weight_kg == 70.0
        assert store.moves_of("ab12") == (Move("squat", 2.0, 18.0, 8),)


def test_what_was_there_before_waits_for_a_server(tmp_path):
    file = old_file(tmp_path, "0003_diary")
    Store(tmp_path).close()

    with raw(file) as connection:
        noted = connection.execute("SELECT kind, count(*) FROM journal GROUP BY kind").fetchall()
        (newest,) = connection.execute("SELECT seq FROM clock").fetchone()

    assert dict(noted) == {"entry": 2, "profile": 1, "session": 1, "target_moves": 1, "video": 2}
    assert newest == 7


def test_sessions_from_before_limbs_were_kept_left_nothing_out(tmp_path):
    with Store(tmp_path) as store:
        number = store.start_session(TARGET, 1, left_out=["left_arm"]).id
        file = store.path
    with raw(file) as connection:
        connection.execute("DROP INDEX session_partner")
        for column in ("left_out", "partner", "first_score", "second_score"):
            connection.execute(f"ALTER TABLE session DROP COLUMN {column}")
        connection.execute("UPDATE alembic_version SET version_num = '0005_journal'")

    with Store(tmp_path) as store:
        assert store.session(number).left_out == ()


def test_an_older_file_goes_on_as_a_new_one_does(tmp_path):
    old_file(tmp_path, "0001_sessions")

    with Store(tmp_path) as store:
        recorder = store.start_session(TARGET, 1)
        fill(recorder, 3)
        recorder.finish(None)
        assert recorder.error is None
        assert len(store.history()) == 3


def test_a_file_of_a_newer_program_is_left_alone(tmp_path):
    with Store(tmp_path) as store:
        file = store.path
    with raw(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999_future'")
    before = file.read_bytes()

    with pytest.raises(DataNewer):
        Store(tmp_path)

    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_a_ledger_of_a_newer_program_is_left_alone(tmp_path):
    file = old_file(tmp_path, "0003_diary")
    with raw(file) as connection:
        connection.execute("INSERT INTO migration (name) VALUES ('0999_future')")
    before = file.read_bytes()

    with pytest.raises(DataNewer):
        Store(tmp_path)

    assert file.read_bytes() == before


def test_a_step_keeps_a_copy_of_what_was_before(tmp_path):
    with Store(tmp_path) as store:
        store.set_setting("language", "ko")
        file = store.path
    steps = steps_with(tmp_path / "steps", 'op.execute("ALTER TABLE setting ADD COLUMN note TEXT")')

    database = Database(file)
    with database.writing() as connection:
        migrations.migrate(connection, file, steps, "9000_next")
    database.close()

    with raw(file) as connection:
        assert "note" in str(connection.execute("PRAGMA table_info(setting)").fetchall())
        assert connection.execute("SELECT * FROM alembic_version").fetchall() == [("9000_next",)]
    with raw(tmp_path / "coach-before-9000_next.sqlite3") as copy:
        assert copy.execute("SELECT value FROM setting").fetchall() == [("ko",)]
        assert "note" not in str(copy.execute("PRAGMA table_info(setting)").fetchall())


def test_a_step_that_fails_changes_nothing(tmp_path):
    with Store(tmp_path) as store:
        file = store.path
    steps = steps_with(
        tmp_path / "steps",
        'op.execute("ALTER TABLE setting ADD COLUMN note TEXT"); op.execute("CREATE nonsense")',
    )

    database = Database(file)
    with pytest.raises(CoachBug), database.writing() as connection:
        migrations.migrate(connection, file, steps, "9000_next")
    database.close()

    with raw(file) as connection:
        assert "note" not in str(connection.execute("PRAGMA table_info(setting)").fetchall())
        assert connection.execute("SELECT * FROM alembic_version").fetchall() == [
            (migrations.HEAD,)
        ]


def test_the_newest_step_is_the_one_that_is_named():
    assert ScriptDirectory(str(STEPS)).get_current_head() == migrations.HEAD


def test_the_steps_lead_to_the_tables_of_today(store):
    with store.database.reading() as connection:
        # MariaDB names long texts and bytes by their size, which Alembic takes for a difference.
        sized = connection.dialect.name == "mariadb"
        context = MigrationContext.configure(connection, opts={"compare_type": not sized})
        assert compare_metadata(context, METADATA) == []


def test_an_older_file_ends_with_the_columns_of_a_new_one(tmp_path):
    def columns(file):
        with raw(file) as connection:
            tables = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            ).fetchall()
            return {
                name: sorted(row[1:3] for row in connection.execute(f"PRAGMA table_info({name})"))
                for (name,) in tables
            }

    new, old = tmp_path / "new", tmp_path / "old"
    old.mkdir()
    old_file(old, "0001_sessions")
    for folder in (new, old):
        Store(folder).close()

    assert columns(old / "coach.sqlite3") == columns(new / "coach.sqlite3")
