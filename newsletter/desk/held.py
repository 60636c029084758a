"""What is held about somebody besides their row, proof and mail: older addresses, and what is still to be done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsletter.desk.holders import HOW
from newsletter.desk.words import counted
from newsletter.sending.premises import Premises
from subscribers.erasure import Erasures, Request
from subscribers.former import former_days, moved_on_at
from subscribers.people import People


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    #: Since when each older address is not theirs any more; or this address, where its owner is on the list by another.
    former: list[datetime]
    #: When they asked to be forgotten who are to be as soon as their mail is settled.
    to_forget: datetime | None
    #: Who is to erase this address and has not.
    to_erase: list[Request]
    #: When each probe was begun that names this address.
    probes: list[datetime]

    def lines(self) -> Iterator[str]:
        if self.former:
            number = counted(len(self.former), "older address", "older addresses")
            yield f"kept as a fingerprint: {number}, since {self.former[0]:%Y-%m-%d}"
        if self.to_forget:
            yield f"to be forgotten: asked on {self.to_forget:%Y-%m-%d}, as soon as their mail is settled"
        for one in self.to_erase:
            yield f"to be erased by {one.holder}: {_state(one)} Until then the address is kept for that, encrypted."
        for day in self.probes:
            yield f"named by a probe of {day:%Y-%m-%d} (newsletter doctor --live), until that is over"

    def row(self) -> dict[str, Any]:
        return {
            "former": [day.isoformat() for day in self.former],
            "to_forget": self.to_forget and self.to_forget.isoformat(),
            "to_erase": [
                {"holder": one.holder, "at": one.asked.isoformat(), "refused": one.is_refused}
                for one in self.to_erase
            ],
            "probes": [day.isoformat() for day in self.probes],
        }


def held_about(members: People, address: str, person: str = "") -> Held:
    """`address` is normalised; `person` is an id, also of somebody who left the list; "" where none is known."""
    moved_on = moved_on_at(members.database, members.suppressions.hash_of(address))
    former = former_days(members.database, person) if person else [moved_on] if moved_on else []
    erasures, probes = Erasures(members), Premises(members.database).probes_to(address)
    return Held(
        former=former,
        to_forget=erasures.put_off_since(person) if person else None,
        to_erase=erasures.requests_of(address),
        probes=[begun for begun, _ in probes],
    )


def _state(one: Request) -> str:
    if one.is_refused:
        return f"asked for since {one.asked:%Y-%m-%d}; it said that it cannot. {HOW}"
    return f"waits since {one.asked:%Y-%m-%d} for it to be asked, or to answer."
