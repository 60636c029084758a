"""For the tests of `subscriber forget`: somebody to be forgotten, and the search for what is left of them."""

from newsletter.secret import Purpose, derive
from newsletter.sending.campaign import Attempt, BatchState
from newsletter.sending.ledger import Ledger
from newsletter.wiring import House, open_house
from subscribers.database import Database
from tests.campaigns import NOW, make_plan
from tests.command import Desk
from tests.decrypted import decrypted_file, decrypted_log

ADDRESS, NAME = "zebedee@example.org", "Zebedee Quillfeather"
#: Whatever leads to the person; bytes as they stand in a file.
WORDS = (b"zebedee", b"quillfeather", b"picket line")
ROOT = "77" * 32


def joined(desk: Desk) -> Desk:
    desk.add_people(3)
    words = "Zebedee told us at the picket line."
    desk.here(
        "subscriber", "add", "-", "--name", NAME, "--first-name", "Zebedee", "--basis", "consent",
        "--wording", words, stdin=ADDRESS,
    ).ok()  # fmt: skip
    return desk


def forget(desk: Desk, *options: str, **how: object):
    return desk.here("subscriber", "forget", "-", *options, "--yes", "--json", stdin=ADDRESS, **how)


def house_of(desk: Desk) -> House:
    return open_house(desk.workspace, desk.environment)


def traces(desk: Desk) -> set[str]:
    """Files of the workspace and of the home that hold a word, as they are and decrypted; the log of changes counts."""
    key, found = derive(bytes.fromhex(ROOT), Purpose.DATABASE), set()
    for path in (*desk.workspace.rglob("*"), *desk.home.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            if path.name.startswith("newsletter.db") and not path.name.endswith(("-wal", "-shm")):
                content += decrypted_file(path, key)
            if path.name == "newsletter.db":
                content += decrypted_log(path, key)
            if any(word in content.lower() for word in WORDS):
                found.add(
                    path.relative_to(desk.folder if path.is_relative_to(desk.folder) else desk.home).name
                )
    return found


def begin(database: Database, state: BatchState | None) -> str:
    """A real campaign whose batch is in this state; None: planned."""
    ledger = Ledger(database)
    plan = make_plan(ledger, batch_size=10)
    ledger.begin(plan, now=NOW)
    fence = ledger.take_over(plan.id, owner="test", now=NOW)
    if state is not None:
        attempt = Attempt(f"{plan.id}.1", "a1", fence)
        ledger.intend(attempt, now=NOW)
        ledger.settle(attempt, state, now=NOW)
    ledger.finish(plan.id, fence=fence)
    return plan.id
