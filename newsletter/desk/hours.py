"""When what was handed over leaves, and until when it can be called back: in one sentence, for one wave or several."""

from dataclasses import dataclass

from newsletter.desk.words import said_time
from newsletter.sending.campaign import Campaign
from newsletter.sending.wave import CONFIRM_LIMIT, WaveLedger
from newsletter.wiring import House
from subscribers.database import Database

#: Waves that leave within so many seconds are one to a person.
_TOGETHER = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """The hours of a campaign's waves, UNIX seconds, each group in its order."""

    #: Those that have left, …
    gone: tuple[int, ...]
    #: … those that are about to, too soon to be called back, …
    late: tuple[int, ...]
    #: … and those that can be.
    held: tuple[int, ...]

    @property
    def to_come(self) -> tuple[int, ...]:
        return self.late + self.held


def hours_of(house: House, database: Database, campaign: str) -> Hours:
    """For display: nobody is asked for the time."""
    now = house.provider_time()
    hours = WaveLedger(database).hours(campaign)
    limit = now + CONFIRM_LIMIT
    return Hours(
        gone=tuple(hour for hour in hours if hour <= now),
        late=tuple(hour for hour in hours if now < hour <= limit),
        held=tuple(hour for hour in hours if hour > limit),
    )


def are_several(hours: tuple[int, ...]) -> bool:
    return hours[-1] - hours[0] >= _TOGETHER


def back_lines(house: House, campaign: Campaign, hours: Hours, *, is_taken: bool) -> tuple[str, ...]:
    """What an undo still helps; nothing where it helps nothing. `is_taken`: some of it leaves, if nobody types it."""
    if not hours.held:
        return ()
    first, last = hours.held[0], hours.held[-1]
    before = _before(house, hours)
    if are_several(hours.held):
        part, everything = ("next", "all the rest") if before else ("first", "all of it")
        leaves = f"The {part} part leaves at {said_time(house, first)}, the last at {said_time(house, last)}."
        can_be = f"{everything} can be called back, until {_until(house, last)} the last part"
    else:
        leaves = f"{'The rest' if before else 'It'} leaves at {said_time(house, first)}."
        can_be = "it can be called back"
    undo = f"Until {_until(house, first)} {can_be}: newsletter campaign undo {campaign.id}"
    told = [*before, leaves] if is_taken else before
    if not before and not are_several(hours.held):
        return (" ".join([*told, undo]),)
    return (" ".join(told), undo) if told else (undo,)


def _before(house: House, hours: Hours) -> list[str]:
    """What no undo helps any more."""
    said = []
    if hours.gone:
        said.append("A part has left.")
    if hours.late:
        said.append(f"What leaves until {said_time(house, hours.late[-1])} cannot be called back any more.")
    return said


def _until(house: House, hour: int) -> str:
    return said_time(house, hour - CONFIRM_LIMIT)
