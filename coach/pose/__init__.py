"""People in pictures: the estimator, who is who, smoothing, the top of the head."""

from coach.pose.analysis import BackgroundAnalysis, TrackCache, analyse
from coach.pose.estimator import PoseEstimator
from coach.pose.head import head_top
from coach.pose.keypoints_file import is_keypoints_file, read_keypoints, write_keypoints
from coach.pose.lsp import LSP_JOINTS, lsp_points, read_lsp
from coach.pose.pck import PckResult, pck, pck_lsp
from coach.pose.people import PersonTracker, TrackingSettings
from coach.pose.smoothing import OneEuroFilter, PoseSmoother, SmoothingSettings

__all__ = [
    "LSP_JOINTS",
    "BackgroundAnalysis",
    "OneEuroFilter",
    "PckResult",
    "PersonTracker",
    "PoseEstimator",
    "PoseSmoother",
    "SmoothingSettings",
    "TrackCache",
    "TrackingSettings",
    "analyse",
    "head_top",
    "is_keypoints_file",
    "lsp_points",
    "pck",
    "pck_lsp",
    "read_keypoints",
    "read_lsp",
    "write_keypoints",
]
