"""What the columns of a list mean.

To take something in, a header must be one of the known names, letter for letter (case, accents, spaces and signs
apart): a guess could mail the wrong people. To leave somebody out, a part of a word is enough: a column that looks
like an opt-out is evidence.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from subscribers.furtheraddress import is_further_address
from subscribers.names import clean_name
from subscribers.questions import OpenQuestion, Question, which_column
from subscribers.refusals import (
    Sense,
    is_asked_not,
    is_denied_refusal,
    is_number,
    is_of_other_things,
    is_said_of_refusals,
    sense_of,
    without_numbers,
    words_of,
)
from subscribers.words import OF_A_YES


class Field(StrEnum):
    """What is taken from a row, or decides about it."""

    ADDRESS = "address"
    NAME = "name"  # the whole name
    FIRST_NAME = "first name"
    LAST_NAME = "last name"
    LANGUAGE = "language"
    TAGS = "tags"  # words of the branch's own: only from a column that is plainly called so
    STATUS = "status"  # a word that says whether somebody belongs to the list
    OPT_OUT = "opt-out"  # filled in = never mail again
    OPT_IN = "opt-in"  # yes = may be mailed; anything else = may not
    HINT = "hint"  # looks like an opt-in: a plain no counts
    DOUBT = "perhaps an opt-out"  # filled in = a question
    UNCLEAR = "not understood"  # about mail or consent: each yes, no or word of refusal in it is a question
    DENYING = "not understood, with a no in it"  # whatever stands in it is a question
    LEAVER = "leaver"  # filled in = no longer a member
    AGREED = "agreed on"  # the day of their yes, kept with the proof of it
    DAY = "day"  # some day: of joining, or of their yes, as a person says


#: Exact names in English, Spanish, Welsh, Polish, Romanian, Portuguese, French and Arabic, as `plain` writes them.
#: An address column has a rank: the one people prefer comes first, then one without a word, home before work.
_ADDRESS = {
    0: "preferredemail preferredemailaddress primaryemail primaryemailaddress cyfeiriadebostdewisol "
    "adresaemailpreferata emailprincipal emailpreferido correopreferido correoprincipal courrielprincipal",
    1: "email emailaddress emailaddr emailid mail mailaddress "
    "subscriberemail contactemail email1value correo correoelectronico direcciondecorreo "
    "direcciondecorreoelectronico direccionemail ebost cyfeiriadebost adresemail "
    "adrespocztyelektronicznej adresaemail "
    "adresadeemail adresapostaelectronica postaelectronica adresademail skrzynkaemail "
    "pocztaelektroniczna epost enderecodeemail enderecoemail correioeletronico "
    "courriel adressecourriel adresseemail adressemail "
    "adresseelectronique mel adressemel البريدالالكتروني البريد بريدالكتروني "
    "عنوانالبريدالالكتروني الايميل ايميل",
    2: "homeemail homeemailaddress personalemail personalemailaddress privateemail privateemailaddress emailhome "
    "emailpersonal emailprivate emailaddresshome emailaddresspersonal correopersonal ebostpersonol "
    "emailprywatny prywatnyemail emailpessoal courrielpersonnel emailpersonnel "
    "adresapersonala ebostcartref correoparticular البريدالشخصي",
    3: "workemail workemailaddress businessemail officeemail emailwork emailbusiness "
    "emailaddresswork correodeltrabajo ebostgwaith emailsluzbowy "
    "sluzbowyemail emaildeserviciu emailprofissional emaildotrabalho courrielprofessionnel emailprofessionnel "
    "correolaboral correoprofesional بريدالعمل",
}
#: Chosen without a question: the members say so themselves.
_PREFERRED = 0
_EXACT = {
    Field.NAME: "name fullname displayname membername subscribername contactname nombrecompleto nombreyapellidos enw "
    "enwllawn imieinazwisko nazwiskoiimie numecomplet numesiprenume nome nomecompleto nomcomplet nometprenom "
    "prenometnom nomprenom nazwaczlonka numelecomplet numecompletmembru nomedomembro nomdumembre الاسم الاسمالكامل "
    "الاسمبالكامل",
    Field.FIRST_NAME: "firstname forename forenames givenname givennames knownas preferredname fname nombre nombres "
    "primernombre nombredepila enwcyntaf imie imiona prenume primeironome nomeproprio prenom prenoms "
    "enwbedydd prenumele numedebotez nombrepila الاسمالاول الاسمالشخصي",
    Field.LAST_NAME: "lastname surname familyname lname apellido apellidos cyfenw nazwisko nume numedefamilie apelido "
    "apelidos sobrenome ultimonome nom nomdefamille primerapellido enwolaf numeledefamilie اسمالعايلة اللقب الكنية",
    Field.LANGUAGE: "language lang preferredlanguage languagepreference idioma lengua iaith jezyk limba lingua langue "
    "idiomapreferido iaithddewisol dewisiaith preferowanyjezyk jezykkorespondencji limbapreferata linguapreferida "
    "languepreferee languedecorrespondance اللغة اللغةالمفضلة لغة",
    Field.TAGS: "tags tag etiquetas etiqueta tagiau tagi etykiety etichete etiquettes etiquette الوسوم وسوم",
    Field.STATUS: "status memberstatus membershipstatus subscriptionstatus subscriberstatus emailstatus mailstatus "
    "contactstatus can2subscriptionstatus marketingstatus emailmarketingstatus estado situacion "
    "statws aelodaeth stan "
    "stare statut situacao situation estadodelafiliado estadodesocio statusczlonka statusczlonkostwa stareamembrului "
    "statutmembru situacaodosocio statutdumembre statutadherent statwsaelodaeth الحالة حالةالعضوية "
    "حالةالعضو حالةالاشتراك",
    Field.OPT_IN: "optin emailoptin optedin subscribed subscribe consent consented emailconsent gdprconsent "
    "marketingconsent consentgiven emailpermission newsletter receivenewsletter wantsnewsletter canemail okaytoemail "
    "suscrito consentimiento caniatad zgoda consimtamant abonat inscrito consentimento abonne consentement اشتراك "
    "consentimientodado recibirboletin aceptacorreo cydsyniad cytundeb tanysgrifiwyd wedicydsynio "
    "zgodanaemail zapisany zapisana "
    "acorddat consimtamantdat abonata aceitaemail consentimentodado subscrito consentementdonne inscrit "
    "موافقة الموافقة مشترك",
    Field.AGREED: "optintime confirmtime optindate optedinat optedinon consentdate dateofconsent consentedat "
    "consentedon consentgivenon agreedon signedup signedupon datesignedup "
    "subscribedat subscribedon datesubscribed subscriptiondate signupdate datejoinedlist "
    "fechadeconsentimiento fechaconsentimiento dyddiadcydsynio dyddiadcaniatad datazgody dataconsimtamantului "
    "datadoconsentimento dataconsentimento datedeconsentement dateduconsentement تاريخالموافقة",
    Field.DAY: "date datejoined dateofjoining joindate joined joinedon joineddate joiningdate membersince dateadded "
    "timestamp fecha fechadealta fechaalta fechadeingreso fechadeafiliacion marcatemporal dyddiad dyddiadymuno "
    "stampamser data dataprzystapienia datawstapienia sygnaturaczasowa dataaderarii datainscrierii marcajdetimp "
    "datadeadesao dataadesao datadeinscricao datadefiliacao carimbodedatahora dateadhesion datedadhesion "
    "datedinscription horodateur التاريخ تاريخ تاريخالانضمام طابعزمني",
    Field.OPT_OUT: "onhold isoptout baja debaja dadodebaja wypisany wypisana dezabonat cancelado descadastrado "
    "removido desabonne desinscrit desinscription daddanysgrifio daddanysgrifiwyd daddanysgrifiwydo peidiwchagebostio "
    "dimebost noenviarcorreo nocontactar niewysylac rezygnacja zrezygnowal zrezygnowala nutrimitetiemail "
    "nucontactati retras naoenviar naocontactar cancelouasubscricao subscricaocancelada nepascontacter nepasenvoyer "
    "refus "
    "الغاءالاشتراك ملغيالاشتراك لاترسل عدمالمراسلة",
    Field.LEAVER: "left leaver leavers deceased isdeceased deceasedclosed "
    "dateleft leftdate leavedate leavingdate dateofleaving dateofdeath "
    "terminationdate resigned resignationdate lapsed lapseddate fechadebaja fallecido fallecida "
    "gadawodd dyddiadgadael bufarw odszedl odeszla datawystapienia zmarl "
    "plecat decedat dataplecarii saiu datadesaida falecido datededepart decede غادر متوفى تاريخالمغادرة",
}
_OPT_OUT_PART = re.compile(
    r"unsub|unsuscri|optout|optedout|clean(?:time|campaign)"
    r"|cleaned|bounced|bouncing|complain|spam|suppress|blacklist|blocklist|objected|objection"
    r"|desuscri|daddanysgrif|wypisa|dezabon|descadastr|desinscr|desabon|nepasenvoyer|nepascontacter|الغاءالاشتراك"
)
#: So many words of a name are looked at behind one that says no.
_MOST_WORDS = 8
#: "Do not", also glued to the next word, and "no" before mail; the words of a name are joined by one space.
_DO_NOT = re.compile(r"do ?not|don ?t")
_NO_MAIL = re.compile(r"no ?(?:e ?mail|mail|bulk|contact)[^ ]*")
#: "No. mailings" may be how many they were.
_NO_WITH_DOT = re.compile(r"\bno\.\s*(?:e-?)?(?:mail|bulk|contact)", re.IGNORECASE)
_OPT_OUT_WITHIN = re.compile("donot|noemail|nobulk|nocontact")
#: These sort other things than people, too: "Cleaned hall", "Complaint raised".
_LOOSE_PART = re.compile("clean|complain|spam|suppress|object")
_NUMBER = re.compile(r"\d+")
#: Who wants no calls has not objected to mail.
_OTHER_CHANNEL = re.compile(r"(?!.*mail).*(?:phone|sms|trade|call|(?<!con)text|post|fax|whatsapp|mobile).*")
#: Filled in for those who are gone: "Left union", "Resigned on".
_LEFT_PART = re.compile(
    r"(?:date)?(?:left|resigned|resignation|leftunion|lapsed|deceased|died)(?:on|at|date|the|union|branch|since|in)"
)
_HINT_PART = re.compile(
    r"optin|optedin|consent|newsletter|subscri|permission|mailinglist|gdpr|happyto|suscri|boletin|[td]anysgrif"
    r"|caniat|cydsyn"
    r"|zgod|biuletyn|consimt|abonat|abonne|inscri|boletim|موافق|اشتراك"
)
#: What programs keep of an address and its mail, and which says nothing about a yes or a no.
_ABOUT_THE_ADDRESS = frozenset(
    f"email{which}{what}"
    for which in ("", "1", "2", "3")
    for what in ("type", "label", "displayname", "value", "address")
)
_COUNTED = re.compile(
    r"(?:^|[\W_])(?:count|number|sent|opens?|opened|clicks?|clicked|rating|score|format|provider|client|domain|id"
    r"|city|state|zip|postcode|street)$",
    re.IGNORECASE,
)
_MOMENTS = ("time", "date", "optinip")
_FIELD_OF = {Sense.AGAINST: Field.OPT_OUT, Sense.DOUBT: Field.DOUBT}
#: Fields that speak for or against writing to somebody.
_DECISIVE = frozenset({Field.STATUS, Field.OPT_OUT, Field.OPT_IN, Field.HINT, Field.DOUBT, Field.LEAVER})
_LOOKED_INTO = frozenset({Field.UNCLEAR, Field.DENYING})
_NAMES = (Field.NAME, Field.FIRST_NAME, Field.LAST_NAME)
_JOINING = str.maketrans("", "", " _-.()/:*?'’\"\u200b\u2060\ufeff\ufe0e\ufe0f\u00a0\t\r\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where each field stands; the decisive ones may stand in several columns."""

    address: int
    #: Columns that may hold another address of the same person.
    other_addresses: tuple[int, ...]
    #: These, and those of a second or third address as address books number them: never written to.
    further_addresses: tuple[int, ...]
    #: Which of them is to be written to, where nobody has said so yet.
    question: Question | None
    name: int | None
    first_name: int | None
    last_name: int | None
    language: int | None
    tags: int | None
    #: All columns with names, and those with words for somebody.
    names: tuple[int, ...]
    words: tuple[int, ...]
    status: tuple[int, ...]
    opt_out: tuple[int, ...]
    opt_in: tuple[int, ...]
    hint: tuple[int, ...]
    doubt: tuple[int, ...]
    #: Nothing of these is kept; they are looked into (subscribers.strays).
    unclear: tuple[int, ...]
    #: Those of them whose name says no.
    denying: tuple[int, ...]
    leaver: tuple[int, ...]
    #: Of the hints and of those not understood: below these a yes to mail would stand.
    agreeing: tuple[int, ...]
    agreed: tuple[int, ...]
    #: The first column with some day, where none has the day of a yes.
    day: int | None
    width: int
    #: A row must reach this column: one that is cut off before it may hide an opt-out.
    last_decisive: int
    headers: tuple[str, ...]
    #: All columns that decide about it, those with the day of a yes among them.
    deciding: tuple[int, ...]

    def with_day_of_yes(self) -> "Columns":
        """Somebody says that the days of the column are those of their yes."""
        if self.day is None:
            return self
        return replace(self, day=None, agreed=(self.day,), deciding=tuple(sorted((*self.deciding, self.day))))

    def deciding_cells(self, cells: list[str]) -> tuple[str, ...]:
        """The cells of a row that speak for or against writing to somebody."""
        if len(cells) < self.width:
            cells = cells + [""] * (self.width - len(cells))
        return tuple([cells[place] for place in self.deciding])

    @property
    def used(self) -> dict[str, str]:
        """Header by field, to be shown before anything is taken in."""
        single = {
            Field.ADDRESS: self.address,
            Field.NAME: self.name,
            Field.FIRST_NAME: self.first_name,
            Field.LAST_NAME: self.last_name,
            Field.LANGUAGE: self.language,
            Field.TAGS: self.tags,
        }
        found = {str(kind): self.headers[place] for kind, place in single.items() if place is not None}
        for kind, places in self._several().items():
            if places:
                found[str(kind)] = ", ".join(self.headers[place] for place in places)
        return found

    @property
    def dropped(self) -> tuple[str, ...]:
        """Headers of columns of which nothing is kept."""
        return tuple(self.headers[place] for place in sorted(self.dropped_places) if self.headers[place])

    @property
    def dropped_places(self) -> frozenset[int]:
        """Columns of which nothing is kept."""
        single = (self.address, self.name, self.first_name, self.last_name, self.language, self.tags)
        used = {place for place in single if place is not None}
        used.update(place for places in self._several().values() for place in places)
        return frozenset(range(self.width)) - used

    def _several(self) -> dict[Field, tuple[int, ...]]:
        return {
            Field.STATUS: self.status,
            Field.OPT_OUT: self.opt_out,
            Field.OPT_IN: self.opt_in,
            Field.HINT: self.hint,
            Field.DOUBT: self.doubt,
            Field.LEAVER: self.leaver,
            Field.AGREED: self.agreed,
        }


def plain(header: str) -> str:
    """A header without case, accents, spaces and signs."""
    if header.isascii():
        return header.lower().translate(_JOINING)
    letters = unicodedata.normalize("NFKD", header).casefold().translate(_JOINING)
    # Polish ł has no decomposition.
    return "".join(sign for sign in letters if not unicodedata.combining(sign)).replace("ł", "l")


def read_header(cells: list[str], *, wanted: str = "") -> Columns | None:
    """The columns, or None where no cell names an address: then it is no header.

    `wanted` is the answer to the question which of several columns holds the address. Raises OpenQuestion.
    """
    names = [plain(cell) for cell in cells]
    places = _address_columns(names)
    if not places:
        return None
    address, asked = _chosen(places, cells, wanted)
    kinds = [None if place in places else _kind(name, cells[place]) for place, name in enumerate(names)]
    if Field.LAST_NAME not in kinds:
        # "Nombre" alone holds the whole name as often as the first one; a greeting needs to be sure.
        kinds = [
            Field.NAME if name in {"nombre", "nombres"} else kind
            for name, kind in zip(names, kinds, strict=True)
        ]

    if "donotemail" in names and "donotmail" in names:
        # CiviCRM means letters by mail.
        kinds[names.index("donotmail")] = None

    further = tuple(
        place
        for place, cell in enumerate(cells)
        if place != address and (place in places or is_further_address(cell))
    )
    others = tuple(place for place in sorted(places) if place != address)
    return _columns(cells, kinds, address, others=others, further=further, question=asked)


def _columns(
    cells: list[str],
    kinds: list[Field | None],
    address: int,
    *,
    others: tuple[int, ...],
    further: tuple[int, ...],
    question: Question | None,
) -> Columns:
    def first(kind: Field) -> int | None:
        return kinds.index(kind) if kind in kinds else None

    def every(kind: Field) -> tuple[int, ...]:
        return tuple(place for place, found in enumerate(kinds) if found is kind)

    agreeing = tuple(
        filter(lambda place: _speaks_of_a_yes(cells[place]), (*every(Field.HINT), *every(Field.UNCLEAR)))
    )
    decisive = {place for place, kind in enumerate(kinds) if kind in _DECISIVE | {Field.AGREED}}
    return Columns(
        deciding=tuple(sorted(decisive.union(agreeing))),
        agreeing=agreeing,
        last_decisive=max(
            [address, *(place for place, kind in enumerate(kinds) if kind in _DECISIVE | _LOOKED_INTO)]
        ),
        address=address,
        other_addresses=others,
        further_addresses=further,
        question=question,
        name=first(Field.NAME),
        first_name=first(Field.FIRST_NAME),
        last_name=first(Field.LAST_NAME),
        language=first(Field.LANGUAGE),
        tags=first(Field.TAGS),
        names=tuple(kinds.index(kind) for kind in _NAMES if kind in kinds),
        words=tuple(kinds.index(kind) for kind in (Field.TAGS, Field.LANGUAGE) if kind in kinds),
        status=every(Field.STATUS),
        opt_out=every(Field.OPT_OUT),
        opt_in=every(Field.OPT_IN),
        hint=every(Field.HINT),
        doubt=every(Field.DOUBT),
        unclear=tuple(sorted((*every(Field.UNCLEAR), *every(Field.DENYING)))),
        denying=every(Field.DENYING),
        leaver=every(Field.LEAVER),
        agreed=every(Field.AGREED),
        day=None if Field.AGREED in kinds else first(Field.DAY),
        width=len(cells),
        headers=tuple(_told_apart(range(len(cells)), cells).values()),
    )


def _address_columns(names: list[str]) -> dict[int, int]:
    """The columns that may hold an address, with their ranks."""
    ranks = {word: rank for rank, words in _ADDRESS.items() for word in words.split()}
    return {place: ranks[name] for place, name in enumerate(names) if name in ranks}


def _chosen(ranks: dict[int, int], cells: list[str], wanted: str) -> tuple[int, Question | None]:
    """The column to write to, and what is to be asked about it. Raises OpenQuestion where nothing tells."""
    named = _named(ranks, cells)
    if wanted in named:
        return named[wanted], None
    best = min(ranks.values())
    first, *alike = (place for place, rank in ranks.items() if rank == best)
    if not alike and (best == _PREFERRED or len(ranks) == 1):
        return first, None
    if not alike:
        default = next(name for name, place in named.items() if place == first)
        return first, which_column(named, default=default)
    headers = " and ".join(f'"{name}"' for name in named)
    raise OpenQuestion(
        which_column(named),
        message=f"More than one column may hold the address to write to: {headers}.",
        remedy='Say which is the private one, with "address-column" = "…" in a file of answers (--answers), or delete '
        "the other.",
        code="two-address-columns",
    )


def _named(places: Iterable[int], cells: list[str]) -> dict[str, int]:
    return {header: place for place, header in _told_apart(places, cells).items()}


def _told_apart(places: Iterable[int], cells: list[str]) -> dict[int, str]:
    """Each column's header as it is shown and asked about, with its number where others begin with the same letters."""
    headers = {place: clean_name(cells[place])[:40].rstrip() for place in places}
    often = Counter(header.casefold() for header in headers.values() if header)
    return {
        place: f"{header} (column {place + 1})" if often[header.casefold()] > 1 else header
        for place, header in headers.items()
    }


def kind_of(header: str) -> Field | None:
    """What a header means that names no address."""
    return _kind(plain(header), header) if header.strip() else None


def _speaks_of_a_yes(header: str) -> bool:
    """Whether somebody would have said yes below it: "Consent form signed", "I would like to get the newsletter"."""
    words = () if is_about_another_channel(header) else (*words_of(header), plain(header))
    return any(word.startswith(beginning) for word in words for beginning in OF_A_YES)


def is_about_another_channel(header: str) -> bool:
    """Whether a header is about letters, calls or the like."""
    return _OTHER_CHANNEL.fullmatch(plain(header)) is not None


def _kind(name: str, header: str) -> Field | None:
    """What a header means, the surest first."""
    exact = next((kind for kind, words in _EXACT.items() if name in words.split()), None)
    if exact is not None:
        return exact
    words = words_of(_NUMBER.sub(" x ", without_numbers(header)), longest=2 * len(header) + 2)
    part = _OPT_OUT_PART.search(name)
    objecting = _parted(part[0], words) if part else _objecting(words, header)
    if objecting is not None and is_of_other_things(words):
        return None
    if objecting is not None and not _OTHER_CHANNEL.fullmatch(name):
        return objecting
    return Field.LEAVER if _LEFT_PART.match(name) else _guessed(name, header)


def _parted(part: str, words: list[str]) -> Field:
    """Of a name with an opt-out in it; "Never unsubscribed" turns it round."""
    if is_denied_refusal(words):
        return Field.DENYING
    is_loose = _LOOSE_PART.match(part) and not all(map(is_said_of_refusals, words))
    return Field.DOUBT if is_loose else Field.OPT_OUT


def _objecting(words: list[str], header: str) -> Field | None:
    """As "Do not email" does; glued to another word, or with something else behind it, it is a reason to ask."""
    found = None
    for place in range(len(words)):
        if is_number(words, place):
            continue
        # Cut off: as many words as the longest of them.
        rest = " ".join(words[place : place + _MOST_WORDS])
        if begun := _DO_NOT.match(rest):
            kind = _of_do_not(rest[begun.end() :])
        elif _NO_MAIL.match(rest):
            # Behind a number, or what has one, it may be short for that.
            is_plain = (
                words[max(place - 1, 0)] != "x"
                and not _NO_WITH_DOT.search(header)
                and all(map(is_said_of_refusals, words[place + 1 :]))
            )
            kind = Field.OPT_OUT if is_plain else Field.DOUBT
        else:
            continue
        if kind is Field.OPT_OUT:
            return kind
        found = found or kind
    return found or (Field.DOUBT if any(map(_OPT_OUT_WITHIN.search, words)) else None)


def _of_do_not(rest: str) -> Field | None:
    """By what shall not be done: a "do not" that goes on as one word, "Don Taylor", is none."""
    words = rest.split()
    if not rest or is_asked_not(words):
        return Field.OPT_OUT
    return Field.DOUBT if rest[0] == " " else None


def _guessed(name: str, header: str) -> Field | None:
    """By the kinds of words in it; nobody is taken in for what is found here."""
    sense = sense_of(header)
    if sense in _FIELD_OF:
        return _FIELD_OF[sense]
    if name in _ABOUT_THE_ADDRESS or _COUNTED.search(header.strip()):
        return None
    if sense is Sense.DENYING:
        return Field.DENYING
    if name.endswith(_MOMENTS):
        return None
    if sense is Sense.UNCLEAR:
        return Field.UNCLEAR
    return Field.HINT if sense is Sense.WISH or _HINT_PART.search(name) else None
