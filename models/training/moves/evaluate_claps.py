"""Claps counted on clips of people who were not trained on.

python -m models.training.moves.evaluate_claps --clips DIR
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from coach.moves.claps import ClapNetwork, LiveClaps, find_claps
from coach.types import PoseTrack
from models.training.figures import Figure, figure, table
from models.training.moves.clap_clips import CAMERA_RATE, clips
from models.training.performances import filmed, random_view

WITHIN: Final = 0.25
"""Seconds by which a clap that was found may be away from the true one."""
MOST_YAW: Final = 57.0
"""Degrees from the front of the cameras of the goal: where somebody stands who trains."""
VIEWS: Final = 4


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


def counted(
    folder: Path, set_name: str, views: int, most_yaw: float, live: bool = False
) -> Iterator[Counted]:
    """Every clip of a folder before so many cameras, counted on file or live."""
    network = ClapNetwork()
    for number, piece in enumerate(clips(folder, set_name)):
        for view in range(views):
            rng = np.random.default_rng((number, view, 50))
            where = random_view(rng, most_yaw)
            track = filmed(piece.done.joints, rng, **where, rate=CAMERA_RATE)
            found = live_claps(track, network) if live else find_claps(track, network)
            yield Counted(piece.done.person, where["yaw"], piece.claps, tuple(found))


def live_claps(track: PoseTrack, network: ClapNetwork) -> list[float]:
    """Seconds at which the live session tells a clap."""
    claps = LiveClaps(network)
    seen = track.seen
    poses = (track.pose(i) if seen[i] else None for i in range(len(track)))
    return [float(t) for t, pose in zip(track.time, poses, strict=True) if claps.push(pose, t)]


def figures(folder: Path, set_name: str = "evaluate") -> list[Figure]:
    """How many clips are counted exactly, and what goes wrong."""
    rng = np.random.default_rng(0)
    found = []
    one = list(counted(folder, set_name, 1, MOST_YAW))
    found.append(_share("clips counted exactly, one camera each", one, rng, ">= 1"))
    many = list(counted(folder, set_name, VIEWS, MOST_YAW))
    found.append(_share(f"the same before {VIEWS} cameras each", many, rng))
    found.append(
        _mean("claps missed", many, [c.missed for c in many], [len(c.true) for c in many], rng)
    )
    found.append(_mean("false claps a clip", many, [c.false for c in many], [1] * len(many), rng))
    side = [c for c in counted(folder, set_name, VIEWS, 90.0) if abs(c.yaw) > MOST_YAW]
    found.append(_share("exactly, from 57 to 90 degrees aside", side, rng))
    live = list(counted(folder, set_name, 1, MOST_YAW, live=True))
    found.append(_share("exactly, live", live, rng))
    return found


def _share(name: str, clips: Sequence[Counted], rng: np.random.Generator, goal: str = "") -> Figure:
    return _mean(name, clips, [c.exact for c in clips], [1] * len(clips), rng, goal)


def _mean(
    name: str,
    clips: Sequence[Counted],
    part: Sequence[float],
    whole: Sequence[float],
    rng: np.random.Generator,
    goal: str = "",
) -> Figure:
    of, among = np.array(part, float), np.array(whole, float)
    people = np.array([c.person for c in clips])
    return figure(name, lambda rows: float(of[rows].sum() / among[rows].sum()), people, rng, goal)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clips", type=Path, required=True)
    options = parser.parse_args()
    print(table("Claps", figures(options.clips)))


if __name__ == "__main__":
    main()
