"""Follow feeds: see what is new in them, and take the few that belong into the letter."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from newsletter import issue as issues
from newsletter.articles import article as articles
from newsletter.articles.address import same_page
from newsletter.articles.reading.dates import is_far_ahead
from newsletter.articles.reading.found import Doubt
from newsletter.articles.web import feedfile
from newsletter.articles.web.feed import Feed, Item
from newsletter.articles.web.feedfile import Followed, Reading
from newsletter.desk.articles import languages_of, take_in, today_of, unsure
from newsletter.desk.result import Result
from newsletter.desk.words import counted
from newsletter.errors import ExitCode, NewsletterError, UsageError
from newsletter.wiring import House

if TYPE_CHECKING:  # an HTTP client takes 0.3 s to import
    from newsletter.articles.web.web import Web

#: A list that can be read at one sitting.
MOST_SHOWN = 20
#: As many as anybody summarises in an evening.
MOST_TAKEN = 10


def add(house: House, url: str, web: "Web", *, name: str = "") -> Result:
    """Follow a feed, by its own address or that of a site that names one."""
    from newsletter.articles.web.online import feed_at  # noqa: PLC0415 an HTTP client takes 0.3 s to import

    at, feed = feed_at(url, web)
    followed = feedfile.follow(house.workspace, at, feed.title, name)
    number = counted(feed.number, "article", "articles")
    return Result(
        data={"feeds": [_row(house, followed)]},
        lines=(
            f"Following {followed.name}: {feed.title or at} ({number}).",
            f"See what is new with: newsletter feed pull {followed.name}",
        ),
    )


def listing(house: House) -> Result:
    """The feeds, and when each was pulled last."""
    rows, lines, unread = [], [], []
    for name in feedfile.names(house.workspace):
        try:
            followed = feedfile.load(house.workspace, name)
        except NewsletterError as error:
            unread.append(error)
            continue
        rows.append(row := _row(house, followed))
        lines.append(f"{name}  {followed.title or followed.url}  {_last(row['pulled'])}")
    if not lines and not unread:
        lines.append("No feed yet. Follow one with: newsletter feed add https://…")
    return _partly(Result(data={"feeds": rows}, lines=tuple(lines)), unread)


def remove(house: House, name: str) -> Result:
    """Follow a feed no more; its articles stay."""
    followed = feedfile.load(house.workspace, name)
    row = _row(house, followed)
    feedfile.forget(house.workspace, name)
    return Result(
        data={"feeds": [row]},
        lines=(
            f"No longer following {name}. Its articles stay.",
            f"To follow it again: newsletter feed add {followed.url} --name {name}",
        ),
    )


def pull(house: House, names: Sequence[str], web: "Web", *, every: bool = False) -> Result:
    """List what is new in the feeds named, or in all of them; `every`: also what was listed before."""
    wanted = list(names) or list(feedfile.names(house.workspace))
    if not wanted:
        raise UsageError(
            "No feed is followed yet.",
            remedy="Follow one with: newsletter feed add https://…",
            code="no-feeds",
        )
    here = _Here(house)
    rows, lines, unread = [], [], []
    for name in wanted:
        try:
            row, told = _pull(house, name, web, here, every=every)
        except NewsletterError as error:
            if len(wanted) == 1:
                raise
            unread.append(error)
            lines.append(f"{name}: {error.message}")
            continue
        rows.append(row)
        lines += told
    return _partly(Result(data={"feeds": rows, "articles": [], "failed": []}, lines=tuple(lines)), unread)


def take(house: House, name: str, numbers: Sequence[int], web: "Web") -> Result:
    """Take articles in, by the numbers of the list that was shown last."""
    feedfile.load(house.workspace, name)
    shown = feedfile.read(house.workspace, name).shown
    chosen = list(dict.fromkeys(numbers))
    if not shown or not all(1 <= number <= len(shown) for number in chosen):
        raise UsageError(
            f"The last list of {name} has no such number." if shown else f"{name} was not listed yet.",
            remedy=f"See the numbers with: newsletter feed pull {name} --all",
            code="no-such-item",
        )
    if len(chosen) > MOST_TAKEN:
        raise UsageError(
            f"That is more than {MOST_TAKEN} articles at once; nothing was taken.",
            remedy="Choose those that belong in the next issue; each needs a summary that somebody has read.",
            code="too-many-items",
        )
    from newsletter.articles.web.online import from_item  # noqa: PLC0415 an HTTP client takes 0.3 s to import

    reader = partial(from_item, web=web, languages=languages_of(house))
    wanted = [(shown[number - 1].title, partial(reader, shown[number - 1])) for number in chosen]
    taken = take_in(house, wanted)
    return Result(
        data={"feeds": [], **taken.data},
        lines=taken.lines, messages=taken.messages, exit_code=taken.exit_code, errors=taken.errors,
    )  # fmt: skip


class _Here:
    """The articles that the branch has, to say so where a feed names one of them."""

    def __init__(self, house: House) -> None:
        self._workspace = house.workspace
        self._pages = articles.by_page(house.workspace)

    def slug(self, item: Item) -> str:
        return self._pages.get(same_page(item.link), "") if item.link else ""

    def told(self, slug: str) -> str:
        if not slug:
            return ""
        used = issues.using(self._workspace, slug)
        return f" [already here: {slug}{', in ' + ', '.join(used) if used else ''}]"


def _pull(
    house: House, name: str, web: "Web", here: _Here, *, every: bool
) -> tuple[dict[str, Any], list[str]]:
    from newsletter.articles.web.online import feed_at  # noqa: PLC0415 an HTTP client takes 0.3 s to import

    followed = feedfile.load(house.workspace, name)
    reading = feedfile.read(house.workspace, name)
    _, feed = feed_at(followed.url, web)
    today = today_of(house)
    new = [item for item in feed.items if item.key not in reading.seen]
    found = feed.items if every else new
    shown = tuple(sorted(found, key=lambda item: _day(item, today), reverse=True)[:MOST_SHOWN])
    feedfile.save(house.workspace, name, reading.after(feed, shown, today.isoformat()))
    row = {
        "name": name,
        "new": len(new),
        "pulled": today.isoformat(),
        "items": [_item(number, item, here.slug(item), today) for number, item in enumerate(shown, start=1)],
    }
    lines = _told(name, feed, reading, today, new=len(new), shown=shown, here=here, more=len(found))
    return row, list(lines)


def _day(item: Item, today: date) -> str:
    """When it was published; "" also where that is years ahead: it would stay at the top of the list."""
    return "" if is_far_ahead(item.published, today) else item.published


def _told(
    name: str,
    feed: Feed,
    reading: Reading,
    today: date,
    *,
    new: int,
    shown: tuple[Item, ...],
    here: _Here,
    more: int,
) -> Iterator[str]:
    since = f" since {reading.pulled}" if reading.pulled else ""
    if not reading.is_whole:
        yield f"{name}: how far it was read cannot be told any more, so everything counts as new."
    if not feed.items:
        yield f"{name}: the feed names no articles."
        return
    if not shown:
        yield f"{name}: nothing new{since}. The last ones again: newsletter feed pull {name} --all"
        return
    yield f"{name}: {new} new{since}"
    for number, item in enumerate(shown, start=1):
        day = _day(item, today)
        yield f"  {number:>2}  {day or '(no date)':<10}  {item.title}{here.told(here.slug(item))}"
        if day != item.published:
            yield f"      Not sure of its date: the feed says {item.published}, which is years ahead."
        if item.teaser:
            yield f"      {item.teaser}"
    if more > len(shown):
        yield f"  … and {more - len(shown)} older ones, which are not listed."
    if feed.number > len(feed.items):
        yield f"  The feed names {feed.number:,} articles; the first {len(feed.items)} were looked at."
    yield f"→ Take the few that belong in the next issue: newsletter feed pull {name} --take 1 --take …"


def _item(number: int, item: Item, slug: str, today: date) -> dict[str, Any]:
    day = _day(item, today)
    doubt = Doubt(field="published", values=((item.published, "feed"),))
    return {
        "number": number,
        "title": item.title,
        "link": item.link,
        "published": day,
        "teaser": item.teaser,
        "article": slug,
        "unsure": unsure([] if day == item.published else [doubt]),
    }


def _row(house: House, followed: Followed) -> dict[str, Any]:
    pulled = feedfile.read(house.workspace, followed.name).pulled
    return {"name": followed.name, "title": followed.title, "url": followed.url, "pulled": pulled}


def _last(pulled: str) -> str:
    return f"pulled {pulled}" if pulled else "not pulled yet"


def _partly(result: Result, unread: Sequence[NewsletterError]) -> Result:
    """As `without` says it, but failed where nothing at all could be read."""
    from newsletter.desk.result import without  # noqa: PLC0415

    whole = without(result, unread)
    if unread and not result.data["feeds"]:
        return Result(
            data=whole.data, lines=whole.lines, messages=whole.messages, errors=whole.errors,
            exit_code=ExitCode.FAILED,
        )  # fmt: skip
    return whole
