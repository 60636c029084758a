"""What becomes of a row of a list, and what speaks against writing to somebody."""

from dataclasses import dataclass
from enum import StrEnum

from subscribers.days import UNKNOWN


class Verdict(StrEnum):
    """In rising order of restriction: of two rows with one address the later one here counts."""

    OK = "OK"  # taken as it is
    FIX = "FIX"  # taken, with a note on what was tidied
    ASK = "ASK"  # left out until a person has looked at it
    LEFT = "LEFT"  # left out: the list itself says that they do not belong to it
    REJECT = "REJECT"  # cannot be used
    BOUNCED = "BOUNCED"  # the mailbox takes no mail: never to be mailed, and told as OUT
    OUT = "OUT"  # said no: never to be mailed


@dataclass(slots=True, kw_only=True, repr=False)
class Judged:
    """One person out of a row; `address` is empty where there is none to keep.

    Not frozen: it is filled in steps, and a copy for each step costs a fifth of the import.
    """

    line: int
    verdict: Verdict
    reason: str = ""
    address: str = ""
    name: str = ""
    first_name: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    #: When they said yes, in microseconds since 1970, as far as the row says it.
    agreed: int = UNKNOWN
    #: The key of the question that would settle it (subscribers.questions).
    question: str = ""
    #: More addresses of somebody who said no.
    others: tuple[str, ...] = ()
    #: A no that was said in a row for this other address of its person: a row of its own counts more.
    carried: bool = False
    #: Addresses that a row may mean which gives none: whoever has one of them may stand in it.
    meant: tuple[str, ...] = ()


#: What speaks against writing to somebody: how much, why, and the key of the question that would settle it.
Sign = tuple[Verdict, str, str]

FINE: Sign = (Verdict.OK, "", "")
RANK = {verdict: rank for rank, verdict in enumerate(Verdict)}
#: What keeps out whatever else is said.
FOR_GOOD = frozenset({Verdict.OUT, Verdict.BOUNCED})


def add_note(found: Judged, note: str) -> None:
    """They are taken in, and this is said about it."""
    if found.verdict is Verdict.OK or found.verdict is Verdict.FIX:
        found.verdict, found.reason = Verdict.FIX, f"{found.reason}; {note}" if found.reason else note
