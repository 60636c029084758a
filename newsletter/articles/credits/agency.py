"""Agencies that license each use of their pictures one by one: nothing of theirs is free to reprint.

Whatever licence or permission a credit line claims beside such a name was given to somebody else, if to anybody.
"""

import re


def _names(*texts: str) -> str:
    return "|".join(" ".join(texts).split()).replace("_", r"[\s-]?")


#: Mean nothing else, wherever in a credit they stand.
_PLAIN = (
    _names(
        "picture_?desk(?:\\.com)? apa_picture_?desk(?:\\.com)? epd_bild kna_bild dts_nachrichtenagentur sns_group",
        "adobe_stock afp agence_france_presse agence_france_press agerpres alamy",
        "anadolu_(?:agency|images|ajansı|ajansi) associated_press bestimage depositphotos",
        "deutsche_presse_agentur dreamstime epa_efe efe_epa agencia_efe europa_press",
        "european_press_?photo_agency folhapress getty_?images hans_lucas hulton_archive icon_sportswire",
        "imago_images inquam_photos istock istockphotos? itar_tass keystone_sda kyodo_news lehtikuva",
        "light_?rocket maxppp mediafax nurphoto panos_pictures picture_alliance ",
        "action_?press akg_images bridgeman_images barcroft_(?:media|images) envato(?:_elements)? keystone_ats",
        "nordphoto photopress pond5 stock\\.adobe(?:\\.com)? ullstein_bild",
        "press_trust_of_india presse_canadienne canadian_press rex_features ria_novosti ritzau_scanpix",
        "scanpix shutterstock sipa_press sipa_usa sopa_images swns thomson_reuters xinhua yonhap zuma_?press",
        "abaca_?press 123rf fotolia east_news agencja_gazeta agencja_wyborcza(?:\\.pl)? profimedia newscom",
        "camera_press hollandse_hoogte united_press_international australian_associated_press",
        "austria_presse_agentur polska_agencja_prasowa algemeen_nederlands_persbureau norsk_telegrambyrå",
        "nyhetsbyrån_tt tidningarnas_telegrambyrå magyar_távirati_iroda news_agency_xinhua agence_belga",
        "agência_lusa agenzia_ansa estadão_conteúdo bigstock(?:photo)? splash_news ",
        "wire_?image film_?magic eyevine mirrorpix press_assoc(?:iation)?\\.? stock_?photos?",
    )
    + r"|reuters(?!\sinstitute)|(?-i:dpa|UPI|AAP|NTB|ANP|AGERPRES|MEDIAFAX|ČTK|TASR)"
    + r"|(?:pa|ap|aap|tt|ntb|dpa|epa|efe|ansa|anp|apa|pap|mti|upi)[\s-](?:media|wire|archive|archiv|images?|photos?"
    r"|pictures?|newswire|bildfunk|zentralbild|infografik|news[\s-]agency|nyhetsbyrån|scanpix|fotos?|fotó)"
)
#: An agency only where a whole piece of a credit is its name.
_OTHERS = _names(
    "ap pa epa efe ansa tt anp apa pap mti belga lusa magnum tass sputnik ritzau anadolu bloomberg zuma",
    "rex imago keystone kyodo kyodonews getty hulton corbis panos sipa ctk cp pti jiji antara bernama",
    "hina tanjug bta elta leta stt abaca laif contrasto lapresse télam telam notimex cuartoscuro avalon",
    "dapd epd kna ats sta bns dts eibner ostkreuz polaris visum",
    "imagn redux zumapress wireimage gettyimages agence_vu ddp cq_roll_call wenn rea reuter",
)
_KINDS = (
    r"(?:photos?|images?|pictures?|wire|stock(?:\sphotos?|\simages)?|news|sport|europe|asia\spac|connect|pool|entertainment|archive|archiv"
    r"|media|agency|news\sagency|nyhetsbyrån|ajansı|agencia|zentralbild|infografik|bildfunk|handout|via|file|scanpix|photo\sagency)"
)
_AGENCY = re.compile(
    rf"(?:the\s)?(?:{_PLAIN}|{_OTHERS})(?:[\s-]{_KINDS}){{0,3}}(?:\s\d{{4}})?", re.IGNORECASE
)
_IN_TEXT = re.compile(rf"(?<![\w.@-])(?:{_PLAIN})(?![\w@])", re.IGNORECASE)
#: Short forms that mean other things, too, as states and people do: an agency's between slashes and behind "via" only.
_SHORT = re.compile(
    r"anp|apa?|pa|rex|efe|epa|tass|ansa|keystone|bloomberg|belga|lusa|magnum|pap|tt|mti|cp|pti|hina|bta|elta|leta"
    r"|epd|kna|ats|sta|bns|dts|polaris|visum|ostkreuz|stt|laif|avalon|redux|sputnik|hulton|antara|contrasto|imagn|ddp|corbis|panos|sipa",
    re.IGNORECASE,
)
#: People and unions of that name; an agency writes itself in capitals.
_NAMESAKE = re.compile(
    r"(?-i:Rex|Keystone|Belga|Lusa|Magnum|Pap|Tass|Ansa|Hina|Elta|Leta|Avalon|Antara|Hulton|Tt|Pa|Apa|Sta|Ats|Polaris|Visum|Ostkreuz|Eibner)"
)
#: They sell nothing but pictures: beside a name, one of them tells of a picture, where a news agency may of a text.
_OF_PICTURES = re.compile(
    r"(?<![\w.@-])(?:alamy|getty[\s-]?images|picture[\s-]?alliance|imago(?:[\s-]images)?|shutterstock|istock(?:photo)?|depositphotos|dreamstime"
    r"|adobe[\s-]?stock|scanpix|nurphoto|epd[\s-]bild|kna[\s-]bild|apa[\s-]?picture[\s-]?desk|(?:ap|afp|epa|pa)\s(?:photo|images?|pictures?))(?![\w@])",
    re.IGNORECASE,
)
_JOINTS = re.compile(
    r"[/|]|\b(?:via|for|by|from|courtesy\sof|photos?\sof|von|für|per|pour|por|para|przez|prin|gan)\b",
    re.IGNORECASE,
)


def is_agency(name: str, *, anywhere: bool = True) -> bool:
    """Whether a name is that of an agency that sells each use of its pictures, or, if `anywhere`, holds one."""
    if anywhere and _IN_TEXT.search(name):
        return True
    joined = _JOINTS.split(name)
    # Alone, some of them are a person or a union of that name.
    is_clear = len(joined) > 1 or not _NAMESAKE.fullmatch(name.strip(" ."))
    return any(_is_one(part, short=is_clear) for part in joined) or any(
        _is_behind(part, is_first=not at) for at, part in enumerate(joined)
    )


def is_of_pictures(line: str) -> bool:
    """Whether a line names an agency that sells nothing but pictures."""
    return _OF_PICTURES.search(line) is not None


def _is_behind(name: str, *, is_first: bool) -> bool:
    """Whether an agency stands behind a name: in brackets, or behind a comma or dash ("Scranton, PA" is a place)."""
    pieces = re.split(r"[,;:]|\s[–—-]\s|[.!]\s", re.sub(r"[()\[\]]", ",", name))
    in_brackets = re.findall(r"[(\[]\s*([^()\[\]]*)", name)
    return (
        any(_is_one(each, short=True) for each in in_brackets)
        or any(
            _is_one(each, short=each.strip().upper() != "PA" or (is_first and _is_person(pieces[:at])))
            for at, each in enumerate(pieces[1:], start=1)
        )
        or _is_one(pieces[0], short=len(pieces) > 1)
    )


def _is_person(pieces: list[str]) -> bool:
    """Whether what stands before "PA" is one name of several words: behind a town it is Pennsylvania."""
    said = [piece for piece in pieces if piece.strip()]
    return len(said) == 1 and len(said[0].split()) > 1


def _is_one(part: str, *, short: bool) -> bool:
    text = re.sub(r"\b([A-Z])\.(?=[A-Z]\b)", r"\1", part.strip(' .()[]©"“”<>'))  # "A.P."
    return bool(_AGENCY.fullmatch(text)) and (short or not _SHORT.fullmatch(text))
