"""Give the list another root key: for a new secretary, or when somebody may have seen the old one.

Until it is over both keys are kept, and the list opens with one of them whatever happens in between (wiring.py ends
what was cut short). Opt-outs and marks stay as they are: the key that they were hashed with is kept in the list,
guarded by the new one.
"""

from newsletter.desk.result import Result, Talk
from newsletter.desk.sheet import COMMAND, offer_sheet
from newsletter.errors import CampaignError, WorkspaceError
from newsletter.secret import Purpose, derive, mark_of
from newsletter.wiring import House
from subscribers.custody import SHEET, Custody
from subscribers.database import Database, SqliteDatabase
from subscribers.errors import DatabaseError
from subscribers.reserve import give_key


def rekey(house: House, talk: Talk) -> Result:
    """Say what it means, ask, do it, and offer a new recovery sheet."""
    with house.open_database() as database:
        old, copies = mark_of(house.root), [copy.name for copy in database.copies()]
        has_sheet = Custody(database).find(SHEET) is not None
        talk.say("\n".join(_words(old, copies, has_sheet=has_sheet, is_on_server=house.is_on_server)))
        if has_sheet:
            talk.confirm("Give the list a new key?")
        else:
            talk.confirm_in_person("Give the list a new key all the same?", _no_sheet(old))
        new = house.secrets.make_next_root()
        _give(house, database, new)
    sheet = offer_sheet(house, talk)
    return Result(
        data={"old_key": old, "key": mark_of(new), "copies": copies},
        lines=(f"The list has a new key: {mark_of(new)}.", *_old_things(old, copies, has_sheet=has_sheet)),
        messages=sheet,
    )


def _give(house: House, database: Database, new: bytes) -> None:
    custody, keys = Custody(database), house.keys_of(new)
    # Before the key changes the list holds all that is needed after it: from here on a kill does no harm.
    custody.prepare(house.hash_key(database), keys, now=house.clock.now())
    if isinstance(database, SqliteDatabase):
        try:
            give_key(database, derive(new, Purpose.DATABASE))
        except DatabaseError as error:
            if error.code != "database-busy":
                raise
            raise CampaignError(
                "Another command or window has the list open. It kept its key.",
                remedy="Close it, wait until nothing is being sent, and type the command again.",
                code="list-in-use",
            ) from error
    house.end_change(database, new)


def _no_sheet(old: str) -> WorkspaceError:
    """Whether backups lie somewhere this program cannot know: only a person can say that none is wanted any more."""
    return WorkspaceError(
        f"No recovery sheet of key {old} was made: with another key nobody can bring back a backup that was made until "
        "now. The list kept its key.",
        remedy=f"Make the sheet first: {COMMAND}. Where no backup is wanted any more, type the command at a keyboard, "
        "without --yes: you are asked.",
        code="no-sheet",
    )


def _words(old: str, copies: list[str], *, has_sheet: bool, is_on_server: bool) -> list[str]:
    lines = [
        f"The list opens with key {old} now. It gets a new one; the old one opens it no more.",
        f"Backups that were made before need the recovery sheet of key {old}: keep it as long as you keep them.",
        f"A new recovery sheet is needed: {COMMAND}",
    ]
    if is_on_server:
        lines[0] = (
            f"The key of this workspace is {old} now. It gets a new one. The server's tables are not encrypted with "
            "it: it guards opt-outs' fingerprints only."
        )
    if not has_sheet:
        lines[1] = (
            f"NO RECOVERY SHEET OF KEY {old} WAS MADE. The key itself is deleted from this computer: nobody, you "
            "included, can then bring back a backup that was made until now. If there is one that you may need, say "
            f"no, and make the sheet first: {COMMAND}"
        )
    if copies:
        lines.append(f"Copies of the list that lie beside it stay with the old key: {', '.join(copies)}")
    return lines


def _old_things(old: str, copies: list[str], *, has_sheet: bool) -> tuple[str, ...]:
    said = [
        f"Backups from before open with the recovery sheet of key {old} only; make a new backup now."
        if has_sheet
        else "Backups from before can be brought back by nobody any more: delete them, and make a new one now."
    ]
    if copies:
        when = "If you do not need them" if has_sheet else "Nobody can open them any more"
        said.append(f"{when}: delete the copies in data ({', '.join(copies)}).")
    return tuple(said)
