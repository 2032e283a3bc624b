"""What the app remembers between two starts: one small file in the data folder."""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

from coach.paths import make_private, whole_file

log = logging.getLogger(__name__)

_SENSELESS = (ValueError, RecursionError)
"""What a file raises that is no JSON."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of the user.

    Attributes:
        language: "en", "ko", or "" for the system's.
        theme: "dark", "light", or "system" for what the system shows.
        welcomed: whether the first pages were seen.
        person: name of the profile chosen last, "" for the guest.
        text_size: of all words, per cent of the usual.
        motion: "system", or "reduced": nothing slides or fades.
        strictness: of the score: "beginner", "normal" or "expert".
        model: pose model of the live picture: "lite" is faster, "full" sees better.
        server: address of the server that several PCs share, "" for none.
        frame_limit: pictures of the camera that are looked at, a second at most.
        camera: name of the camera used last, or "".
        camera_turn: degrees clockwise by which the picture of every camera is turned.
        partner: name of the profile that trains along where two do, "" for the guest.
        people: 1 or 2. body: what of them is judged, "whole" or "upper".
        mirror: "auto", "on" or "off".
        claps: whether two claps start and pause.
        falls: whether somebody who seems to have fallen is asked, and an alarm sounds.
        arms_up: whether both arms held up pause and go on.
        pause_when_gone: whether the video waits for whoever leaves the picture.
        countdown: seconds before the start.
        sounds: whether the countdown ticks and a new move chimes.
        voice: whether the coach speaks.
        voice_cues: how often what to change is spoken: "off", "few", "normal" or "many".
        voice_repetitions: whether repetitions are counted aloud.
        voice_volume: of the voice, per cent; voice_rate: its speed, per cent of the usual.
        follow_layout: how target and self are arranged; follow_corner: where the small picture
            lies (``ui.follow.layouts``).
        follow_ghost: whether the target's pose is laid over the person; follow_flip: whether
            the target is shown with left and right exchanged.
        spoken_only: whether everything is told to somebody who cannot look at the screen.
        analyse_ahead: whether videos of the library are analysed before they are opened.
    """

    language: str = ""
    theme: str = "system"
    welcomed: bool = False
    person: str = ""
    text_size: int = 100
    motion: str = "system"
    strictness: str = "normal"
    model: str = "full"
    frame_limit: int = 30
    server: str = ""
    camera: str = ""
    camera_turn: int = 0
    partner: str = ""
    people: int = 1
    body: str = "whole"
    mirror: str = "auto"
    claps: bool = True
    falls: bool = True
    arms_up: bool = True
    pause_when_gone: bool = True
    countdown: int = 5
    sounds: bool = True
    voice: bool = True
    voice_cues: str = "normal"
    voice_repetitions: bool = False
    voice_volume: int = 80
    voice_rate: int = 100
    spoken_only: bool = False
    analyse_ahead: bool = True
    follow_layout: str = "auto"
    follow_corner: str = "bottom_right"
    follow_ghost: bool = False
    follow_flip: bool = False


ALLOWED = {
    "language": ("", "en", "ko"),
    "theme": ("system", "dark", "light"),
    "text_size": (100, 125, 150, 175, 200),
    "motion": ("system", "reduced"),
    "strictness": ("beginner", "normal", "expert"),
    "model": ("lite", "full"),
    "frame_limit": (10, 15, 20, 30),
    "camera_turn": (0, 90, 180, 270),
    "people": (1, 2),
    "body": ("whole", "upper"),
    "mirror": ("auto", "on", "off"),
    "countdown": (0, 3, 5, 10),
    "voice_cues": ("off", "few", "normal", "many"),
    "voice_volume": (40, 60, 80, 100),
    "voice_rate": (80, 100, 120),
    "follow_layout": ("auto", "side", "stacked", "corner", "skeleton", "target"),
    "follow_corner": ("top_left", "top_right", "bottom_right", "bottom_left"),
}


LONGEST: Final = 2000
"""Letters of an answer."""


def load_settings(path: Path) -> Settings:
    """The settings of a file; what is missing or makes no sense is the default."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, *_SENSELESS) as error:
        log.warning("settings not read: %s", error)
        return Settings()
    if not isinstance(found, dict):
        return Settings()
    good = {
        field.name: found[field.name]
        for field in fields(Settings)
        if type(found.get(field.name)) is type(field.default)
        and found[field.name] in ALLOWED.get(field.name, (found[field.name],))
        and _is_plain(found[field.name])
    }
    return Settings(**good)


def _is_plain(value: object) -> bool:
    """Whether a word can be shown and stored; zeros and halves of letters cannot."""
    return not isinstance(value, str) or (len(value) <= LONGEST and value.isprintable())


def set_aside_if_damaged(path: Path) -> bool:
    """Keep a file of settings that makes no sense beside, before it is written over.

    Returns:
        Whether it was damaged.
    """
    try:
        if isinstance(json.loads(path.read_text(encoding="utf-8")), dict):
            return False
    except OSError:
        return False
    except _SENSELESS as error:
        log.warning("settings damaged: %s", error)
    with suppress(OSError):
        path.replace(path.with_name(f"{path.stem}-before-reset{path.suffix}"))
    return True


def save_settings(path: Path, settings: Settings) -> None:
    """Write the file whole or not at all; a full disk must not stop anybody's training."""
    try:
        make_private(path.parent)
        with whole_file(path) as file:
            Path(file.name).chmod(0o600)  # the address of a server holds a password
            file.write(json.dumps(asdict(settings), indent=1).encode())
    except OSError as error:
        log.warning("settings not saved: %s", error)
