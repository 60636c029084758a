"""A letter's HTML made ready for the frame it is looked at in: dark or light, with marks where findings belong.

Only the preview's copy is changed, never what is sent. The scheme is chosen here and not by the browser, because
browsers do not agree whether a frame follows the page around it: in the letter's own style blocks the question
`prefers-color-scheme` is replaced by an answer that holds, or does not, everywhere.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_STYLE = re.compile(r"(<style\b[^>]*>)(.*?)(</style\s*>)", re.IGNORECASE | re.DOTALL)
_QUESTION = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)", re.IGNORECASE)
_BOTH = re.compile(r"(?<![\w-])(color-scheme\s*:\s*)(?:light\s+dark|dark\s+light)", re.IGNORECASE)
_META = re.compile(r"<meta\b[^>]*\bname\s*=\s*[\"']?color-scheme\b[^>]*>", re.IGNORECASE)
_CONTENT = re.compile(r"(\bcontent\s*=\s*[\"']?)(?:light\s+dark|dark\s+light)", re.IGNORECASE)
_HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
_ALWAYS, _NEVER = "(min-width: 0)", "(max-width: 0)"

#: A link that is clicked would open a window, which the frame's sandbox refuses: it leads nowhere.
_LINKS_LEAD_NOWHERE = '<base target="_blank">'
#: Beside the text and not in it: nothing moves when marks come and go.
_MARKS = """<style>
.nl-marks, .nl-marks * { all: initial; }
.nl-marks { position: absolute; z-index: 9; margin-inline-start: -33px; }
.nl-marks b { display: block; box-sizing: border-box; min-width: 24px; height: 24px; margin: 0 0 3px; padding: 0 6px;
  border-radius: 12px; font: 700 13px/24px system-ui, sans-serif; text-align: center; color: #fff; background: #1d5fa8;
  box-shadow: 0 0 0 2px #fff, 0 1px 5px 2px rgb(0 0 0 / .35); scroll-margin: 90px; }
.nl-marks b.blocker { background: #b3122d; }
.nl-marks b:target { outline: 3px solid #ffb000; outline-offset: 3px; }
@media (max-width: 600px) { .nl-marks { margin-inline-start: -19px; }
  .nl-marks b { min-width: 17px; height: 17px; padding: 0 3px; font-size: 11px; line-height: 17px; } }
</style>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The mark of one finding."""

    number: int
    level: str
    #: offset in the letter's HTML.
    at: int


def looked_at(html: str, *, dark: bool, marks: Sequence[Mark] = ()) -> str:
    """The page for the frame. A letter that knows no dark scheme stays as it is."""
    page = in_scheme(_marked(html, marks), dark=dark)
    extras = _LINKS_LEAD_NOWHERE + (_MARKS if marks else "")
    head = _HEAD.search(page)
    at = head.end() if head else 0
    return page[:at] + extras + page[at:]


def in_scheme(html: str, *, dark: bool) -> str:
    """The page as a reader with a dark, or a light, screen sees it."""
    wanted = "dark" if dark else "light"

    def answered(style: re.Match[str]) -> str:
        rules = _QUESTION.sub(lambda asked: _ALWAYS if asked[1].lower() == wanted else _NEVER, style[2])
        return style[1] + _BOTH.sub(rf"\g<1>{wanted}", rules) + style[3]

    page = _STYLE.sub(answered, html)
    return _META.sub(lambda meta: _CONTENT.sub(rf"\g<1>{wanted}", meta[0]), page)


def _marked(html: str, marks: Sequence[Mark]) -> str:
    by_place: dict[int, list[Mark]] = {}
    for mark in marks:
        by_place.setdefault(mark.at, []).append(mark)
    for at in sorted(by_place, reverse=True):
        signs = "".join(
            f'<b id="finding-{mark.number}" class="{mark.level}">{mark.number}</b>' for mark in by_place[at]
        )
        html = f'{html[:at]}<span class="nl-marks">{signs}</span>{html[at:]}'
    return html
