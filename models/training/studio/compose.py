"""Composes what one person does: exercises, rests, transitions and actions in turn.

A `Script` collects key poses and their labels; `perform` solves them for a body.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from models.training.studio.acting import Acting
from models.training.studio.body import Array
from models.training.studio.channels import CHANNELS
from models.training.studio.exercises import EXERCISES, Exercise
from models.training.studio.exercises.exercise import Stage
from models.training.studio.exercises.postures import POSTURES, transition
from models.training.studio.exercises.rests import RESTS
from models.training.studio.handling import Stand, Use, prop_tracks, use_of
from models.training.studio.keys import (
    FEET,
    ON_ARMS,
    Key,
    Mark,
    curves,
    holds,
    pchip,
    solve_marks,
    supports,
)
from models.training.studio.rig import Rig
from models.training.studio.take import Fault, Segment, Take


@dataclass(frozen=True, slots=True)
class Manner:
    """How a person moves.

    Attributes:
        tempo: factor on the seconds of a repetition. variation: of it from one to the next.
        depth: part of the full way that is usual. asymmetry: of left against right, -1..1
            where 0.1 is much. sway: size of the idle movement, 1 is natural.
    """

    tempo: float = 1.0
    variation: float = 0.05
    depth: float = 0.98
    asymmetry: float = 0.0
    sway: float = 1.0


READY_SECONDS = 0.8
"""Time from a posture to the ready pose of an exercise."""
STEP_SECONDS = 0.22
HANDS_MEET = 0.44
"""Part of a repetition of the exercise "clap" at which the hands meet."""
STANCE_DEGREES = 4.0
"""A stance that differs more than this from the one before is stepped into."""


@dataclass(slots=True)
class Script:
    """What one person does, in order; every call adds to its end.

    Attributes:
        rng: of all variation. manner: of the person. heading: degrees.
        marks, segments, phases: what has been collected. now: its end, seconds.
    """

    rng: np.random.Generator
    manner: Manner = field(default_factory=Manner)
    heading: float = 0.0
    place: tuple[float, float] = (0.0, 0.0)
    posture: str = "standing"
    now: float = 0.0
    marks: list[Mark] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    phases: list[tuple[float, float]] = field(default_factory=list)
    claps: list[float] = field(default_factory=list)
    props: list[Use] = field(default_factory=list)

    def pose(self, seconds: float, key: Key, phase: float = 0.0) -> None:
        """Reach a key pose so many seconds after the last one."""
        self.now += seconds
        if not self.marks:
            key = replace(key, channels={**key.channels, "x": self.place[0], "y": self.place[1]})
        channels = {**key.channels, "heading": key.channels.get("heading", 0.0) + self.heading}
        self.marks.append(Mark(self.now, replace(key, channels=channels)))
        self.phases.append((self.now, phase))

    def go_to(self, posture: str) -> None:
        """Get into a posture, by way of the poses in between."""
        if not self.marks:
            self.pose(0.0, POSTURES[posture])
        elif posture != self.posture:
            start = self.now
            for seconds, key in transition(self.posture, posture):
                self.pose(seconds * self.manner.tempo, key)
            name = f"{self.posture}_to_{posture}"
            self.segments.append(Segment("transition", name, start, self.now))
        self.posture = posture

    def wait(self, seconds: float, name: str = "rest") -> None:
        """Stay in the posture; somebody who stands may rest in several ways."""
        if not self.marks:
            self.pose(0.0, POSTURES[self.posture])
        start = self.now
        resting = RESTS[int(self.rng.integers(len(RESTS)))]
        if self.posture == "standing" and seconds > 2.5 and self.rng.random() < 0.6:
            poses = [resting.ready, *(stage.key for stage in resting.way)]
            each = resting.seconds / len(poses)
            while self.now + each < start + seconds - 0.6:
                self.pose(each, poses[len(self.marks) % len(poses)])
        self.pose(0.4 * (start + seconds - self.now), POSTURES[self.posture])
        self.pose(start + seconds - self.now, POSTURES[self.posture])
        self.segments.append(Segment("rest", name, start, self.now))

    def exercise(
        self,
        name: str,
        repetitions: int,
        faults: Mapping[str, float] | None = None,
        side: str = "left",
        seconds: float | None = None,
        depths: Sequence[float] | None = None,
        lengths: Sequence[float] | None = None,
        give_up: float | None = None,
    ) -> None:
        """Do an exercise, its way there included.

        ``faults``: name to severity. ``side``: of one-sided and first of alternating ones.
        ``seconds``: of a repetition (or of the whole hold). ``depths``: part of the way of each
        repetition, ``lengths``: seconds of each. ``give_up``: part of the way at which one more
        repetition is given up.
        """
        plan = EXERCISES[name]
        self.go_to(plan.posture)
        mirror = side == "right" and plan.side != "both"
        ready, _ = plan.stages(1.0, faults, mirror)
        self._into(ready)
        start = self.now
        length = seconds or plan.seconds * self.manner.tempo
        done: list[tuple[float, float]] = []
        tried: list[tuple[float, float]] = []
        if plan.hold:
            self._hold(plan, length if seconds else 8.0, faults, mirror)
        scaled = _scales(plan)
        for i in range(0 if plan.hold else repetitions):
            depth = depths[i] if depths else self._depth()
            depth = depth if scaled else 1.0
            turned = mirror != (plan.side == "alternating" and i % 2 == 1)
            if lengths:
                done.append(self._repeat(plan, lengths[i], depth, faults, turned, exact=True))
            else:
                done.append(self._repeat(plan, length, depth, faults, turned))
        if give_up is not None and not plan.hold and scaled:
            tried.append(self._repeat(plan, length * 0.9, give_up, faults, mirror))
        if name == "clap" and "hands_do_not_meet" not in (faults or {}):
            self.claps += [a + HANDS_MEET * (b - a) for a, b in done]
        wrong = self._wrong(faults, done + tried or [(start, self.now)])
        sides = {"both": "both", "left": side, "alternating": "alternating"}
        self.segments.append(
            Segment("exercise", name, start, self.now, sides[plan.side], tuple(done),
                    tuple(tried), wrong)
        )  # fmt: skip
        self.props += [use_of(name, prop, start, self.now) for prop in plan.props]
        self.pose(READY_SECONDS, POSTURES[plan.posture])

    def act(self, acting: Acting) -> None:
        """Append an action that was made for this body, from where it is made to begin."""
        start = self.now + (READY_SECONDS if self.marks else 0.0)
        later = acting.later(start)
        self.marks += later.marks
        self.phases += [(mark.time, 0.0) for mark in later.marks]
        self.segments += later.segments
        self.claps += later.claps
        self.props += [
            Use(p.name, p.how, p.start, p.end, Stand(p.at[0], p.at[1])) for p in later.props
        ]
        self.now = self.marks[-1].time
        self.posture, self.heading = acting.posture, acting.ends.heading
        self.place = (acting.ends.x, acting.ends.y)

    def lead(self, name: str) -> float:
        """Seconds from now to the first repetition of an exercise in this posture."""
        steps = self._steps(EXERCISES[name].ready)
        return READY_SECONDS + (4 * STEP_SECONDS if steps else 0.0)

    def _steps(self, ready: Key) -> bool:
        """Whether the feet have to be put elsewhere for that pose."""
        last = self.marks[-1].key
        before, after = last.full(), ready.full()
        standing = all(f in ready.contacts and f in last.contacts for f in FEET)
        wider = max(abs(before[f"{s}_hip_open"] - after[f"{s}_hip_open"]) for s in "lr")
        return self.posture == "standing" and standing and wider > STANCE_DEGREES

    def _into(self, ready: Key) -> None:
        """The ready pose; where the stance differs much, the feet are put there in turn."""
        if self._steps(ready):
            for moving, side in ((FEET[0], "l"), (FEET[1], "r")):
                kept = tuple(f for f in FEET if f != moving)
                lifted = {f"{side}_hip_flex": 16.0, f"{side}_knee": 30.0}
                channels = {**ready.full(), **lifted, "pitch": 0.0}
                half = replace(ready, channels=channels, contacts=kept, balance=False)
                self.pose(STEP_SECONDS, half)
                self.pose(STEP_SECONDS, replace(ready, fresh=(moving,)))
        self.pose(READY_SECONDS, ready)

    def _depth(self) -> float:
        spread = 0.6 * self.manner.variation
        return float(np.clip(self.manner.depth + self.rng.normal(0, spread), 0.85, 1.03))

    def _repeat(
        self,
        plan: Exercise,
        length: float,
        depth: float,
        faults: Mapping[str, float] | None,
        mirror: bool,
        exact: bool = False,
    ) -> tuple[float, float]:
        spread = 0.0 if exact else self.manner.variation
        length *= float(np.exp(np.clip(self.rng.normal(0, spread), -2 * spread, 2 * spread)))
        ready, stages = plan.stages(depth, self._graded(faults), mirror)
        start = self.now
        at = 0.0
        for stage in stages:
            self.pose((stage.at - at) * length, self._uneven(stage, ready).key, stage.phase)
            at = stage.at
        self.pose((1 - at) * length, ready)
        end = self.now
        if not exact and self.rng.random() < 0.35 and length > 1.5:  # a breath between repetitions
            self.pose(float(self.rng.uniform(0.08, 0.4)), ready)
        return round(start, 3), round(end, 3)

    def _graded(self, faults: Mapping[str, float] | None) -> dict[str, float]:
        """Severities as they come out in one repetition."""
        return {
            name: float(np.clip(severity * self.rng.uniform(0.9, 1.1), 0, 1))
            for name, severity in (faults or {}).items()
        }

    def _uneven(self, stage: Stage, ready: Key) -> Stage:
        """A person's lasting difference between left and right, in the arms."""
        if not self.manner.asymmetry:
            return stage
        channels, start = stage.key.full(), ready.full()
        for side, sign in (("l", 1), ("r", -1)):
            name = f"{side}_arm_raise"
            channels[name] += sign * 0.5 * self.manner.asymmetry * (channels[name] - start[name])
        return replace(stage, key=replace(stage.key, channels=channels))

    def _hold(
        self, plan: Exercise, seconds: float, faults: Mapping[str, float] | None, mirror: bool
    ) -> None:
        ready, stages = plan.stages(1.0, faults, mirror)
        phase = 0.0 if plan.name == "rest" else 1.0
        start, at = self.now, 0.1
        self.pose(at * seconds, ready, phase)
        for stage in stages:
            self.pose(max(0.85 * stage.at - at, 0.05) * seconds, stage.key, phase)
            at = max(0.85 * stage.at, at + 0.05)
        if not stages or self.now < start + 0.85 * seconds:
            last = stages[-1].key if stages else ready
            self.pose(start + 0.85 * seconds - self.now, last, phase)
        self.pose(start + seconds - self.now, ready)

    @staticmethod
    def _wrong(
        faults: Mapping[str, float] | None, spans: list[tuple[float, float]]
    ) -> tuple[Fault, ...]:
        return tuple(
            Fault(name, round(severity, 3), start, end)
            for name, severity in (faults or {}).items()
            if severity > 0
            for start, end in spans
        )


IDLE = {
    "twist": 0.8, "spine_roll": 0.7, "spine_pitch": 0.5, "spine_yaw": 0.8, "head_yaw": 2.2,
    "head_pitch": 1.4, "head_roll": 0.8, "l_arm_raise": 0.9, "r_arm_raise": 0.9,
    "l_arm_plane": 2.0, "r_arm_plane": 2.0, "l_elbow": 1.6, "r_elbow": 1.6, "l_forearm": 2.0,
    "r_forearm": 2.0,
}  # fmt: skip
"""Size of the slow sway of each channel in somebody who just stands, degrees."""


def _scales(plan: Exercise) -> bool:
    """Whether a part of the way is a pose too: not if it leads over hands put down."""
    return all(set(stage.key.contacts) & {*ON_ARMS} <= {*plan.ready.contacts} for stage in plan.way)


def idle(rng: np.random.Generator, times: Array, size: float = 1.0) -> dict[str, Array]:
    """Sway (a few slow waves a channel) and breathing, to be added to the channels, (T,)."""
    c = {name: np.zeros(len(times)) for name in CHANNELS}
    for name, part in IDLE.items():
        for hertz in rng.uniform(0.06, 0.45, 3):
            wave = np.sin(2 * np.pi * hertz * times + rng.uniform(0, 2 * np.pi))
            c[name] += size * part * 0.5 * wave
    for channel, leg in (("ankle", "hip_flex"), ("hip_open", "")):  # the body over its feet
        for hertz in rng.uniform(0.08, 0.4, 3):
            wave = 0.35 * size * np.sin(2 * np.pi * hertz * times + rng.uniform(0, 2 * np.pi))
            for side, outward in (("l", 1.0), ("r", -1.0)):
                c[f"{side}_{channel}"] += wave if leg else outward * wave
                if leg:
                    c[f"{side}_{leg}"] -= wave
    breath = np.sin(2 * np.pi * 0.27 * times + rng.uniform(0, 2 * np.pi))
    c["spine_pitch"] -= 0.5 * breath
    for side in "lr":
        c[f"{side}_shrug"] += 0.9 * breath
    return c


def perform(rig: Rig, script: Script, times: Array) -> Take:
    """Solve a script for a body at these times (seconds; the last pose is kept after its end)."""
    solved = solve_marks(rig, script.marks)
    c = curves(solved, times)
    sway = idle(np.random.default_rng(script.rng.integers(2**31)), times, script.manner.sway)
    held = holds(solved, times)
    calm = np.max([np.zeros(len(times)), *(h.weight for n, h in held.items() if n in ON_ARMS)], 0)
    for name, values in sway.items():
        c[name] = c[name] + (1 - 0.75 * calm) * values
    motion = rig.solve(c, held)
    at, phase = np.array(script.phases).T
    rising = np.concatenate([[True], np.diff(at) > 1e-6])
    return Take(
        times,
        motion,
        supports(held, c["lift"]),
        tuple(sorted(script.segments, key=lambda s: s.start)),
        np.clip(pchip(at[rising], phase[rising], times), 0, 1.1),
        prop_tracks(rig, motion, times, script.props),
        tuple(script.claps),
    )
