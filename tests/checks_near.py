"""Other ways of a fault, and what only looks like one: the id, whether it is found, what make_case() is told."""

from collections.abc import Mapping
from typing import Any

from checks_fixtures import (
    PARAGRAPHS,
    action,
    article,
    branch,
    intro,
    issue,
    page,
    photo,
    summary,
    translated,
)
from rendering_samples import make_action, make_dates, make_issue, make_summary

from newsletter.articles.article import SummaryOrigin
from newsletter.settings import Checks

#: Faults that are found in one way only, and what is nearly the same; the ids stand before each.
NEAR: tuple[tuple[str, bool, Mapping[str, Any]], ...] = (
    (
        "translation-differs",
        True,
        translated(
            actions=(make_action(title="A", text="B", button="Anfon", link="https://example.org/llythyr"),)
        ),
    ),
    ("translation-unwritten", True, translated(actions=(make_action(title="A", text="B"),))),
    ("translation-unwritten", True, translated(diary=make_dates())),
    ("subject-capitals", False, issue(subject="[first_name|Ana], 连帽衫 TUC 的信")),
    ("picture-remote", True, page(add=r'<p style="background:u\72l(http://example.org/p)">x</p>')),
    ("picture-remote", True, page(add="<img alt='A picket' src='/\\example.org/p.png'>")),
    (
        "picture-remote",
        True,
        page("</head>", "<style>@font-face{font-family:x;src:local(x)}</style></head>"),
    ),
    ("translation-unwritten", True, translated(preheader=make_issue().preheader)),
    ("translation-unwritten", True, translated(intro=make_issue().intro)),
    ("acronym-unexplained", True, intro("The PTB called.")),
    ("acronym-unexplained", False, {**intro("The PTB called."), "policy": Checks(acronyms=("ptb",))}),
    (
        "acronym-unexplained",
        False,
        intro("The CGTP (the largest federation of Peru) called. The CGTP is old."),
    ),
    ("acronym-unexplained", False, intro("The CGTP, the largest federation, called.")),
    ("acronym-unexplained", False, {**intro("The ATC meets."), **branch(sender_name="ATC news")}),
    ("acronym-unexplained", False, intro("Anytown Trades Council meets. The ATC votes.")),
    ("acronym-unexplained", False, intro("See you in Room XVI, on the BBC, MPs and GPs.")),
    ("acronym-unexplained", False, intro("[The plan](https://example.org/ABCD) of the committee.")),
    (
        "acronym-unexplained",
        False,
        article(language="pt", summary=make_summary("O PTB chamou.", origin=SummaryOrigin.LEAD)),
    ),
    ("acronym-unexplained", True, action(text="Write to the ZZB.")),
    ("acronym-unexplained", False, intro("Do NOT cross, it is URGENT. P&O sails.")),
    ("acronym-unexplained", False, intro("The Workers’ Party of Brazil (WPB) called. So the WPB says.")),
    ("words-shouting", False, {**intro("The CGTP CUT meeting."), "policy": Checks(acronyms=("CGTP", "CUT"))}),
    ("words-shouting", True, intro("It is IMPORTANT that you come.")),
    ("words-shouting", False, intro("दिल्ली दिल्ली and 北京北京 北京北京 meet.")),
    ("sentence-long", True, action(text="word " * 31 + ".")),
    ("sentence-long", False, intro("- " + "word " * 16 + "\n- " + "word " * 16)),
    ("exclamation-marks", True, issue(subject="They won! All of them!")),
    ("exclamation-marks", True, issue(preheader="They won!!")),
    ("vague-link", True, intro("[ ](https://example.org/x)")),
    ("link-broken", True, action(link="https://letter")),
    ("link-broken", True, action(link="https://example.org/https://example.org")),
    ("link-broken", True, action(link="https://example.org/letter,")),
    ("link-broken", False, action(link="https://example.org:8443/letter?to=a,b#c")),
    (
        "link-words-twice",
        True,
        page(add='<a href="https://example.org/letter">More</a> <a href="https://example.org/fund">More</a>'),
    ),
    ("deadline-past", True, action(text="Sign by 18 October.")),
    ("deadline-past", True, action(text="Sign before Sunday, 18th October 2026!")),
    ("deadline-past", True, action(title="Deadline: October 3")),
    ("deadline-past", False, action(text="Sign by 20 October.")),
    ("deadline-past", False, action(text="Sign by 3 January.")),
    ("deadline-past", False, action(text="Sign by 31 February.")),
    ("deadline-past", False, action(text="Before 3 May 1926 nobody had seen such a thing.")),
    ("deadline-past", False, intro("By 3 October the strike had spread.")),
    ("licence-reserved", True, photo(licence="LicenseRef-all-rights-reserved", licence_url="")),
    ("licence-reserved", True, photo(author="Luis Campos/AP", licence="CC-BY-4.0", licence_url="")),
    ("licence-reserved", False, photo(author="A. P. Taylor", licence="CC-BY-4.0", licence_url="")),
    (
        "licence-changed",
        False,
        photo(licence="CC-BY-ND-4.0", licence_url="", credit="The edited volume, CC BY-ND 4.0"),
    ),
    ("credit-missing", True, {**photo(), **page("by Mayimbú")}),
    (
        "alt-unhelpful",
        True,
        {
            **photo(),
            **page(add='<img src="cid:a" alt="Marchers cross the bridge in the centre of the city">'),
        },
    ),
    ("title-differs", True, page("</title>", " again</title>")),
    ("heading-order", True, page("<h1", "<h2")),
    ("heading-order", True, page(add="<h2>One</h2><h4>Two</h4>")),
    ("heading-order", True, page(add="<h2> </h2>")),
    ("table-no-role", True, page(add='<table role="presentation"><tr><th scope="col">x</th></tr></table>')),
    (
        "target-small",
        True,
        page(add='<a href="https://example.org/letter" style="display:inline-block;font-size:12px">x</a>'),
    ),
    (
        "target-small",
        False,
        page(add='<a href="https://example.org/letter" style="font-size:12px;line-height:12px">x</a>'),
    ),
    (
        "style-nested",
        False,
        page("</head>", "<style>@page { margin: 0 } p { margin: 0 }</style></head>"),
    ),
    ("no-imprint", True, {**branch(imprint="Promoted by A at 1 B"), **page("Promoted by A at 1 B", "A")}),
    ("election-imprint", False, branch(election=True)),
    ("election-words", True, intro("Vote Labour, says the chair.")),
    ("election-words", True, action(text="Ask the candidates for the council.")),
    ("election-words", False, intro("The strike ballot: vote yes. Candidates for steward, come forward.")),
    ("election-words", False, summary("Peru holds a general election.")),
    ("industrial-action", True, intro("We call on all members to walk out.")),
    ("industrial-action", True, action(text="Do not cross the picket line.")),
    ("industrial-action", False, intro("They walked out. Strike at the mill ends. Workers strike for pay.")),
    ("industrial-action", False, summary("Walk out, the union told them.")),
    ("home-address", True, branch(postal_address="c/o A. Person, Anytown")),
    ("quotation-no-speaker", False, article(standfirst="“The night shift did not start the looms.”")),
    (
        "summary-copied",
        False,
        article(summary=make_summary(" ".join(PARAGRAPHS[:4])), paragraphs=PARAGRAPHS[:4]),
    ),
    ("preheader-repeats", True, issue(subject="[first_name|Friend], come!", preheader="Friend, come")),
)
