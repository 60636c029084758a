"""A visit to the web: robots.txt obeyed, pauses kept, nothing fetched twice without need, and hostile servers borne."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsletter.articles.web.fetch import PAGE
from newsletter.articles.web.online import from_url
from newsletter.articles.web.robots import LIMIT, Robots
from newsletter.articles.web.store import Kept, Store
from newsletter.articles.web.web import Web
from newsletter.errors import ArticleError
from tests.websites import HOST, Site, page, website


@pytest.fixture
def site() -> Iterator[Site]:
    with website() as site:
        site.put("/strike", page("Weavers stand still"))
        yield site


def refused(web: Web, url: str) -> ArticleError:
    with pytest.raises(ArticleError) as caught:
        from_url(url, web)
    error = caught.value
    assert "\n" not in error.message
    assert error.message.endswith(".")
    assert error.remedy
    return error


# robots.txt


def test_robots_are_asked_before_a_page_and_by_our_own_name(site: Site) -> None:
    assert from_url(f"{site.url}/strike", site.web()).article.title == "Weavers stand still"
    assert site.asked == ["/robots.txt", "/strike"]
    agent = site.headers[0]["User-Agent"]
    assert agent.startswith("solidarity-newsletter/")
    assert "obeys robots.txt" in agent
    assert "@" not in agent


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: solidarity-newsletter\nDisallow: /strike\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Solidarity-Newsletter\nAllow: /", True),
        ("User-agent: other-bot\nDisallow: /", True),
        ("User-agent: *\nDisallow: /*ike$", False),
        ("User-agent: *\nDisallow: /private/", True),
        ("<html>not found</html>", True),
        ("", True),
        ("\ufeffUser-agent: *\r\nDisallow: /strike\r\n", False),
        ("User-agent: *\rDisallow: /strike\r", False),
        ("User-agent: Solidarity-Newsletter/0.1\nDisallow: /strike\n\nUser-agent: *\nAllow: /", False),
    ],
)
def test_what_robots_ask_for_is_done(site: Site, rules: str, allowed: bool) -> None:
    site.put("/robots.txt", rules, Content_Type="text/plain")
    if allowed:
        assert from_url(f"{site.url}/strike", site.web()).article.title
        return
    error = refused(site.web(), f"{site.url}/strike")
    assert error.code == "fetch-robots"
    assert HOST in error.message
    assert "save it, and add the file" in error.remedy
    assert site.asked == ["/robots.txt"]


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(404, True), (401, True), (403, True), (410, True), (500, False), (503, False), (429, False)],
)
def test_robots_that_cannot_be_had_allow_with_4xx_and_forbid_with_5xx(
    site: Site, status: int, allowed: bool
) -> None:
    """RFC 9309, 2.3.1.3 and 2.3.1.4; 429 is a busy server's."""
    site.put("/robots.txt", "x", status=status)
    if allowed:
        assert from_url(f"{site.url}/strike", site.web()).article.title
    else:
        error = refused(site.web(), f"{site.url}/strike")
        assert (error.code, str(status) in error.message) == ("fetch-robots", True)
        assert "later" in error.remedy
        assert site.asked == ["/robots.txt"]


def test_robots_count_after_a_redirect_too(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /strike")
    site.put("/go", b"", status=302, Location="/strike")
    assert refused(site.web(), f"{site.url}/go").code == "fetch-robots"
    assert "/strike" not in site.asked


def test_robots_are_cut_at_their_limit_not_refused(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /strike\n" + "# filler\n" * (LIMIT // 4))
    assert refused(site.web(), f"{site.url}/strike").code == "fetch-robots"


@pytest.mark.parametrize(
    "rules",
    [
        "\n".join(f"User-agent: bot{n}" for n in range(20_000)) + "\nDisallow: /x" * 20_000,
        "User-agent: *\n" + ("Disallow: /" + "*a" * 200 + "*b$\n") * 1_000,
        "User-agent: *\n" + "Disallow: /x\n" * 30_000,
        "\n" * LIMIT,
    ],
)
def test_hostile_robots_cost_little(rules: str) -> None:
    started = time.process_time()
    Robots(text=rules[:LIMIT]).allows("https://news.example.org/" + "a" * 1_900)
    assert time.process_time() - started < 2


def test_robots_are_read_once_a_day(site: Site, tmp_path: Path) -> None:
    store, clock = Store(tmp_path / "data" / "web"), [1_000_000.0]
    site.put("/robots.txt", "User-agent: *\nDisallow: /secret", Content_Type="text/plain")
    for hours in (0, 1, 23, 25):
        clock[0] = 1_000_000.0 + hours * 3_600
        from_url(f"{site.url}/strike", site.web(store, now=lambda: clock[0]))
    assert site.asked.count("/robots.txt") == 2


# Pauses


def pauses(site: Site, *paths: str, **how: object) -> list[tuple[float, str]]:
    waited: list[tuple[float, str]] = []
    web = site.web(wait=lambda seconds, host: waited.append((seconds, host)), **how)
    for path in paths:
        web.get(f"{site.url}{path}", PAGE)
    return waited


def test_two_pages_of_a_host_have_a_pause_between_them(site: Site) -> None:
    [(seconds, host)] = pauses(site, "/strike", "/strike")
    assert 0.5 < seconds <= 1.0
    assert host == HOST


def test_a_crawl_delay_is_kept_and_a_long_one_is_said(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 7")
    [(seconds, _)] = pauses(site, "/strike", "/strike")
    assert 6 < seconds <= 7
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 600")
    with pytest.raises(ArticleError, match="wait 10 minutes") as caught:
        pauses(site, "/strike", "/strike")
    assert caught.value.code == "fetch-busy"


def test_a_busy_server_is_asked_once_more_when_it_says(site: Site) -> None:
    def busy_once(handler: object) -> None:
        site.put("/busy", page("Weavers stand still"))
        handler.send_response(429)
        handler.send_header("Retry-After", "3")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.put("/busy", busy_once)
    [(seconds, _)] = pauses(site, "/busy")
    assert 2 < seconds <= 3
    assert site.asked == ["/robots.txt", "/busy", "/busy"]


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ("3600", "60 minutes"),
        ("99999999", "some hours"),
        ("Wed, 21 Oct 2099 07:28:00 GMT", "some hours"),
        ("40", "a minute"),
    ],
)
def test_a_server_that_wants_a_long_pause_gets_it(site: Site, after: str, words: str) -> None:
    site.put("/busy", b"", status=503, Retry_After=after)
    error = refused(site.web(), f"{site.url}/busy")
    assert (error.code, words in error.message) == ("fetch-busy", True)
    assert site.asked.count("/busy") == 1


@pytest.mark.parametrize("after", ["", "soon", "-1", "1e9", "Wed, 99 Oct", "9" * 400])
def test_a_busy_server_that_does_not_say_when_is_not_asked_again(site: Site, after: str) -> None:
    site.put("/busy", b"", status=503, **({"Retry_After": after} if after else {}))
    assert refused(site.web(), f"{site.url}/busy").code == "fetch-status"
    assert site.asked.count("/busy") == 1


# What is kept


def test_a_page_that_did_not_change_is_not_sent_again(site: Site, tmp_path: Path) -> None:
    store = Store(tmp_path / "data" / "web")
    site.put("/strike", page("Weavers stand still"), ETag='"1"')
    first = from_url(f"{site.url}/strike", site.web(store))
    again = from_url(f"{site.url}/strike", site.web(store))
    assert again == first
    assert site.headers[-1]["If-None-Match"] == '"1"'
    site.put("/strike", page("Weavers go back to work"), ETag='"2"')
    assert from_url(f"{site.url}/strike", site.web(store)).article.title == "Weavers go back to work"


def test_what_is_kept_is_for_nobody_else_and_has_no_telling_name(site: Site, tmp_path: Path) -> None:
    from_url(f"{site.url}/strike", site.web(Store(tmp_path / "data" / "web")))
    files = list((tmp_path / "data" / "web").iterdir())
    assert len(files) == 2
    assert all(len(file.name) == 45 and "strike" not in file.name for file in files)
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"null\nx", b'{"url": 3}\n', b"\xff\xfe\n", b"[" * 50_000, None]
)
def test_a_damaged_file_is_fetched_anew(site: Site, tmp_path: Path, damage: bytes | None) -> None:
    store = Store(tmp_path / "data" / "web")
    site.put("/strike", page("Weavers stand still"), ETag='"1"')
    from_url(f"{site.url}/strike", site.web(store))
    for file in (tmp_path / "data" / "web").iterdir():
        content = file.read_bytes()
        file.write_bytes(content.replace(b"Weavers", b"Wxavers") if damage is None else damage)
    assert from_url(f"{site.url}/strike", site.web(store)).article.title == "Weavers stand still"
    assert store.find(f"{site.url}/strike") is not None


@pytest.mark.parametrize("control", ["no-store", "private, max-age=60", "max-age=0, No-Store"])
def test_what_is_private_is_not_kept(site: Site, tmp_path: Path, control: str) -> None:
    store = Store(tmp_path / "data" / "web")
    site.put("/strike", page("Weavers stand still"), Cache_Control=control)
    from_url(f"{site.url}/strike", site.web(store))
    assert store.find(f"{site.url}/strike") is None


def test_what_is_private_in_one_of_two_lines_is_not_kept(site: Site, tmp_path: Path) -> None:
    store = Store(tmp_path / "data" / "web")
    site.put("/strike", page("Weavers stand still"))
    site.pages["/strike"].fields |= {"Cache-Control": "private, no-store", "cache-control": "max-age=60"}
    from_url(f"{site.url}/strike", site.web(store))
    assert store.find(f"{site.url}/strike") is None


def test_the_store_stays_small(tmp_path: Path) -> None:
    store = Store(tmp_path / "web")
    for number in range(60):
        store.keep(Kept(url=f"https://news.example.org/{number}", status=200, at=0, body=b"x" * 400_000))
    sizes = [file.stat().st_size for file in (tmp_path / "web").iterdir()]
    assert sum(sizes) <= 20_000_000
    assert store.find("https://news.example.org/59") is not None
    assert store.find("https://news.example.org/0") is None
    store.keep(Kept(url="https://news.example.org/large", status=200, at=0, body=b"x" * 2_000_001))
    assert store.find("https://news.example.org/large") is None


def test_a_folder_that_cannot_be_written_keeps_nothing_and_stops_nothing(site: Site, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    assert from_url(f"{site.url}/strike", site.web(Store(tmp_path / "data" / "web"))).article.title
