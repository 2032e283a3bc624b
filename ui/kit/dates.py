"""Dates as people of the language and the place write them."""

from __future__ import annotations

import re
from datetime import date, time
from functools import cache
from typing import Final

from PySide6.QtCore import QDate, QLocale, QTime

from coach.texts import Texts

_LANGUAGES: Final = {"en": QLocale.Language.English, "ko": QLocale.Language.Korean}
_TOKEN: Final = re.compile(r"(d+|M+|y+)([년월일.,]?)")
"""A part of a date format of Qt, with what stands right behind it."""


@cache
def locale_of(language: str) -> QLocale:
    """The locale of a language, in the variant of the country where the machine is."""
    return QLocale(_LANGUAGES[language], QLocale.system().territory())


def first_weekday(texts: Texts) -> int:
    """With which day weeks begin, 0 (Monday) to 6 (Sunday)."""
    return int(locale_of(texts.language).firstDayOfWeek().value) - 1


def weekday_names(texts: Texts, first: int, *, short: bool = True) -> tuple[str, ...]:
    """The names of the weekdays, beginning with ``first``."""
    locale = locale_of(texts.language)
    size = QLocale.FormatType.ShortFormat if short else QLocale.FormatType.LongFormat
    return tuple(locale.standaloneDayName((first + i) % 7 + 1, size) for i in range(7))


def month_names(texts: Texts) -> tuple[str, ...]:
    """January to December, short."""
    locale = locale_of(texts.language)
    size = QLocale.FormatType.ShortFormat
    return tuple(locale.standaloneMonthName(month, size) for month in range(1, 13))


def full_day(texts: Texts, day: date) -> str:
    """All of it: "Saturday, November 21, 2026"."""
    return locale_of(texts.language).toString(QDate(day.year, day.month, day.day))


def day_text(texts: Texts, day: date, *, year: bool = False, weekday: bool = False) -> str:
    """In short: "November 21", "Saturday, November 21", "November 21, 2026"."""
    kinds = ("weekday" if weekday else "", "d", "M", "y" if year else "")
    return _written(texts, day, kinds)


def short_day(texts: Texts, day: date, *, year: bool = False) -> str:
    """Where there is little room: "Nov 21", "Nov 21, 2026"."""
    return _written(texts, day, ("d", "M", "y" if year else ""), short=True)


def date_pattern(texts: Texts) -> str:
    """The same as a pattern for fields of dates: "MMM d, yyyy"."""
    return _pattern(locale_of(texts.language).name(), ("d", "M", "y"), True)


def month_text(texts: Texts, day: date) -> str:
    """As a heading: "November 2026"."""
    return _written(texts, day, ("M", "y"))


def clock_time(texts: Texts, moment: time) -> str:
    """Time of day: "7:30 PM", "19:30"."""
    locale = locale_of(texts.language)
    return locale.toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)


def _written(texts: Texts, day: date, kinds: tuple[str, ...], *, short: bool = False) -> str:
    pattern = _pattern(locale_of(texts.language).name(), kinds, short)
    return locale_of(texts.language).toString(QDate(day.year, day.month, day.day), pattern)


@cache
def _pattern(place: str, kinds: tuple[str, ...], short: bool) -> str:
    """Some parts of a date, in the order of a place ("en_DE")."""
    parts = []
    written = QLocale(place).dateFormat(QLocale.FormatType.LongFormat)
    for token, after in _TOKEN.findall(written):
        kind = "weekday" if len(token) > 2 and token[0] == "d" else token[0]
        if kind in kinds:
            is_month = kind == "M"
            parts.append((token[:3] if short and is_month else token) + after)
    return " ".join(parts).removesuffix(",")
