"""People in pictures: the estimator, who is who, smoothing, the top of the head."""

from coach.pose.analysis import BackgroundAnalysis, TrackCache, analyse, lower_priority
from coach.pose.estimator import PoseEstimator
from coach.pose.head import head_top
from coach.pose.instructors import Gathering, Instructor, by_choice, people_of
from coach.pose.keypoints_file import is_keypoints_file, read_keypoints, write_keypoints
from coach.pose.lsp import LSP_JOINTS, lsp_points, read_lsp
from coach.pose.pck import PckResult, pck, pck_lsp
from coach.pose.people import PersonTracker, TrackingSettings
from coach.pose.smoothing import OneEuroFilter, PoseSmoother, SmoothingSettings

__all__ = [
    "LSP_JOINTS",
    "BackgroundAnalysis",
    "Gathering",
    "Instructor",
    "OneEuroFilter",
    "PckResult",
    "PersonTracker",
    "PoseEstimator",
    "PoseSmoother",
    "SmoothingSettings",
    "TrackCache",
    "TrackingSettings",
    "analyse",
    "by_choice",
    "head_top",
    "is_keypoints_file",
    "lower_priority",
    "lsp_points",
    "pck",
    "pck_lsp",
    "people_of",
    "read_keypoints",
    "read_lsp",
    "write_keypoints",
]
