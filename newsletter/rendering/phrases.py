"""The letter's own words in English: what every catalogue translates. A new phrase is one line here, then `make words`.

A phrase is a whole sentence with named holes, never glued from pieces: other languages order them otherwise. The
two marks at the end are the exception, for lists and labels of any length.
"""

from collections.abc import Mapping
from types import MappingProxyType

PHRASES: Mapping[str, str] = MappingProxyType(
    {
        "by_line_author": "By {author}",
        "photo": "Photo with the article: {credit}",
        "photo_caption_author": "“{caption}” by {author}",
        "photo_caption": "“{caption}”",
        "photo_author": "by {author}",
        "picture": "Picture: {alt}",
        "picture_credit": "Photo: {credit}",
        "picture_resized": "resized",
        "web_link": "View this letter in your browser",
        "web_why": "This letter went to the list of {branch}.",
        "web_archive": "Letters of {branch}",
        "web_feed": "Follow with a feed reader",
        "web_all": "All issues",
        "web_languages": "Also in: {list}",
        "read": "Read the full article",
        "read_at": "Read the full article in {source}",
        "read_label": "Read the full article: {title}",
        "actions": "Take action",
        "background": "What happened",
        "reading": "Further reading",
        "diary": "Dates for your diary",
        "details": "Details",
        "details_label": "Details: {what}",
        "why": "You get this letter because you are on the list of {branch}.",
        "promoted": "Promoted by {name}, {address}",
        "address": "{name}, {address}",
        "questions": "Questions? Write to us:",
        "complaints": "Complaints:",
        "unsubscribe": "Unsubscribe from this letter",
        "unsubscribe_lead": "No longer want it?",
        "tracking": "This letter does not track you: no pixels, no counted clicks.",
        "contents": "In this letter: {list}",
        # On the notice board and in the group chat.
        "in_this_letter": "In this letter",
        "scan": "Point your telephone’s camera at a square to open its page.",
        "code": "QR code: {purpose} ({host})",
        "more_articles": "More articles in the letter: {count}",
        "more_actions": "More to do in the letter: {count}",
        "more_dates": "More dates in the letter: {count}",
        "get_letter": "Get this letter by email:",
        "comma": ", ",
        "colon": ":",
    }
)

#: Phrases with a number: for one, and for several. A catalogue has as many forms as its language needs.
COUNTED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "count_articles": ("{count} article", "{count} articles"),
        "count_actions": ("{count} call to action", "{count} calls to action"),
        "count_dates": ("{count} date", "{count} dates"),
        "read_time": ("{count} minute to read", "{count} minutes to read"),
    }
)

#: What a translator cannot see from the phrase; catalogues carry it above the phrase.
NOTES: Mapping[str, str] = MappingProxyType(
    {
        "by_line_author": "Above a summary. The author's name stands there as it is, in no case or mutation.",
        "photo": "{credit} is one of the next three phrases, or the credit line as the article printed it.",
        "picture": "In the text part, in place of a picture. {alt} says what it shows.",
        "picture_credit": "{credit} is one of the three phrases above, or the credit line as the article printed it.",
        "picture_resized": "Behind a licence, in brackets: what was done to the picture.",
        "web_link": "At the top of a letter.",
        "web_why": "At the end of the public web version, whose readers are on no list.",
        "web_archive": "Title of the page that lists all letters.",
        "web_all": "Above the web version: a link to the page that lists all letters.",
        "web_languages": "Above the web version. {list} is the names of other languages, each as it calls itself.",
        "read_at": "{source} is the name of a newspaper or website, as it is.",
        "actions": "Heading above what readers can do.",
        "background": "Heading above articles that tell what an appeal is about.",
        "reading": "Heading above summaries of articles at the end of a letter.",
        "diary": "Heading above rallies and meetings.",
        "why": "{branch} is the name of a union branch or trades council.",
        "promoted": "The imprint that British law asks for on campaign material.",
        "questions": "An address follows.",
        "complaints": "About data protection. An address follows.",
        "unsubscribe_lead": "In front of the link to unsubscribe.",
        "contents": "{list} is, for example: 3 articles, 1 call to action, 2 dates.",
        "in_this_letter": "Heading above the titles on a notice.",
        "scan": "On a notice, beside QR codes.",
        "code": "Read out in place of a QR code. {purpose} is what the link is for, {host} where it leads.",
        "get_letter": "On a notice. An address follows.",
        "comma": "Between two parts of a list, with its space.",
        "colon": "Behind a label, with the space in front of it where the language writes one.",
        "count_dates": "Rallies and meetings in the diary.",
        "read_time": "Behind the link to an article, in brackets: how long the whole article takes.",
    }
)
