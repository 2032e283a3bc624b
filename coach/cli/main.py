"""Entry point ``coach``: arguments to commands, errors to one line and exit status 2."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from coach.cli.parser import EXIT_USER, build_parser
from coach.errors import LibraryMissing, UserCanFix
from coach.paths import data_folder
from coach.texts import Texts

EXIT_BUG = 70
EXIT_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, 2 (something the user can mend) or 70 (a bug)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = build_parser().parse_args(arguments)
    texts = Texts(options.language)
    # mediapipe brings matplotlib along, which would write its list of fonts elsewhere
    os.environ.setdefault("MPLCONFIGDIR", str(data_folder(options.data) / "cache" / "matplotlib"))
    try:
        return int(options.run(options, texts) or 0)
    except UserCanFix as error:
        return _say(texts, error)
    except ImportError as error:
        return _say(texts, LibraryMissing(error.name or "?", str(error)))
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:  # last door: a bug must not print a traceback at a user
        print(f"coach: {texts('cli_bug', log=_log(options, error))}", file=sys.stderr)
        return EXIT_BUG


def _say(texts: Texts, error: UserCanFix) -> int:
    print(f"coach: {texts.error(error)}", file=sys.stderr)
    return EXIT_USER


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
