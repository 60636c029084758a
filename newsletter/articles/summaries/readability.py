"""How long a text takes, and how easily it reads."""

import re
from collections.abc import Sequence

from newsletter.articles.cleaning import count_words
from newsletter.articles.summaries.folding import fold
from newsletter.articles.summaries.sentences import split

#: What adults read silently in English, of 190 studies (Brysbaert 2019); other languages lie near it.
WORDS_A_MINUTE = 238
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"[^aeiouy]es?$|[^aeiouytd]ed$")
_HEARD = re.compile(r"[^aeiouyrl]les?$|[sxzcg]es$|[cs]hes$")


def reading_minutes(paragraphs: Sequence[str]) -> int:
    """Whole minutes for a text, at least one; 0 where there is none."""
    count = sum(map(count_words, paragraphs))
    return max(1, round(count / WORDS_A_MINUTE)) if count else 0


def words_a_sentence(text: str, language: str) -> float:
    """The mean length of its sentences, in words."""
    lengths = [count for sentence in split(text, language) if (count := count_words(sentence))]
    return sum(lengths) / len(lengths) if lengths else 0.0


def reading_ease(text: str, language: str) -> int | None:
    """Flesch's reading ease (1948): 60 and above is plain, below 30 hard; None for all languages but English."""
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", text)
    if language.partition("-")[0].lower() != "en" or not words:
        return None
    syllables = sum(map(syllables_of, words)) / len(words)
    return round(206.835 - 1.015 * words_a_sentence(text, language) - 84.6 * syllables)


def syllables_of(word: str) -> int:
    """Vowels that stand together count once; a silent e at the end does not, nor that of -es and -ed.

    It is heard in -le behind a consonant (table), in -es behind a hiss (houses) and in -ted and -ded (wanted).
    """
    plain = fold(word).replace("’", "").replace("'", "")
    count = len(_VOWELS.findall(plain))
    return max(1, count - bool(_SILENT.search(plain) and not _HEARD.search(plain)))
