"""A no that the shape of a list holds: headings, merged cells, headers over two rows, cells without a header."""

import pytest

from subscribers.errors import ListFileError
from subscribers.questions import Answers
from tests.lists import MEMBERS, NOW, addresses, apply, made_people, plan, take_in
from tests.sheets import Tab, ods, ods_row, ods_text, xlsx


@pytest.fixture
def people(sqlite_db):
    return made_people(sqlite_db)


def asked(made) -> list[int]:
    return [row.line for row in made.rows if row.outcome == "ASK"]


SECTIONS = [["Name", "Email"], ["Ana", "ana@example.org"], [None, None], ["Ben", "ben@example.org"], ["Cai"]]


@pytest.mark.parametrize(
    "heading",
    [
        "UNSUBSCRIBED - DO NOT MAIL", "Left the union", "Deceased members", "Opted out", "Removed", "No email please",
        "Bajas", "Wypisani", "Dezabonați", "Désinscrits", "Descadastrados", "Wedi dad-danysgrifio", "الغاء الاشتراك",
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", [0, 1])
def test_below_a_heading_that_says_no_everybody_is_a_question(people, heading, place):
    rows = [list(row) for row in SECTIONS]
    rows[2][place] = heading
    text = "\n".join(",".join(cell or "" for cell in row) for row in rows)
    for content in (xlsx(rows), ods([[cell or "" for cell in row] for row in rows]), text):
        made = plan(people, content)
        assert (asked(made), made.counts.added) == ([4], 1)
        [question] = made.questions
        assert question.key.startswith("section:")
    counts = take_in(people, text, answers=Answers({question.key: "never"}))
    assert (counts.added, counts.suppressed) == (1, 1)


def test_a_heading_of_those_who_belong_to_it_ends_the_other(people):
    text = "Email,Name\n\nLeft\nana@example.org,Ana\nDai\nActive members\nben@example.org,Ben\n"
    assert asked(plan(people, text)) == [4]


@pytest.mark.parametrize(
    "heading",
    [
        "UNSUBSCRIBED,,2",
        "Unsubscribed,since 2020,",
        "UNSUBSCRIBED,DO NOT MAIL,",
        ",Left the union,3",
        "Bajas,(2),2",
        "Unsubscribed,as of May,",
        "Unsubscribed,people,",
        "Do not email,*,",
        "Refused,,",
        "Objections,,",
        "STOP,,",
        "Post only,,2",
        "Said no,,",
        ",Members Left,",
        ",Already Left,",
        ",Have left,",
    ],
)
def test_a_number_or_a_day_may_stand_beside_a_heading(people, heading):
    text = f"Email,Name,Number\nben@example.org,Ben,1\n{heading}\nana@example.org,Ana,1\n"
    assert asked(plan(people, text)) == [4]
    made = plan(people, f"{text}Active members,,12\ncai@example.org,Cai,2\n")
    assert (asked(made), made.counts.added) == ([4], 2)


@pytest.mark.parametrize(
    "text",
    [
        "Email,Name,Number\nUnsubscribed,Ben,3\nana@example.org,Ana,1\n",
        "Status,Number,Name,Email\nLapsed,1001,,\nActive,1002,Ana,ana@example.org\n",
        "Email,Number\ndeceased,1001\nana@example.org,1002\n",
        "Email,Name,Age\n,Don Stop,\nana@example.org,Ana,4\n",
        "Email,Name,Age\n,Mary Left,\nana@example.org,Ana,4\n",
        "Email,Name,Born\n,Ana Baja,12/03/1970\nana@example.org,Ana,\n",
    ],
)
def test_somebody_whose_address_is_missing_is_no_heading_whatever_stands_beside(people, text):
    made = plan(people, text)
    assert (made.counts.added, made.questions) == (1, ())


@pytest.mark.parametrize(
    "row", ["Student,", "branch members 2025,", ",Maria Alta", "Active campaign,", "Members list 2026,"]
)
def test_what_is_no_heading_of_those_who_belong_to_it_ends_nothing(people, row):
    text = (
        f"Email,Name\nben@example.org,Ben\nUNSUBSCRIBED,\ncai@example.org,Cai\n{row}\nana@example.org,Ana\n"
    )
    assert asked(plan(people, text)) == [4, 6]


@pytest.mark.parametrize(
    "row", ["Members,", "Active,", "Paid up members,", "All current members (12),", "Subscribed,"]
)
def test_a_plain_one_ends_it(people, row):
    text = (
        f"Email,Name\nben@example.org,Ben\nUNSUBSCRIBED,\ncai@example.org,Cai\n{row}\nana@example.org,Ana\n"
    )
    assert asked(plan(people, text)) == [4]


@pytest.mark.parametrize(
    "below",
    [
        "Branch 12 members",
        "Members list 2026",
        "Current at 3 May 2026",
        "last active 2025",
        "Active campaign",
        "Members",
    ],
)
def test_a_title_is_not_cancelled_by_what_stands_below_it(people, below):
    for content in everyhow([["Unsubscribed"], [below], ["Email", "Name"], ["ana@example.org", "Ana"]]):
        assert asked(plan(people, content)) == [4]


def everyhow(rows) -> tuple[bytes | str, ...]:
    text = "\n".join(",".join(cell or "" for cell in row) for row in rows)
    return text, xlsx(rows), ods([[cell or "" for cell in row] for row in rows])


@pytest.mark.parametrize(
    "title",
    [
        ["Unsubscribed members"], ["Leavers"], ["Do not email"], ["Wypisani 2025"], [None, "Désinscrits"],
        ["Status:", "Unsubscribed"], ["Branch 22", None, "Bajas"], ["Status: Left"], ["Unsubscribed by phone"],
        ["Refused"], ["Objections"], ["STOP"], ["Post only"], ["Said no"],
        ["People who asked to unsubscribe"], ["Unsubscribed", "12"],
    ],
)  # fmt: skip
@pytest.mark.parametrize("between", [[], [["Printed on 3 May"]], [[None]]])
def test_a_title_above_the_header_is_heard(people, title, between):
    rows = [title, *between, ["Email", "Name", "Town"], ["ana@example.org", "Ana", "X"]]
    for content in everyhow(rows):
        made = plan(people, content)
        assert (len(asked(made)), made.counts.added) == (1, 0)
        [question] = made.questions
        assert question.key.startswith("section:")
        assert plan(people, content, answers=Answers({question.key: "yes"})).counts.added == 1


@pytest.mark.parametrize(
    "titles",
    [
        [["Branch 22 members"]], [["Contact details", "Work"]], [["Please do not share this list"]],
        [["Active", "120"], ["Unsubscribed", "12"]], [["Leavers are on the next sheet"], ["Active members"]],
        [["office@example.org", "Leavers"]], [["Members (excluding leavers)"]], [["Printed by Dona Left"]],
        [["Contact: S. Stop"]],
        [["Please do not contact members directly"]], [["To unsubscribe write to the office"]],
        [["Secretary: Don Baja"]], [["Total", "Unsubscribed"], ["120", "12"]],
    ],
)  # fmt: skip
def test_any_other_title_says_nothing(people, titles):
    for content in everyhow([*titles, ["Email", "Name", "Town"], ["ana@example.org", "Ana", "X"]]):
        made = plan(people, content)
        assert (made.counts.added, made.questions) == (1, ())


def test_what_stands_above_several_columns_belongs_to_their_names(people):
    groups = [None, None, "Unsubscribed from", None, None]
    header = ["Email", "Name", "Newsletter", "Bulletin", "Town"]
    rows = [["ana@example.org", "Ana", "x", None, "Y"], ["ben@example.org", "Ben", None, None, "Y"]]
    for content in (*everyhow([groups, header, *rows]), merged([groups, header, *rows], "C1:D1")):
        made = plan(people, content)
        assert made.file.used["opt-out"] == "Unsubscribed from Newsletter, Unsubscribed from Bulletin"
        assert [(row.line, row.outcome) for row in made.rows] == [(3, "OUT")]
        assert made.counts.added == 1


@pytest.mark.parametrize(
    "group",
    [
        "Don't send", "Does not want", "Refuses", "Refused", "Cancelled", "Excluded from", "No", "No:", "Stop",
        "Rejects", "Nie chce", "Ne veut pas",
    ],
)  # fmt: skip
def test_a_group_that_turns_the_names_below_it_round_belongs_to_them(people, group):
    text = f"Contact,,{group},\nEmail,Name,Newsletter,Bulletin\n"
    made = plan(people, f"{text}ana@example.org,Ana,x,\nben@example.org,Ben,,\n")
    assert [row.line for row in made.rows] == [3]
    assert (made.counts.suppressed + made.counts.questions, made.counts.added) == (1, 1)


@pytest.mark.parametrize("group", ["Post", "Wants", "No. of", "Our", "Preferences"])
def test_any_other_group_turns_nothing_round(people, group):
    text = f"Contact,,{group},\nEmail,Name,Newsletter,Bulletin\n"
    made = plan(people, f"{text}ana@example.org,Ana,Yes,\nben@example.org,Ben,Yes,Yes\n", reason=MEMBERS)
    assert (made.counts.added, made.questions) == (2, ())


def test_it_ends_where_the_next_one_begins(people):
    text = "Person,,Unsubscribed,,Branch,\nEmail,Name,Date,Reason,Date,Newsletter\n"
    made = plan(people, f"{text}ana@example.org,Ana,2024-01-02,,,\nben@example.org,Ben,,,2020-01-02,Yes\n")
    assert made.file.used["opt-out"] == "Unsubscribed Date, Unsubscribed Reason"
    assert (made.counts.suppressed, made.counts.added) == (1, 1)


def test_one_text_in_the_middle_may_be_a_title_as_well(people):
    text = ",,Unsubscribed,\nEmail,Name,Newsletter,Date of birth\nana@example.org,Ana,,1970-01-02\n"
    made = plan(people, text)
    assert (made.counts.suppressed, asked(made)) == (0, [3])
    made = plan(people, ",Leavers,,\nEmail,Name,Town,Date\nana@example.org,Ana,X,2020-01-02\n")
    assert (made.counts.suppressed, asked(made)) == (0, [3])


def test_yes_and_no_below_a_question_are_its_answers(people):
    text = ",,Email consent,\nEmail,Name,Yes,No\nana@example.org,Ana,x,\nben@example.org,Ben,,x\n"
    made = plan(people, text)
    assert (asked(made), made.counts.added) == ([4], 1)


def test_somebody_without_an_address_is_no_heading(people):
    text = "Email,Name,Status\n,Ben,Unsubscribed\nno email,,\nana@example.org,Ana,Active\n,Cai,\n"
    made = plan(people, text)
    assert (made.counts.added, made.questions) == (1, ())


def test_a_heading_is_heard_in_a_plain_list_and_above_a_second_header(people):
    first = "".join(f"person{number}@example.org\n" for number in range(25))
    assert plan(people, f"{first}\nUnsubscribed:\nben@example.org\n").counts.questions == 1
    second = "Email,Name\nana@example.org,Ana\n\nUnsubscribed:\nEmail,Name\nben@example.org,Ben\n"
    assert asked(plan(people, second)) == [6]


def test_a_word_beside_an_address_in_a_plain_list_is_heard(people):
    first = "".join(f"person{number}@example.org\n" for number in range(25))
    made = plan(
        people, f"{first}ben@example.org, unsubscribed\ncai@example.org; left\nJones, Dai <dai@example.org>\n"
    )
    assert (made.counts.questions, made.counts.added) == (2, 26)


WITHOUT_HEADER = [["ana@example.org", "active"], ["ben@example.org", "unsubscribed"]]


@pytest.mark.parametrize("rows", [WITHOUT_HEADER, [["Ana", "ana@example.org", "DO NOT EMAIL"]]])
def test_a_list_without_a_header_holds_addresses_only_whatever_its_kind(people, rows):
    for content in (xlsx(rows), ods(rows), "\n".join(",".join(row) for row in rows)):
        with pytest.raises(ListFileError) as caught:
            plan(people, content)
        assert caught.value.code == "no-header"


def test_further_down_such_a_sheet_what_stands_beside_an_address_is_heard(people):
    rows = [[f"person{number}@example.org"] for number in range(25)]
    made = plan(people, xlsx([*rows, ["ben@example.org", "unsubscribed"], ["cai@example.org", None]]))
    assert (asked(made), made.counts.added) == ([26], 26)


def merged(rows, ref: str) -> bytes:
    return xlsx(
        {
            "Members": Tab(
                rows,
                below=f'</sheetData><mergeCells count="1"><mergeCell ref="{ref}"/></mergeCells><sheetData>',
            )
        }
    )


ONE_Y = [["Email", "Unsubscribed"], ["ana@example.org", "Y"], ["ben@example.org"], ["cai@example.org"]]


def test_a_merged_cell_holds_for_all_of_its_rows(people):
    spanned = [
        ods_row(*map(ods_text, ONE_Y[0])),
        ods_row(
            ods_text("ana@example.org"),
            ods_text("Y", 'office:value-type="string" table:number-rows-spanned="2"'),
        ),
        ods_row(ods_text("ben@example.org"), "<table:covered-table-cell/>"),
        ods_row(ods_text("cai@example.org")),
    ]
    for content in (merged(ONE_Y, "B2:B3"), ods({"Members": spanned})):
        made = plan(people, content)
        assert (made.counts.suppressed, made.counts.added) == (2, 1)
    apply(people, made, now=NOW)
    assert addresses(people) == ["cai@example.org"]


def test_a_title_over_several_columns_fills_nothing_and_blank_rows_stay_blank(people):
    rows = [["Our list"], ["Email", "Unsubscribed"], ["ana@example.org"]]
    assert plan(people, merged(rows, "A1:B1")).counts.added == 1
    assert plan(people, merged(ONE_Y, "B2:B1048576")).counts.rows == 3


def test_more_merged_cells_than_a_list_has_are_refused(people):
    rows = [["Email"], ["ana@example.org", *("x" for _ in range(150))]]
    cells = "".join(f'<mergeCell ref="{column}2:{column}900000"/>' for column in _columns(150))
    content = xlsx({"M": Tab(rows, below=f"</sheetData><mergeCells>{cells}</mergeCells><sheetData>")})
    with pytest.raises(ListFileError) as caught:
        plan(people, content)
    assert caught.value.code == "spreadsheet-too-large"


def _columns(number: int) -> list[str]:
    from tests.sheets import letters

    return [letters(column) for column in range(number)]


def test_the_name_of_a_column_may_be_broken_by_hand(people):
    text = 'Email,Name,"Opt\nout"\nana@example.org,Ana,\nben@example.org,Ben,Y\n'
    made = plan(people, text)
    assert made.file.used["opt-out"] == "Opt out"
    assert [(row.line, row.outcome) for row in made.rows] == [(4, "OUT")]
    sheet = plan(people, xlsx([["Email", "Opt\nout"], ["ben@example.org", "Y"]]))
    assert sheet.counts.suppressed == 1


def test_a_quotation_mark_that_is_never_closed_swallows_no_header(people):
    text = '"Our list\nEmail,Name\nana@example.org,"Ana ""A"" Roe"\n'
    assert plan(people, text).counts.added == 1


TWO_ROWS = [
    ["Email", "Name", "Mailing preferences", "", "Branch"],
    ["", "", "Post", "Unsubscribed", ""],
    ["ana@example.org", "Ana", "Y", "", "X"],
    ["ben@example.org", "Ben", "", "Y", "X"],
]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "merged", "ods"])
def test_a_header_may_stand_in_two_rows(people, kind):
    content = {
        "csv": "\n".join(",".join(row) for row in TWO_ROWS),
        "xlsx": xlsx([[cell or None for cell in row] for row in TWO_ROWS]),
        "merged": merged([[cell or None for cell in row] for row in TWO_ROWS], "A1:A2"),
        "ods": ods(TWO_ROWS),
    }[kind]
    made = plan(people, content)
    assert made.file.used["opt-out"] == "Unsubscribed"
    assert [(row.line, row.outcome) for row in made.rows] == [(4, "OUT")]
    assert made.counts.added == 1


def test_what_stands_above_helps_to_understand_what_stands_below(people):
    text = "Email,Email consent,\n,Yes,No\nana@example.org,x,\nben@example.org,,x\n"
    made = plan(people, text)
    apply(people, made, now=NOW)
    assert "ben@example.org" not in addresses(people)


@pytest.mark.parametrize("row", [",Ben,Unsubscribed,", ",Ben,,Lapsed", ",,,n/a", ",,Active,"])
def test_a_first_person_without_an_address_is_no_second_header(people, row):
    made = plan(people, f"Email,Name,Status,Branch\n{row}\nana@example.org,Ana,Active,X\n")
    assert (made.counts.added, made.file.used["status"]) == (1, "Status")
