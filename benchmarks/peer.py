"""What all peers have in common: the letter and the people as they find them, and a stopwatch round their loop.

They have it easier than we: the letter is compiled already, the list is not encrypted, there is no ledger.
"""

import html
import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BATCH = 1000
GROUP = 4711
KEY = "SG.not-a-real-key.0123456789"
SENDER, NAME = "news@anytown.example.org", "Anytown Trades Council"
REPLY_TO = "office@anytown.example.org"
LIST_ID = f"{NAME} <benchmark.anytown.example.org>"


def load_letter(folder: str) -> dict[str, Any]:
    letter: dict[str, Any] = json.loads(Path(folder, "letter.json").read_text(encoding="utf-8"))
    return letter


def batches(folder: str) -> Iterator[list[tuple[str, str]]]:
    """(address, first name) of all people, a thousand at a time."""
    with sqlite3.connect(Path(folder, "people.sqlite")) as plain:
        rows = plain.execute("select address, first_name from person order by id")
        while people := rows.fetchmany(BATCH):
            yield people


def values(letter: dict[str, Any], first: str) -> dict[str, str]:
    """What the letter's tags stand for in one person's mail."""
    found = {}
    for field in letter["fields"]:
        plain = first or field["fallback"]
        found[field["html_tag"]] = html.escape(plain)
        found[field["text_tag"]] = plain
    return found


@contextmanager
def stopwatch() -> Iterator[None]:
    """Prints what the block took, wall and CPU seconds of all threads, as JSON."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    print(json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}), flush=True)
