"""The names of a text: words with capitals where a sentence would have none.

A guess by capitals, so Arabic has no names here, and what is missing is said as advice only.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from newsletter.articles.reading.dates import MONTHS
from newsletter.articles.summaries.bending import is_bent, mutated
from newsletter.articles.summaries.folding import bare, fold, word_set
from newsletter.articles.summaries.german import is_full_name
from newsletter.articles.summaries.given import GIVEN
from newsletter.articles.summaries.numerals import SCALES
from newsletter.articles.summaries.openers import is_name, is_ordinary
from newsletter.articles.summaries.places import INSIDE, SYNONYMS, WORLD
from newsletter.articles.summaries.speakers import is_before_quotation

WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’&-][^\W_]+)*(?:['’]s)?")
SENTENCE_END = re.compile(r"[.!?…:;]['\"”’»)\]]*\s*['\"“‘«(\[]*$|^\W*$|[–—-]\s+$|[“‘«\"]$|\n\s*[-*•]?\s*$")
_IN_CAPITALS = re.compile(r"[A-Z.&\d]*[A-Z][A-Z.&\d]+(?:['’]?s)?$")
#: A short form as a verb: "ID'd".
_DONE = re.compile(r"[A-Z]{2,}['’]d")
#: Before and behind a whole family: "the Garcias", "the Garcias and Holms", "Garcias have".
_THE = re.compile(r"\b(?:the|both|two)\s(?:\w+s\sand\s)?$", re.IGNORECASE)
_PLURAL = re.compile(r"\s(?:are|were|have|say|want)\b")
#: German words of numbers, written with a capital as names are.
_COUNTED = {word for word in SCALES["de"] if len(word) > 2} | word_set("prozent euro cent uhr")
#: May stand between the words of one name.
JOINERS = word_set(
    "of the de la le les el los las del da do das dos du des der den von van al bin ap y e i et a"
)
#: May stand between the words of the long form of a short name: Centers for Disease Control and Prevention.
_LINKS = word_set("and for on in to und für zu pour sur para por na w dla pentru a'r dros i")
#: Words with capitals that are part of how somebody is addressed, or of the calendar, and name nobody.
NO_NAME = word_set(
    "mr mrs ms dr sir lord lady dame prof professor president prime minister mayor judge justice king queen "
    "prince princess captain sen sens gen rep reps gov sgt lt col capt rev jr pa no senator general "
    "secretary chief chair chairman i i'm i'll i've i'd ok pm am st mps mp tv dna bst gmt est et "
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays "
    "sundays lunes martes don dona sra sr san santa "
    "mme m internet ceo ceos ngo ngos vip vips faq faqs "
    "tupe ppe hgv hgvs agm agms egm egms cctv "
    "mx cllr cllrs councillor comrade hon revd det insp supt senor senora senorita ministro ministra monsieur madame "
    "mademoiselle mlle senhor senhora domnul doamna domnisoara ministrul pan pani panstwo prezes herr frau parch"
) | {fold(month) for month in MONTHS}
#: Begin sentences in the project's languages, and name nothing.
OPENERS = word_set(
    "a an the he she it they we you his her its their our my this that these those there here who "
    "what when where why how which while after before since until if as at by for from in into of on "
    "onto over to under with without and but or nor so yet also both each every all some many most "
    "more few several no not now then than once only just even still two three four five six seven "
    "eight nine ten one first last new old other another such is are was were be been has have had do "
    "does did can could will would shall should may might must meanwhile however today yesterday "
    "tomorrow el la los las un una unos unas su sus este esta estos estas ese esa con sin por para de "
    "del al en y o pero cuando como le les des du de au aux ce cet cette ces son sa ses leur leurs il "
    "elle ils elles on nous vous et ou mais dans pour par former latest next actor actress singer "
    "author historian striker american british french german spanish meet top avec sans sur os as um "
    "uma uns umas o seu sua com sem por na no nas nos em e mas quando mae yr y i'r o'r ond pan gan "
    "dan ar am at ein eu ei w z na do od po nie to ten ta te ci oraz ale jego jej ich si un o din la "
    "cu pe pentru dar acest aceasta acesti aceste"
)
#: Parts of names that are left out as often: the Czech Republic, Czechs; an Academy Award, an Oscar.
_LEFT_OUT = word_set("republic federation award awards prize prizes")
#: What ordinary English words end in.
_GRAMMAR = word_set(
    "s es ed d er ers r rs ing ings ly y ily al ally ion ions ation ations ive ment ments ness or ors e est ist ists "
    "ful less able ity ian ians ic ical ence ance ies ied ship hood"
) | {""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name as it stands in the text, and its words folded."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    #: those of them that are written in capitals, like NHS, MPs.
    short: frozenset[str] = frozenset()
    #: those that have an ending as in Andrew's, which may be a part of the name.
    owners: frozenset[str] = frozenset()
    #: whether it may be a whole family in English: "the Garcias".
    is_family: bool = False
    #: whether a sentence begins with it, and its first word may be none of it: "Mówiła Anna Nowak".
    is_first: bool = False

    def without_first(self) -> "Name":
        """The name as it is when the first word is none of it; the same one where that word counts for nothing."""
        if bare(self.text.partition(" ")[0]) != self.words[0]:
            return self
        cut = len(self.text) - len(self.text.partition(" ")[2])
        return replace(self, start=self.start + cut, text=self.text[cut:], words=self.words[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of an article as names are looked up in them."""

    #: all of them, folded, without possessive endings.
    all: frozenset[str]
    #: those that stand in small letters somewhere.
    small: frozenset[str]
    #: by their first three letters.
    families: dict[str, tuple[str, ...]] = field(repr=False)
    #: short forms in capitals, and the first letters of all words in a row.
    short: frozenset[str]
    initials: str
    #: two words with capitals as one: "cyberdust" for Cyber Dust.
    joined: frozenset[str]
    #: the first letters of names of two words: "ny" for New York.
    pairs: frozenset[str]
    #: the first letters of words with capitals in a row, small words between them left out: "i" and "s" of each Islamic
    #: State of Iraq and Syria.
    titles: str = ""
    #: words with capitals that are long enough to be shortened.
    long: frozenset[str] = frozenset()
    #: two of them, with one word between at most: "christopher" and "bell" of Christopher J. Bell.
    beside: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, text: str) -> "Words":
        found = [match[0] for match in WORD.finditer(text) if match[0] != "us"]
        capitals = [bare(word)[:1] if word[0].isupper() else "" for word in found]
        split = [part for word in found for part in (word, *re.split(r"[-&’']", word)) if part]
        # St Andrew's and St Andrews, Sainsbury's and Sainsburys are one.
        everything = frozenset(map(bare, split)) | {f"{bare(word)}s" for word in found if _is_owner(word)}
        families: dict[str, list[str]] = {}
        for word in sorted(everything):
            families.setdefault(word[:3], []).append(word)
        return cls(
            all=everything,
            small=frozenset(bare(word) for word in split if word[0].islower()),
            families={key: tuple(words) for key, words in families.items()},
            short=frozenset(bare(word) for word in found if word.isupper() and len(word) > 1),
            initials=f"{_initials(found)} {_initials(re.split('[ -]', ' '.join(found)))}",
            joined=frozenset(
                bare(one) + bare(two) for one, two in pairwise(found) if one[0].isupper() and two[0].isupper()
            ),
            pairs=frozenset(one + two for one, two in pairwise(capitals) if one and two),
            titles="".join(
                letter or " "
                for word, letter in zip(found, capitals, strict=True)
                if letter or fold(word) not in JOINERS | _LINKS
            ),
            long=frozenset(bare(word) for word in found if word[0].isupper() and len(word) >= 6),
            beside=frozenset(
                (bare(one), bare(two))
                for apart in (1, 2)
                for one, two in zip(found, found[apart:], strict=False)
                if one[0].isupper() and two[0].isupper() and len(one) >= 6
            ),
        )


def _initials(words: Iterable[str]) -> str:
    return "".join(bare(word)[:1] for word in words if fold(word) not in JOINERS)


def names(text: str, there: Words, language: str = "en") -> Iterator[Name]:
    """The names of a summary, in a language of two letters. `there` helps to tell a name from a first word."""
    run: list[re.Match[str]] = []
    for match in WORD.finditer(text):
        if run and not _goes_on(text, run[-1], match):
            yield from _name(text, run, there, language)
            run = []
        if has_capital(match[0]) or (run and fold(match[0]) in JOINERS):
            run.append(match)
        elif run:
            yield from _name(text, run, there, language)
            run = []
    yield from _name(text, run, there, language)


def _goes_on(text: str, before: re.Match[str], match: re.Match[str]) -> bool:
    """Whether no more than a space, or the dot of an initial, stands between two words of a name."""
    between = text[before.end() : match.start()]
    return between in (" ", "\u00a0") or is_initial(before[0], between, match[0])


def is_initial(word: str, between: str, after: str) -> bool:
    """As the H of Gordon H. Soltani; not the last word of a sentence: Group B. Then they met."""
    return len(word) == 1 and between == ". " and has_capital(after) and fold(after) not in OPENERS


def has_capital(word: str) -> bool:
    return word[0].isupper() or (word[0].isdigit() and bool(re.search(r"[A-Z]\w", word)))


def _name(text: str, run: list[re.Match[str]], there: Words, language: str) -> Iterator[Name]:
    if language == "de":  # "zwei Millionen Menschen"
        run = [match for match in run if bare(match[0]) not in _COUNTED]
    while run and (not has_capital(run[-1][0])):
        run = run[:-1]
    is_first = bool(run) and bool(SENTENCE_END.search(text[max(0, run[0].start() - 8) : run[0].start()]))
    speaks = is_first and is_before_quotation(text[run[-1].end() : run[-1].end() + 4])
    if is_first and _opens(text, run, there, language):
        is_first = False
        run = run[1:]
        while run and not has_capital(run[0][0]):
            run = run[1:]
    parts = [part for match in run for part in _parts(match[0]) if has_capital(part)]
    parts = [part for part in parts if not _DONE.fullmatch(part)]
    words = tuple(word for part in parts if (word := bare(part)) not in NO_NAME and len(word) > 1)
    if language == "de" and not speaks and _are_nouns(run):
        return
    if words and run:
        start, end = run[0].start(), run[-1].end()
        short = frozenset(bare(part) for part in parts if _IN_CAPITALS.match(part))
        is_family = len(words) == 1 and bool(
            _THE.search(text[max(0, start - 30) : start]) or _PLURAL.match(text[end : end + 10])
        )
        owners = frozenset(bare(part) for part in parts if _is_owner(part))
        yield Name(
            start=start, end=end, text=text[start:end], words=words, short=short, owners=owners,
            is_family=is_family, is_first=is_first,
        )  # fmt: skip


def _is_owner(word: str) -> bool:
    return word[0].isupper() and word.endswith(("'s", "’s"))


def _are_nouns(run: Sequence[re.Match[str]]) -> bool:
    """Whether words of German need no name for their capitals: only names stand side by side, or in capitals alone."""
    return not any(_IN_CAPITALS.match(match[0]) for match in run) and not any(
        has_capital(one[0]) and has_capital(two[0]) for one, two in pairwise(run)
    )


def _parts(word: str) -> list[str]:
    """The parts of a word with hyphens, where some of them have no capital: London-born, Co-star."""
    parts = [part for part in word.split("-") if part]
    return (
        [word]
        if all(map(has_capital, parts))
        else parts[:1]
        if parts[0].isupper() or len(parts[0]) > 3
        else []
    )


def _opens(text: str, run: list[re.Match[str]], there: Words, language: str) -> bool:
    """Whether the first word has its capital from the beginning of a sentence alone."""
    word = bare(run[0][0])
    if language == "de" and not _IN_CAPITALS.match(run[0][0]):
        two = len(run) > 1 and has_capital(run[1][0])
        is_known = two and word in GIVEN
        is_person = is_known or (
            two and len(run) == 2 and is_full_name(run[0][0], run[1][0], text[run[1].end() :], there.small)
        )
        return not is_person and (len(run) > 1 or not is_name(word, text[run[0].end() :], language))
    if word in OPENERS or word in there.small or re.split(r"['’]", run[0][0])[0].casefold() in OPENERS:
        return True
    if language == "en" and is_ordinary(word):
        return True
    if (run[0][0].isupper() and len(word) > 1) or run[0][0].endswith(("'s", "’s")):
        return False
    if len(run) > 1 and has_capital(run[1][0]):
        return word not in there.all and not _looks_like_a_name(word)
    return _has_relatives(word, there) or not is_name(word, text[run[0].end() :], language)


def _has_relatives(word: str, there: Words) -> bool:
    """Whether the article has a word in small letters that begins alike: "crossed" for Crossing."""
    stems = [word.removesuffix(ending) for ending in _GRAMMAR if word.endswith(ending)]
    return any(
        other.startswith(stem) and other[len(stem) :] in _GRAMMAR
        for other in _family(word, there)
        if other in there.small
        for stem in stems
        if len(stem) >= 4
    )


def _looks_like_a_name(word: str) -> bool:
    """Not by its ending one of the words that name what people do."""
    return not word.endswith(
        ("ing", "ed", "ly", "ers", "ors", "ions", "ies", "ists", "ians", "ants", "ents", "men", "als")
    )


def is_named(name: Name, there: Words, languages: Collection[str] = ("en",)) -> bool:
    """Whether each word of a name stands in the article, bent or shortened as one of the languages does it."""
    if "".join(word[0] for word in name.words) in there.short and len(name.words) > 2:
        return True  # the article has the short form alone
    if name.is_family and "en" in languages and _one_of(name.words[0]) & there.all:
        return True
    missing = [
        word
        for word in name.words
        if not _is_there(word, there, languages, is_short=word in name.short)
        and not (word in name.owners and f"{word}s" in there.all)
        and not (word in _LEFT_OUT and len(name.words) > 1)
    ]
    # Somebody's first name, a town's of its club; of a name all of which is missing nothing is known.
    return not missing or (
        missing == [name.words[0]] and len(name.words) > 1 and _is_cut(name.words[0], name.words[1], there)
    )


def _is_there(word: str, there: Words, languages: Collection[str], *, is_short: bool) -> bool:
    if word in there.joined or not there.all.isdisjoint(
        (word, *SYNONYMS.get(word, ()), *WORLD.get(word, ()))
    ):
        return True
    if is_short and (word.removesuffix("s") in there.short or not there.all.isdisjoint(INSIDE.get(word, ()))):
        return True
    parts = [part for part in re.split(r"[-&]", word) if part]
    if len(parts) > 1:
        named = (part for part in parts if part not in JOINERS and len(part) > 1)
        return all(_is_there(part, there, languages, is_short=is_short) for part in named)
    if _has_long_form(word, there, is_short=is_short):
        return True
    if "cy" in languages and len(word) >= 4 and not there.all.isdisjoint(mutated(word)):
        return True
    return _is_many(word, there) or any(is_bent(word, other, languages) for other in _family(word, there))


def _one_of(family: str) -> set[str]:
    """The names of which an English plural may be one: Garcias, Joneses."""
    return {family.removesuffix(ending) for ending in ("s", "es") if family.endswith(ending)}


def _has_long_form(word: str, there: Words, *, is_short: bool) -> bool:
    """Whether a short form, as NHS or Nato, is made of words of the article.

    Of those with capitals: "and nine nurses" is not Ann. What is all in capitals may stand for any, as UBI does.
    """
    if not word.isalpha() or len(word) > 6:
        return False
    if is_short and (word in there.pairs or (len(word) >= 3 and word in there.initials)):
        return True
    return len(word) >= 3 and word in there.titles


def _is_cut(word: str, after: str, there: Words) -> bool:
    """Whether it begins a name before the one behind it, as people shorten those they know: Man City, Chris Bell."""
    behind = (after, *SYNONYMS.get(after, ()))
    return len(word) >= 3 and any(
        other.startswith(word)
        and len(other) - len(word) >= 3
        and any((other, one) in there.beside for one in behind)
        for other in _long(word, there)
    )


def _long(word: str, there: Words) -> Iterable[str]:
    return (other for other in there.families.get(word[:3], ()) if other in there.long)


def _is_many(word: str, there: Words) -> bool:
    """Whether it is one or many of what the article has as an ordinary word: Ministers, ministers; Academies."""
    ends = (("", "s"), ("s", ""), ("y", "ies"), ("ies", "y"))
    return any(word.endswith(one) and word.removesuffix(one) + two in there.small for one, two in ends)


def _family(word: str, there: Words) -> Iterable[str]:
    return there.families.get(word[:3], ()) if len(word) >= 4 else ()
