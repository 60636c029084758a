"""When a campaign is sent: at once with a window to call it back, at a given hour, or without any window."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsletter.desk.words import counted, said_time
from newsletter.errors import UsageError
from newsletter.sending.slots import lead
from newsletter.sending.wave import CONFIRM_LIMIT
from newsletter.settings import TransportName
from newsletter.wiring import House

#: Larger campaigns have at least so many seconds, because more people will notice a mistake.
LARGE, LARGE_WINDOW = 100_000, 3600
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_DAY_AND_CLOCK = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T ](\d{1,2}):(\d{2})")


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of the window (0: nothing can be called back), and the hour of sending (UNIX seconds, 0: soon)."""

    window: int = 0
    send_at: int = 0


def timing_of(house: House, transport: TransportName, *, now: bool, at: str, people: int) -> Timing:
    """What was typed, in numbers. Raises UsageError for a time that cannot be understood or kept."""
    if now and at:
        raise UsageError("--now goes with no --at.", remedy="Leave one of them out.", code="now-or-at")
    if transport is not TransportName.SENDGRID:
        if at:
            raise UsageError(
                "Only SendGrid can keep a campaign until a later hour.",
                remedy="Leave --at out and send when it is time.",
                code="at-needs-sendgrid",
            )
        return Timing()
    window = int(house.settings.sending.undo_window)
    if at and not window:
        raise UsageError(
            "--at needs the time in which a campaign can be called back, and newsletter.toml takes it away.",
            remedy='Write undo_window = "30m" below [sending] there, or leave --at out and send when it is time.',
            code="at-needs-window",
        )
    if now or not window:
        return Timing()
    if people > LARGE:
        window = max(window, LARGE_WINDOW)
    return Timing(window=window, send_at=_moment(house, at, window))


def _moment(house: House, at: str, window: int) -> int:
    if not at:
        return 0
    moment = hour_of(house, at)
    if moment is None:
        raise UsageError(
            "The time after --at cannot be understood.",
            remedy='Write it like 18:30 or "2027-01-31 18:30", in the branch\'s time zone.',
            code="time",
        )
    least = house.clock.now() + timedelta(seconds=lead(window))
    if moment < least:
        raise UsageError(
            f"--at must be {lead(window) // 60} minutes ahead or more, so that it can still be called back.",
            remedy="Choose a later hour, or leave --at out.",
            code="too-soon",
        )
    return int(moment.timestamp())


def hour_of(house: House, at: str) -> datetime | None:
    """What was typed, None where it cannot be understood.

    A clock time is the next one; a moment that a change of the clocks skips is no time.
    """
    zone, now = house.settings.branch.zone, house.clock.now()
    try:
        if match := _DAY_AND_CLOCK.fullmatch(at.strip()):
            moment = datetime(*map(int, match.groups()), tzinfo=zone)  # type: ignore[misc,arg-type]  # five numbers
        elif match := _CLOCK.fullmatch(at.strip()):
            here = now.astimezone(zone)
            moment = here.replace(hour=int(match[1]), minute=int(match[2]), second=0, microsecond=0)
            moment += timedelta(days=1) if moment <= here else timedelta()
        else:
            return None
    except ValueError:
        return None
    back = datetime.fromtimestamp(moment.timestamp(), zone)
    return moment if (back.hour, back.minute) == (moment.hour, moment.minute) else None


def said(house: House, timing: Timing, *, batches: int) -> tuple[str, ...]:
    """When it leaves, until when it can be called back, and whether the run lasts longer than that."""
    now = house.provider_time()
    leaves = timing.send_at or now + lead(timing.window)
    if not timing.window:
        return ("now. Once handed over, it cannot be called back.",)
    until = leaves - CONFIRM_LIMIT
    when = f"at {said_time(house, leaves)}"
    lines = [
        f"{when}. Until {said_time(house, until)} everything can be called back: newsletter campaign undo"
    ]
    lasts = batches * 60 / house.settings.sending.requests_per_minute
    if now + lasts > until:
        minutes = counted(int(lasts // 60), "minute", "minutes")
        lines.append(
            f"The handing over lasts about {minutes}: what was handed over first leaves before the end."
        )
    return tuple(lines)
