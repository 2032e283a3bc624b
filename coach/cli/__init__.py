"""The command line."""

from coach.cli.main import main

__all__ = ["main"]
