"""The words in place of a picture: whether they say anything at all of it."""

import re
import unicodedata

_BARE_WORD = re.compile(
    r"(?:an? |the )?(?:image|picture|photo(?:graph)?|graphic|bild|foto)(?: of)?\W*\d*", re.IGNORECASE
)


def says_nothing(alt: str) -> bool:
    """Whether it is one letter, signs and digits alone, or the bare word “photo”; not for none, which may be meant.

    A single sign of a script without capitals (`unicodedata` category Lo) may be a word.
    """
    letters = [sign for sign in alt if sign.isalpha()]
    is_word = len(letters) > 1 or any(unicodedata.category(sign) == "Lo" for sign in letters)
    return bool(alt.strip()) and (not is_word or _BARE_WORD.fullmatch(alt.strip()[:200]) is not None)
