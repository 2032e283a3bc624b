"""What the app remembers between two starts: one small file in the data folder."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of the user.

    Attributes:
        language: "en", "ko", or "" for the system's.
        theme: "dark", "light", or "system" for what the system shows.
        text_size: of all words, per cent of the usual.
        motion: "system", or "reduced": nothing slides or fades.
        camera: name of the camera used last, or "".
        people: 1 or 2.
        mirror: "auto", "on" or "off".
        claps: whether two claps start and pause.
        falls: whether somebody who seems to have fallen is asked, and an alarm sounds.
    """

    language: str = ""
    theme: str = "system"
    text_size: int = 100
    motion: str = "system"
    camera: str = ""
    people: int = 1
    mirror: str = "auto"
    claps: bool = True
    falls: bool = True


ALLOWED = {
    "language": ("", "en", "ko"),
    "theme": ("system", "dark", "light"),
    "text_size": (100, 125, 150, 175, 200),
    "motion": ("system", "reduced"),
    "people": (1, 2),
    "mirror": ("auto", "on", "off"),
}


def load_settings(path: Path) -> Settings:
    """The settings of a file; what is missing or makes no sense is the default."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        log.warning("settings not read: %s", error)
        return Settings()
    if not isinstance(found, dict):
        return Settings()
    good = {
        field.name: found[field.name]
        for field in fields(Settings)
        if isinstance(found.get(field.name), type(field.default))
        and found[field.name] in ALLOWED.get(field.name, (found[field.name],))
    }
    return Settings(**good)


def save_settings(path: Path, settings: Settings) -> None:
    """Write the file whole or not at all; a full disk must not stop anybody's training."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".part")
        half.write_text(json.dumps(asdict(settings), indent=1), encoding="utf-8")
        os.replace(half, path)
    except OSError as error:
        log.warning("settings not saved: %s", error)
