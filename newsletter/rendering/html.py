"""The HTML part: styles written into the elements, once per campaign. The only user of premailer.

premailer fetches nothing here, and runs one letter at a time: with four threads 10 of 48 letters came out
wrong, without any exception (premailer 3.10, "assume not thread-safe" in its own threads).
"""

import functools
import logging
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from newsletter.errors import RenderingError
from newsletter.rendering import stylesheet
from newsletter.rendering.stylesheet import Declaration

#: premailer and the parser below it share hidden state across threads; nothing smaller than the process helps.
_ALONE = threading.Lock()

#: Elements that mail programs do not run but mail filters count against us, or that load something.
_ACTIVE = ("script", "link", "iframe", "object", "embed", "form", "base", "svg", "video", "audio", "frame")

_OPTIONS: Mapping[str, Any] = MappingProxyType(
    {
        # The defaults would take !important from the dark and the narrow rules, which would then lose.
        "strip_important": False,
        "keep_style_tags": False,
        "remove_classes": False,
        # They would overwrite the widths written by hand.
        "disable_basic_attributes": ["width", "height", "align", "valign", "bgcolor"],
        # No <link> is ever fetched, no file read.
        "allow_network": False,
        "allow_loading_external_files": False,
        "align_floating_images": False,
        "disable_validation": True,
        "cssutils_logging_level": logging.ERROR,
        "disable_link_rewrites": True,
    }
)


#: Style sheets that are kept as read: a letter has one or two.
_MOST_SHEETS = 32


def inline(html: str, *, design: str) -> str:
    """Write the style sheet of a rendered page into its elements; `design` is named in errors.

    Raises RenderingError when anything of the style sheet would be lost, and for active content.
    """
    with _ALONE:
        page = _parse(html)
        _refuse_active_content(page, design)
        sheet = stylesheet.read("\n".join(style.text or "" for style in _own_styles(page)))
        expected = [stylesheet.cascade(*found) for found in _elements(page, sheet)]
        result = _transform(html)
        _compare(_parse(result), expected, sheet)
    return result


def _transform(html: str) -> str:
    import cssselect  # noqa: PLC0415 - comes with premailer
    import cssutils  # noqa: PLC0415
    from lxml import etree  # noqa: PLC0415

    with _complaints(cssutils.log) as complaints:
        try:
            result: str = _inliner()(html, **_OPTIONS).transform(pretty_print=False)
        except (
            etree.LxmlError,
            cssselect.SelectorError,
            cssutils.xml.dom.DOMException,
            AssertionError,
            AttributeError,
            TypeError,
            ValueError,
        ) as error:
            raise RenderingError(
                f"The style sheet cannot be written into the letter ({error}).",
                remedy="Take the last change of style.css back.",
                code="style-sheet",
            ) from error
    if complaints:
        _inliner.cache_clear()
        raise RenderingError(
            f"Part of the style sheet would be lost: {complaints[-1][:300]}.",
            remedy="Write that property in a simpler way, or take it out.",
            code="style-sheet",
        )
    return result


@functools.cache
def _inliner() -> Any:
    """premailer, but that it reads a style sheet once: letters of a design differ in their words, and reading the sheet
    is two thirds of the work. What comes out is compared each time (_compare).
    """
    import premailer  # noqa: PLC0415 - 0.4 s, and only sending and previews need it

    known: dict[tuple[str, int], tuple[list[Any], str]] = {}

    class Inliner(premailer.Premailer):  # type: ignore[misc]
        def _parse_style_rules(self, css_body: str, ruleset_index: int) -> tuple[list[Any], str]:
            """The rules to write into elements, and those that stay (with @media) as text."""
            found = known.get((css_body, ruleset_index))
            if found is None:
                rules, leftover = super()._parse_style_rules(css_body, ruleset_index)
                found = rules, super()._css_rules_to_string(leftover)
                if len(known) >= _MOST_SHEETS:
                    known.clear()
                known[css_body, ruleset_index] = found
            return list(found[0]), found[1]

        def _css_rules_to_string(self, rules: str) -> str:
            return rules

    return Inliner


@contextmanager
def _complaints(log: Any) -> Iterator[list[str]]:
    """Collect what cssutils calls errors; warnings are its unknown but harmless names (mso-…, -webkit-…)."""
    found: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("newsletter.rendering.css")
    logger.propagate = False
    log.setLog(logger)
    logger.addHandler(handler)
    try:
        yield found
    finally:
        logger.removeHandler(handler)


def _parse(html: str) -> Any:
    from lxml import etree  # noqa: PLC0415 - comes with premailer

    page = etree.fromstring(html, etree.HTMLParser(no_network=True)) if html.strip() else None
    if page is None or page.find("body") is None:
        raise RenderingError(
            "The template makes no page.",
            remedy="email.html.j2 needs <html>, <head> and <body>; compare it with the design digest.",
            code="empty-page",
        )
    return page


def _own_styles(page: Any) -> list[Any]:
    return [style for style in page.iter("style") if style.get("data-premailer") != "ignore"]


def _elements(
    page: Any, sheet: tuple[Declaration, ...]
) -> Iterator[tuple[list[Declaration], dict[str, str]]]:
    """For each element: the declarations that hit it, and its own style."""
    hits: dict[Any, list[Declaration]] = {}
    found: dict[str, list[Any]] = {}
    for declaration in sheet:
        if declaration.media:
            continue
        if declaration.selector not in found:
            found[declaration.selector] = _selector(declaration.selector)(page)
        for element in found[declaration.selector]:
            hits.setdefault(element, []).append(declaration)
    for element in page.find("body").iter("*"):
        yield hits.get(element, []), stylesheet.style_of(element.get("style", ""))


@functools.lru_cache(maxsize=512)
def _selector(text: str) -> Any:
    from lxml.cssselect import CSSSelector  # noqa: PLC0415 - comes with premailer

    return CSSSelector(text)


def _compare(page: Any, expected: list[dict[str, str]], sheet: tuple[Declaration, ...]) -> None:
    """Every declaration stands inline where it belongs, or in the style that was kept."""
    elements = list(page.find("body").iter("*"))
    if len(elements) != len(expected):
        raise _lost("the page changed its shape")
    for element, styles in zip(elements, expected, strict=True):
        got = {
            name: stylesheet.normal(value)
            for name, value in stylesheet.style_of(element.get("style", "")).items()
        }
        for name, value in styles.items():
            if got.get(name) != stylesheet.normal(value):
                raise _lost(f"{name}: {value} on <{element.tag} class={element.get('class', '')!r}>")
    kept = {_key(item) for style in page.iter("style") for item in _read_kept(style.text or "")}
    for declaration in sheet:
        if declaration.media and _key(declaration) not in kept:
            raise _lost(str(declaration))


def _read_kept(css: str) -> tuple[Declaration, ...]:
    # Blocks marked "ignore" hold what our reader refuses; they are kept byte for byte and need no look.
    try:
        return stylesheet.read(css)
    except RenderingError:
        return ()


def _key(declaration: Declaration) -> tuple[str, str, str, str]:
    media = re.sub(r"\s", "", declaration.media)
    return media, declaration.selector, declaration.name, stylesheet.normal(declaration.value)


def _lost(what: str) -> RenderingError:
    return RenderingError(
        f"Part of the style sheet would be lost: {what}.",
        remedy="Write that property in a simpler way, or take it out.",
        code="style-sheet",
    )


def _refuse_active_content(page: Any, design: str) -> None:
    for element in page.iter("*"):
        refresh = element.tag == "meta" and element.get("http-equiv", "").lower() == "refresh"
        handler = next(
            (name for name in element.attrib if name.lower().startswith("on") or name.lower() == "ping"), ""
        )
        if element.tag in _ACTIVE or refresh or handler:
            raise RenderingError(
                f"The design {design} holds <{element.tag}{' ' + handler if handler else ''}>, which no mail may hold.",
                remedy="Take it out of the template; a letter has text, links and tables only.",
                code="active-content",
            )
