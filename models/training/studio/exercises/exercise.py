"""What an exercise is: key poses over one repetition, and the ways in which it goes wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from models.training.studio.keys import Key


@dataclass(frozen=True, slots=True)
class Stage:
    """A key pose within a repetition.

    Attributes:
        at: part of the repetition's time, 0..1. key: the pose.
        phase: how far out it is, 0 ready .. 1 far end.
    """

    at: float
    key: Key
    phase: float


@dataclass(frozen=True, slots=True)
class FaultKind:
    """One way of doing it wrong, at severity 1.

    Attributes:
        name: in the field's words, with underscores.
        depth: part of the way from ready that is left.
        parts: beginnings of the channels that ``depth`` is for; empty for all.
        change: degrees or metres added to channels on the way out (as far as the phase).
        ready: added in every key, the ready pose too.
        drop: contacts that are lost at the far end.
    """

    name: str
    depth: float = 1.0
    parts: tuple[str, ...] = ()
    change: Mapping[str, float] = field(default_factory=dict)
    ready: Mapping[str, float] = field(default_factory=dict)
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise of the vocabulary.

    Attributes:
        name: as everywhere in the project.
        posture: in which it begins and ends, a key of POSTURES.
        ready: the pose between repetitions. way: stages between two ready poses.
        seconds: of a usual repetition.
        side: "both", "left" (mirrored for the right) or "alternating".
        props: what it needs. faults: by name.
        hold: a pose that is held; it has no repetitions.
    """

    name: str
    posture: str
    ready: Key
    way: tuple[Stage, ...]
    seconds: float = 3.0
    side: str = "both"
    props: tuple[str, ...] = ()
    faults: tuple[FaultKind, ...] = ()
    hold: bool = False

    def fault(self, name: str) -> FaultKind:
        """The fault of this name. Raises KeyError."""
        for kind in self.faults:
            if kind.name == name:
                return kind
        raise KeyError(f"{self.name} has no fault {name}")

    def stages(
        self, depth: float = 1.0, faults: Mapping[str, float] | None = None, mirror: bool = False
    ) -> tuple[Key, tuple[Stage, ...]]:
        """Ready pose and stages as performed: so deep, with these faults (name to severity)."""
        kinds = [(self.fault(name), severity) for name, severity in (faults or {}).items()]
        ready = self.ready
        for kind, severity in kinds:
            ready = _added(ready, kind.ready, severity)
        stages = [self._performed(stage, ready, depth, kinds) for stage in self.way]
        if mirror:
            ready = ready.mirrored()
            stages = [replace(stage, key=stage.key.mirrored()) for stage in stages]
        return ready, tuple(stages)

    def _performed(
        self, stage: Stage, ready: Key, depth: float, kinds: list[tuple[FaultKind, float]]
    ) -> Stage:
        start, full = ready.full(), stage.key.full()
        channels = dict(full)
        for kind, severity in kinds:
            factor = 1 - severity * (1 - kind.depth)
            for name in channels:
                if not kind.parts or name.startswith(kind.parts):
                    channels[name] = start[name] + factor * (channels[name] - start[name])
        for name in channels:
            channels[name] = start[name] + depth * (channels[name] - start[name])
        key = replace(stage.key, channels=channels)
        for kind, severity in kinds:
            key = _added(_added(key, kind.ready, severity), kind.change, severity * stage.phase)
            if stage.phase > 0.9 and severity > 0:
                key = replace(key, contacts=tuple(c for c in key.contacts if c not in kind.drop))
        return replace(stage, key=key, phase=stage.phase * depth)


def _added(key: Key, change: Mapping[str, float], share: float) -> Key:
    if not change:
        return key
    channels = key.full()
    for name, value in change.items():
        channels[name] += share * value
    return replace(key, channels=channels)
