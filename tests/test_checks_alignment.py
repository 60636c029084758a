"""Which domains belong together, by the list of suffixes under which anybody may register."""

import pytest

from newsletter.checks.alignment import are_aligned, organisational, plain


@pytest.mark.parametrize(
    ("domain", "registered"),
    [
        ("news.branch.union.org.uk", "union.org.uk"), ("example.org", "example.org"), ("a.b.example", "b.example"),
        ("localhost", "localhost"), ("", ""), ("bücher.example.org", "example.org"),
        ("branch.github.io", "branch.github.io"), ("co.uk", "co.uk"),
        ("x.anytown.kawasaki.jp", "x.anytown.kawasaki.jp"),
        ("anytown.kawasaki.jp", "anytown.kawasaki.jp"), ("a.b.c.unheardof", "c.unheardof"),
        ("News.Example.ORG.", "example.org"),
    ],
)  # fmt: skip
def test_the_registered_domain_is_found(domain, registered):
    assert organisational(domain) == registered


@pytest.mark.parametrize(
    ("one", "other", "is_strict", "are"),
    [
        ("example.org", "EXAMPLE.org.", True, True),
        ("em1.example.org", "news.example.org", False, True),
        ("em1.example.org", "news.example.org", True, False),
        ("example.org", "example.org.evil.example", False, False),
        ("a.org.uk", "b.org.uk", False, False),
        ("one.github.io", "two.github.io", False, False),
        ("anytown.kawasaki.jp", "bytown.kawasaki.jp", False, False),
        ("192.0.2.1", "198.51.2.1", False, False),
        ("192.0.2.1", "192.0.2.1", False, True),
        ("bücher.example", "xn--bcher-kva.example", True, True),
        ("straße.example", "strasse.example", False, False),
        ("", "", False, False),
        ("a b", "a b", True, False),
    ],
)
def test_two_domains_belong_together_or_not(one, other, is_strict, are):
    assert are_aligned(one, other, strict=is_strict) is are
    assert are_aligned(other, one, strict=is_strict) is are


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("straße.example", "xn--strae-oqa.example"), ("Ärzte.Example", "xn--rzte-koa.example"),
        ("example.org.", "example.org"), (" example.org\n", "example.org"),
        ("_dmarc.example.org", "_dmarc.example.org"),
    ],
)  # fmt: skip
def test_a_domain_is_written_as_the_dns_has_it(text, name):
    assert plain(text) == name


@pytest.mark.parametrize(
    "text",
    ["", ".", "a b", "<x>", "a..b", "é" * 300, "x" * 64 + ".org", "a." * 200 + "org", "\x1b[31m.org", "\u202eorg.a",
     "a/../b", "[192.0.2.1]", "x" * 10_000_000],
)  # fmt: skip
def test_what_is_no_domain_is_nothing_and_never_repeated(text):
    assert plain(text) == ""
    assert organisational(text) == ""
