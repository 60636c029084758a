"""Full stops that end no sentence: behind a title ("Ms."), an initial, an ordinal ("am 4. Dezember"), an abbreviation.

What cuts texts into sentences knows some of them. Here its cuts are looked at again, and in doubt a cut is not made: a
sentence that is too long is only not proposed, one that is too short misleads.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from newsletter.articles.summaries.folding import even, word_set
from newsletter.articles.summaries.pointing import EMPTY

#: Stands before a name or a number, and never at an end, whatever the language. In small letters where capitals are
#: not the custom (then either will do); with a capital where the same letters are a word ("our rep.").
_NEVER = word_set(
    "Ms Mr Mrs Mx Messrs Dr Prof Rev Revd Hon Cllr Sgt Gen Gov Sen Rep Lt Col Maj Capt Cpl Cmdr Adm Supt "
    "Insp Ald Pres Pte Pvt Amb Atty Asst approx vs cf viz MM Mme Mmes Mlle Mgr Hr Hrn bzw ca zzgl inkl "
    "exkl evtl ggf sog vgl abg dipl prof inż mgr dña dra sra sras sres Sto Sta núm pág aprox gral exmo "
    "exma dna dnei Parch dott zob tzw tj wg Const Cyng Dep Ing Lic Mons pdte ilmo ilma excmo excma srta Fdo"
)
#: The same, in one language only: elsewhere it is a word, or ends a sentence.
_NEVER_IN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": word_set("Fr"),
        "es": word_set("D Sr Srs Ud Uds CC EE av avda gral art arts ej"),
        "fr": word_set("M Me St Ste Sts av bd boul env art chap"),
        "pt": word_set("D Sr Srs Dr av art eng arq n Pe Cel"),
        "ro": word_set(
            "dl dlui d-na d-l d-nei dr nr str bd art alin lit ing av jud com sat conf acad cca lect asist"
        ),
        "pl": word_set(
            "dr gen ok ul al pl os św ks im np m.in bp hab inż płk mjr kpt por red godz tel nr art ust woj "
            "pow kard abp płn płd"
        ),
        "cy": word_set("Br Bns"),
        "de": word_set("Fr Frl z d u Nr Tel Dres Gebr Fa Bez Kap geb allg bes verh"),
    }
)
_KNOWN = {language: _NEVER | words for language, words in _NEVER_IN.items()}
#: In a text whose language nobody gave they may be either.
_ANY = frozenset().union(*_NEVER_IN.values())
#: Never at an end where a digit follows: "No. 10", "art. 3". Without it they are words.
_BEFORE_DIGIT = word_set(
    "no nos nr nn núm num pp p pg pág pag s art arts fig figs vol ch chap sec sect st str abs ziff kap bd "
    "godz tel ext z poz rys alin jan feb mar apr jun jul aug sep sept oct nov dec"
)
#: Followed by a word that may be a name, they go on; followed by "The" or the like they have ended.
_SOMETIMES = word_set(
    "Inc Corp Co Ltd plc Bros Jr Sr Snr Jnr Jan Feb Apr Aug Sept Sep Oct Nov Dec Ave Blvd Bldg Dept Govt "
    "Assn Univ Intl Calif Conn Fla Minn Wis Tenn Ariz Colo Okla Mich Ga Va Neb Nev Ala Ark Mass dept govt "
    "Mio mio Mrd Tsd usw etc Std Min Mon Abt Abs Verf itd itp al mln mld mlrd tys ub czw mil mii min jr "
    "sr nro ltda lda zł cía cia apdo tel hl OO UU av avda bd blvd"
)
#: Words with which sentences begin, and no name does.
_OPENERS = word_set(
    "the an a he she it they we you his her its their our this that these those there here who what "
    "el los las un una unos unas su sus este esta esto estos estas ese esa eso les une il elle ils "
    "elles ce cet cette ces son sa ses leur leurs os as uma ele ela eles elas isto isso esse essa "
    "această acest ea ei ele to ten ta on ona oni mae yr roedd dywedodd der die das den dem des ein "
    "eine einen einem einer er sie es wir ich"
).union(*EMPTY.values())
#: Some of them are particles of names, too: "J. De Souza".
_PARTICLES = word_set("de da do dos du des d l la le van von al")
#: Languages that write ordinals with a full stop. A text whose language nobody gave may be one of them.
_ORDINALS = frozenset(
    {"de", "pl", "", "da", "nb", "nn", "no", "fi", "cs", "sk", "hu", "sl", "hr", "sr", "bs", "et", "lv"}
)
_ORDINAL = re.compile(r"(?<![\w.,:/-])(?:\d{1,2}|[IVX]+)\.$")
_INITIAL = re.compile(r"(?:(?<![\w'.@/-])|(?<=\.-))[^\W\d_]\.$")
_DOTTED = re.compile(r"(?<![\w'.@/-])(?:[^\W\d_]{1,2}\.){2,}$")
#: An abbreviation by its looks: letters without a vowel, not all capitals ("NHS"), and no plural of such ("MPs").
_NO_VOWEL = re.compile(r"(?![A-Z]+s\b)(?=[A-Z]?[a-z])[BCDFGHJKLMNPQRSTVXZbcdfghjklmnpqrstvxz]{2,5}")
_WORD = re.compile(r"(?<![\w.@/-])([^\W\d_]+(?:[.-]+[^\W\d_]+)*)\.$")
_NEXT = re.compile(r"[\"'(\[¿¡-]*([^\W_]+)")
#: No sentence begins so.
_GOES_ON = re.compile(r"\s*(?:[,;:)\]%ºª°]|-\w)")
_REACH = 24  # characters before a full stop


def mended(pieces: Iterable[str], language: str) -> Iterator[str]:
    """The pieces of a text, together again where a cut was made behind what ends no sentence."""
    whole: list[str] = []
    end = ""
    for piece in pieces:
        if whole and not (piece.strip() and goes_on(end, piece[:_REACH], language)):
            yield "".join(whole)
            whole, end = [], ""
        whole.append(piece)
        end = (end + piece)[-_REACH:]
    if whole:
        yield "".join(whole)


def goes_on(before: str, after: str, language: str) -> bool:
    """Whether a sentence goes on behind what ends `before`; `language` is a primary subtag, or "" for any."""
    if _GOES_ON.match(after):
        return True
    before, after = even(before).rstrip(), even(after).lstrip()
    if after[:1].islower():
        return True
    if not before.endswith("."):
        return False
    follows = _NEXT.match(after)
    following = follows[1] if follows else ""
    if _is_abbreviation(before, _KNOWN.get(language, _NEVER)) or (
        following[:1].isdigit() and _is_before_digit(before)
    ):
        return True
    opens = _OPENERS - _PARTICLES if _INITIAL.search(before) else _OPENERS
    return bool(following) and following.lower() not in opens and _may_go_on(before, language)


def breaks_off(text: str) -> bool:
    """Whether a text ends with what always stands before something else: "said Ms."."""
    return _is_abbreviation(even(text[-_REACH:]).rstrip(" \"')]"), _NEVER)


def _is_abbreviation(before: str, known: frozenset[str]) -> bool:
    word = _WORD.search(before)
    return word is not None and _is_among(word[1], known)


def _is_before_digit(before: str) -> bool:
    word = _WORD.search(before)
    return word is not None and word[1].lower() in _BEFORE_DIGIT


def _may_go_on(before: str, language: str) -> bool:
    if _INITIAL.search(before) or _DOTTED.search(before):
        return True
    if language in _ORDINALS and _ORDINAL.search(before):
        return True
    word = _WORD.search(before)
    if word is None:
        return False
    known = _SOMETIMES if language else _SOMETIMES | _ANY
    return bool(_NO_VOWEL.fullmatch(word[1])) or _is_among(word[1], known)


def _is_among(word: str, known: frozenset[str]) -> bool:
    """A word, or what stands behind its hyphen, that is listed as it is, or in small letters."""
    return any(
        each in known or (each[:1].isupper() and each[:1].lower() + each[1:] in known)
        for each in (word, word.rpartition("-")[2])
    )
