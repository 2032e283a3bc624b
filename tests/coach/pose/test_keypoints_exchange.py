"""Keypoints files as others read them: MATLAB (scipy, the rules of jsondecode) and pandas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.io

from coach.pose import write_keypoints
from coach.skeleton import INDEX, KEYPOINTS
from coach.types import PoseTrack

FRAMES, SIZE = 5, (640, 480)
HIDDEN = (1, 2)
"""Frames in which the second person is not seen; in the last nobody is."""


def track(seed: int, hidden: tuple[int, ...]) -> PoseTrack:
    random = np.random.default_rng(seed)
    points = random.uniform(0, 480, (FRAMES, 17, 2))
    confidence = random.uniform(0.1, 1, (FRAMES, 17))
    world = random.uniform(-1, 1, (FRAMES, 17, 3))
    for i in hidden:
        points[i], confidence[i], world[i] = np.nan, 0, np.nan
    return PoseTrack(np.arange(FRAMES) / 15, points, confidence, world, SIZE, 29.97)


ONE = (track(1, (4,)),)
TWO = (track(1, (4,)), track(2, (*HIDDEN, 4)))
NOBODY = (track(1, tuple(range(FRAMES))),)
EVERYBODY = [
    pytest.param(ONE, id="one"),
    pytest.param(TWO, id="two"),
    pytest.param(NOBODY, id="nobody"),
]


def written(folder: Path, form: str, tracks: tuple[PoseTrack, ...]) -> Path:
    path = folder / f"a.{form}"
    write_keypoints(path, tracks, "squat.mp4")
    return path


def stacked(tracks: tuple[PoseTrack, ...], name: str) -> np.ndarray:
    return np.stack([getattr(one, name) for one in tracks], axis=1)


@pytest.mark.parametrize("tracks", EVERYBODY)
def test_loadmat_gives_arrays_of_frames_people_and_joints(tmp_path, tracks):
    whole = scipy.io.loadmat(written(tmp_path, "mat", tracks))

    assert whole["points"].shape == (FRAMES, len(tracks), 17, 2)
    for name in ("points", "confidence", "world"):
        assert np.array_equal(whole[name], stacked(tracks, name), equal_nan=True)
    assert whole["time"].ravel() == pytest.approx(np.arange(FRAMES) / 15)
    assert whole["size"].ravel().tolist() == [640, 480]
    assert whole["fps"].item() == pytest.approx(29.97)
    assert whole["video"].item() == "squat.mp4"


def test_in_matlab_everything_is_a_plain_array_or_a_cell_of_words(tmp_path):
    whole = scipy.io.whosmat(written(tmp_path, "mat", TWO))

    kinds = {name: kind for name, _, kind in whole}
    assert kinds["keypoint_names"] == "cell"
    assert kinds["video"] == "char"
    numbers = {"single", "double", "int32", "int64"}
    assert {kinds[n] for n in kinds if n not in ("keypoint_names", "video")} <= numbers


@pytest.mark.parametrize("tracks", EVERYBODY)
def test_pandas_reads_the_csv_as_columns_of_numbers(tmp_path, tracks):
    table = pd.read_csv(written(tmp_path, "csv", tracks))

    assert len(table) == FRAMES * len(tracks)
    assert all(np.issubdtype(kind, np.number) for kind in table.dtypes)
    first = table[table["person"] == 0]
    nose = tracks[0].points[:, INDEX["nose"], 0]
    assert np.allclose(first["nose_x"], nose, atol=0.001, equal_nan=True)


def test_pandas_keeps_apart_who_is_not_seen(tmp_path):
    table = pd.read_csv(written(tmp_path, "csv", TWO))

    second = table[table["person"] == 1].set_index("time")
    assert second["left_wrist_x"].isna().tolist() == [False, True, True, False, True]


@pytest.mark.parametrize("tracks", EVERYBODY)
def test_pandas_flattens_the_json(tmp_path, tracks):
    whole = json.loads(written(tmp_path, "json", tracks).read_text())

    table = pd.json_normalize(whole["frames"], record_path="people", meta="time")

    assert list(table.columns) == ["keypoints", "world", "head_top", "time"]
    assert len(table) == FRAMES * len(tracks)
    points = np.array(table["keypoints"].tolist(), float).reshape(FRAMES, len(tracks), 17, 3)
    assert np.allclose(points[..., :2], stacked(tracks, "points"), atol=0.001, equal_nan=True)


def test_pandas_reads_the_frames_of_the_json(tmp_path):
    whole = json.loads(written(tmp_path, "json", TWO).read_text())

    frames = pd.DataFrame(whole["frames"])

    assert frames["time"].tolist() == pytest.approx((np.arange(FRAMES) / 15).tolist())
    assert frames["people"].map(len).tolist() == [2] * FRAMES


def jsondecode(value: Any) -> Any:
    """As MATLAB's function of that name is documented to turn JSON into variables.

    Numbers (null among them: NaN) become an array, arrays of one size a larger one, objects of
    the same fields in the same order a structure array (here: a dict of lists), and all that
    does not go together a cell array (here: a tuple). null alone is [].
    """
    if isinstance(value, dict):
        return {name: jsondecode(part) for name, part in value.items()}
    if not isinstance(value, list):
        return value
    if value and all(isinstance(part, dict) for part in value):
        names = list(value[0])
        if all(list(part) == names for part in value):
            return {name: [jsondecode(part[name]) for part in value] for name in names}
        return tuple(jsondecode(part) for part in value)
    numeric = [part is None or isinstance(part, int | float) for part in value]
    if value and all(numeric) and any(part is not None for part in value):
        return np.array([np.nan if part is None else part for part in value], float)
    parts = [jsondecode(part) for part in value]
    shapes = {part.shape if isinstance(part, np.ndarray) else None for part in parts}
    return np.stack(parts) if len(shapes) == 1 and None not in shapes else tuple(parts)


@pytest.mark.parametrize("tracks", EVERYBODY)
def test_jsondecode_gives_structure_arrays_with_matrices(tmp_path, tracks):
    whole = jsondecode(json.loads(written(tmp_path, "json", tracks).read_text()))

    frames = whole["frames"]
    assert set(frames) == {"time", "people"}
    assert all(set(people) == {"keypoints", "world", "head_top"} for people in frames["people"])
    for i, people in enumerate(frames["people"]):
        for person, keypoints in enumerate(people["keypoints"]):
            assert keypoints.shape == (17, 3)
            seen = tracks[person].confidence[i].any()
            assert np.isnan(keypoints[:, 0]).all() == (not seen)
            if seen:
                assert people["world"][person].shape == (17, 3)
                assert people["head_top"][person].shape == (2,)
    assert whole["keypoint_names"] == KEYPOINTS
