"""``coach watch`` on keypoints files, and on a camera whose pictures are known."""

import json

import numpy as np
import pytest

from coach.cli.watch import watched
from coach.errors import CameraLost
from coach.pose import write_keypoints
from coach.texts import Texts
from coach.types import Frame, PoseTrack
from tests.coach.people import still, track_of

PICTURE = np.zeros((48, 64, 3), np.uint8)
NOBODY = np.full((17, 3), np.nan)


class Camera:
    """Pictures of a track, one each time somebody asks; then it ends as told."""

    name, size, captured, dropped = "0", (64, 48), 0, 0

    def __init__(self, track: PoseTrack, began: float = 1000.0, then: BaseException | None = None):
        self._frames = [Frame(PICTURE, began + t, i) for i, t in enumerate(track.time)]
        self._then = then
        self.ended, self.lost = False, None

    def open(self) -> None: ...

    def close(self) -> None: ...

    def latest(self, after_index: int, timeout: float) -> Frame | None:
        if after_index + 1 < len(self._frames):
            return self._frames[after_index + 1]
        if isinstance(self._then, CameraLost):
            self.lost = self._then
        elif self._then is not None:
            raise self._then
        else:
            self.ended = True
        return None


class Estimator:
    """Finds in every picture who is known to be in it."""

    def __init__(self, *tracks: PoseTrack):
        self._tracks = tracks

    def push(self, frame: Frame):
        return tuple(
            track.pose(frame.index) if track.seen[frame.index] else None for track in self._tracks
        )


STANDS = track_of(still(4.0))
LIES = track_of(still(4.0)[..., [1, 0, 2]])


@pytest.fixture
def watch(capsys):
    """Result and printed lines of a camera that shows these people."""

    def run(*tracks: PoseTrack, **options):
        camera = Camera(tracks[0], **options)
        found = watched(camera, Estimator(*tracks), len(tracks), Texts("en"))
        return found, capsys.readouterr().err.splitlines()

    return run


def test_a_recording_is_watched(coach, tmp_path):
    write_keypoints(tmp_path / "stands.npz", [STANDS], "stands")

    done = coach("watch", tmp_path / "stands.npz")

    result = json.loads(done.out)
    assert (done.status, list(result)) == (0, ["actions", "falls"])
    assert [entry["action"] for entry in result["actions"]] == ["standing"]
    assert list(result["actions"][0]) == ["start", "end", "action", "confidence"]
    assert result["falls"] == []


def test_of_two_people_there_are_two_results(coach, tmp_path):
    write_keypoints(tmp_path / "two.npz", [STANDS, LIES], "two")

    done = coach("watch", tmp_path / "two.npz", "--people", "2", "--json", tmp_path / "out.json")

    result = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert done.status == 0
    assert sorted(one["actions"][0]["action"] for one in result["people"]) == ["lying", "standing"]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("nothing.mp4",), id="no-such-file"),
        pytest.param(("nothing.mp4", "--json", "no/such/folder/out.json"), id="no-such-folder"),
    ],
)
def test_what_cannot_be_done_is_refused(coach, arguments):
    assert coach("watch", *arguments).refused


def test_a_recording_without_anybody_is_refused(coach, tmp_path):
    write_keypoints(tmp_path / "nobody.npz", [track_of(np.stack([NOBODY] * 30))], "nobody")

    assert coach("watch", tmp_path / "nobody.npz").refused


def test_live_says_what_begins_and_counts_from_the_first_picture(watch):
    found, lines = watch(STANDS)

    assert [span["action"] for span in found[0]["actions"]] == ["standing"]
    assert 0 < found[0]["actions"][0]["start"] < 1
    assert len(lines) == 1
    assert lines[0].endswith("standing")


def test_ctrl_c_ends_it_with_what_was_seen(watch):
    found, _ = watch(STANDS, then=KeyboardInterrupt())

    assert [span["action"] for span in found[0]["actions"]] == ["standing"]


def test_a_camera_that_is_lost_is_reported(watch):
    with pytest.raises(CameraLost):
        watch(STANDS, then=CameraLost("0"))


def test_live_tells_two_people_apart(watch):
    found, lines = watch(STANDS, LIES)

    assert [one["actions"][0]["action"] for one in found] == ["standing", "lying"]
    assert {line.split("  ")[-2].strip() for line in lines} == {"Person 1", "Person 2"}


def test_nobody_before_the_camera_is_no_trouble(watch):
    found, lines = watch(track_of(np.stack([NOBODY] * 60)))

    assert (found, lines) == ([{"actions": [], "falls": []}], [])
