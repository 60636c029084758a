"""The blocks of text in a piece of HTML that is an article already, as a letter's part or a site's own record of it."""

import re
from collections.abc import Iterator
from typing import Any

from newsletter.articles.cleaning import one_line
from newsletter.articles.reading.sifting import sifted

BLOCK = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl",
        "dt", "fieldset", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section",
        "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
#: What nobody reads, and forms, whose fields are no text.
_DROPPED = frozenset(
    (
        "script", "style", "head", "title", "template", "noscript", "svg", "iframe", "object", "embed",
        "form", "button", "input", "select", "textarea", "label", "figcaption",
    )
)  # fmt: skip
#: What is no text at all, whoever asks.
_NO_TEXT = frozenset(
    {"script", "style", "head", "title", "template", "noscript", "svg", "iframe", "object", "embed"}
)
_DEEPEST = 400
#: A text of more blocks was taken from its page block by block.
_FEW, _LONGEST_GLUED = 3, 20_000  # blocks, characters
_UNSEEN = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_LONGEST_STYLE = 2_000  # characters


def blocks_of(fragment: str) -> list[str]:
    """Each paragraph, heading and item of a list on one line. Captions, scripts and forms are left out."""
    root = tree_of(fragment)
    return [] if root is None else [text for text in _texts(root) if text]


def tree_of(fragment: str) -> Any:
    """The tree of a piece of HTML; None where there is nothing in it. Raises ArticleError for too much of it."""
    import lxml.html  # noqa: PLC0415  (80 ms)
    from lxml.etree import ParserError  # noqa: PLC0415

    fragment = sifted(fragment)
    try:
        return lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", fragment))
    except (ParserError, ValueError):
        return None


def unglued(blocks: list[str], root: Any) -> list[str]:
    """The blocks of a page's text, of which a short one may have been read as one, headline, byline and all.

    A block that is nothing but several of the page's own, one behind the other, is given as these.
    """
    if len(blocks) > _FEW or sum(map(len, blocks)) > _LONGEST_GLUED:
        return blocks
    pieces = [(text, _letters(text)) for text in _texts(root, _NO_TEXT)]
    return [piece for block in blocks for piece in _unglued(block, pieces)]


def _unglued(block: str, pieces: list[tuple[str, str]]) -> list[str]:
    whole, at, found = _letters(block), 0, list[str]()
    for text, letters in pieces:
        if letters and whole.startswith(letters, at):
            found.append(text)
            at += len(letters)
    return found if len(found) > 1 and at == len(whole) else [block]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def is_hidden(element: Any) -> bool:
    """Whether an element says itself that nobody sees it."""
    if element.get("hidden", "until-found").lower() != "until-found":
        return True
    return bool(_UNSEEN.search(element.get("style", "")[:_LONGEST_STYLE]))


def _texts(root: Any, dropped: frozenset[str] = _DROPPED) -> Iterator[str]:
    line: list[str] = []
    for kind, piece in _walk(root, 0, dropped):
        if kind == "text":
            line.append(piece)
            continue
        yield one_line("".join(line))
        line = ["• "] if piece == "li" else []
    yield one_line("".join(line))


def _walk(element: Any, depth: int, dropped: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Texts and the borders of blocks, in the order of reading."""
    is_read = isinstance(element.tag, str) and element.tag not in dropped
    if not is_read or depth > _DEEPEST or is_hidden(element):
        return
    is_block = element.tag in BLOCK
    if is_block:
        yield "border", element.tag
    if element.text:
        yield "text", element.text
    for child in element:
        yield from _walk(child, depth + 1, dropped)
        if child.tail:
            yield "text", child.tail
    if is_block:
        yield "border", ""
