"""The product's house with four things changed for an evening: all else is what a person's command uses."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

from newsletter.sending.campaign import Kind
from newsletter.settings import TransportName
from newsletter.transports.base import Transport
from newsletter.wiring import House
from subscribers.database import Database
from tests.crash.blow import Blow, watch


@dataclass(frozen=True)
class ShakenHouse(House):
    """Its steps are counted; a host on this machine counts as real; a few people make a batch; a lock may be lost."""

    batch_size: int = 3
    lock_holds: bool = True
    blow: Blow = field(default_factory=Blow)

    def kind_of(self, transport: TransportName) -> Kind:
        return Kind.REAL

    def open_database(self) -> Database:
        return watch(super().open_database(), self.blow)

    def make_transport(self, name: TransportName, campaign: str, **given: object) -> Transport:
        transport = super().make_transport(name, campaign, **given)
        transport.batch_size_for = lambda _: self.batch_size
        return transport

    def lock(self, campaign: str, owner: object) -> AbstractContextManager[object]:
        return super().lock(campaign, owner) if self.lock_holds else _lost()


@contextmanager
def _lost() -> Iterator[None]:
    """As of an owner whose connection was lost: it keeps nobody out."""
    yield
