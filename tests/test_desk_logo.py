"""A branch's logo from the settings to the reader: in mails, on the web space, on paper; told when it is none."""

import re
from pathlib import Path

import pytest
from PIL import Image

from newsletter.desk.proof import prove, read_issue
from newsletter.settings import TransportName
from newsletter.web.looks import Look, Looks
from newsletter.wiring import open_house
from tests.command import Desk
from tests.house_sendgrid import HouseSendGrid
from tests.pictures import give_logo, logo, png, set_pictures
from tests.test_desk_pictures import KEY, shown

NAME = "Anytown Trades Council"
BASE = "https://branch.example.org/letters"


@pytest.fixture
def branch(desk: Desk) -> Desk:
    desk.open_branch("--transport", "outbox")
    give_logo(desk.workspace, png(logo()))
    return desk


def found(desk: Desk) -> dict[str, str]:
    """The findings about pictures and logos, with their place."""
    house = open_house(desk.workspace, {})
    findings = prove(house, read_issue(house, "october"), TransportName.OUTBOX).findings
    return {each.id: each.where for each in findings if each.id.startswith(("picture", "logo"))}


def test_every_mail_carries_it_and_says_the_name_in_words(branch: Desk) -> None:
    set_pictures(branch.workspace, "cid")
    branch.add_people(2)
    done = branch.here("send", "october", "--yes").ok()
    assert "1 picture travels inside each letter" in done.err
    ((_, mails),) = branch.outbox().items()
    assert len(mails) == 2
    for mail in mails:
        page, pictures = shown(mail.read_bytes())
        ((content_id, content),) = pictures.items()
        assert page.count(f'src="cid:{content_id}"') == 1
        assert content.startswith(b"\x89PNG")
        assert f">{NAME}</p>" in page
    assert found(branch) == {}


def test_through_sendgrid_it_is_attached_once_a_request(desk: Desk) -> None:
    desk.open_branch("--transport", "sendgrid", "--unsubscribe-group", "12345")
    give_logo(desk.workspace, png(logo()))
    set_pictures(desk.workspace, "cid")
    desk.add_people(3)
    with HouseSendGrid() as server:
        host = {"NEWSLETTER_SENDGRID_HOST": server.url, "SENDGRID_API_KEY": KEY}
        desk.here("send", "october", "--now", "--yes", **host).ok()
        assert server.violations == []
        bodies = [seen.body for seen in server.posts]
    for body in bodies:
        (attachment,) = body["attachments"]
        assert (attachment["type"], attachment["disposition"]) == ("image/png", "inline")
        assert body["content"][1]["value"].count(f"cid:{attachment['content_id']}") == 1


def test_where_letters_show_no_pictures_only_paper_has_it_and_that_is_said(
    branch: Desk, tmp_path: Path
) -> None:
    assert found(branch) == {"logo-not-shown": "newsletter.toml"}
    branch.here(
        "issue", "render", "october", "--out", tmp_path, "--format", "html", "--format", "web",
        "--format", "print", CHROMIUM="/nowhere",
    ).ok()  # fmt: skip
    letter, web, notice = (
        (tmp_path / name).read_text(encoding="utf-8")
        for name in ("october.html", "october/index.html", "october.print.html")
    )
    assert "<img" not in letter + web
    assert notice.count('<img class="logo" src="data:image/png;base64,') == 1


def test_it_is_published_with_the_page(branch: Desk, tmp_path: Path) -> None:
    set_pictures(branch.workspace, "publish", BASE)
    branch.here("issue", "publish", "october", tmp_path / "public").ok()
    (file,) = (tmp_path / "public" / "pictures").iterdir()
    page = (tmp_path / "public" / "october" / "index.html").read_text(encoding="utf-8")
    assert f'src="../pictures/{file.name}"' in page
    assert found(branch) == {}


def test_the_preview_shows_it_and_follows_its_file(branch: Desk) -> None:
    set_pictures(branch.workspace, "cid")
    looks = Looks(open_house(branch.workspace, {}), "october")
    before = looks.page(Look(marks=False))
    assert 'src="data:image/png;base64,' in before
    (branch.workspace / "pictures/logo.png").write_bytes(png(logo("#a3152a")))
    assert looks.page(Look(marks=False)) != before


@pytest.mark.parametrize(
    ("content", "finding"),
    [(b"This is our logo.", "picture-damaged"), (png(logo())[:-900], "picture-damaged"), (None, "picture-missing")],
    ids=["text", "half", "none"],
)  # fmt: skip
def test_what_is_no_logo_is_not_sent_and_told_in_one_sentence(
    branch: Desk, content: bytes | None, finding: str
) -> None:
    set_pictures(branch.workspace, "cid")
    branch.add_people(1)
    path = branch.workspace / "pictures/logo.png"
    path.unlink() if content is None else path.write_bytes(content)
    assert found(branch) == {finding: "newsletter.toml"}
    done = branch.here("send", "october", "--yes")
    assert done.code == 3
    (line,) = [line for line in done.err.splitlines() if "newsletter.toml: " in line]
    assert "logo" in line
    assert branch.outbox() == {}
    for format_ in ("html", "print"):
        done = branch.here("issue", "render", "october", "--out", branch.folder, "--format", format_)
        assert done.code == 1
        assert "Traceback" not in done.err
        assert line.strip() in done.err


@pytest.mark.parametrize(
    ("image", "said"),
    [
        (logo("#1b1b3a", "#ffffff", second="#f39200"), r"Of the logo's outlines, [1-7]\d% stand out"),
        (
            logo("#f0e8c0", "#ffffff"),
            "Nothing in the logo stands out: it is one flat colour, or its colours are too",
        ),
        (
            Image.new("RGB", (400, 200), "#1b1b3a"),
            "Nothing in the logo stands out: it is one flat colour, or its",
        ),
    ],
    ids=["half-pale", "pale", "flat"],
)
def test_a_logo_that_hardly_shows_is_advice(branch: Desk, image: Image.Image, said: str) -> None:
    set_pictures(branch.workspace, "cid")
    (branch.workspace / "pictures/logo.png").write_bytes(png(image))
    assert found(branch) == {"logo-contrast": "newsletter.toml"}
    done = branch.here("issue", "check", "october")
    assert done.code == 0
    assert re.search(said, " ".join(done.out.split()))
    assert " 0%" not in done.out


def test_translations_carry_the_same_one(branch: Desk) -> None:
    set_pictures(branch.workspace, "cid")
    branch.here("issue", "new", "october", "--translation", "es").ok()
    house = open_house(branch.workspace, {})
    checked = prove(house, read_issue(house, "october"), TransportName.OUTBOX)
    assert {len(letter.pictures) for letter in (checked.letter, *checked.translations.values())} == {1}
    assert checked.letter.pictures == checked.translations["es"].pictures


def test_without_the_line_nothing_is_looked_for(desk: Desk) -> None:
    desk.open_branch("--transport", "outbox")
    set_pictures(desk.workspace, "cid")
    assert found(desk) == {}
