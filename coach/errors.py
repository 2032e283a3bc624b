"""Everything that the engine raises on purpose.

    CoachError
    ├── UserCanFix           something outside the program; texts say what to do
    │   ├── FileMissing, FileUnreadable, DriveSilent, OutputUnwritable
    │   ├── VideoUnreadable, VideoHasNoPicture, VideoEmpty
    │   ├── CameraNotFound, CameraRefused, CameraBusy
    │   ├── CameraLost, CameraFrozen, CameraBlack
    │   ├── ModelMissing, ModelDamaged
    │   ├── KeypointsInvalid, NobodyFound
    │   ├── SessionNotFound, DataDamaged, DataNewer, DataUnwritable
    │   ├── EntryNotFound, DiaryFileInvalid, ExerciseNotTaught
    │   ├── ServerUnreachable, BackupInvalid
    │   ├── ProfileNotFound, NameTaken, PictureUnreadable
    │   ├── VideoUnknown, OtherVideo
    │   ├── LinkNotAllowed, LinkIsList, NetworkMissing, VideoNotPublic, VideoAgeLimited
    │   ├── DownloadNeedsMore, DownloadTooLarge, DownloadFailed
    │   ├── LibraryMissing
    │   ├── ManifestInvalid, WorkerDied, RowTooLong, SchedulerUnusable
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

    def __reduce__(self) -> tuple[type[UserCanFix], tuple[object, ...]]:
        values = tuple(getattr(self, f.name) for f in fields(self))  # type: ignore[arg-type]
        return type(self), values  # or else one that was made with keywords is lost on its way


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
class DriveSilent(UserCanFix):
    """The file is on a drive that does not answer, a network drive most often."""

    path: Path


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
    """No camera of that number or name; or it cannot be opened, and nobody tells why."""

    camera: str


@dataclass(eq=False)
class CameraRefused(UserCanFix):
    """The system does not let this program use the camera."""

    camera: str


@dataclass(eq=False)
class CameraBusy(UserCanFix):
    """The camera is there and does not answer, most often because another program has it."""

    camera: str


@dataclass(eq=False)
class CameraLost(UserCanFix):
    """A camera that worked gives no more pictures."""

    camera: str


@dataclass(eq=False)
class CameraFrozen(UserCanFix):
    """A camera gives the same picture again and again."""

    camera: str


@dataclass(eq=False)
class CameraBlack(UserCanFix):
    """A camera gives black pictures: it is covered, switched off, or in the dark."""

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
class ServerUnreachable(UserCanFix):
    """The server that several PCs share does not answer, or refuses.

    Attributes:
        server: host and database, without account and password.
    """

    server: str
    reason: str


@dataclass(eq=False)
class BackupInvalid(UserCanFix):
    """A file that should be restored and was not written by the back-up, or was damaged.

    Attributes:
        expected, found: as data, not in words.
    """

    path: Path
    expected: str
    found: str


@dataclass(eq=False)
class LibraryMissing(UserCanFix):
    """A library that the program is built on cannot be loaded."""

    library: str
    reason: str


@dataclass(eq=False)
class VideoUnknown(UserCanFix):
    """The library holds no video of that content hash."""

    video: str


@dataclass(eq=False)
class OtherVideo(UserCanFix):
    """A file that should be a video of the library again holds another one."""

    path: Path
    title: str


@dataclass(eq=False)
class LinkNotAllowed(UserCanFix):
    """Not a link that may be downloaded.

    Attributes:
        sites: names of those that may be.
    """

    link: str
    sites: str


@dataclass(eq=False)
class LinkIsList(UserCanFix):
    """A playlist, a channel or a search, and not one video."""

    link: str


@dataclass(eq=False)
class NetworkMissing(UserCanFix):
    """The server cannot be reached."""

    site: str


@dataclass(eq=False)
class VideoNotPublic(UserCanFix):
    """Private, removed, not yet there, live, or only for who is signed in."""

    link: str


@dataclass(eq=False)
class VideoAgeLimited(UserCanFix):
    """Only for who proves an age."""

    link: str


@dataclass(eq=False)
class DownloadNeedsMore(UserCanFix):
    """It would take a JavaScript runtime, which the program does not run."""

    site: str


@dataclass(eq=False)
class DownloadTooLarge(UserCanFix):
    """More megabytes than a video may have."""

    site: str
    megabytes: int


@dataclass(eq=False)
class DownloadFailed(UserCanFix):
    """A download ended for a reason that nobody foresaw."""

    site: str
    reason: str


@dataclass(eq=False)
class PictureUnreadable(UserCanFix):
    """A file that should show a person is no picture, or far too large."""

    path: Path


@dataclass(eq=False)
class BadRequest(UserCanFix):
    """An argument that makes no sense.

    Attributes:
        argument: name of what was given; expected, found: in words.
    """

    argument: str
    expected: str
    found: str


@dataclass(eq=False)
class ManifestInvalid(UserCanFix):
    """A table of recordings in which a line cannot be done as it stands.

    Attributes:
        line: of the file, from 1. column: "*" for the line as a whole.
        expected, found: as data, not in words.
    """

    path: Path
    line: int
    column: str
    expected: str
    found: str


@dataclass(eq=False)
class WorkerDied(UserCanFix):
    """The process that looked at a recording ended without an answer, twice."""

    path: Path


@dataclass(eq=False)
class RowTooLong(UserCanFix):
    """A recording of many took longer than it may."""

    path: Path
    minutes: str


@dataclass(eq=False)
class SchedulerUnusable(UserCanFix):
    """The scheduler of a cluster does not answer, or its workers cannot do this work."""

    address: str
    reason: str
