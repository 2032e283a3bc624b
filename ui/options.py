"""What the command line may ask of the window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class AppOptions:
    """How the app opens.

    Attributes:
        target: video to open at once; None shows the start screen.
        camera: number of a device, or path of a video played as a camera; None takes the
            one used last, else the first.
        people: 1 or 2 who train.
        start: begin as soon as the target is analysed far enough, without a click.
        exit_at_end: leave when the target has ended; the report is shown only in screenshots.
        stats: file for the figures of the session (JSON), "-" for standard output, or None.
        data: data folder; None takes the usual one.
        language: "en" or "ko"; None takes the one chosen last, else the system's.
        output: folder in which whoever called keeps the results; not used by the window.
        screenshots: folder for a picture of every screen, or None.
        model: pose model of the live picture ("lite", "full", "heavy"); None: as in the settings.
        welcome: show somebody new the first pages.
        strictness: of the score ("beginner", "normal", "expert"); None: as in the settings.
    """

    target: Path | None = None
    camera: str | None = None
    people: int = 1
    start: bool = False
    exit_at_end: bool = False
    stats: str | None = None
    data: Path | None = None
    language: str | None = None
    output: Path | None = None
    screenshots: Path | None = None
    model: str | None = None
    strictness: str | None = None
    welcome: bool = False
