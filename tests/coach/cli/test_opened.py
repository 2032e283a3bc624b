"""What a desktop hands over: a whole path alone is a video for the app."""

import pytest


@pytest.fixture
def opened(monkeypatch):
    """The options that the app is opened with; it opens no window."""
    asked: list[dict[str, object]] = []
    monkeypatch.setattr("coach.cli.app._open_app", lambda **options: asked.append(options) or 0)
    return asked


def test_a_video_that_is_opened_with_the_app_is_its_target(coach, opened, tmp_path):
    video = tmp_path / "아침 운동 #1.mp4"

    assert coach(video).status == 0
    assert [options["target"] for options in opened] == [video]


def test_without_anything_the_app_opens_on_its_start(coach, opened):
    assert coach().status == 0
    assert [options["target"] for options in opened] == [None]


def test_a_word_that_is_no_command_is_refused(coach, opened):
    assert coach("workout.mp4").refused
    assert opened == []
