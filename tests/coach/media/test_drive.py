"""A drive that does not answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coach.errors import DriveSilent
from coach.media import content_hash, drive, probe, read_frames
from coach.media.drive import touch
from tests.coach.media.video_files import regular, write_video


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whoever reads waits until the test is over."""
    over = threading.Event()
    monkeypatch.setattr(drive, "_read", lambda _: over.wait())
    monkeypatch.setattr(drive, "ANSWER_S", 0.01)
    yield
    over.set()


def test_a_drive_that_does_not_answer_is_said(tmp_path: Path, silent: None) -> None:
    with pytest.raises(DriveSilent) as said:
        touch(tmp_path / "a.mp4")

    assert said.value.path == tmp_path / "a.mp4"


@pytest.mark.parametrize(
    "read", [probe, content_hash, lambda path: next(read_frames(path))],
    ids=["facts", "hash", "pictures"],
)  # fmt: skip
def test_nobody_reads_a_video_before_its_drive_has_answered(
    tmp_path: Path, silent: None, read: Callable[[Path], object]
) -> None:
    path = write_video(tmp_path / "a.mp4", regular(2))

    with pytest.raises(DriveSilent):
        read(path)


def test_a_drive_that_answers_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"0" * 100)
    touch(tmp_path / "a.mp4")
    touch(tmp_path / "missing.mp4")
    touch(tmp_path)

    for thread in threading.enumerate():
        if thread.name == "touch":  # it has answered, and is about to end
            thread.join(10)
            assert not thread.is_alive()
