"""Who got what, by the provider's own record: the judge of every test and every rehearsal.

Nothing of it comes from the sender. Asked without a time, the judge looks to the very end: what everybody has got, or
will certainly get if nobody asks anything more of the provider.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any

from newsletter.rehearsal.mail import substitute
from newsletter.rehearsal.mailbox import Fate, Shipment
from newsletter.rehearsal.provider import Provider

#: The custom_args that say which delivery a mail is, and which attempt at it.
DELIVERY, ATTEMPT = "nl_delivery", "nl_attempt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One mail in somebody's inbox. `copy` is 1 for what a proxy doubled: no sender can prevent that."""

    delivery: str
    attempt: str
    subject: str = field(repr=False)
    at: float
    batch_id: str
    copy: int

    def to_json(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail as its reader sees it."""

    subject: str
    text: str
    html: str
    headers: Mapping[str, str]
    arguments: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Mails, by what became of them; `people` got at least one of those received, `more_than_once` of them more."""

    mails: int  #: received
    people: int
    more_than_once: int
    pending: int
    called_back: int
    dropped: int
    bounced: int
    given_up: int
    never: int
    own: int  #: requests with a mail to the sender alone: none of the others


class Judge:
    """`look` gives the provider as it is at a time (infinity: at the end of all), for reading only."""

    def __init__(self, look: Callable[[float], Provider]) -> None:
        self._look = look

    def received(self, until: float | None = None) -> dict[str, list[Received]]:
        """By address, in the order of arrival; until when by the provider's clock, or to the end.

        Without what a sender wrote to itself alone.
        """
        found: dict[str, list[Received]] = {}
        for shipment in self._out(until):
            post, at = shipment.post, shipment.settled or 0.0
            if post.is_own:
                continue
            for each in shipment.reached():
                arguments = post.arguments[each]
                mail = Received(
                    delivery=arguments.get(DELIVERY, ""),
                    attempt=arguments.get(ATTEMPT, ""),
                    subject=post.subjects[each],
                    at=at,
                    batch_id=post.batch_id,
                    copy=post.copy,
                )
                found.setdefault(post.addresses[each], []).append(mail)
        return found

    def mails(self, address: str, until: float | None = None) -> list[Mail]:
        """What one person reads. Only where the bodies are kept."""
        return [
            _read(shipment, each)
            for shipment in self._out(until)
            for each in shipment.reached()
            if shipment.post.addresses[each] == address
        ]

    def counts(self, until: float | None = None) -> Counts:
        end = inf if until is None else until
        people: Counter[str] = Counter()
        fates: Counter[str] = Counter()
        own = 0
        for shipment in self._look(end).mailbox.shipments:
            if shipment.post.at > end:
                continue
            if shipment.post.is_own:
                own += 1
                continue
            if not _is_out(shipment, end):
                fates[_fate(shipment, end)] += len(shipment.positions)
                continue
            people.update(shipment.post.addresses[each] for each in shipment.reached())
            fates["dropped"] += len(shipment.dropped)
            fates["bounced"] += len(shipment.bounced)
        return Counts(
            mails=people.total(),
            people=len(people),
            more_than_once=sum(count > 1 for count in people.values()),
            own=own,
            pending=fates[Fate.WAITING],
            **{name: fates[name] for name in ("called_back", "dropped", "bounced", "given_up", "never")},
        )

    def _out(self, until: float | None) -> Iterator[Shipment]:
        end = inf if until is None else until
        out = [each for each in self._look(end).mailbox.shipments if _is_out(each, end)]
        return iter(sorted(out, key=lambda each: each.settled or 0.0))


def _is_out(shipment: Shipment, end: float) -> bool:
    return _fate(shipment, end) is Fate.OUT


def _fate(shipment: Shipment, end: float) -> Fate:
    return shipment.fate if shipment.settled is not None and shipment.settled <= end else Fate.WAITING


def _read(shipment: Shipment, position: int) -> Mail:
    post = shipment.post
    if post.body is None:
        raise LookupError("the bodies were not kept")
    address = post.addresses[position]
    person: Mapping[str, Any] = next(
        each for each in post.body["personalizations"] if any(to["email"] == address for to in each["to"])
    )
    values = person.get("substitutions", {})
    words = {part["type"]: substitute(part["value"], values) for part in post.body.get("content", ())}
    return Mail(
        subject=post.subjects[position],
        text=words.get("text/plain", ""),
        html=words.get("text/html", ""),
        headers={**post.body.get("headers", {}), **person.get("headers", {})},
        arguments=post.arguments[position],
    )
