"""Claps counted on clips of people who were not trained on.

python -m models.training.moves.evaluate_claps --clips DIR
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from coach.moves.claps import (
    DELAY,
    LEAST_APART,
    ClapNetwork,
    LiveClaps,
    apart_of,
    find_claps,
    hands_of,
)
from coach.session.clap_switch import LONGEST_PAIR, ClapSwitch, faces_camera
from coach.session.watch import ALONG, CLAPPING_MOVES
from coach.types import PoseTrack
from models.training.figures import Figure, figure, table
from models.training.moves.clap_clips import CAMERA_RATE, EVALUATED
from models.training.performances import filmed, random_view
from models.training.practice import PRACTICE, Practice, read

WITHIN: Final = 0.25
"""Seconds by which a clap that was found may be away from the true one."""
MOST_YAW: Final = 57.0
"""Degrees from the front of the cameras of the goal: where somebody stands who trains."""
VIEWS: Final = 4
"""Cameras before each clip; the first of them is that of the goal."""
RULE: Final = (0.4, 1.2)
"""Widths of the shoulders at which the rule closes and opens; best on people trained on."""

Filmed = tuple[PoseTrack, str, float, tuple[float, ...]]
"""What a camera saw, of whom, from how many degrees aside, with the seconds of true claps."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One clip before one camera.

    Attributes:
        person: whose. yaw: of the camera, degrees. true, found: seconds of claps.
    """

    person: str
    yaw: float
    true: tuple[float, ...]
    found: tuple[float, ...]

    @property
    def missed(self) -> int:
        """True claps that were not found."""
        return len(self.true) - self._met

    @property
    def false(self) -> int:
        """Found claps that are none."""
        return len(self.found) - self._met

    @property
    def exact(self) -> bool:
        """Whether every clap was found, and nothing else."""
        return not self.missed and not self.false

    @property
    def _met(self) -> int:
        left = list(self.found)
        for time in self.true:
            near = [f for f in left if abs(f - time) <= WITHIN]
            if near:
                left.remove(min(near, key=lambda f: abs(f - time)))
        return len(self.found) - len(left)


def filmed_clips(pieces: Sequence[Practice], views: int, most_yaw: float) -> Iterator[Filmed]:
    """Every clip before so many cameras, within so many degrees of the front."""
    for number, piece in enumerate(pieces):
        for view in range(views):
            rng = np.random.default_rng((number, view, 50))
            where = random_view(rng, most_yaw)
            track = filmed(piece.done.joints, rng, **where, rate=CAMERA_RATE)
            yield track, piece.done.person, where["yaw"], piece.claps


def counted(films: Sequence[Filmed], find: Callable[[PoseTrack], Sequence[float]]) -> list[Counted]:
    """What is found in films."""
    return [Counted(person, yaw, true, tuple(find(track))) for track, person, yaw, true in films]


def live_claps(track: PoseTrack, network: ClapNetwork) -> list[float]:
    """Seconds at which the live session tells a clap, less its delay."""
    claps, seen = LiveClaps(network), track.seen
    return [
        float(time) - DELAY
        for i, time in enumerate(track.time)
        if claps.push(track.pose(i) if seen[i] else None, float(time))
    ]


def rule_claps(track: PoseTrack) -> list[float]:
    """The rule that needs no training: wrists near in the picture, a switch, a minimum time."""
    hands = apart_of(hands_of(track.world, track.points))
    is_open, found = True, [-np.inf]
    for time, apart in zip(track.time, hands, strict=True):
        if is_open and apart < RULE[0] and time - found[-1] >= LEAST_APART:
            is_open = False
            found.append(float(time))
        elif not is_open and apart > RULE[1]:
            is_open = True
    return found[1:]


@dataclass(frozen=True, slots=True)
class Workout:
    """What claps would have done in a workout in which nobody means any.

    Attributes:
        person: whose. hours: how long.
        claps: that were told outside exercises in which hands meet; wishes: pairs of them that
            would have paused it.
    """

    person: str
    hours: float
    claps: int
    wishes: int


def obeyed(one: Counted) -> tuple[int, int]:
    """How many of the pairs of claps of a clip are obeyed, and how many there are."""
    meant, told = (_wishes(times) for times in (one.true, one.found))
    return sum(any(abs(t - time) < LONGEST_PAIR for t in told) for time in meant), len(meant)


def _wishes(times: Sequence[float]) -> list[float]:
    """When the session would be paused by claps at such times."""
    switch, found, left = ClapSwitch(), [], sorted(times)
    for time in np.arange(0.0, max(times, default=0.0) + 2 * LONGEST_PAIR, 1 / CAMERA_RATE):
        clapped = bool(left) and time >= left[0]
        if clapped:
            left.pop(0)
        if switch.push(clapped, float(time)):
            found.append(float(time))
    return found


def workouts(practice: Path, network: ClapNetwork) -> list[Workout]:
    """The workouts of the evaluated people, each before one camera."""
    found = []
    for number, path in enumerate(sorted(practice.glob("evaluate-*.npz"))):
        for piece in (p for p in read(path) if p.kind == "workout"):
            rng = np.random.default_rng((number, 51))
            track = filmed(piece.done.joints, rng, **random_view(rng, MOST_YAW))
            found.append(_watched(piece, track, network))
    return found


def _watched(piece: Practice, track: PoseTrack, network: ClapNetwork) -> Workout:
    claps, switch, seen = LiveClaps(network), ClapSwitch(), track.seen
    along = [(s.start, s.end) for s in piece.done.exercises if s.name in CLAPPING_MOVES]
    n_claps = n_wishes = 0
    for i, time in enumerate(track.time):
        pose = track.pose(i) if seen[i] else None
        clap = claps.push(pose, float(time))
        meant = not any(start - ALONG[1] <= time <= end + ALONG[0] for start, end in along)
        facing = pose is not None and faces_camera(pose)
        n_claps += clap and meant
        n_wishes += switch.push(clap, float(time), meant=meant and facing)
    return Workout(piece.done.person, track.duration / 3600, n_claps, n_wishes)


def figures(file: Path = EVALUATED, practice: Path = PRACTICE) -> list[Figure]:
    """How many clips are counted exactly, and what goes wrong."""
    rng, network, pieces = np.random.default_rng(0), ClapNetwork(), read(file)
    films = list(filmed_clips(pieces, VIEWS, MOST_YAW))
    aside = [film for film in filmed_clips(pieces, VIEWS, 90.0) if abs(film[2]) > MOST_YAW]
    found = counted(films, partial(find_claps, network=network))
    one = found[::VIEWS]
    live = counted(films[::VIEWS], partial(live_claps, network=network))
    rule = counted(films[::VIEWS], rule_claps)
    side = counted(aside, partial(find_claps, network=network))
    pairs = np.array([obeyed(c) for c in live])
    done = workouts(practice, network)
    hours = [w.hours for w in done]
    of_true, of_clips = [len(c.true) for c in found], [1] * len(found)
    return [
        _mean("clips exact, one camera each", one, rng, goal=">= 1"),
        _mean(f"the same, {VIEWS} cameras each", found, rng),
        _mean("clips exact, live", live, rng),
        _mean("pairs of claps obeyed, live", live, rng, pairs[:, 0], pairs[:, 1]),
        _mean("clips exact, 57 to 90 degrees aside", side, rng),
        _mean("clips exact, by the rule", rule, rng),
        _mean("claps missed", found, rng, [c.missed for c in found], of_true),
        _mean("false claps a clip", found, rng, [c.false for c in found], of_clips),
        _mean("false claps an hour of workouts", done, rng, [w.claps for w in done], hours),
        _mean("false pauses an hour of workouts", done, rng, [w.wishes for w in done], hours),
    ]


def _mean(
    name: str,
    rows: Sequence[Counted] | Sequence[Workout],
    rng: np.random.Generator,
    part: Sequence[float] | None = None,
    whole: Sequence[float] | None = None,
    goal: str = "",
) -> Figure:
    """A part of a whole; left out, the part of clips that is exact."""
    of = np.array([getattr(row, "exact", 0) for row in rows] if part is None else part, float)
    among = np.array([1] * len(rows) if whole is None else whole, float)
    people = np.array([row.person for row in rows])
    return figure(name, lambda at: float(of[at].sum() / among[at].sum()), people, rng, goal)


def main(arguments: Sequence[str] | None = None) -> list[Figure]:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clips", type=Path, default=EVALUATED)
    options = parser.parse_args(arguments)
    found = figures(options.clips)
    print(table("Claps", found))
    return found


if __name__ == "__main__":
    main()
