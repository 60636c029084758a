"""One result of a check or a guard, and the list of all that they can find."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Level(StrEnum):
    BLOCKER = "blocker"  # nothing is sent while it stands
    ADVICE = "advice"  # worth a look; a person decides


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong, what to do, and `file:line` where it stands. `id` never changes, the words may."""

    id: str
    level: Level
    message: str
    remedy: str
    where: str


BLOCKERS: Mapping[str, str] = MappingProxyType(
    {
        "id-twice": "Another issue has the same id, as a file copied by hand has; its readers would be missed.",
        "no-subject": "The issue has no subject.",
        "no-preheader": "The issue has no preheader, the line that inboxes show after the subject.",
        "no-content": "The issue has no article, call to action, diary date or introduction.",
        "unsafe-subject": "The subject holds a line break or a hidden control character.",
        "summary-empty": "An article has no summary.",
        "summary-proposed": "A summary was made by the program and nobody has accepted it.",
        "number-not-found": "A number of a summary was not found in its article.",
        "quotation-not-found": "A quotation of a summary was not found in its article.",
        "photo-no-author": "A photo credit names no author.",
        "photo-no-licence": "A photo credit names no licence.",
        "picture-no-alt": "A picture has no alternative text.",
        "picture-remote": "A picture is loaded from another host, which would see who reads the letter.",
        "unknown-field": "A merge field is not on the list.",
        "provider-tag": "A text holds what the mail provider reads as a command.",
        "bad-link": "A link is empty or does not begin with http, https or mailto.",
        "html-too-large": "The HTML part is larger than 80 kB; Gmail cuts long letters, unsubscribe link included.",
        "no-unsubscribe": "A part of the letter has no unsubscribe link.",
        "no-postal-address": "A part of the letter does not say the branch's postal address.",
        "no-complaints-contact": "A part of the letter does not say where to complain.",
        "free-mail-sender": "The From address is at a free-mail provider, which SendGrid cannot send for.",
        "no-unsubscribe-group": "SendGrid has no unsubscribe group to answer the link.",
        "words-missing": "The letter's own words (unsubscribe, headings …) are not all there in the issue's language.",
        "no-imprint": "A part of the letter does not say the branch's name, or the imprint of the settings.",
        "election-imprint": "The letter is election material, and its imprint names no postal address.",
        "licence-reserved": "A photo may not be reprinted: all rights are reserved, or an agency sells each use.",
        "licence-changed": "A photo was changed, and its licence forbids that (ND).",
        "embargo-stands": "An article may not be published yet: the embargo in its file ends later.",
        "embargo-unclear": "An article came under an embargo, and until when is not clear.",
        "article-copied": "A summary repeats more than 400 words of its article.",
        "credit-missing": "A part of the letter leaves out whose picture it is, or its licence.",
        "style-too-large": "The style blocks are larger than 16 kB; Gmail drops all of them.",
        "not-rendered": "The letter cannot be made from its design.",
        "picture-missing": "The file of a picture or logo is not there, or lies outside the workspace.",
        "picture-damaged": "A file is no still JPEG, PNG, WebP or GIF (a logo: PNG or JPEG), or is not whole.",
        "picture-too-large": "A picture or logo is too large, or a letter would carry more than 3 pictures or 200 kB.",
        "picture-not-published": "A picture is not on the branch's web space as it was made; only `send` looks.",
        "page-not-published": "The web version is not on the branch's web space; only `send` looks.",
        "audience-tripled": "More than three times as many people as last time would be mailed; only `send` looks.",
        "employer-mail-held": "People read mail at an employer, and the settings hold such mail; only `send` looks.",
    }
)

ADVICE: Mapping[str, str] = MappingProxyType(
    {
        "subject-long": "The subject is longer than 60 characters; phones cut it.",
        "subject-capitals": "The subject is all in capitals.",
        "subject-reply": "The subject pretends to be an answer (RE:, FW:).",
        "no-intro": "The issue has no introduction.",
        "intro-unwritten": "The introduction still holds the line that the program wrote.",
        "intro-picture": "A picture in the introduction is not sent; its alternative text is printed.",
        "field-no-fallback": "A merge field says nothing for people whose name is not known.",
        "link-not-in-text": "The text part lacks a link that the HTML part has.",
        "html-large": "The HTML part is larger than 60 kB.",
        "sentence-long": "A sentence has more than 30 words.",
        "summary-long": "A summary has more than 80 words.",
        "vague-link": "The words of a link do not say where it leads.",
        "link-elsewhere": "The words of a link are an address, and it leads to another host.",
        "link-insecure": "A link begins with http, without the s.",
        "link-shortened": "A link goes through a service that hides where it leads and counts who follows it.",
        "link-counted": "A link tells its page where the reader came from (utm_…, fbclid and the like).",
        "action-no-button": "A call to action has no words for its button.",
        "article-no-link": "An article has no address, so readers cannot read it whole.",
        "licence-no-version": "A licence is named without its version.",
        "diary-past": "A diary date is over.",
        "sender-name-not-ascii": "The From name has letters that SendGrid may spoil.",
        "no-reply": "Answers go to an address that nobody reads.",
        "colour-faint": "The branch's colour could not be read; a darker shade of it is used.",
        "appeal-without-ask": "The design appeal is made around a call to action, and the issue has none.",
        "css-unsupported": "The design uses a style that a widely used mail program ignores.",
        "words-unreviewed": "No native speaker has read the letter's own words in the issue's language yet.",
        "preheader-repeats": "The preheader says what the subject says.",
        "words-shouting": "Words stand in capitals in the middle of a text.",
        "exclamation-marks": "A text has several exclamation marks.",
        "acronym-unexplained": "A short form in capitals is used before it is said what it stands for.",
        "several-asks": "The letter asks for several things alike.",
        "summary-left-over": "A summary holds a line of the page around the article, or the photo credit.",
        "private-trace": "A text seems to hold a number, home, confidence or withheld name of somebody.",
        "summary-copied": "A summary repeats more than 80 words and a quarter of its article.",
        "name-not-found": "A name of a summary was not found in its article.",
        "date-not-found": "A date or weekday of a summary was not found in its article.",
        "quotation-translated": "A summary quotes in another language than its article, so nothing could be looked up.",
        "article-changed": "An article's text was changed after its summary was accepted.",
        "quotation-no-speaker": "A quotation is printed without whose words they are.",
        "article-unsure": "Author, date, title or source of an article is a guess that nobody has confirmed.",
        "article-no-source": "An article names neither who wrote it nor who published it.",
        "deadline-past": "The last day of a call to action has passed.",
        "licence-noncommercial": "A photo is for what earns no money (NC), and the letter asks for some.",
        "credit-platform": "A photo credit names a platform, not who took the picture.",
        "link-broken": "A web address does not look whole.",
        "link-words-twice": "Links with the same words lead to different places.",
        "page-no-language": "The page does not say which language the letter is in.",
        "foreign-no-language": "An article's title is in another language, and the page does not say so.",
        "title-differs": "The page's title is not the subject.",
        "heading-order": "The page has not one main heading, skips a level, or has an empty heading.",
        "table-no-role": "A table for the layout is read out as one of figures, or the other way round.",
        "table-no-scope": "The heading cells of a table do not say what they head.",
        "target-small": "A button or link that stands by itself is lower than 24 pixels.",
        "logo-contrast": "Part of the branch's logo hardly stands out from what it lies on.",
        "logo-not-shown": "The settings name a logo, and letters show no pictures.",
        "picture-embedded": "A picture stands in the page itself (data:…), which Gmail and Outlook do not show.",
        "alt-unhelpful": "An alternative text says nothing, is a file's name, or repeats the caption.",
        "alt-long": "An alternative text is longer than 125 characters.",
        "parts-differ": "The text part says less than the HTML part.",
        "style-large": "The style blocks are larger than 8 kB.",
        "style-nested": "A rule that begins with @ stands inside another one.",
        "election-words": "The letter speaks of an election; the settings do not say if it is election material.",
        "industrial-action": "Words of the branch's own may count as the union's call for industrial action.",
        "home-address": "The postal address looks like somebody's home.",
        "translation-differs": "A translation has other articles, links of calls to action or dates than its issue.",
        "translation-unwritten": "A translation still holds words of its issue that are to be written anew.",
        "audience-grown": "More than one and a half times as many people as last time would be mailed.",
        "audience-shrunk": "Fewer than half as many people as last time would be mailed.",
        "employer-mail": "People read mail at an employer or a public body, which can see that they get yours.",
        "personnel-mailboxes": "Addresses belong to a personnel or pay office, or to the management.",
        "office-mailboxes": "Addresses belong to an office, where several people read.",
        "list-old": "The list of members was not brought up to date for more than 60 days.",
    }
)

FINDINGS: Mapping[str, str] = MappingProxyType({**BLOCKERS, **ADVICE})
#: Those of the guards: about who is mailed, whatever the issue says. `send` alone looks for all of them.
OF_AN_AUDIENCE = frozenset(
    {
        "audience-tripled",
        "employer-mail-held",
        "audience-grown",
        "audience-shrunk",
        "employer-mail",
        "personnel-mailboxes",
        "office-mailboxes",
        "list-old",
    }
)


def found(finding_id: str, message: str, *, remedy: str, where: str) -> Finding:
    """A finding of the list; its level follows from its id."""
    level = Level.BLOCKER if finding_id in BLOCKERS else Level.ADVICE
    if finding_id not in FINDINGS:
        raise KeyError(finding_id)
    return Finding(id=finding_id, level=level, message=message, remedy=remedy, where=where)
