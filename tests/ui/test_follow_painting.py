"""Skeletons, arrows and the ghost: where they stand, exactly."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetrics, QImage, QPainter

from coach.scoring.cues import CUE_KINDS
from coach.skeleton import INDEX, KEYPOINTS, MIRROR
from coach.texts import Texts, cue_text
from coach.types import Cue, Pose
from tests.ui import scripted
from ui.follow.chart import LiveChart
from ui.follow.ghost import SETTLING_S, Ghost, align, ghost_points
from ui.kit import theme
from ui.kit.cue_marks import arrows_of, limbs_of
from ui.kit.picture import Fit, fit
from ui.kit.skeleton_paint import (
    forward_across,
    paint_figure,
    paint_ghost,
    paint_joint,
    paint_person,
)
from ui.kit.theme import DARK, Look
from ui.moves.edit import Span
from ui.moves.strip import MovesStrip

NAN = float("nan")
ARM = Cue("raise_arm", "left", 30.0)
TEMPO = ("slow_down", "speed_up", "move_along")
SIZE = QSize(640, 480)
WHOLE = QRectF(0, 0, 640, 480)

# Somebody who stands before the camera and looks into it, metres about the hips, y down, z away.
FRONT = np.zeros((17, 3))
for _name, _place in {
    "nose": (0.0, -0.75, -0.1), "eye": (0.03, -0.78, -0.08), "ear": (0.07, -0.76, 0.0),
    "shoulder": (0.18, -0.5, 0.0), "elbow": (0.2, -0.22, 0.0), "wrist": (0.22, 0.05, 0.0),
    "hip": (0.1, 0.0, 0.0), "knee": (0.1, 0.42, 0.0), "ankle": (0.1, 0.85, 0.0),
}.items():  # fmt: skip
    for _side, _sign in (("left", 1), ("right", -1)):
        _key = _name if _name == "nose" else f"{_side}_{_name}"
        FRONT[INDEX[_key]] = np.array(_place) * ((_sign, 1, 1) if _name != "nose" else 1)


def seen_at(world: np.ndarray, scale: float, x: float, y: float, time: float = 0.0) -> Pose:
    """A body seen from afar: hips at (x, y) pixels, ``scale`` pixels a metre."""
    return Pose(world[:, :2] * scale + np.array([x, y]), np.ones(17), world, time)


def turned(world: np.ndarray, degrees: float) -> np.ndarray:
    """The body turned to the right of the picture."""
    a = math.radians(degrees)
    x, y, z = world.T
    return np.stack([x * math.cos(a) - z * math.sin(a), y, x * math.sin(a) + z * math.cos(a)], 1)


def with_arm_up(world: np.ndarray, side: str = "left") -> np.ndarray:
    """One arm stretched up."""
    raised = world.copy()
    shoulder = world[INDEX[f"{side}_shoulder"]]
    raised[INDEX[f"{side}_elbow"]] = shoulder + np.array([0, -0.28, 0])
    raised[INDEX[f"{side}_wrist"]] = shoulder + np.array([0, -0.55, 0])
    return raised


def ghost_of(person: Pose, target: Pose, *, mirrored: bool = False) -> np.ndarray:
    alignment = align(person, target, mirrored=mirrored)
    assert alignment is not None
    return ghost_points(person, target, alignment, mirrored=mirrored)


# -- the ghost ------------------------------------------------------------------------


@pytest.mark.parametrize("degrees", [0.0, 35.0, -120.0, 180.0])
def test_the_ghost_of_the_same_pose_lies_on_the_person_wherever_they_face(degrees):
    person = seen_at(turned(FRONT, degrees), 200.0, 400.0, 260.0)
    target = seen_at(FRONT * 1.3, 90.0, 100.0, 300.0)

    np.testing.assert_allclose(ghost_of(person, target), person.points, atol=0.05)


def test_a_raised_arm_of_the_target_is_over_the_same_arm_of_the_person():
    person = seen_at(FRONT, 200.0, 400.0, 260.0)
    ghost = ghost_of(person, seen_at(with_arm_up(FRONT), 90.0, 100.0, 300.0))

    expected = with_arm_up(FRONT)[:, :2] * 200.0 + np.array([400.0, 260.0])
    np.testing.assert_allclose(ghost, expected, atol=0.05)


def test_who_follows_as_in_a_mirror_sees_the_other_arm_of_the_target():
    person = seen_at(with_arm_up(FRONT, "right"), 200.0, 400.0, 260.0)
    target = seen_at(with_arm_up(FRONT, "left"), 150.0, 200.0, 260.0)

    np.testing.assert_allclose(ghost_of(person, target, mirrored=True), person.points, atol=0.05)
    assert not np.allclose(ghost_of(person, target), person.points, atol=20.0)


def test_the_ghost_of_a_deeper_squat_has_lower_hips_and_the_same_feet():
    deep = FRONT.copy()
    lower = [INDEX[f"{s}_{j}"] for s in ("left", "right") for j in ("knee", "ankle")]
    deep[lower, 1] -= 0.25  # about hips that went down by so much
    person = seen_at(FRONT, 200.0, 400.0, 260.0)
    ghost = ghost_of(person, seen_at(deep, 90.0, 100.0, 300.0))

    feet, hip = INDEX["left_ankle"], INDEX["left_hip"]
    assert ghost[feet, 1] == pytest.approx(person.points[feet, 1], abs=0.05)
    assert ghost[hip, 1] - person.points[hip, 1] == pytest.approx(50.0, abs=0.05)


def test_without_feet_the_hips_are_one():
    confidence = np.ones(17)
    confidence[[INDEX["left_ankle"], INDEX["right_ankle"]]] = 0.1
    whole = seen_at(FRONT, 200.0, 400.0, 460.0)
    person = Pose(whole.points, confidence, whole.world, 0.0)
    ghost = ghost_of(person, seen_at(FRONT, 90.0, 100.0, 300.0))

    np.testing.assert_allclose(ghost[INDEX["left_hip"]], person.points[INDEX["left_hip"]], atol=0.1)


def test_what_the_target_hides_is_no_part_of_the_ghost():
    confidence = np.ones(17)
    confidence[INDEX["left_wrist"]] = 0.2
    whole = seen_at(FRONT, 90.0, 100.0, 300.0)
    target = Pose(whole.points, confidence, whole.world, 0.0)
    person = seen_at(FRONT, 200.0, 400.0, 260.0)

    assert np.isnan(ghost_of(person, target)[INDEX["left_wrist"]]).all()
    assert np.isnan(ghost_of(person, target, mirrored=True)[MIRROR[INDEX["left_wrist"]]]).all()


def test_somebody_whose_trunk_is_hidden_has_no_ghost():
    confidence = np.ones(17)
    confidence[INDEX["left_hip"]] = 0.1
    whole = seen_at(FRONT, 200.0, 400.0, 260.0)

    hidden = Pose(whole.points, confidence, whole.world, 0.0)
    assert align(hidden, whole, mirrored=False) is None
    assert Ghost().over(None, whole, mirrored=False) is None
    assert Ghost().over(hidden, whole, mirrored=False) is None


def test_size_and_facing_of_the_ghost_settle_and_do_not_jump():
    ghost, target = Ghost(), seen_at(FRONT, 90.0, 100.0, 300.0)
    ghost.over(seen_at(FRONT, 200.0, 400.0, 260.0, 0.0), target, mirrored=False)
    soon = ghost.over(
        seen_at(turned(FRONT, 40.0), 200.0, 400.0, 260.0, 0.1), target, mirrored=False
    )
    for i in range(2, 60):
        later = seen_at(turned(FRONT, 40.0), 200.0, 400.0, 260.0, 0.1 * i)
        late = ghost.over(later, target, mirrored=False)

    shoulder = INDEX["left_shoulder"]
    before, after = FRONT[shoulder, 0] * 200.0 + 400.0, later.points[shoulder, 0]
    assert after < soon[shoulder, 0] < before
    assert late[shoulder, 0] == pytest.approx(after, abs=0.5)
    assert SETTLING_S < 6.0


def test_a_turn_goes_the_shorter_way_round():
    person = seen_at(turned(FRONT, 170.0), 200.0, 400.0, 260.0)
    other = seen_at(turned(FRONT, -170.0), 200.0, 400.0, 260.0)
    one, two = (align(p, seen_at(FRONT, 90.0, 0.0, 0.0), mirrored=False) for p in (person, other))

    assert abs(one.toward(two, 0.5).turn) % 360.0 == pytest.approx(180.0, abs=0.01)


# -- arrows ---------------------------------------------------------------------------


def on_the_mirror(world: np.ndarray = FRONT) -> dict[str, QPointF]:
    """Places on the screen of somebody who looks at themselves as in a mirror."""
    placed = Fit(WHOLE, 1.0, mirrored=True)
    points = seen_at(world, 200.0, 320.0, 260.0).points
    return {
        name: placed.at(float(x), float(y)) for name, (x, y) in zip(KEYPOINTS, points, strict=True)
    }


def way_of(kind: str, side: str = "left", forward: float = NAN) -> tuple[float, float]:
    (arrow,) = arrows_of(Cue(kind, side, 20.0), on_the_mirror(), forward, 100.0)
    way = arrow.tip - arrow.tail
    return round(way.x() / 100.0, 2) + 0.0, round(way.y() / 100.0, 2) + 0.0


@pytest.mark.parametrize("kind", [kind for kind in CUE_KINDS if kind not in TEMPO])
def test_every_cue_about_the_body_marks_a_limb_and_has_an_arrow_of_one_length(kind):
    for side in CUE_KINDS[kind]:
        cue = Cue(kind, side, 20.0)
        arrows = arrows_of(cue, on_the_mirror(), 1.0, 100.0)

        assert len(arrows) == (2 if side == "both" else 1)
        for arrow in arrows:
            way = arrow.tip - arrow.tail
            assert math.hypot(way.x(), way.y()) == pytest.approx(100.0)
        assert limbs_of(cue)
        assert all(end in INDEX for limb in limbs_of(cue) for end in limb)
        assert cue_text(Texts("en"), cue) != cue_text(Texts("ko"), cue)


@pytest.mark.parametrize("kind", TEMPO)
def test_tempo_has_no_limb(kind):
    assert arrows_of(Cue(kind, "both", 0.0), on_the_mirror(), 1.0, 100.0) == ()
    assert limbs_of(Cue(kind, "both", 0.0)) == ()


def test_no_cue_has_no_arrow():
    assert arrows_of(None, on_the_mirror(), 1.0, 100.0) == ()
    assert limbs_of(None) == ()


@pytest.mark.parametrize(
    ("kind", "side", "way"),
    [  # on the mirror, the own left is at the left of the screen
        pytest.param("raise_arm", "left", (0, -1), id="arm-up"),
        pytest.param("lower_arm", "left", (0, 1), id="arm-down"),
        pytest.param("arm_out", "left", (-1, 0), id="left-arm-out"),
        pytest.param("arm_out", "right", (1, 0), id="right-arm-out"),
        pytest.param("tuck_elbow", "left", (1, 0), id="elbow-to-the-body"),
        pytest.param("knee_out", "right", (1, 0), id="knee-out"),
        pytest.param("foot_in", "right", (-1, 0), id="foot-in"),
        pytest.param("lean_side", "left", (-1, 0), id="lean-left"),
        pytest.param("unlean_side", "left", (1, 0), id="out-of-the-lean-left"),
        pytest.param("turn_more", "left", (-1, 0), id="right-shoulder-to-the-left"),
        pytest.param("lift_hips", "both", (0, -1), id="hips-up"),
    ],
)
def test_the_arrow_points_where_the_limb_is_to_go_on_the_screen(kind, side, way):
    if side == "both":
        both = arrows_of(Cue(kind, side, 20.0), on_the_mirror(), NAN, 100.0)
        found = {(round((a.tip - a.tail).x()), round((a.tip - a.tail).y() / 100)) for a in both}
        assert found == {way}
    else:
        assert way_of(kind, side) == way


def test_forward_is_shown_only_where_the_side_is_seen():
    assert way_of("arm_forward", forward=1.0) == (1, 0)
    assert way_of("arm_back", forward=1.0) == (-1, 0)
    assert arrows_of(Cue("arm_forward", "left", 20.0), on_the_mirror(), 0.1, 100.0) == ()


def test_a_step_forward_of_somebody_turned_to_the_right_goes_right_and_left_on_the_mirror():
    pose = seen_at(turned(FRONT, 90.0), 200.0, 320.0, 260.0)

    assert forward_across(pose, mirrored=False) == pytest.approx(1.0)
    assert forward_across(pose, mirrored=True) == pytest.approx(-1.0)
    assert forward_across(seen_at(FRONT, 1, 0, 0), mirrored=True) == pytest.approx(0.0, abs=1e-6)


def test_an_arm_of_somebody_who_lies_is_raised_towards_the_head():
    lying = FRONT[:, [1, 0, 2]] * np.array([1, 1, 1])  # the head at the left of the picture
    (arrow,) = arrows_of(ARM, on_the_mirror(lying), NAN, 100.0)

    assert (arrow.tip - arrow.tail).x() == pytest.approx(100.0)  # on the mirror at the right


# -- paint ----------------------------------------------------------------------------


def painted(draw, wanted: str = "accent", alpha: bool = False) -> int:
    """Pixels of a palette's colour, or of any, after drawing on black."""
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    draw(painter)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(480, 640) & 0xFFFFFF
    colour = DARK.color(wanted).rgb() & 0xFFFFFF
    return int((pixels != 0).sum() if alpha else (pixels == colour).sum())


def test_the_limb_of_a_cue_is_seen_on_the_picture(qapp):
    placed = fit(SIZE, WHOLE, mirrored=True)

    def draw(cue):
        return lambda painter: paint_person(painter, scripted.pose(), placed, DARK, cue=cue)

    assert painted(draw(None)) == 0
    assert painted(draw(ARM)) > 1000


def test_the_ghost_is_translucent_and_of_one_tone_where_limbs_cross(qapp):
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    paint_ghost(painter, scripted.STANDING, fit(SIZE, WHOLE), DARK)
    painter.end()

    trunk, shoulder = image.pixelColor(320, 210), image.pixelColor(362, 152)
    assert trunk == shoulder
    assert 0 < trunk.blue() < DARK.color("accent").blue()


def test_good_fair_and_off_joints_differ_in_shape_and_not_only_in_colour(qapp):
    at = QPointF(320, 240)

    def filled(token):
        def draw(painter):
            paint_joint(painter, at, 10.0, token, DARK)

        return painted(draw, token)

    def whole(token):
        return painted(lambda p: paint_joint(p, at, 10.0, token, DARK), alpha=True)

    shares = [filled(token) / whole(token) for token in ("good", "fair", "off")]
    assert shares[1] > shares[2] * 1.25
    assert whole("off") > whole("good") * 1.5


def test_the_small_figure_of_a_pose_stays_in_its_place(qapp):
    box = QRectF(100, 100, 80, 120)
    inside = painted(
        lambda p: paint_figure(p, scripted.pose(), box, DARK.color("text")), alpha=True
    )

    def outside_only(painter):
        paint_figure(painter, scripted.pose(), box, DARK.color("text"))
        painter.fillRect(box, DARK.color("ground").darker(10000))

    assert inside > 200
    assert painted(outside_only, "text") == 0


# -- chart and time -------------------------------------------------------------------


def test_what_is_not_judged_now_is_hatched_up_to_the_edge(qtbot):
    chart = LiveChart()
    qtbot.addWidget(chart)
    chart.dress(Look(Texts("en"), DARK))
    for i in range(100):
        chart.push(i / 10, (80.0 if i < 80 else NAN,))

    ((start, end),) = chart._bands._spans
    line = chart._lines[0].getData()[1]
    assert start == pytest.approx(-1.9)
    assert end == chart.viewRange()[0][1] > 0.0
    assert np.isnan(line[-1])
    chart.push(10.0, (80.0,))
    assert chart._bands._spans[0][1] <= 0.0


def test_the_time_of_the_chart_has_three_words_at_most_with_now_at_the_right(qtbot):
    chart = LiveChart()
    qtbot.addWidget(chart)
    chart.dress(Look(Texts("en"), DARK))
    for wide, words in ((160, ["−20 s", "now"]), (900, ["−20 s", "−10 s", "now"])):
        chart.resize(wide, 200)
        chart._mark_seconds()
        (ticks,) = chart.getPlotItem().getAxis("bottom")._tickLevels
        assert [word for _, word in ticks] == words


SPANS = (
    Span("Squat", 0.0, 0.05, 0, held=False),
    Span("Lateral raise", 0.06, 0.1, 0, held=False),
    Span("Lunge", 0.12, 0.15, 0, held=False),
    Span("Plank", 0.5, 0.9, 0, held=False),
)


@pytest.mark.parametrize(
    ("at", "wide", "shown"),
    [
        pytest.param(0.02, 300, ["Squat", "Plank"], id="now-first"),
        pytest.param(0.6, 300, ["Plank"], id="only-those-with-room"),
        pytest.param(0.02, 2560, ["Squat", "Lateral raise", "Lunge", "Plank"], id="all"),
        pytest.param(0.02, 30, [], id="none"),
    ],
)
def test_names_along_the_video_are_whole_or_not_there(qtbot, at, wide, shown):
    strip = MovesStrip(name="ui_moves_of_video")
    qtbot.addWidget(strip)
    strip.resize(wide, 28)
    strip.tell(SPANS, at)
    found = strip.names(QFontMetrics(theme.drawn_font("tiny")))

    assert [span.name for span, _ in found] == shown
    for i, (_, place) in enumerate(found):
        assert strip.rect().toRectF().contains(place)
        assert not any(place.intersects(other) for _, other in found[:i])


def test_names_along_the_video_grow_with_the_screen_but_not_beyond_it(qtbot):
    strip = MovesStrip(name="ui_moves_of_video")
    qtbot.addWidget(strip)
    usual = strip.sizeHint().height()
    strip.set_scale(1.3)
    larger = strip.sizeHint().height()
    strip.set_scale(3.0)

    assert usual < larger <= strip.sizeHint().height() <= 1.4 * usual
