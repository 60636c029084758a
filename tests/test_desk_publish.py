"""A public folder: the same bytes each time, nobody in it, nothing deleted, nothing of others written over."""

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest
from lxml import etree

from newsletter.desk.issues import render_to
from newsletter.desk.publish import publish as deed
from newsletter.desk.result import Result
from newsletter.errors import NewsletterError
from newsletter.wiring import open_house
from tests.command import Desk
from tests.pictures import give_picture, set_pictures

BASE = "https://branch.example.org/letters"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def branch(desk: Desk) -> Desk:
    desk.open_branch("--transport", "outbox")
    (slug,) = [path.stem for path in (desk.workspace / "articles").glob("*.md")]
    give_picture(desk.workspace, slug)
    set_pictures(desk.workspace, "publish", BASE)
    return desk


def files(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()
    }


def change(branch: Desk, old: str, new: str) -> None:
    file = branch.workspace / "issues" / "october.md"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def public(branch: Desk) -> Path:
    return branch.folder / "public"


def publish(branch: Desk, slug: str = "october", folder: Path | None = None) -> Result:
    return deed(open_house(branch.workspace, {}), slug, folder or public(branch))


def refused(branch: Desk, slug: str = "october", folder: Path | None = None) -> str:
    """The code of the error, after which nothing may have changed."""
    before = files(branch.folder)
    with pytest.raises(NewsletterError) as caught:
        publish(branch, slug, folder)
    assert files(branch.folder) == before
    return caught.value.code


def test_a_folder_for_any_web_space_and_typed_again_the_same_bytes(branch: Desk) -> None:
    first = branch.here("issue", "publish", "october", public(branch), "--json").ok()
    there = files(public(branch))
    (picture,) = [name for name in there if name.startswith("pictures/")]
    assert set(there) == {"index.html", "feed.xml", "published.json", "october/index.html", picture}
    assert set(first.data["files"]) == set(there) - {"published.json"}
    assert {Path(path).relative_to(public(branch)) for path in first.data["written"]} == set(
        map(Path, first.data["files"])
    )
    again = branch.here("issue", "publish", "october", public(branch)).ok()
    assert "Nothing has changed" in again.out
    assert files(public(branch)) == there
    assert re.fullmatch(r"pictures/[0-9a-f]{32}\.jpg", picture)


def test_the_page_is_the_letter_without_anybody_in_it(branch: Desk) -> None:
    change(branch, "October: the dockers won", "[first_name|Friends], the dockers won")
    publish(branch)
    text = (public(branch) / "october/index.html").read_text(encoding="utf-8")
    page = etree.fromstring(text, etree.HTMLParser())
    assert (page.get("lang"), page.get("dir")) == ("en", "ltr")
    assert page.findtext(".//h1") == "Friends, the dockers won"
    assert "Dear friend" in " ".join(page.itertext())
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{BASE}/october/"]
    assert "Unsubscribe" not in text
    assert "unsubscribe" not in text
    assert "You get this letter because" not in text
    assert "first_name" not in text
    (image,) = page.xpath("//img")
    assert (public(branch) / "october" / image.get("src")).is_file()
    assert image.get("alt") == "Marchers with flags on a bridge"
    assert "Ines Marlow" in text
    assert "<script" not in text


def test_the_letter_shows_the_published_picture_and_leads_to_the_page(branch: Desk) -> None:
    publish(branch)
    branch.here("issue", "render", "october", "--out", branch.folder).ok()
    html = (branch.folder / "october.html").read_text(encoding="utf-8")
    (name,) = [path.name for path in (public(branch) / "pictures").iterdir()]
    assert f'src="{BASE}/pictures/{name}"' in html
    assert f'href="{BASE}/october/"' in html
    assert f"{BASE}/october/" in (branch.folder / "october.txt").read_text(encoding="utf-8").split()


def test_render_writes_the_very_same_page(branch: Desk) -> None:
    publish(branch)
    done = branch.here(
        "issue", "render", "october", "--format", "web", "--out", branch.folder / "web", "--json"
    ).ok()
    there = files(public(branch))
    assert files(branch.folder / "web") == {
        name: there[name] for name in there if name.startswith(("october/", "pictures/"))
    }
    assert len(done.data["files"]) == 2


def feed(branch: Desk) -> etree._Element:
    return etree.parse(public(branch) / "feed.xml").getroot()


def entries(branch: Desk, path: str) -> list[str]:
    return feed(branch).xpath(f"//a:entry/{path}", namespaces=ATOM)


def test_the_feed_is_atom_with_ids_that_stay(branch: Desk) -> None:
    change(branch, '"October: the dockers won"', 'October: <b>"dockers" & co</b>')
    publish(branch)
    before = feed(branch)
    assert before.tag == "{http://www.w3.org/2005/Atom}feed"
    for name in ("id", "title", "updated"):
        assert len(before.xpath(f"a:{name}", namespaces=ATOM)) == 1
    assert before.xpath("string(a:author/a:name)", namespaces=ATOM) == "Anytown Trades Council"
    assert before.xpath("a:link[@rel='self']/@href", namespaces=ATOM) == [f"{BASE}/feed.xml"]
    assert entries(branch, "a:title/text()") == ['October: <b>"dockers" & co</b>']
    assert entries(branch, "a:link/@href") == [f"{BASE}/october/"]
    (id_,) = entries(branch, "a:id/text()")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", id_)
    issue_id = re.search(r"^id: (\w+)", (branch.workspace / "issues/october.md").read_text(), re.MULTILINE)[1]
    assert issue_id not in (public(branch) / "feed.xml").read_text()
    (published,) = entries(branch, "a:published/text()")
    change(branch, "& co", "& friends")
    publish(branch)
    assert entries(branch, "a:id/text()") == [id_]
    assert entries(branch, "a:published/text()") == [published]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", published)


def test_without_an_address_the_links_are_relative(branch: Desk) -> None:
    set_pictures(branch.workspace, "none")
    publish(branch)
    assert entries(branch, "a:link/@href") == ["october/"]
    assert not (public(branch) / "pictures").exists()
    page = (public(branch) / "october/index.html").read_text()
    assert "<img" not in page
    assert "canonical" not in page


def test_a_second_issue_joins_the_list_and_old_files_stay(branch: Desk) -> None:
    publish(branch)
    before = files(public(branch))
    (slug,) = [path.stem for path in (branch.workspace / "articles").glob("*.md")]
    branch.here(
        "issue", "new", "november", "--subject", "Letter two", "--preheader", "More", "--article", slug
    ).ok()
    give_picture(branch.workspace, slug, content=b"\x89PNG" + b"broken", file="pictures/broken.png")
    assert refused(branch, "november") == "blocked"
    give_picture(branch.workspace, slug)
    publish(branch, "november")
    after = files(public(branch))
    assert before.keys() <= after.keys()
    assert after["october/index.html"] == before["october/index.html"]
    index = after["index.html"].decode()
    assert 'href="october/"' in index
    assert 'href="november/"' in index
    assert len(entries(branch, "a:id")) == 2


def second(branch: Desk, slug: str = "november") -> None:
    """Another issue, with the words of the first."""
    text = (branch.workspace / "issues" / "october.md").read_text(encoding="utf-8")
    id_ = hashlib.sha256(slug.encode()).hexdigest()[:16]
    text = re.sub(r"^id: \w+", f"id: {id_}", text, flags=re.MULTILINE)
    (branch.workspace / "issues" / f"{slug}.md").write_text(text, encoding="utf-8")


def test_an_issue_that_was_taken_out_by_hand_leaves_list_and_feed(branch: Desk) -> None:
    second(branch)
    publish(branch)
    first = entries(branch, "a:published/text()"), entries(branch, "a:id/text()")
    shutil.rmtree(public(branch) / "october")
    done = branch.here("issue", "publish", "november", public(branch)).ok()
    assert "october is no longer in the folder: taken out of the list and the feed." in done.err
    assert f"newsletter issue publish october {public(branch)}" in done.err
    assert "october" not in (public(branch) / "index.html").read_text()
    assert entries(branch, "a:link/@href") == [f"{BASE}/november/"]
    assert not (public(branch) / "october").exists()
    there = files(public(branch))
    again = publish(branch, "november")
    assert again.messages == ()
    assert again.data["gone"] == []
    assert files(public(branch)) == there
    publish(branch)
    assert len(entries(branch, "a:id")) == 2
    assert first[0][0] in entries(branch, "a:published/text()")
    assert first[1][0] in entries(branch, "a:id/text()")


def test_an_issue_whose_page_was_put_back_is_listed_again(branch: Desk) -> None:
    second(branch)
    publish(branch)
    (public(branch) / "october").rename(branch.folder / "kept")
    publish(branch, "november")
    assert len(entries(branch, "a:id")) == 1
    (branch.folder / "kept").rename(public(branch) / "october")
    assert publish(branch, "november").messages == ()
    assert len(entries(branch, "a:id")) == 2


def test_an_issue_published_again_is_not_said_to_be_gone(branch: Desk) -> None:
    publish(branch)
    shutil.rmtree(public(branch) / "october")
    assert publish(branch).messages == ()
    assert entries(branch, "a:link/@href") == [f"{BASE}/october/"]


def test_the_name_of_an_issue_that_was_taken_out_is_free(branch: Desk) -> None:
    """And what has the name then is not listed twice."""
    publish(branch)
    shutil.rmtree(public(branch) / "october")
    second(branch, "october")
    for _ in range(2):
        publish(branch)
        assert entries(branch, "a:link/@href") == [f"{BASE}/october/"]


def test_what_is_somebody_elses_is_not_written_over_and_nothing_else_is_either(branch: Desk) -> None:
    public(branch).mkdir()
    (public(branch) / "index.html").write_text("our old page")
    (public(branch) / "minutes.pdf").write_text("minutes")
    assert refused(branch) == "published-foreign"
    (public(branch) / "index.html").unlink()
    publish(branch)
    (public(branch) / "feed.xml").write_text("edited by hand")
    change(branch, "Nine weeks on strike", "Ten weeks on strike")
    assert refused(branch) == "published-foreign"
    assert (public(branch) / "feed.xml").read_text() == "edited by hand"
    assert (public(branch) / "minutes.pdf").read_text() == "minutes"


def test_whoever_was_killed_in_the_middle_publishes_once_more(branch: Desk) -> None:
    """The list is written first; any file may then be the old or the new one, or not be there."""
    publish(branch)
    shutil.copytree(public(branch), branch.folder / "old")
    change(branch, "Nine weeks on strike", "Ten weeks on strike")
    publish(branch)
    new = files(public(branch))
    shutil.copyfile(branch.folder / "old/feed.xml", public(branch) / "feed.xml")
    shutil.copyfile(branch.folder / "old/october/index.html", public(branch) / "october/index.html")
    (public(branch) / "index.html").unlink()
    publish(branch)
    assert files(public(branch)) == new


@pytest.mark.parametrize(
    "folder",
    [
        ".",
        "..",
        "data",
        "data/public",
        "outbox",
        "pictures",
        "issues/x",
        "articles",
        "templates",
        "translations",
    ],
)
def test_a_folder_with_the_branchs_own_files_is_refused(branch: Desk, folder: str) -> None:
    assert refused(branch, folder=branch.workspace / folder) == "private-folder"


def test_a_link_out_of_the_folder_is_refused(branch: Desk) -> None:
    public(branch).mkdir()
    (branch.folder / "elsewhere").mkdir()
    (public(branch) / "october").symlink_to(branch.folder / "elsewhere")
    assert refused(branch) == "published-link"
    assert files(branch.folder / "elsewhere") == {}


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"issues": {}, "files": {"../../x": []}}', '{"issues": {"a": {"slug": "../x"}}, "files": {}}',
     '{"issues": {}, "files": {"index.html": ["short"]}}', '{"issues": 7, "files": {}}'],
)  # fmt: skip
def test_a_damaged_list_is_told(branch: Desk, text: str) -> None:
    public(branch).mkdir()
    (public(branch) / "published.json").write_text(text)
    assert refused(branch) == "published-list"
    assert set(files(public(branch))) == {"published.json"}


def test_another_issue_with_the_same_name_is_refused(branch: Desk) -> None:
    publish(branch)
    text = (branch.workspace / "issues/october.md").read_text()
    (branch.workspace / "issues/october.md").write_text(
        re.sub(r"^id: \w+", "id: 0123456789abcdef", text, flags=re.MULTILINE)
    )
    assert refused(branch) == "published-slug"


def test_no_issue_has_the_name_of_the_pictures_folder(branch: Desk) -> None:
    """Whoever takes the issue back by removing its folder would take the pictures of all letters along."""
    made = branch.here("issue", "new", "pictures")
    assert made.code == 2
    assert "An issue cannot be called pictures: in the public folder, the pictures lie there." in made.err
    assert "→ Choose another name, for example: pictures-issue" in made.err
    assert not (branch.workspace / "issues" / "pictures.md").exists()
    second(branch, "pictures")
    assert refused(branch, "pictures") == "reserved-slug"
    with pytest.raises(NewsletterError, match="cannot be called pictures"):
        render_to(open_house(branch.workspace, {}), "pictures", branch.folder / "web", ("web",))
    assert not (branch.folder / "web").exists()


def test_the_list_of_files_holds_nothing_of_anybody(branch: Desk) -> None:
    publish(branch)
    listed = json.loads((public(branch) / "published.json").read_text())
    assert set(listed) == {"version", "issues", "files"}
