"""Profiles, the library, and what a person did with it."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from coach.errors import BadRequest, NameTaken, ProfileNotFound
from coach.storage import EVERYBODY, Best, Profile, Video
from coach.storage.pin import check_pin, hash_pin
from tests.coach.storage.samples import FIRST_DAY, TARGET, fill, session_result
from tests.coach.storage.test_storage_diary import ENTRY

MINA = Profile("Mina", 61.5, 1.68, "teal", b"\x89PNG", 3, pin_hash="$argon2id$")
SQUATS = Video(
    content_hash="ab12",
    title="<b>x</b> & 'drop' 운동 #1.mp4",
    path=Path("/videos/'a'.mp4"),
    added=FIRST_DAY,
    duration=61.5,
    moves=("squat", "나의 동작"),
    tags=("다리", "짧은"),
    favourite=True,
    url="https://example.org/v?x=1&y=2",
)


def train(store, person, score=None, content_hash="ab12"):
    """A session of somebody that has ended."""
    recorder = store.start_session(replace(TARGET, content_hash=content_hash), 1, person)
    fill(recorder, 3)
    recorder.finish(None if score is None else session_result(score))
    assert recorder.error is None
    return recorder.id


def train_together(store, first, second, *scores, content_hash="ab12"):
    """A session of two that has ended."""
    target = replace(TARGET, content_hash=content_hash)
    recorder = store.start_session(target, 2, first, partner=second)
    fill(recorder, 3, people=2)
    recorder.finish(session_result(*scores) if scores else None)
    assert recorder.error is None
    return recorder.id


def test_a_profile_comes_back_as_it_was_set(store):
    kept = store.set_profile(MINA)

    assert store.profiles() == (kept,)
    assert store.profile("Mina") == kept
    assert replace(kept, uid="") == MINA
    assert kept.uid


def test_a_changed_profile_keeps_its_uid(store):
    kept = store.set_profile(MINA)

    changed = store.set_profile(replace(MINA, weight_kg=60.0, picture=None))

    assert changed == replace(kept, weight_kg=60.0, picture=None)


def test_who_goes_without_a_name_is_not_among_the_people(store):
    store.set_profile(Profile("", 70.0))

    assert store.profiles() == ()
    assert store.profile(None).weight_kg == 70.0


@pytest.mark.parametrize("name", ["   ", "x" * 201, "a\x00b"], ids=["empty", "long", "control"])
def test_a_name_that_cannot_be_shown_is_refused(store, name):
    with pytest.raises(BadRequest):
        store.set_profile(Profile(name))


def test_a_renamed_person_keeps_all_that_is_theirs(store):
    store.set_profile(MINA)
    train(store, "Mina", 80.0)
    store.add_entries([ENTRY])

    store.rename_profile("Mina", "  미나 ")

    assert [p.name for p in store.profiles()] == ["미나"]
    assert [s.person for s in store.history()] == ["미나"]
    assert [e.new.person for e in store.entries()] == ["미나"]


def test_nobody_takes_the_name_of_somebody_else(store):
    store.set_profile(MINA)
    store.set_profile(Profile("Jun"))

    with pytest.raises(NameTaken):
        store.rename_profile("Jun", "Mina")

    assert len(store.profiles()) == 2


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda s: s.rename_profile("Nobody", "New"), id="rename"),
        pytest.param(lambda s: s.delete_profile("Nobody"), id="delete"),
    ],
)
def test_a_person_who_is_not_there_is_named(store, ask):
    with pytest.raises(ProfileNotFound, match="Nobody"):
        ask(store)


def test_a_deleted_person_takes_all_that_is_theirs_along(store):
    store.set_profile(MINA)
    train(store, "Mina", 80.0)
    jun = train(store, "Jun", 70.0)
    store.add_entries(
        [ENTRY, replace(ENTRY, source="hand:1"), replace(ENTRY, place=1, person="Jun")]
    )

    assert store.delete_profile("Mina") == {"ab12"}

    assert store.profiles() == ()
    assert [s.id for s in store.history()] == [jun]
    assert [e.new.person for e in store.entries()] == ["Jun"]
    assert store.check() == ()


def test_a_history_is_of_one_person_of_the_guest_or_of_all(store):
    mina, guest = train(store, "Mina"), train(store, None)

    assert [s.id for s in store.history("Mina")] == [mina]
    assert [s.id for s in store.history(None)] == [guest]
    assert [s.id for s in store.history(EVERYBODY)] == [guest, mina]
    assert [s.id for s in store.history(limit=1)] == [guest]


def test_the_entries_of_the_guest_are_those_without_a_name(store):
    store.add_entries([ENTRY, replace(ENTRY, place=1, person=None)])

    assert [e.new.person for e in store.entries(person=None)] == [None]
    assert len(store.entries()) == 2


# -- two people ------------------------------------------------------------------------


def test_a_session_of_two_is_in_the_history_of_both_and_of_nobody_else(store):
    both = train_together(store, "Mina", "지우")
    guest = train_together(store, "Mina", None)
    alone = train(store, "Jun")

    assert [s.id for s in store.history("Mina")] == [guest, both]
    assert [s.id for s in store.history("지우")] == [both]
    assert [s.id for s in store.history(None)] == [guest]
    assert [s.id for s in store.history("Jun")] == [alone]
    assert store.summary(both).names == ("Mina", "지우")
    assert store.summary(alone).names == ("Jun",)


def test_of_two_people_each_has_their_own_best(store):
    train_together(store, "Mina", "지우", 90.0, 60.0)
    train_together(store, "지우", "Mina", 70.0, 80.0)

    mina, jiu = store.bests("Mina")["ab12"], store.bests("지우")["ab12"]

    assert (mina.score, mina.last_score) == (90.0, 80.0)
    assert (jiu.score, jiu.last_score) == (70.0, 70.0)


def test_nobody_has_the_best_of_a_partner_who_alone_was_judged(store):
    train_together(store, "Mina", "지우", 90.0, math.nan)

    assert store.bests("Mina")["ab12"].score == 90.0
    assert math.isnan(store.bests("지우")["ab12"].score)


def test_a_partner_who_is_renamed_stays_in_the_session(store):
    store.set_profile(MINA)
    both = train_together(store, "지우", "Mina")

    store.rename_profile("Mina", "미나")

    assert store.summary(both).names == ("지우", "미나")
    assert [s.id for s in store.history("미나")] == [both]


@pytest.mark.parametrize("place", [0, 1], ids=["first", "second"])
def test_a_session_of_two_stays_with_the_one_who_stays(store, place):
    store.set_profile(MINA)
    names = ["지우", "지우"]
    names[place] = "Mina"
    both = train_together(store, *names, 90.0, 60.0)
    alone = train_together(store, "Mina", None)
    store.add_entries([replace(ENTRY, person="Mina"), replace(ENTRY, number=2, person="지우")])

    store.delete_profile("Mina")

    left = store.summary(both).names
    assert (left[place], left[1 - place]) == ("", "지우")
    assert [s.id for s in store.history()] == [both] == [s.id for s in store.history("지우")]
    assert alone not in [s.id for s in store.history(None)] == []
    assert [e.new.person for e in store.entries()] == ["지우"]
    assert store.bests("지우")["ab12"].score == (90.0, 60.0)[1 - place]


def test_of_a_session_whose_people_are_all_deleted_nothing_stays(store):
    for name in ("Mina", "Jun"):
        store.set_profile(Profile(name))
    train_together(store, "Mina", "Jun", 90.0, 60.0)

    store.delete_profile("Jun")
    store.delete_profile("Mina")

    assert store.history() == ()
    assert store.check() == ()


def test_what_a_guest_did_beside_somebody_becomes_theirs(store):
    store.set_profile(Profile("Jun"))
    beside, guests = train_together(store, "Mina", None), train_together(store, None, None)

    store.give_nameless("Jun")

    assert store.summary(beside).names == ("Mina", "Jun")
    assert store.summary(guests).names == ("Jun", None)


def test_who_trains_alone_has_no_partner(store):
    recorder = store.start_session(TARGET, 1, "Mina", partner="Jun")
    recorder.finish(None)

    assert store.history("Jun") == ()


def test_a_pin_is_known_by_its_hash_alone():
    kept = hash_pin("1234")

    assert "1234" not in kept
    assert check_pin(kept, "1234")
    assert not check_pin(kept, "1235")
    assert not check_pin("not a hash", "1234")


def test_a_video_comes_back_as_it_was_put(store):
    store.put_video(SQUATS)

    assert store.videos() == (SQUATS,)
    assert store.video("ab12") == SQUATS
    assert store.video("none") is None


def test_a_video_of_which_little_is_known_comes_back(store):
    store.put_video(Video("h", "t", Path("t.mp4"), FIRST_DAY))

    (video,) = store.videos()

    assert math.isnan(video.duration)
    assert (video.last_opened, video.moves, video.favourite) == (None, (), False)


def test_fields_of_a_video_change_and_the_others_stay(store):
    store.put_video(SQUATS)

    assert store.change_video("ab12", tags=(), favourite=False)
    assert not store.change_video("gone", favourite=True)

    assert store.videos() == (replace(SQUATS, tags=(), favourite=False),)


def test_opening_a_video_keeps_its_tags(store):
    store.put_video(SQUATS)

    store.open_video("ab12", "New title", Path("/new.mp4"))

    (video,) = store.videos()
    assert (video.title, video.path) == ("New title", Path("/new.mp4"))
    assert (video.tags, video.favourite, video.added) == (SQUATS.tags, True, FIRST_DAY)
    assert video.last_opened is not None


def test_the_best_and_the_last_of_each_video_are_known(store):
    for score in (70.0, 90.0, 80.0):
        train(store, "Mina", score)
    train(store, "Jun", 99.0)
    train(store, "Mina", content_hash="other")

    bests = store.bests("Mina")

    last = store.history("Mina")[1]
    assert bests["ab12"] == Best(90.0, last.started, 80.0)
    assert math.isnan(bests["other"].score)
    assert store.bests(None) == {}


def test_what_the_guest_did_can_become_somebodys(store):
    store.set_profile(MINA)
    train(store, None)
    jun = train(store, "Jun")
    store.add_entries([replace(ENTRY, person=None)])

    store.give_nameless("Mina")

    assert {s.id: s.person for s in store.history()}[jun] == "Jun"
    assert [s.person for s in store.history("Mina")] == ["Mina"]
    assert len(store.entries(person="Mina")) == 1
    with pytest.raises(ProfileNotFound):
        store.give_nameless("Nobody")


@pytest.mark.parametrize(
    "put",
    [
        pytest.param(lambda s: s.start_session(TARGET, 1, "x" * 201), id="session"),
        pytest.param(lambda s: s.start_session(TARGET, 2, partner="x" * 201), id="partner"),
        pytest.param(lambda s: s.add_entries([replace(ENTRY, person="x" * 256)]), id="person"),
        pytest.param(lambda s: s.add_entries([replace(ENTRY, source="x" * 256)]), id="source"),
    ],
)
def test_what_no_server_would_take_is_not_put_in(store, put):
    with pytest.raises(BadRequest):
        put(store)

    assert (store.history(), store.entries()) == ((), ())
