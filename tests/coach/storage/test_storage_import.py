"""The first window does not wait for the database library."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "rooms",
    [
        "coach.storage, coach.diary, coach.report, coach.session",
        pytest.param("ui.app, ui.window, ui.wiring", id="window"),
    ],
)
def test_the_values_come_without_the_database_library(rooms):
    code = f"import sys, {rooms}; print(*{{'sqlalchemy', 'alembic'}} & set(sys.modules))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == ""


def test_a_database_of_today_is_opened_without_alembic(tmp_path):
    code = f"""
import sys
from pathlib import Path
from coach.storage import Store
Store(Path({str(tmp_path)!r})).close()
made = 'alembic' in sys.modules
for name in [n for n in sys.modules if n.startswith('alembic')]:
    del sys.modules[name]
Store(Path({str(tmp_path)!r})).close()
print(made, 'alembic' in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["True", "False"]


def test_what_the_room_does_not_hold_is_named():
    import coach.storage

    with pytest.raises(AttributeError, match="Nothing"):
        coach.storage.Nothing  # noqa: B018
