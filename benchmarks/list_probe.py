"""python -m benchmarks.list_probe LIST.csv FOLDER encrypted|plain|validator: take a list in, and say how long it took.

`plain` leaves the encryption out; `validator` asks email-validator about every address in place of our own rule.
"""

import json
import re
import secrets
import sys
import time
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from subscribers import address, database, scratch, staging
from subscribers.consent import ground
from subscribers.importer import apply, plan_import
from subscribers.people import People
from subscribers.schema import migrate


def without_key(opened: database.SqliteDatabase, key: bytes) -> None:
    """As `database._unlock`, but for the key."""
    del key
    for setting in (
        "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON",
        "temp_store = MEMORY", f"cache_size = -{database._CACHE_KB}",
    ):  # fmt: skip
        with opened._cursor() as cursor:
            cursor.execute(f"PRAGMA {setting}")
            cursor.fetchall()


def main(source: Path, folder: Path, how: str) -> None:
    if how == "plain":
        database._unlock = without_key
        scratch._new_key = str
        # Without a key SQLite is deaf to SQLCipher's word for it, and the larger pages save time as well.
        scratch._SETTINGS = tuple(one.replace("cipher_page", "page") for one in scratch._SETTINGS)
    if how == "validator":
        address._PLAIN, address._SHORT = re.compile("(?!)"), 0
        staging.plain_rows = lambda *_: None
    with database.open_sqlite(folder / f"{secrets.token_hex(4)}.db", b"k" * 32) as opened:
        migrate(opened, component="people", folder=files("subscribers") / "migrations")
        people = People(opened, hash_key=b"h" * 32)
        reason = ground(basis="consent", wording="Yes, write to me.", source="sheet")
        begun = time.perf_counter()
        plan = plan_import(people, source, file_name=source.name, reason=reason, language="en")
        planned = time.perf_counter()
        done = apply(people, plan, now=datetime.now(UTC))
        ended = time.perf_counter()
    print(
        json.dumps({"rows": done.rows, "added": done.added, "plan": planned - begun, "wall": ended - begun})
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
