"""What the templates of a design may use: plain texts, lists and links, ready to print.

Both parts get the same content from here; they differ only in the merge tags and in how the intro is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from typing import Any

from newsletter.articles.article import Article, Photo
from newsletter.articles.credits.licence import licence_label, licence_url
from newsletter.articles.summaries.readability import reading_minutes
from newsletter.issue import Action, DiaryDate, Issue
from newsletter.rendering import markup
from newsletter.rendering.bidi import isolate
from newsletter.rendering.fields import FieldTags
from newsletter.rendering.links import safe_link
from newsletter.rendering.markup import Block
from newsletter.rendering.message import UNSAFE
from newsletter.rendering.palette import ACCENT, palette
from newsletter.rendering.pictures import Gallery
from newsletter.rendering.words import Words, direction, full_date, long_date, primary, words
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
    gallery: Gallery = field(default_factory=Gallery)
    #: where the web version can be seen, "" where there is none.
    web_link: str = ""
    #: whether this is the web version, whose readers are on no list.
    is_web: bool = False
    #: the letter's own words; the shipped ones if left out.
    wording: Words | None = None

    @property
    def words(self) -> Words:
        return self.wording or words(self.issue.language)

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
            "words": dict(self.words),
            "ours": self._foreign(self.words.language),
            "subject": self._own(self.issue.subject, html=html),
            "preheader": self._own(self.issue.preheader, html=html),
            "contents_line": self._contents(),
            "web_link": safe_link(self.web_link),
            "logo": self._logo(),
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
        unsaid = self._unsaid_language(article)
        foreign, own = self._foreign(article.language or unsaid), self._foreign(unsaid)
        # A summary written here is in the issue's language, any other is taken from the article.
        by_hand = article.summary.is_ours
        return {
            "number": number,
            "title": {"text": title, **foreign},
            "link": link,
            "byline": self._byline(article),
            "quote": {"text": _quotation(article), **foreign},
            "summary": {"paragraphs": paragraphs(article.summary.text), **(own if by_hand else foreign)},
            # The credit stands under the picture, or alone where none is shown.
            "picture": self._picture(article),
            "credit": credit(None if article.slug in self.gallery.pictures else article.photo, self.words),
            "read": self._read(article),
            "read_time": self._read_time(article),
            "read_label": phrase(self.words, "read_label", title=title),
        }

    def _logo(self) -> dict[str, Any]:
        """The branch's logo; its `source` is empty where none is shown. Width and height are CSS pixels."""
        picture = self.gallery.logo
        if picture is None:
            return {"source": "", "alt": "", "language": "", "width": 0, "height": 0}
        return {
            "source": self.gallery.source(picture, picture_domain(self.branch)),
            "alt": logo_alt(self.branch),
            # Its words are the branch's, whatever language the issue is in.
            "language": self._foreign(self.branch.language)["language"],
            "width": picture.width,
            "height": picture.height,
        }

    def _picture(self, article: Article) -> dict[str, Any]:
        """The article's picture; its `source` is empty where none is shown. Width and height are CSS pixels."""
        phrases, photo = self.words, article.photo
        picture = self.gallery.pictures.get(article.slug)
        if picture is None or photo is None:
            nothing = {"source": "", "alt": "", "words": "", "width": 0, "height": 0}
            return nothing | {"credit": credit(None, phrases) | {"changes": ""}}
        alt = one_line(photo.alt)
        changes = [one_line(photo.changes), phrases["picture_resized"] if picture.resized else ""]
        said = phrases["comma"].join(dict.fromkeys(filter(None, changes)))
        return {
            "source": self.gallery.source(picture, picture_domain(self.branch)),
            "alt": alt,
            "words": phrase(phrases, "picture", alt=alt),
            "width": picture.width,
            "height": picture.height,
            "credit": credit(photo, phrases, key="picture_credit") | {"changes": f"({said})" if said else ""},
        }

    def _unsaid_language(self, article: Article) -> str:
        """What an article that names no language is in: the issue's, a translation's where it alone has the article."""
        main = self.issue.translation_of
        return main.language if main and article.slug in main.articles else self.issue.language

    def _foreign(self, language: str) -> dict[str, str]:
        """`lang` and `dir` of a text in another language than the issue's; empty for the same.

        `turned` is its direction where that is not the issue's: the lines of the text part are isolated then.
        """
        if not language or primary(language) == primary(self.issue.language):
            return {"language": "", "direction": "", "turned": ""}
        way = direction(language)
        turned = way if way != direction(self.issue.language) else ""
        return {"language": language, "direction": way, "turned": turned}

    def _contents(self) -> str:
        """`In this letter: 3 articles, 1 call to action, 2 dates`; "" for an issue with none of them."""
        numbers = {
            "count_articles": len(self.articles),
            "count_actions": len(self.issue.actions),
            "count_dates": len(self.issue.diary),
        }
        counted = [self.words.counted(key, number) for key, number in numbers.items() if number]
        return self.words["contents"].format(list=self.words["comma"].join(counted)) if counted else ""

    def _byline(self, article: Article) -> str:
        """`By Ana, Example News, 14 December 2022`, or what of it is known."""
        author, source = one_line(article.author), one_line(article.source)
        by = phrase(self.words, "by_line_author", author=author) if author else ""
        parts = (by, isolate(source, direction(self.words.language)), self._published(article))
        return self.words["comma"].join(filter(None, parts))

    def _published(self, article: Article) -> str:
        try:
            day = date.fromisoformat(article.published.strip()[:10])
        except ValueError:
            return isolate(one_line(article.published), direction(self.words.language))
        return long_date(day, self.words.language)

    def _read(self, article: Article) -> str:
        source = one_line(article.source)
        return phrase(self.words, "read_at", source=source) if source else self.words["read"]

    def _read_time(self, article: Article) -> str:
        """How long the article takes that the link leads to; "" where its text is not here."""
        minutes = reading_minutes(article.paragraphs)
        # Its words stay on one line: a bracket alone with a number would say nothing.
        return self.words.counted("read_time", minutes).replace(" ", "\u00a0") if minutes else ""

    def _action(self, action: Action, *, html: bool) -> dict[str, Any]:
        text = many_lines(self.tags.replace(action.text, html=html))
        return {
            "title": self._own(action.title, html=html),
            "paragraphs": paragraphs(text),
            "button": self._own(action.button, html=html) or self._own(action.title, html=html),
            "link": safe_link(action.link),
            # The last day to do it, for designs that print it.
            "until": long_date(action.until, self.issue.language) if action.until else "",
        }

    def _date(self, entry: DiaryDate) -> dict[str, Any]:
        when = entry.when.astimezone(self.branch.zone)
        what = one_line(entry.what)
        return {
            "what": what,
            "when": full_date(when, self.words.language, has_time=entry.has_time),
            "where": one_line(entry.where),
            "link": safe_link(entry.link),
            "label": phrase(self.words, "details_label", what=what),
        }

    def _footer(self) -> dict[str, Any]:
        name, address = one_line(self.branch.name), postal_address(self.branch)
        imprint = one_line(self.branch.imprint)
        full = phrase(self.words, "address", name=name, address=address)
        return {
            "branch": name,
            "why": phrase(self.words, "web_why" if self.is_web else "why", branch=name),
            # An imprint of the branch's own takes the place of ours, but never that of the address.
            "imprint": isolate(imprint, direction(self.words.language))
            or phrase(self.words, "promoted", name=name, address=address),
            "address": full if imprint and address not in imprint else "",
            "reply_to": contact(self.branch.reply_to),
            "complaints": contact(self.branch.complaints),
            "unsubscribe": self.unsubscribe,
        }


def phrase(phrases: Words, key: str, **values: str) -> str:
    """A phrase with its holes filled. What people wrote is isolated where it may run against the phrase."""
    way = direction(phrases.language)
    return phrases[key].format(**{name: isolate(value, way) for name, value in values.items()})


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


def picture_domain(branch: Branch) -> str:
    """What ends the ids of pictures that travel in the branch's letters."""
    return branch.sender.rpartition("@")[2].lower()


def logo_alt(branch: Branch) -> str:
    """What is said of the logo. The branch's name stands beside it as text, and nobody hears it twice."""
    alt, name = one_line(branch.logo_alt), one_line(branch.name)
    return "" if alt.casefold() == name.casefold() else alt


def credit(photo: Photo | None, phrases: Words, *, key: str = "photo") -> dict[str, str]:
    """The credit of an article's picture: the words before the licence, the licence and its link."""
    if photo is None:
        return {"text": "", "licence": "", "link": ""}
    known = _credit_words(one_line(photo.caption), one_line(photo.author), phrases)
    # A credit line that was not understood is printed as it was found: better too much than nobody.
    way = direction(phrases.language)
    found = known if photo.author else isolate(one_line(photo.credit), way) or known
    link = safe_link(photo.licence_url) or (licence_url(photo.licence) if photo.licence else "")
    return {
        "text": phrases[key].format(credit=found) if found else "",
        "licence": isolate(licence_label(photo.licence), way) if photo.licence else "",
        "link": link,
    }


def _credit_words(caption: str, author: str, phrases: Words) -> str:
    caption = caption.rstrip(".")
    if caption and author:
        return phrase(phrases, "photo_caption_author", caption=caption, author=author)
    if author:
        return phrase(phrases, "photo_author", author=author)
    return phrase(phrases, "photo_caption", caption=caption) if caption else ""


def _quotation(article: Article) -> str:
    """The standfirst where it is a quotation that the summary does not say already."""
    text = one_line(article.standfirst)
    return "" if not text.startswith(_QUOTES) or text.strip('“”"«»„‘’ ') in article.summary.text else text
