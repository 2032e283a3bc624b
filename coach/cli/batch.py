"""``coach batch``: many recordings at once, for a researcher or a gym."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, TextIO

from coach.batch.journal import Journal
from coach.batch.manifest import Options, read_manifest
from coach.batch.run import Batch, Progress
from coach.batch.tables import parquet_known, parts_of, results_of, write_tables
from coach.batch.workers import LocalWorkers, Workers, cores
from coach.cli.parser import EXIT_USER
from coach.errors import BadRequest, LibraryMissing, OutputUnwritable
from coach.paths import data_folder
from coach.texts import Texts

MINUTE: Final = 60.0
HOUR: Final = 3600.0


def run_batch(options: argparse.Namespace, texts: Texts) -> int:
    """``coach batch``: exit status 2 when a row failed.

    Raises:
        KeyboardInterrupt: it was stopped; what was done is written down.
    """
    if options.workers is not None and options.workers < 1:
        raise BadRequest("--workers", ">= 1", str(options.workers))
    if not options.limit > 0:
        raise BadRequest("--limit", "> 0", str(options.limit))
    rows = read_manifest(options.manifest, Options(model=options.model))
    folder: Path = options.output
    with Journal(folder, again=options.again) as journal, _events(options.json) as events:
        line = _Line(texts, shown=not options.quiet and sys.stderr.isatty())
        with closing(_workers(options)) as workers:
            batch = Batch(
                rows,
                journal,
                workers,
                data=data_folder(options.data),
                texts=texts,
                told=_to_all(line.show, events),
            )
            stopped = _run(batch)
        line.clear()
        outcomes = batch.outcomes
        tables = {"results": results_of(rows, outcomes), "moves": parts_of(rows, outcomes)}
        write_tables(folder, tables, parquet=parquet_known())
    return _verdict(options, batch, len(rows), texts, stopped=stopped)


def _run(batch: Batch) -> bool:
    """Do it; whether it was stopped by Ctrl+C."""
    try:
        batch.run()
    except KeyboardInterrupt:
        return True
    return False


def _workers(options: argparse.Namespace) -> Workers:
    if options.scheduler is None:
        number = options.workers or cores()
        return LocalWorkers(number, limit_s=MINUTE * options.limit)
    try:
        from coach.batch.cluster import ClusterWorkers
    except ImportError as error:
        raise LibraryMissing("dask.distributed", 'pip install "coach[dask]"') from error
    return ClusterWorkers(options.scheduler)


def _verdict(
    options: argparse.Namespace, batch: Batch, total: int, texts: Texts, *, stopped: bool
) -> int:
    """What is said at the end, and the exit status."""
    failed = sum(one.status == "failed" for one in batch.outcomes.values())
    done = len(batch.outcomes) - failed
    if not options.quiet and options.json != "-":
        said = {"total": total, "done": done - batch.known, "known": batch.known}
        print(texts("batch_done", folder=options.output, **said))
        if not parquet_known():
            print(texts("batch_no_parquet"))
    if stopped:
        print(f"coach: {texts('batch_interrupted', done=done, total=total)}", file=sys.stderr)
        raise KeyboardInterrupt
    if failed:
        said = {"failed": failed, "total": total, "table": options.output / "results.csv"}
        print(f"coach: {texts('batch_some_failed', **said)}", file=sys.stderr)
        return EXIT_USER
    return 0


class _Line:
    """One line on a terminal that says how far it is."""

    def __init__(self, texts: Texts, *, shown: bool) -> None:
        self._texts, self._shown = texts, shown

    def show(self, progress: Progress) -> None:
        """Write it anew."""
        if self._shown:
            self._write(progress_line(progress, self._texts))

    def clear(self) -> None:
        """Take it away."""
        if self._shown:
            self._write("")

    def _write(self, words: str) -> None:
        print(f"\r\033[K{words}", end="", file=sys.stderr, flush=True)


def progress_line(progress: Progress, texts: Texts) -> str:
    """How far it is, and how long it will take."""
    ended = progress.done + progress.failed
    key = "batch_progress_failed" if progress.failed else "batch_progress"
    words = [texts(key, done=ended, total=progress.total, failed=progress.failed)]
    left = progress.remaining_s
    if left is not None and ended < progress.total:
        unit, seconds = next((u, s) for u, s in _UNITS if left >= LEAST * s or s == 1)
        words.append(texts(f"batch_left_{unit}", n=round(left / seconds)))
    return "  ".join(words)


LEAST: Final = 2
"""Of a unit, for it to be used: 90 seconds are said as 90 s, 120 as 2 min."""

_UNITS: Final = (("h", HOUR), ("min", MINUTE), ("s", 1))


@contextmanager
def _events(path: str | None) -> Iterator[Callable[[Progress], None]]:
    """Whom to tell the progress, a line of JSON each; nobody where no file is named."""
    if path is None:
        yield lambda _: None
    elif path == "-":
        yield lambda progress: _write_event(sys.stdout, progress)
    else:
        try:
            Path(path).write_text("", encoding="utf-8")
        except OSError as error:
            raise OutputUnwritable(Path(path), error.strerror or str(error)) from error
        with Path(path).open("a", encoding="utf-8") as file:
            yield lambda progress: _write_event(file, progress)


def _to_all(*tell: Callable[[Progress], None]) -> Callable[[Progress], None]:
    def told(progress: Progress) -> None:
        for one in tell:
            one(progress)

    return told


def _write_event(file: TextIO, progress: Progress) -> None:
    row, outcome, left = progress.row, progress.outcome, progress.remaining_s
    event: dict[str, Any] = {"done": progress.done, "failed": progress.failed}
    event |= {"known": progress.known, "total": progress.total}
    event["remaining_s"] = None if left is None else round(left, 1)
    if row is not None and outcome is not None:
        event |= {"id": row.id, "status": outcome.status, "seconds": round(outcome.seconds, 2)}
        event |= {"error": outcome.error or None, "message": outcome.message or None}
    print(json.dumps(event, ensure_ascii=False), file=file, flush=True)
