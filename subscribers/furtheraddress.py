"""Which columns hold another address of the same person: "Alt Email", "Otro correo", "E-mail #2".

Every word of the name must be known here, since whoever said no is kept out at these addresses for good: one word more
("Manager email 2", "Added by") may name somebody else.
"""

import re
import unicodedata


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: No name of an address is longer.
_LONGEST = 60
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"\d+|[^\W\d_]+")
#: Programs write "secondaryemail".
_GLUED = re.compile(r"(e?mail(?:address)?|correo|courriel|e?bost)")
#: Words for e-mail in English, Welsh, Spanish, Polish, Romanian, Portuguese, French and Arabic, without accents.
_MAIL = _words(
    """
    mail email emailaddress emailaddr mailaddress bost ebost epost correo correio correu courriel mel
    electronique poczta poczty posta skrzynka بريد البريد بريدي ايميل الايميل
    """
)
#: Words for another one, by count, by rank, by age, and for the place where somebody reads it.
_OTHER = _words(
    """
    alt alternate alternative alternativ other another second secondary third tertiary backup back
    additional extra further spare two three ii iii old older previous former earlier home work personal
    private business office arall amgen ail eilaidd trydydd ychwanegol gefn hen blaenorol cartref personol
    preifat gwaith otro otra segundo segunda tercer secundario secundaria alternativo alternativa alterno
    alterna adicional respaldo antiguo anterior particular casa trabajo laboral profesional inny inna drugi
    druga trzeci dodatkowy dodatkowa alternatywny alternatywna zapasowy zapasowa pomocniczy stary poprzedni
    poprzednia prywatny prywatna domowy sluzbowy sluzbowa alta doilea doua treilea secundar secundara
    suplimentar suplimentara aditional rezerva vechi vechiul personala serviciu outro outra terceiro reserva
    antigo pessoal profissional trabalho autre seconde deuxieme troisieme secondaire alternatif
    supplementaire additionnel additionnelle secours ancien ancienne precedent precedente
    personnelle prive privee professionnel professionnelle اخر اخري اخرى الاخر بديل البديل ثان ثاني الثاني
    ثانوي الثانوي اضافي الاضافي احتياطي الاحتياطي قديم القديم سابق السابق شخصي الشخصي
    """
)
#: Words that say nothing more.
_BESIDE = _words(
    """
    e address addr value no number nr num n the your my up nd rd st cyfeiriad wrth o de del la el
    electronico electronica direccion do adres adresy elektroniczny elektronicznej elektroniczna adresa al a
    eletronico eletronica endereco adresse d l eme الكتروني الالكتروني عنوان العنوان رقم
    """
)


def is_further_address(header: str) -> bool:
    """Whether a column of this name holds another address of the person in its row."""
    if len(header) > _LONGEST:
        return False
    words = _words_of(header)
    numbers = {word for word in words if word.isdecimal()}
    is_another = bool(words & _OTHER) or any(len(number) <= 2 for number in numbers)
    return bool(words & _MAIL) and is_another and words - numbers <= _MAIL | _OTHER | _BESIDE


def _words_of(header: str) -> set[str]:
    """Small and without accents; numbers are words of their own."""
    letters = unicodedata.normalize("NFKD", _HUMP.sub(" ", header))
    text = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return set(_WORD.findall(_GLUED.sub(r" \1 ", text.casefold().replace("ł", "l"))))
