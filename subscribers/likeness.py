"""A list of nobody with the shape of a real one, for rehearsals: no address, no name and no wording is taken along.

What decides how a campaign goes is kept: who may be mailed, in which order, how many people share a host, and about
how long addresses and names are, sign by sign where a sign takes room of its own.
"""

from collections.abc import Container, Iterable, Iterator
from itertools import islice

from subscribers.moments import to_micros
from subscribers.people import People, Status, Subscriber
from subscribers.statements import Statement, load_statements

#: Lengths of addresses are kept up to the next multiple: exact ones could tell a person.
CLASS = 4
LONGEST_LABEL = 60
_DOMAIN = ".example.org"
#: Signs of names that weigh more, or less, than letters do.
_KEPT = frozenset(" -'’.,&<>\"")
_AT_A_TIME = 5_000


class Likeness:
    """Turns people into nobody, the same host always into the same one."""

    def __init__(self) -> None:
        self._hosts: dict[str, str] = {}

    def address(self, number: int, address: str) -> str:
        """`person<number>@host<number>.example.org`, lengthened to the class of the real one's length."""
        local, _, host = address.rpartition("@")
        # The provider's log cannot be asked about addresses with this sign.
        sign = "'" if "'" in local else ""
        return f"{_lengthened(f'person{number}{sign}', local)}@{self._host(host)}"

    def name(self, name: str) -> str:
        """As many letters, of as many bytes, with the signs between them."""
        return "".join(map(_sign, name))

    def _host(self, host: str) -> str:
        if host not in self._hosts:
            label = _lengthened(f"host{len(self._hosts) + 1}", host[len(_DOMAIN) :])
            self._hosts[host] = label + _DOMAIN
        return self._hosts[host]


def copy_likeness(people: People, target: People, *, leave_out: Container[str]) -> int:
    """Fill the empty list `target` with the likeness of `people`, but for the ids of `leave_out`; how many it holds."""
    likeness, number = Likeness(), 0
    everybody = (person for person in people.listing() if person.id not in leave_out)
    for some in _pieces(everybody):
        rows = [_row(likeness, target, number + each, person) for each, person in enumerate(some, start=1)]
        with target.database.transaction():
            target.database.many(load_statements("subscribers", "people.sql")["add_person"], rows)
            target.database.many(_suppress(), _suppressed(some, rows))
        number += len(some)
    return number


def _pieces(everybody: Iterator[Subscriber]) -> Iterator[list[Subscriber]]:
    while some := list(islice(everybody, _AT_A_TIME)):
        yield some


def _row(likeness: Likeness, target: People, number: int, person: Subscriber) -> dict[str, object]:
    address = likeness.address(number, person.address)
    return {
        "id": person.id,
        "address": address,
        "address_hash": target.suppressions.hash_of(address),
        "name": likeness.name(person.name),
        "first_name": likeness.name(person.first_name),
        "language": person.language,
        "basis": person.basis,
        "now": to_micros(person.added),
    }


def _suppressed(some: Iterable[Subscriber], rows: Iterable[dict[str, object]]) -> Iterator[dict[str, object]]:
    for person, row in zip(some, rows, strict=True):
        if person.status is Status.SUPPRESSED:
            yield {
                "address_hash": row["address_hash"],
                "reason": "as in the list",
                "source": "",
                "at": row["now"],
                "of_mailbox": 0,
            }


def _suppress() -> Statement:
    return load_statements("subscribers", "suppression.sql")["suppress"]


def _lengthened(text: str, model: str) -> str:
    """With as many x as brings it to the model's class of length; a number before them keeps it unique."""
    wanted = min(-(-len(model) // CLASS) * CLASS, LONGEST_LABEL)
    return text + "x" * (wanted - len(text))


def _sign(sign: str) -> str:
    if sign in _KEPT:
        return sign
    if not sign.isalpha():
        return "0"
    if sign.isascii():
        return "A" if sign.isupper() else "a"
    return {2: "é", 3: "ア"}.get(len(sign.encode()), "𠀋")
