"""The live session and the result of a whole one."""

from coach.session.features import Features, features_of
from coach.session.following import Mirror
from coach.session.live import LiveSession
from coach.session.playhead import Playhead
from coach.session.result import score_session
from coach.session.state import LiveState, PersonState, Phase
from coach.session.target import Target, open_target

__all__ = [
    "Features",
    "LiveSession",
    "LiveState",
    "Mirror",
    "PersonState",
    "Phase",
    "Playhead",
    "Target",
    "features_of",
    "open_target",
    "score_session",
]
