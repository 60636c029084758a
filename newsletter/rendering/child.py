"""A branch's own templates, rendered in a process of their own that may not take long nor grow.

The parent writes one JSON object to the child's standard input and reads one from its standard output. The
child gets no secret: its environment holds only what Python needs to start.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsletter.errors import RenderingError
from newsletter.rendering import templates as designs
from newsletter.rendering.limits import ENVIRONMENT, limit_memory
from newsletter.rendering.templates import Parts

SECONDS = 10
MEMORY = 512 * 1024 * 1024


def render(
    design: str, values: Mapping[str, Any], *, templates: Path, nonce: str, seconds: float = SECONDS
) -> Parts:
    """As templates.render, with limits. Raises RenderingError when the template exceeds them."""
    order = {"design": design, "values": values, "templates": str(templates.resolve()), "nonce": nonce}
    answer = _ask(order, f"email/{design}", seconds)
    return Parts(html=answer["html"], text=answer["text"])


def render_page(
    name: str, values: Mapping[str, Any], *, templates: Path, nonce: str, seconds: float = SECONDS
) -> str:
    """As templates.render_page, with limits. Raises RenderingError when the template exceeds them."""
    order = {"page": name, "values": values, "templates": str(templates.resolve()), "nonce": nonce}
    return _ask(order, name, seconds)["html"]


def _ask(order: Mapping[str, Any], name: str, seconds: float) -> Mapping[str, str]:
    try:
        # This very Python, no shell, and no argument that comes from outside.
        done = subprocess.run(
            [sys.executable, "-P", "-m", "newsletter.rendering.child"],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
            env={key: os.environ[key] for key in ENVIRONMENT if key in os.environ},
        )
    except subprocess.TimeoutExpired as error:
        raise designs.too_much(name) from error
    if done.returncode != 0:
        # A child without memory may not even be able to say so.
        raise designs.too_much(name)
    answer: Mapping[str, str] = json.loads(done.stdout)
    if "message" in answer:
        raise RenderingError(answer["message"], remedy=answer["remedy"], code=answer["code"])
    return answer


def main() -> None:
    """Answer one order on standard input."""
    order = json.loads(sys.stdin.buffer.read())
    limit_memory(MEMORY)
    answer = _answer(order)
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _answer(order: Mapping[str, Any]) -> dict[str, str]:
    values, where = order["values"], {"templates": Path(order["templates"]), "nonce": order["nonce"]}
    try:
        if "page" in order:
            return {"html": designs.render_page(order["page"], values, **where)}
        parts = designs.render(order["design"], values, **where)
    except RenderingError as error:
        return {"message": error.message, "remedy": error.remedy, "code": error.code}
    return {"html": parts.html, "text": parts.text}


if __name__ == "__main__":
    main()
