"""Tokens, texts, icons, settings, jobs: what every screen stands on."""

from __future__ import annotations

import re
import sys
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import QLabel, QLineEdit

from coach.errors import CameraNotFound
from coach.paths import ASSETS, ROOT
from ui.diary.day_paint import MARK_GROUND, WARMTH, draw_mark
from ui.kit import icons, theme
from ui.kit.bands import Band
from ui.kit.jobs import Jobs
from ui.settings import Settings, load_settings, save_settings

WORDS_ON = [
    *(("text", ground) for ground in ("ground", "surface", "raised", "hover")),
    *(("secondary", ground) for ground in ("ground", "surface", "raised")),
    *(
        (token, ground)
        for token in ("accent", "good", "fair", "off", "second")
        for ground in ("ground", "surface")
    ),
    ("on_accent", "accent"),
    *((band.value, MARK_GROUND) for band in (Band.GOOD, Band.FAIR, Band.OFF)),
]


def contrast(one: str, other: str) -> float:
    """Of two colours, WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("palette", theme.PALETTES.values(), ids=theme.PALETTES)
@pytest.mark.parametrize(("words", "ground"), WORDS_ON)
def test_words_can_be_read(palette, words, ground):
    assert contrast(getattr(palette, words), getattr(palette, ground)) >= 5.4


@pytest.mark.parametrize("palette", theme.PALETTES.values(), ids=theme.PALETTES)
@pytest.mark.parametrize("warmth", WARMTH)
def test_words_on_a_warm_day_can_be_read(palette, warmth):
    under, over = QColor(palette.surface), QColor(palette.accent)
    parts = (
        round((1 - warmth) * a + warmth * b)
        for a, b in zip(under.getRgb()[:3], over.getRgb()[:3], strict=True)
    )

    assert contrast(palette.text, QColor(*parts).name()) >= 5.4


@pytest.mark.parametrize("palette", theme.PALETTES.values(), ids=theme.PALETTES)
def test_what_an_empty_field_says_can_be_read(qapp, qtbot, request, palette):
    request.addfinalizer(partial(qapp.setStyleSheet, qapp.styleSheet()))
    qapp.setStyleSheet(theme.stylesheet(palette))
    field = QLineEdit()
    qtbot.addWidget(field)
    field.ensurePolished()
    color = field.palette().color(QPalette.ColorRole.PlaceholderText)

    assert color.alpha() == 255
    assert contrast(color.name(), palette.raised) >= 5.4
    assert not field.font().bold()


@pytest.mark.parametrize("palette", theme.PALETTES.values(), ids=theme.PALETTES)
@pytest.mark.parametrize("band", [Band.GOOD, Band.FAIR, Band.OFF])
def test_the_marks_of_the_bands_differ_in_shape(qapp, palette, band):
    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    image.fill(QColor(palette.surface))
    painter = QPainter(image)
    draw_mark(painter, QRectF(0, 0, 40, 40), band, palette)
    painter.end()
    filled = [image.pixelColor(x, 20).name() == palette.color(band.value).name() for x in (10, 30)]

    assert (
        filled
        == {
            Band.GOOD: [True, True],
            Band.FAIR: [True, False],
            Band.OFF: [False, False],
        }[band]
    )


@pytest.mark.parametrize("palette", theme.PALETTES.values(), ids=theme.PALETTES)
def test_the_stylesheet_is_complete(qapp, palette):
    assert "$" not in theme.stylesheet(palette)


def test_sizes_and_colours_stand_only_in_the_theme():
    dressing = ("theme.py", "stylesheet.py")
    sources = [p for p in (ROOT / "ui").rglob("*.py") if p.name not in dressing]

    for source in sources:
        assert not re.findall(r"#[0-9A-Fa-f]{6}\b", source.read_text(encoding="utf-8")), source


def test_the_bundled_font_is_used(qapp):
    bundled = list((ASSETS / "fonts").glob("*.[ot]tf"))

    assert (theme.font_family() == "Pretendard") == bool(bundled)


@pytest.mark.parametrize("file", sorted((ASSETS / "icons").glob("*.svg")), ids=lambda f: f.stem)
def test_every_icon_can_be_drawn_and_is_used(qapp, file):
    image = icons.pixmap(file.stem, "#ff0000", 24).toImage()
    colors = {image.pixelColor(x, y).name() for x in range(24) for y in range(24)}
    sources = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "ui").rglob("*.py"))

    assert "#ff0000" in colors
    assert f'"{file.stem}"' in sources


def test_settings_come_back(tmp_path):
    settings = Settings(language="ko", theme="light", camera="2", people=2, mirror="on")
    save_settings(tmp_path / "new" / "settings.json", settings)

    assert load_settings(tmp_path / "new" / "settings.json") == settings


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="empty"),
        pytest.param("[1, 2]", id="not-an-object"),
        pytest.param('{"language": 3, "people": 7, "theme": "pink"}', id="nonsense"),
    ],
)
def test_damaged_settings_are_the_usual_ones(tmp_path, content):
    (tmp_path / "settings.json").write_text(content)

    assert load_settings(tmp_path / "settings.json") == Settings()


def test_settings_that_cannot_be_written_stop_nobody(tmp_path):
    (tmp_path / "file").write_text("")

    save_settings(tmp_path / "file" / "settings.json", Settings())

    assert load_settings(tmp_path / "settings.json") == Settings()


@pytest.fixture
def jobs(qapp):
    made = Jobs()
    yield made
    made.close(lambda: None)


def test_an_answer_comes_back_on_the_interface_thread(qtbot, jobs):
    answers = []
    jobs.do(lambda: 6 * 7, answers.append)

    qtbot.waitUntil(lambda: answers == [42])


def test_what_the_user_can_mend_goes_to_whoever_asked(qtbot, jobs):
    errors = []

    def work():
        raise CameraNotFound("0")

    jobs.do(work, lambda _: None, errors.append)

    qtbot.waitUntil(lambda: len(errors) == 1)
    assert isinstance(errors[0], CameraNotFound)


def test_a_bug_is_told_and_the_next_job_runs(qtbot, jobs, caplog):
    answers = []
    with qtbot.waitSignal(jobs.broke):
        jobs.do(lambda: 1 / 0, answers.append)
    jobs.do(lambda: "next", answers.append)

    qtbot.waitUntil(lambda: answers == ["next"])
    assert "ZeroDivisionError" in caplog.text


def test_closing_tidies_up_but_delivers_no_more(qapp):
    jobs = Jobs()
    tidied, answers = [], []
    jobs.do(lambda: "late", answers.append)
    jobs.tidy(lambda: tidied.append("camera"))

    jobs.close(lambda: tidied.append("engine"))
    qapp.processEvents()

    assert tidied == ["camera", "engine"]
    assert answers == []


def test_none_keeps_its_references_over_a_thousand_calls(qtbot):
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for i in range(1000):
        label.setText(str(i))
        label.update()
        label.setToolTip("x")

    assert abs(sys.getrefcount(None) - before) < 100


def test_the_engine_does_not_know_the_window():
    for source in (ROOT / "coach").rglob("*.py"):
        text = source.read_text(encoding="utf-8")
        assert not re.search(r"^\s*(from|import) (PySide6|ui)\b", text, re.MULTILINE), source


def test_a_folder_of_the_user_is_never_a_default(tmp_path):
    from coach.paths import data_folder

    assert str(data_folder(None)).startswith(str(Path(tmp_path).parent))
