"""What is found of articles on real pages: the text against people's own reading, ours beside trafilatura's default.

A folder as of the article-extraction-benchmark: `ground-truth.json` with `articleBody` by the name of a page, and the
pages as `html/NAME.html.gz` or `html/NAME.html`.
"""

import gzip
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figure import Chapter, Figure, at_least
from benchmarks.measure import BenchmarkError
from newsletter.articles.reading.source import Kind, ingest
from newsletter.errors import NewsletterError

TITLE = "Extraction: the text of articles on pages"
_RUN = 4  # words that follow one another
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Page:
    html: str
    text: str
    url: str


def measure(folder: Path, *, quick: bool) -> Chapter:
    """Means over the pages. Raises BenchmarkError for a folder without any."""
    pages = list(_pages(folder))[: 20 if quick else None]
    if not pages:
        raise BenchmarkError(f"{folder} holds no pages: ground-truth.json and html/NAME.html.gz")
    ours, theirs = _scored(pages, _ours), _scored(pages, _theirs)
    return Chapter(
        title=TITLE,
        figures=(
            Figure(
                name="F1: ours / trafilatura's default", value=ours.f1 / theirs.f1, unit="x", goal=at_least(1.0),
                detail=f"{ours.f1:.3f} / {theirs.f1:.3f}",
            ),
            Figure(name="precision: ours", value=ours.precision, unit="", detail=f"theirs {theirs.precision:.3f}"),
            Figure(name="recall: ours", value=ours.recall, unit="", detail=f"theirs {theirs.recall:.3f}"),
            Figure(name="pages without a text: ours", value=ours.empty, unit="", detail=f"theirs {theirs.empty}"),
            Figure(
                name="time for a page: ours, with all that is proposed", value=1000 * ours.seconds, unit="ms",
                detail=f"theirs {1000 * theirs.seconds:.0f} ms, text alone",
            ),
        ),
        notes=(f"{len(pages)} pages of {folder.name}/; runs of {_RUN} words, means over the pages.",),
    )  # fmt: skip


def _pages(folder: Path) -> Iterator[_Page]:
    truth = folder / "ground-truth.json"
    if not truth.is_file():
        return
    for name, told in sorted(json.loads(truth.read_text(encoding="utf-8")).items()):
        packed, plain = folder / "html" / f"{name}.html.gz", folder / "html" / f"{name}.html"
        raw = gzip.decompress(packed.read_bytes()) if packed.is_file() else plain.read_bytes()
        yield _Page(raw.decode("utf-8", "replace"), told["articleBody"], told.get("url", ""))


def _ours(page: _Page) -> str:
    try:
        return "\n".join(ingest(page.html, kind=Kind.HTML, url=page.url).article.paragraphs)
    except NewsletterError:
        return ""


def _theirs(page: _Page) -> str:
    import trafilatura

    return trafilatura.extract(page.html) or ""


@dataclass(frozen=True, slots=True)
class _Score:
    precision: float
    recall: float
    empty: int
    seconds: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def _scored(pages: list[_Page], read: Callable[[_Page], str]) -> _Score:
    precisions, recalls, empty = [], [], 0
    begun = time.process_time()
    texts = [read(page) for page in pages]
    seconds = time.process_time() - begun
    for page, text in zip(pages, texts, strict=True):
        found, wanted = _runs(text), _runs(page.text)
        shared = (found & wanted).total()
        if found:
            precisions.append(shared / found.total())
        empty += not found
        recalls.append(shared / wanted.total() if wanted else 1.0)
    return _Score(statistics.mean(precisions), statistics.mean(recalls), empty, seconds / len(pages))


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    length = min(_RUN, len(words))
    return (
        Counter(tuple(words[at : at + length]) for at in range(len(words) - length + 1))
        if words
        else Counter()
    )
