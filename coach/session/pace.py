"""A machine that cannot keep up is noticed and helped."""

from __future__ import annotations

from enum import Enum
from typing import Final

LOOK: Final = 4.0
"""Seconds after which it is decided whether the machine keeps up."""
MATTERS: Final = 12.0
"""Frames a second that must be scored at least before any is left out on purpose."""


PATIENCE: Final = 30.0
"""Seconds for which every second frame is left out before it is tried without."""


class Relief(Enum):
    """What is done for a machine that does not keep up."""

    NONE = "none"
    LIGHTER = "lighter"
    """The pose model "lite", in place of a larger one."""
    HALVED = "halved"
    """Every second frame of the camera, too."""


TOO_MANY: Final = {Relief.LIGHTER: 0.02, Relief.HALVED: 0.4}
"""Share of the camera's frames left out at which relief is given: a lighter model is nearly as
good and sees all of them; every second frame is no loss where hardly more of them are seen, and
they come evenly and at once."""


class Pace:
    """Decides on relief by the frames that were left out.

    The lighter model stays: loading another one costs frames, and the load of a session does
    not change much. Frames are left out for a while, then it is tried without, and where that
    fails for twice as long the next time.
    """

    def __init__(self, *, lighter: bool) -> None:
        """``lighter``: whether there is a lighter model than the one in use."""
        self.relief = Relief.NONE
        self._can_be_lighter = lighter
        self._all_frames = Relief.NONE
        self._patience = PATIENCE
        self._halved_at = 0.0
        self._since: float | None = None
        self._looked_at = self._captured = 0

    def looked_at(self, time: float, index: int) -> bool:
        """A frame was looked at; whether there is more relief from now on.

        Args:
            time: of the frame, seconds.
            index: of the frame, as the camera counts them.
        """
        if self.relief is Relief.HALVED:
            if time - self._halved_at >= self._patience:
                self.relief = self._all_frames
                self._patience *= 2
            return False
        if self._since is None:
            self._since, self._captured, self._looked_at = time, index, 0
            return False
        self._looked_at += 1
        passed = time - self._since
        if passed < LOOK:
            return False
        self._since = None
        captured = index - self._captured
        return self._relieve(1.0 - self._looked_at / max(captured, 1), captured / passed, time)

    def begin_lighter(self) -> None:
        """It is known already that the machine needs the lighter model, if there is one."""
        if self._can_be_lighter:
            self._can_be_lighter = False
            self.relief = self._all_frames = Relief.LIGHTER

    def rest(self) -> None:
        """Begin to look anew: frames stopped coming, or something else changed."""
        self._since = None

    def _relieve(self, left_out: float, rate: float, time: float) -> bool:
        if self._can_be_lighter and left_out > TOO_MANY[Relief.LIGHTER]:
            self.begin_lighter()
            return True
        if not self._can_be_lighter and left_out > TOO_MANY[Relief.HALVED] and rate > 2 * MATTERS:
            self.relief, self._halved_at = Relief.HALVED, time
            return True
        return False
