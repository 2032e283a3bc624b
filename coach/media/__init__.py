"""Pictures with their times, from video files and cameras."""

from coach.media.camera import Camera, FileCamera, LatestFrame
from coach.media.device import CameraChoice, list_cameras
from coach.media.video import Chapter, VideoInfo, content_hash, probe, read_frames, recorded_at
from coach.media.webcam import DeviceCamera, open_camera

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
