"""What SendGrid was asked in vain to erase, and a person has seen to there."""

from newsletter.desk.erasing import LOG_STAYS
from newsletter.desk.people import given_address
from newsletter.desk.result import Result, Talk
from newsletter.errors import ExitCode
from newsletter.wiring import House
from subscribers.address import normalise
from subscribers.erasure import Erasures
from subscribers.errors import DatabaseError, ListUsageError


def note_erased(house: House, address: str, talk: Talk, *, dry_run: bool) -> Result:
    """End what waits at a provider about an address: somebody has had it erased there themselves."""
    notes: tuple[str, ...] = ()
    with house.open_database() as database:
        erasures = Erasures(house.people(database))
        if not address and talk.asks and (waiting := erasures.requested()):
            # They are typed there, and here, so a person at the keyboard sees them whole.
            talk.say("\n".join(("These addresses wait:", *(f"  {one}" for one in waiting))))
        wanted = normalise(given_address(address, talk)).text
        holders = [one.holder for one in erasures.requests_of(wanted)]
        if not holders:
            raise ListUsageError(
                "Nobody has still to erase this address.",
                remedy="To see which addresses wait: newsletter subscriber forget --done-at-sendgrid",
                code="nothing-to-erase",
            )
        if not dry_run:
            talk.confirm(f"Is it sure that {' and '.join(holders)} has erased it?")
            for holder in holders:
                erasures.answered(holder, [wanted])
            notes = _write_anew(erasures)
        left = sum(one.addresses for one in erasures.waiting())
    said = "This was only said (--dry-run)." if dry_run else "Noted. The address is not kept here any more."
    return Result(
        data={
            "forgotten": False, "was_on_list": False, "moved_to": None, "unsettled": [], "mails": 0, "copies": [],
            "holders": holders, "to_erase": left, "beyond": [],
        },
        lines=(said,),
        messages=notes,
        exit_code=ExitCode.PARTLY if notes else ExitCode.DONE,
    )  # fmt: skip


def _write_anew(erasures: Erasures) -> tuple[str, ...]:
    try:
        return () if erasures.purge() else (LOG_STAYS,)
    except DatabaseError as error:
        return (
            f"It may stand in old pages until the file is written anew. {error.message} Then type: newsletter",
        )
