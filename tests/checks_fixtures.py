"""For each finding an issue that has the fault and one that nearly has it; all else in both is in order.

Whoever adds a finding adds a line here: FIXTURES is compared with the list of findings.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from checks_samples import SENDGRID
from rendering_samples import make_action, make_dates, make_issue, make_photo, make_summary

from newsletter.articles.article import SummaryState, Taken, mark_of
from newsletter.issue import FIRST_LINE
from newsletter.rendering.pictures import Fault, Gallery, Picture
from newsletter.settings import PictureMode

DESIGN = "templates/email/digest/email.html.j2:1"
TEXT = "templates/email/digest/email.txt.j2:1"
STYLE = "templates/email/digest/style.css:1"
ISSUE, TOML = "issues/october.md", "newsletter.toml"

SENTENCE = "One two three four five six seven eight nine ten. "
PARAGRAPHS = tuple(
    f"In year {number} the weavers of mill {number} met in hall {number} and voted on demand {number} of their list."
    for number in range(60)
)


@dataclass(frozen=True, kw_only=True)
class Fixture:
    """`fails` and `passes` are what make_case() is told; `where` is where the fault is said to stand."""

    fails: Mapping[str, Any]
    passes: Mapping[str, Any] = field(default_factory=dict)
    where: str
    #: findings that cannot but come along with the fault.
    also: frozenset[str] = frozenset()


def issue(**changes: Any) -> dict[str, Any]:
    return {"issue": changes}


def translated(**changes: Any) -> dict[str, Any]:
    """A translation of the usual issue, read by a native speaker."""
    words = {"subject": "Tair streic", "preheader": "Lima, y felin, y rhent", "intro": "Annwyl gyfaill,"}
    action = make_action(title="Ysgrifennwch", text="Dwy funud yn unig.", button="Anfon y llythyr")
    diary = tuple(replace(date, what=f"Cyfarfod {number}") for number, date in enumerate(make_dates()))
    words |= {"actions": (action,), "diary": diary}
    place = {"path": Path("issues/october.cy.md"), "language": "cy", "translation_of": make_issue()}
    return {"issue": words | place | changes, **branch(reviewed_languages=("cy",))}


def intro(text: str) -> dict[str, Any]:
    return issue(intro=text)


def action(**changes: Any) -> dict[str, Any]:
    return issue(actions=(make_action(**changes),))


def article(**changes: Any) -> dict[str, Any]:
    return {"article": changes}


def summary(text: str = "", **changes: Any) -> dict[str, Any]:
    return article(summary=make_summary(text, **changes))


def photo(**changes: Any) -> dict[str, Any]:
    return article(photo=make_photo(**changes))


def branch(**changes: Any) -> dict[str, Any]:
    return {"branch": changes}


def gallery(*, seen: float = 1.0) -> dict[str, Any]:
    """Letters that carry a logo, of which as much can be seen."""
    name, content = f"{'a' * 32}.png", b"x"
    logo = Picture(
        name=name, media_type="image/png", content=content, width=90, height=36, resized=True, seen=seen
    )
    return {"gallery": Gallery(mode=PictureMode.CID, logo=logo)}


def page(cut: str = "", put: str = "", *, add: str = "") -> dict[str, Any]:
    return {"html": add, "cut": cut, "put": put}


def text(cut: str, put: str = "") -> dict[str, Any]:
    return {"text": "", "cut": cut, "put": put}


def told(summary: str, paragraph: str, *, language: str = "en", **changes: Any) -> dict[str, Any]:
    """An article with a text, and its summary."""
    return article(summary=make_summary(summary, **changes), paragraphs=(paragraph,), language=language)


STRIKE = "“We will stay out,” said Ana Lupu of the dockers’ union. On 3 May 1,204 dockers met at Unity Hall."

FIXTURES: Mapping[str, Fixture] = {
    # --- summaries against their articles ----------------------------------------------------------------
    "number-not-found": Fixture(
        fails=told("On 3 May 1,240 dockers met.", STRIKE),
        passes=told("On 3 May about 1,200 dockers met.", STRIKE),
        where="articles/mill.md:15",
    ),
    "quotation-not-found": Fixture(
        fails=told('Ana Lupu said: "We will be out."', STRIKE),
        passes=told('Ana Lupu said: "We will stay out."', STRIKE),
        where="articles/mill.md:15",
    ),
    "name-not-found": Fixture(
        fails=told("The dockers of Ana Popa met.", STRIKE),
        passes=told("The dockers of Ana Lupu met.", STRIKE),
        where="articles/mill.md:15",
    ),
    "date-not-found": Fixture(
        fails=told("They met on 5 May.", STRIKE),
        passes=told("They met on May 3rd.", STRIKE),
        where="articles/mill.md:15",
    ),
    "quotation-translated": Fixture(
        fails=told('Ana Lupu said: "We stay."', "„Rămânem”, spune Ana Lupu.", language="ro"),
        passes=told('Ana Lupu said: "Rămânem."', "„Rămânem”, spune Ana Lupu.", language="ro"),
        where="articles/mill.md:15",
    ),
    "article-changed": Fixture(
        fails=told("They met on May 3rd.", STRIKE, of="0123456789ab"),
        passes=told("They met on May 3rd.", STRIKE, of=mark_of(STRIKE)),
        where="articles/mill.md:15",
    ),
    # --- subject, size, sender ---------------------------------------------------------------------------
    "id-twice": Fixture(fails={"twins": ("september",)}, passes={"twins": ()}, where=f"{ISSUE}:1"),
    "no-subject": Fixture(fails=issue(subject="  "), passes=issue(subject="."), where=f"{ISSUE}:3"),
    "no-preheader": Fixture(
        fails=issue(preheader=" "), passes=issue(preheader="Read on"), where=f"{ISSUE}:4"
    ),
    "no-content": Fixture(
        fails={**issue(intro=" ", actions=(), diary=()), "articles": ()},
        passes={**issue(intro="Dear all", actions=(), diary=()), "articles": ()},
        where=f"{ISSUE}:7",
    ),
    "unsafe-subject": Fixture(
        fails=issue(subject="News\r\nBcc: x@example.org"),
        passes=issue(subject="News – Bcc: us"),
        where=f"{ISSUE}:3",
    ),
    "html-too-large": Fixture(
        fails=page("</body>", f"<!--{'x' * 70_000}--></body>"),
        passes=page("</body>", f"<!--{'x' * 100}--></body>"),
        where=f"{ISSUE}:7",
    ),
    "html-large": Fixture(
        fails=page("</body>", f"<!--{'x' * 50_000}--></body>"),
        passes=page("</body>", f"<!--{'x' * 40_000}--></body>"),
        where=f"{ISSUE}:7",
    ),
    "free-mail-sender": Fixture(
        fails={**branch(sender="no-one@gmail.com"), **SENDGRID, "unsubscribe_group": 7},
        passes=branch(sender="no-one@gmail.com"),
        where=TOML,
    ),
    "no-unsubscribe-group": Fixture(
        fails={**SENDGRID, "unsubscribe_group": 0}, passes={**SENDGRID, "unsubscribe_group": 7}, where=TOML
    ),
    "not-rendered": Fixture(fails=issue(design="nothing"), passes=issue(design="digest"), where=f"{ISSUE}:1"),
    "subject-long": Fixture(
        fails=issue(subject="x" * 61), passes=issue(subject="x" * 60), where=f"{ISSUE}:3"
    ),
    "subject-capitals": Fixture(
        fails=issue(subject="STRIKE AT THE MILL"),
        passes=issue(subject="TUC: strike at the mill"),
        where=f"{ISSUE}:3",
    ),
    "subject-reply": Fixture(
        fails=issue(subject="Fwd: the mill"), passes=issue(subject="Reading: the mill"), where=f"{ISSUE}:3"
    ),
    "exclamation-marks": Fixture(
        fails=intro("One line.\n\nThey won!!"), passes=intro("They won! And how!"), where=f"{ISSUE}:32"
    ),
    "preheader-repeats": Fixture(
        fails=issue(subject="The mill has won", preheader="The mill has won. Read on"),
        passes=issue(subject="The mill has won", preheader="The mill has wonderful news"),
        where=f"{ISSUE}:4",
    ),
    "sender-name-not-ascii": Fixture(
        fails={**branch(sender_name="Münster"), **SENDGRID, "unsubscribe_group": 7},
        passes=branch(sender_name="Münster"),
        where=TOML,
    ),
    "no-reply": Fixture(
        fails=branch(reply_to="no-reply@example.org"),
        passes=branch(reply_to="noreen@example.org"),
        where=TOML,
    ),
    # --- texts -------------------------------------------------------------------------------------------
    "summary-empty": Fixture(fails=summary(" \n"), passes=summary("They won."), where="articles/mill.md:15"),
    "summary-proposed": Fixture(
        fails=summary(state=SummaryState.PROPOSED),
        passes=summary(state=SummaryState.ACCEPTED),
        where="articles/mill.md:15",
    ),
    "unknown-field": Fixture(
        fails=intro("one\ntwo [sic]"), passes=intro("one\ntwo \\[sic]"), where=f"{ISSUE}:31"
    ),
    "provider-tag": Fixture(
        fails=article(title="a <%b%>"), passes=article(title="a < %b% >"), where="articles/mill.md:2"
    ),
    "no-intro": Fixture(fails=intro("\n"), passes=intro("Dear all"), where=f"{ISSUE}:30"),
    "intro-unwritten": Fixture(
        fails=intro(f"Dear all,\n\n{FIRST_LINE}"),
        passes=intro("Dear all,\n\nthe mill won."),
        where=f"{ISSUE}:30",
    ),
    "intro-picture": Fixture(
        fails=intro("![Pickets in the rain](p.png)"),
        passes=intro("!\\[Pickets in the rain]"),
        where=f"{ISSUE}:30",
    ),
    "field-no-fallback": Fixture(
        fails=intro("Dear [first_name],"), passes=intro("Dear [first_name|friend],"), where=f"{ISSUE}:30"
    ),
    "sentence-long": Fixture(
        fails=intro(f"Short.\n\n{'word ' * 31}."),
        passes=intro("Short.\n\n" + "word " * 29 + "end."),
        where=f"{ISSUE}:32",
    ),
    "summary-long": Fixture(
        fails=summary(SENTENCE * 8 + "And more."), passes=summary(SENTENCE * 8), where="articles/mill.md:15"
    ),
    "acronym-unexplained": Fixture(
        fails=intro("Hello.\n\nThe case is before the IACHR now."),
        passes=intro(
            "Hello.\n\nThe Inter-American Commission on Human Rights (IACHR) heard it; the IACHR will rule."
        ),
        where=f"{ISSUE}:32",
    ),
    "words-shouting": Fixture(
        fails=intro("Hello.\n\nCome TO THE VIGIL now."),
        passes=intro("Hello.\n\nThe NHS and the TUC: UK BBC news."),
        where=f"{ISSUE}:32",
    ),
    "several-asks": Fixture(
        fails=issue(
            actions=(
                make_action(),
                make_action(title="Come", button="Say that you come", link="https://example.org/come"),
            )
        ),
        passes=issue(actions=(make_action(),)),
        where=f"{ISSUE}:1",
    ),
    "action-no-button": Fixture(
        fails=action(button=" "), passes=action(button="Sign it"), where=f"{ISSUE}:1"
    ),
    "summary-left-over": Fixture(
        fails=summary("They won the strike. Leave a Reply"),
        passes=summary("They will leave their reply at the gate."),
        where="articles/mill.md:15",
    ),
    "private-trace": Fixture(
        fails=summary("They won. Her membership number is 1234567."),
        passes=summary("They won. The number of members is 1234567."),
        where="articles/mill.md:15",
    ),
    "embargo-stands": Fixture(
        fails=article(embargo="EMBARGOED UNTIL 00.01 Friday 23 October 2026"),
        passes=article(embargo="EMBARGOED UNTIL 00.01 Tuesday 20 October 2026"),
        where="articles/mill.md:1",
    ),
    "embargo-unclear": Fixture(
        fails=article(embargo="EMBARGOED UNTIL 00.01 Friday"),
        passes=article(embargo="2026-10-20 00:01"),
        where="articles/mill.md:1",
    ),
    "summary-copied": Fixture(
        fails=article(summary=make_summary(" ".join(PARAGRAPHS[:5])), paragraphs=PARAGRAPHS[:12]),
        passes=article(summary=make_summary(" ".join(PARAGRAPHS[:5])), paragraphs=PARAGRAPHS[:30]),
        where="articles/mill.md:15",
        also=frozenset({"summary-long"}),
    ),
    "article-copied": Fixture(
        fails=article(summary=make_summary(" ".join(PARAGRAPHS[:25])), paragraphs=PARAGRAPHS),
        passes=article(
            summary=make_summary(" ".join(PARAGRAPHS[:25])),
            paragraphs=PARAGRAPHS,
            permission="the editor, by mail",
        ),
        where="articles/mill.md:15",
        also=frozenset({"summary-long"}),
    ),
    "quotation-no-speaker": Fixture(
        fails=article(standfirst="“We did not even count.”"),
        passes=article(standfirst="“We did not even count,” said the chair of the meeting."),
        where="articles/mill.md:1",
    ),
    "article-no-source": Fixture(
        fails=article(author="", source=""),
        passes=article(author="", source="The Post"),
        where="articles/mill.md:3",
    ),
    "article-unsure": Fixture(
        fails=article(unsure={"author": "only one place says so (byline)"}),
        passes=article(
            unsure={"author": "only one place says so (byline)"}, taken=Taken(author=mark_of("Ann"))
        ),
        where="articles/mill.md:1",
    ),
    "article-no-link": Fixture(
        fails=article(url=""), passes=article(url="https://example.org/x"), where="articles/mill.md:5"
    ),
    "diary-past": Fixture(
        fails={"now": datetime(2026, 11, 6, tzinfo=UTC)},
        passes={"now": datetime(2026, 11, 5, 18, 29, tzinfo=UTC)},
        where=f"{ISSUE}:1",
    ),
    "deadline-past": Fixture(
        fails=action(until=date(2026, 10, 19)), passes=action(until=date(2026, 10, 20)), where=f"{ISSUE}:1"
    ),
    "words-missing": Fixture(fails=issue(language="de"), passes=issue(language="en-GB"), where=f"{ISSUE}:5"),
    "words-unreviewed": Fixture(
        fails=issue(language="cy"),
        passes={**issue(language="cy"), **branch(reviewed_languages=("cy",))},
        where=f"{ISSUE}:5",
    ),
    "translation-differs": Fixture(
        fails=translated(articles=("lima", "mill")), passes=translated(), where="issues/october.cy.md:7"
    ),
    "translation-unwritten": Fixture(
        fails=translated(subject=make_issue().subject), passes=translated(), where="issues/october.cy.md:3"
    ),
    "colour-faint": Fixture(fails=branch(colour="#ffd400"), passes=branch(colour="#0057b7"), where=TOML),
    "appeal-without-ask": Fixture(
        fails=issue(design="appeal", actions=()),
        passes=issue(design="letter", actions=()),
        where=f"{ISSUE}:1",
    ),
    "css-unsupported": Fixture(
        fails=page(add='<p style="position: absolute">x</p>'),
        passes=page(add='<p style="margin: 0">position: absolute</p>'),
        where=STYLE,
    ),
    **{
        finding_id: Fixture(
            fails={
                "gallery": Gallery(
                    faults=(
                        Fault(
                            id=finding_id, where="articles/mill.md:9", message="The file.", remedy="Mend it."
                        ),
                    )
                )
            },
            passes={"gallery": Gallery()},
            where="articles/mill.md:9",
        )
        for finding_id in ("picture-missing", "picture-damaged", "picture-too-large")
    },
    "logo-contrast": Fixture(
        fails={**branch(logo="pictures/logo.png"), **gallery(seen=0.74)},
        passes={**branch(logo="pictures/logo.png"), **gallery(seen=0.76)},
        where=TOML,
    ),
    "logo-not-shown": Fixture(
        fails={**branch(logo="pictures/logo.png"), "gallery": Gallery()},
        passes={**branch(logo=""), "gallery": Gallery()},
        where=TOML,
    ),
    # --- links -------------------------------------------------------------------------------------------
    "bad-link": Fixture(
        fails=intro("one\n[the letter](ftp://example.org)"),
        passes=intro("one\n[the letter](https://example.org)"),
        where=f"{ISSUE}:31",
    ),
    "link-broken": Fixture(
        fails=intro("one\n[the letter](https://example.org/add...)"),
        passes=intro("one\n[the letter](https://example.org/add.html)"),
        where=f"{ISSUE}:31",
    ),
    "link-not-in-text": Fixture(
        fails=page(add='<a href="https://example.org/only-here">The map</a>'),
        passes=page(add='<a href="https://example.org/letter">The letter to the ambassador</a>'),
        where=DESIGN,
    ),
    "vague-link": Fixture(
        fails=intro("one\n[👉](https://example.org/letter)"),
        passes=intro("one\n[👉 Sign it](https://example.org/letter)"),
        where=f"{ISSUE}:31",
    ),
    "link-words-twice": Fixture(
        fails=intro("one [our letter](https://example.org/a)\n[Our letter](https://example.org/b)"),
        passes=intro("one [our letter](https://example.org/a)\n[Our letter](https://example.org/a)"),
        where=f"{ISSUE}:31",
    ),
    "link-elsewhere": Fixture(
        fails=intro("x\n[join@example.org](mailto:join@example.net)"),
        passes=intro("x\n[join@example.org](mailto:join@example.org)"),
        where=f"{ISSUE}:31",
    ),
    "link-insecure": Fixture(
        fails=article(url="http://example.org/mill"),
        passes=article(url="https://example.org/http"),
        where="articles/mill.md:5",
    ),
    "link-shortened": Fixture(
        fails=action(link="https://bit.ly/3x"),
        passes=action(link="https://example.org/bit.ly"),
        where=f"{ISSUE}:14",
    ),
    "link-counted": Fixture(
        fails=article(url="https://example.org/m?id=7&utm_source=x"),
        passes=article(url="https://example.org/m?id=7&source=x"),
        where="articles/mill.md:5",
    ),
    # --- pictures ----------------------------------------------------------------------------------------
    "photo-no-author": Fixture(
        fails=photo(author=""), passes=photo(author="Ana"), where="articles/mill.md:10"
    ),
    "photo-no-licence": Fixture(
        fails=photo(licence="", licence_url=""), passes=photo(licence="CC0-1.0"), where="articles/mill.md:11"
    ),
    "licence-no-version": Fixture(
        fails=photo(licence="CC-BY-SA", licence_url=""),
        passes=photo(licence="CC-BY-SA-4.0"),
        where="articles/mill.md:11",
    ),
    "licence-reserved": Fixture(
        fails=photo(author="Getty Images", licence="CC-BY-4.0", licence_url=""),
        passes=photo(author="Getty Images", licence="LicenseRef-permission", licence_url=""),
        where="articles/mill.md:11",
    ),
    "licence-changed": Fixture(
        fails=photo(licence="CC-BY-ND-4.0", licence_url="", credit="Mayimbú, CC BY-ND 4.0, cropped"),
        passes=photo(licence="CC-BY-4.0", licence_url="", credit="Mayimbú, CC BY 4.0, cropped"),
        where="articles/mill.md:11",
    ),
    "licence-noncommercial": Fixture(
        fails={**photo(licence="CC-BY-NC-4.0", licence_url=""), **action(title="Donate to the strikers")},
        passes={**photo(licence="CC-BY-NC-4.0", licence_url=""), **action(title="Write to the strikers")},
        where="articles/mill.md:11",
    ),
    "credit-platform": Fixture(
        fails=photo(author="Flickr"), passes=photo(author="Flick Rodriguez"), where="articles/mill.md:10"
    ),
    "credit-missing": Fixture(
        fails={**photo(), **text("CC BY-SA 4.0", "a licence")},
        passes=photo(),
        where=TEXT,
    ),
    "picture-no-alt": Fixture(
        fails=page(add='<img src="cid:a">'), passes=page(add='<img src="cid:a" alt="">'), where=DESIGN
    ),
    "alt-unhelpful": Fixture(
        fails=page(add='<img src="cid:a" alt="IMG_2041.JPG">'),
        passes=page(add='<img src="cid:a" alt="The image of a saint">'),
        where=DESIGN,
    ),
    "alt-long": Fixture(
        fails=page(add=f'<img src="cid:a" alt="{"x" * 126}">'),
        passes=page(add=f'<img src="cid:a" alt="{"x" * 125}">'),
        where=DESIGN,
    ),
    "picture-remote": Fixture(
        fails=page(add='<img alt="" src="https://example.org/p.png">'),
        passes=page(add='<img alt="" src="cid:p.png">'),
        where=DESIGN,
    ),
    "picture-embedded": Fixture(
        fails=page(add='<img alt="" src="data:image/png;base64,AAAA">'),
        passes=page(add='<img alt="" src="cid:data">'),
        where=DESIGN,
    ),
    # --- the finished page -------------------------------------------------------------------------------
    "page-no-language": Fixture(
        fails=page('<html lang="en"', "<html"),
        passes=page('<html lang="en"', '<html lang="en-GB"'),
        where=DESIGN,
    ),
    "foreign-no-language": Fixture(
        fails={**article(title="Greve às rendas", language="pt"), **page(' lang="pt" dir="ltr"')},
        passes={**article(title="Greve às rendas", language="pt"), **page('lang="pt"', 'lang="pt-PT"')},
        where=DESIGN,
    ),
    "title-differs": Fixture(
        fails=page("<title>", "<title>Newsletter: "), passes=page("<title>", "<title> "), where=DESIGN
    ),
    "heading-order": Fixture(
        fails=page(add="<h1>Another</h1>"), passes=page(add="<h2>Another</h2>"), where=DESIGN
    ),
    "table-no-role": Fixture(
        fails=page(add="<table><tr><td></td></tr></table>"),
        passes=page(add='<table role="none"><tr><td></td></tr></table>'),
        where=DESIGN,
    ),
    "table-no-scope": Fixture(
        fails=page(add="<table><tr><th>2026</th></tr></table>"),
        passes=page(add='<table><tr><th scope="col">2026</th></tr></table>'),
        where=DESIGN,
    ),
    "target-small": Fixture(
        fails=page(
            add='<a href="https://example.org/letter" style="display:block;line-height:15px;padding:4px 9px">Sign</a>'
        ),
        passes=page(
            add='<a href="https://example.org/letter" style="display:block;line-height:16px;padding:4px 9px">Sign</a>'
        ),
        where=DESIGN,
    ),
    "parts-differ": Fixture(
        fails=page(add=f"<p>{'only here ' * 80}</p>"),
        passes=page(add=f"<p>{'only here ' * 5}</p>"),
        where=TEXT,
    ),
    "style-too-large": Fixture(
        fails=page("</head>", f"<style>{'x' * 14_000}</style></head>"),
        passes=page("</head>", f"<!--<style>{'x' * 14_000}</style>--></head>"),
        where=STYLE,
    ),
    "style-large": Fixture(
        fails=page("</head>", f"<style>{'x' * 6_000}</style></head>"),
        passes=page("</head>", f"<style>{'x' * 5_000}</style></head>"),
        where=STYLE,
    ),
    "style-nested": Fixture(
        fails=page(
            "</head>", "<style>@media screen { @media (width: 1px) { p { margin: 0 } } }</style></head>"
        ),
        passes=page(
            "</head>",
            "<style>@media screen { p { margin: 0 } } @media print { p { margin: 0 } }</style></head>",
        ),
        where=STYLE,
    ),
    # --- law ---------------------------------------------------------------------------------------------
    "no-unsubscribe": Fixture(
        fails=page(
            'href="mailto:branch@example.org?subject=unsubscribe"', 'href="mailto:branch@example.org"'
        ),
        passes=page(
            'href="mailto:branch@example.org?subject=unsubscribe"',
            'href="mailto:branch@example.org?subject=unsubscribe" id="out"',
        ),
        where=DESIGN,
    ),
    "no-postal-address": Fixture(
        fails=page("12 High Street, Anytown", "Anytown"),
        passes=page("12 High Street, Anytown", "12  High\nStreet, Anytown"),
        where=DESIGN,
    ),
    "no-complaints-contact": Fixture(
        fails=page(">complaints@example.org", ">us"),
        passes=page(">complaints@example.org", "> complaints@example.org"),
        where=DESIGN,
    ),
    "no-imprint": Fixture(
        fails=page("Anytown Trades Council", "We"),
        passes=page("Anytown Trades Council", "Anytown\nTrades Council"),
        where=DESIGN,
    ),
    "election-imprint": Fixture(
        fails=branch(election=True, imprint="Promoted by a person"),
        passes=branch(election=True, imprint="Promoted by a person, PO Box 7, Anytown"),
        where=TOML,
    ),
    "election-words": Fixture(
        fails=intro("Hello.\n\nSee you before polling day."),
        passes={**intro("Hello.\n\nSee you before polling day."), **branch(election=False)},
        where=f"{ISSUE}:32",
    ),
    "industrial-action": Fixture(
        fails=intro("Hello.\n\nRefuse to handle the goods."),
        passes=intro("Hello.\n\nThe dockers refuse to handle the goods."),
        where=f"{ISSUE}:32",
    ),
    "home-address": Fixture(
        fails=branch(postal_address="Flat 3, 12 High Street, Anytown"),
        passes=branch(postal_address="The Flatiron Hall, 12 High Street, Anytown"),
        where=TOML,
    ),
}
