"""What a campaign froze when it began: who writes, and what. An edited file never changes the second half."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from newsletter.rendering.message import Filled, Filler, Letter
from newsletter.transports.base import Sender


@dataclass(frozen=True, slots=True)
class Frozen:
    """The frozen content of one campaign, as the ledger keeps it."""

    sender: Sender
    letter: Letter

    def to_json(self) -> dict[str, Any]:
        return {"sender": asdict(self.sender), "letter": json.loads(self.letter.to_json())}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Frozen":
        return cls(sender=Sender(**kept["sender"]), letter=Letter.from_json(json.dumps(kept["letter"])))


class Pages:
    """The letter as a transport reads it; cut at its tags once, not once per person."""

    def __init__(self, letter: Letter) -> None:
        self.subject = letter.subject
        self.html = letter.html
        self.text = letter.text
        self.language = letter.language
        self.pictures = letter.pictures
        self._filler = Filler(letter)

    def fill(self, values: Mapping[str, str]) -> Filled:
        return self._filler.fill(values)
