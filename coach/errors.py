"""Everything that the engine raises on purpose.

    CoachError
    ├── UserCanFix           something outside the program; texts say what to do
    │   ├── FileMissing, FileUnreadable, OutputUnwritable
    │   ├── VideoUnreadable, VideoHasNoPicture, VideoEmpty
    │   ├── CameraNotFound, CameraLost
    │   ├── ModelMissing, ModelDamaged
    │   ├── KeypointsInvalid, NobodyFound
    │   ├── SessionNotFound, DataDamaged, DataNewer, DataUnwritable
    │   ├── EntryNotFound, DiaryFileInvalid, ExerciseNotTaught
    │   ├── ProfileNotFound, NameTaken
    │   ├── LibraryMissing
    │   └── BadRequest
    └── CoachBug             a rule inside the program was broken

The fields say what happened; the sentence for the user stands in ``assets/texts`` under
``error_`` and the class name in snake case, and is made by ``coach.texts``. ``str()`` of
an error is for the log. Errors of libraries are translated in the one adapter that calls
the library.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path


class CoachError(Exception):
    """Base of everything raised on purpose."""


class CoachBug(CoachError):
    """A rule inside the program was broken; not the user's to mend."""


class UserCanFix(CoachError):
    """Something outside the program that the user can do something about."""

    def __str__(self) -> str:
        parts = (f"{f.name}={getattr(self, f.name)!s}" for f in fields(self))  # type: ignore[arg-type]
        return f"{type(self).__name__}: " + ", ".join(parts)


@dataclass(eq=False)
class FileMissing(UserCanFix):
    """There is no file of that name."""

    path: Path


@dataclass(eq=False)
class FileUnreadable(UserCanFix):
    """The file is there but cannot be read."""

    path: Path
    reason: str


@dataclass(eq=False)
class OutputUnwritable(UserCanFix):
    """A file that was asked for cannot be written."""

    path: Path
    reason: str


@dataclass(eq=False)
class VideoUnreadable(UserCanFix):
    """Not a video that can be decoded."""

    path: Path
    reason: str


@dataclass(eq=False)
class VideoHasNoPicture(UserCanFix):
    """A media file with sound only."""

    path: Path


@dataclass(eq=False)
class VideoEmpty(UserCanFix):
    """A file of no bytes, or a video without a single frame."""

    path: Path


@dataclass(eq=False)
class CameraNotFound(UserCanFix):
    """No camera of that number or name, or it is used by another program."""

    camera: str


@dataclass(eq=False)
class CameraLost(UserCanFix):
    """A camera that worked gives no more pictures."""

    camera: str


@dataclass(eq=False)
class ModelMissing(UserCanFix):
    """A file of weights is not where it should be."""

    path: Path


@dataclass(eq=False)
class ModelDamaged(UserCanFix):
    """A file of weights cannot be loaded."""

    path: Path
    reason: str


@dataclass(eq=False)
class KeypointsInvalid(UserCanFix):
    """A keypoints file that is not in the documented format."""

    path: Path
    expected: str
    found: str


@dataclass(eq=False)
class NobodyFound(UserCanFix):
    """No person could be found in a whole video."""

    path: Path


@dataclass(eq=False)
class SessionNotFound(UserCanFix):
    """The diary holds no session of that number."""

    session: str


@dataclass(eq=False)
class EntryNotFound(UserCanFix):
    """The diary holds no entry of that number."""

    entry: str


@dataclass(eq=False)
class ProfileNotFound(UserCanFix):
    """There is nobody of that name."""

    name: str


@dataclass(eq=False)
class NameTaken(UserCanFix):
    """Another person has that name."""

    name: str


@dataclass(eq=False)
class ExerciseNotTaught(UserCanFix):
    """No exercise of that name was taught."""

    name: str


@dataclass(eq=False)
class DiaryFileInvalid(UserCanFix):
    """A file that should be read into the diary and was not written by it, or was damaged.

    Attributes:
        expected, found: as data (a column, a number of bytes), not in words.
    """

    path: Path
    expected: str
    found: str


@dataclass(eq=False)
class DataDamaged(UserCanFix):
    """The database cannot be read."""

    path: Path
    reason: str


@dataclass(eq=False)
class DataNewer(UserCanFix):
    """The database was written by a newer version of the program."""

    path: Path


@dataclass(eq=False)
class DataUnwritable(UserCanFix):
    """The data folder cannot be written (full disk, no permission)."""

    path: Path
    reason: str


@dataclass(eq=False)
class LibraryMissing(UserCanFix):
    """A library that the program is built on cannot be loaded."""

    library: str
    reason: str


@dataclass(eq=False)
class BadRequest(UserCanFix):
    """An argument that makes no sense.

    Attributes:
        argument: name of what was given; expected, found: in words.
    """

    argument: str
    expected: str
    found: str
