"""A target that is shown with left and right exchanged."""

from __future__ import annotations

import numpy as np

from coach.scoring.sides import SideEvidence


def settled(*, same_side: bool) -> SideEvidence:
    """Evidence of somebody who clearly does it with the same side, or with the other."""
    evidence = SideEvidence(4, noise=0.01)
    rng = np.random.default_rng(2)
    for _ in range(300):
        shown = rng.normal(size=4)
        evidence.push(shown if same_side else -shown, shown, 0.1)
    return evidence


def test_what_was_found_out_holds_the_other_way_round_when_the_picture_is_exchanged():
    for same_side in (True, False):
        evidence = settled(same_side=same_side)
        assert evidence.mirrored is not same_side
        value = evidence.value

        evidence.exchange()

        assert evidence.mirrored is same_side
        assert evidence.value == -value


def test_where_nothing_was_found_out_nothing_is_known_after_the_exchange():
    evidence = SideEvidence(4, noise=0.01)
    evidence.exchange()

    assert evidence.mirrored is None
