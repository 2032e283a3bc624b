"""The card with the camera's picture, and who trains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from coach.errors import UserCanFix
from ui.engine import CameraOption, Engine, Preview
from ui.kit import icons, theme
from ui.kit.jobs import Jobs
from ui.kit.picture import PictureView
from ui.kit.theme import Look
from ui.kit.widgets import Banner, Button, Card, Choice, Label, Segmented, Switches, tight
from ui.library.view import camera_label

_LOOK_MS: Final = 33


class _Mirror(PictureView):
    """The preview, with a word while there is nothing to see."""

    def __init__(self) -> None:
        super().__init__(mirrored=True, name="ui_self_picture", back="raised", around="surface")
        self._hint = ""
        self._icon = "camera"

    def say(self, hint: str, icon: str) -> None:
        self._hint, self._icon = hint, icon
        self.update()

    def paint_empty(self, painter: QPainter, look: Look) -> None:
        picture = icons.pixmap(self._icon, look.palette.secondary, 40, self.devicePixelRatioF())
        middle = self.rect().center()
        painter.drawPixmap(middle.x() - 20, middle.y() - 40, picture)
        painter.setFont(theme.drawn_font("small", bold=False))
        painter.setPen(look.palette.color("secondary"))
        area = self.rect().adjusted(theme.L, middle.y() + theme.S, -theme.L, -theme.S)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(area, int(flags) | int(Qt.TextFlag.TextWordWrap), self._hint)


class CameraPanel(Card):
    """Choice of camera with its live picture, and one or two people.

    Signals:
        camera_chosen: CameraOption; people_chosen: 1 or 2.
        attention_chosen: "claps" or "falls", and whether to look out for them.
        cameras_wanted: look for them again.
    """

    camera_chosen = Signal(object)
    cameras_wanted = Signal()
    people_chosen = Signal(int)
    attention_chosen = Signal(str, bool)

    def __init__(self, engine: Engine, jobs: Jobs) -> None:
        super().__init__()
        self._engine, self._jobs = engine, jobs
        self._look: Look | None = None
        self._cameras: tuple[CameraOption, ...] = ()
        self._camera: CameraOption | None = None
        self._preview: Preview | None = None
        self._wanted = 0  # number of the newest wish; older answers are dropped
        self._problem: UserCanFix | None = None
        self._shown = -1
        self.mirror = _Mirror()
        self.choice = Choice(name="ui_camera")
        self.people = Segmented((("1", "ui_me"), ("2", "ui_two")), name="ui_who_trains")
        self.attention = Switches(
            (("claps", "ui_claps", "ui_claps_tip"), ("falls", "ui_falls", "ui_falls_tip")),
            name="ui_attention",
        )
        self.banner = Banner(lasting=True)
        column = QVBoxLayout(self)
        tight(column, (theme.L, theme.L, theme.L, theme.L), theme.S)
        column.addWidget(Label("lead", key="ui_camera"))
        column.addWidget(self.mirror)
        column.addWidget(self.banner)
        row = QHBoxLayout()
        tight(row, gap=theme.S)
        row.addWidget(self.choice, 1)
        self.again = Button(icon="restart", kind="icon", tip="ui_cameras_again")
        row.addWidget(self.again)
        column.addLayout(row)
        self._hint = Label("small", tone="secondary", wrap=True)
        column.addWidget(self._hint)
        column.addSpacing(theme.S)
        column.addWidget(Label("lead", key="ui_who_trains"))
        column.addWidget(self.people)
        column.addSpacing(theme.S)
        column.addWidget(Label("lead", key="ui_attention"))
        column.addWidget(self.attention)
        column.addStretch(1)
        self.again.clicked.connect(self._seek)
        self.choice.activated.connect(self._choose)
        self.people.chosen.connect(lambda value: self.people_chosen.emit(int(value)))
        self.attention.switched.connect(self.attention_chosen)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._take_picture)

    def set_width(self, width: int) -> None:
        """Size by width: the picture is 3 to 2."""
        self.setFixedWidth(width)
        self.mirror.setFixedHeight((width - 2 * theme.L) * 2 // 3)

    @property
    def camera(self) -> CameraOption | None:
        """The camera that is chosen."""
        return self._camera

    def show_cameras(
        self, cameras: Sequence[CameraOption], chosen: CameraOption | None, people: int
    ) -> None:
        """Fill the list and look through the chosen one."""
        known = tuple(cameras)
        if chosen is not None and chosen not in known:
            known += (chosen,)
        self._cameras, self._camera = known, chosen
        self.people.choose(str(people))
        self._fill()

    def show_attention(self, *, claps: bool, falls: bool) -> None:
        """What is looked out for."""
        self.attention.switch("claps", claps)
        self.attention.switch("falls", falls)

    def look(self) -> None:
        """Open the camera and show its picture."""
        self.unlook()
        camera = self._camera
        self._problem = None
        self._tell()
        if camera is None:
            return
        self._wanted += 1
        wish = self._wanted
        self._jobs.do(
            lambda: self._engine.open_preview(camera),
            lambda preview: self._take_preview(wish, preview),
            lambda error: self._take_problem(wish, error),
        )

    def unlook(self) -> None:
        """Let the camera go."""
        self._wanted += 1
        self._timer.stop()
        self.mirror.clear()
        preview, self._preview = self._preview, None
        if preview is not None:
            self._jobs.tidy(preview.close)

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        self._fill()
        self._tell()

    def _fill(self) -> None:
        if self._look is None:
            return
        self.choice.clear()
        for camera in self._cameras:
            self.choice.addItem(camera_label(camera, self._look.texts))
        if self._camera in self._cameras:
            self.choice.setCurrentIndex(self._cameras.index(self._camera))
        self.choice.setToolTip(self.choice.currentText())
        self.choice.setEnabled(bool(self._cameras))
        if not self._cameras:
            self.choice.addItem(self._look.texts("ui_no_camera"))

    def _seek(self) -> None:
        """Let the camera go, so that it can be found, and look for all of them."""
        self.unlook()
        self.cameras_wanted.emit()

    def _choose(self, index: int) -> None:
        if index < len(self._cameras):
            self._camera = self._cameras[index]
            self.choice.setToolTip(self.choice.currentText())
            self.look()
            self.camera_chosen.emit(self._camera)

    def _take_preview(self, wish: int, preview: Preview) -> None:
        if wish != self._wanted:
            self._jobs.tidy(preview.close)
            return
        self._preview, self._shown = preview, -1
        self._timer.start()

    def _take_problem(self, wish: int, error: UserCanFix) -> None:
        if wish == self._wanted:
            self._problem = error
            self._tell()

    def _take_picture(self) -> None:
        if self._preview is None:
            return
        frame = self._preview.latest(self._shown)
        if frame is not None:
            self._shown = frame.index
            self.mirror.show_pixels(frame.image)
        problem = self._preview.problem
        if problem is not self._problem:
            self._problem = problem
            self._tell()

    def _tell(self) -> None:
        look = self._look
        if look is None:
            return
        self.banner.tell(look.texts.error(self._problem) if self._problem else "")
        demo = self._camera is not None and self._camera.is_demo
        self._hint.say(look.texts("ui_camera_demo_hint" if demo else "ui_camera_hint"))
        nothing = self._camera is None or self._problem is not None
        key = "ui_no_camera_hint" if self._camera is None else "ui_camera_opening"
        hint = "" if self._problem else look.texts(key)
        self.mirror.say(hint, "camera_off" if nothing else "camera")
