"""Pictures with their times, from video files and cameras."""

from coach.media.camera import (
    Camera,
    CameraChoice,
    DeviceCamera,
    FileCamera,
    LatestFrame,
    list_cameras,
    open_camera,
)
from coach.media.video import Chapter, VideoInfo, content_hash, probe, read_frames, recorded_at

__all__ = [
    "Camera",
    "CameraChoice",
    "Chapter",
    "DeviceCamera",
    "FileCamera",
    "LatestFrame",
    "VideoInfo",
    "content_hash",
    "list_cameras",
    "open_camera",
    "probe",
    "read_frames",
    "recorded_at",
]
