from datetime import UTC, datetime

import pytest

from subscribers.errors import ListFileError, SubscribersError
from subscribers.listrow import ListRow
from subscribers.questions import Answers
from subscribers.spreadsheets.archive import Archive
from subscribers.spreadsheets.numbers import shape, shown
from subscribers.spreadsheets.ods import OpenWorkbook
from subscribers.spreadsheets.xlsx import ExcelWorkbook
from tests.lists import LISTS, NOW, addresses, apply, made_people, plan
from tests.sheets import Raw, Tab, formula, number, ods, ods_row, ods_text, xlsx, zipped


@pytest.fixture
def people(database):
    return made_people(database)


@pytest.fixture
def quick(sqlite_db):
    return made_people(sqlite_db)


def rows(content: bytes, name: str = "") -> list[ListRow]:
    """All rows of a sheet, the first one if it has no name."""
    book = ExcelWorkbook(Archive(content)) if b"xl/workbook" in content else OpenWorkbook(Archive(content))
    sheet = next(sheet for sheet in book.sheets if name in {"", sheet.name})
    return list(book.rows(sheet))


def cells(content: bytes) -> list[list[str]]:
    return [row.cells for row in rows(content)]


# --- cells as people see them ---


@pytest.mark.parametrize("shared", [True, False])
def test_a_list_is_taken_in_from_a_workbook_with_the_numbers_of_its_rows(people, shared):
    made = plan(
        people,
        xlsx(
            [
                ["Branch 2235 members report"],
                [],
                ["Membership No", "Name", "Email", "Status"],
                [123456, "Ana Müller", "ana@example.org", "Active"],
                [123457, "Ben", "not an address", "Active"],
                [123458, "Cai", "cai@example.org", "Lapsed"],
            ],
            shared=shared,
        ),
        file_name="members.xlsx",
    )
    assert [(row.line, row.outcome) for row in made.rows] == [(5, "REJECT"), (6, "LEFT")]
    assert (made.file.encoding, made.file.sheet, made.file.dropped) == ("xlsx", "Members", ("Membership No",))
    apply(people, made, now=NOW)
    assert [(person.address, person.name) for person in people.listing()] == [
        ("ana@example.org", "Ana Müller")
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (1234567, "1234567"),
        (number("1.0"), "1"),
        (number("1.23457E+11"), "123457000000"),
        (number(123456, 2), "00123456"),
        (number("1.5", 3), "1.5"),
        (number("0.1"), "0.1"),
        (number(43924, 1), "2020-04-03"),
        (number(43924, 4), "2020-04-03"),
        (number("43924.4375", 1), "2020-04-03 10:30:00"),
        (number("0.4375", 1), "10:30:00"),
        (number(-3, 1), "-3"),
        (number("1e99", 1), str(int(1e99))),
        (number(12, 5), "12"),
        (number(7, 99), "7"),
        (True, "TRUE"),
        (Raw('<c r="{r}" t="e"><v>#N/A</v></c>'), "#N/A"),
        (Raw('<c r="{r}" t="d"><v>2020-04-03T00:00:00</v></c>'), "2020-04-03"),
        (
            Raw('<c r="{r}" t="inlineStr"><is><r><t>A</t></r><r><t>na</t></r><rPh><t>x</t></rPh></is></c>'),
            "Ana",
        ),
        (Raw('<c t="str"><f>A1</f><v>Ana</v></c>'), "Ana"),
        (formula("1+1", "2", "n"), "2"),
        ("=1+1", "=1+1"),
        ("Ana_x000D_\nPérez", "Ana\r\nPérez"),
        ("  Ana ", "  Ana "),
    ],
)
def test_cells_of_excel_are_read_as_people_see_them(cell, text):
    assert cells(xlsx([[cell, "x"]])) == [[text, "x"]]


def test_text_that_belongs_to_no_cell_does_not_slip_into_the_next():
    stray = Raw('<c r="{r}" t="n"><is><t>ben@</t></is></c>')
    assert cells(xlsx([[stray, Raw('<c r="{r}" t="str"><v>ana@example.org</v></c>')]])) == [
        ["", "ana@example.org"]
    ]


def test_a_workbook_may_count_days_since_1904():
    assert cells(xlsx([[number(42462, 1)]], since_1904=True)) == [["2020-04-03"]]


@pytest.mark.parametrize(
    ("number_", "code", "date"),
    [(14, "", True), (0, "", False), (49, "", False), (164, "yyyy-mm-dd", True), (164, '0" days"', False),
     (164, "[Red]0.00", False), (164, "General", False), (164, "#,##0", False), (164, "[h]:mm", True)],
)  # fmt: skip
def test_a_date_is_told_by_its_format(number_, code, date):
    assert shape(number_, code).date is date


def test_what_is_no_number_is_left_alone():
    assert shown("Infinity", shape(14, ""), since_1904=False) == "Infinity"
    assert shown("nan", shape(0, ""), since_1904=False) == "nan"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (ods_text("Ana"), "Ana"),
        (ods_text("00123456"), "00123456"),
        (ods_text("3.4.2020", 'office:value-type="date" office:date-value="2020-04-03"'), "2020-04-03"),
        (ods_text("###", 'office:value-type="float" office:value="1234567"'), "1234567"),
        (ods_text("1.23E+05", 'office:value-type="float" office:value="123457"'), "123457"),
        (ods_text("VRAI", 'office:value-type="boolean" office:boolean-value="true"'), "TRUE"),
        (
            "<table:table-cell><text:p>a<text:s text:c='2'/>b</text:p><text:p>c</text:p></table:table-cell>",
            "a  b\nc",
        ),
        (
            "<table:table-cell><office:annotation><text:p>a</text:p></office:annotation><text:p>Ana</text:p></table:table-cell>",
            "Ana",
        ),
        (
            "<table:table-cell><draw:frame><text:p>a</text:p></draw:frame><text:p>Ana</text:p></table:table-cell>",
            "Ana",
        ),
        ("<table:table-cell office:value-type='string' office:string-value='Ana'/>", "Ana"),
    ],
)
def test_cells_of_libreoffice_are_read_as_people_see_them(cell, text):
    assert cells(ods({"Members": [ods_row(cell, ods_text("x"))]})) == [[text, "x"]]


def test_repeated_cells_and_rows_of_libreoffice_keep_their_numbers():
    content = ods(
        {
            "Members": [
                ods_row(
                    ods_text("a"), '<table:table-cell table:number-columns-repeated="2"/>', ods_text("d")
                ),
                ods_row("<table:table-cell/>", attributes='table:number-rows-repeated="4"'),
                ods_row(
                    ods_text("x", 'table:number-columns-repeated="2"'),
                    attributes='table:number-rows-repeated="2"',
                ),
                ods_row("<table:table-cell/>", attributes='table:number-rows-repeated="1048569"'),
            ]
        }
    )
    assert [(row.line, row.cells) for row in rows(content)] == [
        (1, ["a", "", "", "d"]),
        (6, ["x", "x"]),
        (7, ["x", "x"]),
    ]


# --- what a sheet hides ---


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_hidden_rows_are_asked_about_once_and_taken_or_left_as_answered(people, kind):
    table = [
        ["Email", "Status"],
        ["ana@example.org", "Active"],
        ["ben@example.org", "Active"],
        ["cai@example.org", "Left"],
    ]
    if kind == "xlsx":
        content = xlsx({"Members": Tab(table, hidden_rows=frozenset({3, 4}))})
    else:
        hidden = {2: 'table:visibility="filter"', 3: 'table:visibility="collapse"'}
        content = ods(
            {"M": [ods_row(*map(ods_text, row), attributes=hidden.get(n, "")) for n, row in enumerate(table)]}
        )
    made = plan(people, content)
    assert [(row.line, row.outcome) for row in made.rows] == [(3, "ASK"), (4, "LEFT")]
    assert [(one.key, one.rows) for one in made.questions if not one.default] == [("hidden-rows", 1)]
    left = plan(people, content, answers=Answers({"hidden-rows": "no"}))
    assert [(row.line, row.outcome) for row in left.rows] == [(3, "LEFT"), (4, "LEFT")]
    apply(people, plan(people, content, answers=Answers({"hidden-rows": "yes"})), now=NOW)
    assert addresses(people) == ["ana@example.org", "ben@example.org"]


def test_an_opt_out_in_a_hidden_row_counts(quick):
    table = [["Email", "Opt out"], ["ana@example.org", "Y"]]
    made = plan(quick, xlsx({"Members": Tab(table, hidden_rows=frozenset({2}))}))
    assert made.counts.suppressed == 1


@pytest.mark.parametrize(
    ("shown_", "target", "outcome", "kept"),
    [
        ("Email Ana", "mailto:ana@example.org", "FIX", ["ana@example.org"]),
        ("Email Ana", "mailto:ana%40example.org?subject=Hello", "FIX", ["ana@example.org"]),
        ("ana@example.org", "mailto:ANA@example.org", "OK", ["ana@example.org"]),
        ("ana@example.org", "https://example.org/ana", "OK", ["ana@example.org"]),
        ("ana@example.org", "mailto:old@example.org", "ASK", []),
        ("Website", "https://example.org/ana", "REJECT", []),
        ("Email Ana", "mailto:ana@example", "REJECT", []),
    ],
)
def test_a_mail_link_behind_a_cell_is_used_where_the_cell_itself_has_no_address(
    quick, shown_, target, outcome, kept
):
    content = xlsx({"Members": Tab([["Name", "Email"], ["Ana", shown_]], links={"B2": target})})
    made = plan(quick, content)
    assert (str(made.rows[0].outcome) if made.rows else "OK") == outcome
    apply(quick, made, now=NOW)
    assert addresses(quick) == kept


def test_links_of_libreoffice_and_links_made_by_a_formula_are_seen_too(quick):
    anchor = '<text:a xlink:href="mailto:ana@example.org">Email Ana</text:a>'
    link = f"<table:table-cell><text:p>{anchor}</text:p></table:table-cell>"
    apply(quick, plan(quick, ods({"M": [ods_row(ods_text("Email")), ods_row(link)]})), now=NOW)
    made = formula('HYPERLINK("mailto:ben@example.org","Email Ben")', "Email Ben")
    apply(quick, plan(quick, xlsx([["Email"], [made]])), now=NOW)
    assert addresses(quick) == ["ana@example.org", "ben@example.org"]


@pytest.mark.parametrize(("answer", "kept"), [("shown", "new@example.org"), ("link", "old@example.org")])
def test_which_of_two_addresses_of_a_link_is_right_can_be_answered(quick, answer, kept):
    content = xlsx({"M": Tab([["Email"], ["new@example.org"]], links={"A2": "mailto:old@example.org"})})
    apply(quick, plan(quick, content, answers=Answers({"link": answer})), now=NOW)
    assert addresses(quick) == [kept]


def test_a_formula_that_was_never_calculated_spoils_its_row_and_only_where_it_matters(quick):
    made = plan(
        quick,
        xlsx(
            [
                ["Email", "Opt out", "Notes"],
                [formula("CONCATENATE(A9)"), "", ""],
                ["ben@example.org", formula("IF(C1,1,0)"), ""],
                ["cai@example.org", "", formula("TODAY()")],
                ["dai@example.org", formula('IF(1,"","x")', ""), ""],
            ]
        ),
    )
    assert [(row.line, row.outcome) for row in made.rows] == [(2, "REJECT"), (3, "REJECT")]
    assert "paste it as values" in made.rows[0].reason
    assert made.counts.added == 2
    never = '<table:table-cell table:formula="of:=[.A9]"/>'
    assert plan(quick, ods({"M": [ods_row(ods_text("Email")), ods_row(never)]})).counts.rejected == 1


# --- which sheet ---

TWO = {
    "Members": Tab([["Email"], ["ana@example.org"]]),
    "Left members": Tab([["Email"], ["ben@example.org"]]),
}


def test_of_several_sheets_with_lists_a_person_says_which(quick):
    with pytest.raises(ListFileError) as caught:
        plan(quick, xlsx(TWO))
    assert caught.value.code == "which-sheet"
    assert '"Members", "Left members"' in caught.value.remedy
    made = plan(quick, xlsx(TWO), sheet="members")
    assert made.counts.added == 1
    assert any(note.startswith('The sheet "Left members" was not read.') for note in made.notes)
    assert plan(quick, xlsx(TWO), answers=Answers({"sheet": "Members"})).counts.added == 1


def test_a_sheet_of_people_who_left_makes_suppressions_after_a_yes_and_never_people(people):
    with pytest.raises(ListFileError) as caught:
        plan(people, xlsx(TWO), sheet="Left members")
    assert caught.value.code == "opt-out-file"
    made = plan(people, xlsx(TWO), sheet="Left members", answers=Answers({"whole-file": "never"}))
    apply(people, made, now=NOW)
    assert (people.count(), people.suppressions.count()) == (0, 1)
    with pytest.raises(ListFileError):
        plan(people, xlsx({"Left members": TWO["Left members"]}))


def test_sheets_without_a_list_are_passed_over_and_hidden_ones_are_not(quick):
    notes = Tab([["Read me first"], ["Made by Ana"]])
    assert (
        plan(quick, xlsx({"Notes": notes, "Sheet2": Tab([]), "Members": TWO["Members"]})).file.sheet
        == "Members"
    )
    with pytest.raises(ListFileError) as caught:
        plan(
            quick,
            xlsx({"Members": TWO["Members"], "Old": Tab([["Email"], ["x@example.org"]], state="veryHidden")}),
        )
    assert '"Old" (hidden)' in caught.value.remedy


@pytest.mark.parametrize("make", [xlsx, ods])
@pytest.mark.parametrize("chosen", [{}, {"sheet": "Members"}])
def test_a_sheet_with_people_and_no_header_that_is_known_is_named(quick, make, chosen):
    unknown = [["E-mailadres", "Naam"], ["cai@example.org", "Cai"]]
    sheets = {
        "Members": [["Email"], ["ana@example.org"]],
        "New": [["Ben", "ben@example.org"]],
        "More": unknown,
        "Left members": [["Ben", "ben@example.org"]],
        "Towns": [["Name", "Town"], ["Ana", "Sampletown"]],
        "Empty": [],
    }
    as_made = Tab if make is xlsx else lambda rows: [ods_row(*map(ods_text, row)) for row in rows]
    made = plan(quick, make({name: as_made(rows) for name, rows in sheets.items()}), **chosen)
    assert made.file.sheet == "Members"
    named = [note for note in made.notes if "was not read" in note]
    assert [note.split('"')[1] for note in named] == ["New", "More", "Left members"]
    assert "it holds addresses, and no row of it names the columns" in named[0]


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(quick):
    with pytest.raises(SubscribersError) as caught:
        plan(quick, xlsx(TWO), sheet="Staff")
    assert (caught.value.code, caught.value.exit_code) == ("no-such-sheet", 2)
    assert "Left members" in caught.value.remedy


def test_a_sheet_of_addresses_without_a_header_is_read(quick):
    apply(
        quick, plan(quick, xlsx([["ana@example.org"], ["Ben <ben@example.org>; cai@example.org"]])), now=NOW
    )
    assert addresses(quick) == ["ana@example.org", "ben@example.org", "cai@example.org"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (xlsx([]), "empty-list"),
        (xlsx([["Name", "Town"], ["Ana", "Sampletown"]]), "no-header"),
        (ods([["Name", "Town"]]), "no-header"),
        (xlsx([["Email", "E-mail"], ["a@example.org", "b@example.org"]]), "two-address-columns"),
    ],
)
def test_a_spreadsheet_without_a_list_is_told(quick, content, code):
    with pytest.raises(ListFileError) as caught:
        plan(quick, content)
    assert caught.value.code == code


# --- files that are no lists ---

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
_ENCRYPTED = zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                     "META-INF/manifest.xml": "<manifest:encryption-data/>", "content.xml": b"\x00\x01"})  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code", "word", "way"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password", "password", "save it without one"),
        (OLE + "Workbook".encode("utf-16-le"), "not-a-text-list", ".xls", ".xlsx"),
        (OLE + "WordDocument".encode("utf-16-le"), "not-a-text-list", "Word", "Copy the table"),
        (_ENCRYPTED, "password", "password", "save it without one"),
        (zipped({"mimetype": "x", "encrypted-package": "x"}), "password", "password", "save it without one"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "not-a-text-list",
         "XML", "Save as"),
        (b'<?xml version="1.0"?><office:document office:mimetype="x">', "not-a-text-list", "XML", "Save as"),
        (zipped({"Index/Document.iwa": b"x"}), "not-a-text-list", "Numbers", "Export To"),
        (zipped({"[Content_Types].xml": "", "word/document.xml": ""}), "not-a-text-list", "Word", "Copy the table"),
        (zipped({"[Content_Types].xml": "", "xl/workbook.bin": ""}), "not-a-text-list", "xlsb", "Save as"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "not-a-text-list", "text document", "Copy"),
        (zipped({"subscribed_members_export.csv": "Email Address"}), "not-a-text-list", "ZIP", "Unpack"),
        (b"%PDF-1.7", "not-a-text-list", "PDF", "spreadsheet"),
        (b"7z\xbc\xaf\x27\x1c", "not-a-text-list", "compressed", "Unpack"),
        (b"<html><table>", "not-a-text-list", "web page", ".xlsx"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_in_a_sentence_with_the_way_out(quick, content, code, word, way):
    with pytest.raises(ListFileError) as caught:
        plan(quick, content)
    assert caught.value.code == code
    assert word in caught.value.message
    assert way in caught.value.remedy


# --- files that other programs wrote ---


def test_a_workbook_of_another_program_is_read(people):
    made = plan(people, LISTS / "members_workbook.xlsx", file_name="members_workbook.xlsx")
    assert [(row.line, row.outcome) for row in made.rows] == [
        (4, "FIX"),
        (6, "REJECT"),
        (7, "ASK"),
        (8, "LEFT"),
    ]
    apply(people, made, now=NOW)
    assert addresses(people) == ["ana@example.org", "lukasz@example.org"]
    ana = people.show("ana@example.org")
    assert (ana.subscriber.name, ana.consents[0].at) == ("Ana Müller", datetime(2020, 4, 3, tzinfo=UTC))
    assert made.file.dropped == ("Membership No",)


def test_a_sheet_of_another_program_is_read(people):
    made = plan(people, LISTS / "members_sheet.ods", file_name="members_sheet.ods")
    assert [(row.line, row.outcome) for row in made.rows] == [(2, "FIX"), (4, "ASK")]
    apply(people, made, now=NOW)
    assert addresses(people) == ["ana@example.org", "lukasz@example.org"]
    assert people.show("lukasz@example.org").consents[0].at == datetime(2021, 5, 6, tzinfo=UTC)
