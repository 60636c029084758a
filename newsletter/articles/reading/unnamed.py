"""The words by which somebody wishes not to be named, in the languages of articles.

Three kinds, by where the person stands: the one who wishes, before a verb ("Ana Example asked not to be named"); either
side of what was agreed ("on condition of anonymity, Ana Example said"); right behind ("do not name Ana Example").
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from newsletter.articles.reading.unnamed_pleas import PLEAS


class Place(StrEnum):
    BEFORE = "before"
    EITHER = "either"
    BEHIND = "behind"


_NAME = r"(?:(?:full|real|own|last|true)\s)?(?:(?:sur)?name|identity)"
_THEIR = r"(?:his|her|their|my|your|the\sperson[’']s)\s"
_SHOWN = (
    r"(?:published|printed|used|given|known|mentioned|revealed|disclosed|made\spublic|shared"
    r"|in\s(?:the\s)?(?:paper|print))"
)
_NOT = r"(?:not|\w{1,6}n[’']t|never)\s"
_EN_BEFORE = (
    r"(?:ask|want|wish|prefer|request|cho[o]?s|hop|insist|decid|agree)\w*\s(?:us\s|that\s|on\s"
    r"|to\s){0,2}(?:(?:s?he|they)\s"
    rf"(?:should\s)?)?{_NOT}(?:to\s)?(?:be(?:ing)?\s)?(?:named|identified|quoted\sby\sname)"
    rf"|{_NOT}(?:want|wish|like|agree|consent|willing)\w*\sto\s(?:be(?:ing)?|have|give"
    rf"|see)\s(?:publicly\s)?(?:named|identified|{_THEIR}{_NAME})"
    rf"|{_NOT}(?:want|wish|like)\w*\s(?:for\s)?{_THEIR}{_NAME}\s(?:to\sbe\s)?{_SHOWN}"
    rf"|{_NOT}(?:want|wish)\w*\s(?:{_THEIR}|the\s)?(?:employers?|boss(?:es)?|managers?|company"
    rf"|supervisors?|landlord)\sto\s(?:know|find"
    r"\sout|learn|see|hear)"
    rf"|(?:would|[’']d)\s(?:rather|prefer)\s(?:it\sif\swe\sdid\s)?{_NOT}(?:to\s)?(?:be\s(?:named"
    rf"|identified)|give\s{_THEIR}{_NAME})"
    rf"|(?:declin|refus)\w*\sto\s(?:be\s(?:named|identified)|give\s{_THEIR}{_NAME})"
    rf"|(?:ask|request|want|insist|beg)\w*\s(?:us\s|that\s|we\s|for\s"
    rf"|you\s){{0,3}}(?:{_NOT}(?:to\s)?(?:us|print|publish|giv|mention|shar"
    rf"|reveal|disclos)\w*\s{_THEIR}{_NAME}|{_THEIR}{_NAME}\s(?:to\sbe\s)?(?:withheld|left\sout|kept))"
    rf"|(?:ask|request|want|insist|beg)\w*\s(?:us\s|that\s|we\s|for\s|you\s|the\s\w+\s){{0,3}}(?:to\s)?"
    rf"(?:withhold|conceal|hide|protect|omit|leave\sout|keep\sback|suppress|change)\s{_THEIR}{_NAME}"
    r"|(?:ask|want|wish|prefer|request|cho[o]?s|hop)\w*\s(?:us\s)?(?:to\s(?:remain|stay|be"
    r"|keep)\sanonymous|(?:for\s)?anonymity)"
)
_EN_EITHER = (
    rf"{_NAME}\s(?:(?:is|was|be|were)\s)?(?:left|kept)\sout(?!\sof\sthe\s(?:team|squad|list|side))"
    rf"|{_NAME}\sout\sof\s(?:it|this|the)"
    r"|(?:s?he|they)\s(?:would|will|should|must)\snot\sbe\s(?:named|identified)|"
    rf"(?:on\s(?:the\s)?(?:strict\s)?condition\sof|under|granted|given|promised"
    rf"|guaranteed)\s(?:\w+\s)?anonymity"
    r"|on\s(?:the\s)?(?:strict\s)?condition\s(?:that\s)?(?:s?he|they)\s(?:(?:was|were|is|are|would|will"
    r"|should)\s)?"
    r"not\s(?:be\s)?(?:named|identified)"
    r"|(?:speak|spoke|talk|wrote|writ)\w*\s(?:to\s\w+\s)?anonymously"
    rf"|{_NAME}\s(?:(?:is|was|has\sbeen|to\sbe)\s)?(?:withheld|not\sfor\s(?:publication|print))"
    rf"|{_NAME},?\s(?:must\s|should\s|may\s|can|shall\s|(?=not\sbe\s))not\s(?:be\s)?(?:appear|{_SHOWN})"
    rf"|{_NOT}(?:us|print|publish|giv|mention|shar|reveal|disclos)\w*\s(?:his|her|their|my)\s{_NAME}"
    rf"|(?:keep|leav)\w*\s(?:his|her|their|my)\s{_NAME}\s(?:secret|private|confidential|out)"
)
#: Only where somebody is told so: "they do not name the plaintiff" asks nobody.
_EN_BEHIND = (
    r"we\s(?:are\snot|will\snot|do\snot|have\snot|won[’']t|don[’']t)\s(?:nam|identify)(?:e|ed|ing)?"
    r"|we[’']re\snot\snaming|"
    r"(?:(?:^|(?<=[:;“\"(])\s?|please\s)(?:do\snot|don[’']t|never)|(?:ask|beg|told|tell|agree|promis"
    r"|decid)\w*\s(?:(?:us|me|you|that\swe|we)\s){0,2}not(?:\sto)?"
    r"|(?:must|should|may)\snot)\s(?:be\s)?(?:name|identify|mention|(?:print|publish|use|give|mention"
    r"|reveal)\s(?:the\s)?(?:\w+\s)?name\sof)"
    r"|(?:true|real)\sname(?:\sis|,|:)?"
)
_SPANISH = (
    r"(?:pid|prefir|pref|quis|quier|solicit|rog|dese)\w*\s(?:que\s)?(?:no\s(?:ser\s|se\s(?:le|la"
    r"|lo)\s)(?:nombr|identific|cit)\w+"
    r"|no\s(?:dar|revelar|decir|publicar|aparecer\scon"
    r"|usar)\s(?:a\sconocer\s)?su\s(?:verdadero\s)?(?:nombre|identidad)"
    r"|no\s(?:se\s)?(?:publi|us|divulg|revel|difund|mencion|cit)\w+\ssu\s(?:nombre|identidad)"
    r"|su\s(?:nombre|identidad)\sno\s(?:se\s)?\w+|(?:mantener|guardar|dejar)\ssu\s(?:nombre"
    r"|identidad)\s(?:en|bajo|fuera)|(?:permanecer|mantenerse|quedar|seguir)\s(?:en\sel\sanonimato"
    r"|anónim[oa])"
    r"|(?:mantener\s|guardar\s)?(?:el\s)?anonimato)"
    r"|no\s(?:quiso|quiere|quería|desea|deseaba)\s(?:ser\s(?:nombrad|identificad|citad)[oa]|(?:dar"
    r"|revelar|decir)\ssu\s(?:nombre|identidad)"
    r"|que\s(?:se\s)?(?:\w+\s){0,3}su\s(?:nombre|identidad)|que\ssu\s(?:nombre|identidad|jefe|jefa|empresa))"
)
_FRENCH = (
    r"(?:a\s|ont\s)?(?:demand|souhait|préf[éèe]r|requi|réclam|exig|dési|veu|voul)\w*\s(?:à\s|de\s|que\s"
    r"|d[’'])?(?:rester\sanonyme"
    r"|(?:garder\s|conserver\s)?(?:l[’'])?anonymat|ne\spas\s(?:être\s(?:nomm|cit|identifi)\w+|(?:donner"
    r"|révéler|dire)\sson\s(?:nom|identité))"
    r"|(?:son|leur)\s(?:nom|identité)\sne\s(?:soit|figure|paraisse|apparaisse)\spas|son\snom\sreste\s\w+)"
    r"|ne\s(?:veut|voulait|souhaite|souhaitait|désire)\spas\s(?:être\s(?:nomm|cit|identifi)\w+|(?:donner"
    r"|voir|révéler)\sson\snom"
    r"|que\s(?:son\s(?:nom|employeur|patron|chef)|l[’']on))"
)
_GERMAN = (
    r"(?:anonym\sbleiben|(?:lieber\s)?(?:nicht|nirgends)\s(?:namentlich\s|mit\s(?:(?:vollem|seinem"
    r"|ihrem)\s)?namen\s)?(?:genannt|erwähnt|zitiert)\swerden"
    r"|(?:ihren|seinen)\s(?:vollen\s|echten\s)?namen\s(?:lieber\s)?nicht\s(?:\w+\s){0,3}(?:nennen|lesen"
    r"|sehen|sagen|preisgeben))"
    r"\s(?:möchte|will|wollte|mag)"
    r"|(?:möchte|will|wollte|mag|bat\sdarum,|bittet\sdarum,|zieht\ses\svor,)\s(?:anonym\s(?:zu\s)?bleiben"
    r"|(?:lieber\s)?nicht\s(?:namentlich\s|mit\snamen\s)?(?:"
    r"genannt|erwähnt|zitiert)\s(?:zu\s)?werden|(?:ihren|seinen)\s(?:vollen\s"
    r"|echten\s)?namen\s(?:lieber\s)?nicht)"
    r"|(?:will|möchte|wollte)\snicht,?\sdass\s(?:(?:sein|ihr)e?\s(?:richtiger\s)?(?:name|chefin|chef"
    r"|arbeitgeber(?:in)?|identität)|man\s(?:ihn|sie))"
    r"|bitte\snicht\s(?:namentlich\s|mit\snamen\s)?(?:nennen|erwähnen|zitieren)"
    r"|(?:bat|bittet|gebeten)\s(?:uns\s)?(?:darum,?\s|um\s)?(?:anonymität|(?:ihren|seinen)\snamen\snicht"
    r"|dass\s(?:ihr|sein)\sname\snicht)"
)
_PORTUGUESE = (
    r"(?:ped|prefer|quis|quer|prefir|solicit|desej)\w*\s(?:para\s|que\s)?(?:não\s(?:ser\s(?:identificad"
    r"|nomead|citad)[oa]|(?:dar|revelar|dizer)\so\s(?:seu\s)?nome)"
    r"|(?:(?:manter|guardar)\s)?(?:o\s)?anonimato|(?:ficar|permanecer|manter-se)\s(?:anónim|anônim)[oa]"
    r"|(?:o\s)?seu\snome\snão\s\w+)"
    r"|não\s(?:quis|quer|queria|deseja|desejava)\s(?:ser\s(?:identificad|nomead|citad)[oa]|(?:dar|revelar"
    r"|dizer|ver)\so\s(?:seu\s)?nome|que\so\s(?:seu\s)?(?:nome|chefe"
    r"|patrão))"
)
_ROMANIAN = (
    r"(?:a\s|au\s)?(?:cer|dor|prefer|vre|vr|solicit|rug)\w*\s(?:ca\s)?(?:să\s)?(?:rămân[ăe]\sanonim[ăa]?"
    r"|nu\s(?:îi\s|i\s)?(?:fie\s(?:numit|identificat|citat)[ăa]?"
    r"|(?:se\s)?(?:dea|publice|menționeze|dezvăluie|spună)\snumele)|(?:păstrarea\s)?(?:anonimatul(?:ui)?)"
    r"|(?:ca\s)?numele\s(?:lui\s|ei\s|său\s)?să\snu\s\w+)"
    r"|nu\s(?:a\s)?(?:vrut|vrea|dorește|dorit)\s(?:ca\snumele|să(?:\s|-)(?:fie\s(?:numit"
    r"|identificat)[ăa]?|(?:(?:își|i|și|îi)\s)?(?:se\s)?\w+\snumele))"
)
_POLISH = (
    r"(?:pros|chc|wol|życz|popros|zastrzeg|pragn)\w*,?\s(?:sobie\s)?(?:o\s|by\s|aby\s"
    r"|żeby\s)?(?:zachowa(?:ć|nie|nia)\s(?:pełnej\s)?anonimowo(?:ść|ści)|anonimowo(?:ść|ści)"
    r"|pozosta(?:ć|nie)\sanonimow[yaąe]|nie\s(?:podawać|ujawniać|publikować|podawano|ujawniano"
    r"|publikowano)\s(?:jego\s|jej\s|swojego\s|jego\sdanych\s)?(?:nazwiska|imienia|danych)"
    r"|nie(?:\s)?(?:podawanie|ujawnianie|publikowanie|wymienianie)\s(?:(?:jego|jej"
    r"|swojego)\s)?(?:nazwiska|imienia|danych|personaliów))"
    r"|nie\schc\w+(?:,?\s(?:by|aby|żeby)\s(?:jego|jej)\s(?:nazwisko|imię|szef|pracodawca)|\s(?:podać"
    r"|podawać|ujawnić|ujawniać)\s(?:swojego\s)?(?:nazwiska|imienia)|\swystępować\spod)"
)
_WELSH = (
    r"(?:(?:ofyn\w+|eisiau|dymuno|dewis\w*|am|well\sgand?o?\s?\w*)\s(?:am\s)?(?:gael\s)?(?:(?:b"
    r"|p)eidio\sâ\s(?:chael|rhoi)\s(?:(?:ei|eu)\s(?:h?enwi?|enwi)|enw)"
    r"|(?:aros|bod|parhau)\syn\sddienw|aros\syn\sanhysbys))"
    r"|(?:nad|ddim|nid|na)\s(?:[\w’'-]+\s){0,5}(?:am|eisiau|yn\sdymuno|yn\sfodlon)\s(?:i\w*\s)?(?:gael\s"
    r"|cael\s|roi\s|rhoi\s)?(?:(?:ei|eu)\s)(?:h?enwi?|adnabod)"
    r"|(?:nad|ddim|nid|na)\s(?:[\w’'-]+\s){0,5}(?:am|eisiau|yn\sdymuno|yn\sfodlon)\s(?:i[’']w|gweld\sei|weld\sei)\sh?enw"
    r"|g?ofyn\w*\s(?:[\w’'-]+\s){1,5}(?:(?:aros|bod|fod|parhau|barhau)\syn\s(?:ddienw|anhysbys)"
    r"|[bp]?eidio\s(?:â|ag)\s(?:chael\s|chyhoeddi\s)?(?:(?:ei|eu)\s)?h?enw\w*)"
)
_ARABIC = (
    r"[وف]?(?:طلب|طلبت|فضل|فضّل|فضلت|اشترط|اشترطت|رفض|رفضت|أراد|أرادت)\s(?:منا\s)?(?:عدم\s|ألا\s"
    r"|أن\sلا\s)?(?:ال)?(?:ذكر|كشف|الكشف\sعن|كشف\sعن|نشر|يذكر|تذكر|ينشر|يُذكر|يُنشر"
    r"|إفصاح\sعن|الإفصاح\sعن|بقاء\sمجهول|إعلان)\s(?:ال)?(?:اسم|هوي)\w*"
)
WISHES: Mapping[str, Mapping[Place, str]] = MappingProxyType(
    {
        "en": {Place.BEFORE: _EN_BEFORE, Place.EITHER: _EN_EITHER, Place.BEHIND: _EN_BEHIND},
        "es": {
            Place.BEFORE: _SPANISH,
            Place.EITHER: r"bajo\s(?:condición\sde\s|el\s)?anonimato"
            r"|con(?:\sla)?\scondición\sde\s(?:anonimato|que\sno\sse\s(?:publi|us|revel"
            r"|mencion)\w+\ssu\snombre)"
            r"|cuyo\s(?:nombre|identidad)\sno\s(?:debe|puede|quiere|se\sp)\w*|de\s(?:forma|manera)\sanónima",
            Place.BEHIND: r"(?:verdadero\snombre|nombre\s(?:real|verdadero))(?:\ses|,|:)?|(?:^"
            r"|por\sfavor,?\s)no\s(?:nombr|mencion|cit)(?:en?|ar|éis)\sa",
        },
        "fr": {
            Place.BEFORE: _FRENCH,
            Place.EITHER: r"(?:sous|sur)\s(?:couvert\s|condition\s)?(?:d[’']|de\sl[’'])?anonymat"
            r"|dont\sle\snom\sne\s(?:doit|peut)\spas|de\s(?:façon|manière)\sanonyme"
            r"|anonymement",
            Place.BEHIND: r"(?:vrai|véritable)\snom(?:\sest|,|:)?|s[’']appelle\s(?:en\sréalité|en\sfait)"
            r"|(?:^|svp,?\s|plaît,?\s)ne\s(?:nommez|citez|mentionnez)\spas",
        },
        "de": {
            Place.BEFORE: _GERMAN,
            Place.EITHER: r"(?:unter\sder\sbedingung\sder|unter\szusicherung\sder|unter\swahrung\sder"
            r"|unter|um|auf)\s(?:\w+\s)?anonymität"
            r"|(?:deren|dessen|ihr|sein)\sname\s(?:soll|sollte|darf|möge)\snicht"
            r"|(?:deren|dessen|ihr|sein)\sname\s(?:\w+\s)?nicht\s(?:\w+\s)?(?:genannt|veröffentlicht"
            r"|erwähnt|abgedruckt|erscheinen|bekannt)\s?(?:werden\s)?(?:soll|darf|will)\w*"
            r"|(?:anonym\s(?:sprach|spricht|sagt|sagte|erzählt|berichtet)|(?:sprach|spricht|erzählt"
            r"|berichtet)e?\s(?:\w+\s)?anonym)",
            Place.BEHIND: r"(?:richtiger|wirklicher|echter|bürgerlicher)\sname(?:\sist|,|:)?"
            r"|heißt\s(?:eigentlich|in\swirklichkeit)"
            r"|(?:^|bitte\s)(?:nennt|nennen\ssie|erwähnt|erwähnen\ssie)(?:\s(?:bitte\s)?nicht"
            r"|(?=\s.{3,60}\snicht\b))",
        },
        "pt": {
            Place.BEFORE: _PORTUGUESE,
            Place.EITHER: r"(?:sob|em|na\scondição\sde)\s(?:condição\sde\s|regime\sde\s|o\s)?anonimato"
            r"|cujo\snome\snão\s(?:deve|pode)\w*|de\sforma\sanónima|anonimamente",
            Place.BEHIND: r"(?:verdadeiro\snome|nome\s(?:real|verdadeiro))(?:\sé|,|:)?",
        },
        "ro": {
            Place.BEFORE: _ROMANIAN,
            Place.EITHER: r"sub\s(?:protecția\s|condiția\s|rezerva\s)?anonimat(?:ului)?|(?:al\scărui"
            r"|a\scărei|al\scărei|a\scărui)\snume\snu\s(?:trebuie|poate)"
            r"|cu\scondiția\s(?:anonimatului|păstrării\sanonimatului|să\snu\s\w+\s\w+)",
            Place.BEHIND: r"numele?\s(?:(?:său|lui|ei)\s)?(?:real|adevărat)(?:\s(?:este|e)|,|:)?",
        },
        "pl": {
            Place.BEFORE: _POLISH,
            Place.EITHER: r"(?:pod\swarunkiem|zastrzegając(?:y|a)?|prosząc(?:y|a)?\so|zachowując(?:y"
            r"|a)?)\s(?:sobie\s)?(?:zachowania\s)?(?:anonimowości|anonimowość)"
            r"|prosząc(?:y|a)?\so\s(?:nie\s?(?:podawanie|ujawnianie|publikowanie))\s(?:\w+\s)?(?:nazwiska"
            r"|imienia|danych)|anonimowo\s(?:mówi|powiedzia|opowiada)\w*|(?:mówi|powiedzia|opowiada"
            r"|rozmawia)\w*\s(?:\w+\s){0,2}anonimowo"
            r"|któr(?:ego|ej)\s(?:nazwisko|imię|nazwiska|imienia)\s(?:nie|ma\snie)\s\w+",
            Place.BEHIND: r"prawdziwe\s(?:imię\si\snazwisko|nazwisko|imię)(?:\sto|,|:)?"
            r"|naprawdę\snazywa\ssię|(?:^|prosimy\s)nie\s(?:podawajcie|podawać"
            r"|wymieniajcie)\snazwiska",
        },
        "cy": {
            Place.BEFORE: _WELSH,
            Place.EITHER: r"(?:ar\syr\samod|ar\samod)\s(?:ei\s(?:f|b)od\syn\s(?:aros\syn\s)?ddienw"
            r"|anhysbysrwydd|nad\syw\sei\s\w+)|yn\sddienw\swrth"
            r"|na\s(?:ddylid|chaiff|ddylai)\s\w+\s(?:ei\s)?enw",
            Place.BEHIND: r"enw\s(?:iawn|go\siawn)(?:\s(?:yw|ydy)|,|:)?|(?:^|plîs,?\s)peidiwch\sag\senwi",
        },
        "ar": {
            Place.BEFORE: _ARABIC,
            Place.EITHER: r"(?:شريطة|بشرط|مشترطا|مشترطة|طالبا|طالبة)\s(?:عدم\s)?(?:ذكر|الكشف\sعن|كشف|نشر"
            r"|السرية)\s?(?:اسم\w*|هوي\w*)?",
            Place.BEHIND: r"اسم(?:ه|ها)\s(?:الحقيقي)(?:\sهو|،|:)?",
        },
    }
)
#: By the language of the words and the place of who wishes.
SHAPES = tuple(
    (language, place, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE))
    for language, kinds in (
        *WISHES.items(),
        *((language, {Place.BEHIND: plea}) for language, plea in PLEAS.items()),
    )
    for place, words in kinds.items()
)
