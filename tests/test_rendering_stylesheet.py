"""CSS that would be lost on the way into a letter is refused, and what is lost all the same is noticed."""

import pytest

from newsletter.errors import RenderingError
from newsletter.rendering import stylesheet
from newsletter.rendering.html import inline

PAGE = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><style>{css}</style></head>'
    '<body><p class="a" id="b">x <a href="https://example.org">y</a></p></body></html>'
)


def inlined(css: str) -> str:
    return inline(PAGE.replace("{css}", css), design="test")


@pytest.mark.parametrize(
    "css",
    [
        "@import url(http://example.org/a.css);",
        "@font-face { font-family: x; src: url(x) }",
        "@supports (display: grid) { p { color: #111111 } }",
        "@keyframes k { from { color: #111111 } }",
        "@media print { @media screen { p { color: #111111 } } }",
        "@media print { @font-face { font-family: x } }",
        "* { color: #a1b2c3 }",
        "p:not(.a) { color: #a1b2c3 }",
        "p:first-child { color: #a1b2c3 }",
        "a:hover { color: #a1b2c3 }",
        "a[href] { color: #a1b2c3 }",
        "a[title='a,b'] { color: #a1b2c3 }",
        "p + p { color: #a1b2c3 }",
        "p ~ p { color: #a1b2c3 }",
        "p, { color: #a1b2c3 }",
        "P { color: #a1b2c3 }",
        "p { color: rgb(0 0 0 / 50%) }",
        "p { color: rgba(0, 0, 0, var(--x)) }",
        "p { color: #a1b2c344 }",
        "p { color: #1234 }",
        "p { color: var(--red) }",
        "p { --red: #a1b2c3 }",
        "p { width: calc(100% - 2px) }",
        "p { background: url(https://example.org/p.png) }",
        "p { background: url('data:image/png;base64,AA') }",
        "p { color: #a1b2c3 !important }",
        "p { color: #888888; color: #999999 }",
        "p { color: }",
        "p { color #a1b2c3 }",
        "p { color: #a1b2c3",
        "p { color: #a1b2c3 } }",
        "p { a { color: #a1b2c3 } }",
        "color: #a1b2c3;",
        "@media print { p { color: #a1b2c3 }",
        "p { margin: 0 } .a { margin-top: 8px }",
        "p { border: 0 } .a { border-bottom: 1px solid #a1b2c3 }",
        "p { font: 14px Arial } .a { line-height: 20px }",
    ],
)
def test_css_that_premailer_or_cssutils_would_lose_is_a_build_error(css: str) -> None:
    with pytest.raises(RenderingError) as caught:
        inlined(css)
    assert caught.value.code == "style-sheet"
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("p { color: #a1b2c3 }", 'style="color:#a1b2c3"'),
        ("p { color: #a1b2c3 } .a { color: #d4e5f6 }", 'style="color:#d4e5f6"'),
        ("#b { color: #a1b2c3 } p.a { color: #d4e5f6 }", 'style="color:#a1b2c3"'),
        ("p { margin: 0px 0.50em .5em }", 'style="margin:0 0.5em 0.5em"'),
        ("p > a { color: #a1b2c3 }", '<a href="https://example.org" style="color:#a1b2c3">'),
        ("body p a { color: #a1b2c3 } a { color: #d4e5f6 }", "color:#a1b2c3"),
        ("p { mso-line-height-rule: exactly }", "mso-line-height-rule:exactly"),
        ("/* a { } */ p { color: #a1b2c3 }", "color:#a1b2c3"),
        ("p, .none { color: #a1b2c3 }", "color:#a1b2c3"),
        ("p { border: 0; border-collapse: collapse }", "border:0; border-collapse:collapse"),
        ('p { font-family: "A; B", serif }', 'font-family:"A; B", serif'),
        ("p { color: rgb(1, 2, 3) }", "rgb(1, 2, 3)"),
        ("@media (max-width: 600px) { p { color: #a1b2c3 } }", "color: #a1b2c3 !important"),
        ("@media (max-width:600px) { a:hover, .none { color: #a1b2c3 !important } }", "a:hover, .none"),
    ],
)
def test_css_within_the_rules_is_written_into_the_elements_or_kept(css: str, expected: str) -> None:
    assert expected in inlined(css)


def test_a_second_style_marked_ignore_is_kept_byte_for_byte() -> None:
    kept = "a[x-apple-data-detectors] { color: inherit !important } @font-face { x: url(y) }"
    page = PAGE.replace("{css}", "").replace(
        "</head>", f'<style data-premailer="ignore">{kept}</style></head>'
    )

    assert f"<style>{kept}</style>" in inline(page, design="test")


@pytest.mark.parametrize(
    "css", ["p { letter-spacing: RGB(1,2,3) }", "p { color: #11223 }", "p { width: 1px@ }"]
)
def test_a_value_that_cssutils_drops_is_noticed_also_when_its_cache_is_warm(css: str) -> None:
    for _ in range(3):
        with pytest.raises(RenderingError) as caught:
            inlined(css)
        assert caught.value.code == "style-sheet"


def test_a_value_dropped_inside_media_is_noticed() -> None:
    for _ in range(2):
        with pytest.raises(RenderingError):
            inlined("@media print { p { color: RGB(1,2,3) } }")


@pytest.mark.parametrize(
    "element",
    [
        "<script>x</script>",
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<iframe src="http://127.0.0.1:9"></iframe>',
        '<p onclick="x">a</p>',
        '<meta http-equiv="Refresh" content="0;url=http://127.0.0.1:9">',
        "<form></form>",
        '<object data="x"></object>',
        "<svg></svg>",
        '<base href="http://127.0.0.1:9">',
    ],
)
def test_active_content_in_a_template_is_refused(element: str) -> None:
    with pytest.raises(RenderingError) as caught:
        inline(PAGE.replace("{css}", "").replace("</body>", element + "</body>"), design="test")
    assert caught.value.code == "active-content"


@pytest.mark.parametrize("page", ["", "   ", "<!-- nothing -->"])
def test_a_template_that_makes_no_page_is_a_clear_error(page: str) -> None:
    with pytest.raises(RenderingError) as caught:
        inline(page, design="test")
    assert caught.value.code == "empty-page"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("#abc", "#AABBCC"),
        ("0px", "0"),
        (".50em", "0.5em"),
        ("'Segoe UI',Arial", '"Segoe UI", Arial'),
        ("1px  solid", "1px solid"),
        ("-0.4px", "-.4px"),
    ],
)
def test_two_spellings_of_a_value_are_the_same(one: str, other: str) -> None:
    assert stylesheet.normal(one) == stylesheet.normal(other)


@pytest.mark.parametrize(
    ("one", "other"), [("#abcdef", "#abc"), ("1px", "1em"), ("10px", "1px"), ("red", "blue")]
)
def test_two_different_values_are_not(one: str, other: str) -> None:
    assert stylesheet.normal(one) != stylesheet.normal(other)
