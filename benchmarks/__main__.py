"""``python -m benchmarks [--json FILE] [--quick] [--long]``: everything, in one run."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from platform import machine
from typing import Any

from benchmarks.diary import diary
from benchmarks.following import following
from benchmarks.library import library
from benchmarks.live import live
from benchmarks.long import long
from benchmarks.opening import idle, opening
from benchmarks.pipeline import analysis, pipeline
from benchmarks.recognisers import recognisers
from benchmarks.responsive import responsive
from benchmarks.startup import imports, startup
from benchmarks.table import Row, as_json, print_rows


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="the figures for a program")
    parser.add_argument("--history", type=Path, metavar="FILE", help="Markdown that it is added to")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, no live session")
    parser.add_argument(
        "--long", action="store_true", help="two hours of a session too, 15 minutes"
    )
    options = parser.parse_args()
    quick: bool = options.quick
    report = Report()
    stretches = 3 if quick else 8
    report.add("Live pipeline", [*pipeline(1, stretches), *pipeline(2, stretches)])
    report.add("Score of a live frame", following(15.0 if quick else 60.0))
    report.add("Recognisers beside the live picture", recognisers(15.0 if quick else 60.0))
    report.add("Start-up", startup(rounds=1 if quick else 5))
    for title, rows in imports().items():
        report.add(title, rows)
    report.add("The diary of ten years", diary(quick=quick))
    report.add("Analysis of a target", analysis(4.0 if quick else 10.0, ("full", "heavy")))
    if not quick:
        report.add("A video that is opened", opening())
        report.add("An idle app", idle())
        report.add("Library of 5,000 videos", library())
        report.add("Live session of the app, in real time", [*live(1), *live(2)])
        report.add("Thread of the window during a session", responsive())
    if options.long:
        report.add("A long session, faster than it plays", long())
    report.add_text("Alignment", _alignment())
    if options.history is not None:
        report.add_to(options.history)
    if options.json is not None:
        text = json.dumps(report.content, ensure_ascii=False, indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")


NEWEST = "<!-- newest first -->"
"""Line of a history under which the next run stands."""


class Report:
    """Prints what is measured as it comes, and keeps it.

    Attributes:
        content: section to its figures.
    """

    def __init__(self) -> None:
        self.content: dict[str, list[Any]] = {}

    def add(self, title: str, rows: Sequence[Row]) -> None:
        """Figures of a section."""
        if rows:
            print_rows(title, rows)
            sys.stdout.flush()
            self.content[title] = as_json(rows)

    def add_to(self, history: Path) -> None:
        """Put the figures that have a goal on top of a history, with the day and the machine."""
        rows = [row for rows in self.content.values() for row in rows if isinstance(row, dict)]
        lines = [_line(row) for row in rows if None not in (row["goal"], row["value"])]
        commit = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"], stdout=subprocess.PIPE, text=True, check=False
        ).stdout.strip()
        title = f"## {date.today()}, {commit or 'no commit'}, {os.cpu_count()} cores, {machine()}"
        table = ["| what | found | goal | met | of |", "|---|---|---|---|---|", *lines]
        head, mark, before = history.read_text(encoding="utf-8").partition(NEWEST)
        added = "\n".join(["", "", title, "", *table])
        history.write_text(head + mark + added + before, encoding="utf-8")

    def add_text(self, title: str, lines: Sequence[str]) -> None:
        """A section that comes as text."""
        print(f"\n{title}", *lines, sep="\n  ", flush=True)
        self.content[title] = list(lines)


def _line(row: dict[str, Any]) -> str:
    sign = "≥" if row["wanted"] == "least" else "≤"
    met = "yes" if row["met"] else "no"
    found = f"{row['value']:.4g} {row['unit']}"
    return f"| {row['name']} | {found} | {sign} {row['goal']:g} | {met} | {row['note']} |"


def _alignment() -> list[str]:
    """In a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "benchmarks.alignment"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.splitlines()


if __name__ == "__main__":
    main()
