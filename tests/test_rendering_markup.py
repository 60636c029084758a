"""The intro's Markdown becomes HTML that holds nothing but words, and plain text that loses none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.rendering import markup


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("**a** *b*", "<p><strong>a</strong> <em>b</em></p>\n"),
        ("# One\n\n### Two", "<h2>One</h2>\n<h2>Two</h2>\n"),
        ("[a](https://example.org/?a=1&b=2)", '<p><a href="https://example.org/?a=1&amp;b=2">a</a></p>\n'),
        ("[a](mailto:a@example.org)", '<p><a href="mailto:a@example.org">a</a></p>\n'),
        ("[a](javascript:alert(1))", "<p><a>a</a></p>\n"),
        ("[a](/relative)", "<p><a>a</a></p>\n"),
        ("[a](data:text/html,x)", "<p><a>a</a></p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ('<p style="p">a</p>', '<p>&lt;p style="p"&gt;a&lt;/p&gt;</p>\n'),
        ("![Pickets](https://example.org/p.jpg)", "<p>Pickets</p>\n"),
        ("![<b>](x)", "<p>&lt;b&gt;</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("\\[sic]", "<p>[sic]</p>\n"),
        ("", ""),
    ],
)
def test_markdown_becomes_plain_safe_html(markdown: str, expected: str) -> None:
    assert markup.to_html(markdown) == expected


@given(st.text(alphabet='<>"=/ abcimgscript\n![](){}#*_-:javascript', max_size=80))
def test_no_markdown_brings_a_tag_or_attribute_that_is_not_on_the_list(markdown: str) -> None:
    html = markup.to_html(markdown)

    for piece in html.split("<")[1:]:
        name = piece.lstrip("/").split(">")[0].split(" ")[0]
        assert name in {
            "p",
            "br",
            "strong",
            "em",
            "a",
            "ul",
            "ol",
            "li",
            "blockquote",
            "h2",
            "hr",
            "code",
            "pre",
        }
        assert name == "a" or " " not in piece.split(">")[0]


def test_blocks_carry_the_text_the_margins_and_the_links() -> None:
    markdown = (
        "# Head\n\nA [word](https://example.org/1) and *two*.\n\n1. one\n2. two\n\n> said\n\n- a\n\n  more"
    )

    blocks = markup.to_blocks(markdown)

    assert [(block.first, block.rest, block.text) for block in blocks] == [
        ("", "", "Head"),
        ("", "", "A word and two."),
        ("1. ", "   ", "one"),
        ("2. ", "   ", "two"),
        ("> ", "> ", "said"),
        ("- ", "  ", "a"),
        ("  ", "  ", "more"),
    ]
    assert blocks[0].heading
    assert [(link.words, link.target) for link in blocks[1].links] == [("word", "https://example.org/1")]
    assert [block.tight for block in blocks] == [False, False, True, True, False, False, False]


def test_unsafe_links_and_pictures_leave_only_their_words_in_the_text() -> None:
    (block,) = markup.to_blocks("[a](javascript:x) ![b](http://example.org/p.png)")

    assert block.text == "a b"
    assert block.links == ()


def test_links_and_pictures_are_found_with_their_lines() -> None:
    markdown = "one\ntwo [a](ftp://x)\n\n![](p.png)\n![alt](q.png)"

    assert [(link.words, link.target, link.line) for link in markup.links(markdown)] == [("a", "ftp://x", 1)]
    assert [(found.source, found.alt, found.line) for found in markup.pictures(markdown)] == [
        ("p.png", "", 3),
        ("q.png", "alt", 4),
    ]


def test_code_and_rules_come_through_as_text() -> None:
    blocks = markup.to_blocks("```\na < b\n```\n\n---\n\nline  \nbreak")

    assert [block.text for block in blocks] == ["a < b", "* * *", "line\nbreak"]


def test_a_line_that_is_ended_ends() -> None:
    """Whoever writes a closing on two lines means two lines."""
    source = "In solidarity,\nthe committee"
    assert "solidarity,<br" in markup.to_html(source)
    assert [block.text for block in markup.to_blocks(source)] == ["In solidarity,\nthe committee"]
