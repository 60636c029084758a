"""Checks of what the law asks of every letter: a way out, who sent it, where to complain.

UK: PECR regulation 23 (identity and a valid address), Data Protection Act 2018 section 164A (complaints),
Elections Act 2022 part 6 (name and postal address of the promoter). Bulk rules of Gmail, Yahoo and Microsoft ask
for the visible unsubscribe link. Not legal advice.
"""

import re
from collections.abc import Iterator

from newsletter.checks import page
from newsletter.checks.finding import Finding, found
from newsletter.checks.proof import Proof
from newsletter.rendering.content import one_line, postal_address
from newsletter.settings import TransportName

#: Homes and people; a street and a number may be an office as well.
_HOME = re.compile(r"\b(?:flat|apartment|apt|bedsit|cottage|bungalow|farmhouse)\b|\bc/o\b", re.IGNORECASE)


def check_law(proof: Proof) -> Iterator[Finding]:
    """Findings about what must stand in both parts, and who answers the unsubscribe link."""
    yield from _settings(proof)
    for name, source in proof.parts():
        seen = page.read(source) if name == "HTML" else None
        words = one_line(source) if seen is None else seen.words
        has_link = proof.unsubscribe in (source.split() if seen is None else seen.links)
        yield from _part(proof, name, words, has_link=has_link)


def _settings(proof: Proof) -> Iterator[Finding]:
    if proof.transport is TransportName.SENDGRID and not proof.unsubscribe_group:
        yield found(
            "no-unsubscribe-group",
            "There is no unsubscribe group, so nobody could unsubscribe from a letter sent by SendGrid.",
            remedy="Make one at SendGrid (Suppressions, Unsubscribe Groups) and write under [sending] its number as "
            'unsubscribe_group; a line unsubscribe = "mailto" there must go.',
            where="newsletter.toml",
        )
    if not proof.branch.postal_address.strip():
        yield _no_address("Nowhere", "Write postal_address under [branch].", "newsletter.toml")
    elif _HOME.search(proof.branch.postal_address):
        yield found(
            "home-address",
            "The postal address looks like somebody's home, and stands in every letter and every forwarded copy.",
            remedy="A PO box, the trades council or the union's office will do: postal_address under [branch].",
            where="newsletter.toml",
        )
    if not proof.branch.complaints.strip():
        yield _no_complaints("Nowhere", "Write complaints under [branch].", "newsletter.toml")


def _part(proof: Proof, name: str, words: str, *, has_link: bool) -> Iterator[Finding]:
    remedy = f"Put it back into the footer of the {name} template."
    where = proof.design if name == "HTML" else proof.design.replace("email.html.j2", "email.txt.j2")
    if not has_link:
        message = f"The {name} part has no unsubscribe link."
        yield found("no-unsubscribe", message, remedy=remedy, where=where)
    if (address := postal_address(proof.branch)) and address not in words:
        yield _no_address(f"The {name} part", remedy, where)
    if one_line(proof.branch.name) not in words or one_line(proof.branch.imprint) not in words:
        what = (
            "the branch's name" if one_line(proof.branch.name) not in words else "the imprint of the settings"
        )
        yield found("no-imprint", f"The {name} part does not say {what}.", remedy=remedy, where=where)
    if (complaints := one_line(proof.branch.complaints)) and complaints not in words:
        yield _no_complaints(f"The {name} part", remedy, where)


def _no_address(what: str, remedy: str, where: str) -> Finding:
    said = (
        "is the branch's postal address" if what == "Nowhere" else "does not say the branch's postal address"
    )
    return found("no-postal-address", f"{what} {said}.", remedy=remedy, where=where)


def _no_complaints(what: str, remedy: str, where: str) -> Finding:
    said = "is it said where to complain" if what == "Nowhere" else "does not say where to complain"
    return found("no-complaints-contact", f"{what} {said}.", remedy=remedy, where=where)
