import stat
import sys

import pytest

from ui.kit import motion


@pytest.fixture(autouse=True)
def _fresh():
    motion.system_is_still.cache_clear()
    yield
    motion.system_is_still.cache_clear()


@pytest.fixture
def says(monkeypatch, tmp_path):
    """A program of the system that says so."""

    def say(answer):
        program = tmp_path / "gsettings"
        program.write_text(f"#!/bin/sh\n{answer}\n", encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    monkeypatch.setenv("HOME", str(tmp_path))
    return say


pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks a shell script")


@pytest.mark.parametrize(
    ("answer", "still"),
    [("echo false", True), ("echo true", False), ("echo", False), ("exec sleep 9", False),
     (r"printf '\377'", False)],
    ids=["off", "on", "nothing", "hangs", "garbage"],
)  # fmt: skip
def test_what_the_system_says_of_animations(says, answer, still):
    says(answer)

    assert motion.is_still("system") == still


def test_it_is_asked_once(says):
    says("echo false")
    assert motion.system_is_still()
    says("echo true")
    assert motion.system_is_still()


def test_the_setting_of_the_app_is_enough(says):
    says("echo true")

    assert motion.is_still("reduced")


@pytest.mark.parametrize(
    ("text", "still"),
    [("[KDE]\nAnimationDurationFactor=0\n", True), ("[KDE]\nAnimationDurationFactor=1.4\n", False),
     ("[KDE]\nAnimationDurationFactor=soon\n", False), ("[Icons]\nTheme=x%y\n", False),
     ("nonsense", False)],
)  # fmt: skip
def test_what_kde_is_set_to(tmp_path, text, still):
    path = tmp_path / "kdeglobals"
    path.write_text(text, encoding="utf-8")

    assert motion.kde_is_still(path) == still


def test_without_settings_of_kde_things_move(tmp_path):
    assert not motion.kde_is_still(tmp_path / "none")
