import csv
import json

import av
import numpy as np
import pytest
import scipy.io

from coach.pose import read_keypoints
from coach.pose.keypoints_parsing import COLUMNS
from coach.skeleton import KEYPOINTS
from tests.coach.cli.clips import TARGET, truth, truth_file

SHORT = 0.5  # seconds


@pytest.fixture(scope="session")
def short(tmp_path_factory):
    """The beginning of the target video."""
    path = tmp_path_factory.mktemp("short") / "short.mp4"
    with av.open(str(TARGET)) as whole, av.open(str(path), "w") as part:
        stream = whole.streams.video[0]
        copy = part.add_stream_from_template(stream)
        for packet in whole.demux(stream):
            if packet.dts is None or packet.dts * packet.time_base >= SHORT:
                break
            packet.stream = copy
            part.mux(packet)
    return path


@pytest.mark.slow
def test_keypoints_of_a_rendered_person_are_where_they_truly_are(coach, data, tmp_path):
    found = tmp_path / "found.npz"
    at_rate = ("--model", "full", "--rate", "15", "--data", data)
    assert coach("keypoints", TARGET, "-o", found, *at_rate).status == 0

    done = coach("pck", found, truth_file("target"), "--alpha", "0.2")

    result = json.loads(done.out)
    assert result["mean"] >= 0.95
    assert list(result["joints"]) == list(KEYPOINTS)
    assert 0.5 < result["auc"] < 1
    assert result["compared"] > 0.9 * 15 * 17 * truth("target").duration


@pytest.fixture(scope="session")
def written(short, data, tmp_path_factory):
    """The same keypoints in every format, by suffix."""
    from coach.cli import main

    folder = tmp_path_factory.mktemp("keypoints")
    files = {suffix: folder / f"short.{suffix}" for suffix in ("npz", "json", "csv", "mat")}
    for file in files.values():
        options = ["--model", "lite", "--data", str(data)]
        assert main(["keypoints", str(short), "-o", str(file), *options]) == 0
    return files


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["json", "csv", "mat"])
def test_every_format_reads_back_as_the_same_person(written, suffix):
    whole, again = (read_keypoints(written[name])[0] for name in ("npz", suffix))

    np.testing.assert_allclose(again.time, whole.time, atol=1e-6)
    np.testing.assert_allclose(again.points, whole.points, atol=1e-3)
    np.testing.assert_allclose(again.confidence, whole.confidence, atol=1e-4)
    np.testing.assert_allclose(again.world, whole.world, atol=1e-5)
    assert again.size == whole.size


@pytest.mark.slow
def test_every_frame_is_kept_unless_a_rate_is_asked_for(written):
    with np.load(written["npz"]) as arrays:
        n = len(arrays["time"])
        shapes = {name: arrays[name].shape for name in ("points", "confidence", "world")}

    assert n == pytest.approx(SHORT * 30, abs=2)
    assert shapes == {
        "points": (n, 1, 17, 2),
        "confidence": (n, 1, 17),
        "world": (n, 1, 17, 3),
    }


@pytest.mark.slow
def test_the_json_keeps_the_contract(written):
    content = json.loads(written["json"].read_text(encoding="utf-8"))

    wanted = {"video", "width", "height", "fps", "keypoint_names", "frames"}
    assert content.keys() == wanted
    assert (content["video"], content["width"], content["height"]) == ("short.mp4", 640, 480)
    person = content["frames"][0]["people"][0]
    assert np.shape(person["keypoints"]) == (17, 3)
    assert np.shape(person["world"]) == (17, 3)
    assert person["head_top"][1] < person["keypoints"][0][1]  # above the nose


@pytest.mark.slow
def test_the_csv_has_a_row_a_frame(written):
    with written["csv"].open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)

    assert tuple(head) == tuple(COLUMNS)
    assert len(rows) == len(read_keypoints(written["npz"])[0])


@pytest.mark.slow
def test_matlab_finds_the_arrays_by_name(written):
    content = scipy.io.loadmat(written["mat"])

    assert content.keys() >= {"time", "points", "confidence", "world", "size"}
    assert content["points"].shape[1:] == (1, 17, 2)
