"""Damaged files of every kind: refused or read, and nothing worse."""

import sys

import pytest

from tests.hostile.fuzz import Case, cases, make_samples, run
from tests.hostile.mutations import mutated
from tests.hostile.readers import READERS, TRICKS
from tests.soak import runs

FEW, MANY, AT_ONCE = 220, 10_000, 500

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="memory is measured through /proc"
)


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples")
    make_samples(folder)
    return folder


def test_a_few_damaged_files_of_every_kind_are_refused_or_read(samples, tmp_path):
    report = run(cases(FEW, seed=1), samples, tmp_path)

    assert not report.faults, str(report)
    assert sum(report.became.values()) == FEW
    assert {became.split(":")[0] for became in report.became} == {r.name for r in READERS}


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_ten_thousand_damaged_files_are_refused_or_read(samples, tmp_path):
    for number in runs("damaged_files", MANY // AT_ONCE, each=AT_ONCE):
        report = run(cases(AT_ONCE, seed=1000 + number), samples, tmp_path / str(number))

        assert not report.faults, str(report)


def test_the_same_seed_damages_a_file_in_the_same_way(samples):
    for reader in READERS:
        path = min((samples / reader.name).iterdir())
        one, again, other = (mutated(path.read_bytes(), b"", path.suffix, s) for s in (5, 5, 6))

        assert one == again
        assert one != other


def test_a_fault_would_be_seen(samples, tmp_path, monkeypatch):
    monkeypatch.setattr("tests.hostile.fuzz.LONGEST_S", 1.0)
    monkeypatch.setattr("tests.hostile.fuzz.MOST_MEGABYTES", 100)

    report = run([Case(trick.name, 1) for trick in TRICKS], samples, tmp_path)

    raised, filled, hung, crashed = report.faults
    assert "escaped ZeroDivisionError" in raised
    assert "read, 1" in filled
    assert "crashed with -6" in crashed
    assert "hung" in hung
