"""The preview in a real browser: every view, files that change and break, hostile texts, the keyboard alone."""

import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from newsletter.desk.preview import Version, versions
from newsletter.web.local import serving
from newsletter.web.looks import Looks
from newsletter.web.preview import Preview
from newsletter.wiring import House, open_house
from tests.command import CONSENT, Desk, kill

READY = re.compile(r"http://127\.0\.0\.1:\d+/[\w-]{32}/")


@dataclass
class Visit:
    """A page of the preview, and all that its browser asked for or said."""

    page: Any
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def letter(self) -> Any:
        return self.page.frame_locator("#letter")

    def hosts(self) -> set[str]:
        return {urlsplit(url).netloc for url in self.asked if not url.startswith("data:")}

    def settled(self) -> None:
        self.page.locator("#status", has_text="Up to date").wait_for(timeout=15_000)

    def becomes(self, ask: Callable[[], Any], wanted: Any) -> None:
        """What is drawn a moment later is waited for; the question may fall while a frame is being drawn anew."""
        from playwright.sync_api import Error

        ends, said = time.monotonic() + 15, None
        while time.monotonic() < ends:
            with suppress(Error):
                said = ask()
                if said == wanted:
                    return
            self.page.wait_for_timeout(50)
        assert said == wanted

    def drawn(self) -> None:
        """All answers are there, and the letter is in its frame: it says itself that it is up to date before that."""
        self.becomes(lambda: self.page.evaluate("asking === null && shown !== ''"), True)

    def width(self) -> float | None:
        box = self.page.locator("#letter").bounding_box()
        return box and box["width"]

    def show(self, name: str, value: str) -> None:
        self.page.check(f"input[name={name}][value={value}]", force=True)


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[[str], Visit]]:
    contexts = []

    def open_page(url: str, **how: Any) -> Visit:
        context = browser.new_context(viewport={"width": 1360, "height": 900}, **how)
        contexts.append(context)
        visit = Visit(context.new_page())
        context.on("request", lambda request: visit.asked.append(request.url))
        context.on("page", lambda page: visit.said.append(f"opened {page.url}"))
        visit.page.on(
            "dialog", lambda dialog: (visit.said.append(f"dialog {dialog.message}"), dialog.dismiss())
        )
        visit.page.on("pageerror", lambda error: visit.said.append(f"error {error}"))
        visit.page.goto(url)
        visit.settled()
        visit.drawn()
        return visit

    yield open_page
    for context in contexts:
        context.close()


@dataclass
class Running:
    """`newsletter issue preview` as a person runs it."""

    url: str
    process: "subprocess.Popen[str]"
    issue: Path


@pytest.fixture
def running(desk: Desk) -> Iterator[Running]:
    desk.open_branch()
    with preview_of(desk) as running:
        yield running


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A preview for the tests that change no file."""
    folder = tmp_path_factory.mktemp("shared")
    desk = Desk(folder=folder / "here", home=folder / "home")
    desk.folder.mkdir()
    desk.home.mkdir()
    with preview_of(desk.open_branch()) as running:
        yield running


@contextmanager
def preview_of(desk: Desk) -> Iterator[Running]:
    process = desk.start("issue", "preview", "october", "--no-open", "--workspace", desk.workspace)
    try:
        assert process.stderr is not None
        said = process.stderr.readline()
        assert READY.search(said), said + process.stderr.read()
        yield Running(READY.search(said)[0], process, desk.workspace / "issues" / "october.md")  # type: ignore[index]
    finally:
        kill(process)


def write_over(path: Path, old: str, new: str) -> str:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text


def test_every_view_can_be_chosen_and_nothing_leaves_this_machine(shared: Running, visit: Any) -> None:
    seen = visit(shared.url)

    assert seen.letter.locator("h1").inner_text() == "October: the dockers won"
    seen.becomes(seen.width, 700)
    assert seen.page.locator("#letter").get_attribute("sandbox") == ""
    seen.show("width", "phone")
    seen.becomes(seen.width, 390)
    assert background(seen) == "rgb(241, 236, 228)"
    seen.show("scheme", "dark")
    seen.becomes(lambda: background(seen), "rgb(20, 17, 16)")
    seen.show("view", "text")
    assert "Dear Sam," in seen.page.locator("#text-part").inner_text()
    seen.show("view", "headers")
    headers = seen.page.locator("#headers").inner_text()
    for words in ("List-Unsubscribe", "<mailto:office@anytown.example.org?subject=unsubscribe>", "Reply-To"):
        assert words in headers
    assert "kB of 102 kB" in seen.page.locator("#size").inner_text()
    assert seen.hosts() == {urlsplit(shared.url).netloc}
    assert seen.said == []


def background(seen: Visit) -> str:
    said: str = seen.letter.locator("body").evaluate("(body) => getComputedStyle(body).backgroundColor")
    return said


def test_the_page_follows_the_file_and_recovers_when_it_was_broken(running: Running, visit: Any) -> None:
    seen = visit(running.url)
    seen.show("width", "phone")
    # Without the mouse: the browser may never answer for a move over a frame that is being drawn anew.
    seen.letter.locator("html").evaluate("(html) => html.scrollTo(0, 200)")
    assert scrolled(seen) == 200

    whole = write_over(running.issue, "the dockers won", "the dockers win")
    seen.letter.locator("h1", has_text="dockers win").wait_for(timeout=15_000)
    seen.drawn()
    seen.becomes(lambda: scrolled(seen), pytest.approx(200, abs=2))
    assert seen.page.locator("input[name=width][value=phone]").is_checked()

    running.issue.write_text(whole.replace("subject:", "sabject:"), encoding="utf-8")
    seen.page.locator("#error-message", has_text="sabject").wait_for(timeout=15_000)
    assert "Use one of:" in seen.page.locator("#error-remedy").inner_text()
    assert seen.letter.locator("h1").inner_text() == "October: the dockers win"
    running.issue.write_text(whole, encoding="utf-8")
    seen.page.locator("#error").wait_for(state="hidden", timeout=15_000)
    seen.letter.get_by_role("heading", name="October: the dockers won").wait_for(timeout=15_000)

    article = next((running.issue.parent.parent / "articles").glob("*.md"))
    write_over(article, "Dockers of Port Ellery", "The dockers of Port Ellery")
    seen.letter.locator("h2", has_text="The dockers of Port Ellery").wait_for(timeout=15_000)
    running.process.send_signal(signal.SIGINT)
    seen.page.locator("#status", has_text="has ended").wait_for(timeout=15_000)
    assert running.process.wait(timeout=20) == 0
    assert seen.said == []


def scrolled(seen: Visit) -> int:
    said: int = seen.letter.locator("html").evaluate("(html) => html.scrollTop")
    return said


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    """A server that nobody has a reason to ask anything."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def hostile(url: str) -> str:
    """Everything that markup can do to the page around it, or tell somebody else."""
    return (
        f"</iframe></td></table><script>alert(1);fetch('{url}/script')</script><script src='{url}/js'></script>"
        f"<img src='{url}/picture' onerror='alert(2)'><img src=x onerror=alert(3)>"
        f"<meta http-equiv='refresh' content='0;url={url}/refresh'><style>@import '{url}/import';"
        f"body{{background:url({url}/style)}}</style></style><link rel='stylesheet' href='{url}/link'>"
        f"<iframe src='{url}/frame'></iframe><object data='{url}/object'></object><video src='{url}/video'></video>"
        f"<form id='f' action='{url}/form'><button>Go</button></form><svg onload='alert(4)'></svg>"
        f"<a id='top' target='_top' href='{url}/top'>top</a> <a id='self' target='_self' href='{url}/self'>self</a>"
        f"<a id='js' href='javascript:alert(5)'>js</a> <a id='new' href='{url}/new'>new</a>"
    )


def test_a_hostile_article_is_text_and_reaches_nobody(
    desk: Desk, visit: Any, canary: tuple[str, list[str]]
) -> None:
    url, asked = canary
    desk.open_branch()
    article = next((desk.workspace / "articles").glob("*.md"))
    text = article.read_text(encoding="utf-8")
    for name in ("title", "author", "standfirst"):
        text = re.sub(
            rf"(?m)^{name}:.*$", lambda match: f"{match[0].partition(':')[0]}: {hostile(url)}", text
        )
    text = re.sub(r"(?m)^source:.*$", "source: </pre></title></script><script>alert(6)</script>", text)
    text = re.sub(r"(?m)^url:.*$", "url: javascript:alert(7)", text)
    article.write_text(text, encoding="utf-8")

    with preview_of(desk) as running:
        seen = visit(running.url)
        assert "<script>alert(1)" in seen.letter.locator("h2").first.inner_text()
        for view in ("text", "headers", "letter"):
            seen.show("view", view)
        seen.page.wait_for_timeout(300)
        assert len(seen.page.frames) == 2
        assert seen.hosts() == {urlsplit(running.url).netloc}
    assert seen.said == []
    assert asked == []


def test_markup_that_came_into_a_letter_cannot_act(
    desk: Desk, visit: Any, canary: tuple[str, list[str]]
) -> None:
    """As if every earlier guard had failed: the frame alone keeps scripts, loads and links in."""
    url, asked = canary
    desk.open_branch()
    house = open_house(desk.workspace, desk.variables())

    def broken(house: House, slug: str) -> tuple[Version, ...]:
        (version,) = versions(house, slug)
        assert version.letter is not None
        page = version.letter.html.replace("</body>", f"{hostile(url)}</body>")
        return (replace(version, letter=replace(version.letter, html=page)),)

    with serving(Preview(Looks(house, "october", read=broken)).app()) as address:
        seen = visit(address)
        seen.letter.locator("#js").wait_for()
        for link in ("new", "js", "top", "self"):
            seen.letter.locator(f"#{link}").click(no_wait_after=True)
            seen.page.wait_for_timeout(150)
        assert seen.page.url == address
    assert seen.said == []
    assert asked == []


def test_the_same_markup_on_a_page_of_its_own_does_act(browser: Any, canary: tuple[str, list[str]]) -> None:
    """A control: without the frame's guards the server that nobody asks is asked, and a dialog opens."""
    url, asked = canary
    page, said = browser.new_page(), []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.goto(f"{url}/")
    page.evaluate("text => { document.open(); document.write(text); document.close(); }", hostile(url)[9:])
    page.wait_for_timeout(1000)
    page.close()
    assert said
    assert len(set(asked)) > 3


def test_languages_are_switched_and_the_frame_reads_from_the_right(desk: Desk, visit: Any) -> None:
    desk.open_branch()
    house = open_house(desk.workspace, desk.variables())
    text = house.workspace.issue("october").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^subject:.*$", "subject: عمال الميناء ينتصرون", text)
    text = re.sub(r"(?m)^language:.*$", "language: ar", text)
    house.workspace.issue("arabic").write_text(text, encoding="utf-8")

    def two(house: House, slug: str) -> tuple[Version, ...]:
        return (*versions(house, slug), *versions(house, "arabic"))

    with serving(Preview(Looks(house, "october", read=two)).app()) as address:
        seen = visit(address)
        assert seen.page.locator("#languages label").all_inner_texts() == ["English", "العربية"]
        seen.show("language", "ar")
        seen.letter.locator("h1", has_text="عمال الميناء ينتصرون").wait_for(timeout=15_000)
        assert seen.letter.locator("html").get_attribute("dir") == "rtl"
        seen.page.keyboard.press("l")
        seen.letter.locator("h1", has_text="October").wait_for(timeout=15_000)


def test_what_is_chosen_while_an_answer_is_awaited_is_not_lost(desk: Desk, visit: Any) -> None:
    """The answer says what was shown before; it must not undo what somebody has clicked since."""
    desk.open_branch()
    house = open_house(desk.workspace, desk.variables())
    text = house.workspace.issue("october").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^language:.*$", "language: es", re.sub(r"(?m)^subject:.*$", "subject: Octubre", text))
    house.workspace.issue("spanish").write_text(text, encoding="utf-8")

    def two(house: House, slug: str) -> tuple[Version, ...]:
        return (*versions(house, slug), *versions(house, "spanish"))

    with serving(Preview(Looks(house, "october", read=two)).app()) as address:
        seen = visit(address)
        seen.page.evaluate(
            "() => { const ask = window.fetch; window.fetch = async (...given) => {"
            " const answer = await ask(...given); await new Promise((done) => setTimeout(done, 700));"
            " return answer; }; }"
        )
        seen.page.keyboard.press("d")
        seen.show("language", "es")
        seen.letter.locator("h1", has_text="Octubre").wait_for(timeout=15_000)
        assert seen.page.locator("input[name=language][value=es]").is_checked()


def test_the_keyboard_alone_is_enough(running: Running, visit: Any) -> None:
    """Tab reaches every control in the order of reading, arrows choose, single keys do, and can be switched off."""
    running.issue.write_text(
        running.issue.read_text("utf-8").replace("preheader:", "preheader: x #", 1), "utf-8"
    )
    article = next((running.issue.parent.parent / "articles").glob("*.md"))
    write_over(article, "accepted", "proposed")
    seen = visit(running.url)
    order = []
    for _ in range(40):
        seen.page.keyboard.press("Tab")
        seen.page.wait_for_timeout(80)  # into and out of the frame, which is another process
        name, is_seen = seen.page.evaluate(_FOCUS)
        if name == "BODY":
            break
        order.append(name)
        assert is_seen, order
    assert order[:6] == ["skip", "view", "width", "scheme", "pictures", "language"]
    rest = list(dict.fromkeys(order[6:]))
    assert rest == [
        "letter",
        "finding blocker",
        "finding advice",
        "marks",
        "reader",
        "wanted",
        "Show",
        "keys-on",
    ]

    seen.page.focus("input[name=width]:checked")
    seen.page.keyboard.press("ArrowRight")
    seen.becomes(seen.width, 390)
    seen.page.keyboard.press("p")
    seen.becomes(seen.width, 700)
    seen.page.keyboard.press("n")
    seen.letter.locator(".blocker:target").wait_for(timeout=5_000)
    assert seen.letter.locator(".blocker:target").is_visible()
    seen.page.keyboard.press("t")
    assert seen.page.locator("#text").is_visible()
    seen.page.uncheck("#keys-on")
    seen.page.keyboard.press("t")
    assert seen.page.locator("#text").is_visible()


#: What has the focus, and whether one can see that it has; inside the letter the browser's own ring shows it.
_FOCUS = """() => {
  const at = document.activeElement, shown = at.type === "radio" ? at.nextElementSibling : at;
  const name = at.name || at.id || at.className || (at === document.body ? "BODY" : at.textContent);
  return [name, at.tagName === "IFRAME" || getComputedStyle(shown).outlineStyle !== "none"];
}"""


def test_a_finding_stands_beside_its_article(running: Running, visit: Any) -> None:
    article = next((running.issue.parent.parent / "articles").glob("*.md"))
    write_over(article, "accepted", "proposed")
    write_over(running.issue, "preheader:", "preheader:\n#")
    seen = visit(running.url)

    finding = seen.page.get_by_role("button", name="nobody has accepted it")
    assert re.search(r"articles/[\w-]+\.md:\d+", finding.inner_text())
    seen.becomes(lambda: seen.letter.locator("body").evaluate(_MARKED), "beside")
    finding.click()
    seen.letter.locator("b:target").wait_for(timeout=5_000)
    seen.page.get_by_role("button", name="preheader").click()
    assert seen.page.locator("#inbox-marks .chosen").is_visible()
    seen.page.uncheck("#marks")
    seen.becomes(lambda: seen.letter.locator("body").evaluate(_MARKED), "no mark")


#: Where the first mark stands, measured at one moment; before a letter is drawn there is no heading either.
_MARKED = """(body) => {
  const [mark, title] = [".nl-marks", "h2"].map((name) => body.querySelector(name)?.getBoundingClientRect());
  if (!title) return "no letter";
  return !mark ? "no mark" : Math.abs(mark.y - title.y) < 20 ? "beside" : `${mark.y - title.y} away`;
}"""


def test_the_letter_is_drawn_once_when_the_page_opens(shared: Running, visit: Any) -> None:
    """The page asks again once it hears of changes; a letter that is the same must not flicker."""
    seen = visit(shared.url)
    seen.becomes(lambda: sum("/look/" in url for url in seen.asked) > 1, True)
    seen.drawn()
    assert sum("/letter/" in url for url in seen.asked) == 1


def test_any_subscriber_can_be_looked_at_and_no_address_travels(desk: Desk, visit: Any) -> None:
    desk.open_branch()
    desk.here("subscriber", "add", "rosa@example.org", *CONSENT, stdin="").ok()
    people = desk.folder / "list.csv"
    people.write_text("Email,First name\nnadia@example.org,Nadia\n", encoding="utf-8")
    desk.here("subscriber", "import", people, *CONSENT, "--yes").ok()
    database = desk.workspace / "data" / "newsletter.db"
    before = database.read_bytes()

    with preview_of(desk) as running:
        seen = visit(running.url)
        replies: list[Any] = []
        seen.page.on("response", lambda reply: replies.append(reply))  # noqa: PLW0108 a method of C is not taken
        seen.page.fill("#wanted", "Nadia@Example.org")
        seen.page.keyboard.press("Enter")
        seen.letter.get_by_text("Dear Nadia,").wait_for(timeout=15_000)
        assert re.fullmatch(r"Subscriber \w{8}…", seen.page.locator("#reader option:checked").inner_text())
        seen.page.fill("#wanted", "nobody@example.org")
        seen.page.keyboard.press("Enter")
        seen.page.locator("#look-up-error", has_text="not on the list").wait_for(timeout=15_000)
        seen.page.select_option("#reader", "unnamed")
        seen.letter.get_by_text("Dear friend,").wait_for(timeout=15_000)
        assert not any("nadia" in url.lower() or "%40" in url or "@" in url for url in seen.asked)
        looked = [reply.text() for reply in replies if "/look/" in reply.url]
        assert looked
        assert not any("nadia@" in text.lower() for text in looked)
        running.process.send_signal(signal.SIGINT)
        out, err = running.process.communicate(timeout=20)
    assert running.process.returncode == 0
    assert "nadia" not in (out + err).lower()
    assert "Traceback" not in err
    assert database.read_bytes() == before


def test_the_page_fits_is_readable_and_every_control_has_a_name(shared: Running, visit: Any) -> None:
    seen = visit(shared.url)
    for width, scheme in product((1360, 390), ("light", "dark")):
        seen.page.set_viewport_size({"width": width, "height": 800})
        seen.page.emulate_media(color_scheme=scheme)
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
        assert seen.page.evaluate(_UNNAMED) == []
        probe = (
            (Path(__file__).parents[1] / "checkers" / "probe.js")
            .read_text(encoding="utf-8")
            .partition("function small")[0]
        )
        faint = seen.page.evaluate(f"() => {{ {probe}; return faint(document) }}")
        assert faint == []


#: Controls without a name, frames without a title, and ids that stand twice.
_UNNAMED = """() => {
  const named = (e) => e.labels?.length || e.textContent.trim() || e.title;
  const controls = [...document.querySelectorAll("button, input, select, iframe, a")];
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  return controls.filter((e) => !named(e)).map((e) => e.outerHTML).concat(twice);
}"""


def test_pictures_are_taken_of_every_view(desk: Desk, chromium: str) -> None:
    from PIL import Image

    desk.open_branch()
    folder = desk.folder / "shots"
    done = desk.here("issue", "preview", "october", "--shots", folder, "--json", CHROMIUM=chromium).ok()
    names = [
        f"october-en-{view}.png"
        for view in ("desktop", "desktop-dark", "phone", "phone-dark", "pictures-off")
    ]
    assert [Path(path).name for path in done.data["files"]] == names
    colours = {}
    for name in names:
        with Image.open(folder / name) as picture:
            assert picture.width == (390 if "phone" in name else 700)
            assert 600 < picture.height < 6_000
            colours[name] = picture.getpixel((3, picture.height - 3))
    assert colours["october-en-phone.png"] == colours["october-en-desktop.png"] == (241, 236, 228)
    assert colours["october-en-phone-dark.png"] == colours["october-en-desktop-dark.png"] == (20, 17, 16)
