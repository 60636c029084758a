"""What the buttons of forms say: to sign, to write to somebody who decides, or only "Send", which any form may say.

A language that is missing costs an offer, and lends none. Only a whole label counts, without what stands about it.
"""

import re
import unicodedata
from enum import StrEnum

from newsletter.articles.cleaning import one_line

_LONGEST = 120  # characters


class Says(StrEnum):
    """What a button says of its form, the clearest first."""

    NAMED = "named"  # what is signed, or to whom one writes: it can be nothing else
    ACT = "act"  # to sign, to act: other forms say so, too, where they say what for
    WRITE = "write"  # to begin to write: to whom, the form or the page must say
    SEND = "send"  # any form's
    NOTHING = "nothing"


def _any(*kinds: str) -> str:
    return "|".join(kinds)


_MEMBERS = _any(
    r"(?:local |elected )?(?:mps?|msps?|mss?|meps?|tds?|ams?|mlas?)|members? of (?:parliament|the senedd)",
    r"senedd members?|(?:local |city |county )?councillors?|senators?|congress(?:wo)?m[ae]n|lawmakers?"
    r"|legislators?",
)
_OFFICES = _any(
    r"(?:prime |first |education |health |labour |foreign |transport )?ministers?(?: (?:of"
    r"|for) [^.!]{2,40})?",
    r"(?:home |health |education |foreign |transport |business )?secretary(?: of state)?|chancellor|governor"
    r"|mayor",
    r"president|government|parliament|ambassador|embassy|companies|company|ceo|chief executive|employers?"
    r"|management|bosses",
)
_OPEN = r"(?:open |joint |public |solidarity |protest |e-?)?"
_PAPER = (
    rf"(?:(?:the|this|our|your|my|an?|that) )?{_OPEN}"
    r"(?:petition|pledge|letter|appeal|statement|call|declaration|manifesto|demands?|charter)"
)
_NOW = r"(?: (?:now|here|today|below))?"
_FOLLOWED = r"(?: to [^.!?]{2,50}| for [^.!?]{2,40})?"
_YES = r"(?:yes,? )?(?:i |i'll |i will |i want to )?"

_GERMAN = (
    r"(?:(?:an )?(?:deine[mnr]?|ihre[mnr]?|unsere[mnr]?|eure[mnr]?|die|der|dem|den) )(?:(?:bundestags"
    r"|landtags)?abgeordneten?"
    r"|minister(?:in|ium)?|senator(?:in)?|bürgermeister(?:in)?|botschaft)"
)

#: What is signed, and to whom one writes.
_NAMED = (
    # English
    rf"{_YES}sign(?: on to)? {_PAPER}{_FOLLOWED}{_NOW}(?: (?:and|&) (?:share|send))?",
    rf"(?:add|submit|give|send)(?: (?:my|your|a|the))? signature(?: to {_PAPER})?{_NOW}",
    rf"(?:add|put) (?:my|your) name to {_PAPER}{_NOW}|(?:take|make) (?:the|this|our) pledge{_NOW}",
    rf"endorse (?:the|this|our) {_OPEN}(?:statement|letter|call|declaration|charter)",
    (
        rf"(?:write|send|e-?mail|contact|lobby|message|tell)(?: (?:an? |my |your |the |this )?(?:letter|e-?mail"
        rf"|message|protest))?"
        rf"(?: now)?(?: to)? (?:your|my|our|the) (?:{_MEMBERS}){_FOLLOWED}{_NOW}"
    ),
    # Spanish
    (
        r"(?:sí,? )?(?:yo |quiero )?firm(?:a|á|ar|o|e|en|ad) (?:ahora )?(?:(?:la|esta|nuestra|tu"
        r"|una) (?:petición|carta|declaración|"
        r"denuncia|promesa|iniciativa)(?: abierta)?|(?:el|este|nuestro) (?:llamamiento|manifiesto|compromiso"
        r"|comunicado|llamado))"
        r"(?: ahora| aquí| ya)?"
    ),
    r"(?:añad|agreg|sum|dej|envi|enví|pon|apoy)\w{0,4} (?:con )?(?:tu|mi|su|la|una) firma|añadir firma",
    (
        r"(?:escrib[ea]|escribir|escríbele|envía (?:un|tu) (?:correo|mensaje|carta)"
        r"|manda un correo) (?:ahora )?(?:a (?:tu|su|la|mi|los|las)|al) "
        r"(?:diputad[oa]s?|senador[ae]?s?|parlamentari[oa]s?|concejal[ae]?s?|ministr[oa]|presidente|presidenta"
        r"|gobierno|embajad\w+|empresa)"
    ),
    # French
    (
        r"(?:oui,? )?(?:je )?sign(?:e|er|ez|ons)(?: et partage[rz]?)? (?:(?:la|cette|notre|votre"
        r"|une) (?:pétition|lettre|tribune|déclaration|"
        r"motion|charte)(?: ouverte)?|l'(?:appel|engagement)|cet (?:appel|engagement)|(?:le|ce"
        r"|notre) (?:manifeste|texte|serment))"
        r"(?: maintenant| ici)?"
    ),
    r"(?:j')?(?:ajout|appos)(?:e|er|ez) (?:ma|votre|une|la|ta) signature",
    (
        r"(?:j'écris|écri(?:re|vez|s)|envoye[rz] un (?:e-?mail|courriel|message)|(?:j')?interpell(?:e|er"
        r"|ez)) (?:à )?(?:mon|ma|votre|vos|mes|ton|ta|le|la|au|aux)"
        r" (?:député(?:e|\(e\))?s?|sénat\w+|élu(?:e|\(e\))?s?|maire|ministre|président\w*|gouvernement"
        r"|ambassad\w+|eurodéputé\w*)"
    ),
    # German
    (
        r"(?:(?:die|diese|unsere|jetzt) )?(?:e-?)?(?:petition|appell|aufruf|erklärung|(?:offenen )?brief"
        r"|versprechen|manifest)(?: jetzt)?"
        r" (?:unterzeichnen|unterschreiben|mitzeichnen|mitunterzeichnen)"
    ),
    (
        r"(?:den|diesen|unseren) (?:appell|aufruf|(?:offenen )?brief)(?: jetzt)? (?:unterzeichnen|unterschreiben"
        r"|mitzeichnen)"
    ),
    r"ich unterschreibe (?:den|die|diese|diesen) (?:petition|appell|aufruf|(?:offenen )?brief)",
    (
        r"(?:(?:meine|deine|ihre) )?unterschrift (?:hinzufügen|leisten|abgeben|abschicken)"
        r"|protestbrief (?:ab)?senden|protest(?:mail)? senden"
    ),
    (
        rf"schreib(?:en sie|e|t)? (?:jetzt )?{_GERMAN}|{_GERMAN} (?:jetzt )?(?:an)?schreiben"
        rf"|abgeordnete (?:jetzt )?anschreiben"
    ),
    # Welsh
    (
        r"(?:llofnod|arwydd)\w* (?:nawr )?(?:y|yr|ein|eich) (?:e-)?(?:ddeiseb|deiseb|llythyr|addewid|datganiad"
        r"|apêl|alwad)(?: agored)?(?: (?:hon|hwn))?(?: nawr| yma)?"
    ),
    r"ychwaneg\w* (?:(?:eich|fy|y) )?(?:llofnod|enw at (?:y|yr|ein) (?:ddeiseb|deiseb|llythyr))",
    (
        r"(?:ysgrifenn\w+|anfon\w* (?:e-?bost|neges|llythyr)|e-?bosti\w*|llythyr) at (?:eich|fy|y|yr"
        r"|ein) (?:(?:has|as|ac)|aelod(?: o'r senedd| seneddol)?"
        r"|(?:cynghorydd|gynghorydd)|gweinidog|prif weinidog|llywodraeth)|e-?bosti\w* (?:eich|fy) (?:as|ac|has)"
    ),
    # Polish
    (
        r"(?:chcę )?podpis(?:z|ać|uję|zcie) (?:teraz )?(?:(?:tę|tą|naszą|się pod|ten|nasz|tym"
        r"|tą) )?(?:petycj[ęaią]|apel(?:em)?|list(?:em)?(?: otwarty(?:m)?)?"
        r"|deklaracj[ęą]|manifest|zobowiązanie)(?: teraz)?"
    ),
    r"(?:dodaj|złóż|wyślij) (?:(?:swój|mój) )?podpis",
    (
        r"(?:napisz|wyślij (?:e-?mail|wiadomość|list)) do (?:(?:swojego|swojej|twojego|twojej|swoich"
        r"|pana) )?(?:posł\w+|senator\w*|ministr\w+"
        r"|radn\w+|premiera|europosł\w+|rządu|prezydenta)"
    ),
    # Portuguese
    (
        r"(?:sim,? )?(?:eu |quero )?assin(?:a|ar|e|o|em) (?:já |agora )?(?:(?:a|esta|essa|nossa|uma) (?:petição"
        r"|carta|declaração)(?: aberta)?"
        r"|(?:o|este|esse|nosso) (?:apelo|abaixo-assinado|manifesto|compromisso))(?: agora| aqui| já)?"
    ),
    r"(?:adicion|acrescent|junt|inclu|deix)\w{1,3} (?:(?:a )?(?:sua|tua|minha) )?assinatura",
    (
        r"(?:escrev[ae]|escrever|envi[ea]r? (?:um |uma )?(?:e-?mail|mensagem|carta)) (?:ao|à|aos|às|para (?:o|a"
        r"|os|as))(?: (?:seu|sua|seus|suas|teu|tua|meu|minha))? "
        r"(?:deputad\w+|vereador\w*|senador\w*|ministr[oa]|president\w+|governo|embaixad\w+)"
    ),
    # Romanian
    (
        r"(?:vreau să )?semn(?:ează|ez|ați|aţi|eaza|ati|ez și eu) (?:acum )?(?:(?:această"
        r"|aceasta) )?(?:petiți[ae]|petiţi[ae]|petitia|scrisoarea|apelul|declarația"
        r"|manifestul|angajamentul)(?: deschisă)?(?: acum| aici)?"
    ),
    r"adaug[aăi]?\w{0,3} (?:semnătura|o semnătură)(?: (?:ta|mea|dumneavoastră))?",
    (
        r"(?:scrie|scrieți|scrie-i|trimite(?:ți)? (?:un )?(?:e-?mail|mesaj|scrisoare))(?: (?:către"
        r"|unui))? (?:deputatului|deputat\w*|parlamentarului|senatorului"
        r"|ministrului|ministrul\w*|primarului|guvernului|premierului)(?: tău)?|trimite(?:ți|ţi)? (?:scrisoarea"
        r"|protestul)"
    ),
    # Arabic, without the signs for short vowels
    (
        r"(?:وقع|وقعوا|وقعي|اوقع|توقيع|التوقيع) (?:الان )?(?:على )?(?:هذه |هذا )?(?:العريضة|عريضة|الرسالة|البيان"
        r"|النداء|التعهد|الميثاق)(?: المفتوحة)?(?: الان)?"
    ),
    r"(?:اضف|اضيفوا|ضع|ارسل) توقيع(?:ك|كم|ي)|اضف اسمك الى (?:العريضة|الرسالة|البيان)",
    (
        r"(?:اكتب|اكتبوا|راسل|ارسل رسالة|ارسل بريدا) (?:الى |ل)?(?:نائبك|نائبتك|نوابكم|الوزير|الوزيرة|وزير \w+"
        r"|رئيس الوزراء|السفير|الحكومة|البرلمان)"
    ),
    r"ارسل(?:وا)? (?:احتجاجك|رسالة الاحتجاج)",
)
#: To sign or act, without a word of what; and to write to an office, as forms of the office itself say, too.
_ACT = (
    (
        rf"(?:write|send (?:an? |my |your |the |this )?(?:letter|e-?mail|message|protest))(?: now)? to (?:your "
        rf"|my |our |the )?"
        rf"(?:{_OFFICES}){_NOW}|(?:e-?mail|tell|lobby) (?:your|my|the) (?:{_OFFICES}){_NOW}"
    ),
    r"send (?:the|your|my|this) (?:e-?mail|message) to (?:the |your |our )?council\b.{0,40}",
    r"send (?:the|your|my|this) (?:protest|appeal|letter|demand)s?(?: now)?",
    r"envía (?:tu|la|el) (?:carta|protesta)",
    r"envoye[rz] (?:la|ma|votre|une) (?:lettre|protestation)",
    r"anfon\w* (?:eich|y|fy) (?:llythyr|protest)",
    r"envi(?:ar?|e) (?:a|o|sua|seu) (?:carta|protesto)",
    r"wyślij (?:protest|list|apel)|trimite(?:ți|ţi)? (?:scrisoarea|protestul)",
    (
        rf"{_YES}sign(?: it)?{_NOW}(?: (?:and|&) (?:share|send))?|sign your name|add (?:my|your) (?:name"
        rf"|voice){_NOW}"
    ),
    (
        r"take action(?: now| today| here)?|act now|protest(?: now)?|(?:e-?mail|write to|tell) them(?: now"
        r"| today)?"
    ),
    (
        r"(?:sí,? )?(?:yo |quiero )?firm(?:a|á|ar|o|e|en)(?: (?:ahora|aquí|ya))?|actúa(?: ahora)?|protestar?"
        r"|(?:suma|añade) tu nombre"
    ),
    (
        r"(?:oui,? )?(?:je )?sign(?:e|er|ez)(?: (?:maintenant|ici))?|(?:j')?agi(?:s|r|ssez)(?: maintenant)?"
        r"|protester|ajoute[rz] (?:mon|votre) nom"
    ),
    (
        r"(?:jetzt |hier )?(?:mit)?(?:unterzeichnen|unterschreiben|zeichnen)|ich unterschreibe|jetzt (?:handeln"
        r"|protestieren)"
    ),
    r"(?:llofnod|arwydd)\w*(?: (?:nawr|yma))?|gweithredwch(?: nawr)?|ychwaneg\w+ (?:eich|fy) enw",
    r"(?:chcę )?podpis(?:z|ać|uję|zcie)(?: się)?(?: (?:teraz|tutaj))?|zaprotestuj",
    r"(?:eu |quero )?assin(?:a|ar|e|o)(?: (?:agora|aqui|já))?|adicion(?:e|ar) (?:o )?(?:seu|meu) nome",
    r"(?:vreau să )?semn(?:ează|ez|ați|aţi|eaza|ez și eu)(?: (?:acum|aici))?|acționează(?: acum)?",
    r"(?:وقع|وقعوا|وقعي|اوقع|توقيع)(?: (?:الان|هنا))?|اضف اسمك|تحرك الان",
)
_WRITE = (
    r"start (?:writing|(?:my|your|the) (?:letter|e-?mail|message))|begin (?:writing|(?:my|your) letter)",
    (
        r"write(?: (?:now|(?:my|your|a|the) (?:letter|e-?mail|message)))?|find (?:my|your) (?:mps?|msps?|mss?"
        r"|mep|tds?|representatives?|councillors?)"
    ),
    (
        r"(?:write to|e-?mail|contact) (?:my|your) (?:elected )?representatives?|(?:send"
        r"|write) (?:an? )?(?:e-?mail|letter)"
    ),
    (
        r"(?:empieza|empezar|comienza) a escribir|escrib(?:e|ir)(?: (?:ahora|(?:tu|la|una) carta|(?:tu"
        r"|el) mensaje))?"
    ),
    (
        r"commence[rz] à écrire|écri(?:re|vez|s)(?: (?:maintenant|(?:ma|votre|la|une) lettre|(?:mon|votre"
        r"|un) message))?|j'écris"
    ),
    r"(?:jetzt )?(?:brief |nachricht |e-?mail )?(?:verfassen|schreiben)|(?:jetzt )?losschreiben",
    r"(?:dechrau|dechreuwch) (?:ysgrifennu|eich llythyr)|ysgrifennwch(?: (?:nawr|eich llythyr))?",
    r"zacznij pisać|napisz(?: (?:teraz|list|wiadomość))?",
    r"com(?:ece|eçar) a escrever|escrev[ae](?: (?:agora|(?:a )?sua (?:carta|mensagem)))?",
    r"începe(?:ți)? să scri[ie]\w*|scrie(?: (?:acum|scrisoarea|mesajul))?",
    r"ابدا الكتابة|اكتب (?:الان|رسالتك)",
)
_SEND = (
    (
        r"(?:send(?: (?:now|(?:your |the |my |a )?(?:message|e-?mail)))?|submit|enviar(?: mensaje| mensagem)?"
        r"|envía (?:tu|el) mensaje|envoyer(?: (?:le|mon|votre) message)?|senden|absenden"
        r"|anfon(?:wch)?(?: (?:eich|y) neges)?"
        r"|wyślij(?: wiadomość)?|trimite(?:ți|ţi)?(?: mesajul)?|ارسل|ارسال)"
    ),
)
_KINDS = tuple(
    (kind, re.compile("|".join(f"(?:{words})" for words in table), re.IGNORECASE))
    for kind, table in ((Says.NAMED, _NAMED), (Says.ACT, _ACT), (Says.WRITE, _WRITE), (Says.SEND, _SEND))
)
#: Signs for short vowels, and the letter that only lengthens a word.
_VOWELS = re.compile("[\u064b-\u0652\u0670\u0640]")
_ALEF = str.maketrans(dict.fromkeys("أإآٱ", "ا"))
#: How many have done it already.
_COUNT = re.compile(r"\s*[(\[]\s*[\d.,\s]{1,12}(?:\s\w+)?\s*[)\]]$")


def says(label: str) -> Says:
    """What a button's label says."""
    text = _bare(label)
    if not text or len(text) > _LONGEST:
        return Says.NOTHING
    return next((kind for kind, words in _KINDS if words.fullmatch(text)), Says.NOTHING)


def _bare(label: str) -> str:
    """A label without arrows, pens, counts and marks of exclamation about its words."""
    text = _COUNT.sub("", one_line(label[: 4 * _LONGEST])).translate(_ALEF).replace("’", "'")
    text = _VOWELS.sub("", text)
    begin, end = 0, len(text)
    while begin < end and not _is_letter(text[begin]):
        begin += 1
    while end > begin and not _is_letter(text[end - 1]):
        end -= 1
    return text[begin:end]


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN"
