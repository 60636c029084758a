"""Whether two words are one name, bent as a language bends names: Warszawa and Warszawie, Libya and Libyans.

One letter more at the end makes another name (Robert, Roberts) but where the language has such an ending for names.
English, Spanish, French and Portuguese have none; there countries, their people and a few groups are told by tables.
"""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from newsletter.articles.summaries.folding import word_set
from newsletter.articles.summaries.openers import is_thing

#: Of more than one letter, in languages that do not bend names: what makes another form of one (Rob, Robbie).
_FORMS = word_set("ie ies en or um ia es is al ial er ers io ei")
#: Endings of names, by language, folded.
_CASES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": _FORMS,
        "es": _FORMS,
        "fr": _FORMS,
        "pt": _FORMS,
        "cy": _FORMS,
        "pl": word_set(
            "a e o y u i ie iem em ego emu iego iemu m im ym ej iej ach ami om ow owi owie ia ka ko"
        ),
        "ro": word_set("a e i u ul ului ei lui or ilor lor le ii iei"),
        "de": word_set("s es n en er ern"),
    }
)
#: Those of languages that have no table here.
_ANY = word_set("s es n is a e o y u i um en er ers al ial ns").union(*_CASES.values())
#: What makes people of a place; a letter alone does so only behind the lands below.
_PEOPLES = word_set("an ian ians ans ean eans ese ish aise aises ais ois ien iens enne ennes")
#: What does so behind a whole name only, or a whole long one.
_BEHIND, _BEHIND_LONG = word_set("ist ists ism ic"), word_set("er ers")
#: What a place's name may lose before it: Canad-a, Canad-ian.
_ENDS = word_set("a e o y ia um") | {""}
_LANDS = word_set(
    "abkhazia africa alabama alaska albania alberta algeria america andalusia andorra angola antarctica "
    "argentina arizona armenia asia atlanta australia austria azerbaijan bahrain bangladesh barbados bavaria "
    "belarus belize bermuda bhutan bolivia bosnia botswana brazil bulgaria burma burundi california cambodia "
    "cameroon canada catalonia chechnya chile colombia corsica crimea croatia cuba cyprus dalmatia dominica "
    "egypt eritrea estonia ethiopia europe fiji florida gabon galicia gambia gaza georgia ghana gibraltar "
    "grenada guatemala guyana haiti honduras idaho india indiana indonesia iowa iran iraq israel jamaica "
    "jordan kashmir kentucky kenya korea kosovo kuwait kyrgyzstan lanka lapland latvia liberia libya lithuania "
    "lombardy luxembourg macedonia malawi malaysia mali malta manitoba mauritania mexico micronesia minnesota "
    "moldova mongolia montana morocco namibia nebraska nepal nevada nicaragua nigeria oklahoma oman ontario "
    "ossetia pakistan palestine panama papua paraguay pennsylvania persia philadelphia polynesia prussia "
    "punjab qatar rhodesia romania russia rwanda samoa sardinia scandinavia senegal serbia siberia sicily "
    "singapore slovakia slovenia somalia sudan sumatra suriname syria taiwan tanzania tasmania tennessee tibet "
    "tonga transylvania trinidad tunisia tuscany uganda ukraine ulster uruguay utah venezuela victoria vietnam "
    "virginia yemen yugoslavia zambia zimbabwe"
)
#: Who is spoken of in the plural, too.
_GROUPS = word_set(
    "aborigine afghan african alawite american anglican arab armenian asian australian baptist basque bengali "
    "brit briton buddhist canadian catalan catholic christian communist copt cossack croat cuban czech dane "
    "dem democrat dutchman emmy european filipino finn game german goth grammy greek gurkha hindu hispanic "
    "houthi hungarian hutu indian iraqi israeli italian jew korean kurd kuwaiti latino liberal lord loyalist "
    "maori marine methodist mexican minister mormon muslim nationalist nazi norwegian olympic oscar pakistani "
    "palestinian paralympic peer philippine pole prize protestant quaker ranger republican rohingya rover "
    "royal russian saudi scot scout senator serb sikh slovak socialist somali spaniard sunni swede tamil "
    "teamster thai tory turk tutsi uighur unionist uzbek yazidi yemeni zionist zulu"
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
_SHORTEST, _CUT, _BOTH, _BOTH_IN_POLISH = 4, 5, 7, 3
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
    is_group = (
        short in _GROUPS
        or is_thing(short)
        or (len(short) > 6 and short.endswith(("ian", "ese", "ist")) and short not in _GIVEN)
    )
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
    short, long = sorted(ends, key=lambda end: (len(end), end not in _ENDS))
    if short:
        return shared >= _CUT and short in _ENDS and long in _PEOPLES
    return (
        shared >= (_CUT if long in _BEHIND_LONG else _SHORTEST) and long in _PEOPLES | _BEHIND | _BEHIND_LONG
    )


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
