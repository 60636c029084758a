"""Rehearse a campaign: the real issue and a list of nobody, against a SendGrid on this machine that misbehaves.

The sender is the real one, in a process of its own that is killed now and then. Who got what is said by the local
SendGrid's own record, not by the sender's. Time leaps, so an undo window lasts no longer than a moment. What a
rehearsal reads of the real workspace it only reads; all else happens in a folder that vanishes.
"""

import http.client
import json
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

from newsletter.desk.audience import look, narrowed
from newsletter.desk.proof import prove, read_issue, refuse_blockers
from newsletter.desk.rehearsed import Rehearsed, told
from newsletter.desk.result import Result, Talk
from newsletter.desk.send import UNPROVEN
from newsletter.desk.stage import KEY, LeapingClock, Stage, clock_file, private_folder, set_up
from newsletter.desk.understudy import Deed, Ended, Killing, perform, process
from newsletter.desk.words import counted, people
from newsletter.errors import CampaignError, SettingsError, UsageError
from newsletter.feedback.evidence import ABSENT_AFTER, ASK_AFTER, SILENT_FOR
from newsletter.issue import Issue
from newsletter.rehearsal.control import HEADER
from newsletter.rehearsal.world import World
from newsletter.secret import SecretName
from newsletter.sending.campaign import Campaign, Kind, Members
from newsletter.sending.ledger import Ledger
from newsletter.sending.premises import CANCEL_CATCHES_LATER_MAIL, Premises, account_of, received
from newsletter.sending.receipt import Receipt
from newsletter.settings import TransportName
from newsletter.transports.sendgrid.host import VARIABLE, resolve_host
from newsletter.wiring import House
from subscribers.audience import recipients
from subscribers.database import Database

MOST_KILLS = 20
#: Every open question answered against us, but for the one that no sender can do anything about.
CAUTIOUS = "001110"
_WORLDS = {"cautious": CAUTIOUS, "kind": "111111"}
#: Times that somebody looks again before a rehearsal is given up, and the seconds between where nothing says when.
_ROUNDS = 12
_PAUSES = (60, 600, 3600, 6 * 3600, 24 * 3600)
#: Seconds until somebody finds a sender that was killed: at once, after a coffee, in another window, next morning.
_FOUND_AFTER = (5, 240, 3600, 12 * 3600)
#: A smaller campaign is over in a few requests: it is killed as soon as it begins.
_FEW = 4_000
_ALL = 2**62
_A_MINUTE = 60
#: Members of a batch whose mailbox is looked into.
_ASKED = 3


class Faults(StrEnum):
    """How much goes wrong between sender and SendGrid."""

    NONE = "none"
    SOME = "some"  # one request in twenty
    MANY = "many"  # one request in five


_RATE = {Faults.SOME: 0.05, Faults.MANY: 0.2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What was typed."""

    slug: str
    faults: str = Faults.SOME
    kills: int = 2
    #: None: another one each time; it is printed.
    seed: int | None = None
    #: A name, or digits (rehearsal/world.py); "": what was found out about this account.
    world: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Programme:
    """What will be played."""

    issue: Issue
    faults: Faults
    kills: int
    seed: int
    world: World
    #: Whether the sender believes, as it would on the real account, that a cancel catches later mail.
    believes: bool
    people: int
    is_unproven: bool
    leave_out: frozenset[str] = field(repr=False)


@dataclass(slots=True, kw_only=True)
class _Course:
    """What happened to the sender."""

    kills: int = 0
    #: How often somebody typed a line again.
    typed_again: int = 0
    #: People about whom a person had to look into a mailbox, because SendGrid's log was silent.
    decided: int = 0


def rehearse(house: House, wishes: Wishes, talk: Talk) -> Result:
    """Play a campaign to its end. Exit code 1 where anybody would be mailed twice or missed, 4 where some are left."""
    faults, kills = _understood(wishes)
    issue = read_issue(house, wishes.slug)
    refuse_blockers(prove(house, issue, house.settings.sending.transport))
    with house.open_database() as database:
        world, believes = _world(house, database, wishes.world)
        number, leave_out = _audience(house, database, issue)
        is_unproven = _is_unproven(house, database, number)
    programme = _Programme(
        issue=issue, faults=faults, kills=kills, world=world, believes=believes, people=number,
        leave_out=leave_out, is_unproven=is_unproven,
        seed=secrets.randbelow(10_000) if wishes.seed is None else wishes.seed,
    )  # fmt: skip
    talk.say(f"Rehearsing {wishes.slug} for {people(number)}; nobody is mailed. Seed {programme.seed}.")
    with private_folder() as folder, closing(LeapingClock(clock_file(folder))) as clock:
        return told(_played(house, programme, folder, clock, talk))


def _understood(wishes: Wishes) -> tuple[Faults, int]:
    if wishes.faults not in list(Faults):
        raise UsageError(
            "--faults is none, some or many.",
            remedy="Write for example: --faults many",
            code="no-such-faults",
        )
    if not 0 <= wishes.kills <= MOST_KILLS:
        raise UsageError(
            f"--kills is a number from 0 to {MOST_KILLS}.",
            remedy="Write for example: --kills 3",
            code="kills",
        )
    return Faults(wishes.faults), wishes.kills


def _world(house: House, database: Database, name: str) -> tuple[World, bool]:
    """The world to play in, and whether the sender believes cancels there: only as far as the real account proved."""
    is_proved = _is_proved(house, database)
    if not name:
        name = f"1{CAUTIOUS[1:]}" if is_proved else CAUTIOUS
    try:
        world = World.named(_WORLDS.get(name, name))
    except UsageError as error:
        raise UsageError(
            "--world is cautious, kind, or up to six digits, each 0 or 1.",
            remedy="Leave it out: then it is as doctor --live found your account, and cautious where nobody looked.",
            code="rehearsal-world",
        ) from error
    return world, is_proved and world.cancel_catches_later_mail


def _is_proved(house: House, database: Database) -> bool:
    """What `doctor --live` found out about the account of this workspace's key; no key, no answer."""
    with suppress(SettingsError):
        key = house.secrets.get(SecretName.SENDGRID)
        url = resolve_host(house.settings.sendgrid, house.environment.get(VARIABLE, "")).url
        if key is not None:
            found = Premises(database, account=account_of(url, key.value))
            return bool(found.answer(CANCEL_CATCHES_LATER_MAIL))
    return False


def _is_unproven(house: House, database: Database, number: int) -> bool:
    """Whether `send` would ask for a mail that was seen to arrive before it goes to so many people."""
    if number <= UNPROVEN or house.settings.sending.transport is not TransportName.SENDGRID:
        return False
    domain = house.settings.branch.sender.rpartition("@")[2]
    return not Premises(database).answer(received(domain))


def _audience(house: House, database: Database, issue: Issue) -> tuple[int, frozenset[str]]:
    """How many people a real campaign would go to, and the ids of those who have the issue already."""
    ledger = house.ledger(database)
    choice, everybody = narrowed(house, database, issue.audience), ledger.count_everybody()
    chosen = None if choice is None else look(house, database, choice, issue.id, most=_ALL)
    newcomers = ledger.count_newcomers(issue.id) if chosen is None else chosen.people
    if not everybody:
        raise CampaignError(
            "There is nobody on the list who may be mailed.",
            remedy="Add people with: newsletter subscriber import LIST.csv --basis consent --wording …",
            code="empty-list",
        )
    if not newcomers:
        raise CampaignError(
            f"{_nobody_left(issue)}: sent now, it would go to nobody.",
            remedy="Rehearse the next issue, or see where this one stands: newsletter campaign list",
            code="nobody-left",
        )
    if newcomers == everybody:
        return newcomers, frozenset()
    will = set(ledger.sample(issue.id, everybody=False, most=_ALL) if chosen is None else chosen.some)
    return newcomers, frozenset(ledger.sample(issue.id, everybody=True, most=_ALL)) - will


def _nobody_left(issue: Issue) -> str:
    if issue.audience:
        return f"Nobody in the audience {issue.audience} may be mailed and has not had this issue"
    return "Everybody who may be mailed has a delivery of this issue"


# --- the play --------------------------------------------------------------------------------------------


def _played(house: House, programme: _Programme, folder: Path, clock: LeapingClock, talk: Talk) -> Rehearsed:
    with _local_sendgrid(programme, folder) as (url, ask):
        stage = Stage(folder=str(folder), url=url, root_key=secrets.token_hex(32))
        set_up(
            house, stage, clock, programme.issue, leave_out=programme.leave_out, believes=programme.believes
        )
        begun, began = time.monotonic(), clock.mark().elapsed
        play = _Play(
            stage=stage, clock=clock, programme=programme, look=lambda: ask("record"), talk=talk
        )  # fmt: skip
        course = play.run()
        seconds, leapt = time.monotonic() - begun, clock.mark().elapsed - began
        campaign, receipt = _standing(stage, clock, programme.issue)
        return Rehearsed(
            issue=programme.issue.slug, people=programme.people, faults=programme.faults, seed=programme.seed,
            world=programme.world, kills=course.kills, kills_wished=programme.kills,
            typed_again=course.typed_again, receipt=receipt, judge=ask("summary?until=end"),
            decided=course.decided, seconds=seconds, by_clock=leapt,
            stop=campaign.stop_message if campaign else "",
            transport=house.settings.sending.transport, is_unproven=programme.is_unproven,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Play:
    """A person at the keyboard: types `send`, then `resume` as long as somebody waits, and looks into mailboxes."""

    stage: Stage
    clock: LeapingClock
    programme: _Programme
    look: Callable[[], dict[str, Any]]
    talk: Talk
    course: _Course = field(default_factory=_Course)

    def run(self) -> _Course:
        random = Random(f"{self.programme.seed}:kills")  # noqa: S311 repeatable, not secret
        killings, pauses = iter(_killings(self.programme, random)), iter(_PAUSES)
        for turn in range(_ROUNDS + self.programme.kills):
            self.course.typed_again += turn > 0
            ended = self._carry_on(next(killings, None))
            campaign, receipt = _standing(self.stage, self.clock, self.programme.issue)
            if campaign is not None and campaign.is_over and receipt.is_whole:
                break
            _refuse_hopeless(ended)
            pause = random.choice(_FOUND_AFTER) if ended.killed else 0
            if not pause and campaign is not None and not receipt.planned:
                pause = self._until_the_log_knows(campaign) or self._decide(campaign)
            pause = pause or next(pauses, 0)
            if not pause:
                break
            self.talk.say(f"{_said(ended, receipt)} Going on {_after(pause)} later …")
            self.clock.sleep(pause)
        return self.course

    def _carry_on(self, killing: Killing | None) -> Ended:
        campaign, _ = _standing(self.stage, self.clock, self.programme.issue)
        deed = Deed(word="send", subject=self.programme.issue.slug)
        if campaign is not None:
            deed = Deed(word="resume", subject=campaign.id)
        ended = perform(self.stage, deed, killing=killing, progress=self.talk)
        self.talk.end()
        self.course.kills += ended.killed
        return ended

    def _until_the_log_knows(self, campaign: Campaign) -> int:
        """Seconds until the provider's log can say more about what is in doubt, 0 where it could say all by now."""
        with self.stage.house(self.clock).open_database() as database:
            parked = Ledger(database).parked(campaign.id)
        now = int(self.clock.now().timestamp())
        left = [batch.send_at or batch.handed for batch in parked]
        hours = [leaves + after + _A_MINUTE for leaves in left for after in (ASK_AFTER, ABSENT_AFTER)]
        hours += [batch.silent + SILENT_FOR + _A_MINUTE for batch in parked if batch.silent]
        return min((hour - now for hour in hours if hour > now), default=0)

    def _decide(self, campaign: Campaign) -> int:
        """Where the log stays silent, ask somebody whether the mail is there, and say so; seconds until to go on."""
        received = self.look()["received"]
        with self.stage.house(self.clock).open_database() as database:
            ledger = Ledger(database)
            parked = ledger.parked(campaign.id)
            has = {batch.number: _has(ledger.members(batch.id), database, received) for batch in parked}
        self.course.decided += sum(batch.size for batch in parked)
        for word in ("accept", "resend"):
            batches = tuple(number for number, it in has.items() if it is (word == "accept"))
            if batches:
                deed = Deed(word=word, subject=campaign.id, batches=batches)
                _refuse_hopeless(perform(self.stage, deed, killing=None, progress=self.talk))
        return _A_MINUTE if parked else 0


def _has(members: Members, database: Database, received: Mapping[str, Any]) -> bool:
    """Whether one of them has the mail; a request is taken whole or not at all."""
    some = recipients(database, list(members.subscribers)[:_ASKED])
    return any(address in received for address in some.addresses)


def _killings(programme: _Programme, random: Random) -> list[Killing]:
    latest = 0.6 if programme.people > _FEW else 0.0
    return [
        Killing(share=random.uniform(0, latest), after=random.uniform(0, 0.01))
        for _ in range(programme.kills)
    ]


def _standing(stage: Stage, clock: LeapingClock, issue: Issue) -> tuple[Campaign | None, Receipt]:
    """What the sender's own book says at this moment."""
    with stage.house(clock).open_database() as database:
        ledger = Ledger(database)
        id_ = ledger.latest(issue.id, Kind.DRILL)
        return (None, Receipt()) if id_ is None else (ledger.campaign(id_), ledger.receipt(id_))


def _refuse_hopeless(ended: Ended) -> None:
    """An error that no waiting mends would stop the real campaign as well: it is told as it would be told then."""
    if ended.error and not ended.passing:
        raise CampaignError(ended.error["message"], remedy=ended.error["remedy"], code=ended.error["code"])


def _said(ended: Ended, receipt: Receipt) -> str:
    if ended.killed:
        return f"Killed the sender after {receipt.accepted:,} of {receipt.deliveries:,}."
    if ended.error:
        return ended.error["message"]
    left = [f"{n:,} {what}" for n, what in ((receipt.planned, "wait"), (receipt.parked, "are in doubt")) if n]
    return f"It stopped: {' and '.join(left) or 'nobody is left'}."


def _after(seconds: int) -> str:
    if seconds < 120:
        return f"{seconds} seconds"
    return counted(seconds // 60, "minute", "minutes") if seconds < 7200 else f"{seconds // 3600} hours"


@contextmanager
def _local_sendgrid(
    programme: _Programme, folder: Path
) -> Iterator[tuple[str, Callable[[str], dict[str, Any]]]]:
    """Its address, and what asks its judge (rehearsal/control.py)."""
    words = ["--key", KEY, "--world", programme.world.name, "--seed", str(programme.seed)]
    words += ["--clock", str(clock_file(folder))]
    if programme.faults is not Faults.NONE:
        words += ["--faults", json.dumps({"seed": programme.seed, "rate": _RATE[programme.faults]})]
    with process("newsletter.rehearsal", *words) as running:
        line = running.stdout.readline() if running.stdout else ""
        if not line:
            raise CampaignError(
                "The local SendGrid of the rehearsal did not start.",
                remedy="A program that guards this machine may forbid it to listen; ask whoever looks after it.",
                code="rehearsal-died",
            )
        said = json.loads(line)
        yield said["url"], lambda page: _ask(said["url"], said["token"], page)


def _ask(url: str, token: str, page: str) -> dict[str, Any]:
    # Without the proxies and certificates of other clients: it is this machine.
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=600)
    with closing(connection):
        connection.request("GET", f"/rehearsal/{page}", headers={HEADER: token})
        said: dict[str, Any] = json.loads(connection.getresponse().read())
        return said
