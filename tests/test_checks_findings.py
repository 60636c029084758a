"""Every finding has an issue that produces it, and none is found in an issue that is in order."""

from datetime import UTC, datetime

import pytest
from checks_samples import SENDGRID, make_case, make_proof
from rendering_samples import (
    UNSUBSCRIBE,
    make_action,
    make_dates,
    make_photo,
    make_summary,
)

from newsletter.articles.article import SummaryState
from newsletter.checks.email import is_free_mail
from newsletter.checks.finding import ADVICE, BLOCKERS, FINDINGS, Level, found
from newsletter.checks.issue_check import check, has_blocker
from newsletter.issue import FIRST_LINE

WORDS = "word " * 31

#: id of the finding, what makes it, and where it is said to stand.
CASES = [
    ("id-twice", {"twins": ("september",)}, "issues/october.md:1"),
    ("no-subject", {"issue": {"subject": "  "}}, "issues/october.md:3"),
    ("no-preheader", {"issue": {"preheader": ""}}, "issues/october.md:4"),
    (
        "no-content",
        {"issue": {"intro": " ", "actions": (), "diary": ()}, "articles": ()},
        "issues/october.md:7",
    ),
    ("unsafe-subject", {"issue": {"subject": "News\r\nBcc: x@example.org"}}, "issues/october.md:3"),
    ("unsafe-subject", {"issue": {"subject": "News\u202exe"}}, "issues/october.md:3"),
    ("unsafe-subject", {"issue": {"subject": "News\x00"}}, "issues/october.md:3"),
    ("summary-empty", {"article": {"summary": make_summary(text=" \n")}}, "articles/mill.md:15"),
    (
        "summary-proposed",
        {"article": {"summary": make_summary(state=SummaryState.PROPOSED)}},
        "articles/mill.md:15",
    ),
    ("photo-no-author", {"article": {"photo": make_photo(author="")}}, "articles/mill.md:10"),
    ("photo-no-licence", {"article": {"photo": make_photo(licence="")}}, "articles/mill.md:11"),
    ("picture-no-alt", {"issue": {"intro": "a\n\n![](p.png)"}}, "issues/october.md:32"),
    ("picture-no-alt", {"html": '<img src="cid:a">'}, "templates/email/digest/email.html.j2:1"),
    ("picture-remote", {"html": '<img alt="" src="https://example.org/p.png">'}, "email.html.j2:1"),
    ("picture-remote", {"html": '<td background="//example.org/p.png">'}, "email.html.j2:1"),
    (
        "picture-remote",
        {"html": "<p style=\"background:url('http://example.org/p.png')\">"},
        "email.html.j2:1",
    ),
    (
        "picture-remote",
        {"html": "<!--[if mso]><img src='http://example.org/p.png' alt=''><![endif]-->"},
        "email.html.j2:1",
    ),
    ("unknown-field", {"issue": {"subject": "[firstname|you]"}}, "issues/october.md:3"),
    ("unknown-field", {"issue": {"intro": "one\ntwo [sic]"}}, "issues/october.md:31"),
    ("unknown-field", {"issue": {"actions": (make_action(text="[surname]"),)}}, "issues/october.md:1"),
    ("provider-tag", {"article": {"title": "a <%b%>"}}, "articles/mill.md:2"),
    ("provider-tag", {"issue": {"intro": "one\n\n[%name%]"}}, "issues/october.md:32"),
    ("bad-link", {"issue": {"intro": "one\n[two](ftp://example.org)"}}, "issues/october.md:31"),
    ("bad-link", {"issue": {"actions": (make_action(link="javascript:x"),)}}, "issues/october.md:14"),
    ("bad-link", {"issue": {"actions": (make_action(link=""),)}}, "issues/october.md:14"),
    ("bad-link", {"article": {"url": "www.example.org"}}, "articles/mill.md:5"),
    ("bad-link", {"article": {"photo": make_photo(licence_url="x:y")}}, "articles/mill.md:8"),
    ("bad-link", {"html": '<a href="#top">up</a>'}, "templates/email/digest/email.html.j2:1"),
    ("html-too-large", {"html": f"<p>{'x' * 70_000}</p>"}, "issues/october.md:7"),
    (
        "no-unsubscribe",
        {"html": "", "cut": 'href="mailto:branch@example.org?subject=unsubscribe"'},
        "email.html.j2:1",
    ),
    ("no-unsubscribe", {"text": "", "cut": UNSUBSCRIBE}, "templates/email/digest/email.txt.j2:1"),
    ("no-postal-address", {"html": "", "cut": "12 High Street"}, "email.html.j2:1"),
    ("no-postal-address", {"text": "", "cut": "12 High Street"}, "email.txt.j2:1"),
    ("no-postal-address", {"branch": {"postal_address": " "}}, "newsletter.toml"),
    ("no-complaints-contact", {"html": "", "cut": ">complaints@example.org"}, "email.html.j2:1"),
    ("no-complaints-contact", {"text": "", "cut": "complaints@example.org"}, "email.txt.j2:1"),
    ("no-complaints-contact", {"branch": {"complaints": ""}}, "newsletter.toml"),
    ("free-mail-sender", {"branch": {"sender": "no-one@gmail.com"}, **SENDGRID}, "newsletter.toml"),
    ("no-unsubscribe-group", {**SENDGRID, "unsubscribe_group": 0}, "newsletter.toml"),
    ("not-rendered", {"issue": {"design": "nothing"}}, "issues/october.md:1"),
    ("subject-long", {"issue": {"subject": "x" * 61}}, "issues/october.md:3"),
    ("subject-capitals", {"issue": {"subject": "[first_name|friend], STRIKE NOW"}}, "issues/october.md:3"),
    ("subject-reply", {"issue": {"subject": "Re: your letter"}}, "issues/october.md:3"),
    ("subject-reply", {"issue": {"subject": "FW: your letter"}}, "issues/october.md:3"),
    ("no-intro", {"issue": {"intro": "\n"}}, "issues/october.md:30"),
    (
        "intro-unwritten",
        {"issue": {"intro": f"Dear all,\n\n{FIRST_LINE}"}},
        "issues/october.md:30",
    ),
    ("intro-picture", {"issue": {"intro": "![Pickets](p.png)"}}, "issues/october.md:30"),
    ("field-no-fallback", {"issue": {"intro": "Dear [first_name],"}}, "issues/october.md:30"),
    (
        "link-not-in-text",
        {"html": '<a href="https://example.org/only-here">Read</a>'},
        "templates/email/digest/email.html.j2:1",
    ),
    ("html-large", {"html": f"<p>{'x' * 50_000}</p>"}, "issues/october.md:7"),
    (
        "sentence-long",
        {"article": {"summary": make_summary(f"Short. {WORDS}. Short.")}},
        "articles/mill.md:15",
    ),
    ("summary-long", {"article": {"summary": make_summary("A word. " * 41)}}, "articles/mill.md:15"),
    ("vague-link", {"issue": {"intro": "[click here](https://example.org)"}}, "issues/october.md:30"),
    ("vague-link", {"issue": {"intro": "<https://example.org/x>"}}, "issues/october.md:30"),
    ("vague-link", {"issue": {"actions": (make_action(button="Here"),)}}, "issues/october.md:1"),
    (
        "link-elsewhere",
        {"issue": {"intro": "[www.example.org](https://example.net)"}},
        "issues/october.md:30",
    ),
    (
        "link-elsewhere",
        {"issue": {"intro": "x\n[join@example.org](mailto:join@example.net)"}},
        "issues/october.md:31",
    ),
    (
        "link-elsewhere",
        {"issue": {"intro": "[https://example.org/sign](https://example.org.example.net/sign)"}},
        "issues/october.md:30",
    ),
    ("link-insecure", {"article": {"url": "http://example.org/mill"}}, "articles/mill.md:5"),
    ("link-insecure", {"issue": {"intro": "[The letter](http://example.org)"}}, "issues/october.md:30"),
    (
        "link-shortened",
        {"issue": {"actions": (make_action(link="https://bit.ly/3x"),)}},
        "issues/october.md:14",
    ),
    (
        "link-shortened",
        {"issue": {"intro": "[The letter](https://WWW.TinyURL.com/3x)"}},
        "issues/october.md:30",
    ),
    ("link-counted", {"article": {"url": "https://example.org/m?id=7&utm_source=x"}}, "articles/mill.md:5"),
    (
        "link-counted",
        {"issue": {"intro": "[The letter](https://example.org/?fbclid=1)"}},
        "issues/october.md:30",
    ),
    (
        "link-counted",
        {"issue": {"intro": "[The letter](https://example.org/?mc_eid=)"}},
        "issues/october.md:30",
    ),
    *(
        ("link-counted", {"article": {"url": f"https://example.org/m?id=7&{name}=x"}}, "articles/mill.md:5")
        for name in (
            "fbclid",
            "gclid",
            "msclkid",
            "li_fat_id",
            "wbraid",
            "igsh",
            "igshid",
            "mc_cid",
            "_hsenc",
        )
    ),
    ("action-no-button", {"issue": {"actions": (make_action(button=""),)}}, "issues/october.md:1"),
    ("article-no-link", {"article": {"url": ""}}, "articles/mill.md:5"),
    (
        "licence-no-version",
        {"article": {"photo": make_photo(licence="CC-BY-SA", licence_url="")}},
        "articles/mill.md:11",
    ),
    ("diary-past", {"now": datetime(2026, 11, 6, tzinfo=UTC)}, "issues/october.md:1"),
    ("sender-name-not-ascii", {"branch": {"sender_name": "Münster"}, **SENDGRID}, "newsletter.toml"),
    ("no-reply", {"branch": {"reply_to": "no-reply@example.org"}}, "newsletter.toml"),
]


@pytest.mark.parametrize(
    ("finding_id", "changes", "where"), CASES, ids=[f"{case[0]}-{n}" for n, case in enumerate(CASES)]
)
def test_a_fault_is_found_where_it_stands(finding_id: str, changes: dict, where: str) -> None:
    findings = [finding for finding in check(make_case(changes)) if finding.id == finding_id]

    assert findings
    assert findings[0].where in (where, f"templates/email/digest/{where}")
    assert findings[0].level is (Level.BLOCKER if finding_id in BLOCKERS else Level.ADVICE)
    assert findings[0].message.endswith(".")
    assert findings[0].remedy


def test_an_issue_in_order_has_no_finding() -> None:
    article = {"photo": make_photo()}
    sender = {**SENDGRID, "unsubscribe_group": 7}

    assert check(make_proof(article=article)) == ()
    assert check(make_proof(article=article, **sender)) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"issue": {"subject": "x" * 60}},
        {"issue": {"subject": "[first_name|friend], " + "x" * 50}},
        {"issue": {"subject": "TUC: what we decided"}},
        {"issue": {"subject": "Regional news"}},
        {"issue": {"subject": "[first_name|friend] \\[sic]"}},
        {"issue": {"intro": "Text in [square brackets] and [the letter](https://example.org)."}},
        {
            "issue": {
                "intro": "[act.example.org](https://www.example.org/letter) and [www.example.org](https://act.example.org)"
            }
        },
        {
            "issue": {
                "intro": "[About Node.js](https://example.org) and [join@example.org](mailto:join@example.org)"
            }
        },
        {
            "issue": {
                "intro": "[The letter](https://example.org/?id=7&page=2&atm_medium=x&circlid=1#utm_source)"
            }
        },
        {
            "issue": {
                "intro": "[The bit.ly story](https://example.org/bit.ly) by [us](mailto:http@example.org)"
            }
        },
        {"issue": {"diary": make_dates()}, "now": datetime(2026, 11, 5, 18, 29, tzinfo=UTC)},
        {"issue": {"diary": make_dates()[1:]}, "now": datetime(2026, 11, 28, 22, 0, tzinfo=UTC)},
        {"article": {"summary": make_summary("A word. " * 40)}},
        {"article": {"summary": make_summary("One two. " + "word " * 29 + "end.")}},
        {"article": {"title": "[first_name|friend] {{ x }} 100%> or [1]"}},
        {"article": {"photo": make_photo(licence="CC0-1.0", licence_url="")}},
        {"branch": {"sender": "no-one@gmail.com"}},
        {"branch": {"sender": "no-one@gmail.com.example.org"}, **SENDGRID, "unsubscribe_group": 7},
        {"branch": {"sender_name": "Münster"}},
        {"branch": {"reply_to": "noreen@example.org"}},
        {"branch": {"postal_address": "Unity Hall,\n  12 High   Street"}},
        {"branch": {"imprint": "Published by a person, elsewhere"}},
        {"branch": {"complaints": "O’Neil & Daughters <complaints@example.org>"}},
        {"unsubscribe": "mailto:branch@example.org?subject=a&body=b"},
    ],
)
def test_what_is_in_order_is_not_found(changes: dict) -> None:
    assert check(make_proof(**changes)) == ()


def test_the_list_holds_every_finding_once_and_no_other_is_made() -> None:
    assert {case[0] for case in CASES} <= set(FINDINGS)
    assert not set(BLOCKERS) & set(ADVICE)
    assert FINDINGS == {**BLOCKERS, **ADVICE}
    with pytest.raises(KeyError):
        found("not-on-the-list", "", remedy="", where="")


def test_blockers_come_first() -> None:
    findings = check(
        make_proof(
            issue={"subject": "RE: X" * 20, "preheader": ""},
            article={"url": "", "summary": make_summary(" ")},
        )
    )
    levels = [finding.level for finding in findings]

    assert levels == sorted(levels, key=lambda level: level is not Level.BLOCKER)
    assert has_blocker(findings)
    assert not has_blocker(tuple(finding for finding in findings if finding.level is Level.ADVICE))


def test_an_error_that_a_check_names_already_is_not_said_twice() -> None:
    findings = check(make_proof(issue={"subject": "[firstname]"}))

    assert [finding.id for finding in findings if finding.level is Level.BLOCKER] == ["unknown-field"]


def test_an_error_that_no_check_names_is_a_blocker_with_its_own_remedy() -> None:
    proof = make_proof(issue={"intro": "[go](https://example.org/?[first_name])"})
    (finding,) = [found for found in check(proof) if found.id == "not-rendered"]

    assert finding.message == proof.error.message
    assert finding.remedy == proof.error.remedy


@pytest.mark.parametrize(
    "domain",
    "gmail.com googlemail.com outlook.com hotmail.co.uk yahoo.co.uk yahoo.com.au aol.com icloud.com "  # noqa: SIM905
    "gmx.de gmx.net proton.me live.com live.fr outlook.com.br btinternet.com".split(),
)
def test_free_mail_providers_are_known(domain: str) -> None:
    assert is_free_mail(domain)


@pytest.mark.parametrize(
    "domain",
    ["example.org", "notgmail.com", "live.example.org", "yahoo.example.co.uk", "gmx.union.example", ""],
)
def test_other_domains_are_not_free_mail(domain: str) -> None:
    assert not is_free_mail(domain)


def test_no_finding_repeats_a_whole_address_of_a_person() -> None:
    proof = make_proof(branch={"sender": "no-one@gmail.com", "reply_to": "noreply@example.org"}, **SENDGRID)

    assert not [finding for finding in check(proof) if "@" in finding.message + finding.remedy]
