"""Feeds: what is new is listed once, what is chosen becomes an article, and hostile websites cost one sentence."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsletter.articles.reading.source import from_file
from newsletter.articles.web.feed import ONE_BY_ONE, parse
from newsletter.articles.web.online import feed_at, from_url
from newsletter.articles.web.store import Store
from newsletter.desk import feeds
from newsletter.errors import ArticleError, ExitCode, UsageError
from newsletter.wiring import House, open_house
from tests.command import Desk, Done
from tests.websites import Site, page, website

ATOM = "application/atom+xml"


def rss(*items: str, title: str = "Harbour Voice") -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'


def item(site: Site, name: str, *, day: int = 1, words: str = "First words.") -> str:
    return (
        f"<item><title>About {name}</title><link>{site.url}/{name}?utm_source=rss</link><guid>{name}</guid>"
        f"<pubDate>{day:02} Nov 2026 10:00:00 GMT</pubDate><description>&lt;p&gt;{words}&lt;/p&gt;</description></item>"
    )


@pytest.fixture
def site() -> Iterator[Site]:
    with website() as site:
        for number, name in enumerate(("strike", "vigil", "vote")):
            site.put(
                f"/{name}?utm_source=rss",
                page(f"About {name}", *(f"{name} {n}: " + "words " * 20 + "end." for n in range(number + 3))),
            )
        site.put(
            "/feed", rss(item(site, "strike", day=3), item(site, "vigil", day=9)), Content_Type="text/xml"
        )
        yield site


@pytest.fixture
def house(desk: Desk) -> House:
    desk.open_branch()
    return open_house(desk.workspace, desk.variables())


def follow(house: House, site: Site) -> None:
    feeds.add(house, f"{site.url}/feed", site.web(), name="voice")


def listed(house: House, site: Site, **how: bool) -> list[str]:
    [row] = feeds.pull(house, ["voice"], site.web(), **how).data["feeds"]
    return [each["title"] for each in row["items"]]


def test_a_feed_is_followed_and_its_file_is_plain_text(house: House, site: Site) -> None:
    result = feeds.add(house, f"{site.url}/feed", site.web())
    assert result.data["feeds"] == [
        {"name": "harbour-voice", "title": "Harbour Voice", "url": f"{site.url}/feed", "pulled": ""}
    ]
    text = (house.workspace.root / "feeds" / "harbour-voice.md").read_text()
    assert text == f"---\nurl: {site.url}/feed\ntitle: Harbour Voice\n---\n"
    with pytest.raises(ArticleError, match="already here: harbour-voice") as caught:
        feeds.add(house, f"{site.url}/feed", site.web())
    assert caught.value.code == "feed-exists"


def test_the_address_of_a_site_leads_to_its_feed(house: House, site: Site) -> None:
    head = '<link rel=alternate type="application/rss+xml" title="Comments Feed" href="/comments/feed">'
    head += '<link rel=alternate type="application/rss+xml" title="Harbour Voice" href="feed">'
    site.put("/", page("Harbour Voice", head=head))
    [row] = feeds.add(house, f"{site.url}/", site.web()).data["feeds"]
    assert row["url"] == f"{site.url}/feed"


@pytest.mark.parametrize("head", ["", '<?xml version="1.0" encoding="utf-8"?>\n'])
def test_a_page_written_as_xml_is_a_page_and_a_feed_called_a_page_is_a_feed(
    house: House, site: Site, head: str
) -> None:
    site.put(
        "/", head + page("Voice", head='<link rel="alternate" type="application/atom+xml" href="/feed"/>')
    )
    site.put("/feed", head + rss(item(site, "strike")).partition("?>")[2])
    [row] = feeds.add(house, f"{site.url}/", site.web()).data["feeds"]
    assert (row["title"], row["url"]) == ("Harbour Voice", f"{site.url}/feed")


def test_a_site_without_a_feed_is_said(house: House, site: Site) -> None:
    site.put("/", page("Voice"))
    with pytest.raises(ArticleError, match="names no feed") as caught:
        feeds.add(house, f"{site.url}/", site.web())
    assert caught.value.code == "no-feed"


def test_a_long_pause_is_said_to_who_waits(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from newsletter.cli.output import Terminal
    from newsletter.desk.visit import visit

    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    web = visit(house, Terminal(yes=False, quiet=False))
    web.wait(1.0, "news.example.org")
    web.wait(7.0, "news.example.org")
    assert slept == [1.0, 7.0]
    assert capsys.readouterr().err == "Waiting 7 seconds, as news.example.org asks programs to.\n"


def test_new_articles_are_listed_once_the_newest_first(house: House, site: Site) -> None:
    follow(house, site)
    assert listed(house, site) == ["About vigil", "About strike"]
    assert listed(house, site) == []
    lines = feeds.pull(house, [], site.web()).lines
    assert "nothing new since" in lines[0]
    site.put(
        "/feed",
        rss(*(item(site, name, day=day) for name, day in (("vote", 20), ("vigil", 9), ("strike", 3)))),
    )
    assert listed(house, site) == ["About vote"]
    assert listed(house, site, every=True) == ["About vote", "About vigil", "About strike"]


def test_an_article_of_a_far_year_does_not_stand_at_the_top(house: House, site: Site) -> None:
    far = item(site, "vote").replace("2026", "2099")
    site.put("/feed", rss(far, item(site, "vigil", day=9)))
    feeds.add(house, f"{site.url}/feed", site.web(), name="voice")
    assert listed(house, site) == ["About vigil", "About vote"]
    told = feeds.pull(house, [], site.web(), every=True)
    at = next(number for number, line in enumerate(told.lines) if "(no date)" in line)
    assert "About vote" in told.lines[at]
    assert (
        told.lines[at + 1].strip() == "Not sure of its date: the feed says 2099-11-01, which is years ahead."
    )
    vigil, vote = told.data["feeds"][0]["items"]
    assert (vigil["published"], vigil["unsure"]) == ("2026-11-09", [])
    said = [{"field": "published", "values": [{"value": "2099-11-01", "from": "feed"}]}]
    assert (vote["published"], vote["unsure"]) == ("", said)


def test_an_article_of_a_far_year_is_marked_and_its_date_stays_for_a_person_to_look_at(desk: Desk) -> None:
    """Two places of the page agree, which else leaves no doubt."""
    desk.open_branch()
    head = '<meta property="article:published_time" content="2099-11-01">'
    data = '<script type="application/ld+json">{"@type":"Article","datePublished":"2099-11-01"}</script>'
    text = page("About vote", *(f"vote {n}: " + "words " * 20 + "end." for n in range(3)))
    (desk.folder / "far.html").write_text(text.replace("</head>", f"{head}{data}</head>"), encoding="utf-8")
    (desk.folder / "far.txt").write_text(
        "About vigil\n\n1 November 2099\n\nThey stood there.\n\nAll night.\n", "utf-8"
    )
    for name, place in (("far.html", "source"), ("far.txt", "text")):
        done = desk.here("article", "add", name, "--json").ok()
        [article] = done.data["articles"]
        assert article["published"] == "2099-11-01"
        [doubt] = [each for each in article["unsure"] if each["field"] == "published"]
        assert doubt["values"] == [{"value": "2099-11-01", "from": place}]
        assert any("2099-11-01, which is years ahead" in message for message in done.json["messages"])


def test_what_is_chosen_by_its_number_becomes_an_article(house: House, site: Site) -> None:
    follow(house, site)
    listed(house, site)
    result = feeds.take(house, "voice", [2], site.web())
    [article] = result.data["articles"]
    assert (article["slug"], article["title"]) == ("about-strike", "About strike")
    assert article["url"] == f"{site.url}/strike?utm_source=rss"
    # The numbers hold until another list is shown, also after a time in which nothing was new.
    listed(house, site)
    assert feeds.take(house, "voice", [1], site.web()).data["articles"][0]["slug"] == "about-vigil"


def test_an_article_that_is_here_is_said_with_the_issue_it_is_in(
    house: House, site: Site, desk: Desk
) -> None:
    follow(house, site)
    listed(house, site)
    feeds.take(house, "voice", [2], site.web())
    desk.here("issue", "new", "may", "--article", "about-strike").ok()
    lines = feeds.pull(house, ["voice"], site.web(), every=True).lines
    assert any("About strike [already here: about-strike, in may]" in line for line in lines)
    with pytest.raises(
        ArticleError, match=r"already here: about-strike\. It stands in the issue may\."
    ) as caught:
        feeds.take(house, "voice", [2], site.web())
    assert caught.value.code == "article-exists"
    both = feeds.take(house, "voice", [1, 2], site.web())
    assert (both.exit_code, [row["slug"] for row in both.data["articles"]]) == (
        ExitCode.PARTLY,
        ["about-vigil"],
    )


@pytest.mark.parametrize(
    ("numbers", "code"),
    [([0], "no-such-item"), ([3], "no-such-item"), ([1, 99], "no-such-item"), ([-1], "no-such-item")],
)
def test_a_number_that_is_not_listed_is_said(house: House, site: Site, numbers: list[int], code: str) -> None:
    follow(house, site)
    with pytest.raises(UsageError, match="not listed yet"):
        feeds.take(house, "voice", [1], site.web())
    listed(house, site)
    with pytest.raises(UsageError) as caught:
        feeds.take(house, "voice", numbers, site.web())
    assert caught.value.code == code


def test_fifty_articles_are_not_taken_at_once(house: House, site: Site) -> None:
    site.put("/feed", rss(*(item(site, f"n{number}", day=number % 28 + 1) for number in range(30))))
    follow(house, site)
    result = feeds.pull(house, ["voice"], site.web())
    assert len(result.data["feeds"][0]["items"]) == 20
    assert any("10 older ones" in line for line in result.lines)
    with pytest.raises(UsageError) as caught:
        feeds.take(house, "voice", range(1, 12), site.web())
    assert caught.value.code == "too-many-items"


@pytest.mark.parametrize("kind", ["text/html", "text/plain"])
def test_a_feed_that_is_too_large_for_an_article_is_told_what_helps_for_a_feed(
    site: Site, tmp_path: Path, kind: str
) -> None:
    body = rss(f"<item><description>{'word ' * 1_000_100}</description></item>")
    assert len(body) > 5_000_000
    site.put("/feed", body, Content_Type=kind)
    (tmp_path / "feed.html").write_text(body)
    (tmp_path / "feed.xml").write_text(body)
    reads = [
        lambda: from_url(f"{site.url}/feed", site.web()),
        lambda: from_file(tmp_path / "feed.html"),
        lambda: from_file(tmp_path / "feed.xml"),
    ]
    for read in reads:
        with pytest.raises(ArticleError, match="larger than 5 MB") as caught:
            read()
        assert caught.value.code == "feed-not-article"
        assert caught.value.remedy == ONE_BY_ONE
    with pytest.raises(ArticleError, match="larger than 5 MB") as caught:
        feed_at(f"{site.url}/feed", site.web())
    assert caught.value.remedy == ONE_BY_ONE


def test_a_feed_that_a_server_calls_a_page_is_told_from_an_article(site: Site) -> None:
    site.put("/feed", rss(item(site, "n1")))  # as text/html
    with pytest.raises(ArticleError) as caught:
        from_url(f"{site.url}/feed", site.web())
    assert caught.value.code == "feed-not-article"
    assert "newsletter feed add" in caught.value.remedy


def test_a_feed_of_ten_thousand_articles_is_looked_at_from_its_beginning(house: House, site: Site) -> None:
    site.put("/feed", rss(*(item(site, f"n{number}") for number in range(10_000))))
    follow(house, site)
    result = feeds.pull(house, ["voice"], site.web())
    assert result.data["feeds"][0]["new"] == 100
    assert any("names 10,000 articles; the first 100 were looked at" in line for line in result.lines)


def test_an_unchanged_feed_is_not_sent_again(house: House, site: Site, tmp_path: Path) -> None:
    store = Store(tmp_path / "web")
    site.put("/feed", rss(item(site, "strike")), ETag='"a"', Content_Type="application/rss+xml")
    feeds.add(house, f"{site.url}/feed", site.web(store), name="voice")
    [row] = feeds.pull(house, ["voice"], site.web(store)).data["feeds"]
    assert site.headers[-1]["If-None-Match"] == '"a"'
    assert [each["title"] for each in row["items"]] == ["About strike"]


def test_markup_and_scripts_of_a_feed_come_out_as_words(house: House, site: Site) -> None:
    bad = "<item><title>&lt;script&gt;alert(1)&lt;/script&gt;Vote &amp;amp; win\u202e</title><guid>x</guid>"
    bad += "<link>javascript:alert(1)</link><description><![CDATA[<script>alert(2)</script>"
    bad += "<img src=x onerror=alert(3)>Words]]></description></item>"
    site.put("/feed", rss(bad))
    follow(house, site)
    [row] = feeds.pull(house, ["voice"], site.web()).data["feeds"]
    [found] = row["items"]
    assert (found["title"], found["link"], found["teaser"]) == ("Vote & win", "", "Words")
    with pytest.raises(ArticleError, match="no web address that can be opened"):
        feeds.take(house, "voice", [1], site.web())


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,hello", "mailto:a@example.org", ""])
def test_an_item_without_a_web_address_is_told_in_plain_words_and_the_others_are_taken(
    house: House, site: Site, link: str
) -> None:
    bad = f"<item><title>Vote</title><guid isPermaLink='false'>x</guid><link>{link}</link></item>"
    site.put("/feed", rss(bad, item(site, "strike")))
    site.put("/strike", page("About strike"))
    follow(house, site)
    feeds.pull(house, ["voice"], site.web())
    shown = feeds.pull(house, ["voice"], site.web(), every=True).data["feeds"][0]["items"]
    taken = feeds.take(house, "voice", [each["number"] for each in shown], site.web())
    assert [each["title"] for each in taken.data["articles"]] == ["About strike"]
    assert taken.data["failed"] == ["Vote"]
    [message] = [each for each in taken.messages if each.startswith("Vote: ")]
    assert message == "Vote: In the feed this article has no web address that can be opened."


def test_atom_and_the_old_rss_are_read_in_their_encodings(house: House, site: Site) -> None:
    atom = (
        '<?xml version="1.0" encoding="iso-8859-1"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Café</title><entry>'
        f'<id>urn:1</id><title type="html">Día &lt;b&gt;uno&lt;/b&gt;</title><link href="{site.url}/strike"/>'
        "<updated>2026-11-20T23:30:00-05:00</updated><summary>Más</summary></entry></feed>"
    )
    site.put("/feed", atom.encode("latin-1"), Content_Type=ATOM)
    follow(house, site)
    [found] = feeds.pull(house, ["voice"], site.web()).data["feeds"][0]["items"]
    assert (found["title"], found["teaser"], found["published"]) == ("Día uno", "Más", "2026-11-21")
    assert feeds.listing(house).data["feeds"][0]["title"] == "Café"


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", '{"seen": 3}', '{"seen": [], "shown": [{"a": 1}], "pulled": ""}']
)
def test_a_damaged_memory_makes_everything_new_and_says_so(house: House, site: Site, damage: str) -> None:
    follow(house, site)
    listed(house, site)
    house.workspace.reading("voice").write_text(damage)
    result = feeds.pull(house, ["voice"], site.web())
    assert "everything counts as new" in result.lines[0]
    assert len(result.data["feeds"][0]["items"]) == 2


def test_a_feed_that_fails_does_not_hide_the_others(house: House, site: Site) -> None:
    follow(house, site)
    (house.workspace.feeds / "gone.md").write_text(f"---\nurl: {site.url}/gone\n---\n")
    (house.workspace.feeds / "odd.md").write_text("---\nurl: ftp://example.org\n---\n")
    result = feeds.pull(house, [], site.web())
    assert [row["name"] for row in result.data["feeds"]] == ["voice"]
    assert result.exit_code is ExitCode.PARTLY
    assert [error["code"] for error in result.errors] == ["fetch-status", "feed-file"]


def test_a_feed_is_removed_and_its_articles_stay(house: House, site: Site) -> None:
    follow(house, site)
    listed(house, site)
    feeds.take(house, "voice", [1], site.web())
    result = feeds.remove(house, "voice")
    assert f"newsletter feed add {site.url}/feed --name voice" in result.lines[1]
    assert feeds.listing(house).data["feeds"] == []
    assert not house.workspace.reading("voice").exists()
    assert house.workspace.article("about-vigil").exists()
    with pytest.raises(ArticleError, match="There is no feed voice"):
        feeds.pull(house, ["voice"], site.web())


# Odd feeds


def told(*items: str) -> list[tuple[str, str]]:
    feed = parse(rss(*items).encode(), url="https://news.example.org/feed")
    return [(item.title, item.published) for item in feed.items]


def odd(name: str, mark: str, day: str = "02 Nov 2026") -> str:
    return (
        f"<item><title>{name}</title><link>https://news.example.org/{name}</link><guid>{mark}</guid>"
        f"<pubDate>{day} 10:00:00 GMT</pubDate></item>"
    )


def test_articles_that_share_a_mark_are_all_listed_and_repeated_ones_once() -> None:
    assert [title for title, _ in told(*(odd(name, "5") for name in ("one", "two", "one")))] == ["one", "two"]
    assert len(told(odd("one", "5"), odd("one", "5"))) == 1


@pytest.mark.parametrize("number", ["&#xD800;", "&#55296;", "&#x110000;", "&#9999999;"])
def test_a_character_that_does_not_exist_does_not_hide_the_feed(number: str) -> None:
    assert told(odd(f"one{number}", "1"), odd("two", "2")) == [("one", "2026-11-02"), ("two", "2026-11-02")]
    assert told(odd("caf&#xE9;", "1"))[0][0] == "café"


def test_a_day_before_all_feeds_is_none() -> None:
    assert told(odd("one", "1", "11 Nov 1111")) == [("one", "")]


def test_a_feed_written_as_json_is_said_to_be_one() -> None:
    with pytest.raises(ArticleError, match="as JSON") as caught:
        parse(
            b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', url="https://news.example.org/f"
        )
    assert caught.value.code == "no-feed"


# Hostile servers

BOMB = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>'
OUTSIDE = (
    '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><title>&a;</title></channel></rss>'
)
FEEDS = {
    "laughs": (BOMB, "feed-entities"),
    "outside": (OUTSIDE, "feed-entities"),
    "utf16-laughs": (BOMB.encode("utf-16"), "feed-entities"),
    "nested": (rss("<a>" * 600_000), "feed-too-large"),
    "ampersands": ("<rss>" + "&" * 4_000_000, "feed-too-large"),
    "attributes": ("<rss>" + "<item " + "a='1' " * 600_000 + ">", "feed-too-large"),
    "garbage": ("<" * 4_000_000, "feed-too-large"),
    "no-feed": ("<hello>world</hello>", "no-feed"),
    "empty": ("", "no-feed"),
    "pdf": (b"%PDF-1.7 \xff\xfe", "not-text"),
    "large": (b"x" * 5_000_001, "too-large"),
}


@pytest.mark.parametrize("name", FEEDS)
def test_a_hostile_feed_costs_one_sentence_and_writes_nothing(
    house: House, site: Site, tmp_path: Path, name: str
) -> None:
    body, code = FEEDS[name]
    site.put("/feed", body, Content_Type="application/rss+xml")
    store = Store(tmp_path / "web")
    with pytest.raises(ArticleError) as caught:
        feeds.add(house, f"{site.url}/feed", site.web(store), name="voice")
    assert caught.value.code == code
    assert caught.value.message.count(".") >= 1
    assert "\n" not in caught.value.message
    assert not house.workspace.feeds.exists()
    assert store.find(f"{site.url}/feed") is None


_CHILD = """
import json, sys
from tests.websites import Site
from newsletter.articles.web.online import feed_at, from_url
from newsletter.errors import ArticleError
site = Site(port=int(sys.argv[1]))
told = {}
for path in sys.argv[2:]:
    read = feed_at if path.startswith("/feed") else from_url
    try:
        read(site.url + path, site.web(deadline=3.0))
        told[path] = "read"
    except ArticleError as error:
        told[path] = error.code
peak = int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) // 1024
print(json.dumps({"told": told, "peak": peak}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured as Linux counts it")
def test_hostile_servers_cost_little_memory_altogether(site: Site) -> None:
    """One process meets all of them, as one command would."""
    import gzip

    def endless(handler: object) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        while True:
            handler.wfile.write(b"<p>more</p>" * 10_000)

    def headers(handler: object) -> None:
        handler.send_response(200)
        for number in range(10_000):
            handler.send_header(f"X-{number}", "y" * 100)
            handler.flush_headers()

    def slowly(handler: object) -> None:
        import time

        for _ in range(400):
            handler.wfile.write(b"H")
            time.sleep(0.02)

    site.put("/bomb", gzip.compress(b"<p>" + b"a" * 100_000_000), Content_Encoding="gzip")
    site.put("/endless", endless)
    site.put("/headers", headers)
    site.put("/slowly", slowly)
    site.put("/loopback", b"", status=302, Location="http://127.0.0.1/")
    site.put("/metadata", b"", status=302, Location="http://169.254.169.254/latest")
    site.put("/wrong", page("Café").encode("cp1252"), Content_Type="text/html; charset=utf-8")
    site.put("/pieces", "<p>" + "<b>x</b>" * 60_000)
    site.put("/feed10000", rss(*(item(site, f"n{number}") for number in range(10_000))))
    site.put("/feedbomb", gzip.compress(rss("<item>" * 1_000_000).encode()), Content_Encoding="gzip")
    for name, (body, _) in FEEDS.items():
        site.put(f"/feed-{name}", body, Content_Type="text/xml")
    paths = [path for path in site.pages if "utm" not in path and path != "/feed"]
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(site.port), *paths],
        cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    said = json.loads(done.stdout)
    assert done.stderr == ""
    wanted = {
        "/bomb": "too-large", "/endless": "too-large", "/headers": "fetch-broken", "/slowly": "fetch-slow",
        "/loopback": "fetch-refused", "/metadata": "fetch-refused", "/wrong": "read", "/pieces": "too-large",
        "/feed10000": "read", "/feedbomb": "too-large",
        **{f"/feed-{name}": code for name, (_, code) in FEEDS.items()},
    }  # fmt: skip
    assert said["told"] == wanted
    assert said["peak"] <= 150


# The command line


def run(desk: Desk, site: Site, *words: str) -> Done:
    """The command line with a way to the loopback site in place of that to the web."""
    first = (
        "import newsletter.desk.visit as visit; from tests.websites import Site; "
        f"from newsletter.articles.web.store import Store; site = Site(port={site.port}); "
        "visit.visit = lambda house, talk: site.web(Store(house.workspace.web_store))"
    )
    return Done(*desk.armed(first, *words, "--workspace", desk.workspace))


def test_the_whole_way_from_a_feed_to_an_article(desk: Desk, site: Site) -> None:
    desk.open_branch()
    added = run(desk, site, "feed", "add", f"{site.url}/feed", "--name", "voice")
    assert (added.code, added.out.splitlines()[0]) == (
        0,
        "Following voice: Harbour Voice (2 articles).",
    )
    pulled = run(desk, site, "feed", "pull")
    assert "   1  2026-11-09  About vigil" in pulled.out
    taken = run(desk, site, "feed", "pull", "voice", "--take", "1", "--json")
    assert taken.ok().data["articles"][0]["slug"] == "about-vigil"
    assert (desk.workspace / "data" / "web").stat().st_mode & 0o777 <= 0o755
    assert "voice  Harbour Voice  pulled 20" in desk.here("feed", "list").ok().out
    assert desk.here("feed", "pull", "--take", "1").code == 2
    desk.here("feed", "remove", "voice").ok()
    assert "No feed yet" in desk.here("feed", "list").ok().out


@pytest.mark.parametrize("words", [("article", "add"), ("feed", "add")])
@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://localhost/feed", "http://[::ffff:10.0.0.1]/"])
def test_the_command_line_opens_nothing_of_this_machine_and_writes_nothing(
    desk: Desk, words: tuple[str, ...], url: str
) -> None:
    desk.open_branch()
    before = sorted(desk.workspace.rglob("*"))
    done = desk.here(*words, url, "--json")
    assert (done.code, done.json["errors"][0]["code"]) == (1, "fetch-refused")
    assert sorted(desk.workspace.rglob("*")) == before


def test_an_article_is_said_to_be_in_an_issue_when_it_is_added_again(desk: Desk) -> None:
    desk.open_branch()
    again = desk.here("article", "add", desk.folder / "article.txt")
    assert "It stands in the issue october." in again.err
    replaced = desk.here("article", "add", desk.folder / "article.txt", "--replace", "--json").ok()
    assert replaced.data["articles"][0]["used_in"] == ["october"]


def test_an_article_that_is_put_into_an_issue_again_is_said(desk: Desk) -> None:
    desk.open_branch()
    slug = desk.here("article", "list", "--json").ok().data["articles"][0]["slug"]
    done = desk.here("issue", "new", "november", "--article", slug).ok()
    assert f"The article {slug} stands in the issue october, too." in done.err
    assert "too." in desk.here("issue", "edit", "november", EDITOR="true").err
    assert "too." not in desk.here("issue", "new", "december").ok().err


def test_a_feed_that_is_too_large_is_told_what_helps_for_a_feed(house: House, site: Site) -> None:
    site.put("/huge", b"<rss>" + b"x" * 5_000_000, Content_Type="text/xml")
    with pytest.raises(ArticleError) as caught:
        feeds.add(house, f"{site.url}/huge", site.web())
    assert "a list of articles" in caught.value.message
    assert "one by one" in caught.value.remedy
    assert ".txt" not in caught.value.remedy


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-13-45", ""),
        ("2026-11-31T10:00:00Z", ""),
        ("Tue, 31 Nov 2026 10:00:00 GMT", ""),
        ("2026-11-30T10:00:00Z", "2026-11-30"),
        ("Mon, 30 Nov 2026 00:30:00 +1400", "2026-11-29"),
        ("30 November 2026", "2026-11-30"),
        ("20261130", "2026-11-30"),
    ],
)
def test_a_day_that_there_is_not_is_none_of_a_feed(said: str, day: str) -> None:
    entry = f"<item><title>T</title><link>https://news.example.org/1</link><pubDate>{said}</pubDate></item>"
    [found] = parse(rss(entry).encode(), url="https://news.example.org/feed").items
    assert found.published == day
