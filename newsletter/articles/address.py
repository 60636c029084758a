"""What tells two pages apart, and what does not: how one address is known again in another shape."""

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

#: Parameters of an address that say where a reader came from, not what is read.
_TRACKING = re.compile(
    r"utm_\w+|mtm_\w+|pk_\w+|fbclid|gclid|gclsrc|dclid|yclid|msclkid|twclid|igshid|igsh|mc_[ce]id|_hs\w+|mkt_tok|cmpid"
    r"|ref|ref_src|referrer|share|shared|_ga|s_kwcid|xtor|spm|ncid|ito|smid|ns_\w+|wt_mc|amp|outputtype",
    re.IGNORECASE,
)
#: Of an address in the shape for mobile telephones (AMP).
_AMP = re.compile(r"/amp(?=/|$)|\.amp(?=\.html?$|$)|(?<=/)amp/", re.IGNORECASE)
_SHAPES = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=.*\.)")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)


def same_page(url: str) -> str:
    """An address reduced to what tells two pages apart; "" for none.

    Without scheme, www, a slash at the end, AMP, and parameters that only say where a reader came from.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower().removesuffix(".")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return url.strip()
    if not host:
        return ""
    host = _SHAPES.sub("", host)
    path = _INDEX.sub("", _AMP.sub("", unquote(parts.path))).rstrip("/")
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(k)]
    return f"{host}{port}{path}?{urlencode(sorted(kept))}"


def host_of(url: str) -> str:
    """The host of an address without www; "" for none."""
    match = re.match(r"https?://([^/?#]+)", url, re.IGNORECASE)
    return match[1].lower().removeprefix("www.") if match else ""


def site_of(url: str) -> str:
    """The host of an address in whatever shape, as www, for mobile telephones, or plain; "" for none."""
    return _SHAPES.sub("", host_of(url))


def is_front(url: str) -> bool:
    """Whether an address is that of a site's first page."""
    return (
        re.fullmatch(r"https?://[^/?#]+/?", _INDEX.sub("/", url.partition("#")[0]), re.IGNORECASE) is not None
    )
