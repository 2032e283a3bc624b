"""The settings: a few pages of sections, in two columns where there is room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.choices import Choices
from ui.engine import CameraOption
from ui.kit import theme
from ui.kit.columns import Columns
from ui.kit.jobs import Jobs
from ui.kit.screen import EdgeScroller, PageHead, Screen, form_margins
from ui.kit.theme import Look
from ui.kit.widgets import Segmented, dress_all, tight
from ui.preferences.about import LicencesSection, ProofSection
from ui.preferences.controls import Control, Found
from ui.preferences.data import DataPage
from ui.preferences.desk import PreferencesDesk
from ui.preferences.fields import GROUPS
from ui.preferences.group import GroupSection
from ui.preferences.help import HelpSection
from ui.preferences.news import NewsSection
from ui.setup.cameras import camera_label

PAGES: Final = ("app", "training", "data", "about")


class PreferencesScreen(Screen):
    """What can be chosen, what is stored where, and what the program is made of.

    Signals:
        emptied: everything that was kept is deleted.
        restored: everything is as a back-up holds it.
    """

    emptied = Signal()
    restored = Signal()

    def __init__(
        self,
        choices: Choices,
        desk: PreferencesDesk,
        jobs: Jobs,
        cameras: Callable[[], tuple[CameraOption, ...]],
    ) -> None:
        """``cameras``: those that are there (slow)."""
        super().__init__()
        self._choices, self._jobs, self._cameras = choices, jobs, cameras
        self._found: tuple[CameraOption, ...] = ()
        self._look: Look | None = None
        self.pages = Segmented([(page, f"set_page_{page}") for page in PAGES], name="set_pages")
        self.data = DataPage(choices, desk, jobs)
        self.data.emptied.connect(self.emptied)
        self.data.restored.connect(self.restored)
        self.proof = ProofSection(desk, jobs)
        self.licences = LicencesSection(desk, jobs)
        self.news = NewsSection(jobs)
        self.help = HelpSection(desk.report_for_help, jobs)
        self._sections = {group.name: GroupSection(group, choices) for group in GROUPS}
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        tight(column, gap=theme.M)
        self._head = head = PageHead("set_title")
        head.add(self.pages)
        column.addWidget(head)
        column.addWidget(self._stack, 1)
        self._areas = {page: EdgeScroller(self._page(page)) for page in PAGES}
        for area in self._areas.values():
            self._stack.addWidget(area)
        self.data.asked.connect(self._show_question)
        self.pages.chosen.connect(self.show_page)
        self.pages.choose("app")
        choices.changed.connect(lambda _: self._show())

    def _page(self, name: str) -> QWidget:
        if name == "data":
            return self.data
        if name == "about":
            return Columns([self.proof, self.help, self.news], [self.licences])
        mine = [self._sections[group.name] for group in GROUPS if group.page == name]
        return Columns(mine[::2], mine[1::2])

    def control(self, name: str) -> Control:
        """The control of a field of the settings."""
        return next(s.controls[name] for s in self._all_sections() if name in s.controls)

    def show_page(self, name: str) -> None:
        """One of the pages; a focus on the names of the pages goes along."""
        self.pages.choose(name)
        focused = self.window().focusWidget()
        if focused is not None and self.pages.isAncestorOf(focused):
            self.pages.button(name).setFocus()
        self._stack.setCurrentIndex(PAGES.index(name))
        if name == "app":
            self._jobs.do(self._cameras, self._take_cameras)
        elif name == "data":
            self.data.refresh()
        elif name == "about":
            self.licences.refresh()

    def _take_cameras(self, cameras: tuple[CameraOption, ...]) -> None:
        self._found = cameras
        self._offer_cameras()

    def _offer_cameras(self) -> None:
        control, look = self.control("camera"), self._look
        if look is None or not isinstance(control, Found):
            return
        options = [(one.spec, camera_label(one, look.texts)) for one in self._found]
        chosen = self._choices.settings.camera
        if chosen and chosen not in dict(options):
            gone = CameraOption(chosen, "", is_file=not chosen.isdecimal())
            options.append(
                (chosen, look.texts("set_camera_gone", name=camera_label(gone, look.texts)))
            )
        control.offer(options)

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        dress_all(self, look)
        for section in self._all_sections():
            for control in section.controls.values():
                control.dress(look)
        self._offer_cameras()
        self._show()

    def refresh(self) -> None:
        """Show what is chosen now, on the page that was shown last."""
        self._show()
        self.show_page(self.pages.value)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In the middle of a large window."""
        super().resizeEvent(event)
        left, top, right, _ = form_margins(self.width())
        self._head.setContentsMargins(left, top, right, 0)
        for area in self._areas.values():
            area.set_margins(left, right)

    def _show_question(self, question: QWidget) -> None:
        """Scroll to what is asked, once it has its place."""
        area = self._areas["data"]
        QTimer.singleShot(0, question, lambda: area.ensureWidgetVisible(question, 0, theme.XL))

    def _all_sections(self) -> tuple[GroupSection, ...]:
        return (*self._sections.values(), self.data.server)

    def _show(self) -> None:
        for section in self._all_sections():
            for name, control in section.controls.items():
                control.show_value(getattr(self._choices.settings, name))
