"""The HTML reports in a real browser: nothing runs over, nothing is asked for, few sheets."""

from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from coach.report import write_report
from coach.report.look import DARK, LIGHT, rgb
from coach.texts import Texts
from coach.types import JointRange, Trend
from tests.coach.report.chromium import BROWSER, measured, printed_pages
from tests.coach.report.samples import (
    LEFT_OUT,
    MOVES,
    NASTY,
    TIRING,
    UNJUDGED,
    WHEN,
    earlier,
    move,
    person,
    session,
)

pytestmark = pytest.mark.skipif(BROWSER is None, reason="needs chromium")

WIDTHS = (400, 1024, 1600)
SCRIPT = "<script>alert(1)</script>"
LONG = (SCRIPT + " & 'drop' 운동 #1 ") * 7
RANGES = tuple(
    JointRange(f"{side}_{joint}", 4.0, 96.0, 92.0, 88.0, 95.0, 20.9)
    for joint in ("shoulder", "elbow", "hip", "knee")
    for side in ("left", "right")
)


def ranged(one, **changes):
    return replace(one, motion=RANGES, uncertainty=4.2, **changes)


def results():
    """By name: a result and the language it is told in."""
    usual = person(moves=tuple(ranged(m, trend=TIRING) for m in MOVES), left_out=LEFT_OUT)
    many = tuple(ranged(move(f"{SCRIPT} {i}", i, i + 1, 80.0)) for i in range(60))
    long_name = (ranged(move(LONG, 0, 70, 55.0), half=(1, 2)),)
    return {
        "usual": (session(usual), "en"),
        "usual-ko": (session(usual), "ko"),
        "two": (replace(session(usual, usual), synchrony=0.7), "ko"),
        "many": (session(person(moves=many)), "en"),
        "long": (session(person(moves=long_name), target=LONG), "ko"),
        "none": (session(person(moves=())), "en"),
        "unjudged": (session(UNJUDGED), "ko"),
    }


def written(folder, page="full"):
    """The pages as files, by name."""
    files = {}
    for name, (result, language) in results().items():
        files[name] = folder / f"{page}-{name}.html"
        write_report(
            result, files[name], texts=Texts(language), earlier=earlier(70.0), when=WHEN,
            person=f"지우 {SCRIPT}", page=page,
        )  # fmt: skip
    return files


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("browser")


@pytest.fixture(scope="module")
def files(folder):
    """All pages by kind and name."""
    return {
        f"{page}/{name}": file
        for page in ("full", "physio")
        for name, file in written(folder, page).items()
    }


@pytest.fixture(scope="module")
def found(folder, files):
    return measured(folder, {n: f.read_text("utf-8") for n, f in files.items()}, WIDTHS)


def test_nothing_runs_over_the_edge_at_any_width(found):
    over = [
        (one["name"], one["width"], one["scroll"], one["beyond"][:3])
        for one in found
        if one["scroll"] > one["client"] or one["beyond"]
    ]

    assert over == []
    assert len(found) == 14 * len(WIDTHS)


def test_no_word_is_cut_off(found):
    assert [(one["name"], one["width"], one["cut"]) for one in found if one["cut"]] == []


def test_the_pages_ask_for_nothing(found):
    assert [one["asked"] for one in found if one["asked"]] == []


@pytest.fixture
def asked():
    """Paths that a server of this machine was asked for; its address comes first."""
    paths = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self):
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_that_asks_for_something_would_be_found_out(folder, asked):
    address, paths = asked
    asking = f'<!doctype html><body><img src="{address}/spy.png">'

    (one,) = measured(folder, {"asking": asking}, (400,))

    assert one["asked"] == [f"{address}/spy.png"]
    assert paths == ["/spy.png"]


def test_a_page_of_ours_that_was_tampered_with_still_loads_nothing(folder, files, asked):
    address, paths = asked
    page = files["full/usual"].read_text("utf-8")
    spied = page.replace(
        "<main>",
        f'<main><img src="{address}/spy.png"><script>document.body.innerText=""</script>',
    )

    (one,) = measured(folder, {"spied": spied}, (1024,))

    assert paths == []
    assert "Training report" in one["words"]


def test_titles_are_text_and_seen(found):
    words = {one["name"]: one["words"] for one in found}

    assert NASTY in words["full/usual"]
    assert SCRIPT in words["full/many"]
    assert SCRIPT in words["full/long"]
    assert SCRIPT in words["physio/many"]


def test_a_person_can_choose_dark_or_light(folder, files, found):
    pages = {name: files[name].read_text("utf-8") for name in ("full/usual", "physio/usual")}
    grounds = [one["ground"] for one in measured(folder, pages, (1024,), dark=True)]

    assert set(grounds) == {"rgb({}, {}, {})".format(*rgb(DARK["ground"]))}
    assert {one["ground"] for one in found} == {"rgb({}, {}, {})".format(*rgb(LIGHT["ground"]))}


@pytest.mark.parametrize(
    ("name", "most"),
    [
        pytest.param("physio/usual", 1, id="physio"),
        pytest.param("physio/usual-ko", 1, id="physio-korean"),
        pytest.param("physio/two", 2, id="physio-of-two"),
        pytest.param("physio/many", 1, id="physio-of-sixty-moves"),
        pytest.param("physio/none", 1, id="physio-of-none"),
        pytest.param("full/usual-ko", 3, id="report"),
        pytest.param("full/none", 2, id="report-of-none"),
    ],
)
def test_a_page_takes_few_sheets_of_paper(folder, files, name, most):
    assert 1 <= printed_pages(folder, files[name]) <= most


def test_a_trend_without_a_judged_repetition_is_no_picture(folder, files):
    empty = Trend("left_knee", (), (), float("nan"), "")
    path = folder / "empty.html"
    one = person(moves=(replace(MOVES[0], trend=empty),))
    write_report(session(one), path, texts=Texts("en"))

    assert 'class="spark"' not in path.read_text("utf-8")
    assert 'class="spark"' in files["full/usual"].read_text("utf-8")
