"""Valid files made invalid: the same seed makes the same file."""

import hashlib
import io
import json
import random
import re
import struct
import zipfile
from collections.abc import Callable
from copy import deepcopy
from typing import Any

ODD_NUMBERS = (0, 1, 2, 16, 127, 128, 255, 256, 32767, 65535, 2**31 - 1, 2**31, 2**32 - 1, 2**63)
ODD_TEXTS = (
    b"", b"0", b"-1", b"1e999", b"-1e999", b"NaN", b"Infinity", b"null", b"true", b'""', b"[]",
    b"{}", b"9" * 400, b"9" * 5000, b"1e-400", b"0.1" + b"0" * 300 + b"1", b"\x00", b"\xff\xfe",
    b"\xed\xa0\x80", b'"\\ud800"', b"../../../etc/passwd", b"=cmd|' /C calc'!A0", b"<img src=x>",
    b"2026-02-30", b"0000-00-00T00:00:00Z", b"9999-12-31T23:59:59+23:59", b"%s%n%d", b"\r\n\r\n",
)  # fmt: skip
ODD_VALUES: tuple[Any, ...] = (
    None, True, -1, 0, 10**30, 1e308, float("nan"), float("inf"), "", "x" * 3000, "\ud800", "\x00",
    "=1+1", [], {}, [[]], [None], {"a": 1}, "2026-02-30T25:00:00", "<b>x</b>",
)  # fmt: skip
DEEP = (b"[", b'{"a":', b"(", b"BEGIN:VEVENT\r\n", b"\x00\x00\x00\x08moov", b"<a>")
SHARE_INSIDE = 0.5
"""Of the files that are damaged inside their container, so that it still opens."""

Step = Callable[[bytearray, random.Random, bytes], None]


def mutated(sample: bytes, other: bytes, suffix: str, seed: int) -> bytes:
    """A sample with some damage; ``other`` is one of the same kind to take pieces of."""
    rng = random.Random(seed)
    inside = INSIDE.get(suffix)
    if inside is not None and rng.random() < SHARE_INSIDE:
        return inside(sample, other, rng)
    return _damaged(sample, other, rng)


def _damaged(sample: bytes, other: bytes, rng: random.Random) -> bytes:
    data = bytearray(sample)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        rng.choice(STEPS)(data, rng, other)
    return bytes(data)


# -- of bytes ------------------------------------------------------------------------------


def _flip(data: bytearray, rng: random.Random, _: bytes) -> None:
    for _n in range(rng.choice((1, 1, 4, 32))):
        if data:
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def _overwrite(data: bytearray, rng: random.Random, _: bytes) -> None:
    at, length = _stretch(data, rng, 64)
    data[at : at + length] = rng.randbytes(length)


def _cut_off(data: bytearray, rng: random.Random, _: bytes) -> None:
    del data[rng.randrange(len(data) + 1) :]


def _leave_out(data: bytearray, rng: random.Random, _: bytes) -> None:
    at, length = _stretch(data, rng, 4096)
    del data[at : at + length]


def _double(data: bytearray, rng: random.Random, _: bytes) -> None:
    at, length = _stretch(data, rng, 512)
    data[at:at] = data[at : at + length] * rng.choice((1, 2, 50))


def _splice(data: bytearray, rng: random.Random, other: bytes) -> None:
    data[rng.randrange(len(data) + 1) :] = other[rng.randrange(len(other) + 1) :]


def _number(data: bytearray, rng: random.Random, _: bytes) -> None:
    """An odd number where lengths, counts and offsets may stand."""
    width = rng.choice((1, 2, 4, 4, 8))
    if len(data) >= width:
        near = min(len(data), 512) if rng.random() < 0.5 else len(data)
        at = rng.randrange(max(1, near - width + 1))
        value = rng.choice(ODD_NUMBERS) & ((1 << 8 * width) - 1)
        data[at : at + width] = value.to_bytes(width, rng.choice(("little", "big")))


def _nest(data: bytearray, rng: random.Random, _: bytes) -> None:
    at = rng.randrange(len(data) + 1)
    data[at:at] = rng.choice(DEEP) * rng.choice((10, 1000, 20_000))


def _word(data: bytearray, rng: random.Random, _: bytes) -> None:
    """An odd text in the place of a word or a number."""
    words = list(re.finditer(rb"[\w.+-]+", bytes(data[: 1 << 16])))
    if words:
        word = rng.choice(words)
        data[word.start() : word.end()] = rng.choice(ODD_TEXTS)


STEPS: tuple[Step, ...] = (
    _flip, _flip, _overwrite, _cut_off, _leave_out, _double, _splice, _number, _number, _nest,
    _word,
)  # fmt: skip


def _stretch(data: bytearray, rng: random.Random, longest: int) -> tuple[int, int]:
    at = rng.randrange(len(data) + 1)
    return at, min(len(data) - at, rng.randint(1, longest))


# -- inside a container --------------------------------------------------------------------


def _json(sample: bytes, other: bytes, rng: random.Random) -> bytes:
    whole = json.loads(sample.decode("utf-8-sig"))
    for _ in range(rng.choice((1, 1, 2, 5))):
        holder, key = _somewhere(whole, rng)
        if holder is None:
            return json.dumps(rng.choice(ODD_VALUES)).encode()
        choice = rng.random()
        if choice < 0.15:
            del holder[key]
        elif choice < 0.25:
            holder[key] = [holder[key]] * rng.choice((2, 20))
        else:
            holder[key] = deepcopy(rng.choice(ODD_VALUES))
    return json.dumps(whole).encode()


def _somewhere(whole: Any, rng: random.Random) -> tuple[Any, Any]:
    """A list or object in the depth, and a key of it."""
    found, key, node = None, None, whole
    while isinstance(node, dict | list) and node and (found is None or rng.random() < 0.8):
        found = node
        key = rng.choice(list(node)) if isinstance(node, dict) else rng.randrange(len(node))
        node = node[key]
    return found, key


def _arrays(sample: bytes, other: bytes, rng: random.Random) -> bytes:
    """An npz: a member is damaged and stored with the right check sum."""
    return _packed(_with_one_damaged(_parts(sample), _parts(other), rng), rng)


def _backup(sample: bytes, other: bytes, rng: random.Random) -> bytes:
    """A back-up whose manifest tells the hashes of the damaged files, as its maker could."""
    parts = _with_one_damaged(_parts(sample), _parts(other), rng)
    try:
        manifest = json.loads(parts["manifest.json"])
        for name, told in manifest["files"].items():
            if name in parts:
                told |= {
                    "bytes": len(parts[name]),
                    "sha256": hashlib.sha256(parts[name]).hexdigest(),
                }
        parts["manifest.json"] = json.dumps(manifest).encode()
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError):
        pass  # the manifest is what was damaged
    return _packed(parts, rng, method=zipfile.ZIP_STORED)


def _with_one_damaged(
    parts: dict[str, bytes], others: dict[str, bytes], rng: random.Random
) -> dict[str, bytes]:
    name = rng.choice(sorted(parts))
    other = others.get(name, b"")
    choice = rng.random()
    if choice < 0.05:
        return {key: value for key, value in parts.items() if key != name}
    if choice < 0.1:
        return parts | {rng.choice(("../x", "/etc/x", "a\\b", "C:x", "x" * 300)): parts[name]}
    if name.endswith(".json") and rng.random() < 0.5:
        return parts | {name: _json(parts[name], other, rng)}
    if name.endswith(".npy") and rng.random() < 0.5:
        return parts | {name: _npy(parts[name], rng)}
    return parts | {name: _damaged(parts[name], other, rng)}


def _npy(sample: bytes, rng: random.Random) -> bytes:
    """An array with another header: its shape, its type, its order."""
    length = struct.unpack("<H", sample[8:10])[0]
    kinds = ("<f8", "<f4", "<f2", "<i1", "|O", "|S9", "<U4", "<c16", "|b1", "<M8[s]", "|V8")
    shapes = ("()", "(0,)", "(1,)", "(-1,)", f"({10**6}, {10**6})", f"({2**62},)", "(2, 1, 17, 2)")
    header = re.sub(rb"'descr': '[^']*'", f"'descr': '{rng.choice(kinds)}'".encode(),
                    sample[10 : 10 + length]) if rng.random() < 0.5 else re.sub(
        rb"'shape': \([^)]*\)", f"'shape': {rng.choice(shapes)}".encode(), sample[10 : 10 + length]
    )  # fmt: skip
    return sample[:8] + struct.pack("<H", len(header)) + header + sample[10 + length :]


def _parts(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def _packed(
    parts: dict[str, bytes], rng: random.Random, method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


INSIDE: dict[str, Callable[[bytes, bytes, random.Random], bytes]] = {
    ".json": _json,
    ".npz": _arrays,
    ".coach": _backup,
}
