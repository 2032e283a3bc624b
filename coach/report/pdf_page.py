"""An A4 page in the family and colours of the program."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from typing import Final

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from coach.errors import FileMissing
from coach.paths import ASSETS
from coach.report import look
from coach.texts import Texts

FONTS: Final = {
    "": ASSETS / "fonts" / "Pretendard-Regular.ttf",
    "B": ASSETS / "fonts" / "Pretendard-Bold.ttf",
}
FAMILY: Final = "Pretendard"
MARGIN: Final = 15.0
UNDATED: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Creation date of a report of unknown date: the same result gives the same file."""


class Page(FPDF):
    """A4 with the family of the program and a footer on every page."""

    def __init__(self, texts: Texts, when: datetime | None, note: str = "report_note") -> None:
        """``note``: text key of what stands at the foot of each page."""
        super().__init__(format="A4")
        self.texts, self._note = texts, note
        self.set_margin(MARGIN)
        self.c_margin = 0.0
        self.set_auto_page_break(True, margin=22)
        for style, path in FONTS.items():
            if not path.exists():
                raise FileMissing(path)
            self.add_font(FAMILY, style, path)
        self._known = self.fonts[FAMILY.lower()].cmap  # type: ignore[union-attr]
        self.set_creation_date(when or UNDATED)
        self.set_lang({"ko": "ko-KR"}.get(texts.language, "en"))

    def footer(self) -> None:
        """Called by the library at the end of each page."""
        self.set_y(-18)
        self.style(7.5, "secondary")
        self.multi_cell(self.epw - 30, 3.6, self.texts(self._note), align="L")
        self.set_xy(self.w - MARGIN - 28, -18)
        page = self.texts("report_page", page=self.page_no(), pages="{nb}")
        self.cell(28, 3.6, page, align="R")

    def style(self, size: float, colour: str = "text", bold: bool = False) -> None:
        """Font and colour (a token) of the text to come."""
        self.set_font(FAMILY, "B" if bold else "", size)
        self.set_text_color(*look.rgb(look.LIGHT[colour]))

    def known(self, text: str) -> str:
        """The text with a box for each character that the family does not have."""
        cmap = self._known
        return "".join(
            c if ord(c) in cmap else "□"
            for c in text
            if ord(c) in cmap or unicodedata.category(c) not in ("Cf", "Mn", "Me")
        )

    def write_line(self, text: str, height: float, width: float = 0) -> None:
        """A paragraph; the next one begins below it."""
        self.multi_cell(
            width,
            height,
            self.known(text),
            align="L",
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )
