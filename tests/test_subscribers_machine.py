"""Any history of a list, by chance: whoever was suppressed, withdrew or was forgotten is never among the mailable, and
whoever had an issue is never chosen for it again.

A plain model keeps beside the list who may be mailed and who had what; after each step both must say the same.
"""

import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from newsletter.sending.campaign import Attempt, BatchState
from newsletter.sending.ledger import Ledger
from newsletter.sending.restored import add_campaigns
from subscribers import consent
from subscribers.audience import count_mailable, recipients
from subscribers.consent import ground
from subscribers.custody import BACKUP, Custody
from subscribers.database import Database, open_postgres, open_sqlite
from subscribers.erasure import REASON, Erasures
from subscribers.errors import ListUsageError, SubscribersError
from subscribers.former import person_before
from subscribers.importer import apply, plan_import
from subscribers.objections import heed
from subscribers.people import People, Status
from subscribers.rejoining import rejoin
from subscribers.restoring import bring_back
from subscribers.statements import spell
from subscribers.suppression import MOVED
from tests.campaigns import make_plan, prepared
from tests.list_model import Model

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
KEY, HASH_KEY = bytes(32), b"h" * 32
POOL = [f"person{number}@example.org" for number in range(10)]
ADDRESSES, WORDINGS = st.sampled_from(POOL), st.sampled_from(["Yes.", "Yes, please."])
TABLES = (
    "other_mark", "delivery", "batch", "campaign", "erase_request", "erasure", "consent", "person", "wording",
    "suppression", "departed", "refreshed", "custody", "former",
)  # fmt: skip
#: What may happen between a backup and its return; the last two make other lines of backups.
ACTS = (
    "add", "rejoin", "sync", "send", "withdraw", "forget", "suppress", "bounce", "change_address", "move_back",
    "backup", "lose",
)  # fmt: skip
#: What one person does before a backup and after it: moves to and fro between two addresses, says no, comes back.
FIRST = [
    (),
    ("move",),
    ("suppress",),
    ("bounce",),
    ("move", "suppress"),
    ("suppress", "move"),
    ("bounce", "move"),
]
SINCE = [
    (), ("move",), ("move back",), ("move", "move back"), ("rejoin", "move"), ("rejoin", "move back"), ("suppress",),
    ("rejoin", "move", "suppress"), ("move", "suppress", "rejoin"),
]  # fmt: skip
ISSUES = st.sampled_from(["spring", "autumn"])


class ListMachine(RuleBasedStateMachine):
    """One list and its model; `make` opens a database without a row."""

    make = None

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="newsletter-machine-"))
        self.database: Database = type(self).make(self.folder)
        self.people = People(self.database, hash_key=HASH_KEY)
        self.ledger = Ledger(self.database, marks=self.people.marks)
        self.model, self.backups, self.now = Model(), [], BEGIN
        self.proof: dict[str, int] = {}

    def teardown(self) -> None:
        self.database.close()
        for copy, *_ in self.backups:
            copy.unlink()
        shutil.rmtree(self.folder)

    def tick(self) -> datetime:
        self.now += timedelta(hours=1)
        return self.now

    # --- what people do ---

    @initialize(number=st.integers(2, 5))
    def begin(self, number: int) -> None:
        for address in POOL[:number]:
            self.add(address, "Yes.")

    @rule(address=ADDRESSES, wording=WORDINGS)
    def add(self, address: str, wording: str) -> None:
        reason = ground(basis="consent", wording=wording, source="form")
        self.people.add(address, language="en", reason=reason, now=self.tick())
        if address not in self.model.suppressed and self.model.consents.get(address, True):
            self.model = self.model.with_consent(address, stands=True).listing(address)

    def listed(self) -> dict[str, str]:
        return {one.address: one.id for one in self.people.listing()}

    def hear(self, addresses: set[str], listed: dict[str, str]) -> None:
        for address in sorted(addresses):
            self.model = self.model.objecting(address, listed)

    @rule(rows=st.lists(st.tuples(ADDRESSES, st.sampled_from(["", "yes"])), min_size=1, max_size=4))
    def import_a_list(self, rows: list[tuple[str, str]]) -> None:
        """Also the same old list once more. An address that says yes and no in one list says no."""
        file = self.folder / "list.csv"
        file.write_text("\n".join(["Email,Opt out", *(f"{one},{out}" for one, out in rows)]) + "\n", "utf-8")
        reason = ground(basis="consent", wording="Yes.", source="file list.csv")
        plan = plan_import(self.people, file, file_name="list.csv", reason=reason, language="en", encoding="")
        before = self.listed()
        apply(self.people, plan, now=self.tick())
        self.hear({one for one, said in rows if said}, before)
        for address in {one for one, _ in rows} - self.model.suppressed:
            if self.model.consents.get(address, True):
                self.model = self.model.with_consent(address, stands=True)
                if self.model.left.get(address) == self.people.get(address).id:
                    self.model = self.model.listing(address)

    # A pool where all have left tells nothing any more.
    @precondition(lambda self: len(self.model.said) < 4)
    @rule(address=ADDRESSES)
    def suppress(self, address: str) -> None:
        heed(self.people, [address], reason="asked", source="phone", now=self.tick())
        self.hear({address}, self.listed())

    @precondition(lambda self: len(self.model.said) < 4)
    @rule(address=ADDRESSES)
    def bounce(self, address: str) -> None:
        """Of the mailbox alone: whoever had it before is mailed where they are now."""
        self.people.suppressions.suppress(address, reason="bounced", source="provider", now=self.tick())
        self.model = self.model.bouncing(address)

    @rule(address=ADDRESSES)
    def withdraw(self, address: str) -> None:
        person = self.people.find(address)
        assert (person is not None) == (address in self.model.consents)
        if person is not None:
            consent.withdraw(self.database, person.id, source="letter", now=self.tick())
            self.model = self.model.with_consent(address, stands=False)

    @precondition(lambda self: len(self.model.said) < 6)
    @rule(address=ADDRESSES)
    def forget(self, address: str) -> None:
        person = self.people.find(address)
        erasures = Erasures(self.people)
        ids = list(filter(None, (person.id if person else None, erasures.departed(address))))
        with self.database.transaction():
            erasures.suppress(address, now=self.tick())
            for id_ in ids:
                others = self.put_marks(id_, address)
                erasures.suppress_former(id_, now=self.now)
                erasures.remove(id_)
                elsewhere = {one for one in others if self.people.find(one) is not None}
                self.model = self.model.suppressing(*(others - elsewhere)).unknown(id_)
        self.proof.pop(person.id if person else "", None)
        self.model = self.model.suppressing(address).without(address)

    def put_marks(self, person: str, address: str) -> set[str]:
        """What they had at one of their addresses they have had at all of them; the others."""
        hash_of = self.people.suppressions.hash_of
        hashes = Erasures(self.people).other_hashes(person, hash_of(address))
        others = {one for one in POOL if hash_of(one) in hashes}
        self.ledger.forget(person, *map(self.people.marks.by_issue, (hash_of(address), *hashes)))
        issues = {issue for issue, one in self.model.had if one in {*others, address}}
        had = {(issue, one) for one in {*others, address} for issue in issues}
        self.model = replace(self.model, had=self.model.had | had)
        return others

    @precondition(lambda self: self.model.consents)
    @rule(which=st.integers(0, 9), to=ADDRESSES)
    def change_address(self, which: int, to: str) -> None:
        """Of somebody on the list; now and then to an address that somebody else has."""
        listed = sorted(self.model.consents)
        address = listed[which % len(listed)]
        person = self.people.get(address)
        if to != address and to in self.model.consents:
            with pytest.raises(SubscribersError):
                self.people.change_address(person.id, to, now=self.tick())
            return
        hash_of, marks = self.people.suppressions.hash_of, self.people.marks
        with self.database.transaction():
            self.people.change_address(person.id, to, now=self.tick())
            if to != address:
                old, new = hash_of(address), hash_of(to)
                if (departed := Erasures(self.people).departed(to)) is not None:
                    self.put_marks(departed, to)
                    Erasures(self.people).forget_departed(departed)
                    self.model = self.model.unknown(departed)
                self.ledger.move_marks(marks.by_issue(old), marks.by_issue(new))
        stands, says_no = self.model.consents[address], address in self.model.suppressed - self.model.bounced
        self.model = self.model.without(address).with_consent(to, stands=stands).moved(address, to)
        if to != address:
            self.move(person.id, address, to)
        if says_no:
            self.model = self.model.suppressing(to)

    def move(self, person: str, address: str, to: str) -> None:
        """Nobody is mailed at the old address any more, unless they come back to it and nobody said no there."""
        former, suppressed = dict(self.model.former), self.model.suppressed
        if former.get(to) == person:
            del former[to]
            suppressed -= {to} - self.model.said
        former[address] = person
        self.model = replace(self.model, former=former, suppressed=suppressed | {address})

    @precondition(lambda self: set(self.model.former.values()) & set(self.listed().values()))
    @rule(which=st.integers(0, 9))
    def move_back(self, which: int) -> None:
        """Chance alone finds the way back too rarely."""
        listed = {id_: address for address, id_ in self.listed().items()}
        back = sorted((to, listed[id_]) for to, id_ in self.model.former.items() if id_ in listed)
        to, address = back[which % len(back)]
        self.change_address(sorted(self.model.consents).index(address), to)

    @precondition(lambda self: self.model.former and len(self.model.said) < 6)
    @rule(
        which=st.integers(0, 9),
        how=st.sampled_from(["suppress", "bounce", "list", "both", "whole list"]),
        back=st.booleans(),
    )
    def hear_at_an_older_address(self, which: int, how: str, *, back: bool) -> None:
        """… of somebody who moved, perhaps in one file with the newer one; and perhaps they move back."""
        address, person = sorted(self.model.former.items())[which % len(self.model.former)]
        now = sorted(one for one, id_ in (self.listed() | self.model.left).items() if id_ == person)
        match how:
            case "list" | "both":
                self.import_a_list([(address, "yes"), *((one, "") for one in now if how == "both")])
            case "whole list":
                self.sync({*now, *self.model.consents}, "Yes.", address)
            case _:
                getattr(self, how)(address)
        self.the_mailable_are_those_of_the_model()
        if back and self.model.former.get(address) == person and address not in self.model.consents:
            self.move_person(person, address)

    def free(self) -> list[str]:
        return [one for one in POOL if one not in self.model.consents and one not in self.model.suppressed]

    def move_person(self, person: str, to: str) -> None:
        if (found := self.people.find(person)) is not None:
            self.change_address(sorted(self.model.consents).index(found.address), to)

    @rule(address=ADDRESSES, name=st.text(max_size=8))
    def change_name(self, address: str, name: str) -> None:
        if (person := self.people.find(address)) is not None:
            self.people.change(person.id, name=name, now=self.tick())

    @rule(address=ADDRESSES, wording=WORDINGS)
    def rejoin(self, address: str, wording: str) -> None:
        reason = ground(basis="consent", wording=wording, source="letter")
        before = len(self.rows_of(address))
        if self.people.find(address) is None and self.people.find_by_former(address) is not None:
            with pytest.raises(ListUsageError):
                rejoin(self.people, address, reason=reason, now=self.tick(), known={"language": "en"})
            return
        last = self.last_address(address)
        rejoin(self.people, address, reason=reason, now=self.tick(), known={"language": "en"})
        assert len(self.rows_of(address)) == before + (address not in self.model.mailable)
        had = {(issue, address) for issue, one in self.model.had if one == last}
        if address not in self.model.mailable:
            self.model = self.model.lifted(address)
        model = replace(self.model, had=self.model.had | had)
        self.model = model.with_consent(address, stands=True).listing(address)

    def last_address(self, address: str) -> str | None:
        """Where whoever had this address before was when they left the list."""
        person = person_before(self.database, self.people.suppressions.hash_of(address))
        return next(iter(self.departed_from(person)), None)

    def departed_from(self, person: str | None) -> list[str]:
        hash_of = self.people.suppressions.hash_of
        departed = spell("x", "", "SELECT person FROM departed WHERE address_hash = :hash")
        return [one for one in POOL if person and self.database.value(departed, hash=hash_of(one)) == person]

    def addresses_of(self, person: str | None) -> list[str]:
        """Where they are on the list now, or were when they left it."""
        listed = [one.address for one in self.people.listing() if one.id == person]
        return listed + self.departed_from(person)

    def rows_of(self, address: str) -> tuple[consent.Consent, ...]:
        person = self.people.find(address)
        return () if person is None else consent.history(self.database, person.id)

    # --- whole lists and campaigns ---

    @rule(addresses=st.sets(ADDRESSES, min_size=1), wording=WORDINGS, out=st.none() | ADDRESSES)
    def sync(self, addresses: set[str], wording: str, out: str | None) -> None:
        """Who is not in the whole file goes; nobody who said no is let through by one."""
        addresses, file = addresses | ({out} - {None}), self.folder / "whole.csv"
        rows = (f"{one},{'yes' if one == out else ''}" for one in sorted(addresses))
        file.write_text("\n".join(["Email,Opt out", *rows]) + "\n", "utf-8")
        reason = ground(basis="consent", wording=wording, source="file whole.csv")
        plan = plan_import(
            self.people, file, file_name="whole.csv", reason=reason, language="en", encoding="", is_whole=True
        )
        moved = [one for address in addresses if (one := self.people.find_by_former(address)) is not None]
        before = self.listed()
        apply(self.people, plan, now=self.tick())
        self.hear({out} - {None}, before)
        left = self.believe_what_is_allowed(self.model.refusing)
        after, was_left = self.listed(), self.model.left
        gone = {one: before[one] for one in left}
        back = {one for one, id_ in after.items() if was_left.get(one) == id_}
        self.model = replace(self.model, left={k: v for k, v in was_left.items() if k not in back} | gone)
        assert not left & {one.address for one in moved}
        assert addresses - self.model.refusing <= set(self.model.consents)
        assert not left & addresses

    def believe_what_is_allowed(self, refusing: set[str]) -> set[str]:
        """The model follows the list, which may let nobody through; who is not on the list any more."""
        before, listed = set(self.model.consents), list(self.people.listing())
        assert not refusing & {one.address for one in listed if one.status is Status.MAILABLE}
        kept = {one: self.people.suppressions.find(one) for one in POOL}
        suppressed = frozenset(one for one, why in kept.items() if why)
        said = frozenset(one for one, why in kept.items() if why and why.source != MOVED)
        assert self.model.suppressed <= suppressed
        assert self.model.said <= said
        self.model = replace(
            self.model,
            consents={one.address: one.basis != "withdrawn" for one in listed},
            suppressed=suppressed,
            said=said,
            bounced=frozenset(one for one in said if kept[one].of_mailbox),
        )
        self.proof = {}
        return before - set(self.model.consents)

    @rule(issue=ISSUES)
    def send(self, issue: str) -> None:
        """A real campaign, to its end: only who may be mailed and has not had it."""
        had = {address for name, address in self.model.had if name == issue}
        plan = make_plan(self.ledger, issue=issue, batch_size=50)
        if not plan.people:
            assert self.model.mailable <= had
            return
        self.ledger.begin(plan, now=self.tick())
        fence = self.ledger.take_over(plan.id, owner="test", now=self.now)
        attempt = Attempt(f"{plan.id}.1", "a1", fence)
        (batch,) = self.ledger.planned(plan.id, most=2)
        members = self.ledger.members(batch.id, batch.seal)
        assert self.ledger.intend(attempt, now=self.now, handed=1, seen=batch)
        self.ledger.settle(attempt, BatchState.ACCEPTED, now=self.now)
        self.ledger.finish(plan.id, fence=fence)
        reached = {one.address for one in recipients(self.database, members.subscribers).values()}
        assert len(reached) == plan.people
        assert reached <= self.model.mailable
        assert not reached & had
        self.model = replace(self.model, had=self.model.had | {(issue, one) for one in reached})

    def mark(self, person: str, address_hash: str) -> None:
        self.ledger.forget(person, lambda issue: self.people.marks.of_hash(issue, address_hash))

    # --- backups ---

    @precondition(lambda self: type(self).restores)
    @rule()
    def make_a_backup(self) -> None:
        name = f"{BACKUP}/{len(self.backups)}"
        Custody(self.database).remember(name, "", now=self.tick())
        made = self.database.backup(f"before-x-{len(self.backups):03}")
        copy = made.rename(self.folder.with_name(f"{self.folder.name}-{made.name}"))
        self.backups.append((copy, name, self.model))

    @precondition(lambda self: type(self).restores)
    @rule(
        acts=st.lists(st.tuples(st.sampled_from(ACTS), ADDRESSES, ADDRESSES), min_size=3, max_size=8),
        is_newest=st.booleans(),
        with_leavers=st.booleans(),
    )
    def live_through_a_week(
        self, acts: list[tuple[str, str, str]], *, is_newest: bool, with_leavers: bool
    ) -> None:
        """A backup, then people come, go and are mailed, then a backup comes back: chance alone restores too rarely."""
        self.make_a_backup()
        for act, address, other in acts:
            self.do(act, address, other)
            self.the_mailable_are_those_of_the_model()
        self.restore(len(self.backups) - 1 if is_newest else 0, with_leavers=with_leavers)
        self.the_mailable_are_those_of_the_model()
        for issue in ("spring", "autumn"):
            self.send(issue)

    @precondition(lambda self: type(self).restores and self.model.mailable and self.free())
    @rule(which=st.integers(0, 9), first=st.sampled_from(FIRST), acts=st.sampled_from(SINCE))
    def one_person_moves_between_a_backup_and_its_return(
        self, which: int, first: tuple[str, ...], acts: tuple[str, ...]
    ) -> None:
        mailable, free = sorted(self.model.mailable), self.free()
        begin, to = mailable[which % len(mailable)], free[which % len(free)]
        person = self.people.get(begin).id
        for act in (*first, "backup", *acts):
            address = self.people.get(person).address
            match act:
                case "backup":
                    self.make_a_backup()
                case "move":
                    self.move_person(person, to)
                case "move back":
                    self.move_person(person, begin)
                case "rejoin":
                    self.rejoin(address, "Yes, please.")
                case _:
                    getattr(self, act)(address)
            self.the_mailable_are_those_of_the_model()
        self.restore(len(self.backups) - 1, with_leavers=False)

    def do(self, act: str, address: str, other: str) -> None:
        match act:
            case "change_address" if self.model.consents:
                self.change_address(POOL.index(address), other)
            case "add" | "rejoin":
                getattr(self, act)(address, "Yes.")
            case "sync":
                self.sync({address, other, *sorted(self.model.consents)[1:]}, "Yes.", None)
            case "send":
                self.send("spring")
            case "lose":
                self.lose_the_computer(POOL.index(other))
            case "backup":
                self.make_a_backup()
            case "move_back" if set(self.model.former.values()) & set(self.listed().values()):
                self.move_back(POOL.index(other))
            case "withdraw" | "forget":
                getattr(self, act)(address)
            case "suppress" | "bounce" if len(self.model.said) < 4:
                getattr(self, act)(address)

    @precondition(lambda self: self.backups)
    @rule(which=st.integers(0, 9), with_leavers=st.booleans())
    def restore(self, which: int, *, with_leavers: bool) -> None:
        """Into the list: whoever said no, then or since, is not let through, and what was sent stays sent."""
        copy, name, then = self.backups[which % len(self.backups)]
        forgotten = self.forgotten() - set(self.model.consents)  # somebody may have moved to such an address
        before, was = self.model, self.listed()
        with open_sqlite(copy, KEY) as other, self.database.transaction():
            is_descendant = Custody(self.database).find(name) is not None
            ids = {one.address: one.id for one in People(other, hash_key=HASH_KEY).listing()}
            new = add_campaigns(self.database, other)
            assert not (new and is_descendant)
            bring_back(
                self.people, People(other, hash_key=HASH_KEY), forget=self.mark, is_descendant=is_descendant,
                with_leavers=with_leavers, now=self.tick(),
            )  # fmt: skip
        self.believe_what_is_allowed(self.model.refusing | then.said)
        assert not forgotten & set(self.model.consents)
        self.nobody_is_silenced_or_let_through(before, then, was, ids)
        if new:
            had = {(issue, now) for issue, one in then.had for now in (one, *self.addresses_of(ids.get(one)))}
            self.model = replace(self.model, had=self.model.had | had)

    def nobody_is_silenced_or_let_through(
        self, before: Model, then: Model, was: dict[str, str], ids: dict[str, str]
    ) -> None:
        """Who is suppressed after a restore said no then or since, at whichever address; each no is kept."""
        after = self.listed()
        assert then.said <= self.model.said
        assert not self.model.bounced & ((before.said - before.bounced) | (then.said - then.bounced))
        assert then.suppressed - set(after) <= self.model.suppressed
        at_then = {id_: address for address, id_ in ids.items()}
        for address, id_ in after.items():
            if address in was:
                carried = {at_then.get(id_)} & (then.said - then.bounced)
                expected = address in before.suppressed | then.said or bool(carried)
                assert (address in self.model.suppressed) == expected
        known = {
            table: dict(self.database.rows(spell("x", "", f"SELECT address_hash, person FROM {table}")))
            for table in ("former", "departed")
        }
        former, left = (
            {one: rows[hash_] for one in POOL if (hash_ := self.people.suppressions.hash_of(one)) in rows}
            for rows in known.values()
        )
        assert before.former.items() <= former.items()
        self.model = replace(self.model, former=former, left=left)

    def forgotten(self) -> set[str]:
        """Whoever asked for it, and did not come back of their own accord."""
        found = {one: self.people.suppressions.find(one) for one in POOL}
        return {one for one, why in found.items() if why and why.reason == REASON}

    @precondition(lambda self: self.backups)
    @rule(which=st.integers(0, 9))
    def lose_the_computer(self, which: int) -> None:
        """In place of a list that is lost: all is as it was that day, what was sent since is not known."""
        copy, _, self.model = self.backups[which % len(self.backups)]
        self.proof, path = {}, self.database.path
        self.database.close()
        shutil.copy(copy, path)
        self.database = open_sqlite(path, KEY)
        self.people = People(self.database, hash_key=HASH_KEY)
        self.ledger = Ledger(self.database, marks=self.people.marks)

    # --- what must be true ---

    @invariant()
    def the_mailable_are_those_of_the_model(self) -> None:
        listed = {person.address: person for person in self.people.listing()}
        assert listed.keys() == self.model.consents.keys()
        mailable = {one for one, person in listed.items() if person.status is Status.MAILABLE}
        assert mailable == self.model.mailable
        assert count_mailable(self.database) == len(mailable)
        found = recipients(self.database, [person.id for person in listed.values()])
        assert {one.address for one in found.values()} == mailable
        assert not mailable & self.model.suppressed
        found = {one: why for one in POOL if (why := self.people.suppressions.find(one))}
        assert found.keys() == self.model.suppressed
        assert {one for one, why in found.items() if why.source != MOVED} == self.model.said

    @invariant()
    def proof_is_added_and_never_taken_away(self) -> None:
        for person in self.people.listing():
            rows = consent.history(self.database, person.id)
            assert len(rows) >= max(1, self.proof.get(person.id, 0))
            assert rows[-1].withdrawn == (not self.model.consents[person.address])
            self.proof[person.id] = len(rows)


def test_any_history_in_a_file(tmp_path: Path) -> None:
    template = tmp_path / "newsletter.db"
    with open_sqlite(template, KEY) as first:
        prepared(first)

    class InAFile(ListMachine):
        restores = True

        @staticmethod
        def make(folder: Path) -> Database:
            return open_sqlite(shutil.copy(template, folder / "newsletter.db"), KEY)

    run_state_machine_as_test(InAFile, settings=_some(60))


def test_any_history_on_a_server(postgres_url: str) -> None:
    with open_postgres(postgres_url) as first:
        prepared(first)

    class OnAServer(ListMachine):
        restores = False

        @staticmethod
        def make(_: Path) -> Database:
            database = open_postgres(postgres_url)
            for table in TABLES:
                database.run(spell("empty", "", f"DELETE FROM {table}"))
            return database

    run_state_machine_as_test(OnAServer, settings=_some(15))


def _some(examples: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=25,
        deadline=None,
        derandomize=True,
        phases=[
            Phase.generate
        ],  # to shorten a history of 25 steps takes minutes, and it can be read as it is
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
