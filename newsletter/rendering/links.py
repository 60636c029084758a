"""Links a reader may be sent to: http, https and mailto, and nothing that only looks like them."""

import re
from urllib.parse import urlsplit

SCHEMES = frozenset({"http", "https", "mailto"})
#: White space, control characters and the signs that no address holds unescaped (RFC 3986, section 2).
_NEVER = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069<>\"`\\{}|^]")


def safe_link(text: str) -> str:
    """The link itself, or "" when a letter must not hold it."""
    link = text.strip()
    if not link or _NEVER.search(link):
        return ""
    try:
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme == "mailto":
        return link if "@" in parts.path else ""
    return link if parts.scheme in SCHEMES and host else ""
