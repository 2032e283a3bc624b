"""What the program never does, read from its sources: run data, start shells, believe markup."""

import ast
import re
from functools import cache

import pytest

from coach.paths import ROOT

SOURCES = sorted(p for top in ("coach", "ui") for p in (ROOT / top).rglob("*.py"))

UNPACKS_CODE = {
    "pickle",
    "cPickle",
    "_pickle",
    "cloudpickle",
    "dill",
    "joblib",
    "shelve",
    "marshal",
}
UNSAFE_MARKUP = {"xml", "lxml", "yaml", "html5lib"}
RUNS_TEXT = {"eval", "exec", "compile", "__import__"}
STARTS_PROGRAMS = {"coach/cli/doctor.py", "coach/doctor.py", "ui/kit/motion.py"}
"""They ask the system which libraries it has, and whether it is set to show less motion, with a
list of words and no shell."""
DRAWS = {"ui/kit/icons.py"}
SHOWS_PICTURES = {"ui/library/hero.py"}
"""Where a label of Qt holds a picture, and never a text."""


@cache
def nodes():
    """Every statement and expression of the sources, with the file that it stands in."""
    return tuple(
        (path.relative_to(ROOT).as_posix(), node)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom | ast.Call)
    )


@cache
def imports():
    """File and module of each import."""
    return tuple(
        (path, name)
        for path, node in nodes()
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and node.level == 0
            else []
        )
    )


@cache
def calls():
    """File, name of what is called, and the call."""
    return tuple(
        (path, ast.unparse(node.func), node) for path, node in nodes() if isinstance(node, ast.Call)
    )


def given(call, name):
    """Text of an argument that is given by name; "" where it is not."""
    return next((ast.unparse(k.value) for k in call.keywords if k.arg == name), "")


def test_there_are_sources_to_look_at():
    assert len(SOURCES) > 200


@pytest.mark.parametrize(
    "unwanted",
    [pytest.param(UNPACKS_CODE, id="data-that-run"), pytest.param(UNSAFE_MARKUP, id="markup")],
)
def test_nothing_is_imported_that_runs_what_it_reads(unwanted):
    assert not {(path, name) for path, name in imports() if name.split(".")[0] in unwanted}


def test_arrays_are_read_without_pickles():
    loads = [(p, call) for p, name, call in calls() if name in ("np.load", "numpy.load")]

    assert loads
    assert all(given(call, "allow_pickle") == "False" for _, call in loads), loads


def test_no_text_is_run():
    assert not {(path, name) for path, name, _ in calls() if name in RUNS_TEXT}


def test_no_shell_is_started_and_programs_only_where_we_know_it():
    assert {path for path, name in imports() if name == "subprocess"} <= STARTS_PROGRAMS
    for path, name, call in calls():
        assert name not in ("os.system", "os.popen", "os.execv", "os.startfile"), path
        assert given(call, "shell") in ("", "False"), path


def test_pages_are_made_with_everything_escaped():
    made = [call for _, name, call in calls() if name == "jinja2.Environment"]

    assert [given(call, "autoescape") for call in made] == ["True"]


def test_names_of_temporary_files_are_not_guessed():
    assert not {path for path, name, _ in calls() if name.endswith("mktemp")}


def test_drawings_come_from_our_own_files_alone():
    """SVG is a program that draws: it is rendered where the icons are read, and nowhere else."""
    assert {p for p, name, _ in calls() if name in ("QSvgRenderer", "QSvgWidget")} <= DRAWS


def test_labels_show_text_as_it_is():
    """Qt takes a text that looks like markup for markup unless it is told not to."""
    bare = ("QLabel", "QMessageBox", "QTextBrowser", "QTextEdit")

    assert {path for path, name, _ in calls() if name in bare} == SHOWS_PICTURES


def test_tool_tips_show_names_as_they_are():
    fixed = re.compile(r"(look\.)?texts\((self\._name|'\w+')\)|f'\{words\} \(.*")
    for path, name, call in calls():
        if name.endswith("setToolTip") and path != "ui/kit/widgets.py":
            shown = ast.unparse(call.args[0])
            assert shown.startswith("plain_tip(") or fixed.fullmatch(shown), (path, shown)
