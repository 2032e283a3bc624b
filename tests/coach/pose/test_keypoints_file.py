import contextlib
import csv
import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
import scipy.io
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.errors import (
    BadRequest,
    CoachBug,
    FileMissing,
    KeypointsInvalid,
    OutputUnwritable,
    UserCanFix,
)
from coach.pose import is_keypoints_file, read_keypoints, write_keypoints
from coach.skeleton import KEYPOINTS
from coach.types import PoseTrack

SIZE = (640, 480)
FORMATS = ["json", "csv", "npz", "mat"]
ROUNDED = 0.00051  # of JSON and CSV, pixels


def track(frames: int = 4, seed: int = 1, hidden: tuple[int, ...] = ()) -> PoseTrack:
    random = np.random.default_rng(seed)
    points = random.uniform(0, 480, (frames, 17, 2))
    confidence = random.uniform(0.1, 1, (frames, 17))
    world = random.uniform(-1, 1, (frames, 17, 3))
    for i in hidden:
        points[i], confidence[i], world[i] = np.nan, 0, np.nan
    return PoseTrack(np.arange(frames) / 15, points, confidence, world, SIZE, 29.97)


def same(a: PoseTrack, b: PoseTrack) -> bool:
    return (
        np.array_equal(a.time, b.time)
        and np.allclose(a.points, b.points, atol=ROUNDED, equal_nan=True)
        and np.allclose(a.confidence, b.confidence, atol=1e-4)
        and np.allclose(a.world, b.world, atol=1e-5, equal_nan=True)
        and (a.size, a.fps) == (b.size, b.fps)
    )


def written(folder: Path, form: str, *tracks: PoseTrack) -> Path:
    path = folder / f"a.{form}"
    write_keypoints(path, tracks or (track(),), "squat.mp4")
    return path


def as_json(folder: Path, change) -> Path:
    """A good JSON file after one change to what it holds."""
    path = written(folder, "json")
    whole = json.loads(path.read_text())
    change(whole)
    path.write_text(json.dumps(whole))
    return path


# --- what is written comes back ------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "tracks",
    [
        pytest.param((track(),), id="one-person"),
        pytest.param((track(hidden=(0, 2)),), id="not-always-seen"),
        pytest.param((track(hidden=(0, 1, 2, 3)),), id="never-seen"),
        pytest.param((track(seed=2), track(seed=3, hidden=(1,))), id="two-people"),
        pytest.param((track(frames=1),), id="one-frame"),
    ],
)
def test_what_is_written_comes_back(tmp_path, form, tracks):
    back = read_keypoints(written(tmp_path, form, *tracks))

    assert len(back) == len(tracks)
    assert all(same(a, b) for a, b in zip(back, tracks, strict=True))


@pytest.mark.parametrize("form", ["json", "npz", "mat"])
def test_a_track_without_frames_comes_back(tmp_path, form):
    (back,) = read_keypoints(written(tmp_path, form, track(frames=0)))

    assert (len(back), back.size) == (0, SIZE)


@pytest.mark.parametrize("form", ["npz", "mat"])
def test_arrays_come_back_exactly(tmp_path, form):
    (back,) = read_keypoints(written(tmp_path, form))

    assert np.array_equal(back.points, track().points)
    assert np.array_equal(back.world, track().world)


def test_one_missing_joint_stays_the_only_one(tmp_path):
    points = track().points.copy()
    points[1, 5] = np.nan
    confidence = track().confidence.copy()
    confidence[1, 5] = 0
    gap = PoseTrack(track().time, points, confidence, track().world, SIZE, 30)

    (back,) = read_keypoints(written(tmp_path, "json", gap))

    assert np.argwhere(np.isnan(back.points[..., 0])).tolist() == [[1, 5]]


# --- the formats, as others read them -------------------------------------------------------


def test_json_holds_the_documented_fields(tmp_path):
    whole = json.loads(written(tmp_path, "json", track(hidden=(0,))).read_text())

    assert (whole["video"], whole["width"], whole["height"], whole["fps"]) == (
        "squat.mp4",
        640,
        480,
        29.97,
    )
    assert whole["keypoint_names"] == list(KEYPOINTS)
    hidden, seen = whole["frames"][0]["people"][0], whole["frames"][1]["people"][0]
    assert hidden["keypoints"][0] == [None, None, 0.0]
    assert hidden["head_top"] == [None, None]
    assert np.array(seen["keypoints"]).shape == (17, 3)
    assert np.array(seen["world"]).shape == (17, 3)
    assert np.array(seen["head_top"]).shape == (2,)


def test_csv_has_a_row_a_person_a_time_and_empty_cells(tmp_path):
    path = written(tmp_path, "csv", track(), track(hidden=(1,)))
    rows = list(csv.DictReader(io.StringIO(path.read_text())))

    assert [(row["time"], row["person"]) for row in rows[:2]] == [("0.0", "0"), ("0.0", "1")]
    assert float(rows[0]["nose_x"]) == pytest.approx(track().points[0, 0, 0], abs=ROUNDED)
    assert rows[3]["left_wrist_y"] == ""


def test_mat_names_the_keypoints(tmp_path):
    whole = scipy.io.loadmat(written(tmp_path, "mat"), squeeze_me=True)

    assert list(whole["keypoint_names"]) == list(KEYPOINTS)
    assert whole["video"] == "squat.mp4"
    assert list(whole["size"]) == [640, 480]


# --- writing --------------------------------------------------------------------------------


def test_an_unknown_suffix_is_refused(tmp_path):
    with pytest.raises(BadRequest) as error:
        write_keypoints(tmp_path / "a.txt", (track(),), "v")

    assert error.value.found == ".txt"


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(OutputUnwritable):
        write_keypoints(tmp_path / "no" / "a.json", (track(),), "v")


@pytest.mark.parametrize("form", FORMATS)
def test_a_write_that_fails_leaves_the_old_file(tmp_path, form, monkeypatch):
    path = written(tmp_path, form)
    before = path.read_bytes()

    def full(*paths):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OutputUnwritable, match="No space"):
        write_keypoints(path, (track(seed=9),), "v")

    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_tracks_of_different_times_are_a_bug(tmp_path):
    with pytest.raises(CoachBug, match="same times"):
        write_keypoints(tmp_path / "a.json", (track(4), track(5)), "v")


@pytest.mark.parametrize(
    ("name", "answer"), [("a.JSON", True), ("b.npz", True), ("a.mp4", False), ("json", False)]
)
def test_a_keypoints_file_is_known_by_its_suffix(name, answer):
    assert is_keypoints_file(Path(name)) is answer


GOOD = {
    "time": track().time,
    "points": track().points[:, None],
    "confidence": track().confidence[:, None],
    "world": track().world[:, None],
    "size": np.array(SIZE),
    "fps": 30.0,
}


# --- reading what others wrote ----------------------------------------------------------------


def test_people_missing_in_some_frames_are_not_seen_there(tmp_path):
    def thin_out(whole):
        whole["frames"][0]["people"] = []
        whole["frames"][1]["people"] = [None]

    (back,) = read_keypoints(as_json(tmp_path, thin_out))

    assert back.seen.tolist() == [False, False, True, True]


def test_world_points_may_be_missing(tmp_path):
    def flatten(whole):
        for frame in whole["frames"]:
            del frame["people"][0]["world"]

    (back,) = read_keypoints(as_json(tmp_path, flatten))

    assert np.isfinite(back.points).all()
    assert np.isnan(back.world).all()


def test_arrays_without_rate_get_it_from_their_times(tmp_path):
    a = track()
    path = tmp_path / "a.npz"
    arrays = {"points": a.points[:, None], "confidence": a.confidence[:, None]}
    np.savez(path, time=a.time, size=np.array(SIZE), **arrays)

    assert read_keypoints(path)[0].fps == pytest.approx(15)


def test_a_plain_mat_of_whole_numbers_is_read(tmp_path):
    whole = {"points": GOOD["points"].astype(np.int16), "fps": np.uint8(30)}
    scipy.io.savemat(tmp_path / "a.mat", GOOD | whole | {"note": "by hand", "more": {"a": 1}})

    (back,) = read_keypoints(tmp_path / "a.mat")

    assert np.array_equal(back.points, whole["points"][:, 0])
    assert back.fps == 30


def drop_joint(whole):
    whole["frames"][1]["people"][0]["keypoints"].pop()


def drop_number(whole):
    whole["frames"][1]["people"][0]["world"][3].pop()


def put(*place_and_value):
    *place, value = place_and_value

    def change(whole):
        at = whole
        for step in place[:-1]:
            at = at[step]
        at[place[-1]] = value

    return change


def drop(*place):
    def change(whole):
        at = whole
        for step in place[:-1]:
            at = at[step]
        del at[place[-1]]

    return change


PERSON = ("frames", 1, "people", 0)


@pytest.mark.parametrize(
    ("change", "expected", "found"),
    [
        pytest.param(drop_joint, "17 keypoints a person", "16 in frame 1", id="16-points"),
        pytest.param(put("keypoint_names", ["nose"] * 16), "17 names", "16 names", id="16-names"),
        pytest.param(drop_number, "three numbers a point in world", "2 in frame 1", id="pair"),
        pytest.param(drop("width"), "the field width", "video", id="no-width"),
        pytest.param(drop("frames"), "the field frames", "fps", id="no-frames"),
        pytest.param(drop("frames", 2, "time"), "the field time", "people", id="no-time"),
        pytest.param(drop(*PERSON, "keypoints"), "the field keypoints", "world", id="no-points"),
        pytest.param(
            put("frames", 2, "time", None), "a number for every time", "frame 2", id="nan"
        ),
        pytest.param(put("frames", 2, "time", 0.01), "growing times", "frame 2", id="backwards"),
        pytest.param(put("frames", {}), "a list for frames", "dict", id="frames-not-a-list"),
        pytest.param(put("frames", 0, 7), "an object for frame", "int", id="frame-not-an-object"),
        pytest.param(put("width", "640"), "a number for width", "640", id="text-for-number"),
        pytest.param(put("height", 480.5), "a whole number for height", "480.5", id="half-a-pixel"),
        pytest.param(put("fps", 0), "fps above 0", "0", id="no-rate"),
        pytest.param(put("fps", True), "a number for fps", "True", id="truth-for-number"),
        pytest.param(put("width", 10**400), "width up to", "too long", id="number-too-long"),
        pytest.param(
            put(*PERSON, "keypoints", 0, [1, 2, 7]), "confidence 0 to 1", "to 7", id="confidence-7"
        ),
        pytest.param(
            put(*PERSON, "keypoints", 0, [1e300, 2, 1]),
            "points up to 1e+06",
            "1e+300",
            id="far-away",
        ),
        pytest.param(
            put("frames", 1, "people", [None] * 17), "at most 16 people", "17", id="a-crowd"
        ),
    ],
)
def test_a_wrong_json_says_what_was_expected_and_found(tmp_path, change, expected, found):
    path = as_json(tmp_path, change)

    with pytest.raises(KeypointsInvalid) as error:
        read_keypoints(path)

    assert expected in error.value.expected
    assert found in error.value.found


@pytest.mark.parametrize("form", ["npz", "mat"])
@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        pytest.param("points", GOOD["points"][:, :, :16], "(4, 1, 17, 2)", id="16-points"),
        pytest.param("world", GOOD["points"], "world of shape (4, 1, 17, 3)", id="flat-world"),
        pytest.param("points", GOOD["points"][:, 0], "of shape", id="no-people-axis"),
        pytest.param("points", GOOD["points"].astype(str), "numbers in points", id="words"),
        pytest.param("points", GOOD["points"] * 1j, "numbers in points", id="complex"),
        pytest.param("points", np.full((4, 1, 17, 2), np.inf), "points up to", id="infinite"),
        pytest.param("time", np.array([0, 1, 1, 2.0]), "growing times", id="time-stands"),
        pytest.param("time", np.array([0, np.nan, 1, 2]), "every time", id="time-nan"),
        pytest.param("size", np.array([640]), "size of shape (2)", id="one-side"),
        pytest.param("size", np.array([640, -480]), "height above 0", id="negative"),
        pytest.param("fps", np.nan, "fps above 0", id="rate-nan"),
        pytest.param("confidence", None, "the field confidence", id="missing"),
    ],
)
def test_wrong_arrays_say_what_was_expected(tmp_path, form, name, value, expected):
    path = tmp_path / f"a.{form}"
    arrays = GOOD | {name: value}
    if value is None:
        del arrays[name]
    if form == "npz":
        np.savez(path, **arrays)
    else:
        scipy.io.savemat(path, arrays)

    with pytest.raises(KeypointsInvalid) as error:
        read_keypoints(path)

    assert expected in error.value.expected


def test_pickles_in_an_npz_are_not_opened(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, **(GOOD | {"points": np.array([print, {}], dtype=object)}))

    with pytest.raises(KeypointsInvalid):
        read_keypoints(path)


def test_an_npz_that_unpacks_to_too_much_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr("coach.pose.keypoints_parsing.MOST_UNPACKED_BYTES", 10_000)
    path = tmp_path / "a.npz"
    np.savez_compressed(path, **(GOOD | {"points": np.zeros((4, 100, 17, 2))}))

    with pytest.raises(KeypointsInvalid) as error:
        read_keypoints(path)

    assert "unpacked" in error.value.expected


def test_a_file_that_is_too_big_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("coach.pose.keypoints_file.MOST_BYTES", 100)

    with pytest.raises(KeypointsInvalid) as error:
        read_keypoints(written(tmp_path, "json"))

    assert error.value.expected == "at most 100 bytes"


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        pytest.param(lambda rows: rows[0].remove("nose_x"), "the column nose_x", id="no-column"),
        pytest.param(lambda rows: rows[2].pop(), "", id="head-top-may-be-missing"),
        pytest.param(lambda rows: rows[2].__delitem__(slice(9, None)), "a cell", id="short-row"),
        pytest.param(lambda rows: rows[2].__setitem__(7, "x"), "numbers only", id="word"),
        pytest.param(lambda rows: rows.__delitem__(slice(1, None)), "one row", id="no-rows"),
        pytest.param(lambda rows: rows.append(rows[-1]), "one row for a person", id="twice"),
        pytest.param(lambda rows: rows.append(rows[1]), "growing times", id="back-in-time"),
        pytest.param(
            lambda rows: rows[2].__setitem__(1, "0.5"), "person numbers", id="half-person"
        ),
        pytest.param(lambda rows: rows[2].__setitem__(2, "20"), "one width", id="two-widths"),
        pytest.param(lambda rows: rows[2].__setitem__(0, "inf"), "cells up to", id="endless"),
    ],
)
def test_a_wrong_csv_says_what_was_expected(tmp_path, edit, expected):
    path = written(tmp_path, "csv")
    rows = list(csv.reader(io.StringIO(path.read_text())))
    edit(rows)
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)

    if not expected:
        assert len(read_keypoints(path)) == 1
        return
    with pytest.raises(KeypointsInvalid) as error:
        read_keypoints(path)
    assert expected in error.value.expected


def test_a_csv_of_a_spreadsheet_with_a_byte_order_mark_is_read(tmp_path):
    path = written(tmp_path, "csv")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert same(read_keypoints(path)[0], track())


@pytest.mark.parametrize(
    ("name", "error"),
    [("none.json", FileMissing), ("a.txt", KeypointsInvalid)],
    ids=["missing", "another-suffix"],
)
def test_a_file_that_is_none_says_so(tmp_path, name, error):
    (tmp_path / "a.txt").write_text("{}")

    with pytest.raises(error):
        read_keypoints(tmp_path / name)


def test_deep_json_is_refused(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("[" * 200_000)

    with pytest.raises(KeypointsInvalid):
        read_keypoints(path)


# --- no file does harm --------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["width", "height", "fps", "frames", "time", "people", "keypoints"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)
OFTEN = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def only_user_errors(path: Path) -> None:
    with contextlib.suppress(UserCanFix):
        read_keypoints(path)


@OFTEN
@given(whole=JSON)
def test_no_json_raises_anything_else(tmp_path, whole):
    (tmp_path / "a.json").write_text(json.dumps(whole))
    only_user_errors(tmp_path / "a.json")


@OFTEN
@given(form=st.sampled_from(FORMATS), data=st.binary(max_size=300))
def test_no_bytes_raise_anything_else(tmp_path, form, data):
    (tmp_path / f"a.{form}").write_bytes(data)
    only_user_errors(tmp_path / f"a.{form}")


@settings(OFTEN, max_examples=200)
@given(form=st.sampled_from(FORMATS), data=st.data())
def test_no_damage_to_a_good_file_raises_anything_else(tmp_path, form, data):
    content = bytearray(written(tmp_path, form).read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / f"a.{form}"
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
    only_user_errors(path)


@settings(OFTEN, max_examples=100)
@given(data=st.data())
def test_no_damage_inside_an_npz_raises_anything_else(tmp_path, data):
    inner = io.BytesIO()
    np.save(inner, GOOD["points"])
    content = bytearray(inner.getvalue())
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, 130))] = data.draw(st.integers(0, 255))
    path = tmp_path / "a.npz"
    np.savez(path, **{name: value for name, value in GOOD.items() if name != "points"})
    with zipfile.ZipFile(path, "a") as parts:
        parts.writestr("points.npy", bytes(content))
    only_user_errors(path)
