"""One page from the web, fetched with suspicion: vetted addresses, vetted redirects, limits on size and time.

Whatever goes wrong is one sentence with what to do next. Imported only by the command that fetches: httpx and httpcore
take 0.2 seconds to load.
"""

import re
import ssl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import httpcore
import httpx

from newsletter.articles.decoding import LIMIT, check_size, decode
from newsletter.articles.guard import Deadline, GuardedBackend, Policy
from newsletter.articles.source import Draft, Kind, ingest
from newsletter.errors import ArticleError

MOST_REDIRECTS = 5
_KINDS = {
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "text/plain": Kind.UNKNOWN,
    "text/markdown": Kind.MARKDOWN,
    "text/x-markdown": Kind.MARKDOWN,
}
_HEADERS = {
    "User-Agent": "solidarity-newsletter (fetches one page because an editor asked for it)",
    "Accept": "text/html, application/xhtml+xml, text/markdown, text/plain;q=0.9",
    "Accept-Encoding": "gzip",  # what can be unpacked with a limit here
    "Connection": "close",
}
_SAVE = "Open the page in your browser, save it, and add the file."


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as text. `url` is where it was found after redirects."""

    url: str
    text: str
    kind: Kind
    #: what was guessed about its encoding, or "".
    note: str = ""


def fetch(url: str, *, policy: Policy | None = None, deadline: float = 30.0) -> Page:
    """Fetch a page. Raises ArticleError, always with a sentence and a remedy."""
    policy = policy or Policy()
    end = Deadline(deadline)
    tls = httpx.create_ssl_context(trust_env=False)
    at = _checked(url, policy)
    for _ in range(MOST_REDIRECTS + 1):
        answer = _ask(at, policy, end, tls)
        if isinstance(answer, Page):
            return answer
        at = _next(at, answer, policy)
    raise ArticleError(
        f"{at.host} sends from one address to the next without end.", remedy=_SAVE, code="fetch-redirects"
    )


def from_url(url: str, *, policy: Policy | None = None, deadline: float = 30.0) -> Draft:
    """The article on a page of the web."""
    page = fetch(url, policy=policy, deadline=deadline)
    draft = ingest(page.text, kind=page.kind, url=page.url)
    return replace(draft, notes=(page.note, *draft.notes)) if page.note else draft


def _checked(url: str, policy: Policy) -> httpx.URL:
    """The address if it may be fetched at all. A password in it is never repeated in a message."""
    try:
        parsed = httpx.URL(url.strip())
        host = parsed.raw_host.decode("ascii")
    except (httpx.InvalidURL, UnicodeError, TypeError) as error:
        raise _refused("This is no web address that can be read.") from error
    if parsed.scheme not in {"http", "https"} or not host:
        raise _refused("Only addresses that begin with http:// or https:// can be fetched.")
    if parsed.userinfo:
        raise _refused("The address holds a user name or password.")
    policy.check(host, parsed.port or _port(parsed))
    return parsed.copy_with(fragment=None)


def _refused(sentence: str) -> ArticleError:
    return ArticleError(sentence, remedy="Copy the address from your browser.", code="fetch-refused")


def _port(url: httpx.URL) -> int:
    return 443 if url.scheme == "https" else 80


def _next(at: httpx.URL, location: str, policy: Policy) -> httpx.URL:
    try:
        target = at.join(location)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise ArticleError(
            f"{at.host} sends to an address that cannot be read.", remedy=_SAVE, code="fetch-redirects"
        ) from error
    if at.scheme == "https" and target.scheme == "http":
        raise ArticleError(
            f"{at.host} sends from a protected to an unprotected address.", remedy=_SAVE, code="fetch-refused"
        )
    return _checked(str(target), policy)


def _ask(at: httpx.URL, policy: Policy, end: Deadline, tls: ssl.SSLContext) -> Page | str:
    """One request: the page, or where it sends to."""
    backend = GuardedBackend(policy, end)
    url = httpcore.URL(scheme=at.raw_scheme, host=at.raw_host, port=at.port or _port(at), target=at.raw_path)
    headers = [*_HEADERS.items(), ("Host", at.netloc.decode("ascii"))]
    with (
        _plain_words(at.host, end),
        httpcore.ConnectionPool(ssl_context=tls, network_backend=backend, http2=False, retries=0) as pool,
        pool.stream("GET", url, headers=headers) as response,
    ):
        fields = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
        if response.status in {301, 302, 303, 307, 308} and fields.get("location"):
            return fields["location"][:4_000]
        _check_status(response.status, at.host)
        kind = _kind(fields.get("content-type", ""), at.host)
        body = _read(response.iter_stream(), fields.get("content-encoding", ""), at.host)
    return _page(at, body, kind, fields.get("content-type", ""))


def _page(at: httpx.URL, body: bytes, kind: Kind, content_type: str) -> Page:
    match = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", content_type, re.IGNORECASE)
    text, note = decode(body, charset=match[1] if match else "", look_inside=kind is Kind.HTML)
    return Page(url=str(at), text=text, kind=kind, note=note)


def _check_status(status: int, host: str) -> None:
    if status == httpx.codes.OK:
        return
    if status in {404, 410}:
        sentence, remedy = f"{host} has no page at this address.", "Check the address in your browser."
    elif status in {401, 402, 403, 407, 429, 451}:
        sentence, remedy = f"{host} does not give this page to programs (answer {status}).", _SAVE
    elif status >= 500:
        sentence, remedy = f"{host} has a problem of its own (answer {status}).", f"Try again later. {_SAVE}"
    else:
        sentence, remedy = f"{host} did not send the page (answer {status}).", _SAVE
    raise ArticleError(sentence, remedy=remedy, code="fetch-status")


def _kind(content_type: str, host: str) -> Kind:
    name = content_type.partition(";")[0].strip().lower()
    if name not in _KINDS:
        raise ArticleError(
            f"{host} sends no page but {name[:60] or 'something without a type'}.",
            remedy="Give the address of the article's page; a document or picture cannot be read here.",
            code="fetch-type",
        )
    return _KINDS[name]


def _read(chunks: Iterator[bytes], encoding: str, host: str) -> bytes:
    """The body, unpacked, with a limit on both what arrives and what it becomes."""
    packed = encoding.strip().lower()
    if packed not in {"", "identity", "gzip", "x-gzip"}:
        raise ArticleError(
            f"{host} sends the page packed in a way that was not asked for.", remedy=_SAVE, code="fetch-type"
        )
    body, arrived = bytearray(), 0
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS) if "gzip" in packed else None
    for chunk in chunks:
        arrived += len(chunk)
        check_size(arrived)
        body += unpacker.decompress(chunk, LIMIT + 1 - len(body)) if unpacker else chunk
        check_size(len(body) + bool(unpacker and unpacker.unconsumed_tail))
    if unpacker and not unpacker.eof:
        raise zlib.error("cut off")
    return bytes(body)


@contextmanager
def _plain_words(host: str, end: Deadline) -> Iterator[None]:
    """What httpcore, ssl and zlib raise, in a sentence."""
    try:
        yield
    except (httpcore.TimeoutException, TimeoutError) as error:
        raise end.passed() from error
    except (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError, zlib.error) as error:
        raise ArticleError(
            f"{host} broke off in the middle of its answer.",
            remedy=f"Try again. {_SAVE}",
            code="fetch-broken",
        ) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        if "CERTIFICATE" in str(error).upper():
            raise ArticleError(
                f"{host} cannot prove that it is {host}; its certificate is not valid.",
                remedy="Do not trust the page; add the article from another place.",
                code="fetch-certificate",
            ) from error
        raise _unreachable(host) from error


def _unreachable(host: str) -> ArticleError:
    return ArticleError(
        f"{host} does not answer.",
        remedy="Check the address and your connection; try again later.",
        code="fetch-unreachable",
    )
