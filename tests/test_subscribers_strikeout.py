"""A forgotten name in words that were typed about something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.consent import ground
from subscribers.erasure import Erasures
from subscribers.rights import disclosures, export
from subscribers.strikeout import STRUCK_OUT, folded, strike_out, without_name
from tests.lists import LATER, MEMBERS, NOW, made_people, take_in


@pytest.mark.parametrize(
    ("name", "text", "struck"),
    [
        ("Ana Pérez Gómez", "asked by Ana Pérez Gómez, by phone", "asked by …, by phone"),
        ("Ana Pérez Gómez", "ana-pérez-gómez.csv", "….csv"),
        ("Ana Pérez Gómez", "ANA PEREZ GOMEZ asked", "… asked"),
        ("Ana Pérez", "Anabel Perezoso", "Anabel Perezoso"),
        ("Ana Pérez", "labels for Ana", "labels for Ana"),
        ("May", "the May Day march", "the May Day march"),
        ("Rui B.", "Plan B for Rui", "Plan B for Rui"),
        ("Anna Strike", "the strike ballot", "the strike ballot"),
        ("Kim Y", "ana y kim", "ana y kim"),
        ("Piet van der Berg", "letter of Piet van der Berg", "letter of …"),
        ("", "handover", "handover"),
    ],
)
def test_the_whole_name_goes_and_no_word_that_may_mean_something_else(sqlite_db, name, text, struck):
    people = made_people(sqlite_db)
    export(people, reason=text, now=NOW)
    with people.database.transaction():
        strike_out(people.database, [name])
    assert [one.reason for one in disclosures(people)] == [struck]


@given(st.text(max_size=60), st.lists(st.text("aábcde", min_size=1, max_size=6), min_size=2, max_size=3))
def test_whatever_the_text_the_whole_name_is_not_in_it_afterwards(text, name):
    words = [folded(one) for one in name]
    struck = without_name(f"{text} {' '.join(name)} {text}", words)
    assert STRUCK_OUT in struck
    assert f" {' '.join(words)} " not in f" {folded(struck)} "


@pytest.mark.parametrize("way", ["forgotten", "left"])
def test_who_goes_is_struck_out_everywhere_and_nobody_else(database, way):
    people = made_people(database)
    rows = "Email,Name\nana@example.org,Ana Pérez\nben@example.org,Ben Ruiz\n"
    take_in(people, rows, reason=MEMBERS)
    cy = ground(basis="consent", wording="Yes.", source="list of Ana Pérez and Ben Ruiz")
    people.add("cy@example.org", language="en", reason=cy, now=NOW)
    export(people, reason="Ana Perez wants labels", now=NOW)
    people.suppressions.suppress("x@example.org", reason="told by Ana Pérez", source="Ana Pérez.csv", now=NOW)
    if way == "forgotten":
        Erasures(people).remove(people.get("ana@example.org").id)
    else:
        take_in(people, "Email\nben@example.org\n", reason=MEMBERS, is_whole=True, now=LATER)
    assert people.find("ana@example.org") is None
    assert [one.reason for one in disclosures(people)] == ["… wants labels"]
    kept = people.suppressions.find("x@example.org")
    assert (kept.reason, kept.source) == ("told by …", "….csv")
    assert people.show("cy@example.org").consents[0].source == "list of … and Ben Ruiz"


@pytest.mark.parametrize("name", ["moved", "has another address now", "typed in"])
def test_words_by_which_the_program_knows_something_again_stay(database, name):
    people = made_people(database)
    take_in(people, f"Email,Name\nana@example.org,{name}\nben@example.org,Ben\n", reason=MEMBERS)
    people.change_address(people.get("ben@example.org").id, "ben.new@example.org", now=NOW)
    Erasures(people).remove(people.get("ana@example.org").id)
    assert people.suppressions.find("ben@example.org").source == "moved"
    people.change_address(people.get("ben.new@example.org").id, "ben@example.org", now=LATER)
    assert people.suppressions.find("ben@example.org") is None
