"""Entry point ``coach``: arguments to commands, errors to one line and exit status 2."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from coach.cli.parser import EXIT_USER, build_parser
from coach.errors import LibraryMissing, UserCanFix
from coach.logbook import kept_log
from coach.paths import data_folder
from coach.texts import Texts

EXIT_BUG = 70
EXIT_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, 2 (something the user can mend) or 70 (a bug)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _understand(sys.argv[1:] if arguments is None else arguments)
    texts = Texts(options.language)
    with kept_log(data_folder(options.data)) as log:
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
            logging.getLogger("coach").error("command failed", exc_info=error)
            print(f"coach: {texts('cli_bug', log=log)}", file=sys.stderr)
            return EXIT_BUG


def _understand(arguments: Sequence[str]) -> argparse.Namespace:
    """The options; a whole path alone, as desktops hand a file over, is a video for the app."""
    parser = build_parser()
    if len(arguments) == 1 and Path(arguments[0]).is_absolute():
        options = parser.parse_args([])
        options.opened = Path(arguments[0])
        return options
    return parser.parse_args(arguments)


def _say(texts: Texts, error: UserCanFix) -> int:
    print(f"coach: {texts.error(error)}", file=sys.stderr)
    return EXIT_USER
