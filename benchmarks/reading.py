"""Articles with summaries by people, from a folder: NAME.txt, and NAME.summary.txt with one sentence in each line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import BenchmarkError
from newsletter.articles.article import Article
from newsletter.articles.reading.dates import find_date

#: Newspapers print it above the text. Where it is not there: the middle of the last year that the article names.
_HEAD = 300  # letters
_YEAR = re.compile(r"\b(?:199\d|20[0-2]\d)\b")
_SOME_YEAR = "2015"
_AUTHOR = re.compile(r"((?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w'’-]+) ?:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An article, and the sentences of its summary; none where nobody wrote one."""

    article: Article
    summary: tuple[str, ...]
    #: who wrote the article, where only its summary says so: "Ana Lupu: Ports need …".
    author: str = ""


def read(folder: Path) -> list[Read]:
    """Every article of a folder in the order of names. Raises BenchmarkError for a folder without any."""
    found = list(_read(folder))
    if not found:
        raise BenchmarkError(f"{folder} holds no articles: NAME.txt, and NAME.summary.txt beside it")
    return found


def _read(folder: Path) -> Iterator[Read]:
    for file in sorted(folder.glob("*.txt")):
        if file.name.endswith(".summary.txt"):
            continue
        beside = file.with_suffix(".summary.txt")
        text = file.read_text(encoding="utf-8")
        paragraphs = tuple(" ".join(part.split()) for part in text.split("\n\n") if part.strip())
        told = beside.read_text(encoding="utf-8").splitlines() if beside.exists() else []
        summary = tuple(line.strip() for line in told if line.strip())
        named = _AUTHOR.match(summary[0]) if summary else None
        yield Read(
            article=Article(
                slug=file.stem.lower(),
                title="",
                language="en",
                paragraphs=paragraphs,
                published=_published(text),
            ),
            summary=summary,
            author=named[1] if named and named[1] not in text else "",
        )


def _published(text: str) -> str:
    """When an article appeared, or may have: the sets do not say it, and nearly every article of ours does."""
    return find_date(text[:_HEAD]) or f"{max(_YEAR.findall(text), default=_SOME_YEAR)}-06-30"
