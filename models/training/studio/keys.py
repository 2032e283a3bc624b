"""From key poses at given times to smooth curves, contacts and bone transforms.

Feet and hands that touch the floor at a key get their place there; while two keys in turn
name a contact it is held in between. Where a key asks for it the pelvis is pitched so that
all contacts touch (a plank of any body), or the legs lean so that the centre of mass is over
the feet.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from models.training.studio.anatomy import angles
from models.training.studio.body import Array
from models.training.studio.channels import (
    CHANNELS,
    CONTACTS,
    SIDED,
    SIDES,
    TRUNK,
    BoneMotion,
    Hold,
    mirrored_limb,
)
from models.training.studio.channels import mirrored as mirrored_channels
from models.training.studio.rig import RANK, Rig

FEET = ("l_foot", "r_foot")
GRID = 120.0
"""Curves are made at this rate and then read at the times wanted, hertz."""
SMOOTHING = 0.045
"""Standard deviation of the smoothing of the curves, seconds."""
RAMP = 0.14
"""Time in which a limb leaves, or comes to, its place, seconds."""


@dataclass(frozen=True, slots=True)
class Key:
    """A pose to go through.

    Attributes:
        channels: where they differ from rest. A leg whose foot is in contact needs no
            "hip_flex": it follows from knee, ankle, heel and pitch.
        contacts: limbs that touch, of CONTACTS.
        fresh: contacts that take a new place though they were held before (a hop, a step).
        surfaces: height in metres of what a contact touches, where that is not the floor.
        level: pitch the pelvis so that upper and lower contacts touch.
        balance: lean the legs so that the centre of mass is over the feet.
    """

    channels: Mapping[str, float] = field(default_factory=dict)
    contacts: tuple[str, ...] = FEET
    fresh: tuple[str, ...] = ()
    surfaces: Mapping[str, float] = field(default_factory=dict)
    level: bool = False
    balance: bool = False

    def __post_init__(self) -> None:
        if unknown := (self.channels.keys() - CHANNELS.keys()) | (
            {*self.contacts, *self.fresh, *self.surfaces} - {*CONTACTS}
        ):
            raise KeyError(f"unknown channels or contacts: {sorted(unknown)}")

    def but(self, *, contacts: tuple[str, ...] | None = None, **channels: float) -> Key:
        """This pose with some channels (sided names mean both sides) or contacts changed."""
        changed = replace(self, channels={**self.channels, **both(**channels)})
        return changed if contacts is None else replace(changed, contacts=contacts)

    def mirrored(self) -> Key:
        """The same pose with left and right exchanged."""
        return replace(
            self,
            channels=mirrored_channels(self.channels),
            contacts=tuple(mirrored_limb(c) for c in self.contacts),
            fresh=tuple(mirrored_limb(c) for c in self.fresh),
            surfaces={mirrored_limb(c): z for c, z in self.surfaces.items()},
        )

    def toward(self, other: Key, share: float) -> Key:
        """This pose moved a ``share`` of the way to ``other``; its own contacts stay."""
        a, b = self.full(), other.full()
        return replace(self, channels={n: a[n] + share * (b[n] - a[n]) for n in a})

    def full(self) -> dict[str, float]:
        """Every channel, hip flexion of standing legs included."""
        c = {**CHANNELS, **self.channels}
        for side in SIDES:
            if f"{side}_foot" in self.contacts and f"{side}_hip_flex" not in self.channels:
                lean = c[f"{side}_ankle"] + c[f"{side}_heel"]
                c[f"{side}_hip_flex"] = c[f"{side}_knee"] - lean + c["pitch"]
        return c


def both(**angles: float) -> dict[str, float]:
    """Channel values with sided names ("elbow") meant for the left and the right."""
    table: dict[str, float] = {}
    for name, value in angles.items():
        names = (f"l_{name}", f"r_{name}") if name in SIDED else (name,)
        table.update(dict.fromkeys(names, value))
    return table


@dataclass(frozen=True, slots=True)
class Mark:
    """A key pose and when it is reached, seconds."""

    time: float
    key: Key


@dataclass(frozen=True, slots=True, eq=False)
class _Stay:
    """A contact held from one mark to another."""

    start: float
    end: float
    place: Array
    yaw: float


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """Marks solved for one body: their channels (K,), and the stays of each limb."""

    times: Array
    channels: dict[str, Array]
    stays: dict[str, list[_Stay]]


def solve_marks(rig: Rig, marks: Sequence[Mark]) -> Solved:
    """Channels and places of contact of every mark, in order of time."""
    held: dict[str, _Stay] = {}
    stays: dict[str, list[_Stay]] = {}
    rows: list[dict[str, float]] = []
    for i, mark in enumerate(marks):
        key, time = mark.key, mark.time
        kept = {n: s for n, s in held.items() if n in key.contacts and n not in key.fresh}
        for name in sorted(held.keys() - kept.keys()):  # sets have no order
            before = marks[i - 1].time
            stays.setdefault(name, []).append(replace(held[name], end=before))
        c, made = _solve_key(rig, key, kept, rows[-1] if rows else None, time)
        held = {**kept, **made}
        rows.append(c)
    for name, stay in held.items():
        stays.setdefault(name, []).append(replace(stay, end=marks[-1].time))
    for name in stays:
        stays[name].sort(key=lambda stay: stay.start)
    channels = {name: np.array([row[name] for row in rows]) for name in CHANNELS}
    return Solved(np.array([m.time for m in marks]), channels, stays)


def _solve_key(
    rig: Rig, key: Key, kept: Mapping[str, _Stay], before: Mapping[str, float] | None, time: float
) -> tuple[dict[str, float], dict[str, _Stay]]:
    c = key.full()
    if before is not None:
        for axis in "xyz":
            c[axis] = before[axis]
    else:
        c["z"] = float(rig.hips[2])
    if key.level:
        _level(rig, key, c, kept)
    elif key.balance:
        _balance(rig, key, c, kept)
    rot, joints, _ = _placed(rig, key, c, kept)
    made = {}
    for name in key.contacts:
        if name in kept:
            continue
        place = rig.point(name, rot, joints)[0]
        low = rig.lowest(name, rot, joints)[0]
        surface = key.surfaces.get(name, 0.0)
        if name in TRUNK:
            place[2] = surface
        else:
            place[2] += surface - low
        made[name] = _Stay(time, time, place, _yaw(c, name))
    if any(name in TRUNK for name in key.contacts):
        c.update(_legs_as_bent(rig, key, c, {**kept, **made}))
    return c, made


def _legs_as_bent(
    rig: Rig, key: Key, c: Mapping[str, float], stays: Mapping[str, _Stay]
) -> dict[str, float]:
    """Channels of legs that reach from a trunk in contact to feet in contact, as solved.

    So that nothing springs when the trunk leaves its seat and the legs take over.
    """
    table = {name: np.array([value]) for name, value in c.items()}
    one = np.ones(1)
    held = {n: Hold(s.place[None], np.array([s.yaw]), one) for n, s in stays.items()}
    bent = angles(rig, rig.solve(table, held))
    return {
        f"{side}_{part}": float(bent[f"{side}_{part}"][0])
        for side in SIDES
        if f"{side}_foot" in key.contacts and f"{side}_knee" not in key.contacts
        for part in ("hip_flex", "hip_open", "hip_turn", "knee", "ankle")
    }


def _yaw(c: Mapping[str, float], name: str) -> float:
    side, _, part = name.partition("_")
    outward = 1.0 if side == "l" else -1.0
    if part == "foot":
        return c["heading"] + c["twist"] + outward * c[f"{side}_hip_turn"]
    if part == "hand":
        return c["heading"] + outward * c[f"{side}_hand_yaw"]
    return 0.0


def _placed(
    rig: Rig, key: Key, c: dict[str, float], kept: Mapping[str, _Stay]
) -> tuple[Array, Array, dict[str, float]]:
    """Rotations and joints of one key, placed on what it touches; sets x, y, z in ``c``.

    The third value is the error of height by contact.
    """
    table = {name: np.array([value]) for name, value in c.items()}
    one = np.ones(1)
    flat = {
        name: Hold(
            np.zeros((1, 3)), np.array([kept[name].yaw if name in kept else _yaw(c, name)]), one
        )
        for name in key.contacts
    }
    turn = rig.turns(table, flat)
    ends = any(name.endswith(("hand", "grip", "foot")) for name in key.contacts)
    rot, joints = rig.joints(turn, None if ends else rig.main)  # fingers and toes too
    rise = {}
    for name in key.contacts:
        if name in kept and name not in TRUNK:
            rise[name] = float(kept[name].place[2] - rig.point(name, rot, joints)[0, 2])
        else:
            rise[name] = key.surfaces.get(name, 0.0) - float(rig.lowest(name, rot, joints)[0])
    holds = {n: Hold(kept[n].place[None], np.zeros(1), one) for n in kept}
    if holds:
        c["x"], c["y"] = rig.shifted(table, holds, rot, joints)[0, :2]
    if rise:
        ranks = np.array([RANK[name] for name in rise])
        c["z"] = float(ranks @ np.array(list(rise.values())) / ranks.sum())
    origin = np.array([c["x"], c["y"], c["z"] + c["lift"]])
    return rot, joints + origin, rise


ON_ARMS = ("l_hand", "r_hand", "l_elbow", "r_elbow", "l_grip", "r_grip")
"""Contacts of somebody who leans on the arms."""
UPPER = (*ON_ARMS, "chest")


def _level(rig: Rig, key: Key, c: dict[str, float], kept: Mapping[str, _Stay]) -> None:
    """Pitch of the pelvis at which upper and lower contacts touch (secant steps)."""
    upper = [n for n in key.contacts if n in UPPER]
    if any(n.endswith("elbow") for n in upper):
        upper = [n for n in upper if n.endswith("elbow")]
    lower = [n for n in key.contacts if n not in UPPER]
    lower = [n for n in lower if RANK[n] == max(RANK[m] for m in lower)]

    kneeling = [f"{s}_hip_flex" for s in SIDES if f"{s}_knee" in key.contacts]

    def gap(pitch: float) -> float:
        for name in kneeling:  # thighs stay as upright as they are
            c[name] += pitch - c["pitch"]
        c["pitch"] = pitch
        rise = _placed(rig, key, dict(c), kept)[2]
        return float(np.mean([rise[n] for n in upper]) - np.mean([rise[n] for n in lower]))

    a, b = c["pitch"], c["pitch"] + 4.0
    at_a, at_b = gap(a), gap(b)
    for _ in range(8):
        if abs(at_b) < 5e-4 or abs(at_b - at_a) < 1e-9:
            break
        step = float(np.clip(-at_b * (b - a) / (at_b - at_a), -12, 12))
        a, at_a, b = b, at_b, b + step
        at_b = gap(b)
    c["pitch"] = b


def _balance(rig: Rig, key: Key, c: dict[str, float], kept: Mapping[str, _Stay]) -> None:
    """Lean of the standing legs at which the centre of mass is over the feet (Newton)."""
    standing = [s for s in SIDES if f"{s}_foot" in key.contacts]

    def leaned(lean: Array) -> dict[str, float]:
        d = dict(c)
        for side in standing:
            d[f"{side}_ankle"] += lean[0]
            d[f"{side}_hip_flex"] -= lean[0]
        for side, outward in (("l", 1.0), ("r", -1.0)):
            d[f"{side}_hip_open"] += outward * lean[1]
        return d

    def off(lean: Array) -> Array:
        d = leaned(lean)
        rot, joints, _ = _placed(rig, key, d, kept)
        centre = rig.mass_centre(joints)[0]
        feet = []
        for side in standing:
            ball = rig.point(f"{side}_foot", rot, joints)[0]
            ankle = rig.at(joints, f"foot.{side.upper()}")[0]
            feet.append(ball if d[f"{side}_heel"] > 15 else 0.5 * (ball + ankle))
        turn = np.radians(d["heading"])
        aside, ahead = (
            np.array([np.cos(turn), np.sin(turn)]),
            np.array([np.sin(turn), -np.cos(turn)]),
        )
        away = (centre - np.mean(feet, axis=0))[:2]
        return np.array([away @ ahead, away @ aside])

    lean = np.zeros(2)
    for _ in range(4):
        error = off(lean)
        if np.abs(error).max() < 0.004:
            break
        slope = np.stack(
            [(off(lean + step) - error) / 2.0 for step in (np.array([2.0, 0]), np.array([0, 2.0]))],
            axis=1,
        )
        lean = lean - np.clip(np.linalg.solve(slope + 1e-5 * np.eye(2), error), -8, 8)
        lean = np.clip(lean, -25, 25)
    c.update(leaned(lean))


# ---- between the keys


def pchip(at: Array, values: Array, times: Array) -> Array:
    """Monotone cubic interpolation (Fritsch and Carlson 1980) of (K,) values; ends held."""
    if len(at) == 1:
        return np.full(len(times), values[0])
    h, d = np.diff(at), np.diff(values) / np.diff(at)
    slope = np.zeros(len(at))
    if len(at) > 2:
        w1, w2 = 2 * h[1:] + h[:-1], h[1:] + 2 * h[:-1]
        same = d[:-1] * d[1:] > 0
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            mean = (w1 + w2) / (w1 / d[:-1] + w2 / d[1:])
        slope[1:-1] = np.where(same, mean, 0.0)
    i = np.clip(np.searchsorted(at, times, side="right") - 1, 0, len(at) - 2)
    u = np.clip((times - at[i]) / h[i], 0, 1)
    result: Array = (
        values[i] * (1 + 2 * u) * (1 - u) ** 2
        + values[i + 1] * u**2 * (3 - 2 * u)
        + h[i] * slope[i] * u * (1 - u) ** 2
        - h[i] * slope[i + 1] * u**2 * (1 - u)
    )
    return result


def smoothed(values: Array, rate: float, sigma: float = SMOOTHING) -> Array:
    """Gaussian smoothing of (T,) values; the ends are held."""
    reach = int(np.ceil(3 * sigma * rate))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / (sigma * rate)) ** 2)
    padded = np.pad(values, reach, mode="edge")
    result: Array = np.convolve(padded, kernel / kernel.sum(), mode="valid")
    return result


def minimum_jerk(u: Array) -> Array:
    """Smooth step from 0 to 1 for u from 0 to 1 (Flash and Hogan 1985)."""
    u = np.clip(u, 0.0, 1.0)
    step: Array = u**3 * (10 - 15 * u + 6 * u**2)
    return step


def curves(solved: Solved, times: Array) -> dict[str, Array]:
    """Channel curves (T,) between the marks, smooth at any rate."""
    start, end = float(times[0]), float(times[-1])
    grid = np.arange(start, end + 2 / GRID, 1 / GRID)
    return {
        name: np.full(len(times), values[0])
        if np.ptp(values) == 0
        else np.interp(times, grid, smoothed(pchip(solved.times, values, grid), GRID))
        for name, values in solved.channels.items()
    }


def holds(solved: Solved, times: Array) -> dict[str, Hold]:
    """Contacts over the times."""
    result = {}
    for name, stays in solved.stays.items():
        place = np.zeros((len(times), 3))
        yaw, weight = np.zeros(len(times)), np.zeros(len(times))
        edges = [-np.inf]
        edges += [(a.end + b.start) / 2 for a, b in itertools.pairwise(stays)]
        edges.append(np.inf)
        for stay, low, high in zip(stays, edges, edges[1:], strict=False):
            here = (times >= low) & (times < high)
            come = RAMP if low == -np.inf else min(RAMP, stay.start - low)
            leave = RAMP if high == np.inf else min(RAMP, high - stay.end)
            first = stay.start <= solved.times[0]
            last = stay.end >= solved.times[-1]
            on = np.ones(len(times)) if first else minimum_jerk(
                (times - stay.start + come) / max(come, 1e-6))  # fmt: skip
            off = np.zeros(len(times)) if last else minimum_jerk(
                (times - stay.end) / max(leave, 1e-6))  # fmt: skip
            place[here], yaw[here] = stay.place, stay.yaw
            weight[here] = (on * (1 - off))[here]
        if name in TRUNK:
            _glide(solved, stays, times, place, weight)
        result[name] = Hold(place, yaw, weight)
    return result


def _glide(
    solved: Solved, stays: Sequence[_Stay], times: Array, place: Array, weight: Array
) -> None:
    """A trunk that touches at two marks in turn stays on it in between (a seat that rolls)."""
    runs: list[list[_Stay]] = []
    for stay in stays:
        end = runs[-1][-1].end if runs else -np.inf
        if runs and not ((solved.times > end) & (solved.times < stay.start)).any():
            runs[-1].append(stay)
        else:
            runs.append([stay])
    for run in runs:
        at, first = np.unique([t for s in run for t in (s.start, s.end)], return_index=True)
        places = np.array([s.place for s in run for _ in range(2)])[first]
        here = (times >= at[0]) & (times <= at[-1])
        weight[here] = 1.0
        for axis in range(3):
            place[here, axis] = pchip(at, places[:, axis], times[here])


def supports(held: Mapping[str, Hold], lift: Array) -> dict[str, NDArray[np.bool_]]:
    """When each limb bears weight, (T,) masks."""
    return {name: (hold.weight > 0.9999) & (lift < 0.002) for name, hold in held.items()}


def play(
    rig: Rig, marks: Sequence[Mark], times: Array, idle: Mapping[str, Array] | None = None
) -> tuple[BoneMotion, dict[str, NDArray[np.bool_]]]:
    """Bone transforms and supports of the marks at these times; ``idle`` (T,) is added."""
    solved = solve_marks(rig, marks)
    c = curves(solved, times)
    for name, values in (idle or {}).items():
        c[name] = c[name] + values
    held = holds(solved, times)
    return rig.solve(c, held), supports(held, c["lift"])
