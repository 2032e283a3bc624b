"""The set-up screen: the camera large, one sentence, and what is asked before the start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from coach.types import Frame
from ui.kit import theme
from ui.kit.picture import PictureView
from ui.kit.screen import ANY_WIDTH, PAGE_MARGINS, Screen, Scroller
from ui.kit.theme import Look
from ui.kit.widgets import (
    Button,
    Card,
    Choice,
    Elided,
    Label,
    Segmented,
    restyle,
    tight,
)
from ui.kit.words import plain_tip
from ui.setup.cameras import camera_label
from ui.setup.control import SetupControl
from ui.setup.instructor import InstructorPane
from ui.setup.partner import PartnerChoice
from ui.setup.preview import SetupPane
from ui.setup.view import CHECKS, SetupView
from ui.setup.words import CheckChip, Offer, Sentence, Trouble

if TYPE_CHECKING:
    from coach.session import LiveState

_SIDE: Final = 312
_SIDE_WIDE: Final = 400
_WIDE: Final = 1500
"""Width of the side, and of the window from which the wider one is taken, pixels."""
_THUMBNAIL: Final = QSize(96, 54)
_THUMBNAIL_WIDE: Final = QSize(128, 72)
_LARGE_WORDS: Final = 1.5
_ONE_BESIDE: Final = 900
"""Scale of the words from which the side may go below, and the width that it needs beside, at
scale 1, pixels."""
_LOWEST: Final = 220
"""Height that the camera picture keeps then, pixels."""
_GROWTH: Final = 0.25
_LARGEST: Final = 2.5
"""Steps in which the words grow, and up to which scale."""


class SetupScreen(Screen):
    """Between the library and the training.

    Signals:
        full_screen_wanted: in or out.
    """

    full_screen_wanted = Signal()

    def __init__(self, control: SetupControl) -> None:
        super().__init__()
        self._control = control
        self._look: Look | None = None
        self._view: SetupView | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.mirror = SetupPane()
        self.instructors = InstructorPane()
        self.target = PictureView(name="ui_target_picture", back="raised", around="surface")
        self._build()
        self._connect()

    # -- building -----------------------------------------------------------------------

    def _build(self) -> None:
        page = QVBoxLayout(self)
        tight(page, PAGE_MARGINS, theme.M)
        head = QHBoxLayout()
        tight(head, gap=theme.M)
        self.back = Button("setup_back", icon="back", kind="ghost")
        self.back.show_keys("Esc")
        self.title = Elided("title")
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        page.addLayout(head)
        self._body = body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        tight(body, gap=theme.L)
        left = QVBoxLayout()
        tight(left, gap=theme.M)
        self._pictures = QStackedWidget()
        self._pictures.addWidget(self.mirror)
        self._pictures.addWidget(self.instructors)
        left.addWidget(self._pictures, 1)
        left.addWidget(self._build_words())
        body.addLayout(left, 1)
        body.addWidget(self._build_side())
        page.addLayout(body, 1)

    def _build_words(self) -> Card:
        self._words = card = Card()
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._words_column = column = QVBoxLayout(card)
        tight(column, (theme.L, theme.M, theme.L, theme.M), theme.S)
        self.sentence = Sentence()
        column.addWidget(self.sentence)
        self._ways = QWidget()
        self._ways_row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._ways)
        tight(self._ways_row, gap=theme.L)
        self.hint = Label("lead")
        self.loses = Label("small", tone="secondary", wrap=True)
        self._ways_row.addWidget(self.hint)
        self._ways_row.addWidget(self.loses, 1)
        self._strut = QWidget()  # the picture keeps its size, however long the words are
        self._ways_row.addWidget(self._strut)
        column.addWidget(self._ways)
        self.trouble = Trouble()
        column.addWidget(self.trouble)
        self._upper = Offer("setup_offer_upper", "setup_take_upper", tip="setup_upper_tip")
        self._turned = Offer("setup_offer_turn", "setup_turn", tip="setup_turn_tip", kind="primary")
        self.offer, self.turn = self._upper.button, self._turned.button
        column.addWidget(self._upper)
        column.addWidget(self._turned)
        self._checks = QWidget()
        self._chips = QGridLayout(self._checks)
        tight(self._chips)
        self._chips.setHorizontalSpacing(theme.L)
        self.checks = tuple(CheckChip() for _ in CHECKS)
        self._columns = 0
        column.addWidget(self._checks)
        return card

    def _build_side(self) -> Card:
        self._side = Card()
        column = QVBoxLayout(self._side)
        tight(column, (theme.L, theme.L, theme.L, theme.L), theme.M)
        inside = QWidget()
        rows = QVBoxLayout(inside)
        tight(rows, gap=theme.M)
        self.facts = Label("small", tone="secondary", wrap=True)
        self.progress = QProgressBar()
        self.progress.setMaximum(1000)
        self.progress.setTextVisible(False)
        self.progress_word = Label("small", tone="secondary", wrap=True)
        about = QHBoxLayout()
        tight(about, gap=theme.M)
        self.target.setFixedSize(_THUMBNAIL)
        about.addWidget(self.target, 0, Qt.AlignmentFlag.AlignTop)
        about.addWidget(self.facts, 1)
        rows.addLayout(about)
        for widget in (self.progress, self.progress_word):
            rows.addWidget(widget)
        self._build_choices(rows)
        rows.addStretch(1)
        self._side_column = column
        column.addWidget(Scroller(inside), 1)
        self.start = Button("ui_start", icon="play", kind="primary")
        self.start.show_keys("Space")
        self._starting = QWidget()
        starting = QVBoxLayout(self._starting)
        tight(starting)
        starting.addWidget(self.start)
        column.addWidget(self._starting)
        return self._side

    def _build_choices(self, rows: QVBoxLayout) -> None:
        self.choice = Choice(name="ui_camera")
        self.again = Button(icon="restart", kind="icon", tip="ui_cameras_again")
        self.people = Segmented((("1", "ui_me"), ("2", "ui_two")), name="ui_who_trains")
        self.body = Segmented(
            (("whole", "set_body_whole"), ("upper", "set_body_upper")), name="set_body"
        )
        self.partner = PartnerChoice()
        self.partner.hide()
        camera = QWidget()
        row = QHBoxLayout(camera)
        tight(row, gap=theme.S)
        row.addWidget(self.choice, 1)
        row.addWidget(self.again)
        self._who = _group("ui_who_trains", self.people, self.partner)
        rows.addWidget(_group("ui_camera", camera))
        rows.addWidget(self._who)
        rows.addWidget(_group("set_body", self.body))
        self.edit = Button("setup_edit", icon="edit", kind="ghost")
        self.edit.show_keys("E")
        self.instructor = Button("setup_instructor", icon="person", kind="ghost")
        self.instructor.show_keys("I")
        self.instructor.setCheckable(True)
        self.instructor.hide()
        buttons = QVBoxLayout()
        tight(buttons)
        for button in (self.instructor, self.edit):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addLayout(buttons)

    def _connect(self) -> None:
        control = self._control
        control.changed.connect(self.show_view)
        control.looked.connect(self._show_state)
        control.still.connect(self._show_still)
        control.pictured.connect(lambda frame: self.target.show_pixels(frame.image))
        control.cameras_changed.connect(self._fill)
        self.mirror.person_chosen.connect(control.choose_person)
        self.back.clicked.connect(control.leave)
        self.start.clicked.connect(control.start)
        self.again.clicked.connect(control.try_again)
        self.choice.activated.connect(self._choose_camera)
        self.people.chosen.connect(lambda value: self._choose_people(int(value)))
        self.body.chosen.connect(self._choose_body)
        self.partner.chosen.connect(control.choose_partner)
        self.partner.swap.clicked.connect(control.swap)
        self.instructor.clicked.connect(control.ask_for_instructor)
        self.instructors.chosen.connect(control.choose_instructor)
        self.offer.clicked.connect(lambda: self._choose_body("upper"))
        self.turn.clicked.connect(self._turn_picture)
        self.trouble.again.clicked.connect(control.try_again)
        self.trouble.demo.clicked.connect(control.take_demo)

    # -- showing ------------------------------------------------------------------------

    def begin(self) -> None:
        """An empty screen with the choices that are remembered."""
        control = self._control
        self._view = None
        self.mirror.clear()
        self.target.clear()
        self.people.choose(str(control.people))
        self.body.choose(control.settings.body)
        self._fill()

    def refresh(self) -> None:
        """The start is what is wanted most."""
        (self.start if self.start.isEnabled() else self).setFocus()

    def show_target(self, image: QImage) -> None:
        """A picture of the video."""
        self.target.show_image(image)

    def show_view(self, view: SetupView) -> None:
        """All texts."""
        self._view = view
        look = self._look
        if look is None:
            return
        self.title.say(view.title)
        self.facts.say(view.facts)
        known = view.progress != view.progress
        self.progress.setVisible(not known)
        self.progress_word.setVisible(not known)
        if not known:
            self.progress.setValue(round(1000 * view.progress))
            self.progress_word.say(view.progress_word)
            self.progress.setAccessibleName(view.progress_word)
        self.sentence.say(view.sentence, "good" if view.is_good else "")
        self.loses.say(view.loses)
        self.hint.say(view.hint)
        self.hint.setVisible(bool(view.hint))
        self._ways.setVisible(not view.is_blind)
        self.trouble.tell(view.trouble, again=view.is_blind, demo=view.offers_demo)
        self._upper.setVisible(view.offers_upper)
        self._turned.setVisible(view.offers_turn)
        self._checks.setVisible(bool(view.checks))
        for chip, check in zip(self.checks, view.checks, strict=False):
            chip.tell(check)
        self._lay_checks()
        self._let_start(view.can_start and not view.is_waiting)
        self.start.speak("setup_starting" if view.is_waiting else "ui_start")
        self._put_first(view)
        self.edit.setVisible(view.has_edit)
        self.edit.setEnabled(view.can_edit)
        self._who.setVisible(view.asks_people)
        self._show_choice(view)
        self.partner.setVisible(view.pair is not None)
        if view.pair is not None:
            self.partner.tell(view.pair, look.texts("people_guest"))
        self.mirror.name(view.names)
        if view.is_blind:
            self.mirror.clear()
        icon = "camera_off" if view.is_blind else "camera"
        self.mirror.say("" if view.is_blind else view.sentence, icon)
        self.mirror.tell(
            people=self._control.people,
            upper=self._control.upper,
            asks_who=view.asks_who,
            marks_who=view.marks_who,
            outlined=view.outlined,
        )

    def _show_choice(self, view: SetupView) -> None:
        """The people in the video, while the instructor is chosen."""
        self.instructor.setVisible(view.can_choose)
        self.instructor.setChecked(view.is_choosing)
        if view.is_choosing:
            self.instructors.show_gathering(self._control.gathering, self._control.chosen)
        self._pictures.setCurrentWidget(self.instructors if view.is_choosing else self.mirror)

    def _put_first(self, view: SetupView) -> None:
        """One primary action: the start, unless something is to be put right before."""
        assert self._look is not None
        kind = "" if view.offers_turn else "primary"
        if self.start.property("kind") != kind:
            restyle(self.start, "kind", kind)
            self.start.dress(self._look)

    def _let_start(self, possible: bool) -> None:
        """Whether the start can be pressed; the focus does not wander off meanwhile."""
        had_focus = self.start.hasFocus() or self.hasFocus()
        if had_focus:
            self.setFocus()
        self.start.setEnabled(possible)
        if had_focus and possible:
            self.start.setFocus()

    def _show_state(self, state: LiveState) -> None:
        self.mirror.show_state(state)

    def _show_still(self, frame: Frame) -> None:
        self.mirror.show_still(frame)

    def _fill(self) -> None:
        """The list of cameras."""
        if self._look is None:
            return
        cameras, chosen = self._control.cameras, self._control.camera
        self.people.choose(str(self._control.people))
        self.choice.clear()
        for camera in cameras:
            self.choice.addItem(camera_label(camera, self._look.texts))
        if chosen in cameras:
            self.choice.setCurrentIndex(cameras.index(chosen))
        self.choice.setEnabled(bool(cameras))
        if not cameras:
            self.choice.addItem(self._look.texts("ui_no_camera"))
        self.choice.setToolTip(plain_tip(self.choice.currentText()))

    def _choose_camera(self, index: int) -> None:
        cameras = self._control.cameras
        if index < len(cameras) and cameras[index] != self._control.camera:
            self.mirror.clear()
            self._control.choose_camera(cameras[index])

    def _turn_picture(self) -> None:
        self.mirror.clear()
        self._control.turn_picture()

    def _choose_people(self, people: int) -> None:
        if people != self._control.people:
            self.mirror.clear()
            self._control.choose_people(people)

    def _choose_body(self, body: str) -> None:
        if body != self._control.settings.body:
            self.mirror.clear()
            self.body.choose(body)
            self._control.choose_body(body)

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        super().dress(look)
        self._rescale()
        self._fill()
        if self._view is not None:
            self.show_view(self._view)

    # -- keys and size ------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Start, back, who is who, the moves, the instructor."""
        choosing = self._view is not None and self._view.is_choosing
        match event.key():
            case Qt.Key.Key_Escape if choosing:
                self._control.ask_for_instructor(False)
            case Qt.Key.Key_1 | Qt.Key.Key_2 if choosing:
                self._control.choose_instructor(event.key() - Qt.Key.Key_1)
            case Qt.Key.Key_I if self.instructor.isVisible():
                self._control.ask_for_instructor(not choosing)
            case Qt.Key.Key_Space | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._control.start()
            case Qt.Key.Key_Escape:
                self._control.leave()
            case Qt.Key.Key_S if self.partner.isVisible():
                self._control.swap()
            case Qt.Key.Key_F:
                self.full_screen_wanted.emit()
            case Qt.Key.Key_E if self.edit.isVisible() and self.edit.isEnabled():
                self.edit.click()
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wider side and larger words where there is room."""
        super().resizeEvent(event)
        self._rescale()

    def _rescale(self) -> None:
        """The words are read from the mat: they grow with the window, in steps.

        Where words so large that they need the whole width were chosen, the side goes below,
        and the start stays beside the sentence.
        """
        least = theme.text_scale()
        below = least >= _LARGE_WORDS and self.width() < least * _ONE_BESIDE
        way = QBoxLayout.Direction
        self._body.setDirection(way.TopToBottom if below else way.LeftToRight)
        self._ways_row.setDirection(way.TopToBottom if below else way.LeftToRight)
        if below:
            self._words_column.insertWidget(1, self._starting)
        else:
            self._side_column.addWidget(self._starting)
        is_wide = self.width() >= _WIDE
        self.target.setFixedSize(_THUMBNAIL_WIDE if is_wide else _THUMBNAIL)
        if below:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(ANY_WIDTH)
        else:
            side = _SIDE_WIDE if is_wide else _SIDE
            self._side.setFixedWidth(round(side * max(1.0, least / _LARGE_WORDS)))
        self.mirror.setMinimumHeight(_LOWEST if below else 0)
        room = min(self.width() / 1000, self.height() / 640) / least
        scale = max(1.0, min(_LARGEST, room) // _GROWTH * _GROWTH)
        self._words.setStyleSheet(theme.type_sheet(scale))
        self.sentence.set_scale(scale)
        self.mirror.set_scale(scale)
        line = QFontMetrics(theme.drawn_font("small", scale=scale)).lineSpacing()
        self._strut.setFixedSize(0, 2 * line)
        self._strut.setVisible(not below)
        self._lay_checks()

    def _lay_checks(self) -> None:
        """As many checks in a row as there is room for."""
        widths = [chip.sizeHint().width() + theme.L for chip in self.checks]
        room = self._words.width() - theme.L
        columns = len(widths) if sum(widths) <= room else max(1, room // max(widths))
        if columns == self._columns:
            return
        self._columns = columns
        for i, chip in enumerate(self.checks):
            self._chips.addWidget(chip, i // columns, i % columns, Qt.AlignmentFlag.AlignLeft)
        for i in range(len(self.checks)):
            self._chips.setColumnStretch(i, 0)
        self._chips.setColumnStretch(columns, 1)


def _group(key: str, *widgets: QWidget) -> QWidget:
    """What belongs to one question, below its word."""
    group = QWidget()
    column = QVBoxLayout(group)
    tight(column, gap=theme.XS)
    column.addWidget(Label("body", key=key))
    for widget in widgets:
        column.addWidget(widget)
    return group
