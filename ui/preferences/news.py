"""What is new in this version, in a few words, and all of it when asked for."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import Qt, Slot

import coach
from coach.paths import ROOT
from ui.kit.jobs import Jobs
from ui.kit.screen import Section
from ui.kit.theme import Look
from ui.kit.widgets import Button, Label

CHANGES: Final = ROOT / "CHANGELOG.md"

_PLAINER: Final = (
    (r"\n  +", " "),  # an entry over several lines
    (r"^- ", "• "),
    (r"^#+ ", ""),
    (r"\[([^\]]*)\](\([^)]*\))?", r"\1"),
    (r"[`*]", ""),
)
"""Marks of Markdown, and what is read instead; one after the other."""


def plain_changes(markdown: str) -> str:
    """The changelog as it is read without Markdown: marks taken away, a line for each entry."""
    text = markdown[markdown.find("\n## ") :]
    for pattern, plain in _PLAINER:
        text = re.sub(pattern, plain, text, flags=re.MULTILINE)
    return text.strip()


class NewsSection(Section):
    """The words of this version; the whole changelog is read when it is wanted."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__("news_title", note="news_note")
        self._jobs = jobs
        self.words = Label("body", wrap=True)
        self.more = Button("news_more", icon="info")
        self.more.clicked.connect(self._turn)
        self.changes = Label("body", wrap=True)
        self.changes.hide()
        self.add(self.words)
        self.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self.changes)

    def dress(self, look: Look) -> None:
        """Language."""
        key = f"news_{coach.__version__.replace('.', '_')}"
        self.words.say(look.texts(key, version=coach.__version__))

    @Slot()
    def _turn(self) -> None:
        """All of it, or no more."""
        if self.changes.isHidden():
            self._jobs.do(lambda: CHANGES.read_text(encoding="utf-8"), self._show)
        else:
            self.changes.hide()
            self.more.speak("news_more")

    def _show(self, markdown: str) -> None:
        self.changes.say(plain_changes(markdown))
        self.changes.show()
        self.more.speak("news_less")
