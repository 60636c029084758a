"""What is seen of a row at a glance is what the judge says about it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subscribers.columns import read_header
from subscribers.days import UNKNOWN
from subscribers.errors import SubscribersError
from subscribers.judge import Judge
from subscribers.listfile import read_list
from subscribers.listrow import ListRow
from subscribers.plainrow import plain_rows
from subscribers.questions import Answers
from subscribers.verdict import Judged, Verdict
from tests.dirty_lists import CASES, Dirty

COLUMNS = read_header(["Email", "First name", "Last name", "Name", "Language", "Status", "Notes"])
SIGNS = st.text(alphabet="aZ09.'=+-@ \t\0\u200b\u00a0éŁł_\"<>,", max_size=12)


def seen(columns, judge: Judge, row: ListRow) -> tuple[Judged | None, Judged | None]:
    """The judge's word and what was seen before it, where something was."""
    find = plain_rows(columns, judge)
    found = find(row.cells) if find else None
    if found is None:
        return judge.row(row, columns), None
    address, name, first_name, language = found
    return judge.row(row, columns), Judged(
        line=row.line,
        verdict=Verdict.OK,
        address=address,
        name=name,
        first_name=first_name,
        language=language,
    )


@pytest.mark.parametrize("days", [True, False])
def test_of_dirty_lists(days: bool) -> None:
    agreed = sum(_agree_on(dirty, days=days) for dirty in CASES)
    assert agreed > 50


def _agree_on(dirty: Dirty, *, days: bool) -> int:
    content = dirty.content.encode() if isinstance(dirty.content, str) else dirty.content
    try:
        file = read_list(content, name=dirty.file, answers=Answers(dirty.answers))
    except SubscribersError:
        return 0
    if file.columns is None or file.sheet:
        return 0
    judge, number = Judge(Answers(dirty.answers), days=days), 0
    for _ in range(2):  # the second time it knows hosts and words
        for row in file.rows():
            judged, found = seen(file.columns, judge, row)
            assert found in (None, judged)
            number += found is not None
    return number


@settings(max_examples=400, deadline=None)
@given(
    local=SIGNS.map(lambda text: text or "ana"),
    host=st.sampled_from(
        ["@example.org", "@EXAMPLE.org ", "@example.com", "@", "", "@example.org.", "@gamil.com"]
    ),
    names=st.tuples(SIGNS, SIGNS, SIGNS),
    rest=st.tuples(
        st.sampled_from(["", "en", "EN_gb", "Cymraeg", "??"]), st.sampled_from(["Active", "Left", "odd"])
    ),
)
def test_of_any_signs(local: str, host: str, names: tuple[str, str, str], rest: tuple[str, str]) -> None:
    judge = Judge(Answers())
    judge.row(ListRow(1, ["ana@example.org", "", "", "", "", "Active", ""]), COLUMNS)
    judged, found = seen(COLUMNS, judge, ListRow(2, [local + host, *names, *rest, "x"]))
    assert found in (None, judged)


def test_a_plain_row_is_seen_and_one_of_another_width_is_not() -> None:
    judge = Judge(Answers())
    cells = ["Ana@example.org", "Ana", "Jones", "", "en", "Active", ""]
    assert plain_rows(COLUMNS, judge)(cells) is None
    judge.row(ListRow(1, cells), COLUMNS)
    assert plain_rows(COLUMNS, judge)(cells) == ("ana@example.org", "Ana Jones", "Ana", "en")
    for odd in (
        cells[:-1],
        [*cells, ""],
        ["'=a@example.org", *cells[1:]],
        ["a" * 65 + "@example.org", *cells[1:]],
    ):
        assert plain_rows(COLUMNS, judge)(odd) is None


@pytest.mark.parametrize(
    "header", [["Email", "Tags"], ["Email", "Opt-in time"], ["Home email", "Work email"]]
)
def test_columns_that_take_a_closer_look(header: list[str]) -> None:
    assert plain_rows(read_header(header), Judge(Answers())) is None
    assert plain_rows(None, Judge(Answers())) is None


def test_nobody_is_given_a_day() -> None:
    assert Judged(line=1, verdict=Verdict.OK).agreed == UNKNOWN
