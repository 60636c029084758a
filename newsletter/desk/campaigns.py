"""Look at campaigns: list them, show one, give its receipt; carry one on, or pause it."""

from dataclasses import replace

from newsletter.desk.accept import refuse_held
from newsletter.desk.carry import (
    carry,
    hour_lines,
    refuse_other_kind,
    told,
    undo_until,
    undone_meanwhile,
    what_is_left,
)
from newsletter.desk.hours import hours_of
from newsletter.desk.permissions import refuse_weak_key
from newsletter.desk.result import Result, Talk
from newsletter.desk.words import for_audience, framed, people, receipt_lines
from newsletter.sending.campaign import Campaign, CampaignState, Kind
from newsletter.sending.ledger import Ledger
from newsletter.sending.receipt import Receipt
from newsletter.settings import TransportName
from newsletter.wiring import House


def listing(house: House) -> Result:
    """All campaigns, newest first."""
    with house.open_database() as database:
        ledger = Ledger(database)
        pairs = [(campaign, ledger.receipt(campaign.id)) for campaign in ledger.campaigns()]
    lines = tuple(_line(house, campaign, receipt) for campaign, receipt in pairs)
    return Result(
        data={"campaigns": [_row(campaign, receipt) for campaign, receipt in pairs]},
        lines=lines or ("No campaign yet. Send one with: newsletter send ISSUE",),
    )


def show(house: House, campaign_id: str) -> Result:
    """One campaign: state, receipt, hours, reasons of refusal, and the deliveries in doubt by opaque id."""
    with house.open_database() as database:
        ledger = Ledger(database)
        campaign = ledger.campaign(campaign_id)
        receipt = ledger.receipt(campaign.id)
        refusals, parked = ledger.refusals(campaign.id), ledger.parked(campaign.id)
        members = ledger.parked_members(campaign.id)
        is_back = undo_until(house, database, campaign) is None
        hours = () if is_back else hour_lines(house, database, campaign, receipt)
    zone = house.settings.branch.zone
    doubt = [
        f"  batch {batch.number}: {people(batch.size)} in doubt since "
        f"{batch.intended.astimezone(zone):%d %B %Y %H:%M:%S} ({batch.reason})"
        for batch in parked
    ]
    who = [f"    {member.delivery}  subscriber {member.subscriber}" for member in members[:20]]
    more = [f"    … and {len(members) - 20:,} more (all of them with --json)"] if len(members) > 20 else []
    why = [f"  refused: {reason}: {number:,}" for reason, number in refusals.items()]
    lines = (_line(house, campaign, receipt), *receipt_lines(receipt), *hours, *why, *doubt, *who, *more)
    return Result(
        data={
            **_row(campaign, receipt),
            "refusals": refusals,
            "parked": [
                {
                    "batch": batch.number,
                    "size": batch.size,
                    "reason": batch.reason,
                    "since": batch.intended.isoformat(),
                }
                for batch in parked
            ],
            "in_doubt": [
                {"delivery": member.delivery, "subscriber": member.subscriber} for member in members
            ],
        },
        lines=framed(campaign, (*lines, *what_is_left(campaign, receipt))),
    )


def receipt(house: House, campaign_id: str) -> Result:
    """The receipt of a campaign; exit code 0 whatever it says, for it is only looked at."""
    with house.open_database() as database:
        result = told(house, database, campaign_id)
    return Result(data=result.data, lines=result.lines)


def resume(house: House, campaign_id: str, talk: Talk) -> Result:
    """Go on with a campaign that stopped or whose sender died."""
    with house.open_database() as database:
        ledger = Ledger(database)
        campaign, receipt = ledger.campaign(campaign_id), ledger.receipt(campaign_id)
        if campaign.is_over and not receipt.parked:
            return nothing_to_do(told(house, database, campaign_id))
        # An undo that was cut short is finished without a question: nothing is handed over.
        hands_over = receipt.planned and not campaign.is_over and campaign.state is not CampaignState.UNDOING
        if hands_over and campaign.kind is Kind.REAL:
            refuse_held(database)
        refuse_other_kind(house, campaign)
        if hands_over:
            transport = TransportName(campaign.transport)
            refuse_weak_key(house, database, transport, talk, recalls=bool(campaign.undo_window))
    if hands_over:
        talk.confirm(_question(campaign, receipt))
    result = carry(house, campaign_id, talk)
    return undone_meanwhile(result) if hands_over else result


def _question(campaign: Campaign, receipt: Receipt) -> str:
    rest = people(receipt.planned)
    if campaign.kind is Kind.DRILL:
        return f"Go on with the drill of the issue {campaign.slug}, and write the mails of {rest}?"
    return f"Go on sending the issue {campaign.slug} to {rest}, through {campaign.transport}?"


def pause(house: House, campaign_id: str) -> Result:
    """Stop handing over, also when another process does it at this moment; `resume` goes on."""
    with house.open_database() as database:
        ledger = Ledger(database)
        campaign = ledger.campaign(campaign_id)
        hours = hours_of(house, database, campaign_id)
        if not ledger.pause(campaign_id, message=_PAUSED, remedy="Resume when you are ready."):
            result = told(house, database, campaign_id)
            if not campaign.is_over:
                return replace(result, messages=(_STANDS_STILL,))
            if not hours.held:
                return nothing_to_do(result)
            return replace(result, messages=(f"{_ALL_HANDED_OVER}: newsletter campaign undo {campaign.id}",))
        handed = ledger.receipt(campaign_id).accepted
        note = f"{people(handed)} handed over before will get it all the same" if handed else ""
        if note and hours.held:
            is_late = hours.gone or hours.late
            note += f", unless you call {'back in time what still can be' if is_late else 'it back in time'}"
        notes = [f"{note}."] if note else []
        if house.is_owned(campaign_id):
            notes.append(_FINISHES)
        result = told(house, database, campaign_id)
    return replace(result, messages=(*result.messages, *notes))


_PAUSED = "Somebody paused it."
_FINISHES = "Whoever sends it finishes what is on its way, and then stops."
_ALL_HANDED_OVER = (
    "All is handed over, and a pause stops nothing any more. What has not left can still be called back"
)
_STANDS_STILL = "Nothing is being handed over; it has stopped already."


def nothing_to_do(result: Result) -> Result:
    return replace(result, messages=("This campaign is finished; there was nothing to do.",))


def _row(campaign: Campaign, receipt: Receipt) -> dict[str, object]:
    return {
        "id": campaign.id,
        "issue": campaign.slug,
        "audience": campaign.audience,
        "kind": str(campaign.kind),
        "state": str(campaign.state),
        "transport": campaign.transport,
        "created": campaign.created.isoformat(),
        "stop": campaign.stop_code,
        "receipt": receipt.to_json(),
    }


def _line(house: House, campaign: Campaign, receipt: Receipt) -> str:
    when = campaign.created.astimezone(house.settings.branch.zone)
    return (
        f"{campaign.id}  {when:%Y-%m-%d %H:%M}  {campaign.slug}  {campaign.kind}  {campaign.state}  "
        f"{receipt.accepted:,} of {receipt.deliveries:,} accepted{for_audience(campaign)}"
    )
