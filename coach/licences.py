"""Of what the program is made, and under which licences.

The list is ``assets/licences.json``, written by hand; tests compare it with what is installed and
with the files that are shipped.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from coach.paths import ASSETS

GROUPS: Final = ("parts", "libraries", "native")
"""What lies in the program itself, packages of Python, and the libraries inside of these."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something that is shipped.

    Attributes:
        name: as its makers call it. licence: SPDX expression.
        home: address of its makers, "" for ourselves.
        files: patterns of the files that it is.
    """

    name: str
    licence: str
    home: str
    files: tuple[str, ...] = ()


def shipped() -> Mapping[str, tuple[Part, ...]]:
    """All that is shipped, by group."""
    listed = json.loads((ASSETS / "licences.json").read_text(encoding="utf-8"))
    return {
        group: tuple(
            Part(one["name"], one["licence"], one["home"], tuple(one.get("files", ())))
            for one in listed[group]
        )
        for group in GROUPS
    }
