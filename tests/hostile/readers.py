"""Everything of the program that reads what somebody else may have written, with valid samples.

Each reader is called as the program calls it, and goes on to use what it read.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import scipy.io

from coach.cli.recordings import run_embed
from coach.diary import export_diary
from coach.diary.files import read_diary
from coach.diary.intake import files_of_text
from coach.embedding import Encoder
from coach.links import checked_link
from coach.media import content_hash, probe, read_frames, recorded_at
from coach.media.messages import hear
from coach.media.thumbnail import write_thumbnail
from coach.moves.taught import read_taught, shown, teach
from coach.network import open_network
from coach.paths import MODELS
from coach.pose import TrackCache, analyse, read_keypoints, write_keypoints
from coach.pose.instructors import Instructor
from coach.pose.landmarker import read_model
from coach.pose.lsp import read_lsp
from coach.storage import Store
from coach.storage.backup import back_up, check_backup, restore
from coach.storage.repair import repair
from coach.texts import Texts
from coach.types import Frame
from tests.coach.diary.samples import NOON, entry
from tests.coach.media.video_files import regular, write_sound, write_video
from tests.coach.people import squats, track_of
from tests.coach.storage.samples import FIRST_DAY, TARGET
from tests.coach.storage.test_storage_people import MINA, SQUATS, train, train_together
from ui.people.picture import square_picture
from ui.settings import Settings, load_settings, save_settings

KEPT = ("c0ffee" * 6)[:32], "lite", 1, 15.0
"""Key of the tracks in the cache."""


@dataclass(frozen=True)
class Reader:
    """One door.

    Attributes:
        name: of the reader.
        make: writes valid files into a folder.
        read: reads a file and uses it; may write beside it. Anything but UserCanFix that it
            raises is a fault.
        weight: part of all cases.
    """

    name: str
    make: Callable[[Path], Iterable[Path]]
    read: Callable[[Path], object]
    weight: int


# -- media ---------------------------------------------------------------------------------

CLIPS = {
    "h264.mp4": {"sound": (0.0, 0.4), "rotation": 90.0, "chapters": [("a", 0.0, 0.2)]},
    "h264.mkv": {"sound": (0.1, 0.4)},
    "h265.mp4": {"codec": "libx265", "options": {}},
    "vp9.webm": {"codec": "libvpx-vp9"},
    "vp8.webm": {"codec": "libvpx"},
    "mpeg4.avi": {"codec": "mpeg4"},
    "h264.ts": {"sound": (0.0, 0.4)},
    "h264.mov": {"recorded": "2026-11-21T07:30:00Z"},
    "h264.flv": {},
}


def _clips(folder: Path) -> Iterable[Path]:
    for name, options in CLIPS.items():
        yield write_video(folder / name, regular(10), **options)
    yield write_sound(folder / "sound.m4a", 0.3)


def _watch(path: Path) -> None:
    info = probe(path)
    recorded_at(path)
    content_hash(path)
    for frame in read_frames(path, max_height=720):
        assert frame.image.ndim == 3
    next(read_frames(path, start=info.duration / 2), None)


def _thumbnail(path: Path) -> None:
    write_thumbnail(path, path.with_suffix(".jpg"), probe(path).duration)


class _Nobody:
    """An estimator that finds nobody: what it would be given is what matters here."""

    def push(self, frame: Frame) -> tuple[None, ...]:
        assert frame.image.dtype == np.uint8
        return (None,)

    def reset(self) -> None:
        pass


def _nobody(model: str, people: int) -> AbstractContextManager[_Nobody]:
    return nullcontext(_Nobody())


def _analyse(path: Path) -> None:
    analyse(path, cache=TrackCache(path.parent / "tracks"), make_estimator=_nobody)


# -- arrays --------------------------------------------------------------------------------


def _keypoints(*suffixes: str) -> Callable[[Path], Iterable[Path]]:
    def make(folder: Path) -> Iterable[Path]:
        one, two = track_of(squats(1)[:6]), track_of(squats(1)[3:9])
        for suffix in suffixes:
            for name, tracks in (("one", (one,)), ("two", (one, two))):
                path = folder / f"{name}{suffix}"
                write_keypoints(path, tracks, "a.mp4")
                yield path

    return make


def _plain_mat(folder: Path) -> Iterable[Path]:
    yield from _keypoints(".mat")(folder)
    rng = np.random.default_rng(1)
    path = folder / "plain.mat"
    arrays = {"time": np.arange(3) / 15, "points": rng.random((3, 1, 17, 2)),
              "confidence": rng.random((3, 1, 17)), "size": np.array([640, 480])}  # fmt: skip
    scipy.io.savemat(path, arrays)
    yield path


def _joints(folder: Path) -> Iterable[Path]:
    path = folder / "joints.mat"
    scipy.io.savemat(path, {"joints": np.random.default_rng(1).random((3, 14, 4)) * 100})
    yield path


def _points(folder: Path) -> Iterable[Path]:
    path = folder / "points.npy"
    np.save(path, squats(1)[:4])
    yield path


def _embed(path: Path) -> None:
    run_embed(SimpleNamespace(points=path, latents=path.with_suffix(".latents")), Texts("en"))


def _kept_track(folder: Path) -> Iterable[Path]:
    TrackCache(folder).save(*KEPT, (track_of(squats(1)[:6]),))
    return [next(folder.glob("*.npz"))]


def _load_track(path: Path) -> None:
    cache = path.parent / "cache"
    TrackCache(cache).save(*KEPT, (track_of(squats(1)[:2]),))
    shutil.copyfile(path, next(cache.glob("*.npz")))
    TrackCache(cache).load(*KEPT)


def _taught(folder: Path) -> Iterable[Path]:
    lesson = shown("cossack", track_of(squats(2, seconds=1.5)), 0.0, 3.0)
    assert lesson is not None
    teach(folder, lesson)
    return [folder / "taught.npz"]


def _know_taught(path: Path) -> None:
    folder = _alone(path, "taught.npz")
    for one in read_taught(folder):
        assert one.poses.shape[2:] == (17, 3)
        assert isinstance(one.name, str)


# -- data folder ---------------------------------------------------------------------------


def _filled(folder: Path) -> Path:
    with Store(folder) as store:
        store.set_profile(MINA)
        store.put_video(SQUATS)
        store.set_moves("ab12", TARGET.moves)
        train(store, "Mina", 80.0)
        train_together(store, "Mina", None, 70.0, 60.0)
        store.add_entries([entry().new, entry("plank", id=2).new])
        store.set_setting("later", "[]")
    _taught(folder)
    save_settings(folder / "settings.json", Settings(language="ko", person="Mina"))
    return folder


def _database(folder: Path) -> Iterable[Path]:
    return [_filled(folder / "data") / "coach.sqlite3"]


def _use_store(folder: Path) -> None:
    with Store(folder) as store:
        for session in store.history():
            store.session(session.id)
            store.summary(session.id)
        store.entries()
        store.profiles()
        store.videos()
        store.moves_of("ab12")
        store.bests("Mina")
        store.check()


def _open_database(path: Path) -> None:
    _use_store(_alone(path, "coach.sqlite3"))


def _repair_database(path: Path) -> None:
    folder = _alone(path, "coach.sqlite3")
    repair(folder, FIRST_DAY)
    _use_store(folder)


def _archives(folder: Path) -> Iterable[Path]:
    with Store(_filled(folder / "data")) as store:
        back_up(store, folder / "all.coach", FIRST_DAY)
    return [folder / "all.coach"]


def _restore(path: Path) -> None:
    check_backup(path)
    folder = path.parent / "restored"
    restore(folder, path, FIRST_DAY)
    _use_store(folder)
    load_settings(folder / "settings.json")
    read_taught(folder)


def _settings(folder: Path) -> Iterable[Path]:
    path = folder / "settings.json"
    save_settings(path, Settings(language="ko", person="민아", server="mariadb://u:p@h/d"))
    return [path]


def _use_settings(path: Path) -> None:
    settings = load_settings(path)
    save_settings(path, settings)
    assert load_settings(path) == settings
    settings.person.encode()


# -- the diary -----------------------------------------------------------------------------


def _diary(suffix: str) -> Callable[[Path], Iterable[Path]]:
    def make(folder: Path) -> Iterable[Path]:
        path = folder / f"diary{suffix}"
        entries = [entry(grade="B", range_deg=93.5, title="=1+1"), entry("lunge", id=2)]
        export_diary(entries, path, Texts("en"), NOON)
        return [path]

    return make


def _import_diary(path: Path) -> None:
    entries = read_diary(path)
    with Store(path.parent / "into") as store:
        store.add_entries(entries)
        store.entries()


# -- models, pictures, short texts ---------------------------------------------------------


def _network(folder: Path) -> Iterable[Path]:
    return [Path(shutil.copyfile(MODELS / "encoder.onnx", folder / "encoder.onnx"))]


def _encode(path: Path) -> None:
    shutil.copyfile(MODELS / "SHA256SUMS", path.with_name("SHA256SUMS"))
    Encoder(path).encode(squats(1)[:3].astype(np.float32))


def _any_network(path: Path) -> None:
    """One that was not shipped: only opening it is ours, what it answers is its maker's."""
    open_network(path, ("distances", "confidence", "depth", "picture"))


def _task(folder: Path) -> Iterable[Path]:
    return [Path(shutil.copyfile(MODELS / "pose" / "lite.task", folder / "lite.task"))]


def _pose_model(path: Path) -> None:
    models = path.parent / "models"
    (models / "pose").mkdir(parents=True)
    shutil.copyfile(MODELS / "pose" / "SHA256SUMS", models / "pose" / "SHA256SUMS")
    shutil.copyfile(path, models / "pose" / "lite.task")
    read_model("lite", models)


def _pictures(folder: Path) -> Iterable[Path]:
    image = np.random.default_rng(1).integers(0, 255, (40, 30, 3), np.uint8)
    for ending in ("png", "jpg", "webp", "bmp", "tiff", "gif"):
        path = folder / f"me.{ending}"
        path.write_bytes(bytes(cv2.imencode(f".{ending}", image)[1]))
        yield path


def _texts(*lines: str) -> Callable[[Path], Iterable[Path]]:
    def make(folder: Path) -> Iterable[Path]:
        for number, line in enumerate(lines):
            path = folder / f"line-{number}.json"
            path.write_text(line, encoding="utf-8")
            yield path

    return make


def _short_texts(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "replace")
    Instructor.from_text(text)
    files_of_text(text)


def _message(path: Path) -> None:
    ours, theirs = Pipe()
    with ours, theirs:
        theirs.send_bytes(path.read_bytes()[: 1 << 15])
        with suppress(EOFError, OSError, ValueError):  # the download is said to have broken off
            hear(ours)


def _link(path: Path) -> None:
    checked_link(path.read_bytes().decode("utf-8", "replace").strip('"'))


def _alone(path: Path, name: str) -> Path:
    """A data folder that holds one file only."""
    folder = path.parent / "data"
    folder.mkdir()
    shutil.copyfile(path, folder / name)
    return folder


READERS = (
    Reader("media", _clips, _watch, 24),
    Reader("analysis", _clips, _analyse, 8),
    Reader("thumbnail", _clips, _thumbnail, 4),
    Reader("keypoints.json", _keypoints(".json"), read_keypoints, 6),
    Reader("keypoints.csv", _keypoints(".csv"), read_keypoints, 5),
    Reader("keypoints.npz", _keypoints(".npz"), read_keypoints, 6),
    Reader("keypoints.mat", _plain_mat, read_keypoints, 6),
    Reader("truth.mat", _joints, read_lsp, 3),
    Reader("points.npy", _points, _embed, 3),
    Reader("track cache", _kept_track, _load_track, 3),
    Reader("taught", _taught, _know_taught, 4),
    Reader("database", _database, _open_database, 3),
    Reader("repair", _database, _repair_database, 2),
    Reader("back-up", _archives, _restore, 5),
    Reader("settings", _settings, _use_settings, 4),
    Reader("diary.csv", _diary(".csv"), _import_diary, 3),
    Reader("diary.json", _diary(".json"), _import_diary, 4),
    Reader("diary.ics", _diary(".ics"), _import_diary, 3),
    Reader("network", _network, _encode, 1),
    Reader("other network", _network, _any_network, 2),
    Reader("pose model", _task, _pose_model, 1),
    Reader("picture", _pictures, square_picture, 6),
    Reader("short text", _texts('[1.5, 0.25, 0.5]', '[["/a.mp4", "2026-11-21", null]]'),
           _short_texts, 2),
    Reader("message", _texts("0.5", '["title", "a.mp4"]', json.dumps({
        "error": "DownloadTooLarge", "with": {"site": "YouTube", "megabytes": 5}})), _message, 2),
    Reader("link", _texts('"https://www.youtube.com/watch?v=abc&list=x"', '"vimeo.com/123#t=4"'),
           _link, 2),
)  # fmt: skip


def _fill_memory(path: Path) -> None:
    assert np.ones(20 << 20).all()  # 160 MB


def _go_round(path: Path) -> None:
    while path.name:
        pass


TRICKS = tuple(
    Reader(name, _texts('"x"'), read, 0)
    for name, read in {
        "raises": lambda path: 1 / 0,
        "fills the memory": _fill_memory,
        "hangs": _go_round,
        "crashes": lambda path: os.abort(),
    }.items()
)
"""Readers that are at fault, to see that it is seen."""
