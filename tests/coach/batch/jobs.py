"""What processes of the tests do with a job: small, and some of it deadly."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from coach.batch.manifest import Options, Row
from coach.batch.work import Job, Outcome


def row_of(name: str, *, task: str = "count", target: str | None = None) -> Row:
    """A row without a manifest."""
    place = None if target is None else Path(target)
    return Row(name, task, Path(name), place, (name, target or ""), Options())


def job_of(name: str, number: int = 0, data: Path = Path("data")) -> Job:
    """A job whose recording is called so."""
    return Job(number, row_of(name), data, "en")


def obey(job: Job) -> Outcome:
    """Do what the name of the recording says."""
    name = job.what.recording.name
    if name == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    elif name == "die-once":
        mark = job.data / "died"
        if not mark.exists():
            mark.write_text("once")
            os.kill(os.getpid(), signal.SIGKILL)
    elif name == "hang":
        time.sleep(600)
    return Outcome("done", answer={"pid": os.getpid(), "threads": os.environ["OMP_NUM_THREADS"]})
