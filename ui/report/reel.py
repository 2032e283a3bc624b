"""The worst repetitions again, slowly, the target beside the person; or any moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coach.report import Clip, exercise_name, worst_clips
from coach.texts import cue_text
from coach.types import Frame, MoveScore, PersonResult, PoseTrack
from ui.kit import theme
from ui.kit.bands import Band, band_of
from ui.kit.cue_marks import limbs_of
from ui.kit.jobs import Jobs
from ui.kit.screen import Section
from ui.kit.theme import Look
from ui.kit.widgets import Button, Elided, Label, dress_all, tight
from ui.kit.words import clock_text, plain_tip
from ui.report.desk import ReportDesk
from ui.report.panes import PosePane, area_of
from ui.report.playback import Playback, clip_at, pose_at, whole_clip

TICK_MS: Final = 33
DRILL_WIDE: Final = 220
"""Pixels of the words of the button to practise, at the usual size of words."""
PANES_HIGH: Final = 300
"""Pixels; of the two people side by side."""
FRESH_S: Final = 0.2
"""Seconds for which a picture of the target may stand behind its skeleton."""
STEP_S: Final = 1.0
"""Seconds of a step by the arrow keys."""


class ClipButton(Button):
    """One of the worst repetitions: which, its score, what to change."""

    def __init__(self, clip: Clip, look: Look) -> None:
        super().__init__(kind="tile")
        texts, band = look.texts, band_of(clip.score)
        name = exercise_name(texts, clip.name)
        which = texts("reel_clip", move=name, number=clip.repetition)
        score = f"{band.mark} {round(clip.score)}"
        cue = cue_text(texts, clip.cue) if clip.cue else ""
        column = QVBoxLayout(self)
        tight(column, (theme.M, theme.S, theme.M, theme.S), theme.XS)
        top = QHBoxLayout()
        tight(top, gap=theme.S)
        title, figure, advice = Elided("body"), Label("body"), Elided("small", tone="secondary")
        title.say(which)
        figure.say(score, band.value)
        advice.say(cue)
        top.addWidget(title, 1)
        top.addWidget(figure)
        column.addLayout(top)
        column.addWidget(advice)
        for label in (title, figure, advice):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setCheckable(True)
        self.setMinimumHeight(column.sizeHint().height() + theme.XS)
        words = f"{which}, {round(clip.score)} {texts(band.word_key)}. {cue}".strip()
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(words))

    def dress(self, look: Look) -> None:
        """It is made anew in another language."""


def watched(score: float) -> str:
    """Palette token of the limb to watch: that of the score, never the one that says good."""
    return Band.OFF.value if band_of(score) is Band.OFF else Band.FAIR.value


class DrillButton(Button):
    """Practise what is shown: the button names it."""

    def __init__(self) -> None:
        super().__init__(icon="restart", tip="reel_drill_tip")
        self._move = ""
        self.show_keys("D")

    def name_move(self, name: str) -> None:
        """Which move, in words; "" for none."""
        self._move = name
        if self._look is not None:
            self.dress(self._look)

    def dress(self, look: Look) -> None:
        """Name the move, shortened where it is long."""
        super().dress(look)
        room = round(DRILL_WIDE * theme.text_scale())
        metrics = QFontMetrics(theme.drawn_font("body"))
        short = metrics.elidedText(self._move, Qt.TextElideMode.ElideRight, room)
        shown = said = look.texts("reel_drill_any")
        if self._move:
            shown, said = (look.texts("reel_drill", move=one) for one in (short, self._move))
        self.setText(f" {shown}".replace("&", "&&"))
        self.setAccessibleName(said)
        if short != self._move:
            self.setToolTip(plain_tip(f"{said} · {self.toolTip()}"))


class Reel(Section):
    """The player of the report.

    Signals:
        drill_wanted: start and end in the target, seconds, of what is to be practised.
        moment_shown: second in the target that is seen.
    """

    drill_wanted = Signal(float, float)
    moment_shown = Signal(float)

    def __init__(
        self, desk: ReportDesk, jobs: Jobs, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__("reel_heading")
        self.note.show()
        self._who = ""
        self._desk, self._jobs, self._clock = desk, jobs, clock
        self._look: Look | None = None
        self._person: PersonResult | None = None
        self._target: PoseTrack | None = None
        self._own: PoseTrack | None = None
        self._video: Path | None = None
        self._whole: Clip | None = None
        self._worst: tuple[Clip, ...] = ()
        self._playback = Playback(())
        self._frames: tuple[Frame, ...] = ()
        self._asked = (0.0, -1.0)
        self._last = 0.0
        self._buttons: list[ClipButton] = []
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()

    def _build(self) -> None:
        inside = QWidget()
        row = QHBoxLayout(inside)
        tight(row, gap=theme.L)
        row.addLayout(self._build_stage(), 3)
        side = QVBoxLayout()
        tight(side, gap=theme.S)
        self._list = QVBoxLayout()
        tight(self._list, gap=theme.S)
        side.addLayout(self._list)
        self.none = Label("body", key="reel_none", tone="secondary", wrap=True)
        side.addWidget(self.none)
        side.addStretch(1)
        self.cue = Label("lead", wrap=True)
        side.addWidget(self.cue)
        self.drill = DrillButton()
        self.drill.clicked.connect(self._drill)
        side.addWidget(self.drill)
        row.addLayout(side, 2)
        self.add(inside)

    def _build_stage(self) -> QVBoxLayout:
        stage = QVBoxLayout()
        tight(stage, gap=theme.S)
        panes = QHBoxLayout()
        tight(panes, gap=theme.S)
        self.shown = PosePane(name="reel_target", line="accent")
        self.self_pane = PosePane(name="reel_self", line="person")
        self._own_name = Elided("small", tone="secondary")
        for name, pane in (
            (Label("small", key="reel_target", tone="secondary"), self.shown),
            (self._own_name, self.self_pane),
        ):
            column = QVBoxLayout()
            tight(column, gap=theme.XS)
            column.addWidget(name)
            pane.setMinimumHeight(PANES_HIGH)
            column.addWidget(pane, 1)
            panes.addLayout(column, 1)
        stage.addLayout(panes, 1)
        stage.addLayout(self._build_controls())
        return stage

    def _build_controls(self) -> QHBoxLayout:
        row = QHBoxLayout()
        tight(row, gap=theme.S)
        self.previous = Button(icon="left", kind="icon", tip="reel_previous")
        self.play = Button("reel_play", icon="play", tip="reel_play")
        self.next = Button(icon="right", kind="icon", tip="reel_next")
        for button, keys, act in (
            (self.previous, "P", lambda: self._go(self._playback.step(-1))),
            (self.play, "Space", self.toggle),
            (self.next, "N", lambda: self._go(self._playback.step(1))),
        ):
            button.show_keys(keys)
            button.clicked.connect(act)
            row.addWidget(button)
        self.place = Label("small", tone="secondary")
        row.addWidget(self.place, 1)
        return row

    # -- what is shown -----------------------------------------------------------------

    @property
    def playback(self) -> Playback:
        """Where the player is."""
        return self._playback

    def show_person(
        self,
        person: PersonResult,
        duration: float,
        target: PoseTrack | None,
        own: PoseTrack | None,
        video: Path | None,
        who: str = "",
    ) -> None:
        """Take a person's result, the poses of both on their clocks, and the target's video.

        ``who``: what one of two people is called; "" where there is but one.
        """
        self.stop()
        self._who = who
        self.self_pane.call(who)
        self._person, self._target, self._own, self._video = person, target, own, video
        self._frames, self._asked = (), (0.0, -1.0)
        known = person.is_judged and target is not None and own is not None
        self._whole = whole_clip(person, duration) if known else None
        self._worst = worst_clips(person) if known else ()
        self.setVisible(self.can_show)
        self._fill()
        self._go(Playback(self._worst).at(0) if self._worst else self._moment(0.0))

    @property
    def can_show(self) -> bool:
        """Whether there is anything to look at again."""
        return self._whole is not None

    def seek(self, time: float) -> None:
        """Show a moment of the whole session."""
        self._go(self._moment(time))

    def _moment(self, time: float) -> Playback:
        if self._whole is None:
            return Playback(())
        return replace(Playback((self._whole,)).seek(time), playing=self._playback.playing)

    def toggle(self) -> None:
        """Run or stand still."""
        self._last = self._clock()
        self._go(self._playback.toggled())

    def stop(self) -> None:
        """Stand still."""
        if self._playback.playing:
            self.toggle()
        self._timer.stop()

    def tick(self) -> None:
        """The time that passed on the clock."""
        now = self._clock()
        passed, self._last = now - self._last, now
        before = self._playback.clip
        self._playback = self._named(self._playback.advanced(passed))
        if self._playback.clip is not before:
            self._mark()
        self._paint()

    def _named(self, playback: Playback) -> Playback:
        """Of the whole session, the move that is done at the time gives name and cue."""
        clip, person = playback.clip, self._person
        if clip is None or person is None or clip.move >= 0:
            return playback
        named = clip_at(clip, person.moves, playback.time)
        return playback if named is clip else replace(playback, clips=(named,))

    def _go(self, playback: Playback) -> None:
        self._playback = self._named(playback)
        self._last = self._clock()
        (self._timer.start if playback.playing else self._timer.stop)()
        self._mark()
        self._place_people()
        self._fetch()
        self._paint()

    def _choose(self, number: int) -> None:
        playing = self._playback.playing
        self._go(replace(Playback(self._worst), playing=playing).at(number))

    def _fill(self) -> None:
        for button in self._buttons:
            button.hide()
            self._list.removeWidget(button)
            button.deleteLater()
        self._buttons = []
        if self._look is None:
            return
        for number, clip in enumerate(self._worst):
            button = ClipButton(clip, self._look)
            button.clicked.connect(lambda _=False, number=number: self._choose(number))
            self._buttons.append(button)
            self._list.addWidget(button)
        self.none.setVisible(not self._worst)

    def _mark(self) -> None:
        """Which clip plays, and what can be done with it."""
        playback = self._playback
        of_worst = playback.clips == self._worst and bool(self._worst)
        for number, button in enumerate(self._buttons):
            button.setChecked(of_worst and number == playback.current)
        for step in (self.previous, self.next):
            step.setEnabled(of_worst and len(self._worst) > 1)
        playing = playback.playing
        self.play.speak("reel_pause" if playing else "reel_play", "pause" if playing else "play")
        clip, texts = playback.clip, self._look.texts if self._look else None
        can_drill = clip is not None and self._span() is not None
        self.drill.setEnabled(can_drill)
        name = clip.name if clip is not None and can_drill else ""
        self.drill.name_move(exercise_name(texts, name) if texts and name else "")
        cue = cue_text(texts, clip.cue) if texts and clip and clip.cue else ""
        self.cue.say(cue)
        self._say_note()

    def _say_note(self) -> None:
        """What is seen; that a limb is coloured only where one is."""
        if self._look is None:
            return
        texts, clip = self._look.texts, self._playback.clip
        self._own_name.say(self._who or texts("reel_self"))
        told = [texts("reel_note_two" if self._who else "reel_note")]
        if clip is not None and limbs_of(clip.cue):
            told.append(texts("reel_limb"))
        self.note.say(" ".join(told))

    def _place_people(self) -> None:
        """Where both of them are in this clip; the same all along, so that nothing jumps."""
        clip, person = self._playback.clip, self._person
        if clip is None or person is None:
            return
        own = clip.own_time(clip.start), clip.own_time(clip.end)
        for pane, track, span, mirrored in (
            (self.shown, self._target, (clip.start, clip.end), False),
            (self.self_pane, self._own, own, person.mirrored),
        ):
            if track is not None:
                pane.frame_area(area_of(track, *span), track.size, mirrored=mirrored)

    def _paint(self) -> None:
        clip, at = self._playback.clip, self._playback.time
        if clip is None:
            return
        frame = min(self._frames, key=lambda one: abs(one.time - at), default=None)
        fresh = frame is not None and abs(at - frame.time) < FRESH_S
        self.shown.show_pose(pose_at(self._target, at), None, frame if fresh else None)
        own = pose_at(self._own, clip.own_time(at))
        self.self_pane.show_pose(own, clip.cue, watch=watched(clip.score))
        if self._look is not None:
            name = exercise_name(self._look.texts, clip.name) if clip.name else ""
            parts = (name, clock_text(at), self._look.texts("reel_slowed"))
            self.place.say("  ·  ".join(part for part in parts if part))
        self.moment_shown.emit(at)

    # -- pictures of the target -----------------------------------------------------------

    def _fetch(self) -> None:
        """Ask for the pictures of the clip, or of the moment, once."""
        clip, video = self._playback.clip, self._video
        if clip is None or video is None:
            return
        at = self._playback.time
        wanted = (clip.start, clip.end) if clip.move >= 0 else (at, at)
        if wanted == self._asked:
            return
        self._asked, self._frames = wanted, ()
        self._jobs.do(lambda: (wanted, self._desk.pictures(video, *wanted)), self._take_frames)

    def _take_frames(self, answer: tuple[tuple[float, float], tuple[Frame, ...]]) -> None:
        wanted, frames = answer
        if wanted == self._asked:
            self._frames = frames
            self._paint()

    # -- what is done with it ---------------------------------------------------------------

    def _span(self) -> tuple[float, float] | None:
        """Start and end of the move that is shown."""
        clip, moves = self._playback.clip, self._person.moves if self._person else ()
        if clip is None:
            return None
        if clip.move >= 0:
            return clip.start, clip.end
        move = self._move_at(moves, self._playback.time)
        return (move.start, move.end) if move else None

    @staticmethod
    def _move_at(moves: Sequence[MoveScore], at: float) -> MoveScore | None:
        return next((move for move in moves if move.start <= at <= move.end), None)

    def _drill(self) -> None:
        span = self._span()
        if span is not None:
            self.stop()
            self.drill_wanted.emit(*span)

    def dress(self, look: Look) -> None:
        """Take language and colours."""
        self._look = look
        self.setAccessibleName(look.texts("reel_heading"))
        self._fill()
        dress_all(self, look)
        self._mark()
        self._paint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space: play; N, P: clips; left, right: a second; D: drill."""
        acts: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Space: self.toggle,
            Qt.Key.Key_N: self.next.click,
            Qt.Key.Key_P: self.previous.click,
            Qt.Key.Key_Left: lambda: self._go(self._playback.seek(self._playback.time - STEP_S)),
            Qt.Key.Key_Right: lambda: self._go(self._playback.seek(self._playback.time + STEP_S)),
            Qt.Key.Key_D: self.drill.click,
        }
        act = acts.get(event.key())
        if act is None:
            super().keyPressEvent(event)
        else:
            act()
