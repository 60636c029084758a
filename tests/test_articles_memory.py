"""No page, mail or document costs more than 150 MB: what is long is left out or refused before it is parsed."""

import contextlib
import io
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from newsletter.articles.reading.decoding import MOST_TEXT
from newsletter.articles.reading.sifting import sifted
from newsletter.articles.reading.source import Kind, ingest
from newsletter.errors import ArticleError

SAID = "The weavers of Lower Brook stand still. "
PARAGRAPHS = "".join(f"<p>{SAID * count}</p>" for count in (5, 4, 6))
HEAD = "From: a@example.org\nSubject: Weavers stand still\nDate: Mon, 2 Nov 2026 10:00:00 +0000\n"
BODY = f"\nWeavers\n\n{SAID * 3}\n\n{SAID * 4}\n"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LARGE = 4_900_000  # characters, just below what is read at all


def filled(size: int, said: str = SAID) -> str:
    return (said * (size // len(said) + 1))[:size]


def page(body: str, head: str = "") -> str:
    return (
        f"<!doctype html><html lang=en><head><title>Weavers</title>{head}</head>"
        f"<body><article><h1>Weavers stand still</h1>{body}</article></body></html>"
    )


def document(body: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        xml = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", xml)
    return made.getvalue()


def run(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def typed(kind: str, *, packed: str = "8bit") -> str:
    return f"{HEAD}MIME-Version: 1.0\nContent-Type: {kind}\nContent-Transfer-Encoding: {packed}\n\n"


ATTACHED = (
    typed("multipart/mixed; boundary=b") + f"--b\nContent-Type: text/plain\n{BODY}--b\nContent-Type: application/pdf\n"
    "Content-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n"
)  # fmt: skip
#: Name of a file, what is in it, and what comes of it. Most took more than 150 MB, the worst 612.
HOSTILE: dict[str, tuple[Callable[[], str | bytes], str]] = {
    "paragraph.html": (lambda: page(f"<p>{filled(LARGE)}</p>"), "too-large"),
    "wide.html": (lambda: page(f"<p>\U0001f4a5{filled(LARGE)}</p>"), "too-large"),
    "many.html": (lambda: page(f"<p>{filled(2_000)}</p>" * 2_400), "too-large"),
    "item.html": (lambda: page(f"<ul><li>{filled(LARGE)}</li></ul>{PARAGRAPHS}"), "too-large"),
    "field.html": (lambda: page(f"{PARAGRAPHS}<textarea>{filled(LARGE)}</textarea>"), "too-large"),
    "caption.html": (
        lambda: page(f"{PARAGRAPHS}<figure><figcaption>{filled(LARGE)}</figcaption></figure>"),
        "too-large",
    ),
    "links.html": (lambda: page("".join(f"<a href='{SAID}'>{n}\U0001f4a5</a>" for n in range(24_500))), "too-large"),
    "attributes.html": (
        lambda: page("".join(f"<p title='{SAID * 12}'>{n} \U0001f4a5 {SAID}</p>" for n in range(7_900))),
        "too-large",
    ),
    "attribute.html": (lambda: page(PARAGRAPHS, f'<meta name="author" content="{filled(LARGE)}">'), "read"),
    "data.html": (
        lambda: page(
            PARAGRAPHS,
            f'<script type="application/ld+json">{{"@type":"Article","headline":"{filled(4_000_000)}"}}</script>',
        ),
        "read",
    ),
    "wide-script.html": (lambda: page(f"{PARAGRAPHS}<script>\U0001f4a5{filled(LARGE)}</script>"), "read"),
    "wide.txt": (lambda: f"Weavers\n\n\U0001f4a5{filled(LARGE - 100)}", "too-large"),
    "line.md": (lambda: f"# Weavers\n\n\U0001f4a5{filled(LARGE - 100)}", "too-large"),
    "record.txt": (lambda: '[{"rendered":1}' + ",{}" * 1_600_000 + "]", "too-large"),
    "header.eml": (lambda: f"{HEAD}X-Long: {'a' * 14_000_000}\n{BODY}", "too-large"),
    "folded.eml": (lambda: f"{HEAD}X-Long: {('a' * 900 + chr(10) + ' ') * 15_000}a\n{BODY}", "read"),
    "headers.eml": (
        lambda: HEAD + "".join(f"X-{number}: {'a' * 14_000}\n" for number in range(1_000)) + BODY,
        "read",
    ),
    "border.eml": (
        lambda: f'{HEAD}Content-Type: multipart/mixed; boundary="{"b" * 14_000_000}"\n{BODY}',
        "too-large",
    ),
    "body.eml": (lambda: HEAD + "\n" + filled(14_000_000, SAID * 4 + "\n"), "too-large"),
    "page.eml": (
        lambda: typed("text/html") + filled(LARGE, f"<p>{SAID * 4}\n"),
        "too-large",
    ),
    "attached.eml": (lambda: ATTACHED + ("A" * 76 + "\n") * 180_000 + "--b--\n", "read"),
    "text.docx": (lambda: document(run("Weavers") + run(filled(LARGE))), "too-large"),
    "attributes.docx": (
        lambda: document(f"<w:p {' '.join(f'a{number}=' + chr(34) * 2 for number in range(400_000))}/>"),
        "too-large",
    ),
}  # fmt: skip
_CHILD = """
import json, sys
from pathlib import Path
from newsletter.articles.reading.source import from_file
from newsletter.errors import ArticleError
told = {}
for name in sys.argv[1:]:
    try:
        from_file(Path(name), languages=("en", "cy"))
        told[name] = "read"
    except ArticleError as error:
        told[name] = error.code
peak = int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) // 1024
print(json.dumps({"told": told, "peak": peak}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured as Linux counts it")
@pytest.mark.parametrize("are_mails", [False, True], ids=["pages", "mails"])
def test_hostile_files_cost_little_memory_altogether(tmp_path: Path, are_mails: bool) -> None:
    """One process meets all of them, as one command would."""
    files = {name: each for name, each in HOSTILE.items() if name.endswith(".eml") is are_mails}
    for name, (content, _) in files.items():
        made = content()
        (tmp_path / name).write_bytes(made if isinstance(made, bytes) else made.encode())
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, *files],
        cwd=tmp_path, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    said = json.loads(done.stdout)
    assert said["told"] == {name: code for name, (_, code) in files.items()}
    assert said["peak"] <= 150


@pytest.mark.parametrize(
    ("source", "kind", "sentence"),
    [
        (page(f"<pre>{filled(MOST_TEXT + 1)}</pre>"), Kind.HTML, "more than 500,000 characters"),
        (page(f"<i {'a=b ' * 80}>x</i>" * 501), Kind.HTML, "more than 40,000 pieces"),
        (page(PARAGRAPHS, '<meta name="author" content="Ana">' * 2_001), Kind.HTML, "more than 2,000 pieces"),
        (f"Weavers\n\n{filled(MOST_TEXT)}", Kind.TEXT, "more than 500,000 characters"),
        (page(f"<p {'a' * 20_001}>x</p>"), Kind.HTML, "longer than 20,000 characters"),
        (f"{HEAD}Subject: {'a' * 2_000_001}\n{BODY}".encode(), Kind.MAIL, "longer than 2 MB"),
        (HEAD.encode() + b"\n" + filled(MOST_TEXT + 1, f"{SAID}\n").encode(), Kind.MAIL, "more than 500,000"),
    ],
)
def test_what_is_too_large_is_told_with_its_limit_and_what_to_do(
    source: str | bytes, kind: Kind, sentence: str
) -> None:
    with pytest.raises(ArticleError, match=sentence) as caught:
        ingest(source, kind=kind)
    assert caught.value.code == "too-large"
    assert ".txt file" in caught.value.remedy


def test_what_is_long_and_no_text_is_left_out_and_all_else_stays() -> None:
    kept = (
        f'<p class="a" title=\'b\'>{SAID}</p><!-- a --><script>x = "{"y" * 9_000}"</script><pre>a\n  b</pre>'
    )
    long = '<img src="data:image/png;base64,' + "QUJD" * 2_000 + '">' + f"<STYLE>{'a' * 200_001}</STYLE >"
    assert sifted(page(kept)) == page(kept)
    assert sifted(page(kept + long + " \n" * 400)) == page(f'{kept}<img src="">\n')
    assert sifted(f"<!-- no end <p>{SAID}</p><script>{SAID}") == f"<!-- no end <p>{SAID}</p><script>{SAID}"


@pytest.mark.parametrize(
    "tag",
    [
        " ".join(f"a{number}=1" for number in range(40_000)),
        "".join(f'a{number}="x > y"' for number in range(40_000)),
        " ".join(f"a<{number}" for number in range(30_000)),
        "/".join(f"a{number}" for number in range(40_000)),
        "><p ".join([" ".join(f"a{number}=1" for number in range(2_200))] * 150),
    ],
    ids=["plain", "quoted", "open", "slashed", "often"],
)
@pytest.mark.parametrize("around", ["", f"{HEAD}Content-Type: text/html\n\n"], ids=["page", "mail"])
def test_a_tag_of_very_many_attributes_keeps_no_parser_busy(tag: str, around: str) -> None:
    """Two or three seconds for all ten; some alone took a quarter of a minute."""
    source = around + page(f"{PARAGRAPHS}<p {tag}>{SAID}</p>")
    begun = time.process_time()
    with contextlib.suppress(ArticleError):  # so many signs of a tag may be too many
        assert ingest(source.encode(), kind=Kind.MAIL if around else Kind.HTML).article.paragraphs
    assert time.process_time() - begun < 5


def test_attributes_beyond_a_hundred_go_and_the_others_stay() -> None:
    ordinary = page(f"<p a=1 b='x > y' c/d = \"e\" hidden {'f=g ' * 90}>{SAID}</p>")
    assert sifted(ordinary) == ordinary
    assert sifted(page(f"<p {'f=g ' * 101}>{SAID}</p>")) == page(f"<p {('f=g ' * 100).strip()} >{SAID}</p>")


def test_an_article_as_long_as_a_book_is_read() -> None:
    book = "".join(f"<p>{number}. {SAID * 10}</p>" for number in range(1_200))
    assert len(ingest(page(book), kind=Kind.HTML).article.paragraphs) == 1_200
