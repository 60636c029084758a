"""Looks at the mail server: connects, encrypts, logs in, and mails nothing."""

from collections.abc import Iterator

from newsletter.checks.diagnosis import Diagnosis, ok, problem
from newsletter.errors import NewsletterError
from newsletter.settings import TransportName
from newsletter.transports.base import Halt
from newsletter.transports.smtp import SmtpTransport
from newsletter.wiring import House


def examine_server(house: House) -> Iterator[Diagnosis]:
    """One finding about the mail server of newsletter.toml."""
    try:
        transport = house.make_transport(TransportName.SMTP, "doctor")
    except NewsletterError as error:
        yield problem("mail-server", error.message, error.remedy)
        return
    if not isinstance(transport, SmtpTransport):
        raise TypeError("a mail server is asked by SMTP")
    try:
        outcome = transport.knock()
    finally:
        transport.close()
    if outcome is None:
        secured = "" if house.settings.smtp.tls == "none" else ", encrypted"
        logged = " and takes your log-in" if house.settings.smtp.username else ""
        yield ok("mail-server", f"The mail server answers{secured}{logged}.")
    elif isinstance(outcome, Halt):
        yield problem("mail-server", outcome.message, outcome.remedy)
    else:
        yield problem(
            "mail-server",
            f"The mail server takes no mail at this moment ({getattr(outcome, 'code', 'no answer')}).",
            "Wait some minutes and look again.",
        )
