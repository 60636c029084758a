"""Tags: what is one, how they come in with a list, and how they go."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.columns import read_header
from subscribers.erasure import Erasures
from subscribers.errors import ListUsageError
from subscribers.importer import apply
from subscribers.people import People
from subscribers.rights import export
from subscribers.tags import LONGEST_TAG, MOST_TAGS, Tags, as_tag, checked_tag, tags_in
from tests.lists import LATER, MEMBERS, NOW, made_people, plan, take_in

ANA, BEN = "ana@example.org", "ben@example.org"


@pytest.fixture
def people(database):
    return made_people(database)


def tags_of(people: People, address: str) -> tuple[str, ...]:
    return people.show(address).tags


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("reps", "reps"), ("Site North", "site-north"), ("  Health & Safety reps ", "health-safety-reps"),
        ("women’s group", "womens-group"), ("2026-conference", "2026-conference"), ("DÉLÉGUÉS", "délégués"),
        ("site_north", "site-north"), ("Przedstawiciele", "przedstawiciele"), ("مندوبون", "مندوبون"),
        ("ﬁrst", "first"), ("-", ""), ("", ""), ("12345", ""), ("ana@example.org", ""),
        ("x" * (LONGEST_TAG + 1), ""), ("=cmd|' /C calc'!A0", "cmd-c-calc-a0"), ("प्रतिनिधि", "प्रतिनिधि"),
    ],
)  # fmt: skip
def test_a_tag_is_small_letters_digits_and_hyphens(text, tag):
    assert as_tag(text) == tag


@given(st.text(max_size=60))
def test_what_was_made_a_tag_stays_as_it_is(text):
    tag = as_tag(text)
    assert as_tag(tag) == tag
    assert not set(tag) & set(" ,;\"'@|=+\n")


def test_a_tag_typed_otherwise_is_refused_with_the_right_spelling():
    assert checked_tag("site-north") == "site-north"
    with pytest.raises(ListUsageError) as caught:
        checked_tag("Site North")
    assert (caught.value.code, caught.value.remedy) == ("tag", "Write: site-north")
    with pytest.raises(ListUsageError, match="small letters"):
        checked_tag("!")


@pytest.mark.parametrize(
    ("cell", "tags", "is_understood"),
    [
        ("reps", ("reps",), True), ("reps, Site North;chairs", ("reps", "site-north", "chairs"), True),
        ('"reps","Site North"', ("reps", "site-north"), True), ('"Site, North",reps', ("site-north", "reps"), True),
        ("", (), True), (" , ;", (), True), ("reps, reps", ("reps",), True),
        ("reps, ana@example.org", ("reps",), False), ("42", (), False),
        (",".join(f"t{n}" for n in range(30)), tuple(f"t{n}" for n in range(MOST_TAGS)), False),
    ],
)  # fmt: skip
def test_the_tags_of_a_cell(cell, tags, is_understood):
    assert tags_in(cell) == (tags, is_understood)


@pytest.mark.parametrize(
    "header", ["Tags", "TAGS", "Etiquetas", "Tagiau", "Tagi", "Etichete", "Étiquettes", "الوسوم"]
)
def test_a_column_that_is_plainly_called_tags_is_read(header):
    columns = read_header(["Email", header])
    assert columns.used["tags"] == header
    assert columns.dropped == ()


@pytest.mark.parametrize("header", ["Groups", "Workplace", "Tagged on", "Notes"])
def test_no_other_column_is(header):
    columns = read_header(["Email", header])
    assert columns.tags is None
    assert columns.dropped == (header,)


def test_tags_come_in_with_the_list_and_the_report_names_them(people):
    content = f'Email Address,TAGS\n{ANA},"""Reps"",""Site North"""\n{BEN},\n{ANA},chairs\n'
    made = plan(people, content)
    assert "Tags that are kept: chairs (1), reps (1), site-north (1)." in " ".join(made.notes)
    take_in(people, content)
    assert tags_of(people, ANA) == ("chairs", "reps", "site-north")
    assert tags_of(people, BEN) == ()
    assert Tags(people.database).counts() == {"chairs": 1, "reps": 1, "site-north": 1}
    again = take_in(people, content)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)


def test_an_import_replaces_tags_where_a_cell_says_some_and_a_list_without_the_column_keeps_them(people):
    take_in(people, f"Email,Tags\n{ANA},reps\n{BEN},reps\n")
    counts = take_in(people, f"Email,Tags\n{ANA},chairs\n{BEN},\n", now=LATER)
    assert (counts.changed, counts.unchanged) == (1, 1)
    assert (tags_of(people, ANA), tags_of(people, BEN)) == (("chairs",), ("reps",))
    assert take_in(people, f"Email\n{ANA}\n", now=LATER).unchanged == 1
    assert tags_of(people, ANA) == ("chairs",)


def test_a_whole_list_with_the_column_replaces_them_all_and_without_it_keeps_them(people):
    take_in(people, f"Email,Tags\n{ANA},reps\n{BEN},reps\n", reason=MEMBERS)
    made = plan(people, f"Email,Tags\n{ANA},reps\n{BEN},\n", reason=MEMBERS, is_whole=True)
    assert (made.counts.changed, made.counts.unchanged) == (1, 1)
    apply(people, made, now=LATER)
    assert (tags_of(people, ANA), tags_of(people, BEN)) == (("reps",), ())
    apply(people, plan(people, f"Email\n{ANA}\n{BEN}\n", reason=MEMBERS, is_whole=True), now=LATER)
    assert tags_of(people, ANA) == ("reps",)


def test_who_leaves_with_a_whole_list_takes_their_tags_along(people):
    take_in(people, f"Email,Tags\n{ANA},reps\n{BEN},reps\n", reason=MEMBERS)
    apply(people, plan(people, f"Email\n{ANA}\n", reason=MEMBERS, is_whole=True), now=LATER)
    assert Tags(people.database).counts() == {"reps": 1}


def test_whoever_is_protected_gets_no_tag_by_a_list(people):
    take_in(people, f"Email\n{ANA}\n{BEN}\n")
    people.suppressions.suppress(ANA, reason="asked", source="", now=NOW)
    take_in(people, f"Email,Tags,Opt out\n{ANA},reps,\n{BEN},reps,yes\n", now=LATER)
    assert Tags(people.database).counts() == {}


def test_tags_that_no_rule_understands_are_left_out_and_said(people):
    made = plan(people, f'Email,Tags\n{ANA},"reps, {BEN}"\n')
    assert [(row.outcome, row.reason) for row in made.rows] == [("FIX", "a tag was not understood")]
    apply(people, made, now=NOW)
    assert tags_of(people, ANA) == ("reps",)


def test_tags_are_given_and_taken_one_by_one(people):
    take_in(people, f"Email\n{ANA}\n")
    tags, person = Tags(people.database), people.get(ANA).id
    assert tags.change(person, add=["reps", "chairs"])
    assert not tags.change(person, add=["reps"])
    assert tags.change(person, add=["site-north"], remove=["reps", "never-had"])
    assert tags.of(person) == ("chairs", "site-north")
    with pytest.raises(ListUsageError) as caught:
        tags.change(person, add=["reps"], remove=["reps"])
    assert caught.value.code == "tag-both-ways"
    with pytest.raises(ListUsageError) as caught:
        tags.change(person, add=[f"t{n}" for n in range(MOST_TAGS)])
    assert caught.value.code == "many-tags"
    assert tags.of(person) == ("chairs", "site-north")


def test_who_is_forgotten_leaves_no_tag(people):
    take_in(people, f"Email,Tags\n{ANA},only-anas\n")
    Erasures(people).remove(people.get(ANA).id)
    assert Tags(people.database).counts() == {}


def test_an_export_holds_tags_and_can_be_taken_in_again(people, tmp_path):
    take_in(people, f'Email,Tags\n{ANA},"reps, site-north"\n{BEN},\n')
    text = "".join(export(people, reason="handover", now=NOW))
    rows = {row["email"]: row["tags"] for row in csv.DictReader(text.splitlines())}
    assert rows == {ANA: "reps, site-north", BEN: ""}
    for address in (ANA, BEN):
        Erasures(people).remove(people.get(address).id)
    made = plan(people, text)
    assert made.file.used["tags"] == "tags"
    apply(people, made, now=LATER)
    assert tags_of(people, ANA) == ("reps", "site-north")
