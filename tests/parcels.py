"""Parcels for the tests of the transports: example.org only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsletter.rendering.message import Enclosure
from newsletter.transports.base import Envelope, Envelopes, Parcel, Sender


@dataclass(frozen=True, slots=True)
class Filled:
    subject: str
    html: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """Content with one tag, NAME."""

    subject: str = "For NAME"
    html: str = "<!doctype html>\n<p>Dear NAME, the strike goes on – support it.</p>\n"
    text: str = "Dear NAME,\nthe strike goes on – support it.\n"
    language: str = "en"
    pictures: Sequence[Enclosure] = ()

    def fill(self, values: Mapping[str, str]) -> Filled:
        name = values["NAME"]
        return Filled(*(part.replace("NAME", name) for part in (self.subject, self.html, self.text)))


def make_sender(**changes) -> Sender:
    usual = {
        "name": "Anytown Trades Council",
        "address": "news@branch.example.org",
        "reply_to": "secretary@branch.example.org",
        "list_id": "Anytown Trades Council <k3v9x2.example.org>",
        "list_unsubscribe": "mailto:secretary@branch.example.org?subject=unsubscribe",
    }
    return Sender(**(usual | changes))


def make_envelope(number: int = 1, **changes) -> Envelope:
    usual = {
        "delivery": f"c1-{number}",
        "address": f"reader{number}@example.org",
        "values": {"NAME": f"Name{number}"},
    }
    return Envelope(**(usual | changes))


def make_parcel(count: int = 1, **changes) -> Parcel:
    usual = {
        "campaign": "c1",
        "batch": "c1.1",
        "attempt": "a1",
        "sender": make_sender(),
        "content": Plain(),
        "envelopes": [make_envelope(number) for number in range(1, count + 1)],
    }
    given = usual | changes
    return Parcel(**given | {"envelopes": Envelopes.of(*given["envelopes"])})
