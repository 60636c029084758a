"""Why a campaign waits for a place among the account's cancels: whose they are, and when the next comes free."""

from collections.abc import Sequence
from contextlib import suppress

from newsletter.desk.words import counted, said_time
from newsletter.errors import TransportError
from newsletter.sending.recall import Caller
from newsletter.sending.taken import Taken, taken
from newsletter.transports.base import Held
from newsletter.wiring import House


def no_slot(house: House, caller: Caller) -> tuple[str, str]:
    """A sentence for the person, and what helps. Where the account cannot be asked, by what the ledger knows."""
    held: Sequence[Held] = ()
    now: float = house.provider_time()
    with suppress(TransportError):
        now, held = caller.recall.time(), caller.recall.held()
    return _said(house, taken(caller.waves, held, caller.campaign, now), now)


def _said(house: House, places: Taken, now: float) -> tuple[str, str]:
    message = "SendGrid lets an account cancel ten sends at a time, and no place is left for this campaign"
    holders = ", ".join(_holders(places))
    message += f" ({holders})." if holders else "."
    message += " What is left waits, so that it could be called back too."
    if places.free_at > now:
        message += f" One is free again after {said_time(house, places.free_at)}: go on then."
    elif places.free_at:
        message += " One is given back as soon as you go on."
    ways = ["Resume later"]
    if places.doubted:
        ways.append(f"settle what is in doubt: newsletter campaign resolve {places.doubted[0]}")
    if places.foreign:
        ways.append("free a place of another program at SendGrid (scheduled sends)")
    return message, f"{', or '.join(ways)}. Nothing is lost."


def _holders(places: Taken) -> list[str]:
    """Those that hold any, in the order in which something can be done about them."""
    others, doubted = (" and ".join(dict.fromkeys(ids)) for ids in (places.others, places.doubted))
    said = {
        "by what it handed over before": places.own,
        f"by what can still be called back of {others}": len(places.others),
        "by cancels of the last 24 hours": places.cancels,
        f"by what is in doubt in {doubted}": len(places.doubted),
        "by other programs": places.foreign,
    }
    holders = [f"{number} {words}" for words, number in said.items() if number]
    if holders and places.spare:
        holders.append(f"{counted(places.spare, 'is', 'are')} left to other programs")
    return holders
