"""The one word that begins a sentence with a capital: a name, or an ordinary word that has it from its place.

English has a table of ordinary openers and of endings that make ordinary words, and takes what is left for a name.
Elsewhere only what stands before a verb of a small table is one. German writes all its nouns so, and is left out.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from newsletter.articles.summaries.folding import fold, word_set
from newsletter.articles.summaries.numerals import ORDINALS, SCALES, WORDS
from newsletter.articles.summaries.speakers import is_before_quotation, is_speaker

#: People and bodies that do something, where no article is needed: "Police arrested", "Management says".
_WHO = (
    "police gunmen workmen postmen chairmen seamen barmen "
    "staff people women men children youth council court judge jury union labour labor industry "
    "society church army military media press crowd team teacher worker driver nurse doctor docker cleaner "
    "miner farmer student pupil baker cook carer porter player manager employer employee officer prosecutor "
    "lawyer attorney investigator inspector director minister president mayor leader member owner founder "
    "editor author writer reporter actor actress singer coach captain keeper striker skipper champion winner "
    "loser victim suspect gunman guardsman policeman fireman spokesman spokeswoman chairman chairwoman "
    "businessman woman man boy girl kid kids teen teenager baby mother father mum mom dad parent son "
    "daughter brother sister wife husband couple friend neighbour neighbor resident passenger pilot crew "
    "soldier guard sailor fighter hunter swimmer runner skier rider researcher professor headteacher expert "
    "adviser advisor critic fan user viewer reader voter taxpayer pensioner tenant landlord lender customer "
    "consumer buyer seller trader maker builder designer developer surgeon patient medic firefighter "
    "lifeguard sheriff burglar thief killer murderer attacker robber bomber spy hacker smuggler refugee "
    "migrant immigrant prisoner inmate veteran hero legend star celebrity model dancer comedian rapper "
    "drummer band duo trio pair twin twins nanny maid chef waiter waitress barista courier anybody anyone "
    "everybody everyone nobody none somebody someone one half dog cat horse elephant shark bear lion tiger "
    "bird pope pontiff headmaster coroner bosses lawmaker politician picket steward comrade organiser "
    "organizer campaigner protester scab blackleg contractor subcontractor temp apprentice trainee clerk "
    "electrician plumber engineer mechanic technician paramedic midwife librarian lecturer academic postman "
    "postwoman firm company board panel committee branch charity host guest referee umpire goalkeeper "
    "defender midfielder forward amateur dealer banker broker accountant analyst observer bystander "
    "pedestrian commuter traveller traveler explorer bishop monk nun rabbi imam cleric preacher worshipper "
    "king queen prince princess duke royal bride groom toddler infant newborn schoolgirl schoolboy "
    "schoolchild grandmother grandfather grandma grandad granny grandson granddaughter grandparent "
    "stepmother stepfather uncle aunt nephew niece cousin widow widower orphan fiancee boyfriend girlfriend "
    "lover mistress partner spouse housewife househusband homeowner householder squatter shopper drinker "
    "smoker dieter gambler gamer golfer footballer cricketer boxer wrestler jockey rower sprinter athlete "
    "gymnast skater snowboarder surfer climber mountaineer trekker hiker walker camper diver angler "
    "fisherman huntsman gunner general colonel sergeant corporal private commander admiral marine "
    "paratrooper sniper recruit cadet rebel militant insurgent guerrilla dictator tyrant monarch emperor "
    "empress sultan sheikh aristocrat heir heiress millionaire billionaire tycoon magnate entrepreneur "
    "investor shareholder trustee treasurer auditor regulator watchdog ombudsman commissioner councillor "
    "councilman congressman congresswoman senator governor ambassador diplomat envoy consul delegate "
    "negotiator mediator translator interpreter historian philosopher counsellor counselor optician "
    "astronomer astronaut vet zookeeper gamekeeper farmhand shepherd gardener butcher grocer fishmonger "
    "shopkeeper shopworker barman barmaid bartender landlady hotelier caterer janitor caretaker doorman "
    "bouncer binman dustman roofer bricklayer carpenter joiner plasterer decorator painter welder fitter "
    "seamstress tailor weaver spinner driller stonemason blacksmith locksmith trucker cabbie chauffeur "
    "conductor signalman stationmaster stewardess cabin hostess stowaway castaway hostage kidnapper abductor "
    "hijacker pirate gangster mobster gang mob thug yob vandal looter fraudster conman trickster swindler "
    "cheat liar bully stalker predator paedophile pedophile abuser offender convict defendant claimant "
    "plaintiff appellant juror barrister solicitor magistrate bailiff warden jailer turnkey probationer "
    "blogger vlogger influencer youtuber tweeter commentator pundit broadcaster presenter newsreader anchor "
    "producer screenwriter playwright poet composer musician frontman ballerina choreographer sculptor "
    "photographer cameraman filmmaker animator illustrator publisher printer bookseller curator collector "
    "auctioneer antiquarian headmistress tutor mentor trainer instructor dean chancellor graduate "
    "undergraduate classmate schoolmate teammate roommate flatmate housemate workmate colleague boss "
    "superior subordinate intern volunteer helper rescuer survivor casualty amputee sufferer donor recipient "
    "addict alcoholic anorexic diabetic insomniac sleepwalker newcomer stranger visitor outsider insider "
    "whistleblower informer informant source leaker mole agent beefeater bodyguard minder puppy kitten hound "
    "terrier labrador spaniel poodle pet pony foal calf cow bull pig piglet sheep lamb goat deer fox badger "
    "hedgehog squirrel rabbit hare rat mouse bat owl eagle hawk duck goose hen chicken parrot "
    "penguin seal whale dolphin octopus squid crab lobster jellyfish snake lizard crocodile alligator "
    "tortoise turtle frog toad spider bee wasp ant insect bug monkey ape gorilla chimp chimpanzee orangutan "
    "panda leopard cheetah giraffe zebra rhino hippo camel kangaroo koala wolf foursome quartet dozens "
    "hundreds throng audience"
)
#: What is spoken of without an article.
_WHAT = (
    "anger outrage grief joy fear hope pride shame love hate praise blame help aid relief support pressure "
    "progress peace war violence crime fraud theft murder abuse rape torture poverty hunger debt wealth "
    "money cash pay wages rent tax work overtime life death birth health disease cancer flu heat cold rain "
    "snow ice fire smoke water air wind weather climate temperature food bread milk meat beef fish sugar "
    "salt wine beer oil gas coal steel gold wood paper power energy fuel electricity traffic travel "
    "transport trade music dance art theatre theater film movie footage video audio photo picture image "
    "artwork play book novel song album game match race fight tour trip cruise holiday party event show "
    "series season episode trailer sequel scene stage screen website site page app phone software technology "
    "science research study survey poll report review analysis evidence testimony trial verdict sentence law "
    "bill rule policy plan deal talks contract treaty vote ballot campaign strike walkout rally march riot "
    "chaos crisis conflict clash battle attack assault raid blast crash accident incident incidents disaster "
    "tragedy storm flood quake earthquake hurricane tornado landslide drought news word rumour rumor debate "
    "response advice data detail history culture religion faith school college university hospital prison "
    "jail airport bridge road street house home land space time day week month year night summer winter "
    "autumn afternoon noon midnight breakfast lunch dinner sport football soccer cricket rugby tennis golf "
    "victory defeat success failure loss gain rise fall cut cuts drop increase decrease growth change move "
    "step case claim demand offer bid appeal letter speech interview article column message tweet post email "
    "call visit conference summit search rescue inquiry probe charge penalty fine ban limit access entry "
    "exit exposure waste rubbish plastic output shortage surplus price cost profit revenue income solidarity "
    "unity equality justice freedom democracy safety security privacy sick leave care childcare maternity "
    "backlash turnout design style fashion jewellery makeup hair skin blood body brain heart head face eye "
    "hand foot size weight age diet exercise sleep stress sex marriage divorce proof truth record total "
    "average majority minority number amount figure rate level extra part side end start background key "
    "antidote field link product example problem answer idea theory view opinion concern doubt risk danger "
    "threat defense defence offence offense alarm damage injury absence presence influence experience "
    "silence conscience existence residence rail railway mail parcel delivery warehouse kitchen canteen "
    "office depot yard dock dockyard shipyard harbour harbor quay pit colliery furnace refinery plant job "
    "shift rota roster banner leaflet poster badge placard megaphone fund dues fee levy minimum maximum "
    "bonus dispute deadlock stalemate breakthrough impasse compromise austerity robot machine computer "
    "laptop tablet camera clock watch airplane aeroplane runway spoiler contrary scrutiny secrecy mystery "
    "curiosity panic fury funeral birthday anniversary ceremony parade concert museum gallery library "
    "paperwork passport visa border customs asylum identity language accent slang poetry literature "
    "newspaper magazine radio broadcast coverage publicity brand logo label vehicle car bus train plane jet "
    "flight ship boat ferry lorry truck van bike tram taxi rocket satellite drone helicopter aircraft gun "
    "bomb missile weapon knife drug alcohol tobacco cannabis heroin cocaine medicine vaccine virus surgery "
    "therapy cure rival property estate castle palace hotel restaurant pub bar club shop store supermarket "
    "factory mill mine farm garden park river lake sea ocean beach island mountain desert village town city "
    "capital country world planet earth sun moon pro sale sales share shares result goal score aim target "
    "purpose reason cause effect consequence outcome impact lesson advantage benefit disadvantage drawback "
    "flaw fault error mistake slip blunder gaffe oversight trick trap secret lie myth fact fake scam hoax "
    "prank stunt joke riddle puzzle clue hint sign symbol symptom sample test exam quiz lottery jackpot "
    "prize award medal trophy cup crown throne title honour honor tribute statue sculpture portrait sketch "
    "map chart graph table list menu recipe dish meal snack soup salad pizza burger sandwich cake biscuit "
    "chocolate sweet fruit banana lemon grape potato tomato carrot onion rice pasta cereal egg "
    "cheese butter cream yoghurt tea coffee juice soda champagne whisky vodka rum cider calorie fat protein "
    "vitamin fibre carb obesity allergy asthma diabetes stroke dementia anxiety epilepsy fever cough rash "
    "wound scar bruise burn fracture limb arm leg knee ankle toe finger thumb shoulder elbow wrist hip waist "
    "chest breast stomach belly back neck throat mouth tooth teeth tongue lip nose ear eyebrow beard "
    "moustache tattoo perfume lipstick mascara nail dress skirt shirt blouse jacket coat suit tie hat cap "
    "scarf glove sock shoe boot heel jeans trousers shorts bikini swimsuit underwear bra lingerie handbag "
    "purse wallet suitcase luggage backpack umbrella bracelet necklace ring diamond pearl gem crystal "
    "silver bronze copper iron brass tin metal rock brick concrete glass rubber leather cotton wool "
    "silk linen denim velvet fur carpet curtain cushion pillow blanket mattress bed sofa couch chair desk "
    "shelf cupboard wardrobe drawer door window wall roof floor stair staircase lift elevator corridor hall "
    "room bedroom bathroom toilet lavatory shower bath cellar attic loft garage shed fence gate driveway "
    "lawn hedge tree flower leaf root seed crop wheat maize hay straw tractor plough barn cottage "
    "bungalow flat penthouse villa tower block skyscraper lighthouse chapel cathedral abbey mosque temple "
    "synagogue shrine cemetery graveyard grave tomb coffin corpse skeleton skull bone fossil dinosaur "
    "mammoth relic artefact artifact treasure coin note banknote cheque receipt invoice mortgage loan "
    "overdraft credit debit deposit withdrawal refund discount bargain voucher coupon ticket token itinerary "
    "route path trail track lane motorway highway freeway tunnel roundabout sidewalk kerb pothole gutter "
    "drain sewer pipe cable wire battery bulb lamp torch candle lantern firework bonfire blaze inferno "
    "wildfire flame spark bang roar scream shout whisper echo noise sound tune melody lyric rhythm beat "
    "chorus verse orchestra choir gig festival carnival circus fair funfair zoo aquarium safari picnic "
    "barbecue banquet feast buffet ball disco nightclub casino spa gym stadium arena pitch racetrack circuit "
    "pool rink slope resort lodge hostel campsite caravan tent hammock yacht canoe kayak raft liner tanker "
    "trawler submarine destroyer frigate carrier fleet squadron battalion brigade troop platoon barracks "
    "fortress bunker trench minefield grenade mortar bullet pistol rifle shotgun revolver sword dagger "
    "axe hammer saw drill spanner screwdriver ladder rope chain hook net cage lock safe vault siren "
    "telescope microscope thermometer scale ruler compass calculator keyboard monitor scanner router modem "
    "server browser password username profile account avatar emoji selfie hashtag podcast blog vlog forum "
    "chatroom newsletter bulletin headline quote slogan motto chant anthem hymn prayer sermon curse spell "
    "magic miracle prophecy forecast estimate guess formula theorem hypothesis discovery patent prototype "
    "gadget gizmo device fridge freezer oven cooker kettle toaster microwave dishwasher vacuum laundry "
    "housework homework coursework syllabus curriculum lecture seminar workshop classroom playground nursery "
    "creche kindergarten academy faculty campus dormitory grant bursary dismissal grace mercy courage "
    "bravery wisdom genius talent skill luck fortune fate destiny karma coincidence irony humour humor "
    "laughter tears smile grin frown kiss hug handshake gesture stare wink nod breath heartbeat pulse sweat "
    "saliva urine sperm embryo foetus fetus womb miscarriage fertility puberty menopause adolescence bedtime "
    "playtime lunchtime teatime dinnertime midweek weekend fortnight decade century millennium era epoch "
    "easter christmas hanukkah ramadan diwali halloween hogmanay valentine"
)
#: How they are: "Angry workers", "Local officials".
_HOW = (
    "angry happy sad proud brave desperate poor rich young older younger old new big bigger small smaller "
    "large larger huge giant tiny great greater good better best bad worse worst high higher low lower long "
    "longer short shorter hot hotter cool warm wet dry dark bright black white red green blue yellow brown "
    "pink grey gray fresh raw full empty open shut whole entire main major minor top chief senior junior "
    "deputy vice fellow other others similar same different several scores thousands millions double triple "
    "single sole solo joint common rare strange odd weird certain sure clear true false real free cheap "
    "fatal lethal violent severe grim dire harsh hard tough difficult easy simple plain strict strong weak "
    "heavy light fast slow quick swift sudden brief early earlier late later recent modern ancient current "
    "present past prior next future final ultimate further more less fewer enough ample local foreign "
    "domestic global public legal illegal civil human animal male female pregnant gay straight dead alive "
    "ill healthy fit overweight obese blind deaf armed naked drunk sober ex former wannabe anti co mid due "
    "thanks rather quite very too almost about around up down out off away inside outside indoors outdoors "
    "upstairs downstairs nearby elsewhere somewhere anywhere everywhere nowhere above below beneath beside "
    "besides beyond near across along among amongst against amid amidst ahead alongside behind between "
    "despite throughout toward upon within except like plus minus per via versus although though whereas "
    "whether because whenever wherever whatever whoever otherwise instead perhaps maybe moreover furthermore "
    "therefore thus hence overall altogether apart aside again always often sometimes never ever soon "
    "already tonight overnight online offline live abroad overseas well yes please thank whose whom neither "
    "either any anymore such twice yours ours theirs myself himself herself itself themselves solitary "
    "digital legendary longtime lifelong ordinary necessary voluntary temporary contemporary secondary "
    "primary elementary preliminary revolutionary extraordinary imaginary monetary sanitary summary med "
    "dental mental moral equal unfair zero permanent agricultural rural urban coastal postal electric "
    "electronic automatic dramatic tragic heroic historic economic scientific athletic fantastic organic "
    "toxic chronic generic specific republican eager keen reluctant ready afraid aware unaware absent busy "
    "lazy crazy dirty dusty muddy sunny rainy snowy windy stormy wealthy unhealthy hungry thirsty sleepy "
    "ugly pretty handsome tall thin thick wide narrow deep shallow steep smooth rough soft loud quiet silent "
    "calm gentle polite rude loyal humble mere absolute utter complete perfect ideal vital pivotal central "
    "catholic muslim christian jewish hindu sikh islamic arab african asian western eastern northern "
    "southern olympic federal premier tory liberal democratic corporate minuscule colossal gigantic vast "
    "immense stylish trendy chic elegant sleek shiny glossy brilliant vivid pale faint dim dull gloomy bleak "
    "stark barren arid lush fertile creamy spicy salty sour bitter tasty stale rotten mouldy rusty filthy "
    "grubby scruffy shabby squalid derelict vacant hollow solid liquid frozen icy mild sultry humid bumper "
    "unique prominent eminent iconic brazen cruel brutal savage evil sinister creepy spooky eerie scary "
    "horrific awful vile foul nasty mean greedy selfish stingy kind witty funny silly foolish stupid dumb "
    "clever smart intelligent brainy wise shrewd sly sneaky frank blunt outspoken vocal candid sincere "
    "genuine authentic bogus phoney phony inaccurate incorrect wrong right accurate exact precise "
    "approximate vague obscure unknown unforeseen unsure uncertain unclear unhappy unwell unfit unsafe "
    "unjust unlucky unpaid unhurt barefoot bald hairy blond blonde brunette ginger teenage stillborn "
    "premature overdue prompt immediate instant rapid speedy hasty wary ecstatic jubilant triumphant "
    "unbeaten"
)
#: What a reader is asked to do, and verbs whose subject was left out.
_DO = (
    "raise raises broke broken paid struck fought taught thought threw wrote written hear heard prove shown "
    "use join read see click find follow tell ask send write keep get go come take make give let look listen "
    "learn think believe remember forget imagine consider wait stop begin try stay bring buy sell eat drink "
    "walk run drive ride fly swim check boycott organise organize stand speak talk say add put set turn hold "
    "save spend win lose meet register enter donate enjoy expect discover explore choose pick want need "
    "wants claims took got came went made said told found gave left lost won held kept brought became began "
    "felt led met ran sat stood born built caught hit shot known seen given taken don't doesn't didn't won't "
    "can't isn't aren't wasn't cannot being is are was were do does did should would could can will may"
)
_THINGS = word_set(_WHAT)
_ORDINARY = word_set(f"{_WHO} {_WHAT} {_HOW} {_DO}".replace("'", ""))
#: Endings of ordinary words, told in words long enough not to be names that happen to end so.
_ENDINGS = tuple(
    word_set(
        "ing ed ly tion sion ment ness ship hood ism ist ous ful less able ible ive ial onal inal ernal ical ual ular "
        "wide wards ance smen omen emen like est ency ancy woman mother father worker maker keeper holder owner "
        "goer mate"
    )
)
_FEWEST_LETTERS = 6
#: Well-known names that end so.
_NAMES = word_set(
    "boeing beijing reading sterling stirling browning kipling harding mohammed muhammed mohamed alfred wilfred sicily "
    "beverly kimberly everest budapest bucharest constance constable dunstable"
)
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


#: Of words that begin sentences before such verbs, those that name nobody, in the same languages, folded.
_NO_NAMES = word_set(
    "todo todos toda todas nadie alguien quien quienes eso esto aquello nada algo otro otra otros otras uno "
    "muchos muchas varios varias ya asi aqui alli ahora tampoco tambien siempre nunca hoy ayer manana solo "
    "casi cada ambos ambas algunos algunas ninguno ninguna mucho poco pocos pocas tal cual donde aun todavia "
    "despues antes luego entonces ella ellos ellas usted nosotros mas menos si que chacun chacune tout tous "
    "toute toutes rien cela ceci qui personne dautres autre autres beaucoup certains certaines plusieurs aucun "
    "aucune quelquun celui celle ceux celles ca hier aujourdhui demain ici jamais toujours deja ainsi peu trop "
    "moins plus tel telle lui eux moi toi ne pas encore aussi seul seuls seule comment pourquoi quand tudo "
    "ninguem alguem quem isso isto aquilo algum alguns alguma algumas nenhum nenhuma muito muitos muita muitas "
    "pouco poucos ja assim agora hoje ontem sempre tambem ainda ele ela eles elas voce voces depois tot toti "
    "toata toate nimeni nimic cineva ceva cine ce asta acesta aceasta acestia fiecare altul alta altii altele "
    "multi multe putini putine cativa unii unele azi ieri maine acum aici acolo niciodata mereu doar numai el "
    "ea ei noi voi asa wszystko wszyscy nikt nic ktos cos kto co ten ta kazdy inny inni wielu niektorzy dzis "
    "dzisiaj wczoraj jutro teraz tutaj tam nigdy zawsze juz tylko on ona oni one my tak tego"
)


def is_ordinary(word: str) -> bool:
    """Whether a folded English word is no name, by a table or by its ending."""
    return (
        word in _ORDINARY
        or any(word in table["en"] for table in (WORDS, ORDINALS, SCALES))
        or (len(word) >= _FEWEST_LETTERS and word.endswith(_ENDINGS) and word not in _NAMES)
    )


def is_thing(word: str) -> bool:
    """Whether a folded English word is one for things, which have a plural also where they are written like names."""
    return word in _THINGS


def is_name(word: str, behind: str, language: str) -> bool:
    """Whether a first word that its article does not have is a name, by what stands behind it.

    `word` is folded, `language` is a primary subtag ("en").
    """
    after = [fold(match[0]) for match in _WORD.finditer(behind[:60])][:2]
    speaks = is_before_quotation(behind) and is_speaker(word, language)
    if language != "en":
        is_before_verb = behind[:1] == " " and bool(after) and after[0] in _VERBS.get(language, ())
        is_quoted = speaks and language in (*_VERBS, "cy", "de")
        return (is_before_verb or is_quoted) and word not in _NO_NAMES
    if is_ordinary(word) or "-" in word:
        return False
    if behind[:1] == ",":
        return word.removesuffix("s") not in _ORDINARY  # "Paramedics, porters and cleaners"
    if behind[:1] in ("'", "’"):
        return not word.endswith("s")  # "Workers' rights"
    is_quoted = speaks and not _is_plural(word)
    return is_quoted or bool(_AFTER_PLACE.match(behind)) or _is_before_verb(word, behind, after)


def _is_before_verb(word: str, behind: str, after: Sequence[str]) -> bool:
    if behind[:1] != " " or not after:
        return False
    verb = after[1] if after[0] in _BETWEEN and len(after) > 1 else after[0]
    return not _is_plural(word) or verb in _SINGULAR


def _is_plural(word: str) -> bool:
    return word.endswith(_PLURALS) or (
        word.endswith("s") and (word[:-1] in _ORDINARY or word.removesuffix("es") in _ORDINARY)
    )
