"""Takes out of a page of the web version what leads to other languages whose pages are no longer there."""

import re
from collections.abc import Collection
from itertools import chain

#: As templates/web/page.html.j2 and also_in.html.j2 write them.
_ALTERNATE = re.compile(r'<link rel="alternate" hreflang="[^"]+" href="(?:[^"]*/)?([^/"]+)/">')
_BAR = re.compile(r'<nav class="(?:pages|languages)".*?</nav>', re.DOTALL)
_LINK = r'<a href="\.\./[^/"]+/" hreflang=[^>]*>[^<]*</a>'
_BETWEEN = r'<span aria-hidden="true">[^<]*</span>'
_LINE = re.compile(rf"<p>([^<]*)({_LINK}(?:{_BETWEEN}{_LINK})*)([^<]*)</p>")


def folders_led_to(page: str) -> tuple[str, ...]:
    """The folders of the languages that a page names, its own among them; none where there is one language."""
    return tuple(dict.fromkeys(_ALTERNATE.findall(page)))


def without_folders(page: str, gone: Collection[str]) -> str:
    """The page as it is without these languages: to the byte what it was before there were any, if none is left."""
    left = [folder for folder in folders_led_to(page) if folder not in gone]
    kept = left if len(left) > 1 else []
    page = _ALTERNATE.sub(lambda found: found[0] if found[1] in kept else "", page)
    return _BAR.sub(lambda bar: _shortened(bar[0], gone), page, count=1)


def _shortened(bar: str, gone: Collection[str]) -> str:
    bar = _LINE.sub(lambda line: _line(line, gone), bar)
    return bar if "<a" in bar else ""


def _line(line: re.Match[str], gone: Collection[str]) -> str:
    before, links, after = line.groups()
    between = re.findall(_BETWEEN, links)
    left = [link for link in re.findall(_LINK, links) if link.split("/")[1] not in gone]
    pairs = zip(left, [*between[: len(left) - 1], ""], strict=True)
    return f"<p>{before}{''.join(chain.from_iterable(pairs))}{after}</p>" if left else ""
