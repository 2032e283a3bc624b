import numpy as np
import pytest

from coach.embedding import Encoder, cosine
from tests.coach.people import squats, stand


@pytest.fixture
def embed(coach, tmp_path):
    """Runs ``coach embed`` on an array; the outcome and the latents."""

    def run(points):
        np.save(tmp_path / "points.npy", points)
        done = coach("embed", tmp_path / "points.npy", tmp_path / "latents.npy")
        return done, np.load(tmp_path / "latents.npy")

    return run


@pytest.mark.parametrize(
    "points",
    [
        pytest.param(squats(1), id="metres"),
        pytest.param(squats(1)[..., :2] * 200 + 300, id="pixels"),
        pytest.param(squats(1).astype(np.float64), id="double-precision"),
        pytest.param((squats(1) * 1000).astype(np.int32), id="whole-numbers"),
        pytest.param(squats(1)[:0], id="no-frames"),
    ],
)
def test_a_row_of_latents_a_frame(embed, points):
    done, latents = embed(points)

    assert (done.status, done.err) == (0, "")
    assert latents.shape == (len(points), Encoder().size)
    assert latents.dtype == np.float32
    assert np.isfinite(latents).all()


def test_a_frame_without_a_person_is_nan_and_no_other(embed):
    points = squats(1).copy()
    points[3] = np.nan

    _, latents = embed(points)

    assert np.flatnonzero(np.isnan(latents).all(axis=1)).tolist() == [3]
    assert np.isfinite(np.delete(latents, 3, axis=0)).all()


def test_the_cosine_of_the_latents_tells_poses_apart(embed):
    standing, arms_up = stand(), stand(arms=(170, 170))

    _, latents = embed(np.stack([standing, standing * 1.2, arms_up]))

    assert cosine(latents[0], latents[1]) > 0.99
    assert cosine(latents[0], latents[2]) < 0.6


def saved(array):
    return lambda path: np.save(path, array, allow_pickle=True)


def npz(path):
    with path.open("wb") as file:
        np.savez(file, points=np.zeros((5, 17, 3)))


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(saved(np.zeros((5, 16, 3))), id="16-points"),
        pytest.param(saved(np.zeros((5, 17, 4))), id="four-coordinates"),
        pytest.param(saved(np.zeros((17, 3))), id="a-single-pose"),
        pytest.param(saved(np.zeros((5, 17, 3), complex)), id="complex"),
        pytest.param(saved(np.full((5, 17, 3), "x")), id="words"),
        pytest.param(saved(np.full((5, 17, 3), None)), id="objects"),
        pytest.param(lambda path: path.write_text("0 0 0\n"), id="text"),
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(lambda path: path.mkdir(), id="folder"),
        pytest.param(lambda path: None, id="missing"),
        pytest.param(npz, id="npz"),
    ],
)
def test_anything_else_is_refused(coach, tmp_path, write):
    write(tmp_path / "points.npy")

    done = coach("embed", tmp_path / "points.npy", tmp_path / "latents.npy")

    assert done.refused
    assert not (tmp_path / "latents.npy").exists()


def test_16_points_are_named(coach, tmp_path):
    np.save(tmp_path / "points.npy", np.zeros((5, 16, 3)))

    done = coach("embed", tmp_path / "points.npy", tmp_path / "latents.npy", "--language", "en")

    assert "17" in done.err
    assert "(5, 16, 3)" in done.err


def test_a_folder_that_is_not_there_is_refused(coach, tmp_path):
    np.save(tmp_path / "points.npy", squats(1))

    assert coach("embed", tmp_path / "points.npy", tmp_path / "nowhere" / "l.npy").refused
