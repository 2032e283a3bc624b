from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from coach.errors import (
    FileMissing,
    UserCanFix,
    VideoEmpty,
    VideoHasNoPicture,
    VideoUnreadable,
)
from coach.media import Chapter, content_hash, probe, read_frames, recorded_at
from tests.coach.media.video_files import (
    number_shown,
    red_corner,
    regular,
    write_sound,
    write_video,
)

WOBBLING = np.cumsum([0.0, 0.02, 0.05, 0.1, 0.03, 0.04, 0.2, 0.02]).round(3).tolist()


def times(path: Path, **how) -> list[float]:
    return [frame.time for frame in read_frames(path, **how)]


@pytest.mark.parametrize(
    ("name", "put_at", "sound", "expected"),
    [
        pytest.param("a.mp4", regular(8), None, regular(8), id="steady-rate"),
        pytest.param("a.mp4", WOBBLING, None, WOBBLING, id="variable-rate"),
        pytest.param("a.mkv", WOBBLING, None, WOBBLING, id="variable-rate-mkv"),
        pytest.param("a.mp4", regular(8, start=1.5), (0, 1.8), regular(8, start=1.5), id="late"),
        pytest.param(
            "a.mkv", regular(8, start=1.5), (0, 1.8), regular(8, start=1.5), id="late-mkv"
        ),
        pytest.param("a.mp4", regular(8, start=5.0), None, regular(8), id="starts-at-5-s"),
        pytest.param("a.ts", regular(8, start=5.0), None, regular(8), id="starts-at-5-s-ts"),
    ],
)
def test_time_0_is_where_a_player_begins(tmp_path, name, put_at, sound, expected):
    path = write_video(tmp_path / name, put_at, sound=sound)

    assert times(path) == pytest.approx(expected, abs=0.0011)
    assert probe(path).start_time == pytest.approx(expected[0], abs=0.0011)


def test_every_picture_comes_with_its_own_time(tmp_path):
    path = write_video(tmp_path / "a.mp4", WOBBLING)

    shown = [number_shown(frame.image, len(WOBBLING)) for frame in read_frames(path)]

    assert shown == list(range(len(WOBBLING)))


@pytest.mark.parametrize(
    ("rotation", "size", "corner", "turned"),
    [
        pytest.param(None, (64, 48), "upper left", 0, id="upright"),
        pytest.param(90, (48, 64), "lower left", 90, id="quarter-left"),
        pytest.param(180, (64, 48), "lower right", 180, id="upside-down"),
        pytest.param(-90, (48, 64), "upper right", 270, id="quarter-right"),
    ],
)
def test_phone_video_is_turned_upright(tmp_path, rotation, size, corner, turned):
    path = write_video(tmp_path / "a.mp4", regular(2), rotation=rotation)
    info, frame = probe(path), next(read_frames(path))

    assert (info.width, info.height, info.rotation) == (*size, turned)
    assert frame.size == size
    assert red_corner(frame.image) == corner


def test_pixels_become_square(tmp_path):
    path = write_video(tmp_path / "a.mp4", regular(2), pixel_aspect=Fraction(3, 2))

    assert next(read_frames(path)).size == (96, 48)
    assert (probe(path).width, probe(path).height) == (96, 48)


@pytest.mark.parametrize(
    ("put_at", "rate", "expected"),
    [
        pytest.param(regular(12, 30), 15, regular(6, 15), id="every-second"),
        pytest.param(regular(10, 25), 15, [0, 0.08, 0.16, 0.2, 0.28, 0.36], id="25-to-15"),
        pytest.param(regular(6, 10), 15, regular(6, 10), id="slower-video-keeps-all"),
        pytest.param([0, 0.01, 0.02, 0.5, 0.51, 0.6], 10, [0, 0.5, 0.6], id="variable"),
    ],
)
def test_a_rate_takes_the_first_picture_of_each_slot(tmp_path, put_at, rate, expected):
    path = write_video(tmp_path / "a.mp4", put_at)

    assert times(path, rate=rate) == pytest.approx(expected, abs=0.0011)


@pytest.mark.parametrize(
    ("rotation", "max_height", "size"),
    [
        pytest.param(None, 24, (32, 24), id="halved"),
        pytest.param(None, 480, (64, 48), id="never-enlarged"),
        pytest.param(90, 32, (24, 32), id="height-of-the-upright-picture"),
    ],
)
def test_high_pictures_are_scaled_down(tmp_path, rotation, max_height, size):
    path = write_video(tmp_path / "a.mp4", regular(2), rotation=rotation)

    assert next(read_frames(path, max_height=max_height)).size == size


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.ts", "a.avi"])
@pytest.mark.parametrize("gop", [4, 100])
def test_reading_begins_with_the_first_picture_at_or_after_the_start(tmp_path, name, gop):
    codec = "mpeg4" if name == "a.avi" else "libx264"
    path = write_video(tmp_path / name, regular(40), gop=gop, codec=codec)

    frames = list(read_frames(path, start=0.79))

    assert frames[0].time == pytest.approx(0.8, abs=0.0011)
    assert [number_shown(f.image, 40) for f in frames] == list(range(20, 40))
    assert [f.index for f in frames] == list(range(20))


def test_a_start_after_the_end_gives_nothing(tmp_path):
    assert times(write_video(tmp_path / "a.mp4", regular(5)), start=60.0) == []


def test_probe_tells_what_the_file_knows(tmp_path):
    chapters = [("Squat", 0.0, 0.4), ("Rest", 0.4, 1.0)]
    path = write_video(tmp_path / "a.mp4", regular(25), sound=(0, 1), chapters=chapters)

    info = probe(path)

    assert info.path == path
    assert info.fps == pytest.approx(25, rel=0.02)
    assert info.duration == pytest.approx(1.0, abs=0.05)
    assert (info.has_audio, info.codec) == (True, "h264")
    assert info.chapters == tuple(Chapter(*chapter) for chapter in chapters)


def test_a_recording_that_does_not_tell_its_length_is_read_through(tmp_path):
    options = {"live": "1"}
    path = write_video(tmp_path / "a.webm", regular(25), codec="libvpx", options=options)

    assert probe(path).duration == pytest.approx(1.0, abs=0.05)


def missing(folder: Path) -> Path:
    return folder / "nothing.mp4"


def of_no_bytes(folder: Path) -> Path:
    (folder / "a.mp4").touch()
    return folder / "a.mp4"


def without_frames(folder: Path) -> Path:
    return write_video(folder / "a.mkv", [])


def sound_only(folder: Path) -> Path:
    return write_sound(folder / "a.m4a")


def garbage(folder: Path) -> Path:
    (folder / "a.mp4").write_bytes(np.random.default_rng(1).bytes(5000))
    return folder / "a.mp4"


def a_text(folder: Path) -> Path:
    (folder / "a.txt").write_text("Monday: squats\n" * 50)
    return folder / "a.txt"


def without_index(folder: Path) -> Path:
    path = write_video(folder / "a.mp4", regular(10))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


@pytest.mark.parametrize(
    ("make", "error"),
    [
        pytest.param(missing, FileMissing, id="missing"),
        pytest.param(lambda folder: folder, FileMissing, id="a-folder"),
        pytest.param(of_no_bytes, VideoEmpty, id="no-bytes"),
        pytest.param(without_frames, VideoEmpty, id="no-frames"),
        pytest.param(sound_only, VideoHasNoPicture, id="sound-only"),
        pytest.param(garbage, VideoUnreadable, id="garbage"),
        pytest.param(a_text, VideoUnreadable, id="text"),
        pytest.param(without_index, VideoUnreadable, id="mp4-without-its-index"),
    ],
)
def test_a_file_that_cannot_play_says_why(tmp_path, make, error):
    path = make(tmp_path)

    with pytest.raises(error) as probing:
        probe(path)
    with pytest.raises(error):
        next(read_frames(path))
    assert probing.value.path == path


@pytest.mark.parametrize("name", ["a.mkv", "a.ts", "a.mp4"])
def test_a_truncated_file_plays_its_part(tmp_path, name):
    options = {"movflags": "faststart"} if name == "a.mp4" else {}
    path = write_video(tmp_path / name, regular(60), gop=5, options=options)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])

    assert 10 < len(times(path)) < 60


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_file_plays_or_says_that_it_cannot(tmp_path, seed):
    random = np.random.default_rng(seed)
    path = write_video(tmp_path / ("a.mp4", "a.mkv", "a.ts")[seed % 3], regular(6), sound=(0, 0.2))
    data = np.frombuffer(path.read_bytes(), np.uint8).copy()
    places = random.integers(0, len(data), 40)
    data[places] = random.integers(0, 256, 40)
    path.write_bytes(data.tobytes())

    try:
        probe(path)
        found = times(path)
    except UserCanFix:
        return
    assert found == sorted(set(found))


def test_the_same_content_has_the_same_hash_under_any_name(tmp_path):
    for name, content in (("a", b"squat"), ("b", b"squat"), ("c", b"lunge")):
        (tmp_path / name).write_bytes(content)
    a, b, c = (content_hash(tmp_path / name) for name in "abc")

    assert a == b != c
    assert len(a) == 32


@pytest.mark.parametrize(
    "at",
    [0, ((65 << 20) - (256 << 10)) * 32 // 63, (65 << 20) - 1],
    ids=["first", "sample", "last"],
)
def test_the_hash_of_a_big_file_sees_its_samples(tmp_path, at):
    path = tmp_path / "big"
    with path.open("wb") as file:
        file.truncate(65 << 20)
    before = content_hash(path)

    with path.open("r+b") as file:
        file.seek(at)
        file.write(b"x")

    assert content_hash(path) != before


def test_the_hash_of_a_missing_file_says_so(tmp_path):
    with pytest.raises(FileMissing):
        content_hash(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param(
            "2026-03-04T07:30:05Z", datetime(2026, 3, 4, 7, 30, 5, tzinfo=UTC), id="by-the-camera"
        ),
        pytest.param("", None, id="not-told"),
        pytest.param("1970-01-01T00:00:00Z", None, id="clock-never-set"),
    ],
)
def test_when_a_video_was_recorded(tmp_path, told, expected):
    file = write_video(tmp_path / "a.mp4", regular(3), recorded=told)

    assert recorded_at(file) == expected
