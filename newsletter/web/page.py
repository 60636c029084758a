"""The preview's own pages, from templates/web/preview: their script and style carry a number that only we know.

A branch's own templates never stand in for them: what they show is not trusted, they are.
"""

import secrets
from collections.abc import Sequence

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from newsletter.files import read_text
from newsletter.rendering.templates import shipped

_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; frame-src 'self'; "
    "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)


def preview_page() -> tuple[str, str]:
    """The page around the letter, and its content security policy."""
    nonce = secrets.token_urlsafe(16)
    page = _render("page.html.j2", nonce=nonce, style=_file("page.css"), script=_file("page.js"))
    return page, _POLICY.format(nonce=nonce)


def frames_page(frames: Sequence[tuple[str, int]], height: int) -> tuple[str, str]:
    """Letters beside one another, each by its look and width, for pictures of them.

    A browser's own window cannot be as narrow as a phone, a frame can.
    """
    nonce = secrets.token_urlsafe(16)
    page = _render("frames.html.j2", nonce=nonce, frames=frames, height=height)
    return page, _POLICY.format(nonce=nonce)


def error_page(*, dark: bool) -> str:
    """What the frame holds while there is no letter, and between two of them."""
    return _render("empty.html.j2", scheme="dark" if dark else "light")


def _render(name: str, **values: object) -> str:
    environment = Environment(undefined=StrictUndefined, autoescape=True)
    return environment.from_string(_file(name)).render(values)


def _file(name: str) -> Markup:
    return Markup(read_text(shipped() / "web" / "preview" / name, what="a page of the program"))  # noqa: S704 our own file
