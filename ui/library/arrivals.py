"""The ways into the library: dialogues for files and folders, drops, links."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event

from PySide6.QtCore import QMimeData, QObject, QUrl, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from coach.backlog import Stage, Tasks
from coach.errors import UserCanFix
from coach.texts import Texts
from ui.kit.jobs import Jobs
from ui.library.background import Background, adding_view, failures
from ui.library.desk import LibraryDesk
from ui.library.strips import Offer, Question, WorkView
from ui.library.values import video_filters


class Arrivals(QObject):
    """Brings videos in, and says how it goes.

    Signals:
        opened: Path of a video that is to be followed at once.
        failed: what went wrong, or "".
        noted: a calm sentence, and tuple of ``Offer``.
        asked: ``Question`` to be put.
        changed: ``looking`` is different.
    """

    opened = Signal(object)
    failed = Signal(str)
    noted = Signal(str, object)
    asked = Signal(object)
    changed = Signal()

    def __init__(self, desk: LibraryDesk, work: Background, jobs: Jobs, parent: QWidget) -> None:
        """``jobs``: a thread that may be slow; ``parent``: what dialogues stand over."""
        super().__init__(parent)
        self._desk, self._work, self._jobs, self._over = desk, work, jobs, parent
        self._texts = Texts("en")
        self._stop = Event()
        self._looking = False
        work.added.connect(self._say_added)

    def speak(self, texts: Texts) -> None:
        """Another language."""
        self._texts = texts

    # -- asking -------------------------------------------------------------------------------

    def ask_for_files(self) -> None:
        """The system's file dialogue, for one video or many."""
        title = self._texts("library_open_files")
        filters = video_filters(self._texts)
        names, _ = QFileDialog.getOpenFileNames(self._over, title, "", filters)
        self.take([Path(name) for name in names])

    def ask_for_folder(self) -> None:
        """The system's folder dialogue."""
        title = self._texts("library_open_folder")
        name = QFileDialog.getExistingDirectory(self._over, title)
        self.take([Path(name)] if name else [])

    def ask_for_link(self) -> None:
        """Something to download; a link that was copied is filled in."""
        from coach.links import SITE_NAMES, checked_link

        try:
            copied = checked_link(QGuiApplication.clipboard().text()).url
        except UserCanFix:
            copied = ""
        note = self._texts("library_link_note", sites=SITE_NAMES)
        self.asked.emit(
            Question("library_link", note, "library_link_hint", copied, "library_fetch", self.fetch)
        )

    # -- taking -------------------------------------------------------------------------------

    def take(self, paths: Sequence[Path]) -> None:
        """Add files and folders; a single file is opened at once."""
        if not paths:
            return
        self.failed.emit("")
        self._stop = stop = Event()
        self._look(True)
        self._jobs.do(
            lambda: (self._desk.find(paths, stop), any(path.is_dir() for path in paths)),
            lambda found: self._take_files(found[0], found[1], stop),
            self._refuse,
        )

    def _take_files(self, files: tuple[Path, ...], folders: bool, stop: Event) -> None:
        self._look(False)
        if stop.is_set():
            return
        if not files:
            self.failed.emit(self._texts("library_no_videos"))
        elif len(files) == 1 and not folders:
            self.opened.emit(files[0])
        else:
            self._work.adding.push(files)

    def fetch(self, link: str) -> None:
        """Download the video of a link."""
        from coach.links import checked_link

        self.failed.emit("")
        try:
            self._work.fetching.push([checked_link(link).url])
        except UserCanFix as error:
            self._refuse(error)

    def stop(self) -> None:
        """Look and add no more; what was added stays."""
        self._stop.set()
        self._work.adding.cancel()

    # -- telling ------------------------------------------------------------------------------

    def view(self) -> WorkView | None:
        """How far the adding is."""
        if self._looking:
            return WorkView(self._texts("library_searching"), "", None)
        return adding_view(self._work.adding.tasks, self._texts)

    def _look(self, looking: bool) -> None:
        self._looking = looking
        self.changed.emit()

    def _refuse(self, error: UserCanFix) -> None:
        self._look(False)
        self.failed.emit(self._texts.error(error))

    def _say_added(self, tasks: Tasks) -> None:
        """How a round of adding or downloading ended."""
        done = [task.outcome for task in tasks if task.stage is Stage.DONE]
        self.failed.emit(failures(tasks, self._texts))
        if len(done) == 1:
            path = done[0].path
            sentence = self._texts("library_added_one", title=done[0].title)
            self.noted.emit(
                sentence, (Offer("library_open", "play", lambda: self.opened.emit(path)),)
            )
        elif done:
            self.noted.emit(self._texts("library_added", n=len(done)), ())


def dropped(data: QMimeData) -> tuple[list[Path], list[str]]:
    """The files and folders, and the links, of something that is dragged."""
    urls = data.urls()
    if not urls and data.hasText():
        text = data.text().strip()
        urls = [QUrl(text)] if text.startswith("https://") and "\n" not in text else []
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    whole = QUrl.ComponentFormattingOption.FullyEncoded
    return paths, [url.toString(whole) for url in urls if not url.isLocalFile()]
