"""The server that several PCs share: its address, whether it answers, what waits for it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from coach.errors import UserCanFix
from coach.storage import SyncStatus
from ui.choices import Choices
from ui.kit.dates import clock_time, day_text
from ui.kit.jobs import Jobs
from ui.kit.newest import Newest
from ui.kit.theme import Look
from ui.kit.widgets import Button, Label
from ui.preferences.desk import PreferencesDesk
from ui.preferences.fields import SERVER
from ui.preferences.group import GroupSection


class ServerSection(GroupSection):
    """Address, a button to try it, and how it stands."""

    def __init__(self, choices: Choices, desk: PreferencesDesk, jobs: Jobs) -> None:
        super().__init__(SERVER, choices, note="set_server_note")
        self._choices, self._desk, self._jobs = choices, desk, jobs
        self._look: Look | None = None
        self._news = Newest(self)
        self._news.arrived.connect(self.show_status)
        self.test = Button("set_server_test", icon="link")
        self.test.clicked.connect(self._try)
        self.found = Label("body", wrap=True)
        self.column.addWidget(self.test, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self.found)
        self.found.hide()
        choices.changed.connect(self._use)

    def dress(self, look: Look) -> None:
        """Language."""
        self._look = look

    def begin(self) -> None:
        """Share the diary through the server of the settings, where there is one."""
        if self._choices.settings.server:
            self._use(frozenset({"server"}))

    def show_status(self, status: SyncStatus) -> None:
        """What waits, and when all was sent last."""
        if self._look is None:
            return
        texts = self._look.texts
        if status.error is not None:
            self._tell(f"{texts.error(status.error)} {texts('set_server_waits', n=status.waiting)}")
        elif status.last is not None and not status.busy:
            last = status.last.astimezone()
            when = f"{day_text(texts, last.date())} {clock_time(texts, last.time())}"
            self._tell("✓ " + texts("set_server_met", when=when))

    def _use(self, names: frozenset[str]) -> None:
        if "server" in names:
            address = self._choices.settings.server
            self._tell("")
            self._jobs.do(
                lambda: self._desk.use_server(address, self._news.put), lambda _: None, self._refuse
            )

    def _try(self) -> None:
        address = self._choices.settings.server
        if not address or self._look is None:
            return
        texts = self._look.texts
        self.test.setEnabled(False)
        self._tell(texts("set_server_trying"))
        self._jobs.do(lambda: self._desk.try_server(address), self._answered, self._refuse)

    def _answered(self, _: object) -> None:
        self.test.setEnabled(True)
        if self._look is not None:
            self._tell("✓ " + self._look.texts("set_server_answers"))

    def _refuse(self, error: UserCanFix) -> None:
        self.test.setEnabled(True)
        if self._look is not None:
            self._tell("✗ " + self._look.texts.error(error))

    def _tell(self, text: str) -> None:
        self.found.say(text)
        self.found.setVisible(bool(text))
