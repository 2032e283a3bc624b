"""The target on another screen, the controls where they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit.widgets import tight


class _Away(QWidget):
    """A window that holds one widget; its keys are heard where the controls are.

    Signals:
        left: somebody closed it.
    """

    left = Signal()

    def __init__(self, keys_to: QWidget) -> None:
        super().__init__()
        self._keys_to = keys_to
        self.setProperty("ground", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        tight(QVBoxLayout(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """As if the controls had the focus."""
        self._keys_to.keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell it."""
        super().closeEvent(event)
        self.left.emit()


class SecondScreen(QObject):
    """Sends a widget to another screen, and takes it back when that goes away.

    Signals:
        moved: whether the widget is on the other screen now.
    """

    moved = Signal(bool)

    def __init__(
        self, home: QWidget, *, screens: Callable[[], Sequence[QScreen]] = QGuiApplication.screens
    ) -> None:
        """``home``: where the controls are; it hears the keys."""
        super().__init__(home)
        self._home, self._screens = home, screens
        self._window: _Away | None = None
        self._screen: QScreen | None = None
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenRemoved.connect(self._lose)

    @property
    def is_away(self) -> bool:
        """Whether the widget is on the other screen."""
        return self._window is not None

    def other(self) -> QScreen | None:
        """A screen that the controls are not on; None where there is one screen only."""
        own = self._home.screen()
        return next((screen for screen in self._screens() if screen is not own), None)

    def send(self, widget: QWidget) -> bool:
        """Show a widget alone on the other screen; False where there is none."""
        screen = self.other()
        if screen is None or self._window is not None:
            return False
        window = self._window = _Away(self._home)
        self._screen = screen
        window.left.connect(self.take_back)
        window.setWindowTitle(widget.accessibleName())
        layout = window.layout()
        assert layout is not None
        layout.addWidget(widget)
        window.setGeometry(screen.geometry())
        window.showFullScreen()
        widget.show()
        self.moved.emit(True)
        return True

    @Slot()
    def take_back(self) -> None:
        """The widget is to be placed where it was: ``moved`` tells it, then the window goes."""
        window, self._window, self._screen = self._window, None, None
        if window is not None:
            self.moved.emit(False)
            window.hide()
            window.deleteLater()

    @Slot(QScreen)
    def _lose(self, screen: QScreen) -> None:
        if screen is self._screen:
            self.take_back()
