"""The list of subscribers, one person at a time. Addresses are masked unless somebody asks for them by name."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from newsletter.desk.grounds import Claimed, ground_of
from newsletter.desk.held import held_about
from newsletter.desk.result import Result, Talk
from newsletter.desk.words import people
from newsletter.errors import ExitCode, UsageError
from newsletter.sending.campaign import Kind
from newsletter.sending.sent_to import Sent, sent_to
from newsletter.wiring import House
from subscribers.address import mask, normalise
from subscribers.addresscell import tidied
from subscribers.erasure import Erasures
from subscribers.leavers import REMEMBERED, forget_long_gone
from subscribers.objections import elsewhere, heed
from subscribers.people import Outcome, People, Status, Subscriber
from subscribers.rights import Disclosure, disclosures, record
from subscribers.suppression import MOVED, Suppression
from subscribers.tags import Tags, checked_tag

_SAID = {
    Outcome.ADDED: "Added.",
    Outcome.CHANGED: "Was on the list already; brought up to date.",
    Outcome.UNCHANGED: "Was on the list already; nothing changed.",
    Outcome.SUPPRESSED: "Not added: this address opted out or bounced, and only its owner can come back.",
    Outcome.WITHDRAWN: "Left as it is: this person took their consent back, and only they can come back.",
}


_KEPT_OUT = (Outcome.SUPPRESSED, Outcome.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """What was typed about somebody who is to be added."""

    address: str = field(repr=False)
    name: str = field(default="", repr=False)
    first_name: str = field(default="", repr=False)
    language: str = ""
    claimed: Claimed
    tags: tuple[str, ...] = ()


def given_address(address: str, talk: Talk) -> str:
    """An address from the command, from standard input for "-", or asked for: shell history is a list too."""
    if address == "-":
        address = sys.stdin.readline().strip()
    address = address or talk.ask("Address or id", "")
    if not address:
        raise UsageError(
            "An address is missing.", remedy="Name it, or give - and type it.", code="no-address"
        )
    # As a mail program copies somebody: Ana <ana@…>.
    return tidied(address) if "@" in address else address


def add(house: House, newcomer: Newcomer, talk: Talk) -> Result:
    """Add one person who may be mailed, with the proof."""
    reason = ground_of(house, newcomer.claimed, source="typed in")
    tags = tuple(map(checked_tag, newcomer.tags))
    address = given_address(newcomer.address, talk)
    with house.open_database() as database:
        outcome = house.people(database).add(
            address,
            name=newcomer.name,
            first_name=newcomer.first_name,
            language=newcomer.language or house.settings.branch.language,
            reason=reason,
            now=house.clock.now(),
        )
        found = house.people(database).find(address)
        if found is not None and outcome not in _KEPT_OUT:
            with database.transaction():
                Tags(database).change(found.id, add=tags)
    kept_out = outcome in _KEPT_OUT
    return Result(
        data={"outcome": str(outcome), "id": found.id if found else None},
        lines=(_SAID[outcome],),
        exit_code=ExitCode.FAILED if kept_out else ExitCode.DONE,
        errors=({"code": str(outcome), "message": _SAID[outcome], "remedy": ""},) if kept_out else (),
    )


def listing(house: House, *, show_addresses: bool, reason: str = "", is_read: bool) -> Result:
    """Everybody on the list; `is_read`: by a person, from the screen.

    With whole addresses for a file or a script that is an export: the reason is kept.
    """
    if show_addresses and not (is_read or reason):
        raise UsageError(
            "Names and addresses of the whole list would leave the program, and no person reads them from a screen. "
            "Nothing was printed.",
            remedy='Say what for, without names: --reason "…" (it is kept with the date). For a file: newsletter '
            "subscriber export.",
            code="reason",
        )
    with house.open_database() as database:
        members = house.people(database)
        if show_addresses and reason:
            record(members, reason=reason, now=house.clock.now())
        rows = [_row(person, show_addresses=show_addresses) for person in members.listing()]
    lines = [f"{row['id']}  {row['address']}  {row['language']}  {row['status']}" for row in rows]
    return Result(
        data={"subscribers": rows},
        lines=(*lines, f"{people(len(rows))} on the list."),
    )


def show(house: House, address_or_id: str, talk: Talk, *, show_addresses: bool) -> Result:
    """Everything that is held about one person: the answer to a request for access.

    Who names the address knows it, and gets the whole answer; an id alone shows nobody's name.
    """
    wanted = given_address(address_or_id, talk)
    show_addresses = show_addresses or "@" in wanted
    with house.open_database() as database:
        forget_long_gone(database, now=house.clock.now())  # what is over its time is not held
        members = house.people(database)
        if "@" in wanted and members.find(wanted) is None:
            return _remainder(members, wanted)
        dossier = members.show(wanted)
        own_hash = members.suppressions.hash_of(dossier.subscriber.address)
        sent = tuple(sent_to(database, dossier.subscriber.id, members.marks.by_issue(own_hash)))
        exports = [one for one in disclosures(members) if one.at >= dossier.subscriber.added]
        held = held_about(members, dossier.subscriber.address, dossier.subscriber.id)
    row = _row(dossier.subscriber, show_addresses=show_addresses)
    consents = [
        {
            "basis": str(consent.basis),
            "wording": consent.wording,
            "source": consent.source,
            "at": consent.at.isoformat(),
            "withdrawn": consent.withdrawn,
        }
        for consent in dossier.consents
    ]
    stop = dossier.suppression
    lines = [f"{key}: {value}" for key, value in row.items()]
    lines += [f"tags: {', '.join(dossier.tags)}"] if dossier.tags else []
    lines += [f"consent: {c['basis']}, {c['at']}, {c['source']}: “{c['wording']}”" for c in consents]
    lines += [f"suppressed: {stop.reason}, {stop.at:%Y-%m-%d}"] if stop else []
    lines += [f"sent: {one.campaign.slug}, {_sent_line(one)}" for one in sent]
    lines += [f"exported with the list: {_export_line(one)}" for one in exports]
    lines += held.lines()
    return Result(
        data={
            **row,
            "on_the_list": True,
            "tags": list(dossier.tags),
            "consents": consents,
            "suppression": _suppression_row(stop),
            "left": None,
            "sent": list(map(_sent_row, sent)),
            "exports": list(map(_export_row, exports)),
            **held.row(),
        },
        lines=tuple(lines),
    )


def _remainder(members: People, address: str) -> Result:
    """What is left about an address that is not on the list. Raises SubscribersError where that is nothing."""
    text = normalise(address).text
    own_hash = members.suppressions.hash_of(text)
    stop, moved = members.suppressions.find(text), members.find_by_former(text)
    known_as, left = members.departed(text) or ("", None)
    known_as = known_as or Erasures(members).departed(text) or ""
    sent = tuple(sent_to(members.database, known_as, members.marks.by_issue(own_hash)))
    held = held_about(members, text, known_as)
    if not (stop or left or sent or moved or held.to_erase or held.probes):
        members.get(text)  # which says so
    is_kept = held.to_erase or held.probes
    kept = (
        "No name is kept, and the address only for" if is_kept else "Neither this address nor a name is kept."
    )
    lines = [f"{text} is not on the list. {kept}{' what is said below.' if is_kept else ''}"]
    if stop:
        lines.append(
            f"What is kept is a fingerprint of it (a keyed hash), since {stop.at:%Y-%m-%d}: {stop.reason}. It serves "
            "one purpose: no mail goes to this address, whatever list it turns up on."
        )
    if left:
        lines.append(
            f"They left with a newer list on {left:%Y-%m-%d}. Until {left + timedelta(seconds=REMEMBERED):%Y-%m-%d} a "
            "fingerprint keeps them from getting an issue twice, should they come back."
        )
    if moved:
        lines.append(f"Somebody on the list had it before: newsletter subscriber show {moved.id}")
    lines += [f"sent: {one.campaign.slug}, {_sent_line(one)}" for one in sent]
    lines += held.lines()
    nothing = dict.fromkeys(("id", "name", "first_name", "language", "basis", "added"))
    return Result(
        data={
            **nothing,
            "address": text,
            "status": str(Status.SUPPRESSED) if stop else None,
            "on_the_list": False,
            "tags": [],
            "consents": [],
            "suppression": _suppression_row(stop),
            "left": left and left.isoformat(),
            "sent": list(map(_sent_row, sent)),
            "exports": [],
            **held.row(),
        },
        lines=tuple(lines),
    )


def _suppression_row(stop: Suppression | None) -> dict[str, str] | None:
    if stop is None:
        return None
    return {"reason": stop.reason, "source": stop.source, "at": stop.at.isoformat()}


def _sent_line(one: Sent) -> str:
    kind = " (a drill)" if one.campaign.kind is Kind.DRILL else ""
    return f"{one.campaign.created:%Y-%m-%d}: {one.outcome.replace('_', ' ')}{kind}"


def _sent_row(one: Sent) -> dict[str, Any]:
    return {
        "issue": one.campaign.slug,
        "campaign": one.campaign.id,
        "kind": str(one.campaign.kind),
        "at": one.campaign.created.isoformat(),
        "outcome": one.outcome,
        "settled": one.settled and one.settled.isoformat(),
    }


def exports(house: House) -> Result:
    """Each time that the whole list was written into a file: when, what for, how many people."""
    with house.open_database() as database:
        found = disclosures(house.people(database))
    return Result(
        data={"exports": list(map(_export_row, found))},
        lines=tuple(map(_export_line, found)) or ("The list was never exported.",),
    )


def _export_line(one: Disclosure) -> str:
    return f"{one.at:%Y-%m-%d}: {one.reason} ({people(one.people)})"


def _export_row(one: Disclosure) -> dict[str, Any]:
    return {"at": one.at.isoformat(), "reason": one.reason, "people": one.people}


def suppress(house: House, address: str, reason: str, talk: Talk) -> Result:
    """Never mail an address again, whatever list it turns up on, nor whoever had it before."""
    wanted = given_address(address, talk)
    messages: tuple[str, ...] = ()
    with house.open_database() as database:
        members = house.people(database)
        person = members.find(wanted) if "@" in wanted else members.get(wanted)
        if person is None:
            person, messages = members.find_by_former(wanted), (_elsewhere(members, wanted),)
        named = {person.address if person else wanted, wanted if "@" in wanted else ""} - {""}
        new = heed(members, named, reason=reason, source="typed in", now=house.clock.now())
    said = "Suppressed: this address is never mailed again." if new else "Was suppressed already."
    return Result(
        data={"suppressed": True, "new": new > 0, "on_the_list": person is not None},
        lines=(said,),
        messages=messages,
    )


def _elsewhere(members: People, address: str) -> str:
    """What is known of whoever had an address that nobody on the list has."""
    if members.find_by_former(address) is not None:
        return "They have another address on the list by now; that one is suppressed, too."
    if elsewhere(members, address):
        return "They left the list, at another address; that one is suppressed, too."
    kept = members.suppressions.find(address)
    if kept is not None and kept.source == MOVED:
        return (
            "Whoever had this address moved on to another one, which is not known here any more. If you know it, "
            "suppress that one, too."
        )
    return (
        "Nobody on the list has this address. Is it spelled right, or did they sign up with another one? "
        "Look with: newsletter subscriber list --show-addresses"
    )


def _row(person: Subscriber, *, show_addresses: bool) -> Mapping[str, Any]:
    return {
        "id": person.id,
        "address": person.address if show_addresses else mask(person.address),
        "name": person.name if show_addresses else "",
        "first_name": person.first_name if show_addresses else "",
        "language": person.language,
        "basis": person.basis,
        "status": str(person.status),
        "added": person.added.isoformat(),
    }
