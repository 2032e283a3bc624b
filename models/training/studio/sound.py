"""The sound of a workout, synthesised: a soft beat, chords, ticks and chimes."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from models.training.studio.body import Array

RATE = 44_100
BEAT_SECONDS = 0.6
CHORDS = ((57, 60, 64, 67), (53, 57, 60, 64), (48, 52, 55, 59), (55, 59, 62, 64))
"""MIDI notes: A minor 7, F major 7, C major 7, G 6."""


def workout_sound(duration: float, ticks: Iterable[float], chimes: Iterable[float]) -> Array:
    """(N,) mono samples -1..1: backing with a tick at each time in ``ticks``, chimes too."""
    sound = np.zeros(int(duration * RATE) + RATE * 3)
    beat, bar = 0, 4 * BEAT_SECONDS
    while beat * BEAT_SECONDS < duration:
        at = beat * BEAT_SECONDS
        _mix(sound, at, 0.30 * _kick() if beat % 2 == 0 else 0.10 * _shaker(0.12, beat))
        _mix(sound, at + BEAT_SECONDS / 2, 0.055 * _shaker(0.05, beat + 1000))
        notes = CHORDS[int(at / bar + 1e-6) % len(CHORDS)]
        if beat % 4 == 0:
            _mix(sound, at, np.sum([0.035 * _pad(note, bar * 1.05) for note in notes], axis=0))
            _mix(sound, at, 0.12 * _pluck(notes[0] - 12, 1.2))
        _mix(sound, at + BEAT_SECONDS / 2, 0.045 * _pluck(notes[beat % 4] + 12, 0.7))
        beat += 1
    for at in ticks:
        _mix(sound, at, 0.16 * _pluck(88, 0.25))
    for at in chimes:
        for i, note in enumerate((76, 79, 84)):
            _mix(sound, at + 0.11 * i, 0.13 * _bell(note))
    sound = np.tanh(1.15 * sound[: int(duration * RATE)])
    fade = np.minimum(1, np.arange(len(sound)) / (0.4 * RATE))
    result: Array = sound * fade * np.minimum(1, fade[::-1] * 0.5)
    return result


def _mix(sound: Array, at: float, voice: Array) -> None:
    start = int(at * RATE)
    room = len(sound) - start
    sound[start : start + len(voice)] += voice[:room]


def _seconds(length: float) -> Array:
    return np.arange(int(length * RATE)) / RATE


def _hertz(note: float) -> float:
    return float(440.0 * 2 ** ((note - 69) / 12))


def _kick() -> Array:
    t = _seconds(0.28)
    phase = 2 * np.pi * (48 * t + 70 * (1 - np.exp(-t * 32)) / 32)
    voice: Array = np.sin(phase) * np.exp(-t * 13)
    return voice


def _shaker(length: float, seed: int) -> Array:
    t = _seconds(length)
    hiss = np.diff(np.random.default_rng(seed).normal(size=len(t) + 1))
    voice: Array = hiss * np.exp(-t * 45) * np.minimum(1, t * 300)
    return voice


def _pad(note: float, length: float) -> Array:
    t = _seconds(length)
    shape = np.minimum(1, t / 0.5) * np.minimum(1, (length - t) / 0.5)
    f = _hertz(note)
    waves = sum(np.sin(2 * np.pi * f * d * t) for d in (0.997, 1.0, 1.003))
    voice: Array = shape * (waves + 0.25 * np.sin(4 * np.pi * f * t)) / 3
    return voice


def _pluck(note: float, length: float) -> Array:
    t = _seconds(length)
    f = _hertz(note)
    decay = np.exp(-t * 6 / length) * np.minimum(1, t * 400)
    voice: Array = decay * (np.sin(2 * np.pi * f * t) + 0.3 * np.sin(4 * np.pi * f * t))
    return voice


def _bell(note: float) -> Array:
    t = _seconds(1.3)
    f = _hertz(note)
    partials = ((1.0, 1.0, 3.0), (2.76, 0.35, 5.0), (5.4, 0.15, 8.0))
    tones = [a * np.sin(2 * np.pi * f * m * t) * np.exp(-t * d) for m, a, d in partials]
    voice: Array = np.sum(tones, axis=0)
    return voice * np.minimum(1, t * 400)
