"""Pages that ask their readers to act: to sign, or to send a letter from a form. Known by the form and its button.

What the fields of the form say is no text, and what a reader would fill in is not looked at. Most forms on a page
are for a newsletter, a search, a log-in, a comment or a question: an appeal says itself what it is, on its button or in
the form. In doubt none is offered.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from newsletter.articles.address import site_of
from newsletter.articles.cleaning import one_line
from newsletter.articles.reading.buttons import Says, says
from newsletter.articles.reading.found import Appeal

#: What a form says that is an appeal.
_CALLS = re.compile(
    r"\b(?:petition|urgent action|protest (?:letter|message|now|to)|send (?:a|your|this) protest"
    r"|message of protest"
    r"|(?:letter|message|protest) (?:will be sent|goes|is sent) to"
    r"|(?:letter|message) to (?:the )?(?:minister|ambassador|government|company|employer|management"
    r"|president|prime)"
    r"|(?:write|e-?mail) to (?:the |your )?(?:minister|ambassador|government|president|prime minister)"
    r"|(?:your|local) (?:m[ps]s?|msps?|meps?|tds?|councillors?|senators?|member of parliament"
    r"|senedd member)\b"
    r"|(?:write to|e-?mail|tell|lobby) (?:the |your )?(?:mps?|councillors?|representatives?"
    r"|(?:\w+ )?(?:minister|secretary))\b"
    r"|open letter|solidarity (?:message|appeal)|sign (?:the|this|our) (?:open )?(?:letter|appeal|call"
    r"|pledge|statement)|add your signature"
    r"|petición|llamamiento|carta (?:de protesta|abierta)|abaixo-assinado|petição|carta de protesto"
    r"|pétition|lettre (?:de protestation|ouverte)|écri(?:re|vez) (?:à|aux?) (?:(?:vos?|votre) )?(?:député"
    r"|élu|ministre)"
    r"|escrib\w+ (?:a tus?|al?) (?:diputad|ministr)|protestbrief|offene[rn]? brief|deiseb|ddeiseb"
    r"|llythyr (?:protest|agored)"
    r"|at eich (?:as|ac|haelod)\b|petycj\w+|list (?:protestacyjny|otwarty)|napisz do (?:\w+ )?(?:posł"
    r"|ministr)"
    r"|petiți\w+|petiţi\w+|scrisoare(?:a)? (?:de protest|deschisă)"
    r"|(?:ال)?عريضة|رسالة (?:احتجاج|مفتوحة))",
    re.IGNORECASE,
)
#: What names a form that is for something else, in its own attributes or on its button.
_BOX = re.compile(
    r"news-?letter|subscri|suscri|abonn?e|inscri(?:ption|cion|ção)|mailing[\s-]?list|mc4wp|mailchimp|mailpoet"
    r"|sign[\s-]?up|opt-?in|in(?:to)? your inbox|\balerts?\b|\bupdates? (?:on|about|from)|to a friend|rsvp"
    r"|e-?mail this article|noticias|actualités|aktuelle|powiadom|latest news|to the editor"
    r"|\b(?:stay|keep|keep me|keeping you) (?:up to date|in touch|informed|posted)|in the loop|first to know"
    r"|hear from us"
    r"|\b(?:weekly|monthly|regular|campaign|our|get|receive) e-?mails?\b|become a member|membership|join (?:us"
    r"|the union)"
    r"|(?<!re)search|buscar|recherche|suche|szukaj|pesquis|caut[aă]|log-?in|sign-?in|regist(?:er|ration)|password"
    r"|account"
    r"|comment|respond|reply|contact|kontakt|cysylltu|cylchlythyr|tanysgrif|biuletyn|bolet[ií]n|bulletin"
    r"|donat|checkout|survey|\bpoll\b|guest-?book|(?<!of )\bcourse|workshop|free trial|نشرة|تعليق",
    re.IGNORECASE,
)
#: What names a form for signing.
_SIGNING = re.compile(
    r"petition|petici[oó]n|petição|abaixo|unterschr|deiseb|petycj|petiti|petiți|protest|pledge|signature"
    r"|(?<!news)letter-(?:form|campaign)|write-to|take-?action",
    re.IGNORECASE,
)
#: Fields of a form that takes money.
_MONEY = re.compile(
    r"amount|donat|card[\s_-]?num|\bcc-|cc-?num|cvc|cvv|iban(?![a-z])|sort[\s_-]?code"
    r"|gift[\s_-]?aid|monto(?![a-z])|betrag|montant|kwota"
    r"|kartennummer|tarjeta|numéro de carte|numer karty|número do cartão|numărul cardului|رقم البطاقة"
)
#: A sum alone, to be chosen among others.
_SUM = re.compile(
    r"(?:[£$€]|eur|gbp|usd)\s?\d[\d.,]{0,9}(?:\s?/?\s?[^\W\d_]{1,10}){0,3}"
    r"|\d[\d.,]{0,9}\s?(?:[£$€]|euros?|eur|zł|lei|ron|reais)(?:\s?/?\s?[^\W\d_]{1,10}){0,3}",
    re.IGNORECASE,
)
_FEWEST_SUMS, _LONGEST_SUM = 2, 40
_CHOICES = ".//label | .//option"
#: What begins a line that asks for money.
_GIVING = re.compile(
    r"(?:please |yes,? )?(?:donate|make a donation|chip in|give (?:now|today|monthly))\b"
    r"|(?:haz una donación|dona(?:r|nos)?(?: (?:ahora|aquí|hoy))?$|done a )|faire un don|faites un don|je donne"
    r"|(?:jetzt |hier )?spenden\b|spende[nt]? (?:jetzt|hier|für)|cyfrann|rhoddwch|wpłać|wesprzyj finansowo"
    r"|doe (?:agora|aqui|para)|faça uma doação|donează|donați|تبرع",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"post-?_?code|postal|zip|\bplz\b|postleitzahl|cod-?_?post|cód\w* post|kod poczt", re.IGNORECASE
)
#: Where campaigns lie on their sites.
_PLACE = re.compile(
    r"[/?&=_-](?:e-?)?(?:campaigns?|petitions?|actions?|act|appeals?|peticion(?:es)?|aktion(?:en)?)\b",
    re.IGNORECASE,
)
#: How many have signed, as pages of petitions say it.
_SIGNED = re.compile(
    r"\d[\s.,]?(?:people |of you |personas |personnes )?(?:have signed|signatures?\b|supporters\b|firmas\b"
    r"|han firmado|ont signé"
    r"|signataires|unterschriften|haben (?:schon )?unterschrieben|llofnod|podpis|assinaturas|semnături"
    r"|توقيع)",
    re.IGNORECASE,
)
#: Characters of a letter that readers are to send as it stands.
_LETTER = 200
_MOST_SAID = 5_000
_MOST_OF_PAGE = 100_000  # characters
_MOST_LINKS = 500
_DEEPEST = 60
#: Characters of the beginning of one, where its page is among campaigns.
_BEGUN = 20
#: How a letter begins that is to be sent as it stands.
_SALUTATION = re.compile(
    r"(?:dear|to the|sehr geehrte[rn]?|estimad[oa]s?|señora?|madame,|monsieur,?|mesdames|prezad[oa]s?|exm[oa]\.?|caro"
    r"|szanown[yaie]+|stimat[ăe]|annwyl)\s(?!(?:friend|member|supporter|reader|comrade)s?\b)[^\W\d_]",
    re.IGNORECASE,
)
_MAIL = re.compile(r"e-?mail|correo|courriel|e-?bost|بريد", re.IGNORECASE)
_CONTROLS = "//input | //textarea | //select | //button | //label | //legend | //option"
_BUTTONS = ".//button[not(@type='reset')] | .//input[@type='submit' or @type='image' or @type='button']"
_LINES = frozenset(
    (
        "p", "div", "label", "legend", "h1", "h2", "h3", "h4", "h5", "h6", "li", "br", "fieldset", "section",
        "ul", "td", "header", "footer",
    )
)  # fmt: skip
_UNSAID = frozenset(["script", "style", "textarea", "option", "svg", "noscript", "button"])
_SMALL_PRINT = ".//label | .//small"
#: Ticks for news besides: what they say is not what the form is for.
_TICKS = ".//input[@type='checkbox' or @type='radio']"


def appeal_on(root: Any, *, title: str, text: str, link: str) -> Appeal | None:
    """What a page asks for; None where it has no such form. `title` and `text` are what it says of itself."""
    page = _Asking(root, title, link)
    label = next(filter(None, map(page.label_of, root.xpath("//form")[:30])), "") or page.way_on()
    return Appeal(title=title, text=text, button=label[:40], link=link) if label else None


class _Asking:
    """A page that may ask its readers to act."""

    def __init__(self, root: Any, title: str, link: str) -> None:
        self._root, self._title, self._link = root, title, link

    def label_of(self, form: Any) -> str:
        """What the button of a form says that is an appeal; "" for any other form."""
        fields = list(_fields(form))
        if form.xpath(".//input[@type='password']") or _takes_money(form):
            return ""
        has_address = any(map(_MAIL.search, fields))
        if not has_address and not any(map(_POSTCODE.search, fields)):
            return ""
        labels = _labels(form)
        lines = _spoken(form)
        return next(
            (_shown(label) for label in labels if self._asks(form, says(label), lines, has_address)), ""
        )

    def _asks(self, form: Any, said: Says, lines: list[str], has_address: bool) -> bool:
        """Whether a form whose button says this is an appeal: clear words count by themselves, others with more."""
        if said is Says.NAMED:
            return True
        if said is Says.NOTHING or _is_box(form):
            return False
        is_doubtful = any(map(_BOX.search, lines))
        is_called = any(_CALLS.search(line) and not _BOX.search(line) for line in lines)
        if said is Says.ACT:
            return has_address and (not is_doubtful or is_called or self._is_petition(form))
        if said is Says.WRITE:
            return (is_called or bool(_CALLS.search(self._title))) and not is_doubtful
        return has_address and self._is_to_be_sent(form, is_called, is_doubtful)

    def _is_petition(self, form: Any) -> bool:
        """Whether the page says in its title, in the form's own name or by its count that it is for signing."""
        if _SIGNING.search(_names(form)):
            return True
        # What a form is for stands in its headings and paragraphs; in small print and labels, what it is for besides.
        is_box = any(map(_BOX.search, _spoken(form, but=_SMALL_PRINT)))
        return not is_box and (bool(_CALLS.search(self._title)) or self._is_counted)

    @cached_property
    def _is_counted(self) -> bool:
        return bool(_SIGNED.search(" ".join(self._root.itertext())[:_MOST_OF_PAGE]))

    def _is_to_be_sent(self, form: Any, is_called: bool, is_doubtful: bool) -> bool:
        """Whether a form says that it is an appeal, and nothing else; or a letter is written in it already."""
        if _PLACE.search(self._link) and _has_letter(form, _BEGUN):
            return True
        return not is_doubtful and (_has_letter(form, _LETTER) or _is_addressed(form) or is_called)

    def way_on(self) -> str:
        """What leads on to a petition's own form, on a page below this one; "" where not one thing does."""
        found: dict[str, str] = {}
        for address, label in _leading(self._root):
            if says(label) is Says.NAMED and self._is_below(address):
                found.setdefault(urljoin(self._link, address), label)
        return _shown(next(iter(found.values()))) if len(found) == 1 else ""

    def _is_below(self, address: str) -> bool:
        try:
            here, there = urlsplit(self._link), urlsplit(urljoin(self._link, address))
        except ValueError:
            return False
        path = here.path.rstrip("/")
        return (
            bool(path)
            and site_of(self._link) == site_of(there.geturl())
            and there.path.startswith(f"{path}/")
        )


def _leading(root: Any) -> Iterator[tuple[str, str]]:
    """Links and buttons of a page that lead somewhere, each with its label."""
    for link in root.xpath("//a[@href][not(ancestor::nav or ancestor::aside or ancestor::footer)]")[
        :_MOST_LINKS
    ]:
        yield link.get("href"), one_line(link.text_content()[:200])
    for form in root.xpath("//form[@action]")[:30]:
        for label in _labels(form):
            yield form.get("action"), label


def _is_box(form: Any) -> bool:
    """Whether a form's own names say that it is for something else, and none that it is for signing."""
    names = _names(form)
    return bool(_BOX.search(names)) and not _SIGNING.search(names)


def _names(form: Any) -> str:
    return " ".join(
        form.get(name, "")[:200] for name in ("id", "class", "action", "name", "role", "aria-label")
    )


def without_controls(root: Any) -> str:
    """The page without the fields of its forms."""
    import lxml.html  # noqa: PLC0415  (80 ms)

    for control in root.xpath(_CONTROLS):
        if control.getparent() is not None:
            control.drop_tree()
    return str(lxml.html.tostring(root, encoding="unicode"))


def _fields(form: Any) -> Iterator[str]:
    """What the fields of a form are called."""
    for each in form.xpath(".//input[not(@type='hidden')]")[:60]:
        yield " ".join(each.get(name, "")[:200] for name in ("type", "name", "id", "placeholder"))


def _takes_money(form: Any) -> bool:
    """Whether a form asks for money, whatever its button says: by its fields, sums to choose from, or in words."""
    fields = form.xpath(".//input[not(@type='hidden')] | .//select")[:60]
    named = ("type", "name", "id", "placeholder", "autocomplete", "aria-label")
    said = (" ".join(each.get(name, "")[:200] for name in named).lower() for each in fields)
    if any(map(_MONEY.search, said)):
        return True
    choices = [*_labels(form), *(one_line(each.text_content()[:200]) for each in form.xpath(_CHOICES)[:60])]
    sums = {choice for choice in choices if len(choice) <= _LONGEST_SUM and _SUM.fullmatch(choice)}
    return len(sums) >= _FEWEST_SUMS or any(map(_GIVING.match, (*_labels(form), *_spoken(form))))


def _has_letter(form: Any, least: int) -> bool:
    """Whether a letter is written already: in a form to reach an office the field is empty."""
    return any(len(field.text_content().strip()) >= least for field in form.xpath(".//textarea")[:5])


def _is_addressed(form: Any) -> bool:
    """Whether a letter is shown in a form, below whom it addresses."""
    lines = _spoken(form)
    return any(
        _SALUTATION.match(line) and len(" ".join(lines[number:])) >= _LETTER
        for number, line in enumerate(lines)
    )


def _labels(form: Any) -> list[str]:
    return [
        one_line(
            " ".join(b.xpath(".//text()[not(ancestor::svg)]"))
            or b.get("value", "")
            or b.get("alt", "")
            or b.get("aria-label", "")
        )
        for b in form.xpath(_BUTTONS)[:20]
    ]


def _shown(label: str) -> str:
    return label.strip(" !.»→>")


def _spoken(form: Any, but: str = "") -> list[str]:
    """What a form says, line by line, but for fields, and for what may be ticked besides. `but`: a path to more."""
    ticks = form.xpath(_TICKS)[:60]
    names = {tick.get("id") for tick in ticks} - {None}
    besides = {label for tick in ticks for label in tick.iterancestors("label")}
    besides |= {label for label in form.xpath(".//label[@for]")[:60] if label.get("for") in names}
    besides |= set(form.xpath(but)) if but else set()
    lines = [""]
    _speak(form, besides, lines, 0)
    return [line for line in map(one_line, "\n".join(lines)[:_MOST_SAID].split("\n")) if line]


def _speak(element: Any, besides: set[Any], lines: list[str], depth: int) -> None:
    if not isinstance(element.tag, str) or element.tag in _UNSAID or element in besides or depth > _DEEPEST:
        return
    is_line = element.tag in _LINES
    if is_line:
        lines.append("")
    lines[-1] += _on_one(element.text)
    for child in element:
        _speak(child, besides, lines, depth + 1)
        lines[-1] += _on_one(child.tail)
    if is_line:
        lines.append("")


def _on_one(text: str | None) -> str:
    return (text or "").replace("\n", " ")
