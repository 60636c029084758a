"""Only what the receiving server wrote itself is believed, and each verdict of the signature that it is about."""

import pytest

from newsletter.checks.authentication import topmost
from newsletter.checks.diagnosis import Health
from newsletter.checks.received import judge

GOOD = "mx.example.net; dkim=pass header.i=@example.org header.s=s1 header.b=AbCd; dmarc=pass header.from=example.org"
SIGNATURE = (
    "dkim-signature",
    "v=1; d=example.org; s=s1; h=from:list-unsubscribe:list-unsubscribe-post; b=AbCdEf",
)


def by(host):
    return (
        "received",
        f"from mail.example.org (by evil.example) by {host} with ESMTPS id 1; Mon, 5 Oct 2026",
    )


def results(text=GOOD):
    return ("authentication-results", text)


@pytest.mark.parametrize(
    ("headers", "is_believed"),
    [
        ([results(), by("mx.example.net"), SIGNATURE], True),
        ([by("mx.example.net"), results(), SIGNATURE], True),
        ([by("inbox4.example.net"), results(), SIGNATURE], True),
        ([by("2002:a05:6504::1"), by("mx.example.net"), results(), SIGNATURE], True),
        ([by("10.2.3.4"), by("box.internal"), by("mx.example.net"), results(), SIGNATURE], True),
        # written by the sender, whose headers stand below the Received of whoever took the mail in
        ([by("mx.example.net"), results(GOOD.replace("mx.example.net", "mx.evil.example")), SIGNATURE], False),
        ([by("mx.example.net"), by("mx.evil.example"), results("mx.evil.example; dkim=pass header.d=example.org")],
         False),
        ([by("mx.example.net"), SIGNATURE, results()], False),
        ([by("box.internal"), results(), SIGNATURE], False),
        ([("received", "no words"), results(), SIGNATURE], False),
        # Microsoft gives no name
        ([by("AB1.prod.outlook.com"), results("spf=pass smtp.mailfrom=example.org; dkim=pass header.d=example.org")],
         True),
        ([by("mx.example.net"), results("dkim=pass header.d=example.org")], False),
        ([by("outlook.com.evil.example"), results("dkim=pass header.d=example.org")], False),
        ([], False),
    ],
)  # fmt: skip
def test_only_the_server_that_took_the_mail_in_is_believed(headers, is_believed):
    assert (topmost(headers) is not None) is is_believed


def mail(*headers, way_out=True):
    lines = [f"{name}: {value}" for name, value in headers]
    lines += [
        "From: News <news@example.org>",
        "To: a@example.net",
        "Subject: x",
        "List-Id: <news.example.org>",
    ]
    if way_out:
        lines += [
            "List-Unsubscribe: <https://example.net/u>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        ]
    return ("\r\n".join(lines) + "\r\n\r\nHello\r\n").encode()


def health(raw):
    found = judge(raw, domain="example.org", wants_one_click=True)
    return found, {line.id: line.health for line in found.lines}


def test_a_mail_that_arrived_as_it_should_is_proof():
    found, lines = health(mail(by("mx.example.net"), results(GOOD + "; spf=pass"), SIGNATURE))
    assert set(lines.values()) == {Health.OK}
    assert (found.is_proved, found.is_disproved) == (True, False)


def test_the_same_mail_with_verdicts_of_its_sender_proves_nothing():
    forged = results(GOOD.replace("mx.example.net", "mx.evil.example"))
    found, lines = health(mail(by("mx.example.net"), forged, SIGNATURE))
    assert {lines[each] for each in ("receiver", "spf", "dkim", "dmarc", "unsubscribe-signed")} == {
        Health.UNKNOWN
    }
    assert (found.is_proved, found.is_disproved) == (False, False)


@pytest.mark.parametrize(
    ("verdict", "dkim"),
    [
        ("dkim=pass header.d=example.org", "ok"),
        ("dkim=pass header.i=@news.example.org", "ok"),
        ("dkim=fail header.d=example.org", "problem"),
        ("dkim=pass header.d=example.org header.s=s2", "unknown"),
        ("dkim=pass header.d=example.org header.b=Other", "unknown"),
        ("dkim=pass header.d=example.org; dkim=fail header.d=example.org", "problem"),
        ("dkim=pass header.d=evil.example", "unknown"),
        ("dkim=pass", "unknown"),
    ],
)
def test_a_verdict_counts_for_the_signature_that_it_is_about(verdict, dkim):
    _, lines = health(mail(by("mx.example.net"), results(f"mx.example.net; {verdict}"), SIGNATURE))
    assert lines["dkim"] == dkim


def test_a_signature_that_covers_but_fails_does_not_borrow_from_one_that_passes():
    bare = ("dkim-signature", "v=1; d=example.org; s=s2; h=from; b=Zz")
    said = results(
        "mx.example.net; dkim=fail header.d=example.org header.s=s1; dkim=pass header.d=example.org header.s=s2"
    )
    found, lines = health(mail(by("mx.example.net"), said, SIGNATURE, bare))
    assert (lines["dkim"], lines["unsubscribe-signed"]) == (Health.OK, Health.PROBLEM)
    assert (found.is_proved, found.is_disproved) == (False, True)


def test_dmarc_of_another_sender_is_no_dmarc():
    said = results("mx.example.net; dmarc=pass header.from=evil.example")
    assert health(mail(by("mx.example.net"), said, SIGNATURE))[1]["dmarc"] is Health.UNKNOWN
