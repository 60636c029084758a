"""Pages that ask their readers to act: to sign, or to send a letter from a form. Known by the form and its button.

What the fields of the form say is no text, and what a reader would fill in is not looked at. Most forms on a page
are for a newsletter, a search, a log-in, a comment or a question: an appeal says itself what it is, on its button or in
the form. In doubt none is offered.
"""

import re
from typing import Any

from newsletter.articles.cleaning import one_line
from newsletter.articles.reading.found import Appeal

#: Buttons that can mean nothing else: to sign, to protest, to write to somebody who decides.
_ACT = re.compile(
    r"(?:sign(?: (?:now|here|it|this (?:petition|letter)|the (?:petition|letter|appeal|statement|call)))?"
    r"|take action(?: now)?|act now|add (?:my|your) (?:name|signature|voice)|protest(?: now)?"
    r"|e-?mail (?:them|your m[ps]\w*|the (?:minister|ambassador|company|employer)\w*)"
    r"|send (?:the|your|my|this) (?:protest|appeal|letter|demand)s?(?: now)?"
    r"|send (?:the|your|my|this) (?:e-?mail|message) to (?:the |your |our )?"
    r"(?:minister|ambassador|government|company|employer|management|president|prime minister|mps?|council)\b.{0,40}"
    r"|firm(?:a|ar|o|e)(?: (?:ahora|aquí|ya|la (?:petición|carta)|el (?:llamamiento|manifiesto)))?"
    r"|actúa(?: ahora)?|protestar?|envía (?:tu|la|el) (?:carta|protesta)"
    r"|signe[rz]?(?: (?:maintenant|ici|la (?:pétition|lettre)|l[’']appel))?|je signe(?: la pétition)?"
    r"|agi(?:r|ssez)(?: maintenant)?|envoye[rz] (?:la|ma|votre|une) (?:lettre|protestation)|protester"
    r"|(?:jetzt |petition |appell )?(?:unterzeichnen|unterschreiben)|protestbrief (?:ab)?senden"
    r"|llofnod\w*(?: (?:nawr|yma|y ddeiseb|y llythyr))?|gweithredwch(?: nawr)?"
    r"|anfon\w* (?:eich|y|fy) (?:llythyr|protest)"
    r"|podpisz\w*(?: (?:teraz|tutaj|petycję|apel|list))?|podpisuję(?: petycję)?|wyślij (?:protest|list|apel)"
    r"|assin(?:ar?|e|o)(?: (?:agora|aqui|já|a (?:petição|carta)|o (?:apelo|abaixo-assinado|manifesto)))?"
    r"|envi(?:ar?|e) (?:a|o|sua|seu) (?:carta|protesto)"
    r"|semn(?:ează|ez|ați|aţi|ez și eu)(?: (?:acum|aici|petiția|petiţia|scrisoarea|apelul))?"
    r"|trimite(?:ți|ţi)? (?:scrisoarea|protestul)"
    r"|(?:أ|ا)?وق[ّ]?ع(?:وا|ي)?(?: (?:الآن|هنا|العريضة|على العريضة|الرسالة|النداء))?"
    r"|(?:أ|ا)رسل(?:وا)? (?:احتجاجك|رسالة الاحتجاج))"
    r"[!. »→>]*",
    re.IGNORECASE,
)
#: Buttons of an appeal, and of many another form: what the form says decides.
_SEND = re.compile(
    r"(?:send(?: (?:now|(?:your |the |my |a )?(?:message|e-?mail)))?|submit|enviar(?: mensaje| mensagem)?"
    r"|envía (?:tu|el) mensaje|envoyer(?: (?:le|mon|votre) message)?|senden|absenden"
    r"|anfon(?:wch)?(?: (?:eich|y) neges)?"
    r"|wyślij(?: wiadomość)?|trimite(?:ți|ţi)?(?: mesajul)?|(?:أ|ا)?رسل|إرسال)[!. »→>]*",
    re.IGNORECASE,
)
#: What a form says that is an appeal.
_CALLS = re.compile(
    r"\b(?:petition|urgent action|protest (?:letter|message|now|to)|send (?:a|your|this) protest|message of protest"
    r"|(?:letter|message|protest) (?:will be sent|goes|is sent) to"
    r"|(?:letter|message) to (?:the )?(?:minister|ambassador|government|company|employer|management|president|prime)"
    r"|open letter|solidarity (?:message|appeal)|sign (?:the|this) (?:letter|appeal|call)"
    r"|petición|llamamiento|carta de protesta|abaixo-assinado|petição|carta de protesto|pétition|lettre de protestation"
    r"|protestbrief|deiseb|llythyr (?:protest|agored)|petycj\w+|list protestacyjny"
    r"|petiți\w+|petiţi\w+|scrisoare de protest"
    r"|عريضة|العريضة|رسالة احتجاج)",
    re.IGNORECASE,
)
#: What names a form that is for something else, in its own attributes or on its button.
_BOX = re.compile(
    r"news-?letter|subscri|suscri|abonn?e|inscri(?:ption|cion|ção)|mailing-?list|mc4wp|mailchimp|mailpoet"
    r"|sign[\s-]?up|opt-?in|in(?:to)? your inbox|alerts?\b|updates? (?:on|about|from)|to a friend|rsvp"
    r"|e-?mail this article|noticias|actualités|aktuelle|powiadom"
    r"|search|buscar|recherche|suche|szukaj|pesquis|caut[aă]|log-?in|sign-?in|regist(?:er|ration)|password|account"
    r"|comment|respond|reply|contact|kontakt|cysylltu|cylchlythyr|tanysgrif|biuletyn|bolet[ií]n|bulletin"
    r"|donat|checkout|survey|poll",
    re.IGNORECASE,
)
#: What names a form for signing.
_SIGNING = re.compile(
    r"petition|petici[oó]n|petição|abaixo|unterschr|deiseb|petycj|petiti|petiți|protest", re.IGNORECASE
)
#: Where campaigns lie on their sites.
_PLACE = re.compile(
    r"[/?&=_-](?:e-?)?(?:campaigns?|petitions?|actions?|act|appeals?|peticion(?:es)?|aktion(?:en)?)\b",
    re.IGNORECASE,
)
#: Characters of a letter that readers are to send as it stands.
_LETTER = 200
_MOST_SAID = 5_000
#: Characters of the beginning of one, where its page is among campaigns.
_BEGUN = 20
_MAIL = re.compile(r"e-?mail|correo|courriel|e-?bost|بريد", re.IGNORECASE)
_CONTROLS = "//input | //textarea | //select | //button | //label | //legend | //option"


def appeal_on(root: Any, *, title: str, text: str, link: str) -> Appeal | None:
    """What a page asks for; None where it has no such form. `title` and `text` are what it says of itself."""
    for form in root.xpath("//form")[:30]:
        if not _asks_for_address(form) or _is_box(form):
            continue
        said = one_line(" ".join(form.itertext())[:_MOST_SAID])
        is_doubtful = bool(_BOX.search(said)) and not (_CALLS.search(said) or _CALLS.search(title))
        for label in _buttons(form):
            if (_ACT.fullmatch(label) and not is_doubtful) or (
                _SEND.fullmatch(label) and _is_appeal(form, link)
            ):
                return Appeal(title=title, text=text, button=label.strip(" !.»→>")[:40], link=link)
    return None


def _is_box(form: Any) -> bool:
    """Whether a form's own names say that it is for something else, and none that it is for signing."""
    names = " ".join(
        form.get(name, "")[:200] for name in ("id", "class", "action", "name", "role", "aria-label")
    )
    return bool(_BOX.search(names)) and not _SIGNING.search(names)


def _is_appeal(form: Any, link: str) -> bool:
    """Whether a form says that it is one, and nothing else; or a letter is written in it already."""
    if _PLACE.search(link) and _has_letter(form, _BEGUN):
        return True
    said = one_line(" ".join(form.itertext())[:_MOST_SAID])
    return not _BOX.search(said) and (_has_letter(form, _LETTER) or bool(_CALLS.search(said)))


def without_controls(root: Any) -> str:
    """The page without the fields of its forms."""
    import lxml.html  # noqa: PLC0415  (80 ms)

    for control in root.xpath(_CONTROLS):
        if control.getparent() is not None:
            control.drop_tree()
    return str(lxml.html.tostring(root, encoding="unicode"))


def _asks_for_address(form: Any) -> bool:
    """Signing needs an address; a search and a vote do not. A form to log in has a password."""
    if form.xpath(".//input[@type='password']"):
        return False
    fields = form.xpath(".//input")
    said = [
        " ".join(field.get(name, "") for name in ("type", "name", "id", "placeholder"))
        for field in fields[:60]
    ]
    return any(map(_MAIL.search, said))


def _has_letter(form: Any, least: int) -> bool:
    """Whether a letter is written already: in a form to reach an office the field is empty."""
    return any(len(field.text_content().strip()) >= least for field in form.xpath(".//textarea")[:5])


def _buttons(form: Any) -> list[str]:
    found = form.xpath(
        ".//button[not(@type='reset')] | .//input[@type='submit' or @type='image' or @type='button']"
    )
    return [one_line(b.text_content() or b.get("value", "") or b.get("alt", "")) for b in found[:20]]
