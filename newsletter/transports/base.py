"""What every transport is: it takes a parcel, hands it to the world, and says what the world answered.

A transport knows no campaign, no ledger and no other transport. What it cannot express it refuses.
The parcel cannot express two recipients of one message, cc or bcc: an envelope holds one address.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Filled(Protocol):
    """One person's mail: tags replaced by values."""

    @property
    def subject(self) -> str: ...
    @property
    def html(self) -> str: ...
    @property
    def text(self) -> str: ...


class Enclosed(Protocol):
    """A picture that travels in the mail; the HTML shows it as `cid:` and its content id."""

    @property
    def content_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def base64(self) -> str: ...


class Content(Protocol):
    """The frozen content of a campaign, with tags where a person's values go (rendering/message.py)."""

    @property
    def subject(self) -> str: ...
    @property
    def html(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def pictures(self) -> Sequence[Enclosed]: ...
    def fill(self, values: Mapping[str, str]) -> Filled: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who writes, frozen with the campaign."""

    name: str
    address: str
    reply_to: str
    #: RFC 2919, e.g. "Anytown Trades Council <k3v9x2.example.org>"; stable over campaigns.
    list_id: str
    #: the target of List-Unsubscribe where it is ours to write ("mailto:…"), "" where the provider writes it.
    list_unsubscribe: str = ""
    #: SendGrid's unsubscribe group, 0 where there is none.
    unsubscribe_group: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One delivery: one address and the values of the tags. Its repr shows the delivery's id only."""

    delivery: str
    address: str = field(repr=False)
    values: Mapping[str, str] = field(repr=False)


class Envelopes:
    """The envelopes of a parcel, kept as columns: half of the work for a thousand people is not done.

    Whoever handles many reads the columns; an envelope is made when it is asked for. Whoever has the same first name
    may share a mapping of values: `which` says for each envelope the place of its own among `values`. Without it each
    has its own, in their order.
    """

    def __init__(
        self,
        deliveries: Sequence[str],
        addresses: Sequence[str],
        values: Sequence[Mapping[str, str]],
        which: Sequence[int] | None = None,
    ) -> None:
        self.deliveries, self.addresses, self.values = deliveries, addresses, values
        self.which: Sequence[int] = range(len(values)) if which is None else which
        if not len(deliveries) == len(addresses) == len(self.which):
            raise ValueError("each delivery has one address and one mapping of values")

    @classmethod
    def of(cls, *envelopes: Envelope) -> "Envelopes":
        return cls(
            [one.delivery for one in envelopes],
            [one.address for one in envelopes],
            [one.values for one in envelopes],
        )

    def __getitem__(self, at: int) -> Envelope:
        values = self.values[self.which[at]]
        return Envelope(delivery=self.deliveries[at], address=self.addresses[at], values=values)

    def __iter__(self) -> Iterator[Envelope]:
        return map(self.__getitem__, range(len(self)))

    def __len__(self) -> int:
        return len(self.deliveries)

    def __repr__(self) -> str:
        return f"<Envelopes: {len(self)}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When the provider sends what it takes now, and under which id it can be called back until then."""

    batch_id: str
    #: UNIX seconds, by the provider's clock.
    send_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A batch on its way: all that a transport needs, and no more."""

    campaign: str
    batch: str
    attempt: str
    sender: Sender
    content: Content = field(repr=False)
    envelopes: Envelopes
    #: None: at once, and nothing can be called back.
    schedule: Schedule | None = None
    #: Only have the parcel judged by the provider, without sending it (SendGrid's sandbox mode).
    preflight: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """The whole parcel was taken. Not the same as delivered."""

    #: Seconds that the provider asks to wait before anything else is handed over.
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Passed:
    """The provider judged a parcel without sending it and would take it: nothing of it will arrive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """Proved not taken: nothing of it will arrive. Try again after `wait` seconds."""

    code: str
    wait: float = 0.0
    #: True when the fence closed: no byte was written because too much time had passed.
    fenced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeRefused:
    """Proved not taken; these envelopes (by position) will never be, the rest may be posted again."""

    refused: Mapping[int, str]  #: position -> code of the reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Indivisible:
    """Proved not taken, and nobody says because of whom: split in halves; a single one left is refused."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """Proved not taken, and nothing else will be either: the campaign stops. In plain words."""

    code: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """It may have been taken, or not. Never hand it over again without proof."""

    code: str


Outcome = Accepted | Passed | NotTaken | SomeRefused | Indivisible | Halt | Unknown

#: Asked once, straight before the first byte that counts goes out; False means: write nothing, and return
#: NotTaken(fenced=True).
Fence = Callable[[], bool]


class Transport(Protocol):
    """Hands parcels over. One instance per thread; `close` is always called."""

    @property
    def batch_size(self) -> int:
        """How many envelopes one parcel may hold."""
        ...

    def batch_size_for(self, sample: Sequence[Mapping[str, str]]) -> int:
        """How many envelopes a parcel had better hold when people's values are like these; at most `batch_size`."""
        ...

    @property
    def replays(self) -> bool:
        """Whether the same parcel can be handed over again without anybody getting it twice."""
        ...

    @property
    def patience(self) -> float:
        """Seconds within which the byte that counts is written, from when the addresses were read: else not at all."""
        ...

    def hand_over(self, parcel: Parcel, *, fence: Fence) -> Outcome:
        """Hand a parcel over in bounded time; never raises for what the other side does."""
        ...

    def close(self) -> None: ...


#: The code of a TransportError after which trying again later may help.
UNREACHABLE = "unreachable"


# --- optional faces: what some transports can do besides ------------------------------------------------
# All of them may ask several times, with pauses, where asking twice does no harm; then they raise TransportError.


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An id that is cancelled or paused at the provider, by whoever uses the account."""

    batch_id: str
    status: str  #: "cancel" or "pause"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """The provider confirmed the cancel; `at` (UNIX seconds) is what its clock said in that very answer."""

    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCancelled:
    """No confirmation: refused ("no-slot", "too-late" …) or no clear answer. It may hold all the same."""

    code: str


class Recall(Protocol):
    """Calls back what was handed over with a Schedule, while there is time. For one thread."""

    def known_time(self) -> float | None:
        """The provider's clock (UNIX seconds) as its newest answer told it, without asking; None if over 60 s old."""
        ...

    def time(self) -> float:
        """The provider's clock; asked anew where what is known is over 60 s old. Never the local clock."""
        ...

    def mint(self) -> str:
        """A new id, to be used at once."""
        ...

    def held(self) -> list[Held]:
        """Every cancelled or paused id of the account, other programs' among them."""
        ...

    def cancel(self, batch_id: str) -> Cancelled | NotCancelled:
        """Cancel, or confirm that it is cancelled; may be repeated as often as one likes. Never raises."""
        ...

    def release(self, batch_id: str) -> None:
        """Give a slot back by deleting the cancel. What is still held would then be SENT: see the rules."""
        ...


class Trace(StrEnum):
    """What the provider's log says about one attempt at one delivery."""

    TAKEN = "taken"  #: processed, delivered, deferred, bounced, dropped for a reason of the recipient …
    CALLED_BACK = "called_back"  #: discarded because its id was cancelled
    PENDING = "pending"  #: received, and nothing final yet
    ABSENT = "absent"  #: not there


class Evidence(Protocol):
    """Looks into the provider's log."""

    def can_trace(self, address: str) -> bool:
        """Whether the log can be asked about this address at all."""
        ...

    def trace(self, *, address: str, attempt: str, since: float) -> Trace:
        """What became of the mail of `attempt` to `address` that was handed over after `since` (UNIX seconds)."""
        ...


class Reason(StrEnum):
    """Why the provider does not mail an address any more."""

    BOUNCED = "bounced"
    COMPLAINED = "complained"
    INVALID = "invalid"
    UNSUBSCRIBED = "unsubscribed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """One entry of the provider's suppression lists."""

    address: str = field(repr=False)
    reason: Reason
    #: UNIX seconds.
    created: int


class SuppressionLists(Protocol):
    """Reads the provider's suppression lists."""

    def suppressed(self, *, since: int, group: int) -> Iterator[Suppressed]:
        """Bounces, complaints, invalid addresses and unsubscribes since `since` (0: all), and everybody of `group`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """One answer to a request to erase what the provider keeps about people."""

    taken: tuple[str, ...] = field(default=(), repr=False)
    #: The provider says that it cannot take these.
    refused: tuple[str, ...] = field(default=(), repr=False)


class Eraser(Protocol):
    """Has the provider erase what it keeps about people."""

    def erase(self, addresses: Sequence[str]) -> Iterator[Erased]:
        """Answer by answer. Raises TransportError, also after some were given; to ask twice does no harm."""
        ...


class Lifter(Protocol):
    """Has the provider mail an address again that it holds back, for somebody who asked for that themselves."""

    def lift(self, address: str, *, group: int) -> None:
        """`group`: the provider's unsubscribe group, 0 for none. Raises TransportError; to ask twice does no harm."""
        ...
