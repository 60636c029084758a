"""Parcels for the tests: a real letter with a field in every part, and as many people as wanted."""

from collections.abc import Sequence
from typing import Any

from newsletter.rendering.fields import FieldTags
from newsletter.rendering.message import Letter
from newsletter.transports.base import Envelope, Envelopes, Parcel, Sender

NONCE = "k3v9x2m7q4w8z5t1"
KEY = "SG.not-a-real-key.0123456789"

SENDER = Sender(
    name="Anytown Trades Council",
    address="news@example.org",
    reply_to="branch@example.org",
    list_id="Anytown Trades Council <k3v9x2.example.org>",
    unsubscribe_group=4711,
)


def make_letter(**parts: str) -> Letter:
    """`subject`, `html` and `text` may hold fields like [first_name|friend]."""
    tags = FieldTags(NONCE)
    subject = tags.replace(parts.get("subject", "[first_name|friend], stand with Lima"), html=False)
    html = tags.replace(parts.get("html", "<p>Dear [first_name|friend], they marched.</p>"), html=True)
    text = tags.replace(parts.get("text", "Dear [first_name|friend], they marched."), html=False)
    return Letter(
        subject=subject, html=html, text=text, language="en", direction="ltr", nonce=NONCE, fields=tags.fields
    )


def make_parcel(people: int | Sequence[str] = 3, *, letter: Letter | None = None, **changes: Any) -> Parcel:
    """A parcel for so many people, or for people with these first names."""
    letter = letter or make_letter()
    names = [f"Ana {number}" for number in range(people)] if isinstance(people, int) else people
    envelopes = tuple(
        Envelope(
            delivery=f"d-{number}",
            address=f"member{number}@example.org",
            values=letter.values({"first_name": name}),
        )
        for number, name in enumerate(names)
    )
    usual = {"campaign": "c-1", "batch": "b-1", "attempt": "a-1", "sender": SENDER, "content": letter}
    given = {**usual, "envelopes": envelopes, **changes}
    return Parcel(**given | {"envelopes": Envelopes.of(*given["envelopes"])})
