"""Somebody on the list has a new address or name; somebody who left comes back by their own act."""

from dataclasses import dataclass, field

from newsletter.desk.erasing import put_marks
from newsletter.desk.lifting import BY_HAND, lift_at_sendgrid
from newsletter.desk.people import given_address
from newsletter.desk.result import Result, Talk
from newsletter.errors import ExitCode, UsageError
from newsletter.feedback.suppressions import SOURCE
from newsletter.sending.ledger import Ledger
from newsletter.wiring import House
from subscribers.address import mask, normalise
from subscribers.consent import Ground, ground, history
from subscribers.database import Database
from subscribers.erasure import Erasures
from subscribers.errors import SubscribersError
from subscribers.people import Outcome, Status, Subscriber
from subscribers.rejoining import rejoin as take_back
from subscribers.tags import Tags, checked_tag

_SAID = {
    Outcome.ADDED: "Back on the list.",
    Outcome.CHANGED: "Back: mailed again from now on.",
    Outcome.UNCHANGED: "This person is on the list and gets mail already. Nothing was changed.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was typed about somebody; None: not mentioned."""

    to: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    first_name: str | None = field(default=None, repr=False)
    language: str | None = None
    tags: tuple[str, ...] = ()
    untags: tuple[str, ...] = ()

    @property
    def words(self) -> dict[str, str]:
        said = {"name": self.name, "first_name": self.first_name, "language": self.language}
        return {key: value for key, value in said.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """What was typed about somebody who comes back."""

    address: str = field(repr=False)
    wording: str
    how: str
    name: str = field(default="", repr=False)
    first_name: str = field(default="", repr=False)
    language: str = ""


def change(house: House, address_or_id: str, wanted: Change, talk: Talk) -> Result:
    """A new address, name, language or other tags. An objection goes with the person to the new address."""
    if wanted.to is None and not (wanted.words or wanted.tags or wanted.untags):
        raise UsageError(
            "Nothing is named that should change.",
            remedy="Give --to NEW-ADDRESS, --name, --first-name, --language, --tag or --untag.",
            code="nothing-to-change",
        )
    given, taken = tuple(map(checked_tag, wanted.tags)), tuple(map(checked_tag, wanted.untags))
    who = given_address(address_or_id, talk)
    with house.open_database() as database:
        people = house.people(database)
        person = people.get(who)
        if person.id in Erasures(people).put_off_people():
            raise SubscribersError(
                "This person asked to be forgotten, and will be as soon as their mail is settled. Nothing was changed.",
                remedy="If they want to stay after all: newsletter subscriber rejoin",
                code="to-be-forgotten",
            )
        moved = wanted.to is not None and _move(house, database, person, given_address(wanted.to, talk))
        is_new = people.change(person.id, now=house.clock.now(), **wanted.words) or moved
        with database.transaction():
            is_new = Tags(database).change(person.id, add=given, remove=taken) or is_new
        after, tags = people.get(person.id), Tags(database).of(person.id)
    lines = ["Changed." if is_new else "That is what the list says already."]
    if moved:
        lines.append("The old address gets no mail any more; a list that still has it means this person.")
    if moved and after.status in {Status.SUPPRESSED, Status.WITHDRAWN}:
        lines.append("No mail goes there: this person, or this address, has left the list before.")
    return Result(
        data={
            "id": after.id,
            "changed": is_new,
            "address_changed": moved,
            "status": str(after.status),
            "tags": list(tags),
        },
        lines=tuple(lines),
    )


def _move(house: House, database: Database, person: Subscriber, address: str) -> bool:
    """Address and marks in one transaction: an issue that they had is not sent to the new address.

    Nor is one that reached it when it was somebody's who has left: most often they are the same person.
    """
    people, erasures = house.people(database), Erasures(house.people(database))
    old, by_issue = people.suppressions.hash_of(person.address), people.marks.by_issue
    with database.transaction():
        people.change_address(person.id, address, now=house.clock.now())
        after = people.get(person.id)
        new = people.suppressions.hash_of(after.address)
        if new != old:
            if (departed := erasures.departed(after.address)) is not None:
                put_marks(house, database, departed, new)
                erasures.forget_departed(departed)
            Ledger(database).move_marks(by_issue(old), by_issue(new))
    return new != old


def rejoin(house: House, wanted: Return, talk: Talk) -> Result:
    """Take somebody back who left, was suppressed or forgotten. Only their own act may do that."""
    reason = ground(basis="consent", wording=wanted.wording, source=wanted.how)
    address = given_address(wanted.address, talk)
    talk.confirm(f"Did the owner of {mask(address)} ask for this themselves?")
    with house.open_database() as database:
        people = house.people(database)
        if "@" not in address:
            address = people.get(address).address
        was_to_erase = bool(Erasures(people).requests_of(normalise(address).text))
        outcome, kept_out = take_back(
            people,
            address,
            reason=reason,
            now=house.clock.now(),
            known={
                "name": wanted.name,
                "first_name": wanted.first_name,
                "language": wanted.language or house.settings.branch.language,
            },
        )
        found = people.get(address)
        lifted, said = None, ""
        if outcome is not Outcome.UNCHANGED or _was_recorded(database, found.id, reason):
            lifted, said = lift_at_sendgrid(house, database, found.address)
    by_provider = kept_out is not None and kept_out.source == SOURCE
    if by_provider and not said and not (lifted and house.sendgrid_host.is_real):
        said = BY_HAND  # A drill's host has nothing to do with who is held back for good.
    return Result(
        data={
            "outcome": str(outcome),
            "id": found.id,
            "was_suppressed": kept_out is not None,
            "lifted": lifted,
        },
        lines=(
            _SAID[outcome],
            *(("SendGrid is not asked any more to erase this address.",) if was_to_erase else ()),
            *(("SendGrid was told to mail this address again, too.",) if lifted else ()),
        ),
        messages=(said,) if said else (),
        exit_code=ExitCode.PARTLY if lifted is False else ExitCode.DONE,
    )


def _was_recorded(database: Database, person: str, reason: Ground) -> bool:
    """Whether this very act was recorded before: it is typed again because SendGrid was out of reach."""
    newest = history(database, person)[-1]
    return (newest.basis, newest.wording, newest.source) == (reason.basis, reason.wording, reason.source)
