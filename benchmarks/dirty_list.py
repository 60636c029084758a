"""A list as a union's system exports it, with one row in twenty dirty: the same in every run, example.org only."""

import random
from collections.abc import Callable, Mapping
from pathlib import Path

HEADER = "Membership No,Email Address,First Name,Last Name,Phone,Employer,Status"
_FIRST = (
    "Ana",
    "Ben",
    "Carys",
    "Dewi",
    "Ewa",
    "Fatima",
    "Gwen",
    "Hassan",
    "Ines",
    "José",
    "Kofi",
    "Łucja",
    "Niamh",
)
_LAST = (
    "Abara",
    "Hussain",
    "Okafor",
    "Ionescu",
    "Pérez",
    "O'Neill",
    "van der Berg",
    "Müller",
    "Nowak",
    "Silva",
)
_LEFT = ("Lapsed", "Left", "Unsubscribed")
#: What becomes of an address, each in so many rows of a thousand.
_DIRT: Mapping[str, tuple[int, Callable[[str], str]]] = {
    "space before the @": (5, lambda text: text.replace("@", " @")),
    "capitals": (8, str.upper),
    "space around": (6, lambda text: f" {text}\u00a0"),
    "nobody": (3, lambda _: "n/a"),
    "empty": (3, lambda _: ""),
    "no @": (2, lambda text: text.replace("@", "")),
    "angles": (3, lambda text: f"<{text}>"),
    "mailto": (2, lambda text: f"mailto:{text}"),
    "international host": (6, lambda text: text.replace("@branch", "@bücher")),
    "comma": (2, lambda text: text.replace(".example.", ".example,")),
}
_KINDS = tuple(kind for share, kind in _DIRT.values() for _ in range(share))


def write_list(path: Path, rows: int) -> None:
    """One row in a hundred stands there twice, one in a hundred has left."""
    chance, before = random.Random(7), ""
    with path.open("w", encoding="utf-8") as stream:
        stream.write(f"{HEADER}\n")
        for number in range(rows):
            first, last, row = chance.choice(_FIRST), chance.choice(_LAST), chance.randrange(1000)
            address = f"person{number}@branch{chance.randrange(400)}.example.org"
            if row < len(_KINDS):
                address = _KINDS[row](address)
            elif row < len(_KINDS) + 10:
                address = before or address
            else:
                before = address
            status = "Active" if chance.random() > 0.01 else chance.choice(_LEFT)
            stream.write(
                f"{number:08d},{address},{first},{last},07700 900{number % 1000:03d},Port of Anytown,{status}\n"
            )
