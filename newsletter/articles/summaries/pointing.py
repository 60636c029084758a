"""Openings with a word that points back, which lean on the sentence before: "Because of this", "Three of them".

A word that points back ("this", "them") leans where nothing stands before it but words that name nothing: prepositions,
conjunctions, numbers. So does a pronoun behind a short phrase: "On Monday, they walked out". In the project's languages
and German.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from newsletter.articles.summaries.folding import even, word_set

#: Words that name nothing: a pointing word behind a few of them still begins the sentence.
EMPTY: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": word_set(
            "according to as for about above across after against ahead along alongside amid among "
            "amongst apart around aside at away because before behind below beneath beside besides "
            "between beyond by close contrary despite due during except far following from given in "
            "inside instead into like near of off on onto opposite out outside over owing past per "
            "regarding since thanks through throughout together top toward towards under unless unlike "
            "until up upon versus via with within without while whereas when whenever where wherever if "
            "even though although once whether how why what who and but or nor so yet just only also then "
            "now today yesterday tomorrow soon later still again perhaps maybe not all both each either "
            "neither some many most more less much several few none any one two three four five six seven "
            "eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
            "twenty thirty forty fifty sixty seventy eighty ninety hundred nearly almost roughly dozens "
            "hundreds thousands half part spite front light view wake case terms face lieu favour favor "
            "aftermath midst result response reply addition order basis contrast comparison the a an than "
            "least were whatever no majority number handful couple lot dozen third quarter thirds quarters percent"
        ),
        "es": word_set(
            "a al ante bajo con contra de del desde durante en entre excepto hacia hasta mediante para "
            "por salvo según sin sobre tras debido gracias frente pese pesar junto respecto acerca cerca "
            "encima después antes luego dentro fuera lejos aparte además incluso también solo sólo aun "
            "aún cuando mientras si aunque como porque pues que ya y e o pero ni no donde todo todos "
            "todas muchos muchas varios varias algunos algunas ninguno ninguna cada uno una dos tres "
            "cuatro cinco seis siete ocho nueve diez once doce mitad mayoría resto raíz causa "
            "consecuencia base luz vista medida parte partir virtud lugar vez contraste relación cuanto "
            "el la los las lo hoy ayer"
        ),
        "fr": word_set(
            "à a au aux avec chez contre dans de des du d depuis derrière dès devant durant en entre "
            "envers hors jusqu malgré outre par parmi pendant pour sans sauf selon sous suivant sur vers "
            "après avant afin grâce face quant suite près loin lors compte tenu raison dépit cause côté "
            "lieu fin vue cours base égard regard si s comme quand lorsqu lorsque puisque puisqu parce "
            "que qu bien même alors et ou mais ni car donc ne pas non oui y compris tout tous toutes "
            "toute beaucoup plusieurs certains certaines aucun aucune chacun chacune un une deux trois "
            "quatre cinq six sept huit neuf dix onze douze plupart moitié partie aujourd hui hier déjà "
            "encore aussi ainsi le la les l combien quinzaine dizaine douzaine tiers quart"
        ),
        "pt": word_set(
            "a à ao aos às com contra de do da dos das desde durante em no na nos nas entre até para pela "
            "pelo pelos pelas por sem sob sobre após apesar segundo conforme perante diante face graças "
            "devido junto além antes depois dentro fora longe perto como quando enquanto se embora porque "
            "pois que e ou mas nem não já só também ainda todos todas muitos muitas vários várias alguns "
            "algumas nenhum nenhuma cada um uma dois duas três quatro cinco seis sete oito nove dez onze "
            "doze metade parte maioria o os as causa razão consequência vez lugar contraste resposta base "
            "luz vista virtude partir quanto lado hoje ontem"
        ),
        "ro": word_set(
            "a al ai ale cu contra de din dintre după în între înainte la lângă pe pentru prin printre "
            "potrivit conform peste până spre sub fără față datorită ciuda pofida cauza urma urmă baza "
            "afară alături asupra despre mulțumită grație legătură caz contrast motiv motivul rândul când "
            "dacă deși fiindcă că ca să si și sau dar ori nici nu iar mai tot toți toate mulți multe "
            "câțiva câteva unii unele niciunul niciuna fiecare unul una un o doi două trei patru cinci "
            "șase șapte opt nouă zece jumătate parte majoritatea împreună privința azi ieri"
        ),
        "pl": word_set(
            "w we z ze na po pod nad przed przy przez do od dla o u za ku między wśród według zdaniem "
            "mimo pomimo wobec dzięki wskutek podczas oprócz poza bez co jak gdy kiedy jeśli jeżeli choć "
            "chociaż ponieważ bo że i a ale lub ani nie też już tylko także nawet wszyscy wszystkie wielu "
            "wiele kilku kilka niektórzy niektóre żaden żadna każdy każda jeden jedna dwa dwie dwóch dwaj "
            "trzy trzech czterech czterej cztery pięciu pięć sześciu sześć siedmiu siedem ośmiu osiem "
            "dziewięciu dziesięciu dziesięć połowa część większość obok przeciwko zgodnie związku powodu "
            "wyniku skutek względu rezultacie miejsce razie odpowiedzi efekcie sprawie zamiast razem wraz właśnie "
            "dziś wczoraj"
        ),
        "cy": word_set(
            "yn ym yng ar at i o am gan gyda efo heb dan dros drwy trwy rhwng wrth ger er ers cyn ôl "
            "oherwydd gwaethaf fel pan os tra mwyn a ac neu ond nid hyd nes tan tuag ymhlith plith blith "
            "ogystal sgil ganlyniad achos wyneb hytrach lle unol â ag wedi erbyn dau dwy tri tair pedwar "
            "pedair pedwaredd pump chwech saith wyth naw deg llawer rhai nifer pob hanner rhan y yr mewn "
            "ymateb heblaw mae roedd oedd bydd byddai gall gallai meddai diolch heddiw ddoe"
        ),
        "de": word_set(
            "in im am an auf aus bei beim bis durch für gegen mit nach neben ohne seit trotz über um "
            "unter von vom vor während wegen zu zum zur zwischen laut infolge dank anstatt statt außer "
            "entgegen gegenüber gemäß hinter samt nahe ab als wenn weil da dass ob obwohl nachdem bevor "
            "ehe sobald solange falls indem wie wo und oder aber denn sondern doch auch nur noch schon so "
            "nun jetzt heute gestern morgen dann viele einige mehrere alle keiner keine manche jeder jede "
            "ein eine einer eines zwei drei vier fünf sechs sieben acht neun zehn elf zwölf hälfte teil "
            "mehrheit rest grund folge hinblick anbetracht angesichts hinsichtlich bezug zusammenhang "
            "aufgrund anlässlich anschluss widerspruch zuge rahmen gegensatz vergleich gegenzug zeitpunkt "
            "der die das den dem"
        ),
    }
)
#: Words that point back to what was named before.
_POINTING: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": word_set(
            "he she it they him her them his hers its their theirs this these that those such then there "
            "same latter former other others"
        ),
        "es": word_set(
            "él ella ellos ellas ello esto eso aquello este esta estos estas ese esa esos esas aquel "
            "aquella aquellos aquellas su sus dicho dicha dichos dichas tal tales ahí allí allá entonces"
        ),
        "fr": word_set(
            "il elle ils elles lui eux leur leurs son sa ses ce cet cette ces cela ceci ça c celui celle "
            "ceux celles là tel telle tels telles"
        ),
        "pt": word_set(
            "ele ela eles elas isto isso aquilo este esta estes estas esse essa esses essas aquele aquela "
            "aqueles aquelas disto disso daquilo deste desta destes destas desse dessa desses dessas "
            "daquele daquela nisto nisso neste nesta nestes nestas nesse nessa nesses nessas naquele "
            "naquela dele dela deles delas nele nela neles nelas seu sua seus suas aí ali daí dali então tal tais"
        ),
        "ro": word_set(
            "el ea ei ele lui lor său sa săi sale acesta aceasta acestea aceștia acestuia acesteia "
            "acestora acest această aceste acești acestui acestei acestor acela aceea aceia acelea acel "
            "acea acei acele acelui acelei acelor asta astea ăsta ăștia dânsul dânsa atunci aici acolo"
        ),
        "pl": word_set(
            "on ona ono oni one jego jej ich niego niej nich nim nimi mu ją jemu nią ten ta to te ci tego "
            "tej tych temu tym tymi tę tą taki taka takie takiej takiego takim takich tamten tamta tamto "
            "tamtej tamtego tamtych dlatego wtedy tam stąd"
        ),
        "cy": word_set(
            "hyn hwn hon rhain rheini hynny hwnnw honno ef fe hi nhw hwy ei eu iddo iddi iddyn arno arni "
            "arnyn ganddo ganddi ganddyn ohono ohoni ohonyn ynddo ynddi ynddyn amdano amdani amdanyn "
            "hebddo hebddi hebddyn yno"
        ),
        "de": word_set(
            "er sie es ihm ihn ihr ihnen ihre ihren ihrem ihrer ihres sein seine seinen seinem seiner "
            "seines dieser diese dieses diesen diesem dies jener jene jenes jenen jenem derselbe dieselbe "
            "dasselbe derselben dessen deren davon dafür dagegen daher darum darüber daran darauf dabei damit "
            "dazu danach daraus darin darunter dahin damals daneben dort"
        ),
    }
)
#: Those of them that may mean somebody named by the word before: "Ana Lupu and her crew".
_PERSONAL = word_set(
    "he she it they him her them his hers its their theirs él ella ellos ellas su sus il elle ils elles "
    "lui eux leur leurs son sa ses c ce ça là ele ela eles elas dele dela deles delas nele nela neles "
    "nelas seu sua seus suas el ea ei lor său săi sale on ona ono oni one jego jej ich niego niej nich "
    "nim nimi mu ją jemu nią to ta te ef fe hi nhw hwy eu er sie es ihm ihn ihr ihnen ihre ihren ihrem "
    "ihrer ihres sein seine seinen seinem seiner seines dort then there tam aí ali daí dali então ahí "
    "allí allá entonces damals aici acolo atunci wtedy yno iddo iddi iddyn arno arni arnyn ganddo ganddi "
    "ganddyn ohono ohoni ohonyn ynddo ynddi ynddyn amdano amdani amdanyn hebddo hebddi hebddyn davon "
    "dafür dagegen daher darum darüber daran darauf dabei damit dazu danach daraus darin darunter dahin "
    "daneben other others"
)
_DEMONSTRATIVES = {language: words - _PERSONAL for language, words in _POINTING.items()}
#: What stands behind a pointing word, and names by itself what is meant: "this week", "those who", "Po tym, jak".
_TIMES: Mapping[str, tuple[frozenset[str], frozenset[str]]] = MappingProxyType(
    {
        "en": (
            word_set("this these"),
            word_set(
                "week weekend month year morning afternoon evening summer autumn fall spring winter season "
                "decade century days monday tuesday wednesday thursday friday saturday sunday january "
                "february march april may june july august september october november december"
            ),
        ),
        "es": (
            word_set("este esta estos"),
            word_set(
                "semana mes año mañana tarde noche verano otoño invierno primavera fin lunes martes "
                "miércoles jueves viernes sábado domingo días"
            ),
        ),
        "fr": (
            word_set("ce cet cette ces"),
            word_set(
                "semaine mois année nuit matin soir été automne hiver printemps week lundi mardi mercredi "
                "jeudi vendredi samedi dimanche jours"
            ),
        ),
        "pt": (
            word_set("este esta neste nesta deste desta"),
            word_set(
                "semana mês ano manhã tarde noite verão outono inverno primavera fim segunda terça quarta "
                "quinta sexta sábado domingo"
            ),
        ),
        "ro": (
            word_set("acest această acestei acestui acesta aceasta"),
            word_set(
                "săptămână săptămâni lună luni an dimineață seară noapte vară toamnă iarnă primăvară weekend"
            ),
        ),
        "pl": (
            word_set("ten tym tego tej"),
            word_set("roku tygodniu miesiącu miesiąca tygodnia zimy wiosny jesieni nocy lata tydzień"),
        ),
        "cy": (word_set(""), word_set("")),
        "de": (
            word_set("diese diesen dieses diesem dieser"),
            word_set(
                "woche wochen jahr jahres monat monats tage tagen sommer herbst winter frühjahr frühling "
                "wochenende montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag"
            ),
        ),
    }
)
_DAYS = _TIMES["en"][1]
#: The same for any pointing word but a personal one: a clause or a place that says which are meant.
_NAMED_BEHIND: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "en": re.compile(
            r"those (?:who|whose|whom|with|without|in|at|from|on|of|under|taking|[^\W\d_]+(?:ed|ing)) "
            r"|such as |it comes to "
        ),
        "es": re.compile(r"tal (?:vez|como|y|cual) |(?:aquellos|aquellas|esos|esas) (?:que|de) "),
        "fr": re.compile(
            r"ce (?:que|qu|qui|dont)\b|là où |(?:celui|celle|ceux|celles) (?!ci\b|là\b)|tel(?:le)?s? (?:que|qu)\b"
        ),
        "pt": re.compile(r"tal (?:vez|como|qual) |(?:aquel|daquel|naquel)(?:e|a|es|as) (?:que|de) "),
        "ro": re.compile(r"(?:acela|aceea|aceia|acelea|cei|cele) care |lui [A-ZĂÂÎȘȚ]"),
        "pl": re.compile(
            r"[^\W\d_]+,? (?:jak|że|gdy|którzy|który|która|które|których|którym|którego|której) |ci,? co "
        ),
        "cy": re.compile(r"(?!)"),
        "de": re.compile(r"[^\W\d_]+,? (?:dass|die|der|wer) "),
    }
)
_PREPOSITIONS = word_set(
    "about after at before beyond by despite during following for from given in like of on since through "
    "to under until upon with without because"
)
#: English words that point only behind some others; elsewhere "that" begins a clause ("Now that …").
_ONLY_BEHIND = MappingProxyType(
    {
        "that": _PREPOSITIONS | {""},
        "then": _PREPOSITIONS | {"", "even"},
        "there": _PREPOSITIONS | {""},
        "same": word_set("the"),
        "latter": word_set("the"),
        "former": word_set("the"),
        "other": EMPTY["en"],
        "others": EMPTY["en"],
        "such": frozenset({"", "of", "no"}),
    }
)
#: Of languages that put it behind: "Am y rheswm hwn".
_BEHIND = MappingProxyType(
    {
        "cy": word_set("hwn hon hyn hwnnw honno hynny"),
        "ro": word_set("acesta aceasta acestea aceștia acela aceea acelea său sa săi sale"),
    }
)
_TIMES_BEFORE = word_set(
    "wythnos mis flwyddyn bore prynhawn noson haf gaeaf gwanwyn hydref diwrnod săptămâna luna anul "
    "dimineața seara noaptea vara toamna iarna primăvara"
)
_SUBJECTS = MappingProxyType(
    {
        "en": word_set("he she they it"),
        "es": word_set("él ella ellos ellas"),
        "fr": word_set("il elle ils elles"),
        "pt": word_set("ele ela eles elas"),
        "ro": word_set("el ea ei ele"),
    }
)
#: "Il y a" and the like mean nobody.
_NOBODY = re.compile(r"\s*il (?:y a|y avait|faut|fallait)\b")
_CAPITAL = re.compile(r"\s[A-Z][^\W_]+")
#: "Am Montag sagte sie": the verb stands between.
_GERMAN = re.compile(r"(?P<first>[^\W_]+) (?:[^\W_]+ ){1,3}(?P<verb>[a-zäöüß]+) (?:er|sie)\b")
#: Romanian is often written with the cedillas of another language.
_CEDILLAS = str.maketrans("şţŞŢ", "șțȘȚ")
_MOST_BEFORE = 5  # words
_LONGEST_PHRASE = 40  # characters
_REACH = 160  # characters
_WORD = re.compile(r"[^\W_]+")


def points_back(text: str, language: str) -> bool:
    """Whether one of a sentence's first words means what an earlier one named; `language` is a primary subtag."""
    pointing = _POINTING.get(language)
    if not pointing:
        return False
    plain = even(text[:_REACH]).translate(_CEDILLAS)
    words = list(_WORD.finditer(plain))[: _MOST_BEFORE + 2]
    before = ""
    for number, match in enumerate(words[: _MOST_BEFORE + 1]):
        word = match[0].casefold()
        if word in pointing and (language != "en" or before in _ONLY_BEHIND.get(word, (before,))):
            return not _is_named_behind(plain, words[number:], language) or _has_pronoun(plain, language)
        is_purpose = number == 1 and _is_verb_of_purpose(before, word)
        if not is_purpose and not _is_empty(word, language, is_first=number == 0):
            left = words[number:]
            return (
                _has_demonstrative_behind(left, plain, language)
                or _has_pointer_behind(left, language)
                or _has_pronoun(plain, language)
            )
        before = word
    return _has_pronoun(plain, language)


def _is_empty(word: str, language: str, *, is_first: bool) -> bool:
    """A word that names nothing: of the table, a number, a participle or a verb with which a sentence begins."""
    if word in EMPTY[language] or word.isdigit():
        return True
    return is_first and (
        (language == "en" and word.endswith(("ing", "ed"))) or (language == "cy" and word.endswith("odd"))
    )


def _has_pointer_behind(words: Sequence[re.Match[str]], language: str) -> bool:
    known = _BEHIND.get(language, frozenset())
    return len(words) > 1 and words[1][0].casefold() in known and words[0][0].casefold() not in _TIMES_BEFORE


def _has_demonstrative_behind(words: Sequence[re.Match[str]], plain: str, language: str) -> bool:
    """A noun, and a word that points to what it belongs to: "The aim of this strike"."""
    behind = [] if words[0][0].casefold() in _TIMES_BEFORE else words[1:]
    if behind and behind[0][0] in ("of", "de"):
        behind = behind[1:]
    if not behind:
        return False
    word, before = behind[0][0], words[words.index(behind[0]) - 1][0]
    return (
        word in _DEMONSTRATIVES[language]
        and (language != "en" or before in _ONLY_BEHIND.get(word, (before,)))
        and not _is_named_behind(plain, behind, language)
    )


def _has_pronoun(plain: str, language: str) -> bool:
    """Whether somebody is meant, behind a phrase that names nobody: "On Monday, they walked out"."""
    if language == "de":
        found = _GERMAN.match(plain)
        return (
            found is not None
            and found["first"].casefold() in EMPTY["de"]
            and found["verb"] not in EMPTY["de"]
        )
    phrase, comma, rest = plain.partition(",")
    first, subject = _WORD.match(phrase), _WORD.search(rest[:_LONGEST_PHRASE])
    if not first or not subject or not comma or len(phrase) > _LONGEST_PHRASE or _NOBODY.match(rest):
        return False
    is_empty = _is_empty(first[0].casefold(), language, is_first=False)
    names = (match[0].strip().casefold() for match in _CAPITAL.finditer(phrase))
    return (
        is_empty
        and subject[0].casefold() in _SUBJECTS.get(language, ())
        and all(name in _DAYS for name in names)
    )


def _is_verb_of_purpose(before: str, word: str) -> bool:
    """What somebody does to an end: "To do this", "Para evitar esto", "Pour obtenir cela"."""
    return before == "to" or (before in ("para", "pour") and word.endswith(("r", "re")))


def _is_named_behind(plain: str, words: Sequence[re.Match[str]], language: str) -> bool:
    pointing, following = _TIMES[language]
    if len(words) > 1 and words[0][0].casefold() in pointing and words[1][0].casefold() in following:
        return True
    rest = plain[words[0].start() :]
    return bool(_NAMED_BEHIND[language].match(rest[:1].lower() + rest[1:]))
