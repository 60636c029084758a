"""python -m benchmarks.anymail_peer FOLDER PORT: the same letter to the same people with django-anymail.

As its documentation tells for bulk sending: one message for 1,000 people with merge_data, one open connection for all
messages. It has it easier than we: the letter is compiled already, the list is not encrypted, there is no ledger.
"""

import html
import json
import sqlite3
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BATCH = 1000
GROUP = 4711


def main(folder: str, port: str) -> None:
    warnings.simplefilter("ignore")  # that SendGrid is not supported officially any more
    _configure(port)
    from django.core.mail import get_connection

    letter = json.loads(Path(folder, "letter.json").read_text(encoding="utf-8"))
    connection = get_connection()
    connection.open()
    for people in _batches(Path(folder, "people.sqlite")):
        _message(letter, people, connection).send()
    connection.close()


def _configure(port: str) -> None:
    import django
    from django.conf import settings

    settings.configure(
        EMAIL_BACKEND="anymail.backends.sendgrid.EmailBackend",
        INSTALLED_APPS=["anymail"],
        ANYMAIL={
            "SENDGRID_API_KEY": "SG.not-a-real-key.0123456789",
            "SENDGRID_API_URL": f"http://127.0.0.1:{port}/v3/",
            # The tags stand in the letter as they are.
            "SENDGRID_MERGE_FIELD_FORMAT": "{}",
        },
    )
    django.setup()


def _message(letter: dict[str, Any], people: list[tuple[str, str]], connection: Any) -> Any:
    from django.core.mail import EmailMultiAlternatives

    message = EmailMultiAlternatives(
        subject=letter["subject"],
        body=letter["text"],
        from_email="Anytown Trades Council <news@anytown.example.org>",
        to=[address for address, _ in people],
        reply_to=["office@anytown.example.org"],
        headers={"List-Id": "Anytown Trades Council <benchmark.anytown.example.org>"},
        connection=connection,
    )
    message.attach_alternative(letter["html"], "text/html")
    message.merge_data = {address: _values(letter, first) for address, first in people}
    message.track_clicks = message.track_opens = False
    message.esp_extra = {"asm": {"group_id": GROUP}}
    return message


def _values(letter: dict[str, Any], first: str) -> dict[str, str]:
    values = {}
    for field in letter["fields"]:
        plain = first or field["fallback"]
        values[field["html_tag"]] = html.escape(plain)
        values[field["text_tag"]] = plain
    return values


def _batches(path: Path) -> Iterator[list[tuple[str, str]]]:
    with sqlite3.connect(path) as plain:
        rows = plain.execute("select address, first_name from person order by id")
        while people := rows.fetchmany(BATCH):
            yield people


if __name__ == "__main__":
    main(*sys.argv[1:])
