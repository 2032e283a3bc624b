"""How well it is told what can be judged: cut workouts, and whom the estimator follows.

    python -m models.training.evaluate_judged [--model full] [--quick] [--json FILE]
        [--clips FILE ...]

A demo clip is cut as workout videos are: titles, close-ups, cuts to another camera, all in
place, so that the person who follows stays the same. What is found not to be judged is held
against the truth (intersection over union of the seconds), and the score of the rest against
that of the uncut workout. Of clips in which somebody else is in the picture (``company``, and
studio clips with their truth), the part of frames is told in which the pose found is that of
the one who exercises.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from coach.embedding import Encoder
from coach.media import read_frames
from coach.paths import DEMO
from coach.pose import PoseEstimator, TrackCache, analyse
from coach.pose.people import body_size
from coach.scoring.judged import BODY, blanked, judge_target
from coach.session import score_session
from coach.tracks import resample
from coach.types import MODEL_NAMES, FloatArray, Frame, ModelName, PoseTrack, Unjudged
from models.training.company import COMPANY, in_company
from models.training.studio.truth import read_truth

Image = NDArray[np.uint8]

MAIN, OTHER_ANGLE, FOLLOWER = "good", "good_25", "target"
"""The workout, the same take by another camera, and who follows it."""

NEAR: Final = 0.25
"""Mean distance to the true keypoints, in body sizes, within which a pose is that person's."""


@dataclass(frozen=True)
class Cut:
    """A stretch of a cut workout; ``kind``: title, face, waist, feet or angle."""

    kind: str
    start: float
    end: float


LENGTH: Final = 44.7
"""Seconds of the workout."""


def drawn(rng: np.random.Generator) -> tuple[Cut, ...]:
    """A random way to cut the workout; times in tenths of a second."""
    cuts: list[Cut] = []
    at = float(rng.uniform(0.5, 3.0))
    while at < LENGTH - 6.0:
        end = at + float(rng.uniform(1.5, 4.5))
        kind = str(rng.choice(["title", "face", "waist", "feet", "angle"]))
        cuts.append(Cut(kind, round(at, 1), round(end, 1)))
        at = end + float(rng.uniform(1.5, 6.0))
    return tuple(cuts)


HELD_OUT: Final = "drawn"
LAYOUTS: Final[dict[str, tuple[Cut, ...]]] = {
    "gentle": (
        Cut("title", 0.0, 1.6),
        Cut("waist", 7.0, 9.5),
        Cut("title", 12.0, 13.8),
        Cut("angle", 16.0, 20.0),
        Cut("face", 27.0, 29.0),
        Cut("title", 43.2, 44.7),
    ),
    "restless": (
        Cut("face", 3.0, 4.4),
        Cut("angle", 4.4, 8.0),
        Cut("feet", 8.0, 10.0),
        Cut("title", 11.5, 14.0),
        Cut("waist", 17.0, 18.5),
        Cut("angle", 21.0, 27.0),
        Cut("face", 28.5, 30.0),
        Cut("title", 33.0, 34.9),
        Cut("waist", 37.0, 39.5),
        Cut("angle", 39.5, 44.7),
    ),
    "long": (
        Cut("title", 0.0, 3.0),
        Cut("angle", 6.0, 14.0),
        Cut("title", 22.8, 25.0),
        Cut("waist", 30.0, 34.0),
        Cut("face", 40.0, 42.0),
    ),
    HELD_OUT: drawn(np.random.default_rng(20)),
}
"""Ways to cut it. Rules were chosen after a look at "gentle" and "restless" (the smallest
change that is a cut) and "long" (a shot is judged as a whole); HELD_OUT was drawn afterwards
and had no part in them."""

QUICK_COMPANY: Final = ("child_in_front", "adult_stops_in_front", "stands_close_behind")


def composed(layout: tuple[Cut, ...]) -> Iterator[Image]:
    """The pictures of the cut workout, 30 a second."""
    truth = read_truth(DEMO / f"{MAIN}.npz")
    both = zip(
        read_frames(DEMO / f"{MAIN}.mp4"), read_frames(DEMO / f"{OTHER_ANGLE}.mp4"), strict=True
    )
    for frame, other in both:
        cut = next((c for c in layout if c.start <= frame.time < c.end), None)
        if cut is None:
            yield frame.image
        elif cut.kind == "angle":
            yield other.image
        elif cut.kind == "title":
            yield title(frame.size, layout.index(cut))
        else:
            begin = int(np.searchsorted(truth.time, cut.start - 1e-3))
            yield close_up(frame.image, truth.points[begin, 0], cut.kind)


def title(size: tuple[int, int], number: int) -> Image:
    """A plain card with two lines of text."""
    rng = np.random.default_rng(number)
    card = np.empty((size[1], size[0], 3), np.uint8)
    card[:] = rng.integers(0, 256, 3)
    ink = (0, 0, 0) if card.mean() > 127 else (255, 255, 255)
    for line, (text, scale) in enumerate((("Next exercise", 1.8), (f"Part {number + 1}", 1.2))):
        place = (size[0] // 10, size[1] // 2 + 60 * line)
        cv2.putText(card, text, place, cv2.FONT_HERSHEY_SIMPLEX, scale, ink, 3, cv2.LINE_AA)
    return card


def close_up(image: Image, points: FloatArray, kind: str) -> Image:
    """A part of the picture, enlarged, about somebody whose keypoints are ``points`` (17, 2)."""
    head, hips, feet = (points[rows].mean(axis=0) for rows in (slice(0, 5), [11, 12], [15, 16]))
    tall = feet[1] - head[1]
    middle, high = {
        "face": (head + [0, 0.10 * tall], 0.42 * tall),
        "waist": ((head + hips) / 2, 0.62 * tall),
        "feet": (feet - [0, 0.12 * tall], 0.42 * tall),
    }[kind]
    height, width = image.shape[:2]
    wide = high * width / height
    left = int(np.clip(middle[0] - wide / 2, 0, width - wide))
    top = int(np.clip(middle[1] - high / 2, 0, height - high))
    part = image[top : top + int(high), left : left + int(wide)]
    return np.asarray(cv2.resize(part, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def write_video(path: Path, images: Iterator[Image], fps: int = 30) -> None:
    """The pictures as an H.264 file."""
    with av.open(str(path), "w") as file:
        first = next(images)
        stream = file.add_stream("libx264", rate=fps)
        stream.height, stream.width = first.shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.options = {"crf": "23", "preset": "veryfast"}
        for image in chain([first], images):
            file.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        file.mux(stream.encode())


def overlap(found: tuple[Unjudged, ...], cuts: tuple[Cut, ...], duration: float) -> float:
    """Intersection over union of what is not judged and what should not be, by milliseconds."""
    time = np.arange(0.0, duration, 0.001)
    one, other = (
        np.any([(time >= s.start) & (time < s.end) for s in spans], axis=0)
        for spans in (found, [c for c in cuts if c.kind != "angle"])
    )
    return float(np.sum(one & other) / np.sum(one | other))


def evaluate_cuts(
    model: ModelName, folder: Path, names: Iterable[str], say: Callable[[str], None] = print
) -> dict[str, Any]:
    """IoU and scores of layouts."""
    encoder, cache = Encoder(), TrackCache(folder / "tracks")
    follower = analyse(DEMO / f"{FOLLOWER}.mp4", model=model, cache=cache)[0]
    uncut = analyse(DEMO / f"{MAIN}.mp4", model=model, cache=cache)[0]

    def score(target: PoseTrack) -> float:
        return score_session(target, [follower], title="", encoder=encoder).people[0].score

    whole, found = score(uncut), {}
    for name in names:
        layout = LAYOUTS[name]
        path = folder / f"{name}.mp4"
        if not path.exists():
            write_video(path, composed(layout))
        target = analyse(path, model=model, cache=cache)[0]
        on_clock = resample(target)
        judged = judge_target(on_clock)
        iou = overlap(judged.spans, layout, target.duration)
        rest = score(blanked(on_clock, judged.joints))
        found[name] = {"iou": iou, "score": rest, "uncut": whole, "shots": int(target.shot.max())}
        say(
            f"{name:10} IoU {iou:.3f}  score {rest:.1f}, uncut {whole:.1f}"
            f"  cuts {target.shot.max()} of {len(edges(layout, target.duration))}"
        )
        for span in judged.spans:
            say(f"    {span.start:6.2f} to {span.end:6.2f}  {span.reason}")
    return found


def edges(layout: tuple[Cut, ...], duration: float) -> list[float]:
    """Times of all cuts within the video."""
    times = {t for cut in layout for t in (cut.start, cut.end)}
    return sorted(t for t in times if 0 < t < duration - 0.1)


def evaluate_people(
    model: ModelName,
    names: Iterable[str],
    clips: list[Path],
    say: Callable[[str], None] = print,
) -> dict[str, Any]:
    """Part of frames with the right person, by clip."""
    found = {}
    cast = {name: in_company(COMPANY[name]) for name in names}
    cast |= {path.stem: _studio(path) for path in clips}
    for name, frames in cast.items():
        seen, right = followed(model, frames)
        found[name] = {"found": seen, "right": right}
        say(f"{name:24} right person {100 * right:5.1f} % of the {100 * seen:5.1f} % found")
    return found


def followed(model: ModelName, frames: Iterable[tuple[Frame, FloatArray]]) -> tuple[float, float]:
    """Part of frames in which somebody is found, and of these with the true points (17, 2)."""
    near: list[bool | None] = []
    with PoseEstimator(model) as estimator:
        for frame, true in frames:
            (pose,) = estimator.push(frame)
            near.append(None if pose is None else is_near(pose.points, true))
    answers = [answer for answer in near if answer is not None]
    return len(answers) / max(len(near), 1), float(np.mean(answers)) if answers else 0.0


def is_near(points: FloatArray, true: FloatArray) -> bool:
    """Whether a pose is that of the person whose keypoints are given."""
    apart = np.linalg.norm(points - true, axis=1)[BODY]
    return bool(np.mean(apart) < NEAR * body_size(true))


def _studio(path: Path) -> Iterator[tuple[Frame, FloatArray]]:
    """Frames of a clip and the points of its first person."""
    truth = read_truth(path.with_suffix(".npz"))
    for frame in read_frames(path, rate=15):
        row = min(int(np.searchsorted(truth.time, frame.time - 1e-3)), len(truth) - 1)
        yield frame, truth.points[row, 0]


def main(arguments: Sequence[str] | None = None) -> dict[str, Any]:
    """Print the tables, write them as JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", choices=MODEL_NAMES, default="full")
    parser.add_argument("--quick", action="store_true", help="one layout, three in company")
    parser.add_argument("--json", type=Path, default=None)
    parser.add_argument("--keep", type=Path, default=None, help="folder for videos and tracks")
    parser.add_argument("--clips", type=Path, nargs="*", default=[])
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.keep or Path(scratch)
        layouts = [HELD_OUT] if chosen.quick else list(LAYOUTS)
        company = QUICK_COMPANY if chosen.quick else tuple(COMPANY)
        result = {
            "model": chosen.model,
            "cuts": evaluate_cuts(chosen.model, folder, layouts),
            "people": evaluate_people(chosen.model, company, chosen.clips),
        }
    if chosen.json:
        chosen.json.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    return result


if __name__ == "__main__":
    main()
