"""Opaque names of rows: 128 random bits, which say nothing about a person and cannot be guessed."""

import secrets
from collections.abc import Callable


def new_id(random: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """32 hexadecimal digits: base32 takes ten times longer to make, which counts at a million rows."""
    return random(16).hex()


def new_ids(number: int, random: Callable[[int], bytes] = secrets.token_bytes) -> list[str]:
    """So many at once, which takes a tenth of the time."""
    digits = random(16 * number).hex()
    return [digits[start : start + 32] for start in range(0, 32 * number, 32)]
