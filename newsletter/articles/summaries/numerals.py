"""Number words of the project's languages, folded (folding.py), each with its value.

Words of one number stand side by side: smaller ones are added to what stands before them, and words of SCALES multiply
it. Those of Arabic, which bend with what is counted, are in numerals_arabic.py.
"""

from collections.abc import Mapping
from types import MappingProxyType

from newsletter.articles.summaries import numerals_german, numerals_welsh
from newsletter.articles.summaries.folding import counted, word_set

_EN = (
    counted(
        "two/both/pair/couple/twins/duo/twice three/trio/triplets four five six seven eight nine "
        "ten/decade eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
        2,
    )
    | counted("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
    | {"one": 1, "a": 1, "fortnight": 14}
)
_ES = (
    counted(
        "dos/ambos/ambas/pareja/doble tres cuatro cinco seis siete ocho nueve diez/decada once "
        "doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte "
        "veintiuno/veintiun/veintiuna veintidos veintitres veinticuatro veinticinco veintiseis "
        "veintisiete veintiocho veintinueve",
        2,
    )
    | counted("treinta cuarenta cincuenta sesenta setenta ochenta noventa", 30, 10)
    | counted(
        "doscientos/doscientas trescientos/trescientas cuatrocientos/cuatrocientas "
        "quinientos/quinientas seiscientos/seiscientas setecientos/setecientas "
        "ochocientos/ochocientas novecientos/novecientas",
        200,
        100,
    )
    | {"un": 1, "uno": 1, "una": 1, "ciento": 100}
)
_FR = (
    counted(
        "deux/double/couple trois quatre cinq six sept huit neuf dix/decennie onze douze treize quatorze quinze seize",
        2,
    )
    | counted("vingt/vingts/vingtaine trente/trentaine quarante/quarantaine cinquante soixante", 20, 10)
    | {"un": 1, "une": 1, "quinzaine": 15, "septante": 70, "huitante": 80}
    | {"octante": 80, "nonante": 90, "cinquantaine": 50, "soixantaine": 60}
)
_PT = (
    counted(
        "dois/duas/ambos/ambas/dobro tres quatro cinco seis sete oito nove dez/decada onze doze "
        "treze catorze/quatorze quinze dezasseis/dezesseis dezassete/dezessete dezoito "
        "dezanove/dezenove",
        2,
    )
    | counted("vinte trinta quarenta cinquenta sessenta setenta oitenta noventa", 20, 10)
    | counted(
        "duzentos/duzentas trezentos/trezentas quatrocentos/quatrocentas quinhentos/quinhentas "
        "seiscentos/seiscentas setecentos/setecentas oitocentos/oitocentas novecentos/novecentas",
        200,
        100,
    )
    | {"um": 1, "uma": 1, "cento": 100}
)
_RO = (
    counted(
        "doi/doua/ambii/ambele trei patru cinci sase sapte opt noua zece/deceniu unsprezece "
        "doisprezece/douasprezece treisprezece paisprezece cincisprezece saisprezece "
        "saptesprezece optsprezece nouasprezece",
        2,
    )
    | counted("douazeci treizeci patruzeci cincizeci saizeci saptezeci optzeci nouazeci", 20, 10)
    | {"un": 1, "unu": 1, "unul": 1, "una": 1, "o": 1}
)
_PL = (
    counted(
        "dwa/dwie/dwoch/dwoje/dwaj/oba/obie/oboje/para trzy/trzech/troje/trzej cztery/czterech/czworo "
        "piec/pieciu/piecioro szesc/szesciu siedem/siedmiu osiem/osmiu dziewiec/dziewieciu "
        "dziesiec/dziesieciu/dekada jedenascie/jedenastu dwanascie/dwunastu "
        "trzynascie/trzynastu czternascie/czternastu pietnascie/pietnastu szesnascie/szesnastu "
        "siedemnascie/siedemnastu osiemnascie/osiemnastu dziewietnascie/dziewietnastu",
        2,
    )
    | counted(
        "dwadziescia/dwudziestu trzydziesci/trzydziestu czterdziesci/czterdziestu "
        "piecdziesiat/piecdziesieciu szescdziesiat/szescdziesieciu siedemdziesiat/siedemdziesieciu "
        "osiemdziesiat/osiemdziesieciu dziewiecdziesiat/dziewiecdziesieciu",
        20,
        10,
    )
    | counted(
        "sto/stu dwiescie/dwustu trzysta/trzystu czterysta/czterystu piecset/pieciuset "
        "szescset/szesciuset siedemset/siedmiuset osiemset/osmiuset dziewiecset/dziewieciuset",
        100,
        100,
    )
    | {"jeden": 1, "jedna": 1, "jedno": 1, "jednego": 1}
)
WORDS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {"en": _EN, "es": _ES, "fr": _FR, "pt": _PT, "ro": _RO, "pl": _PL}
    | {"cy": numerals_welsh.WORDS, "de": numerals_german.WORDS}
)
#: Words that multiply what stands before them. Those of a single letter count behind digits only.
SCALES: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "en": counted("hundred/hundreds", 100)
        | {"dozen": 12}
        | dict.fromkeys(("thousand", "thousands", "k"), 1_000)
        | dict.fromkeys(("million", "millions", "m", "mn", "mln"), 1_000_000)
        | dict.fromkeys(("billion", "billions", "bn", "b"), 10**9)
        | dict.fromkeys(("trillion", "tn"), 10**12),
        "es": {
            "docena": 12,
            "docenas": 12,
            "cien": 100,
            "mil": 1_000,
            "miles": 1_000,
            "millon": 10**6,
            "millones": 10**6,
            "billon": 10**12,
            "billones": 10**12,
        },
        "fr": {
            "dizaine": 10,
            "dizaines": 10,
            "douzaine": 12,
            "douzaines": 12,
            "centaine": 100,
            "centaines": 100,
            "cent": 100,
            "cents": 100,
            "mille": 1_000,
            "milliers": 1_000,
            "millier": 1_000,
            "million": 10**6,
        }
        | {"millions": 10**6, "milliard": 10**9, "milliards": 10**9, "billion": 10**12, "billions": 10**12}
        | dict.fromkeys(("md", "mds", "mrd", "mrds"), 10**9),
        "pt": {
            "dezena": 10,
            "dezenas": 10,
            "duzia": 12,
            "duzias": 12,
            "cem": 100,
            "mil": 1_000,
            "milhar": 1_000,
            "milhares": 1_000,
            "milhao": 10**6,
            "milhoes": 10**6,
            "bilhao": 10**9,
            "bilhoes": 10**9,
        }
        | dict.fromkeys(("biliao", "bilioes", "trilhao", "trilhoes"), 10**12),
        "ro": {
            "duzina": 12,
            "duzini": 12,
            "suta": 100,
            "sute": 100,
            "mie": 1_000,
            "mii": 1_000,
            "milion": 10**6,
            "milioane": 10**6,
        }
        | {"miliard": 10**9, "miliarde": 10**9, "mil": 10**6, "mln": 10**6, "mld": 10**9}
        | dict.fromkeys(("bilion", "bilioane"), 10**12),
        "pl": {
            "tuzin": 12,
            "tuziny": 12,
            "tuzinow": 12,
            "tysiac": 1_000,
            "tysiace": 1_000,
            "tysiecy": 1_000,
            "tys": 1_000,
            "milion": 10**6,
            "miliony": 10**6,
        }
        | {
            "tysiaca": 1_000,
            "miliona": 10**6,
            "milionow": 10**6,
            "mln": 10**6,
            "miliard": 10**9,
            "miliardy": 10**9,
            "miliarda": 10**9,
            "miliardow": 10**9,
            "mld": 10**9,
        }
        | dict.fromkeys(("bilion", "biliony", "biliona", "bilionow", "bln"), 10**12),
        "cy": numerals_welsh.SCALES,
        "de": {"dutzend": 12, "hundert": 100}
        | dict.fromkeys(("tausend", "tsd"), 1_000)
        | dict.fromkeys(("million", "millionen", "mio"), 10**6)
        | dict.fromkeys(("milliarde", "milliarden", "mrd"), 10**9)
        | dict.fromkeys(("billion", "billionen", "bio"), 10**12),
        "ar": dict.fromkeys(("الف", "الاف"), 1_000)
        | dict.fromkeys(("مليون", "ملايين"), 10**6)
        | dict.fromkeys(("مليار", "مليارات", "بليون", "بلايين"), 10**9)
        | dict.fromkeys(("تريليون", "تريليونات", "ترليون", "ترليونات"), 10**12)
        | dict.fromkeys(("الفي", "الفين"), 2_000)  # two of them are a word of their own
        | dict.fromkeys(("مليوني", "مليونين"), 2 * 10**6)
        | dict.fromkeys(("ملياري", "مليارين"), 2 * 10**9),
    }
)
#: The same beside a sum of money only, "2 M€", "R$ 2 mi": elsewhere they are metres, "M. Martin", or nothing.
_SHORT = (
    {"k": 1_000}
    | dict.fromkeys(("m", "mn", "mln", "mio"), 10**6)
    | dict.fromkeys(("md", "mds", "mrd", "mld", "bn"), 10**9)
)
SHORT_SCALES: Mapping[str, Mapping[str, int]] = MappingProxyType(
    dict.fromkeys(SCALES, _SHORT)
    | {
        "en": _SHORT | {"mil": 10**6},
        "es": _SHORT | {"mill": 10**6},
        "pt": _SHORT | {"mi": 10**6, "bi": 10**9, "tri": 10**12},
        "de": _SHORT | {"t": 1_000, "mill": 10**6, "mia": 10**9},
    }
)
#: Small words inside a number: "two hundred and five".
JOINTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": frozenset({"and"}),
        "es": frozenset({"y"}),
        "fr": frozenset({"et"}),
        "pt": frozenset({"e"}),
        "ro": frozenset({"si", "de"}),
        "pl": frozenset(),
        "cy": numerals_welsh.JOINTS,
        "de": frozenset(),
        "ar": frozenset(),
    }
)
#: Words that are a number only beside others: articles, what says "pair" without counting, new.
NOT_ALONE = numerals_german.NOT_ALONE | word_set(
    "a one un una uno une um uma unu unul o jeden jedna jedno jednego hanner noua"
)
#: Words that stand for a number of an article, but are none that a summary could have wrong.
IMPLIED = numerals_german.IMPLIED | word_set(
    "both pair couple twins duo twice trio triplets decade fortnight ambos ambas pareja doble decada "
    "couple double decennie dobro ambii ambele deceniu oba obie oboje para dekada degawd"
)
_ORDINAL_WORDS = (
    "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {"en": counted(_ORDINAL_WORDS, 2) | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100}}
)
#: Behind a number: a share of a hundred.
PER_CENT = (
    r"%|per\s?cent\b|percent\b|prozent\b|pct\b|percentage\b|por\s?ciento\b|pour\s?cent\b|por\s?cento\b|la\s?sut[aă]\b"
    r"|procent\w*|proc\.|y\s?cant\b|بالمئة|بالمائة|في المئة|في المائة"
)
#: Between two numbers: a share. "one in three".
OUT_OF = frozenset(
    (
        "in",
        "out of",
        "of",
        "in every",
        "out of every",
        "o bob",
        "de cada",
        "sur",
        "em cada",
        "din",
        "na",
        "z",
        "من",
        "von",
        "rhan o",
        "ran o",
    )
)
