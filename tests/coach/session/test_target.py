import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from coach.embedding import Encoder
from coach.errors import ModelMissing
from coach.media import Chapter, VideoInfo
from coach.moves.exercises import Recognised
from coach.session.features import features_of
from coach.session.found import Finder
from coach.session.target import Target
from coach.types import Move
from tests.coach.people import raises, squats, still, track_of

WORLD = np.concatenate([still(2), squats(4), still(2), raises(4), still(2)])
CHAPTERS = (Chapter("rest", 0, 2), Chapter("squat", 2, 14), Chapter("lateral_raise", 16, 28))


@dataclass
class ScriptedAnalysis:
    """An analysis that has come as far as the test says."""

    frames: int = 0
    error: ModelMissing | None = None
    remaining_s: float | None = None
    cancelled: bool = False

    def start(self):
        pass

    def cancel(self):
        self.cancelled = True

    def join(self, timeout=None):
        return True

    def track(self):
        return (track_of(WORLD).select(slice(0, self.frames)),)

    @property
    def done(self):
        return self.frames == len(WORLD)

    @property
    def analysed_until(self):
        return self.frames / 15

    @property
    def fraction(self):
        return self.frames / len(WORLD)


@dataclass
class Named:
    """A recogniser that says what the test wants, one name after the other."""

    names: tuple[str, ...]
    confidence: float = 0.9
    asked: int = 0

    def recognise(self, track, start, end):
        name = self.names[self.asked % len(self.names)]
        self.asked += 1
        return Recognised(name, self.confidence, ())


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


def target_at(encoder, frames, chapters=CHAPTERS, **state):
    info = VideoInfo(
        path=Path("squats.mp4"),
        width=640,
        height=480,
        fps=30.0,
        duration=len(WORLD) / 15,
        rotation=0,
        start_time=0.0,
        has_audio=False,
        codec="h264",
        chapters=chapters,
    )
    analysis = ScriptedAnalysis(frames, **state)
    return Target(info, analysis, Finder(encoder)), analysis


def test_a_cached_target_is_complete_at_once(encoder):
    target, _ = target_at(encoder, len(WORLD))
    target.start()

    assert target.done
    assert target.ready_until == target.duration
    assert (target.fraction, target.remaining_s) == (1.0, 0.0)
    assert [(m.name, m.repetitions) for m in target.moves] == [("squat", 4), ("lateral_raise", 4)]


def test_a_target_can_be_asked_before_anything_is_known(encoder):
    target, _ = target_at(encoder, 0)

    assert (target.done, target.ready_until, target.moves) == (False, 0.0, ())
    assert target.pose_at(1.0) is None
    assert target.moves_at(1.0) == (None, None)
    assert np.isnan(target.remaining_s)


def test_the_features_grow_as_if_they_were_made_at_once(encoder):
    target, analysis = target_at(encoder, 0)
    for frames in (7, 8, 40, 100, 101, len(WORLD) - 1):
        analysis.frames = frames
        target._refresh()
    whole = features_of(analysis.track()[0], encoder, from_zero=True)

    np.testing.assert_allclose(target.features.time, whole.time)
    known = slice(20, None)  # of fewer poses it cannot be told that they are exact
    np.testing.assert_allclose(target.features.latents[known], whole.latents[known], atol=1e-4)
    np.testing.assert_allclose(target.features.angles[known], whole.angles[known], atol=1e-2)


def test_the_features_keep_their_clock_over_a_gap_in_the_video(encoder):
    target, analysis = target_at(encoder, 0)
    analysis.frames = 60
    target._refresh()
    known = len(target.features.time)
    gap = np.delete(np.arange(len(WORLD)), np.arange(60, 110))
    whole = analysis.track
    analysis.frames = 160

    def with_a_gap():
        (track, *rest) = whole()
        return (track.select(gap[gap < len(track)]), *rest)

    analysis.track = with_a_gap
    target._refresh()

    np.testing.assert_allclose(np.diff(target.features.time), 1 / 15, atol=1e-6)
    assert len(target.features.time) > known


def test_the_moves_of_chapters_are_known_before_the_end(encoder):
    target, analysis = target_at(encoder, 0)
    analysis.frames = 15 * 20
    target._refresh()

    assert [m.name for m in target.moves] == ["squat", "lateral_raise"]
    assert target.moves[0].repetitions == 4
    assert not target.done


def test_without_chapters_the_moves_come_with_the_end(encoder):
    target, analysis = target_at(encoder, 15 * 20, chapters=())
    target._refresh()
    assert target.moves == ()

    analysis.frames = len(WORLD)
    target._refresh()

    assert [m.repetitions for m in target.moves] == [4, 4]


@pytest.mark.parametrize(
    ("time", "now", "following"),
    [
        (1.0, None, "squat"),
        (5.0, "squat", "lateral_raise"),
        (15.0, None, "lateral_raise"),
        (20.0, "lateral_raise", None),
        (29.5, None, None),
    ],
)
def test_the_move_of_a_moment_and_the_next_one(encoder, time, now, following):
    target, _ = target_at(encoder, len(WORLD))
    target.start()

    found = tuple(m.name if m else None for m in target.moves_at(time))

    assert found == (now, following)


def test_the_pose_of_a_moment_is_the_nearest_one(encoder):
    target, _ = target_at(encoder, len(WORLD))
    target.start()

    assert target.pose_at(2.04).time == pytest.approx(2.0667, abs=0.001)
    assert target.pose_at(1000.0) is None


def test_a_failed_analysis_is_told_and_ends_the_watch(encoder):
    target, _ = target_at(encoder, 30, error=ModelMissing(Path("heavy.task")))
    target.start()
    target._thread.join(10)

    assert isinstance(target.error, ModelMissing)
    assert not target.done
    assert not target._thread.is_alive()


def test_closing_gives_the_analysis_up_and_leaves_no_thread(encoder):
    target, analysis = target_at(encoder, 30)
    target.start()

    target.close()

    assert analysis.cancelled
    assert "coach-target" not in {t.name for t in threading.enumerate()}


def test_a_persons_moves_replace_those_found_and_are_counted_anew(encoder):
    target, _ = target_at(encoder, len(WORLD))
    target.start()
    found = target.moves

    target.set_moves([Move("lunge", 16.0, 28.0, 99), Move("squat", 2.0, 8.0, 99)])

    assert [(m.name, m.repetitions) for m in target.moves] == [("squat", 2), ("lunge", 4)]
    assert target.moves_at(20.0)[0].name == "lunge"
    assert target.found_moves == found

    target.set_moves(None)
    assert target.moves == found


def test_a_persons_moves_outlast_the_analysis(encoder):
    target, analysis = target_at(encoder, 15 * 20, chapters=())
    kept = (Move("squat", 2.0, 14.0, 4),)
    target.set_moves(kept)

    analysis.frames = len(WORLD)
    target._refresh()

    assert target.moves == kept
    assert [m.repetitions for m in target.found_moves] == [4, 4]


def test_rests_are_known_and_are_no_moves(encoder):
    target, _ = target_at(encoder, len(WORLD))
    target.start()

    assert [m.kind for m in target.stretches] == ["rest", "periodic", "periodic"]
    assert [m.name for m in target.moves] == ["squat", "lateral_raise"]


def test_moves_are_called_as_the_recogniser_says(encoder):
    info, analysis = (
        target_at(encoder, len(WORLD), chapters=())[0].info,
        ScriptedAnalysis(len(WORLD)),
    )
    target = Target(info, analysis, Finder(encoder, Named(("squat", "unknown"))))
    target.start()

    assert [m.name for m in target.moves] == ["squat", "Move 2"]
