"""What the library does in the background: adding, downloading, analysing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, QTimer, Signal

from coach.backlog import OPEN, Backlog, Stage, Task, Tasks
from coach.texts import Texts
from ui.kit.newest import Newest
from ui.kit.words import left_text, sentence_of
from ui.library.desk import LibraryDesk
from ui.library.strips import WorkView

PATIENCE_MS: Final = 2000
"""Milliseconds that the screen is seen before analysing begins: the app opens first."""

_NEWS: Final = 20
"""Files added until the shelf is read again in between."""

_TOLD: Final = 2
"""Failures that are told in full."""


class Background(QObject):
    """Three backlogs, whose news come on the interface's thread.

    Signals:
        changed: the shelf is to be read again.
        analysis: key to ``Task`` of every video that waits for its analysis or is in it.
        worked: one of the strips is to be written again.
        added: ``Tasks`` of a round of adding, or of downloading, that came to its end.
    """

    changed = Signal()
    analysis = Signal(object)
    worked = Signal()
    added = Signal(object)

    def __init__(self, desk: LibraryDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.adding: Backlog[Path] = self._made(desk.add, "coach-adding", self._note_adding)
        self.fetching: Backlog[str] = self._made(desk.fetch, "coach-download", self._note_fetching)
        self.analysing: Backlog[str] = self._made(
            desk.analyse, "coach-backlog", self._note_analysis
        )
        self._seen: dict[str, int] = {}
        self._told: dict[str, Task] = {}
        self._pending: list[str] = []
        self._left: set[str] = set()
        self._wanted = True
        self._begin = QTimer(self)
        self._begin.setSingleShot(True)
        self._begin.setInterval(PATIENCE_MS)
        self._begin.timeout.connect(self.begin)

    def _made(
        self, work: Callable[..., object], name: str, note: Callable[[Tasks], None]
    ) -> Backlog[Any]:
        news = Newest(self)
        news.arrived.connect(note)
        return Backlog(work, news.put, name=name)

    # -- what is to be done -----------------------------------------------------------------

    def expect(self, keys: Iterable[str]) -> None:
        """Analyse, in a moment, what is not analysed; what was given up is left alone."""
        self._pending = [key for key in keys if key not in self._left]
        if self.analysing.busy:
            self.begin()
        elif self._pending and not self._begin.isActive():
            self._begin.start()

    def begin(self) -> None:
        """Analyse what is expected."""
        self._begin.stop()
        if self._pending and self._wanted:
            self.analysing.push(self._pending)

    def want_analysis(self, wanted: bool) -> None:
        """Whether to analyse videos before they are opened."""
        self._wanted = wanted
        if not wanted:
            self.analysing.cancel()

    def delay(self, key: str) -> None:
        """Leave the analysis of a video for when it is opened, or for the next start."""
        self._left.add(key)
        self.analysing.drop(key)

    def allow(self, key: str) -> None:
        """Analyse a video again that was left."""
        self._left.discard(key)

    def delay_all(self) -> None:
        """Leave all analyses."""
        self._left |= {task.key for task in self.analysing.tasks if task.stage in OPEN}
        self.analysing.cancel()

    def hold(self) -> None:
        """The machine belongs to somebody who trains."""
        self._begin.stop()
        self.analysing.hold()
        self.adding.hold()

    def go_on(self) -> None:
        """It is free again."""
        self.analysing.go_on()
        self.adding.go_on()

    def rest(self) -> None:
        """Begin nothing new while the screen is not seen."""
        self._begin.stop()

    def close(self) -> None:
        """End everything; waits for the step in work."""
        self._begin.stop()
        for backlog in (self.fetching, self.adding, self.analysing):
            backlog.close()

    # -- news -------------------------------------------------------------------------------

    def _note_adding(self, tasks: Tasks) -> None:
        self._note_round("adding", tasks, _NEWS)

    def _note_fetching(self, tasks: Tasks) -> None:
        self._note_round("fetching", tasks, 1)

    def _note_round(self, name: str, tasks: Tasks, every: int) -> None:
        """Read the shelf again now and then, and say how a round ended, once."""
        ended = sum(task.stage not in OPEN for task in tasks)
        if ended < len(tasks):
            if ended - self._seen.get(name, 0) >= every:
                self._seen[name] = ended
                self.changed.emit()
        elif tasks and self._told.get(name) is not tasks[-1]:
            self._told[name], self._seen[name] = tasks[-1], 0
            self.changed.emit()
            self.added.emit(tasks)
        self.worked.emit()

    def _note_analysis(self, tasks: Tasks) -> None:
        failed = {task.key for task in tasks if task.stage is Stage.FAILED}
        self._left |= failed
        shown = (*OPEN, Stage.FAILED)
        self.analysis.emit({task.key: task for task in tasks if task.stage in shown})
        done = sum(task.stage is Stage.DONE for task in tasks)
        if done != self._seen.get("analysing", 0):
            self._seen["analysing"] = done
            if done:
                self.changed.emit()
        self.worked.emit()


# -- in words ---------------------------------------------------------------------------------


def _at(tasks: Tasks) -> tuple[Task | None, int, int]:
    """The task that runs (or waits first), its number, and how many there are."""
    for number, task in enumerate(tasks, 1):
        if task.stage in OPEN:
            return task, number, len(tasks)
    return None, 0, len(tasks)


def adding_view(tasks: Tasks, texts: Texts) -> WorkView | None:
    """How far the adding of files is."""
    task, at, of = _at(tasks)
    if task is None:
        return None
    sentence = texts("library_adding", name=task.key.name, at=at, of=of)
    return WorkView(sentence, "", (at - 1) / of)


def fetching_view(tasks: Tasks, texts: Texts) -> WorkView | None:
    """How far the downloads are."""
    task, at, of = _at(tasks)
    if task is None:
        return None
    key = "library_fetching" if of == 1 else "library_fetching_of"
    sentence = texts(key, site=urlsplit(task.key).hostname, at=at, of=of)
    return WorkView(sentence, left_text(task.remaining_s, texts), task.fraction or None)


def analysis_view(tasks: Tasks, title: Callable[[str], str], texts: Texts) -> WorkView | None:
    """How far the analyses are; ``title``: of a video by its key."""
    task, _, _ = _at(tasks)
    if task is None:
        return None
    waiting = sum(other.stage is Stage.WAITING for other in tasks if other is not task)
    key = "library_analysing_of" if waiting else "library_analysing"
    sentence = texts(key, title=title(task.key), n=waiting)
    return WorkView(sentence, left_text(task.remaining_s, texts), task.fraction)


def failures(tasks: Tasks, texts: Texts) -> str:
    """What could not be done, in a sentence or three; "" where all went well."""
    failed = [task for task in tasks if task.stage is Stage.FAILED]
    sentences = [sentence_of(task.error, texts) or texts("ui_bug") for task in failed[:_TOLD]]
    if len(failed) > _TOLD:
        sentences.append(texts("library_more_failed", n=len(failed) - _TOLD))
    return " ".join(sentences)
