"""What of a data folder is damaged, and what can be done about it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from coach.errors import DataDamaged, DataUnwritable
from coach.moves import taught
from coach.storage import Store
from coach.storage.backup import SETTINGS
from coach.storage.repair import Repaired, damage, repair


def _read_settings(folder: Path) -> None:
    path = folder / SETTINGS
    try:
        if not isinstance(json.loads(path.read_text(encoding="utf-8")), dict):
            raise DataDamaged(path, "JSON")
    except FileNotFoundError:
        return
    except (OSError, ValueError, RecursionError) as error:
        raise DataDamaged(path, str(error)) from error


_BESIDE: Final[dict[str, Callable[[Path], object]]] = {
    SETTINGS: _read_settings,
    taught.FILE: taught.read_taught,
}
"""Files beside the database, and what reads them, with DataDamaged where it cannot."""


def checkup(folder: Path) -> tuple[DataDamaged, ...]:
    """All that cannot be read; empty where the folder is sound. Slow: reads all of it.

    Poses and pictures of videos are left out: what cannot be read of those is made again.

    Raises:
        DataNewer, DataUnwritable.
    """
    return tuple(_found(folder))


def _found(folder: Path) -> Iterator[DataDamaged]:
    try:
        with Store(folder) as store:
            if reason := damage(store):
                yield DataDamaged(store.path, reason)
    except DataDamaged as error:
        yield error
    for read in _BESIDE.values():
        try:
            read(folder)
        except DataDamaged as error:
            yield error


def mend(folder: Path, now: datetime) -> tuple[Repaired, ...]:
    """Save what can be read; what is damaged stays beside. One for each file that was damaged.

    Raises:
        DataNewer, DataUnwritable.
    """
    done = [repair(folder, now)]
    for name, read in _BESIDE.items():
        path = folder / name
        try:
            read(folder)
        except DataDamaged:
            kept = path.with_name(f"{path.stem}-before-repair-{now:%Y%m%d-%H%M%S}{path.suffix}")
            try:
                path.replace(kept)
            except OSError as error:
                raise DataUnwritable(path, error.strerror or str(error)) from error
            done.append(Repaired(0, (), kept))
    return tuple(one for one in done if one.kept is not None)
