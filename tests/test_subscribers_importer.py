import json
import random
import resource

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from subscribers import audience, consent
from subscribers.errors import ListFileError, SubscribersError
from subscribers.people import Status
from subscribers.rights import export
from subscribers.statements import spell
from tests.lists import LATER, MEMBERS, NOW, addresses, apply, made_people, plan, take_in


@pytest.fixture
def people(database):
    return made_people(database)


@pytest.fixture
def quick(sqlite_db):
    """For what does not depend on the database."""
    return made_people(sqlite_db)


# --- the way from a file to the list ---


def test_a_plan_writes_nothing_and_carrying_it_out_writes_all(people):
    made = plan(people, "Email,Name,Forename\nana@example.org,Ana Pérez,Ana\nBEN@example.org,,\n")
    assert people.count() == 0
    assert (made.counts.rows, made.counts.added, made.rows) == (2, 2, ())
    assert apply(people, made, now=NOW) == made.counts
    ana = people.show("ana@example.org")
    assert (ana.subscriber.name, ana.subscriber.first_name, ana.subscriber.language) == (
        "Ana Pérez",
        "Ana",
        "en",
    )
    assert (ana.subscriber.basis, ana.subscriber.added, ana.subscriber.status) == (
        "consent",
        NOW,
        Status.MAILABLE,
    )
    assert [(row.wording, row.source, row.at) for row in ana.consents] == [
        ("Yes, write to me.", "sign-up sheet", NOW)
    ]


def test_the_same_file_again_changes_nothing(people):
    content = "Email,Name\nana@example.org,Ana\nben@example.org,Ben\n"
    take_in(people, content)
    before = [people.show(person.id) for person in people.listing()]
    counts = take_in(people, content, now=LATER)
    assert (counts.added, counts.changed, counts.unchanged) == (0, 0, 2)
    assert [people.show(person.id) for person in people.listing()] == before


def test_what_is_new_in_the_file_is_changed_and_an_empty_cell_takes_nothing_away(people):
    take_in(people, "Email,Forename,Surname,Language\nana@example.org,Ana,Pérez,es\nben@example.org,Ben,B,\n")
    counts = take_in(
        people, "Email,Forename,Surname\nana@example.org,Ana,Pérez Ruiz\nben@example.org,,\n", now=LATER
    )
    assert (counts.changed, counts.unchanged) == (1, 1)
    ana, ben = people.get("ana@example.org"), people.get("ben@example.org")
    assert (ana.name, ana.language, ana.added, ana.changed) == ("Ana Pérez Ruiz", "es", NOW, LATER)
    assert (ben.name, ben.changed) == ("Ben B", NOW)


def test_a_new_ground_is_one_more_row_of_proof(people):
    take_in(people, "Email\nana@example.org\n")
    assert take_in(people, "Email\nana@example.org\n", reason=MEMBERS, now=LATER).changed == 1
    assert take_in(people, "Email\nana@example.org\n", reason=MEMBERS, now=LATER).unchanged == 1
    assert [row.basis for row in people.show("ana@example.org").consents] == ["consent", "membership"]
    assert people.show("ana@example.org").consents[1].source == "list.csv"


def test_a_failure_on_the_way_leaves_nothing(people):
    made = plan(people, "Email\nana@example.org\nben@example.org\n")
    people.database.run(spell("x", "", "ALTER TABLE consent RENAME TO other"))
    with pytest.raises(SubscribersError):
        apply(people, made, now=NOW)
    people.database.run(spell("x", "", "ALTER TABLE other RENAME TO consent"))
    assert people.count() == 0
    assert apply(people, made, now=NOW).added == 2


def test_a_plan_is_carried_out_once_and_only_the_newest(quick):
    first = plan(quick, "Email\nana@example.org\n")
    second = plan(quick, "Email\nben@example.org\n")
    with pytest.raises(ListFileError) as caught:
        apply(quick, first, now=NOW)
    assert caught.value.code == "plan-stale"
    apply(quick, second, now=NOW)
    with pytest.raises(ListFileError):
        apply(quick, second, now=NOW)
    assert addresses(quick) == ["ben@example.org"]


def test_a_file_that_changed_since_the_plan_is_refused(quick, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Email\nana@example.org\n", encoding="utf-8")
    made = plan(quick, path)
    path.write_text("Email\nana@example.org\nben@example.org\n", encoding="utf-8")
    with pytest.raises(ListFileError) as caught:
        apply(quick, made, now=NOW)
    assert caught.value.code == "file-changed"
    path.unlink()
    with pytest.raises(ListFileError):
        apply(quick, made, now=NOW)
    assert quick.count() == 0


def test_an_objection_between_plan_and_import_counts(people):
    made = plan(people, "Email\nana@example.org\nben@example.org\n")
    people.suppressions.suppress("ben@example.org", reason="asked", source="phone", now=NOW)
    done = apply(people, made, now=NOW)
    assert (made.counts.added, done.added, done.suppressed) == (2, 1, 1)
    assert addresses(people) == ["ana@example.org"]


def test_planning_does_not_wait_for_somebody_who_writes(quick):
    from subscribers.database import open_sqlite

    path, key = quick.database.path.with_name("shared.db"), b"k" * 32
    with open_sqlite(path, key) as one, open_sqlite(path, key) as other:
        people = made_people(one)
        with other.transaction():
            other.run(spell("x", "", "INSERT INTO wording VALUES ('h', 't')"))
            assert plan(people, "Email\nana@example.org\n").counts.added == 1


# --- protections ---


def test_an_import_never_lifts_a_protection(people):
    take_in(people, "Email\nana@example.org\nben@example.org\n")
    people.suppressions.suppress("ana@example.org", reason="asked", source="", now=NOW)
    people.suppressions.suppress("new@example.org", reason="asked", source="", now=NOW)
    consent.withdraw(people.database, people.get("ben@example.org").id, source="", now=NOW)
    made = plan(
        people, "Email,Name\nana@example.org,A\nben@example.org,B\nnew@example.org,N\n", reason=MEMBERS
    )
    assert [(row.line, row.outcome) for row in made.rows] == [(2, "OUT"), (3, "OUT"), (4, "OUT")]
    assert made.counts.suppressed == 3
    apply(people, made, now=LATER)
    assert audience.count_mailable(people.database) == 0
    assert [person.name for person in people.listing()] == ["", ""]
    assert people.suppressions.find("ana@example.org").reason == "asked"


def test_an_opt_out_in_the_file_becomes_a_suppression_for_people_on_the_list_and_off_it(people):
    take_in(people, "Email\nana@example.org\n")
    counts = take_in(
        people, "Email,Unsubscribed\nana@example.org,yes\nben@example.org,yes\ncai@example.org,\n"
    )
    assert (counts.suppressed, counts.added) == (2, 1)
    assert audience.count_mailable(people.database) == 1
    assert people.suppressions.find("ben@example.org").source == "sign-up sheet"
    assert addresses(people) == ["ana@example.org", "cai@example.org"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize(
    ("one", "other", "field"),
    [
        ("Active,", "Active,Y", "suppressed"),
        ("Active,", "Lapsed,", "left"),
        ("Active,", "Mystery,", "questions"),
        ("Lapsed,", "Active,Y", "suppressed"),
        ("Mystery,", "Lapsed,", "left"),
    ],
)
def test_of_two_rows_with_one_address_the_stricter_counts(people, one, other, field, order):
    rows = [f"ana@example.org,{one}", f"ANA@example.org,{other}"]
    counts = take_in(people, "Email,Status,Opt out\n" + "\n".join(rows[place] for place in order))
    assert (getattr(counts, field), counts.added, counts.repeated, people.count()) == (1, 0, 1, 0)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    files=st.lists(
        st.lists(
            st.tuples(st.integers(0, 4), st.sampled_from(["", "Y", "N", "x", "no", "2020-01-01"])), max_size=6
        ),
        max_size=4,
    )
)
def test_after_any_imports_whoever_once_said_no_is_never_mailable_again(quick, files):
    said_no = {number for number in range(5) if quick.suppressions.find(f"p{number}@example.org")}
    for rows in files:
        text = "Email,Opt out\n" + "".join(f"p{number}@example.org,{cell}\n" for number, cell in rows)
        if rows:
            take_in(quick, text)
        said_no |= {number for number, cell in rows if cell not in {"", "N", "no"}}
    mailable = {person.address for person in quick.listing() if person.status is Status.MAILABLE}
    assert not mailable & {f"p{number}@example.org" for number in said_no}


def test_members_who_left_but_are_on_the_list_are_pointed_out(people):
    take_in(people, "Email\nana@example.org\nben@example.org\n")
    made = plan(
        people, "Email,Status\nana@example.org,Lapsed\nben@example.org,Active\ncai@example.org,Deceased\n"
    )
    assert made.counts.left == 2
    assert any(note.startswith("1 whom this file leaves out") for note in made.notes)


@pytest.mark.parametrize(
    "name",
    [
        "unsubscribed_members_export_ab12.csv",
        "cleaned_members_export_ab12.csv",
        "nonsubscribed_export.csv",
        "Opt-outs 2025.csv",
        "opted_out.csv",
        "Bounces.csv",
        "spam_complaints.csv",
        "Left members.txt",
        "leavers.csv",
        "do not mail.csv",
        "no-contact.csv",
        "suppression.csv",
        "bajas.csv",
    ],
)
def test_a_file_named_after_people_who_said_no_is_refused_before_it_is_read(quick, name):
    with pytest.raises(ListFileError) as caught:
        plan(quick, "Email\nana@example.org\n", file_name=name)
    assert caught.value.code == "opt-out-file"
    assert "suppress" in caught.value.remedy


@pytest.mark.parametrize(
    "name", ["subscribed_members_export_ab12.csv", "members.csv", "Leftfield branch.csv", "-"]
)
def test_a_file_named_after_subscribers_is_read(quick, name):
    assert plan(quick, "Email\nana@example.org\n", file_name=name).counts.added == 1


# --- nobody is named ---


@given(st.text(max_size=30))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_report_error_or_repr_of_an_import_holds_an_address_or_a_name(quick, text):
    secret = "qzjx" + text
    content = f"Name,Email,Status\n{secret},{secret}@example.org,{secret}@\n{secret}@x\n".encode(
        "utf-8", "ignore"
    )
    try:
        made = plan(quick, content)
        shown = repr(made) + repr(made.rows) + repr(made.notes) + repr(made.counts)
    except SubscribersError as error:
        shown = repr(error) + repr(vars(error))
    assert "qzjx" not in shown


def test_the_plan_of_a_file_is_plain_data_for_a_script(quick):
    made = plan(quick, "Email,Status\nana@example.org,Lapsed\n")
    assert json.dumps([(row.line, row.outcome, row.reason) for row in made.rows])


def test_a_large_list_is_taken_in_with_the_memory_of_its_own_size(quick):
    """A guard against reading a file into a heap of Python objects; the figures are in the benchmarks."""
    chance = random.Random(3)
    rows = [f"p{chance.randrange(10**9)}@example.org,Ana {number}" for number in range(50_000)]
    content = ("Email,Name\n" + "\n".join(rows)).encode()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert take_in(quick, content).added > 49_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 80_000


# --- what a reviewer's lists taught ---


@pytest.mark.parametrize("header", ["Subscription", "Mailing list", "E-newsletter", "Happy to get mail"])
@pytest.mark.parametrize(
    ("value", "outcome"),
    [("Unsubscribed", "OUT"), ("Cleaned", "OUT"), ("Do not email", "OUT"), ("Left", "LEFT"), ("no", "LEFT")],
)
def test_a_no_counts_in_a_column_that_only_looks_like_a_yes(quick, header, value, outcome):
    made = plan(quick, f"Email,{header}\nana@example.org,{value}\nben@example.org,Subscribed\n")
    assert [(row.line, str(row.outcome)) for row in made.rows] == [(2, outcome)]
    assert made.counts.added == 1


@pytest.mark.parametrize("header", ["Left union", "Resigned on", "Left on", "Date left the union"])
def test_a_column_of_leavers_is_known_by_a_part_of_its_name(quick, header):
    made = plan(quick, f"Email,{header}\nana@example.org,2026-01-31\nben@example.org,\n")
    assert ([str(row.outcome) for row in made.rows], made.counts.added) == (["LEFT"], 1)


@pytest.mark.parametrize("address", ["+ana@example.org", "-ana@example.org", "=ana@example.org"])
def test_what_an_export_made_harmless_comes_back_as_it_was(quick, address):
    take_in(quick, f'Email,Name\n{address},"=1+1"\n')
    text = "".join(export(quick, reason="handover", now=NOW))
    assert f"'{address}" in text
    counts = take_in(quick, text)
    assert (counts.added, counts.unchanged, addresses(quick)) == (0, 1, [address])
    assert quick.get(address).name == "=1+1"


def test_a_first_name_alone_takes_no_last_name_away(people):
    take_in(people, "Email,First name,Surname\nana@example.org,Ana,Pérez\n")
    assert take_in(people, "Email,First name\nana@example.org,Ana\n", now=LATER).unchanged == 1
    assert people.get("ana@example.org").name == "Ana Pérez"
    assert take_in(people, "Email,First name,Surname\nana@example.org,Ana,Silva\n", now=LATER).changed == 1
    assert people.get("ana@example.org").name == "Ana Silva"
