"""Large, broken and hostile spreadsheets: read or told, within bounded memory, and never a traceback."""

import contextlib
import io
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from subscribers.errors import ListFileError, SubscribersError
from subscribers.judge import Judge
from subscribers.listfile import read_list
from subscribers.questions import Answers
from subscribers.spreadsheets.archive import Archive
from tests.lists import LISTS, made_people, plan
from tests.sheets import Tab, ods, replaced, xlsx, zipped

TWO = {
    "Members": Tab([["Email"], ["ana@example.org"]]),
    "Left members": Tab([["Email"], ["ben@example.org"]]),
}


@pytest.fixture
def quick(sqlite_db):
    return made_people(sqlite_db)


def test_seventy_thousand_blank_rows_and_columns_are_nobody(quick):
    blank = "".join(f'<row r="{line}" ht="15"><c r="A{line}" s="1"/></row>' for line in range(3, 70_003))
    wide = (
        '<row r="2"><c r="A2" t="inlineStr"><is><t>ana@example.org</t></is></c>'
        + '<c s="1"/>' * 16_000
        + "</row>"
    )
    made = plan(quick, xlsx({"Members": Tab([["Email"]], below=wide + blank)}))
    assert (made.counts.rows, made.counts.added, made.rows) == (1, 1, ())


def test_a_cell_that_is_far_too_long_spoils_its_own_row(quick):
    table = [["Email", "Name"], ["ana@example.org", "x" * 200_000], ["ben@example.org", "Ben"]]
    for content in (xlsx(table), xlsx(table, shared=False), ods([list(map(str, row)) for row in table])):
        made = plan(quick, content)
        assert [(row.line, row.outcome, row.reason) for row in made.rows] == [
            (2, "REJECT", "a cell is far too long")
        ]
        assert made.counts.added == 1


def test_half_a_file_is_told_and_nothing_is_taken_in(quick):
    whole = [
        xlsx([["Email"], *([f"p{n}@example.org"] for n in range(500))]),
        ods([["Email"], ["a@example.org"]]),
    ]
    for content in whole:
        for part in (0.3, 0.6, 0.95):
            with pytest.raises(ListFileError) as caught:
                plan(quick, content[: int(len(content) * part)])
            assert caught.value.code == "damaged-spreadsheet"
    assert quick.count() == 0


@pytest.mark.parametrize(
    "sheet",
    [
        "<worksheet><sheetData><row>",
        "no XML at all",
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>',
        "<worksheet><sheetData><row r='1'><c t='s'><v>7</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row r='99999999'/></sheetData></worksheet>",
        f"<worksheet><sheetData><row r='{'9' * 5000}'/></sheetData></worksheet>",
        f"<worksheet><sheetData><row r='1'><c t='s'><v>{'9' * 5000}</v></c></row></sheetData></worksheet>",
        "<?xml version='1.0' encoding='klingon'?><worksheet/>",
        "<?xml version='1.0' encoding='utf-7'?><worksheet/>",
        f"<worksheet><sheetData><row r='1' x='{'a' * 3_000_000}'/></sheetData></worksheet>",
    ],
)
def test_a_broken_or_hostile_part_is_told(quick, sheet):
    with pytest.raises(ListFileError) as caught:
        plan(quick, replaced(xlsx([["Email"]]), "xl/worksheets/sheet1.xml", sheet))
    assert caught.value.code == "damaged-spreadsheet"


_PIECES = [
    b'"', b"<", b">", b"&", b't="s"', b"999999999999", b"-1", b"</c>", b"<c>", b"</row>", b"<row>", b"\0",
    b"\xff", b"&#x0;",
    b"<!--", b"]]>", b'r="ZZZ9"', b"<f/>", b"1e999", b"_xD800_", b"<t>", b"</t>",
    b'table:number-rows-repeated="9999999999"',
]  # fmt: skip


def _spoilt(content: bytes, chance: random.Random) -> bytes:
    """With a few pieces of one part taken out, doubled, or put where they do not belong."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(list(parts))
    part = bytearray(parts[name])
    for _ in range(chance.randint(1, 4)):
        place, other = chance.randrange(len(part) + 1), chance.randrange(len(part) + 1)
        piece = chance.choice([b"", chance.choice(_PIECES), bytes(part[other : other + 40])])
        part[place : place + chance.choice([0, 0, 20])] = piece
    return zipped(parts | {name: bytes(part)})


def test_a_spoilt_file_is_read_or_told_and_never_a_traceback():
    chance, read = random.Random(7), 0
    whole = [
        xlsx(TWO),
        *((LISTS / name).read_bytes() for name in ("members_workbook.xlsx", "members_sheet.ods")),
    ]
    for _ in range(300):
        spoilt = _spoilt(chance.choice(whole), chance)
        with contextlib.suppress(SubscribersError):
            found = read_list(spoilt, name="list", answers=Answers({"sheet": "Members"}))
            judged = [Judge(Answers()).row(row, found.columns) for row in found.rows() if found.columns]
            read += bool(judged)
    assert 50 < read < 250


_READ = """
import sys
from subscribers.errors import ListFileError
from subscribers.listfile import read_list
from pathlib import Path
try:
    print(sum(1 for _ in read_list(Path(sys.argv[1]), name="x").rows()))
except ListFileError as error:
    print(error.code)
status = Path("/proc/self/status").read_text()
print(int(status.partition("VmHWM:")[2].split()[0]) // 1000)
"""


#: The high-water mark of a process is told by Linux alone; `ru_maxrss` begins with its parent's.
linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured on Linux")


def _read_elsewhere(path) -> tuple[str, int]:
    """What a process of its own makes of a file, and how many MB it needed."""
    done = subprocess.run(
        [sys.executable, "-c", _READ, path], capture_output=True, text=True, check=True, timeout=120
    )
    outcome, memory = done.stdout.split()
    return outcome, int(memory)


def _bomb(head: str, swelling: bytes) -> bytes:
    return head.encode() + swelling * (51_000_000 // len(swelling))


@linux
@pytest.mark.parametrize(
    ("part", "head", "swelling"),
    [
        (
            "xl/worksheets/sheet1.xml",
            "<worksheet><sheetData><row r='1'><c t='inlineStr'><is><t>",
            b"A" * 1000,
        ),
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r='1'>", b"<c r='XFD1'><v>1</v></c>" * 5),
        ("xl/sharedStrings.xml", "<sst>", b"<si><t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</t></si>" * 5),
    ],
)
def test_a_bomb_is_told_within_bounded_memory(tmp_path, part, head, swelling):
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(replaced(xlsx([["Email"], ["ana@example.org"]]), part, _bomb(head, swelling)))
    outcome, memory = _read_elsewhere(path)
    assert outcome == "spreadsheet-too-large"
    assert memory < 200


@linux
def test_a_far_corner_costs_nothing(tmp_path):
    path = tmp_path / "corner.xlsx"
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path.write_bytes(xlsx({"Members": Tab([["Email"], ["ana@example.org"]], below=far)}))
    outcome, memory = _read_elsewhere(path)
    assert (outcome, memory < 100) == ("1", True)


@linux
def test_a_long_list_is_read_in_little_memory(tmp_path):
    path = tmp_path / "long.xlsx"
    path.write_bytes(xlsx([["Email", "Name"], *([f"p{n}@example.org", f"Ana {n}"] for n in range(20_000))]))
    outcome, memory = _read_elsewhere(path)
    assert (outcome, memory < 100) == ("20000", True)


def test_a_table_of_contents_without_end_is_refused_before_it_is_read():
    with pytest.raises(ListFileError) as caught:
        Archive(zipped({f"part{n:060}": "" for n in range(10_000)}))
    assert caught.value.code == "spreadsheet-too-large"


def test_more_links_or_styles_than_excel_allows_are_refused(quick):
    links = {f"B{n}": f"mailto:p{n}@example.org" for n in range(70_001)}
    for content in (
        xlsx({"M": Tab([["Email"]], links=links)}),
        replaced(
            xlsx([["Email"]]),
            "xl/styles.xml",
            f"<styleSheet><cellXfs>{'<xf/>' * 70_001}</cellXfs></styleSheet>",
        ),
        replaced(
            xlsx([["Email"]]),
            "xl/styles.xml",
            "<styleSheet>" + "".join(f"<numFmt numFmtId='{n}'/>" for n in range(70_001)),
        ),
    ):
        with pytest.raises(ListFileError) as caught:
            plan(quick, content)
        assert caught.value.code == "spreadsheet-too-large"


def test_a_part_that_is_packed_in_an_unusual_way_is_refused(quick):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(ListFileError) as caught:
        plan(quick, stream.getvalue())
    assert caught.value.code == "damaged-spreadsheet"
