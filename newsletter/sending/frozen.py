"""What a campaign froze when it began: who writes, and what. An edited file never changes the second half."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from newsletter.rendering.message import Filled, Filler, Letter
from newsletter.sending.languages import MAIN
from newsletter.transports.base import Sender


@dataclass(frozen=True, slots=True)
class Frozen:
    """The frozen content of one campaign, as the ledger keeps it."""

    sender: Sender
    #: The main letter, for whoever has none in their language.
    letter: Letter
    #: By language, in the order of freezing.
    translations: Mapping[str, Letter] = field(default_factory=dict)

    @property
    def letters(self) -> dict[str, Letter]:
        """All letters by what a batch says of its language."""
        return {MAIN: self.letter, **self.translations}

    @property
    def digest(self) -> str:
        """Of all letters, in hexadecimal; of one alone, that letter's."""
        if not self.translations:
            return self.letter.digest
        digests = {language: letter.digest for language, letter in self.letters.items()}
        return hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """As it was before there were translations, where there are none."""
        kept = {"sender": asdict(self.sender), "letter": json.loads(self.letter.to_json())}
        translations = {
            language: json.loads(letter.to_json()) for language, letter in self.translations.items()
        }
        return kept | ({"translations": translations} if translations else {})

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Frozen":
        return cls(
            sender=Sender(**kept["sender"]),
            letter=Letter.from_json(json.dumps(kept["letter"])),
            translations={
                language: Letter.from_json(json.dumps(letter))
                for language, letter in kept.get("translations", {}).items()
            },
        )


class Pages:
    """A letter as a transport reads it; cut at its tags once, not once per person."""

    def __init__(self, letter: Letter) -> None:
        self.subject = letter.subject
        self.html = letter.html
        self.text = letter.text
        self.language = letter.language
        self.pictures = letter.pictures
        self._filler = Filler(letter)

    def fill(self, values: Mapping[str, str]) -> Filled:
        return self._filler.fill(values)
