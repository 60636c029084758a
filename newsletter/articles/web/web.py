"""A visit to the web with good manners: robots.txt obeyed, pauses kept, and nothing fetched twice without need.

One Web serves one command. Each request goes through fetch.py's guard, robots.txt included.
"""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

import httpx

from newsletter.articles.reading.source import Kind
from newsletter.articles.web.fetch import SAVE, Answer, Wanted, Way, check_status, follow
from newsletter.articles.web.guard import Deadline, Policy
from newsletter.articles.web.robots import LIFE, LIMIT, Robots
from newsletter.articles.web.store import Kept, Store
from newsletter.errors import ArticleError

#: Seconds between two requests to one host, where it asks for nothing else.
PAUSE = 1.0
#: Nobody waits longer at a keyboard.
LONGEST_PAUSE = 30.0
_ROBOTS = Wanted(types={}, accept="text/plain", otherwise="", limit=LIMIT, cut=True, any_type=True)


@dataclass(slots=True, kw_only=True)
class Web:
    """The web, for one command."""

    policy: Policy = field(default_factory=Policy)
    #: None keeps nothing.
    store: Store | None = None
    #: seconds for one answer with its redirects; pauses do not count.
    deadline: float = 30.0
    #: called with seconds and host where a website has to be waited for.
    wait: Callable[[float, str], None] = lambda seconds, _: time.sleep(seconds)
    now: Callable[[], float] = time.time
    _way: Way | None = None
    _robots: dict[str, Robots] = field(default_factory=dict)
    #: host: the moment before which it is not asked again, by the monotonic clock.
    _not_before: dict[str, float] = field(default_factory=dict)

    def get(self, url: str, wanted: Wanted) -> Answer:
        """The answer at an address. Raises ArticleError, also where robots.txt asks not to read it."""
        for last in (False, True):
            answer = self._once(url, wanted)
            if answer.status not in {429, 503} or last:
                break
            self._back_off(answer)
        check_status(answer)
        return answer

    def keep(self, answer: Answer) -> None:
        """Keep an answer that was understood, for the next time."""
        if self.store and answer.status == 200:
            kept = Kept(url=answer.url, status=200, at=self.now(), fields=answer.fields, body=answer.body)
            self.store.keep(kept, control=answer.fields.get("cache-control", ""))

    def _once(self, url: str, wanted: Wanted) -> Answer:
        asked: dict[str, Kept] = {}
        way = self._fresh_way()

        def before(at: httpx.URL) -> Mapping[str, str]:
            self._ask_robots(at)
            way.end.pause(self._pause(at))
            kept = self.store.find(str(at)) if self.store else None
            if kept is None or kept.status != 200:
                return {}
            asked[str(at)] = kept
            return kept.conditions

        way.before = before
        answer = follow(url, wanted, way)
        kept = asked.get(answer.url)
        if answer.status == 304 and kept is not None:
            name = kept.fields.get("content-type", "").partition(";")[0].strip().lower()
            return Answer(
                url=kept.url, status=200, fields=kept.fields, body=kept.body,
                kind=wanted.types.get(name, Kind.UNKNOWN),
            )  # fmt: skip
        return answer

    def _fresh_way(self) -> Way:
        """A way with all its time; the certificates, which take a while to load, stay."""
        end = Deadline(self.deadline)
        if self._way is None:
            self._way = Way(policy=self.policy, end=end)
            return self._way
        return Way(policy=self.policy, end=end, tls=self._way.tls)

    def _ask_robots(self, at: httpx.URL) -> None:
        """Raise ArticleError where the website asks programs to leave an address alone."""
        site = str(at.copy_with(raw_path=b"/robots.txt"))
        robots = self._robots.get(site)
        if robots is None:
            robots = self._robots[site] = self._read_robots(site)
        if robots.forbidden_by:
            raise ArticleError(
                f"{at.host} cannot say now what programs may read (its robots.txt: answer "
                f"{robots.forbidden_by}), so nothing was read.",
                remedy=f"Try again later. {SAVE}",
                code="fetch-robots",
            )
        if not robots.allows(str(at)):
            raise ArticleError(
                f"{at.host} asks programs, in its robots.txt, not to read this address, so it was not read.",
                remedy=SAVE,
                code="fetch-robots",
            )

    def _read_robots(self, site: str) -> Robots:
        kept = self.store.find(site) if self.store else None
        if kept is not None and 0 <= self.now() - kept.at < LIFE:
            return Robots.of(Answer(url=site, status=kept.status, body=kept.body))
        answer = follow(site, _ROBOTS, self._fresh_way())
        robots = Robots.of(answer)
        if self.store and not robots.forbidden_by:
            body = answer.body if answer.status == 200 else b""
            # Under the address that was asked for: a redirect of robots.txt stands for it.
            self.store.keep(Kept(url=site, status=answer.status, at=self.now(), body=body))
        return robots

    def _pause(self, at: httpx.URL) -> float:
        """Wait until the host may be asked again; gives the seconds."""
        left = self._not_before.get(at.host, 0.0) - time.monotonic()
        if left > LONGEST_PAUSE:
            raise _later(at.host, left)
        if left > 0:
            self.wait(left, at.host)
        robots = self._robots[str(at.copy_with(raw_path=b"/robots.txt"))]
        self._not_before[at.host] = time.monotonic() + max(PAUSE, robots.delay())
        return max(0.0, left)

    def _back_off(self, answer: Answer) -> None:
        """Wait as long as a busy website asks, or raise ArticleError where that is too long."""
        seconds = _seconds(answer.fields.get("retry-after", ""), self.now())
        if seconds is None:
            check_status(answer)
            return
        self._not_before[answer.host] = time.monotonic() + seconds
        if seconds > LONGEST_PAUSE:
            raise _later(answer.host, seconds)


def _seconds(text: str, now: float) -> float | None:
    """What Retry-After says: seconds or a date (RFC 9110, 10.2.3); None where it says neither."""
    if text.strip().isdecimal() and len(text) < 10:
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _later(host: str, seconds: float) -> ArticleError:
    minutes = math.ceil(seconds / 60)
    when = f"{minutes} minutes" if 1 < minutes < 120 else "a minute" if minutes <= 1 else "some hours"
    return ArticleError(
        f"{host} asks programs to wait {when} before the next page.",
        remedy=f"Do it again then. {SAVE}",
        code="fetch-busy",
    )
