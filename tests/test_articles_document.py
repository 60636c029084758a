"""Word documents: the text comes out; macros, links elsewhere, pictures and bombs stay where they are."""

import io
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from newsletter.articles.reading.source import Draft, from_file, ingest
from newsletter.errors import ArticleError
from tests.command import Desk
from tests.websites import SENTENCES

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def written(*paragraphs: str, title: str = "Weavers stand still", style: str = "Title") -> bytes:
    """What Word writes, as far as python-docx does as Word does."""
    import docx

    document = docx.Document()
    if title:
        document.add_paragraph(title, style=style)
    for paragraph in paragraphs or ("By Ana Example", *SENTENCES):
        document.add_paragraph(paragraph)
    document.core_properties.author = "Petra Private"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def packed(text: str | bytes, *, name: str = "word/document.xml", **more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
        for other, content in more.items():
            archive.writestr(other.replace("__", "/"), content)
    return out.getvalue()


def body(inner: str) -> str:
    return f"<w:document {W}><w:body>{inner}</w:body></w:document>"


def text_of(draft: Draft) -> str:
    return "\n".join(draft.article.paragraphs)


@pytest.mark.parametrize("style", ["Title", "Heading 1"])
def test_a_document_becomes_an_article(style: str) -> None:
    draft = ingest(written(style=style))
    assert (draft.article.title, draft.article.author) == ("Weavers stand still", "Ana Example")
    assert draft.article.paragraphs == SENTENCES
    assert "Petra" not in repr(draft)


def test_without_styles_the_first_line_is_the_title() -> None:
    draft = ingest(written(title="Weavers stand still", style="Normal"))
    assert (draft.article.title, draft.article.paragraphs) == ("Weavers stand still", SENTENCES)


def test_lists_links_and_inserted_words_are_text_and_deleted_ones_are_not() -> None:
    inner = (
        "<w:p><w:r><w:t>A title</w:t></w:r></w:p>"
        '<w:p><w:r><w:t xml:space="preserve">The </w:t></w:r>'
        '<w:hyperlink w:anchor="x"><w:r><w:t>weavers</w:t></w:r></w:hyperlink>'
        '<w:ins w:id="1" w:author="P"><w:r><w:t xml:space="preserve"> of Brook</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="P"><w:r><w:delText> nobody</w:delText></w:r></w:del>'
        '<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:tab/><w:t>won.</w:t></w:r></w:p>'
        '<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>One demand</w:t></w:r></w:p>'
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )  # fmt: skip
    draft = ingest(packed(body(inner)))
    assert text_of(draft) == "The weavers of Brook won.\n• One demand\nIn a control."
    assert any("Tables" in note for note in draft.notes)
    assert any("as if they were accepted" in note for note in draft.notes)


def test_text_below_many_others_is_read_once() -> None:
    """Each piece of it was looked at as often as there are elements around it."""
    inner = "<w:p >" * 100 + "<w:r>" + "<w:t>word </w:t>" * 90_000 + "</w:r>" + "</w:p>" * 100
    title = "<w:p><w:r><w:t>A title</w:t></w:r></w:p>"
    draft = ingest(packed(body(f"{title}<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>")))
    assert text_of(draft) == " ".join(["word"] * 90_000)


@pytest.mark.parametrize("styles", ["<x/>", f'<w:styles {W}><w:style/><w:style w:styleId="a"/></w:styles>'])
def test_a_document_with_odd_styles_is_read(styles: str) -> None:
    inner = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in ("A title", *SENTENCES))
    draft = ingest(packed(body(inner), **{"word/styles.xml": styles.encode()}))
    assert (draft.article.title, draft.article.paragraphs) == ("A title", SENTENCES)


def test_a_heading_in_the_text_is_not_its_title() -> None:
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>What next</w:t></w:r></w:p>'
    inner = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in ("A title", *SENTENCES))
    draft = ingest(packed(body(inner + heading + f"<w:p><w:r><w:t>{SENTENCES[0]}</w:t></w:r></w:p>")))
    assert draft.article.title == "A title"
    assert "What next" in draft.article.paragraphs


def test_macros_pictures_and_links_elsewhere_are_never_opened() -> None:
    """A part that would be loaded is damaged here: nobody looks."""
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" '
        b'TargetMode="External" Type="x" Target="http://127.0.0.1:9/template.dotm"/></Relationships>'
    )
    content = packed(
        body(f"<w:p><w:r><w:t>A title</w:t></w:r></w:p><w:p><w:r><w:t>{SENTENCES[0]}</w:t></w:r></w:p>"),
        word___rels__document_xml_rels=relations, word__vbaProject=b"\xd0\xcf broken", word__media__a=b"\x89PNG broken",
    )  # fmt: skip
    assert text_of(ingest(content)) == SENTENCES[0]


LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + body(
    "<w:p><w:r><w:t>&b;</w:t></w:r></w:p>"
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (packed(LAUGHS), "damaged-document"),
        (packed(LAUGHS.encode("utf-16")), "damaged-document"),
        (packed("<w:document"), "damaged-document"),
        (packed(""), "damaged-document"),
        (packed("<x/>"), "damaged-document"),
        (packed(body("")), "no-text"),
        (written(*(f"person{number}@example.org" for number in range(9))), "list-not-article"),
        (packed(body("<w:p/>" + "<w:p><w:r/></w:p>" * 60_000)), "too-large"),
        (packed(body("<w:p/>" * 150_000)), "too-large"),
        (
            packed(body("<x:p></x:p>" * 60_000).replace("<w:body", f"<w:body {W.replace(':w', ':x')}")),
            "too-large",
        ),
        (packed(body("<w:p\n></w:p\n>" * 60_000)), "too-large"),
        (packed(body("<w:t>a</w:t>" * 150_000)), "too-large"),
        (packed(body("<w:p/>"), **{"word/styles.xml": b"<a/>" * 200_001}), "too-large"),
        (packed(b"<" + b" " * 80_000_000), "too-large"),
        (packed("text", name="content.xml"), "not-text"),
        (packed(body("x"))[:-30], "not-text"),
        (b"PK\x03\x04 and nothing else", "not-text"),
        (b"PK\x03\x04" + b"PK\x05\x06" + b"\xff" * 18, "not-text"),
    ],
)
def test_hostile_and_damaged_documents_cost_one_sentence_and_little(content: bytes, code: str) -> None:
    started = time.process_time()
    tracemalloc.start()
    try:
        with pytest.raises(ArticleError) as caught:
            ingest(content)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.code == code
    assert "\n" not in caught.value.message
    assert peak < 60_000_000
    assert time.process_time() - started < 20


def test_a_document_is_added_by_file_and_its_maker_is_not_named(desk: Desk) -> None:
    desk.open_branch()
    file: Path = desk.folder / "weavers.docx"
    file.write_bytes(written())
    assert from_file(file).article.title == "Weavers stand still"
    done = desk.here("article", "add", file, "--json").ok()
    assert done.data["articles"][0]["author"] == "Ana Example"
    assert "Petra" not in (desk.workspace / "articles" / "weavers-stand-still.md").read_text()


def test_a_phone_number_in_a_document_is_told_by_its_place_and_stays() -> None:
    draft = ingest(packed(body("".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in (
        "Weavers stand still", *SENTENCES, "Ring Tom on 07700 900123 for a lift.")))))  # fmt: skip
    [told] = [note for note in draft.notes if "a phone number" in note]
    assert told.startswith(f"Paragraph {len(SENTENCES) + 1} of the text seems to hold a phone number")
    assert "900123" not in repr(draft.notes)
    assert draft.article.paragraphs[-1].endswith("07700 900123 for a lift.")
