"""Has SendGrid erase what it keeps about people: names, addresses, subject lines, whatever it noted of their mail.

SendGrid takes the request and works on it later; it has no page that says when it is done.
"""

from collections.abc import Iterator, Sequence

import orjson

from newsletter.errors import TransportError
from newsletter.transports.base import Erased
from newsletter.transports.sendgrid.errand import MOST_TRIES, Errand, Errands, answer_malformed, read_json

#: Addresses in one request.
MOST_ADDRESSES = 5_000
#: Bytes of one request; the limit is "256Kb", and nobody says whether that is 256,000.
MOST_BYTES = 250_000
#: So many single addresses refused and none taken: it is not the addresses.
_ENOUGH = 3


class SendGridErasure:
    """The face `Eraser` of the SendGrid transport. `tries` is for each request."""

    def __init__(self, errands: Errands, *, tries: int = MOST_TRIES) -> None:
        self._errands = errands
        self._tries = tries

    def erase(self, addresses: Sequence[str]) -> Iterator[Erased]:
        """One invalid address has a whole request refused: then its halves are asked for, down to single ones."""
        waiting = list(_parcels(addresses))
        taken = refused = 0
        while waiting:
            parcel = waiting.pop(0)
            if self._is_taken(parcel):
                taken += len(parcel)
                yield Erased(taken=parcel)
            elif len(parcel) > 1:
                half = len(parcel) // 2
                waiting[:0] = [parcel[:half], parcel[half:]]
            else:
                refused += 1
                if refused >= _ENOUGH and not taken:
                    raise _refuses_everything()
                yield Erased(refused=parcel)

    def _is_taken(self, parcel: tuple[str, ...]) -> bool:
        errand = Errand(
            method="POST", path=("recipients", "erasejob"), body={"email_addresses": parcel},
            expected=frozenset({202, 400, 413}), deed="erase what it keeps about people",
            permission="recipients.erasejob.create", tries=self._tries,
        )  # fmt: skip
        reply = self._errands.run(errand)
        if reply.status != 202:
            return False
        told = read_json(reply)
        if not isinstance(told, dict) or not isinstance(told.get("job_id"), str):
            raise answer_malformed()
        return True


def _parcels(addresses: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """As many at a time as SendGrid takes."""
    parcel: list[str] = []
    size = 0
    for address in addresses:
        more = len(orjson.dumps(address)) + 1
        if parcel and (len(parcel) == MOST_ADDRESSES or size + more > MOST_BYTES - 100):
            yield tuple(parcel)
            parcel, size = [], 0
        parcel.append(address)
        size += more
    if parcel:
        yield tuple(parcel)


def _refuses_everything() -> TransportError:
    return TransportError(
        "SendGrid refuses every request to erase an address.",
        remedy="It is asked again by the next command that talks to SendGrid. If it stays, ask SendGrid's support.",
        code="erasure-refused",
    )
