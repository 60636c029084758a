"""The texts that a branch answers for, as plain words in the order of reading: no Markdown, no merge fields."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsletter.articles.article import Article
from newsletter.checks.proof import Proof
from newsletter.rendering.fields import mentions
from newsletter.rendering.words import primary

#: The end of a sentence, with quotation marks and brackets behind it.
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’»)\]]*\s+")
#: Where a new thought begins in Markdown without any full stop before it.
_NEW_BLOCK = re.compile(r"\n\s*\n|\n\s*(?:[-*+]|\d+[.)]|#+|>)\s+")
_TARGET = re.compile(r"(?<=\])\([^()\s]*(?:\s+\"[^\"]*\")?\)|<https?://[^\s<>]*>")
_SIGNS = re.compile(r"!?\[|\]|\*{1,3}|(?<!\w)_|_(?!\w)|^#+\s|`", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """One text. `where` is `file:line` of its beginning."""

    #: what it is, as a secretary would say it.
    what: str
    where: str
    text: str
    #: language as `en`; texts in others are not judged by rules of English.
    language: str
    #: False for an article's summary, which tells what others say.
    is_own: bool = True
    #: the number of the call to action whose text it is, from 1 on; 0 for all others.
    request: int = 0
    #: whether line ends of the text are those of the file.
    has_lines: bool = False

    def at(self, position: int) -> str:
        """`file:line` of a place in the text."""
        file, _, line = self.where.rpartition(":")
        more = self.text.count("\n", 0, position) if self.has_lines else 0
        return f"{file}:{int(line) + more}" if line.isdigit() else self.where

    def sentences(self) -> Iterator[str]:
        for block in _NEW_BLOCK.split(self.text):
            yield from filter(None, (sentence.strip() for sentence in _SENTENCE_END.split(block)))


def read(proof: Proof) -> tuple[Prose, ...]:
    """Introduction, summaries, calls to action, diary dates. Titles of articles are not ours to change."""
    return (*_intro(proof), *_summaries(proof), *_actions(proof), *_diary(proof))


def _intro(proof: Proof) -> Iterator[Prose]:
    yield Prose(
        what="the introduction",
        where=proof.issue.where("body"),
        text=plain(proof.issue.intro, markdown=True),
        language=primary(proof.issue.language),
        has_lines=True,
    )


def _summaries(proof: Proof) -> Iterator[Prose]:
    for article in proof.articles:
        yield Prose(
            what=f"the summary of {article.slug}",
            where=article.where("summary.text"),
            text=article.summary.text,
            language=_language(article, proof.issue.language),
            is_own=False,
        )


def _language(article: Article, ours: str) -> str:
    """A summary written here is in the issue's language, any other is taken from the article."""
    return primary(ours if article.summary.is_ours else article.language or ours)


def _actions(proof: Proof) -> Iterator[Prose]:
    for number, action in enumerate(proof.issue.actions):
        texts = {"title": action.title, "text": action.text, "button": action.button}
        for field, text in texts.items():
            yield Prose(
                what=f"the {field} of call to action {number + 1}",
                where=proof.issue.where(f"actions.{number}.{field}"),
                text=plain(text),
                language=primary(proof.issue.language),
                request=number + 1,
            )


def _diary(proof: Proof) -> Iterator[Prose]:
    for number, entry in enumerate(proof.issue.diary):
        yield Prose(
            what=f"diary date {number + 1}",
            where=proof.issue.where(f"diary.{number}.what"),
            text=entry.what,
            language=primary(proof.issue.language),
        )


def plain(text: str, *, markdown: bool = False) -> str:
    """The words alone; every line stays on its line."""
    at, parts = 0, []
    for mention in mentions(text, markdown=markdown):
        parts += [text[at : mention.start], mention.fallback or "Friend"]
        at = mention.end
    words = "".join([*parts, text[at:]])
    return _SIGNS.sub("", _TARGET.sub("", words)) if markdown else words
