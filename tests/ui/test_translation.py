"""Every sentence stands in both languages, is used, and is there where it is used."""

from __future__ import annotations

import ast
import re
from functools import cache
from itertools import chain

import pytest

from coach.errors import UserCanFix
from coach.paths import ASSETS, ROOT
from coach.texts import LANGUAGES, error_key, load_texts

FILES = sorted(file.name for file in (ASSETS / "texts" / "en").glob("*.json"))
WIDGETS = {
    "Label": ("key",),
    "Button": (0, "key", "tip"),
    "Segmented": ("name",),
    "Choice": ("name",),
    "Toggle": ("name",),
    "Row": (0, "note"),
    "Section": (0, "note"),
    "PageHead": (0, "note"),
    "EmptyState": (1, 2),
    "Confirm": (0, 1, 2),
}
"""Which arguments of our widgets are text keys."""


NAMES = ("ui_name", "people_pin", "set_about", "set_language_en", "set_language_ko")
"""The same in every language."""


@cache
def trees() -> tuple[ast.Module, ...]:
    """The sources of engine and app."""
    files = chain((ROOT / "coach").rglob("*.py"), (ROOT / "ui").rglob("*.py"))
    return tuple(ast.parse(file.read_text(encoding="utf-8")) for file in files)


def errors(kind: type = UserCanFix) -> set[str]:
    """Keys of all errors that a person can mend."""
    return {error_key(sub) for sub in kind.__subclasses__()}.union(
        *(errors(sub) for sub in kind.__subclasses__())
    )


@cache
def written() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Every plain string of the sources, and a pattern of every one with places."""
    plain, patterns = set(), set()
    for node in chain.from_iterable(ast.walk(tree) for tree in trees()):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            plain.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(part.value) if isinstance(part, ast.Constant) else r"\w*"
                for part in node.values
            ]
            if re.match(r"[a-z]+_", parts[0]):
                patterns.add("".join(parts))
    return frozenset(plain), tuple(re.compile(pattern) for pattern in patterns)


def is_used(key: str) -> bool:
    """Whether some source writes a key, whole or with a place in it."""
    plain, patterns = written()
    return key in plain or any(pattern.fullmatch(key) for pattern in patterns)


def asked() -> set[str]:
    """Every key that is asked for by its whole name."""
    found = set()
    for node in chain.from_iterable(ast.walk(tree) for tree in trees()):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        wanted = (0,) if name in ("texts", "_texts", "_say_key") else WIDGETS.get(name, ())
        given = [node.args[i] for i in wanted if isinstance(i, int) and i < len(node.args)]
        given += [word.value for word in node.keywords if word.arg in wanted]
        words = (arg.value for arg in given if isinstance(arg, ast.Constant))
        found |= {word for word in words if isinstance(word, str)}
    return found - {""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_that_is_asked_for_is_there(language):
    assert sorted(asked() - load_texts(language).keys()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_has_a_sentence(language):
    assert sorted(errors() - load_texts(language).keys()) == []


def test_every_text_is_used():
    unused = [key for key in load_texts("en") if key not in errors() and not is_used(key)]

    assert unused == []


def test_both_languages_have_the_same_files_and_keys():
    assert sorted(file.name for file in (ASSETS / "texts" / "ko").glob("*.json")) == FILES
    assert load_texts("en").keys() == load_texts("ko").keys()


def test_both_languages_have_the_same_places():
    english, korean = load_texts("en"), load_texts("ko")
    for key, text in english.items():
        places = [set(re.findall(r"\{(\w+)", texts)) for texts in (text, korean[key])]
        assert places[0] == places[1], key


def test_nothing_is_left_in_english():
    english, korean = load_texts("en"), load_texts("ko")
    words = re.compile(r"[a-zA-Z]{3,}")
    same = [
        key
        for key, text in korean.items()
        if text == english[key] and words.search(re.sub(r"\{[^}]*\}", "", text))
    ]

    assert [key for key in same if key not in NAMES] == []


def test_nobody_is_shouted_at():
    for language in LANGUAGES:
        shouted = [key for key, text in load_texts(language).items() if "!" in text]

        assert [key for key in shouted if not key.startswith("record")] == []
