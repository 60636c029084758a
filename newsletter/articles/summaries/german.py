"""Whether two words with capitals that begin a German sentence are somebody's name: "Petra Schulz sagte …".

German writes all nouns so: "Viele Beschäftigte", "Neue Leitung", "Rund Tausend". What gives a name away is the verb of
one person behind it, and a first word that is neither a small word nor bent as an adjective.
"""

import re
from collections.abc import Collection

from newsletter.articles.summaries.folding import fold, word_set

#: Folded: prepositions, articles, adverbs, what counts, and parts of the year.
_SMALL = word_set(
    "ab abends aber alle allein aller alles als am an auch auf aus ausser bei beim beide beiden bereits "
    "bis bisher da damit dank dann daran das dass dem den denn der deren des dessen deshalb die dies "
    "diese diesen dieser dieses doch dort dr drei durch ein eine einem einen einer eines einige ende "
    "anfang mitte entgegen erneut erst etliche etwa etwas fast frau frei fuer fur ganz gegen gegenuber "
    "gemass genau gestern genug gut halb hat haben heute herr hier hinter hohe ihr ihre ihren ihrer im "
    "immer in ins insgesamt ist ja jede jeden jeder jedes jedoch jene jetzt kaum kein keine keinem keinen "
    "keiner knapp laut lediglich lauter lange manche man mancher mehr mehrere meist meine mein minus mit "
    "mitten mangels montags morgen nach nachdem nahe neben nebst nein nicht nichts nie niemand noch nun "
    "nur ob obwohl oder ohne per plus pro rund samt schon sehr seit seine seinen seiner sein selbst "
    "sieben sechs so sobald sogar solange solche sonst sowie statt trotz uber uberall um und unser unsere "
    "unter viel viele vielen vieler vier vom von vor voller wahrend wann warum was wegen weil weitere "
    "weiterer weniger wenig wenige wenn wer wie wieder wir wo zehn zu zum zur zwei zwischen zwolf funf "
    "acht neun elf hundert hunderte tausend tausende dutzende millionen januar februar marz april mai "
    "juni juli august september oktober november dezember montag dienstag mittwoch donnerstag freitag "
    "samstag sonntag doktor professor sankt nirgends zuerst zuletzt zudem ausserdem seitens anstatt "
    "infolge zwecks mitsamt"
)
#: What adjectives begin and end with, so that "Frische Luft" is none: the most common ones, and endings that make one.
_ADJECTIVE = re.compile(
    r"(?:neu|alt|gross|klein|gut|jung|hoh|hoch|lang|kurz|breit|stark|schwach|frisch|erst|zweit|dritt|letzt|nachst|weit|ander|gleich"
    r"|halb|ganz|voll|leer|frei|warm|kalt|hart|weich|schwer|leicht|rot|grun|blau|schwarz|weiss|deutsch|eigen|falsch|wahr|echt|arm"
    r"|reich|krank|gesund|offen|sicher|stolz|still|laut|rein|toll|einzeln|besser|best|mehr|meist|hoher|grosser|kleiner|folgend|privat|vereint|einzig)"
    r"(?:e[rsnm]?)?|\w{3,}(?:isch|ig|lich|end|bar|los|sam|haft|ell|iert|ungs?weis|weis)e[rsnm]?"
)
#: What nouns end in, and no first name.
_NOUN = re.compile(
    r"\w+(?:ung|ungen|heit|heiten|keit|keiten|schaft|schaften|tion|tionen|innen|tat|nis|tum|ismus|\w{4}erei)"
)
_VERB = re.compile(
    r"\s(?:\w+(?:te|[^aeiou]t|iert|et)|war|sprach|gab|rief|ging|kam|sah|will|ist|hat|muss|soll|kann|darf|bleibt|fand|schrieb|nahm|hielt"
    r"|stand|trat|lud|warf|sieht|schlug|schloss|zog|lief|liess|bot|bat|begann|verlor|gewann|wurde|wird|blieb|half|traf|aus|von)\b"
    r"|,\s(?:d(?:er|ie)|ein|eine|\w+(?:in|er)|\d\d)\b|\s\("
)


def is_full_name(first: str, second: str, behind: str, small: Collection[str]) -> bool:
    """Whether two words are a person's name, by what stands behind; `small` are the words in small letters."""
    one, two = fold(first), fold(second)
    return (
        one not in _SMALL
        and one not in small
        and not _ADJECTIVE.fullmatch(one)
        and not _NOUN.fullmatch(one)
        and not _NOUN.fullmatch(two)
        and bool(_VERB.match(behind))
    )
