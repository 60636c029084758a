"""Which letter of a campaign a person gets: the one in their language, else the main one.

The rule stands here once: the question before sending counts by it, and the audience is frozen by it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: What a batch of the main letter says in place of a language, as all batches did before there were others.
MAIN = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Those of an audience who get one letter."""

    #: The language of the letter, or MAIN.
    letter: str
    #: The languages that people have who get it, as the list spells them.
    readers: tuple[str, ...]
    people: int


def chosen(language: str, letters: Sequence[str]) -> str | None:
    """The one of `letters` (languages, the main one's first) for somebody with `language`; None: none is in theirs.

    `pt-BR` gets `pt-BR`, else `pt`, else the first that is Portuguese at all; and so does `pt`.
    """
    wanted = language.casefold()
    first = _primary(wanted)
    for tag in (wanted, first):
        if found := [letter for letter in letters if letter.casefold() == tag]:
            return found[0]
    return next((letter for letter in letters if _primary(letter.casefold()) == first), None)


def share_out(people: Mapping[str, int], letters: Sequence[str]) -> tuple[Share, ...]:
    """How an audience, counted by its people's languages, falls to the letters; every one has a share, also of nobody.

    `letters` are languages, the main one's first: it goes to everybody who has none in theirs.
    """
    main = letters[0]
    readers: dict[str, list[str]] = {letter: [] for letter in letters}
    for language in sorted(people):
        readers[chosen(language, letters) or main].append(language)
    return tuple(
        Share(
            letter=MAIN if letter == main else letter,
            readers=tuple(theirs),
            people=sum(people[language] for language in theirs),
        )
        for letter, theirs in readers.items()
    )


def count_without(people: Mapping[str, int], letters: Sequence[str]) -> int:
    """How many get the main letter only because there is none in their language."""
    return sum(
        number for language, number in people.items() if language and chosen(language, letters) is None
    )


def _primary(tag: str) -> str:
    return tag.partition("-")[0]
