"""Empty the outbox: the mails that drills wrote hold names and addresses."""

from newsletter.desk.result import Result, Talk
from newsletter.transports.outbox import clear as clear_folder
from newsletter.wiring import House


def clear(house: House, talk: Talk) -> Result:
    """Remove the folders of all drills."""
    outbox = house.workspace.inside(house.workspace.outbox)
    talk.confirm(f"Remove everything in {outbox}?")
    removed = clear_folder(outbox)
    return Result(
        data={"removed": removed}, lines=(f"Removed {removed} drill{'' if removed == 1 else 's'}.",)
    )
