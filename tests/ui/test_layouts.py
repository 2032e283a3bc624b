"""Where the pictures lie."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF

from ui.follow.layouts import (
    CORNERS,
    LAYOUTS,
    after,
    alone,
    arrange,
    as_layout,
    is_larger,
    next_corner,
)

WIDE, OLD, TALL = 16 / 9, 4 / 3, 9 / 16
AREAS = [
    pytest.param(QRectF(0, 0, 992, 270), id="smallest-window"),
    pytest.param(QRectF(16, 16, 1888, 680), id="full-hd"),
    pytest.param(QRectF(0, 0, 3800, 1500), id="4k"),
    pytest.param(QRectF(0, 0, 1048, 1300), id="upright-window"),
]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("target", [WIDE, OLD, TALL, 2.4], ids=["wide", "old", "tall", "cinema"])
@pytest.mark.parametrize("person", [OLD, TALL, WIDE], ids=["webcam", "phone", "hd"])
def test_no_picture_is_outside_or_over_another(layout, area, target, person):
    found = arrange(layout, area, target, person)

    places = [place for place in (found.target, found.person) if place is not None]
    for place in places:
        assert area.adjusted(-0.01, -0.01, 0.01, 0.01).contains(place)
        assert min(place.width(), place.height()) >= 70
    if layout != "corner" and len(places) == 2:
        assert not places[0].adjusted(0, 0, -0.01, -0.01).intersects(places[1])


@pytest.mark.parametrize("area", AREAS)
def test_alone_in_the_corner_the_small_picture_keeps_its_shape(area):
    for corner in CORNERS:
        found = arrange("corner", area, WIDE, OLD, corner)

        assert found.person.width() / found.person.height() == pytest.approx(OLD)
        vertical, horizontal = corner.split("_")
        assert (found.person.center().y() < area.center().y()) == (vertical == "top")
        assert (found.person.center().x() < area.center().x()) == (horizontal == "left")
        assert found.target == area


@pytest.mark.parametrize(
    ("area", "target", "is_beside"),
    [
        pytest.param(QRectF(0, 0, 992, 270), WIDE, True, id="wide-window"),
        pytest.param(QRectF(0, 0, 1048, 1300), WIDE, False, id="upright-window"),
        pytest.param(QRectF(0, 0, 1048, 800), TALL, True, id="portrait-video"),
    ],
)
def test_by_itself_the_larger_of_beside_and_over_is_taken(area, target, is_beside):
    found = arrange("auto", area, target, OLD)

    assert (found.person.left() > found.target.right()) == is_beside


def test_pictures_beside_each_other_are_as_wide_as_their_shapes():
    found = arrange("side", QRectF(0, 0, 1888, 680), TALL, OLD)

    assert found.person.width() > found.target.width()
    assert found.target.left() - 0 == pytest.approx(1888 - found.person.right())


def test_without_the_picture_the_skeleton_has_the_place_of_the_picture():
    area = QRectF(0, 0, 992, 270)

    hidden, shown = arrange("skeleton", area, WIDE, OLD), arrange("auto", area, WIDE, OLD)
    assert (hidden.person, hidden.has_picture) == (shown.person, False)
    assert alone(area, "skeleton").person == area


def test_the_target_alone_has_all_the_place():
    area = QRectF(0, 0, 992, 270)

    found = arrange("target", area, WIDE, OLD)
    assert (found.target, found.person) == (area, None)


def test_the_key_goes_through_all_layouts_and_corners():
    layout, corner = "auto", "top_left"
    seen, corners = set(), set()
    for _ in LAYOUTS:
        seen.add(layout)
        layout = after(layout)
    for _ in CORNERS:
        corners.add(corner)
        corner = next_corner(corner)

    assert (seen, layout) == (set(LAYOUTS), "auto")
    assert (corners, corner) == (set(CORNERS), "top_left")


def test_a_layout_that_nobody_knows_is_the_usual_one():
    assert as_layout("sideways") == "auto"


@pytest.mark.parametrize(
    ("layout", "target", "expected"),
    [
        pytest.param("side", WIDE, False, id="wide-beside-each-other"),
        pytest.param("stacked", WIDE, True, id="over-each-other"),
        pytest.param("target", TALL, True, id="upright-video-alone"),
        pytest.param("corner", TALL, True, id="upright-video-with-a-small-picture"),
    ],
)
def test_when_the_pictures_are_larger_with_the_panel_beside_them(layout, target, expected):
    below, beside = QRectF(0, 0, 992, 270), QRectF(0, 0, 620, 540)

    found = (arrange(layout, area, target, OLD) for area in (beside, below))
    assert is_larger(*found, target, OLD) == expected
