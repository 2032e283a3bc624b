"""Documents that cannot rot: what they name exists, and what exists is named."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from xml.etree import ElementTree

import pytest

import coach
from coach.angles import JOINTS
from coach.cli.main import EXIT_BUG, EXIT_INTERRUPTED, EXIT_USER, build_parser
from coach.scoring.curve import GRADES
from coach.skeleton import KEYPOINTS
from coach.texts import load_texts
from coach.types import MODEL_NAMES

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/*.md"),
        *ROOT.glob("models/**/*.md"),
        *ROOT.glob("assets/**/*.md"),
    ]
)
READMES = ("README.md", "README.ko.md")
PICTURES = [
    f"docs/screenshots/{screen}.{language}.png"
    for screen in ("library", "setup", "follow", "report", "diary", "settings_app")
    for language in ("en", "ko")
]
MOST_BYTES = 300_000


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def section(page: str, heading: str) -> str:
    """The text under a heading of the second level."""
    after = page.split(f"\n## {heading}\n", 1)
    assert len(after) == 2, f"no heading {heading!r}"
    return after[1].split("\n## ", 1)[0]


def commands() -> dict[str, argparse.ArgumentParser]:
    parser = build_parser()
    (choices,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    return dict(choices.choices)


def options_of(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Every option string, and the name of every argument that has none; commands within too."""
    for action in parser._actions:
        if action.option_strings:
            yield from action.option_strings
        elif isinstance(action, argparse._SubParsersAction):
            for within in {id(p): p for p in action.choices.values()}.values():
                yield from options_of(within)
        else:
            yield str(action.metavar or action.dest)


COMMANDS = commands()
OPTIONS = [
    (n, option) for n, parser in COMMANDS.items() for option in sorted({*options_of(parser)})
]
COMMON = {o for a in build_parser()._actions for o in a.option_strings}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_manual(command: str) -> None:
    assert section(text_of("docs/cli.md"), f"`coach {command}`").strip()


@pytest.mark.parametrize(
    ("command", "option"), [pytest.param(c, o, id=f"{c} {o}") for c, o in OPTIONS]
)
def test_every_option_stands_in_the_manual(command: str, option: str) -> None:
    manual = text_of("docs/cli.md")
    where = "Common to all commands" if option in COMMON else f"`coach {command}`"

    assert re.search(
        rf"`{re.escape(option)}[` ]|`[^`]*, {re.escape(option)}`", section(manual, where)
    )


def test_the_manual_names_no_option_that_does_not_exist() -> None:
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text_of("docs/cli.md")))

    assert named <= {option for _, option in OPTIONS} | COMMON


@pytest.mark.parametrize(
    "page", [pytest.param(p, id=str(p.relative_to(ROOT))) for p in PAGES if p.name != "cli.md"]
)
def test_pages_name_only_commands_and_options_that_exist(page: Path) -> None:
    known = {option for _, option in OPTIONS} | COMMON
    for line in page.read_text(encoding="utf-8").splitlines():
        for command, rest in re.findall(r"(?:^ {4}|`(?:\.venv/bin/)?)coach ([a-z]+)([^`#]*)", line):
            assert command in COMMANDS, line
            assert set(re.findall(r" (--[a-z-]+)", rest)) <= known, line


@pytest.mark.parametrize("status", [EXIT_USER, EXIT_BUG, EXIT_INTERRUPTED])
def test_every_exit_status_stands_in_the_manual(status: int) -> None:
    assert f"| {status} |" in section(text_of("docs/cli.md"), "Common to all commands")


def test_the_vocabulary_stands_in_the_manual() -> None:
    names = section(text_of("docs/cli.md"), "Names and units").replace("\n", " ")
    exercises = [
        key.removeprefix("exercise_") for key in load_texts("en") if key.startswith("exercise_")
    ]

    for words in (KEYPOINTS, JOINTS, exercises):
        assert f"`{' '.join(words)}`" in names


def test_the_grades_stand_in_the_page_about_the_score() -> None:
    page = section(text_of("docs/score.md"), "From pairs to a score")
    rows = re.findall(r"^\| ([A-F]) \| (\d+) \|$", page, re.MULTILINE)

    assert rows == [(letter, f"{lowest:g}") for lowest, letter in GRADES]


@pytest.mark.parametrize(
    "room",
    sorted(p.parent.name for p in (ROOT / "coach").glob("*/__init__.py")),
)
def test_every_room_stands_in_the_architecture(room: str) -> None:
    picture = "".join(ElementTree.parse(ROOT / "docs/architecture.svg").getroot().itertext())

    assert f"`coach/{room}/`" in text_of("docs/architecture.md")
    assert re.search(rf"\b{room}\b", picture)


@pytest.mark.parametrize("page", [pytest.param(p, id=str(p.relative_to(ROOT))) for p in PAGES])
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("http://", "https://")):
            continue
        name, _, anchor = target.partition("#")
        linked = page.parent / name if name else page
        assert linked.exists(), target
        if anchor:
            assert anchor in anchors(linked.read_text(encoding="utf-8")), target


def anchors(text: str) -> set[str]:
    """Names of the headings as a code host makes them."""
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", [*READMES, "CONTRIBUTING.md", "docs/score.md"])
def test_every_make_target_exists(page: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:^ {4}|`)make ([a-z]+)", text_of(page), re.MULTILINE))

    assert named
    assert named <= targets


def test_the_readmes_say_the_same_commands_in_both_languages() -> None:
    def blocks(name: str) -> list[str]:
        lines = re.findall(r"^ {4}(.+)$", text_of(name), re.MULTILINE)
        return ["".join(takewhile(lambda c: c != "#", line)).strip() for line in lines]

    assert blocks("README.md") == blocks("README.ko.md")


def test_the_readmes_have_the_same_sections_in_both_languages() -> None:
    english, korean = (re.findall(r"^## ", text_of(name), re.MULTILINE) for name in READMES)

    assert len(english) == len(korean)


@pytest.mark.parametrize("module", sorted(set(re.findall(
    r"python -m (models[\w.]+)", "".join(p.read_text(encoding="utf-8") for p in PAGES)
))))  # fmt: skip
def test_every_training_command_exists(module: str) -> None:
    path = ROOT / Path(*module.split("."))

    assert path.with_suffix(".py").exists() or (path / "__main__.py").exists()


def test_every_pose_model_stands_in_the_manual() -> None:
    assert all(f"`{name}`" in text_of("docs/cli.md") for name in MODEL_NAMES)


def test_the_changelog_begins_with_this_version() -> None:
    versions = re.findall(r"^## \[([^\]]+)\]", text_of("CHANGELOG.md"), re.MULTILINE)

    assert versions[0] == coach.__version__


@pytest.mark.parametrize("name", PICTURES)
def test_the_pictures_of_the_readme_are_small(name: str) -> None:
    language = name.split(".")[1]
    readme = "README.md" if language == "en" else "README.ko.md"

    assert 0 < (ROOT / name).stat().st_size <= MOST_BYTES
    assert name in text_of(readme)


@pytest.mark.parametrize(
    "part", ["models/pose", "assets/fonts", "models/encoder.onnx", "assets/demo"]
)
def test_the_notice_names_what_is_shipped(part: str) -> None:
    assert (ROOT / part).exists()
    assert part in text_of("NOTICE")
