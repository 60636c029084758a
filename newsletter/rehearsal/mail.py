"""POST /v3/mail/send and the batch ids that its mail may go under."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from newsletter.rehearsal import rules
from newsletter.rehearsal.account import Account
from newsletter.rehearsal.answer import Answer, Request, answer, refusal
from newsletter.rehearsal.holds import Holds, last_part
from newsletter.rehearsal.mailbox import Post, Shipment
from newsletter.rehearsal.rules import Body, Breach, Case

#: What a user of the rehearsal demands of a body beyond SendGrid's rules: id of the rule and field, for each breach.
Vet = Callable[[Any], Sequence[tuple[str, str]]]
#: A personalization and one of its addresses.
Recipient = tuple[Body, str]
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass(kw_only=True)
class Intake:
    """Takes mail or refuses it; a request is taken whole or not at all."""

    account: Account
    holds: Holds
    random: Random
    vet: Vet | None = None
    #: Whether bodies are kept, so that mails can be read as their readers see them.
    keeps_bodies: bool = True
    #: Id of the rule and field, of every body that was refused by a rule or by `vet`.
    violations: list[tuple[str, str]] = field(default_factory=list)

    def send(self, request: Request, now: float) -> Answer:
        if len(request.body) > rules.MOST_BODY_BYTES:
            return refusal(413, "content too large")
        body = request.json
        if not isinstance(body, dict):
            return refusal(400, "Bad Request")
        if found := self._breaches(body, now):
            self.violations += [(breach.rule, breach.field or "") for breach in found]
            return _refused(found)
        if _is_sandboxed(body):
            return Answer(status=200)
        recipients = list(_recipients(body))
        if self.account.credits is not None:
            if self.account.credits < len(recipients):
                return refusal(401, "Maximum credits exceeded")
            self.account.credits -= len(recipients)
        return self._take(request, body, recipients, now)

    def _breaches(self, body: Body, now: float) -> list[Breach]:
        account = self.account
        case = Case(body=body, now=now, batch_ids=account.minted, refused=account.refuses)
        found = rules.breaches(case)
        if not found and self.vet:
            found = [Breach(rule, where, rule) for rule, where in self.vet(body)]
        return found

    def _take(self, request: Request, body: Body, recipients: Sequence[Recipient], now: float) -> Answer:
        arguments = {**body["custom_args"]} if isinstance(body.get("custom_args"), dict) else {}
        post = Post(
            id=_token(self.random, 22),
            at=now,
            batch_id=body.get("batch_id") or "",
            sender=body["from"]["email"],
            reply_to=(body.get("reply_to") or {}).get("email", ""),
            group=(body.get("asm") or {}).get("group_id", 0),
            addresses=[address for _, address in recipients],
            arguments=[{**arguments, **person.get("custom_args", {})} for person, _ in recipients],
            subjects=[_subject(body, person) for person, _ in recipients],
            copy=request.copy,
            size=len(request.body),
            body=body if self.keeps_bodies else None,
        )
        for send_at, positions in _by_time(body, recipients, now).items():
            self.holds.arrive(Shipment(post=post, positions=positions, send_at=send_at), now)
        return Answer(status=202, headers={"X-Message-Id": post.id})

    def mint(self, _: Request, now: float) -> Answer:
        batch_id = _token(self.random, 48)
        self.account.minted[batch_id] = now
        return answer(201, {"batch_id": batch_id})

    def is_minted(self, request: Request, _: float) -> Answer:
        """Valid says nothing of age, nor of mail."""
        batch_id = last_part(request)
        if batch_id not in self.account.minted:
            return refusal(400, "invalid batch id")
        return answer(200, {"batch_id": batch_id})


def is_sandboxed(request: Request) -> bool:
    return isinstance(request.json, dict) and _is_sandboxed(request.json)


def _is_sandboxed(body: Body) -> bool:
    settings = body.get("mail_settings")
    mode = settings.get("sandbox_mode") if isinstance(settings, dict) else None
    return isinstance(mode, dict) and mode.get("enable") is True


def _refused(found: Sequence[Breach]) -> Answer:
    return answer(
        400,
        {"errors": [{"message": each.message, "field": each.field, "help": None} for each in found[:100]]},
    )


def _recipients(body: Body) -> Iterator[Recipient]:
    for person in body["personalizations"]:
        for name in ("to", "cc", "bcc"):
            for each in person.get(name, ()):
                yield person, each["email"]


def _by_time(body: Body, recipients: Sequence[Recipient], now: float) -> Mapping[float, Sequence[int]]:
    """Positions by the time they go out; a time in the past means now."""
    common = body.get("send_at")
    if not any("send_at" in person for person, _ in recipients):
        return {max(now, common or now): range(len(recipients))}
    groups: defaultdict[float, list[int]] = defaultdict(list)
    for number, (person, _) in enumerate(recipients):
        groups[max(now, person.get("send_at", common) or now)].append(number)
    return groups


def _subject(body: Body, person: Body) -> str:
    return substitute(person.get("subject", body.get("subject", "")), person.get("substitutions", {}))


def substitute(text: str, values: Mapping[str, str]) -> str:
    """Plain replacement, tag by tag, in the order of the request; values are not escaped."""
    for key, value in values.items():
        if key in text:
            text = text.replace(key, value)
    return text


def _token(random: Random, length: int) -> str:
    return "".join(random.choices(_ALPHABET, k=length))
