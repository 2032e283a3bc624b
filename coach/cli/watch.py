"""``coach watch``: what somebody is doing, and whether they fell; of a recording, or live."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

from coach import answers
from coach.cli.io import check_writable, track_cache, tracks_of, write_json
from coach.media import Camera, open_camera
from coach.moves.actions import (
    ActionLog,
    ActionRecogniser,
    ActionSpan,
    ActionState,
    recognise_actions,
)
from coach.moves.fall_detector import FallWatch, find_falls
from coach.moves.falls import FallPhase
from coach.pose import PoseEstimator
from coach.pose.correction import LiveCorrection
from coach.texts import Texts
from coach.types import Frame, Pose

_WAIT: Final = 0.2
"""Seconds to wait for a picture before looking round again."""


class Estimator(Protocol):
    """What watching asks of a pose estimator."""

    def push(self, frame: Frame) -> tuple[Pose | None, ...]:
        """People in a frame."""


def run_watch(options: argparse.Namespace, texts: Texts) -> None:
    """``coach watch``."""
    if options.json != "-":
        check_writable(Path(options.json))
    if options.video.isdecimal() and not Path(options.video).exists():
        found = _live(options, texts)
    else:
        tracks = tracks_of(
            Path(options.video),
            people=options.people,
            model=options.model or "heavy",
            cache=track_cache(options.data),
            texts=texts,
        )
        found = [answers.watched(recognise_actions(track), find_falls(track)) for track in tracks]
    write_json(found[0] if options.people == 1 else {"people": found}, options.json)


def _live(options: argparse.Namespace, texts: Texts) -> list[dict[str, Any]]:
    with (
        PoseEstimator(options.model or "full", options.people) as estimator,
        closing(open_camera(options.video)) as camera,
    ):
        print(texts("cli_watch_begins"), file=sys.stderr, flush=True)
        return watched(camera, estimator, options.people, texts)


def watched(
    camera: Camera, estimator: Estimator, people: int, texts: Texts
) -> list[dict[str, Any]]:
    """Watch a camera until it ends or Ctrl+C, a line for whatever begins.

    Returns:
        A result for each person, seconds counted from the first picture.

    Raises:
        CameraLost: the camera gave pictures no more.
    """
    watchers = [_Watcher(texts, n if people > 1 else 0) for n in range(1, people + 1)]
    index, began = -1, None
    with _until_interrupted():
        while not camera.ended:
            if camera.lost is not None:
                raise camera.lost
            frame = camera.latest(index, _WAIT)
            if frame is None:
                continue
            index = frame.index
            began = frame.time if began is None else began
            for watcher, pose in zip(watchers, estimator.push(frame), strict=True):
                watcher.push(pose, frame.time - began)
    return [watcher.result() for watcher in watchers]


@contextmanager
def _until_interrupted() -> Iterator[None]:
    """Ctrl+C is the usual way to end this."""
    try:
        yield
    except KeyboardInterrupt:
        return


class _Watcher:
    """One person before a camera: says what begins, keeps what was."""

    def __init__(self, texts: Texts, number: int) -> None:
        """number: said with every line; 0: there is one person only."""
        self._texts, self._number = texts, number
        self._recogniser, self._log = ActionRecogniser(), ActionLog()
        self._spans: list[ActionSpan] = []
        self._falls = FallWatch()
        self._correction = LiveCorrection()
        self._action: str | None = None
        self._phase = FallPhase.WATCHING

    def push(self, pose: Pose | None, time: float) -> None:
        """Take one frame."""
        pose = None if pose is None else self._correction.push(pose, time)
        state = self._recogniser.push(pose, time)
        self._keep(self._log.push(state))
        self._say_action(state, time)
        phase = self._falls.push(pose, time).phase
        if phase is not self._phase and phase in (FallPhase.ASKING, FallPhase.ALARM):
            self._say(self._texts(f"cli_watch_{phase.value}"), time)
        self._phase = phase

    def result(self) -> dict[str, Any]:
        """All that was seen."""
        self._keep(self._log.finish())
        return answers.watched(self._spans, self._falls.falls)

    def _keep(self, span: ActionSpan | None) -> None:
        if span is not None:
            self._spans.append(span)

    def _say_action(self, state: ActionState, time: float) -> None:
        if state.action != self._action and state.action is not None:
            self._say(self._texts(f"action_{state.action}"), time)
        self._action = state.action

    def _say(self, what: str, time: float) -> None:
        who = self._texts("cli_person", n=self._number) + "  " if self._number else ""
        print(f"{time:8.1f} s  {who}{what}", file=sys.stderr, flush=True)
