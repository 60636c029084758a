"""A charity's soft opt-in: mail without consent to whoever offered support, if four facts are there to prove it.

Regulation 22(3A) of the Privacy and Electronic Communications Regulations 2003, put there by the Data (Use and Access)
Act 2025: a registered charity, in force on 5 February 2026, for details that were given from that day on, by the person
directly, who could refuse mail in the same moment. A trade union is no charity. The facts are kept with the wording.
"""

from dataclasses import dataclass
from datetime import date, datetime

from subscribers.errors import ListUsageError

#: Whoever gave their details before this day was not covered.
IN_FORCE = date(2026, 2, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftOptIn:
    """What is claimed. The fourth fact is the ground's wording: the words with which a way out was offered then."""

    #: The charity's registered number, "" if the sender is none.
    charity: str = ""
    #: The first day on which any of these people gave their details.
    collected: date | None = None
    #: They gave them to us themselves.
    directly: bool = False


def proven(facts: SoftOptIn, wording: str, *, now: datetime) -> str:
    """The words to keep as proof. Raises ListUsageError `soft-opt-in-facts` and `soft-opt-in-day`."""
    missing = [
        what
        for what, is_there in (
            ('the charity\'s number ([branch] charity = "…" in newsletter.toml)', facts.charity),
            (
                "the first day on which any of them gave their details (--collected 2026-03-01)",
                facts.collected,
            ),
            ("that they gave them to you directly (--directly)", facts.directly),
            ("the words with which they were offered a way out then (--wording)", wording),
        )
        if not is_there
    ]
    if missing or facts.collected is None:
        raise ListUsageError(
            "Soft opt-in is for registered charities, and needs four facts. Nothing was changed.",
            remedy=f"Add {'; '.join(missing)}. If one of them is not true, ask these people for consent.",
            code="soft-opt-in-facts",
        )
    if not IN_FORCE <= facts.collected <= now.date():
        when = (
            f"lies before {IN_FORCE:%Y-%m-%d}, when soft opt-in began"
            if facts.collected < IN_FORCE
            else "is yet to come"
        )
        raise ListUsageError(
            f"{facts.collected:%Y-%m-%d} {when}. Nothing was changed.",
            remedy="Take in only people who gave their details since then; ask the others for consent.",
            code="soft-opt-in-day",
        )
    return (
        f"Soft opt-in of the charity {facts.charity}. Details given by the person directly, "
        f"on {facts.collected:%Y-%m-%d} or later. A way out was offered then: {wording}"
    )
