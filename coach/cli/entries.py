"""Commands on the entries of the diary: ``coach diary`` and what stands under it."""

from __future__ import annotations

import argparse
import math
import sys
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from coach.cli.io import Progress, track_cache, write_json
from coach.cli.parser import EXIT_USER
from coach.diary import (
    Amount,
    ExerciseTotal,
    Total,
    Weights,
    by_exercise,
    exercise_key,
    export_diary,
    import_diary,
    records,
    repetitions_text,
    streak,
    totals,
)
from coach.diary.calendar_file import summary
from coach.diary.record import MOST_COUNTED
from coach.diary.totals import Period
from coach.diary.video import add_video
from coach.errors import BadRequest, EntryNotFound, UserCanFix
from coach.paths import data_folder
from coach.storage import EVERYBODY, GRADES, Correction, Entry, Profile, Store
from coach.texts import Texts

_PERIODS: tuple[Period, ...] = ("day", "week", "month")
_HEAVIEST_KG = 500.0
_TALLEST_M = 3.0


def run_list(options: argparse.Namespace, texts: Texts) -> None:
    """``coach diary``: the entries with their totals."""
    first, last = _day("--from", options.first, date.min), _day("--to", options.last, date.max)
    with Store(data_folder(options.data)) as store:
        whose = EVERYBODY if options.person is None else options.person
        entries = store.entries(first, last, whose)
        weights = store.weights({entry.new.person for entry in entries})
        weeks = streak((e.day for e in store.entries(person=whose)), date.today())
    if options.json is not None:
        write_json(_as_json(entries, weights) | {"streak": asdict(weeks)}, options.json)
    elif not entries:
        print(texts("cli_no_entries"))
    else:
        _print(entries, weights, texts)
        print(texts("cli_diary_streak", weeks=weeks.weeks, longest=weeks.longest))


def _print(entries: tuple[Entry, ...], weights: Weights, texts: Texts) -> None:
    for week in reversed(totals(entries, "week", weights)):
        print(texts("cli_diary_week", day=week.start.isoformat(), amount=_amount(week, texts)))
        for entry in week.entries:
            mark = " *" if entry.corrected else ""
            print(f"{entry.id:>5}  {entry.started:%Y-%m-%d %H:%M}  {summary(entry, texts)}{mark}")


def _amount(total: Total, texts: Texts) -> str:
    amount = total.amount
    parts = [texts("diary_minutes", n=math.ceil(amount.active_s / 60))]
    if amount.repetitions:
        parts.append(repetitions_text(texts, amount.repetitions))
    if amount.kcal is not None:
        parts.append(texts("diary_kcal", n=round(amount.kcal)))
    return ", ".join(parts)


def _as_json(entries: tuple[Entry, ...], weights: Weights) -> dict[str, Any]:
    return {
        "entries": [entry_json(entry) for entry in entries],
        "totals": {
            period: [_total_json(total) for total in totals(entries, period, weights)]
            for period in _PERIODS
        },
        "exercises": [_exercise_json(total) for total in by_exercise(entries, weights)],
        "records": [
            {
                "exercise": record.exercise,
                "most_repetitions": _record_json(record.most_repetitions),
                "longest_hold": _record_json(record.longest_hold),
                "best_grade": _record_json(record.best_grade),
            }
            for record in records(entries)
        ],
    }


def entry_json(entry: Entry) -> dict[str, Any]:
    """One entry: the values in force, what was measured and what was put right."""
    measured, corrected = entry.measured, entry.corrected
    return {
        "id": entry.id,
        "date": entry.day.isoformat(),
        "started": entry.started.isoformat(),
        "exercise": entry.exercise,
        "sets": [asdict(one) for one in measured.sets],
        "repetitions": entry.repetitions,
        "seconds": entry.seconds,
        "grade": entry.grade,
        "range_deg": measured.range_deg,
        "source": entry.new.source,
        "title": entry.new.title,
        "person": entry.new.person,
        "person_number": entry.new.number,
        "measured": {
            "exercise": measured.exercise,
            "repetitions": measured.repetitions,
            "seconds": measured.seconds,
            "grade": measured.grade,
            "date": measured.started.date().isoformat(),
        },
        "corrected": {
            "exercise": corrected.exercise,
            "repetitions": corrected.repetitions,
            "seconds": corrected.seconds,
            "grade": corrected.grade,
            "date": None if corrected.day is None else corrected.day.isoformat(),
        },
    }


def _total_json(total: Total) -> dict[str, Any]:
    return {
        "start": total.start.isoformat(),
        "days": total.days,
        "entries": len(total.entries),
        **_amount_json(total.amount),
        "exercises": [_exercise_json(one) for one in total.exercises],
    }


def _exercise_json(total: ExerciseTotal) -> dict[str, Any]:
    return {
        "exercise": total.exercise,
        **_amount_json(total.amount),
        "range_deg": total.range_deg,
        "best_grade": total.best_grade,
    }


def _amount_json(amount: Amount) -> dict[str, Any]:
    rounded = {k: v if v is None else round(v, 2) for k, v in asdict(amount).items()}
    return {f"estimated_{k}" if k.startswith("kcal") else k: v for k, v in rounded.items()}


def _record_json(entry: Entry | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    shown = {"entry": entry.id, "date": entry.day.isoformat(), "grade": entry.grade}
    return shown | {"repetitions": entry.repetitions, "seconds": entry.seconds}


def run_add(options: argparse.Namespace, texts: Texts) -> int:
    """``coach diary add``: a bad file is named and does not stop the others."""
    from coach.diary.reader import EngineReader

    day = None if options.date is None else _day("--date", options.date, date.min)
    reader, failed = EngineReader(data_folder(options.data)), 0
    with Store(data_folder(options.data)) as store:
        for path in options.videos:
            try:
                with Progress(texts("cli_analysing", name=path.name)) as progress:
                    taken = add_video(
                        store,
                        path,
                        reader,
                        cache=track_cache(options.data),
                        model=options.model,
                        person=options.person,
                        day=day,
                        progress=progress,
                    )
            except UserCanFix as error:
                if len(options.videos) == 1:
                    raise
                failed += 1
                print(f"coach: {texts.error(error)}", file=sys.stderr)
                continue
            if taken.known:
                print(texts("cli_diary_known", name=path.name))
            elif not taken.entries:
                print(texts("cli_diary_nothing", name=path.name))
            for entry in taken.entries:
                print(f"{entry.id:>5}  {entry.started:%Y-%m-%d %H:%M}  {summary(entry, texts)}")
    return EXIT_USER if failed else 0


def run_correct(options: argparse.Namespace, texts: Texts) -> None:
    """``coach diary correct``."""
    number = _entry_number(options.entry)
    correction = _correction(options)
    if not correction and not options.take_back:
        raise BadRequest("coach diary correct", "--exercise --repetitions ...", "–")
    with Store(data_folder(options.data)) as store:
        entry = store.entry(number)
        if options.take_back:
            entry = store.take_back_corrections(number)
        if correction:
            entry = store.correct_entry(number, correction)
    print(f"{entry.id:>5}  {entry.started:%Y-%m-%d %H:%M}  {summary(entry, texts)}")
    if options.json is not None:
        write_json(entry_json(entry), options.json)


def _correction(options: argparse.Namespace) -> Correction:
    if options.grade not in (None, *GRADES):
        raise BadRequest("--grade", " ".join(GRADES), options.grade)
    return Correction(
        exercise=None if options.exercise is None else exercise_key(options.exercise),
        repetitions=_within("--repetitions", options.repetitions, 0, MOST_COUNTED),
        seconds=_within("--seconds", options.seconds, 0.0, 86_400.0),
        grade=options.grade,
        day=None if options.date is None else _day("--date", options.date, date.min),
    )


def run_delete(options: argparse.Namespace, texts: Texts) -> None:
    """``coach diary delete``."""
    number = _entry_number(options.entry)
    with Store(data_folder(options.data)) as store:
        entry = store.entry(number)
        store.delete_entry(number)
    print(texts("cli_diary_deleted", entry=summary(entry, texts)))


def run_profile(options: argparse.Namespace, texts: Texts) -> None:
    """``coach diary profile``."""
    given = {
        "weight_kg": _within("--weight", options.weight, 20.0, _HEAVIEST_KG),
        "height_m": _within("--height", options.height, 0.5, _TALLEST_M),
    }
    with Store(data_folder(options.data)) as store:
        profile = store.profile(options.person)
        profile = replace(profile, **{k: v for k, v in given.items() if v is not None})
        if any(v is not None for v in given.values()):
            store.set_profile(profile)
    print(_profile(profile, texts))


def _profile(profile: Profile, texts: Texts) -> str:
    weight = "–" if profile.weight_kg is None else f"{profile.weight_kg:g} kg"
    height = "–" if profile.height_m is None else f"{profile.height_m:g} m"
    return texts("cli_diary_profile", name=profile.name or "–", weight=weight, height=height)


def run_export(options: argparse.Namespace, texts: Texts) -> None:
    """``coach diary export``."""
    with Store(data_folder(options.data)) as store:
        entries = store.entries()
    export_diary(entries, options.file, texts, datetime.now().astimezone())
    print(texts("diary_exported", n=len(entries), name=options.file.name))


def run_import(options: argparse.Namespace, texts: Texts) -> None:
    """``coach diary import``."""
    with Store(data_folder(options.data)) as store:
        done = import_diary(store, options.file)
    print(texts("diary_imported", added=done.added, known=done.known))


def _entry_number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 20):
        raise EntryNotFound(text[:40])
    return int(text)


def _day(argument: str, text: str | None, missing: date) -> date:
    if text is None:
        return missing
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadRequest(argument, "YYYY-MM-DD", text) from None


def _within(argument: str, value: Any, least: float, most: float) -> Any:
    if value is not None and not least <= value <= most:
        raise BadRequest(argument, f"{least:g}..{most:g}", str(value))
    return value
