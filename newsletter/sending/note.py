"""A mail to the branch itself that says what it is for: a probe, or the control of what is in doubt."""

from collections.abc import Mapping
from dataclasses import dataclass

from newsletter.transports.base import Enclosed


@dataclass(frozen=True, slots=True)
class Note:
    """What the mails say; the same for everybody, as nobody but the branch gets them."""

    subject: str
    text: str
    language: str = "en"
    pictures: tuple[Enclosed, ...] = ()

    @property
    def html(self) -> str:
        return f"<!DOCTYPE html><html lang='en'><body><p>{self.text}</p></body></html>"

    def fill(self, _: Mapping[str, str]) -> "Note":
        return self
