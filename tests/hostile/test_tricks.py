"""Files that are made to do harm: each is refused with a sentence, and nothing else happens."""

import json
import os
import struct
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest

from coach.diary.files import read_diary
from coach.embedding import Encoder
from coach.errors import (
    BackupInvalid,
    DiaryFileInvalid,
    KeypointsInvalid,
    ModelDamaged,
    PictureUnreadable,
    UserCanFix,
    VideoUnreadable,
)
from coach.media import probe
from coach.paths import DEMO, MODELS, make_private
from coach.pose import read_keypoints
from coach.storage.backup import check_backup
from coach.texts import Texts
from tests.coach.media.video_files import regular, write_video
from ui.people.picture import square_picture
from ui.settings import Settings, load_settings

CLIP = DEMO / "target.mp4"
PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{}\n#EXT-X-ENDLIST\n"
LEADS_ELSEWHERE = {
    "playlist-of-a-file": ("a.m3u8", PLAYLIST.format(CLIP)),
    "playlist-of-a-server": ("a.mp4", PLAYLIST.format("http://127.0.0.1:9/a.ts")),
    "list-of-parts": ("a.mp4", "ffconcat version 1.0\nfile inside.mp4\n"),
    "list-of-parts-anywhere": ("a.mp4", f"ffconcat version 1.0\nfile {CLIP}\n"),
    "description-of-a-stream": (
        "a.sdp",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
        "m=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
    ),
    "address": ("a.mp4", "rtsp://127.0.0.1/x\n"),
    "subtitles": ("a.mp4", "1\n00:00:00,000 --> 00:00:02,000\nHello\n"),
}


def refused(kind, read, *arguments):
    """A reader refuses, and there is a sentence for it in both languages."""
    with pytest.raises(kind) as caught:
        read(*arguments)
    assert isinstance(caught.value, UserCanFix)
    for language in ("en", "ko"):
        assert "{" not in Texts(language).error(caught.value)


@pytest.mark.parametrize(("name", "content"), LEADS_ELSEWHERE.values(), ids=LEADS_ELSEWHERE)
def test_a_video_that_leads_to_other_files_is_none(tmp_path, name, content):
    write_video(tmp_path / "inside.mp4", regular(3))
    (tmp_path / name).write_text(content)

    refused(VideoUnreadable, probe, tmp_path / name)


def test_a_video_of_huge_pictures_is_refused_before_they_are_made(tmp_path, monkeypatch):
    path = write_video(tmp_path / "wall.mp4", regular(3))
    assert probe(path).width == 64

    monkeypatch.setattr("coach.media.container._MOST_PIXELS", 1000)

    refused(VideoUnreadable, probe, path)


def png(width, height):
    """A picture of one colour that is small as a file, whatever its size."""

    def chunk(kind, data):
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(width * 3 + 1)) for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", head),
            chunk(b"IDAT", rows + packer.flush()),
            chunk(b"IEND", b""),
        ]
    )


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(png(9000, 9000), id="unpacks-to-a-wall"),
        pytest.param(b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', id="svg"),
        pytest.param(b"%PDF-1.7\n", id="pdf"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_a_picture_that_is_a_program_or_far_too_large_is_refused(tmp_path, content):
    (tmp_path / "me.png").write_bytes(content)

    refused(PictureUnreadable, square_picture, tmp_path / "me.png")


def zeros(path: Path, name: str, size: int) -> Path:
    """An archive of one file of zeros: a thousandth of what it unpacks to."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(name, "w") as member,
    ):
        for _ in range(size >> 20):
            member.write(bytes(1 << 20))
    return path


@pytest.mark.parametrize(
    ("read", "file", "size", "kind"),
    [
        pytest.param(read_keypoints, "a.npz", 300 << 20, KeypointsInvalid, id="arrays"),
        pytest.param(check_backup, "all.coach", 4 << 20, BackupInvalid, id="back-up"),
    ],
)
def test_an_archive_that_grows_when_it_is_unpacked_is_not(tmp_path, read, file, size, kind):
    path = zeros(tmp_path / file, "points.npy", size)
    tracemalloc.start()
    try:
        refused(kind, read, path)
        assert tracemalloc.get_traced_memory()[1] < 20e6
    finally:
        tracemalloc.stop()


def test_numbers_that_take_more_memory_than_a_recording_may_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("coach.pose.keypoints_parsing.MOST_NUMBERS", 1000)
    shape = (100, 1, 17)
    np.savez(
        tmp_path / "a.npz",
        time=np.arange(100) / 15,
        points=np.zeros((*shape, 2), np.int8),
        confidence=np.zeros(shape, np.int8),
        size=[640, 480],
    )

    refused(KeypointsInvalid, read_keypoints, tmp_path / "a.npz")


def test_an_archive_of_countless_entries_is_refused_without_reading_them(tmp_path):
    path = tmp_path / "all.coach"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(3000):
            archive.writestr(f"{number}", b"")

    refused(BackupInvalid, check_backup, path)


def test_a_network_that_was_changed_is_not_run(tmp_path):
    content = bytearray((MODELS / "encoder.onnx").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "encoder.onnx").write_bytes(content)
    (tmp_path / "SHA256SUMS").write_bytes((MODELS / "SHA256SUMS").read_bytes())

    refused(ModelDamaged, Encoder, tmp_path / "encoder.onnx")


def test_every_network_that_is_shipped_has_its_hash():
    listed = {line.split()[1] for line in (MODELS / "SHA256SUMS").read_text().splitlines()}

    assert listed == {path.name for path in MODELS.glob("*.onnx")}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("[" * 100_000, id="nested-deeply"),
        pytest.param('{"text_size": ' + "9" * 5000 + "}", id="a-number-without-end"),
        pytest.param('{"person": "\\ud800", "server": "\\u0000"}', id="halves-of-letters"),
        pytest.param('{"people": true, "text_size": 1e999}', id="other-kinds"),
        pytest.param(json.dumps({"camera": "x" * 100_000}), id="a-novel"),
    ],
)
def test_settings_that_make_no_sense_are_the_usual_ones(tmp_path, content):
    (tmp_path / "settings.json").write_text(content)

    assert load_settings(tmp_path / "settings.json") == Settings()


@pytest.mark.parametrize("ending", [".json", ".csv", ".ics"])
def test_a_diary_nested_deeply_is_refused(tmp_path, ending):
    path = tmp_path / f"diary{ending}"
    path.write_text({".json": "[", ".csv": '"', ".ics": "BEGIN:VEVENT\r\n"}[ending] * 20_000)

    refused(DiaryFileInvalid, read_diary, path)


@pytest.mark.skipif(os.name == "nt", reason="folders of Windows have no such rights")
def test_a_folder_of_data_is_for_its_user_alone(tmp_path):
    make_private(tmp_path / "share" / "coach" / "cache")

    rights = [oct(p.stat().st_mode)[-3:] for p in (tmp_path / "share").rglob("*")]
    assert rights == ["700", "700"]


@pytest.mark.skipif(os.name == "nt", reason="folders of Windows have no such rights")
def test_a_folder_that_was_there_keeps_its_rights(tmp_path):
    (tmp_path / "data").mkdir(mode=0o750)
    (tmp_path / "data").chmod(0o750)

    make_private(tmp_path / "data")

    assert oct((tmp_path / "data").stat().st_mode)[-3:] == "750"
