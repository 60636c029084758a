"""Judges a mail as it arrived in somebody's inbox: whether it is proved, easy to leave, unwatched, and to one person.

Pure, and careful: what is read was written by strangers. Nothing of it is repeated in a message but names of domains
and hosts, shortened to what such a name may hold.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from newsletter.checks.alignment import are_aligned, plain
from newsletter.checks.authentication import Result, Results, topmost
from newsletter.checks.diagnosis import Diagnosis, Health, ok, problem, unknown
from newsletter.checks.domain import tags
from newsletter.checks.parts import Mail, read

#: Names that a line repeats at most, and signatures that are looked at.
_MOST_NAMED, _MOST_SIGNATURES = 3, 20
ONE_CLICK = "List-Unsubscribe=One-Click"
#: SendGrid's own addresses for counted links and opened mails; those of its unsubscribe page are others.
_COUNTED = re.compile(r"/(?:ls|wf)/(?:click|open)\b|/ss/[co]/u\d", re.IGNORECASE)
_MARKED = re.compile(r"[?&;]utm_(?:source|medium|campaign)=", re.IGNORECASE)
#: Plain look-ups: html.parser needs minutes for some pages that were made to hurt it.
_HREF = re.compile(r"\bhref\s{0,9}=\s{0,9}[\"']?([^\"'\s<>]{1,2000})", re.IGNORECASE)
_LOADED = re.compile(
    r"(?:\b(?:src|srcset|background|poster)\s{0,9}=\s{0,9}[\"']?|url\(\s{0,9}[\"']?|@import\s{0,9}[\"'])\s{0,9}(?:https?:)?//",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://[^\s<>\"')]{1,2000}", re.IGNORECASE)
#: RFC 2919: a name, perhaps, and the id in angle brackets.
_LIST_ID = re.compile(r"[^<>]*<[a-z0-9_-]+(?:\.[a-z0-9_-]+)+>\s*", re.IGNORECASE)
#: What must hold before a large list is mailed through SendGrid.
PROOF = ("from", "dkim", "dmarc", "unsubscribe-signed", "list-unsubscribe", "one-click")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a received mail shows."""

    lines: tuple[Diagnosis, ...]

    @property
    def is_proved(self) -> bool:
        """Whether it showed all that large mailbox providers ask of large senders."""
        good = {line.id for line in self.lines if line.health is Health.OK}
        return good.issuperset(PROOF)

    @property
    def is_disproved(self) -> bool:
        """Whether it lacks some of that for certain; what could not be found out is no proof of either."""
        return any(line.id in PROOF and line.health is Health.PROBLEM for line in self.lines)


def judge(raw: bytes, *, domain: str, wants_one_click: bool) -> Judgement:
    """Judge a mail whose From address should be at `domain`.

    Without `wants_one_click` a mail whose List-Unsubscribe holds a mail address only is as it should be.
    """
    mail = read(raw)
    if mail is None:
        fault = problem(
            "mail-unreadable",
            "The file is no mail that could be read.",
            "Save the mail with all its headers (“Download message”, “Save as .eml”), and name that file.",
        )
        return Judgement(lines=(fault,))
    return Judgement(lines=tuple(_lines(mail, domain, wants_one_click=wants_one_click)))


def _lines(mail: Mail, domain: str, *, wants_one_click: bool) -> Iterator[Diagnosis]:
    written = topmost(mail.headers)
    yield _from(mail, domain)
    yield _receiver(written)
    yield _spf(written)
    yield _dkim(mail, written, domain)
    yield _dmarc(written, domain)
    if wants_one_click or "list-unsubscribe-post" in mail.names:
        yield _signed(mail, written, domain)
        yield _list_unsubscribe(mail)
        yield _one_click(mail)
    else:
        yield _way_out(mail)
    yield _list_id(mail)
    yield from _watched(mail)
    yield _text_part(mail)
    yield _recipients(mail)


# --- who sent it -----------------------------------------------------------------------------------------


def _from(mail: Mail, domain: str) -> Diagnosis:
    addresses = mail.addresses("from")
    if len(mail.all("from")) != 1 or len(addresses) != 1:
        return problem(
            "from", "The mail has not exactly one sender.", "Look at a mail that this program sent."
        )
    if not plain(domain) or plain(addresses[0].rpartition("@")[2]) != plain(domain):
        return problem(
            "from",
            f"The mail does not come from {domain}, so it says nothing about your newsletter.",
            "Send yourself a copy (newsletter send ISSUE --test ADDRESS), and save that mail.",
        )
    return ok("from", f"The mail comes from {domain}.")


_NO_WRITING = "The server that received the mail wrote nothing about it that can be trusted."
_OTHER_INBOX = "Send the copy to an inbox at Gmail, Outlook or Yahoo, and save the mail from there."


def _receiver(written: Results | None) -> Diagnosis:
    if written is None:
        return unknown("receiver", _NO_WRITING, _OTHER_INBOX)
    who = plain(written.host) or "a server that does not name itself"
    return ok("receiver", f"The verdicts about SPF, DKIM and DMARC were written by {who}.")


def _spf(written: Results | None) -> Diagnosis:
    verdicts = [result.verdict for result in written.of("spf")] if written else []
    if not verdicts:
        return unknown("spf", "The receiving server says nothing about SPF.", _OTHER_INBOX)
    if "pass" in verdicts:
        return ok("spf", "SPF passed.")
    return problem(
        "spf",
        f"SPF did not pass ({verdicts[0]}).",
        "Look at the entries of your domain with: newsletter doctor",
    )


def _dmarc(written: Results | None, domain: str) -> Diagnosis:
    results = written.of("dmarc") if written else ()
    verdicts = [result.verdict for result in results]
    if not all(plain(result.properties.get("header.from", domain)) == plain(domain) for result in results):
        return unknown(
            "dmarc", "The receiving server speaks of another sender than the mail names.", _OTHER_INBOX
        )
    if not verdicts:
        return unknown("dmarc", "The receiving server says nothing about DMARC.", _OTHER_INBOX)
    if verdicts == ["pass"]:
        return ok("dmarc", "DMARC passed.")
    return problem(
        "dmarc",
        f"DMARC did not pass ({verdicts[0]}).",
        "Look at the entries of your domain with: newsletter doctor",
    )


def _dkim(mail: Mail, written: Results | None, domain: str) -> Diagnosis:
    signatures = [each for each in _signatures(mail, written) if are_aligned(each.signer, domain)]
    own = sorted({each.signer for each in signatures})[:_MOST_NAMED]
    if not own:
        return problem(
            "dkim",
            f"The mail has no signature in the name of {domain}.",
            "Authenticate your domain at SendGrid (Settings, Sender Authentication), then look again.",
        )
    valid = sorted({each.signer for each in signatures if each.verdict == "pass"})[:_MOST_NAMED]
    if valid:
        return ok("dkim", f"The signature in the name of {', '.join(valid)} is valid.")
    if not any(each.verdict for each in signatures):
        return unknown(
            "dkim",
            f"Nobody says whether the signature in the name of {', '.join(own)} is valid.",
            _OTHER_INBOX,
        )
    return problem(
        "dkim",
        f"The signature in the name of {', '.join(own)} is not valid.",
        "Look at the entries of your domain with: newsletter doctor",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signature:
    """One DKIM-Signature of the mail, and what the receiving server says of it: "" for nothing."""

    signer: str
    covered: frozenset[str]
    verdict: str

    @property
    def covers_way_out(self) -> bool:
        return {"list-unsubscribe", "list-unsubscribe-post"} <= self.covered


def _signatures(mail: Mail, written: Results | None) -> list[_Signature]:
    listed = [tags(value) for value in mail.all("dkim-signature")[:_MOST_SIGNATURES]]
    results = written.of("dkim") if written else ()
    return [
        _Signature(
            signer=plain(found.get("d", "")),
            covered=frozenset(name.strip().lower() for name in found.get("h", "").split(":")),
            verdict=_verdict(found, results),
        )
        for found in listed
    ]


def _verdict(signature: Mapping[str, str], results: Sequence[Result]) -> str:
    """Of several verdicts that may all be about this signature only an agreed one is good."""
    verdicts = [result.verdict for result in results if _is_about(result, signature)]
    return next((verdict for verdict in verdicts if verdict != "pass"), verdicts[0] if verdicts else "")


def _is_about(result: Result, signature: Mapping[str, str]) -> bool:
    """Servers name a signature by its domain, and mostly by its selector and the first signs of it (RFC 6008)."""
    signer, named = plain(signature.get("d", "")), plain(result.domain)
    is_below = "header.d" not in result.properties and named.endswith(f".{signer}")
    selector, start = result.properties.get("header.s"), result.properties.get("header.b", "")
    return (
        bool(signer)
        and (named == signer or is_below)
        and selector in (None, signature.get("s", ""))
        and re.sub(r"\s", "", signature.get("b", "")).startswith(start)
    )


def _signed(mail: Mail, written: Results | None, domain: str) -> Diagnosis:
    """RFC 8058 §4: a valid signature must cover both headers."""
    signatures = _signatures(mail, written)
    covering = [each.signer for each in signatures if each.verdict == "pass" and each.covers_way_out]
    if covering:
        return ok("unsubscribe-signed", f"The signature of {covering[0]} covers both unsubscribe headers.")
    if any(each.verdict == "pass" for each in signatures):
        return problem(
            "unsubscribe-signed",
            "No valid signature covers List-Unsubscribe and List-Unsubscribe-Post, so mail programs offer no button.",
            "Show this mail's DKIM-Signature headers to SendGrid's support.",
        )
    if any(each.covers_way_out and are_aligned(each.signer, domain) for each in signatures):
        return unknown(
            "unsubscribe-signed",
            "A signature covers both unsubscribe headers, but nobody says whether it is valid.",
            _OTHER_INBOX,
        )
    return unknown(
        "unsubscribe-signed", "There is no valid signature that could cover the unsubscribe headers."
    )


# --- how to leave ----------------------------------------------------------------------------------------

_GROUP = (
    "Check unsubscribe_group in newsletter.toml: SendGrid writes this header for mails with a group. If it still is "
    "not there, ask SendGrid's support."
)


def _list_unsubscribe(mail: Mail) -> Diagnosis:
    values = mail.all("list-unsubscribe")
    if len(values) != 1:
        how = (
            "no List-Unsubscribe header"
            if not values
            else f"{len(values)} List-Unsubscribe headers; one is valid"
        )
        return problem("list-unsubscribe", f"The mail has {how}.", _GROUP)
    uris = _uris(values[0])
    if uris is None:
        return problem(
            "list-unsubscribe",
            "The List-Unsubscribe header is not a list of addresses in angle brackets, so mail programs skip it.",
            _GROUP,
        )
    if not any(_is_https(uri) for uri in uris):
        return problem(
            "list-unsubscribe", "The List-Unsubscribe header holds no https address for one click.", _GROUP
        )
    return ok("list-unsubscribe", "List-Unsubscribe is there once and holds an https address.")


def _uris(value: str) -> list[str] | None:
    """The addresses of a List-Unsubscribe header (RFC 2369 §2), None where it is malformed."""
    if "=?" in value or not re.fullmatch(r"\s*<[^<>\s]+>(?:\s*,\s*<[^<>\s]+>)*\s*", value):
        return None
    return re.findall(r"<([^<>\s]+)>", value)


def _is_https(uri: str) -> bool:
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    return parts.scheme.lower() == "https" and bool(parts.hostname)


def _one_click(mail: Mail) -> Diagnosis:
    values = mail.all("list-unsubscribe-post")
    if [value.strip() for value in values] == [ONE_CLICK]:
        return ok("one-click", "List-Unsubscribe-Post asks for one click.")
    how = (
        "no List-Unsubscribe-Post header"
        if not values
        else "a List-Unsubscribe-Post header that is not as RFC 8058 wants it"
    )
    return problem("one-click", f"The mail has {how}, so mail programs offer no unsubscribe button.", _GROUP)


def _way_out(mail: Mail) -> Diagnosis:
    values = mail.all("list-unsubscribe")
    uris = _uris(values[0]) if len(values) == 1 else None
    if uris and any(uri.lower().startswith("mailto:") or _is_https(uri) for uri in uris):
        return ok(
            "list-unsubscribe",
            "List-Unsubscribe is there once. One click is not offered; large lists need it.",
        )
    return problem(
        "list-unsubscribe",
        "The mail has not exactly one well-formed List-Unsubscribe header.",
        "Send the copy with this program and not by hand; then report it as a fault.",
    )


def _list_id(mail: Mail) -> Diagnosis:
    values = mail.all("list-id")
    if len(values) == 1 and _LIST_ID.fullmatch(values[0].strip()):
        return ok("list-id", "List-Id is there, so that readers can sort your letters.")
    how = "no List-Id" if not values else "a List-Id that programs cannot read"
    return problem("list-id", f"The mail has {how}.", "Send the copy with this program, and save that mail.")


# --- what is in it ---------------------------------------------------------------------------------------


def _watched(mail: Mail) -> Iterator[Diagnosis]:
    if _is_counted([*_HREF.findall(mail.html), *_URL.findall(mail.text)]):
        yield problem(
            "links-counted",
            "Links of the mail were rewritten so that clicks are counted.",
            "Turn Click Tracking and Google Analytics off at SendGrid (Settings, Tracking).",
        )
    else:
        yield ok("links-counted", "No link counts who presses it.")
    if _LOADED.search(mail.html):
        yield problem(
            "opens-counted",
            "The mail loads a picture from a server, which then sees who opens it and when.",
            "Turn Open Tracking off at SendGrid (Settings, Tracking); own pictures do not belong in a letter.",
        )
    else:
        yield ok("opens-counted", "Nothing in the mail tells who opens it.")


def _is_counted(links: list[str]) -> bool:
    """Marks for Google Analytics are put on every link; on some of them they came with the article."""
    own = [link for link in links if "unsubscribe" not in link and not link.lower().startswith("mailto:")]
    return any(map(_COUNTED.search, links)) or (len(own) > 1 and all(map(_MARKED.search, own)))


def _text_part(mail: Mail) -> Diagnosis:
    if mail.text.strip():
        return ok("text-part", "The mail has a part in plain text.")
    return problem(
        "text-part", "The mail has no part in plain text.", "Look for what takes it out on the way."
    )


def _recipients(mail: Mail) -> Diagnosis:
    number = sum(len(mail.addresses(name)) for name in ("to", "cc", "bcc"))
    if number <= 1:
        return ok("recipients", "No other recipient can be seen.")
    return problem(
        "recipients",
        f"The mail shows {number} recipients to one another.",
        "Stop sending, and report this as a fault: that is a breach of data protection.",
    )
