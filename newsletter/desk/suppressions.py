"""Read who the provider will not mail any more, before anybody is counted."""

from newsletter.errors import TransportError
from newsletter.feedback.suppressions import listed, pull
from newsletter.sending.campaign import Kind
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
        people, group = house.people(database), house.settings.sending.unsubscribe_group
        try:
            if house.kind_of(transport) is Kind.DRILL:
                return tuple(listed(provider.lists, people, group=group))
            time = provider.recall.time()
            pull(
                provider.lists,
                people,
                account=provider.account,
                group=group,
                time=time,
                now=house.clock.now(),
            )
        except TransportError as error:
            raise TransportError(
                f"Who has left since the last mail could not be read. {error.message} Nothing was sent.",
                remedy=error.remedy,
                code="suppressions-unread",
            ) from error
    return ()
