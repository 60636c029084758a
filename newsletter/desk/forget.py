"""Forget somebody: what this program holds about them goes, here and at SendGrid; what it cannot reach is named."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsletter.desk.asking import ANSWERS
from newsletter.desk.erasing import (
    LOG_STAYS,
    copies_gone,
    erase_queued,
    finish_put_off,
    forget_departed,
    remove,
    remove_files,
    request,
)
from newsletter.desk.holders import Holders, holders_of, still_to_erase
from newsletter.desk.people import given_address
from newsletter.desk.result import Result, Talk
from newsletter.desk.words import counted, people
from newsletter.errors import ExitCode, TransportError
from newsletter.secret import SecretName
from newsletter.sending.ledger import Ledger
from newsletter.sending.premises import Premises, ProbeState
from newsletter.settings import TransportName
from newsletter.wiring import House
from subscribers.address import mask, normalise
from subscribers.database import Database
from subscribers.erasure import Erasures
from subscribers.errors import DatabaseError
from subscribers.people import Subscriber
from subscribers.questions import shows_names
from subscribers.rights import disclosures


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What there is about somebody before anything goes."""

    address: str = field(repr=False)
    #: None where the address is not on the list.
    person: Subscriber | None
    #: By which address they were named, where they have another one by now; else "".
    older: str = field(repr=False)
    #: By which the ledger knows them, also where they have left the list; "" for a stranger.
    id: str
    #: Campaigns on their way to them.
    unsettled: list[str]
    #: Copies of the list that this program made itself.
    copies: list[Path]
    #: Who else is asked to erase the address.
    holders: Holders
    #: What is beyond this program, a sentence each.
    beyond: tuple[str, ...]

    @property
    def addresses(self) -> list[str]:
        """All that are known in clear."""
        return [self.address, *filter(None, [self.older])]


def forget(house: House, address_or_id: str, talk: Talk, *, dry_run: bool = False) -> Result:
    """Remove a person for good. Their address stays suppressed, as a fingerprint that names nobody."""
    wanted = given_address(address_or_id, talk)
    with house.open_database() as database:
        remarks = () if dry_run else finish_put_off(house, database)
        found = _look(house, database, wanted)
        lines = tuple(_plan(found))
        if dry_run:
            return Result(
                data=_data(found), lines=(*lines, "This was only said (--dry-run). Nothing was removed.")
            )
        talk.say("\n".join(lines))
        talk.confirm("Forget this person for good? It cannot be undone.")
        # Files first: if this is cut short the person is still there to be forgotten again.
        mails = remove_files(house, database, found.addresses, found.id, found.copies)
        unsettled = _remove_rows(house, database, found)
        notes = list(_ask_sendgrid(house, database)) if not unsettled else []
        notes += _write_anew(Erasures(house.people(database)))
        waiting = sum(one.addresses for one in Erasures(house.people(database)).waiting())
    if unsettled:
        return _told_put_off(found, unsettled, mails, remarks)
    return Result(
        data={**_data(found), "forgotten": True, "mails": mails, "to_erase": waiting},
        lines=(
            _forgotten(found),
            *((f"Removed {counted(mails, 'mail', 'mails')} of drills.",) if mails else ()),
            *((copies_gone(len(found.copies)),) if found.copies else ()),
        ),
        messages=(*remarks, *notes),
        exit_code=ExitCode.PARTLY if notes else ExitCode.DONE,
    )


# --- looking ---------------------------------------------------------------------------------------------


def _look(house: House, database: Database, wanted: str) -> _Found:
    people = house.people(database)
    person = people.find(wanted) if "@" in wanted else people.get(wanted)
    typed = normalise(wanted).text if person is None else person.address
    # Whoever has the address now comes first; else whoever had it before is meant.
    person = person or people.find_by_former(typed)
    address = typed if person is None else person.address
    older = typed if typed != address else ""
    known_as = person.id if person is not None else Erasures(people).departed(address) or ""
    addresses = [address, *filter(None, [older])]
    unsettled = Ledger(database).unsettled(person.id, now=house.provider_time()) if person is not None else []
    holders = holders_of(house, database, addresses)
    return _Found(
        address=address,
        person=person,
        older=older,
        id=known_as,
        unsettled=unsettled,
        copies=database.copies(),
        holders=holders,
        beyond=(
            *_beyond(house, database, addresses, person),
            *_words_of_others(house, database, addresses, known_as),
            *_older_ones(house, database, addresses, known_as, holders),
        ),
    )


def _plan(found: _Found) -> Iterator[str]:
    whose = mask(found.address)
    if found.person is None:
        yield f"{whose} is not on the list. It is noted as never to be mailed, so that no list can bring it in."
    else:
        if found.older:
            yield (
                f"Nobody has {mask(found.older)} now, but somebody on the list had it before. They have another "
                f"address on the list by now: {whose}. That person is meant, and is forgotten with all their addresses."
            )
        yield f"{whose}: name, consent and everything noted about them are removed. What was sent stays as a number."
    if found.copies:
        names = ", ".join(copy.name for copy in found.copies)
        yield f"Copies of the list that this program made itself are removed, for they name them: {names}"
    doubt = "" if found.holders.is_certain else " (whether mail ever went there from here is not known)"
    yield from (f"Asked to erase them, too: {holder}{doubt}" for holder in found.holders.hosts)
    if found.unsettled:
        yield f"{_on_the_way(found.unsettled)} They get no further mail, and are removed when that is settled."
    yield from found.beyond


def _beyond(
    house: House, database: Database, addresses: list[str], person: Subscriber | None
) -> Iterator[str]:
    """What this program does not change, or does not know of."""
    written = _mentions(house, addresses)
    if written:
        yield f"Files that you wrote name the address; change them yourself: {', '.join(written)}"
    ledger = Ledger(database)
    texts = ((one.id, str(ledger.content(one.id)).lower()) for one in ledger.campaigns())
    letters = [id_ for id_, text in texts if any(address in text for address in addresses)]
    if letters:
        yield f"Letters that were sent name the address, and are kept as they were sent: {', '.join(letters)}"
    if any(
        state is not ProbeState.OVER
        for address in addresses
        for _, state in Premises(database).probes_to(address)
    ):
        yield "A probe (newsletter doctor --live) that waits for its answer names the address until it is over."
    since = [one for one in disclosures(house.people(database)) if person and one.at >= person.added]
    if since:
        days = ", ".join(f"{one.at:%Y-%m-%d} ({one.reason})" for one in since)
        yield f"The list was exported while they were on it: {days}. Remove them from those files."
    strange = _other_files(house, database)
    if strange:
        yield (
            f"Files in {house.workspace.data} that this program did not make may name them. Look into each: "
            f"{', '.join(strange)}"
        )
    answers = _answers_with_names(house)
    if answers:
        yield f"Answers to questions about a list show names. Delete them when they have served: {', '.join(answers)}"
    yield "Backups of this folder, made by you, your computer or a cloud, name them until newer ones take their place."


def _words_of_others(house: House, database: Database, addresses: list[str], known_as: str) -> Iterator[str]:
    erasures = Erasures(house.people(database))
    others = sum(erasures.agreed_to_words(address, but=known_as) for address in addresses)
    if others:
        yield f"The words that {people(others)} agreed to name the address, and are kept: they are the proof of these."


def _older_ones(
    house: House, database: Database, addresses: list[str], known_as: str, holders: Holders
) -> Iterator[str]:
    """What others may hold of addresses that are known here as hashes only."""
    hash_of = house.suppressions(database).hash_of
    hashes = Erasures(house.people(database)).other_hashes(known_as, hash_of(addresses[0]))
    older = len(set(hashes) - set(map(hash_of, addresses)))
    if older and holders.hosts:
        yield (
            f"They had {counted(older, 'older address', 'older addresses')}, known here by fingerprint alone, which "
            f"{' and '.join(holders.hosts)} may hold, too. If you know one "
            f"that nobody else has by now, type, also afterwards: "
            "newsletter subscriber forget OLD-ADDRESS"
        )


def _mentions(house: House, addresses: list[str]) -> list[str]:
    """Texts of the workspace that hold one of the addresses, by their names."""
    root, names = house.workspace.root, [address.encode() for address in addresses]
    texts = [house.workspace.settings_file]
    for folder, pattern in (("articles", "*.md"), ("issues", "*.md"), ("templates", "**/*")):
        texts += sorted((root / folder).glob(pattern))
    readable = [path for path in texts if path.is_file() and not path.is_symlink()]
    read = ((str(path.relative_to(root)), path.read_bytes().lower()) for path in readable)
    return [path for path, text in read if any(name in text for name in names)]


def _answers_with_names(house: House) -> list[str]:
    """Files of answers that `subscriber import` wrote, by their names: only the question about letters shows names."""
    folder = house.workspace.data / ANSWERS
    files = sorted(path for path in folder.glob("*.toml") if path.is_file() and not path.is_symlink())
    texts = ((path, path.read_bytes().decode("utf-8", "replace")) for path in files)
    return [f"{ANSWERS}/{path.name}" for path, text in texts if shows_names(text)]


def _other_files(house: House, database: Database) -> list[str]:
    data, own = house.workspace.data, house.workspace.database.name
    copies = (copy.name for copy in database.copies())
    known = {own, f"{own}-wal", f"{own}-shm", f"{own}-journal", *copies, ANSWERS}
    if not data.is_dir():
        return []
    return sorted(
        path.name for path in data.iterdir() if path.name not in known and not path.name.endswith(".lock")
    )


# --- removing --------------------------------------------------------------------------------------------


def _remove_rows(house: House, database: Database, found: _Found) -> list[str]:
    if found.person is not None:
        return remove(house, database, found.person, older=found.older)
    people = house.people(database)
    with database.transaction():
        Erasures(people).suppress(found.address, now=house.clock.now())
        forget_departed(house, database, found.address)
        request(house, database, found.address, found.holders.hosts)
    return []


def _ask_sendgrid(house: House, database: Database) -> Iterator[str]:
    """Ask at once where that is possible; why it was not, in a sentence each."""
    erasures = Erasures(house.people(database))
    here = house.sendgrid_host.url
    if erasures.requests(here) and house.secrets.get(SecretName.SENDGRID) is not None:
        try:
            with house.provider(TransportName.SENDGRID, database) as provider:
                if provider is not None:
                    erase_queued(house, provider)
        except TransportError as error:
            yield f"{error.message} {error.remedy}"
    for one in erasures.waiting():
        yield from still_to_erase(house, one.holder, addresses=one.addresses, refused=one.refused)


def _write_anew(erasures: Erasures) -> list[str]:
    try:
        return [] if erasures.purge() else [LOG_STAYS]
    except DatabaseError as error:
        told = "The person is removed, but the file could not be written anew without its old pages."
        return [f"{told} {error.message} {error.remedy} Then type: newsletter"]


# --- telling ---------------------------------------------------------------------------------------------


def _forgotten(found: _Found) -> str:
    if found.older:
        return "Forgotten, with all their addresses: none is mailed again, whatever list it turns up on."
    return "Forgotten. The address is never mailed again, whatever list it turns up on."


def _told_put_off(found: _Found, unsettled: list[str], mails: int, remarks: tuple[str, ...]) -> Result:
    said = f"{_on_the_way(unsettled)} They get no further mail from now on, and are removed when that is settled."
    remedy = f"Settle it: newsletter campaign show {unsettled[0]}. Then type: newsletter"
    return Result(
        data={**_data(found), "unsettled": unsettled, "mails": mails},
        lines=(said, f"→ {remedy}"),
        messages=(*remarks, *_older_later(found)),
        exit_code=ExitCode.PARTLY,
        errors=({"code": "put-off", "message": said, "remedy": remedy},),
    )


def _older_later(found: _Found) -> Iterator[str]:
    """Only the hash of an older address is kept meanwhile, so nobody but who typed it can name it then."""
    if found.older and found.holders.hosts:
        yield (
            f"Of the address that you typed {' and '.join(found.holders.hosts)} may have something, too. Once they are "
            "removed, type this command with it again, to have that erased."
        )


def _on_the_way(campaigns: list[str]) -> str:
    return f"A mail to this person is on its way, waits or is in doubt (campaign {', '.join(campaigns)})."


def _data(found: _Found) -> dict[str, Any]:
    return {
        "forgotten": False,
        "was_on_list": found.person is not None,
        "moved_to": mask(found.address) if found.older else None,
        "unsettled": found.unsettled,
        "mails": 0,
        "copies": [copy.name for copy in found.copies],
        "holders": found.holders.hosts,
        "to_erase": 0,
        "beyond": list(found.beyond),
    }
