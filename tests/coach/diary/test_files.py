import csv
import io
import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.diary import FORMATS, export_diary, import_diary
from coach.diary import files as diary_files
from coach.diary.files import read_diary
from coach.diary.record import FIELDS, record_of
from coach.errors import BadRequest, DiaryFileInvalid, FileMissing, OutputUnwritable
from coach.storage import GRADES, Correction, Measured, NewEntry, Store, WorkSet
from coach.storage.diary_values import Entry
from coach.texts import Texts
from tests.coach.diary.samples import NOON, entry, with_sets

EN = Texts("en")
formats = pytest.mark.parametrize("ending", FORMATS)

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
printable = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=40)
seconds = st.floats(0, 1e6)
counts = st.integers(0, 999_999)
grades = st.sampled_from(("", *GRADES))
moments = st.builds(
    lambda naive, minutes: naive.replace(tzinfo=timezone(timedelta(minutes=minutes))),
    st.datetimes(datetime(1971, 1, 1), datetime(2999, 1, 1)),
    st.integers(-14 * 60, 14 * 60),
)
days = st.dates(date(1971, 1, 1), date(2999, 1, 1))
sets = st.builds(
    lambda start, length, *rest: WorkSet(start, start + length, *rest),
    seconds, seconds, counts, counts, seconds,
)  # fmt: skip
measured = st.builds(
    Measured, printable, moments, st.lists(sets, min_size=1, max_size=4).map(tuple), grades,
    st.none() | seconds,
)  # fmt: skip
corrections = st.builds(
    Correction, st.none() | printable, st.none() | counts, st.none() | seconds,
    st.none() | st.sampled_from(GRADES), st.none() | days,
)  # fmt: skip
new_entries = st.builds(
    NewEntry, printable, counts, counts, words, st.none() | printable, measured, corrections,
    printable,
)  # fmt: skip


@formats
@given(new=st.lists(new_entries, max_size=3))
@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_written_is_read_exactly(new, ending, tmp_path):
    file = tmp_path / f"diary{ending}"

    export_diary([Entry(i, one) for i, one in enumerate(new)], file, EN, NOON)

    assert read_diary(file) == tuple(new)


@formats
def test_an_import_gives_the_diary_again_and_twice_changes_nothing(tmp_path, ending):
    file = tmp_path / f"diary{ending}"
    entries = [
        entry(grade="B", range_deg=93.5, person="민아", title='=HYPERLINK("x")', id=1),
        entry("my dance", corrected=Correction("lunge", 3, day=date(2026, 1, 1)), id=2),
    ]
    with Store(tmp_path / "one") as one, Store(tmp_path / "two") as two:
        one.add_entries([e.new for e in entries])
        export_diary(one.entries(), file, EN, NOON)

        first, second = import_diary(two, file), import_diary(two, file)

        assert (first.added, first.known, second.added, second.known) == (2, 0, 0, 2)
        assert [e.new for e in two.entries()] == [e.new for e in one.entries()]
        two_again = tmp_path / f"again{ending}"
        export_diary(two.entries(), two_again, EN, NOON)
    assert two_again.read_bytes() == file.read_bytes()


@formats
def test_an_empty_diary_is_a_file_too(tmp_path, ending):
    file = tmp_path / f"diary{ending}"

    export_diary([], file, EN, NOON)

    assert read_diary(file) == ()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'x", "''=x"])
def test_no_cell_is_a_formula(tmp_path, text):
    file = tmp_path / "diary.csv"
    export_diary([entry(title=text, person=text.strip())], file, EN, NOON)

    rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")))

    assert all(
        not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row
    )
    assert read_diary(file)[0].title == text


def test_a_spreadsheet_sees_the_values_in_force(tmp_path):
    file = tmp_path / "diary.csv"
    corrected = Correction(repetitions=12, day=date(2026, 3, 3))
    export_diary([entry(corrected=corrected)], file, EN, NOON)

    (row,) = csv.DictReader(io.StringIO(file.read_text("utf-8-sig"), newline=""))

    assert (row["date"], row["repetitions"]) == ("2026-03-03", "12")
    assert json.loads(row["sets"]) == [[0.0, 20.0, 10, 0, 0.0]]
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_calendar_has_every_event_at_its_local_time(tmp_path):
    file = tmp_path / "diary.ics"
    seoul = timezone(timedelta(hours=9))
    nepal = timezone(timedelta(hours=5, minutes=45))
    west = timezone(-timedelta(hours=3, minutes=30))
    sets = [WorkSet(0, 30.4, 12), WorkSet(60, 90, 12)]
    entries = [
        with_sets(sets, started=datetime(2026, 3, 4, 7, 30, tzinfo=seoul), grade="A", id=1),
        entry("plank", datetime(2026, 3, 4, 7, tzinfo=nepal), repetitions=0, held=31.6, id=2),
        entry(started=datetime(2026, 3, 4, 7, tzinfo=west), id=3),
        entry(started=datetime(2026, 3, 4, 7, tzinfo=UTC), id=4),
    ]
    export_diary(entries, file, EN, NOON)

    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    events = calendar.walk("VEVENT")

    assert [e.decoded("dtstart") for e in events] == [e.started for e in entries]
    assert [e.decoded("dtend") - e.decoded("dtstart") for e in events] == [
        timedelta(seconds=s) for s in (60, 20, 20, 20)
    ]
    assert str(events[0]["summary"]) == "Squat, 2 sets, 24 repetitions, grade A"
    assert str(events[1]["summary"]) == "Plank, 32 s held"
    zones = {str(z["tzid"]) for z in calendar.walk("VTIMEZONE")}
    assert zones == {"UTC+0900", "UTC+0545", "UTC-0330", "UTC+0000"}
    assert len({str(e["uid"]) for e in events}) == 4


def test_a_calendar_keeps_to_the_rules_of_its_lines(tmp_path):
    file = tmp_path / "diary.ics"
    title = "스쿼트, 런지; \\ 하루\n두 번 " * 10
    export_diary([entry(title=title)], file, EN, NOON)

    content = file.read_bytes()

    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert str(event["description"]) == title
    assert event.decoded("dtstamp") == NOON


def test_a_corrected_day_is_the_day_in_the_calendar(tmp_path):
    file = tmp_path / "diary.ics"
    export_diary([entry(corrected=Correction(day=date(2026, 2, 1)))], file, EN, NOON)

    (event,) = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")

    assert event.decoded("dtstart").date() == date(2026, 2, 1)


def json_diary(**changes) -> str:
    record = record_of(entry()) | changes
    return json.dumps({"kind": "coach diary", "version": 1, "entries": [record]})


def csv_diary(**changes) -> str:
    record = record_of(entry()) | changes
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(FIELDS)
    writer.writerow(record[name] for name in FIELDS)
    return out.getvalue()


EVENT = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n{}"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)
HOSTILE = [
    pytest.param("a.csv", "", id="empty-csv"),
    pytest.param("a.csv", "name,age\r\nx,1\r\n", id="another-csv"),
    pytest.param("a.csv", csv_diary() + "1,2\r\n", id="short-row"),
    pytest.param("a.csv", csv_diary() + '"open', id="open-quote"),
    pytest.param("a.csv", csv_diary(title="x" * 200_000), id="long-cell"),
    pytest.param("a.csv", b"\xff\xfe\x00\x41", id="not-utf-8-csv"),
    pytest.param("a.csv", csv_diary(sets="[[0,1,1,0,0]"), id="broken-sets"),
    pytest.param("a.json", "", id="empty-json"),
    pytest.param("a.json", b"\xff{", id="not-utf-8-json"),
    pytest.param("a.json", "[1, 2]", id="a-list"),
    pytest.param("a.json", '{"kind": "else"}', id="another-json"),
    pytest.param("a.json", '{"kind": "coach diary", "version": 2, "entries": []}', id="newer"),
    pytest.param("a.json", '{"kind": "coach diary", "version": 1}', id="no-entries"),
    pytest.param("a.json", '{"kind": "coach diary", "version": 1, "entries": [3]}', id="number"),
    pytest.param("a.json", "[" * 100_000, id="nested-deeply"),
    pytest.param("a.json", '{"version": ' + "9" * 10_000 + "}", id="huge-number"),
    *(
        pytest.param("a.json", json_diary(**{name: value}), id=f"{name}={str(value)[:20]}")
        for name, value in [
            ("uid", ""),
            ("uid", "a\nb"),
            ("uid", 3),
            ("source", " "),
            ("number", "-1"),
            ("number", "1.5"),
            ("number", "٣"),
            ("place", "9" * 30),
            ("title", "x" * 2000),
            ("title", "\x00"),
            ("title", "\ud800"),
            ("title", None),
            ("started", ""),
            ("started", "2026-03-04T10:00:00"),
            ("started", "0001-01-01T00:00:00+00:00"),
            ("started", "2026-03-04T10:00:00+01:00:30"),
            ("exercise", ""),
            ("exercise", "a\nb"),
            ("exercise", "x" * 101),
            ("sets", "[]"),
            ("sets", "{}"),
            ("sets", "[[0, 1]]"),
            ("sets", "[[5, 1, 1, 0, 0]]"),
            ("sets", "[[NaN, 1, 1, 0, 0]]"),
            ("sets", "[[0, Infinity, 1, 0, 0]]"),
            ("sets", "[[0, 1, true, 0, 0]]"),
            ("sets", "[[0, 1, 1.5, 0, 0]]"),
            ("sets", "[[0, 1, -1, 0, 0]]"),
            ("sets", "[[0, [], 1, 0, 0]]"),
            ("sets", "[[0, 1" + "0" * 400 + ", 1, 0, 0]]"),
            ("sets", json.dumps([[0, 1, 1, 0, 0]] * 1001)),
            ("sets", "[" * 40_000),
            ("grade", "G"),
            ("range_deg", "wide"),
            ("range_deg", "nan"),
            ("corrected_exercise", " "),
            ("corrected_repetitions", "many"),
            ("corrected_seconds", "-1"),
            ("corrected_grade", "a"),
            ("corrected_day", "yesterday"),
            ("corrected_day", "9999-12-31"),
        ]
    ),
    pytest.param("a.ics", "", id="empty-calendar"),
    pytest.param("a.ics", "hello", id="no-calendar"),
    pytest.param("a.ics", b"\xff\xfe\x00", id="not-utf-8-calendar"),
    pytest.param("a.ics", EVENT.format(""), id="event-of-another-program"),
    pytest.param("a.ics", EVENT.format("X-COACH-ENTRY:!!!\r\n"), id="not-base64"),
    pytest.param("a.ics", EVENT.format("X-COACH-ENTRY:aGVsbG8=\r\n"), id="not-json"),
    pytest.param("a.ics", EVENT.format("X-COACH-ENTRY:WzFd\r\n"), id="not-a-record"),
    pytest.param("a.ics", EVENT.format("X-COACH-ENTRY:e30=\r\n" * 2), id="two-records"),
    pytest.param("a.ics", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", id="unfinished"),
]


@pytest.mark.parametrize(("name", "content"), HOSTILE)
def test_what_is_no_diary_is_refused_and_changes_nothing(tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with Store(tmp_path / "data") as store:
        with pytest.raises(DiaryFileInvalid) as refused:
            import_diary(store, file)
        assert store.entries() == ()

    for language in ("en", "ko"):
        sentence = Texts(language).error(refused.value)
        assert len(sentence) < 400
        assert "\n" not in sentence


def test_a_bad_entry_behind_good_ones_changes_nothing(tmp_path):
    good, bad = record_of(entry()), record_of(entry(id=2)) | {"grade": "Z"}
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"kind": "coach diary", "version": 1, "entries": [good, bad]}))

    with Store(tmp_path / "data") as store:
        with pytest.raises(DiaryFileInvalid, match="grade"):
            import_diary(store, file)
        assert store.entries() == ()


def test_a_file_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(diary_files, "LARGEST_BYTES", 10)
    file = tmp_path / "a.csv"
    file.write_text(csv_diary())

    with pytest.raises(DiaryFileInvalid, match="10 bytes"):
        read_diary(file)


def test_too_many_entries_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(diary_files, "MOST_ENTRIES", 1)
    file = tmp_path / "a.csv"
    export_diary([entry(), entry(id=2)], file, EN, NOON)

    with pytest.raises(DiaryFileInvalid):
        read_diary(file)


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(BadRequest):
        export_diary([], tmp_path / "a.xlsx", EN, NOON)
    with pytest.raises(BadRequest):
        read_diary(tmp_path / "a")


def test_files_that_are_not_there_or_cannot_be_written_are_named(tmp_path):
    with pytest.raises(FileMissing):
        read_diary(tmp_path / "a.csv")
    with pytest.raises(OutputUnwritable):
        export_diary([], Path(tmp_path / "none" / "a.csv"), EN, NOON)


def test_a_calendar_in_korean_speaks_korean(tmp_path):
    file = tmp_path / "diary.ics"
    export_diary([entry(grade="A")], file, Texts("ko"), NOON)

    (event,) = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")

    assert str(event["summary"]) == "스쿼트, 10회, A 등급"
