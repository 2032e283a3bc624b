"""People in pictures: the estimator, who is who, smoothing, the top of the head."""

from coach.pose.estimator import PoseEstimator
from coach.pose.head import head_top
from coach.pose.landmarker import MODEL_NAMES, ModelName
from coach.pose.people import PersonTracker, TrackingSettings
from coach.pose.smoothing import OneEuroFilter, PoseSmoother, SmoothingSettings

__all__ = [
    "MODEL_NAMES",
    "ModelName",
    "OneEuroFilter",
    "PersonTracker",
    "PoseEstimator",
    "PoseSmoother",
    "SmoothingSettings",
    "TrackingSettings",
    "head_top",
]
