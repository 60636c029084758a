"""The language of a text, told by py3langid among the branch's own languages; not told where it is not clear.

Asked about all 140 languages it takes short texts for neighbours nobody reads here, and asked about few it takes a
stranger for one of them: both are asked, and both have to agree.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from newsletter.articles.cleaning import count_words

FEWEST_WORDS = 20
_ENOUGH = 2_000  # characters
#: Texts that could be a neighbour's, as two words of Spanish that are Galician as well, stay below it.
_SURE = 0.95
_STRANGER = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was found: a language, or the one of a stranger, or neither."""

    language: str = ""
    #: a clear case of a language that is none of ours.
    stranger: str = ""


def hear(paragraphs: Sequence[str], languages: Collection[str]) -> Heard:
    """The language of a text among `languages` (codes, areas do not count)."""
    text = " ".join(paragraphs)[:_ENOUGH]
    if count_words(text) < FEWEST_WORDS:
        return Heard()
    identifier = _identifier()
    best, certainty = _best(identifier, text, None)
    ours = {language.partition("-")[0] for language in languages} & set(identifier.labels)
    if not ours:
        return Heard()
    among, sure = _best(identifier, text, ours)
    if sure >= _SURE and (best == among or certainty < _STRANGER) and (len(ours) > 1 or best == among):
        return Heard(language=among)
    return Heard(stranger=best if certainty >= _STRANGER and best not in ours else "")


def _best(identifier: Any, text: str, languages: Collection[str] | None) -> tuple[str, float]:
    identifier.set_languages(languages)
    language, certainty = identifier.classify(text)
    identifier.set_languages(None)
    return str(language), float(certainty)


@cache
def _identifier() -> Any:
    """The model, read once: half a second, and 100 MB of memory."""
    from py3langid import langid  # noqa: PLC0415  (see above)

    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
