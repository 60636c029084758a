"""Checks of the letter as mail: subject, preheader, size, pictures, links, and what the transport can carry."""

import re
from collections.abc import Iterator

from newsletter.checks import page
from newsletter.checks.finding import Finding, found
from newsletter.checks.proof import Proof
from newsletter.rendering.fields import mentions
from newsletter.rendering.links import safe_link
from newsletter.rendering.message import UNSAFE
from newsletter.settings import TransportName

#: Gmail cuts at 102 kB, and counts what providers add on the way.
LARGEST_HTML = 80_000
LARGE_HTML = 60_000
LONGEST_SUBJECT = 60
#: Columns that a merge field takes in a subject, about.
_NAME_WIDTH = 6

#: Providers whose domains publish that nobody else may send for them (DMARC), or whose terms say so.
_FREE_MAIL = frozenset(
    "gmail.com googlemail.com msn.com live.com live.co.uk ymail.com rocketmail.com aol.com "  # noqa: SIM905
    "aol.co.uk aim.com "
    "icloud.com me.com mac.com proton.me protonmail.com protonmail.ch pm.me web.de freenet.de t-online.de mail.com "
    "email.com zoho.com yandex.com yandex.ru mail.ru tutanota.com tuta.io tuta.com fastmail.com hushmail.com "
    "posteo.de mailbox.org btinternet.com sky.com virginmedia.com talktalk.net tiscali.co.uk ntlworld.com "
    "blueyonder.co.uk orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it wp.pl onet.pl o2.pl "
    "interia.pl qq.com 163.com 126.com naver.com".split()
)
#: Those with a domain in many countries.
_FREE_FAMILY = re.compile(
    r"(yahoo|hotmail|outlook|gmx|live)\.(com|net|org|[a-z]{2}|(com?|org|net)\.[a-z]{2})"
)


def check_email(proof: Proof) -> Iterator[Finding]:
    """Findings about subject, size, pictures and sender."""
    yield from _subject(proof)
    yield from _preheader(proof)
    yield from _size(proof)
    yield from _page(proof)
    yield from _sender(proof)


def _subject(proof: Proof) -> Iterator[Finding]:
    subject, where = proof.issue.subject, proof.issue.where("subject")
    if not subject.strip():
        yield found("no-subject", "The issue has no subject.", remedy='Write one: subject: "…"', where=where)
        return
    if UNSAFE.search(subject):
        yield found(
            "unsafe-subject",
            "The subject holds a line break or a hidden control character.",
            remedy="Type it again by hand, on one line.",
            where=where,
        )
    yield from _manners(subject, _with_names(subject), where)


def _manners(written: str, subject: str, where: str) -> Iterator[Finding]:
    if len(subject) > LONGEST_SUBJECT:
        message = (
            f"The subject has {len(subject)} characters; phones show about 40, few programs more than 60."
        )
        yield found("subject-long", message, remedy="Put what matters first, and shorten it.", where=where)
    # Arabic and Chinese have no capitals, and names of people do not decide.
    cased = [sign for sign in _without_names(written) if sign.lower() != sign.upper()]
    if len(cased) > 3 and all(map(str.isupper, cased)) and 2 * len(cased) > sum(map(str.isalpha, subject)):
        message = "The subject is all in capitals; spam filters and readers take it for shouting."
        yield found("subject-capitals", message, remedy="Write it like a sentence.", where=where)
    if re.match(r"\s*(re|fwd?|aw|wg)\s*:", subject, re.IGNORECASE):
        message = "The subject pretends to be an answer, which the law calls misleading."
        yield found("subject-reply", message, remedy="Take RE: or FW: out.", where=where)


def _with_names(subject: str) -> str:
    """The subject about as a reader sees it; the name is in capitals so that it never decides."""
    at, parts = 0, []
    for mention in mentions(subject):
        parts += [subject[at : mention.start], "X" * (len(mention.fallback) or _NAME_WIDTH)]
        at = mention.end
    return "".join([*parts, subject[at:]])


def _without_names(subject: str) -> str:
    at, parts = 0, []
    for mention in mentions(subject):
        parts.append(subject[at : mention.start])
        at = mention.end
    return "".join([*parts, subject[at:]])


def _preheader(proof: Proof) -> Iterator[Finding]:
    if not proof.issue.preheader.strip():
        yield found(
            "no-preheader",
            "The issue has no preheader; inboxes then show the letter's first words beside the subject.",
            remedy='Write one line that goes on where the subject ends: preheader: "…"',
            where=proof.issue.where("preheader"),
        )


def _size(proof: Proof) -> Iterator[Finding]:
    size = len(proof.letter.html.encode()) if proof.letter else 0
    finding_id = "html-too-large" if size > LARGEST_HTML else "html-large" if size > LARGE_HTML else ""
    if finding_id:
        yield found(
            finding_id,
            f"The HTML part has {size / 1000:.0f} kB. Gmail cuts letters at 102 kB, with what providers add.",
            remedy="Take an article out, or shorten the summaries.",
            where=proof.issue.where("articles"),
        )


def _page(proof: Proof) -> Iterator[Finding]:
    if proof.letter is None:
        return
    seen = page.read(proof.letter.html)
    if any(picture.alt is None for picture in seen.pictures):
        message = "The design has a picture without an alternative text."
        yield found(
            "picture-no-alt", message, remedy='Write alt="…", or alt="" for ornament.', where=proof.design
        )
    if not proof.published.issuperset(seen.loads):
        message = (
            "The design loads a picture or style from another host, which would see who reads the letter."
        )
        yield found("picture-remote", message, remedy="Take it out of the template.", where=proof.design)
    if any(not safe_link(link) for link in seen.links if link != proof.unsubscribe):
        message = "The design has a link that is empty or does not begin with http, https or mailto."
        yield found("bad-link", message, remedy="Mend it in the template.", where=proof.design)
    if any(not _stands_in(proof.letter.text, link) for link in seen.links if safe_link(link)):
        message = "The text part lacks a link that the HTML part has; who reads text cannot follow it."
        remedy = "Write it in the design's email.txt.j2, too."
        yield found("link-not-in-text", message, remedy=remedy, where=proof.design)


def _stands_in(text: str, link: str) -> bool:
    """Whether a reader of the text finds where the link leads; of a mailto only the address need be there."""
    return link in text or (link.startswith("mailto:") and link[7:].partition("?")[0] in text)


def _sender(proof: Proof) -> Iterator[Finding]:
    branch, by_sendgrid = proof.branch, proof.transport is TransportName.SENDGRID
    domain = branch.sender.rpartition("@")[2].lower()
    if by_sendgrid and is_free_mail(domain):
        yield found(
            "free-mail-sender",
            f"The From address is at {domain}; mail programs refuse such mail when SendGrid sends it.",
            remedy="Use an address at a domain of your own, and authenticate that domain at SendGrid.",
            where="newsletter.toml",
        )
    if by_sendgrid and not branch.sender_name.isascii():
        yield found(
            "sender-name-not-ascii",
            "The From name has letters outside A-Z, which SendGrid may spoil on the way.",
            remedy="Send a test to yourself and look at the From line.",
            where="newsletter.toml",
        )
    if re.match(r"(no|do-?not)[-_.]?reply", branch.reply_to, re.IGNORECASE):
        yield found(
            "no-reply",
            "Answers go to an address that nobody reads.",
            remedy="Name an inbox that somebody looks after as reply_to.",
            where="newsletter.toml",
        )


def is_free_mail(domain: str) -> bool:
    """Whether a domain belongs to a free-mail provider."""
    return domain in _FREE_MAIL or _FREE_FAMILY.fullmatch(domain) is not None
