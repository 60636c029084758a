"""Markdown with or without front matter, brought down to plain paragraphs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from newsletter import frontmatter
from newsletter.articles.article import Photo
from newsletter.articles.cleaning import one_line, words
from newsletter.articles.credits.credit import parse_credit
from newsletter.articles.credits.licence import licence_url
from newsletter.articles.reading.anatomy import Parts, take_apart
from newsletter.articles.reading.byline import fullest, same_people
from newsletter.articles.reading.dates import find_date
from newsletter.articles.reading.decoding import check_pieces
from newsletter.articles.reading.found import Doubt, Found
from newsletter.articles.reading.reconcile import same_day, same_words, settle
from newsletter.articles.reading.rights import is_unclear
from newsletter.errors import ArticleError, WorkspaceError
from newsletter.frontmatter import Value

_HEAD, _TEXT = "front matter", "text"  # places that a person is told of
#: Names that other programs give to our fields.
_FIELDS = {
    "title": ("title", "headline"),
    "standfirst": ("standfirst", "subtitle", "subheading", "deck", "lead", "lede"),
    "author": ("author", "authors", "by", "byline"),
    "source": ("source", "publication", "publisher", "site"),
    "url": ("url", "link", "canonical_url", "canonical", "original"),
    "published": ("published", "date", "publish_date", "pubdate", "created"),
    "language": ("language", "lang", "locale"),
    "description": ("description", "excerpt", "abstract"),
    "embargo": ("embargo",),
    "credit": ("credit", "photo_credit", "image_credit", "credits"),
}
_MARKS = "*_`<&![]("
#: A link is looked for from each of them to the end of its paragraph.
_MOST_BRACKETS = 2_000
_PHOTO = ("caption", "author", "licence", "licence_url", "credit")


def read(text: str, *, name: str = "article.md") -> Found:
    """The parts of an article in Markdown. Names that mean nothing here are said in a note."""
    try:
        document = frontmatter.parse(text, path=Path(name))
    except WorkspaceError as error:
        raise ArticleError(error.message, remedy=error.remedy, code="front-matter") from error
    values = {key.casefold().replace("-", "_"): value for key, value in document.values.items()}
    texts = {field: one_line(_first(values, names)) for field, names in _FIELDS.items()}
    parts = Parts(
        title=texts["title"],
        standfirst=texts["standfirst"],
        author=_names(texts["author"]),
        source=texts["source"],
        url=texts["url"],
        published=find_date(texts["published"]),
        embargo=texts["embargo"],
    )
    parts.notes += _unknown(values)
    parts.credits += [texts["credit"]] if texts["credit"] else []
    blocks = list(_blocks(document.body, parts))
    doubts = list(_contradicted(blocks, parts))
    take_apart(blocks, parts)
    summary = values.get("summary", "")
    description = summary.get("text", "") if isinstance(summary, dict) else summary
    return Found(
        parts=parts,
        description=one_line(_as_text(description)) or texts["description"],
        language=texts["language"],
        language_from="file",
        photo=_photo(values.get("photo", "")),
        guessed=tuple(doubt.field for doubt in doubts),
        doubts=tuple(doubts),
    )


def _contradicted(blocks: Sequence[str], parts: Parts) -> Iterator[Doubt]:
    """Fields of which the front matter and the lines of the text say different things; the better is taken."""
    said = take_apart(blocks, Parts(title=parts.title), has_title=bool(parts.title))
    day = "" if said.published == said.updated else said.published  # a later change contradicts nothing
    found = (
        ("author", fullest([(parts.author, _HEAD), (said.author, _TEXT)]), same_people),
        ("published", [(parts.published, _HEAD), (day, _TEXT)], same_day),
        ("source", [(parts.source, _HEAD), (said.source, _TEXT)], same_words),
    )
    for name, known, agrees in found:
        value, doubt = settle(name, known, agrees)
        if doubt and getattr(parts, name):  # what only the text says is marked as such
            setattr(parts, name, value)
            yield doubt
    # An embargo that only the text tells of is not lifted by the one in the head.
    if parts.embargo and said.embargo and words(parts.embargo) != words(said.embargo):
        parts.notes.append(f"The text speaks of another embargo than the file's head: {said.embargo}")


def _names(text: str) -> str:
    """Names without the signs of a list on one line: [Ana Example, "Sam Sample"]."""
    if not (text.startswith("[") and text.endswith("]")):
        return text
    return " and ".join(filter(None, (name.strip(" \"'") for name in text[1:-1].split(","))))


def _first(values: Mapping[str, Value], names: Iterable[str]) -> str:
    return next((_as_text(values[name]) for name in names if values.get(name)), "")


def _as_text(value: Value) -> str:
    if isinstance(value, dict):
        return _as_text(value.get("name", ""))
    return " and ".join(filter(None, map(_as_text, value))) if isinstance(value, list) else value


def _unknown(values: Mapping[str, Value]) -> Iterator[str]:
    known = {name for names in _FIELDS.values() for name in names} | {"photo", "summary"}
    unknown = [f"{name}:" for name in values if name not in known]
    if unknown:
        yield f"These lines of the front matter mean nothing here and were left out: {' '.join(unknown)}"


def _photo(value: Value) -> Photo | None:
    if isinstance(value, str):
        return parse_credit(value) if value else None
    if not isinstance(value, dict):
        return None
    texts = {name: one_line(_as_text(value.get(name, ""))) for name in _PHOTO}
    texts["licence_url"] = texts["licence_url"] or licence_url(texts["licence"])
    read = parse_credit(texts["credit"])
    given = {name: text or getattr(read, name) for name, text in texts.items()}
    return Photo(**given) if any(given.values()) else None


# The body: markdown-it-py's flat list of tokens, of which only the text is kept.


def _blocks(body: str, parts: Parts) -> Iterator[str]:
    from markdown_it import MarkdownIt  # noqa: PLC0415  (30 ms; only Markdown pays for it)

    check_pieces(body.count("\n"))
    check_pieces(sum(map(body.count, _MARKS)))
    check_pieces(body.count("["), _MOST_BRACKETS)
    tokens = MarkdownIt("commonmark").parse(body)
    images = sum(1 for token in tokens for child in token.children or [] if child.type == "image")
    if images:
        parts.notes.append("Pictures in the text were left out.")
    mark, before, is_titled, is_below_picture = "", "", False, False
    for token in tokens:
        if token.type == "list_item_open":
            mark = f"{token.info}. " if token.info else "• "
        elif token.type in {"fence", "code_block"}:
            yield from filter(None, map(one_line, token.content.split("\n\n")))
        elif token.type == "inline":
            text, has_picture = one_line(_inline(token)), any(c.type == "image" for c in token.children or [])
            is_below_picture, was_below = has_picture and not text, is_below_picture
            if not text:
                continue
            if (has_picture or was_below) and is_unclear(text):
                parts.credits.append(text)
            elif before == "heading_open" and not parts.title and not is_titled:
                parts.title = text
            else:
                yield mark + text
            is_titled = True  # a heading further down is no title
            mark = ""
        before = token.type


def _inline(token: Any) -> str:
    kept = {"text": None, "code_inline": None, "softbreak": " ", "hardbreak": " "}
    return "".join(kept[c.type] or c.content for c in token.children or [] if c.type in kept)
