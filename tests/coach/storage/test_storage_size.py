"""Ten years of history and 5,000 videos: few statements, and each by an index."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, insert

from coach.storage import Store
from coach.storage.tables import ENTRY, SESSION, VIDEO
from tests.coach.storage.samples import FIRST_DAY
from tests.coach.storage.test_storage_diary import ENTRY as SQUATS
from tests.coach.storage.test_storage_people import SQUATS as VIDEO_OF_SQUATS

SESSIONS, VIDEOS = 4_000, 5_000
LONG = "<b>x</b> & 'drop' 운동 #1.mp4".ljust(300, "가")


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """A store of ten years of a family of two."""
    sessions, entries = [], []
    for number in range(SESSIONS):
        started = FIRST_DAY - timedelta(hours=22 * number)
        person = "Mina" if number % 3 else "Jun"
        sessions.append(
            {
                "started": started.isoformat(), "began": started.timestamp(), "person": person,
                "people": 1, "target_hash": f"{number % 60:04}", "target_title": LONG,
                "target_path": "/v", "target_duration": 1.0, "target_moves": "[]", "width": 1,
                "height": 1, "fps": 30.0, "finished": 1, "score": 60.0 + number % 40,
                "uid": f"s{number}",
            }
        )  # fmt: skip
        entries.append(
            {
                "uid": f"e{number}", "source": f"session:{number}:x", "number": 1, "place": 0,
                "title": LONG, "person": person, "started": started.isoformat(),
                "day": started.date().isoformat(), "exercise": "squat",
                "sets": "[[0, 30, 12, 0, 0]]", "grade": "B", "added": started.isoformat(),
            }
        )  # fmt: skip
    videos = [
        {
            "hash": f"{number:04}", "title": LONG, "path": "/v", "added": FIRST_DAY.isoformat(),
            "moves": "[]", "tags": "[]", "url": "",
        }
        for number in range(VIDEOS)
    ]  # fmt: skip
    with Store(tmp_path_factory.mktemp("full"), lambda: FIRST_DAY) as store:
        with store.database.writing() as connection:
            connection.execute(insert(SESSION), sessions)
            connection.execute(insert(ENTRY), entries)
            connection.execute(insert(VIDEO), videos)
        yield store


@contextmanager
def statements(store):
    """The statements that a store sends, with their values."""
    sent = []

    def keep(connection, cursor, statement, values, context, many):
        if not statement.startswith("BEGIN"):
            sent.append((statement, values))

    engine = store.database._engine
    event.listen(engine, "before_cursor_execute", keep)
    yield sent
    event.remove(engine, "before_cursor_execute", keep)


def plan(store, statement, values):
    with store.database.reading() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return [row[3] for row in rows]


QUESTIONS = {
    "history": (lambda s: s.history(limit=50), 1, "session_began"),
    "history-of-one": (lambda s: s.history("Mina", 50), 1, "session_person"),
    "all-history": (lambda s: s.history(), 1, "session_began"),
    "bests": (lambda s: s.bests("Mina"), 1, "session_person"),
    "one-day": (lambda s: s.entries(FIRST_DAY.date(), FIRST_DAY.date()), 2, "entry_day"),
    "lines": (lambda s: s.lines("Mina"), 2, "entry_person"),
    "days": (lambda s: s.days_of("Mina"), 1, "entry_person"),
    "known-source": (lambda s: s.has_entries_of("session:7:x"), 1, "sqlite_autoindex_entry_2"),
    "videos": (lambda s: s.videos(), 1, None),
    "people": (lambda s: s.profiles(), 1, None),
}


@pytest.mark.parametrize(("ask", "count", "index"), QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_takes_few_statements_and_an_index(full, ask, count, index):
    with statements(full) as sent:
        ask(full)

    assert len(sent) == count
    if index is not None:
        first = plan(full, *sent[0])
        assert any(index in step for step in first), first
        assert not [
            step for step in first if step.startswith("SCAN session") and "USING" not in step
        ]


@pytest.mark.parametrize("many", [1, 1_000])
def test_many_entries_are_put_in_with_few_statements_each(file_store, many):
    with statements(file_store) as sent:
        file_store.add_entries(replace(SQUATS, place=place) for place in range(many))

    assert len(sent) <= 2 * many + 12


def test_what_is_changed_does_not_read_all_there_is(full):
    with statements(full) as sent:
        full.put_video(VIDEO_OF_SQUATS)
        full.change_video("ab12", favourite=False)
        full.open_video("ab12", LONG, VIDEO_OF_SQUATS.path)
        full.delete_video("ab12")

    assert len(sent) < 40
    for statement, values in sent:
        if statement.startswith("SELECT") and "clock" not in statement:
            assert not [s for s in plan(full, statement, values) if s.startswith("SCAN")]


def test_a_title_of_300_characters_comes_back(full):
    assert full.videos()[0].title == full.history(limit=1)[0].target == LONG
    assert (len(full.videos()), len(full.history())) == (VIDEOS, SESSIONS)
