"""python -m benchmarks.anymail_peer FOLDER PORT: the same letter to the same people with django-anymail.

As its documentation tells for bulk sending: one message for 1,000 people with merge_data, one open connection for all
messages. It gives each person an id of its own making (anymail_id), as it does when nothing else is said.
"""

import sys
import warnings
from typing import Any

from benchmarks import peer


def main(folder: str, port: str) -> None:
    warnings.simplefilter("ignore")  # that SendGrid is not supported officially any more
    _configure(port)
    from django.core.mail import get_connection

    letter = peer.load_letter(folder)
    connection = get_connection()
    with peer.stopwatch():
        connection.open()
        for people in peer.batches(folder):
            _message(letter, people, connection).send()
        connection.close()


def _configure(port: str) -> None:
    import django
    from django.conf import settings

    settings.configure(
        EMAIL_BACKEND="anymail.backends.sendgrid.EmailBackend",
        INSTALLED_APPS=["anymail"],
        ANYMAIL={
            "SENDGRID_API_KEY": peer.KEY,
            "SENDGRID_API_URL": f"https://127.0.0.1:{port}/v3/",
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
        from_email=f"{peer.NAME} <{peer.SENDER}>",
        to=[address for address, _ in people],
        reply_to=[peer.REPLY_TO],
        headers={"List-Id": peer.LIST_ID},
        connection=connection,
    )
    message.attach_alternative(letter["html"], "text/html")
    message.merge_data = {address: peer.values(letter, first) for address, first in people}
    message.track_clicks = message.track_opens = False
    message.esp_extra = {"asm": {"group_id": peer.GROUP}}
    return message


if __name__ == "__main__":
    main(*sys.argv[1:])
