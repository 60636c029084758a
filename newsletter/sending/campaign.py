"""What the ledger keeps: a campaign, its waves, its batches, its deliveries, and the states they can be in."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

import orjson

from newsletter.audience import EVERYBODY
from newsletter.sending.sieve import Choice
from subscribers.moments import from_micros


class Kind(StrEnum):
    REAL = "real"
    DRILL = "drill"  # reaches nobody, counts for nothing


class CampaignState(StrEnum):
    SENDING = "sending"  # being sent, or its sender died: `resume` goes on
    STOPPED = "stopped"  # stopped for a reason that is kept; `resume` goes on
    UNDOING = "undoing"  # never hands over again; what can be called back is about to be
    UNDONE = "undone"  # given up: what was not handed over has been called back
    DONE = "done"  # nothing is planned or in doubt any more


class BatchState(StrEnum):
    PLANNED = "planned"  # not handed over
    IN_FLIGHT = "in_flight"  # intent committed, outcome not
    ACCEPTED = "accepted"  # taken by the transport
    REFUSED = "refused"  # nobody was left in it
    UNKNOWN = "unknown"  # no clear answer, and its wave may still be called back
    CALLED_BACK = "called_back"  # nobody in it gets anything from this campaign
    PARKED = "parked"  # nobody knows whether it was taken; never handed over again as it is


#: Why a batch is unknown that the provider was only to judge: unless it overlooked that, it has none of the mail.
UNJUDGED = "not-judged"


class Left(StrEnum):
    """Why a delivery did not go with its batch."""

    REFUSED = "refused"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    id: str
    issue: str
    slug: str
    kind: Kind
    state: CampaignState
    transport: str
    repetition: int
    size: int
    created: datetime
    fence: int
    #: "process 123 on this computer", for display.
    owner: str
    heartbeat: datetime
    stop_code: str
    stop_message: str
    stop_remedy: str
    #: Seconds within which a handover can be called back; 0: never.
    undo_window: int
    #: When the provider is to send, UNIX seconds; 0: as soon as the window allows.
    send_at: int
    #: The name of its audience, EVERYBODY where none was named.
    audience: str

    @property
    def is_over(self) -> bool:
        """Nothing will ever be handed over again."""
        return self.state in (CampaignState.DONE, CampaignState.UNDONE)

    @classmethod
    def from_row(cls, row: Sequence[Any]) -> "Campaign":
        (id_, issue, slug, kind, state, transport, repetition, size, created, fence, owner, beat, *rest) = row
        code, message, remedy, undo_window, send_at, audience = rest
        return cls(
            id=id_, issue=issue, slug=slug, kind=Kind(kind), state=CampaignState(state), transport=transport,
            repetition=repetition, size=size, created=from_micros(created), fence=fence, owner=owner,
            heartbeat=from_micros(beat), stop_code=code, stop_message=message, stop_remedy=remedy,
            undo_window=undo_window, send_at=send_at, audience=audience or EVERYBODY,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Batch:
    id: str
    number: int
    size: int
    #: The language of its letter; "" for the main letter.
    language: str = ""
    #: What is known of its deliveries, see sending/seal.py; "" where that is to be read.
    seal: str = ""
    #: Who tried it last; "" where nobody has. Each intent writes another one.
    attempt: str = ""


@dataclass(frozen=True, slots=True)
class Orphan:
    """A batch that a dead owner left in flight; `handing` says whether a byte may have left."""

    batch: str
    handing: bool
    #: "" where it went with none.
    wave: str
    #: UNJUDGED where it was only to be judged.
    reason: str


@dataclass(frozen=True, slots=True)
class ParkedBatch:
    id: str
    number: int
    size: int
    reason: str
    intended: datetime
    attempt: str
    #: UNIX seconds, by the provider's clock where it was known: when it was handed over, and when it was to leave.
    handed: int
    send_at: int
    #: When the provider's log was first silent about it, 0: never.
    silent: int = 0


class Member(NamedTuple):
    """A delivery that is to go with a batch."""

    #: The campaign's id, "-" and the delivery's number in it.
    delivery: str
    subscriber: str


def delivery_ids(campaign: str, numbers: Sequence[int]) -> list[str]:
    """The ids of deliveries by their numbers; all at once, for one by one they take twice as long to make."""
    if not numbers:
        return []
    written = orjson.dumps(list(numbers)).decode()[1:-1]
    return f"{campaign}-{written}".replace(",", f",{campaign}-").split(",")


def number_of(delivery: str) -> int:
    """The number that a delivery has in its campaign."""
    return int(delivery.rpartition("-")[2])


@dataclass(frozen=True, slots=True)
class Members:
    """The deliveries that are to go with a batch: two columns of equal length, in the order of their numbers."""

    deliveries: list[str]
    subscribers: Collection[str]

    def __len__(self) -> int:
        return len(self.deliveries)

    def __iter__(self) -> Iterator[Member]:
        return map(Member, self.deliveries, self.subscribers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a new campaign is made of."""

    id: str
    issue: str
    slug: str
    kind: Kind
    transport: str
    #: JSON of the frozen content; an edited file never changes the second half of a campaign.
    content: dict[str, Any]
    content_hash: str
    batch_size: int
    #: How many people were promised when the person said yes; fewer or more, and nothing begins.
    people: int
    #: The languages of its letters, the main one's first; empty where there is one letter only.
    languages: tuple[str, ...] = ()
    #: 0 for those who have not had it; for `--again` the number of the repetition that was agreed to.
    repetition: int = 0
    #: see Campaign
    undo_window: int = 0
    send_at: int = 0
    #: Whom it is for; None for everybody.
    choice: Choice | None = None

    @property
    def audience(self) -> str:
        """As it is kept: nothing for everybody."""
        return "" if self.choice is None or self.choice.name == EVERYBODY else self.choice.name


@dataclass(frozen=True, slots=True)
class Attempt:
    """One intent: the batch, this attempt at it, the owner's fencing number, and the wave it goes with."""

    batch: str
    id: str
    fence: int
    wave: str = ""
