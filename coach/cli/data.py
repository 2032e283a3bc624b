"""Commands on the data folder as a whole: ``coach data`` and what stands under it."""

from __future__ import annotations

import argparse

from coach.diary.checkup import checkup, mend
from coach.diary.everything import export_folder
from coach.diary.rescue_words import exported_text, mended_text
from coach.errors import BadRequest
from coach.paths import BACKUP_SUFFIX, data_folder
from coach.storage import Store
from coach.storage.backup import BackedUp, back_up, check_backup, restore
from coach.storage.store import local_now
from coach.texts import Texts


def run_backup(options: argparse.Namespace, texts: Texts) -> None:
    """``coach data backup``."""
    path = options.path if options.path.suffix else options.path.with_suffix(BACKUP_SUFFIX)
    with Store(data_folder(options.data)) as store:
        held = back_up(store, path, local_now())
    print(texts("data_backed_up", name=path.name, held=_held(held, texts)))


def run_restore(options: argparse.Namespace, texts: Texts) -> None:
    """``coach data restore``."""
    held = restore(data_folder(options.data), options.path, local_now())
    print(texts("data_restored", name=options.path.name, held=_held(held, texts)))


def run_check(options: argparse.Namespace, texts: Texts) -> None:
    """``coach data check``: of a back-up, or of the data folder."""
    if options.path is not None:
        if options.repair:
            raise BadRequest("--repair", "coach data check --repair", options.path.name)
        held = check_backup(options.path)
        print(texts("data_backup_sound", name=options.path.name, held=_held(held, texts)))
        return
    folder = data_folder(options.data)
    if options.repair:
        mended = mend(folder, local_now())
        print("\n".join(mended_text(one, texts) for one in mended) or texts("data_sound"))
        return
    if found := checkup(folder):
        raise found[0]
    print(texts("data_sound"))


def run_export(options: argparse.Namespace, texts: Texts) -> None:
    """``coach data export``."""
    done = export_folder(data_folder(options.data), options.path, texts, local_now())
    print(exported_text(done, options.path, texts))


def _held(held: BackedUp, texts: Texts) -> str:
    return texts(
        "data_held",
        when=f"{held.made:%Y-%m-%d %H:%M}",
        sessions=held.sessions,
        entries=held.entries,
        people=held.people,
    )
