"""Styles that mail programs ignore: a branch's own design may use them, and then looks otherwise there.

The table names what is without effect in the newest version of one of these, by the data of caniemail.com: Gmail (web,
iOS, Android), Apple Mail, Outlook.com and Outlook for iOS, Android and macOS, Yahoo, Samsung Email, Thunderbird. Left
out is what nobody misses where it is ignored: shadows, cursors, transitions, rounded corners, underline styles.
Outlook for Windows ignores far more; what stands in its ghost tables is for it.
"""

import re
from html.parser import HTMLParser

from newsletter.rendering import stylesheet

_GMAIL, _YAHOO, _OUTLOOK = "Gmail", "Yahoo", "Outlook.com"
_MOST = f"{_GMAIL}, {_OUTLOOK} and {_YAHOO}"
#: Properties, as a pattern, and who ignores them.
_PROPERTIES = tuple(
    (re.compile(pattern), programs)
    for pattern, programs in {
        r"position": f"{_GMAIL} and {_OUTLOOK}",
        r"left|right|top|bottom|z-index|visibility": _GMAIL,
        r"inset(-.+)?|(margin|padding|border|inset)-(inline|block)(-.+)?|(min-|max-)?(block|inline)-size": _MOST,
        r"border-(start|end)-(start|end)-radius|border-image(-.+)?|list-style-image|mask(-.+)?|clip-path": _MOST,
        r"align-items|justify-content|flex-wrap|flex-direction": f"{_GMAIL} and {_YAHOO}",
        r"grid(-.+)?": _MOST,
        r"(row-|column-)?gap|column-count|columns?(-.+)?|object-(fit|position)|writing-mode": _YAHOO,
        r"animation(-.+)?|transform(-.+)?|filter|backdrop-filter|hyphens|aspect-ratio|shape-outside": _MOST,
        r"(mix|background)-blend-mode|background-(clip|origin)": _YAHOO,
        r"--.+": _MOST,
    }.items()
)
#: Values, as a pattern, and who ignores them.
_VALUES = tuple(
    (re.compile(pattern), programs)
    for pattern, programs in {
        r"\b(inline-)?grid\b": _MOST,
        r"\b(linear|radial|conic)-gradient\(": f"{_OUTLOOK} and {_YAHOO}",
        r"\b(calc|min|max|clamp)\(": f"{_OUTLOOK} and {_YAHOO}",
        r"\b(lch|oklch|lab|oklab|light-dark|var)\(": _MOST,
        r"[\d.]+(rem|ch|vmin|vmax)\b": _YAHOO,
    }.items()
)


def unsupported(html: str) -> dict[str, str]:
    """What a page's styles hold that is ignored somewhere, and by whom; in the order of the page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    result: dict[str, str] = {}
    for name, value in reader.styles:
        programs = next((who for pattern, who in _PROPERTIES if pattern.fullmatch(name)), "")
        if programs:
            result.setdefault(name, programs)
        for pattern, who in _VALUES:
            if hit := pattern.search(value):
                result.setdefault(f"{name}: {hit[0]}", who)
    return result


class _Reader(HTMLParser):
    """The declarations of a page: inline ones, and those of its style blocks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.styles: list[tuple[str, str]] = []
        self._is_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_style = tag == "style"
        self._read(dict(attrs).get("style") or "")

    def handle_endtag(self, tag: str) -> None:
        self._is_style = self._is_style and tag != "style"

    def handle_data(self, data: str) -> None:
        if self._is_style:
            for body in re.findall(r"\{([^{}]*)\}", re.sub(r"/\*.*?\*/", " ", data, flags=re.DOTALL)):
                self._read(body)

    def _read(self, body: str) -> None:
        pairs = stylesheet.style_of(body).items()
        # What Outlook for Windows alone reads, and what programs with a prefix read, is meant for them.
        self.styles += [(name, value.lower()) for name, value in pairs if not re.match(r"mso-|-(?!-)", name)]
