"""Licences of pictures: found in words or links, named by SPDX identifier, printed as people know them.

A licence is never completed: "CC BY" without a version has no SPDX identifier and no link, so it becomes
`LicenseRef-CC-BY`. What is no licence but settles whether a picture may be used has a LicenseRef as well.
"""

import re
from dataclasses import dataclass

PERMISSION = "LicenseRef-permission"
RESERVED = "LicenseRef-all-rights-reserved"
OWN = "LicenseRef-own"
PUBLIC_DOMAIN = "LicenseRef-public-domain"
#: Words of a licence that does not exist ("CC BY-SA-ND", version 5).
_IMPOSSIBLE = "?"
#: They say how a picture came here; a licence beside them is what counts ("Own work, CC BY-SA 4.0").
_WEAK = (PERMISSION, OWN, PUBLIC_DOMAIN)

_LABELS = {
    "CC0-1.0": "CC0 1.0",
    "PDM-1.0": "Public Domain Mark 1.0",
    "OPL-UK-3.0": "Open Parliament Licence 3.0",
    PERMISSION: "used by permission",
    RESERVED: "all rights reserved",
    OWN: "own picture",
    PUBLIC_DOMAIN: "public domain",
}
_URLS = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "PDM-1.0": "https://creativecommons.org/publicdomain/mark/1.0/",
    "OPL-UK-3.0": "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/",
}
_CC_ID = re.compile(r"(?:LicenseRef-)?CC-(BY(?:-(?:NC|SA|ND))*)(?:-(\d\.\d))?(?:-([A-Z]{2,3}))?")
_OGL_ID = re.compile(r"OGL-(\d)\.0")
#: The ported licences SPDX has an identifier for (spdx.org/licenses); others become a LicenseRef.
_PORTED = re.compile(
    r"BY-(?:2\.5-AU|3\.0-(?:AT|AU|DE|IGO|NL|US))|BY-N[CD]-3\.0-DE|BY-NC-ND-3\.0-(?:DE|IGO)"
    r"|BY-NC-SA-(?:2\.0-(?:DE|FR|UK)|3\.0-(?:DE|IGO))|BY-SA-(?:2\.0-UK|2\.1-JP|3\.0-(?:AT|DE|IGO))"
)
_COUNTRIES = {
    "españa": "ES",
    "spain": "ES",
    "france": "FR",
    "deutschland": "DE",
    "germany": "DE",
    "united states": "US",
    "uk": "UK",
    "england & wales": "UK",
    "perú": "PE",
    "peru": "PE",
    "méxico": "MX",
    "mexico": "MX",
    "brasil": "BR",
    "brazil": "BR",
}

_AREA = r"(?:internationale?s?|internacional|generic|genéric[ao]|générique|unported|universal|no\sportad[ao])"
_LAND = "|".join(map(re.escape, _COUNTRIES))
_CODES = (
    "AR|AT|AU|BE|BR|CA|CH|CL|CN|CO|CR|CZ|DE|DK|EC|EE|ES|FI|FR|GR|GT|HK|HR|HU|IE|IGO|IL|IN|IT|JP|KR|LU|MK|MT|MX|MY|NL|NO|"
    "NZ|PE|PH|PL|PR|PT|RO|RS|SE|SG|SI|TH|TW|UG|UK|US|VE|VN|ZA"
)
_VERSION = (
    r"(?:(?:[\s,-]*|/(?=\d\.\d))(?:v\.?\s?|version\s)?(?P<version>\d(?:\.\d)?)(?![\d.]*\d)"
    rf"(?:\s+{_AREA})?(?:\s+(?P<land>{_LAND})\b)?)?"
)
#: What people put between the parts of a licence's name: dashes of any kind, slashes, commas, plus, underscores.
_JOINT = r"[\s/+,_&–—―·•-]"
_PART = {
    "NC": r"non-?\s?commercial|no-?\s?comercial|keine\skommerzielle\snutzung"
    r"|użycie\sniekomercyjne|niet-?\s?commercieel|pas\sd[’']utilisation\scommerciale|nicht[-\s]?kommerziell"
    r"|não-?\s?comercial|anfasnachol|necomercial|non\scommerciale",
    "SA": r"share-?\s?alike|compartir-?\s?igual|partage\s(?:dans\sles\smêmes\sconditions|à\sl[’']identique)"
    r"|weitergabe\sunter\sgleichen\sbedingungen|compartilha-?\s?igual|na\stych\ssamych\swarunkach|gelijk-?\s?delen"
    r"|condividi\sallo\sstesso\smodo",
    "ND": r"no-?\s?deriv(?:ative)?s?(?:\sworks)?|sin-?\s?(?:obras?-?\s?)?derivad[ao]s?|pas\sde\smodifications?"
    r"|keine-?\s?bearbeitung(?:en)?|sem-?\s?deriva(?:ções|dos)|bez\sutworów\szależnych|geen-?\s?afgeleide(?:\s?werken)?"
    r"|non\sopere\sderivate",
}
_ANY_PART = "|".join(_PART.values())
_ATTRIBUTION = (
    r"(?:attribution|atribución|reconocimiento|paternité|namensnennung|atribuição|attribuzione"
    r"|uznanie\sautorstwa|naamsvermelding)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A licence named at a place in a text; `by_link` if a link named it."""

    licence: str
    start: int
    end: int
    by_link: bool = False


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_CC_LINK = _pattern(
    r"(?:https?://)?(?:www\.)?creativecommons\.org/licen[cs]es/(?P<kind>by(?:-(?:nc|sa|nd))*)/(?P<version>\d\.\d)"
    r"(?:/(?P<code>[a-z]{2,3})(?![\w.]))?(?:/(?:deed|legalcode)[\w.-]*)?/?"
)
_OGL_LINK = _pattern(
    r"(?:https?://)?(?:www\.)?nationalarchives\.gov\.uk/doc/open-government-licence/version/(?P<version>\d)/?"
)
_CC_CODE = _pattern(
    rf"\b(?:CC|Creative\sCommons){_JOINT}*(?P<kind>BY(?:{_JOINT}*(?:NC|SA|ND))*)\b{_VERSION}"
    rf"(?:[\s-](?P<code>{_CODES})(?=\s*(?:$|[^\w\s])))?"
)
_CC_WORDS = _pattern(
    rf"(?P<cc>\bCreative\sCommons[\s:-]+)?\b{_ATTRIBUTION}(?P<parts>(?:{_JOINT}+(?:{_ANY_PART})|{_JOINT}*\((?:{_ANY_PART})(?:{_JOINT}+(?:{_ANY_PART}))*\))*)(?<![\s-])"
    rf"(?:\s+licen[cs]e)?{_VERSION}"
)
_OGL = _pattern(
    r"\b(?:OGL(?:[\s-]UK)?|Open\sGovernment\sLicen[cs]e|[TD]rwydded\sLlywodraeth\sAgored)\b(?:[\s,-]*(?:v\.?\s?|version\s)?(?P<version>\d)(?:\.0)?)?"
)
_SOME = (
    "some", "algunos", "ciertos", "certains", "quelques", "einige", "manche", "alguns", "certos", "alcuni", "certi",
    "pewne", "niektóre", "unele", "anumite", "sommige", "enkele", "rhai", "no", "aucuns", "keine", "sin",
)  # fmt: skip
_BARE_RIGHTS = (
    "".join(rf"(?<!\b{word}\s)" for word in _SOME)
    + r"\b(?:rights\sreserved|derechos\sreservados|droits\sréservés|rechte\svorbehalten|direitos\sreservados"
    r"|diritti\sriservati|prawa\szastrzeżone|drepturi(?:le)?\srezervate|rechten\svoorbehouden)\b"
)
_FIXED = (
    (
        "CC0-1.0",
        True,
        _pattern(r"(?:https?://)?(?:www\.)?creativecommons\.org/publicdomain/zero/1\.0(?:/[\w.-]*)?/?"),
    ),
    (
        "PDM-1.0",
        True,
        _pattern(r"(?:https?://)?(?:www\.)?creativecommons\.org/publicdomain/mark/1\.0(?:/[\w.-]*)?/?"),
    ),
    (
        "CC0-1.0",
        False,
        _pattern(
            r"\b(?:CC[\s-]?0|CC\sZero|Creative\sCommons\sZero|(?:CC0\s|Creative\sCommons\s)?Public\sDomain\sDedication)\b"
            r"(?:\s1\.0)?(?:\sUniversal)?"
        ),
    ),
    ("PDM-1.0", False, _pattern(r"\b(?:PDM|Public\sDomain\sMark)\b(?:\s1\.0)?")),
    (
        "OPL-UK-3.0",
        False,
        _pattern(r"\b(?:Open\sParliament\sLicen[cs]e|OPL)[\s,]*(?:v\.?\s?|version\s)?3(?:\.0)?\b"),
    ),
    (
        PUBLIC_DOMAIN,
        False,
        _pattern(
            r"\b(?:public\sdomain(?!\s(?:mark|dedication))|dominio\spúblico|domaine\spublic|gemeinfrei|domínio\spúblico"
            r"|domena\spubliczna|domenie\spublicznej|parth\scyhoeddus|domeniul?\spublic|(?:pubblico\sdominio|dominio\spubblico)"
            r"|publiek(?:e)?\sdomein)\b"
        ),
    ),
    (
        RESERVED,
        False,
        _pattern(
            r"\b(?:all\srights\s(?:are\s)?reserved|reservados\stodos\slos\sderechos|todos\slos\sderechos\s(?:están\s)?reservados"
            r"|tots\sels\sdrets\sreservats|tous\s(?:les\s)?droits\s(?:sont\s)?réservés|alle\srechte\s(?:sind\s|bleiben\s)?vorbehalten"
            r"|cedwir\s(?:pob\shawl(?:fraint)?|yr\sholl\shawliau)|pob\shawl\s(?:wedi(?:[’']i|\sei)\s(?:ch?adw|gadw)|ar\sgadw)"
            r"|todos\sos\sdireitos\s(?:são\s|estão\s)?reservados|tutti\si\sdiritti\s(?:sono\s)?riservati|riproduzione\sriservata"
            r"|(?:wszelkie|wszystkie)\sprawa\s(?:są\s)?zastrzeżone|toate\sdrepturile\s(?:sunt\s)?rezervate"
            r"|alle\srechten\s(?:zijn\s)?voorbehouden)\b"
            # Alone they say the same; "algunos derechos reservados" does not.
            rf"|{_BARE_RIGHTS}"
        ),
    ),
    (
        PERMISSION,
        False,
        _pattern(
            r"\b(?:(?:re)?(?:used|produced|printed|published)\s)?(?:by|with)\s(?:the\s)?(?:kind\s)?permission\b(?:\s(?:of|from)\b)?"
            r"|\b(?:usad[ao]\s)?con\s(?:permiso|autorización)\b(?:\sde\b)?|\bavec\sl[’'](?:aimable\s)?autorisation\b(?:\sde\b)?"
            r"|\bmit\s(?:freundlicher\s)?genehmigung\b(?:\svon\b)?|\bgyda\schaniatâd\b(?:\scaredig\b)?"
        ),
    ),
    (
        OWN,
        False,
        _pattern(
            r"\b(?:own\swork|trabajo\spropio|obra\spropia|travail\spersonnel|eigenes\swerk|opera\spropria)\b"
        ),
    ),
)


def mentions(text: str) -> list[Mention]:
    """Every licence named in `text`, in order."""
    found = [Mention(_creative_commons(m), *m.span(), by_link=True) for m in _CC_LINK.finditer(text)]
    found += [Mention(f"OGL-{m['version']}.0", *m.span(), by_link=True) for m in _OGL_LINK.finditer(text)]
    found += [Mention(_creative_commons(m), *m.span()) for m in _CC_CODE.finditer(text)]
    found += [Mention(_in_words(m), *m.span()) for m in _CC_WORDS.finditer(text)]
    found += [Mention(_ogl(m), *m.span()) for m in _OGL.finditer(text)]
    found += [Mention(name, *m.span(), by_link=link) for name, link, p in _FIXED for m in p.finditer(text)]
    return sorted((m for m in found if m.licence), key=lambda m: (m.start, -m.end))


def settle(found: list[Mention]) -> str | None:
    """The one licence meant; "" if there is none, None if it is unclear which.

    A link beats words, and more exact words beat vaguer ones.
    """
    links = {m.licence for m in found if m.by_link}
    said = {m.licence for m in found}
    if any(_is_freer(link, word) for link in links for word in said):
        return None
    names = links or said
    if _IMPOSSIBLE in names:
        return None
    strong = names - set(_WEAK)
    names = strong or names
    # "Creative Commons Attribution (CC BY 4.0)": the version stands with one of the two.
    exact = {n for n in names if not any(n != m and _is_vaguer(n, m) for m in names)}
    if len(exact) > 1:
        return None
    return next(iter(exact), "")


def licence_label(licence: str) -> str:
    """As people know it: "CC BY-SA 4.0" for CC-BY-SA-4.0."""
    if licence in _LABELS:
        return _LABELS[licence]
    if match := _CC_ID.fullmatch(licence):
        return " ".join(filter(None, ("CC", *match.groups())))
    return licence.removeprefix("LicenseRef-").replace("OGL-", "OGL ")


def licence_url(licence: str) -> str:
    """Where the licence can be read; "" where there is no such place."""
    if match := _CC_ID.fullmatch(licence):
        kind, version, land = match.groups()
        port = f"{land.lower()}/" if land else ""
        return f"https://creativecommons.org/licenses/{kind.lower()}/{version}/{port}" if version else ""
    if match := _OGL_ID.fullmatch(licence):
        return f"https://www.nationalarchives.gov.uk/doc/open-government-licence/version/{match[1]}/"
    return _URLS.get(licence, "")


def _is_freer(name: str, other: str) -> bool:
    """Whether a licence lacks a part that another one named beside it has."""
    return name not in _WEAK and not set(_parts(other)) <= set(_parts(name))


def _parts(name: str) -> list[str]:
    if name in (RESERVED, _IMPOSSIBLE):
        return [name]
    match = _CC_ID.fullmatch(name)
    return match[1].split("-") if match else []


def _is_vaguer(name: str, other: str) -> bool:
    bare = name.removeprefix("LicenseRef-")
    return (
        name.startswith("LicenseRef-")
        and other.removeprefix("LicenseRef-").startswith(f"{bare}-")
        and (
            re.fullmatch(r"-\d\.\d(?:-[A-Z]+)?", other.removeprefix("LicenseRef-").removeprefix(bare))
            is not None
        )
    )


def _creative_commons(match: re.Match[str]) -> str:
    groups = match.groupdict()
    land = groups.get("code") or _COUNTRIES.get((groups.get("land") or "").lower(), "")
    if match[0].endswith(" by"):  # "CC by Ana Example" names a person
        return ""
    return _identifier(
        set(re.findall(r"BY|NC|SA|ND", groups["kind"].upper())), groups["version"] or "", land.upper()
    )


def _in_words(match: re.Match[str]) -> str:
    # "Attribution" alone is an everyday word: it counts with a version, another part or "Creative Commons".
    if not (match["version"] or match["parts"] or match["cc"]):
        return ""
    parts = {code for code, pattern in _PART.items() if re.search(pattern, match["parts"], re.IGNORECASE)}
    return _identifier(
        {"BY", *parts}, match["version"] or "", _COUNTRIES.get((match["land"] or "").lower(), "")
    )


def _identifier(parts: set[str], version: str, land: str) -> str:
    if {"SA", "ND"} <= parts:
        return _IMPOSSIBLE
    kind = "-".join(part for part in ("BY", "NC", "SA", "ND") if part in parts)
    number = version if "." in version or not version else f"{version}.0"
    if not number:
        return f"LicenseRef-CC-{kind}"
    if number not in {"1.0", "2.0", "2.1", "2.5", "3.0", "4.0"}:
        return _IMPOSSIBLE
    if not land or number == "4.0":
        return f"CC-{kind}-{number}"
    name = f"{kind}-{number}-{land}"
    return f"CC-{name}" if _PORTED.fullmatch(name) else f"LicenseRef-CC-{name}"


def _ogl(match: re.Match[str]) -> str:
    return f"OGL-{match['version']}.0" if match["version"] else "LicenseRef-OGL"
