"""Spreadsheets as Excel and LibreOffice write them, made by hand so that every oddity can be put in."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
#: Styles by number: 0 general, 1 a date, 2 eight digits, 3 two decimals, 4 a date of its own code, 5 quoted letters.
STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts count="3"><numFmt numFmtId="164" formatCode="00000000"/>
<numFmt numFmtId="165" formatCode="[$-809]dd\\ mmmm\\ yyyy;@"/><numFmt numFmtId="166" formatCode="0&quot; days&quot;"/>
</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="2"/><xf numFmtId="165"/>
<xf numFmtId="166"/></cellXfs></styleSheet>"""


@dataclass(frozen=True)
class Raw:
    """A cell's own XML; `{r}` is where it stands."""

    xml: str


@dataclass
class Tab:
    """A sheet: rows by their number or one after another, a cell a text, a number, Raw, or None."""

    rows: Sequence[Sequence[object]] | Mapping[int, Sequence[object]]
    hidden_rows: frozenset[int] = frozenset()
    links: Mapping[str, str] = field(default_factory=dict)
    state: str = "visible"
    below: str = ""

    def numbered(self):
        rows = self.rows
        return rows.items() if isinstance(rows, Mapping) else enumerate(rows, start=1)


def number(value: object, style: int = 0) -> Raw:
    return Raw(f'<c r="{{r}}" s="{style}"><v>{value}</v></c>')


def formula(code: str, value: str | None = None, kind: str = "str") -> Raw:
    result = f' t="{kind}"' if value is not None else ""
    return Raw(f'<c r="{{r}}"{result}><f>{escape(code)}</f>{"" if value is None else f"<v>{value}</v>"}</c>')


def xlsx(
    tabs: Mapping[str, Tab] | Sequence[Sequence[object]], *, shared: bool = True, since_1904: bool = False
) -> bytes:
    """A workbook; rows alone make one sheet called Members."""
    tabs = tabs if isinstance(tabs, Mapping) else {"Members": Tab(tabs)}
    texts: list[str] = []
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml", "")]),
        "xl/workbook.xml": _workbook(tabs, since_1904=since_1904),
        "xl/_rels/workbook.xml.rels": _relations(
            [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml", "") for n in range(1, len(tabs) + 1)]
            + [("rId98", "styles", "/xl/styles.xml", ""), ("rId99", "sharedStrings", "sharedStrings.xml", "")]
        ),
        "xl/styles.xml": STYLES,
    }
    for n, tab in enumerate(tabs.values(), start=1):
        parts[f"xl/worksheets/sheet{n}.xml"] = _sheet(tab, texts if shared else None)
        if tab.links:
            parts[f"xl/worksheets/_rels/sheet{n}.xml.rels"] = _relations(
                [(f"rId{m}", "hyperlink", target, "External") for m, target in enumerate(tab.links.values())]
            )
    items = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{items}</sst>'
    return zipped(parts)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def replaced(content: bytes, part: str, by: str | bytes) -> bytes:
    """The same file with another part."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()} | {part: by})


def letters(column: int) -> str:
    text, rest = "", column + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        text = chr(65 + place) + text
    return text


def _workbook(tabs: Mapping[str, Tab], *, since_1904: bool) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}" state={quoteattr(tab.state)}/>'
        for n, (name, tab) in enumerate(tabs.items(), start=1)
    )
    dates = '<workbookPr date1904="1"/>' if since_1904 else "<workbookPr/>"
    return f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}">{dates}<sheets>{sheets}</sheets></workbook>'


def _relations(links: Sequence[tuple[str, str, str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="{key}" Type="{RELATION}/{kind}" Target={quoteattr(target)}'
        f"{f' TargetMode={quoteattr(mode)}' if mode else ''}/>"
        for key, kind, target, mode in links
    )
    return f'<Relationships xmlns="{PACKAGE}">{items}</Relationships>'


def _sheet(tab: Tab, texts: list[str] | None) -> str:
    rows = "".join(
        f'<row r="{line}"{" hidden=" + chr(34) + "1" + chr(34) if line in tab.hidden_rows else ""}>'
        f"{''.join(_cell(f'{letters(column)}{line}', value, texts) for column, value in enumerate(cells))}</row>"
        for line, cells in tab.numbered()
    )
    links = "".join(f'<hyperlink ref="{place}" r:id="rId{n}"/>' for n, place in enumerate(tab.links))
    found = f"<hyperlinks>{links}</hyperlinks>" if links else ""
    return f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATION}"><sheetData>{rows}{tab.below}</sheetData>{found}</worksheet>'


def _cell(place: str, value: object, texts: list[str] | None) -> str:
    if value is None:
        return ""
    if isinstance(value, Raw):
        return value.xml.replace("{r}", place)
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    if texts is None:
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
    texts.append(str(value))
    return f'<c r="{place}" t="s"><v>{len(texts) - 1}</v></c>'


_ODS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
)
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods(tabs: Mapping[str, Sequence[str]] | Sequence[Sequence[str]], *, before: str = "") -> bytes:
    """A spreadsheet of rows in XML (`ods_row`), by sheet, or of texts."""
    if not isinstance(tabs, Mapping):
        tabs = {"Members": [ods_row(*map(ods_text, row)) for row in tabs]}
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{''.join(rows)}</table:table>"
        for name, rows in tabs.items()
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = f'<?xml version="1.0"?><office:document-content {_ODS}>{before}{body}</office:document-content>'
    return zipped({"mimetype": MIMETYPE, "META-INF/manifest.xml": "<manifest/>", "content.xml": content})


def ods_row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods_text(text: str, attributes: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {attributes}><text:p>{escape(text)}</text:p></table:table-cell>"
