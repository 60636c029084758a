"""`newsletter doctor`: looks whether a campaign would get through, and says what to mend.

Only with --live is anything mailed, and that to the branch itself.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from newsletter.checks.alignment import plain
from newsletter.checks.diagnosis import Diagnosis, Health, problem, unknown
from newsletter.checks.parts import LARGEST
from newsletter.checks.received import judge
from newsletter.desk.examination.line import Line, line_of
from newsletter.desk.examination.live import examine_premises, probe_live
from newsletter.desk.examination.names import examine_names
from newsletter.desk.examination.place import examine_place, list_size
from newsletter.desk.examination.sendgrid import Seen, examine_sendgrid
from newsletter.desk.examination.server import examine_server
from newsletter.desk.result import Result, Talk
from newsletter.desk.words import counted
from newsletter.errors import (
    CampaignError,
    ExitCode,
    SettingsError,
    TransportError,
    UsageError,
    WorkspaceError,
)
from newsletter.sending.premises import Premises, received
from newsletter.settings import TransportName
from newsletter.transports.dns import NameServer
from newsletter.wiring import House
from subscribers.database import Database
from subscribers.errors import SubscribersError

#: Without these in order a probe could only fail, or would cost more than it tells.
_BEFORE_PROBING = frozenset({"key", "scopes", "group", "database", "slots", "logs", "sender"})
_PREMISES = frozenset({"premise", "repeat"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What the doctor is asked to look at."""

    live: bool = False
    #: With `live`: stay until the answer is there.
    waits: bool = True
    mail: Path | None = None
    #: The name server to ask instead of the machine's own, "" for that.
    resolver: str = ""


def doctor(house: House, complaint: Complaint, talk: Talk) -> Result:
    """All lines about this workspace; with `mail`, those about one received mail."""
    if complaint.mail is not None:
        return _judge_mail(house, complaint)
    if complaint.live and not _by_sendgrid(house):
        raise UsageError(
            "--live tries out a SendGrid account, and this workspace sends in another way.",
            remedy="Leave --live out.",
            code="live-needs-sendgrid",
        )
    if house.settings.sending.transport is not TransportName.OUTBOX:
        talk.say("Asking around; this may take half a minute …")
    lines = [*examine_place(house), *_examine_way(house, complaint, talk)]
    return _told(house, lines)


def _examine_way(house: House, complaint: Complaint, talk: Talk) -> Iterator[Diagnosis]:
    """Findings about the way that mail takes from here."""
    transport = house.settings.sending.transport
    domain = plain(house.settings.branch.sender.rpartition("@")[2])
    if transport is TransportName.OUTBOX:
        return
    names = NameServer(complaint.resolver)  # before anything is asked: it may be no name server
    if transport is TransportName.SMTP:
        yield from examine_server(house)
        yield from examine_names(domain, transport, names.texts)
        return
    seen = Seen()
    lines = list(_account(house, complaint, seen, talk))
    found = examine_names(
        domain, transport, names.texts,
        signer=seen.signer, keys=seen.keys, return_path=seen.return_path,
    )  # fmt: skip
    yield from _with_names(lines, list(found))


def _with_names(lines: list[Diagnosis], names: list[Diagnosis]) -> Iterator[Diagnosis]:
    """What calling back does comes last: that is what a person waits for."""
    yield from (line for line in lines if line.id not in _PREMISES)
    yield from names
    yield from (line for line in lines if line.id in _PREMISES)


def _account(house: House, complaint: Complaint, seen: Seen, talk: Talk) -> Iterator[Diagnosis]:
    try:
        with line_of(house) as line:
            lines = list(examine_sendgrid(house, line, seen, size=list_size(house)))
            yield from lines
            if seen.is_reached:
                yield from _premise(house, line, talk, complaint, lines)
    except SettingsError as error:
        yield problem("key", error.message, error.remedy)


def _premise(
    house: House, line: Line, talk: Talk, complaint: Complaint, lines: list[Diagnosis]
) -> Iterator[Diagnosis]:
    """Nothing where the database does not open, which another line says."""
    with suppress(SubscribersError, WorkspaceError, SettingsError), house.open_database() as database:
        if not complaint.live:
            yield from examine_premises(database, line.name)
        elif _stands_in_the_way(lines):
            yield unknown(
                "premise", "The probe was not begun: other things stand in the way.", "Mend those first."
            )
        else:
            yield from _probed(house, line, database, talk, waits=complaint.waits)


def _probed(house: House, line: Line, database: Database, talk: Talk, *, waits: bool) -> Iterator[Diagnosis]:
    try:
        yield from probe_live(house, line, database, talk, waits=waits)
    except (TransportError, CampaignError) as error:
        yield unknown("premise", error.message, error.remedy)


def _stands_in_the_way(lines: list[Diagnosis]) -> bool:
    return any(line.id in _BEFORE_PROBING and line.health is Health.PROBLEM for line in lines)


def _by_sendgrid(house: House) -> bool:
    return house.settings.sending.transport is TransportName.SENDGRID


# --- a received mail -------------------------------------------------------------------------------------


def _judge_mail(house: House, complaint: Complaint) -> Result:
    if complaint.mail is None or complaint.live:
        raise UsageError(
            "--mail and --live do not go together.", remedy="Leave one of them out.", code="mail-alone"
        )
    domain = house.settings.branch.sender.rpartition("@")[2].lower()
    judgement = judge(_read(complaint.mail), domain=domain, wants_one_click=_by_sendgrid(house))
    is_ours = any(line.id == "from" and line.health is Health.OK for line in judgement.lines)
    if is_ours and (judgement.is_proved or judgement.is_disproved):
        with house.open_database() as database:
            premises = Premises(database)
            premises.store(received(domain), holds=judgement.is_proved, now=house.clock.now())
    return _told(house, list(judgement.lines), proved=judgement.is_proved)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        raise WorkspaceError(
            f"{path} cannot be read ({error.strerror or 'unknown reason'}).",
            remedy="Check the name of the file, and that it is yours to read.",
            code="unreadable",
        ) from error
    if len(content) > LARGEST:
        raise WorkspaceError(
            f"{path} is larger than {LARGEST // 1_000_000} MB; no newsletter is.",
            remedy="Name the file of one mail.",
            code="too-large",
        )
    return content


# --- what is said ----------------------------------------------------------------------------------------


def _told(house: House, lines: list[Diagnosis], *, proved: bool | None = None) -> Result:
    problems = [line for line in lines if line.health is Health.PROBLEM]
    unclear = [line for line in lines if line.health is Health.UNKNOWN]
    listed = [
        {"id": line.id, "health": str(line.health), "message": line.message, "remedy": line.remedy}
        for line in lines
    ]
    data = {
        "transport": str(house.settings.sending.transport),
        "lines": listed,
        "problems": len(problems),
        "unknown": len(unclear),
    }
    return Result(
        data=data if proved is None else {**data, "proved": proved},
        lines=(*(text for line in lines for text in _shown(line)), "", _summary(problems, unclear)),
        exit_code=ExitCode.BLOCKED if problems else ExitCode.DONE,
    )


def _shown(line: Diagnosis) -> Iterator[str]:
    word = "PROBLEM" if line.health is Health.PROBLEM else str(line.health)
    yield f"{word:<8} {line.message} [{line.id}]"
    if line.remedy:
        yield f"         → {line.remedy}"


def _summary(problems: list[Diagnosis], unclear: list[Diagnosis]) -> str:
    rest = f" {counted(len(unclear), 'thing', 'things')} could not be found out." if unclear else ""
    if not problems:
        return f"Nothing stands in the way.{rest}"
    return f"{counted(len(problems), 'thing needs', 'things need')} mending before a campaign.{rest}"
