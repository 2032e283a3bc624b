"""What is new: a few words of this version, and the whole changelog when it is asked for."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

import coach
from coach.texts import LANGUAGES, Texts
from ui.kit.screen import Section
from ui.preferences.news import CHANGES, NewsSection, plain_changes

EN = Texts("en")


@pytest.fixture
def news(window) -> NewsSection:
    QTest.mouseClick(window.nav.button("preferences"), Qt.MouseButton.LeftButton)
    window.preferences.show_page("about")
    (found,) = (s for s in window.preferences.findChildren(Section) if isinstance(s, NewsSection))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_version_comes_with_its_news_in_a_few_words(language):
    version = coach.__version__
    told = Texts(language)(f"news_{version.replace('.', '_')}", version=version)

    assert version in told
    assert 3 <= told.count("• ") <= 8


def test_the_news_of_this_version_are_shown(news):
    assert coach.__version__ in news.words.text()
    assert news.changes.isHidden()


def test_all_that_changed_is_shown_when_asked_for_and_goes_away_again(qtbot, news):
    QTest.keyClick(news.more, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not news.changes.isHidden())

    assert news.changes.text() == plain_changes(CHANGES.read_text(encoding="utf-8"))
    assert EN("news_less") in news.more.text()

    QTest.keyClick(news.more, Qt.Key.Key_Space)
    assert news.changes.isHidden()
    assert EN("news_more") in news.more.text()


def test_a_changelog_reads_as_plain_words():
    markdown = (
        "# Changelog\n\nAll of it.\n\n## [1.2.0] - 2026-11-21\n\n### Added\n\n"
        "- **Counts** half\n  repetitions (`coach count`), see [count](count.md).\n- More.\n"
    )

    assert plain_changes(markdown) == (
        "1.2.0 - 2026-11-21\n\nAdded\n\n"
        "• Counts half repetitions (coach count), see count.\n• More."
    )


def test_no_mark_of_markdown_is_left_in_ours():
    text = plain_changes(CHANGES.read_text(encoding="utf-8"))

    assert text.startswith(coach.__version__)
    assert not re.search(r"[`*#\[\]]|\n  ", text)
