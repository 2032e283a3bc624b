"""The built app: all that the program opens is collected, and desktops understand its files."""

from __future__ import annotations

import configparser
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from xml.etree import ElementTree

import pytest
from PIL import Image

import coach
from coach.paths import ASSETS, ROOT
from models.training.app_icon import ICO_SIZES, SIZES

APP = ASSETS / "app"
DESKTOP_KEYS = {"Type", "Name", "Name[ko]", "Comment", "Comment[ko]", "Exec", "Icon", "MimeType"}


@pytest.fixture
def built(monkeypatch):
    """Runs the spec as PyInstaller does, without it: what each step is asked for, by its name."""

    def run(
        platform: str = "linux", libraries: tuple[str, ...] = ()
    ) -> dict[str, dict[str, object]]:
        asked: dict[str, dict[str, object]] = {}
        binaries = [(name, f"/usr/lib/{name}", "BINARY") for name in libraries]

        def step(name):
            def take(*parts, **options):
                taken = [entry for part in parts if isinstance(part, list) for entry in part]
                asked[name] = {**options, "taken": taken}
                return SimpleNamespace(binaries=binaries, datas=[], scripts=[], pure=[], stdout="")

            return take

        hooks = ModuleType("PyInstaller.utils.hooks")
        hooks.collect_dynamic_libs = lambda name: [f"binaries of {name}"]
        hooks.collect_submodules = lambda name: [f"modules of {name}"]
        hooks.copy_metadata = lambda name, recursive: [(f"{name} and all it needs", "metadata")]
        for module in (ModuleType("PyInstaller"), ModuleType("PyInstaller.utils"), hooks):
            monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setattr(sys, "path", [*sys.path])
        monkeypatch.setattr(sys, "platform", platform)
        monkeypatch.setattr(subprocess, "run", step("patchelf"))
        steps = {name: step(name) for name in ("Analysis", "PYZ", "EXE", "COLLECT", "BUNDLE")}
        places = {"SPECPATH": str(ROOT), "DISTPATH": "dist"}
        runpy.run_path(str(ROOT / "coach.spec"), {**places, **steps})
        monkeypatch.undo()
        return asked

    return run


@pytest.fixture
def collected(built):
    return built()["Analysis"]


def files_of(asked: dict[str, object]) -> dict[Path, Path]:
    """Every collected file, and where it lies in the built app."""
    return {
        file: Path(place) / file.relative_to(found if found.is_dir() else found.parent)
        for pattern, place in asked["datas"]
        for found in ROOT.glob(pattern)
        for file in (found.rglob("*") if found.is_dir() else [found])
    }


def shipped() -> list[Path]:
    """Files that are not Python, below the folders that the program opens files in."""
    listed = subprocess.run(
        ["git", "ls-files", "assets", "models", "coach", "ui", "NOTICE", "LICENSE", "CHANGELOG.md"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("not a checkout")
    files = [Path(line) for line in listed.stdout.splitlines()]
    return [
        ROOT / file
        for file in files
        if file.suffix not in (".py", ".md") or file.name == "CHANGELOG.md"
        if file.parts[:2] != ("models", "training")
    ]


def test_every_file_that_the_program_opens_lies_in_the_built_app_where_it_lies_here(collected):
    files = files_of(collected)

    assert [file for file in shipped() if files.get(file) != file.relative_to(ROOT)] == []


def test_the_steps_of_the_database_are_there_as_files(collected):
    steps = set((ROOT / "coach/storage/migrations/versions").glob("*.py"))

    assert steps
    assert steps <= files_of(collected).keys()


def test_what_trains_the_models_is_not_in_the_built_app(collected):
    training = ROOT / "models/training"

    assert [file for file in files_of(collected) if file.is_relative_to(training)] == []
    assert {"torch", "anny", "pytest"} <= set(collected["excludes"])


def test_what_is_imported_by_name_is_in_the_built_app(collected):
    wanted = {"modules of coach", "modules of ui", "mediapipe.tasks.c"}

    assert wanted <= set(collected["hiddenimports"])
    assert collected["binaries"] == ["binaries of mediapipe"]


def test_versions_and_licences_of_the_libraries_come_along(collected):
    told = {source for source, place in collected["datas"] if place == "metadata"}

    assert {"mediapipe and all it needs", "PySide6 and all it needs"} <= told


def test_macos_is_told_in_both_languages_why_the_camera_is_wanted(built):
    asked = built("darwin")

    files = files_of(asked["Analysis"])
    reasons = [ASSETS / f"app/{language}.lproj/InfoPlist.strings" for language in ("en", "ko")]
    english, korean = (file.read_text(encoding="utf-8") for file in reasons)
    assert [files[file] for file in reasons] == [
        Path("en.lproj/InfoPlist.strings"),
        Path("ko.lproj/InfoPlist.strings"),
    ]
    described = asked["BUNDLE"]["info_plist"]
    assert f'"NSCameraUsageDescription" = "{described["NSCameraUsageDescription"]}";' in english
    assert re.search("[가-힣]", korean)


def test_the_desktop_file_is_complete_and_names_what_exists():
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str
    entry.read_string((APP / "coach.desktop").read_text(encoding="utf-8"))
    desktop = entry["Desktop Entry"]

    assert set(desktop) >= DESKTOP_KEYS
    assert desktop["Exec"] == "coach %f"
    assert desktop["MimeType"].endswith(";")
    kinds = desktop["MimeType"].rstrip(";").split(";")
    assert all(re.fullmatch(r"video/[\w.+-]+", kind) for kind in kinds)
    assert (APP / f"{desktop['Icon']}.svg").is_file()
    for key in ("Name[ko]", "Comment[ko]"):
        assert re.search("[가-힣]", desktop[key])


def test_the_description_for_software_centres_names_the_desktop_file():
    described = ElementTree.parse(APP / "coach.metainfo.xml").getroot()

    assert described.findtext("launchable") == "coach.desktop"
    assert described.findtext("project_license") == "Apache-2.0"


@pytest.mark.parametrize("size", SIZES)
def test_the_icon_is_there_in_every_size(size):
    with Image.open(APP / f"coach-{size}.png") as picture:
        assert picture.size == (size, size)
        assert picture.getchannel("A").getextrema() == (0, 255)


def test_the_icon_of_windows_holds_its_sizes():
    with Image.open(APP / "coach.ico") as picture:
        assert {width for width, _ in picture.info["sizes"]} == set(ICO_SIZES)


# -- installing without root --------------------------------------------------------------


@pytest.fixture
def home(tmp_path):
    """A home with data of the user in it, and beside it an archive that was unpacked."""
    archive = tmp_path / "coach 0.1.0"
    shutil.copytree(APP, archive / "_internal/assets/app")
    shutil.copy(APP / "install.sh", archive)
    (archive / "coach").write_text("#!/bin/sh\necho started\n")
    (archive / "coach").chmod(0o755)
    data = tmp_path / "home/.local/share/coach/coach.sqlite3"
    data.parent.mkdir(parents=True)
    data.write_text("years of training")
    return tmp_path / "home"


def install(home: Path, *arguments: str) -> str:
    """What installing says."""
    script = home.parent / "coach 0.1.0/install.sh"
    environment = {"HOME": str(home), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        ["sh", script, *arguments], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return done.stdout


def files_in(home: Path) -> set[str]:
    """All but what the desktop keeps for itself."""
    files = (file for file in home.rglob("*") if not file.is_dir() and file.suffix != ".cache")
    return {str(file.relative_to(home)) for file in files}


@pytest.mark.skipif(sys.platform != "linux", reason="desktops of Linux")
def test_an_unpacked_archive_installs_itself_for_one_person(home):
    assert ".local/bin/coach" in install(home)

    started = subprocess.run(
        [home / ".local/bin/coach"], capture_output=True, text=True, check=True
    )
    assert started.stdout == "started\n"
    entry = (home / ".local/share/applications/coach.desktop").read_text(encoding="utf-8")
    assert f'Exec="{home}/.local/share/coach-app/coach" %f\n' in entry
    for size in SIZES:
        assert f".local/share/icons/hicolor/{size}x{size}/apps/coach.png" in files_in(home)


@pytest.mark.skipif(sys.platform != "linux", reason="desktops of Linux")
def test_a_newer_version_takes_the_place_of_the_old_one(home):
    install(home)
    before = files_in(home)
    (home / ".local/share/coach-app/left-over.so").write_text("of the old version")

    install(home)

    assert files_in(home) == before


@pytest.mark.skipif(sys.platform != "linux", reason="desktops of Linux")
def test_removing_leaves_the_data_and_nothing_else(home):
    install(home)

    assert "kept" in install(home, "--remove")
    assert files_in(home) == {".local/share/coach/coach.sqlite3"}


def test_the_version_is_taken_from_the_program_alone():
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    assert 'version = { attr = "coach.__version__" }' in settings
    for file in ("coach.spec", ".ci/package", "assets/app/coach.metainfo.xml"):
        assert coach.__version__ not in (ROOT / file).read_text(encoding="utf-8")


def test_the_manual_names_all_that_the_built_app_needs_of_the_machine():
    lines = (ROOT / ".ci/system-libraries").read_text(encoding="utf-8").splitlines()
    needed = [line.split()[:2] for line in lines if not line.startswith("#")]
    manual = (ROOT / "docs/install.md").read_text(encoding="utf-8")

    rows = [row for row in manual.splitlines() if row.startswith("| lib")]
    for library, package in needed:
        (row,) = (row for row in rows if f"`{library}`" in row)
        assert package in row.split("|")[1].split()
    assert sum(row.count("`") for row in rows) == 2 * len(needed)


def test_what_the_machine_gives_is_not_taken_along(built):
    asked = built(libraries=("libX11.so.6", "libmvec.so.1", "libxcb-cursor.so.0"))

    assert [entry[0] for entry in asked["COLLECT"]["taken"]] == ["libxcb-cursor.so.0"]
