"""Whether two domains belong together in the eyes of DMARC (RFC 7489 §3.1, §3.2)."""

_LONGEST, _LONGEST_LABEL = 253, 63


def are_aligned(one: str, other: str, *, strict: bool = False) -> bool:
    """The same domain, or for relaxed alignment two below the same organisational domain."""
    one, other = plain(one), plain(other)
    return bool(one) and (one == other or (not strict and organisational(one) == organisational(other)))


def organisational(domain: str) -> str:
    """The domain somebody registered, by the public suffix list: union.org.uk of news.branch.union.org.uk."""
    # 40 ms to import and 30 ms to read the list: only mail programs and the doctor want to know.
    from tld import get_fld  # noqa: PLC0415

    domain = plain(domain)
    if domain.replace(".", "").isdigit():
        return domain  # an IP address is below nobody
    found = get_fld(domain, fix_protocol=True, fail_silently=True, search_private=True) if domain else None
    # A suffix that is not on the list counts as one label, as the list's own default rule says.
    return str(found) if found else ".".join(domain.split(".")[-2:])


def plain(domain: str) -> str:
    """A domain as the DNS has it: small letters, ASCII, no final dot; "" for what is no domain."""
    text = domain[:1_000].strip().rstrip(".").lower()
    if not text.isascii():
        text = _in_ascii(text)
    is_one = len(text) <= _LONGEST and all(0 < len(label) <= _LONGEST_LABEL for label in text.split("."))
    return text if is_one and all(sign.isalnum() or sign in ".-_" for sign in text) else ""


def _in_ascii(text: str) -> str:
    """As mail programs and registries write it today: straße.de is not strasse.de (IDNA 2008)."""
    import dns.exception  # noqa: PLC0415 40 ms, for the few domains with letters beyond ASCII
    import dns.name  # noqa: PLC0415

    try:
        name = dns.name.from_text(text, origin=None, idna_codec=dns.name.IDNA_2008_Practical)
    except (dns.exception.DNSException, UnicodeError):
        return ""
    return name.to_text(omit_final_dot=True).lower()
