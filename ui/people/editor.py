"""Everything about one person: name, sign, body, PIN; and how to delete all of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from coach.errors import NameTaken, UserCanFix
from coach.storage.profile import LONGEST_NAME, Profile
from ui.kit import theme
from ui.kit.avatar import COLOURS, Avatar, colour_of
from ui.kit.screen import EdgeScroller, PageHead, Row, Section
from ui.kit.theme import Look
from ui.kit.toggle import Toggle
from ui.kit.widgets import Banner, Button, Choice, Label, dress_all, restyle, tight
from ui.people.complaint import Complaint
from ui.people.desk import Person
from ui.people.view import what_goes

_SIGN: Final = 96
_HEAVIEST_KG: Final = 300.0
_TALLEST_CM: Final = 250.0
_FIELD: Final = 220
"""Width of a field, pixels at the usual size of words."""
PICTURES: Final = ("*.png", "*.jpg", "*.jpeg", "*.webp", "*.bmp")


class PersonEditor(QWidget):
    """A form for somebody new or somebody known.

    Signals:
        kept: name before ("" for somebody new), Profile, PIN (None leaves it, "" takes it
            away), whether what was done without a name becomes theirs.
        picture_wanted: Path of a picture file.
        export_wanted: name, and Path to write to.
        deleted: name.
        left: nothing is changed.
    """

    kept = Signal(str, object, object, bool)
    picture_wanted = Signal(object)
    export_wanted = Signal(str, object)
    deleted = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._person: Person | None = None
        self._nameless = 0
        self._picture: bytes | None = None
        self.banner = Banner()
        self._head = PageHead()
        self.save = Button("people_save", icon="save", kind="primary")
        self.save.show_keys("Ctrl+S")
        self.back = Button("kit_back", icon="back", kind="ghost")
        self.save.clicked.connect(self.keep)
        self.back.clicked.connect(self.left)
        page = QVBoxLayout(self)
        tight(page, gap=theme.M)
        self._above = QVBoxLayout()
        tight(self._above, gap=theme.M)
        self._above.addWidget(self._head)
        self._head.add(self.back)
        self._head.add(self.save)
        self._above.addWidget(self.banner)
        page.addLayout(self._above)
        inside = QWidget()
        columns = QHBoxLayout(inside)
        tight(columns, gap=theme.M)
        for sections in ((self._build_who(),), (self._build_body(), self._build_pin())):
            column = QVBoxLayout()
            tight(column, gap=theme.M)
            for section in sections:
                column.addWidget(section)
            if len(sections) == 1:
                column.addWidget(self._build_end())
            column.addStretch(1)
            columns.addLayout(column, 1)
        self._area = EdgeScroller(inside)
        page.addWidget(self._area, 1)

    def set_margins(self, left: int, right: int) -> None:
        """Room beside the form, pixels."""
        self._above.setContentsMargins(left, 0, right, 0)
        self._area.set_margins(left, right)

    # -- building -------------------------------------------------------------------------

    def _build_who(self) -> Section:
        section = Section("people_who")
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.textChanged.connect(lambda _: self._show_sign())
        self.name.textEdited.connect(lambda _: self._complain(""))
        self.complaint = Complaint()
        section.add(Label("small", key="people_name", tone="secondary"))
        section.add(self.name)
        section.add(self.complaint)
        row = QHBoxLayout()
        tight(row, gap=theme.L)
        self._sign = Avatar(_SIGN)
        row.addWidget(self._sign)
        beside = QVBoxLayout()
        tight(beside, gap=theme.S)
        self.choose = Button("people_picture", icon="open")
        self.choose.clicked.connect(self._ask_picture)
        self.plain = Button("people_no_picture", kind="ghost")
        self.plain.clicked.connect(lambda: self.show_picture(None))
        self.colour = Choice(name="people_colour")
        self.colour.activated.connect(lambda _: self._show_sign())
        for widget in (self.choose, self.plain, self.colour):
            beside.addWidget(widget)
        row.addLayout(beside, 1)
        section.column.addLayout(row)
        self.takes = Toggle(name="people_takes")
        self._takes = Row("people_takes", self.takes, note="people_takes_note")
        section.add(self._takes)
        return section

    def _build_body(self) -> Section:
        section = Section("people_body", note="people_body_note")
        self.weight_kg = _number(_HEAVIEST_KG, " kg", 0.5)
        self.height_cm = _number(_TALLEST_CM, " cm", 1.0)
        section.add(Row("people_weight", self.weight_kg))
        section.add(Row("people_height", self.height_cm))
        return section

    def _build_pin(self) -> Section:
        self._pin = section = Section("people_pin", note="people_pin_note")
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMinimumWidth(_FIELD)
        self.no_pin = Button("people_pin_remove", kind="ghost")
        self.no_pin.setCheckable(True)
        section.add(self.pin)
        section.column.addWidget(self.no_pin, 0, Qt.AlignmentFlag.AlignLeft)
        return section

    def _build_end(self) -> Section:
        self._end = Section("people_delete")
        self._goes = Label("body", wrap=True)
        self._end.add(self._goes)
        self._type_hint = Label("small", tone="secondary", wrap=True)
        self.typed = QLineEdit()
        self.typed.textChanged.connect(lambda _: self._check_typed())
        self._end.add(self._type_hint)
        self._end.add(self.typed)
        row = QHBoxLayout()
        tight(row, gap=theme.S)
        self.export = Button("people_export", icon="save")
        self.export.clicked.connect(self._ask_export)
        self.delete = Button("people_delete_now", kind="danger")
        self.delete.clicked.connect(self._delete)
        row.addWidget(self.export)
        row.addStretch(1)
        row.addWidget(self.delete)
        self._end.column.addLayout(row)
        return self._end

    # -- showing --------------------------------------------------------------------------

    def edit(self, person: Person | None, nameless: int = 0) -> None:
        """Somebody known, or with None somebody new.

        Args:
            person: to change.
            nameless: sessions without a name, which somebody new may take.
        """
        self._person, self._nameless = person, nameless if person is None else 0
        profile = person.profile if person else Profile("")
        self.banner.tell("")
        self._complain("")
        self.name.setText(profile.name)
        self.weight_kg.setValue(profile.weight_kg or 0.0)
        self.height_cm.setValue(100 * (profile.height_m or 0.0))
        self.pin.clear()
        self.typed.clear()
        self.no_pin.setChecked(False)
        self.no_pin.setVisible(profile.pin_hash is not None)
        self._end.setVisible(person is not None)
        self._takes.setVisible(self._nameless > 0)
        self.takes.setChecked(self._nameless > 0)
        self._fill_colours()
        self.colour.setCurrentIndex(COLOURS.index(colour_of(profile.name, profile.colour)))
        self.show_picture(profile.picture)
        self._say()
        self._check_typed()
        self.name.setFocus()

    def show_picture(self, picture: bytes | None) -> None:
        """Take a picture, PNG, or none."""
        self._picture = picture
        self.plain.setVisible(picture is not None)
        self._show_sign()

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        dress_all(self, look)
        for field, key in (
            (self.name, "people_name"),
            (self.weight_kg, "people_weight"),
            (self.height_cm, "people_height"),
            (self.pin, "people_pin"),
        ):
            field.setAccessibleName(look.texts(key))
        for number in (self.weight_kg, self.height_cm):
            number.setSpecialValueText(look.texts("people_not_told"))
        widest = max(n.sizeHint().width() for n in (self.weight_kg, self.height_cm))
        for number in (self.weight_kg, self.height_cm):
            number.setMinimumWidth(widest)
        self._fill_colours()
        self._say()

    def refuse(self, error: UserCanFix) -> None:
        """Why it could not be kept: below the field that it is about, else at the top."""
        if self._look is None:
            return
        if isinstance(error, NameTaken):
            self.banner.tell("")
            self._complain(self._look.texts.error(error))
            self.name.setFocus()
            self.name.selectAll()
        else:
            self.banner.tell(self._look.texts.error(error))

    def _complain(self, sentence: str) -> None:
        """What is wrong with the name, "" for nothing; the field is marked by it."""
        self.complaint.tell(sentence)
        restyle(self.name, "wrong", "true" if sentence else "false")
        self.name.setAccessibleDescription(sentence)

    def _fill_colours(self) -> None:
        if self._look is not None:
            index = self.colour.currentIndex()
            self.colour.clear()
            self.colour.addItems([self._look.texts(f"people_colour_{c}") for c in COLOURS])
            self.colour.setCurrentIndex(max(index, 0))

    def _say(self) -> None:
        if self._look is None:
            return
        texts, person = self._look.texts, self._person
        has_pin = person is not None and person.profile.pin_hash is not None
        self._pin.note.say(texts("people_pin_note" if has_pin else "people_pin_note_new"))
        if person is None:
            self._head.say(texts("people_new"))
            return
        self._head.say(texts("people_change"))
        self._goes.say(what_goes(person, texts))
        hint = texts("people_delete_type", name=person.profile.name)
        self._type_hint.say(hint)
        self.typed.setAccessibleName(hint)

    def _show_sign(self) -> None:
        colour = COLOURS[max(self.colour.currentIndex(), 0)]
        self._sign.show_person(self.name.text(), colour, self._picture)
        self.save.setEnabled(bool(self.name.text().strip()))

    # -- what the user does ---------------------------------------------------------------

    def keep(self) -> None:
        """Keep what stands in the form."""
        if not self.name.text().strip():
            return
        before = self._person.profile if self._person else Profile("")
        profile = replace(
            before,
            name=self.name.text().strip(),
            colour=COLOURS[self.colour.currentIndex()],
            picture=self._picture,
            weight_kg=self.weight_kg.value() or None,
            height_m=self.height_cm.value() / 100 or None,
        )
        pin = "" if self.no_pin.isChecked() else self.pin.text() or None
        self.kept.emit(before.name, profile, pin, self.takes.isChecked())

    def _ask_picture(self) -> None:
        if self._look is not None:
            texts = self._look.texts
            filters = f"{texts('people_pictures')} ({' '.join(PICTURES)})"
            name, _ = QFileDialog.getOpenFileName(self, texts("people_picture"), "", filters)
            if name:
                self.picture_wanted.emit(Path(name))

    def _ask_export(self) -> None:
        if self._look is not None and self._person is not None:
            who = self._person.profile.name
            title = self._look.texts("people_export")
            name, _ = QFileDialog.getSaveFileName(self, title, "coach.json", "JSON (*.json)")
            if name:
                self.export_wanted.emit(who, Path(name))

    def _check_typed(self) -> None:
        name = self._person.profile.name if self._person else ""
        self.delete.setEnabled(bool(name) and self.typed.text().strip() == name)

    def _delete(self) -> None:
        if self._person is not None:
            self.deleted.emit(self._person.profile.name)


def _number(most: float, unit: str, step: float) -> QDoubleSpinBox:
    """A field for a number that may be left out: 0 is none."""
    field = QDoubleSpinBox()
    field.setRange(0.0, most)
    field.setDecimals(1 if step < 1 else 0)
    field.setSingleStep(step)
    field.setSuffix(unit)
    field.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return field
