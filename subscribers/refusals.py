"""Signs of a no in words that nobody chose for this program: headers, headings, remarks, names of files.

Headers are told apart by the kinds of words in them: a negation or a withdrawal beside a word of mail or consent turns
its meaning round. What is only half understood is a reason to ask, never a yes.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from subscribers.words import (
    ADDRESSES,
    BESIDE_NAMES,
    GONE_ELSEWHERE,
    NAMES_OF_OPT_OUTS,
    NEGATIONS,
    NEUTRAL,
    NOT_ON_THE_LIST,
    NUMBERED,
    OF_A_MOMENT,
    OF_REFUSALS,
    ON_THE_LIST,
    ONLY,
    OTHER_MATTERS,
    OTHER_THING_BEGINNINGS,
    OTHER_THINGS,
    PLAIN_NAMES_OF_OPT_OUTS,
    QUALITIES,
    QUALITY,
    SAID_NO,
    SAID_NO_ELSEWHERE,
    TOPICS,
    WEAK_TOPICS,
    WISHES,
    WITHDRAWALS,
)

#: As people and programs write it; the last begins as a web page does.
APOSTROPHES = "'’ʼ‘´`′＇‛&"


class Sense(StrEnum):
    """What a header says that is none of the known names."""

    AGAINST = "against"  # filled in = never mail again
    DOUBT = "doubt"  # filled in = perhaps
    UNCLEAR = "unclear"  # about mail or consent; neither a yes nor a no in it is understood
    DENYING = "denying"  # the same, and it says no itself: whatever stands below it may mean that
    WISH = "wish"  # a plain no counts
    NOTHING = "nothing"


def _first_letters(words: str) -> frozenset[str]:
    found = frozenset(word[:4] for word in words.split())
    return found.union(word.replace("'", sign) for word in found if "'" in word for sign in APOSTROPHES)


#: Longer texts are looked at so far: a word that matters stands at the beginning of a cell, or it is a story.
_LONGEST = 200
#: As many words as a known one may be written in: "Do not e-mail".
_MOST_WORDS = 5
_NOT_A_LETTER = re.compile(r"[\W\d_]+")
#: "Don't" is one word; l', d', n' and j' are words of their own.
_SHORT_NOT = re.compile(r"(?<=n)(?:''|['’ʼ‘´`′＇‛]|&(?:#0?39|#x27|apos|rsquo);)(?=t\b)", re.IGNORECASE)
#: Where a new word begins without a space: "emailOptOut".
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SAID_NO = SAID_NO | SAID_NO_ELSEWHERE
_KNOWN = _SAID_NO | GONE_ELSEWHERE
#: Beginnings of words that say no wherever they stand.
_BEGINNING = re.compile(
    r"unsubscri|opt(?:ed)?out|desuscri|daddanysgrif|dezabon|desabon|desinscri|descadastr|wypisan|deceas|bounced"
)
#: How words begin that make a name worth a look, and signs beside which a remark may stand; most names have neither.
_STARTS = _first_letters(
    """
    unsub opt opt-out optout opted deceas dead do dont donot don't don’t donʼt does doesn't didn't won't won’t wonʼt
    wont can't can’t canʼt cant cannot mustn't shouldn't wouldn't isn't isn’t isnʼt isnt no not never stop remov resign
    lapsed former
    ex ex-member exmember rip bounced no-email no-mail do-not no-contact left gone clean suppress blocked withdr refus
    daddan dad-dan wedi ymadaw fallecid desuscri dado dada wypis zmarl zmarł dezabon decedat descadastr falecid desabon
    désabon desinscri désinscri décéd متوف ملغي الغا إلغا مرتد مرفوض غير لا
    """
)
_SIGNS = re.compile(r"[^\w\s'’.,-]|[ -]-|- ")
_HAS_WORD = re.compile(r"[^\W\d_]{3}")
#: "No. of children", "Contact no 2", "Nº de afiliado".
_NUMBER_OF = re.compile(r"\bno\.? of\b|\bno\.? ?(?=\d)(?!\d{1,3}(?:st|nd|rd|th)\b)|\bn\.?º", re.IGNORECASE)
#: Words of a status that are names of people, too.
_NAMES_TOO = frozenset({"baja", "radie", "spam", "abuse", "cleaned", "blocked", "lapsed"})
#: What may stand with "active" in a heading, and what else than that somebody stays the rest of them may mean.
_WITH_MEMBERS = frozenset({"all", "our", "the", "of", "people", "socios", "miembros", "subscribers"})
_STAYING = ON_THE_LIST - frozenset(
    {"student", "apprentice", "alta", "regular", "live", "honorary", "retired"}
)
_WORDS_OF_A_NAME = 3
_NO_FIRST_NAMES = frozenset({
    "already", "now", "recently", "just", "who", "all", "since", "have", "has", "had", "status", "people", "was",
    "were", "they",
})  # fmt: skip
#: Those who are left out of a list, as its name or its title says; and a group that says nothing of mail.
_EXCLUDED = re.compile(
    r"\b(?:excluding|excl|minus|except|without)\W+(?:the\W+|all\W+)?"
    r"(?:leavers?|lapsed|deceased|resigned|unsubscribed|unsubscribes|unsubscribers|unsubs|opt-?outs|former members)\b"
    r"|\bdisabled\W+(?:members?|people|workers|reps)\b"
)
#: Signs and words that say no below a wish.
_CROSSED = re.compile("[❌✗✘✕✖]")
#: Shorter words of the name of a file say nothing: "of", "ab", "v".
_SHORT = 3
_SHORT_NOES = frozenset({"out", "deny", "nothing", "unticked"})
_BRACKETS = re.compile(r"[()\[\]{}/|*:–—]+|\s-+\s?|-+\s")
#: What may stand before a plain no, and how many words of a remark are its beginning.
_POLITE = frozenset({"please", "pls", "plz", "kindly", "por", "favor", "merci", "prosze", "va", "rog"})
_BEGINNING_WORDS = 8
#: As "".join(words_of(…)) leaves them, in the eight languages.
_PLAIN_NO = re.compile(
    r"(?:has)?unsub(?!st|ur)|opt(?:ed)?out|never(?:send)?(?:e?mail(?!ed)|newsletter|contact(?!ed))|(?:do(?:es)?not|do(?:es)?nt)(?:want(?:to|any|our|the|get|receive|more|be)*)?(?:send)?"
    r"(?:e?mail|newsletter|contact(?!ed))|nomore(?:e?mail|newsletter)|noe?mails?(?:please|pls|thanks)?$|noe?mails"
    r"|wantsno(?:more)?(?:e?mail|newsletter)|removed?from(?:our|the|all)?(?:mailing|e?mail|newsletter|list)"
    r"|stop(?:all|the|sending)*(?:e?mail|newsletter)|desuscri|(?:dad[ao]|sedio)debaja|no(?:le)?(?:enviar|envien|contactar)"
    r"|daddanysgrif|wedii?(?:daddanysgrif|optioallan)|peidiwchag?(?:e?bostio|anfon)|wypisan|wypisal|niewysyla"
    r"|niechcemail|dezabon|nu(?:mai)?trimite|nu(?:mai)?contacta|niepisac|niepisz|naoenvi|naocontact|descadastr|desabon|desinscri"
    r"|nepas(?:envoyer|contacter|ecrire)|لاترسل|عدمالمراسلة|ملغيالاشتراك|الغاءالاشتراك|الغىالاشتراك"
)
_UNSUBSCRIBED = re.compile(
    r"unsub(?!st|ur)|opt(?:ed)?out|desuscri|daddanysgrif|dezabon|desabonn|desinscri|descadastr|wypisan"
)
#: So far from a negation a word of mail belongs to it.
_REACH = 6
#: "Off the mailing list"; a word of mail and what became of it: "consent withdrawn", "email bounced", "Email: no".
_OFF_THE_LIST = re.compile(r"off(?:the|our|your|all)?(?:mailing|e?mail|newsletter|news)?lists?(?![a-z])")
#: A sign between a word and a "no" that is none of its number: "Member: no newsletter", "Newsletter: no".
_NO_BEHIND_SIGN = re.compile(r"(?:[:(–—]|\s-)\s*(?=no\b(?!\.))", re.IGNORECASE)
_ANSWERED_NO = re.compile(r"\w\s*[:–—-]\s*no\W*$", re.IGNORECASE)
#: Withdrawals that say other things as well: "left a message by email".
_HARDLY = frozenset({"left", "ended", "longer", "taken", "quit", "object", "objects"})
#: Behind a "do not" that may be about mail, beside words of mail and of wishes.
_NOT_ASKED_TO = frozenset({"ever", "e", "bulk", "please", "use", "write", "add"})
#: Right before a refusal they deny it; a "no" there may be an answer: "No, unsubscribed".
_DENIALS = frozenset({"not", "never", "isnt", "wasnt", "hasnt", "havent", "nunca", "jamais", "nigdy"})
#: Between a negation and the refusal that it denies.
_AUXILIARY = frozenset(
    {"been", "be", "being", "have", "has", "had", "yet", "ever", "to", "any", "an", "known"}
)
#: What may stand between a "not" and mail, or behind "no email", which otherwise may be that somebody has none.
_STILL = frozenset({
    "be", "been", "being", "have", "has", "longer", "more", "further", "ever", "please", "pls", "thanks", "thank",
    "from", "at", "any", "by", "wanted", "contact", "plus", "mai",
})  # fmt: skip


def words_of(text: str, *, longest: int = _LONGEST) -> list[str]:
    """Small and without accents; none for a text without letters."""
    text = _SHORT_NOT.sub("", _HUMP.sub(" ", text[:longest]))
    if not text.isascii():
        letters = unicodedata.normalize("NFKD", text)
        text = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return [word for word in _NOT_A_LETTER.split(text.casefold().replace("ł", "l")) if word]


def without_numbers(header: str) -> str:
    """A name of a column without a "No" that is short for a number."""
    return _NO_BEHIND_SIGN.sub(" x ", _NUMBER_OF.sub(" ", header))


def sense_of(header: str) -> Sense:
    """What a header means that is not exactly known."""
    words = words_of(without_numbers(header))
    kinds = frozenset[str]().union(*map(_kinds, words))
    if "other" in kinds and "topic" not in kinds:
        return Sense.DOUBT if _is_only_other(words) else Sense.NOTHING
    is_mail = bool(kinds & {"topic", "weak"})
    if "topic" in kinds and _ANSWERED_NO.search(header):
        return Sense.DENYING
    sense = _sense_against(words, kinds, is_mail=is_mail)
    if sense is not None:
        return sense
    if not is_mail:
        return Sense.DOUBT if _says_gone(words, kinds) else Sense.NOTHING
    is_understood = "topic" in kinds and "withdrawal" not in kinds and all(map(_kinds, words))
    return Sense.WISH if is_understood else Sense.UNCLEAR


def _sense_against(words: list[str], kinds: frozenset[str], *, is_mail: bool) -> Sense | None:
    """What a header says against mail, None for nothing."""
    topic = "topic" in kinds
    if topic and _has_ended(words):
        return Sense.DOUBT
    if "quality" in kinds and (
        topic or len(words) == 1 or any(map(_OF_MAIL.match, words)) or ADDRESSES.intersection(words)
    ):
        return Sense.DOUBT
    if "withdrawal" in kinds and topic and "negation" not in kinds and not _is_fee(words):
        return Sense.AGAINST
    if "withdrawal" in kinds and (is_mail or len(words) == 1):
        return Sense.DOUBT
    if "negation" in kinds and (is_mail or "wish" in kinds):
        return Sense.DENYING if _denies(words) else Sense.UNCLEAR
    return None


def _has_ended(words: list[str]) -> bool:
    """As "Consent expired" and "Former subscriber" say."""
    return any(
        (word == "expired" and _NO_MAIL_ITSELF.match(before))
        or (before == "former" and word.startswith("subscri"))
        for before, word in pairwise(words)
    )


def _is_only_other(words: list[str]) -> bool:
    """Whether somebody is reached in another way alone: "Post only". Mail itself may be text only."""
    return not ONLY.isdisjoint(words) and not {"text", "texts"}.intersection(words)


def is_number(words: list[str], place: int) -> bool:
    """Whether a "No" is short for a number: "Contact no", "Member No / email"."""
    return words[place] == "no" and place > 0 and words[place - 1] in NUMBERED


def _denies(words: list[str]) -> bool:
    """Whether a word of mail, consent or wish is turned round: "No newsletter", "Consent not given"."""
    for place, word in enumerate(words):
        if "negation" not in _kinds(word) or is_number(words, place) or words[place - 1 : place] == ["if"]:
            continue
        after = frozenset[str]().union(*map(_kinds, words[place + 1 : place + 4]))
        before = frozenset[str]().union(*map(_kinds, words[max(place - 2, 0) : place]))
        if after & {"topic", "weak", "wish"} or (word != "no" and "topic" in before):
            return True
    return False


def is_of_other_things(words: list[str]) -> bool:
    """Whether an opt-out is one of something else: of the political fund, of the 48-hour week."""
    return any(_OTHER_THING.match(word) or word in OTHER_THINGS for word in words) and not any(
        _is_mail(word) or _OF_MAILINGS.match(word) for word in words
    )


def is_asked_not(words: list[str]) -> bool:
    """Whether what shall not be done is to write: "Do not" before "email", "send", "want our bulletin"."""
    first = _kinds(words[0])
    if not (first & {"topic", "weak", "wish", "neutral"} or words[0] in _NOT_ASKED_TO):
        return False
    return "send" in words or any(_kinds(word) & {"topic", "weak"} for word in words)


def is_denied_refusal(words: list[str]) -> bool:
    """Whether a refusal is turned round itself: "Never unsubscribed", "No objection to email"."""
    for place, word in enumerate(words):
        if word in NEGATIONS and not is_number(words, place):
            after = [one for one in words[place + 1 : place + 4] if one not in _AUXILIARY]
            if after and (
                _kinds(after[0]) & {"withdrawal", "quality"} or _UNSUBSCRIBED.match("".join(after[:2]))
            ):
                return True
    return False


def is_said_of_refusals(word: str) -> bool:
    """Whether a word of a header says no more than when, how and from what somebody opted out."""
    kinds = _kinds(word) - {"weak"}
    return bool(kinds) or word in _STILL or word in OF_REFUSALS


def says_no(text: str) -> str:
    """The word by which a heading, a tag or a remark says that somebody wants no mail or is gone; empty for none."""
    return _no_in(tuple(words_of(text)))


def name_says_no(name: str) -> str:
    """The same for a name, in which "Left" and "Baja" are names, unless they are a remark beside it."""
    # Left early, for every name of a list is asked about: hardly any name holds one of these.
    small = name.lower()
    for word in small.split():
        if word[:4] in _STARTS:
            break
    else:
        if _SIGNS.search(small) is None:
            return ""
    first, *remarks = _BRACKETS.split(name[:_LONGEST])
    words = tuple(words_of(first))
    found = _no_in(words)
    if found in _NAMES_TOO and len(words) > 1:
        found = ""
    for remark in remarks:
        word = "".join(words_of(remark))
        found = found or says_no(remark) or (word if word in NOT_ON_THE_LIST else "")
    return found


def beside_says_no(text: str) -> bool:
    """Whether what stands around an address speaks against it: "left", "(unsubscribed)"."""
    if not _HAS_WORD.search(text):
        return False
    return "".join(words_of(text)) in NOT_ON_THE_LIST or name_says_no(text) != ""


def value_says_no(text: str) -> bool:
    """Whether a word below a header about mail speaks against it: "withdrawn", "post only"."""
    words = words_of(text)
    kinds = frozenset[str]().union(*map(_kinds, words))
    return bool(
        (len(words) == 1 and words[0] in _SHORT_NOES)
        or _CROSSED.search(text)
        or kinds & {"negation", "withdrawal", "quality"}
        or ("other" in kinds and "topic" not in kinds)
        or says_no(text)
    )


def begins_with_no(text: str) -> bool:
    """Whether a remark begins with a plain no to mail: "Unsubscribed in May", "Please do not email her"."""
    words = words_of(text)
    while words and words[0] in _POLITE:
        del words[0]
    del words[_BEGINNING_WORDS:]
    found = "".join(words)
    if not _PLAIN_NO.match(found):
        return False
    kinds = frozenset[str]().union(*map(_kinds, words))
    # Who opted out of something else, or wants no calls, has said nothing about mail.
    about = {"of", "from"}.intersection(words) if _UNSUBSCRIBED.match(found) else "other" in kinds
    return "topic" in kinds or not about


def remark_says_no(text: str) -> bool:
    """Whether a remark says no to mail anywhere: "asked not to be emailed", "please remove from our list"."""
    if not _HAS_WORD.search(text):
        return False
    # "E-byst" is one word here, and "e não" two.
    words = [
        f"e{word}" if before == "e" and "topic" in _kinds(f"e{word}") else word
        for before, word in pairwise(["", *words_of(text)])
    ]
    words = [word for word in words if word != "e"]
    return begins_with_no(text) or any(
        _says_what_became(words, place) or _turns_away(words, place) for place in range(len(words))
    )


def _turns_away(words: list[str], place: int) -> bool:
    """Whether a negation or a withdrawal here reaches a word of mail, with nothing between but what is said with it."""
    kinds, near = _kinds(words[place]), words[place + 1 : place + _REACH]
    if _UNSUBSCRIBED.match("".join(words[place : place + 3])):
        if place and words[place - 1] in _DENIALS:
            return False
        return begins_with_no(" ".join(words[place:]))
    is_taken_off = "withdrawal" in kinds and (
        words[place] not in _HARDLY or (words[place].startswith("object") and near[:1] == ["to"])
    )
    if not is_taken_off and ("negation" not in kinds or is_number(words, place)):
        return False
    for step, word in enumerate(near, place + 1):
        here = _kinds(word)
        if "topic" in here or (is_taken_off and word in {"list", "lists"}):
            behind = words[step + 1 : step + 2]
            return is_taken_off or not behind or behind[0] in _STILL or step != place + 1
        if not (here & {"wish", "neutral", "weak"} or word in _STILL):
            return False
    return False


def _says_what_became(words: list[str], place: int) -> bool:
    """Whether mail or consent came to an end here, or somebody is off a list."""
    word = words[place]
    if word == "off":
        return _OFF_THE_LIST.match("".join(words[place : place + 4])) is not None
    if not place or "topic" not in _kinds(words[place - 1]) or words[place - 1].startswith("subscri"):
        return False
    if word == "no":
        return len(words) == place + 1
    return _OF_MAIL.match(word) is not None or (word not in _HARDLY and "withdrawal" in _kinds(word))


def heading_says_no(text: str) -> str:
    """The word of a heading by which those below it want no mail or are gone; empty for none."""
    words = _without_excluded(words_of(text))
    if _is_plain_name(words, others=NEUTRAL) or _is_only_other(list(words)):
        return "".join(words)
    return _no_in(words) or next((run for run in _runs(words) if run in NAMES_OF_OPT_OUTS), "")


def without_excluded(name: str) -> str:
    """A name of a list without those who are left out of it: "Members minus leavers"."""
    return _EXCLUDED.sub(" ", name)


def _without_excluded(words: list[str]) -> tuple[str, ...]:
    return tuple(words_of(without_excluded(" ".join(words))))


def is_name_of_somebody(text: str) -> bool:
    """Whether a word that says no is a name here: "Mary Left", "Ana Baja"."""
    names = text.split()
    words = words_of(text)
    return (
        2 <= len(names) == len(words) <= _WORDS_OF_A_NAME
        and words[-1] in _NAMES_TOO | {"left"}
        and all(name.istitle() for name in names)
        and not any(_kinds(word) or word in BESIDE_NAMES or word in _NO_FIRST_NAMES for word in words[:-1])
    )


def names_opt_outs(name: str) -> bool:
    """Whether a file or a sheet is called after people who said no or left."""
    words = _without_excluded(words_of(name))
    return bool(heading_says_no(name)) or _is_plain_name(
        words, others=frozenset(word for word in words if len(word) <= _SHORT)
    )


def _is_plain_name(words: tuple[str, ...], *, others: Collection[str]) -> bool:
    """As "Refused" or "Stop list": words that say no where nothing else is said."""
    return not PLAIN_NAMES_OF_OPT_OUTS.isdisjoint(words) and all(
        word in PLAIN_NAMES_OF_OPT_OUTS or word in BESIDE_NAMES or word in others for word in words
    )


def heads_the_others(text: str) -> bool:
    """Whether a heading says that those below it belong to the list, and nothing else: "Active members"."""
    words = words_of(text)
    if not words or heading_says_no(text):
        return False
    said = [word for word in words if not (_MEMBER.match(word) or word in _WITH_MEMBERS)]
    if not said:
        return words == ["members"] and not any(map(str.isdigit, text))
    return all(word in _STAYING for word in said) or "".join(said) in _STAYING


def heads_the_others_above_all(text: str) -> bool:
    """The same above a header, where a single word may be about the list itself: "Current"."""
    return heads_the_others(text) and len(words_of(text)) > 1


def may_stand_beside_heading(text: str) -> bool:
    """A number of people, a day, a star, a heading once more, or words that name nobody."""
    if any(map(str.isdigit, text)) or heading_says_no(text) or heads_the_others(text):
        return True
    return all(word in BESIDE_NAMES or word in OF_A_MOMENT or word in NEUTRAL for word in words_of(text))


@lru_cache(maxsize=1024)
def _no_in(words: tuple[str, ...]) -> str:
    for run in _runs(words):
        if run in _KNOWN or _BEGINNING.match(run):
            return run
    kinds = [_kinds(word) for word in words]
    for place, found in enumerate(kinds):
        near = frozenset[str]().union(*kinds[place + 1 : place + 4])
        if "negation" in found and near & {"topic", "weak"}:
            return "".join(words[place : place + 2])
        around = near.union(*kinds[max(place - 3, 0) : place])
        if "withdrawal" in found and "topic" in around:
            return words[place]
    return ""


def _says_gone(words: list[str], kinds: frozenset[str]) -> bool:
    """As "No longer a member", "Membership ended", "Gone away" do."""
    of_members = any(map(_MEMBER.match, words)) and ("withdrawal" in kinds or _is_no_member(words))
    return of_members or any(run in NAMES_OF_OPT_OUTS and run != "left" for run in _runs(tuple(words)))


def _is_no_member(words: list[str]) -> bool:
    """Behind a word "No" is short for a number: "Membership No"."""
    near = (words[place + 1 : place + 4] for place, word in enumerate(words) if word in NEGATIONS)
    return any(any(map(_MEMBER.match, some)) and "of" not in some for some in near)


def _is_fee(words: list[str]) -> bool:
    """A subscription is a membership's fee as often as it is mail."""
    return not any("topic" in _kinds(word) and not word.startswith("subscri") for word in words)


def _runs(words: tuple[str, ...]) -> Iterator[str]:
    """One word after another, and as many as belong together written as one."""
    for start in range(len(words)):
        run = ""
        for word in words[start : start + _MOST_WORDS]:
            run += word
            yield run


@lru_cache(maxsize=2048)
def _kinds(word: str) -> frozenset[str]:
    """What a word of a header may be; in Arabic also without the article and the "and" before it."""
    bare = re.sub(r"^(?:و|ب|ل)?(?:ال)?", "", word) if not word.isascii() else word
    return frozenset(kind for kind, is_one in _TESTS.items() if is_one(word) or is_one(bare))


#: Only mail does that.
_OF_MAIL = re.compile("bounc|hardbounc|softbounc|undeliver|spam|rebot|bownsio|odbit|rebond|مرتد|مرتجع")
_MEMBER = re.compile("member|aelod|afili|czlon|membr|adher|عضو|العضو")


def _beginning(stems: frozenset[str]) -> "re.Pattern[str]":
    return re.compile("|".join(map(re.escape, sorted(stems))))


_TOPIC, _WITHDRAWAL, _QUALITY, _WISH = map(_beginning, (TOPICS, WITHDRAWALS, QUALITY, WISHES))
_OTHER_THING = _beginning(OTHER_THING_BEGINNINGS)
_OF_MAILINGS = re.compile(
    "contact|list|unsub|spam|desuscri|daddanysgrif|dezabon|descadastr|desinscr|desabon|wypis"
)
_NO_MAIL_ITSELF = re.compile("consent|permission|gdpr|cydsyn|zgod|optin|optedin")


def _is_mail(word: str) -> bool:
    return "topic" in _kinds(word) and not _NO_MAIL_ITSELF.match(word)


_NO_WITHDRAWAL = frozenset({"retired", "retirement", "stopover", "ending"})
_TESTS = {
    "negation": NEGATIONS.__contains__,
    "withdrawal": lambda word: word not in _NO_WITHDRAWAL and _WITHDRAWAL.match(word) is not None,
    "quality": lambda word: word in QUALITIES or _QUALITY.match(word) is not None,
    "topic": lambda word: _TOPIC.match(word) is not None,
    "weak": WEAK_TOPICS.__contains__,
    "wish": lambda word: _WISH.match(word) is not None,
    "neutral": NEUTRAL.__contains__,
    "other": OTHER_MATTERS.__contains__,
}
