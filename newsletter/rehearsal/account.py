"""One customer's account at the rehearsal's SendGrid: what it owns, and what may be done with it.

The account knows nothing of mail on its way (mailbox.py) nor of what is held back (holds.py).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any

from newsletter.errors import UsageError
from newsletter.rehearsal.pages import usual_pages

#: A batch id older than this is taken, and its mail never delivered (864,000 s).
BATCH_ID_SECONDS = 10 * 86_400
#: The lists of GET /v3/suppression/{name}, and why mail to their members is dropped; "" where it is not.
LISTS: Mapping[str, str] = {
    "bounces": "Bounced Address",
    "spam_reports": "Spam Reporting Address",
    "invalid_emails": "Invalid",
    "unsubscribes": "Unsubscribed Address",
    "blocks": "",  # for the moment only
}
_DETAILS: Mapping[str, Mapping[str, str]] = {
    "bounces": {"reason": "550 5.1.1 no such user here", "status": "5.1.1"},
    "blocks": {"reason": "421 4.7.0 try later", "status": "4.7.0"},
    "spam_reports": {"ip": "192.0.2.7"},
    "invalid_emails": {"reason": "Mail domain mentioned in email address is unknown"},
    "unsubscribes": {},
}


@dataclass(slots=True, kw_only=True)
class Group:
    """An unsubscribe group and who has left it: address and when."""

    name: str = "Newsletter"
    description: str = "News of the branch"
    left: dict[str, int] = field(default_factory=dict, repr=False)


@dataclass(kw_only=True)
class Account:
    """Tests and rehearsals change the fields as they please; addresses are in small letters."""

    #: What the Authorization header has to name; "": nobody looks.
    key: str = field(default="", repr=False)
    #: What the key may do (GET /v3/scopes); None: everything.
    scopes: set[str] | None = None
    #: How many mails may still be sent; None: no end.
    credits: int | None = None
    #: Requests a minute after which 429 is answered; None: no end.
    requests_per_minute: int | None = None
    #: Unsubscribe groups by id; None: every id that somebody asks for exists.
    groups: dict[int, Group] | None = None
    #: Addresses that mail/send answers with a 400 that names their index.
    refuses: set[str] = field(default_factory=set, repr=False)
    #: Addresses whose mail server will not have the mail: it bounces and the address goes on the list.
    bouncing: set[str] = field(default_factory=set, repr=False)
    #: The JSON of the account's own pages, by path.
    pages: dict[str, Any] = field(default_factory=usual_pages)
    #: Seconds until the Email Logs show what has happened.
    logs_lag: float = 0.0
    #: What arrived between these times (by the provider's clock) they never show.
    logs_lost: Sequence[float] = (inf, inf)
    #: From the first of these times (by the provider's clock) to the second they show nothing new.
    logs_stand: Sequence[float] = (inf, inf)
    #: Seconds from `send_at` until cancelled mail is discarded; until then, to delete the cancel sends it at once.
    discard_lag: float = 0.0
    lists: dict[str, dict[str, int]] = field(default_factory=lambda: {name: {} for name in LISTS}, repr=False)
    #: Addresses that were to be erased, and when.
    erased: dict[str, float] = field(default_factory=dict, repr=False)
    #: A minute, and how many requests to erase there were in it.
    erase_requests: tuple[int, int] = (0, 0)
    #: Batch ids and when they were minted.
    minted: dict[str, float] = field(default_factory=dict)
    _groups: dict[int, Group] = field(default_factory=dict)

    def group(self, number: int) -> Group | None:
        if self.groups is not None:
            return self.groups.get(number)
        return self._groups.setdefault(number, Group()) if number > 0 else None

    def all_groups(self) -> Mapping[int, Group]:
        return self._groups if self.groups is None else self.groups

    def suppress(self, name: str, addresses: Iterable[str], *, created: float, group: int = 0) -> None:
        """Put addresses on a list: one of LISTS, or "group" with the group's id."""
        found = self.group(group) if name == "group" else None
        members = found.left if found else self.lists.get(name)
        if members is None:
            raise UsageError(
                "The rehearsal knows no such suppression list.",
                remedy=f"Take one of: {', '.join([*LISTS, 'group (with its id)'])}.",
                code="rehearsal-list",
            )
        members.update({address.lower(): int(created) for address in addresses})

    def entries(self, name: str) -> Iterator[dict[str, object]]:
        """The newest first, as the provider's pages show them."""
        members = sorted(self.lists[name].items(), key=lambda member: (-member[1], member[0]))
        for address, created in members:
            yield {"created": created, "email": address, **_DETAILS[name]}

    def drops(self, addresses: set[str], group: int) -> dict[str, str]:
        """Whom of them mail of this group does not reach, and the provider's word for why."""
        if found := self.group(group) if group else None:
            dropped = dict.fromkeys(found.left.keys() & addresses, LISTS["unsubscribes"])
        else:
            dropped = {}
        for name, reason in LISTS.items():
            if reason:
                dropped |= dict.fromkeys(self.lists[name].keys() & addresses, reason)
        return dropped

    def may(self, scope: str) -> bool:
        return self.scopes is None or scope in self.scopes

    def is_worn_out(self, batch_id: str, now: float) -> bool:
        return now - self.minted[batch_id] > BATCH_ID_SECONDS
