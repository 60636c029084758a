"""A provider that can do more than take mail: call it back, prove what became of it, list who left, take them back,
erase.
"""

from collections.abc import Callable
from dataclasses import dataclass

from newsletter.sending.campaign import Campaign
from newsletter.sending.ledger import Ledger
from newsletter.sending.recall import MOST_RECALLED
from newsletter.sending.slots import Waves
from newsletter.sending.wave import WaveLedger
from newsletter.transports.base import Eraser, Evidence, Lifter, Recall, SuppressionLists
from subscribers.database import Database

#: Seconds. With a shorter window a request could be carried out when its cancel is old and the mail's hour is over.
LONG_ENOUGH = 30 * 60


@dataclass(frozen=True, kw_only=True)
class Provider:
    """The faces of one account, and what is known of it. For one thread, but for the waves."""

    recall: Recall
    evidence: Evidence
    lists: SuppressionLists
    eraser: Eraser
    lifter: Lifter
    #: A name of the account that tells neither key nor host.
    account: str
    #: Where the account is, as scheme://name.
    host: str
    #: Whether this account was seen to discard mail that arrived after the cancel of its id.
    believes_cancels: bool
    database: Database
    #: Asks what the key may do, by the provider's own names; raises TransportError. None: it cannot be asked.
    scopes: Callable[[], frozenset[str]] | None = None

    def believes(self, campaign: Campaign) -> bool:
        """Whether a cancel is believed of mail of this campaign that may still be on its way."""
        return self.believes_cancels and campaign.undo_window >= LONG_ENOUGH

    def waves(self, campaign: Campaign) -> Waves:
        """What gives the batches of a campaign their waves."""
        return Waves(
            campaign, Ledger(self.database), self.wave_ledger, self.recall,
            most_recalled=MOST_RECALLED if self.believes(campaign) else 0,
        )  # fmt: skip

    @property
    def wave_ledger(self) -> WaveLedger:
        """The waves, and what they hold of this account."""
        return WaveLedger(self.database, host=self.host)
