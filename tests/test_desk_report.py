"""What a branch meeting hears of a campaign, and what a spreadsheet gets."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from newsletter.desk.report import report
from newsletter.desk.result import Result
from newsletter.errors import UsageError
from newsletter.rehearsal.server import LocalSendGrid
from newsletter.sending.campaign import Attempt, BatchState, Kind
from newsletter.sending.clock import SystemClock
from newsletter.sending.ledger import Ledger
from newsletter.settings import TransportName
from newsletter.wiring import House, open_house
from tests.campaigns import make_plan
from tests.command import Desk, Done, on_both
from tests.smtp_sink import SmtpSink

KEY = "SG.test-key-of-nobody.0123456789abcdef"
SENDGRID = ("--transport", "sendgrid", "--unsubscribe-group", "12345")


class RealHouse(House):
    """Takes the SendGrid of this machine for the real one, which no test can reach."""

    def kind_of(self, transport: TransportName) -> Kind:
        return Kind.REAL


class Quiet:
    """Nobody at the keyboard; keeps what was said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, line: str) -> None:
        self.said.append(line)

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"a report does not {name}")


@dataclass
class Branch:
    desk: Desk
    server: LocalSendGrid

    def house(self, **changes: str) -> RealHouse:
        keys = {"NEWSLETTER_SENDGRID_HOST": self.server.url, "SENDGRID_API_KEY": KEY} | changes
        opened = open_house(self.desk.workspace, self.desk.variables(keys))
        return RealHouse(
            workspace=opened.workspace,
            settings=opened.settings,
            environment=opened.environment,
            clock=opened.clock,
        )

    def send(self, *, accept: int | None = None, park: bool = False, undo: bool = False) -> str:
        """A real campaign in batches of a thousand, handed over up to the `accept`th; the rest as said."""
        house = self.house()
        with house.open_database() as database:
            ledger, now = Ledger(database), SystemClock().now()
            plan = make_plan(ledger, batch_size=1_000, issue="issue1")
            plan = type(plan)(
                **{name: getattr(plan, name) for name in plan.__slots__} | {"transport": "sendgrid"}
            )
            ledger.begin(plan, now=now)
            fence = ledger.take_over(plan.id, owner="test", now=now)
            for number, batch in enumerate(ledger.planned(plan.id, most=100)):
                if accept is not None and number >= accept and not park:
                    break
                attempt = Attempt(batch.id, f"a{batch.number}", fence)
                ledger.intend(attempt, now=now)
                handed = accept is None or number < accept
                ledger.settle(attempt, BatchState.ACCEPTED if handed else BatchState.PARKED, now=now)
            if undo:
                ledger.ask_undo(plan.id)
                ledger.call_back_planned(plan.id, now=now)
                ledger.end_undo(plan.id, fence=fence)
            else:
                ledger.finish(plan.id, fence=fence)
        return plan.id

    def report(self, campaign: str, **how: Any) -> Result:
        return report(self.house(), campaign, Quiet(), **how)


@pytest.fixture
def branch(desk: Desk) -> Iterator[Branch]:
    desk.environment["NEWSLETTER_ROOT_KEY"] = "77" * 32
    desk.open_branch(*SENDGRID)
    with LocalSendGrid(key=KEY) as server:
        yield Branch(desk, server)


def sentence(result: Result) -> str:
    said = result.data["sentence"]
    assert result.lines[0] == said
    return str(said)


def table(lines: str) -> dict[str, str]:
    [row] = csv.DictReader(io.StringIO(lines))
    return row


# --- the sentence ----------------------------------------------------------------------------------------


def test_a_whole_campaign_is_asked_about_freshly_and_told_in_one_sentence(branch: Branch) -> None:
    branch.desk.add_people(2_000)
    campaign = branch.send()
    branch.server.suppress("bounces", *(f"person{n}@example.org" for n in range(11)))
    branch.server.suppress("spam_reports", "person20@example.org")
    branch.server.suppress("group", "person30@example.org", "person31@example.org", group=12345)
    result = branch.report(campaign)
    assert sentence(result).endswith(
        "was sent to 2,000 people; 11 people could not be reached, 1 person complained and 2 people left the list "
        "since."
    )
    numbers = result.data["report"]
    assert (numbers["bounced"], numbers["complained"], numbers["unsubscribed"]) == (11, 1, 2)
    assert result.data["as_of"] is not None
    assert result.messages == ()


def test_where_nothing_came_back_that_is_said(branch: Branch) -> None:
    branch.desk.add_people(3)
    assert sentence(branch.report(branch.send())).endswith(
        "was sent to 3 people; so far nobody bounced, complained or left the list."
    )


def test_a_campaign_in_the_middle_says_who_waits_and_who_is_in_doubt(branch: Branch) -> None:
    branch.desk.add_people(3_000)
    assert "was sent to 1,000 people, 2,000 still wait;" in sentence(branch.report(branch.send(accept=1)))


def test_a_parked_batch_is_in_doubt_in_the_sentence(branch: Branch) -> None:
    branch.desk.add_people(3_000)
    campaign = branch.send(accept=2, park=True)
    assert "was sent to 2,000 people, 1,000 are in doubt;" in sentence(branch.report(campaign))


def test_an_undone_campaign_reached_nobody(branch: Branch) -> None:
    branch.desk.add_people(3)
    assert sentence(branch.report(branch.send(accept=0, undo=True))).endswith(
        "was called back: nobody got it."
    )


def test_what_could_not_be_called_back_is_said(branch: Branch) -> None:
    branch.desk.add_people(2_000)
    assert "was called back, too late for 1,000 people" in sentence(
        branch.report(branch.send(accept=1, undo=True))
    )


def test_while_its_cancels_are_not_confirmed_it_is_not_said_to_be_sent_nor_to_be_back(branch: Branch) -> None:
    branch.desk.add_people(2_000)
    campaign = branch.send(accept=1)
    with branch.house().open_database() as database:
        ledger = Ledger(database)
        ledger.ask_undo(campaign)
        ledger.call_back_planned(campaign, now=SystemClock().now())
    said = sentence(branch.report(campaign))
    assert (
        "is being called back: of 1,000 people that is not confirmed yet, and of 1,000 people it is." in said
    )
    assert "sent to" not in said


def test_nothing_handed_over_is_not_sent_to_nobody(branch: Branch) -> None:
    branch.desk.add_people(3)
    assert "has not been sent to anybody yet, 3 still wait." in sentence(branch.report(branch.send(accept=0)))


# --- what cannot be known --------------------------------------------------------------------------------


def test_when_sendgrid_cannot_be_asked_it_says_as_of_when_the_numbers_are(branch: Branch) -> None:
    branch.desk.add_people(3)
    campaign = branch.send()
    branch.server.suppress("bounces", "person0@example.org")
    branch.report(campaign)
    branch.server.break_down({"suppressions": "503", "group_suppressions": "503"})
    house = branch.house()
    fast = RealHouse(
        workspace=house.workspace, settings=house.settings, environment=house.environment, clock=_Leaping()
    )
    result = report(fast, campaign, Quiet())
    assert result.data["report"]["bounced"] == 1
    assert "by SendGrid's lists as read at" in "\n".join(result.lines)
    [message] = result.messages
    assert "could not be read this time" in message


class _Leaping(SystemClock):
    """Does not wait."""

    def __init__(self) -> None:
        self._slept = 0.0

    def sleep(self, seconds: float) -> None:
        self._slept += seconds

    def mark(self) -> Any:
        mark = super().mark()
        return type(mark)(elapsed=mark.elapsed + self._slept, wall=mark.wall + self._slept)

    def now(self) -> Any:
        return super().now() + timedelta(seconds=self._slept)


def test_without_a_key_what_is_known_is_told(branch: Branch) -> None:
    branch.desk.add_people(3)
    campaign = branch.send()
    done = branch.desk.here("campaign", "report", campaign).ok()
    assert "how many bounced is not known" in done.out
    assert "  unknown  bounced" in done.out
    assert "SendGrid was not asked" in done.err


@on_both
def test_bounces_of_a_mail_server_are_unknown_and_opt_outs_by_telephone_are_not(desk: Desk) -> None:
    with SmtpSink() as sink:
        desk.open_branch(
            "--transport", "smtp", "--smtp-host", "127.0.0.1", "--smtp-port", sink.port, "--smtp-tls", "none"
        )
        desk.add_people(3)
        desk.here("send", "october", "--yes").ok()
    desk.here("subscriber", "suppress", "person1@example.org", "--reason", "asked").ok()
    done = desk.here("campaign", "report", "--last").ok()
    first = done.out.splitlines()[0]
    assert "was sent to 3 people; 1 person left the list since; how many bounced is not known." in first
    assert "bounces come to your mailbox" in done.out
    data = desk.here("campaign", "report", "--last", "--json").ok().data
    assert (data["report"]["bounced"], data["report"]["taken_off"]) == (None, 1)


def test_a_drill_is_told_as_one(desk: Desk) -> None:
    desk.open_branch()
    desk.add_people(2)
    desk.here("send", "october", "--yes").ok()
    lines = desk.here("campaign", "report", "--last").ok().out.splitlines()
    assert lines[0] == lines[-1] == "A DRILL: NOBODY HAS BEEN MAILED."
    assert "nobody was mailed" in lines[1]


def test_last_is_the_newest_that_reached_people_whatever_was_rehearsed_since(branch: Branch) -> None:
    branch.desk.add_people(3)
    newest = branch.send()
    issues = branch.desk.workspace / "issues"
    (issues / "october.md").rename(issues / "november.md")
    branch.desk.here("send", "november", "--transport", "outbox", "--yes").ok()
    kinds = [one["kind"] for one in branch.desk.here("campaign", "list", "--json").ok().data["campaigns"]]
    assert kinds == ["drill", "real"]
    assert branch.report("", last=True).data["campaign"] == newest


def test_a_local_server_is_not_asked_about_a_real_campaign(branch: Branch) -> None:
    """A variable left over from yesterday must not write bounces of a drill into the list."""
    branch.desk.add_people(3)
    campaign = branch.send()
    branch.server.suppress("bounces", "person0@example.org")
    keys = {"NEWSLETTER_SENDGRID_HOST": branch.server.url, "SENDGRID_API_KEY": KEY}
    data = branch.desk.here("campaign", "report", campaign, "--json", **keys).ok().data
    assert data["report"]["bounced"] is None
    assert not branch.server.by_endpoint


# --- complaints ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("complaints", "words"), [
    (1, ""), (2, "1.0 in 1,000 complained. From 1 on"), (6, "3.0 in 1,000 complained. From 3 on"),
])  # fmt: skip
def test_many_complaints_are_a_warning_with_what_to_do(branch: Branch, complaints: int, words: str) -> None:
    branch.desk.add_people(2_000)
    campaign = branch.send()
    branch.server.suppress("spam_reports", *(f"person{n}@example.org" for n in range(complaints)))
    text = "\n".join(branch.report(campaign).lines)
    assert ("in 1,000 complained" in text) is bool(words)
    assert words in text


def test_one_complaint_among_few_is_no_warning(branch: Branch) -> None:
    branch.desk.add_people(100)
    campaign = branch.send()
    branch.server.suppress("spam_reports", "person1@example.org")
    assert "in 1,000" not in "\n".join(branch.report(campaign).lines)


# --- tables and words ------------------------------------------------------------------------------------


def test_a_table_has_numbers_only_and_leaves_empty_what_is_unknown(branch: Branch) -> None:
    branch.desk.add_people(3)
    campaign = branch.send()
    row = table(branch.desk.here("campaign", "report", campaign, "--csv").ok().out)
    assert (row["campaign"], row["deliveries"], row["accepted"], row["bounced"]) == (campaign, "3", "3", "")
    known = table("\n".join(branch.report(campaign, as_csv=True).lines))
    assert (known["bounced"], known["taken_off"]) == ("0", "0")
    assert list(row) == list(known)


def test_a_table_and_json_at_once_are_refused(branch: Branch) -> None:
    branch.desk.add_people(3)
    done = branch.desk.here("campaign", "report", branch.send(), "--csv", "--json")
    assert (done.code, [error["code"] for error in done.json["errors"]]) == (2, ["csv-or-json"])


@pytest.mark.parametrize("how", [(), ("--json",), ("--csv",)])
def test_no_address_name_or_reason_is_in_a_report(branch: Branch, how: tuple[str, ...]) -> None:
    branch.desk.add_people(5)
    branch.send()
    branch.desk.here("subscriber", "suppress", "person1@example.org", "--reason", "moved to Fernley").ok()
    done = branch.desk.here("campaign", "report", "--last", *how).ok()
    assert "@" not in done.out + done.err
    assert "Fernley" not in done.out + done.err


@pytest.mark.parametrize("how", [(), ("--json",), ("--csv",)])
def test_opens_and_clicks_are_in_no_report(branch: Branch, how: tuple[str, ...]) -> None:
    branch.desk.add_people(2)
    branch.send()
    out = branch.desk.here("campaign", "report", "--last", *how).ok().out.casefold()
    assert "open" not in out
    assert "click" not in out


def codes(done: Done) -> list[str]:
    return [error["code"] for error in done.json["errors"]]


def test_one_campaign_must_be_meant(desk: Desk) -> None:
    desk.open_branch()
    assert codes(desk.here("campaign", "report", "--json")) == ["which-campaign"]
    assert codes(desk.here("campaign", "report", "c1", "--last", "--json")) == ["which-campaign"]
    assert codes(desk.here("campaign", "report", "c1", "--json")) == ["no-campaign"]
    assert codes(desk.here("campaign", "report", "--last", "--json")) == ["no-campaign"]


def test_naming_nothing_is_wrong_usage(branch: Branch) -> None:
    with pytest.raises(UsageError):
        branch.report("")


def test_what_sendgrid_still_holds_is_on_its_way(desk: Desk) -> None:
    """A drill may be called back too; the sentence of a real one is the same but for its beginning."""
    desk.environment["NEWSLETTER_ROOT_KEY"] = "77" * 32
    desk.open_branch(*SENDGRID)
    desk.add_people(3)
    with LocalSendGrid(key=KEY) as server:
        keys = {"NEWSLETTER_SENDGRID_HOST": server.url, "SENDGRID_API_KEY": KEY}
        opened = open_house(desk.workspace, desk.variables(keys))
        house = RealHouse(
            workspace=opened.workspace,
            settings=opened.settings,
            environment=opened.environment,
            clock=opened.clock,
        )
        from newsletter.desk.send import Order, send
        from newsletter.desk.understudy import _Speech

        sent = send(house, Order(slug="october"), _Speech())
        said = sentence(report(house, sent.data["campaign"], Quiet()))
    assert "is with SendGrid for 3 people and leaves at " in said
