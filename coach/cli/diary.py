"""Commands on the diary: history, report."""

from __future__ import annotations

import argparse
from pathlib import Path

from coach.cli.io import check_writable, track_cache, write_json
from coach.diary import keep_session
from coach.diary.everything import session_json
from coach.diary.last_time import last_time
from coach.diary.unfinished import finish
from coach.errors import SessionNotFound
from coach.paths import data_folder
from coach.report import FORMATS, PHYSIO_FORMATS, write_report
from coach.session.choice import instructor_of
from coach.session.stored import result_of
from coach.storage import MAY_STILL_RUN, SessionSummary, Store
from coach.storage.alone import Alone
from coach.storage.store import local_now
from coach.texts import Texts


def run_history(options: argparse.Namespace, texts: Texts) -> None:
    """``coach history``."""
    with Store(data_folder(options.data)) as store:
        sessions = store.history()
    if options.json is not None:
        write_json([session_json(s) for s in sessions], options.json)
        return
    if not sessions:
        print(texts("cli_no_sessions"))
    for s in sessions:
        score = "  –" if s.score != s.score else f"{s.score:3.0f}"
        state = "" if s.finished else "  " + texts("cli_unfinished")
        print(f"{s.id:>5}  {s.started:%Y-%m-%d %H:%M}  {score}  {s.target}{state}")


def run_report(options: argparse.Namespace, texts: Texts) -> None:
    """``coach report``."""
    check_writable(options.output, FORMATS if options.page == "full" else PHYSIO_FORMATS)
    if not options.session.isdecimal():
        raise SessionNotFound(options.session)
    with Store(data_folder(options.data)) as store:
        stored = store.session(int(options.session))
        instructor = instructor_of(store, stored.target.content_hash)
        result = result_of(stored, track_cache(options.data), instructor)
        summary = stored.summary
        write_report(
            result,
            options.output,
            texts=texts,
            earlier=last_time(store, stored),
            when=summary.started,
            person=summary.person,
            partner=summary.partner,
            page=options.page,
        )
        if summary.finished:
            keep_session(store, summary, result)
        elif _broke_off(data_folder(options.data), summary):
            finish(store, summary, result)


def _broke_off(folder: Path, summary: SessionSummary) -> bool:
    """Whether a session that is not finished cannot be running any more."""
    with Alone(folder) as lock:
        return lock.is_alone or local_now() - summary.started > MAY_STILL_RUN
