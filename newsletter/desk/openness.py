"""A list's file that others could read is closed by the first command that opens it, and that is said once."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from newsletter.desk.places import is_open_to_others
from newsletter.desk.result import Result, Talk
from newsletter.errors import NewsletterError
from subscribers.errors import SubscribersError


def telling(database: Path, deed: Callable[[], Result], talk: Talk) -> Result:
    """What the deed gives back, with a remark if it found the file of the list open to others and closed it."""
    said = _sentence(database)
    if not said:
        return deed()
    try:
        result = deed()
    except (NewsletterError, SubscribersError):
        if not is_open_to_others(database):
            talk.say(said)
        raise
    return result if is_open_to_others(database) else replace(result, messages=(said, *result.messages))


def _sentence(database: Path) -> str:
    if not is_open_to_others(database):
        return ""
    if not is_open_to_others(database.parent):
        return f"{database} was open to other accounts of this computer; its folder kept them out. It is closed now."
    return (
        f"Other accounts of this computer could read {database} until now; from now on only you can. It is encrypted: "
        "without the key, which lies elsewhere, nobody could see a name. If somebody may have copied it, give it "
        "another key: newsletter database rekey"
    )
