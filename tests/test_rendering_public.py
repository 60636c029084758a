"""What everybody may read: fallbacks instead of names, no salutation, whole sentences."""

import pytest
from rendering_samples import make_action, make_issue

from newsletter.rendering.public import filled, public, sentences, whole_sentences, without_salutation


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The dockers won, [first_name|friend]", "The dockers won, friend"),
        ("The dockers won, [first_name]", "The dockers won"),
        ("[first_name|Friend], three strikes", "Friend, three strikes"),
        ("[first_name], three strikes", "three strikes"),
        ("Read \\[name] as it stands", "Read \\[name] as it stands"),
        ("no field at all [our emphasis]", "no field at all [our emphasis]"),
    ],
)
def test_a_field_becomes_its_fallback_and_a_missing_one_takes_its_comma_along(
    text: str, expected: str
) -> None:
    assert filled(text) == expected


@pytest.mark.parametrize(
    ("intro", "expected"),
    [
        ("Dear [first_name|friend],\n\nhere are three.", "Here are three."),
        ("Dear [first_name|friend], here are three.", "Here are three."),
        ("**Dear [first_name|friend]**,\n\nhere are three.", "Here are three."),
        ("Annwyl [first_name|gyfaill]!\n\nDyma dair.", "Dyma dair."),
        ("عزيزي [first_name|الصديق]،\n\nهذه ثلاثة.", "هذه ثلاثة."),
        ("Drodzy przyjaciele,\n\noto trzy.", "Oto trzy."),
        ("Hello [first_name]\n\nHere are three.", "Here are three."),
        ("Here are three, [first_name|friend], and more.", "Here are three, [first_name|friend], and more."),
        ("They won. Dear [first_name|friend], read on.", "They won. Dear [first_name|friend], read on."),
        ("They won.", "They won."),
        ("", ""),
    ],
)
def test_the_salutation_goes_and_nothing_else(intro: str, expected: str) -> None:
    assert without_salutation(intro) == expected


def test_a_public_issue_holds_no_field() -> None:
    action = make_action(
        title="Write, [name|friend]", text="You can, [first_name|friend].", button="Go [name|on]"
    )

    shown = public(make_issue(actions=(action,)))

    for text in (shown.subject, shown.preheader, shown.intro, *(vars_of(shown.actions[0]))):
        assert "[first_name" not in text
        assert "[name" not in text
    assert shown.actions[0].title == "Write, friend"


def vars_of(action: object) -> list[str]:
    return [getattr(action, name) for name in ("title", "text", "button", "link")]


def test_sentences_end_where_they_end_and_a_sign_off_is_none() -> None:
    text = "Dr. Sen spoke at 6.30 p.m. to the branch. “We are home.” In solidarity, the committee"

    assert " ".join(sentences(text, "en")) == text
    assert whole_sentences(text, "en")[-1].endswith("”")
