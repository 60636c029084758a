"""The texts below a page's pictures, and which of them stand below a picture of its article.

Other stories, advertisements and menus have pictures, too, whose credit would be a lie below the article's. Where a
picture stands tells them apart: within the article's text or above it, and in no box that leads to another page. What
the page names as its own picture counts wherever it stands. Of all else nobody can tell, so it lends no credit.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from newsletter.articles.cleaning import one_line, words
from newsletter.articles.credits.licence import mentions
from newsletter.articles.reading.blocks import BLOCK

_MOST = 20
_MOST_LINKS = 10
_PATH = (
    "//figcaption | //*[contains(@class, 'wp-caption-text') or contains(@class, 'photo-credit')"
    " or contains(@class, 'image-credit') or contains(@class, 'image-caption')]"
)
#: Letters of a paragraph's beginning by which it is found again in its page.
_FEWEST, _LETTERS, _LOOKED_AT, _MOST_PIECES = 20, 40, 240, 30
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MOST_BESIDE, _MOST_IN_BOX, _MOST_PICTURES = 20, 100, 20
_FRAMES = ("ancestor::figure", "ancestor::*[contains(@class, 'wp-caption')][not(contains(@class, 'text'))]")
#: What sites put behind the name of one picture in several sizes.
_SIZE = re.compile(r"(?:[-_](?:\d{2,5}x\d{2,5}|scaled|\d{3,5}w?)|@\dx)+$", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|tiff?)$", re.IGNORECASE)
#: A shorter name ("1.jpg", "image.png") may be that of any picture.
_SHORTEST_NAME = 8


@dataclass(frozen=True, slots=True)
class Caption:
    element: Any
    text: str
    #: the text in which links to licences are written out.
    twin: str
    #: the names of the files of its picture.
    pictures: frozenset[str]


def captions_of(root: Any) -> list[Caption]:
    """Texts below pictures; one that stands within another is passed by."""
    found = [
        Caption(each, one_line(each.text_content()), "", _pictures_at(each))
        for each in root.xpath(_PATH)[:_MOST]
    ]
    texts = {each.text for each in found}
    kept = dict[str, Caption]()
    for each in found:
        if each.text and not any(each.text != other and each.text in other for other in texts):
            twin = _with_licence(each.element)
            kept.setdefault(each.text, Caption(each.element, each.text, twin, each.pictures))
    return list(kept.values())


def own(
    place: "Place", captions: Sequence[Caption], *, named: Iterable[str], is_clear: Callable[[str], bool]
) -> tuple[list[Caption], bool]:
    """Those below pictures of the article; and whether one of its pictures stands before the first clear credit.

    `named` are the addresses of pictures that the page calls its own.
    """
    names = frozenset(filter(None, map(_name_of, named)))
    kept = [each for each in captions if each.pictures & names or place.holds(_framed(each.element))]
    clear = [_framed(each.element) for each in kept if is_clear(each.twin)]
    boxes = {place.box(each) for each in clear}  # some sites write the caption beside the figure
    first = min(map(place.number, clear), default=-1)
    others = [_framed(each.element) for each in kept] + place.figures
    others = [each for each in others if place.number(each) < first and place.box(each) not in boxes]
    return kept, any(map(place.holds, others))


class Place:
    """Where the text of an article stands on its page, from which what is beside it must be gone."""

    def __init__(self, root: Any, blocks: Collection[str], title: str, lines: Collection[str] = ()) -> None:
        """`blocks` is the article's text but for those `lines` of it that are credits."""
        self.figures: list[Any] = root.xpath("//body//figure[.//img]")[:_MOST_PICTURES]
        self._numbers = dict[Any, int]()
        self._around = set[Any]()
        self._heading = self._last_number = -1
        self._last: Any = None
        self._lines: dict[str, list[Any]] = {line[:_LOOKED_AT]: [] for line in lines}
        found = list(_texts_in(root, self._numbers))
        known = {_key(block) for block in blocks} - {""}
        # What is nothing but a link is the title of another page, also where it was taken for text.
        doors = ((_key(said), element, said) for _, element, said, is_whole in found if is_whole)
        known -= {key for key, element, said in doors if key in known and _is_door(element, said)}
        self._look(found, known, words(title))

    def _look(self, found: list[tuple[int, Any, str, bool]], known: set[str], head: list[str]) -> None:
        for number, holder, said, is_whole in found:
            is_head = is_whole and self._heading < 0 and holder.tag in {"h1", "h2"}
            if is_head and head and words(said)[: len(head)] == head:
                self._heading = number
                self._note(holder.getparent())
            if said in self._lines:
                self._lines[said].append(holder)
            if _key(said) in known:
                self._last_number, self._last = number, holder
                self._note(holder)

    def is_strange(self, line: str) -> bool:
        """Whether a credit among the lines of the text stands in a box that leads to another page."""
        holders = self._lines.get(line[:_LOOKED_AT], [])
        return bool(holders) and all(
            each not in self._around and _leads_away(self.box(each), each) for each in holders[-1:]
        )

    def _note(self, above: Any) -> None:
        while above is not None and above not in self._around:
            self._around.add(above)
            above = above.getparent()

    def number(self, element: Any) -> int:
        return self._numbers.get(element, -1)

    def box(self, frame: Any) -> Any:
        """The largest element that holds a picture and nothing of the article's text or heading."""
        box = frame
        while (above := box.getparent()) is not None and above not in self._around:
            box = above
        return box

    def holds(self, frame: Any) -> bool:
        """Whether a picture stands within the article or above it, and leads to no other page."""
        number = self.number(frame)
        if number < 0 or self._last is None:
            return False
        box = self.box(frame)
        above = box.getparent()
        if above is None or _leads_away(box, frame) or _is_beside_door(box):
            return False
        if number > self._last_number:
            return box is frame and self._follows(box)
        return above.tag not in {"body", "html"} or 0 <= self._heading < number

    def _follows(self, box: Any) -> bool:
        """Whether nothing but pictures stands between the end of the text and a picture."""
        for each in islice(box.itersiblings(preceding=True), _MOST_BESIDE):
            if each is self._last:
                return True
            if each.tag != "figure" and isinstance(each.tag, str) and each.text_content().strip():
                return False
        return False


def _framed(element: Any) -> Any:
    """The figure of a caption, or what stands for one."""
    for path in _FRAMES:
        if frames := element.xpath(path):
            return frames[-1]
    return element


def _texts_in(root: Any, numbers: dict[Any, int]) -> Iterator[tuple[int, Any, str, bool]]:
    """The beginning of each block, and of what goes on behind another element: its place, its element, its words, and
    whether they begin it. `numbers` is filled with the places of all elements.
    """
    from lxml.etree import iterwalk  # noqa: PLC0415  (80 ms)

    texts, found, ends = list[str](), list[tuple[int, Any, bool, int]](), dict[Any, int]()
    for number, (event, element) in enumerate(iterwalk(root, events=("start", "end", "comment", "pi"))):
        if event == "start":
            numbers[element] = number
            found += [(number, element, True, len(texts))] if element.tag in BLOCK else []
            texts += [element.text[:_LOOKED_AT]] if (element.text or "").strip() else []
            continue
        ends[element] = len(texts)
        if (element.tail or "").strip() and element.getparent() is not None:
            found.append((number, element.getparent(), False, len(texts)))
            texts.append(element.tail[:_LOOKED_AT])
    for number, element, is_whole, begin in found:
        yield number, element, _joined(texts, begin, ends[element]), is_whole


def _is_door(element: Any, said: str) -> bool:
    """Whether a block is a link and nothing else."""
    if len(said) >= _LOOKED_AT or not _key(said):
        return False
    links = islice(element.iter("a"), _MOST_LINKS)
    linked = "".join("".join(islice(link.itertext(), _MOST_PIECES)) for link in links if link.get("href"))
    is_within = any(above.get("href") for above in islice(element.iterancestors("a"), 1))
    return is_within or _key(linked) == _key(said)


def _is_beside_door(box: Any) -> bool:
    """Whether the first words before or behind a picture are a heading that leads to another page."""
    for is_before in (True, False):
        for each in islice(box.itersiblings(preceding=is_before), _MOST_BESIDE):
            if isinstance(each.tag, str) and each.text_content().strip():
                if each.tag in _HEADINGS and each.find(".//a[@href]") is not None:
                    return True
                break
    return False


def _joined(texts: list[str], begin: int, end: int) -> str:
    """As many of the texts from a place on as a beginning needs."""
    said = ""
    for text in texts[begin : min(end, begin + _MOST_PIECES)]:
        said += text
        if len(said) >= _LOOKED_AT:
            break
    return one_line(said[:_LOOKED_AT])


def _key(text: str) -> str:
    letters = "".join(filter(str.isalnum, text[:_LOOKED_AT].casefold()))[:_LETTERS]
    return letters if len(letters) >= _FEWEST else ""


def _leads_away(box: Any, frame: Any) -> bool:
    """Whether a box around a picture is a door to another page: a link around it, or one with words beside it."""
    for each in (frame, *frame.iterancestors()):
        if each.tag == "a" and each.get("href"):
            return True
        if each is box:
            break
    inner = {*frame.iter("a")}
    links = islice((link for link in box.iter("a") if link not in inner and link.get("href")), _MOST_IN_BOX)
    heads = islice(frame.iter("h1", "h2", "h3", "h4", "h5", "h6"), _MOST_IN_BOX)
    return any(one_line(link.text_content()) for link in links) or any(
        head.find(".//a[@href]") is not None for head in heads
    )


def _pictures_at(element: Any) -> frozenset[str]:
    frame = _framed(element)
    pictures = [] if frame is element else frame.xpath(".//img | .//source")[:_MOST_PICTURES]
    said = [each.get(name, "") for each in pictures for name in ("src", "data-src", "data-lazy-src")]
    sets = [each.get(name, "") for each in pictures for name in ("srcset", "data-srcset")]
    said += [part.split()[0] for each in sets for part in each.split(",")[:_MOST_PICTURES] if part.split()]
    return frozenset(filter(None, map(_name_of, said)))


def _name_of(address: str) -> str:
    """The name of a picture's file without its size, "" where it may be that of any picture."""
    path = address[:2_000].partition("#")[0].partition("?")[0]
    name = _SIZE.sub("", _ENDING.sub("", path.rpartition("/")[2].casefold()))
    return name if len(name) >= _SHORTEST_NAME and not path.startswith("data:") else ""


def _with_licence(element: Any) -> str:
    """The text of a caption; where it links to a licence, the address stands beside or instead of the words."""
    for link in element.xpath(".//a[@href]")[:_MOST_LINKS]:
        label, address = link.text_content(), link.get("href")
        if mentions(address):
            tail = link.tail
            link.clear()
            link.text, link.tail = f"{label} {address}" if mentions(label) else address, tail
    return one_line(element.text_content())
