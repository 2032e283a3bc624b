"""What is shipped with the program or installed with it, as far as files tell."""

import importlib.metadata
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
EXTRAS = ("batch", "dask")
"""What people may install besides; what only developers need is not shipped."""

SPDX = {
    "apache 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "3-clause bsd license": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "mit": "MIT",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "mpl-2.0": "MPL-2.0",
    "psfl": "PSF-2.0",
    "python software foundation license": "PSF-2.0",
    "the unlicense (unlicense)": "Unlicense",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0-only",
}
"""Licences as packages name them that do not say it in the standard way, small letters."""


def libraries() -> dict[str, importlib.metadata.Distribution]:
    """The packages that the program needs, and those that they need, by their normal name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    waiting = [Requirement(text) for text in project["dependencies"]]
    waiting += [Requirement(text) for extra in EXTRAS for text in optional[extra]]
    found: dict[str, importlib.metadata.Distribution] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted = waiting.pop()
        name, extras = normal(wanted.name), frozenset(wanted.extras)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        found[name] = importlib.metadata.distribution(wanted.name)
        for text in found[name].requires or ():
            needed = Requirement(text)
            choices = [{"extra": extra} for extra in (*extras, "")]
            if needed.marker is None or any(needed.marker.evaluate(c) for c in choices):
                waiting.append(needed)
    return found


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def licence_of(package: importlib.metadata.Distribution) -> str:
    """The licence that a package names, as an SPDX expression; its own words where unknown."""
    about = package.metadata
    if said := about.get("License-Expression"):
        return said
    classes = [c.split(" :: ")[-1] for c in about.get_all("Classifier") or () if "License" in c]
    words = [*classes, (about.get("License") or "").strip().splitlines()[0:1]]
    texts = [word if isinstance(word, str) else "".join(word) for word in words]
    known = [SPDX[text.lower()] for text in texts if text.lower() in SPDX]
    return known[0] if known else texts[-1]


def home_of(package: importlib.metadata.Distribution) -> str:
    """An address on which the package is at home."""
    pairs = (text.partition(",") for text in package.metadata.get_all("Project-URL") or ())
    links = {name.strip().lower(): link.strip() for name, _, link in pairs}
    wanted = ("homepage", "home", "source", "source code", "repository", "github", "documentation")
    return next((links[w] for w in wanted if w in links), package.metadata.get("Home-page") or "")


def native_libraries() -> Iterator[tuple[str, str]]:
    """Package and name of each library that is inside one of the packages."""
    for name, package in libraries().items():
        for file in package.files or ():
            inside = file.parts[0].endswith(".libs") or "Qt/lib" in str(file)
            if inside and ".so" in file.name:
                yield name, re.sub(r"(-[0-9a-f]{8})?(-[\d.]+)?\.so.*", "", file.name)


def shipped_files() -> list[str]:
    """What lies in the folders that are shipped, from the root of the repository."""
    skipped = (".py", ".pyc")
    files = [p for top in ("assets", "models") for p in (ROOT / top).rglob("*") if p.is_file()]
    names = [p.relative_to(ROOT).as_posix() for p in files if p.suffix not in skipped]
    return sorted(name for name in names if not name.startswith("models/training/"))
