"""What systems say in English is said in the language of the person."""

import errno
import os
import re
from pathlib import Path

import pytest

from coach.errors import DataUnwritable, FileUnreadable, OutputUnwritable
from coach.texts import Texts

EN, KO = Texts("en"), Texts("ko")
SYSTEM = (
    errno.ENOSPC, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.EISDIR,
    errno.ENOTDIR, errno.EBUSY, errno.EIO, errno.ENAMETOOLONG, errno.EDQUOT, errno.ETIMEDOUT,
    errno.ESTALE, errno.ENXIO, errno.ECONNREFUSED, errno.EFBIG,
)  # fmt: skip


@pytest.mark.parametrize("number", SYSTEM, ids=errno.errorcode.get)
def test_words_of_the_system_are_said_in_korean(number):
    error = OutputUnwritable(Path("결과.csv"), os.strerror(number))

    assert not re.search("[a-z]{3,}", KO.error(error).replace("결과.csv", ""))
    assert KO("why_unknown") not in KO.error(error)
    assert os.strerror(number) not in EN.error(error)


@pytest.mark.parametrize(
    "said",
    [
        "database or disk is full",
        "database disk image is malformed",
        "attempt to write a readonly database",
        "[Errno 1094995529] Invalid data found when processing input",
        'FATAL:  password authentication failed for user "gym"',
    ],
)
def test_words_of_libraries_too(said):
    shown = KO.error(DataUnwritable(Path("기록"), said))

    assert not re.search("[a-z]{3,}", shown)
    assert KO("why_unknown") not in shown


def test_what_nobody_has_met_is_in_the_log_and_in_english_as_it_is():
    error = FileUnreadable(Path("a.mp4"), "flux capacitor missing")

    assert "flux capacitor missing" in EN.error(error)
    assert "flux" not in KO.error(error)
    assert KO("why_unknown") in KO.error(error)


def test_what_is_said_in_the_language_of_the_system_stays():
    assert "액세스가 거부되었습니다" in KO.error(
        FileUnreadable(Path("a"), "액세스가 거부되었습니다")
    )
