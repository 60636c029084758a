"""The one place that turns settings into database, transport and runner. Deeds take what stands here.

Nothing is opened before it is asked for: a command about articles opens no database and asks for no key.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from importlib.resources import files
from pathlib import Path
from typing import assert_never

from newsletter.errors import SettingsError, WorkspaceError
from newsletter.feedback.suppressions import migrate_feedback
from newsletter.files import unwritable
from newsletter.rendering.words import language_name
from newsletter.runners.local import Worker
from newsletter.secret import Purpose, SecretName, Secrets, derive
from newsletter.sending.campaign import Batch, Kind
from newsletter.sending.clock import Clock, SystemClock
from newsletter.sending.frozen import Frozen
from newsletter.sending.ledger import Ledger, migrate_ledger
from newsletter.sending.lock import (
    file_lock,
    interrupted,
    is_locked_file,
    is_locked_on_server,
    server_lock,
)
from newsletter.sending.pace import Pace
from newsletter.sending.premises import (
    CANCEL_CATCHES_LATER_MAIL,
    Premises,
    account_of,
    migrate_premises,
)
from newsletter.sending.provider import Provider
from newsletter.sending.sender import BatchSender, Ownership, Step
from newsletter.settings import Settings, TransportName, load
from newsletter.transports.base import Transport
from newsletter.transports.sendgrid.host import Host, resolve_host
from newsletter.transports.sendgrid.provider_clock import ProviderClock
from newsletter.workspace import Workspace
from subscribers.audience import Recipients, recipients
from subscribers.claim import claim, claim_of, give_back, is_claimed, refuse_strangers
from subscribers.custody import NOTES_GIVEN, Custody, Keys
from subscribers.database import Database, open_postgres, open_sqlite
from subscribers.errors import DatabaseError
from subscribers.people import People
from subscribers.schema import migrate
from subscribers.suppression import Suppressions

#: Names the PostgreSQL server that keeps the list in place of the workspace's own file. It holds a password.
DATABASE_VARIABLE = "NEWSLETTER_DATABASE_URL"

#: For a list that is a file of the workspace; a server's operator has backups of their own.
_BRING_BACK = (
    "Bring it back from a backup: newsletter database restore FILE, or put your copy of the file back."
)

#: The outbox writes files of our own: it needs no pace.
_UNHURRIED = 1_000_000_000


@dataclass(frozen=True)
class House:
    """One workspace with all that a deed may need, opened on demand."""

    workspace: Workspace
    settings: Settings
    environment: Mapping[str, str] = field(repr=False)
    clock: Clock

    @cached_property
    def secrets(self) -> Secrets:
        return Secrets(self.settings.id, self.environment)

    @cached_property
    def _roots(self) -> list[bytes]:
        """One: the root key in use. Another takes its place when a change of keys ends in this process."""
        return [self.secrets.root()]

    @property
    def root(self) -> bytes:
        """The root key. Raises SettingsError where there is none."""
        return self._roots[0]

    @property
    def is_root_kept(self) -> bool:
        """Whether a root key is stored."""
        return self.secrets.get(SecretName.ROOT) is not None

    def adopt_root(self, root: bytes) -> None:
        """Use this root key from here on; it is stored by `keep_root`."""
        self.__dict__["_roots"] = [root]

    def keep_root(self) -> None:
        """Store the root key in use, where none is stored."""
        if not self.is_root_kept:
            self.secrets.set(SecretName.ROOT, self.root.hex())

    @property
    def _server(self) -> str:
        """The address of the database server, "" where the list is the workspace's own file."""
        return self.environment.get(DATABASE_VARIABLE, "").strip()

    @property
    def is_on_server(self) -> bool:
        """Whether the list is kept by a database server, and not in a file of the workspace."""
        return bool(self._server)

    def make_database(self) -> None:
        """An empty list, for a workspace that has none yet."""
        with self.new_database():
            pass

    @contextmanager
    def new_database(self) -> Iterator[None]:
        """An empty list for a workspace that is being made; the server's is given back if the rest fails."""
        mine = self.keys_of(self.root).claim
        with self._connect(self.root) as database:
            is_new = not is_claimed(database, mine)
            if is_new:
                refuse_strangers(database)
            self.bring_up_to_date(database)
            if is_new:
                Custody(database).remember(NOTES_GIVEN, "", now=self.clock.now())
            claim(database, mine)
            try:
                yield
            except BaseException:
                with suppress(DatabaseError):
                    give_back(database, mine)
                raise

    def open_database(self) -> Database:
        """A new connection, with every table up to date.

        Raises WorkspaceError when there is no list: an empty one in its place would forget who opted out. Raises
        DatabaseError when it is another workspace's.
        """
        if not self._server:
            self._refuse_missing_file()
        database, is_ours = self._reach()
        try:
            self._prepare(database, is_ours=is_ours)
        except BaseException:
            database.close()
            raise
        return database

    @property
    def has_list(self) -> bool:
        """Whether there is a list to look into; it is not opened for that."""
        return bool(self._server) or self.workspace.database.is_file()

    @contextmanager
    def look_up(self) -> Iterator[People]:
        """The list, to read in only: nothing is brought up to date, and whatever would change it is refused."""
        if not self._server:
            self._refuse_missing_file()
        database, is_ours = self._reach()
        with database:
            database.forbid_writing()
            if not is_ours and self._server:
                raise _no_list("The database server holds no list of this workspace.")
            yield self.people(database)

    def opens_with(self, root: bytes) -> bool | None:
        """Whether the list that there is has this root key; None where that cannot be told. Nothing is changed."""
        try:
            if not self._server:
                self._refuse_missing_file()
            with self._connect(root) as database:
                if not self._server:
                    return True  # whatever it says of itself, no other key opens it
                return is_claimed(database, self.keys_of(root).claim) or None
        except WorkspaceError as error:
            if error.code != "no-list":
                raise
        except DatabaseError as error:
            if error.code == "wrong-key":
                return False
        return None

    def _prepare(self, database: Database, *, is_ours: bool) -> None:
        """Nothing of somebody else's is changed; a file without a claim opened with our key and is ours."""
        if not is_ours and self._server:
            raise _no_list("The database server holds no list of this workspace.")
        self.bring_up_to_date(database)
        if not is_ours:
            claim(database, self.keys_of(self.root).claim)

    def _reach(self) -> tuple[Database, bool]:
        """A connection, and whether the list says that it is ours.

        Where a change of keys was cut short the next root key opens it; the change then ends here.
        """
        try:
            return self._reach_with(self.root)
        except DatabaseError as error:
            following = self.secrets.next_root() if error.code == "wrong-key" else None
            if following is None:
                raise
        database = self._connect(following)
        try:
            self.end_change(database, following)
        except BaseException:
            database.close()
            raise
        return database, True

    def _reach_with(self, root: bytes) -> tuple[Database, bool]:
        database = self._connect(root)
        try:
            return database, is_claimed(database, self.keys_of(root).claim)
        except BaseException:
            database.close()
            raise

    def end_change(self, database: Database, root: bytes) -> None:
        """The list opens with the next root key: it is its own from now on, and the one that is kept.

        A kill before the commit is ended by the next command, and so is one after it: until the key has its place,
        both are kept.
        """
        keys, custody = self.keys_of(root), Custody(database)
        with database.transaction():
            if (hash_key := custody.next_hash_key(keys)) is not None:
                custody.hand_over(hash_key, keys, now=self.clock.now())
        is_claimed(database, keys.claim)
        self.secrets.end_change(root)
        self._roots[0] = root

    def _connect(self, root: bytes) -> Database:
        if self._server:
            return open_postgres(self._server)
        path = self.workspace.inside(self.workspace.database)
        try:
            path.parent.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise unwritable(path.parent, error) from error
        return open_sqlite(path, derive(root, Purpose.DATABASE))

    def _refuse_missing_file(self) -> None:
        path = self.workspace.inside(self.workspace.database)
        try:
            is_there = path.stat().st_size > 0
        except OSError:
            is_there = False
        if not is_there:
            raise _no_list(f"The list of subscribers is not there, or is empty: {path}.", _BRING_BACK)

    def bring_up_to_date(self, database: Database) -> None:
        """Every table of every component; `open_database` has done it."""
        migrate(database, component="people", folder=files("subscribers") / "migrations")
        migrate_ledger(database)
        migrate_premises(database)
        migrate_feedback(database)

    def keys_of(self, root: bytes) -> Keys:
        """What a root key gives for the list of this workspace."""
        hash_key = derive(root, Purpose.SUPPRESSION)
        return Keys(
            claim=claim_of(self.settings.id, hash_key=hash_key), hash_key=hash_key,
            wrapping_key=derive(root, Purpose.WRAPPING),
        )  # fmt: skip

    def hash_key(self, database: Database) -> bytes:
        """The key that the list hashes addresses with: it stays when the root key is changed."""
        return Custody(database).hash_key(self.keys_of(self.root))

    def suppressions(self, database: Database) -> Suppressions:
        return Suppressions(database, hash_key=self.hash_key(database))

    def people(self, database: Database) -> People:
        return People(database, hash_key=self.hash_key(database))

    def ledger(self, database: Database) -> Ledger:
        """The ledger for whoever asks who has not had an issue: it knows people by their marks, too."""
        return Ledger(database, marks=self.people(database).marks)

    @property
    def sendgrid_host(self) -> Host:
        """Raises SettingsError where a variable names a stranger."""
        return self._sendgrid_host()

    def kind_of(self, transport: TransportName) -> Kind:
        """Whether a campaign over this transport reaches people. Only the outbox and foreign hosts do not."""
        match transport:
            case TransportName.OUTBOX:
                return Kind.DRILL
            case TransportName.SMTP:
                return Kind.REAL
            case TransportName.SENDGRID:
                return Kind.REAL if self._sendgrid_host().is_real else Kind.DRILL
        assert_never(transport)

    def make_transport(
        self, name: TransportName, campaign: str, *, frozen: Frozen | None = None
    ) -> Transport:
        """A transport ready to work; raises SettingsError when a key or a setting is missing.

        `frozen` is what the outbox shows as samples on its page.
        """
        match name:
            case TransportName.OUTBOX:
                return self._outbox(campaign, frozen)
            case TransportName.SMTP:
                return self._smtp()
            case TransportName.SENDGRID:
                return self._sendgrid()
        assert_never(name)

    @contextmanager
    def provider(self, name: TransportName, database: Database) -> Iterator[Provider | None]:
        """What the transport can do besides taking mail; None where it can nothing else."""
        if name is not TransportName.SENDGRID:
            yield None
            return
        from newsletter.transports.sendgrid.account import SendGridAccount  # noqa: PLC0415
        from newsletter.transports.sendgrid.erasure import SendGridErasure  # noqa: PLC0415
        from newsletter.transports.sendgrid.errand import Errands  # noqa: PLC0415 0.4 s
        from newsletter.transports.sendgrid.evidence import SendGridEvidence  # noqa: PLC0415
        from newsletter.transports.sendgrid.lifting import SendGridLifting  # noqa: PLC0415
        from newsletter.transports.sendgrid.recall import SendGridRecall  # noqa: PLC0415
        from newsletter.transports.sendgrid.suppressions import SendGridSuppressions  # noqa: PLC0415

        key, host = self.secrets.require(SecretName.SENDGRID).value, self._sendgrid_host()
        account = account_of(host.url, key)
        errands = Errands(
            key=key, host=host, timeout=self.settings.sending.timeout, clock=self.provider_clock,
            now=self._wall, elapsed=self._elapsed, sleep=self.clock.sleep,
        )  # fmt: skip
        believes = Premises(database, account=account).answer(CANCEL_CATCHES_LATER_MAIL)
        try:
            yield Provider(
                recall=SendGridRecall(errands), evidence=SendGridEvidence(errands), account=account, host=host.url,
                lists=SendGridSuppressions(errands), eraser=SendGridErasure(errands), lifter=SendGridLifting(errands),
                believes_cancels=bool(believes), database=database, scopes=SendGridAccount(errands).scopes,
            )  # fmt: skip
        finally:
            errands.close()

    @cached_property
    def provider_clock(self) -> ProviderClock:
        """The provider's clock, as all answers to this process told it."""
        return ProviderClock(self._elapsed)

    def provider_time(self) -> float:
        """UNIX seconds by the provider's clock where it was heard within the last minute; else by this machine's."""
        known = self.provider_clock.known()
        return self._wall() if known is None else known

    def _wall(self) -> float:
        return self.clock.now().timestamp()

    def _elapsed(self) -> float:
        return self.clock.mark().elapsed

    def replays(self, name: TransportName) -> bool:
        """Whether a transport can hand the same parcel over again without anybody getting it twice."""
        return name is TransportName.OUTBOX

    def threads(self, name: TransportName) -> int:
        """SendGrid's answers take long and may overlap; a mail server is asked one thing at a time."""
        return self.settings.sending.threads if name is TransportName.SENDGRID else 1

    def pace(self, name: TransportName) -> Pace:
        limit = self.settings.sending.requests_per_minute
        return Pace(_UNHURRIED if name is TransportName.OUTBOX else limit, self.clock)

    def hire(
        self, name: TransportName, owned: Ownership, pace: Pace, *, ledger: Database, people: Database
    ) -> Callable[[], Worker]:
        """Makes workers for the local runner: each has a line of its own, and all share two connections.

        `ledger` is written to, `people` read from: who reads a thousand addresses holds up nobody's commit.
        """
        return lambda: _LocalWorker(self, name, owned, pace, ledger=ledger, people=people)

    @contextmanager
    def lock(self, campaign: str, owner: Callable[[], str]) -> Iterator[None]:
        """Own a campaign. The lock is let go when this process dies, however it dies.

        Raises CampaignError when another process has it; `owner` says who, for the person who asks. What the database
        complains of inside is told with the command that goes on.
        """
        with self._locked(campaign, owner):
            try:
                yield
            except DatabaseError as error:
                raise interrupted(error, f"newsletter campaign resume {campaign}") from error

    @contextmanager
    def _locked(self, campaign: str, owner: Callable[[], str]) -> Iterator[None]:
        if not self._server:
            with file_lock(self._lock_file(campaign), owner):
                yield
            return
        with open_postgres(self._server) as connection, server_lock(connection, campaign):
            yield

    def is_owned(self, campaign: str) -> bool:
        """Whether a living process has the campaign's lock."""
        if not self._server:
            return is_locked_file(self._lock_file(campaign))
        with open_postgres(self._server) as connection:
            return is_locked_on_server(connection, campaign)

    def _lock_file(self, campaign: str) -> Path:
        return self.workspace.data / f"{campaign}.lock"

    def _outbox(self, campaign: str, frozen: Frozen | None) -> Transport:
        from newsletter.transports.outbox import OutboxTransport, Sample  # noqa: PLC0415 one transport is enough

        folder = self.workspace.inside(self.workspace.outbox / campaign)
        letters = [] if frozen is None else list(frozen.letters.values())
        samples = [
            Sample(
                mail=letter.sample(letter.values({})),
                language=f"{language_name(letter.language)} ({letter.language})" if len(letters) > 1 else "",
            )
            for letter in letters
        ]
        return OutboxTransport(folder, now=self.clock.now, samples=samples)

    def _smtp(self) -> Transport:
        from newsletter.transports.smtp import SmtpTransport  # noqa: PLC0415 one transport is enough

        smtp = self.settings.smtp
        if not smtp.host:
            raise SettingsError(
                "No mail server is named.",
                remedy='Write its name in newsletter.toml: [smtp] host = "smtp.example.org"',
                code="no-smtp-host",
            )
        password = self.secrets.require(SecretName.SMTP).value if smtp.username else ""
        return SmtpTransport(
            host=smtp.host, port=smtp.port, tls=smtp.tls, username=smtp.username, password=password,
            timeout=self.settings.sending.timeout,
        )  # fmt: skip

    def _sendgrid_host(self) -> Host:
        return resolve_host(self.settings.sendgrid, self.environment.get("NEWSLETTER_SENDGRID_HOST", ""))

    def _sendgrid(self) -> Transport:
        from newsletter.transports.sendgrid.transport import SendGridTransport  # noqa: PLC0415 0.4 s

        return SendGridTransport(
            key=self.secrets.require(SecretName.SENDGRID).value,
            host=self._sendgrid_host(),
            unsubscribe_group=self.settings.sending.unsubscribe_group,
            timeout=self.settings.sending.timeout,
            now=self._wall,
            clock=self.provider_clock,
        )


def _mailable(database: Database, ids: Collection[str]) -> Recipients:
    """Those who may be mailed at this moment, read by one thread after the other."""
    with database.turn():
        return recipients(database, ids)


class _LocalWorker:
    """What one thread works with: a transport, the common connections and the sender over them."""

    def __init__(
        self,
        house: House,
        name: TransportName,
        owned: Ownership,
        pace: Pace,
        *,
        ledger: Database,
        people: Database,
    ) -> None:
        self._transport = house.make_transport(name, owned.campaign, frozen=owned.frozen)
        self._sender = BatchSender(
            owned, ledger=Ledger(ledger), people=partial(_mailable, people), transport=self._transport,
            pace=pace, clock=house.clock,
        )  # fmt: skip

    def run_batch(self, batch: Batch) -> Step:
        return self._sender.run_batch(batch)

    def close(self) -> None:
        self._transport.close()


def _no_list(message: str, remedy: str = "Put your copy of it back.") -> WorkspaceError:
    return WorkspaceError(
        message,
        remedy=f"{remedy} An empty list in its place would forget who opted out.",
        code="no-list",
    )


def open_house(root: Path, environment: Mapping[str, str], *, clock: Clock | None = None) -> House:
    """Read the workspace at `root`. Raises SettingsError when it is none."""
    workspace = Workspace(root)
    return House(
        workspace=workspace,
        settings=load(workspace.settings_file),
        environment=environment,
        clock=clock or SystemClock(),
    )
