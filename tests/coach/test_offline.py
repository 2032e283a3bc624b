"""No part of the program opens a connection, the libraries included."""

from coach.paths import DEMO
from tests.watched import needs_listener, steps_into_the_internet

pytestmark = needs_listener

USE_EVERYTHING = """
import sys, time
import numpy as np
from pathlib import Path
from coach.embedding import Encoder
from coach.media import read_frames
from coach.pose import PoseEstimator
{before}
Encoder().encode(np.random.default_rng(1).random((4, 17, 3), np.float32))
with PoseEstimator("lite") as estimator:
    for _, frame in zip(range(5), read_frames(Path(sys.argv[1]))):
        estimator.push(frame)
time.sleep(2)  # the reports are sent from threads, a moment later
"""

UNPROTECTED = """
import os
for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
    os.environ.pop(name, None)
"""

CLIP = DEMO / "target.mp4"


def test_finding_people_and_encoding_opens_no_connection():
    done, steps = steps_into_the_internet(USE_EVERYTHING.format(before=""), CLIP)

    assert done.returncode == 0, done.stderr.decode()
    assert steps == []


def test_a_library_that_is_left_alone_is_seen_to_call_home():
    _, steps = steps_into_the_internet(USE_EVERYTHING.format(before=UNPROTECTED), CLIP)

    assert any(step.startswith("connect") for step in steps)
