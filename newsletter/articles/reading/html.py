"""A web page: its text without menus and comments, and what it says about itself.

trafilatura finds the text. It gets decoded text only: given bytes it would unpack a compressed page without limit.
Author and date of pages are wrong about three times in ten, whatever reads them, so they are proposals.
"""

import html
import logging
import re
from dataclasses import replace
from typing import Any

from newsletter.articles.address import is_front, same_page, site_of
from newsletter.articles.cleaning import count_words, one_line, without_mailboxes, words
from newsletter.articles.credits.credit import is_credit
from newsletter.articles.credits.licence import mentions
from newsletter.articles.reading.anatomy import Parts, byline_in, take_apart
from newsletter.articles.reading.appeal import appeal_on, without_controls
from newsletter.articles.reading.beside import take_away, without_comments, without_hidden, without_notices
from newsletter.articles.reading.blocks import unglued
from newsletter.articles.reading.byline import authors, fullest, joined, names_nobody, same_people
from newsletter.articles.reading.captions import Place, captions_of, own
from newsletter.articles.reading.dates import find_date, says_day
from newsletter.articles.reading.decoding import check_pieces
from newsletter.articles.reading.found import Appeal, Doubt, Found
from newsletter.articles.reading.gone import is_gone
from newsletter.articles.reading.moments import is_moment, is_published
from newsletter.articles.reading.reconcile import same_day, same_words, settle, without_site
from newsletter.articles.reading.roles import has_other_part
from newsletter.articles.reading.signed import bylines_of, day_of, is_of_change, name_of
from newsletter.articles.reading.structured import Structured
from newsletter.articles.reading.wires import wires_in
from newsletter.articles.web.wordpress import NOBODY, Post, without_captions
from newsletter.errors import ArticleError

_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
#: Places that a person is told of.
_RECORD, _DATA = "WordPress", "structured data"
_HOST = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,24}/?", re.IGNORECASE)
_MOST_AUTHORS = 12
_LONGEST_BYLINE = 160  # characters
#: A text of fewer words that has no sentence is what is left of a page without any.
_FEWEST_WORDS = 20
_SENTENCE = re.compile(r"[^\W_][.!?…؟。！？۔][\"'”’»)\]]{0,3}(?:\s|$)")
#: Each is held against all others where a page's text is hard to find: 4,000 take a second, 16,000 twenty. Of a page
#: that has more of them only what is easily found is taken.
_MOST_COMPARED = 4_000
_COMPARED = re.compile(
    r"<(?:p|div|li|ul|t[dhr]|thead|tfoot|table|caption|col(?:group)?|d[dlt]|h[1-6]|br|pre|blockquote|center|form|fieldset"
    r"|legend|option|optgroup|textarea)\b",
    re.IGNORECASE,
)
#: No article has more.
_MOST_BLOCKS = 8_000
_BLOCKS = re.compile(
    r"<(?:p|div|li|td|th|dd|dt|h[1-6]|button|form|option|legend|caption|blockquote|pre|textarea)\b",
    re.IGNORECASE,
)
#: Each of one paragraph is held against all others, too: 8,000 take four seconds, 24,000 a minute.
_MOST_MARKED = 8_000
_MARKED = re.compile(r"<(?:span|b|strong|i|em|font|abbr|u|s|big|small|sub|sup|mark|code)\b", re.IGNORECASE)


def read(text: str, *, url: str = "", post: Post | None = None) -> Found:
    """The parts of an article on a web page. Raises ArticleError if there is no text in it.

    `text` is sifted; `post` is the site's own record of the article, which is believed before the page around it.
    """
    check_pieces(sum(1 for _ in _BLOCKS.finditer(text)), _MOST_BLOCKS)
    check_pieces(sum(1 for _ in _MARKED.finditer(text)), _MOST_MARKED)
    page = _Page(text, url)
    asked = appeal_on(page.root, title=page.title()[0], text=page.description(), link=page.address(url))
    if post is None:
        blocks, extracted = _extract(without_controls(page.root) if asked else page.seen, url, asked)
        blocks = unglued(blocks, page.root)
    else:
        blocks, extracted = without_captions(post), None
    below = [caption.text for caption in page.captions]
    said = [
        words(caption) for caption in ((post and post.captions) or below)
    ]  # pages repeat them in the text
    said += [words(asked.button)] if asked else []
    blocks = [block for block in blocks if words(block) not in said]
    title, title_doubt = page.title(post)
    notes = list[str]()
    captions = page.set_aside(blocks, title, notes)
    captions = [*post.captions] if post and post.captions else captions
    author, author_doubt = page.author(blocks, post, extracted)
    published, published_doubt = page.published(blocks, post, extracted, notes)
    parts = Parts(
        title=title, author=author, published=published, url=page.address(url), notes=notes,
        credits=_credits(captions),
    )  # fmt: skip
    take_apart(blocks, parts, has_title=bool(title))
    if is_gone(page.called(), [parts.standfirst, *parts.paragraphs]):
        raise ArticleError(
            "This page says that what you asked for is not there.",
            remedy="Check the address: open it in your browser, and copy it from there.",
            code="no-text",
        )
    if not _is_text([parts.standfirst, *parts.paragraphs]):
        raise _no_text(asked)
    parts.source, source_doubt = page.site(extracted, parts.source, parts.url)
    doubts = (title_doubt, author_doubt, published_doubt, source_doubt)
    names = (*(("title",) if title_doubt else ()), "author", "published", "source")
    return Found(
        parts=replace(parts, agency=parts.agency or page.agency(post)),
        description=page.description() or (post.excerpt if post else one_line(extracted.description or "")),
        language=page.language(),
        guessed=tuple(name for name in names if getattr(parts, name)),
        doubts=tuple(doubt for doubt in doubts if doubt is not None),
        appeal=asked and replace(asked, title=title or asked.title),
    )


def _extract(text: str, url: str, asked: Appeal | None) -> tuple[list[str], Any]:
    """The blocks of a page's text, and what else trafilatura found."""
    import trafilatura  # noqa: PLC0415  (half a second; only pages pay for it)

    log = logging.getLogger("trafilatura")
    if not log.handlers:  # else its remarks reach the terminal
        log.addHandler(logging.NullHandler())
    found: Any = trafilatura.bare_extraction(
        text, url=url or None, include_comments=False, include_tables=False, with_metadata=True,
        fast=sum(1 for _ in _COMPARED.finditer(text)) > _MOST_COMPARED,
    )  # fmt: skip
    if found is None:
        raise _no_text(asked)
    return [one_line(re.sub(r"^- ", "• ", line)) for line in (found.text or "").split("\n")], found


def _no_text(asked: Appeal | None) -> ArticleError:
    if asked:
        return ArticleError(
            "This page asks its readers to act, and holds no text of an article.",
            remedy="Put it into an issue as a call to action: newsletter issue edit shows how, at the top of the file. "
            f"Button: {asked.button}. Link: the page's address.",
            code="appeal-without-text",
        )
    return ArticleError(
        "No text of an article was found on this page.",
        remedy="Open the page, copy the article's text into a .txt file, and add that.",
        code="no-text",
    )


def _is_text(paragraphs: list[str]) -> bool:
    """Whether there is a sentence, or as many words as a menu or a name would not have."""
    return any(map(_SENTENCE.search, paragraphs)) or sum(map(count_words, paragraphs)) >= _FEWEST_WORDS


def _credits(captions: list[str]) -> list[str]:
    """The caption that names a photographer or licence; else the first caption, which says what is shown."""
    if clear := [caption for caption in captions if _is_clear(caption)]:
        return clear
    return [f"Featured image: {captions[0]}"] if captions else []


def _is_clear(caption: str) -> bool:
    return is_credit(caption) or bool(mentions(caption)) or _has_label(caption)


def _has_label(caption: str) -> bool:
    return bool(
        re.search(
            r"\b(?:photo|credit|picture|image|foto|llun)\w*\s*(?:credit)?\s*(?::|by\s)|©",
            caption,
            re.IGNORECASE,
        )
    )


class _Page:
    """What a page says about itself, in its head and in structured data."""

    def __init__(self, text: str, url: str) -> None:
        import lxml.html  # noqa: PLC0415  (80 ms)
        from lxml.etree import ParserError  # noqa: PLC0415

        try:
            self.root = lxml.html.document_fromstring(_XML_HEAD.sub("", text))
        except (ParserError, ValueError) as error:
            raise ArticleError(
                "This page cannot be read as HTML.",
                remedy="Open it, copy the article's text into a .txt file, and add that.",
                code="no-text",
            ) from error
        self._url = url
        #: the page without what nobody sees, and without what readers wrote below it.
        self.seen = text
        is_less = without_hidden(self.root)
        if without_comments(self.root) or is_less:
            self.seen = str(lxml.html.tostring(self.root, encoding="unicode"))
        self.captions = captions_of(self.root)
        self._scripts = self.root.xpath("//script[@type='application/ld+json']")
        said = (
            self._heading("//article//h1"),
            self._heading("//h1"),
            self._heading("//title"),
            self._meta("og:title", "twitter:title"),
        )
        own = [same_page(each) for each in (url, self.address(url)) if each and not is_front(each)]
        blocks = [script.text or "" for script in self._scripts]
        self.data = Structured(blocks, [each for each in said if each], own)
        self._outside, self._notices = "", list[str]()

    def set_aside(self, blocks: list[str], title: str, notes: list[str]) -> list[str]:
        """Take out of the page what is not about its article; returns the captions of its own pictures.

        What `blocks` hold of the credits of others goes, too.
        """
        for script in self._scripts:  # much of structured data is about other pages
            script.clear(keep_tail=True)
        take_away(self.root)
        lines = [block for block in blocks if is_credit(block)]
        place = Place(self.root, [block for block in blocks if block not in lines], title, lines)
        kept, is_later = own(place, self.captions, named=self._pictures(), is_clear=_is_clear)
        strange = [line for line in lines if place.is_strange(line)]
        notes += [
            f"The credit of a picture that leads to another page was left out: {line}" for line in strange
        ]
        blocks[:] = [block for block in blocks if block not in strange]
        said = [caption.twin for caption in kept]
        if is_later:
            notes.append(
                "The first picture on the page has no credit; the one found is that of a picture below it."
            )
        self._notices = without_notices(self.root)
        return said

    @property
    def outside(self) -> str:
        """What the page says but for structured data, and for what was set aside."""
        import lxml.html  # noqa: PLC0415  (80 ms)

        self._outside = self._outside or str(lxml.html.tostring(self.root, encoding="unicode"))
        return self._outside

    def title(self, post: Post | None = None) -> tuple[str, Doubt | None]:
        known = [
            (post.title if post else "", _RECORD),
            (self.data.text("headline"), _DATA),
            (self._meta("og:title", "twitter:title"), "og:title"),
            (self._heading("//article//h1") or self._heading("//h1"), "heading"),
        ]
        names = (self._meta("og:site_name"), self.data.publisher())
        known = [(without_site(title, names), place) for title, place in known]
        known.sort(key=lambda said: said[0].endswith(("…", "...")))  # a title that was cut gives way
        found = next((title for title, _ in known if title), "")
        head = without_site(self._heading("//title"), names)
        if not found or same_words(found, head):  # in the head many sites say only what they are called
            known.append((head, "head"))
        return settle("title", known, same_words, least=2)

    def called(self) -> list[str]:
        """What the page is called in its heading and in its head."""
        return [self._heading("//h1"), self._heading("//title"), self._meta("og:title")]

    def author(self, blocks: list[str], post: Post | None, extracted: Any) -> tuple[str, Doubt | None]:
        known = [
            (post.author if post else "", _RECORD),
            (", ".join(self.data.people()), _DATA),
            (self._meta_authors(), "meta author"),
            *self._bylines(blocks),
        ]
        known = [(without_mailboxes(name), place) for name, place in known]
        real = [
            (authors(name), place)
            for name, place in known
            if not ("://" in name or NOBODY.fullmatch(name) or names_nobody(name))
        ]
        found, doubt = settle("author", fullest(real), same_people, least=2)
        if found or extracted is None:
            return found, doubt
        # A name that no place of the page's own says: found by its looks.
        names = [name for name in one_line(extracted.author or "").split("; ") if len(name.split()) > 1]
        names = [
            name
            for name in names
            if name.casefold() in self.outside.casefold() and " by " not in name.casefold()
        ]
        text = one_line(" ".join(map(str, self.root.xpath("//body//text() | //meta/@content"))))
        names = [name for name in names if not (names_nobody(name) or has_other_part(name, text))]
        guess = byline_in([f"By {', '.join(names)}"])
        return settle("author", [(guess, "page")], same_people, least=2)

    def agency(self, post: Post | None) -> str:
        """The news agencies that the page names beside its author."""
        marked = (one_line(each.text_content()[:_LONGEST_BYLINE]) for each in bylines_of(self.root))
        said = (post.author if post else "", *self.data.people(), self._meta_authors(), *marked)
        return next(filter(None, map(wires_in, said)), "")

    def site(self, extracted: Any, said: str, url: str) -> tuple[str, Doubt | None]:
        """The publication; `said` is what the text names as its source. The name of a host is none."""
        named = [(self._meta("og:site_name"), "og:site_name"), (self.data.publisher(), _DATA), (said, "text")]
        host = site_of(url)
        known = [(name, place) for name, place in named if not _is_host(name, host)]
        if extracted is not None and not any(name for name, _ in known):
            guess = one_line(extracted.sitename or "")
            known.append(("" if _is_host(guess, host) else guess, "page"))
        first, head = next((name for name, _ in known if name), ""), self._heading("//title")
        if first and not same_words(first, self._heading("//h1")) and same_words(first, head):
            known.append((first, "head"))  # where many sites put their name behind the title
        return settle("source", known, same_words, least=2)

    def published(
        self, blocks: list[str], post: Post | None, extracted: Any, notes: list[str]
    ) -> tuple[str, Doubt | None]:
        known = [
            (post.published if post else "", _RECORD),
            (find_date(self.data.text("datePublished")), _DATA),
            (
                find_date(self._meta("article:published_time", "date", "dc.date", "parsely-pub-date")),
                "meta date",
            ),
        ]
        moment = self._moment(also_changes=not any(day for day, _ in known))
        known.append((moment, "time"))
        beside = day_of(bylines_of(self.root), blocks)
        if not same_day(beside, moment):  # else they are one and the same place
            known.append((beside, "byline"))
        found, doubt = settle("published", known, same_day, least=2)
        if found or extracted is None:
            return found, doubt
        day = find_date(extracted.date or "")
        if day and not says_day(self.outside, day):  # made of a year or a month, as in "© 2019"
            said = (*self._notices, *self.root.xpath("//body//text()[contains(., $y)]", y=day[:4]))
            year = next((one_line(str(text))[:60] for text in said if day[:4] in text), "")
            where = f" (“{year}”)" if year else ""
            notes.append(
                f"No date was found, only the year {day[:4]}{where}, so `published:` was left empty."
            )
            day = ""
        elif day and not is_published(self.root, day, self.address(self._url)):
            notes.append(
                f"The page names {day}, but not as the day of its publication, so `published:` was left empty."
            )
            day = ""
        return settle("published", [(day, "page")], same_day, least=2)

    def _moment(self, *, also_changes: bool) -> str:
        """The day in the first element that holds one; one of a change counts only where nothing else says a day."""
        named = self.root.xpath("//article//time[@datetime] | //*[@itemprop='datePublished'][@content]")[:20]
        found = [each for each in named if each.tag == "meta" or is_moment(each)]
        found = sorted(found, key=_is_of_a_change)
        first = [each for each in found[:1] if also_changes or not _is_of_a_change(each)]
        return next((find_date(one_line(each.get("datetime") or each.get("content"))) for each in first), "")

    def description(self) -> str:
        return self._meta("description", "og:description", "twitter:description") or self.data.text(
            "description"
        )

    def language(self) -> str:
        return one_line(
            self.root.get("lang") or self.root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        )

    def address(self, url: str) -> str:
        """The address that the page gives itself, if it is one of the same site; else where it was fetched from.

        Some sites say of every page that it is their first one: that would make one article of all.
        """
        own = [one_line(link) for link in self.root.xpath("//link[@rel='canonical']/@href")[:1]]
        own = [link for link in (*own, self._meta("og:url")) if not is_front(link) or is_front(url)]
        if not url:
            return next((link for link in own if link.startswith(("http://", "https://"))), "")
        return next((link for link in own if link and site_of(link) == site_of(url)), url)

    def _pictures(self) -> list[str]:
        """Addresses of pictures that the page calls its own."""
        said = self.root.xpath(
            "//meta[@property='og:image' or @name='og:image' or @property='og:image:secure_url'"
            " or @name='twitter:image' or @name='twitter:image:src']/@content | //link[@rel='image_src']/@href"
        )
        return [*map(str, said[:_MOST_AUTHORS]), *self.data.pictures()]

    def _heading(self, path: str) -> str:
        return next((one_line(element.text_content()) for element in self.root.xpath(path)[:1]), "")

    def _bylines(self, blocks: list[str]) -> list[tuple[str, str]]:
        """The names in the elements that are marked as the byline, or on the text's own; both if they differ."""
        marked, line = joined(map(name_of, bylines_of(self.root))), byline_in(blocks)
        if marked and not same_people(marked, line):
            return [(marked, "byline"), (line, "text")]
        return [(marked or line, "byline")]

    def _meta_authors(self) -> str:
        """All whom the page's head names: some name each author in a line of their own."""
        for name in ("author", "article:author", "parsely-author", "dc.creator"):
            said = self.root.xpath("//meta[@name=$n or @property=$n]/@content", n=name)[:_MOST_AUTHORS]
            if names := joined(one_line(html.unescape(each)) for each in said):
                return names
        return ""

    def _meta(self, *names: str) -> str:
        for name in names:
            for content in self.root.xpath("//meta[@name=$n or @property=$n]/@content", n=name)[:1]:
                if text := one_line(html.unescape(content)):
                    return text
        return ""


def _is_of_a_change(moment: Any) -> bool:
    """Whether it says, or the words before it say, when the page was changed."""
    before = moment.getprevious()
    words_before = (moment.getparent().text if before is None else before.tail) or ""
    return is_of_change(f"{moment.get('class', '')} {moment.get('itemprop', '')} {words_before[-30:]}")


def _is_host(name: str, host: str) -> bool:
    return name.casefold() == host or _HOST.fullmatch(name) is not None
