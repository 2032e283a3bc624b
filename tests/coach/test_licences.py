"""Everything that is shipped is listed with its licence."""

from fnmatch import fnmatchcase

import pytest

from coach.licences import shipped
from coach.paths import ROOT
from tests.shipped import libraries, licence_of, native_libraries, shipped_files

LISTED = shipped()
OUR_OWN_READING = {"partd": "BSD-3-Clause"}
"""Packages whose metadata do not name a licence exactly; their licence files do."""


def test_every_package_that_is_installed_with_the_program_is_listed_with_its_licence():
    installed = {
        name: OUR_OWN_READING.get(name, licence_of(package))
        for name, package in libraries().items()
    }
    listed = {part.name: part.licence for part in LISTED["libraries"]}

    missing = {name: licence for name, licence in installed.items() if name not in listed}
    assert not missing, f"to be added to assets/licences.json: {missing}"
    changed = {name: licence for name, licence in installed.items() if listed[name] != licence}
    assert not changed, f"another licence than the one that is listed: {changed}"


def test_no_package_is_listed_that_is_not_needed():
    assert {part.name for part in LISTED["libraries"]} <= set(libraries())


def test_every_library_inside_of_the_packages_is_listed():
    patterns = [pattern for part in LISTED["native"] for pattern in part.files]

    unknown = {
        (package, library)
        for package, library in native_libraries()
        if not any(fnmatchcase(library, pattern) for pattern in patterns)
    }

    assert not unknown, f"to be added to assets/licences.json: {sorted(unknown)}"


def test_every_file_that_is_shipped_belongs_to_one_part():
    for file in shipped_files():
        owners = [
            part.name
            for part in LISTED["parts"]
            if any(fnmatchcase(file, pattern) for pattern in part.files)
        ]
        assert len(owners) == 1, f"{file} belongs to {owners or 'no part'} of assets/licences.json"


def test_every_part_has_files():
    files = shipped_files()

    for part in LISTED["parts"]:
        for pattern in part.files:
            assert any(fnmatchcase(file, pattern) for file in files), pattern


@pytest.mark.parametrize("name", ["BlazePose", "Pretendard", "anny", "MakeHuman", "FFmpeg", "Qt"])
def test_the_notice_names_what_is_not_our_own(name):
    assert name in (ROOT / "NOTICE").read_text(encoding="utf-8")


def test_nothing_forbids_to_pass_the_program_on():
    for group in LISTED.values():
        for part in group:
            words = part.licence.replace("(", " ").replace(")", " ").split()
            assert not {"Proprietary", "UNKNOWN", "NOASSERTION"} & set(words)
            assert not any("-NC" in word or "AGPL" in word for word in words), part
