"""The public pages of an issue in several languages know of each other, and so do the list and the feed."""

import json
import re
from pathlib import Path

import pytest
from lxml import etree

from newsletter.desk.issues import render_to
from newsletter.desk.publish import publish as deed
from newsletter.desk.result import Result
from newsletter.wiring import open_house
from tests.command import Desk
from tests.pictures import give_picture, set_pictures
from tests.test_desk_publish import BASE, entries, files, public

ALTERNATES = "//head/link[@rel='alternate'][@hreflang]"


def translate(branch: Desk, language: str, intro: str) -> None:
    path = branch.workspace / "issues" / f"october.{language}.md"
    path.write_text(f"---\nsubject: {intro}!\npreheader: {intro}\n---\n\n{intro}.\n", encoding="utf-8")


@pytest.fixture
def branch(desk: Desk) -> Desk:
    desk.open_branch("--transport", "outbox")
    translate(desk, "es", "Nueve semanas en huelga")
    translate(desk, "ar", "تسعة أسابيع من الإضراب")
    set_pictures(desk.workspace, "none", BASE)
    return desk


def publish(branch: Desk, slug: str = "october") -> Result:
    return deed(open_house(branch.workspace, {}), slug, public(branch))


def page(branch: Desk, name: str) -> etree._Element:
    text = (public(branch) / name).read_text(encoding="utf-8")
    return etree.fromstring(text, etree.HTMLParser())


def links(nodes: list[etree._Element]) -> list[tuple[str, ...]]:
    return [
        (each.get("hreflang"), each.get("lang"), each.get("dir"), each.get("href"), each.text)
        for each in nodes
    ]


def said(node: etree._Element) -> str:
    paragraphs = node.xpath(".//p") or [node]
    return " ".join(" ".join("".join(each.itertext()).split()) for each in paragraphs)


ENGLISH = ("en", "en", "ltr", "../october/", "English")
SPANISH = ("es", "es", "ltr", "../october.es/", "Español")
ARABIC = ("ar", "ar", "rtl", "../october.ar/", "العربية")


PAGES = {
    "october": ("en", "ltr", "All issues Also in: العربية · Español", [ARABIC, SPANISH]),
    "october.es": ("es", "ltr", "Todos los boletines También en: English · العربية", [ENGLISH, ARABIC]),
    "october.ar": ("ar", "rtl", "كل النشرات بلغات أخرى: English · Español", [ENGLISH, SPANISH]),
}


def test_each_page_leads_to_the_others_in_their_own_words(branch: Desk) -> None:
    publish(branch)
    for folder in PAGES:
        assert_that_it_leads_to_the_others(branch, folder)


def assert_that_it_leads_to_the_others(branch: Desk, folder: str) -> None:
    language, direction, words, others = PAGES[folder]
    shown = page(branch, f"{folder}/index.html")
    (line,) = shown.xpath("//nav")
    assert shown.find("body")[0] is line
    assert (line.get("lang"), line.get("dir")) == (language, direction)
    assert said(line) == words
    assert links(line.xpath(".//a[@hreflang]")) == others
    (overview,) = line.xpath(".//a[not(@hreflang)]")
    assert overview.get("href") == "../index.html"
    assert words.startswith(overview.text)
    for each in others:
        assert (public(branch) / folder / each[3] / "index.html").is_file()
    assert shown.xpath("//link[@rel='canonical']/@href") == [f"{BASE}/{folder}/"]
    assert [(each.get("hreflang"), each.get("href")) for each in shown.xpath(ALTERNATES)] == [
        ("en", f"{BASE}/october/"),
        ("ar", f"{BASE}/october.ar/"),
        ("es", f"{BASE}/october.es/"),
        ("x-default", f"{BASE}/october/"),
    ]


def test_without_an_address_the_pages_know_each_other_by_the_way_from_one_to_the_other(branch: Desk) -> None:
    set_pictures(branch.workspace, "none")
    publish(branch)
    assert page(branch, "october.es/index.html").xpath(f"{ALTERNATES}/@href") == [
        "../october/", "../october.ar/", "../october.es/", "../october/",
    ]  # fmt: skip
    assert entries(branch, "a:link/@href") == ["october/", "october.ar/", "october.es/"]


def test_an_issue_in_one_language_says_nothing_of_languages(branch: Desk) -> None:
    for language in ("es", "ar"):
        (branch.workspace / "issues" / f"october.{language}.md").unlink()
    publish(branch)
    for text in files(public(branch)).values():
        for sign in (b"hreflang", b"Also in"):
            assert sign not in text


def test_every_page_leads_to_the_list_of_issues(branch: Desk) -> None:
    for language in ("es", "ar"):
        (branch.workspace / "issues" / f"october.{language}.md").unlink()
    publish(branch)
    (link,) = page(branch, "october/index.html").xpath("//body/nav//a")
    assert (link.text, link.get("href")) == ("All issues", "../index.html")


def test_list_and_feed_lead_to_each_language(branch: Desk) -> None:
    publish(branch)
    (line,) = page(branch, "index.html").xpath("//article/p/span[a]")
    assert said(line) == "Also in: العربية · Español"
    assert links(line.xpath("a")) == [
        (*each[:3], each[3].removeprefix("../"), each[4]) for each in (ARABIC, SPANISH)
    ]
    assert entries(branch, "a:link/@hreflang") == ["en", "ar", "es"]
    assert set(entries(branch, "a:link/@rel")) == {"alternate"}
    assert entries(branch, "a:link/@href") == [f"{BASE}/october{end}/" for end in ("", ".ar", ".es")]


def test_no_mail_holds_the_line(branch: Desk) -> None:
    set_pictures(branch.workspace, "none")  # nobody could look at the pages before sending
    branch.add_people(1)
    branch.here("send", "october", "--yes").ok()
    ((mail,),) = branch.outbox().values()
    text = mail.read_text(encoding="utf-8")
    assert "Also in" not in text
    assert "All issues" not in text
    assert "hreflang" not in text


def test_render_writes_the_very_same_pages(branch: Desk) -> None:
    publish(branch)
    branch.here("issue", "render", "october", "--format", "web", "--out", branch.folder / "web").ok()
    there = files(public(branch))
    assert files(branch.folder / "web") == {name: there[name] for name in there if name.startswith("october")}


def test_a_picture_of_all_languages_is_named_once(branch: Desk) -> None:
    (slug,) = [path.stem for path in (branch.workspace / "articles").glob("*.md")]
    give_picture(branch.workspace, slug)
    set_pictures(branch.workspace, "cid")
    done = render_to(open_house(branch.workspace, {}), "october", branch.folder / "web", ("web",))
    assert len(done.data["files"]) == len(set(done.data["files"])) == 4


def test_pages_of_a_design_of_the_branchs_own_lead_to_one_another_as_well(branch: Desk) -> None:
    own = branch.workspace / "templates" / "email" / "bare"
    own.mkdir(parents=True)
    (own / "email.html.j2").write_text(
        "<p>{{ subject }}</p><p><a href='{{ footer.unsubscribe }}'>Leave</a></p>"
    )
    (own / "email.txt.j2").write_text("{{ subject }} {{ footer.unsubscribe }}")
    file = branch.workspace / "issues" / "october.md"
    file.write_text(file.read_text().replace("design: digest", "design: bare"))
    render_to(open_house(branch.workspace, {}), "october", public(branch), ("web",))
    shown = page(branch, "october.es/index.html")
    assert shown.find("body/p").text == "Nueve semanas en huelga!"
    assert links(shown.xpath("//nav//a[@hreflang]")) == [ENGLISH, ARABIC]


def test_a_corrected_translation_moves_the_time_of_the_entry(
    branch: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(branch)
    listed = public(branch) / "published.json"
    listed.write_text(re.sub(r'"(published|updated)": "\d{4}', r'"\1": "2020', listed.read_text()))
    publish(branch)
    assert [moment[:4] for moment in entries(branch, "a:updated/text()")] == ["2020"]
    translate(branch, "es", "Diez semanas en huelga")
    publish(branch)
    assert [moment[:4] for moment in entries(branch, "a:published/text()")] == ["2020"]
    assert [moment[:4] > "2020" for moment in entries(branch, "a:updated/text()")] == [True]


def test_a_translation_that_is_no_longer_there_is_not_led_to(branch: Desk) -> None:
    publish(branch)
    (public(branch) / "october.es" / "index.html").unlink()
    (branch.workspace / "issues" / "november.md").write_text(
        (branch.workspace / "issues" / "october.md").read_text().replace("id: ", "id: f", 1)
    )
    done = publish(branch, "november")
    assert done.data["gone"] == ["october.es"]
    (message,) = done.messages
    assert message.startswith("october.es is no longer in the folder: taken out of the list and the feed.")
    assert message.endswith(f"To have it back: newsletter issue publish october {public(branch)}")
    assert "october.es" not in (public(branch) / "index.html").read_text()
    assert "october.es" not in (public(branch) / "feed.xml").read_text()
    assert "october.ar" in (public(branch) / "feed.xml").read_text()
    assert publish(branch, "november").messages == ()
    publish(branch)
    assert "october.es" in (public(branch) / "feed.xml").read_text()


def november(branch: Desk) -> Result:
    """Publish another issue, with the words of the first."""
    text = (branch.workspace / "issues" / "october.md").read_text().replace("id: ", "id: f", 1)
    (branch.workspace / "issues" / "november.md").write_text(text)
    return publish(branch, "november")


def take_out(branch: Desk, *names: str) -> None:
    for name in names:
        (public(branch) / name).rename(branch.folder / name)


@pytest.mark.parametrize("base", [BASE, ""])
def test_no_page_leads_to_a_translation_that_was_taken_out(branch: Desk, base: str) -> None:
    if not base:
        set_pictures(branch.workspace, "none")
    publish(branch)
    before = files(public(branch))
    take_out(branch, "october.es")
    done = november(branch)
    for name, others in (("october", [ARABIC]), ("october.ar", [ENGLISH])):
        assert str(public(branch) / name / "index.html") in done.data["written"]
        assert b"october.es" not in files(public(branch))[f"{name}/index.html"]
        shown = page(branch, f"{name}/index.html")
        assert links(shown.xpath("//nav//a[@hreflang]")) == others
        assert len(shown.xpath("//nav//span[@aria-hidden]")) == 0
        assert shown.xpath(f"{ALTERNATES}/@hreflang") == ["en", "ar", "x-default"]
    there = files(public(branch))
    assert november(branch).data["written"] == []
    assert files(public(branch)) == there
    publish(branch)
    after = files(public(branch))
    assert all(after[name] == before[name] for name in before if name.startswith("october"))


def test_without_any_translation_left_a_page_is_as_if_there_had_been_none(branch: Desk) -> None:
    publish(branch)
    take_out(branch, "october.es", "october.ar")
    november(branch)
    shortened = files(public(branch))["october/index.html"]
    assert b"October: the dockers won" in shortened
    for language in ("es", "ar"):
        (branch.workspace / "issues" / f"october.{language}.md").unlink()
    publish(branch)
    assert files(public(branch))["october/index.html"] == shortened


def test_a_translation_whose_issue_was_taken_out_does_not_lead_to_it(branch: Desk) -> None:
    publish(branch)
    take_out(branch, "october")
    november(branch)
    for name in ("october.es", "october.ar"):
        assert b"october/" not in files(public(branch))[f"{name}/index.html"]


def test_a_page_that_was_changed_by_hand_stays_and_is_said_to_lead_nowhere(branch: Desk) -> None:
    publish(branch)
    take_out(branch, "october.es")
    changed = public(branch) / "october" / "index.html"
    changed.write_bytes(changed.read_bytes() + b"<!-- ours -->")
    text = changed.read_bytes()
    for _ in range(2):
        (message,) = [each for each in november(branch).messages if "still leads" in each]
        assert message.startswith(f"{changed} still leads to a page that is no longer there: ../october.es/")
        assert changed.read_bytes() == text


def test_a_list_of_an_older_version_is_read(branch: Desk) -> None:
    publish(branch)
    listed: Path = public(branch) / "published.json"
    text = listed.read_text()
    older = re.sub(r'\n +"(translations|listed)": ?(\[[^]]*\]|true|false),', "", text)
    assert "listed" not in older
    assert "translations" not in older
    listed.write_text(older)
    publish(branch)
    assert listed.read_text() == text


def test_a_language_that_is_none_makes_the_list_a_damaged_one(branch: Desk) -> None:
    publish(branch)
    listed = public(branch) / "published.json"
    values = json.loads(listed.read_text())
    (row,) = values["issues"].values()
    for language in ("../x", "es/..", "ES", "", 7):
        row["translations"] = [language]
        listed.write_text(json.dumps(values))
        before = files(public(branch))
        done = branch.here("issue", "publish", "october", public(branch), "--json")
        assert done.json["errors"][0]["code"] == "published-list", language
        assert files(public(branch)) == before
