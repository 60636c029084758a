"""python -m benchmarks.smtplib_peer FOLDER PORT: the shortest loop over smtplib, as the limit for SMTP.

One mail, made beforehand, is handed over again and again on one connection: nothing is personal, nothing is kept.
"""

import smtplib
import sys
from email.message import EmailMessage
from email.policy import SMTP
from itertools import chain

from benchmarks import peer


def main(folder: str, port: str) -> None:
    letter = peer.load_letter(folder)
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = f"{peer.NAME} <{peer.SENDER}>", "member@example.org"
    message["Subject"] = "Eight pieces of good news"
    message.set_content(letter["text"])
    message.add_alternative(letter["html"], subtype="html")
    ready = message.as_bytes()
    people = list(chain.from_iterable(peer.batches(folder)))
    with peer.stopwatch(), smtplib.SMTP("127.0.0.1", int(port)) as server:
        for address, _ in people:
            server.sendmail(peer.SENDER, address, ready)


if __name__ == "__main__":
    main(*sys.argv[1:])
