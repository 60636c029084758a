"""One A4 sheet: the sizes of its type, and how high each part of a notice is.

All lengths are mm, all sizes of type points. The style sheet takes its sizes from here; paddings stand in both, and the
tests compare what is planned with what a browser makes of it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from newsletter.rendering.measure import MM_PER_POINT, Type

#: What is left of A4 (210 × 297) within margins of 12 mm, as printers at home need them.
MARGIN = 12
WIDTH = 186
HEIGHT = 273
#: No notice is planned higher than this: browsers round, and printers differ.
SAFE = 267
#: Between the parts of a notice.
LEAST_GAP, MOST_GAP = 3.5, 11.0
#: Sides of QR codes without their quiet zone; a module is never smaller than the last.
MAIN_CODE, CODE, SMALL_CODE = 27.0, 20.0, 17.0
_MODULE = 0.36
#: Between the columns of a grid, and between words and a code, which brings white of its own.
GUTTER, BESIDE = 6.0, 1.5
#: Between the day and what is on it.
APART = 5.0
#: Between two things on one line. It stays with what follows: at the end of a line it would stand for nothing.
APART_SIGN = " ·\u00a0"
#: The largest logo, at the other end of the line with the branch's name; screens have 96 pixels for an inch.
LOGO_WIDTH, LOGO_HEIGHT = 42.0, 14.0
MM_PER_PIXEL = 25.4 / 96
#: What the style sheet is told.
PAGE = {"margin": MARGIN, "height": SAFE, "gutter": GUTTER, "beside": BESIDE, "apart": APART}

Values = Mapping[str, Any]


def code_side(modules: int, least: float) -> float:
    """The side of a code with its quiet zone, where the code itself is `least` or more."""
    return round(max(least, modules * _MODULE) * (modules + 8) / modules, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """The types of a sheet, from the size of its running text."""

    branch: Type
    headline: Type
    lead: Type
    section: Type
    ask: Type
    small_ask: Type
    title: Type
    small_title: Type
    text: Type
    when: Type
    byline: Type
    host: Type
    foot: Type

    @classmethod
    def of(cls, text: float, headline: float) -> "Sizes":
        return cls(
            branch=_type(max(14, text * 0.85), bold=True),
            headline=_type(headline, 1.1, bold=True),
            lead=_type(text * 1.15, 1.32),
            section=_type(max(12, text * 0.75), bold=True),
            ask=_type(text * 1.75, 1.15, bold=True),
            small_ask=_type(text * 1.2, 1.18, bold=True),
            title=_type(text * 1.3, 1.18, bold=True),
            small_title=_type(text * 1.05, 1.2, bold=True),
            text=_type(text, 1.32),
            when=_type(text, 1.32, bold=True),
            byline=_type(max(10, text * 0.8)),
            host=_type(max(10, text * 0.6), bold=True),
            foot=_type(max(10, text * 0.6)),
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def _type(size: float, leading: float = 1.25, *, bold: bool = False) -> Type:
    return Type(size=round(size, 1), line=round(size * leading, 1), bold=bold)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Heights of the parts, of which the template makes the same."""

    sizes: Sizes

    def height(self, values: Values) -> tuple[float, int]:
        """The height of all parts without the gaps between them, and the number of gaps."""
        parts = [
            self._masthead(values),
            self.sizes.lead.height(values["lead"], WIDTH),
            self.main(values["main"], values["scan"]),
            self._asks(values),
            self._articles(values),
            self._dates(values),
            self._foot(values),
        ]  # fmt: skip
        return sum(parts), sum(part > 0 for part in parts) - 1

    def _masthead(self, values: Values) -> float:
        sizes, logo = self.sizes, values["logo"]
        words = WIDTH - (logo["wide"] + APART if logo["source"] else 0)
        name: float = max(sizes.branch.height(values["branch"], words), logo["high"])
        return 7 + name + sizes.headline.height(values["subject"], WIDTH)

    def main(self, main: Values | None, scan: str) -> float:
        if not main:
            return 0
        words = WIDTH - 2 - 2 * 5 - (main["mm"] + BESIDE if main["code"] else 0)
        text = 2 * 3.5 + self.sizes.ask.height(main["title"]["text"], words)
        text += sum(1.5 + self.sizes.text.height(paragraph, words) for paragraph in main["paragraphs"])
        text += 1.5 + self.sizes.foot.height(scan if main["code"] else main["host"], words)
        return 2 + max(text, self._code(main))

    def _asks(self, values: Values) -> float:
        grid = self.grid(values["asks"], self.sizes.small_ask, values["ask_columns"], values["ask_code"])
        return grid + self._more(values["more_asks"])

    def _code(self, entry: Values) -> float:
        """A code with the host under it."""
        if not entry["code"]:
            return 0
        mm: float = entry["mm"]
        return mm + self.sizes.host.height(entry["host"], mm) + 2

    def _articles(self, values: Values) -> float:
        if not (values["full"] or values["brief"] or values["more_articles"]):
            return 0
        full = sum(self._article(entry, values["article_code"]) for entry in values["full"])
        brief = self.grid(values["brief"], self.sizes.small_title, values["columns"], values["brief_code"])
        return self._heading() + full + brief + self._more(values["more_articles"])

    def _heading(self) -> float:
        return self.sizes.section.line * MM_PER_POINT + 1.5

    def _article(self, entry: Values, code: float) -> float:
        words = WIDTH - (code + BESIDE if code else 0)
        text = self.sizes.title.height(entry["title"]["text"], words)
        text += self._below(entry, words) + 1 + self.sizes.text.height(entry["summary"]["text"], words)
        return 0.3 + max(2 * 2.2 + text, code if entry["code"] else 0)

    def grid(self, entries: Sequence[Values], title: Type, columns: int, code: float) -> float:
        """Entries beside one another; each row is as high as its highest."""
        if not entries:
            return 0
        words = (WIDTH - (columns - 1) * GUTTER) / columns - (code + BESIDE if code else 0)
        cells = [
            max(
                2 * 1.5 + title.height(entry["title"]["text"], words) + self._below(entry, words),
                code if entry["code"] else 0,
            )
            for entry in entries
        ]
        rows = math.ceil(len(cells) / columns)
        return sum(0.3 + max(cells[row * columns : (row + 1) * columns]) for row in range(rows))

    def columns(self, entries: Sequence[Values], title: Type, code: float) -> int:
        """How many columns take the least room: long titles need wide ones."""
        choices = range(min(3, len(entries)), 0, -1)
        return min(choices, key=lambda number: self.grid(entries, title, number, code), default=1)

    def _below(self, entry: Values, words: float) -> float:
        """The byline with the host behind it, which is bold, or the host alone."""
        if not entry["byline"]:
            return self.sizes.host.height(entry["host"], words)
        type_ = replace(self.sizes.byline, bold=True)
        return type_.height(APART_SIGN.join(filter(None, (entry["byline"], entry["host"]))), words)

    def _dates(self, values: Values) -> float:
        if not (values["dates"] or values["more_dates"]):
            return 0
        rows = sum(
            self._date(entry, WIDTH - values["when_mm"] - APART, values["when_mm"])
            for entry in values["dates"]
        )
        return self._heading() + rows + self._more(values["more_dates"])

    def _date(self, entry: Values, words: float, when: float) -> float:
        what = self.sizes.text.height(entry["what"], words) + self.sizes.byline.height(entry["where"], words)
        return 0.3 + 2 * 1.1 + max(self.sizes.when.height(entry["when"], when), what)

    def _more(self, text: str) -> float:
        return 1 + self.sizes.host.height(text, WIDTH) if text else 0

    def _foot(self, values: Values) -> float:
        get = f"{values['words']['get_letter']} {values['footer']['reply_to']['text']}"
        lines = (values["footer"]["imprint"], values["footer"]["address"])
        words = self.sizes.host.height(get, WIDTH) + sum(
            self.sizes.foot.height(line, WIDTH) for line in lines
        )
        return 0.6 + 2.5 + words
