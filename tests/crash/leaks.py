"""What an evening has told that it must not: addresses, names, keys, in any file or request where they need not be."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.crash.post_office import KEY
from tests.crash.template import ROOT_KEY

#: As the template's people are called (template.py), the keys, and what the provider's errors quote.
_SECRET = re.compile(
    rb"person\d+@|person\d+%40|Name\d+ofnobody|quoted@|"
    + re.escape(KEY[3:]).encode()
    + b"|"
    + ROOT_KEY.encode(),
    re.IGNORECASE,
)
#: The provider's log is searched by address; nothing else can be asked for one.
_ASKS_FOR_ADDRESSES = "logs"


def told(files: Sequence[Path]) -> Iterator[str]:
    """Of all that was printed and logged."""
    for file in files:
        for line in file.read_bytes().splitlines():
            if found := _SECRET.search(line):
                yield f"{file.name}: {found[0].decode()[:8]}… in {len(line)} bytes"


def sent(seen: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Of all requests as the provider saw them: in everything but the places that are made for it."""
    for request in seen:
        headers = dict(request["headers"])
        # Of one that was cut in the middle of its headers not all may have come.
        if not f"Bearer {KEY}".startswith(headers.pop("authorization", "")):
            yield f"{request['endpoint']}: a strange key"
        body = None if request["endpoint"] == _ASKS_FOR_ADDRESSES else _without_people(request["body"])
        rest = json.dumps([request["method"], request["target"], headers, body]).encode()
        if found := _SECRET.search(rest):
            yield f"{request['endpoint']}: {found[0].decode()[:8]}…"


def _without_people(body: Any) -> Any:
    """A mail without whom it is for and what is filled in for them: tags, arguments, categories and text stay."""
    if not isinstance(body, dict) or "personalizations" not in body:
        return body
    people = [
        {**each, "to": None, "substitutions": list(each.get("substitutions", {}))}
        for each in body["personalizations"]
    ]
    return {**body, "personalizations": people}
