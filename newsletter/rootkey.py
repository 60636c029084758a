"""The root key as a person writes it down: 13 groups of 5 signs, each with a check of its own.

The alphabet is Crockford's: no letter can be taken for a digit or for another one. The fifth sign of a group is made of
the other four and of the group's place, so that every mistyped sign, two signs that changed places, and two groups that
did are found and named; the last four bits are a check over the whole.
"""

import hashlib
import re

from newsletter.errors import SettingsError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ROOT_BYTES = 32
GROUPS, SIGNS = 13, 5
_BITS = 5
#: What people write or read instead.
_ALIKE = str.maketrans("OIL", "011")
#: x^5 + x^2 + 1: sums and products of signs are those of a field of 32, in which every factor can be undone.
_FIELD = 0b100101


def spelled(root: bytes) -> str:
    """The key for a sheet of paper: 13 groups with hyphens between."""
    if len(root) != ROOT_BYTES:
        raise ValueError("a root key has 32 bytes")
    number = int.from_bytes(root, "big") << 4 | _whole_check(root)
    signs = [number >> _BITS * place & 31 for place in reversed(range(GROUPS * (SIGNS - 1)))]
    groups = [signs[start : start + SIGNS - 1] for start in range(0, len(signs), SIGNS - 1)]
    return "-".join(_written([*group, _check(group, place)]) for place, group in enumerate(groups))


def is_spelled(text: str) -> bool:
    """Whether somebody wants to type a key from a sheet: groups, or about as many signs as one has."""
    parts = [part for part in re.split(r"[\s\-–—.]+", text.strip()) if part]
    return (len(parts) > 2 and all(len(part) <= SIGNS + 2 for part in parts)) or len("".join(parts)) == 65


def read_spelled(text: str) -> bytes:
    """The key of `spelled`, in small letters or without hyphens, too. Raises SettingsError that names the groups."""
    groups = _groups(text)
    wrong = [place for place, group in enumerate(groups, start=1) if not _fits(group, place - 1)]
    if len(groups) != GROUPS:
        first = f" The first that does not fit is group {wrong[0]}." if wrong else ""
        raise _refused(f"The key has {GROUPS} groups of {SIGNS} signs; these are {len(groups)}.{first}")
    if wrong:
        named = ", ".join(map(str, wrong))
        raise _refused(
            f"Group {named} of the key is mistyped."
            if len(wrong) == 1
            else f"Groups {named} of the key are mistyped."
        )
    number = 0
    for group in groups:
        for sign in group[: SIGNS - 1]:
            number = number << _BITS | ALPHABET.index(sign)
    root = (number >> 4).to_bytes(ROOT_BYTES, "big")
    if number & 15 != _whole_check(root):
        raise _refused("Several signs of the key are mistyped.")
    return root


def short_mark(code: bytes) -> str:
    """Five bytes as AB12-CD34: how people tell one key from another."""
    number = int.from_bytes(code[:5], "big")
    signs = _written([number >> _BITS * place & 31 for place in reversed(range(8))])
    return f"{signs[:4]}-{signs[4:]}"


def _groups(text: str) -> list[str]:
    parts = [part for part in re.split(r"[\s\-–—.]+", text.upper().translate(_ALIKE).strip()) if part]
    if len(parts) == GROUPS:
        return parts
    signs = "".join(parts)
    return [signs[start : start + SIGNS] for start in range(0, len(signs), SIGNS)]


def _fits(group: str, place: int) -> bool:
    if len(group) != SIGNS or any(sign not in ALPHABET for sign in group):
        return False
    *signs, check = map(ALPHABET.index, group)
    return check == _check(signs, place)


def _check(signs: list[int], place: int) -> int:
    """A sum with another factor at each place; where the group stands is one of its terms."""
    total = place
    for factor, sign in enumerate(signs, start=2):
        total ^= _product(factor, sign)
    return total


def _product(a: int, b: int) -> int:
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = a << 1 ^ (_FIELD if a & 16 else 0)
        b >>= 1
    return product


def _whole_check(root: bytes) -> int:
    return hashlib.sha256(b"written down" + root).digest()[0] & 15


def _written(signs: list[int]) -> str:
    return "".join(ALPHABET[sign] for sign in signs)


def _refused(message: str) -> SettingsError:
    return SettingsError(
        message,
        remedy="Look at the recovery sheet and type the key again; small letters and spaces will do, too.",
        code="bad-root",
    )
