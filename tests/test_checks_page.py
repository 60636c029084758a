"""The compiled page is read as a mail program would: its links, its pictures, and what it would load."""

import pytest

from newsletter.checks import page


@pytest.mark.parametrize(
    ("html", "loads"),
    [
        ('<img src="https://example.org/a.png">', ["https://example.org/a.png"]),
        ('<img src="//example.org/a.png">', ["//example.org/a.png"]),
        ('<img srcset="HTTP://example.org/a.png 2x">', ["HTTP://example.org/a.png 2x"]),
        ('<img src="cid:abc">', []),
        ('<video poster="https://example.org/a">', ["https://example.org/a"]),
        ("<style>@import 'https://example.org/a.css';</style>", ["https://example.org/a.css"]),
        ("<style>p { background: url( https://example.org/a ) }</style>", ["https://example.org/a"]),
        ('<p style="background:url(&quot;local.png&quot;)">', ["local.png"]),
        (r'<p style="background:u\72l(//example.org/a)">', ["//example.org/a"]),
        (r'<p style="background:url(\68ttp://example.org/a)">', ["http://example.org/a"]),
        ("<style>p { background: u/**/rl(a) image-set('b' 1x) }</style>", ["a", "image-set("]),
        (
            '<p style="background:image-set(&quot;data:a&quot; 1x, &quot;//example.org/a&quot; 2x)">',
            ["image-set("],
        ),
        (
            '<img srcset="data:image/png;base64,AA 1x, //example.org/a 2x">',
            ["data:image/png;base64,AA 1x, //example.org/a 2x"],
        ),
        ("<style>@font-face { font-family: x; src: local(x) }</style>", ["@font-face"]),
        ("<!--[if mso]><style>p { background: url(c) }</style><![endif]-->", ["c"]),
        (r'<img src="/\example.org/a.png">', [r"/\example.org/a.png"]),
        ('<img src="data:image/png;base64,AAAA">', []),
        ("<p>An image( or url( in words</p>", []),
        ('<a href="https://example.org">a</a>', []),
    ],
)
def test_what_a_page_loads_is_seen(html: str, loads: list[str]) -> None:
    assert page.read(html).loads == loads


def test_words_links_and_pictures_are_read() -> None:
    seen = page.read(
        "<head><title>T</title><style>p{}</style></head><p>one <b>t</b>wo</p><p>three</p>"
        '<a href="mailto:a@example.org?x=1&amp;y=2">f<i>our</i></a><img alt=""><img src="x"><!-- not -->'
    )

    assert seen.words == "one two three four"
    assert seen.links == ["mailto:a@example.org?x=1&y=2"]
    assert [picture.alt for picture in seen.pictures] == ["", None]
