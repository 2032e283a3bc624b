"""How well repetitions are counted, by people and recordings that nobody was trained on.

    python -m models.training.moves.evaluate_counts [--practice DIR] [--data DIR]
        [--clips tests/data/studio --seen DIR] [--real DIR]

``--practice``: people of the evaluation set; ``--data``: recordings, see
``models.training.bones``. ``--seen``: keypoints files of the rendered test clips, ``--real``
of real clips, with their truth in REAL. Prints Markdown for ``models/README.md``.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from coach.embedding import Encoder
from coach.moves.counting import LiveCounter, count
from coach.pose import read_keypoints
from coach.types import PoseTrack
from models.training import practice
from models.training.bones import UIPRMD, load_motions
from models.training.figures import Figure, figure, table
from models.training.moves.count_data import (
    Counting,
    counting_of,
    idled,
    idling,
    practised,
    recorded_sets,
    seen,
    tying_shoes,
)
from models.training.performances import corrected_live
from models.training.practice import PRACTICE
from models.training.studio.truth import read_truth

Share = tuple[str, int, str]
"""Words, by how many a count may be off, and the goal."""
HOLDS: Final = ("plank", "rest")
VIEWS: Final = 3
"""Cameras before each set of the studio's people; live, one of them."""
SETS_OF_RECORDINGS: Final = 3
"""Of each held-out subject and exercise."""
IDLE_MINUTES: Final = 60.0
ANGLES: Final = {"front": 45.0, "side": 135.0, "behind": 180.0}
"""Largest distance of a camera from the front, degrees."""
REAL: Final = {
    "push_up_correct113": (13, 15), "push_up_wrong122": (12, 14), "push_up_correct79": (7, 7),
    "push_up_wrong49": (2, 2), "push_up_wrong12": (1, 1), "push_up_wrong27": (1, 1),
    "push_up_correct50": (1, 1),
}  # fmt: skip
"""Fewest and most repetitions that were counted by eye."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was counted of a piece, on file and live.

    Attributes:
        name, person, yaw: of the piece.
        error, attempts: repetitions and attempts counted, less the true ones.
        live: repetitions counted live, less the true ones; late: seconds that each of them was
            counted after its true end. All None where it was not followed live.
    """

    name: str
    person: str
    yaw: float
    error: int
    attempts: int
    live: int | None = None
    late: tuple[float, ...] = ()


def outcome(piece: Counting, encoder: Encoder, live: bool) -> Outcome:
    """A piece, counted."""
    done = count(piece.track, encoder)
    found = followed(piece.track, encoder) if live else []
    ends = np.array([end for _, end in (*piece.repetitions, *piece.attempts)])
    return Outcome(
        piece.name,
        piece.person,
        piece.yaw,
        len(done.repetitions) - len(piece.repetitions),
        len(done.attempts) - len(piece.attempts),
        len(found) - len(piece.repetitions) if live else None,
        tuple(float(t - ends[np.argmin(abs(ends - t))]) for t in found) if len(ends) else (),
    )


def followed(track: PoseTrack, encoder: Encoder) -> list[float]:
    """Seconds at which each repetition was counted live."""
    track = corrected_live(track)
    latents = encoder.encode(track.world, track.confidence, track.points)
    counter, rises = LiveCounter(), []
    for i, time in enumerate(track.time.tolist()):
        pose = track.pose(i) if track.seen[i] else None
        before = counter.count
        rises += [time] * (counter.push(pose, latents[i], time) - before)
    return rises


def studio(folder: Path, encoder: Encoder) -> Iterator[Outcome]:
    """Every periodic exercise of the people of the evaluation set."""
    rng = np.random.default_rng(11)
    for path in sorted(folder.glob("evaluate-*.npz")):
        for piece in practice.read(path):
            if piece.kind == "set" and piece.name not in HOLDS:
                for view in range(VIEWS):
                    yield outcome(seen(piece.name, piece.done, rng), encoder, live=view == 0)


def recordings(folder: Path, data: Path, encoder: Encoder) -> Iterator[Outcome]:
    """Sets of recorded repetitions of held-out subjects, idle before and after."""
    rng = np.random.default_rng(12)
    idle = idling(practised(sorted(folder.glob("evaluate-*.npz"))[0]))
    motions = [m for m in load_motions(data) if m.source == UIPRMD and m.held_out]
    for name, done in recorded_sets(motions, idle, rng, SETS_OF_RECORDINGS):
        yield outcome(seen(name, done, rng), encoder, live=True)


def idle_counts(folder: Path, encoder: Encoder) -> Iterator[tuple[str, float, int, int]]:
    """Somebody who waits: person, seconds, and what was counted on file and live."""
    rng = np.random.default_rng(13)
    paths = sorted(folder.glob("evaluate-*.npz"))
    for path in paths:
        pieces = practised(path)
        person = pieces[0][1].person
        shoes = [tying_shoes(("evaluate", int(path.stem[-3:])), rng) for _ in range(2)]
        track = idled([*idling(pieces), *shoes], rng, 60 * IDLE_MINUTES / len(paths))
        done = count(track, encoder)
        yield (
            person,
            track.duration,
            len(done.repetitions) + len(done.attempts),
            len(followed(track, encoder)),
        )


def rendered(clips: Path, keypoints: Path, encoder: Encoder) -> Iterator[Outcome]:
    """Rendered test clips as the real estimator sees them."""
    for path in sorted(keypoints.glob("*.npz")):
        truth = read_truth(clips / path.name.replace(".npz", ".mp4"))
        piece = counting_of(truth, read_keypoints(path)[0])
        if piece is not None and piece.name not in HOLDS:
            yield outcome(piece, encoder, live=False)


def real(folder: Path, encoder: Encoder) -> Iterator[tuple[str, int, bool]]:
    """Real clips: name, repetitions counted, whether that is within what was seen by eye."""
    for path in sorted(folder.glob("*.npz")):
        low, high = REAL[path.stem.rsplit("-", 1)[0]]
        done = len(count(read_keypoints(path)[0], encoder).repetitions)
        yield path.stem, done, low <= done <= high


def figures_of(title: str, found: Sequence[Outcome], goals: bool = True) -> list[Figure]:
    """Exactly right and within one, on file and live; and how late."""
    rng = np.random.default_rng(0)
    figures: list[Figure] = []

    def shares(of: Sequence[Outcome], errors: Sequence[int], *shown: Share) -> None:
        values, people = np.array(errors), np.array([one.person for one in of])
        for name, most, goal in shown:
            figures.append(
                figure(
                    f"{title}: {name}",
                    lambda rows, most=most: float(np.mean(abs(values[rows]) <= most)),  # type: ignore[misc]
                    people,
                    rng,
                    goal if goals else "",
                )
            )

    shares(
        found,
        [one.error for one in found],
        ("exactly right", 0, ">= 0.92"),
        ("within one", 1, ">= 0.98"),
    )
    whole = [one.error + one.attempts for one in found]
    shares(found, whole, ("repetitions and attempts together exact", 0, ""))
    told = [(one, one.live) for one in found if one.live is not None]
    if told:
        pieces, live = zip(*told, strict=True)
        shares(pieces, live, ("live, exactly right", 0, ""), ("live, within one", 1, ""))
    late = np.array([t for one in found for t in one.late if abs(t) < 1.0])
    if len(late):
        owner = np.array([one.person for one in found for t in one.late if abs(t) < 1.0])
        for part in (0.5, 0.95):
            figures.append(
                figure(
                    f"{title}: seconds late, {part:.0%} of counts at most",
                    lambda rows, part=part: float(np.quantile(late[rows], part)),  # type: ignore[misc]
                    owner,
                    rng,
                    "<= 0.3",
                )
            )
    return figures


def by(found: Iterable[Outcome], key: Callable[[Outcome], str], title: str) -> str:
    """A small table of how much is exactly right."""
    groups: dict[str, list[int]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one.error)
    lines = [f"| {title} | exact | within one | sets |", "|---|---|---|---|"]
    for name, errors in sorted(groups.items(), key=lambda g: float(np.mean(np.array(g[1]) == 0))):
        e = np.array(errors)
        lines.append(f"| {name} | {np.mean(e == 0):.2f} | {np.mean(abs(e) <= 1):.2f} | {len(e)} |")
    return "\n".join([*lines, ""])


def angle_of(one: Outcome) -> str:
    """From where it is filmed."""
    return next(name for name, most in ANGLES.items() if abs(one.yaw) <= most + 1e-9)


def figures(folder: Path, data: Path | None, encoder: Encoder) -> list[Figure]:
    """All figures of people that are not seen here by a real estimator."""
    found = list(studio(folder, encoder))
    print(by(found, lambda one: one.name, "exercise"), by(found, angle_of, "camera"), sep="\n")
    numbers = figures_of("studio", found)
    if data is not None:
        sets = list(recordings(folder, data, encoder))
        print(by(sets, lambda one: one.name, "recorded exercise"))
        numbers += figures_of("recordings", sets)
    idle = list(idle_counts(folder, encoder))
    hours = sum(seconds for _, seconds, _, _ in idle) / 3600
    for column, name in ((2, "on file"), (3, "live")):
        wrong = sum(int(row[column]) for row in idle) / hours
        numbers.append(
            Figure(f"counted in an hour of idling, {name}", wrong, n=len(idle), goal="<= 1")
        )
    return numbers


def main(arguments: Sequence[str] | None = None) -> list[Figure]:
    """Print all that can be measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--practice", type=Path, default=PRACTICE)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--clips", type=Path, default=Path("tests/data/studio"))
    parser.add_argument("--seen", type=Path)
    parser.add_argument("--real", type=Path)
    options = parser.parse_args(arguments)
    encoder = Encoder()
    if options.real is not None:
        for name, done, right in real(options.real, encoder):
            print(f"{name}: {done} {'' if right else '(wrong)'}")
    numbers = []
    if options.seen is not None:
        numbers += figures_of(
            "rendered clips", list(rendered(options.clips, options.seen, encoder))
        )
    numbers += figures(options.practice, options.data, encoder)
    print(table("Counting", numbers))
    return numbers


if __name__ == "__main__":
    main()
