from dataclasses import replace

import numpy as np
import pytest

from models.training.studio.effects import Effects, Lens, random_effects, smeared

SIZE = (96, 128)


def grey(level: int = 128) -> np.ndarray:
    return np.full((*SIZE, 3), level, np.uint8)


def textured() -> np.ndarray:
    y, x = np.mgrid[: SIZE[0], : SIZE[1]]
    return np.stack([x, y, (x // 8 + y // 8) % 2 * 200], axis=-1).astype(np.uint8)


def test_no_effects_leave_the_picture_as_it_is():
    np.testing.assert_array_equal(Lens(Effects()).apply(textured(), 0), textured())


def test_the_same_seed_and_frame_give_the_same_picture_and_another_frame_another():
    effects = random_effects(np.random.default_rng(2), hard=True, dark=True)
    first, again, later = (Lens(effects).apply(textured(), n) for n in (3, 3, 4))

    np.testing.assert_array_equal(first, again)
    assert (first != later).any()


@pytest.mark.parametrize("noise", [2.0, 8.0, 20.0])
def test_noise_is_as_strong_as_asked_and_changes_no_brightness(noise: float):
    seen = Lens(Effects(noise=noise)).apply(grey(), 0).astype(float)

    assert seen.std() == pytest.approx(noise, rel=0.1)
    assert seen.mean() == pytest.approx(128, abs=1)


def test_a_high_gain_burns_out_light_parts_first():
    picture = np.concatenate([grey(60), grey(200)])

    seen = Lens(Effects(gain=1.6)).apply(picture, 0)

    assert seen.max() == 255
    assert seen.min() == pytest.approx(96, abs=1)


def test_weak_colours_go_towards_grey():
    red = np.zeros((*SIZE, 3), np.uint8) + np.array([200, 40, 40], np.uint8)

    seen = Lens(Effects(saturation=0.5)).apply(red, 0)[0, 0].astype(int)

    assert np.ptp(seen) == pytest.approx(80, abs=2)


def test_a_cast_changes_its_colour_only():
    seen = Lens(Effects(cast=(1.0, 1.0, 0.8))).apply(grey(100), 0)[0, 0]

    assert seen.tolist() == [100, 100, 80]


def test_blur_takes_the_edges_away():
    seen = Lens(Effects(blur=2.0)).apply(textured(), 0)

    assert np.abs(np.diff(seen[..., 2].astype(int))).max() < 80


def test_a_low_quality_jpeg_is_further_from_the_picture_than_a_high_one():
    bad, good = (
        np.abs(Lens(Effects(jpeg=q)).apply(textured(), 0).astype(int) - textured()).mean()
        for q in (20, 95)
    )

    assert bad > 1.5 * good


def person(shift: tuple[float, float] = (0.0, 0.0)) -> np.ndarray:
    """Joints of a small person in the middle of the picture."""
    points = np.zeros((17, 2)) + (64, 48)
    points[[5, 6]] = (60, 40), (68, 40)
    points[[11, 12]] = (61, 60), (67, 60)
    return points + shift


def test_who_stands_still_is_not_smeared():
    assert smeared(textured(), person(), person(), 1.0) is not None
    np.testing.assert_array_equal(smeared(textured(), person(), person(), 1.0), textured())


def test_who_moves_is_smeared_along_the_way_and_the_room_far_off_is_not():
    picture = grey(0)
    picture[:, 62:66] = 255

    seen = smeared(picture, person((-10.0, 0.0)), person(), 1.0)

    assert (seen[48, 58:70, 0] > 0).sum() > 8
    np.testing.assert_array_equal(seen[:, :10], picture[:, :10])
    assert seen[48, 58:70, 0].astype(int) @ np.arange(58, 70) / seen[48, 58:70, 0].sum() == (
        pytest.approx(63.5, abs=0.7)
    )


def test_a_shutter_that_is_open_for_shorter_smears_less():
    picture = grey(0)
    picture[:, 62:66] = 255

    wide = [
        (smeared(picture, person((-12.0, 0.0)), person(), s)[48, :, 0] > 0).sum()
        for s in (0.2, 0.9)
    ]

    assert wide[0] < wide[1]


@pytest.mark.parametrize("hard", [False, True], ids=["easy", "hard"])
def test_drawn_effects_are_within_their_bounds(hard: bool):
    for seed in range(60):
        effects = random_effects(np.random.default_rng(seed), hard)
        assert 20 <= effects.jpeg <= 95
        assert 0 < effects.shutter <= 1
        assert effects == replace(effects)
        assert Lens(effects).apply(textured(), 0).shape == (*SIZE, 3)
