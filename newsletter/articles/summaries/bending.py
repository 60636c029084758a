"""Whether two words are one name, bent as a language bends names: Warszawa and Warszawie, Libya and Libyans.

One letter more at the end makes another name (Robert, Roberts) but where the language has such an ending for names.
English, Spanish, French and Portuguese have none; there countries, their people and a few groups are told by tables.
"""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from newsletter.articles.summaries.folding import word_set

#: Endings of names, by language, folded.
_CASES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": frozenset(),
        "es": frozenset(),
        "fr": frozenset(),
        "pt": frozenset(),
        "cy": frozenset(),
        "pl": word_set("a e o y u i ie iem em ego emu iego iemu ej iej ach ami om ow owi owie ia ka ko"),
        "ro": word_set("a e i u ul ului ei lui or ilor lor le ii iei"),
        "de": word_set("s es n en er ern"),
    }
)
#: Those of languages that have no table here.
_ANY = word_set("s es n is a e o y u i um en er ers al ial ns").union(*_CASES.values())
#: What makes people of a place; a letter alone does so only behind the lands below.
_PEOPLES = word_set("an ian ians ans ean eans ese ish aise aises ais ois ien iens enne ennes")
#: What does so behind a whole name only.
_MORE = word_set("er ers ist ists ism ic")
#: What a place's name may lose before it: Canad-a, Canad-ian.
_ENDS = word_set("a e o y ia um") | {""}
_LANDS = word_set(
    "africa alabama alaska albania algeria america angola argentina arizona armenia asia australia austria bahrain "
    "bangladesh bavaria belarus bolivia bosnia brazil bulgaria california cambodia cameroon canada catalonia chechnya "
    "chile colombia corsica crimea croatia cuba egypt eritrea estonia ethiopia europe florida gambia georgia ghana "
    "guatemala guyana haiti honduras india indiana indonesia iran iraq israel jamaica jordan kashmir kenya korea "
    "kosovo kuwait latvia liberia libya lithuania macedonia malawi malaysia mali malta mauritania mexico moldova "
    "mongolia montana morocco namibia nepal nicaragua nigeria oman oklahoma pakistan palestine panama paraguay "
    "pennsylvania persia punjab qatar romania russia rwanda samoa senegal serbia siberia sicily singapore slovakia "
    "slovenia somalia syria tanzania tasmania tibet tunisia uganda ukraine uruguay venezuela victoria vietnam virginia "
    "yemen zambia zimbabwe"
)
#: Who is spoken of in the plural, too.
_GROUPS = word_set(
    "afghan arab armenian basque bengali briton catalan christian croat czech dane democrat emmy filipino finn game "
    "german goth grammy greek hindu hispanic houthi hungarian italian jew kurd latino minister muslim nazi norwegian "
    "oscar philippine pole prize republican saudi scot senator serb sikh slovak somali spaniard swede tamil teamster "
    "thai tory turk unionist uzbek zionist"
)
#: French writes them with capitals, and bends them.
_FRENCH, _FRENCH_ENDS = ("ien", "yen", "een", "ain", "ais", "ois"), word_set("s e es ne nes")
#: What Welsh makes of first letters, which it does to names of places.
_MUTATIONS = {
    "c": ("g", "ngh", "ch"), "p": ("b", "mh", "ph"), "t": ("d", "nh", "th"), "g": ("", "ng"), "b": ("f", "m"),
    "d": ("dd", "n"), "m": ("f",), "ll": ("l",), "rh": ("r",),
}  # fmt: skip
_ROOTS = {land.removesuffix(land[-1]) if land[-1] in "aeoy" else land: land for land in _LANDS}
#: Letters that the two words share at least: where one is the other with an ending, and where both have one. There a
#: slip is likelier than a case (Quispe, Quispo), but for peoples, long words, and Polish, which leaves no name unbent.
_SHORTEST, _OF_PEOPLE, _BOTH, _BOTH_IN_POLISH = 4, 5, 7, 3
#: Names of people that end as peoples do.
_GIVEN = word_set("gillian lillian sebastian bastian florian cristian maximilian aurelian octavian")


def is_bent(word: str, other: str, languages: Collection[str]) -> bool:
    """Whether two folded words differ as one of the languages, of two letters, bends a name."""
    if word == other:
        return True
    shared = _shared(word, other)
    if shared < min(len(word), len(other)) - 2:
        return False
    ends = {word[shared:], other[shared:]}
    if any(_is_case(shared, ends, language) for language in languages):
        return True
    return _is_people(word, other) or _is_of_place(shared, ends) or _is_french(word, other, languages)


def _shared(word: str, other: str) -> int:
    """How many letters two words begin with alike."""
    alike = (one == two for one, two in zip(word, other, strict=False))
    return next((place for place, same in enumerate(alike) if not same), min(len(word), len(other)))


def _is_case(shared: int, ends: Collection[str], language: str) -> bool:
    endings = _CASES.get(language, _ANY)
    both = _BOTH_IN_POLISH if language == "pl" else _BOTH
    return all(end in endings or not end for end in ends) and shared >= (_SHORTEST if "" in ends else both)


def _is_people(word: str, other: str) -> bool:
    """A land and its people, or a group's one and many."""
    land = _land(word)
    if land and land == _land(other):
        return True
    short, long = sorted((word, other), key=len)
    is_group = short in _GROUPS or (len(short) > 6 and short.endswith(("ian", "ese")) and short not in _GIVEN)
    return is_group and long in (f"{short}s", f"{short[:-1]}ies")


def _land(word: str) -> str:
    """The land that a word names, or whose people; "" for none."""
    if word in _LANDS:
        return word
    for cut in range(1, 6):
        land = _ROOTS.get(word[:-cut], "")
        ending = word[-cut:].removesuffix("s")
        if land and (
            ending in ("an", "ian", "ean", "aian", "ese", "ish") or (ending == "i" and land[-1] not in "ao")
        ):
            return land
    return ""


def _is_of_place(shared: int, ends: Collection[str]) -> bool:
    """As in Paris and Parisian, of places that no table has."""
    short, long = sorted(ends, key=len)
    return shared >= _OF_PEOPLE and ((long in _PEOPLES and short in _ENDS) or (long in _MORE and not short))


def _is_french(word: str, other: str, languages: Collection[str]) -> bool:
    short, long = sorted((word, other), key=len)
    return (
        "fr" in languages
        and short.endswith(_FRENCH)
        and long.startswith(short)
        and long[len(short) :] in _FRENCH_ENDS
    )


def mutated(word: str) -> Iterator[str]:
    """The shapes that a folded name may have in Welsh: Caerdydd, Gaerdydd, Nghaerdydd."""
    for radical in {word, *_radicals(word)}:
        yield radical
        for first, others in _MUTATIONS.items():
            if radical.startswith(first):
                yield from (other + radical[len(first) :] for other in others)


def _radicals(word: str) -> Iterator[str]:
    """What a word may be a mutation of."""
    for first, others in _MUTATIONS.items():
        yield from (first + word[len(other) :] for other in others if word.startswith(other))
