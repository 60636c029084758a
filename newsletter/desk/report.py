"""The report of a campaign: what the branch meeting wants to hear, and the numbers behind it."""

import csv
import io
from collections.abc import Iterable, Iterator

from newsletter.desk.hours import Hours, are_several, hours_of
from newsletter.desk.result import Result, Talk
from newsletter.desk.suppressions import read_suppressions
from newsletter.desk.words import for_audience, framed, language_lines, people, receipt_lines, said_time
from newsletter.errors import CampaignError, TransportError, UsageError
from newsletter.reports.report import Aftermath, Report, report_of
from newsletter.secret import SecretName
from newsletter.sending.campaign import Campaign, CampaignState, Kind
from newsletter.sending.ledger import Ledger
from newsletter.sending.receipt import Receipt
from newsletter.settings import TransportName
from newsletter.wiring import House
from subscribers.database import Database

#: Complaints in a thousand from which mailbox providers grow wary, and from which they sort mail out (Gmail, Yahoo).
WARY, SORTED_OUT = 1, 3
#: Among fewer people one complaint says nothing.
FEWEST = 1_000


def report(house: House, campaign_id: str, talk: Talk, *, last: bool = False, as_csv: bool = False) -> Result:
    """One campaign's numbers, asked for freshly where SendGrid can be reached. Exit code 0 whatever they say."""
    if bool(campaign_id) == last:
        raise UsageError(
            "Name one campaign, or write --last for the newest that reached people.",
            remedy="See them all with: newsletter campaign list",
            code="which-campaign",
        )
    with house.open_database() as database:
        campaign = _newest(database) if last else Ledger(database).campaign(campaign_id)
        missed = _read_anew(house, database, campaign, talk)
        found = report_of(database, campaign.id)
        hours = hours_of(house, database, campaign.id)
    return Result(
        data=_data(house, found, hours),
        lines=_csv(found) if as_csv else framed(campaign, tuple(_lines(house, found, hours))),
        messages=(missed,) if missed else (),
    )


def _newest(database: Database) -> Campaign:
    """The newest that reached people; where there is none, the newest."""
    campaigns = Ledger(database).campaigns()
    newest = next((one for one in campaigns if one.kind is Kind.REAL), next(iter(campaigns), None))
    if newest is None:
        raise CampaignError(
            "There is no campaign yet.", remedy="Send one with: newsletter send ISSUE", code="no-campaign"
        )
    return newest


def _read_anew(house: House, database: Database, campaign: Campaign, talk: Talk) -> str:
    """Take over what is new on SendGrid's lists; why that was not possible, "" where it was, or is not needed."""
    if campaign.kind is not Kind.REAL or campaign.transport != TransportName.SENDGRID:
        return ""
    if (
        house.kind_of(TransportName.SENDGRID) is not Kind.REAL
        or house.secrets.get(SecretName.SENDGRID) is None
    ):
        return "SendGrid was not asked: there is no key to it here."
    talk.say("Asking SendGrid who bounced, complained or unsubscribed …")
    try:
        read_suppressions(house, database, TransportName.SENDGRID)
    except TransportError as error:
        return f"SendGrid's lists could not be read this time: {error.remedy}"
    return ""


# --- for people ------------------------------------------------------------------------------------------


def _lines(house: House, found: Report, hours: Hours) -> Iterator[str]:
    yield _sentence(house, found, hours)
    yield ""
    yield f"Campaign {found.campaign.id} of the issue {found.campaign.slug}{for_audience(found.campaign)}:"
    yield from receipt_lines(found.receipt)
    yield from language_lines(found.languages)
    if found.aftermath is not None:
        yield from _aftermath(house, found, found.aftermath)
        yield from _advice(found.receipt.accepted, found.aftermath.complained or 0)


def _sentence(house: House, found: Report, hours: Hours) -> str:
    """What can be read out."""
    when = f"{found.campaign.created.astimezone(house.settings.branch.zone):%d %B %Y}".lstrip("0")
    name, numbers = f"the issue “{found.campaign.slug}” of {when}", found.receipt
    if found.campaign.kind is Kind.DRILL:
        return f"In a drill {name} was written for {people(numbers.accepted)}; nobody was mailed."
    if found.campaign.state is CampaignState.UNDOING:
        return _capital(f"{name} {_being_called_back(numbers)}.")
    if found.campaign.state is CampaignState.UNDONE:
        return _called_back(name, found)
    if not numbers.accepted:
        return _capital(f"{name} has not been sent to anybody yet{_rest(found)}.")
    if hours.to_come:
        return _capital(f"{name} {_on_its_way(house, numbers.accepted, hours)}{_rest(found)}.")
    return _capital(f"{name} was sent to {people(numbers.accepted)}{_rest(found)}{_since(found)}.")


def _on_its_way(house: House, number: int, hours: Hours) -> str:
    first, last = said_time(house, hours.to_come[0]), said_time(house, hours.to_come[-1])
    if hours.gone:
        return f"is on its way to {people(number)}: a part has left, the last leaves at {last}"
    when = f"between {first} and {last}" if are_several(hours.to_come) else f"at {first}"
    return f"is with SendGrid for {people(number)} and leaves {when}"


def _being_called_back(numbers: Receipt) -> str:
    if not (open_ := numbers.accepted + numbers.parked):
        return "is being called back: nobody got it"
    back = f", and of {people(numbers.called_back)} it is" if numbers.called_back else ""
    return f"is being called back: of {people(open_)} that is not confirmed yet{back}"


def _called_back(name: str, found: Report) -> str:
    numbers = found.receipt
    if not numbers.accepted:
        doubt = f", but of {people(numbers.parked)} that is not certain yet" if numbers.parked else ""
        return _capital(f"{name} was called back: nobody got it{doubt}.")
    return _capital(
        f"{name} was called back, too late for {people(numbers.accepted)}{_rest(found)}{_since(found)}."
    )


def _rest(found: Report) -> str:
    numbers = found.receipt
    parts = (
        (numbers.planned, "still wait" if numbers.planned > 1 else "still waits"),
        (numbers.parked, "are in doubt" if numbers.parked > 1 else "is in doubt"),
    )
    return "".join(f", {number:,} {what}" for number, what in parts if number)


def _since(found: Report) -> str:
    """What has become of them: only what is known is said."""
    after = found.aftermath
    if after is None:
        return ""
    if after.bounced is None:
        left = f"; {people(after.taken_off)} left the list since" if after.taken_off else ""
        return f"{left}; how many bounced is not known"
    parts = (
        (after.unreachable, "could not be reached"),
        (after.complained, "complained"),
        (after.opted_out, "left the list"),
    )
    said = [f"{people(number)} {what}" for number, what in parts if number]
    return f"; {_joined(said)} since" if said else "; so far nobody bounced, complained or left the list"


def _joined(said: list[str]) -> str:
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _aftermath(house: House, found: Report, after: Aftermath) -> Iterator[str]:
    if found.as_of is not None:
        yield f"Since then, by SendGrid's lists as read at {said_time(house, found.as_of.timestamp())}:"
    elif found.campaign.transport == TransportName.SENDGRID:
        yield "Since then (SendGrid's lists have not been read since it was sent):"
    else:
        yield "Since then (bounces come to your mailbox as mails; this program does not see them):"
    rows = (
        (after.bounced, "bounced"),
        (after.invalid, "had an address that does not exist"),
        (after.complained, "complained: marked it as spam"),
        (after.unsubscribed, "unsubscribed by the link in the mail"),
        (after.taken_off, "told you, or were taken off the list by you"),
    )
    yield from (f"  {'unknown' if number is None else f'{number:,}':>9}  {what}" for number, what in rows)


def _advice(accepted: int, complained: int) -> Iterator[str]:
    if accepted < FEWEST or complained * 1000 < accepted * WARY:
        return
    share = f"{complained * 1000 / accepted:.1f} in 1,000 complained"
    if complained * 1000 >= accepted * SORTED_OUT:
        yield f"{share}. From {SORTED_OUT} on, mailbox providers sort your mail out as spam, for everybody."
    else:
        yield f"{share}. From {WARY} on, mailbox providers grow wary of a sender."
    yield "→ Mail only those who asked for it, and say at the top of the mail how to leave."


# --- for scripts -----------------------------------------------------------------------------------------


def _data(house: House, found: Report, hours: Hours) -> dict[str, object]:
    campaign = found.campaign
    return {
        "campaign": campaign.id,
        "issue": campaign.slug,
        "audience": campaign.audience,
        "kind": str(campaign.kind),
        "state": str(campaign.state),
        "transport": campaign.transport,
        "created": campaign.created.isoformat(),
        "report": found.numbers(),
        "languages": {language: receipt.to_json() for language, receipt in found.languages.items()},
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "sentence": _sentence(house, found, hours),
    }


def _csv(found: Report) -> tuple[str, ...]:
    """A head, a row for all, and one for each language where there are several.

    Numbers and our own words only; what is not known, or not known of a language, is an empty cell.
    """
    campaign = found.campaign
    table = {
        "campaign": campaign.id,
        "issue": campaign.slug,
        "kind": campaign.kind,
        "state": campaign.state,
        "transport": campaign.transport,
        "created": campaign.created.isoformat(),
        **found.numbers(),
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "language": "all",
        "audience": campaign.audience,
    }
    unknown = dict.fromkeys((*found.numbers(), "as_of"))
    parts = [
        table | unknown | receipt.to_json() | {"language": language}
        for language, receipt in found.languages.items()
    ]
    return _row(table), *(
        _row("" if cell is None else cell for cell in each.values()) for each in (table, *parts)
    )


def _row(cells: Iterable[object]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()
