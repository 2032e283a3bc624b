import re
import string
from pathlib import Path

import pytest

from coach import errors
from coach.errors import CoachBug, UserCanFix
from coach.texts import LANGUAGES, Texts, cue_text, error_key, load_texts, system_language
from coach.types import Cue


def fields_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def user_errors() -> list[type[UserCanFix]]:
    return [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, UserCanFix) and value is not UserCanFix
    ]


def test_every_language_has_the_same_texts_with_the_same_fields():
    english, korean = (load_texts(language) for language in LANGUAGES)

    assert english.keys() == korean.keys()
    assert {k: fields_of(t) for k, t in english.items()} == {
        k: fields_of(t) for k, t in korean.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", user_errors(), ids=lambda kind: kind.__name__)
def test_every_error_has_a_sentence(kind, language):
    values = {name: Path("a folder/운동 {1}.mp4") for name in kind.__dataclass_fields__}

    sentence = Texts(language).error(kind(**values))

    assert "\n" not in sentence
    assert "{" not in sentence.replace("{1}", "")
    assert len(sentence) > 10


def test_korean_is_written_in_korean():
    words = {key: re.sub(r"{[^}]*}", "", text) for key, text in load_texts("ko").items()}

    latin = [
        k for k, t in words.items() if re.search("[a-z]{4,}", t) and not re.search("[가-힣]", t)
    ]

    assert latin == ["set_about", "set_language_en"]  # our own name, and that of a language


@pytest.mark.parametrize(
    ("cue", "sentence"),
    [
        pytest.param(
            Cue("raise_arm", "left", 32.0), "Raise your left arm about 30° higher.", id="one-arm"
        ),
        pytest.param(
            Cue("bend_knee", "both", 1.0), "Bend your knees about 5° deeper.", id="at-least-five"
        ),
        pytest.param(Cue("move_along", "both", 0.0), "Move along with the video.", id="no-measure"),
    ],
)
def test_a_cue_is_a_sentence(cue, sentence):
    assert cue_text(Texts("en"), cue) == sentence


def test_an_unknown_text_is_a_bug():
    with pytest.raises(CoachBug, match="no text nonsense in en"):
        Texts("en")("nonsense")


def test_an_unknown_language_is_a_bug():
    with pytest.raises(CoachBug, match="language must be one of"):
        Texts("xx")


@pytest.mark.parametrize(
    ("setting", "language"),
    [("ko_KR.UTF-8", "ko"), ("en_GB.UTF-8", "en"), ("C", "en"), ("de_DE", "en")],
)
def test_the_language_of_the_system_is_spoken(monkeypatch, setting, language):
    monkeypatch.setenv("LC_ALL", setting)

    assert system_language() == language


def test_keys_of_errors_are_their_names():
    assert error_key(errors.VideoHasNoPicture) == "error_video_has_no_picture"
