"""What the session score says of the demo clips, beside what is wanted of it.

    python -m models.training.evaluate_demo [--json FILE] [--model full]

The target against everybody who follows it; what really is wrong with a move, from the
labels of the clip, stands beside what the score finds. Nothing here needs torch.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.embedding import Encoder
from coach.media import probe
from coach.paths import DEMO
from coach.pose import analyse
from coach.report import result_json
from coach.session import score_session
from coach.texts import Texts
from coach.types import MODEL_NAMES, ModelName, PoseTrack
from models.training.studio.take import Segment
from models.training.studio.truth import read_truth

TARGET = "target"


@dataclass(frozen=True)
class Goal:
    """What is wanted of a clip's score, given the scores of all clips so far."""

    words: str
    met: Callable[[float, dict[str, float]], bool]


GOALS = {
    "target": Goal("at least 98", lambda score, _: score >= 98),
    "good": Goal("at least 80", lambda score, _: score >= 80),
    "good_25": Goal("within 8 of good", lambda score, all_: abs(score - all_["good"]) <= 8),
    "poor": Goal("15 below good", lambda score, all_: score <= all_["good"] - 15),
    "still": Goal("below 30", lambda score, _: score < 30),
}
"""Clip to goal, in the order of the table."""


def evaluate(model: ModelName) -> dict[str, Any]:
    """Result of every clip that is there, as ``coach score`` gives it, its goal and labels."""
    path = DEMO / f"{TARGET}.mp4"
    target, encoder = _track(path, model), Encoder()
    clips: dict[str, Any] = {}
    scores: dict[str, float] = {}
    for name, goal in GOALS.items():
        video = DEMO / f"{name}.mp4"
        if not video.exists():
            continue
        user = target if name == TARGET else _track(video, model)
        result = score_session(
            target, [user], title=TARGET, encoder=encoder, chapters=probe(path).chapters
        )
        content = result_json(result, Texts("en"))
        del content["frames"]
        scores[name] = result.people[0].score
        met = goal.met(scores[name], scores)
        clips[name] = {"goal": goal.words, "met": met, **content}
        for move, segment in zip(content["moves"], _exercises(name), strict=False):
            move["faults"] = sorted({fault.name for fault in segment.faults})
    return {"model": model, "clips": clips}


def _track(path: Path, model: ModelName) -> PoseTrack:
    return analyse(path, model=model)[0]


def _exercises(name: str) -> list[Segment]:
    segments = read_truth(DEMO / f"{name}.npz").segments(0)
    return [segment for segment in segments if segment.kind == "exercise"]


def print_table(found: dict[str, Any]) -> None:
    """A line a clip, and one a move."""
    print(f"Session score of the demo clips, poses of {found['model']}")
    for name, clip in found["clips"].items():
        print(
            f"{name:22}{clip['score']:6.1f} {clip['grade']}  cosine {clip['similarity']}  "
            f"lag {clip['lag_s']} s  {'mirrored' if clip['mirrored'] else 'as it is'}"
            f"   wanted {clip['goal']}: {'yes' if clip['met'] else 'NO'}"
        )
        for move in clip["moves"]:
            done = f"{move['repetitions']} of {move['target_repetitions']}"
            print(
                f"  {move['name']:20}{move['score']:6.1f} {move['grade']}  {done:9}"
                f"{', '.join(move.get('faults', [])):15}{move['weakest_joint']:16}{move['cue']}"
            )


def main() -> None:
    """Print the table, write it as JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", choices=MODEL_NAMES, default="heavy")
    parser.add_argument("--json", type=Path, default=None)
    chosen = parser.parse_args()
    found = evaluate(chosen.model)
    print_table(found)
    if chosen.json:
        chosen.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
