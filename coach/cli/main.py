"""Entry point ``coach``: arguments to commands, errors to one line and exit status 2."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from coach import __version__
from coach.errors import UserCanFix
from coach.paths import data_folder
from coach.texts import LANGUAGES, Texts

EXIT_USER = 2
EXIT_BUG = 70
EXIT_INTERRUPTED = 130


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(EXIT_USER, f"coach: {message} (try “{self.prog} --help”)\n")


def build_parser() -> argparse.ArgumentParser:
    """The whole command line; every command and option is documented in ``docs/cli.md``."""
    from coach.cli import app, diary, doctor, recordings

    parser = _Parser(
        prog="coach",
        parents=[_common(None)],
        description="Follow any workout video and see how well you do. Alone: opens the app.",
    )
    parser.add_argument("--version", action="version", version=f"coach {__version__}")
    parser.set_defaults(run=app.run_start)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser)
    for module in (app, recordings, diary, doctor):
        module.add_commands(commands, _common(argparse.SUPPRESS))
    return parser


def _common(default: str | None) -> argparse.ArgumentParser:
    """Options that may stand before and after the command; the later one counts."""
    common = argparse.ArgumentParser(add_help=False, argument_default=default)
    common.add_argument("--data", type=Path, metavar="DIR", help="folder of profiles and sessions")
    common.add_argument("--language", choices=LANGUAGES, help="of what is printed and shown")
    return common


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, 2 (something the user can mend) or 70 (a bug)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = build_parser().parse_args(arguments)
    texts = Texts(options.language)
    try:
        return int(options.run(options, texts) or 0)
    except UserCanFix as error:
        print(f"coach: {texts.error(error)}", file=sys.stderr)
        return EXIT_USER
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:  # last door: a bug must not print a traceback at a user
        print(f"coach: {texts('cli_bug', log=_log(options, error))}", file=sys.stderr)
        return EXIT_BUG


def _log(options: argparse.Namespace, error: Exception) -> Path:
    """Write the traceback of a bug beside the data; the file's path."""
    folder = data_folder(options.data)
    log = folder / "coach.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(log, encoding="utf-8")
    except OSError:
        return Path("-")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("coach")
    logger.addHandler(handler)
    logger.error("command failed", exc_info=error)
    logger.removeHandler(handler)
    handler.close()
    return log
