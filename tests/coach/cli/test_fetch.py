"""``coach fetch``, without a network."""

from __future__ import annotations

import shutil

import pytest

from coach.cli import fetch
from coach.cli.main import EXIT_USER, main
from coach.media.download import Downloaded
from coach.paths import DEMO
from coach.storage import Store


def test_a_video_comes_into_the_library(tmp_path, monkeypatch, capsys):
    file = tmp_path / "data" / "videos" / "a.mp4"

    def download(link, folder, tell, stop):
        file.parent.mkdir(parents=True)
        shutil.copy(DEMO / "still.mp4", file)
        tell(1.0)
        return Downloaded(file, "Morning squats", link.url)

    monkeypatch.setattr(fetch, "download", download)

    status = main(["fetch", "youtu.be/abc", "--data", str(tmp_path / "data")])

    with Store(tmp_path / "data") as store:
        (video,) = store.videos()
    assert status == 0
    assert capsys.readouterr().out.strip() == str(file)
    assert (video.title, video.path, video.url) == (
        "Morning squats", file, "https://youtu.be/abc",
    )  # fmt: skip


@pytest.mark.parametrize("link", ["file:///etc/passwd", "https://example.com/a", "squats"])
def test_a_link_that_is_not_listed_is_refused_in_one_line(tmp_path, capsys, link):
    assert main(["fetch", link, "--data", str(tmp_path)]) == EXIT_USER

    said = capsys.readouterr().err
    assert "YouTube" in said
    assert len(said.splitlines()) == 1
    assert not (tmp_path / "videos").exists()
