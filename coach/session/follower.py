"""One person, live: from a pose to a frame score, a cue and a count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from coach.alignment import OnlineAligner, Place
from coach.angles import ANGLE_INDEX, joint_angles
from coach.directions import directions, mirrored_directions
from coach.embedding import Encoder
from coach.moves.attempts import Cycle
from coach.moves.counting import Exemplar, LiveCounter, exemplar_of, find_cycles
from coach.scoring import (
    FAIR,
    Curve,
    SideEvidence,
    find_difference,
    measures,
    other_side,
)
from coach.scoring.measures import Aspect, stillness
from coach.scoring.timing import Timing, timing_of, usual_lag
from coach.session.cues import LiveCues
from coach.session.features import Features
from coach.session.following import Mirror
from coach.session.result import ABSENT, LOST, MOTION_WINDOW
from coach.session.window import Moments, MomentWindow
from coach.sight import bones_of, mirrored_bones, settled_turn, sighted, turn_between
from coach.skeleton import MIRROR
from coach.tracks import RATE
from coach.types import Cue, FrameScore, Move, Pose

SMOOTHING: Final = 0.7
"""Time constant in seconds of the score on the screen, and
CALM: while the target holds a pose and the score is within
AROUND: points of what is shown. What moves there are mostly an estimator's errors."""
CALM: Final = 3.0
AROUND: Final = 10.0
SIDE_MARGIN: Final = 0.02
"""Cosine by which an exchange of sides must fit better to be tried; nobody flickers."""
JUDGED_EVERY: Final = 0.125
"""Seconds from one score of the last seconds to the next; places and cosines come with
every frame."""
FACING: Final = (6.0, 0.7)
"""Time constants in seconds of how far the person and the instructor face apart, over long and over
short."""
FEEDBACK_WINDOW: Final = 4.0
FEEDBACK_EVERY: Final = 0.5
"""Seconds in which a difference is looked for, and from one look to the next."""
EXEMPLAR: Final = 15.0
"""Seconds of the instructor's move that its exemplar is taken from."""


class Followed(Protocol):
    """What a follower asks of a target."""

    @property
    def features(self) -> Features:
        """Latents and angles so far, from time 0."""

    @property
    def cycles(self) -> tuple[Cycle, ...] | None:
        """The instructor's repetitions; None until all of it is analysed."""

    def moves_at(self, time: float) -> tuple[Move | None, Move | None]:
        """The move done at a time, and the next one."""


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """A moment that is yet to be described.

    Attributes:
        side: 1: left and right are exchanged. time: of the session. lag: behind the target.
        row: frame of the target beside it.
    """

    pose: Pose
    latent: NDArray[np.float32]
    side: int
    time: float
    lag: float
    row: int


@dataclass(frozen=True, slots=True)
class FollowerView:
    """What a screen shows of one person, see ``PersonState``."""

    score: FrameScore | None
    smoothed_score: float
    average: float
    cue: Cue | None
    repetitions: int
    attempts: int
    held: float
    mirrored: bool | None
    corrected: bool
    timing: Timing | None


class Follower:
    """Scores one person frame by frame; a frame without a person is not judged.

    The person is compared as they are and with left and right exchanged; the evidence of
    both is summed until one is clearly better, and until then the better one counts.

    Attributes:
        latent: (K,) of the last frame, sides as compared; None where nobody was seen.
    """

    def __init__(self, target: Followed, encoder: Encoder, curve: Curve, mirror: Mirror) -> None:
        self._target, self._encoder, self._curve = target, encoder, curve
        self.latent: NDArray[np.float32] | None = None
        features = target.features
        self._aligners = tuple(OnlineAligner(features.latents, RATE) for _ in range(2))
        self._known = len(features.latents)
        self._mirror: Mirror = mirror
        self._evidence = SideEvidence(encoder.size, curve.sided_noise)
        self._better = False
        self._last_time: float | None = None
        self._passed = 0.0
        self._seen_at: float | None = None
        self._holds = False
        self._window = MomentWindow(encoder.size, max(FEEDBACK_WINDOW, MOTION_WINDOW))
        self._taken: list[Taken] = []
        self._facing: NDArray[np.float64] = np.zeros((2, 2, 2))
        self._faced_at = self._cut_at = -np.inf
        self._shots = [-1, -1]
        self._score: FrameScore | None = None
        self._smoothed = float("nan")
        self._sum, self._n = 0.0, 0
        self._cues = LiveCues()
        self._timing: Timing | None = None
        self._lags: list[float] = []
        self._move: Move | None = None
        self._move_since = 0.0
        self._looked_at = 0.0
        self._next_row = self._next_judged = -np.inf
        self._judged = float("nan")
        self._errors: tuple[float, ...] = ()
        self._counter = MoveCounter(target)

    def set_mirror(self, mode: Mirror) -> None:
        """See ``score_session``."""
        self._mirror = mode
        self._forget()

    def exchange_sides(self) -> None:
        """What was found out about the sides holds the other way round from now on."""
        self._evidence.exchange()
        self._better = not self._better
        self._forget()

    def view(self) -> FollowerView:
        """What to show now."""
        return FollowerView(
            self._score,
            self._smoothed,
            self._sum / self._n if self._n else float("nan"),
            self._cues.cue,
            self._counter.count,
            self._counter.attempts,
            self._counter.held,
            self._decided(),
            self._cues.corrected(self._last_time or 0.0),
            self._timing,
        )

    def push(
        self, pose: Pose | None, time: float, target_time: float, guess: Pose | None = None
    ) -> FrameScore | None:
        """Score one frame.

        Args:
            pose: what can be made out of the person, corrected (``LiveCorrection``); None if
                not seen.
            time: session time, seconds.
            target_time: presentation time of the target picture on the screen.
            guess: the pose with what is too unsure to be judged, by which is counted;
                None: there is nothing more of it.

        Returns:
            The score, or None where nothing could be judged.
        """
        self._extend()
        move, _ = self._target.moves_at(target_time)
        self._passed = min(time - self._last_time, 0.2) if self._last_time is not None else 0.0
        self._last_time = time
        if move != self._move:
            self._move, self._move_since = move, time
        self.latent = None
        if pose is None:
            self._counter.push(None, None, time, target_time, move)
            self._without_person(time, move)
            return None
        self._seen_at = time
        guess = guess or pose
        latents, counted = self._latents(pose, guess)
        places = [a.push(z, target_time) for a, z in zip(self._aligners, latents, strict=True)]
        side = self._side(places, latents)
        place = places[side]
        self.latent = latents[side]
        self._counter.push(guess, counted, time, target_time, move)
        if not place.seen or not np.isfinite(place.similarity):
            self._score = None
            self._say_nothing()
            return None
        if time >= self._next_row:
            self._next_row = max(self._next_row + 1 / RATE, time + 0.5 / RATE)
            lag = target_time - place.time
            self._taken.append(Taken(pose, self.latent, side, time, lag, place.index))
        if time >= self._next_judged or self._score is None:
            self._next_judged = max(self._next_judged, time) + JUDGED_EVERY
            self._judge()
        self._score = FrameScore(
            time=time,
            target_time=place.time,
            similarity=place.similarity,
            score=self._judged,
            lag=target_time - place.time,
            joint_errors=self._errors,
            mirrored=bool(side),
        )
        self._smooth()
        if time - self._looked_at >= FEEDBACK_EVERY:
            self._looked_at = time
            self._look(time, bool(side))
        return self._score

    def _latents(self, pose: Pose, guess: Pose) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Latents of a pose on both sides (2, K), and that counted by."""
        own = pose.world, pose.confidence, pose.points
        looks = [own, tuple(part[MIRROR] for part in own)]
        if guess is not pose:
            looks.append((guess.world, guess.confidence, guess.points))
        latents = self._encoder.encode(*map(np.stack, zip(*looks, strict=True)))
        return latents[:2], latents[0 if guess is pose else 2]

    def _without_person(self, time: float, move: Move | None) -> None:
        """Nothing is shown of who is gone; within a move it counts as nothing done."""
        self._score = None
        self._say_nothing()
        if self._seen_at is not None and time - self._seen_at > ABSENT:
            self._smoothed = float("nan")
            self._forget()
            if move is not None:
                self._n += 1

    def _forget(self) -> None:
        """Begin anew with the moments that are compared."""
        self._window.clear()
        self._taken.clear()
        self._facing[:] = 0.0
        self._next_row = self._next_judged = -np.inf

    def _say_nothing(self) -> None:
        self._cues.drop()
        self._timing = None

    def _extend(self) -> None:
        latents = self._target.features.latents
        if len(latents) > self._known:
            for aligner in self._aligners:
                aligner.extend(latents[self._known :])
            self._known = len(latents)

    def _decided(self) -> bool | None:
        if self._mirror != "auto":
            return self._mirror == "on"
        return self._evidence.mirrored

    def _side(self, places: list[Place], latents: NDArray[np.float32]) -> int:
        """1: compare with left and right exchanged. Undecided, the cheaper alignment counts."""
        straight, swapped = places
        if np.isfinite(straight.cost) and np.isfinite(swapped.cost):
            self._better = swapped.cost < straight.cost - SIDE_MARGIN * (not self._better)
            row = (swapped if self._better else straight).index
            features = self._target.features
            facing = float(features.angles[row, ANGLE_INDEX["facing"]])
            sidedness = latents[0] - latents[1]
            self._evidence.push(sidedness, features.sidedness_at(row), self._passed, facing)
        decided = self._decided()
        return int(self._better if decided is None else decided)

    def _describe(self) -> None:
        """Keep the moments taken since the last time; all at once costs little more than one."""
        taken, self._taken = self._taken, []
        if not taken:
            return
        world = np.stack([one.pose.world for one in taken])
        exchanged = np.array([one.side == 1 for one in taken])[:, None, None]
        turned = directions(world)
        bones = bones_of(sighted(world, np.stack([one.pose.points for one in taken])))
        user = Aspect(
            np.stack([one.latent for one in taken]),
            joint_angles(np.where(exchanged, world[:, MIRROR], world)),
            np.where(exchanged, mirrored_directions(turned), turned),
            np.where(exchanged, mirrored_bones(bones), bones),
        )
        rows = np.array([one.row for one in taken])
        features = self._target.features
        target, shots = features.aspect.rows(rows), features.shot[rows].tolist()
        sums = turn_between(user.bones, target.bones)
        for i, one in enumerate(taken):
            self._enter(shots[i], one.side, one.time)
            turn = self._turned(sums[i], one.side, one.time)
            row = slice(i, i + 1)
            self._window.push(one.time, one.lag, turn, user.rows(row), target.rows(row))

    def _enter(self, shot: int, side: int, time: float) -> None:
        """After a cut of the video nothing is known of how far the two face apart."""
        if shot < 0:
            return
        if self._shots[side] not in (shot, -1):
            self._facing[:, side] = 0.0
            self._cut_at = time
        self._shots[side] = shot

    def _turned(self, sums: NDArray[np.float64], side: int, time: float) -> float:
        """Radians by which the person, on that side, has to be turned to face like the target."""
        passed, self._faced_at = max(time - self._faced_at, 0.0), time
        for faded, seconds in zip(self._facing, FACING, strict=True):
            faded *= np.exp(-passed / seconds)
            faded[side] += sums
        slow, quick = self._facing[:, side]
        turn = float(settled_turn(slow[None], quick[None])[0])
        has_turned = bool(turn != np.arctan2(*slow))  # or the video was cut, and nobody knew
        if has_turned:
            slow[:] = quick
        if has_turned or time - self._cut_at < FACING[1]:
            before_cut = float(np.nextafter(self._cut_at, -np.inf))
            self._window.turn_since(max(time - FACING[1], before_cut), turn)
        return turn

    def _judge(self) -> None:
        """The score of the last seconds."""
        self._describe()
        recent = self._window.last(MOTION_WINDOW)
        found = measures(recent.user, recent.target, self._curve.still_energy, recent.turn)
        self._judged = float(self._curve.score(found))
        self._holds = _is_held(recent.target.latents, self._curve.still_energy)
        self._errors = tuple((recent.target.angles[-1] - recent.user.angles[-1]).tolist())

    def _smooth(self) -> None:
        score = self._score
        if score is None or not np.isfinite(score.score):
            return
        is_calm = self._holds and abs(score.score - self._smoothed) < AROUND
        share = 1.0 - np.exp(-max(self._passed, 0.0) / (CALM if is_calm else SMOOTHING))
        if np.isnan(self._smoothed):
            self._smoothed = score.score
        else:
            self._smoothed += float(share) * (score.score - self._smoothed)
        self._sum += score.score
        self._n += 1

    def _look(self, time: float, mirrored: bool) -> None:
        """Renew the cue and the timing, from what was done of the current move."""
        self._describe()
        seen = self._window.last(min(FEEDBACK_WINDOW, time - self._move_since))
        if len(seen.time) < 2 or seen.time[-1] - seen.time[0] < FEEDBACK_WINDOW / 2:
            return
        still = stillness(seen.user.latents, seen.target.latents, self._curve.still_energy)
        self._time(seen)
        found = find_difference(seen.target, seen.user)
        if found is None:
            cue = None
        elif still > LOST:
            cue = Cue("move_along", "both", 0.0)
        else:
            cue = (other_side(found) if mirrored else found).cue
        self._cues.push(cue, time, self._move_since)

    def _time(self, seen: Moments) -> None:
        """Timing of somebody who does the move; the first looks at it tell the usual lag."""
        follows = self._score is not None and self._score.score >= FAIR
        if follows:
            self._lags.append(float(np.median(seen.lag)))
        usual = usual_lag(np.array(self._lags), 1 / FEEDBACK_EVERY)
        self._timing = timing_of(seen.lag, usual) if follows else None


class MoveCounter:
    """Repetitions within the current move; begins anew with the next move.

    The instructor's own first repetitions of the move are the exemplar.
    """

    def __init__(self, target: Followed) -> None:
        self._target = target
        self._live = LiveCounter()
        self._move: Move | None = None
        self._target_time = 0.0

    @property
    def count(self) -> int:
        """Repetitions so far, those that fell short too."""
        return self._live.total

    @property
    def attempts(self) -> int:
        """Those of them that fell short."""
        return self._live.total - self._live.count

    @property
    def held(self) -> float:
        """Seconds for which the pose of a hold was held."""
        return self._live.held_s

    def push(
        self,
        pose: Pose | None,
        latent: NDArray[np.float32] | None,
        time: float,
        target_time: float,
        move: Move | None,
    ) -> None:
        """Take the person's pose at a session time; between moves the count stays."""
        went_back = target_time < self._target_time - 1.0
        self._target_time = target_time
        if move is not None and (self._move is None or move.start != self._move.start or went_back):
            self._live.begin(_exemplar(move, self._target))
            self._move = move
        self._live.push(pose, latent, time, counting=move is not None)


def shown_in(cycles: Sequence[Cycle], start: float, end: float) -> list[tuple[float, float]]:
    """Start and end of the instructor's repetitions of which most lies in a stretch of time."""
    return [(one.start, one.end) for one in cycles if start <= (one.start + one.end) / 2 <= end]


def _is_held(latents: NDArray[np.float32], still_energy: float) -> bool:
    """Whether (T, K) latents move no more than an estimator's errors do, twice over."""
    known = latents[np.isfinite(latents).all(axis=1)]
    return len(known) > 0 and bool(known.var(axis=0).sum() < 2 * still_energy)


def _exemplar(move: Move, target: Followed) -> Exemplar:
    """How the instructor does a move, by the first seconds of it."""
    features, cycles = target.features, target.cycles
    end = min(move.end, move.start + EXEMPLAR)
    rows = (features.time >= move.start) & (features.time <= end)
    time = features.time[rows]
    if not move.repetitions:
        cycles = ()
    elif cycles is None:
        cycles = find_cycles(features.signals[rows], time)
    return exemplar_of(features.turns[rows], time, shown_in(cycles, move.start, end))
