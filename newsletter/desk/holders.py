"""Who else has addresses of this list: hosts of SendGrid's that were given some, or for all we know may have been."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsletter.desk.words import counted
from newsletter.feedback.suppressions import SOURCE
from newsletter.secret import SecretName
from newsletter.sending.campaign import Kind
from newsletter.sending.ledger import Ledger
from newsletter.settings import TransportName
from newsletter.transports.sendgrid.host import resolve_host
from newsletter.wiring import House
from subscribers.custody import GIVEN, IN_PLACE_SINCE, NOTES_GIVEN, RESTORED, Custody
from subscribers.database import Database

HOW = "Ask its support; when it is done: newsletter subscriber forget --done-at-sendgrid."


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """Who is asked to erase an address."""

    hosts: list[str]
    #: Mail went there from here. Else that cannot be told, and they are asked all the same.
    is_certain: bool = True


def holders_of(house: House, database: Database, addresses: Iterable[str]) -> Holders:
    """Nobody where no mail was ever handed to SendGrid from here: asking would only tell it an address.

    Ask before the address is suppressed as forgotten, which ends what is noted about it.
    """
    hosts = hosts_of(house, database)
    if not hosts or _has_given(database):
        return Holders(hosts=hosts)
    find = house.suppressions(database).find
    told_by_them = any(stop.source == SOURCE for stop in map(find, addresses) if stop is not None)
    if told_by_them or _may_have_given(database):
        return Holders(hosts=hosts, is_certain=False)
    return Holders(hosts=[])


def hosts_of(house: House, database: Database) -> list[str]:
    """SendGrid's own host, and a drill's, where this branch uses or has used them."""
    used = {
        campaign.kind
        for campaign in Ledger(database).campaigns()
        if campaign.transport == TransportName.SENDGRID
    }
    is_usual = house.settings.sending.transport is TransportName.SENDGRID
    here, official = house.sendgrid_host, resolve_host(house.settings.sendgrid)
    hosts = {official.url} if Kind.REAL in used else set()
    if here.is_real and (is_usual or house.secrets.get(SecretName.SENDGRID) is not None):
        hosts |= {here.url, official.url}
    if not here.is_real and (is_usual or Kind.DRILL in used):
        hosts.add(here.url)
    return sorted(hosts)


def note_given(house: House, database: Database) -> None:
    """Write down that SendGrid is about to be given an address outside of any campaign."""
    Custody(database).remember(f"{GIVEN}{house.sendgrid_host.url}", "", now=house.clock.now())


def is_asked(house: House, holder: str) -> bool:
    """Whether a command of this branch still talks to a holder, as far as its settings tell."""
    is_used = house.settings.sending.transport is TransportName.SENDGRID
    # SendGrid itself is asked when a drill is over, whose host a variable names meanwhile.
    ours = {house.sendgrid_host.url, resolve_host(house.settings.sendgrid).url}
    return holder in ours and (is_used or house.secrets.get(SecretName.SENDGRID) is not None)


def still_to_erase(house: House, holder: str, *, addresses: int, refused: int) -> Iterator[str]:
    """What there is to say of one holder: of those that it refused, and of the others."""
    if refused:
        yield f"{counted(refused, 'address', 'addresses')} that {holder} says it cannot erase. {HOW}"
    if addresses > refused:
        waits = f"{counted(addresses - refused, 'address', 'addresses')} still to be erased by {holder}"
        if is_asked(house, holder):
            yield f"{waits}: any command that talks to it asks for that"
        else:
            yield f"{waits}, with which this branch does not work any more. {HOW}"


def _has_given(database: Database) -> bool:
    """Campaigns stay in the ledger for good, and what went out besides is noted."""
    campaigns = Ledger(database).campaigns()
    return bool(Custody(database).all(GIVEN)) or any(
        campaign.transport == TransportName.SENDGRID for campaign in campaigns
    )


def _may_have_given(database: Database) -> bool:
    """An older version noted no test copies, and a backup does not know what was done after it."""
    custody = Custody(database)
    return custody.find(NOTES_GIVEN) is None or any(map(custody.find, (RESTORED, IN_PLACE_SINCE)))
