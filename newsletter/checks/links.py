"""Checks of every link that people wrote into an issue: whether it leads anywhere, says where, and counts nobody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from newsletter.articles.article import Article
from newsletter.checks.finding import Finding, found
from newsletter.checks.proof import Proof
from newsletter.rendering import markup
from newsletter.rendering.links import COUNTERS, safe_link

_VAGUE = re.compile(
    r"(click|press|tap)?\s*(here|this|link|this link|more|read more|details)\W*", re.IGNORECASE
)
#: Words that are an address themselves. A path may follow; "Node.js" in the middle of words is none.
_ADDRESS_AS_WORDS = re.compile(
    r"(?:https?://)?(?:[^\s@/]+@)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[/?#:]\S*)?", re.IGNORECASE
)
#: Services that hide where a link leads, and count who follows it.
SHORTENERS = frozenset(
    {
        "bit.ly",
        "buff.ly",
        "cutt.ly",
        "dlvr.it",
        "goo.gl",
        "is.gd",
        "lnkd.in",
        "ow.ly",
        "rb.gy",
        "rebrand.ly",
        "shorturl.at",
        "t.co",
        "t.ly",
        "tiny.cc",
        "tinyurl.com",
        "trib.al",
        "v.gd",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """A link and the place where it stands. `words` is None where the program writes them."""

    what: str
    target: str
    where: str
    words: str | None = None
    #: Where the words stand, if that is another line.
    words_where: str = ""


def check_links(proof: Proof) -> Iterator[Finding]:
    """Findings about the links of an issue, in the order of reading."""
    links = tuple(_links(proof))
    for link in links:
        if not safe_link(link.target):
            yield _bad_link(link)
            continue
        if link.words is not None:
            yield from _words(link, link.words)
        yield from _target(link)
    yield from _same_words(links)


def _links(proof: Proof) -> Iterator[_Link]:
    for link in markup.links(proof.intro.text):
        where = proof.intro.where_line(link.line)
        yield _Link(what="A link in the introduction", target=link.target, where=where, words=link.words)
    for article in proof.articles:
        yield from _of_article(article)
    for number, action in enumerate(proof.issue.actions):
        yield _Link(
            what=f"The button of call to action {number + 1}",
            target=action.link,
            where=proof.issue.where(f"actions.{number}.link"),
            words=action.button if action.button.strip() else None,
            words_where=proof.issue.where(f"actions.{number}.button"),
        )
    for number, entry in enumerate(proof.issue.diary):
        if entry.link.strip():
            where = proof.issue.where(f"diary.{number}.link")
            yield _Link(what=f"The link of diary date {number + 1}", target=entry.link, where=where)


def _of_article(article: Article) -> Iterator[_Link]:
    if article.url.strip():
        yield _Link(what=f"The address of {article.slug}", target=article.url, where=article.where("url"))
    photo = article.photo
    if photo is not None and photo.licence_url.strip():
        where = article.where("photo.licence_url")
        yield _Link(what=f"The photo licence of {article.slug}", target=photo.licence_url, where=where)


def _bad_link(link: _Link) -> Finding:
    return found(
        "bad-link",
        f"{link.what} is empty or does not begin with http, https or mailto.",
        remedy="Copy the address from your browser; it begins with https://",
        where=link.where,
    )


def _words(link: _Link, words: str) -> Iterator[Finding]:
    plain, where = words.strip(), link.words_where or link.where
    named = _ADDRESS_AS_WORDS.fullmatch(plain)
    if named and not _is_same_house(named[1], _host(link.target)):
        yield found(
            "link-elsewhere",
            f"{link.what} names {named[1][:60]} and leads to {_host(link.target)[:60]}.",
            remedy="Let the words say what is there: an address that leads elsewhere is what fraud looks like.",
            where=where,
        )
    elif plain == link.target.strip() or "://" in plain or _VAGUE.fullmatch(plain) or not _has_letters(plain):
        yield found(
            "vague-link",
            f"{link.what} says only “{plain[:60]}”.",
            remedy="Let the words say where it leads, for those who hear the letter read out link by link.",
            where=where,
        )


def _has_letters(words: str) -> bool:
    """A picture sign alone says nothing to who hears the letter, or what it says depends on the program."""
    return any(sign.isalnum() for sign in words)


def _target(link: _Link) -> Iterator[Finding]:
    parts = urlsplit(link.target.strip())
    if parts.scheme == "mailto":
        return
    if is_broken(link.target):
        yield found(
            "link-broken",
            f"{link.what} does not look whole ({link.target.strip()[-40:]}).",
            remedy="Open the page in your browser and copy its whole address from there.",
            where=link.where,
        )
    if parts.scheme == "http":
        yield found(
            "link-insecure",
            f"{link.what} begins with http:// and can be read and changed on the way.",
            remedy="Try it with https:// in your browser; if the page opens, write that.",
            where=link.where,
        )
    if _bare(_host(link.target)) in SHORTENERS:
        yield found(
            "link-shortened",
            f"{link.what} goes through {_host(link.target)}, which hides where it leads and counts who follows it.",
            remedy="Open it in your browser, and write the address that you arrive at.",
            where=link.where,
        )
    names = dict.fromkeys(name for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    if counted := [name for name in names if COUNTERS.fullmatch(name)]:
        yield found(
            "link-counted",
            f"{link.what} tells its page where the reader came from ({', '.join(counted)[:80]}).",
            remedy="Cut these words off behind the question mark, and see that the page still opens.",
            where=link.where,
        )


def is_broken(target: str) -> bool:
    """Whether a web address was cut off, pasted twice, or took the end of its sentence with it."""
    parts = urlsplit(target.strip())
    host = parts.hostname or ""
    has_name = "." in host.strip(".") or ":" in host
    return (
        not has_name
        or ".." in host
        or "://" in parts.path
        or bool(re.search(r"(?:\.{3}|…|[,;'’”])$", target.strip()))
    )


def _same_words(links: tuple[_Link, ...]) -> Iterator[Finding]:
    """WCAG 2.4.4: who jumps from link to link hears the words alone."""
    first: dict[str, str] = {}
    for link in links:
        words = " ".join((link.words or "").lower().split())
        if not words or _VAGUE.fullmatch(words):
            continue
        if first.setdefault(words, link.target.strip()) != link.target.strip():
            yield found(
                "link-words-twice",
                f"{link.what} has the words of another one (“{words[:40]}”) and leads elsewhere.",
                remedy="Let the words of each say where it leads, for those who hear the letter read out link by link.",
                where=link.words_where or link.where,
            )


def _host(target: str) -> str:
    """The host of a link, in small letters; of a mailto link that of its first address."""
    parts = urlsplit(target.strip())
    if parts.scheme == "mailto":
        return parts.path.split(",")[0].rpartition("@")[2].lower()
    return (parts.hostname or "").lower()


def _bare(host: str) -> str:
    return host.lower().removeprefix("www.")


def _is_same_house(named: str, host: str) -> bool:
    """Whether one is the other, or lies below it: act.example.org belongs to example.org."""
    one, other = _bare(named), _bare(host)
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
