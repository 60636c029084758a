"""What the templates of a design may use: plain texts, lists and links, ready to print.

Both parts get the same content from here; they differ only in the merge tags and in how the intro is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from newsletter.articles.article import Article, Photo, SummaryOrigin
from newsletter.articles.licence import licence_label, licence_url
from newsletter.issue import Action, DiaryDate, Issue
from newsletter.rendering import markup
from newsletter.rendering.fields import FieldTags
from newsletter.rendering.links import safe_link
from newsletter.rendering.markup import Block
from newsletter.rendering.message import UNSAFE
from newsletter.rendering.palette import ACCENT, palette
from newsletter.rendering.words import WORDS_LANGUAGE, direction, full_date, long_date, primary, words
from newsletter.settings import Branch

_QUOTES = ("“", "”", '"', "«", "»", "„", "‘", "「")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Makes the values for both parts of one letter."""

    issue: Issue
    articles: Sequence[Article]
    branch: Branch
    tags: FieldTags
    #: link target that stands for the unsubscribe link until the letter is frozen.
    unsubscribe: str

    def values(self) -> dict[str, Any]:
        """The values of the HTML and of the text template, as plain JSON types."""
        return {"html": self._part(html=True), "text": self._part(html=False)}

    def _part(self, *, html: bool) -> dict[str, Any]:
        language = self.issue.language
        return {
            "language": language,
            "direction": direction(language),
            "start": "right" if direction(language) == "rtl" else "left",
            "end": "left" if direction(language) == "rtl" else "right",
            "palette": palette(self.branch.colour or ACCENT),
            "words": dict(words(language)),
            "ours": self._foreign(WORDS_LANGUAGE),
            "subject": self._own(self.issue.subject, html=html),
            "preheader": self._own(self.issue.preheader, html=html),
            "intro": self._intro(html=html),
            "articles": [self._article(article, number) for number, article in enumerate(self.articles, 1)],
            "actions": [self._action(action, html=html) for action in self.issue.actions],
            "diary": [self._date(entry) for entry in self.issue.diary],
            "footer": self._footer(),
        }

    def _own(self, text: str, *, html: bool) -> str:
        """One of the issue's own lines, with tags for its merge fields."""
        return one_line(self.tags.replace(text, html=html))

    def _intro(self, *, html: bool) -> Any:
        text = many_lines(self.tags.replace(self.issue.intro, html=html, markdown=True))
        if html:
            return markup.to_html(text)
        blocks = markup.to_blocks(text)
        return [_block(block, after) for block, after in zip_longest(blocks, blocks[1:])]

    def _article(self, article: Article, number: int) -> dict[str, Any]:
        link, title = safe_link(article.url), one_line(article.title)
        own = {"language": "", "direction": ""}
        foreign = self._foreign(article.language)
        # A summary written by hand is in the issue's language, any other is taken from the article.
        by_hand = article.summary.origin is SummaryOrigin.HAND
        return {
            "number": number,
            "title": {"text": title, **foreign},
            "link": link,
            "byline": self._byline(article),
            "quote": {"text": _quotation(article), **foreign},
            "summary": {"paragraphs": paragraphs(article.summary.text), **(own if by_hand else foreign)},
            "credit": credit(article.photo, words(self.issue.language)),
            "read": self._read(article),
            "read_label": words(self.issue.language)["read_label"].format(title=title),
        }

    def _foreign(self, language: str) -> dict[str, str]:
        """`lang` and `dir` of a text in another language than the issue's; empty for the same."""
        if not language or primary(language) == primary(self.issue.language):
            return {"language": "", "direction": ""}
        return {"language": language, "direction": direction(language)}

    def _byline(self, article: Article) -> str:
        """`By Ana, Example News, 14 December 2022`, or what of it is known."""
        author, source = one_line(article.author), one_line(article.source)
        by = words(self.issue.language)["by_line_author"].format(author=author) if author else ""
        return ", ".join(filter(None, (by, source, self._published(article))))

    def _published(self, article: Article) -> str:
        try:
            day = date.fromisoformat(article.published.strip()[:10])
        except ValueError:
            return one_line(article.published)
        return long_date(day, self.issue.language)

    def _read(self, article: Article) -> str:
        phrases, source = words(self.issue.language), one_line(article.source)
        return phrases["read_at"].format(source=source) if source else phrases["read"]

    def _action(self, action: Action, *, html: bool) -> dict[str, Any]:
        text = many_lines(self.tags.replace(action.text, html=html))
        return {
            "title": self._own(action.title, html=html),
            "paragraphs": paragraphs(text),
            "button": self._own(action.button, html=html) or self._own(action.title, html=html),
            "link": safe_link(action.link),
        }

    def _date(self, entry: DiaryDate) -> dict[str, Any]:
        when = entry.when.astimezone(self.branch.zone)
        what = one_line(entry.what)
        return {
            "what": what,
            "when": full_date(when, self.issue.language, has_time=entry.has_time),
            "where": one_line(entry.where),
            "link": safe_link(entry.link),
            "label": words(self.issue.language)["details_label"].format(what=what),
        }

    def _footer(self) -> dict[str, Any]:
        phrases, name = words(self.issue.language), one_line(self.branch.name)
        address = postal_address(self.branch)
        imprint = one_line(self.branch.imprint)
        full = phrases["address"].format(name=name, address=address)
        return {
            "branch": name,
            "why": phrases["why"].format(branch=name),
            # An imprint of the branch's own takes the place of ours, but never that of the address.
            "imprint": imprint or phrases["promoted"].format(name=name, address=address),
            "address": full if imprint and address not in imprint else "",
            "reply_to": contact(self.branch.reply_to),
            "complaints": contact(self.branch.complaints),
            "unsubscribe": self.unsubscribe,
        }


def _block(block: Block, after: Block | None) -> dict[str, Any]:
    return {
        "text": block.text,
        "first": block.first,
        "rest": block.rest,
        "heading": block.heading,
        "links": [{"words": one_line(link.words), "target": link.target.strip()} for link in block.links],
        "gap": not (block.tight and after is not None and after.tight),
    }


def one_line(text: str) -> str:
    """The text on one line, without what no letter may hold."""
    return _without_comments(" ".join(UNSAFE.sub(" ", text).split()))


def many_lines(text: str) -> str:
    """The text with its line ends, without what no letter may hold."""
    return "\n".join(
        _without_comments(UNSAFE.sub(" ", line.replace("\t", "    "))) for line in text.splitlines()
    )


def _without_comments(text: str) -> str:
    # libxml2 writes "<!-- … -->" into an attribute as it is, for server-side includes; Outlook would then read
    # a conditional comment out of a label.
    return text.replace("<!--", "<! --")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text, each on one line; an empty line ends one."""
    pieces: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            pieces[-1].append(line)
        else:
            pieces.append([])
    return [one_line(" ".join(piece)) for piece in pieces if piece]


def postal_address(branch: Branch) -> str:
    """The address on one line, as both parts print it."""
    return ", ".join(
        filter(None, (one_line(line).rstrip(",") for line in branch.postal_address.splitlines()))
    )


def contact(text: str) -> dict[str, str]:
    """Where to write to: an address, a page, or words."""
    shown = one_line(text)
    return {"text": shown, "link": safe_link(shown) or safe_link(f"mailto:{shown}")}


def credit(photo: Photo | None, phrases: Mapping[str, str]) -> dict[str, str]:
    """The credit of an article's picture: the words before the licence, the licence and its link."""
    if photo is None:
        return {"text": "", "licence": "", "link": ""}
    known = _credit_words(one_line(photo.caption), one_line(photo.author), phrases)
    # A credit line that was not understood is printed as it was found: better too much than nobody.
    found = known if photo.author else one_line(photo.credit) or known
    link = safe_link(photo.licence_url) or (licence_url(photo.licence) if photo.licence else "")
    return {
        "text": phrases["photo"].format(credit=found) if found else "",
        "licence": licence_label(photo.licence) if photo.licence else "",
        "link": link,
    }


def _credit_words(caption: str, author: str, phrases: Mapping[str, str]) -> str:
    caption = caption.rstrip(".")
    if caption and author:
        return phrases["photo_caption_author"].format(caption=caption, author=author)
    if author:
        return phrases["photo_author"].format(author=author)
    return phrases["photo_caption"].format(caption=caption) if caption else ""


def _quotation(article: Article) -> str:
    """The standfirst where it is a quotation that the summary does not say already."""
    text = one_line(article.standfirst)
    return "" if not text.startswith(_QUOTES) or text.strip('“”"«»„‘’ ') in article.summary.text else text
