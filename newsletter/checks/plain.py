"""Checks of plain and quiet language: long sentences, shouting, exclamation marks, one main request."""

import re
from collections.abc import Iterator

from newsletter.articles.credits.credit import is_credit
from newsletter.checks.acronyms import KNOWN, check_acronyms
from newsletter.checks.finding import Finding, found
from newsletter.checks.proof import Proof
from newsletter.checks.prose import Prose, plain, read

MOST_WORDS_OF_A_SENTENCE = 30
#: Neighbours in capitals, or one word too long for a short form.
_SHOUT = re.compile(r"(?<![\w-])(?:[^\W\d_a-z]{3,}(?: [^\W\d_a-z]{3,})+|[^\W\d_a-z]{9,})(?![\w-])")
_LEFT_OVER = re.compile(
    r"\b(?:leave a (?:reply|comment)|featured image:|photo credit:|share this (?:article|post|story)|"
    r"sign up (?:for|to) (?:our|the) newsletter|click here to subscribe)",
    re.IGNORECASE,
)


def check_plain(proof: Proof) -> Iterator[Finding]:
    """Findings about how the letter speaks, in the order of reading."""
    texts = read(proof)
    for prose in texts:
        yield from _sentences(prose)
        yield from _shouting(prose)
    yield from _exclamations(proof, texts)
    yield from check_acronyms(proof)
    yield from _left_overs(proof)
    yield from _asks(proof)
    yield from _preheader(proof)


def _sentences(prose: Prose) -> Iterator[Finding]:
    for sentence in prose.sentences():
        if (count := len(sentence.split())) > MOST_WORDS_OF_A_SENTENCE:
            opening = " ".join(sentence.split()[:5])
            yield found(
                "sentence-long",
                f"A sentence of {prose.what} has {count} words (“{opening} …”).",
                remedy="Make two of it.",
                where=prose.at(max(0, prose.text.find(sentence))),
            )


def _shouting(prose: Prose) -> Iterator[Finding]:
    for match in _SHOUT.finditer(prose.text):
        # Letters of scripts without capitals are no small letters either.
        loud = [word for word in re.findall(r"\w+", match[0]) if word not in KNOWN and word.isupper()]
        # Several short ones may be the names of several unions.
        if loud and match[0].isupper() and max(map(len, loud)) >= (5 if len(loud) > 1 else 9):
            yield found(
                "words-shouting",
                f"{prose.what[0].upper()}{prose.what[1:]} shouts: “{match[0][:40]}”.",
                remedy="Write it in small letters; in the introduction **two stars** make words strong.",
                where=prose.at(match.start()),
            )
            return


def _exclamations(proof: Proof, texts: tuple[Prose, ...]) -> Iterator[Finding]:
    subject = plain(proof.issue.subject)
    if subject.count("!") > 1:
        yield _too_loud("The subject", proof.issue.where("subject"))
    if "!!" in plain(proof.issue.preheader):
        yield _too_loud("The preheader", proof.issue.where("preheader"))
    for prose in texts:
        if (at := prose.text.find("!!")) >= 0:
            yield _too_loud(f"{prose.what[0].upper()}{prose.what[1:]}", prose.at(at))


def _too_loud(what: str, where: str) -> Finding:
    return found(
        "exclamation-marks",
        f"{what} has several exclamation marks, which mail filters count against a letter.",
        remedy="Leave one, or none: what happened is strong enough.",
        where=where,
    )


def _left_overs(proof: Proof) -> Iterator[Finding]:
    for article in proof.articles:
        lines = [line.strip() for line in article.summary.text.splitlines() if line.strip()]
        left = _LEFT_OVER.search(article.summary.text)
        if left or any(map(is_credit, lines)):
            yield found(
                "summary-left-over",
                f"The summary of {article.slug} holds a line of the page around the article, or its photo credit.",
                remedy=f"Take it out: newsletter article edit {article.slug}",
                where=article.where("summary.text"),
            )


def _asks(proof: Proof) -> Iterator[Finding]:
    if (number := len(proof.issue.actions)) > 1:
        yield found(
            "several-asks",
            f"The letter asks for {number} things alike; most people who are asked for several do none.",
            remedy="Keep the most important one, and put the others into the next issue or into the introduction.",
            where=proof.issue.where("actions.1.title"),
        )


def _preheader(proof: Proof) -> Iterator[Finding]:
    subject, preheader = _bare(proof.issue.subject), _bare(proof.issue.preheader)
    if subject and preheader and (preheader == subject or preheader.startswith(f"{subject} ")):
        yield found(
            "preheader-repeats",
            "The preheader says what the subject says; inboxes show both beside one another.",
            remedy="Go on where the subject ends: what else is in the letter?",
            where=proof.issue.where("preheader"),
        )


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", plain(text).lower()))
