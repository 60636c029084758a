import csv
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.consent import ground
from subscribers.errors import ListUsageError
from subscribers.people import People
from subscribers.rights import disclosures, export, harmless
from subscribers.schema import migrate
from tests.campaigns import PEOPLE_MIGRATIONS

NOW = datetime(2026, 3, 1, tzinfo=UTC)
AGREED = ground(basis="consent", wording="Yes.", source="form")


@pytest.fixture
def people(database):
    migrate(database, component="people", folder=PEOPLE_MIGRATIONS)
    people = People(database, hash_key=b"h" * 32)
    for address, name in (
        ("ana@example.org", "=1+1"),
        ("=cmd|x@example.org", 'O"Neil, Ana'),
        ("ben@example.org", "Ben"),
    ):
        people.add(address, name=name, language="en", reason=AGREED, now=NOW)
    people.suppressions.suppress("ben@example.org", reason="asked", source="", now=NOW)
    return people


def test_the_whole_list_comes_out_as_a_table_that_runs_nothing(people):
    rows = list(csv.DictReader(export(people, reason="move to the region", now=NOW)))
    found = {(row["email"], row["name"], row["status"]) for row in rows}
    assert found == {
        ("ana@example.org", "'=1+1", "mailable"),
        ("'=cmd|x@example.org", 'O"Neil, Ana', "mailable"),
        ("ben@example.org", "Ben", "suppressed"),
    }
    assert rows[0]["added"] == "2026-03-01"


def test_each_export_is_on_record_before_its_first_line(people):
    export(people, reason="move to the region", now=NOW)
    assert [(entry.at, entry.reason, entry.people) for entry in disclosures(people)] == [
        (NOW, "move to the region", 3)
    ]


@pytest.mark.parametrize("reason", ["", "  ", "for ana@example.org"])
def test_without_a_reason_nothing_comes_out(people, reason):
    with pytest.raises(ListUsageError) as caught:
        export(people, reason=reason, now=NOW)
    assert caught.value.code == "reason"
    assert disclosures(people) == ()


@pytest.mark.parametrize(
    "cell",
    [
        "=1",
        "+1",
        "-1",
        "@x",
        "\t=1",
        " =1",
        "\r=1",
        "\n=1",
        "\0=1",
        "\ttext",
        "  \t+1",
        "\u00a0=1",
        "\ufeff=1",
        "＝1",
        "-",
        "+44 7700 900123",
        '"=1',
        "'=1",
        "“+1”",
        '" =1',
        "\0",
        "\r",
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["", "Ana", "a=b", "ana@example.org", "1-2", "'x", " Ana", '"Ana"', "a;b", "O'Neil-Pérez; x"]
)
def test_any_other_cell_stays_as_it_is(cell):
    assert harmless(cell) == cell


@pytest.mark.parametrize(
    ("cell", "made"),
    [("Ana;=1+1", "Ana;'=1+1"), ("x; @y", "x; '@y"), ("=1;=2", "'=1;'=2"), ('a;"-b', "a;\"'-b")],
)
def test_what_excel_would_cut_off_a_cell_is_made_harmless_too(cell, made):
    assert harmless(cell) == made


@given(st.text(max_size=20))
def test_no_cell_begins_like_a_formula(cell):
    assert not harmless(cell).lstrip("\0\ufeff\u200b \t\r\n\u00a0").startswith(("=", "+", "-", "@"))
