"""Checks that both parts of a letter say the same, and that neither leaves out whose picture it was."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from newsletter.articles.credits.licence import licence_label
from newsletter.checks.accessibility import parse
from newsletter.checks.finding import Finding, found
from newsletter.checks.proof import Proof
from newsletter.rendering.content import one_line

#: Share of the page's words that the text part must have; shipped designs reach 0.95, a stub of a text 0.1.
LEAST_SHARE = 0.8
_WORD = re.compile(r"\w+")
_SILENT = ("style", "script", "title", "head")


def check_agreement(proof: Proof) -> Iterator[Finding]:
    """Findings about the two parts side by side. Links are looked at by email.py, what the law asks by law.py."""
    page = parse(proof.letter.html) if proof.letter is not None else None
    if page is None or proof.letter is None:
        return
    seen, text = _seen(page), proof.letter.text
    share = _share(_words(seen, proof.letter.nonce), _words(text, proof.letter.nonce))
    if share < LEAST_SHARE:
        yield found(
            "parts-differ",
            f"The text part has {share:.0%} of the words of the HTML part; mail filters take that for a trick.",
            remedy="Print the same things in the design's email.txt.j2 as in its email.html.j2.",
            where=proof.design.replace("email.html.j2", "email.txt.j2"),
        )
    for name, part in (("HTML", seen), ("text", text)):
        yield from _credits(proof, name, "".join(part.split()))


def _seen(element: Any) -> str:
    """What a reader sees of the page: the preheader is for inboxes, comments and styles are for programs."""
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return ""
    if re.search(r"display\s*:\s*none", element.get("style", "")):
        return ""
    pieces = [element.text or ""]
    for child in element:
        pieces += [_seen(child), child.tail or ""]
    return (
        f" {''.join(pieces)} "
        if element.tag not in ("a", "bdi", "span", "strong", "em", "b", "i")
        else "".join(pieces)
    )


def _words(text: str, nonce: str) -> Counter[str]:
    return Counter(_WORD.findall(re.sub(rf"{nonce}[ht]\d\d", "friend", text).lower()))


def _share(page: Counter[str], text: Counter[str]) -> float:
    return (page & text).total() / page.total() if page else 1.0


def _credits(proof: Proof, name: str, words: str) -> Iterator[Finding]:
    """`words`: without any space, as the text part breaks lines where it must."""
    for article in proof.articles:
        photo = article.photo
        if photo is None or not photo.author.strip():
            continue
        wanted = [one_line(photo.author)]
        wanted += [licence_label(photo.licence.strip())] if photo.licence.strip() else []
        if not all("".join(piece.split()) in words for piece in wanted):
            where = proof.design if name == "HTML" else proof.design.replace("email.html.j2", "email.txt.j2")
            yield found(
                "credit-missing",
                f"The {name} part does not say whose picture goes with {article.slug}, or under which licence.",
                remedy="Print article.credit.text and article.credit.licence as the shipped design does.",
                where=where,
            )
