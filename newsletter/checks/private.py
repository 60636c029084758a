"""Checks of what may be private in the texts about an article: numbers of people, homes, confidences, names.

Kind and place are told; nothing of it is repeated. Whether readers are meant to have it, only a person knows: the
address of a picket and a hotline look like a home and a friend's number. Who has looked says so with its very words.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from newsletter.articles.article import Article
from newsletter.articles.reading.anonymity import pseudonyms
from newsletter.articles.reading.traces import PHONE, traces
from newsletter.articles.reading.withheld import names_any, unnamed, withheld
from newsletter.checks.finding import Finding, found
from newsletter.checks.proof import Proof

#: As a person calls them; the branch's own words elsewhere are its own to say.
_TEXTS = {"title": "title", "standfirst": "standfirst", "summary.text": "summary"}
#: Between two things that somebody has looked up.
_BETWEEN = "; "
_LEAST = 3  # letters and digits of what is typed of a trace


class Trace(NamedTuple):
    """Something that seems to be private."""

    field: str
    message: str
    #: as they stand there, to be settled by; never told.
    words: str


def check_private(proof: Proof) -> Iterator[Finding]:
    """Findings about the articles' titles, standfirsts and summaries, in the order of reading."""
    for article in proof.articles:
        told = set[tuple[str, str]]()
        for trace in private_traces(article):
            if (trace.field, trace.message) in told:
                continue
            told.add((trace.field, trace.message))
            yield found(
                "private-trace",
                trace.message,
                remedy="Take it out unless readers are meant to have it, as the place of a picket or a hotline: "
                f"newsletter article edit {article.slug}. {how_to_settle(article.slug)}",
                where=article.where(trace.field),
            )


def how_to_settle(slug: str) -> str:
    """What somebody types who has looked."""
    return f'If they are: newsletter article accept {slug} --checked "its very words (why they may have it)"'


def private_traces(article: Article) -> Iterator[Trace]:
    """What seems to be private in the texts about an article, and nobody has settled."""
    for trace in (*_in_texts(article), *_of_paragraphs(article)):
        if not settles(trace.words, article.summary.checked):
            yield trace


def settles(words: str, checked: str) -> bool:
    """Whether something that a person has looked up begins with these words, or with the number in them."""
    return any(behind(words, item) is not None for item in checked.split(_BETWEEN))


def behind(words: str, said: str) -> str | None:
    """What is said behind these words, or behind the number in them; None where something else is meant."""
    number = re.search(r"\d.*", words)
    names = (
        words.split() if words.istitle() else []
    )  # Pflegerin Ana Beispiel: a part of it is settled as well
    parts = (" ".join(names[place:]) for place in range(1, len(names)))
    for begin in (words, number[0] if number else words, *parts):
        signs = re.findall(r"\w", begin)
        shape = r"\W*".join(signs)  # however somebody parts them
        match = re.match(rf"\W*{shape}(?!\w)", said, re.IGNORECASE) if len(signs) >= _LEAST else None
        if match and words != PHONE:
            return said[match.end() :]
    return None


def _texts(article: Article) -> Iterator[tuple[str, str, str]]:
    for field, name in _TEXTS.items():
        yield field, name, article.summary.text if field == "summary.text" else getattr(article, field)


def _in_texts(article: Article) -> Iterator[Trace]:
    for field, name, text in _texts(article):
        for kind, words in traces(text):
            yield Trace(field, f"The {name} of {article.slug} seems to hold {kind}.", words)


def _of_paragraphs(article: Article) -> Iterator[Trace]:
    """Names that stand in an article beside the words that they were not to be named, or changed."""
    for number, name in unnamed(article.paragraphs):
        place = f"paragraph {number + 1}"
        message = (
            f"{place.capitalize()} of {article.slug} seems to name somebody who does not want to be named."
        )
        yield Trace(f"paragraphs.{number}", message, name)
        for field, what, text in _texts(article):
            if names_any(text, (name,)) and name not in withheld(text):  # _in_texts has told those
                deed = f"names somebody who, as {place} says, does not want to be named."
                yield Trace(field, f"The {what} of {article.slug} {deed}", name)
    for number, paragraph in enumerate(article.paragraphs):
        deed = f"uses a name that was changed, as paragraph {number + 1} says, without saying so."
        for name in pseudonyms(paragraph):
            for field, what, text in _texts(article):
                is_said = name in (*withheld(text), *pseudonyms(text))
                if not is_said and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text):
                    yield Trace(field, f"The {what} of {article.slug} {deed}", name)
