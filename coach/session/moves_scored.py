"""One move of a session: its score, what to change, its timing and its repetitions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.angles import partner
from coach.moves.attempts import Cycle, fall_short
from coach.moves.counting import exemplar_of, holds
from coach.scoring import FAIR, Curve, find_difference, grade_of, other_side
from coach.scoring.motion import motion_of
from coach.scoring.timing import timing_of
from coach.scoring.trend import tempo_cue, trend_of
from coach.scoring.uncertainty import UNCERTAINTY, mean_confidence
from coach.session.features import Features
from coach.session.following import Followed
from coach.types import Cue, FloatArray, JointRange, Move, MoveScore, Trend

Rows = NDArray[np.bool_]
"""(T,) frames of the target."""

EXCELLENT: Final = 88.0
MARKED: Final = 1.6
"""In a move that scores EXCELLENT only differences of MARKED severity are worth a word."""

COUNT_FREE: Final = 1
"""Repetitions too many that may be an error of counting; of missing ones the frames tell."""
COUNTABLE: Final = 0.9
"""Part of a move that has to be judged for its repetitions to count in the score."""
COUNT_COST: Final = 0.7
"""Cost, see ``coach.scoring.curve``, of as many superfluous repetitions as the target has."""


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """One person beside the target, one row a target frame.

    Attributes:
        wanted: of the target. followed: of the person.
        scores: (T,) 0..100, NaN where not judged.
        seen: (T,) where the person is judged; asked: where they ought to be.
        confidence: (T, 17) of both, the lesser; 0 where unknown.
        taking_part: whether the person does anything of it at all.
        shown, done: repetitions of the whole target, and of the person by their own clock.
        usual_lag: see ``coach.scoring.timing``, seconds.
        curve: by which they are scored.
    """

    wanted: Features
    followed: Followed
    scores: NDArray[np.float64]
    seen: Rows
    asked: Rows
    confidence: FloatArray
    taking_part: bool
    shown: tuple[Cycle, ...]
    done: tuple[Cycle, ...]
    usual_lag: float
    curve: Curve

    def coverage(self, rows: Rows) -> float:
        """Part of some frames in which the person could be judged, 0..1."""
        asked = int(np.count_nonzero(self.asked[rows]))
        return int(np.count_nonzero(self.seen[rows])) / max(asked, 1)

    def uncertainty(self, rows: Rows) -> float:
        """Half the width of the band of a score made of some frames, points."""
        frames = rows & self.seen
        confidence = mean_confidence(self.confidence, frames)
        return UNCERTAINTY.half_width(self.coverage(rows), confidence, self.curve.exactness)


def rows_of(move: Move | MoveScore, time: NDArray[np.float64]) -> Rows:
    """Frames of a move."""
    rows: Rows = (time >= move.start) & (time <= move.end)
    return rows


def mean_of(values: NDArray[np.floating]) -> float:
    """Mean of what is known; NaN where nothing is."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")


def score_move(move: Move, compared: Compared) -> MoveScore:
    """How a person followed one move."""
    wanted, followed = compared.wanted, compared.followed
    rows = rows_of(move, wanted.time)
    done, half, held = _done(move, compared, rows)
    spans = [(one.start, one.end) for one in done]
    coverage = compared.coverage(rows)
    score = mean_of(compared.scores[rows])
    if coverage >= COUNTABLE:
        score *= _counted(len(spans), move.repetitions, compared.curve.strictness)
    lags = (followed.time - wanted.time)[rows]
    timing = timing_of(lags, compared.usual_lag)
    weakest, cue = _feedback(compared, rows, score)
    return MoveScore(
        name=move.name,
        start=move.start,
        end=move.end,
        score=score,
        grade=grade_of(score),
        similarity=mean_of(followed.similarity[rows]),
        lag=float(np.nanmedian(lags)) if np.isfinite(lags).any() else float("nan"),
        repetitions=len(spans),
        target_repetitions=move.repetitions,
        weakest_joint=weakest,
        cue=cue,
        coverage=coverage,
        uncertainty=compared.uncertainty(rows),
        late=timing.late if timing else float("nan"),
        timing=timing.word if timing else "",
        trend=_trend(compared, rows, spans) if spans else None,
        half=half,
        held=held,
        motion=_motion(compared, rows, spans),
    )


def _counted(done: int, wanted: int, strictness: float) -> float:
    """Part of the score that is left where the number of repetitions is wrong."""
    if not wanted:
        return 1.0
    wrong = max(done - wanted - COUNT_FREE, 0) / wanted
    return float(np.exp(-strictness * COUNT_COST * wrong))


def _feedback(compared: Compared, rows: Rows, score: float) -> tuple[str, Cue | None]:
    """Weakest joint and cue; nothing is named in a move that scores EXCELLENT but for a trifle.

    The tempo is named of who does the move, where there is nothing else to say.
    """
    wanted, followed = compared.wanted, compared.followed
    finding = find_difference(wanted.aspect.rows(rows), followed.aspect.rows(rows))
    if finding is None or (score >= EXCELLENT and finding.severity < MARKED):
        follows = score >= FAIR
        return "", tempo_cue(followed.time[rows], wanted.time[rows]) if follows else None
    if followed.mirrored[rows].mean() > 0.5:
        finding = other_side(finding)
    return finding.joint, finding.cue if compared.taking_part else Cue("move_along", "both", 0.0)


def _done(move: Move, compared: Compared, rows: Rows) -> tuple[list[Cycle], tuple[int, ...], float]:
    """The person's repetitions of a move, which of them were half, and the seconds of a hold.

    They are looked for in the stretch of the person's own clock that met the move.
    """
    wanted, own = compared.wanted, compared.followed.source
    times = compared.followed.time[rows]
    met = np.isfinite(times).any()
    first, last = (np.nanmin(times), np.nanmax(times)) if met else (0.0, -1.0)
    asked = [one for one in compared.shown if _within(one, move.start, move.end)]
    exemplar = exemplar_of(
        wanted.turns[rows],
        wanted.time[rows],
        [(one.start, one.end) for one in asked] if move.repetitions else [],
    )
    if not move.repetitions:
        during = (own.time >= first) & (own.time <= last)
        held = holds(own.turns[during], own.time[during], exemplar)
        return [], (), float(sum(end - start for start, end in held))
    done = [one for one in compared.done if _within(one, first, last)]
    half = [n for n, less in enumerate(fall_short(done, exemplar.ways), 1) if less]
    return done, tuple(half), float("nan")


def _within(one: Cycle, start: float, end: float) -> bool:
    """Whether most of a repetition lies in a stretch of time."""
    return start <= (one.start + one.end) / 2 <= end


def _motion(
    compared: Compared, rows: Rows, spans: list[tuple[float, float]]
) -> tuple[JointRange, ...]:
    """How far the person's own joints went, by repetition or over what has none."""
    own, times = compared.followed.source, compared.followed.time[rows]
    if not spans and np.isfinite(times).any():
        spans = [(float(np.nanmin(times)), float(np.nanmax(times)))]
    found = motion_of(own.time, own.angles, spans)
    if compared.followed.mirrored.mean() <= 0.5:  # else the whole source is exchanged
        return found
    return tuple(replace(one, joint=partner(one.joint)) for one in found)


def _trend(compared: Compared, rows: Rows, spans: list[tuple[float, float]]) -> Trend:
    """The trend of the person's repetitions, its joint their own."""
    followed = compared.followed
    trend = trend_of(
        followed.time[rows],
        followed.aspect.angles[rows],
        compared.wanted.angles[rows],
        compared.scores[rows],
        spans,
    )
    exchanged = followed.mirrored[rows].mean() > 0.5
    return replace(trend, joint=partner(trend.joint)) if exchanged else trend
