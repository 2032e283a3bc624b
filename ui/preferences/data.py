"""What is stored where, and how to take it along or to delete it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from coach.errors import UserCanFix
from coach.paths import BACKUP_SUFFIX
from coach.texts import Texts
from ui.choices import Choices
from ui.kit import theme
from ui.kit.columns import Columns
from ui.kit.confirm import Confirm
from ui.kit.jobs import Jobs
from ui.kit.screen import Section
from ui.kit.theme import Look
from ui.kit.widgets import Banner, Button, Choice, Elided, Label, dress_all, restyle, tight
from ui.preferences.checking import DataCheck
from ui.preferences.desk import CLEARABLE, KINDS, Keeping, PreferencesDesk, Stored
from ui.preferences.server import ServerSection

if TYPE_CHECKING:
    from coach.diary.everything import Exported
    from coach.storage.backup import BackedUp


def _ending(name: str, ending: str) -> Path:
    """A file with this ending; what stands before a dot of the name stays."""
    return Path(name if name.lower().endswith(ending) else f"{name}{ending}")


def _filters(texts: Texts) -> str:
    return f"{texts('set_backups')} (*{BACKUP_SUFFIX})"


class Place(Elided):
    """Where something is; both ends are told where there is no room for all of it."""

    mode = Qt.TextElideMode.ElideMiddle


class StoredRow(QWidget):
    """One kind of what is stored: what it is, how large, and a button to delete it.

    Signals:
        cleared: the user wants it gone; its kind.
    """

    cleared = Signal(str)

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        row = QHBoxLayout(self)
        tight(row, gap=theme.M)
        words = QVBoxLayout()
        tight(words, gap=theme.XS)
        words.addWidget(Label("body", key=f"set_stored_{kind}", wrap=True))
        self.place = Place("small", tone="secondary")
        words.addWidget(self.place)
        row.addLayout(words, 1)
        self.amount = Label("body")
        row.addWidget(self.amount)
        self.clear = Button("set_clear", icon="trash", kind="ghost")
        self.clear.clicked.connect(lambda: self.cleared.emit(self.kind))
        policy = self.clear.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # so that all amounts stand below each other
        self.clear.setSizePolicy(policy)
        row.addWidget(self.clear)
        self.clear.setVisible(kind in CLEARABLE)

    def tell(self, stored: Stored, look: Look) -> None:
        """Show how much is kept."""
        self.place.say(str(stored.path))
        locale = QLocale(look.texts.language)
        self.amount.say(locale.formattedDataSize(stored.size, 1))
        self.clear.setEnabled(stored.files > 0)
        what = look.texts(f"set_stored_{self.kind}")
        self.clear.setAccessibleName(f"{look.texts('set_clear')}: {what}")


class DataPage(QWidget):
    """The data folder, and the privacy page.

    Signals:
        emptied: everything that was kept is deleted.
        restored: everything is as a back-up holds it.
        asked: the widget with a question that is to be seen.
    """

    emptied = Signal()
    restored = Signal()
    asked = Signal(object)

    def __init__(self, choices: Choices, desk: PreferencesDesk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self.server = ServerSection(choices, desk, jobs)
        self._look: Look | None = None
        self._keeping: Keeping | None = None
        self.banner = Banner()
        self.check = DataCheck(desk, jobs)
        self.check.mended.connect(self.restored)
        self.check.mended.connect(self.refresh)
        self.rows = {kind: StoredRow(kind) for kind in KINDS}
        column = QVBoxLayout(self)
        tight(column, gap=theme.M)
        column.addWidget(self.banner)
        column.addWidget(
            Columns(
                [self._build_folder(), self.server],
                [self._build_stored(), self._build_delete()],
            )
        )
        column.addStretch(1)

    def _build_folder(self) -> Section:
        section = Section("set_folder", note="set_folder_note")
        self.folder = Place("body")
        self.open = Button("set_open_folder", icon="folder")
        self.open.clicked.connect(self._open_folder)
        section.add(self.folder)
        self.back_up = Button("set_back_up", icon="save", tip="set_back_up_tip")
        self.restore = Button("set_restore", icon="restart", tip="set_restore_tip")
        self.back_up.clicked.connect(self._back_up)
        self.restore.clicked.connect(self._restore)
        row = QHBoxLayout()
        tight(row, gap=theme.S)
        for button in (self.back_up, self.restore, self.open):
            row.addWidget(button)
        row.addStretch(1)
        section.column.addLayout(row)
        self.export = Button("set_export", icon="save", tip="set_export_tip")
        self.export.clicked.connect(self._export)
        beside = QHBoxLayout()
        tight(beside, gap=theme.S)
        beside.addWidget(self.export)
        beside.addStretch(1)
        section.column.addLayout(beside)
        section.add(self.check)
        return section

    def _build_stored(self) -> Section:
        section = Section("set_privacy", note="set_privacy_note")
        for row in self.rows.values():
            row.cleared.connect(lambda kind: self._change(lambda: self._desk.clear(kind)))
            section.add(row)
        return section

    def _build_delete(self) -> Section:
        section = Section("set_delete", note="set_delete_note")
        self.session = Choice(name="set_session")
        self.delete_session = Confirm("set_delete_session", "set_delete_session_ask", "set_gone")
        self.delete_session.confirmed.connect(self._delete_session)
        self.delete_all = Confirm("set_delete_all", "set_delete_all_ask", "set_gone")
        self.delete_all.confirmed.connect(self._delete_all)
        restyle(self.delete_all.ask, "kind", "danger")
        for widget in (self.session, self.delete_session):
            section.add(widget)
        section.column.addSpacing(theme.L)
        section.add(self.delete_all)
        for confirm in (self.delete_session, self.delete_all):
            confirm.ask.clicked.connect(lambda _, confirm=confirm: self.asked.emit(confirm))
        return section

    # -- showing --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look again what there is."""
        self._jobs.do(self._desk.keeping, self.show_keeping, self._refuse)

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        dress_all(self, look)
        self._show()

    def show_keeping(self, keeping: Keeping) -> None:
        """Show what is kept."""
        self._keeping = keeping
        self._show()

    def _show(self) -> None:
        keeping, look = self._keeping, self._look
        if keeping is None or look is None:
            return
        self.folder.say(str(keeping.folder))
        for stored in keeping.items:
            self.rows[stored.kind].tell(stored, look)
        self.session.clear()
        for held in keeping.sessions:
            who = f" · {held.who}" if held.who else ""
            self.session.addItem(f"{held.when} · {held.title}{who}", held.id)
        none = not keeping.sessions
        if none:
            self.session.addItem(look.texts("set_no_session"))
        self.session.setEnabled(not none)
        self.delete_session.setEnabled(not none)

    # -- what the user does ---------------------------------------------------------------

    def _back_up(self) -> None:
        if self._look is None:
            return
        texts = self._look.texts
        name, _ = QFileDialog.getSaveFileName(
            self, texts("set_back_up_tip"), f"coach-{date.today()}{BACKUP_SUFFIX}", _filters(texts)
        )
        if name:
            path = _ending(name, BACKUP_SUFFIX)
            self._jobs.do(
                lambda: self._desk.back_up(path),
                lambda held: self._tell("set_backed_up", held, name=path.name),
                self._refuse,
            )

    def _export(self) -> None:
        if self._look is None:
            return
        texts = self._look.texts
        name, _ = QFileDialog.getSaveFileName(
            self, texts("set_export_tip"), f"coach-{date.today()}.zip", "ZIP (*.zip)"
        )
        if name:
            path = _ending(name, ".zip")
            self._jobs.do(
                lambda: self._desk.export(path, texts.language),
                lambda done: self._exported(done, path),
                self._refuse,
            )

    def _exported(self, done: Exported, path: Path) -> None:
        from coach.diary.rescue_words import exported_text

        if self._look is not None:
            said = exported_text(done, path, self._look.texts)
            self.banner.tell(said, calm=done.trouble is None)

    def _restore(self) -> None:
        if self._look is None:
            return
        texts = self._look.texts
        name, _ = QFileDialog.getOpenFileName(self, texts("set_restore_tip"), "", _filters(texts))
        if name:
            path = Path(name)
            self._jobs.do(lambda: self._desk.restore(path), self._restored, self._refuse)

    def _restored(self, held: BackedUp) -> None:
        self._tell("set_restored", held)
        self.restored.emit()
        self.refresh()

    def _tell(self, key: str, held: BackedUp, **values: object) -> None:
        if self._look is not None:
            sentence = self._look.texts(
                key, sessions=held.sessions, people=held.people, entries=held.entries, **values
            )
            self.banner.tell(sentence, calm=True)

    def _open_folder(self) -> None:
        if self._keeping is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._keeping.folder)))

    def _delete_session(self) -> None:
        number = self.session.currentData()
        if number is not None:
            self._change(lambda: self._desk.delete_session(number))

    def _delete_all(self) -> None:
        self._change(self._desk.delete_all, self.emptied.emit)

    def _change(self, work: Callable[[], Any], then: Callable[[], None] | None = None) -> None:
        def change() -> Keeping:
            work()
            return self._desk.keeping()

        def changed(keeping: Keeping) -> None:
            self.show_keeping(keeping)
            self._note("set_deleted")
            if then is not None:
                then()

        self._jobs.do(change, changed, self._refuse)

    def _note(self, key: str) -> None:
        if self._look is not None:
            self.banner.tell(self._look.texts(key), calm=True)

    def _refuse(self, error: UserCanFix) -> None:
        if self._look is not None:
            self.banner.tell(self._look.texts.error(error))
