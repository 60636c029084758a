"""Our own reading of a style sheet: what premailer and cssutils would lose, and whether they lost anything.

Both drop what they do not understand without a word that stops anybody (measured with premailer 3.10 and
cssutils 2.15: at-rules, colours with an alpha channel, some selectors), and premailer's idea of specificity is
crude. So the sheet is kept to the part of CSS that they get right, and the result is compared with an
independent cascade.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsletter.errors import RenderingError


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One property of one selector; `media` is the @media condition it stands in, or ""."""

    selector: str
    name: str
    value: str
    important: bool
    media: str
    #: place in the sheet, for the cascade.
    order: int

    def __str__(self) -> str:
        inner = f"{self.selector} {{ {self.name}: {self.value} }}"
        return f"{self.media} {{ {inner} }}" if self.media else inner

    @property
    def specificity(self) -> tuple[int, int, int]:
        plain = self.selector
        return plain.count("#"), plain.count("."), len(re.findall(r"(?:^|[\s>])[a-z]", plain))


_TOKEN = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|[{};]|[^\"'{};]+")
_COMPOUND = r"(?:[a-z][a-z0-9]*)?(?:[.#][A-Za-z_][\w-]*)*"
#: Types, classes and ids, joined by a space or ">": what premailer weighs rightly.
_SELECTOR = re.compile(rf"{_COMPOUND}(?:\s*[\s>]\s*{_COMPOUND})*")
_IGNORE = 'write it into a second <style data-premailer="ignore">, which is kept as it is'

#: A shorthand, and the properties it also sets.
_FAMILIES = {
    name: re.compile(pattern)
    for name, pattern in {
        "margin": r"margin-(top|right|bottom|left)",
        "padding": r"padding-(top|right|bottom|left)",
        "border": r"border-(top|right|bottom|left|color|style|width)(-.+)?",
        "border-top": r"border-(top-.+|color|style|width)",
        "border-right": r"border-(right-.+|color|style|width)",
        "border-bottom": r"border-(bottom-.+|color|style|width)",
        "border-left": r"border-(left-.+|color|style|width)",
        "background": r"background-.+",
        "font": r"font-.+|line-height",
        "list-style": r"list-style-.+",
        "text-decoration": r"text-decoration-.+",
    }.items()
}


@functools.lru_cache(maxsize=32)
def read(css: str) -> tuple[Declaration, ...]:
    """Every declaration of a sheet. Raises RenderingError for CSS that premailer or cssutils would lose."""
    bare = re.sub(r"/\*.*?\*/", " ", css, flags=re.DOTALL)
    return tuple(_Reader(_TOKEN.findall(bare)).rules())


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self._tokens = iter(tokens)
        self._order = 0

    def rules(self, media: str = "") -> Iterator[Declaration]:
        prelude = ""
        for sign in self._tokens:
            if sign == "{":
                yield from self._rule(" ".join(prelude.split()), media)
                prelude = ""
            elif sign == "}" and media:
                return
            elif sign in "};":
                raise _wrong(f"{prelude.strip()}{sign}", "is not a rule", "check its braces")
            else:
                prelude += sign
        if prelude.strip() or media:
            raise _wrong(prelude.strip() or media, "does not end", "check its braces")

    def _rule(self, prelude: str, media: str) -> Iterator[Declaration]:
        if prelude.startswith("@media") and not media:
            yield from self.rules(prelude)
        elif prelude.startswith("@"):
            raise _wrong(prelude, "would be lost", "no @ inside @media; other at-rules: " + _IGNORE)
        else:
            yield from self._declarations(prelude, media)

    def _declarations(self, prelude: str, media: str) -> Iterator[Declaration]:
        body = self._body(prelude)
        selectors = [check_selector(part.strip(), media=media) for part in prelude.split(",")]
        names: set[str] = set()
        for part in filter(None, (part.strip() for part in body)):
            name, value, important = _declaration(prelude, part, media=media)
            if name in names:
                raise _wrong(f"{prelude} {{ {part} }}", "says the same property twice", "keep one")
            names.add(name)
            self._order += 1
            for selector in selectors:
                yield Declaration(
                    selector=selector,
                    name=name,
                    value=value,
                    important=important,
                    media=media,
                    order=self._order,
                )

    def _body(self, prelude: str) -> list[str]:
        parts = [""]
        for sign in self._tokens:
            if sign == "}":
                return parts
            if sign == "{":
                break
            if sign == ";":
                parts.append("")
            else:
                parts[-1] += sign
        raise _wrong(prelude, "does not end", "check its braces")


def check_selector(selector: str, *, media: str) -> str:
    """The selector in one spelling. Inside @media, where nothing is inlined, `:hover` and its like may stand."""
    plain = re.sub(r"(?<=[\w-]):[a-z-]+$", "", selector) if media else selector
    if not plain or not _SELECTOR.fullmatch(plain):
        raise _wrong(
            selector, "is a selector that would be weighed wrongly or lost", f"use a class, or {_IGNORE}"
        )
    return re.sub(r"\s*>\s*", " > ", selector)


def _declaration(prelude: str, part: str, *, media: str) -> tuple[str, str, bool]:
    name, colon, value = (piece.strip() for piece in part.partition(":"))
    shown = f"{prelude} {{ {part} }}"
    if not colon or not re.fullmatch(r"-?[a-z][a-z-]*", name):
        raise _wrong(shown, "is not a property", 'write it like "color: #a3152a"')
    plain = re.sub(r"\s*!\s*important$", "", value)
    if plain != value and not media:
        raise _wrong(shown, "is !important outside @media", "use a more specific selector")
    if lost := _LOST.search(plain):
        raise _wrong(
            shown, f"would be lost ({lost[0]})", "write plain colours with six digits and no pictures"
        )
    return name, " ".join(plain.split()), plain != value


#: Alpha channels, functions that cssutils or mail programs do not know, and anything loaded from elsewhere.
_LOST = re.compile(
    r"(?:rgb|hsl)a?\((?![\d.\s%,]*\))|#(?:[\da-f]{8}|[\da-f]{4})\b|(?:var|url|calc|env|expression|image-set)\(|^$",
    re.IGNORECASE,
)


def _wrong(css: str, what: str, remedy: str) -> RenderingError:
    return RenderingError(
        f"Style sheet: {css[:200]!r} {what}.", remedy=f"In style.css: {remedy}.", code="style-sheet"
    )


def cascade(applied: list[Declaration], inline: dict[str, str]) -> dict[str, str]:
    """What one element should say inline: the declarations that hit it, then its own style on top."""
    result: dict[str, str] = {}
    for declaration in sorted(applied, key=lambda item: (item.specificity, item.order)):
        result[declaration.name] = declaration.value
    result.update(inline)
    for name in result:
        _refuse_mixture(name, result)
    return result


def _refuse_mixture(name: str, result: dict[str, str]) -> None:
    family = _FAMILIES.get(name)
    other = next((longer for longer in result if family and family.fullmatch(longer)), None)
    if other:
        raise _wrong(
            f"{name}: {result[name]}; {other}: {result[other]}",
            "hit the same element, and mail programs would get them in the wrong order",
            f"write only {name}, or only its parts, for elements that both rules hit",
        )


def style_of(text: str) -> dict[str, str]:
    """The properties of a style attribute."""
    tokens = "".join("\0" if sign == ";" else sign for sign in _TOKEN.findall(text))
    pairs = (part.partition(":") for part in tokens.split("\0") if ":" in part)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


@functools.lru_cache(maxsize=2048)
def normal(value: str) -> str:
    """A value in one spelling: cssutils shortens numbers, colours and quotes."""
    text = re.sub(r"\s*!\s*important$", "", value.strip().lower()).replace("'", '"')
    text = re.sub(r"\s*,\s*", ", ", " ".join(text.split()))
    text = re.sub(r"#([\da-f])([\da-f])([\da-f])(?![\da-f])", r"#\1\1\2\2\3\3", text)
    return re.sub(r"(?<![\w#])(-?)(\d*\.?\d+)([a-z]*)", _number, text)


def _number(match: re.Match[str]) -> str:
    amount = float(match[2])
    return "0" if amount == 0 else f"{match[1]}{amount:g}{match[3]}"
