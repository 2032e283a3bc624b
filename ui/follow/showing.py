"""What the follow screen shows, made of what is known: a pure function, no widget in here."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from coach.errors import CameraBlack, CameraFrozen, CameraLost
from coach.report import exercise_name
from coach.texts import Texts, cue_text
from coach.types import Cue, Move
from ui.engine import TargetFace
from ui.follow.view import (
    AlarmView,
    CurtainView,
    FollowView,
    PlayerView,
    Situation,
    Stage,
    TogetherView,
)
from ui.kit.bands import band_of, score_text
from ui.kit.people import who
from ui.kit.words import clock_text, sentence_of
from ui.moves.edit import spans_of

if TYPE_CHECKING:
    from coach.session import PersonState

HEAD_START_S: Final = 3.0
"""Seconds of the target that are analysed before it plays, unless it is shorter."""

ANNOUNCED_S: Final = 8.0
"""Seconds before the next move from which it is told how soon, and shown."""

CUE_TURN_S: Final = 6.0
"""Of several things to tell, each has so long a turn."""

_FAULTS: Final = {
    CameraLost: "live_camera_lost",
    CameraFrozen: "live_camera_frozen",
    CameraBlack: "live_camera_black",
}
"""Of a camera that worked and gives no picture of the people any more."""

_TOGGLES: Final = {
    Stage.RUNNING: "ui_pause",
    Stage.PAUSED: "ui_resume",
    Stage.CATCHING_UP: "ui_pause",
    Stage.ENDING: "ui_pause",
}


def as_filmed(mirror: str, *, flipped: bool) -> str:
    """How a person is compared with the video as it was filmed, "auto", "on" or "off".

    ``mirror``: with the picture as it is shown; ``flipped``: left and right exchanged.
    """
    exchanged = {"on": "off", "off": "on"}
    return exchanged.get(mirror, mirror) if flipped else mirror


def may_start(target: TargetFace) -> bool:
    """Whether enough is analysed that the playhead will not run into the unknown."""
    if target.done:
        return True
    ahead = target.ready_until
    if ahead < min(HEAD_START_S, target.duration):
        return False
    return math.isnan(target.remaining_s) or target.remaining_s < 0.8 * target.duration


def can_edit(stage: Stage, target: TargetFace) -> bool:
    """Whether the moves may be edited: all of them are known, and nobody trains."""
    return stage is Stage.READY and target.done


def runs_dry(target: TargetFace, time: float) -> bool:
    """Whether the playhead has come to where nothing is analysed yet."""
    return not target.done and time > target.ready_until - 0.3


def follow_view(now: Situation, texts: Texts) -> FollowView:
    """The screen of a situation."""
    target, live = now.target, now.live
    duration = target.duration if target else 0.0
    move = live.move if live else None
    following = live.next_move if live else None
    fault = _fault(now, texts)
    problem = live.problem if live else None
    said = _said(now, fault, texts)
    is_near = following is not None and following.start - now.time <= ANNOUNCED_S
    coming = _coming(following, now.time, texts) if following else ""
    return FollowView(
        title=target.title if target else "",
        players=_players(now, texts),
        move=exercise_name(texts, move.name) if move else coming,
        repetitions=_repetitions(now, 0, texts) if now.people == 1 else "",
        next_move=coming if move and now.alarm is None else "",
        cue=said.text,
        time=f"{clock_text(now.time)} / {clock_text(duration)}",
        progress=min(now.time / duration, 1.0) if duration > 0 else 0.0,
        countdown=str(now.countdown) if now.stage is Stage.COUNTDOWN else "",
        curtain=_curtain(now, texts),
        banner=now.camera_failure or sentence_of(problem, texts),
        mirror_note=_mirror_note(now, texts),
        cues=_arrows(now, said),
        speed=f"{now.speed:.1f}×",
        toggle=_TOGGLES.get(now.stage, "ui_start"),
        can_toggle=now.stage in (Stage.READY, Stage.RUNNING, Stage.PAUSED),
        can_restart=now.stage in (Stage.RUNNING, Stage.PAUSED),
        clap_note=_clap_note(now, texts),
        alarm=_alarm(now, texts),
        spans=spans_of(target.moves, duration, texts) if target else (),
        is_editing=now.stage is Stage.EDITING,
        can_edit=target is not None and can_edit(now.stage, target),
        elapsed=clock_text(now.time),
        remaining=f"−{clock_text(max(duration - now.time, 0.0))}",
        halves=_halves(now, texts),
        coach_count=_coach_count(now, texts),
        next_pose=now.next_pose if is_near or move is None else None,
        cue_tone=said.tone,
        blind=_blind_hint(now, texts) if fault else "",
        names=(
            tuple(who(i, now.names, texts) for i in range(now.people)) if now.people > 1 else ()
        ),
        together=_together(now, texts),
        flipped=now.flipped,
        part=_part(now, duration),
        loop=texts("follow_loop", n=now.passes + 1) if now.part is not None else "",
    )


def _part(now: Situation, duration: float) -> tuple[float, float] | None:
    """What is repeated, in parts of the target."""
    if now.part is None or duration <= 0:
        return None
    return now.part.start / duration, now.part.end / duration


def _alarm(now: Situation, texts: Texts) -> AlarmView | None:
    if now.alarm is None:
        return None
    if now.alarm.is_off:
        title, body = texts("ui_alarm_help"), texts("ui_alarm_help_body")
        return AlarmView(title, body, texts("alarm_answers"), "", is_loud=True)
    left = texts("alarm_left", seconds=max(now.alarm_left, 0))
    return AlarmView(texts("ui_alarm_ask"), texts("ui_alarm_ask_body"), "", left, is_loud=False)


def _players(now: Situation, texts: Texts) -> tuple[PlayerView, ...]:
    views = []
    for i in range(now.people):
        person = now.live.people[i] if now.live and i < len(now.live.people) else None
        score = person.smoothed_score if person else math.nan
        average = person.average if person else math.nan
        band = band_of(score)
        begun = not (math.isnan(score) and math.isnan(average)) or _is_blind(now)
        told = "" if math.isnan(average) else texts("ui_average", score=f"{average:.0f}")
        views.append(
            PlayerView(
                label=who(i, now.names, texts) if now.people > 1 else "",
                score=score_text(score),
                band=band,
                word=texts(band.word_key) if begun else "",
                detail=told if now.people == 1 else _repetitions(now, i, texts),
            )
        )
    return tuple(views)


def _coming(move: Move, time: float, texts: Texts) -> str:
    """The next move; how soon it comes, where that is soon."""
    name, left = exercise_name(texts, move.name), move.start - time
    if not 0.0 < left <= ANNOUNCED_S:
        return texts("ui_next", move=name)
    return texts("follow_next_in", move=name, seconds=math.ceil(left))


def _repetitions(now: Situation, i: int, texts: Texts) -> str:
    """Done and asked; of a hold, seconds held and asked."""
    live = now.live
    if live is None or live.move is None or i >= len(live.people) or _is_blind(now):
        return ""
    if live.move.kind == "held":
        asked = math.floor(live.move.end - live.move.start)
        return texts("follow_held", held=math.floor(live.people[i].held), asked=asked)
    if live.target_repetitions <= 0:
        return ""
    return f"{live.people[i].repetitions} / {live.target_repetitions}"


def _halves(now: Situation, texts: Texts) -> str:
    """How many of the repetitions of the one who trains fell short; nothing where none did."""
    live = now.live
    if now.people > 1 or live is None or not live.people or not live.people[0].attempts:
        return ""
    is_counted = live.move is not None and live.move.kind != "held" and live.target_repetitions > 0
    return texts("follow_half", n=live.people[0].attempts) if is_counted else ""


def _coach_count(now: Situation, texts: Texts) -> str:
    live = now.live
    if live is None or live.move is None or live.move.kind == "held":
        return ""
    if live.target_repetitions <= 0:
        return ""
    return texts("follow_coach_count", n=live.target_shown)


def _together(now: Situation, texts: Texts) -> TogetherView | None:
    if now.people < 2 or now.live is None or math.isnan(now.live.synchrony):
        return None
    part = max(now.live.synchrony, 0.0)
    band = band_of(100.0 * part)
    return TogetherView(part, band, texts(f"follow_together_{band.value}"))


class _Said(NamedTuple):
    """The one thing that is told: a sentence, its tone, and whom its arrows belong to."""

    text: str = ""
    tone: str = "accent"
    person: int | None = None


def _fault(now: Situation, texts: Texts) -> str:
    """What is wrong with a camera that gives no picture any more, short enough for the mat."""
    problem = now.live.problem if now.live and now.live.frame is not None else None
    if not isinstance(problem, CameraLost | CameraFrozen | CameraBlack) or now.camera_failure:
        return ""
    return texts(_FAULTS[type(problem)], camera=now.camera or problem.camera)


def _blind_hint(now: Situation, texts: Texts) -> str:
    """What stands on the old picture: how it goes on where it waits for somebody to be seen."""
    return texts("live_camera_waits_hint" if now.is_gone else "note_no_picture")


def _is_blind(now: Situation) -> bool:
    """Whether the camera gives no picture: then nothing is known of the people."""
    live = now.live
    if live is None or live.frame is None:
        return False
    return live.note == "note_no_picture" or isinstance(live.problem, tuple(_FAULTS))


def _said(now: Situation, fault: str, texts: Texts) -> _Said:
    """What is told now: the camera first, what passes at once, else all in turns."""
    if now.alarm is not None:
        return _Said()
    if fault:
        return _Said(fault, "off")
    note = now.live.note if now.live and now.live.frame is not None else ""
    if note == "note_nobody_seen":
        return _Said(texts(note), "")
    if now.notice:
        return _Said(now.notice, "")
    cues = _cues(now, texts)
    if note and now.stage is not Stage.RUNNING:
        return _Said(texts(note), "")
    if note:
        cues.append(_Said(texts(note), ""))
    return cues[int(now.clock / CUE_TURN_S) % len(cues)] if cues else _Said()


def _cues(now: Situation, texts: Texts) -> list[_Said]:
    """What to change, of each person; where there is nothing, what else there is to say."""
    if now.stage not in (Stage.RUNNING, Stage.PAUSED):
        return []
    people = now.live.people if now.live else ()
    tone = "good" if _is_praise(now) else "accent"
    shown = [(i, cue_text(texts, cue)) for i, cue in enumerate(now.cues) if cue is not None]
    shown = shown or [(i, said) for i, one in enumerate(people) if (said := _remark(one, texts))]
    if now.people > 1:
        shown = [
            (i, texts("ui_cue_for", who=who(i, now.names, texts), cue=said)) for i, said in shown
        ]
    return [_Said(sentence, tone, i) for i, sentence in shown]


def _arrows(now: Situation, said: _Said) -> tuple[Cue | None, ...]:
    """The cue of whom is spoken to, while the video runs."""
    if now.stage is not Stage.RUNNING:
        return ()
    return tuple(cue if i == said.person else None for i, cue in enumerate(now.cues))


def _remark(person: PersonState, texts: Texts) -> str:
    """What there is to say of somebody whose shape needs no cue."""
    if person.corrected:
        return texts("live_corrected")
    timing = person.timing
    if timing is None or not timing.word:
        return ""
    return texts(f"live_{timing.word}", seconds=f"{abs(timing.late):.1f}")


def _is_praise(now: Situation) -> bool:
    """Whether what is said, if anything, is that something is right now."""
    people = now.live.people if now.live else ()
    return not any(now.cues) and any(person.corrected for person in people)


def _clap_note(now: Situation, texts: Texts) -> str:
    """What two claps do, where they can be seen."""
    is_heard = now.claps and now.stage is Stage.RUNNING and not _is_blind(now)
    return texts("ui_clap_pauses") if is_heard else ""


def _mirror_note(now: Situation, texts: Texts) -> str:
    """How the person is compared with what is shown."""
    live = now.live
    if live is None or live.mirrored is None:
        return ""
    return texts("ui_mirrored" if live.mirrored != now.flipped else "ui_not_mirrored")


def _curtain(now: Situation, texts: Texts) -> CurtainView | None:
    nan = math.nan
    if now.alarm is not None:  # one question at a time
        return None
    match now.stage:
        case Stage.OPENING:
            return CurtainView(texts("ui_opening"), "", 0.0, texts("follow_cancel"), is_quiet=True)
        case Stage.ANALYSING | Stage.CATCHING_UP if now.target is not None:
            way_out = texts("ui_stop" if now.stage is Stage.CATCHING_UP else "follow_cancel")
            left = _remaining(now.target, texts)
            title, done = texts("ui_analysing"), now.target.fraction
            return CurtainView(title, left, done, way_out, is_quiet=True)
        case Stage.READY:
            hint = texts("ui_ready_hint_clap" if now.claps else "ui_ready_hint")
            return CurtainView(texts("ui_ready"), hint, nan, texts("ui_start"))
        case Stage.PAUSED if now.is_gone and _fault(now, texts):
            hint = texts("live_camera_waits_hint")
            return CurtainView(texts("live_camera_waits"), hint, nan, texts("ui_resume"))
        case Stage.PAUSED if now.is_gone:
            hint = texts("follow_gone_hint")
            return CurtainView(texts("follow_gone"), hint, nan, texts("ui_resume"))
        case Stage.PAUSED if now.is_ending:
            hint = texts("follow_ending_hint")
            return CurtainView(texts("follow_ending"), hint, nan, texts("ui_resume"))
        case Stage.PAUSED:
            hint = texts("ui_paused_hint_clap" if now.claps else "ui_paused_hint")
            return CurtainView(texts("ui_paused"), hint, nan, texts("ui_resume"))
        case Stage.ENDING:
            return CurtainView(texts("ui_ending"), "", 0.0, "")
        case Stage.FAILED:
            other = "ui_other_camera" if now.camera_failure else "ui_other_video"
            return CurtainView(now.failure, "", nan, texts(other))
    return None


def _remaining(target: TargetFace, texts: Texts) -> str:
    percent = f"{100 * target.fraction:.0f}"
    if math.isnan(target.remaining_s):
        return texts("ui_analysed", percent=percent)
    left = max(1, math.ceil(target.remaining_s))
    return texts("ui_analysed_left", percent=percent, seconds=left)
