"""What the start screen shows, made of what is known: no widget in here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.texts import Texts
from ui.engine import CameraOption, TargetCard
from ui.kit.bands import Band, band_of
from ui.kit.words import clock_text

VIDEO_ENDINGS = (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".ts", ".mpg", ".mpeg", ".wmv")
"""What the file dialogue offers first; any other file may be chosen too."""


@dataclass(frozen=True, slots=True, eq=False)
class CardView:
    """One video of the start screen.

    Attributes:
        path: to be opened; title: first line.
        length: "12:40", or "" where not known; state: analysed or last score, or "".
        band: of the last score; badge: "Demo" or "".
        thumbnail: (H, W, 3) RGB, or None.
        spoken: accessible name.
    """

    path: Path
    title: str
    length: str
    state: str
    band: Band
    badge: str
    thumbnail: NDArray[np.uint8] | None
    spoken: str


def card_view(card: TargetCard, texts: Texts) -> CardView:
    """The card of a video."""
    length = clock_text(card.duration) if card.duration == card.duration else ""
    band = Band.NONE
    if card.last_score is not None:
        band = band_of(card.last_score)
        state = texts("ui_last_score", score=f"{card.last_score:.0f}")
    elif card.analysed >= 1.0:
        state = texts("ui_card_ready")
    elif card.analysed > 0.0:
        state = texts("ui_card_analysed", percent=f"{100 * card.analysed:.0f}")
    else:
        state = texts("ui_card_new")
    title = texts("ui_demo_workout") if card.is_demo else card.title
    return CardView(
        path=card.path,
        title=title,
        length=length,
        state=state,
        band=band,
        badge=texts("ui_demo") if card.is_demo else "",
        thumbnail=card.thumbnail,
        spoken=", ".join(word for word in (title, length, state) if word),
    )


def camera_label(camera: CameraOption, texts: Texts) -> str:
    """What to call a camera."""
    if camera.is_demo:
        return texts("ui_camera_demo")
    if camera.name:
        return camera.name
    if camera.is_file:
        return Path(camera.spec).name
    return texts("ui_camera_number", n=int(camera.spec) + 1)


def first_camera(
    cameras: tuple[CameraOption, ...], wanted: str | None, last: str
) -> CameraOption | None:
    """The camera to begin with: asked for, else used last, else the first device."""
    if wanted is not None:
        known = next((c for c in cameras if c.spec == wanted), None)
        return known or CameraOption(wanted, "", is_file=not wanted.strip().isdecimal())
    by_spec = {camera.spec: camera for camera in cameras}
    if last in by_spec:
        return by_spec[last]
    return cameras[0] if cameras else None
