"""Any history of a list, by chance: whoever was suppressed, withdrew or was forgotten is never among the mailable.

A plain model keeps beside the list who may be mailed; after each step both must say the same.
"""

import shutil
import tempfile
from dataclasses import dataclass, field, replace
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

from subscribers import consent
from subscribers.audience import count_mailable, recipients
from subscribers.consent import ground
from subscribers.database import Database, open_postgres, open_sqlite
from subscribers.erasure import Erasures
from subscribers.errors import SubscribersError
from subscribers.importer import apply, plan_import
from subscribers.people import People, Status
from subscribers.rejoining import rejoin
from subscribers.schema import migrate
from subscribers.statements import spell
from tests.campaigns import PEOPLE_MIGRATIONS

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
KEY, HASH_KEY = bytes(32), b"h" * 32
POOL = [f"person{number}@example.org" for number in range(10)]
ADDRESSES, WORDINGS = st.sampled_from(POOL), st.sampled_from(["Yes.", "Yes, please."])
TABLES = ("erase_request", "erasure", "consent", "person", "wording", "suppression")


@dataclass(frozen=True)
class Model:
    """What must be true: by address, whether somebody is on the list with a consent that stands."""

    consents: dict[str, bool] = field(default_factory=dict)
    suppressed: frozenset[str] = frozenset()

    @property
    def mailable(self) -> set[str]:
        return {address for address, stands in self.consents.items() if stands} - self.suppressed

    def with_consent(self, address: str, *, stands: bool) -> "Model":
        return replace(self, consents=self.consents | {address: stands})

    def without(self, address: str) -> "Model":
        return replace(self, consents={one: ok for one, ok in self.consents.items() if one != address})

    def suppressing(self, *addresses: str) -> "Model":
        return replace(self, suppressed=self.suppressed | set(addresses))


class ListMachine(RuleBasedStateMachine):
    """One list and its model; `make` opens a database without a row."""

    make = None

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="newsletter-machine-"))
        self.database: Database = type(self).make(self.folder)
        self.people = People(self.database, hash_key=HASH_KEY)
        self.model, self.backup, self.now = Model(), None, BEGIN
        self.proof: dict[str, int] = {}

    def teardown(self) -> None:
        self.database.close()
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
            self.model = self.model.with_consent(address, stands=True)

    @rule(rows=st.lists(st.tuples(ADDRESSES, st.sampled_from(["", "yes"])), min_size=1, max_size=4))
    def import_a_list(self, rows: list[tuple[str, str]]) -> None:
        """Also the same old list once more. An address that says yes and no in one list says no."""
        file = self.folder / "list.csv"
        file.write_text("\n".join(["Email,Opt out", *(f"{one},{out}" for one, out in rows)]) + "\n", "utf-8")
        reason = ground(basis="consent", wording="Yes.", source="file list.csv")
        plan = plan_import(self.people, file, file_name="list.csv", reason=reason, language="en", encoding="")
        apply(self.people, plan, now=self.tick())
        out = {one for one, said in rows if said}
        self.model = self.model.suppressing(*out)
        for address in {one for one, _ in rows} - self.model.suppressed:
            if self.model.consents.get(address, True):
                self.model = self.model.with_consent(address, stands=True)

    # A pool where all have left tells nothing any more.
    @precondition(lambda self: len(self.model.suppressed) < 4)
    @rule(address=ADDRESSES)
    def suppress(self, address: str) -> None:
        self.people.suppressions.suppress(address, reason="asked", source="phone", now=self.tick())
        self.model = self.model.suppressing(address)

    @rule(address=ADDRESSES)
    def withdraw(self, address: str) -> None:
        person = self.people.find(address)
        assert (person is not None) == (address in self.model.consents)
        if person is not None:
            consent.withdraw(self.database, person.id, source="letter", now=self.tick())
            self.model = self.model.with_consent(address, stands=False)

    @precondition(lambda self: len(self.model.suppressed) < 6)
    @rule(address=ADDRESSES)
    def forget(self, address: str) -> None:
        person = self.people.find(address)
        with self.database.transaction():
            Erasures(self.people).suppress(address, now=self.tick())
            if person is not None:
                Erasures(self.people).remove(person.id)
        self.proof.pop(person.id if person else "", None)
        self.model = self.model.suppressing(address).without(address)

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
        self.people.change_address(person.id, to, now=self.tick())
        stands, is_suppressed = self.model.consents[address], address in self.model.suppressed
        self.model = self.model.without(address).with_consent(to, stands=stands)
        if is_suppressed:
            self.model = self.model.suppressing(to)

    @rule(address=ADDRESSES, name=st.text(max_size=8))
    def change_name(self, address: str, name: str) -> None:
        if (person := self.people.find(address)) is not None:
            self.people.change(person.id, name=name, now=self.tick())

    @rule(address=ADDRESSES, wording=WORDINGS)
    def rejoin(self, address: str, wording: str) -> None:
        reason = ground(basis="consent", wording=wording, source="letter")
        before = len(self.rows_of(address))
        rejoin(self.people, address, reason=reason, now=self.tick(), known={"language": "en"})
        assert len(self.rows_of(address)) == before + (address not in self.model.mailable)
        model = replace(self.model, suppressed=self.model.suppressed - {address})
        self.model = model.with_consent(address, stands=True)

    def rows_of(self, address: str) -> tuple[consent.Consent, ...]:
        person = self.people.find(address)
        return () if person is None else consent.history(self.database, person.id)

    # --- copies ---

    @precondition(lambda self: type(self).restores)
    @rule()
    def make_a_backup(self) -> None:
        copy = self.database.backup("before-x-001")
        self.backup = copy, self.model, dict(self.proof)

    @precondition(lambda self: self.backup is not None)
    @rule()
    def restore_it(self) -> None:
        """The list is that of its day again, those who had left by then included."""
        copy, self.model, proof = self.backup
        self.proof, path = dict(proof), self.database.path
        self.database.close()
        shutil.copy(copy, path)
        self.database = open_sqlite(path, KEY)
        self.people = People(self.database, hash_key=HASH_KEY)

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
        assert {one for one in POOL if self.people.suppressions.find(one)} == self.model.suppressed

    @invariant()
    def proof_is_added_and_never_taken_away(self) -> None:
        for person in self.people.listing():
            rows = consent.history(self.database, person.id)
            assert len(rows) >= max(1, self.proof.get(person.id, 0))
            assert rows[-1].withdrawn == (not self.model.consents[person.address])
            self.proof[person.id] = len(rows)


def test_any_history_in_a_file() -> None:
    class InAFile(ListMachine):
        restores = True

        @staticmethod
        def make(folder: Path) -> Database:
            database = open_sqlite(folder / "newsletter.db", KEY)
            migrate(database, component="people", folder=PEOPLE_MIGRATIONS)
            return database

    run_state_machine_as_test(InAFile, settings=_some(60))


def test_any_history_on_a_server(postgres_url: str) -> None:
    with open_postgres(postgres_url) as first:
        migrate(first, component="people", folder=PEOPLE_MIGRATIONS)

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
