"""What the list held of a file's people, and of those who do not stand in it, when it was looked at last."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from subscribers import matching
from subscribers.consent import Ground
from subscribers.database import Database
from subscribers.leavers import Leavers, find_leavers


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Standing:
    """It holds as long as the list is as it was."""

    #: People of the file by what becomes of them.
    found: Mapping[str, int]
    #: Who goes because the file is the whole list; None where it only adds.
    leavers: Leavers | None
    #: Who may not go yet, by id: the leavers are without them.
    spared: frozenset[str]
    #: The state of the list: see `matching.state_of_list`.
    state: str

    def found_now(self, database: Database, reason: Ground | None, tags: str) -> Mapping[str, int]:
        """`found` itself, where nothing has changed since; otherwise people are looked for anew."""
        if self.state and self.state == matching.state_of_list(database):
            return self.found
        matching.match(database)
        return matching.outcomes(database, reason, tags)


def standing(
    database: Database, reason: Ground | None, tags: str, *, is_whole: bool, spared: Collection[str]
) -> Standing:
    """Look at the list as it is; nothing of it is changed. The importer has filled its temporary tables."""
    found = matching.outcomes(database, reason, tags)
    leavers = find_leavers(database, reason, spared=spared) if reason and is_whole else None
    return Standing(
        found=found, leavers=leavers, spared=frozenset(spared), state=matching.state_of_list(database)
    )
