"""The command line on the demo clips; every clip is analysed once for all tests."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coach.cli import main
from tests.coach.cli.clips import TARGET, clip


@dataclass(frozen=True)
class Outcome:
    """What a command left: exit status, standard output, standard error."""

    status: int
    out: str
    err: str

    @property
    def refused(self) -> bool:
        """One line of apology, exit status 2, nothing else."""
        one_line = self.err.startswith("coach: ") and self.err.count("\n") == 1
        return self.status == 2 and one_line and self.err.endswith("\n") and self.out == ""


Command = Callable[..., Outcome]


@pytest.fixture(scope="session")
def data(tmp_path_factory) -> Path:
    """The data folder that the tests share: it holds the analysed clips."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(autouse=True)
def no_data_of_the_user(tmp_path_factory, monkeypatch) -> None:
    """A command that is not told where its data is finds an empty folder."""
    monkeypatch.setenv("COACH_DATA", str(tmp_path_factory.mktemp("nobody")))


@pytest.fixture
def coach(capsys) -> Command:
    """Runs a command in this process."""

    def run(*arguments: object) -> Outcome:
        capsys.readouterr()
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as left:
            status = left.code
        return Outcome(status, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def score_of(data, tmp_path_factory) -> Callable[[str], dict[str, Any]]:
    """JSON of a demo clip's score against the target, by its name."""
    folder = tmp_path_factory.mktemp("scores")

    @cache
    def score(name: str) -> dict[str, Any]:
        file = folder / f"{name}.json"
        options = ["--model", "full", "--language", "en", "--data", str(data)]
        assert main(["score", str(TARGET), str(clip(name)), "--json", str(file), *options]) == 0
        return json.loads(file.read_text(encoding="utf-8"))

    return score
