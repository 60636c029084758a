"""The rehearsal's SendGrid without a network: requests in, answers out, and time that only callers move.

Everything happens in the order of time, whenever somebody looks: what a late request does, what comes due, what is
discarded. A provider can be forked to see how things will end.
"""

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import inf
from random import Random

from newsletter.rehearsal import erasure, lists, logs
from newsletter.rehearsal import holds as statuses
from newsletter.rehearsal.account import Account
from newsletter.rehearsal.answer import Answer, Request, answer, rate_headers, refusal, too_many
from newsletter.rehearsal.holds import Discard, Holds
from newsletter.rehearsal.mail import Intake, Vet
from newsletter.rehearsal.mailbox import Agenda, Mailbox, Shipment
from newsletter.rehearsal.world import World


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A page of the API: the name that faults know it by, and the scope a key needs for it."""

    name: str
    method: str
    path: re.Pattern[str]
    scope: str


_LISTS = "bounces|blocks|spam_reports|invalid_emails|unsubscribes"
#: Global unsubscribes have a page of their own.
_LIFTED = "bounces|blocks|spam_reports|invalid_emails"
_TABLE = (
    ("send", "POST", "/v3/mail/send", "mail.send"),
    ("mint", "POST", "/v3/mail/batch", "mail.batch.create"),
    ("minted", "GET", "/v3/mail/batch/[^/]+", "mail.batch.read"),
    ("hold", "POST", "/v3/user/scheduled_sends", "user.scheduled_sends.create"),
    ("held", "GET", "/v3/user/scheduled_sends", "user.scheduled_sends.read"),
    ("held_one", "GET", "/v3/user/scheduled_sends/[^/]+", "user.scheduled_sends.read"),
    ("patch", "PATCH", "/v3/user/scheduled_sends/[^/]+", "user.scheduled_sends.update"),
    ("release", "DELETE", "/v3/user/scheduled_sends/[^/]+", "user.scheduled_sends.delete"),
    ("groups", "GET", "/v3/asm/groups", "asm.groups.read"),
    ("group", "GET", "/v3/asm/groups/[0-9]{1,9}", "asm.groups.read"),
    ("group_suppressions", "GET", "/v3/asm/groups/[0-9]{1,9}/suppressions", "asm.groups.suppressions.read"),
    ("lift_group", "DELETE", "/v3/asm/groups/[0-9]{1,9}/suppressions/.+", "asm.groups.suppressions.delete"),
    ("lift_global", "DELETE", "/v3/asm/suppressions/global/.+", "asm.suppressions.global.delete"),
    ("lift", "DELETE", f"/v3/suppression/({_LIFTED})/.+", "suppression.delete"),
    ("suppressions", "GET", f"/v3/suppression/({_LISTS})", "suppression.read"),
    ("scopes", "GET", "/v3/scopes", ""),
    ("logs", "POST", "/v3/logs", "messages.read"),
    ("log", "GET", "/v3/logs/[^/]+", "messages.read"),
    ("verified_senders", "GET", "/v3/verified_senders(/.+)?", "sender_verification_eligible"),
    ("domains", "GET", "/v3/whitelabel/domains(/[0-9]+)?", "whitelabel.read"),
    ("validate", "POST", "/v3/whitelabel/domains/[0-9]+/validate", "whitelabel.update"),
    ("account", "GET", "/v3/user/account", "user.account.read"),
    ("credits", "GET", "/v3/user/credits", "user.credits.read"),
    ("tracking_settings", "GET", "/v3/tracking_settings(/[a-z_]+)?", "tracking_settings.read"),
    ("mail_settings", "GET", "/v3/mail_settings(/[a-z_]+)?", "mail_settings.read"),
    ("erase", "POST", "/v3/recipients/erasejob", "recipients.erasejob.create"),
    ("stats", "GET", "/v3/stats", "stats.read"),
)
ENDPOINTS = tuple(Endpoint(name, method, re.compile(path), scope) for name, method, path, scope in _TABLE)
#: A mail/send in sandbox mode has a name of its own, for it is another question.
PREFLIGHT = "preflight"
NAMES = frozenset({PREFLIGHT, *(each.name for each in ENDPOINTS)})


def endpoint_of(method: str, path: str) -> Endpoint | None:
    return next((each for each in ENDPOINTS if each.method == method and each.path.fullmatch(path)), None)


Handler = Callable[[Request, float], Answer]


@dataclass(kw_only=True)
class Provider:
    """All that the rehearsal's SendGrid knows. Times are UNIX seconds by its own clock."""

    world: World = field(default_factory=World)
    account: Account = field(default_factory=Account)
    vet: Vet | None = None
    keeps_bodies: bool = True
    #: Of the ids that are given out; None: others each time, as two servers must not give out the same.
    seed: int | None = None
    intake: Intake = field(init=False)
    holds: Holds = field(init=False)
    mailbox: Mailbox = field(init=False)
    agenda: Agenda = field(default_factory=Agenda)
    now: float = -inf
    _minute: tuple[int, int] = (0, 0)

    def __post_init__(self) -> None:
        self.mailbox = Mailbox(account=self.account)
        self.holds = Holds(account=self.account, mailbox=self.mailbox, agenda=self.agenda, world=self.world)
        self.intake = Intake(
            account=self.account,
            holds=self.holds,
            random=Random(self.seed),  # noqa: S311 ids that a test can repeat
            vet=self.vet,
            keeps_bodies=self.keeps_bodies,
        )

    def settle(self, now: float) -> None:
        """Let happen what was due until now."""
        for due, deed in self.agenda.until(now):
            if isinstance(deed, Shipment):
                self.holds.come_due(deed, due)
            elif isinstance(deed, Discard):
                self.holds.discard(deed.shipment, due)
            elif isinstance(deed, Request):
                self._carry_out(deed, due)
        self.now = max(self.now, now)

    def ask(self, request: Request, now: float) -> Answer:
        """Carry a request out now."""
        self.settle(now)
        return self._carry_out(request, now)

    def ask_later(self, request: Request, at: float) -> None:
        """Carry a request out at that time, when nobody waits for its answer any more."""
        self.agenda.plan(at, request)

    def fork(self) -> "Provider":
        """The same provider once more, to try what comes next without doing it."""
        return copy.deepcopy(self, {id(self.vet): self.vet})

    def _carry_out(self, request: Request, now: float) -> Answer:
        endpoint = endpoint_of(request.method, request.path)
        if self.account.key and request.headers.get("authorization") != f"Bearer {self.account.key}":
            return refusal(401, "The provided authorization grant is invalid, expired, or revoked")
        if endpoint is None:
            known = any(each.path.fullmatch(request.path) for each in ENDPOINTS)
            return refusal(405, "method not allowed") if known else refusal(404, "not found")
        if endpoint.scope and not self.account.may(endpoint.scope):
            return refusal(403, "access forbidden")
        most, reset = self.account.requests_per_minute, (int(now) // 60 + 1) * 60
        if most is None:
            return self._handlers().get(endpoint.name, self._page)(request, now)
        left = most - self._count(now)
        if left < 0:
            return too_many(most, reset)
        found = self._handlers().get(endpoint.name, self._page)(request, now)
        return replace(found, headers={**found.headers, **rate_headers(most, left=left, reset=reset)})

    def _count(self, now: float) -> int:
        """How many requests there were in this minute, with this one."""
        minute = int(now) // 60
        self._minute = minute, 1 + (self._minute[1] if minute == self._minute[0] else 0)
        return self._minute[1]

    def _handlers(self) -> Mapping[str, Handler]:
        account, holds, intake = self.account, self.holds, self.intake
        return {
            "send": intake.send,
            "mint": intake.mint,
            "minted": intake.is_minted,
            "hold": lambda request, now: statuses.post(holds, request, now),
            "held": lambda request, now: statuses.get_all(holds, request, now),
            "held_one": lambda request, now: statuses.get_one(holds, request, now),
            "patch": lambda request, now: statuses.patch(holds, request, now),
            "release": lambda request, now: statuses.delete(holds, request, now),
            "groups": lambda request, now: lists.groups(account, request, now),
            "group": lambda request, now: lists.group(account, request, now),
            "group_suppressions": lambda request, now: lists.group_suppressions(account, request, now),
            "lift_group": lambda request, now: lists.lift_group(account, request, now),
            "lift_global": lambda request, now: lists.lift(account, request, now),
            "lift": lambda request, now: lists.lift(account, request, now),
            "suppressions": lambda request, now: lists.suppressions(account, request, now),
            "logs": lambda request, now: logs.find(holds, request, now),
            "log": lambda request, now: logs.get(holds, request, now),
            "erase": lambda request, now: erasure.erase(account, request, now),
            "scopes": self._scopes,
        }

    def _scopes(self, _: Request, __: float) -> Answer:
        scopes = self.account.scopes
        if scopes is None:
            scopes = {each.scope for each in ENDPOINTS if each.scope}
        return answer(200, {"scopes": sorted(scopes)})

    def _page(self, request: Request, _: float) -> Answer:
        path = request.path
        if path not in self.account.pages:
            return refusal(404, "not found")
        page = self.account.pages[path]
        if path == "/v3/whitelabel/domains" and "domain" in request.query:
            page = [each for each in page if each.get("domain") == request.query["domain"]]
        if path == "/v3/user/credits" and self.account.credits is not None:
            page = {**page, "remain": self.account.credits}
        return answer(200, page)
