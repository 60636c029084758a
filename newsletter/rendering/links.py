"""Links a reader may be sent to: http, https and mailto, and nothing that only looks like them."""

import re
from urllib.parse import unquote_plus, urlsplit, urlunsplit

SCHEMES = frozenset({"http", "https", "mailto"})
#: White space, control characters and the signs that no address holds unescaped (RFC 3986, section 2).
_NEVER = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069<>\"`\\{}|^]")
#: What advertisers and mailers add to an address to tell who came from where; some name one person.
COUNTERS = re.compile(
    r"utm_\w+|at_(campaign|medium|custom\d)|mc_[ce]id|_hs(enc|mi)|oly_(anon|enc)_id|mkt_tok|vero_id|ck_subscriber_id|"
    r"(fb|g|d|y|tw|tt)clid|msclkid|li_fat_id|[gw]braid|igsh(id)?|s_cid",
    re.IGNORECASE,
)


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


def uncounted(link: str) -> str:
    """A safe link without what tells its page where the reader came from; everything else stays as it is."""
    parts = urlsplit(link)
    if parts.scheme == "mailto" or not parts.query:
        return link
    kept = [part for part in parts.query.split("&") if not _is_counter(part)]
    return urlunsplit(parts._replace(query="&".join(kept)))


def _is_counter(part: str) -> bool:
    return COUNTERS.fullmatch(unquote_plus(part.partition("=")[0])) is not None
