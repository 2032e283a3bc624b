"""Leeds Sports Pose: its 14 joints, made of our keypoints, and its file of true places.

S. Johnson, M. Everingham: "Clustered Pose and Nonlinear Appearance Models for Human Pose
Estimation", BMVC 2010. ``joints.mat`` holds ``joints``, 3x14xN (the first set) or 14x3xN (the
extended one): x, y and whether the joint is hidden or visible, which the two sets tell in
opposite ways. All joints that have a place count here, as in the published figures.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.arrays import MOST_UNPACKED_BYTES
from coach.errors import FileUnreadable, KeypointsInvalid
from coach.pose.head import head_top
from coach.pose.mat_file import MatDamaged, mat_arrays
from coach.skeleton import INDEX, neck

LSP_JOINTS: Final = (
    "right_ankle",
    "right_knee",
    "right_hip",
    "left_hip",
    "left_knee",
    "left_ankle",
    "right_wrist",
    "right_elbow",
    "right_shoulder",
    "left_shoulder",
    "left_elbow",
    "left_wrist",
    "neck",
    "head_top",
)
"""The joints in their order; left and right are the person's own."""

_EXPECTED: Final = f"joints of 3x{len(LSP_JOINTS)}xN or {len(LSP_JOINTS)}x3xN numbers"
_BODY: Final = [INDEX[name] for name in LSP_JOINTS[:-2]]


def lsp_points(points: NDArray[np.floating]) -> NDArray[np.floating]:
    """The joints of poses, (..., 17, 2) to (..., 14, 2).

    The neck is the middle between the shoulders, the top of the head comes from the face.
    """
    derived = [neck(points)[..., None, :], head_top(points)[..., None, :]]
    return np.concatenate([points[..., _BODY, :], *derived], axis=-2)


def read_lsp(path: Path) -> NDArray[np.float64] | None:
    """The joints of a truth file, (N, 14, 2) pixels, NaN where a joint has no place.

    None where the file is no MATLAB file with ``joints`` in it.

    Raises:
        FileUnreadable, KeypointsInvalid.
    """
    if path.suffix.lower() != ".mat" or not path.is_file():
        return None
    try:
        joints = mat_arrays(path.read_bytes(), ("joints",), MOST_UNPACKED_BYTES).get("joints")
    except OSError as error:
        raise FileUnreadable(path, str(error)) from error
    except (MatDamaged, MemoryError) as error:
        raise KeypointsInvalid(path, "a mat file (of MATLAB 5 to 7.2)", str(error)) from error
    return None if joints is None else _placed(path, joints)


def _placed(path: Path, joints: NDArray[Any]) -> NDArray[np.float64]:
    whole = joints[..., None] if joints.ndim == 2 else joints
    if whole.ndim == 3 and whole.shape[1] == len(LSP_JOINTS):
        whole = whole.swapaxes(0, 1)
    if whole.ndim != 3 or whole.shape[:2] != (len(LSP_JOINTS), 3) or joints.dtype.kind not in "fiu":
        raise KeypointsInvalid(path, _EXPECTED, f"{joints.shape} {joints.dtype}")
    places = whole[:, :2].transpose(2, 0, 1).astype(np.float64)
    missing = ~np.isfinite(places).all(axis=2) | (places == 0).all(axis=2)
    return np.where(missing[..., None], np.nan, places)
