"""What a rehearsal came to: a verdict in plain words, the sender's receipt beside the judge's count, the cost."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from newsletter.desk.prices import AS_OF, TRIAL_DAYS, TRIAL_MAILS_A_DAY, costs
from newsletter.desk.result import Result
from newsletter.desk.send import UNPROVEN
from newsletter.desk.words import counted, people, receipt_lines
from newsletter.errors import ExitCode
from newsletter.rehearsal.world import World
from newsletter.sending.receipt import Receipt
from newsletter.settings import TransportName

REHEARSAL = "A REHEARSAL: NOBODY HAS BEEN MAILED."


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    issue: str
    people: int
    faults: str
    seed: int
    world: World
    kills: int
    kills_wished: int
    #: How often a line had to be typed again before everything was settled.
    typed_again: int
    #: How many people's mail a person had to look for in a mailbox.
    decided: int
    #: By the sender's own book.
    receipt: Receipt
    #: By the local SendGrid's record (rehearsal/judge.py), with "requests", "faults" and "violations".
    judge: Mapping[str, Any]
    #: On the wall, and by the clock that leapt.
    seconds: float
    by_clock: float
    #: Why the sender stopped, "" where it did not.
    stop: str
    #: What the settings name: where it is not SendGrid, they were filled in.
    transport: TransportName
    #: Whether `send` would ask for a mail that was seen to arrive (`doctor --mail`) before it goes to so many.
    is_unproven: bool

    @property
    def twice(self) -> int:
        return int(self.judge["more_than_once"])

    @property
    def unlike(self) -> int:
        """By how many the sender's book says more than really came (below 0: less). Nobody may be missed unsaid."""
        return self.receipt.accepted - int(self.judge["people"])

    @property
    def breaches(self) -> int:
        """Requests against SendGrid's own rules."""
        return len(self.judge["violations"])

    @property
    def left(self) -> int:
        """Who did not get it, and is known not to, or not known to have it."""
        return self.people - self.receipt.accepted

    @property
    def exit_code(self) -> ExitCode:
        if self.twice or self.unlike or self.breaches:
            return ExitCode.FAILED
        return ExitCode.PARTLY if self.left else ExitCode.DONE


def told(rehearsed: Rehearsed) -> Result:
    """For people and scripts."""
    errors = tuple(_errors(rehearsed))
    wrong = [text for error in errors for text in (error["message"], f"→ {error['remedy']}")]
    return Result(
        data=_data(rehearsed),
        lines=(
            REHEARSAL,
            *(wrong or [_verdict(rehearsed)]),
            _course(rehearsed),
            *_by_hand(rehearsed),
            "",
            *_figures(rehearsed),
            *_before_sending(rehearsed),
            REHEARSAL,
        ),
        exit_code=rehearsed.exit_code,
        errors=errors,
    )


def _verdict(rehearsed: Rehearsed) -> str:
    if rehearsed.people == 1:
        return "The one person on the list would get exactly one mail."
    return f"Everybody of {rehearsed.people:,} people would get exactly one mail."


def _errors(rehearsed: Rehearsed) -> Iterator[dict[str, str]]:
    again = _line(rehearsed)
    if rehearsed.exit_code is ExitCode.FAILED:
        yield {
            "code": "rehearsal-failed",
            "message": _wrong(rehearsed),
            "remedy": _no_remedy_there(rehearsed)
            or f"Do not send. Please report it with this line, which repeats it: {again}",
        }
    elif rehearsed.left:
        yield {
            "code": "rehearsal-unfinished",
            "message": f"Nobody would get it twice, but {_left(rehearsed)}.",
            "remedy": _way_on(rehearsed) or f"Try it with other faults; this repeats it: {again}",
        }


def _way_on(rehearsed: Rehearsed) -> str:
    """What one would do on the evening itself."""
    if rehearsed.receipt.parked:
        return (
            "SendGrid's log stays silent about them. On the evening itself: ask one of them whether the mail is there, "
            "then newsletter campaign resolve --accept or --resend"
        )
    return rehearsed.stop


def _wrong(rehearsed: Rehearsed) -> str:
    parts = []
    if rehearsed.twice:
        parts.append(f"{people(rehearsed.twice)} would get it more than once")
    if rehearsed.unlike > 0:
        parts.append(f"{people(rehearsed.unlike)} would get nothing though the receipt says otherwise")
    if rehearsed.unlike < 0:
        parts.append(f"{people(-rehearsed.unlike)} would get a mail that the receipt does not count")
    if rehearsed.breaches:
        parts.append(f"{counted(rehearsed.breaches, 'request', 'requests')} broke a rule of SendGrid's")
    return f"THIS MUST NOT BE: {'; '.join(parts)}."


def _no_remedy_there(rehearsed: Rehearsed) -> str:
    """The one world in which no sender can keep the promise."""
    if rehearsed.world.cancelled_id_blocks_mail_after_send_at:
        return ""
    return (
        "No sender could help it in the world you chose: there, what is called back leaves all the same if SendGrid "
        "takes it in after its hour. Rehearse without --world."
    )


def _left(rehearsed: Rehearsed) -> str:
    numbers = rehearsed.receipt
    parts = (
        (numbers.planned, "would still wait"),
        (numbers.parked, "would be in doubt"),
        (numbers.refused, "would be refused"),
        (numbers.suppressed, "would be left out"),
    )
    said = [f"{number:,} {what}" for number, what in parts if number]
    return ", ".join(said) or f"{rehearsed.left:,} would get nothing"


def _course(rehearsed: Rehearsed) -> str:
    met, all_ = rehearsed.judge["faults"], sum(rehearsed.judge["requests"].values())
    faults = f"{met:,} of {all_:,} requests went wrong" if met else "nothing went wrong"
    killed = (
        f"the sender was killed {_times(rehearsed.kills)}" if rehearsed.kills else "nobody killed the sender"
    )
    if rehearsed.kills < rehearsed.kills_wished:
        killed += f" (of {_times(rehearsed.kills_wished)} planned: it was quicker)"
    if not rehearsed.typed_again:
        return f"On the way {faults} and {killed}; nothing had to be typed again."
    again = f"newsletter campaign resume was typed {_times(rehearsed.typed_again)}"
    return f"On the way {faults}, {killed}, and {again}."


def _by_hand(rehearsed: Rehearsed) -> Iterator[str]:
    """What no program can find out: it was killed in the very moment, and the log is silent."""
    if not rehearsed.decided:
        return
    yield (
        f"For {people(rehearsed.decided)} SendGrid's log would not tell whether the mail left: there you would ask one "
        "of them, and say what you hear with newsletter campaign resolve."
    )
    if not rehearsed.world.cancel_catches_later_mail and rehearsed.transport is TransportName.SENDGRID:
        yield "→ newsletter doctor --live, once beforehand, may spare you that."


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _figures(rehearsed: Rehearsed) -> Iterator[str]:
    judge = rehearsed.judge
    yield "The sender's receipt:"
    yield from receipt_lines(rehearsed.receipt)
    yield "What the SendGrid of the rehearsal says:"
    yield f"  {judge['people']:>9,}  got a mail, {judge['more_than_once']:,} of them more than one"
    if judge["called_back"]:
        yield f"  {judge['called_back']:>9,}  mails were called back on the way, and went out anew"
    if judge["own"]:
        yield f"  {judge['own']:>9,}  control mails to the branch itself, for the log to tell what became of others"
    yield f"Requests  {sum(judge['requests'].values()):,}: {_by_endpoint(judge['requests'])}"
    yield f"Took      {_lasted(rehearsed.seconds)} here; {_lasted(rehearsed.by_clock)} with all the waiting"
    first, *more = _cost(rehearsed)
    yield f"Cost      {first}"
    yield from (f"          {line}" for line in more)
    yield f"Again     {_line(rehearsed)}"


def _line(rehearsed: Rehearsed) -> str:
    """What brings the same faults again."""
    return (
        f"newsletter rehearse {rehearsed.issue} --faults {rehearsed.faults} --kills {rehearsed.kills_wished} "
        f"--seed {rehearsed.seed} --world {rehearsed.world.name}"
    )


_ENDPOINTS = {
    "send": "mail", "preflight": "trial", "mint": "for calling back", "hold": "for calling back",
    "held": "for calling back", "held_one": "for calling back", "release": "for calling back", "logs": "log",
    "log": "log", "suppressions": "opt-outs", "group_suppressions": "opt-outs",
}  # fmt: skip


def _by_endpoint(requests: Mapping[str, int]) -> str:
    named: dict[str, int] = {}
    for name, number in requests.items():
        word = _ENDPOINTS.get(name, "other")
        named[word] = named.get(word, 0) + number
    return ", ".join(f"{number:,} {word}" for word, number in sorted(named.items(), key=lambda one: -one[1]))


def _lasted(seconds: float) -> str:
    if seconds < 120:
        return counted(max(1, round(seconds)), "second", "seconds")
    return (
        counted(round(seconds / 60), "minute", "minutes") if seconds < 7200 else f"{seconds / 3600:.0f} hours"
    )


def _cost(rehearsed: Rehearsed) -> Iterator[str]:
    for cost in costs(rehearsed.people):
        above = f", {cost.above:,} mails above the plan" if cost.above else ""
        yield f"{cost.plan}: ${cost.dollars:,.2f} a month{above}"
    if rehearsed.people <= TRIAL_MAILS_A_DAY:
        yield f"or nothing in a trial: {TRIAL_MAILS_A_DAY} mails a day for {TRIAL_DAYS} days"
    yield f"(SendGrid's prices of {AS_OF:%d %B %Y}, for a month with this campaign and nothing else)"
    if rehearsed.judge["called_back"]:
        yield "(mails that are called back may be charged, too: SendGrid does not say)"


def _before_sending(rehearsed: Rehearsed) -> Iterator[str]:
    if rehearsed.transport is not TransportName.SENDGRID:
        yield ""
        yield (
            f"newsletter.toml sends through {rehearsed.transport} today; this was rehearsed as through SendGrid."
        )
    if rehearsed.is_unproven:
        yield ""
        yield f"Before it goes to more than {UNPROVEN:,} people, `send` wants to see that a mail of yours arrives well:"
        yield "→ newsletter send ISSUE --test ADDRESS, save what arrives, newsletter doctor --mail FILE.eml"


def _data(rehearsed: Rehearsed) -> dict[str, Any]:
    requests = dict(rehearsed.judge["requests"])
    counts = ("people", "mails", "more_than_once", "called_back", "dropped", "bounced", "pending", "own")
    return {
        "issue": rehearsed.issue,
        "people": rehearsed.people,
        "exactly_once": rehearsed.exit_code is ExitCode.DONE,
        "faults": rehearsed.faults,
        "kills": rehearsed.kills,
        "seed": rehearsed.seed,
        "world": rehearsed.world.name,
        "typed_again": rehearsed.typed_again,
        "decided_by_a_person": rehearsed.decided,
        "receipt": rehearsed.receipt.to_json(),
        "judge": {name: rehearsed.judge[name] for name in counts},
        "violations": rehearsed.breaches,
        "requests": requests,
        "requests_in_all": sum(requests.values()),
        "faults_met": rehearsed.judge["faults"],
        "seconds": round(rehearsed.seconds, 1),
        "seconds_with_waiting": round(rehearsed.by_clock),
        "cost": [asdict(cost) for cost in costs(rehearsed.people)],
        "prices_of": AS_OF.isoformat(),
    }
