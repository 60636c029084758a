"""One answer from the web, fetched with suspicion: vetted addresses, vetted redirects, limits on size and time.

Whatever goes wrong is one sentence with what to do next. Robots, pauses and what is kept are web.py's. Imported only by
commands that fetch: httpx and httpcore take 0.2 seconds to load.
"""

import re
import ssl
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version

import httpcore
import httpx

from newsletter.articles.cleaning import one_line
from newsletter.articles.reading.decoding import LIMIT, check_size, decode
from newsletter.articles.reading.source import Kind
from newsletter.articles.web.feed import refuse_feed
from newsletter.articles.web.guard import Deadline, GuardedBackend, Policy
from newsletter.errors import ArticleError

MOST_REDIRECTS = 5
_LISTS = frozenset({"link", "cache-control", "vary"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: What robots.txt calls us by.
PRODUCT = "solidarity-newsletter"
_PURPOSE = "reads the articles and feeds that an editor asks for, one at a time; obeys robots.txt"
SAVE = "Open the page in your browser, save it, and add the file."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an answer may be."""

    #: content type: what it is taken for.
    types: Mapping[str, Kind]
    accept: str
    #: the remedy where it is something else.
    otherwise: str
    #: the remedy for types that have one of their own.
    remedies: Mapping[str, str] = field(default_factory=dict)
    limit: int = LIMIT
    what: str = "an article"
    #: the remedy where it is larger than the limit, "" for the usual one.
    if_too_large: str = ""
    #: whether what is beyond the limit is left unread, not an error.
    cut: bool = False
    #: whether the type does not matter.
    any_type: bool = False


PAGE = Wanted(
    types={
        "text/html": Kind.HTML,
        "application/xhtml+xml": Kind.HTML,
        "text/plain": Kind.UNKNOWN,
        "text/markdown": Kind.MARKDOWN,
        "text/x-markdown": Kind.MARKDOWN,
    },
    accept="text/html, application/xhtml+xml, text/markdown, text/plain;q=0.9",
    otherwise="Give the address of the article's page. A document (.docx) or mail (.eml): save it, and add the file.",
    remedies=dict.fromkeys(
        ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml"),
        "If it is a feed, which names many articles, follow it with newsletter feed add and this address.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered at last. `url` is where it was found after redirects."""

    url: str
    status: int
    fields: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    kind: Kind = Kind.UNKNOWN

    @property
    def host(self) -> str:
        return httpx.URL(self.url).host

    @property
    def charset(self) -> str:
        """The one that the server names, or ""."""
        match = re.search(
            r"charset\s*=\s*[\"']?([\w.:-]{2,40})", self.fields.get("content-type", ""), re.IGNORECASE
        )
        return match[1] if match else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as text. `url` is where it was found after redirects."""

    url: str
    text: str
    kind: Kind
    #: what was guessed about its encoding, or "".
    note: str = ""


@dataclass(slots=True, kw_only=True)
class Way:
    """How one answer is fetched: through which policy, until when, and what is done before each request."""

    policy: Policy = field(default_factory=Policy)
    end: Deadline = field(default_factory=lambda: Deadline(30.0))
    tls: ssl.SSLContext = field(default_factory=lambda: httpx.create_ssl_context(trust_env=False))
    #: called before each request, also after a redirect; gives further header fields.
    before: Callable[[httpx.URL], Mapping[str, str]] = lambda _: {}


def fetch(url: str, *, policy: Policy | None = None, deadline: float = 30.0) -> Page:
    """Fetch a page. Raises ArticleError, always with a sentence and a remedy."""
    answer = follow(url, PAGE, Way(policy=policy or Policy(), end=Deadline(deadline)))
    check_status(answer)
    return as_page(answer)


def follow(url: str, wanted: Wanted, way: Way) -> Answer:
    """The answer at an address or where it sends to: with its body where the status is 200. Raises ArticleError."""
    at = checked(url, way.policy)
    for _ in range(MOST_REDIRECTS + 1):
        answer = _ask(at, wanted, way, way.before(at))
        if answer.status not in _REDIRECTS or not answer.fields.get("location"):
            return answer
        at = _next(at, answer.fields["location"][:4_000], way.policy)
    raise ArticleError(
        f"{at.host} sends from one address to the next without end.", remedy=SAVE, code="fetch-redirects"
    )


def as_page(answer: Answer) -> Page:
    """The answer as text. Raises ArticleError where its encoding is not known, or it is no text."""
    text, note = decode(answer.body, charset=answer.charset, look_inside=answer.kind is Kind.HTML)
    return Page(url=answer.url, text=text, kind=answer.kind, note=note)


def checked(url: str, policy: Policy) -> httpx.URL:
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
            f"{at.host} sends to an address that cannot be read.", remedy=SAVE, code="fetch-redirects"
        ) from error
    if at.scheme == "https" and target.scheme == "http":
        raise ArticleError(
            f"{at.host} sends from a protected to an unprotected address.", remedy=SAVE, code="fetch-refused"
        )
    return checked(str(target), policy)


def _ask(at: httpx.URL, wanted: Wanted, way: Way, more: Mapping[str, str]) -> Answer:
    """One request and its answer. A body is read where the status is 200."""
    backend = GuardedBackend(way.policy, way.end)
    url = httpcore.URL(scheme=at.raw_scheme, host=at.raw_host, port=at.port or _port(at), target=at.raw_path)
    headers = {
        "Host": at.netloc.decode("ascii"),
        "User-Agent": f"{PRODUCT}/{version(PRODUCT)} ({_PURPOSE})",
        "Accept": wanted.accept,
        "Accept-Encoding": "gzip",  # what can be unpacked with a limit here
        "Connection": "close",
        **more,
    }
    with (
        _plain_words(at.host, way.end),
        httpcore.ConnectionPool(ssl_context=way.tls, network_backend=backend, http2=False, retries=0) as pool,
        pool.stream("GET", url, headers=list(headers.items())) as response,
    ):
        fields = _fields(response.headers)
        if response.status != httpx.codes.OK:
            return Answer(url=str(at), status=response.status, fields=fields)
        kind = _kind(fields.get("content-type", ""), at.host, wanted)
        body = _read(response.iter_stream(), fields.get("content-encoding", ""), at.host, wanted)
    return Answer(url=str(at), status=response.status, fields=fields, body=body, kind=kind)


def _fields(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Header fields by their names in small letters; those that are lists may come in several lines."""
    fields: dict[str, str] = {}
    for name, value in headers:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        fields[key] = f"{fields[key]}, {text}" if key in _LISTS and key in fields else text
    return fields


def check_status(answer: Answer) -> None:
    """Raise ArticleError for an answer that is no page."""
    status, host = answer.status, answer.host
    if status == httpx.codes.OK:
        return
    if status in {404, 410}:
        sentence, remedy = f"{host} has no page at this address.", "Check the address in your browser."
    elif status in {401, 402, 403, 407, 429, 451}:
        sentence, remedy = f"{host} does not give this page to programs (answer {status}).", SAVE
    elif status >= 500:
        sentence, remedy = f"{host} has a problem of its own (answer {status}).", f"Try again later. {SAVE}"
    else:
        sentence, remedy = f"{host} did not send the page (answer {status}).", SAVE
    raise ArticleError(sentence, remedy=remedy, code="fetch-status")


def _kind(content_type: str, host: str, wanted: Wanted) -> Kind:
    name = one_line(content_type.partition(";")[0]).lower()
    if name in wanted.types or wanted.any_type:
        return wanted.types.get(name, Kind.UNKNOWN)
    raise ArticleError(
        f"{host} sends no page but {name[:60] or 'something without a type'}.",
        remedy=wanted.remedies.get(name, wanted.otherwise),
        code="fetch-type",
    )


def _read(chunks: Iterator[bytes], encoding: str, host: str, wanted: Wanted) -> bytes:
    """The body, unpacked, with a limit on both what arrives and what it becomes."""
    packed = encoding.strip().lower()
    if packed not in {"", "identity", "gzip", "x-gzip"}:
        raise ArticleError(
            f"{host} sends the page packed in a way that was not asked for.", remedy=SAVE, code="fetch-type"
        )
    body, arrived, limit = bytearray(), 0, wanted.limit
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS) if "gzip" in packed else None
    for chunk in chunks:
        arrived += len(chunk)
        body += unpacker.decompress(chunk, limit + 1 - len(body)) if unpacker else chunk
        beyond = max(arrived, len(body) + bool(unpacker and unpacker.unconsumed_tail)) > limit
        if beyond and wanted.cut:
            return bytes(body[:limit])
        if beyond:
            if not wanted.if_too_large:
                refuse_feed(bytes(body[:5_000]), is_large=True)
            check_size(limit + 1, limit, wanted.what, wanted.if_too_large)
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
            remedy=f"Try again. {SAVE}",
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
