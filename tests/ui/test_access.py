"""Every screen in every state: nothing clipped, everything named, Tab reaches all of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from coach.paths import ROOT
from tests.ui import access
from tests.ui.screenshots import SHOTS, Studio
from ui.kit import theme
from ui.kit.stylesheet import STYLESHEET
from ui.navigation import PLACES

SMALLEST = QSize(1024, 640)
LARGEST = QSize(3840, 2160)
MOST_TABS = 120
"""More than any screen has controls."""


@pytest.fixture
def studio(qapp: QApplication, tmp_path: Path):
    """Opens a window of a language, a size of the words and a size of the window."""
    opened: list[Studio] = []

    def open_it(language: str, text_size: int = 100, size: QSize = SMALLEST) -> Studio:
        made = Studio(tmp_path, language, "dark", size)
        opened.append(made)
        made.window.choices.keep(text_size=text_size)
        return made

    yield open_it
    for made in opened:
        made.window.choices.keep(text_size=100)
        made.close()


def findings(studio: Studio, *looks) -> list[str]:
    """What is wrong on any screen, by its name."""
    found = []
    for name, shot in SHOTS.items():
        shot(studio)
        studio.settle()
        assert studio.window.size() == studio.size, f"{name} does not fit into the window"
        found += [f"{name}: {what}" for look in looks for what in look(studio.window)]
    return found


@pytest.mark.parametrize("text_size", [100, 200])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_word_is_lost_in_the_smallest_window(studio, language, text_size):
    made = studio(language, text_size)

    assert findings(made, access.clipped, access.cut_off, access.overlapping) == []


def test_nothing_is_lost_in_the_largest_window(studio):
    made = studio("en", size=LARGEST)

    assert findings(made, access.clipped, access.cut_off, access.overlapping) == []


def test_everything_that_can_be_used_has_a_name_for_screen_readers(studio):
    assert findings(studio("ko"), access.nameless) == []


def tabbed(window) -> list:
    """What the Tab key reaches, in its order, from the screen until it comes round."""
    window.activateWindow()
    order = []
    for _ in range(MOST_TABS):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        widget = window.focusWidget()
        if order and widget is order[0]:
            break
        if widget not in order:  # fields of dates keep the Tab key for their parts
            order.append(widget)
    return order


def in_group(widget) -> bool:
    """Whether arrow keys lead here: of several choices Tab stops at the chosen one."""
    return isinstance(widget, QAbstractButton) and widget.group() is not None


def test_tab_reaches_every_control_once_and_in_reading_order(studio):
    made = studio("en")
    found = []
    for name, shot in SHOTS.items():
        shot(made)
        made.settle()
        order = tabbed(made.window)
        missed = [
            access.told(widget)
            for widget in access.focusable(made.window)
            if widget not in order and not in_group(widget)
        ]
        found += [f"{name}: Tab misses {what}" for what in missed]
        found += [f"{name}: {what}" for what in access.out_of_order(order, made.window)]

    assert found == []


def test_the_bar_says_which_screen_is_shown_by_more_than_colour(studio):
    made = studio("en")
    for place in PLACES:
        made.window.show_screen(place.name)
        buttons = {name: made.window.nav.button(name) for name in ("library", "diary")}

        assert [name for name, button in buttons.items() if button.isChecked()] == [place.name]
        assert buttons[place.name].accessibleDescription() == made.texts("nav_here")


# -- colours ------------------------------------------------------------------------------

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
GROUNDS = ("ground", "surface", "raised")
"""What words without a ground of their own stand on."""


def pairs() -> set[tuple[str, str]]:
    """Words and ground of every rule of the stylesheet that sets the colour of words."""
    found = set()
    for _, body in RULE.findall(re.sub(r"\$\{(\w+)\}", r"@\1", STYLESHEET.template)):
        colour = re.search(r"(?:^|[\s;])color: @(\w+)", body)
        ground = re.search(r"background: @(\w+)", body)
        selected = re.search(r"selection-color: @(\w+)", body)
        behind = re.search(r"selection-background-color: @(\w+)", body)
        if colour:
            found |= {(colour[1], g) for g in ([ground[1]] if ground else GROUNDS)}
        if selected and behind:
            found.add((selected[1], behind[1]))
    return found


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(first: str, second: str) -> float:
    """Ratio of the lighter to the darker colour, WCAG 2.2."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", theme.PALETTES.values(), ids=theme.PALETTES)
@pytest.mark.parametrize(("words", "ground"), sorted(pairs()))
def test_words_of_the_stylesheet_can_be_read(palette, words, ground):
    assert contrast(getattr(palette, words), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("palette", theme.PALETTES.values(), ids=theme.PALETTES)
def test_the_ring_of_the_focus_is_seen(palette):
    for ground in GROUNDS:
        assert contrast(palette.accent, getattr(palette, ground)) >= 3.0
    assert contrast(palette.text, palette.accent) >= 1.4 or palette.name == "light"


def test_every_control_of_the_stylesheet_shows_the_focus():
    template = STYLESHEET.template
    kinds = set(re.findall(r'QPushButton\[kind="(\w+)"\] \{', template))

    for kind in kinds - {"icon"}:
        assert f'QPushButton[kind="{kind}"]:focus' in template, kind
    for control in ("QPushButton", "QComboBox", "QLineEdit", "QSpinBox"):
        assert f"{control}:focus" in template


def test_nothing_is_animated_without_asking_for_reduced_motion():
    animating = [
        source
        for source in (ROOT / "ui").rglob("*.py")
        if "QPropertyAnimation" in source.read_text(encoding="utf-8")
    ]

    for source in animating:
        assert "motion" in source.read_text(encoding="utf-8"), source
