"""Commands on recordings: score, keypoints, embed, pck."""

from __future__ import annotations

import argparse
import logging
from dataclasses import asdict
from pathlib import Path

import numpy as np

from coach.answers import from_left, left_out
from coach.arrays import ArraysDamaged, read_array
from coach.cli.io import (
    check_readable,
    check_writable,
    track_cache,
    tracks_of,
    write_json,
)
from coach.diary import Recording, keep_result
from coach.diary.video import time_of
from coach.embedding import Encoder
from coach.errors import (
    BadRequest,
    FileMissing,
    KeypointsInvalid,
    OutputUnwritable,
    UserCanFix,
)
from coach.media import content_hash
from coach.moves.exercises import ExerciseRecogniser
from coach.moves.taught import read_taught
from coach.paths import data_folder, title_of
from coach.pose import pck, pck_lsp, read_keypoints, read_lsp, write_keypoints
from coach.pose.keypoints_file import SUFFIXES
from coach.pose.recording import chapters_of
from coach.report import FORMATS as REPORT_FORMATS
from coach.report import result_json, write_report
from coach.scoring import curve_for
from coach.session import score_session
from coach.skeleton import KEYPOINTS
from coach.storage import Store
from coach.texts import Texts
from coach.types import PersonResult, SessionResult

log = logging.getLogger(__name__)


def run_score(options: argparse.Namespace, texts: Texts) -> None:
    """``coach score``."""
    if options.report is not None:
        check_writable(options.report, REPORT_FORMATS)
    if options.json not in (None, "-"):
        check_writable(Path(options.json))
    for path in (options.target, options.user):
        check_readable(path)
    cache = track_cache(options.data)
    arguments = {"model": options.model, "cache": cache, "texts": texts}
    target = tracks_of(options.target, people=1, **arguments)[0]
    users = from_left(tracks_of(options.user, people=options.people, **arguments))
    result = score_session(
        target,
        users,
        title=title_of(options.target),
        encoder=Encoder(),
        chapters=chapters_of(options.target),
        mirror=options.mirror,
        curve=curve_for(options.strictness),
        left_out=left_out(options.body, options.without),
        recogniser=ExerciseRecogniser(taught=read_taught(data_folder(options.data))),
    )
    _keep(options, result)
    if options.report is not None:
        write_report(result, options.report, texts=texts)
    if options.json is not None:
        write_json(result_json(result, texts), options.json)
    elif options.report is None:
        for number, person in enumerate(result.people, 1):
            name = texts("cli_person", n=number) if len(result.people) > 1 else options.user.name
            print(_line(person, name, texts))


def _line(person: PersonResult, name: str, texts: Texts) -> str:
    """One line for one person."""
    if not person.is_judged:
        return texts("cli_not_judged", name=name)
    return texts("cli_score", name=name, score=round(person.score), grade=person.grade)


def _keep(options: argparse.Namespace, result: SessionResult) -> None:
    """Write down what was done; a diary that cannot be written does not cost the score."""
    user: Path = options.user
    recording = Recording(f"video:{content_hash(user)}", title_of(user), time_of(user))
    try:
        with Store(data_folder(options.data)) as store:
            keep_result(store, recording, result)
    except UserCanFix as error:
        log.warning("%s", error)


def run_keypoints(options: argparse.Namespace, texts: Texts) -> None:
    """``coach keypoints``."""
    check_writable(options.output, SUFFIXES)
    rate = options.rate if options.rate is not None else float("inf")
    if not rate > 0:
        raise BadRequest("--rate", "> 0", str(options.rate))
    tracks = tracks_of(
        options.video,
        people=options.people,
        model=options.model,
        cache=track_cache(options.data),
        texts=texts,
        rate=rate,
    )
    write_keypoints(options.output, tracks, str(options.video.name))


def run_embed(options: argparse.Namespace, _texts: Texts) -> None:
    """``coach embed``."""
    path = options.points
    expected = f"(T, {len(KEYPOINTS)}, 3) / (T, {len(KEYPOINTS)}, 2)"
    try:
        points = read_array(path)
    except FileNotFoundError:
        raise FileMissing(path) from None
    except (OSError, ArraysDamaged) as error:
        raise KeypointsInvalid(path, f"npy {expected}", str(error)) from error
    if points.ndim != 3 or points.shape[1] != len(KEYPOINTS) or points.shape[2] not in (2, 3):
        raise KeypointsInvalid(path, expected, str(points.shape))
    if not np.issubdtype(points.dtype, np.number) or np.iscomplexobj(points):
        raise KeypointsInvalid(path, "numbers", str(points.dtype))
    with np.errstate(over="ignore"):  # what is beyond all measure counts as not seen
        points = points.astype(np.float32)
    latents = Encoder().encode(points)
    try:
        with options.latents.open("wb") as file:
            np.save(file, latents)
    except OSError as error:
        raise OutputUnwritable(options.latents, error.strerror or str(error)) from error


def run_pck(options: argparse.Namespace, _texts: Texts) -> None:
    """``coach pck``."""
    if not 0 < options.alpha <= 0.5:
        raise BadRequest("--alpha", "0..0.5", str(options.alpha))
    predicted, joints = read_keypoints(options.predicted), read_lsp(options.truth)
    if joints is not None:
        result = pck_lsp(predicted, joints, options.alpha)
    else:
        result = pck(predicted, read_keypoints(options.truth), options.alpha)
    write_json(asdict(result), options.json)
