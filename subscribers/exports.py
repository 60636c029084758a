"""Lists as other programs write them, told by their columns and the name of their file.

What is told: whether a list is one of people who want no mail. Such a list is good for one thing only, that they get
none; to take it for a list of readers would mail exactly those who said no.
"""

import re
import unicodedata
from dataclasses import dataclass

from subscribers.columns import Columns, plain
from subscribers.refusals import names_opt_outs, without_excluded

#: Names that programs and people give to lists of those who said no or left (Mailchimp: unsubscribed_…, cleaned_…).
_NAME_OF_OPT_OUTS = re.compile(
    r"(?:un|non|not)[-_ ]?subscri|unsub|cleaned|opt(?:ed)?[-_ ]?outs?|bounce|complain|suppress|leavers|deceased|lapsed"
    r"|resigned|(?<![a-z])(?:former|ex|past)[-_ ]?members|(?<![a-z])left(?![a-z])"
    r"|(?<![a-z])do[-_ ]?not(?!e)|(?<![a-z])no[-_ ]?(?:e?mail|contact)|blocklist|blacklist"
    r"|(?<![a-z])bajas?(?![a-z])|wypisan|dezabonat|descadastrad|desabonn|desinscri"
)
_BOUNCES = frozenset({"bounce", "cleaned"})
_WORD = re.compile(r"[^\W\d_]+")
#: Words that may stand beside those, and say nothing of what people want.
_BESIDE_BOUNCES = frozenset({
    "hard", "soft", "email", "emails", "mail", "e", "address", "addresses", "list", "export", "segment", "date", "time",
    "at", "on", "reason", "campaign", "title", "is", "has", "been", "csv", "tsv", "txt", "xls", "xlsx", "ods", "column",
})  # fmt: skip
_MAILCHIMP = frozenset({"leid", "euid", "memberrating", "lastchanged"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Where a list comes from; `against` = these people get no mail, whatever else stands in their rows."""

    sentence: str
    against: str = ""
    #: It holds because of the mailboxes: nobody said that they want no mail.
    bounced: bool = False
    #: All of these people subscribed, as the program says that keeps them.
    vouched: bool = False
    #: Columns that are filled in for everybody on such a list, by their plain names: what it means that one is not,
    #: nobody can tell.
    always: frozenset[str] = frozenset()


def recognised(file_name: str, columns: Columns | None) -> Export | None:
    """The program that wrote a list, if its columns tell."""
    if columns is None:
        return None
    names = frozenset(map(plain, columns.headers))
    if len(names & _MAILCHIMP) >= 2 or {"unsubtime", "unsubcampaigntitle"} <= names or "cleantime" in names:
        return _mailchimp(file_name.lower(), names)
    for told, program in _PROGRAMS:
        if told <= names:
            return Export(sentence=f"This looks like {program}.")
    return None


def is_name_of_opt_outs(name: str) -> bool:
    """Whether a file or a sheet is called after people who said no or left."""
    letters = without_excluded(_letters(name).replace("_", " "))
    return _NAME_OF_OPT_OUTS.search(letters) is not None or names_opt_outs(name)


def is_name_of_bounces(name: str) -> bool:
    """Whether it is called after mailboxes that take no mail, and after nothing else that speaks against people."""
    letters = _letters(name)
    words = [word for word in _WORD.findall(letters) if word not in _BESIDE_BOUNCES]
    told = {one[0] for one in _NAME_OF_OPT_OUTS.finditer(letters)}
    return bool(words) and all(word.startswith(("bounc", "clean")) for word in words) and told <= _BOUNCES


def _letters(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.lower())
    return "".join(sign for sign in letters if not unicodedata.combining(sign))


def _mailchimp(file_name: str, names: frozenset[str]) -> Export:
    """Name and columns together tell that nobody on a list wants mail. Columns alone decide row by row: to suppress
    everybody is not to be undone, and one program may write all columns into all lists.
    """
    if file_name.startswith("unsubscribed"):
        return _against("Mailchimp's list of people who unsubscribed", "unsubscribed at Mailchimp")
    if file_name.startswith("cleaned"):
        return _against(
            "Mailchimp's list of addresses that do not take mail (cleaned)",
            "cleaned away at Mailchimp: takes no mail",
            bounced=True,
        )
    if names & {"unsubtime", "cleantime"}:
        return Export(
            sentence="This looks like an export of Mailchimp with people who unsubscribed or were cleaned away: "
            "offered as suppressions, never as people.",
            always=names & {"unsubtime", "cleantime"},
        )
    return Export(sentence="This looks like Mailchimp's list of people who subscribed.", vouched=True)


def _against(what: str, reason: str, *, bounced: bool = False) -> Export:
    said = f"This looks like {what}: offered as suppressions, never as people."
    return Export(sentence=said, against=reason, bounced=bounced)


_PROGRAMS = [
    (frozenset({"can2subscriptionstatus"}), "a report of Action Network"),
    (frozenset({"nobulkemailsuseroptout"}), "an export of CiviCRM"),
    (frozenset({"donotemail", "contactid"}), "an export of CiviCRM"),
    (frozenset({"donotemail", "internalcontactid"}), "an export of CiviCRM"),
    (frozenset({"emailaddress", "emaildisplayname"}), "the contacts of Outlook"),
    (frozenset({"email1value"}), "the contacts of Google"),
]
