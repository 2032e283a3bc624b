"""Two PCs and one server: nothing is lost, nothing is doubled."""

import sqlite3
import threading
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import create_engine

from coach.errors import BadRequest, CoachBug, DataNewer, ServerUnreachable
from coach.storage import Correction, Profile, Store, sync
from coach.storage.migrations import HEAD
from coach.storage.server import server_name, server_url
from coach.storage.sync import Met, Sync, waiting
from coach.storage.sync_runner import LONGEST_PAUSE_S, SyncRunner, pause_after
from coach.types import Move
from tests.coach.storage.samples import FIRST_DAY, TARGET, fill, session_result
from tests.coach.storage.test_storage_diary import ENTRY, PLANK
from tests.coach.storage.test_storage_migrations import old_file
from tests.coach.storage.test_storage_people import MINA, SQUATS


class Minutes:
    """Wall-clock time that goes on by a minute each time it is asked."""

    def __init__(self, start=FIRST_DAY):
        self.now = start

    def __call__(self):
        self.now += timedelta(minutes=1)
        return self.now


class Pc:
    """A PC of the gym."""

    def __init__(self, folder, server, start=FIRST_DAY):
        self.clock = Minutes(start)
        self.store = Store(folder, self.clock)
        self.sync = Sync(self.store, server.url, self.clock)

    def train(self, person="Mina", score=80.0, frames=4, people=1):
        recorder = self.store.start_session(TARGET, people, person)
        fill(recorder, frames, people)
        recorder.finish(None if score is None else session_result(*[score] * people))
        assert recorder.error is None
        return self.store.summary(recorder.id)

    def held(self):
        """What a person would see, without the numbers of this PC."""
        return (
            {replace(line, id=0) for line in self.store.history()},
            {(e.new.uid, e.exercise, e.repetitions, e.day, e.new.person) for e in self.entries()},
            set(self.store.profiles()),
            {
                replace(video, last_opened=None, path=Path(video.path.name))
                for video in self.store.videos()
            },
            self.store.moves_of("ab12"),
        )

    def entries(self):
        return self.store.entries()


@pytest.fixture
def pcs(server, tmp_path):
    """Two PCs that share a server; the second has other numbers for its sessions."""
    first = Pc(tmp_path / "one", server)
    second = Pc(tmp_path / "two", server, FIRST_DAY + timedelta(hours=5))
    recorder = second.store.start_session(replace(TARGET, content_hash="other"), 1)
    recorder.finish(None)
    second.store.delete_session(recorder.id)
    second.store.delete_video("other")
    yield first, second
    for pc in (first, second):
        pc.store.close()


def meet(*pcs):
    """Everybody meets the server until all that is new has reached all."""
    for _ in range(2):
        for pc in pcs:
            pc.sync.meet()


def everything(pc):
    """Something of each kind."""
    pc.store.put_video(SQUATS)
    line = pc.train(people=2)
    pc.train(score=None)
    source = f"session:{line.id}:{line.started.isoformat()}"
    squats, _ = pc.store.add_entries([replace(ENTRY, source=source), PLANK])
    pc.store.correct_entry(squats.id, Correction(repetitions=30))
    pc.store.set_profile(MINA)
    pc.store.set_moves("ab12", (Move("squat", 2.0, 18.0, 8),))
    return line


def test_what_one_pc_holds_comes_to_the_other(pcs):
    one, two = pcs
    line = everything(one)

    meet(one, two)

    assert two.held() == one.held()
    assert len(one.store.history()) == 2
    (there,) = [found for found in two.store.history() if found.uid == line.uid]
    here, copy = one.store.session(line.id), two.store.session(there.id)
    assert there.id != line.id
    np.testing.assert_array_equal(copy.tracks[1].points, here.tracks[1].points)
    assert copy.scores == here.scores
    assert copy.result.people[0].moves == here.result.people[0].moves


def test_an_entry_names_its_session_by_the_number_it_has_here(pcs):
    one, two = pcs
    line = everything(one)

    meet(one, two)

    (there,) = [found for found in two.store.history() if found.uid == line.uid]
    (entry,) = [e for e in two.entries() if e.exercise == "squat"]
    assert entry.new.source == f"session:{there.id}:{there.started.isoformat()}"
    assert two.store.has_entries_of(entry.new.source)


def test_an_entry_whose_session_is_gone_names_no_other(pcs):
    one, two = pcs
    line = one.train()
    source = f"session:{line.id}:{line.started.isoformat()}"
    one.store.add_entries([replace(ENTRY, source=source)])
    one.store.delete_session(line.id)

    meet(one, two)

    (entry,) = two.entries()
    assert entry.new.source == f"session::{line.started.isoformat()}"


def test_meeting_again_changes_nothing(pcs):
    one, two = pcs
    everything(one)
    meet(one, two)
    before = one.held()

    assert [pc.sync.meet() for pc in (one, two, one)] == [Met(0, 0)] * 3
    assert one.held() == before


def test_both_add_and_nothing_is_lost(pcs):
    one, two = pcs
    for score in (60.0, 70.0):
        one.train("Mina", score)
        two.train("Jun", score)

    meet(one, two)

    assert one.held() == two.held()
    assert sorted(line.person for line in one.store.history()) == ["Jun", "Jun", "Mina", "Mina"]


def test_both_meet_the_server_at_once_and_nothing_is_lost(pcs):
    one, two = pcs
    for number in range(6):
        one.train("Mina", 60.0 + number)
        two.train("Jun", 60.0 + number)
    failed = []

    def meet_alone(pc):
        try:
            pc.sync.meet()
        except Exception as error:
            failed.append(error)

    both = [threading.Thread(target=meet_alone, args=(pc,)) for pc in pcs]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    meet(one, two)
    assert failed == []
    assert one.held() == two.held()
    assert len(one.store.history()) == 12


def test_what_is_deleted_is_deleted_everywhere(pcs):
    one, two = pcs
    everything(one)
    meet(one, two)

    for line in two.store.history():
        two.store.delete_session(line.id)
    for entry in two.entries():
        two.store.delete_entry(entry.id)
    two.store.delete_video("ab12")
    two.store.set_moves("ab12", None)
    two.store.delete_profile("Mina")
    meet(two, one)

    assert one.held() == two.held() == (set(), set(), set(), set(), None)


def test_the_last_change_wins_whoever_meets_first(pcs):
    one, two = pcs
    one.store.set_profile(MINA)
    meet(one, two)

    one.store.set_profile(replace(MINA, weight_kg=60.0))
    two.store.set_profile(replace(MINA, weight_kg=62.0))  # five hours later
    meet(two, one)

    assert one.store.profile("Mina").weight_kg == two.store.profile("Mina").weight_kg == 62.0


def test_a_change_after_another_was_seen_wins_with_a_clock_that_is_slow(pcs):
    one, two = pcs
    two.store.set_profile(MINA)
    meet(two, one)

    one.store.set_profile(replace(MINA, weight_kg=60.0))  # five hours "before"
    meet(one, two)

    assert two.store.profile("Mina").weight_kg == 60.0


def test_a_deletion_and_a_later_change_leave_what_was_changed(pcs):
    one, two = pcs
    one.store.put_video(SQUATS)
    meet(one, two)

    one.store.delete_video("ab12")
    two.store.change_video("ab12", favourite=False)
    meet(one, two)

    assert one.held() == two.held()
    assert len(one.store.videos()) == 1


def test_each_pc_keeps_its_own_place_of_a_video(pcs):
    one, two = pcs
    one.store.put_video(SQUATS)
    two.store.put_video(replace(SQUATS, path=two.store.path, tags=("new",)))

    meet(one, two)

    assert one.store.video("ab12").path == SQUATS.path
    assert one.store.video("ab12").tags == ("new",)
    assert two.store.video("ab12").path == two.store.path


def test_where_files_are_is_told_to_nobody(pcs):
    one, two = pcs
    place = one.store.path
    one.store.put_video(replace(SQUATS, path=place))
    recorder = one.store.start_session(replace(TARGET, path=place), 1)
    recorder.finish(None)

    meet(one, two)
    two.store.save_result(two.store.history()[0].id, session_result(80.0))
    meet(two, one)

    assert str(two.store.video("ab12").path) == place.name
    assert str(two.store.session(two.store.history()[0].id).target.path) == place.name
    assert one.store.session(recorder.id).target.path == place
    assert one.store.session(recorder.id).result is not None


def test_a_source_with_a_number_of_no_session_travels_as_it_is(pcs):
    one, two = pcs
    source = f"session:{10**30}:2026-11-21"
    one.store.add_entries([replace(ENTRY, source=source)])

    meet(one, two)

    assert [entry.new.source for entry in two.entries()] == [source]


def test_a_meeting_that_is_ended_early_goes_on_later(pcs):
    one, two = pcs
    for score in (70.0, 80.0, 90.0):
        one.train(score=score)
    answers = iter([True, True, True])

    one.sync.meet(lambda: next(answers, False))
    two.sync.meet()
    assert len(two.store.history()) < 3

    meet(one, two)
    assert len(two.store.history()) == 3


def test_one_recording_put_in_on_both_pcs_is_one_entry(pcs):
    one, two = pcs
    for pc in (one, two):
        pc.store.add_entries([ENTRY, PLANK])

    meet(one, two)

    assert len(one.entries()) == 2
    assert one.held() == two.held()


def test_one_person_made_on_both_pcs_is_one_person(pcs):
    one, two = pcs
    for pc in (one, two):
        pc.store.set_profile(MINA)
        pc.train()

    meet(one, two)

    assert one.held() == two.held()
    assert len(one.store.profiles()) == 1
    assert len(one.store.history("Mina")) == 2


def test_a_renamed_person_is_renamed_everywhere(pcs):
    one, two = pcs
    everything(one)
    meet(one, two)

    two.store.rename_profile("Mina", "미나")
    meet(two, one)

    assert one.held() == two.held()
    assert len(one.store.history("미나")) == 2


def test_a_session_of_two_stays_with_the_other_everywhere(pcs):
    one, two = pcs
    for name in ("Mina", "Jun"):
        one.store.set_profile(Profile(name))
    recorder = one.store.start_session(TARGET, 2, "Mina", partner="Jun")
    recorder.finish(session_result(90.0, 60.0))
    meet(one, two)
    assert two.store.bests("Jun")["ab12"].score == 60.0

    two.store.delete_profile("Jun")
    meet(two, one)

    assert one.held() == two.held()
    assert [line.names for line in one.store.history("Mina")] == [("Mina", "")]
    assert one.store.history("Jun") == ()


def test_the_guest_of_a_pc_stays_there(pcs):
    one, two = pcs
    one.store.set_profile(Profile("", 70.0))

    meet(one, two)

    assert two.store.profile(None).weight_kg is None


def test_a_session_under_way_waits_until_it_has_ended(pcs):
    one, two = pcs
    recorder = one.store.start_session(TARGET, 1)
    fill(recorder, 5)
    recorder.flush()
    one.clock.now = FIRST_DAY + timedelta(hours=1)
    meet(one, two)
    assert two.store.history() == ()

    recorder.finish(None)
    meet(one, two)

    assert len(two.store.history()) == 1


def test_a_session_that_was_interrupted_goes_a_day_later(pcs):
    one, two = pcs
    recorder = one.store.start_session(TARGET, 1)
    fill(recorder, 5)
    recorder.flush()
    one.clock.now += timedelta(days=1)

    meet(one, two)
    recorder.finish(None)

    (line,) = two.store.history()
    assert (line.finished, line.recorded_s > 0) == (False, True)


def test_without_the_server_all_waits_and_nothing_is_lost(pcs, server):
    one, two = pcs
    one.train()
    one.sync.meet()
    server.stop()
    recorder = one.store.start_session(TARGET, 1, "Mina")
    fill(recorder, 3)

    with pytest.raises(ServerUnreachable):
        one.sync.meet()
    recorder.finish(session_result(70.0))
    assert (recorder.error, waiting(one.store), len(one.store.history())) == (None, 1, 2)

    server.start()
    meet(one, two)
    assert waiting(one.store) == 0
    assert one.held() == two.held()
    assert len(two.store.history()) == 2


@pytest.mark.parametrize("records", [1, 3, 5])
def test_a_server_that_stops_in_the_middle_gets_the_rest_later(pcs, server, monkeypatch, records):
    one, two = pcs
    everything(one)
    taken = []

    def take(connection, change, *more):
        taken.append(change)
        if len(taken) == records:
            server.stop()
        return sync_take(connection, change, *more)

    sync_take = sync.take
    monkeypatch.setattr(sync, "take", take)
    with pytest.raises(ServerUnreachable):
        one.sync.meet()
    monkeypatch.undo()
    server.start()

    meet(one, two)

    assert one.held() == two.held()
    assert len(two.store.history()) == 2


@pytest.mark.parametrize("who", [0, 1], ids=["sending", "fetching"])
def test_a_program_that_is_killed_before_it_notes_what_it_did_doubles_nothing(
    pcs, monkeypatch, who
):
    one, two = pcs
    everything(one)
    if who == 1:
        one.sync.meet()

    def killed(*_, **__):
        raise CoachBug("killed")

    monkeypatch.setattr(Sync, "_remember", killed)
    with pytest.raises(CoachBug, match="killed"):
        pcs[who].sync.meet()
    monkeypatch.undo()
    meet(one, two)

    assert one.held() == two.held()
    assert len(two.store.history()) == 2


def test_a_server_that_lost_its_memory_is_told_everything_again(pcs, server):
    one, two = pcs
    everything(one)
    meet(one, two)

    server.empty()
    meet(two)

    one.store.delete_profile("Mina")
    meet(one, two)
    assert one.held() == two.held()
    assert two.store.videos() != ()


def test_an_older_diary_goes_to_the_server_as_well(server, tmp_path, pcs):
    (tmp_path / "old").mkdir()
    old_file(tmp_path / "old", "0003_diary")
    old = Pc(tmp_path / "old", server, FIRST_DAY + timedelta(days=9))

    meet(old, pcs[1])

    assert old.held() == pcs[1].held()
    assert len(pcs[1].store.history()) == 2
    old.store.close()


def test_a_deleted_person_leaves_no_trace_in_the_file_of_the_other_pc(pcs):
    one, two = pcs
    one.store.set_profile(Profile("Wilhelmina"))
    one.train("Wilhelmina")
    meet(one, two)
    one.store.delete_profile("Wilhelmina")

    meet(one, two)

    files = [*two.store.path.parent.iterdir(), *one.store.path.parent.iterdir()]
    assert not [file for file in files if b"Wilhelmina" in file.read_bytes()]


def test_a_server_of_a_newer_program_is_left_alone(pcs, server):
    one, _ = pcs
    one.sync.meet()
    with Store(server.url) as there, there.database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_future'")
    try:
        with pytest.raises(DataNewer):
            one.sync.meet()
    finally:
        with one_connection(server) as connection:
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{HEAD}'")


@contextmanager
def one_connection(server):
    engine = create_engine(server_url(server.url))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@pytest.mark.parametrize(
    ("typed", "driver"),
    [
        ("postgresql://u:p@host/gym", "postgresql+psycopg"),
        ("postgres://u@host:5433/gym", "postgresql+psycopg"),
        (" mysql://u:p@host/gym ", "mariadb+pymysql"),
        ("mariadb://u:p@host/gym", "mariadb+pymysql"),
        ("postgresql:///gym?host=/run/pg", "postgresql+psycopg"),
        ("postgresql://u:p@host/gym?sslmode=verify-full", "postgresql+psycopg"),
        ("mariadb://u:p@host/gym?ssl_ca=/ca.pem", "mariadb+pymysql"),
    ],
)
def test_an_address_names_its_driver(typed, driver):
    assert server_url(typed).drivername == driver


@pytest.mark.parametrize(
    "typed",
    [
        "", "gym", "sqlite:////etc/passwd", "http://u:geheim@host/gym", "postgresql://u:geheim@host",
        "postgresql://u:geheim@host:x/gym", "mariadb://u:geheim@host/gym?local_infile=1",
        "mariadb://u@host/gym?password=geheim", "postgresql://u:geheim@host/gym?foo=bar",
        "mssql://u:geheim@host/gym", "postgresql:///gym",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_without_the_password(typed):
    with pytest.raises(BadRequest) as caught:
        server_url(typed)

    assert "geheim" not in str(caught.value)


def test_the_name_of_a_server_tells_no_account():
    assert server_name(server_url("mariadb://u:geheim@host/gym")) == "host/gym"


def test_a_password_is_in_no_message(tmp_path, caplog):
    caplog.set_level("DEBUG")
    with Store(tmp_path) as store, pytest.raises(ServerUnreachable) as caught:
        Sync(store, "postgresql://coach:geheim@127.0.0.1:1/gym").meet()

    assert "geheim" not in str(caught.value) + caplog.text


def test_pauses_grow_while_the_server_does_not_answer():
    pauses = [pause_after(n) for n in range(1, 12)]

    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1], pause_after(10**6)) == (5.0, LONGEST_PAUSE_S, LONGEST_PAUSE_S)


class Told:
    """Keeps what a runner tells."""

    def __init__(self):
        self.all = []
        self._came = threading.Condition()

    def __call__(self, status):
        with self._came:
            self.all.append(status)
            self._came.notify_all()

    def wait_for(self, wanted):
        with self._came:
            assert self._came.wait_for(lambda: any(wanted(status) for status in self.all), 60)
            self.all.clear()


def test_the_runner_sends_what_is_new_when_it_is_poked(pcs, server):
    one, two = pcs
    told = Told()
    runner = SyncRunner(one.store, server.url, clock=one.clock, told=told)
    try:
        told.wait_for(lambda status: status.last is not None)
        one.train()
        runner.poke()
        told.wait_for(lambda status: status.last is not None and not status.busy)
    finally:
        runner.stop()

    assert (runner.status.waiting, runner.status.error) == (0, None)
    two.sync.meet()
    assert len(two.store.history()) == 1


def test_the_runner_says_what_waits_while_the_server_is_away(pcs, server):
    one, _ = pcs
    one.train()
    server.stop()
    told = Told()
    runner = SyncRunner(one.store, server.url, clock=one.clock, told=told)
    try:
        told.wait_for(lambda status: status.error is not None)
        assert isinstance(runner.status.error, ServerUnreachable)
        assert (runner.status.waiting, runner.status.last) == (1, None)
        server.start()
        runner.poke()
        told.wait_for(lambda status: status.last is not None)
    finally:
        runner.stop()
        if server._process is None:
            server.start()

    assert runner.status.error is None


def test_nothing_of_the_server_is_in_the_file_of_a_pc(pcs):
    one, two = pcs
    everything(one)
    meet(one, two)

    with closing(sqlite3.connect(two.store.path)) as raw:
        seqs = {seq for (seq,) in raw.execute("SELECT seq FROM journal WHERE kind = 'session'")}
    assert 0 in seqs
    assert two.store.check() == ()


@pytest.mark.parametrize("fault", [CoachBug, TypeError, OverflowError])
def test_the_runner_goes_on_after_a_fault_of_the_program(pcs, server, monkeypatch, fault):
    one, _ = pcs
    one.train()
    told = Told()
    monkeypatch.setattr(Sync, "_prepare", lambda *_: (_ for _ in ()).throw(fault("broken")))
    runner = SyncRunner(one.store, server.url, clock=one.clock, told=told)
    try:
        told.wait_for(lambda status: status.error is not None)
        assert runner.status.error.reason == "broken"
        monkeypatch.undo()
        runner.poke()
        told.wait_for(lambda status: status.last is not None)
    finally:
        runner.stop()


def test_a_runner_of_no_address_is_refused_at_once(file_store):
    with pytest.raises(BadRequest):
        SyncRunner(file_store, "gym")
