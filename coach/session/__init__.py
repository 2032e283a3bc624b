"""The live session and the result of a whole one."""

from coach.session.features import Features, features_of
from coach.session.following import Mirror
from coach.session.live import LiveSession
from coach.session.playhead import Playhead
from coach.session.remote import RemoteSession, SessionHost
from coach.session.result import score_session
from coach.session.state import Alarm, LiveState, PersonState, Phase
from coach.session.stretches import stretches_of
from coach.session.target import Target, open_target
from coach.session.watch import Watching

__all__ = [
    "Alarm",
    "Features",
    "LiveSession",
    "LiveState",
    "Mirror",
    "PersonState",
    "Phase",
    "Playhead",
    "RemoteSession",
    "SessionHost",
    "Target",
    "Watching",
    "features_of",
    "open_target",
    "score_session",
    "stretches_of",
]
