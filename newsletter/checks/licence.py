"""Checks of what licences and fair dealing allow: pictures' credits, and how much of an article a summary repeats."""

import re
from collections.abc import Iterator

from newsletter.articles.article import Article, Photo
from newsletter.articles.cleaning import one_line, words
from newsletter.articles.credits.agency import is_agency
from newsletter.articles.credits.credit import is_sold, says_changed
from newsletter.articles.credits.licence import PERMISSION, RESERVED, licence_label, mentions
from newsletter.articles.credits.place import is_platform
from newsletter.articles.reading.anatomy import is_quotation
from newsletter.checks.finding import Finding, found
from newsletter.checks.proof import Proof

#: Fewer words in a row are anybody's.
_RUN = 8
#: A proposal of the program has no more; whoever wrote the article would call it a quotation.
_SHORT_QUOTATION = 80
MOST_COPIED = 400
MOST_SHARE = 0.25
_MONEY = re.compile(
    r"\b(?:donat\w*|chip in|fundrais\w*|crowdfund\w*|raffle|collection for|appeal for (?:money|funds)|"
    r"give (?:money|£|€|\$)|hardship fund|strike fund|solidarity fund|(?:buy|book) (?:a |your )?tickets?)\b",
    re.IGNORECASE,
)


def check_licences(proof: Proof) -> Iterator[Finding]:
    """Findings about the articles' pictures and words, in the order of reading."""
    wants_money = any(
        _MONEY.search(f"{action.title} {action.text} {action.button}") for action in proof.issue.actions
    )
    for article in proof.articles:
        if article.photo is not None:
            yield from _photo(article, article.photo, wants_money=wants_money)
        yield from _copied(article)
        yield from _quotation(article)
        yield from _source(article)


def _photo(article: Article, photo: Photo, *, wants_money: bool) -> Iterator[Finding]:
    licence = photo.licence.strip()
    where = article.where("photo.licence")
    if licence == RESERVED or (licence and _is_sold(photo) and not _is_allowed(article, photo)):
        yield found(
            "licence-reserved",
            f"The photo of {article.slug} may not be reprinted: all rights are reserved, or an agency sells each use.",
            remedy="Take the photo's lines out of the file. If you have a permission, write licence: "
            f"{PERMISSION} and permission: (who gave it, and when), and keep the mail that gives it.",
            where=where,
        )
    is_changed = bool(photo.changes.strip()) or any(
        map(says_changed, (photo.credit, photo.caption, photo.author))
    )
    if "-ND" in licence and is_changed:
        yield found(
            "licence-changed",
            f"The photo of {article.slug} was changed, which its licence ({licence_label(licence)}) forbids.",
            remedy="Use the whole picture as it was published, or take the photo's lines out of the file.",
            where=where,
        )
    if "-NC" in licence and wants_money:
        yield found(
            "licence-noncommercial",
            f"The photo licence of {article.slug} ({licence_label(licence)}) is for what earns no money, and the "
            "letter asks for some.",
            remedy="Ask the photographer, or send the appeal in a letter of its own.",
            where=where,
        )
    if is_platform(photo.author):
        yield found(
            "credit-platform",
            f"The photo credit of {article.slug} names {photo.author.strip()[:40]}, which is where the picture lay, "
            "not who took it.",
            remedy="Open the picture's page there, and write the photographer's name as photo author.",
            where=article.where("photo.author"),
        )


def _is_sold(photo: Photo) -> bool:
    return is_agency(photo.author) or is_sold(photo.credit)


def _is_allowed(article: Article, photo: Photo) -> bool:
    """Whether the branch has noted a permission. One that the credit line tells of is its publisher's, not ours."""
    is_claimed = any(mention.licence == PERMISSION for mention in mentions(photo.credit))
    return photo.licence.strip() == PERMISSION and (not is_claimed or bool(article.permission.strip()))


def _copied(article: Article) -> Iterator[Finding]:
    source = words("\n".join(article.paragraphs))
    if article.permission.strip() or not source:
        return
    number = copied(words(article.summary.text), source)
    if number > MOST_COPIED:
        finding_id = "article-copied"
    elif number > _SHORT_QUOTATION and number > MOST_SHARE * len(source):
        finding_id = "summary-copied"
    else:
        return
    yield found(
        finding_id,
        f"The summary of {article.slug} repeats {number:,} of the article's {len(source):,} words as they stand.",
        remedy="Say it shorter and in your own words. If its publisher allows you to reprint it, write into the "
        "article's file who said so and when: permission: …",
        where=article.where("summary.text"),
    )


def copied(text: list[str], source: list[str]) -> int:
    """How many words of a text stand in the source in the same order, eight or more in a row."""
    runs = {tuple(source[at : at + _RUN]) for at in range(len(source) - _RUN + 1)}
    covered: set[int] = set()
    for at in range(len(text) - _RUN + 1):
        if tuple(text[at : at + _RUN]) in runs:
            covered.update(range(at, at + _RUN))
    return len(covered)


def _quotation(article: Article) -> Iterator[Finding]:
    said = one_line(article.standfirst)
    if said and is_quotation(said) and said.strip('“”"«»„‘’ ') not in article.summary.text:
        yield found(
            "quotation-no-speaker",
            f"The quotation above the summary of {article.slug} does not say whose words they are.",
            remedy="Write the speaker behind it in the article's file (standfirst: “…” – Name, who they are), or "
            "leave the standfirst empty.",
            where=article.where("standfirst"),
        )


def _source(article: Article) -> Iterator[Finding]:
    if not article.author.strip() and not article.source.strip():
        yield found(
            "article-no-source",
            f"The article {article.slug} names neither who wrote it nor who published it.",
            remedy="Look at its page, and write author or source into the file.",
            where=article.where("author"),
        )
