"""The one word that begins a sentence with a capital: a name, or an ordinary word that has it from its place.

English has a table of ordinary openers and of endings that make ordinary words, and takes what is left for a name.
Elsewhere only what stands before a verb of a small table is one. German writes all its nouns so, and is left out.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from newsletter.articles.summaries.folding import fold, word_set
from newsletter.articles.summaries.numerals import ORDINALS, SCALES, WORDS

#: People and bodies that do something, where no article is needed: "Police arrested", "Management says".
_WHO = (
    "police management staff people women men children youth parliament government council court judge jury "
    "union labour labor business industry society opposition leadership church army military media press "
    "crowd team teacher worker driver nurse doctor docker cleaner miner farmer student pupil baker cook "
    "carer porter player manager employer employee officer prosecutor lawyer attorney investigator inspector "
    "director minister president mayor leader member owner founder editor author writer reporter journalist "
    "actor actress singer artist coach captain keeper striker skipper champion winner loser victim suspect "
    "gunman guardsman policeman fireman spokesman spokeswoman chairman chairwoman businessman woman man boy "
    "girl kid kids teen teenager baby mother father mum mom dad parent son daughter brother sister wife "
    "husband couple family friend neighbour neighbor resident passenger pilot crew soldier guard sailor "
    "fighter hunter swimmer cyclist runner skier rider researcher scientist professor headteacher expert "
    "adviser advisor critic fan user viewer reader voter taxpayer pensioner tenant landlord lender customer "
    "consumer buyer seller trader maker builder designer developer surgeon patient medic firefighter "
    "lifeguard sheriff detective burglar thief killer murderer attacker robber rapist bomber spy hacker "
    "smuggler refugee migrant immigrant prisoner inmate veteran hero legend star celebrity model dancer "
    "comedian rapper drummer guitarist band duo trio pair twin twins nanny maid chef waiter waitress barista "
    "courier anybody anyone anything everybody everyone everything nobody nothing none somebody someone "
    "something one half dog cat horse elephant shark bear lion tiger bird pope pontiff headmaster tribunal "
    "coroner bosses lawmaker politician picket steward comrade activist organiser organizer campaigner "
    "protester scab blackleg contractor subcontractor agency temp apprentice trainee clerk electrician "
    "plumber engineer mechanic technician paramedic midwife librarian lecturer academic postman postwoman "
    "firm company board panel committee branch federation charity host guest referee umpire goalkeeper "
    "defender midfielder forward amateur professional dealer banker broker accountant analyst observer "
    "witness bystander pedestrian motorist commuter tourist traveller traveler explorer bishop priest monk "
    "nun rabbi imam cleric preacher worshipper king queen prince princess duke royal"
)
#: What is spoken of without an article.
_WHAT = (
    "anger outrage grief joy fear hope pride shame love hatred hate praise blame help aid relief support "
    "pressure progress peace war fighting violence crime fraud theft murder abuse rape torture racism "
    "poverty hunger debt wealth money cash pay wages rent tax work overtime life death birth health illness "
    "disease cancer flu heat cold rain snow ice fire smoke water air wind weather climate temperature food "
    "bread milk meat beef fish sugar salt wine beer oil gas coal steel gold wood paper power energy fuel "
    "electricity traffic travel transport trade shopping music dance art theatre theater film movie footage "
    "video audio photo picture image artwork play book novel song album game match race fight tour trip "
    "cruise holiday party event show series season episode trailer sequel scene stage screen website site "
    "page app phone software technology science research study survey poll report review analysis evidence "
    "testimony trial hearing verdict sentence ruling law bill rule policy plan deal talks agreement contract "
    "treaty vote ballot election campaign strike walkout rally march protest riot unrest chaos crisis "
    "conflict clash battle attack assault raid shooting bombing blast explosion crash accident incident "
    "incidents disaster tragedy storm flood quake earthquake hurricane tornado landslide drought news word "
    "rumour rumor speculation debate criticism response reaction comment advice information data detail "
    "history tradition culture religion faith education school college university training hospital prison "
    "jail airport station bridge road street house home housing land space time day week month year night "
    "summer winter spring autumn morning evening afternoon noon midnight breakfast lunch dinner sport "
    "football soccer cricket rugby tennis golf boxing cycling victory defeat success failure loss gain rise "
    "fall cut cuts drop increase decrease growth change move step situation case claim demand request offer "
    "bid appeal petition letter statement speech interview article column message tweet post email call "
    "visit meeting conference summit search rescue inquest inquiry probe investigation arrest charge penalty "
    "fine ban limit access entry exit exposure pollution waste rubbish plastic production output supply "
    "shortage surplus price cost profit revenue income inflation unemployment employment recruitment "
    "solidarity unity equality justice freedom democracy safety security privacy protection prevention "
    "pension sick leave care childcare maternity backlash turnout membership collection material design "
    "style fashion clothing jewellery makeup hair skin blood body brain heart head face eye hand foot size "
    "weight age pregnancy diet exercise sleep stress sex marriage divorce romance social friendship feeling "
    "proof truth record total average majority minority number amount figure rate level extra part side end "
    "start beginning background key antidote field link product example problem question answer idea theory "
    "view opinion concern doubt chance risk danger threat warning defense defence offence offense alarm "
    "damage injury absence presence influence experience audience silence conscience existence residence "
    "ambulance rail railway mail parcel delivery warehouse kitchen canteen office depot yard dock dockyard "
    "shipyard harbour harbor quay pit colliery furnace refinery plant job shift rota roster redundancy "
    "grievance banner leaflet poster badge placard megaphone fund donation subscription dues fee levy "
    "minimum maximum sickness bonus allowance severance compensation settlement arbitration conciliation "
    "mediation dispute deadlock stalemate breakthrough impasse compromise concession austerity privatisation "
    "globalisation automation robot machine computer laptop tablet camera clock watch airplane aeroplane "
    "runway spoiler contrary scrutiny secrecy mystery curiosity confusion panic fury tension mourning burial "
    "funeral wedding birthday anniversary ceremony parade concert exhibition museum gallery library archive "
    "document paperwork passport visa border customs migration asylum citizenship identity language accent "
    "slang poetry fiction literature newspaper magazine radio television broadcast coverage publicity "
    "advertising marketing brand logo label vehicle car bus train plane jet flight ship boat ferry lorry "
    "truck van bike tram taxi rocket satellite drone helicopter aircraft gun bomb missile weapon knife drug "
    "alcohol tobacco cannabis heroin cocaine medicine vaccine virus infection surgery treatment therapy cure "
    "rival property estate mansion castle palace hotel restaurant pub bar club shop store supermarket "
    "factory mill mine farm garden park forest river lake sea ocean beach island mountain desert village "
    "town city capital country nation world planet earth sun moon pro"
)
#: How they are: "Angry workers", "Local officials".
_HOW = (
    "angry happy sad proud brave furious desperate poor rich young elderly older younger old new big bigger "
    "biggest small smaller smallest large larger largest huge giant tiny great greater greatest good better "
    "best bad worse worst high higher highest low lower lowest long longer longest short shorter shortest "
    "hot hotter cool warm wet dry dark bright black white red green blue yellow brown pink grey gray fresh "
    "raw full empty open shut whole entire main major minor top chief senior junior deputy vice leading "
    "fellow other others similar same different various numerous several countless dozens scores hundreds "
    "thousands millions double triple single sole solo joint common rare strange odd weird unusual unlikely "
    "likely possible probable impossible certain sure clear obvious true false real fake free cheap "
    "expensive costly safe dangerous deadly fatal lethal violent severe serious critical grave grim dire "
    "harsh hard tough difficult easy simple plain strict strong weak heavy light fast slow quick swift "
    "sudden brief early earlier late later recent modern ancient current present past previous prior next "
    "future final ultimate initial original eventual further additional more less fewer enough ample local "
    "regional national international foreign domestic global public private official legal illegal civil "
    "human animal male female pregnant gay straight homeless jobless unemployed retired dead alive ill "
    "healthy fit overweight obese blind deaf disabled injured wounded armed masked naked drunk sober popular "
    "famous notorious controversial troubled embattled beleaguered disgraced ex-wife ex former then-wife "
    "would-be wannabe so-called self-styled anti-war pro-democracy anti co mid due thanks rather quite very "
    "too almost nearly about around roughly up down out off away back inside outside indoors outdoors "
    "upstairs downstairs nearby elsewhere somewhere anywhere everywhere nowhere above below beneath beside "
    "besides beyond near across along among amongst against amid amidst ahead alongside behind between "
    "despite throughout towards toward upon within following according regarding concerning including except "
    "unlike like plus minus per via versus although though whereas whether because unless whenever wherever "
    "whatever whoever otherwise instead perhaps maybe indeed moreover furthermore nevertheless nonetheless "
    "therefore thus hence overall altogether apart aside again always often sometimes never ever soon "
    "already previously tonight overnight online offline live abroad overseas well yes please thank whose "
    "whom neither either any anymore such twice yours ours theirs myself himself herself itself themselves "
    "hardly solitary digital legendary longtime lifelong year-long ordinary necessary voluntary temporary "
    "contemporary secondary primary elementary preliminary revolutionary extraordinary imaginary monetary "
    "sanitary summary med medical dental mental physical moral equal fair unfair unequal zero casual "
    "permanent part-time full-time self-employed precarious seasonal agricultural industrial rural urban "
    "coastal postal electric electronic automatic dramatic tragic heroic historic economic scientific "
    "athletic fantastic organic toxic chronic generic specific republican gifted talented eager keen "
    "reluctant willing ready afraid aware unaware absent busy lazy crazy dirty dusty muddy sunny rainy snowy "
    "windy stormy wealthy unhealthy hungry thirsty sleepy lonely lovely ugly pretty beautiful handsome tall "
    "thin thick wide narrow deep shallow steep flat smooth rough soft loud quiet silent calm gentle polite "
    "rude honest loyal faithful humble modest mere absolute utter complete partial perfect ideal essential "
    "vital crucial pivotal central catholic muslim christian jewish hindu sikh islamic arab african asian "
    "western eastern northern southern olympic federal premier tory liberal democratic conservative "
    "communist socialist corporate"
)
#: What a reader is asked to do, and verbs whose subject was left out.
_DO = (
    "raise raised raises broke broken paid struck fought taught thought threw wrote written hear heard prove "
    "shown use join read see click find follow tell ask send write sign share keep get go come take make "
    "give let look listen learn think believe remember forget imagine consider wait stop begin try stay "
    "bring buy sell eat drink walk run drive ride fly swim check boycott organise organize stand speak talk "
    "say add put set turn hold save spend win lose meet register enter donate note enjoy expect discover "
    "explore choose pick want need wants claims took got came went made said told saw found gave left lost "
    "won held kept brought became began felt led met ran sat stood born built caught hit beat shot killed "
    "known seen given taken don't doesn't didn't won't can't isn't aren't wasn't cannot having being is are "
    "was were do does did should would could can will may"
)
_ORDINARY = word_set(f"{_WHO} {_WHAT} {_HOW} {_DO}".replace("'", ""))
#: Endings of ordinary words, told in words long enough not to be names that happen to end so.
_ENDINGS = tuple(
    word_set(
        "ing ed ly tion sion ment ness ship hood ism ist ous ful less able ible ive ial nal ical ual ular "
        "wide wards ance men like est ency ancy"
    )
)
_FEWEST_LETTERS = 6
#: Verbs of one person or body, before which even a word in -s is a name: "Siemens says".
_SINGULAR = word_set(
    "is was has does says hasn't isn't wasn't doesn't wants plans faces refuses agrees rejects offers wins loses takes "
    "makes gives gets goes admits denies claims insists announces warns tells calls employs owns runs pays sells buys"
)
#: Between a name and its verb.
_BETWEEN = word_set(
    "also now then still already never not only once even just later soon again recently reportedly"
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_AFTER_PLACE = re.compile(r" (?:\d|&)")
_PLURALS = tuple(
    word_set(
        "ers ors ions ies ists ants ents als ings ates ives ures ics ages cts sts cks ngs lls ods ces ches "
        "shes sses ades ords ards ights its oms"
    )
)

#: The verbs before which a first word is a name, in the languages where few can tell, folded.
_VERBS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "es": word_set(
            "ha han habia es era fue sera esta dice dijo anuncio anuncia acordo acuerda acepta acepto rechaza rechazo "
            "niega nego quiere quiso exige exigio gano gana perdio despide despidio paga pago cerro cierra firmo firma"
        ),
        "fr": word_set(
            "a ont avait est etait sera va dit declare annonce refuse accepte veut exige gagne perd licencie paie "
            "ferme signe supprime"
        ),
        "pt": word_set(
            "tem tinha foi era sera esta diz disse anunciou anuncia aceita aceitou recusa recusou rejeita rejeitou "
            "quer quis exige exigiu ganhou perdeu despediu demitiu paga pagou fechou fecha assinou assina"
        ),
        "ro": word_set(
            "a are avea este era va spune zice anunta accepta refuza respinge vrea cere castiga pierde concediaza "
            "plateste inchide semneaza"
        ),
        "pl": word_set(
            "jest byl byla bylo ma mial miala mowi powiedzial powiedziala oglasza oglosil oglosila odmawia odmowil "
            "odmowila chce zada przegral przegrala wygral wygrala zwalnia zwolnil zwolnila placi zamyka podpisal "
            "podpisala zgodzil zgodzila"
        ),
    }
)


def is_ordinary(word: str, *, by_ending: bool = True) -> bool:
    """Whether a folded English word is no name, by a table or `by_ending`."""
    return (
        word in _ORDINARY
        or any(word in table["en"] for table in (WORDS, ORDINALS, SCALES))
        or (by_ending and len(word) >= _FEWEST_LETTERS and word.endswith(_ENDINGS))
    )


def is_name(word: str, behind: str, language: str) -> bool:
    """Whether a first word that its article does not have is a name, by what stands behind it.

    `word` is folded, `language` is a primary subtag ("en").
    """
    after = [fold(match[0]) for match in _WORD.finditer(behind[:60])][:2]
    if language != "en":
        return behind[:1] == " " and bool(after) and after[0] in _VERBS.get(language, ())
    if is_ordinary(word) or "-" in word:
        return False
    if behind[:1] == "," or _AFTER_PLACE.match(behind):
        return True
    if behind[:1] in ("'", "’"):
        return not word.endswith("s")  # "Workers' rights"
    if behind[:1] != " " or not after:
        return False
    verb = after[1] if after[0] in _BETWEEN and len(after) > 1 else after[0]
    return not _is_plural(word) or verb in _SINGULAR


def _is_plural(word: str) -> bool:
    return word.endswith(_PLURALS) or (
        word.endswith("s") and (word[:-1] in _ORDINARY or word.removesuffix("es") in _ORDINARY)
    )
