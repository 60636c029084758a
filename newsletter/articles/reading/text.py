"""Plain text: lines put together to paragraphs, the way they were before an editor wrapped them."""

from collections.abc import Iterator

from newsletter.articles.cleaning import one_line
from newsletter.articles.reading.anatomy import Parts, is_labelled, take_apart
from newsletter.articles.reading.decoding import check_pieces

_WIDEST_WRAP = 120  # columns; nobody wraps wider, so longer lines are whole paragraphs
_SLACK = 10  # columns that an editor may leave free


def read(text: str, known: Parts | None = None) -> Parts:
    """The parts of an article in plain text; what is known of it already is filled in before.

    Raises ArticleError for a text of very many lines.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    check_pieces(len(lines))
    return take_apart(list(_blocks(lines)), known, has_title=bool(known and known.title))


def _blocks(lines: list[str]) -> Iterator[str]:
    cleaned = [one_line(line) for line in lines]
    width = _wrap_width(cleaned)
    block: list[str] = []
    for line in [*cleaned, ""]:
        if block and not _goes_on(block, line, width):
            yield " ".join(block)
            block = []
        if line:
            block.append(line)


def _wrap_width(lines: list[str]) -> int:
    """The column at which the text was wrapped; 0 if it was not."""
    filled = [len(line) for line in lines if line]
    wide = sum(1 for length in filled if length > _WIDEST_WRAP)
    if wide * 5 > len(filled):
        return 0
    return max((length for length in filled if length <= _WIDEST_WRAP), default=0)


def _goes_on(block: list[str], line: str, width: int) -> bool:
    """Whether `line` goes on from the block: it does if its first word would not have fitted above."""
    if not line or is_labelled(line):
        return False
    above = block[-1]
    if is_labelled(above) and len(block) == 1 and len(above) < width - 2 * _SLACK:
        return False
    return width > 0 and len(above) + 1 + len(line.split(" ", 1)[0]) > width - _SLACK
