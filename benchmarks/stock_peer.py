"""python -m benchmarks.stock_peer FOLDER PORT: the same letter to the same people with the `sendgrid` package as it is.

As its examples tell: a Mail with a Personalization for each of 1,000 people, made of To, Substitution and CustomArg
(one id, by which a bounce can be told), posted by SendGridAPIClient.send().
"""

import sys
from itertools import count
from typing import Any

from sendgrid import SendGridAPIClient
from sendgrid.helpers.mail import (
    Asm,
    ClickTracking,
    Content,
    CustomArg,
    Email,
    GroupId,
    Header,
    Mail,
    OpenTracking,
    Personalization,
    ReplyTo,
    Substitution,
    To,
    TrackingSettings,
)

from benchmarks import peer


def main(folder: str, port: str) -> None:
    letter = peer.load_letter(folder)
    client = SendGridAPIClient(api_key=peer.KEY, host=f"https://127.0.0.1:{port}")
    ids = count(1)
    with peer.stopwatch():
        for people in peer.batches(folder):
            mail = _mail(letter)
            for address, first in people:
                mail.add_personalization(_person(address, peer.values(letter, first), next(ids)))
            client.send(mail)


def _mail(letter: dict[str, Any]) -> Mail:
    mail = Mail(from_email=Email(peer.SENDER, peer.NAME), subject=letter["subject"])
    mail.reply_to = ReplyTo(peer.REPLY_TO)
    mail.add_content(Content("text/plain", letter["text"]))
    mail.add_content(Content("text/html", letter["html"]))
    mail.add_header(Header("List-Id", peer.LIST_ID))
    mail.asm = Asm(GroupId(peer.GROUP))
    tracking = TrackingSettings()
    tracking.click_tracking, tracking.open_tracking = ClickTracking(False, False), OpenTracking(False)
    mail.tracking_settings = tracking
    return mail


def _person(address: str, values: dict[str, str], number: int) -> Personalization:
    person = Personalization()
    person.add_to(To(address))
    for tag, value in values.items():
        person.add_substitution(Substitution(tag, value))
    person.add_custom_arg(CustomArg("id", f"{number:020}"))
    return person


if __name__ == "__main__":
    main(*sys.argv[1:])
