"""A forgotten name in words that were typed about something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.consent import ground
from subscribers.erasure import Erasures
from subscribers.rights import disclosures, export
from subscribers.strikeout import STRUCK_OUT, folded, strike_out, without_name
from tests.lists import LATER, NOW, made_people


@pytest.mark.parametrize(
    ("text", "struck"),
    [
        ("asked by Ana Pérez Gómez, by phone", "asked by …, by phone"),
        ("ana-pérez-gómez.csv", "….csv"),
        ("letter of A. Perez", "letter of A. …"),
        ("GÓMEZ asked", "… asked"),
        ("labels for Ana", "labels for Ana"),
        ("Anabel Perezoso", "Anabel Perezoso"),
        ("handover", "handover"),
        ("Ana’s and Perez's", "Ana’s and …'s"),
    ],
)
def test_the_whole_name_goes_and_what_tells_of_the_surname(text, struck):
    assert without_name(text, ["ana", "perez", "gomez"], ["perez", "gomez"]) == struck


@pytest.mark.parametrize(
    ("name", "first_name", "text", "struck"),
    [
        ("Ana", "Ana", "list for Ana", "list for …"),
        ("Ana Li", "", "for Li only", "for … only"),
        ("Piet van der Berg", "Piet", "the van for the Berg family", "the van for the … family"),
        ("Piet van der Berg", "Piet", "van der Berg asked", "… asked"),
        ("", "", "handover", "handover"),
    ],
)
def test_short_words_of_a_surname_go_with_the_others_only(sqlite_db, name, first_name, text, struck):
    people = made_people(sqlite_db)
    export(people, reason=text, now=NOW)
    with people.database.transaction():
        strike_out(people.database, name=name, first_name=first_name)
    assert [one.reason for one in disclosures(people)] == [struck]


@given(st.text(max_size=60), st.lists(st.text("aábcde", min_size=1, max_size=6), min_size=1, max_size=3))
def test_whatever_the_text_the_whole_name_is_not_in_it_afterwards(text, name):
    words = [folded(one) for one in name]
    struck = without_name(f"{text} {' '.join(name)} {text}", words, words[1:])
    assert STRUCK_OUT in struck
    assert f" {' '.join(words)} " not in f" {folded(struck)} "


def test_forgetting_somebody_strikes_them_out_everywhere_and_nobody_else(database):
    people = made_people(database)
    for who, source in (("ana", "stall"), ("ben", "list of Ana Pérez"), ("cy", "letter of Ben Ruiz")):
        reason = ground(basis="consent", wording="Yes.", source=source)
        name = {"ana": "Ana Pérez", "ben": "Ben Ruiz", "cy": "Cy Jones"}[who]
        people.add(f"{who}@example.org", name=name, language="en", reason=reason, now=NOW)
    export(people, reason="Ana Perez wants labels", now=NOW)
    people.suppressions.suppress("x@example.org", reason="told by Pérez", source="Ana Pérez.csv", now=NOW)
    Erasures(people).remove(people.get("ana@example.org").id)
    assert [one.reason for one in disclosures(people)] == ["… wants labels"]
    kept = people.suppressions.find("x@example.org")
    assert (kept.reason, kept.source) == ("told by …", "….csv")
    sources = [people.show(f"{who}@example.org").consents[0].source for who in ("ben", "cy")]
    assert sources == ["list of …", "letter of Ben Ruiz"]
    assert people.suppressions.suppress("y@example.org", reason="asked", source="", now=LATER)
