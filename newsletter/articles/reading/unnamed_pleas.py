"""What a newspaper is asked in so many words: "Please don't print Ana Example's name". The name stands behind.

Only where somebody is told so: at the beginning of a sentence, behind a colon or a "please". "The papers do not print
Ana Example's name" asks nobody.
"""

_BEGINS = r"(?:^\W{0,3}|(?<=[:;“\"«„(–—])\s?"
_EN = (
    rf"{_BEGINS}|please,?\s|kindly\s)(?:(?:do\snot|don[’']t|never)\s(?:print|publish|us|giv|mention|reveal|disclos|shar|quot"
    r"|run|includ|put|writ|identify|name)(?:e|ing)?|withhold|omit|leave\sout|hide)"
    r"(?:(?=\s[^.!?]{2,60}[’']s?\s(?:\w+\s)?(?:name|identity)(?!\w))|\s(?:the\s)?(?:\w+\s)?(?:name|identity)(?:\sof)?)"
)
_ES = (
    rf"{_BEGINS}|por\sfavor,?\s|(?:rogamos|ruega|pedimos)\s(?:que\s)?)no\s(?:publi|us|pon|pong|imprim|mencion|cit|d|revel|difund"
    r"|divulg|escrib)\w*\s(?:el\s|la\s|su\s)?(?:(?:verdadero\s)?(?:nombre|apellido|identidad)\s(?:completo\s|real\s)?(?:de|del)"
    r"|nombre)(?!\w)"
)
_FR = (
    rf"{_BEGINS}|svp,?\s|plaît,?\s)(?:(?:merci|prière)\sde\s|veuillez\s|(?=ne\s\w+ez\s))ne\s(?:\w+ez\spas|pas\s(?:publier|citer"
    r"|mentionner|donner|imprimer|révéler|divulguer|utiliser|nommer|écrire|identifier))"
    r"(?:\s(?:le\s|son\s|l[’'])(?:vrai\s)?(?:nom|prénom|identité)(?:\scomplet)?(?:\sd[e’'])?)?"
)
_PT = (
    rf"{_BEGINS}|por\sfavor,?\s|favor\s|(?:pedimos|pede-se|solicitamos)\sque\s)não\s(?:(?:publi|imprim|cit|mencion|divulg|revel"
    r"|us|d[eê]|escrev|indi)\w*\s(?:o\s|a\s|seu\s)?(?:nome|apelido|sobrenome|identidade)(?:\scompleto)?(?:\sd[eao])?"
    r"|(?:nome(?:iem?|ie)|identifi\w+|cit(?:em?|ar)|mencion(?:em?|ar))(?:\s[ao])?)(?!\w)"
)
_RO = (
    rf"{_BEGINS}|(?:rugăm|rog),?\s(?:să\s)?)nu\s(?:(?:public|tipăr|da|dezvălui|mențion|folos|divulg|scri)\w*\s(?:numele|identitatea)"
    r"|(?:o\s|îl\s|le\s)?(?:numi|identifica|cita|menționa)ți(?:\spe)?)(?!\w)"
)
_PL = (
    rf"{_BEGINS}|(?:prosimy|proszę|prośba)\s(?:o\s)?)nie\s?(?:podawa|publik|druk|ujawnia|wymienia|używa|podaw|pisz)\w*"
    r"\s(?:imienia\si\s)?(?:nazwiska|imienia|danych|tożsamości)(?!\w)"
)
_CY = (
    rf"{_BEGINS}|plîs,?\s|dda,?\s)peid(?:iwch|io)\s(?:(?:â|ag)\s(?:chyhoeddi|defnyddio|rhannu|datgelu|nodi|hargraffu|argraffu"
    r"|rhoi|chrybwyll|enwi)(?:\s(?:enw|hunaniaeth))?)(?!\w)"
)
_DE_VERB = (
    r"(?:nennt|veröffentlicht|druckt|verwendet|erwähnt|schreibt|(?:nennen|veröffentlichen|drucken|verwenden|erwähnen"
    r"|schreiben)\ssie)"
)
_DE_INFINITIVE = r"\s(?:\w+\s)?nicht\s(?:\w+\s)?(?:veröffentlich|nenn|druck|abdruck|erwähn|verwend|schreib)"
_DE = (
    rf"{_BEGINS}|bitte\s)(?:{_DE_VERB}\s(?:bitte\s)?(?:nicht(?:\sden\snamen(?:\svon)?)?"
    r"|den\snamen(?:\svon)?(?=\s[^.!?]{3,60}\snicht(?!\w)))"
    rf"|(?:(?:den|ihren|seinen)\s)?(?:vollen\s)?namen(?:\svon)?(?=\s[^.!?]{{3,60}}{_DE_INFINITIVE}))"
)
PLEAS = {"en": _EN, "es": _ES, "fr": _FR, "pt": _PT, "ro": _RO, "pl": _PL, "cy": _CY, "de": _DE}
