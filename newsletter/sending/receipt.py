"""The receipt: numbers that add up at any instant."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Where each delivery of a campaign stands. The states add up to `deliveries`; `in_doubt` is part of `parked`."""

    deliveries: int = 0
    accepted: int = 0  #: taken by the provider
    refused: int = 0  #: the provider will not take it; the reason is kept
    suppressed: int = 0  #: opted out between plan and handover
    parked: int = 0  #: handed over, or not: nobody knows. Never sent again without proof
    called_back: int = 0
    planned: int = 0  #: not handed over yet
    in_doubt: int = 0  #: of the parked ones: still in flight, or about to be called back

    def to_json(self) -> dict[str, int]:
        return asdict(self)

    @property
    def is_whole(self) -> bool:
        """Nothing waits and nothing is in doubt."""
        return self.planned == 0 and self.parked == 0


#: Where a delivery that went with its batch is counted.
_OF_BATCH = {
    "planned": "planned",
    "in_flight": "parked",
    "accepted": "accepted",
    "refused": "refused",
    "unknown": "parked",
    "parked": "parked",
    "called_back": "called_back",
}


def add_up(rows: Iterable[tuple[str, str, int]]) -> Receipt:
    """Make a receipt of (batch state, delivery state, number) rows."""
    sums = dict.fromkeys(("accepted", "refused", "suppressed", "parked", "called_back", "planned"), 0)
    in_doubt = 0
    for batch, delivery, number in rows:
        sums[_OF_BATCH[batch] if delivery == "with_batch" else delivery] += number
        in_doubt += number if batch in ("in_flight", "unknown") and delivery == "with_batch" else 0
    return Receipt(deliveries=sum(sums.values()), in_doubt=in_doubt, **sums)
