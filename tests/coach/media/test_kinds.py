"""Every kind of video: what is told of it, and its pictures as the analysis gets them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from coach.media import probe, read_frames
from coach.texts import LANGUAGES, Texts
from tests.coach.media.kinds import KINDS, REFUSED
from tests.coach.media.video_files import number_shown, red_corner


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_video_is_decoded_right(tmp_path: Path, name: str) -> None:
    kind = KINDS[name]
    path = kind.make(tmp_path / kind.name)
    info, frames = probe(path), list(read_frames(path))

    assert (info.width, info.height) == kind.size
    assert all(frame.size == kind.size for frame in frames)
    numbers = [kind.number_at(frame.time) for frame in frames]
    stored = [np.rot90(frame.image, -info.rotation // 90) for frame in frames]
    assert [number_shown(image, len(kind.times)) for image in stored] == numbers
    if kind.is_whole:
        assert numbers == list(range(len(kind.times)))
    else:
        assert len(numbers) > len(kind.times) // 8


@pytest.mark.parametrize("name", KINDS)
def test_the_first_picture_stands_as_it_was_filmed(tmp_path: Path, name: str) -> None:
    kind = KINDS[name]
    frame = next(read_frames(kind.make(tmp_path / kind.name)))
    turned = {"turned-left": "lower left", "upside-down": "lower right"}

    assert red_corner(frame.image) == turned.get(
        name, "upper right" if name == "turned-right" else "upper left"
    )


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_video_is_refused_with_a_sentence(tmp_path: Path, name: str) -> None:
    kind = REFUSED[name]
    path = kind.make(tmp_path / kind.name)

    with pytest.raises(kind.error) as refused:
        probe(path)
    with pytest.raises(kind.error):
        next(read_frames(path))
    for language in LANGUAGES:
        assert path.name in Texts(language).error(refused.value)
