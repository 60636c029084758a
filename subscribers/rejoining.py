"""Coming back: the one way in which a suppression or a withdrawn consent ends, and it takes the person's own act.

What they agreed to now is added to the proof; nothing of what was there before is changed.
"""

from collections.abc import Mapping
from datetime import datetime

from subscribers import consent
from subscribers.address import normalise
from subscribers.consent import Basis, Ground
from subscribers.erasure import Erasures
from subscribers.errors import ListUsageError
from subscribers.people import Outcome, People, Status
from subscribers.statements import load_statements
from subscribers.suppression import Suppression


def rejoin(
    people: People, address: str, *, reason: Ground, now: datetime, known: Mapping[str, str]
) -> tuple[Outcome, Suppression | None]:
    """Take somebody in, or back: what became of them, and what had kept them out.

    `known` has `language`, and perhaps `name` and `first_name`, for whoever is not on the list. Raises AddressError and
    ListUsageError; nothing is changed for somebody who gets mail already.
    """
    if reason.basis is not Basis.CONSENT:
        raise ListUsageError(
            "Whoever comes back must have agreed to it.",
            remedy="Give the words they agreed to with --wording.",
            code="basis-unknown",
        )
    sent_to = normalise(address).text
    with people.database.transaction():
        found, kept_out = people.find(sent_to), people.suppressions.find(sent_to)
        erasures = Erasures(people)
        if found is None and people.find_by_former(sent_to) is not None:
            raise ListUsageError(
                "This person is on the list with another address.",
                remedy="Should mail go to this one again: newsletter subscriber change, and --to this address.",
                code="moved",
            )
        # A provider that has not erased them yet is not to do it to somebody who is back.
        erasures.call_off_requests(sent_to)
        if found is not None and found.status is Status.MAILABLE:
            return Outcome.UNCHANGED, None
        people.database.run(
            load_statements("subscribers", "rejoining.sql")["lift"],
            address_hash=people.suppressions.hash_of(sent_to),
        )
        if found is None:
            people.take_in(sent_to, known, reason, now)
            return Outcome.ADDED, kept_out
        # They asked to be forgotten, and think better of it before it could be done.
        erasures.call_off(found.id)
        consent.record(people.database, found.id, reason, now=now, again=True)
        return Outcome.CHANGED, kept_out
