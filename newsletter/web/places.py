"""Where in a letter a finding belongs: found by the words that stand there, whatever the design.

A finding says `file:line`. From that follows a part of the issue (the subject, an article, the second call to
action), and from the part's words the element of the page that holds them. What is not found has no mark in the letter;
its finding stands in the list all the same.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser

from newsletter.articles.article import Article
from newsletter.desk.preview import Version
from newsletter.issue import Issue
from newsletter.rendering.content import one_line, paragraphs

#: A mark stands at the beginning of the innermost of these.
_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "li", "td", "th", "blockquote", "div"})
#: What is no text of the page.
_SILENT = frozenset({"style", "script", "title", "head"})
_VOID = frozenset({"br", "hr", "img", "meta", "link", "col", "input", "wbr", "area", "base"})
#: Signs of Markdown and of merge fields: between them stand words that the page holds as they are.
_SIGNS = re.compile(r"[\[\]()*_`<>#!\\|\n]+|&\w+;")


def parts_of(version: Version) -> Mapping[str, tuple[str, ...]]:
    """The parts of an issue, each with words by which it can be found, the best first."""
    issue = version.issue
    known = {
        "subject": _words(issue.subject),
        "body": [words for paragraph in paragraphs(issue.intro) for words in _words(paragraph)],
        "footer": [one_line(version.branch.postal_address.partition("\n")[0]), version.branch.name],
    }
    for article in version.articles:
        known[f"articles.{article.slug}"] = [one_line(article.title), *paragraphs(article.summary.text)[:1]]
    for number, action in enumerate(issue.actions):
        known[f"actions.{number}"] = [*_words(action.title), *_words(action.button)]
    for number, entry in enumerate(issue.diary):
        known[f"diary.{number}"] = [one_line(entry.what)]
    return {part: tuple(filter(None, words)) for part, words in known.items()}


def _words(text: str) -> list[str]:
    """The runs of plain words in a text, the longest first."""
    return sorted(filter(None, (one_line(run) for run in _SIGNS.split(text))), key=lambda run: -len(run))


def part_of(where: str, issue: Issue, articles: Sequence[Article]) -> str:
    """The part of the issue that `file:line` lies in, "" for none."""
    file, _, line = where.rpartition(":")
    if "newsletter.toml" in (where, file):
        return "footer"
    for article in articles:
        if file == article.where("title").rpartition(":")[0]:
            return f"articles.{article.slug}"
    if file != issue.where("id").rpartition(":")[0] or not line.isdigit():
        return ""
    return _field(int(line), issue)


def _field(line: int, issue: Issue) -> str:
    above = [(at, len(name), name) for name, at in issue.lines.items() if at <= line]
    name = max(above)[2] if above else ""
    group, _, rest = name.partition(".")
    number = rest.partition(".")[0]
    if group == "articles" and number.isdigit() and int(number) < len(issue.articles):
        return f"articles.{issue.articles[int(number)]}"
    return f"{group}.{number}" if number else group


def positions(html: str, parts: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """For each part that is found: where in `html` its element begins, right behind the start tag."""
    blocks = list(_Blocks.read(html))
    found = {}
    for part, choices in parts.items():
        for words in choices:
            wanted = _plain(words)
            at = next((start for start, text in blocks if wanted and wanted in text), None)
            if at is not None:
                found[part] = at
                break
    return found


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


class _Blocks(HTMLParser):
    """Collects the text of each innermost block, with the offset behind the block's start tag."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._lines = [0]
        for line in re.split(r"(?<=\n)", html):
            self._lines.append(self._lines[-1] + len(line))
        #: open elements, each with the number of its block, None for what is not shown.
        self._open: list[tuple[str, int | None]] = []
        self._found: list[tuple[int, list[str]]] = []

    @classmethod
    def read(cls, html: str) -> Iterator[tuple[int, str]]:
        reader = cls(html)
        reader.feed(html)
        reader.close()
        return ((start, _plain("".join(pieces))) for start, pieces in reader._found)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self.handle_data(" ")
            return
        is_hidden = re.search(r"display\s*:\s*none", dict(attrs).get("style") or "") is not None
        block = self._open[-1][1] if self._open else None
        if tag in _SILENT or is_hidden:
            block = None
        elif tag in _BLOCKS:
            line, column = self.getpos()
            self._found.append((self._lines[line - 1] + column + len(self.get_starttag_text() or ""), []))
            block = len(self._found) - 1
        self._open.append((tag, block))

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _ in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if self._open and (block := self._open[-1][1]) is not None:
            self._found[block][1].append(data)
