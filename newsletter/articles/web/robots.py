"""What a website asks of programs in its robots.txt (RFC 9309), read by Protego.

A file that is not there asks for nothing; one that cannot be had just now forbids everything until it can.
"""

import re
from dataclasses import dataclass

from protego import Protego

from newsletter.articles.web.fetch import PRODUCT, Answer

#: RFC 9309 asks to read 500 kibibytes at least; what follows is left unread.
LIMIT = 512_000
#: "SHOULD NOT use the cached version for more than 24 hours".
LIFE = 86_400.0
_AGENT = re.compile(r"\s*user[ -]?agent\b[\s:]*(?P<name>[^#]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """The rules of one website."""

    text: str = ""
    #: the status that came in place of the rules, where it forbids everything; 0 else.
    forbidden_by: int = 0

    @classmethod
    def of(cls, answer: Answer) -> "Robots":
        """The rules in an answer: none with a 4xx but 429, everything forbidden with 429 and 5xx."""
        if answer.status == 200:
            return cls(text=answer.body[:LIMIT].decode("utf-8-sig", "replace"))
        if answer.status == 429 or answer.status >= 500:
            return cls(forbidden_by=answer.status)
        return cls()

    def allows(self, url: str) -> bool:
        """Whether a program of our name may read an address."""
        if self.forbidden_by or not self.text:
            return not self.forbidden_by
        return self._rules().can_fetch(url, PRODUCT)

    def delay(self) -> float:
        """Seconds that are to lie between two requests; 0 where nothing is said."""
        if not self.text:
            return 0.0
        rules = self._rules()
        rate = rules.request_rate(PRODUCT)
        wanted = rules.crawl_delay(PRODUCT) or 0.0
        return max(0.0, wanted, rate.seconds / rate.requests if rate and rate.requests > 0 else 0.0)

    def _rules(self) -> Protego:
        return Protego.parse("\n".join(map(_ours_or_other, self.text.splitlines())))


def _ours_or_other(line: str) -> str:
    """A line that names a program: all strangers become one, or a file of 50,000 names would take minutes."""
    found = _AGENT.match(line)
    if found is None:
        return line
    # Some write down a version, which is no part of a program's name.
    name = found["name"].partition("/")[0].strip().lower()
    is_about_us = name and (name == "*" or name.replace("*", "") in PRODUCT)
    return f"User-agent: {name if is_about_us else 'other-program'}"
