"""The notice: an issue on one A4 page for the notice board, with QR codes for its links and nobody's name.

It is planned without a browser: of all plans, from the most generous to the barest, the first that fits is taken. What
it leaves out is said, to the reader of the page and to whoever made it. No sentence is ever cut.
"""

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newsletter.articles.article import Article
from newsletter.errors import RenderingError
from newsletter.issue import DiaryDate, Issue
from newsletter.rendering import child, sheet
from newsletter.rendering import templates as designs
from newsletter.rendering.content import Content, logo_alt, one_line
from newsletter.rendering.fields import FieldTags
from newsletter.rendering.links import safe_link, uncounted
from newsletter.rendering.pictures import Picture
from newsletter.rendering.plan import Plan, plans, wider
from newsletter.rendering.public import public, sentences, whole_sentences
from newsletter.rendering.qr import code_of
from newsletter.rendering.sheet import Sheet, Sizes
from newsletter.rendering.words import Words, short_date
from newsletter.settings import Branch

PAGE = "print/notice/page.html.j2"
#: Nothing is run and nothing is loaded, whatever stands in the page.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
#: Before a page of a branch's own, which may not say so itself; a browser takes it as the first of its head.
_SEAL = f'<!DOCTYPE html>\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
_HEADLINES = (72, 62, 54, 46, 40, 34, 30, 26, 22, 18)
#: What the page is given as a letter's text part is.
_SHARED = ("language", "direction", "start", "end", "palette", "words", "ours", "footer")
#: Printed beside a diary date when it is short enough to be typed.
_SHORT_LINK = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """The page, and sentences about what it leaves out."""

    html: str
    left_out: tuple[str, ...]


def print_notice(
    issue: Issue, articles: Sequence[Article], branch: Branch, *, templates: Path | None, nonce: str,
    wording: Words | None = None, logo: Picture | None = None,
) -> Printed:  # fmt: skip
    """The notice of an issue. Raises RenderingError for a template that cannot be rendered, or words without end."""
    notice = Notice(issue, articles, branch, nonce=nonce, wording=wording, logo=logo)
    plan, values = notice.fitted()
    if templates is not None and designs.is_own_page(PAGE, templates):
        html = _SEAL + child.render_page(PAGE, values, templates=templates, nonce=nonce)
    else:
        html = designs.render_page(PAGE, values, templates=templates, nonce=nonce)
    return Printed(html=html, left_out=tuple(notice.left_out(plan, values)))


class Notice:
    """An issue with everything that a plan may show."""

    def __init__(
        self,
        issue: Issue,
        articles: Sequence[Article],
        branch: Branch,
        *,
        nonce: str,
        wording: Words | None = None,
        logo: Picture | None = None,
    ) -> None:
        self._issue = public(issue)
        self._own = articles
        content = Content(
            issue=self._issue, articles=articles, branch=branch, tags=FieldTags(nonce), unsubscribe="",
            wording=wording,
        )  # fmt: skip
        self._language = content.words.language
        self._all = content.values()["text"]
        self._zone = branch.zone
        self._logo = _drawn(logo, logo_alt(branch))

    @cached_property
    def _lead(self) -> tuple[str, ...]:
        """The sentences of the introduction's first paragraphs, up to the first list or heading."""
        found: list[str] = []
        for block in self._all["intro"]:
            whole = whole_sentences(one_line(block["text"]), self._issue.language)
            if block["heading"] or block["first"] or not whole:
                break
            found += whole
        return tuple(found)

    @cached_property
    def _articles(self) -> list[dict[str, Any]]:
        return [self._article(*pair) for pair in zip(self._own, self._all["articles"], strict=True)]

    def _article(self, own: Article, shown: Mapping[str, Any]) -> dict[str, Any]:
        language = shown["summary"]["language"] or self._issue.language
        texts = shown["summary"]["paragraphs"]
        return {
            "slug": own.slug,
            "title": shown["title"],
            "byline": shown["byline"],
            "source": one_line(own.source),
            "summary": shown["summary"],
            "sentences": [sentence for text in texts for sentence in sentences(text, language)],
            **self._linked(shown["link"], shown["read_label"]),
        }

    @cached_property
    def _asks(self) -> list[dict[str, Any]]:
        return [
            {
                "title": {"text": action["title"], "language": "", "direction": ""},
                "byline": "",
                "paragraphs": action["paragraphs"],
                **self._linked(action["link"], action["button"]),
            }
            for action in self._all["actions"]
        ]

    @cached_property
    def _dates(self) -> list[dict[str, Any]]:
        return [self._date(entry) for entry in self._issue.diary]

    def _date(self, entry: DiaryDate) -> dict[str, Any]:
        link = uncounted(safe_link(entry.link))
        typed = link.removeprefix("https://").removeprefix("mailto:").removeprefix("www.").rstrip("/")
        when = short_date(entry.when.astimezone(self._zone), self._language, has_time=entry.has_time)
        return {
            "when": when,
            "what": one_line(entry.what),
            "place": one_line(entry.where),
            "link": link if len(typed) <= _SHORT_LINK else "",
            "typed": typed if len(typed) <= _SHORT_LINK else "",
        }

    def _linked(self, link: str, purpose: str) -> dict[str, Any]:
        target = uncounted(link)
        code, host = (code_of(target) if target else None), host_of(target)
        return {
            "link": target,
            "host": host,
            "label": self._all["words"]["code"].format(purpose=purpose, host=host),
            "code": {"side": code.side, "path": code.path} if code else None,
            "modules": code.modules if code else 0,
        }

    def fitted(self) -> tuple[Plan, dict[str, Any]]:
        """The most generous plan that fits on the sheet, and what the template is given for it."""
        for plan in plans(len(self._articles)):
            values = self._if_it_fits(plan, ())
            if values is not None:
                return self._grown(*self._widened(plan, values))
        raise RenderingError(
            "The subject or the imprint is too long for a page.",
            remedy="Write a subject of one line and an imprint of two, and try again.",
            code="notice-too-long",
        )

    def _widened(self, plan: Plan, values: dict[str, Any]) -> tuple[Plan, dict[str, Any]]:
        """The plan with whatever else there is room for, one thing after another."""
        counts = {"articles": len(self._articles), "asks": len(self._asks), "dates": len(self._dates)}
        while True:
            tried = ((more, self._if_it_fits(more, ())) for more in wider(plan, **counts))
            found = next(((more, held) for more, held in tried if held is not None), None)
            if found is None:
                return plan, values
            plan, values = found

    def _grown(self, plan: Plan, values: dict[str, Any]) -> tuple[Plan, dict[str, Any]]:
        """With one more sentence here and there where the plan leaves room, from the first article on."""
        numbers = [entry["shown"] for entry in values["full"]]
        for more in range(1, 4):
            for place, entry in enumerate(values["full"]):
                longer = [*numbers[:place], numbers[place] + 1, *numbers[place + 1 :]]
                is_longer = (
                    entry["shown"] < len(entry["sentences"]) and numbers[place] < plan.sentences + more
                )
                grown = self._if_it_fits(plan, longer) if is_longer else None
                values, numbers = (values, numbers) if grown is None else (grown, longer)
        return plan, values

    def _if_it_fits(self, plan: Plan, numbers: Sequence[int]) -> dict[str, Any] | None:
        values = self.values(plan, numbers)
        height, gaps = Sheet(values.pop("measures")).height(values)
        gap = (sheet.SAFE - height) / max(1, gaps)
        return {**values, "gap": round(min(gap, sheet.MOST_GAP), 1)} if gap >= sheet.LEAST_GAP else None

    def values(self, plan: Plan, numbers: Sequence[int] = ()) -> dict[str, Any]:
        """What the template is given; `numbers` are sentences of each summary, other than the plan says.

        "measures" are the sizes for the sheet.
        """
        sizes = self._sizes(plan)
        chosen = self._articles[: min(plan.full, plan.articles)]
        lengths = numbers or [plan.sentences] * len(chosen)
        full = [_shortened(*pair) for pair in zip(chosen, lengths, strict=True)]
        brief = [entry | {"byline": entry["source"]} for entry in self._articles[len(full) : plan.articles]]
        main, asks = next(iter(self._asks[: plan.asks]), None), self._asks[1 : plan.asks]
        ask_code = _side(asks, sheet.CODE)
        brief_code, room = _side(brief, sheet.SMALL_CODE), Sheet(sizes)
        dates = [_shown_date(entry, plan) for entry in self._dates[: plan.dates]]
        return {
            **{name: self._all[name] for name in _SHARED},
            "measures": sizes,
            "sizes": sizes.to_json(),
            "page": sheet.PAGE,
            "policy": POLICY,
            "branch": self._all["footer"]["branch"],
            "logo": self._logo,
            "subject": self._all["subject"],
            "lead": " ".join(self._lead[: plan.lead]),
            "scan": self._all["words"]["scan"],
            "main": self._main(main, plan, room) if main else None,
            "asks": asks,
            "ask_columns": room.columns(asks, sizes.small_ask, ask_code),
            "ask_code": ask_code,
            "more_asks": self._more("more_actions", len(self._asks) - plan.asks),
            "full": full,
            "article_code": _side(full, sheet.CODE),
            "brief": brief,
            "brief_code": brief_code,
            "columns": room.columns(brief, sizes.small_title, brief_code),
            "more_articles": self._more("more_articles", len(self._articles) - len(full) - len(brief)),
            "dates": dates,
            "when_mm": min(80.0, max((sizes.when.width(entry["when"]) + 1 for entry in dates), default=0)),
            "more_dates": self._more("more_dates", len(self._dates) - len(dates)),
        }  # fmt: skip

    def _sizes(self, plan: Plan) -> Sizes:
        """A headline of one line if it can be large then, or of two, and never larger than suits the text."""
        allowed = [size for size in _HEADLINES if size <= 3 * plan.text]
        for most, least in ((1, 2.2 * plan.text), (2, 0), (3, 0)):
            for size in (size for size in allowed if size >= least):
                sizes = Sizes.of(plan.text, size)
                if sizes.headline.lines(self._all["subject"], sheet.WIDTH) <= most:
                    return sizes
        return Sizes.of(plan.text, allowed[-1])

    def _main(self, ask: Mapping[str, Any], plan: Plan, room: Sheet) -> dict[str, Any]:
        side = sheet.code_side(ask["modules"], sheet.MAIN_CODE) if ask["code"] else 0
        whole, bare = {**ask, "mm": side}, {**ask, "mm": side, "paragraphs": []}
        scan = self._all["words"]["scan"]
        return (
            bare
            if plan.is_close and not plan.has_ask_text and room.main(whole, scan) > room.main(bare, scan)
            else whole
        )

    def _more(self, phrase: str, count: int) -> str:
        return str(self._all["words"][phrase]).format(count=count) if count > 0 else ""

    def left_out(self, plan: Plan, values: Mapping[str, Any]) -> Iterator[str]:
        """Sentences about what the page does not hold, for whoever made it."""
        shown = self._articles[: plan.articles]
        if len(self._lead) > plan.lead:
            yield f"Sentences of the introduction: {plan.lead} of {len(self._lead)}."
        if cut := [entry["slug"] for entry in values["full"] if entry["shown"] < len(entry["sentences"])]:
            yield f"Shortened to whole sentences at the beginning: {', '.join(cut)}."
        if brief := [entry["slug"] for entry in shown[plan.full :]]:
            yield f"Title and QR code only: {', '.join(brief)}."
        if gone := [entry["slug"] for entry in self._articles[plan.articles :]]:
            yield f"Left out, with a line that says so: {', '.join(gone)}."
        for what, all_, number in (
            ("calls to action", self._asks, plan.asks),
            ("diary dates", self._dates, plan.dates),
        ):
            if len(all_) > number:
                yield f"Left out: the last {len(all_) - number} of {len(all_)} {what}."
        if values["main"] and len(values["main"]["paragraphs"]) < len(self._asks[0]["paragraphs"]):
            yield "Left out: the text of the first call to action."
        yield from self._without_codes(plan)
        untyped = sum(bool(entry.link.strip()) for entry in self._issue.diary[: plan.dates]) - sum(
            bool(entry["typed"]) for entry in values["dates"]
        )
        if untyped:
            yield f"Diary dates whose link is not shown: {untyped}."

    def _without_codes(self, plan: Plan) -> Iterator[str]:
        for entry in self._articles[: plan.articles]:
            if entry["link"] and not entry["code"]:
                yield f"The link of {entry['slug']} is too long for a QR code."
        for number, entry in enumerate(self._asks[: plan.asks], 1):
            if entry["link"] and not entry["code"]:
                yield f"The link of call to action {number} is too long for a QR code."


def _drawn(logo: Picture | None, alt: str) -> dict[str, Any]:
    """The logo in the page itself, for paper has nowhere to load it from; without one its `source` is empty."""
    if logo is None:
        return {"source": "", "alt": "", "wide": 0.0, "high": 0.0}
    scale = min(sheet.LOGO_WIDTH / logo.width, sheet.LOGO_HEIGHT / logo.height, sheet.MM_PER_PIXEL)
    content = base64.b64encode(logo.content).decode()
    return {
        "source": f"data:{logo.media_type};base64,{content}",
        "alt": alt,
        "wide": round(logo.width * scale, 1),
        "high": round(logo.height * scale, 1),
    }


def _shortened(entry: Mapping[str, Any], number: int) -> dict[str, Any]:
    """An article with the first sentences of its summary."""
    text = " ".join(entry["sentences"][:number])
    return {
        **entry,
        "shown": min(number, len(entry["sentences"])),
        "summary": {**entry["summary"], "text": text},
    }


def _shown_date(entry: Mapping[str, Any], plan: Plan) -> dict[str, Any]:
    """A date with its place and link below it; with the place on the same line where there is little room."""
    if plan.is_close:
        return {
            **entry,
            "what": sheet.APART_SIGN.join(filter(None, (entry["what"], entry["place"]))),
            "where": "",
            "typed": "",
        }
    return {**entry, "where": sheet.APART_SIGN.join(filter(None, (entry["place"], entry["typed"])))}


def _side(entries: Sequence[Mapping[str, Any]], least: float) -> float:
    """The side of all codes of a block, so that they stand in a line."""
    return max((sheet.code_side(entry["modules"], least) for entry in entries if entry["code"]), default=0)


def host_of(link: str) -> str:
    """Where a link leads, as people say it: `example.org`, or an address to write to."""
    parts = urlsplit(link)
    return parts.path if parts.scheme == "mailto" else (parts.hostname or "").removeprefix("www.")
