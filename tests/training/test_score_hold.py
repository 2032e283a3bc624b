"""What the flicker of the live score is measured by still goes through a follower."""

from coach.embedding import Encoder
from coach.paths import DEMO
from coach.pose.keypoints_file import read_keypoints
from models.training.score_hold import SETTLED, shown_scores


class Judge:
    """The encoder alone."""

    def __init__(self, encoder):
        self.encoder = encoder


def test_the_scores_of_who_holds_the_same_pose_come_after_they_settled():
    (still, *_) = read_keypoints(DEMO / "still.npz")
    part = still.select(still.time < 2 * SETTLED)

    shown = shown_scores(Judge(Encoder()), part, part)

    assert len(shown) > SETTLED * 10
    assert min(shown) > 90
