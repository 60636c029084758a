"""The intro's Markdown as safe HTML and as plain text.

Raw HTML is printed as it was typed; pictures become their alternative text, as only articles have some.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from newsletter.rendering.links import SCHEMES, safe_link

_TAGS = frozenset({"p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "h2", "hr", "code", "pre"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture somebody wrote into the Markdown."""

    source: str
    alt: str
    #: line of the Markdown, counted from 0.
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of the Markdown; `target` is as it was written."""

    words: str
    target: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph, heading or list item as plain text; `first` begins its first line, `rest` the others."""

    text: str
    first: str = ""
    rest: str = ""
    heading: bool = False
    links: tuple[Link, ...] = ()
    #: whether it is an item of a list without empty lines between the items.
    tight: bool = False


class _Parser(MarkdownIt):
    """CommonMark. What may be linked is decided by links.py, so that a wrong link can be named by a check."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        del url
        return True


def _parser() -> MarkdownIt:
    # A line that a person ends is a line that ends: "In solidarity," and "the committee" stand below one another.
    return _Parser("commonmark", {"html": False, "breaks": True})


def to_html(markdown: str) -> str:
    """Safe HTML of the Markdown: no attribute but the href of links with a safe scheme."""
    parser = _parser()
    tokens = parser.parse(markdown)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            # The subject is the letter's only h1, and no level may be skipped below it.
            token.tag = "h2"
        for child in token.children or ():
            _tame(child)
    html = parser.renderer.render(tokens, parser.options, {})
    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes={"a": {"href"}},
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


def _tame(child: Token) -> None:
    if child.type == "image":
        child.type, child.children = "text", None
    elif child.type == "link_open" and not safe_link(str(child.attrGet("href") or "")):
        child.attrs.pop("href", None)


def pictures(markdown: str) -> tuple[Picture, ...]:
    """Every picture of the Markdown."""
    return tuple(
        Picture(source=str(child.attrGet("src") or ""), alt=child.content.strip(), line=line)
        for line, child in _inline(markdown)
        if child.type == "image"
    )


def links(markdown: str) -> tuple[Link, ...]:
    """Every link of the Markdown, with the words it stands on."""
    return tuple(link for token in _parser().parse(markdown) for link in _links_of(token))


def _inline(markdown: str) -> Iterator[tuple[int, Token]]:
    for token in _parser().parse(markdown):
        line = token.map[0] if token.map else 0
        for child in token.children or ():
            yield line, child
            line += child.type in ("softbreak", "hardbreak")


def _links_of(token: Token) -> Iterator[Link]:
    line = token.map[0] if token.map else 0
    target: str | None = None
    words: list[str] = []
    for child in token.children or ():
        line += child.type in ("softbreak", "hardbreak")
        if child.type == "link_open":
            target, words = str(child.attrGet("href") or ""), []
        elif child.type == "link_close" and target is not None:
            yield Link(words="".join(words), target=target, line=line)
            target = None
        else:
            words.append(_plain(child))


def to_blocks(markdown: str) -> tuple[Block, ...]:
    """The Markdown as plain text, block by block, each with the safe links that stand in it."""
    return tuple(_Reader().read(_parser().parse(markdown)))


class _Reader:
    """Walks the tokens and remembers which lists and quotations it is in."""

    def __init__(self) -> None:
        #: beginnings of lines, outermost first: (of the first line, of the others).
        self._margins: list[tuple[str, str]] = []
        #: the next number of each list that is open, 0 for bullets.
        self._numbers: list[int] = []
        self._heading = False
        self._tight = False

    def read(self, tokens: list[Token]) -> Iterator[Block]:
        for token in tokens:
            self._enter(token)
            if token.type == "inline":
                yield self._block(token)
            elif token.type in ("fence", "code_block"):
                yield self._make(token.content.rstrip("\n"))
            elif token.type == "hr":
                yield self._make("* * *")

    def _enter(self, token: Token) -> None:
        match token.type:
            case "heading_open" | "heading_close":
                self._heading = token.nesting == 1
            case "paragraph_open" | "paragraph_close":
                self._tight = token.nesting == 1 and token.hidden
            case "bullet_list_open":
                self._numbers.append(0)
            case "ordered_list_open":
                self._numbers.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                self._numbers.pop()
            case "list_item_open":
                self._margins.append(self._item())
            case "blockquote_open":
                self._margins.append(("> ", "> "))
            case "list_item_close" | "blockquote_close":
                self._margins.pop()

    def _item(self) -> tuple[str, str]:
        if self._numbers[-1] == 0:
            return "- ", "  "
        sign = f"{self._numbers[-1]}. "
        self._numbers[-1] += 1
        return sign, " " * len(sign)

    def _block(self, token: Token) -> Block:
        text = "".join(_plain(child) for child in token.children or ())
        safe = tuple(link for link in _links_of(token) if safe_link(link.target))
        return self._make(text, safe)

    def _make(self, text: str, links: tuple[Link, ...] = ()) -> Block:
        first = "".join(margin[0] for margin in self._margins)
        rest = "".join(margin[1] for margin in self._margins)
        # The sign of a list stands before its first paragraph only.
        self._margins = [(rest, rest) for _, rest in self._margins]
        return Block(text=text, first=first, rest=rest, heading=self._heading, links=links, tight=self._tight)


def _plain(token: Token) -> str:
    return "\n" if token.type in ("softbreak", "hardbreak") else token.content
