"""Labels of credits: the words that lead to whose picture it is, in the languages that are read."""

import re

LABEL = (
    r"(?:photo(?:graph)?s?|photographie|picture|pictures|pic|image|images|credits?|source|foto(?:graf[íi]a)?s?|imagen|imágenes"
    r"|crédits?|créditos?|fuente|llun|lluniau|ffoto|ffynhonnell|cydnabyddiaeth|ffotograff(?:ydd)?|bild"
    r"|bildnachweis|cliché|imagem|immagine"
    r"|zdjęci[ea]|fotografie|fotografi[ae]|fot\.|beeld|afbeelding|imagine|bildquelle|quelle|źródło|fonte"
    r"|sursă|sursa|bron|fotonachweis|photographer|写真|撮影|图片|摄影|фото(?:графия)?|صورة|تصوير|φωτογραφία|kuva"
    r"|bilde|billede)"
)
FEATURED = re.compile(
    r"^\W*(?:(?:featured|main|lead|header|cover|title|top)\s(?:image|photo|picture)|imagen\s(?:destacada|principal)"
    r"|image\sà\sla\sune|prif\slun)\s*[:|–-]\s*",
    re.IGNORECASE,
)
_KIND = r"(?:(?:featured|main|lead|header|cover|top)\s)?"
_COLON = rf"(?<![\w-]){_KIND}{LABEL}(?:[\s/-]{{1,3}}(?:{LABEL}|by|by\sline))?\s*:"
MARKER = re.compile(
    rf"(?:(?:\b(?:flickr|wikimedia|ap|pa|afp|epa|reuters)\s)?(?:{_COLON}(?:\s*©(?:\s*\d{{4}})?)?"
    rf"|(?<![\w-]){_KIND}{LABEL}(?:\s{LABEL})?\s+(?:by|from|courtesy\sof|courtesy|trwy\sgaredigrwydd|via"
    rf"|por|de|di|door|van|gan|par|von|cortesía\sde)\s)"
    r"|(?<!\w)fot\.\s+(?=[@\w])"
    r"|\bcourtesy\sof\s|\btrwy\sgaredigrwydd\s|\bcortesía\sde\s|[”\"»’]\s+(?:by|por|par|gan)\s|^\W*(?:by|por"
    r"|par|gan)\s"
    r"|(?:\b(?:copyright|hawlfraint)\b:?(?:\s*(?:©|\(c\)))?|©|\(c\))(?:\s*\d{4})?)",
    re.IGNORECASE,
)
#: Tell whose a picture is, but not where its credit begins if another label did.
WEAK = re.compile(
    r"\W*(?:courtesy|cortesía|copyright|©|\(c\)|source|fuente|quelle|źródło|fonte|sursă|sursa|bron\s?:"
    r"|ffynhonnell|hawlfraint)",
    re.IGNORECASE,
)
_AGENCY_LED = r"(?:(?:ap|pa|afp|epa|reuters|getty|flickr)\s)?"
STARTS = re.compile(
    rf"^[\s(\[]*(?:(?:featured|main|lead|header|cover)\s(?:image|photo|picture)\b|imagen\sdestacada|{_AGENCY_LED}{_COLON}"
    rf"|{_AGENCY_LED}(?:photo(?:graph)?|picture|image|foto|llun|imagen|ffotograff)s?\s"
    r"(?:by|from|courtesy|credit|por|gan|trwy\sgaredigrwydd|par|de:)\b|fot\.\s+[^\W\d_]|©(?!\s*\d{4})"
    rf"|{_AGENCY_LED}{LABEL}\s?(?:©|\(c\)))",
    re.IGNORECASE,
)
LEADING = re.compile(rf"^[\s(\[]*{_COLON}|^[\s(\[]*{_KIND}{LABEL}\s+(?:by|from)\s+", re.IGNORECASE)
