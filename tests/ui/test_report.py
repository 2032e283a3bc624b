"""The report screen on the real widgets, with results from memory and a clock of its own."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QPushButton

from coach.errors import OutputUnwritable, SessionNotFound
from coach.report import Past, write_report
from coach.storage import Correction
from coach.texts import Texts
from coach.types import Frame, SessionResult
from tests.ui import scripted
from tests.ui.scripted_reports import ScriptedReports, kept, with_repetitions
from ui.follow.loop import Part
from ui.follow.values import Outcome
from ui.kit import theme
from ui.kit.jobs import Jobs
from ui.kit.theme import Look
from ui.report.playback import Playback, pose_at, whole_clip
from ui.report.reel import watched
from ui.report.saving import print_pdf
from ui.report.screen import ReportScreen
from ui.report.table import SCORES, MovesTable

EN, KO = Texts("en"), Texts("ko")
NAN = math.nan
NASTY = "<script>alert(1)</script> & 'drop' 운동 #1 " * 8


def outcome_of(people=1, *, moves=None, **changes):
    result = with_repetitions(scripted.result(people))
    if moves is not None:
        persons = tuple(replace(one, moves=moves) for one in result.people)
        result = replace(result, people=persons)
    return Outcome(result, {}, kept(result, scripted.STANDING, **changes))


@pytest.fixture
def desk():
    return ScriptedReports()


@pytest.fixture
def shown(qtbot, desk, clock):
    """The report screen with one person's outcome."""
    jobs = Jobs()
    screen = ReportScreen(desk, jobs, clock=clock)
    qtbot.addWidget(screen)
    screen.resize(1024, 640)
    screen.dress(Look(EN, theme.DARK))
    screen.show()
    screen.show_outcome(outcome_of())
    qtbot.waitUntil(lambda: jobs.idle)
    yield screen
    screen.rest()
    jobs.close(lambda: None)


def settled(qtbot, screen):
    qtbot.waitUntil(lambda: screen._jobs.idle)


def rows_of(table):
    return [
        [table.item(i, j).text() for j in range(table.columnCount())]
        for i in range(table.rowCount())
    ]


# -- what is told ---------------------------------------------------------------------------


def test_the_table_shows_every_move_with_margin_coverage_and_change(shown):
    rows = rows_of(shown.table)

    assert [row[0].splitlines()[0] for row in rows] == [
        "1  Squat",
        "2  Lateral raise",
        "3  Standing knee raise",
        "4  Lunge",
    ]
    assert rows[0][1].splitlines() == ["●  91  A  good", "judged 100%", "Since last time ="]
    assert rows[1][6].startswith("Raise your left arm about 20° higher.")
    assert rows[3][1].splitlines() == ["–  not judged"]
    assert rows[3][4] == "–"


def test_the_repetitions_of_a_move_are_drawn(shown):
    assert shown.table.item(0, 5).data(SCORES)[0] == 71.0
    assert shown.table.item(3, 5).text() == "–"


def test_the_verdict_stands_beside_the_grade(shown):
    summary = shown.summaries[0]
    QApplication.processEvents()

    assert summary._score.x() < 160
    assert summary._sentence.width() > 0.8 * summary.width()


def test_the_last_time_is_told(shown):
    facts = [card.accessibleName() for card in shown.facts._cards]

    assert "Since last time: ▲ 8 higher. 70 on 18 November" in facts
    assert shown.past_card.isVisible()


@pytest.mark.parametrize("width", [1024, 1920])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_no_word_of_the_table_is_cut_off(qtbot, shown, width, scale, request):
    theme.set_text_scale(scale)
    request.addfinalizer(lambda: theme.set_text_scale(1.0))
    shown.resize(width, 640)
    shown.dress(Look(KO, theme.LIGHT))
    table = shown.table
    qtbot.waitUntil(lambda: table.width() < width)

    small = theme.drawn_font("small", bold=False)
    for i in range(table.rowCount()):
        for j in (j for j in range(table.columnCount()) if not table.item(i, j).data(SCORES)):
            room = table.columnWidth(j) - 2 * theme.M
            high = 0
            for number, line in enumerate(table.item(i, j).text().splitlines()):
                body = theme.drawn_font("body", bold=j < 2)
                metrics = QFontMetrics(small if number else body)
                whole = metrics.boundingRect(
                    QRect(0, 0, room, 10_000),
                    int(Qt.TextFlag.TextWordWrap),
                    line,
                )
                assert whole.width() <= room
                high += whole.height()
            assert high <= table.rowHeight(i)


def test_names_of_short_moves_do_not_run_into_each_other(shown):
    look, chart = shown._look, shown.chart
    result = scripted.result(duration=600.0)
    move, row = result.people[0].moves[2], shown._view.people[0].moves[2]
    moves = [replace(move, start=5.0 * i, end=5.0 * i + 4.0) for i in range(120)]
    rows = [replace(row, number=i + 1) for i in range(120)]

    def long(duration):
        return [replace(shown._view.people[0].chart, duration=duration)]

    chart.show_session(long(600.0), moves, rows, look)
    assert {name.toPlainText() for _, name, _, _ in chart._bars} == {""}

    chart.show_session(long(10.0), moves[:2], rows[:2], look)
    assert [name.toPlainText() for _, name, _, _ in chart._bars] == [
        "○ 1 Standing knee raise",
        "○ 2 Standing knee raise",
    ]


def test_the_axes_have_names_with_units(shown):
    plot = shown.chart.getPlotItem()

    assert plot.getAxis("bottom").labelText == "Time in the video (min:s)"
    assert plot.getAxis("left").labelText == "Score (0 to 100)"


# -- the player -----------------------------------------------------------------------------


def click_at(chart, seconds):
    view = chart.getPlotItem().getViewBox()
    place = chart.mapFromScene(view.mapViewToScene(_point(seconds)))
    QTest.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))


def _point(seconds):
    from PySide6.QtCore import QPointF

    return QPointF(seconds, 50.0)


def test_a_click_on_the_chart_shows_that_moment(qtbot, shown):
    click_at(shown.chart, 20.0)

    assert shown.reel.playback.time == pytest.approx(20.0, abs=0.1)
    assert shown.chart.marked == pytest.approx(20.0, abs=0.1)
    assert shown.reel.shown.pose is not None
    assert shown.reel.self_pane.pose is not None
    settled(qtbot, shown)


def test_the_arrow_keys_go_through_the_chart(qtbot, shown):
    shown.chart.setFocus()
    shown.chart._choose(10.0)
    QTest.keyClick(shown.chart, Qt.Key.Key_Right)

    assert shown.reel.playback.time == pytest.approx(11.0)
    settled(qtbot, shown)


def test_a_click_on_a_move_shows_its_beginning(qtbot, shown):
    shown.table.cellClicked.emit(1, 0)

    assert shown.reel.playback.time == pytest.approx(shown.result.people[0].moves[1].start)
    settled(qtbot, shown)


def test_the_worst_repetitions_come_first_and_say_what_to_change(shown):
    names = [button.accessibleName() for button in shown.reel._buttons]

    assert names[0] == (
        "Standing knee raise, repetition 1, 26 off. Lift your right leg about 35° higher."
    )
    assert len(names) == 3
    assert shown.reel.cue.text() == "Lift your right leg about 35° higher."
    assert shown.reel.self_pane._cue is not None


def test_the_reel_plays_at_half_speed_and_begins_again(qtbot, shown, clock):
    reel = shown.reel
    clip = reel.playback.clip
    reel.toggle()
    clock.now += 1.0
    reel.tick()
    assert reel.playback.time == pytest.approx(clip.start + 0.5)

    clock.now += 2 * (clip.end - clip.start)
    reel.tick()
    assert reel.playback.time == pytest.approx(clip.start + 0.5)
    assert reel.play.text().strip() == "Pause"

    reel.toggle()
    assert not reel._timer.isActive()


def test_the_keys_play_and_go_from_one_repetition_to_the_next(qtbot, shown):
    QTest.keyClick(shown, Qt.Key.Key_N)
    assert shown.reel.playback.current == 1
    QTest.keyClick(shown, Qt.Key.Key_P)
    QTest.keyClick(shown, Qt.Key.Key_P)
    assert shown.reel.playback.current == 2
    shown.reel.setFocus()
    QTest.keyClick(shown.reel, Qt.Key.Key_Space)
    assert shown.reel.playback.playing
    settled(qtbot, shown)


def test_what_is_seen_can_be_drilled(qtbot, shown):
    clip = shown.reel.playback.clip
    with qtbot.waitSignal(shown.drill_wanted) as drilled:
        QTest.mouseClick(shown.reel.drill, Qt.MouseButton.LeftButton)

    assert drilled.args == pytest.approx([clip.start, clip.end])


def test_a_moment_is_drilled_as_its_whole_move(qtbot, shown):
    move = shown.result.people[0].moves[1]
    shown.reel.seek(move.start + 1.0)
    with qtbot.waitSignal(shown.drill_wanted) as drilled:
        shown.reel.drill.click()

    assert drilled.args == pytest.approx([move.start, move.end])
    settled(qtbot, shown)


def test_pictures_of_the_target_stand_behind_its_skeleton(qtbot, shown, desk):
    desk.frames = (Frame(scripted.picture(), 12.0, 0),)
    shown.reel.seek(12.0)
    settled(qtbot, shown)

    assert shown.reel.shown.picture is desk.frames[0]
    assert shown.reel.self_pane.picture is None


def test_who_followed_as_in_a_mirror_is_shown_as_in_a_mirror(shown):
    assert shown.result.people[0].mirrored
    assert shown.reel.self_pane._mirrored
    assert not shown.reel.shown._mirrored


def test_the_limb_to_watch_is_named_only_where_one_is_coloured(qtbot, shown):
    assert shown.reel.note.text() == f"{EN('reel_note')} {EN('reel_limb')}"
    assert shown.reel.self_pane._watch == "off"

    shown.reel.seek(shown.result.people[0].moves[0].start + 1.0)
    assert shown.reel.note.text() == EN("reel_note")
    settled(qtbot, shown)


@pytest.mark.parametrize(
    ("score", "token"), [(40.0, "off"), (70.0, "fair"), (95.0, "fair"), (NAN, "fair")]
)
def test_the_limb_to_watch_is_never_coloured_as_good(score, token):
    assert watched(score) == token


def test_what_would_be_drilled_is_named(qtbot, shown):
    assert shown.reel.drill.text().strip() == "Drill: Standing knee raise"

    shown.reel.seek(shown.result.people[0].moves[0].start + 1.0)
    assert shown.reel.drill.accessibleName() == "Drill: Squat"

    shown.reel.seek(0.0)
    assert not shown.reel.drill.isEnabled()
    assert shown.reel.drill.accessibleName() == "Drill"
    settled(qtbot, shown)


def test_another_screen_stops_the_player(shown):
    shown.reel.toggle()
    shown.rest()

    assert not shown.reel.playback.playing


def test_without_poses_there_is_no_player(qtbot, shown):
    shown.show_outcome(outcome_of(target=None, video=None))

    assert not shown.reel.isVisible()
    assert not shown.again.isEnabled()
    assert not shown._chart_card.note.isVisible()
    assert not shown._moves_card.note.isVisible()
    click_at(shown.chart, 20.0)
    assert not shown.chart._marker.isVisible()
    assert shown.chart.toolTip() == ""


def test_where_nothing_was_judged_nothing_leads_nowhere(shown):
    outcome = outcome_of()
    (person,) = outcome.result.people
    moves = tuple(replace(m, score=NAN, coverage=0.0, trend=None) for m in person.moves)
    person = replace(person, score=NAN, coverage=0.0, moves=moves)
    shown.show_outcome(replace(outcome, result=replace(outcome.result, people=(person,))))

    assert shown.summaries[0]._score.text() == "Nothing could be judged this time"
    assert shown.summaries[0]._sentence.text()
    for part in (shown.reel, shown.facts, shown._chart_card, shown._moves_card, shown.past_card):
        assert not part.isVisible()


def test_the_scores_before_stand_at_their_days(shown):
    past = [Past("3 November", 50.0, 0.0), Past("4 November", 60.0, 1.0)]
    shown.past.show_past([*past, Past("21 November", 78.4, 18.0)], shown._look)

    places, _ = shown.past._dots.getData()
    assert list(places) == [0.0, 1.0, 18.0]
    assert shown.past._newest.toPlainText() == "78"
    assert shown.past._newest.anchor.y() < 0  # below its point: above there is no room
    (days,) = shown.past.getPlotItem().getAxis("bottom")._tickLevels
    assert [day for _, day in days] == ["21 November", "4 November"]


# -- two people, and strange sessions -------------------------------------------------------


def test_two_people_have_a_summary_each_and_one_table_at_a_time(qtbot, shown):
    outcome = outcome_of(2)
    shown.show_outcome(replace(outcome, result=replace(outcome.result, synchrony=0.87)))

    assert all(summary.isVisible() for summary in shown.summaries)
    assert shown._together.text() == "You two moved together very well (87%)."
    shown.person.button("1").click()
    assert shown._number() == 1
    assert not shown.past_card.isVisible()
    settled(qtbot, shown)


def test_of_two_people_each_is_called_by_their_name(qtbot, shown):
    shown.show_outcome(outcome_of(2, names=("지우", "M" * 60)))

    assert shown.reel._own_name.text() == "지우"
    assert shown.reel.self_pane.accessibleName() == "지우"
    shown.person.button("1").click()
    assert shown.reel._own_name.text() == "M" * 60
    assert shown.person.button("1").text().endswith("…")
    assert shown.area.widget().width() <= shown.width()
    settled(qtbot, shown)


ONE_FRAME = np.zeros(1)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"moves": ()}, id="no-moves"),
        pytest.param(
            {"score": NAN, "grade": "", "coverage": 0.0, "uncertainty": NAN}, id="not-judged"
        ),
        pytest.param(
            {
                "time": ONE_FRAME,
                "target_time": ONE_FRAME,
                "similarities": ONE_FRAME,
                "scores": ONE_FRAME,
            },
            id="one-frame",
        ),
    ],
)
def test_a_strange_session_is_shown(qtbot, shown, change):
    outcome = outcome_of()
    (person,) = outcome.result.people
    result = replace(outcome.result, people=(replace(person, **change),))

    shown.show_outcome(replace(outcome, result=result))

    assert not shown.grab().isNull()
    settled(qtbot, shown)


def test_sixty_moves_and_a_title_of_three_hundred_letters_are_shown(qtbot, shown):
    (first, *_) = scripted.result().people[0].moves
    moves = tuple(
        replace(first, name=NASTY if i == 7 else "squat", start=60.0 * i, end=60.0 * i + 50)
        for i in range(60)
    )
    outcome = outcome_of(moves=moves)
    result = SessionResult(NASTY, 3600.0, outcome.result.people)

    shown.show_outcome(replace(outcome, result=result))

    assert shown.table.rowCount() == 60
    assert NASTY.split()[0] in shown.table.item(7, 0).text()
    assert shown._title.toolTip().startswith("<p>&lt;script&gt;")
    assert shown._title.textFormat() == Qt.TextFormat.PlainText
    assert shown.area.widget().width() <= shown.width()
    settled(qtbot, shown)


# -- putting right --------------------------------------------------------------------------


def test_a_count_that_was_put_right_is_kept_beside_the_measured_one(qtbot, shown, desk):
    shown.mending.opener.click()
    shown.mending.counts[0].setValue(10)
    settled(qtbot, shown)

    assert desk.corrected == [(1, Correction(repetitions=10))]
    assert shown.mending.counts[0].value() == 10
    assert shown.mending.undo[0].isVisible()
    shown.mending.undo[0].click()
    settled(qtbot, shown)
    assert desk.taken_back == [1]


def test_a_move_that_could_not_be_counted_can_only_be_named(shown):
    assert shown.mending.opener.text().strip() == "Change counts and names"
    shown.mending.opener.click()
    assert shown.mending.opener.text().strip() == "Done"
    assert (len(shown.mending.counts), len(shown.mending.names)) == (3, 4)
    shown.mending.opener.click()
    assert not shown.mending.names[3].isVisible()


def test_a_move_gets_the_name_that_was_written(qtbot, shown, desk):
    shown.mending.opener.click()
    field = shown.mending.names[1]
    field.setEditText("Front raise")
    field.lineEdit().editingFinished.emit()
    settled(qtbot, shown)

    assert desk.names == [(1, "front_raise")]
    assert shown.table.item(1, 0).text().startswith("2  Front raise")


def test_a_change_that_cannot_be_kept_says_why(qtbot, shown, desk, tmp_path):
    desk.error = OutputUnwritable(tmp_path, "disk full")
    shown.mending.opener.click()
    shown.mending.counts[0].setValue(3)
    settled(qtbot, shown)

    assert "disk full" in shown.banner.sentence


def test_what_is_not_kept_cannot_be_put_right(shown):
    shown.show_outcome(Outcome(scripted.result(), {}))

    assert not shown.mending.isVisible()


# -- keeping --------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["html", "pdf", "csv", "json"])
def test_the_report_is_saved_in_each_format(qtbot, shown, desk, tmp_path, monkeypatch, ending):
    wanted = tmp_path / f"report.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(wanted), ""))
    menu = shown.saving.menu(shown)
    action = next(a for a in menu.actions() if a.text() == EN(f"report_save_{ending}"))

    action.trigger()
    settled(qtbot, shown)

    assert desk.saved == [(wanted, "full")]
    assert wanted.name in shown.banner.sentence


def test_the_page_for_a_physiotherapist_is_saved(qtbot, shown, desk, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "page"), ""))
    shown.saving.ask("pdf", "physio")
    settled(qtbot, shown)

    assert desk.saved == [(tmp_path / "page.pdf", "physio")]


def test_the_page_for_a_physiotherapist_is_saved_without_a_name(
    qtbot, shown, desk, tmp_path, monkeypatch
):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "page"), ""))
    word = EN("report_save_physio_nameless")
    assert word not in [action.text() for action in shown.saving.menu(shown).actions()]
    outcome = outcome_of()
    shown.show_outcome(replace(outcome, kept=replace(outcome.kept, names=("Anna",))))

    next(a for a in shown.saving.menu(shown).actions() if a.text() == word).trigger()
    settled(qtbot, shown)

    assert desk.saved == [(tmp_path / "page.pdf", "physio without a name")]


def test_a_report_that_cannot_be_saved_says_why(qtbot, shown, desk, tmp_path):
    desk.error = OutputUnwritable(tmp_path / "report.pdf", "Permission denied")
    shown.saving.save(tmp_path / "report.pdf")
    settled(qtbot, shown)

    assert EN("why_not_allowed") in shown.banner.sentence
    assert "still here" in shown.banner.sentence


def test_of_a_printer_that_refuses_no_other_folder_is_asked_for(qtbot, shown, desk, tmp_path):
    desk.error = OutputUnwritable(tmp_path / "report.pdf", "Permission denied")
    shown.saving.ask_printer = lambda *_: True
    shown.saving.print()
    settled(qtbot, shown)

    assert shown.banner.sentence == EN.error(desk.error)


def test_a_key_opens_all_ways_to_keep_it(shown, monkeypatch):
    opened = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _: opened.append(menu))
    QTest.keyClick(shown, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    assert [a.text() for a in opened[0].actions() if a.text()] == [
        "Web page (HTML)",
        "Document (PDF)",
        "Table of moves (CSV)",
        "All values (JSON)",
        "Page for a physiotherapist (PDF)",
        "Print the report",
        "Print the page for a physiotherapist",
    ]


def test_the_report_is_printed_page_by_page(tmp_path):
    source, paper = tmp_path / "report.pdf", tmp_path / "paper.pdf"
    write_report(scripted.result(2), source, texts=EN)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(60)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(paper))

    pages = print_pdf(source, printer)

    printed = QPdfDocument()
    printed.load(str(paper))
    assert (pages, printed.pageCount()) == (2, 2)


def test_printing_asks_for_a_printer_and_writes_off_the_thread_of_the_window(
    qtbot, shown, desk, tmp_path, monkeypatch
):
    paper = tmp_path / "paper.pdf"

    def answer(printer, _parent):
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(paper))
        return True

    shown.saving.ask_printer = answer
    monkeypatch.setattr(
        desk, "save", lambda o, path, lang, page: write_report(o.result, path, texts=EN, page=page)
    )
    QTest.keyClick(shown, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, shown)

    assert shown.banner.sentence.startswith("Sent to the printer")
    assert paper.stat().st_size > 1000


def test_who_does_not_want_to_print_after_all_prints_nothing(qtbot, shown, desk):
    shown.saving.ask_printer = lambda *_: False
    shown.saving.print("physio")
    settled(qtbot, shown)

    assert desk.saved == []
    assert shown.banner.sentence == ""


# -- access ---------------------------------------------------------------------------------


@pytest.mark.parametrize("texts", [EN, KO], ids=["en", "ko"])
def test_every_control_has_a_name(shown, texts):
    shown.dress(Look(texts, theme.DARK))
    shown.mending.opener.click()

    nameless = [b for b in shown.findChildren(QPushButton) if not b.accessibleName()]
    assert nameless == []
    assert all(spin.accessibleName() for spin in shown.mending.counts)
    assert all(field.accessibleName() for field in shown.mending.names)
    assert shown.chart.accessibleName()
    assert shown.reel.shown.accessibleName()


def test_the_table_is_empty_without_moves():
    table = MovesTable()
    table.show_rows((), Look(EN, theme.DARK))

    assert table.rowCount() == 0
    table.deleteLater()


# -- the values behind ----------------------------------------------------------------------


def test_a_playback_without_clips_stands_still():
    nothing = Playback(())

    assert nothing.clip is None
    assert nothing.toggled().playing is False
    assert nothing.step(1).advanced(3.0).seek(2.0) == nothing


def test_a_person_who_was_never_seen_has_no_clip():
    (person,) = scripted.result().people
    gone = replace(person, time=np.full(len(person.time), NAN))

    assert whole_clip(gone, 41.0) is None


def test_between_two_poses_the_person_is_halfway():
    outcome = outcome_of()
    track = outcome.kept.target
    pose = pose_at(track, float(track.time[3] + track.time[4]) / 2)

    middle = (track.points[3] + track.points[4]) / 2
    np.testing.assert_allclose(pose.points, middle, atol=1e-3)


def test_far_from_every_pose_nobody_is_seen():
    outcome = outcome_of()

    assert pose_at(outcome.kept.target, 90.0) is None
    assert pose_at(None, 1.0) is None


# -- opened again ---------------------------------------------------------------------------


def test_any_session_can_be_opened_again(qtbot, window, engine):
    engine.report.stored[7] = outcome_of()
    window.training.open_report(7)

    qtbot.waitUntil(lambda: window.page is window.report)
    assert window.report.result.target == "Morning squats"
    assert window.report.back.text().strip() == EN("nav_diary")
    window.report.back.click()
    assert window.page is window.diary


def test_a_session_that_is_gone_says_so_where_it_was_asked_for(qtbot, window, engine):
    engine.report.error = SessionNotFound("7")
    window.show_screen("diary")
    window.diary.report_wanted.emit(7)

    qtbot.waitUntil(lambda: window.diary.banner.sentence == EN.error(SessionNotFound("7")))
    assert window.page is window.diary


def test_drilling_opens_the_same_video_for_that_part_alone(qtbot, window, engine, video):
    window.open_video(video)
    qtbot.waitUntil(lambda: window.page is window.setup)
    window.training.drill(3.0, 5.5)

    def is_set_up(drill: Part | None) -> bool:
        request = window.controller.request
        return request is not None and request.drill == drill

    qtbot.waitUntil(lambda: len(engine.targets) == 2 and is_set_up(Part(3.0, 5.5)))
    window.training.open_video(video)
    qtbot.waitUntil(lambda: len(engine.targets) == 3 and is_set_up(None))
