import re
from html.parser import HTMLParser

import pytest

from coach.errors import BadRequest, FileMissing, OutputUnwritable
from coach.report import pdf_page, write_report
from coach.report.look import DARK, LIGHT, rgb
from coach.texts import Texts
from tests.coach.report.samples import NAN, NASTY, UNJUDGED, WHEN, earlier, move, person, session

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """Elements, attributes and words of a page; fails on tags that do not match."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.text, self.elements, self.words, self._open = text, [], [], []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if data.strip() and self._open[-1:] != ["style"]:
            self.words.append(" ".join(data.split()))

    def named(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


def page_of(tmp_path, *people, language="en", **more):
    path = tmp_path / "report.html"
    write_report(session(*people), path, texts=Texts(language), when=WHEN, **more)
    return Page(path.read_text("utf-8"))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_page_asks_the_network_for_nothing(tmp_path, language):
    page = page_of(tmp_path, person(), person(), language=language)

    asked = [
        attrs[name]
        for _, attrs in page.elements
        for name in ("src", "href", "xlink:href", "srcset", "action", "data")
        if name in attrs
    ]
    assert asked == []
    assert "://" not in page.text
    assert "@import" not in page.text
    assert set(re.findall(r"url\(([^)]*)\)", page.text)) <= {"#hatch-1", "#hatch-2"}
    assert not page.named("script")


def test_a_file_name_stays_text(tmp_path):
    page = page_of(tmp_path, person="<i>지우</i>")

    assert NASTY in page.words
    assert "<i>지우</i>" in page.words
    assert not page.named("b")
    assert not page.named("i")


def test_a_chapter_title_stays_text(tmp_path):
    page = page_of(tmp_path, person(moves=(move("<script>alert(1)</script>", 0, 70, 80.0),)))

    assert "<script>alert(1)</script>" in page.words
    assert not page.named("script")


def test_the_page_names_its_language(tmp_path):
    assert page_of(tmp_path, language="ko").named("html") == [{"lang": "ko"}]


def test_the_table_has_headers_for_rows_and_columns(tmp_path):
    scopes = [attrs["scope"] for attrs in page_of(tmp_path).named("th")]

    assert scopes == ["col"] * 7 + ["row"] * 5


def test_each_chart_has_a_title_and_a_description(tmp_path):
    page = page_of(tmp_path, person(), person())

    charts = [attrs for attrs in page.named("svg") if attrs.get("role") == "img"]
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert [c["aria-labelledby"] for c in charts] == [
        "chart-title-1 chart-words-1",
        "chart-title-2 chart-words-2",
    ]
    assert len(ids) == len(set(ids))
    named = {i for _, a in page.elements for i in a.get("aria-labelledby", "").split()}
    assert named <= set(ids)


def test_bands_differ_in_word_and_not_by_colour_alone(tmp_path):
    words = page_of(tmp_path).words

    assert {"good", "fair", "off", "not judged"} <= set(words)


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(UNJUDGED, id="never-judged"),
        pytest.param(person(80.0, ()), id="no-moves"),
        pytest.param(person(NAN, (), NAN, NAN), id="nothing-known"),
    ],
)
@pytest.mark.parametrize("suffix", [".html", ".pdf", ".csv", ".json"])
def test_little_data_still_gives_a_report(tmp_path, one, suffix):
    path = tmp_path / f"report{suffix}"

    write_report(session(one), path, texts=Texts("ko"), earlier=earlier(80.0))

    assert path.stat().st_size > 50
    if suffix != ".pdf":
        assert not re.search(r"\bnan\b", path.read_text("utf-8"), re.IGNORECASE)


def contrast(a, b):
    """WCAG 2 contrast ratio."""

    def luminance(colour):
        parts = [c / 255 for c in rgb(colour)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")])
def test_every_colour_can_be_read_on_its_ground(tokens):
    for ground in ("ground", "surface"):
        for name in ("text", "secondary", "accent", "good", "fair", "off"):
            assert contrast(tokens[name], tokens[ground]) >= 5.4, (name, ground)


def pages(content):
    return len(re.findall(rb"/Type /Page\b(?!s)", content))


def test_the_pdf_of_the_same_session_is_the_same_file(tmp_path):
    for name in ("one.pdf", "two.pdf"):
        write_report(session(), tmp_path / name, texts=Texts("ko"), when=WHEN, person="지우")

    one, two = ((tmp_path / name).read_bytes() for name in ("one.pdf", "two.pdf"))
    assert one == two
    assert one.startswith(b"%PDF-")


def test_the_pdf_embeds_the_family_and_a_map_back_to_text(tmp_path):
    write_report(session(), tmp_path / "r.pdf", texts=Texts("ko"))

    content = (tmp_path / "r.pdf").read_bytes()
    assert b"Pretendard" in content
    assert b"/ToUnicode" in content
    assert b"ko-KR" in content
    assert len(content) < 200_000


def test_two_people_have_a_page_each(tmp_path):
    write_report(session(person(), person()), tmp_path / "r.pdf", texts=Texts("en"))

    assert pages((tmp_path / "r.pdf").read_bytes()) == 2


def test_a_long_table_goes_on_on_the_next_page(tmp_path):
    many = tuple(move(f"Move {i}", i, i + 1, 70.0) for i in range(1, 40))
    write_report(session(person(moves=many)), tmp_path / "r.pdf", texts=Texts("en"))

    assert pages((tmp_path / "r.pdf").read_bytes()) == 3


def test_characters_the_family_lacks_become_boxes(tmp_path, caplog):
    write_report(session(target="漢字 🔥 ﷽ ok"), tmp_path / "r.pdf", texts=Texts("en"))

    assert (tmp_path / "r.pdf").exists()
    assert [r for r in caplog.records if r.levelname in ("WARNING", "ERROR")] == []


def test_a_missing_font_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(pdf_page.FONTS, "", tmp_path / "absent.ttf")

    with pytest.raises(FileMissing) as caught:
        write_report(session(), tmp_path / "r.pdf", texts=Texts("en"))

    assert caught.value.path == tmp_path / "absent.ttf"


@pytest.mark.parametrize("name", ["report.docx", "report", "report.html.zip"])
def test_another_format_is_a_bad_request(tmp_path, name):
    with pytest.raises(BadRequest) as caught:
        write_report(session(), tmp_path / name, texts=Texts("en"))

    assert caught.value.expected == ".html / .pdf / .csv / .json"
    assert list(tmp_path.iterdir()) == []


def test_a_suffix_may_be_in_capitals(tmp_path):
    write_report(session(), tmp_path / "REPORT.HTML", texts=Texts("en"))

    assert (tmp_path / "REPORT.HTML").exists()


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(OutputUnwritable) as caught:
        write_report(session(), tmp_path / "absent" / "r.html", texts=Texts("en"))

    assert caught.value.path == tmp_path / "absent" / "r.html"


def test_a_place_that_is_taken_by_a_folder_leaves_nothing_behind(tmp_path):
    (tmp_path / "r.csv").mkdir()

    with pytest.raises(OutputUnwritable):
        write_report(session(), tmp_path / "r.csv", texts=Texts("en"))

    assert [path.name for path in tmp_path.iterdir()] == ["r.csv"]


def test_an_older_report_is_replaced(tmp_path):
    path = tmp_path / "r.json"
    path.write_text("old")

    write_report(session(), path, texts=Texts("en"))

    assert path.read_text("utf-8").startswith("{")
    assert [file.name for file in tmp_path.iterdir()] == ["r.json"]
