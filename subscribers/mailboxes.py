"""How many addresses others than the person may read: numbers and domains, given out in place of addresses."""

from collections import Counter
from dataclasses import dataclass, field

from subscribers.database import Database
from subscribers.statements import load_statements
from subscribers.words import OFFICES, PERSONNEL

#: Names before the @ of mailboxes that others read.
SHARED = OFFICES | PERSONNEL


@dataclass(slots=True, kw_only=True)
class Mailboxes:
    """Counted one by one, as a file is read, or all at once by the list."""

    #: People by the host of their address.
    hosts: Counter[str] = field(default_factory=Counter)
    #: info@, secretary@: several people read these.
    offices: int = 0
    #: hr@, payroll@: those whom members least want to know of their membership.
    personnel: int = 0

    def count(self, address: str) -> None:
        name, _, host = address.rpartition("@")
        self.hosts[host] += 1
        if name in SHARED:
            self.count_name(name, 1)

    def count_name(self, name: str, number: int) -> None:
        """So many addresses have this name before the @."""
        if name in OFFICES:
            self.offices += number
        elif name in PERSONNEL:
            self.personnel += number


def read_mailboxes(database: Database) -> Mailboxes:
    """Those of everybody who may be mailed."""
    found = Mailboxes()
    for (address,) in database.iterate(load_statements("subscribers", "audience.sql")["mailable_addresses"]):
        found.count(address)
    return found


def all_domains(database: Database) -> dict[str, int]:
    """Every host with people who may be mailed, and how many: never an address."""
    return dict(read_mailboxes(database).hosts)
