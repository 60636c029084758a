"""Whether two domains belong together in the eyes of DMARC (RFC 7489 §3.1, §3.2)."""


def are_aligned(one: str, other: str, *, strict: bool = False) -> bool:
    """The same domain, or for relaxed alignment two below the same organisational domain."""
    one, other = plain(one), plain(other)
    return bool(one) and (one == other or (not strict and organisational(one) == organisational(other)))


def organisational(domain: str) -> str:
    """The domain somebody registered, by the public suffix list: union.org.uk of news.branch.union.org.uk."""
    # 40 ms to import and 30 ms to read the list: only mail programs and the doctor want to know.
    from tld import get_fld  # noqa: PLC0415

    domain = plain(domain)
    found = get_fld(domain, fix_protocol=True, fail_silently=True, search_private=True) if domain else None
    # A suffix that is not on the list counts as one label, as the list's own default rule says.
    return str(found) if found else ".".join(domain.split(".")[-2:])


def plain(domain: str) -> str:
    """A domain as the DNS has it: small letters, ASCII, no final dot; "" for what is no domain."""
    text = domain.strip().rstrip(".").lower()[:255]
    if not text.isascii():
        try:
            text = text.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return text if all(sign.isalnum() or sign in ".-_" for sign in text) else ""
