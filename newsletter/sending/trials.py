"""Which letters of a campaign the provider has yet to judge, without sending them, before anybody is mailed.

One for all threads of the process that owns the campaign: whoever takes it over has them judged again.
"""

from collections.abc import Callable, Iterable

from newsletter.sending.campaign import Batch


class Trials:
    """The letters by what a batch says of its language, in the order in which they are tried out."""

    def __init__(self, languages: Iterable[str]) -> None:
        self._due = dict.fromkeys(languages)

    def is_due(self, language: str) -> bool:
        return language in self._due

    def passed(self, language: str) -> None:
        """The provider would take it, or has taken it."""
        self._due.pop(language, None)

    def next(self, first_planned: Callable[[str], Batch | None]) -> Batch | None:
        """A batch to try the next letter out on; None: all were tried for whom there is anybody."""
        return next(filter(None, map(first_planned, tuple(self._due))), None)
