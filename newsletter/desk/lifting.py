"""Has SendGrid mail somebody again whom it holds back, once they have come back by their own words."""

from newsletter.desk.holders import hosts_of
from newsletter.errors import SettingsError, TransportError
from newsletter.secret import SecretName
from newsletter.settings import TransportName
from newsletter.wiring import House
from subscribers.database import Database

#: What to do where SendGrid could not be asked.
BY_HAND = (
    "SendGrid may hold this address back itself. Take it off there by hand (Suppressions: Unsubscribe Groups, Global "
    "Unsubscribes, Bounces, Spam Reports), or nothing arrives, and before the next campaign they are marked here again."
)


def lift_at_sendgrid(house: House, database: Database, address: str) -> tuple[bool | None, str]:
    """Whether SendGrid has let go of the address, None where it need not be asked; what is to be said.

    The person's own act must have been committed before: this ends what SendGrid keeps of their objection.
    """
    if house.sendgrid_host.url not in hosts_of(house, database):
        return None, ""
    if house.secrets.get(SecretName.SENDGRID) is None:
        return False, BY_HAND
    try:
        with house.provider(TransportName.SENDGRID, database) as provider:
            if provider is None:
                return None, ""
            provider.lifter.lift(address, group=house.settings.sending.unsubscribe_group)
    except (TransportError, SettingsError) as error:
        return False, f"{error.message} {error.remedy} {BY_HAND}"
    return True, ""
