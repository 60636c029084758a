"""Checks of what people wrote: articles, summaries, credits, calls to action, diary dates."""

import re
import secrets
from collections.abc import Iterator

from newsletter.articles.article import Article, SummaryState
from newsletter.checks.finding import Finding, found
from newsletter.checks.proof import Proof
from newsletter.issue import FIRST_LINE, Action
from newsletter.rendering import markup
from newsletter.rendering.compose import PROVIDER_TAG, unknown_field_remedy

MOST_WORDS = 80


def check_content(proof: Proof) -> Iterator[Finding]:
    """Findings about the texts of an issue, in the order of reading."""
    yield from _identity(proof)
    yield from _presence(proof)
    yield from _fields(proof)
    yield from _provider_tags(proof)
    yield from _intro(proof)
    for article in proof.articles:
        yield from _summary(article)
        yield from _photo(article)
        yield from _address(article)
        yield from _unsure(article)
    for number, action in enumerate(proof.issue.actions):
        yield from _action(proof, number, action)
    yield from _diary(proof)


def _identity(proof: Proof) -> Iterator[Finding]:
    """Deliveries are counted by the issue's id: who had the one issue would never get the other."""
    for twin in proof.twins:
        yield found(
            "id-twice",
            f"The issue {twin} has the same id.",
            remedy=f"In the newer of the two files write another one: id: {secrets.token_hex(8)} "
            "(next time: newsletter issue new NAME --like OLDER)",
            where=proof.issue.where("id"),
        )


def _presence(proof: Proof) -> Iterator[Finding]:
    issue = proof.issue
    if not (proof.articles or issue.actions or issue.diary or issue.intro.strip()):
        yield found(
            "no-content",
            "The issue is empty.",
            remedy=f"Add an article: newsletter issue edit {issue.slug}",
            where=issue.where("articles"),
        )
    elif not issue.intro.strip():
        yield found(
            "no-intro",
            "The issue has no introduction.",
            remedy="Write two sentences of your own at the end of the file: why these articles, why now.",
            where=issue.where("body"),
        )
    elif FIRST_LINE in issue.intro:
        yield found(
            "intro-unwritten",
            "The introduction still holds the line that the program wrote.",
            remedy="Write two sentences of your own instead: why these articles, why now.",
            where=issue.where("body"),
        )


def _fields(proof: Proof) -> Iterator[Finding]:
    for passage in proof.passages:
        for mention in passage.mentions:
            where = passage.where_line(mention.line)
            if not mention.known:
                yield found(
                    "unknown-field",
                    f"[{mention.name[:40]}] looks like a merge field, but there is none of that name.",
                    remedy=unknown_field_remedy(mention.name),
                    where=where,
                )
            elif not mention.has_fallback:
                yield found(
                    "field-no-fallback",
                    f"[{mention.name}] leaves a hole for people whose name is not known.",
                    remedy=f"Write what they read instead, for example [{mention.name}|friend].",
                    where=where,
                )


def _provider_tags(proof: Proof) -> Iterator[Finding]:
    for passage in proof.passages:
        if match := PROVIDER_TAG.search(passage.text):
            yield found(
                "provider-tag",
                f"{passage.what[0].upper()}{passage.what[1:]} holds {match[0]!r}, "
                "which the mail provider reads as a command.",
                remedy="Write a space between the two signs.",
                where=passage.where_line(passage.text.count("\n", 0, match.start())),
            )


def _intro(proof: Proof) -> Iterator[Finding]:
    passage = proof.intro
    for picture in markup.pictures(passage.text):
        where = passage.where_line(picture.line)
        if not picture.alt:
            yield found(
                "picture-no-alt",
                "A picture in the introduction has no alternative text.",
                remedy="Say between the brackets what it shows: ![Pickets at the gate](…)",
                where=where,
            )
        yield found(
            "intro-picture",
            "A picture in the introduction will not be sent; its alternative text is printed instead.",
            remedy="Take it out, or link to the page that shows it.",
            where=where,
        )


def _summary(article: Article) -> Iterator[Finding]:
    summary, where = article.summary, article.where("summary.text")
    if not summary.text.strip():
        yield found(
            "summary-empty",
            f"The article {article.slug} has no summary.",
            remedy=f"Write one: newsletter article edit {article.slug}",
            where=where,
        )
        return
    if summary.state is SummaryState.PROPOSED:
        yield found(
            "summary-proposed",
            f"The summary of {article.slug} was made by the program and nobody has accepted it.",
            remedy=f"Read it against the article, then: newsletter article accept {article.slug}",
            where=where,
        )
    if (count := len(summary.text.split())) > MOST_WORDS:
        yield found(
            "summary-long",
            f"The summary of {article.slug} has {count} words.",
            remedy=f"Cut it to {MOST_WORDS}: who reads on will follow the link.",
            where=where,
        )


def _photo(article: Article) -> Iterator[Finding]:
    photo = article.photo
    if photo is None:
        return
    hint = "or take the photo's lines out of the file."
    if not photo.author.strip():
        yield found(
            "photo-no-author",
            f"The photo credit of {article.slug} names no author.",
            remedy=f"Look in the article who took it and write it as photo author, {hint}",
            where=article.where("photo.author"),
        )
    if not photo.licence.strip():
        yield found(
            "photo-no-licence",
            f"The photo credit of {article.slug} names no licence.",
            remedy=f"Write the licence, for example CC-BY-SA-4.0, {hint}",
            where=article.where("photo.licence"),
        )
    elif re.fullmatch(r"(LicenseRef-)?CC-BY[A-Z-]*", photo.licence.strip()):
        yield found(
            "licence-no-version",
            f"The photo licence of {article.slug} has no version.",
            remedy="Look at the source which version it is, for example CC-BY-SA-4.0.",
            where=article.where("photo.licence"),
        )


def _address(article: Article) -> Iterator[Finding]:
    if not article.url.strip():
        yield found(
            "article-no-link",
            f"The article {article.slug} has no address, so nobody can read it whole.",
            remedy="Write the page's address as url.",
            where=article.where("url"),
        )


def _unsure(article: Article) -> Iterator[Finding]:
    if doubts := article.doubtful:
        names = f"{', '.join([*doubts][:-1])} and {[*doubts][-1]}" if len(doubts) > 1 else next(iter(doubts))
        yield found(
            "article-unsure",
            f"The program is not sure of {names} of {article.slug}, and nobody has compared with the source yet.",
            remedy=f"Look at the source, mend what is wrong, and take the lines below unsure: away: "
            f"newsletter article edit {article.slug}",
            where=article.where("unsure"),
        )


def _action(proof: Proof, number: int, action: Action) -> Iterator[Finding]:
    if not action.button.strip():
        yield found(
            "action-no-button",
            f"Call to action {number + 1} has no words for its button; its title is used.",
            remedy='Say what happens: "Sign the letter".',
            where=proof.issue.where(f"actions.{number}.button"),
        )


def _diary(proof: Proof) -> Iterator[Finding]:
    for number, entry in enumerate(proof.issue.diary):
        moment = entry.when.astimezone(proof.branch.zone)
        now = proof.now.astimezone(proof.branch.zone)
        if moment < now if entry.has_time else moment.date() < now.date():
            yield found(
                "diary-past",
                f"Diary date {number + 1} is over.",
                remedy="Mend the date, or take it out.",
                where=proof.issue.where(f"diary.{number}.when"),
            )
