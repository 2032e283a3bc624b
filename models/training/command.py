"""The command line of a training whose settings are a dataclass."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TypeVar

S = TypeVar("S")


def asked(settings: type[S], words: str, output: Path) -> tuple[Path, Path, S]:
    """Folder of the motion files, file to write, and settings, each an option of its own.

    Args:
        settings: a dataclass whose fields all have defaults. words: what the command does.
        output: where nothing else is asked for.
    """
    parser = argparse.ArgumentParser(description=words)
    parser.add_argument("--data", type=Path, required=True, help="folder of the motion files")
    parser.add_argument("--output", type=Path, default=output)
    for name, value in vars(settings()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    chosen = vars(parser.parse_args())
    return chosen.pop("data"), chosen.pop("output"), settings(**chosen)
