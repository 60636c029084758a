"""A line to the SendGrid account of the settings, with all that the doctor asks over it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from newsletter.secret import SecretName
from newsletter.sending.premises import account_of
from newsletter.transports.base import Evidence, Recall, SuppressionLists
from newsletter.transports.sendgrid.account import SendGridAccount
from newsletter.transports.sendgrid.errand import Errands
from newsletter.transports.sendgrid.evidence import SendGridEvidence
from newsletter.transports.sendgrid.host import VARIABLE, Host, resolve_host
from newsletter.transports.sendgrid.key import vetted_key
from newsletter.transports.sendgrid.recall import SendGridRecall
from newsletter.transports.sendgrid.suppressions import SendGridSuppressions
from newsletter.wiring import House


@dataclass(frozen=True, kw_only=True)
class Line:
    """All that is asked of one account, over one connection."""

    host: Host
    #: A name of the account that tells neither key nor host.
    name: str
    account: SendGridAccount
    recall: Recall
    evidence: Evidence
    lists: SuppressionLists


@contextmanager
def line_of(house: House) -> Iterator[Line]:
    """A line to the account of the settings. Raises SettingsError without a usable key or host."""
    host = resolve_host(house.settings.sendgrid, house.environment.get(VARIABLE, ""))
    key = vetted_key(house.secrets.require(SecretName.SENDGRID).value)
    errands = Errands(
        key=key, host=host, timeout=house.settings.sending.timeout, clock=house.provider_clock,
        now=lambda: house.clock.now().timestamp(), elapsed=lambda: house.clock.mark().elapsed,
        sleep=house.clock.sleep,
    )  # fmt: skip
    try:
        yield Line(
            host=host, name=account_of(host.url, key), account=SendGridAccount(errands),
            recall=SendGridRecall(errands), evidence=SendGridEvidence(errands),
            lists=SendGridSuppressions(errands),
        )  # fmt: skip
    finally:
        errands.close()
