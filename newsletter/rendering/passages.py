"""Every text that people wrote into a letter, with the place it stands: what freezing and the checks look through."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsletter.articles.article import Article
from newsletter.issue import Issue
from newsletter.rendering.fields import Mention, mentions
from newsletter.settings import Branch

_PHOTO = ("alt", "caption", "author", "licence", "licence_url", "credit", "changes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One text. `where` is `file:line` of its beginning."""

    where: str
    #: what it is, as a secretary would say it.
    what: str
    text: str
    #: whether merge fields are read in it.
    has_fields: bool = False
    markdown: bool = False

    def where_line(self, line: int) -> str:
        """`file:line` of a line of the text, counted from 0."""
        file, colon, first = self.where.rpartition(":")
        return f"{file}:{int(first) + line}" if colon and first.isdigit() else self.where

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The merge fields of the text, known or not."""
        return mentions(self.text, markdown=self.markdown) if self.has_fields else ()


def passages(issue: Issue, articles: Sequence[Article], branch: Branch) -> tuple[Passage, ...]:
    """All texts of a letter, in the order of reading."""
    return (
        *_of_issue(issue),
        *_of_articles(articles),
        *_of_actions(issue),
        *_of_diary(issue),
        *_of_branch(branch),
    )


def _of_issue(issue: Issue) -> Iterator[Passage]:
    yield Passage(where=issue.where("subject"), what="the subject", text=issue.subject, has_fields=True)
    yield Passage(where=issue.where("preheader"), what="the preheader", text=issue.preheader, has_fields=True)
    yield Passage(
        where=issue.where("body"), what="the introduction", text=issue.intro, has_fields=True, markdown=True
    )


def _of_articles(articles: Sequence[Article]) -> Iterator[Passage]:
    for article in articles:
        photo = article.photo
        texts = {
            "title": article.title,
            "standfirst": article.standfirst,
            "author": article.author,
            "source": article.source,
            "url": article.url,
            "published": article.published,
            "summary.text": article.summary.text,
        }
        for field, text in texts.items():
            yield Passage(
                where=article.where(field), what=f"the {field.partition('.')[0]} of {article.slug}", text=text
            )
        for field in _PHOTO if photo is not None else ():
            text = str(getattr(photo, field))
            what = f"the photo's {field} of {article.slug}"
            yield Passage(where=article.where(f"photo.{field}"), what=what, text=text)


def _of_actions(issue: Issue) -> Iterator[Passage]:
    for number, action in enumerate(issue.actions):
        texts = {"title": action.title, "text": action.text, "button": action.button}
        for field, text in texts.items():
            where = issue.where(f"actions.{number}.{field}")
            yield Passage(
                where=where, what=f"the {field} of call to action {number + 1}", text=text, has_fields=True
            )
        yield Passage(
            where=issue.where(f"actions.{number}.link"),
            what=f"the link of call to action {number + 1}",
            text=action.link,
        )


def _of_diary(issue: Issue) -> Iterator[Passage]:
    for number, date in enumerate(issue.diary):
        for field, text in {"what": date.what, "where": date.where, "link": date.link}.items():
            where = issue.where(f"diary.{number}.{field}")
            yield Passage(where=where, what=f"the {field} of diary date {number + 1}", text=text)


def _of_branch(branch: Branch) -> Iterator[Passage]:
    texts = {
        "name": branch.name,
        "postal_address": branch.postal_address,
        "imprint": branch.imprint,
        "complaints": branch.complaints,
        "reply_to": branch.reply_to,
    }
    for field, text in texts.items():
        yield Passage(where="newsletter.toml", what=f"the branch's {field}", text=text)
