"""Lists as people really have them, one case after another, with what must become of each row.

`report` names the rows that are not plainly taken in, by line; `kept` the addresses on the list afterwards, and
`never` how many are never mailed again. `code` stands where the whole file waits or is refused. `asks` are the keys of
questions, `says` is a part of a note. A remark tells where more was asked than the case's own words, or less, and why.
"""

from dataclasses import dataclass, field

from tests.sheets import Tab, formula, number, ods, xlsx, zipped


@dataclass(frozen=True, kw_only=True)
class Dirty:
    case: str
    content: str | bytes
    report: str = ""
    kept: str = "ana"
    never: int = 0
    file: str = "list.csv"
    code: str = ""
    asks: str = ""
    says: str = ""
    #: offices, personnel offices, hosts.
    mailboxes: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    names: str | None = None
    remark: str = ""


def cell(address: str, *others: str) -> str:
    """A list with one address, or more, in a column of its own."""
    rows = "".join(f'"{one.replace(chr(34), chr(34) * 2)}",x\n' for one in (address, *others))
    return f"Email,Notes\n{rows}"


def column(header: str, value: str) -> str:
    return f'Email,"{header}"\nana@example.org,"{value}"\n'


NAMED = "Email,Name\nana@example.org,Ana Müller\n"
TABLE = "Email{0}Name\nana@example.org{0}Ana\n"
TITLES = "Branch 2235 members report\n\nEmail,Name\nana@example.org,Ana\n"
BOOK = {
    "Members": Tab([["Email"], ["ana@example.org"]]),
    "Left members": Tab([["Email"], ["ben@example.org"]]),
}
MERGED = xlsx(
    {
        "Members": Tab(
            [["Email", "Unsubscribed"], ["ana@example.org", "Y"], ["ben@example.org"]],
            below='</sheetData><mergeCells><mergeCell ref="B2:B3"/></mergeCells><sheetData>',
        )
    }
)
_ANY = "\n1,Ana,ana@example.org\n"

CASES = [
    # encodings
    Dirty(case="utf-8", content=NAMED.encode(), names="Ana Müller"),
    Dirty(case="utf-8-sig", content=NAMED.encode("utf-8-sig"), names="Ana Müller"),
    Dirty(case="utf-16 with a mark", content=NAMED.encode("utf-16"), names="Ana Müller"),
    Dirty(case="utf-16 LE without", content=NAMED.encode("utf-16-le"), names="Ana Müller"),
    Dirty(case="utf-16 BE without", content=NAMED.encode("utf-16-be"), names="Ana Müller"),
    Dirty(
        case="cp1252", content=NAMED.encode("cp1252"), names="Ana Müller", asks="encoding",
            says="look whether the names",
        remark="Taken without an answer, with a note: nearly every such file is Western European.",
    ),
    Dirty(case="cp1250, garbled", content=NAMED.replace("Müller", "Łuk").encode("cp1250"), names="Ana £uk",
        asks="encoding"),
    Dirty(
        case="cp1250, answered", content=NAMED.replace("Müller", "Łuk").encode("cp1250"), names="Ana Łuk",
        answers={"encoding": "cp1250"},
    ),
    Dirty(case="mac_roman, answered", content=NAMED.encode("mac_roman"), names="Ana Müller",
        answers={"encoding": "mac_roman"}),
    Dirty(case="cp850, answered", content=NAMED.encode("cp850"), names="Ana Müller", answers={"encoding": "cp850"}),
    # separators
    Dirty(case="comma", content=TABLE.format(",")),
    Dirty(case="semicolon", content=TABLE.format(";")),
    Dirty(case="tab", content=TABLE.format("\t")),
    Dirty(case="pipe", content=TABLE.format("|")),
    Dirty(case="sep=; on the first line", content="sep=;\n" + TABLE.format(";")),
    # layouts
    Dirty(case="title rows above the header", content=TITLES, remark="Taken without a note: nothing was changed."),
    Dirty(case="no header", content="ana@example.org\nben@example.org\n", kept="ana ben", remark="As above."),
    Dirty(
        case="as a mail program copies it", content='Ana <ana@example.org>; "Jones, C" <ben@example.org>',
        file="list.txt", kept="ana ben", report="1 FIX, 1 FIX",
    ),
    Dirty(case="the same in one cell", content=cell("Ana <ana@example.org>"), report="2 FIX"),
    # two addresses in a cell
    Dirty(case="two, semicolon", content=cell("ana@example.org; ben@example.org"), report="2 ASK", kept="",
        asks="two-addresses",
          remark="Without an answer neither is taken: the first may be the employer's."),
    Dirty(case="two, comma", content=cell("ana@example.org,ben@example.org"), report="2 ASK", kept="",
        asks="two-addresses"),
    Dirty(case="two, slash", content=cell("ana@example.org / ben@example.org"), report="2 ASK", kept="",
        asks="two-addresses"),
    Dirty(case="two, or", content=cell("ana@example.org or ben@example.org"), report="2 ASK", kept="",
        asks="two-addresses"),
    Dirty(case="two, new line", content=cell("ana@example.org\nben@example.org"), report="2 ASK", kept="",
        asks="two-addresses"),
    Dirty(case="two, with names", content=cell("Ana <ana@example.org>; Ben <ben@example.org>"), report="2 ASK",
        kept="",
          asks="two-addresses"),
    Dirty(case="two: the first", content=cell("ana@example.org; ben@example.org"), report="2 FIX",
          answers={"two-addresses": "first"}),
    Dirty(case="two: the last", content=cell("ana@example.org / ben@example.org"), report="2 FIX", kept="ben",
          answers={"two-addresses": "last"}),
    Dirty(case="two: none", content=cell("ana@example.org / ben@example.org"), report="2 REJECT", kept="",
          answers={"two-addresses": "none"}),
    # slips
    Dirty(case="a comma for a full stop", content=cell("ana@hotmail.co,uk"), report="2 ASK", kept="", asks="comma"),
    Dirty(case="a space before the @", content=cell("ana @example.org"), report="2 ASK", kept="", asks="space"),
    Dirty(case="a space after the @", content=cell("ana@ example.org"), report="2 ASK", kept="", asks="space"),
    Dirty(case="a space: taken away", content=cell("ana @example.org"), report="2 FIX", answers={"space": "yes"}),
    Dirty(case="a space within a name", content=cell("ana maria@example.org"), report="2 ASK", kept="",
          remark="No one answer holds for all of these: look at the row."),
    Dirty(case="gmial.com", content=cell("no-one@gmial.com"), report="2 ASK", kept="", asks="slip:gmial.com"),
    Dirty(case="gmial.com: accepted", content=cell("no-one@gmial.com"), report="2 FIX", kept="no-one@gmail.com",
          answers={"slip:gmial.com": "yes"}),
    Dirty(case="gmial.com: it is right", content=cell("no-one@gmial.com"), kept="no-one@gmial.com",
        answers={"slip:gmial.com": "no"}),
    Dirty(case=".con", content=cell("ana@example.con"), report="2 ASK", kept="", asks="slip:.con"),
    # signs around
    Dirty(case="spaces", content=cell("  ana@example.org "), remark="Taken without a note: nobody sees them."),
    Dirty(case="no-break space", content=cell("\u00a0ana@example.org\u00a0"), remark="As above."),
    Dirty(case="zero width space, byte order mark", content=cell("\u200bana@example.org\ufeff"), report="2 FIX"),
    Dirty(case="a full stop behind", content=cell("ana@example.org."), report="2 FIX"),
    Dirty(case="a comma behind", content=cell("ana@example.org,"), report="2 FIX"),
    Dirty(case="a semicolon behind", content=cell("ana@example.org;"), report="2 FIX"),
    Dirty(case="mailto:", content=cell("mailto:ana@example.org"), report="2 FIX"),
    Dirty(case="angle brackets", content=cell("<ana@example.org>"), report="2 FIX"),
    Dirty(case="quotation marks", content=cell('"ana@example.org"'), report="2 FIX"),
    Dirty(case="(home)", content=cell("ana@example.org (home)"), report="2 FIX"),
    # odd letters
    Dirty(case="a wide @", content=cell("ana＠example.org"), report="2 ASK", kept="", asks="wide-sign"),
    Dirty(case="a wide @: accepted", content=cell("ana＠example.org"), report="2 FIX", answers={"wide-sign": "yes"}),
    Dirty(case="a curly apostrophe", content=cell("o’neil@example.org"), report="2 REJECT", kept=""),
    Dirty(case="a Cyrillic letter before the @", content=cell("аna@example.org"), report="2 REJECT", kept=""),
    Dirty(case="a Cyrillic letter behind it", content=cell("ana@exаmple.org"), report="2 ASK", kept=""),
    Dirty(case="letters beyond ASCII before the @", content=cell("josé@example.org"), report="2 REJECT", kept=""),
    Dirty(case="a host beyond ASCII", content=cell("ana@münchen.example.org"), kept="ana@xn--mnchen-3ya.example.org"),
    # no address
    *(
        Dirty(case=f"no address: {word}", content=cell("ana@example.org", word), says="Rows without an address: 1.")
        for word in ("n/a", "none", "-", "TBC", "no email", "#N/A", "#REF!", "TRUE", "1.23457E+11", "07700 900123")
    ),
    Dirty(
        case="hundreds without one", content=cell("ana@example.org", *["n/a"] * 300),
            says="Rows without an address: 300.",
        remark="One line, not 300.",
    ),
    # twice
    Dirty(case="the same in other case", content=cell("ana@example.org", "ANA@Example.org"), report="3 FIX"),
    Dirty(
        case="twice, of two statuses", content="Email,Status\nana@example.org,Active\nana@example.org,Lapsed\n",
        report="3 LEFT, 3 FIX", kept="", asks="status:lapsed",
    ),
    Dirty(
        case="shared by two", content="Email,Forename,Surname\nana@example.org,Ana,Roe\nana@example.org,Ben,Roe\n",
        report="3 FIX", names="",
    ),
    Dirty(case="dots and plus signs", content=cell("no-one@gmail.com", "n.o-one@gmail.com", "no-one+x@gmail.com"),
          kept="n.o-one@gmail.com no-one+x@gmail.com no-one@gmail.com"),
    # mailboxes
    Dirty(case="an office", content=cell("info@example.org"), kept="info", mailboxes="1 0 example.org"),
    Dirty(case="a personnel office", content=cell("payroll@example.org"), kept="payroll",
        mailboxes="0 1 example.org"),
    Dirty(case="an employer", content=cell("ana@council.gov.uk", "ben@nhs.net"),
        kept="ana@council.gov.uk ben@nhs.net",
          mailboxes="0 0 council.gov.uk nhs.net"),
    # status
    *(
        Dirty(case=f"status {word}", content=column("Status", word), report="2 LEFT", kept="",
            asks=f"status:{word.lower()}",
              remark="Left out without an answer.")
        for word in ("Lapsed", "Left", "Deceased", "In arrears")
    ),
    Dirty(case="status arrears: they stay", content=column("Status", "In arrears"),
        answers={"status:in arrears": "yes"}),
    Dirty(case="a status nobody knows", content=column("Status", "Seconded"), report="2 ASK", kept="",
        asks="status:seconded"),
    Dirty(case="a status answered never", content=column("Status", "Seconded"), report="2 OUT", kept="", never=1,
          answers={"status:seconded": "never"}),
    Dirty(case="inactive is not active", content=column("Status", "Inactive"), report="2 LEFT", kept="",
        asks="status:inactive"),
    # opt-out
    Dirty(case="an opt-out column", content=column("Email Opt Out", "Y"), report="2 OUT", kept="", never=1),
    Dirty(case="an opt-out in words", content=column("Email Opt Out", "by phone"), report="2 ASK", kept="",
        asks="opt-out"),
    Dirty(case="an opt-out in words: yes", content=column("Email Opt Out", "by phone"), report="2 OUT", kept="",
        never=1,
          answers={"opt-out": "yes"}),
    Dirty(case="an opt-out by the file's name", content=TABLE.format(","), file="unsubscribed.csv", kept="",
        code="opt-out-file"),
    Dirty(case="the same, confirmed", content=TABLE.format(","), file="unsubscribed.csv", report="2 OUT",
        kept="", never=1,
          answers={"whole-file": "never"}),
    Dirty(case="the same, denied", content=TABLE.format(","), file="Left.csv", answers={"whole-file": "members"}),
    Dirty(case="an opt-out by the sheet's name", content=xlsx({"Left members": BOOK["Members"]}), kept="",
        code="opt-out-file"),
    # a no that nobody says plainly
    Dirty(case="a consent taken back", content=column("Consent withdrawn", "Y"), report="2 OUT", kept="", never=1),
    Dirty(case="the same in Polish", content=column("Zgoda wycofana", "tak"), report="2 OUT", kept="", never=1),
    Dirty(case="no consent", content=column("No consent", "Y"), report="2 ASK", kept="", asks="column:no consent=y"),
    Dirty(case="not subscribed: never", content=column("Not subscribed", "Yes"), report="2 OUT", kept="", never=1,
          answers={"column:not subscribed=yes": "never"}),
    Dirty(case="a hard bounce", content=column("Hard bounce", "Y"), report="2 ASK", kept="",
          asks="column:hard bounce=y"),
    Dirty(case="wants email: no", content=column("Wants email", "No"), report="2 LEFT", kept=""),
    Dirty(case="contact preference", content=column("Contact preference", "Post only"), report="2 ASK", kept="",
          asks="column:contact preference=post only"),
    Dirty(case="never below do not email", content=column("Do not email", "never"), report="2 ASK", kept="",
          asks="opt-out"),
    Dirty(case="active below do not email", content=column("Do not email", "Active"), report="2 ASK", kept="",
          asks="opt-out"),
    Dirty(case="a name that says it", content="Email,Name\nana@example.org,UNSUBSCRIBED Ana\n", report="2 ASK",
          kept="", asks="said-no:name"),
    Dirty(case="a tag that says it", content="Email,Tags\nana@example.org,do-not-email\n", report="2 ASK", kept="",
          asks="said-no:tags"),
    Dirty(case="a remark behind the address", content=cell("ana@example.org (unsubscribed)"), report="2 ASK", kept="",
          asks="said-no:email"),
    Dirty(case="an opt-out with two addresses", content='Email,Unsubscribed\n"ana@example.org; ben@example.org",Y\n',
          report="2 OUT, 2 OUT", kept="", never=2, remark="Nothing to choose: both said no."),
    Dirty(case="an opt-out with an address in two columns",
          content="Home email,Work email,Unsubscribed\nana@example.org,ben@example.org,Y\n", report="2 OUT, 2 OUT",
          kept="", never=2, asks="address-column"),
    Dirty(case="an opt-out beside a formula",
          content=xlsx([["Email", "Name", "Unsubscribed"], ["ana@example.org", formula("A9"), "Y"]]), report="2 OUT",
          kept="", never=1),
    Dirty(case="a heading above people", content="Name,Email\nAna,ana@example.org\nUNSUBSCRIBED - DO NOT MAIL,\n"
          "Ben,ben@example.org\n", report="4 ASK", asks="section:unsubscribed"),
    Dirty(case="a sheet without a header", content=xlsx([["ana@example.org", "active"], ["b@example.org", "left"]]),
          kept="", code="no-header"),
    Dirty(case="a merged cell", content=MERGED, report="2 OUT, 3 OUT", kept="", never=2),
    Dirty(case="a name of a column over two lines", content='Email,"Opt\nout"\nana@example.org,Y\n', report="3 OUT",
          kept="", never=1),
    Dirty(case="a header in two rows", content="Email,Mailing preferences,\n,Post,Unsubscribed\nana@example.org,,Y\n",
          report="3 OUT", kept="", never=1),
    Dirty(case="a file of those who are gone", content=TABLE.format(","), file="rezygnacje.csv", kept="",
          code="opt-out-file"),
    # yes and no
    *(
        Dirty(case=f"consent {word}", content=column("Consent", word), remark="All of these are yes.")
        for word in ("Y", "yes", "1", "TRUE", "x", "✓")
    ),
    *(
        Dirty(case=f"consent {word or 'blank'}", content=column("Consent", word), report="2 LEFT", kept="")
        for word in ("N", "no", "0", "FALSE", "")
    ),
    # dates
    Dirty(case="a date as 2020-04-03", content=column("Consent date", "2020-04-03")),
    Dirty(case="a date as 03/04/2020", content=column("Consent date", "03/04/2020"), report="2 ASK", kept="",
          asks="dates"),
    Dirty(case="a date as 25/03/2020", content=column("Consent date", "25/03/2020")),
    Dirty(case="a date as 03/04/2020, answered", content=column("Consent date", "03/04/2020"),
          answers={"dates": "day-first"}),
    Dirty(case="a date as Excel counts", content=column("Consent", "43924")),
    Dirty(case="a date in a sheet", content=xlsx([["Email", "Consent"], ["ana@example.org", number(43924, 1)]])),
    # numbers
    Dirty(case="leading zeros gone", content=f"Membership No,Name,Email{_ANY}",
        remark="The number is not kept at all."),
    Dirty(case="1.0 in a sheet", content=xlsx([["Membership No", "Email"], [number("1.0"), "ana@example.org"]])),
    # spreadsheets
    Dirty(case="a cell that links to the address",
        content=xlsx({"M": Tab([["Email"], ["Email Ana"]], links={"A2": "mailto:ana@example.org"})}),
          report="2 FIX"),
    Dirty(case="a link that says something else",
          content=xlsx({"M": Tab([["Email"], ["ana@example.org"]], links={"A2": "mailto:old@example.org"})}),
          report="2 ASK", kept="", asks="link"),
    Dirty(case="a formula without a value", content=xlsx([["Email"], [formula("A9")]]), report="2 REJECT", kept=""),
    Dirty(case="a hidden row", content=xlsx({"M": Tab([["Email"], ["ana@example.org"]], hidden_rows=frozenset({2}))}),
          report="2 ASK", kept="", asks="hidden-rows"),
    Dirty(case="several sheets", content=xlsx(BOOK), kept="", code="which-sheet"),
    Dirty(case="several sheets, answered", content=xlsx(BOOK), answers={"sheet": "Members"}),
    Dirty(case=".ods", content=ods([["Email"], ["ana@example.org"]]),
        remark="Read, not only refused with the way out."),
    Dirty(case=".xls", content=b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), kept="", code="not-a-text-list"),
    Dirty(case="with a password", content=b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), kept="",
        code="password"),
    Dirty(case=".numbers", content=zipped({"Index/Document.iwa": b"x"}), kept="", code="not-a-text-list"),
    Dirty(case="a PDF", content=b"%PDF-1.7", kept="", code="not-a-text-list"),
    Dirty(case="70,000 blank rows", content="Email,Name\nana@example.org,Ana\n" + ",\n" * 70_000),
    # hostile cells
    Dirty(case="a formula for an address", content=cell("=cmd|'/c calc'!A1"), report="2 REJECT", kept=""),
    Dirty(case="a formula for a name", content='Email,Name\nana@example.org,"=cmd|\'/c calc\'!A1"\n',
        names="=cmd|'/c calc'!A1",
          remark="Inert here; an export puts an apostrophe before it."),
    Dirty(case="a line end in an address", content=cell("ana@example.org\r\nBcc: ben@example.org"),
        report="2 ASK", kept="",
          asks="two-addresses"),
    Dirty(case="a line end in a name", content='Email,Name\nana@example.org,"Ana\r\nBcc: x"\n', names="Ana Bcc: x"),
    Dirty(case="NUL", content="Email,Name\nana@example.org,A\0na\n", report="2 FIX", names="A na"),
    Dirty(case="NUL in an address", content=cell("ana@example.org\0"), report="2 REJECT", kept=""),
    Dirty(case="a cell of 200 kB", content=f"Email,Name\nben@example.org,{'x' * 200_000}\nana@example.org,A\n",
        report="2 REJECT"),
    # names
    *(
        Dirty(case=f"name {name}", content=f"Email,Name\nana@example.org,{name}\n", names=name)
        for name in ("O’Neil", "van der Berg", "MÜLLER", "A. R.", "Ana 🌹", "Test Test")
    ),
]  # fmt: skip
