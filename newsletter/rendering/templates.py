"""Designs: Jinja templates in a sandbox, over plain frozen values.

A branch's own templates come first, then the shipped ones. What a branch wrote is rendered in a process of its
own with limits on time and memory (child.py): a sandbox keeps a template from reaching out, not from never
coming to an end.
"""

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, MappingProxyType
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment

import newsletter
from newsletter.errors import RenderingError, WorkspaceError, repeated
from newsletter.files import read_text
from newsletter.rendering.text import Wrapper
from newsletter.workspace import SLUG

PARTS = ("email.html.j2", "email.txt.j2")
#: The folder beside the designs for what they have in common.
SHARED = "shared"
LARGEST_TEMPLATE = 256_000
#: Characters of one rendered part; a letter is refused above 80 kB anyway.
LARGEST_PART = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the templates of a design made: the page before inlining, and the text part."""

    html: str
    text: str


class FolderLoader(BaseLoader):
    """Templates below one folder; a way out of the folder is not found, a link is refused."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        del environment
        path = find(self._root, template)
        if path is None:
            raise TemplateNotFound(template)
        try:
            text = read_text(path, what=f"the template {template}", limit=LARGEST_TEMPLATE)
        except WorkspaceError as error:
            raise RenderingError(error.message, remedy=error.remedy, code="template") from error
        return text, str(path), lambda: True


class _Compiled(BytecodeCache):
    """Templates compiled in this process, kept as long as their text is the same: half the time of a rendering."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._kept.get(bucket.key, ("", None))
        bucket.code = code if checksum == bucket.checksum else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = (bucket.checksum, bucket.code)


_COMPILED = _Compiled()


class _Sandbox(ImmutableSandboxedEnvironment):
    """Finds included files beside the template that includes them."""

    def join_path(self, template: str, parent: str) -> str:
        return template if "/" in template else posixpath.join(posixpath.dirname(parent), template)


def find(root: Path, template: str) -> Path | None:
    """The file of a template, or None where there is none. Raises RenderingError for a link."""
    parts = template.split("/")
    if any(part in ("", ".", "..") or "\\" in part or ":" in part for part in parts):
        return None
    path = root
    for part in parts:
        path = path / part
        if path.is_symlink():
            raise _linked(path)
    return path if path.is_file() else None


def _linked(path: Path) -> RenderingError:
    return RenderingError(
        f"{path} is a link; templates are read from the workspace itself only.",
        remedy="Copy the file or folder there.",
        code="template-link",
    )


def shipped() -> Path:
    """The folder of the shipped templates: beside the package in a wheel, one folder up in a checkout."""
    package = Path(newsletter.__file__).parent
    beside = package / "templates"
    return beside if beside.is_dir() else package.parent / "templates"


def check_design(design: str, templates: Path | None) -> None:
    """Raise RenderingError when there is no design of that name."""
    if templates is not None and templates.is_symlink():
        raise _linked(templates)
    roots = [root for root in (templates, shipped()) if root is not None]
    is_name = SLUG.fullmatch(design) is not None
    if is_name and not (lacking := _lacking(design, roots)):
        return
    if is_name and design != SHARED and any((root / "email" / design).is_dir() for root in roots):
        raise RenderingError(
            f"The design {repeated(design)} has no {' and '.join(lacking)} in templates/email/{design}.",
            remedy="A design needs both parts, HTML and text. Begin with those of the design digest.",
            code="no-design",
        )
    # Not asked as above: a link is a fault of whoever chooses it only.
    files = {(path.parent.name, path.name) for root in roots for path in root.glob("email/*/email.*.j2")}
    known = sorted({name for name, _ in files if all((name, part) in files for part in PARTS)})
    raise RenderingError(
        f"There is no design called {repeated(design)}.",
        remedy=f"Write one of these as the issue's design: {', '.join(known)}.",
        code="no-design",
    )


def _lacking(design: str, roots: Sequence[Path]) -> list[str]:
    """The parts of a design that are in none of the folders."""
    return [part for part in PARTS if not any(find(root, f"email/{design}/{part}") for root in roots)]


def is_own(design: str, templates: Path | None) -> bool:
    """Whether the branch wrote any part of the design itself, or of what all designs share."""
    return templates is not None and any((templates / "email" / name).exists() for name in (design, SHARED))


def own_files(design: str, templates: Path | None) -> dict[str, str]:
    """What the branch wrote of a design, and of what all designs share: texts by their path in the workspace.

    What cannot be read is left out: rendering says so.
    """
    found: dict[str, str] = {}
    if templates is None or templates.is_symlink():
        return found
    for folder in (design, SHARED):
        for path in sorted((templates / "email" / folder).glob("*.*")):
            name = f"email/{folder}/{path.name}"
            with suppress(RenderingError, WorkspaceError):
                if find(templates, name) is not None:
                    found[f"templates/{name}"] = read_text(path, what=name, limit=LARGEST_TEMPLATE)
    return found


def render(design: str, values: Mapping[str, Any], *, templates: Path | None, nonce: str) -> Parts:
    """Render both parts of a design in this very process.

    `values` has the keys "html" and "text", each with what its template may use. Raises RenderingError that
    names the template and the line.
    """
    environment = make_environment(templates, nonce=nonce)
    return Parts(
        html=_render(environment, f"email/{design}/{PARTS[0]}", values["html"]),
        text=_render(environment, f"email/{design}/{PARTS[1]}", values["text"]),
    )


def is_own_page(name: str, templates: Path | None) -> bool:
    """Whether the branch wrote any file of a page's folder itself, as `print/notice/page.html.j2`."""
    return templates is not None and (templates / posixpath.dirname(name)).exists()


def render_page(name: str, values: Mapping[str, Any], *, templates: Path | None, nonce: str) -> str:
    """Render one page outside of the designs in this very process. Raises RenderingError as render does."""
    if templates is not None and templates.is_symlink():
        raise _linked(templates)
    return _render(make_environment(templates, nonce=nonce), name, values)


def make_environment(templates: Path | None, *, nonce: str) -> Environment:
    """A sandbox that knows the branch's templates, then the shipped ones."""
    folders = [FolderLoader(root) for root in (templates, shipped()) if root is not None]
    environment = _Sandbox(
        loader=ChoiceLoader(folders),
        bytecode_cache=_COMPILED,
        undefined=StrictUndefined,
        autoescape=lambda name: name is None or name.endswith((".html", ".html.j2", ".xml.j2")),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # It makes text of any length out of nothing, and no letter needs it.
    environment.globals.pop("lipsum", None)
    wrapper = Wrapper(nonce)
    environment.filters.update(wrapped=wrapper.wrap, ruled=wrapper.rule)
    return environment


def _render(environment: Environment, name: str, values: Mapping[str, Any]) -> str:
    try:
        text = environment.get_template(name).render(freeze(values))
    except (MemoryError, OverflowError) as error:
        raise too_much(name) from error
    except _TEMPLATE_ERRORS as error:
        raise wrong_template(name, error) from error
    if len(text) > LARGEST_PART:
        raise too_much(name)
    return text


#: Jinja's own errors, and whatever an expression in a template can raise: it computes, calls and looks up.
_TEMPLATE_ERRORS = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)


def freeze(value: Any) -> Any:
    """Plain values that no template can change."""
    if isinstance(value, Mapping):
        return MappingProxyType({key: freeze(item) for key, item in value.items()})
    return tuple(freeze(item) for item in value) if isinstance(value, list | tuple) else value


def wrong_template(name: str, error: BaseException) -> RenderingError:
    """The error for a template that cannot be rendered, with its line where Python knows it."""
    if isinstance(error, TemplateNotFound):
        what, line = f"it asks for a file that there is not, or that is a link ({error.name})", 0
    elif isinstance(error, TemplateSyntaxError):
        name, what, line = error.name or name, str(error.message), error.lineno
    else:
        what = str(error) or type(error).__name__
        name, line = _place(error, name)
    place = f"templates/{name}:{line}" if line else f"templates/{name}"
    return RenderingError(
        f"{place} cannot be rendered: {what[:300].rstrip('.')}.",
        remedy="Mend that line, or take the branch's own template away: the shipped one is used then.",
        code="template",
    )


def _place(error: BaseException, name: str) -> tuple[str, int]:
    """The innermost line of a template in the traceback, which Jinja writes as if templates were Python."""
    line, step = 0, error.__traceback__
    while step is not None:
        file = step.tb_frame.f_code.co_filename.replace("\\", "/")
        found = re.fullmatch(r".*/((?:email|print)/.+(?<!\.py))", file)
        if found:
            name, line = found[1], step.tb_lineno
        step = step.tb_next
    return name, line


def too_much(name: str) -> RenderingError:
    """The error for a template that never ends or makes too much."""
    return RenderingError(
        f"templates/{name} takes too long or makes too much text.",
        remedy="Look for a loop inside a loop, or take the branch's own template away: the shipped one is used then.",
        code="template-limit",
    )
