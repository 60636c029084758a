"""The rehearsal's SendGrid as the tests of this house want it: strict, and asked about mail only."""

import ssl
from collections import Counter
from collections.abc import Sequence
from typing import Any

from newsletter.rehearsal.faults import Spec
from newsletter.rehearsal.server import LocalSendGrid
from newsletter.rehearsal.stage import Seen
from tests.house_rules import vet


class HouseSendGrid(LocalSendGrid):
    """A list of faults is for the posts of mail; sandboxed ones are not counted among them."""

    def __init__(self, faults: Spec = None, *, tls: ssl.SSLContext | None = None, **options: Any) -> None:
        if isinstance(faults, Sequence):
            faults = {f"send:{number}": fault for number, fault in enumerate(faults)}
        super().__init__(faults, tls=tls, vet=vet, **options)

    @property
    def posts(self) -> list[Seen]:
        return [seen for seen in self.requests if seen.endpoint == "send"]

    @property
    def deliveries(self) -> Counter[str]:
        """How many mails everybody has got or will get."""
        return Counter({address: len(mails) for address, mails in self.judge.received().items()})
