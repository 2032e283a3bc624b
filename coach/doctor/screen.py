"""What the app would find: windows, players, sound, voices, fonts; asked in a process of its own.

A library of the system that is missing may end the process that asks, without a word.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
from collections.abc import Iterator, Mapping
from multiprocessing.connection import Connection
from typing import Any, Final

from coach.doctor.check import Check, State, Words
from coach.paths import ASSETS

FINDINGS: Final = "ui.findings"
"""The module of the app that is asked: the engine knows no windows."""

PATIENCE_S: Final = 60.0
"""Seconds for the libraries of the app to load and answer."""

DEBIAN_PACKAGES: Final = ASSETS / "debian-packages.txt"

Findings = Mapping[str, Any]
"""As ``ui.findings.find`` gives them; or ``missing``, the reason why there are none."""


class AppAsked:
    """The question, put while other things are looked at."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_ask, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def answer(self) -> Findings:
        """Wait for it."""
        try:
            if self._pipe.poll(PATIENCE_S):
                findings: Findings = self._pipe.recv()
                return findings
            return {"missing": f"> {PATIENCE_S:.0f} s"}
        except EOFError:
            self._process.join()
            return {"missing": f"exit status {self._process.exitcode}"}
        finally:
            self.close()

    def close(self) -> None:
        """Let it go; a second call does nothing."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _ask(pipe: Connection) -> None:
    os.environ["QT_LOGGING_RULES"] = "*=false"  # Qt tells which libraries it does without
    try:
        pipe.send(importlib.import_module(FINDINGS).find())
    except ImportError as error:
        pipe.send({"missing": str(error)})


def screen_checks(found: Findings, words: Words) -> Iterator[Check]:
    """Windows, players, sound, voices, fonts; only the first where they are not there."""
    if "missing" in found:
        packages = " ".join(DEBIAN_PACKAGES.read_text(encoding="utf-8").split())
        yield words.trouble("app", State.WRONG, str(found["missing"]), packages=packages)
        return
    yield words.ok("app", f"Qt {found['qt']}, {found['platform']}")
    yield _player(found, words)
    yield _sound(found, words)
    yield _voices(found, words)
    yield _fonts(found, words)


def _player(found: Findings, words: Words) -> Check:
    if not found["plays"]:
        return words.trouble("player", State.WARNING, words.texts("doctor_none"))
    return words.ok("player", words.texts("doctor_player_plays"))


def _sound(found: Findings, words: Words) -> Check:
    if not found["outputs"]:
        return words.trouble("sound", State.WARNING, words.texts("doctor_none"))
    return words.ok("sound", ", ".join(found["outputs"]))


def _voices(found: Findings, words: Words) -> Check:
    spoken = [name for name in ("en", "ko") if name in found["voices"]]
    detail = ", ".join(words.texts(f"set_language_{name}") for name in spoken)
    if words.texts.language not in spoken:
        detail = detail or words.texts("doctor_none")
        return words.trouble("voices", State.WARNING, detail)
    return words.ok("voices", detail)


def _fonts(found: Findings, words: Words) -> Check:
    if not found["korean"]:
        return words.trouble("fonts", State.WARNING, found["font"])
    return words.ok("fonts", found["font"])
