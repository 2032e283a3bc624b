"""What cameras are called, and which one to begin with."""

from __future__ import annotations

from pathlib import Path

from coach.texts import Texts
from ui.engine import CameraOption


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
