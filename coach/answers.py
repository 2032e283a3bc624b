"""What is said of a recording, as JSON values: of one by a command, of many by a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any, Final

import numpy as np

from coach.embedding import Encoder
from coach.media import Chapter
from coach.moves.actions import ActionSpan
from coach.moves.claps import find_claps
from coach.moves.counting import Counted, count
from coach.moves.exercises import UNKNOWN, ExerciseRecogniser
from coach.moves.form import Form, FormRepetition, assess
from coach.session import stretches_of
from coach.skeleton import LEGS
from coach.texts import Texts
from coach.types import Limb, Move, PoseTrack

KNOWN_BY_FORM: Final = frozenset({"push_up"})
"""Exercises whose own measures find the repetitions better than the counter of any exercise: of
30 sets of six people held out, within one, 0.93 against 0.73."""
ENOUGH: Final = 0.5
"""Part of what the counter finds; who finds less by form does it in a way that is not known."""

Tell = Callable[[float], None]
"""Takes the part done, 0..1."""


def counted(
    track: PoseTrack,
    *,
    encoder: Encoder,
    recogniser: ExerciseRecogniser,
    progress: Tell | None = None,
) -> dict[str, Any]:
    """Repetitions, attempts, holds and claps, as ``coach count`` writes them."""
    done = count(track, encoder, progress=progress)
    exercise = _exercise(track, done, recogniser)
    if exercise in KNOWN_BY_FORM:
        done = _looked_at_again(track, exercise, done)
    claps = find_claps(track)
    return {
        "exercise": exercise,
        "repetitions": len(done.repetitions),
        "times": _rounded(done.repetitions),
        "attempts": len(done.attempts),
        "attempt_times": _rounded(done.attempts),
        "claps": len(claps),
        "clap_times": [round(time, 3) for time in claps],
        "held_s": round(done.held_s, 2),
    }


def divided(
    track: PoseTrack,
    *,
    encoder: Encoder,
    recogniser: ExerciseRecogniser,
    chapters: Sequence[Chapter] = (),
    rests: bool = False,
    progress: Tell = lambda _: None,
) -> dict[str, Any]:
    """The moves of a recording, as ``coach moves`` writes them; ``rests``: all between too."""
    found = stretches_of(track, encoder, chapters, recogniser=recogniser, progress=progress)
    return {"moves": [_move(move) for move in found if rests or move.is_exercise]}


def judged(form: Form, texts: Texts) -> dict[str, Any]:
    """The form of an exercise, as ``coach squat`` writes it."""
    return {
        "exercise": form.exercise,
        "grade": form.grade,
        "points": round(form.points, 1),
        "repetitions": [_repetition(one, form.exercise, texts) for one in form.repetitions],
        "phases": [[round(a, 3), round(b, 3), name] for a, b, name in form.phases],
    }


def watched(actions: Sequence[ActionSpan], falls: Sequence[float]) -> dict[str, Any]:
    """What one person was doing, as ``coach watch`` writes it."""
    return {"actions": [asdict(span) for span in actions], "falls": list(falls)}


def left_out(body: str, limbs: Iterable[Limb]) -> frozenset[Limb]:
    """Limbs that are not judged: those named, and the legs where the body is "upper"."""
    return frozenset(limbs) | (LEGS if body == "upper" else frozenset())


def from_left(tracks: Iterable[PoseTrack]) -> tuple[PoseTrack, ...]:
    """People in the order in which they stand; who is never seen comes last."""
    return tuple(sorted(tracks, key=_across))


def plain(value: Any) -> Any:
    """A value that JSON can hold: NaN becomes null, arrays become lists."""
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value


def _across(track: PoseTrack) -> float:
    """Pixels from the left."""
    known = track.points[..., 0][np.isfinite(track.points[..., 0])]
    return float(np.median(known)) if len(known) else float("inf")


def _exercise(track: PoseTrack, done: Counted, recogniser: ExerciseRecogniser) -> str:
    """What most of what was counted is, or all there is where nothing was."""
    if not len(track):
        return UNKNOWN
    spans = sorted((*done.repetitions, *done.attempts)) or [(float(track.time[0]), track.duration)]
    return recogniser.recognise(track, spans[0][0], spans[-1][1]).name


def _looked_at_again(track: PoseTrack, exercise: str, done: Counted) -> Counted:
    """The repetitions as the form of the exercise has them, if it finds enough of them."""
    found = tuple((one.start, one.end) for one in assess(track, exercise).repetitions)
    if not found or len(found) < ENOUGH * (len(done.repetitions) + len(done.attempts)):
        return done
    return replace(done, repetitions=found, attempts=())


def _rounded(spans: tuple[tuple[float, float], ...]) -> list[list[float]]:
    return [[round(start, 3), round(end, 3)] for start, end in spans]


def _move(move: Move) -> dict[str, Any]:
    return {
        "name": move.name,
        "start": round(move.start, 3),
        "end": round(move.end, 3),
        "repetitions": move.repetitions,
        "confidence": round(move.confidence, 3),
        "kind": move.kind,
    }


def _repetition(one: FormRepetition, exercise: str, texts: Texts) -> dict[str, Any]:
    return {
        "start": round(one.start, 3),
        "bottom": round(one.bottom, 3),
        "end": round(one.end, 3),
        "knee_angle_deg": round(one.knee_angle, 1),
        "hip_angle_deg": round(one.hip_angle, 1),
        "full": one.full,
        "faults": [fault.name for fault in one.faults],
        "severities": [round(fault.severity, 2) for fault in one.faults],
        "advice": [texts(f"advice_{exercise}_{fault.name}") for fault in one.faults],
        "not_judged": list(one.not_judged),
        "points": round(one.points, 1),
        "grade": one.grade,
    }
