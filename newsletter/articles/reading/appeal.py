"""Pages that ask their readers to act: to sign, or to send a letter from a form. Known by the form's button.

What the fields of the form say is no text, and what a reader would fill in is not looked at.
"""

import re
from typing import Any

from newsletter.articles.cleaning import one_line
from newsletter.articles.reading.found import Appeal

#: Buttons that can mean nothing else.
_ACT = re.compile(
    r"(?:sign(?: (?:now|here|it|this (?:petition|letter)|the (?:petition|letter|appeal|statement|call)))?"
    r"|take action(?: now)?|act now|add (?:my|your) (?:name|signature|voice)|protest(?: now)?"
    r"|e-?mail (?:them|your m[ps]\w*)|send (?:the|your|my|this) (?:protest|appeal|letter|demand|e-?mail)s?(?: now)?"
    r"|firm(?:a|ar|o|e)(?: (?:ahora|aquí|la petición|la carta))?|actúa(?: ahora)?"
    r"|envía (?:tu|la|el) (?:carta|protesta|mensaje)|signer(?: (?:maintenant|la pétition|l[’']appel))?|je signe"
    r"|agir(?: maintenant)?|envoyer (?:la|ma|votre) (?:lettre|protestation)|(?:jetzt |petition )?unterzeichnen"
    r"|unterschreiben|llofnod\w*(?: nawr| y ddeiseb)?|gweithredwch(?: nawr)?|podpisz\w*)[!. »→>]*",
    re.IGNORECASE,
)
#: Buttons of an appeal, and of many a contact form: the page decides.
_SEND = re.compile(
    r"(?:send(?: (?:now|(?:your |the |a )?message|e-?mail))?|submit|enviar|envoyer|senden|anfon)[!. »→>]*",
    re.IGNORECASE,
)
_CALLS = re.compile(
    r"\b(?:petition|appeal|urgent action|take action|act now|protest|solidarity (?:message|campaign|appeal)"
    r"|online campaign|send a (?:protest|message of)|open letter|petición|llamamiento|campaña|pétition|appel|aufruf"
    r"|protestbrief|deiseb|apêl)",
    re.IGNORECASE,
)
#: Where campaigns lie on their sites.
_PLACE = re.compile(
    r"[/?&=_-](?:e-?)?(?:campaigns?|petitions?|actions?|act|appeals?|peticion(?:es)?|aktion(?:en)?)\b",
    re.IGNORECASE,
)
#: Characters of a letter that readers are to send as it stands.
_LETTER = 200
_MAIL = re.compile(r"e-?mail|correo|courriel", re.IGNORECASE)
_CONTROLS = "//input | //textarea | //select | //button | //label | //legend | //option"


def appeal_on(root: Any, *, title: str, text: str, link: str) -> Appeal | None:
    """What a page asks for; None where it has no such form. `title` and `text` are what it says of itself."""
    for form in root.xpath("//form")[:30]:
        if not _asks_for_address(form):
            continue
        for label in _buttons(form):
            calls = _CALLS.search(f"{title} {text}") or _PLACE.search(link) or _has_letter(form)
            if _ACT.fullmatch(label) or (calls and _SEND.fullmatch(label)):
                return Appeal(title=title, text=text, button=label.strip(" !.»→>")[:40], link=link)
    return None


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


def _has_letter(form: Any) -> bool:
    """Whether a letter is written already: in a form to reach an office the field is empty."""
    return any(len(field.text_content().strip()) >= _LETTER for field in form.xpath(".//textarea")[:5])


def _buttons(form: Any) -> list[str]:
    found = form.xpath(
        ".//button[not(@type='reset')] | .//input[@type='submit' or @type='image' or @type='button']"
    )
    return [one_line(b.text_content() or b.get("value", "") or b.get("alt", "")) for b in found[:20]]
