"""The mail that the rehearsal's SendGrid has taken, and what became of it: waiting, out, dropped, discarded.

Nothing here looks at a clock: whoever calls says when it is. What is decided by a World is decided in holds.py.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from newsletter.rehearsal.account import Account

#: Mail that is paused for longer than this after its `send_at` is given up.
PAUSE_SECONDS = 72 * 3600


class Fate(StrEnum):
    """What became of the mail of one shipment."""

    WAITING = "waiting"  #: for its `send_at`, or paused beyond it
    OUT = "out"  #: handed to the recipients' servers
    CALLED_BACK = "called_back"  #: discarded because its id was cancelled
    GIVEN_UP = "given_up"  #: paused for too long
    NEVER = "never"  #: taken under an id older than 10 days; nobody will ever hear of it again


@dataclass(frozen=True, kw_only=True)
class Post:
    """One executed POST /v3/mail/send. `people` by position: address, custom_args and subject."""

    id: str  #: X-Message-Id
    at: float
    batch_id: str
    sender: str
    reply_to: str
    group: int
    addresses: Sequence[str] = field(repr=False)
    arguments: Sequence[Mapping[str, str]] = field(repr=False)
    subjects: Sequence[str] = field(repr=False)
    copy: int = 0
    size: int = 0
    body: Mapping[str, Any] | None = field(default=None, repr=False)  #: kept only if asked to

    @property
    def is_own(self) -> bool:
        """A mail to the sender alone, where answers go: no reader's."""
        return [address.lower() for address in self.addresses] == [(self.reply_to or self.sender).lower()]

    def __deepcopy__(self, _: object) -> Self:
        """A look into the future shares what no future changes, however many people it is."""
        return self


@dataclass(kw_only=True)
class Shipment:
    """The people of a post who share one `send_at`."""

    post: Post
    positions: Sequence[int] = field(repr=False)
    send_at: float
    fate: Fate = Fate.WAITING
    #: When the fate was decided.
    settled: float | None = None
    #: A cancel or pause came while it was here.
    is_caught: bool = False
    #: A cancel or pause that came too late to work.
    is_exempt: bool = False
    #: Position and reason of those who were not mailed because they are on a list, or whose server refused.
    dropped: dict[int, str] = field(default_factory=dict)
    bounced: set[int] = field(default_factory=set)

    def settle(self, fate: Fate, at: float) -> None:
        self.fate, self.settled = fate, at

    def reached(self) -> Iterator[int]:
        return (each for each in self.positions if each not in self.dropped and each not in self.bounced)


class AddressIndex:
    """Finds the mail to an address. Made by the first who asks, for it is large, and never copied."""

    def __init__(self) -> None:
        self.by_address: defaultdict[str, list[tuple[Shipment, int]]] = defaultdict(list)
        self._done = 0

    def __deepcopy__(self, _: object) -> Self:
        return type(self)()

    def update(self, shipments: Sequence[Shipment]) -> None:
        for shipment in shipments[self._done :]:
            for each in shipment.positions:
                self.by_address[shipment.post.addresses[each].lower()].append((shipment, each))
        self._done = len(shipments)


@dataclass(kw_only=True)
class Mailbox:
    """All shipments in the order of their coming, and those of each batch id."""

    account: Account
    shipments: list[Shipment] = field(default_factory=list)
    by_batch: defaultdict[str, list[Shipment]] = field(default_factory=lambda: defaultdict(list))
    _index: AddressIndex = field(default_factory=AddressIndex)

    def add(self, shipment: Shipment) -> None:
        self.shipments.append(shipment)
        if shipment.post.batch_id:
            self.by_batch[shipment.post.batch_id].append(shipment)

    def waiting(self, batch_id: str) -> list[Shipment]:
        return [each for each in self.by_batch.get(batch_id, ()) if each.fate is Fate.WAITING]

    def send(self, shipment: Shipment, at: float) -> None:
        """Out it goes, but to those who are on a suppression list, and those whose server will not have it."""
        shipment.settle(Fate.OUT, at)
        post = shipment.post
        addresses = {post.addresses[each].lower() for each in shipment.positions}
        drops = self.account.drops(addresses, post.group)
        bounces = self.account.bouncing & addresses - drops.keys()
        if not drops and not bounces:
            return
        for each in shipment.positions:
            address = post.addresses[each].lower()
            if address in drops:
                shipment.dropped[each] = drops[address]
            elif address in bounces:
                shipment.bounced.add(each)
        self.account.suppress("bounces", bounces, created=at)

    def to(self, address: str) -> list[tuple[Shipment, int]]:
        """All mail to an address: shipment and position."""
        self._index.update(self.shipments)
        return self._index.by_address.get(address.lower(), [])


@dataclass(slots=True)
class Agenda:
    """What is going to happen, by time; what was planned first comes first."""

    entries: list[tuple[float, int, object]] = field(default_factory=list)
    _number: int = 0

    def plan(self, due: float, deed: object) -> None:
        self._number += 1
        heapq.heappush(self.entries, (due, self._number, deed))

    def until(self, now: float) -> Iterator[tuple[float, object]]:
        while self.entries and self.entries[0][0] <= now:
            due, _, deed = heapq.heappop(self.entries)
            yield due, deed
