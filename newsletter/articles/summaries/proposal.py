"""What may become an article's summary: its own words, in whole sentences, several ways to choose from.

The first one is what `article add` writes into the file. A person picks, edits or writes another one. What seems to be
private in an article (a member's number, somebody's home, a confidence) is no part of any of them.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from newsletter.articles.article import Article, SummaryOrigin
from newsletter.articles.cleaning import count_words, words
from newsletter.articles.reading.traces import kinds
from newsletter.articles.reading.withheld import names_any, unnamed
from newsletter.articles.summaries.abbreviations import breaks_off
from newsletter.articles.summaries.quotations import quotations
from newsletter.articles.summaries.ranking import choose, rank
from newsletter.articles.summaries.sentences import (
    Sentence,
    is_balanced,
    is_whole,
    leans,
    sentences,
    stands_alone,
)

MOST_WORDS = 80
FEWEST_WORDS = 12
_ALTERNATES = 2
_MOST_FORMS = 20  # places where an article explains a short form
_ACRONYM = re.compile(r"(?<![\w(])([A-Z][A-Z&]{1,6}[A-Z])(?![\w)])")
_SMALL = frozenset("of the and for in on de la las los del y do da du des et e i din a al".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One text to choose. `sentences` are places as "1.1 1.2", "" for a text that is not taken from the body."""

    text: str
    origin: SummaryOrigin
    sentences: str = ""


def proposals(article: Article, description: str = "", *, most_words: int = MOST_WORDS) -> list[Proposal]:
    """What may become the summary, best first; none where no whole sentence fits. No two of them are alike."""
    found: list[Proposal] = []
    said: set[tuple[str, ...]] = set()
    for proposal in _all(article, description or _described(article), most_words):
        key = tuple(words(proposal.text))
        if key not in said:
            said.add(key)
            found.append(proposal)
    return found


def _described(article: Article) -> str:
    """The page's own description, also where it is the summary itself."""
    summary = article.summary
    return summary.text if summary.origin is SummaryOrigin.DESCRIPTION else summary.description


def privately(article: Article) -> Callable[[str], bool]:
    """What tells whether a text seems to hold something private, such as a name that the article was to withhold."""
    names = frozenset(name for _, name in unnamed((article.title, article.standfirst, *article.paragraphs)))
    return lambda text: bool(kinds(text)) or names_any(text, names)


def _all(article: Article, description: str, most_words: int) -> Iterator[Proposal]:
    is_private = privately(article)
    for text, origin in (
        (description, SummaryOrigin.DESCRIPTION),
        (article.standfirst, SummaryOrigin.STANDFIRST),
    ):
        is_fit = is_whole(text) and FEWEST_WORDS <= count_words(text) <= most_words
        if is_fit and not is_private(text) and not repeats_lead(text, article):
            same = words(text) == words(article.standfirst)
            yield Proposal(text=text, origin=SummaryOrigin.STANDFIRST if same else origin)
    every = sentences(article)
    private = frozenset(sentence.order for sentence in every if is_private(sentence.text))
    if beginning := lead(every, most_words, language=article.language, without=private):
        yield _of(beginning, SummaryOrigin.LEAD, article, most_words)
    for chosen in _ranked(article, every, most_words, private):
        yield _of(chosen, SummaryOrigin.RANKED, article, most_words)


def lead(
    every: Sequence[Sentence], most_words: int, *, language: str = "", without: Collection[int] = ()
) -> list[Sentence]:
    """Whole sentences from the beginning, as many as fit, but for private ones and those that lean on them."""
    taken: list[Sentence] = []
    left, is_behind_gap = most_words, False
    for sentence in every:
        is_behind_gap = sentence.order in without or (is_behind_gap and leans(sentence.text, language))
        if is_behind_gap:
            continue
        left -= sentence.words
        if left < 0:
            break
        taken.append(sentence)
    while taken and (
        breaks_off(taken[-1].text) or not is_balanced(" ".join(sentence.text for sentence in taken))
    ):
        taken.pop()  # the rest of a quotation, or of a name, did not fit
    return taken


def _ranked(
    article: Article, every: Sequence[Sentence], most_words: int, private: frozenset[int]
) -> Iterator[list[Sentence]]:
    """The best sentences together; then the first one with others that were not in it."""
    language = article.language
    worth = rank(every, article.title)
    best = choose(every, worth, most_words=most_words, language=language, without=private)
    if best and stands_alone(best[0], language):
        yield best
    fit = (s.order for s in every if stands_alone(s, language) and s.words <= most_words)
    opening = next((order for order in fit if order not in private), None)
    if opening is None:
        return
    told = {sentence.order for sentence in best} - {opening} | private
    for _ in range(_ALTERNATES):
        other = choose(
            every, worth, most_words=most_words, language=language, first=(opening,), without=frozenset(told)
        )
        if len(other) < 2 or not stands_alone(other[0], language):
            return
        yield other
        told |= {sentence.order for sentence in other} - {opening}


def _of(chosen: Sequence[Sentence], origin: SummaryOrigin, article: Article, most_words: int) -> Proposal:
    text = " ".join(sentence.text for sentence in chosen)
    full = with_long_forms(text, article)
    return Proposal(
        text=full if count_words(full) <= most_words else text,
        origin=origin,
        sentences=" ".join(sentence.place for sentence in chosen),
    )


def is_made_of_its_sentences(article: Article) -> bool:
    """Whether the summary still has the words of the sentences that its file names."""
    summary = article.summary
    places = {sentence.place: sentence.text for sentence in sentences(article)}
    text = " ".join(places.get(place, "") for place in summary.sentences.split())
    return words(summary.text) in (words(text), words(with_long_forms(text, article)))


def repeats_lead(text: str, article: Article) -> bool:
    """Whether a text says just what the article begins with."""
    said = words(text)
    beginning = [word for paragraph in article.paragraphs[:4] for word in words(paragraph)]
    return beginning[: len(said)] == said


def with_long_forms(text: str, article: Article) -> str:
    """The text with the long form of a short name put where it stands first, if the article says it: "ABC" becomes
    "Long Name (ABC)" where the article has just that. Not within a quotation: nobody said it there.
    """
    body = "\n".join(article.paragraphs)[:50_000]
    said = quotations(text)
    for match in reversed(list(_ACRONYM.finditer(text))):
        short = match[1]
        if text.find(short) != match.start() or f"({short})" in text:
            continue
        if any(each.start <= match.start() < each.end for each in said):
            continue
        if (long := _long_form(short, body)) and long.lower() not in text.lower():
            text = f"{text[: match.start()]}{long} ({short}){text[match.end() :]}"
    return text


def _long_form(short: str, body: str) -> str:
    """The words right before "(ABC)" whose first letters are A, B and C; "" where two names have these letters."""
    places = [match.start() for match in islice(re.finditer(re.escape(f"({short})"), body), _MOST_FORMS)]
    forms = {form.casefold(): form for at in places if (form := _form_before(at, short, body))}
    return next(iter(forms.values())) if len(forms) == 1 else ""


def _form_before(at: int, short: str, body: str) -> str:
    before = re.findall(r"[^\W\d_][\w’'-]*", re.split(r"[.!?;:,()\n]", body[max(0, at - 200) : at])[-1])
    for count in range(2, min(len(before), 14) + 1):
        taken = before[-count:]
        initials = "".join(word[0] for word in taken if word.lower() not in _SMALL)
        every = "".join(word[0] for word in taken)
        wanted = short.replace("&", "").lower()
        if wanted in (initials.lower(), every.lower()) and taken[0][0].isupper():
            return body[body.rfind(taken[0], 0, at) : at].strip()
    return ""
