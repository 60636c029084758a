"""Read who the provider will not mail any more, before anybody is counted."""

from contextlib import suppress

from newsletter.desk.erasing import erase_queued
from newsletter.errors import TransportError
from newsletter.feedback.suppressions import listed, pull
from newsletter.sending.campaign import Kind
from newsletter.sending.provider import Provider
from newsletter.settings import TransportName
from newsletter.wiring import House
from subscribers.database import Database


def read_suppressions(house: House, database: Database, transport: TransportName) -> tuple[str, ...]:
    """Take over what is new. For a drill, which must not change the list: the ids of those to leave out.

    Raises TransportError when the lists cannot be read whole; nothing may be sent then.
    """
    with house.provider(transport, database) as provider:
        if provider is None:
            return ()
        try:
            return read_from(house, provider, house.kind_of(transport))
        except TransportError as error:
            raise unread(error) from error


def read_from(house: House, provider: Provider, kind: Kind) -> tuple[str, ...]:
    """As `read_suppressions`, of a provider that is at hand; errors come as they are.

    What the provider was to erase and has not answered is asked again on the way.
    """
    ids = _read(house, provider, kind)
    with suppress(TransportError):  # It stays written down, and holds up nobody's mail.
        erase_queued(house, provider)
    return ids


def _read(house: House, provider: Provider, kind: Kind) -> tuple[str, ...]:
    people, group = house.people(provider.database), house.settings.sending.unsubscribe_group
    if kind is Kind.DRILL:
        return tuple(listed(provider.lists, people, group=group))
    pull(
        provider.lists, people, account=provider.account, group=group, time=provider.recall.time(),
        now=house.clock.now(),
    )  # fmt: skip
    return ()


def unread(error: TransportError) -> TransportError:
    """What it means that the lists could not be read."""
    return TransportError(
        f"Who has left since the last mail could not be read. {error.message} Nothing was sent.",
        remedy=error.remedy,
        code="suppressions-unread",
    )
