"""The sentences of an article, each with its place; and what is wrong with one that stands alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsletter.articles.article import Article
from newsletter.articles.cleaning import count_words, one_line
from newsletter.articles.reading.anatomy import is_quotation
from newsletter.articles.summaries.folding import even, fold
from newsletter.articles.summaries.saying import is_unresolved

ENDS = re.compile(r"[.!?][”\"’»)\]]*$")
CUT_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])[”\"’»)\]]*$")
#: Openings that lean on the sentence before, by language, folded. A word or phrase, ended by a space or comma.
_LEANING = {
    "en": "he she it they his her its their this these that those such here there then thus however but and or so "
    "yet also both meanwhile moreover furthermore nevertheless nonetheless therefore instead otherwise still "
    "afterwards later alongside_this alongside_these in_addition in_response in_turn in_contrast on_the_other_hand "
    "for_example for_instance as_a_result after_that at_the_same_time of_these of_those another "
    "the_latter the_former the_two the_same one_of_them some_of_them many_of_them most_of_them all_of_them "
    "throughout_all_these all_these all_this among_these among_them despite_this with_this at_this in_this by_then "
    "the_organisation the_organization the_statement the_report the_move the_decision the_group the_measure",
    "es": "el_mismo ella ellos ellas su sus esto este esta estos estas ese esa esos esas eso aquel aquello asi ademas "
    "tambien pero y sin_embargo no_obstante por_eso por_ello por_tanto por_lo_tanto luego entonces mientras_tanto "
    "en_cambio asimismo ambos ambas junto_a_esto al_mismo_tiempo por_otra_parte por_otro_lado",
    "fr": "il elle ils elles son sa ses leur leurs ce cet cette ces cela ceci ainsi donc mais et or puis ensuite "
    "cependant toutefois neanmoins pourtant aussi de_plus en_outre par_ailleurs en_revanche c'est ceux-ci celles-ci "
    "celui-ci celle-ci ces_derniers d'autre_part par_exemple pendant_ce_temps en_meme_temps",
    "pt": "ele ela eles elas seu sua seus suas isto isso este esta estes estas esse essa esses essas aquele aquilo "
    "assim alem_disso tambem mas e porem contudo no_entanto todavia entretanto por_isso portanto depois entao "
    "ambos ambas ao_mesmo_tempo por_outro_lado por_exemplo",
    "ro": "el ea ei ele acesta aceasta acestia acestea acest aceste asta astfel insa dar si iar totusi de_asemenea "
    "in_plus apoi atunci prin_urmare de_aceea intre_timp in_schimb in_acelasi_timp ambii ambele pe_de_alta_parte "
    "de_exemplu",
    "pl": "on ona ono oni one jego jej ich to ten ta te ci tamten ponadto takze rowniez jednak jednakze ale i a wiec "
    "zatem dlatego tymczasem nastepnie potem z_kolei oboje obaj obie na_przyklad jednoczesnie w_rezultacie poza_tym",
    "cy": "mae_e mae_hi maen_nhw roedd_e roedd_hi roedden_nhw ei eu hwn hon hyn y_rhain y_rheini felly ond a ac hefyd "
    "yn_y_cyfamser fodd_bynnag serch_hynny er_hynny wedyn yna ar_y_llaw_arall er_enghraifft ar_yr_un_pryd yn_ogystal",
    "ar": "هو هي هم هن وهو وهي وهم هذا هذه هؤلاء ذلك تلك كما لكن ولكن غير ان ثم كذلك ايضا ومع_ذلك لذلك وقال وقالت "
    "واضاف واضافت في_المقابل في_الوقت_نفسه وفي",
}


#: Characters: what is longer is a list, or no prose at all.
_LONGEST = 2_000


def _opening(words: str) -> re.Pattern[str]:
    longest = sorted((re.escape(word).replace("_", " ") for word in words.split()), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(longest)})(?=[\s,'’:]|$)")


_OPENS = {language: _opening(words) for language, words in _LEANING.items()}
_FEWEST_WORDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence. `paragraph` and `number` count from 1; `order` from 0 over the whole article."""

    paragraph: int
    number: int
    order: int
    text: str
    words: int

    @property
    def place(self) -> str:
        return f"{self.paragraph}.{self.number}"


def sentences(article: Article, *, most: int = 400) -> list[Sentence]:
    """The sentences of the body in order; headings between its paragraphs are none."""
    return list(_numbered(article, most))


def split(text: str, language: str) -> Iterator[str]:
    """The sentences of a text, by the customs of a language: "Mr. Hart won 9.5 per cent." is one."""
    import sentencex  # noqa: PLC0415  (one user)

    return filter(None, map(one_line, sentencex.segment(language.partition("-")[0].lower() or "en", text)))


def _numbered(article: Article, most: int) -> Iterator[Sentence]:
    order = 0
    for number, paragraph in enumerate(article.paragraphs, 1):
        if not ENDS.search(paragraph):
            continue
        for place, text in enumerate(split(paragraph, article.language), 1):
            if order == most:
                return
            if not count_words(text) or len(text) > _LONGEST:
                continue
            yield Sentence(paragraph=number, number=place, order=order, text=text, words=count_words(text))
            order += 1


def leans(text: str, language: str) -> bool:
    """Whether a sentence cannot be understood without the one before it."""
    primary = language.partition("-")[0].lower() or "en"
    opens = _OPENS.get(primary, _OPENS["en"])
    plain = fold(even(text)).lstrip("\"'(-[ ")
    return bool(opens.match(plain)) or is_unresolved(text, primary)


def stands_alone(sentence: Sentence, language: str) -> bool:
    """Whether a summary may begin with a sentence."""
    return is_whole(sentence.text) and sentence.words >= _FEWEST_WORDS and not leans(sentence.text, language)


def is_whole(text: str) -> bool:
    """Whether a text ends as a sentence does, leaves no quotation open, and is not a quotation alone."""
    return (
        bool(ENDS.search(text)) and not CUT_OFF.search(text) and not is_quotation(text) and is_balanced(text)
    )


def is_balanced(text: str) -> bool:
    """Whether each quotation mark that opens closes."""
    return (
        text.count("“") == text.count("”") and text.count("«") == text.count("»") and text.count('"') % 2 == 0
    )
