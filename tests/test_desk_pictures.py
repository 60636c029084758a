"""Pictures from the article's file to the reader: checked, sent once in a request, looked for before mail leaves."""

import email
import email.policy
import io
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

from newsletter.checks.finding import Finding
from newsletter.desk.proof import prove, read_issue
from newsletter.desk.published import with_published
from newsletter.desk.send import _pictures as weighed
from newsletter.rendering.message import Enclosure
from newsletter.settings import TransportName
from newsletter.wiring import House, open_house
from tests.command import Desk
from tests.house_sendgrid import HouseSendGrid
from tests.pictures import give_picture, jpeg, logo, png, set_pictures, with_a_place
from tests.smtp_sink import SmtpSink
from tests.web_space import WebSpace

KEY = "SG.test-key-of-nobody.0123456789abcdef"
SMTP = ("--transport", "smtp", "--smtp-host", "127.0.0.1", "--smtp-tls", "none", "--smtp-port")


def article_of(desk: Desk) -> str:
    (path,) = (desk.workspace / "articles").glob("*.md")
    return path.stem


def with_picture(desk: Desk, *options: object, **changes: str) -> Desk:
    desk.open_branch(*options)
    give_picture(desk.workspace, article_of(desk), content=jpeg(exif=with_a_place(6)), **changes)
    return desk


def house_of(desk: Desk) -> House:
    return open_house(desk.workspace, {})


def checked(desk: Desk) -> list[str]:
    house = house_of(desk)
    return [each.id for each in prove(house, read_issue(house, "october"), TransportName.OUTBOX).findings]


def shown(message: bytes) -> tuple[str, dict[str, bytes]]:
    """The HTML of a mail, and the pictures in it by their ids."""
    mail = email.message_from_bytes(message, policy=email.policy.default)
    parts = [part for part in mail.walk() if not part.is_multipart()]
    (page,) = [part.get_content() for part in parts if part.get_content_type() == "text/html"]
    return page, {part["Content-ID"].strip("<>"): part.get_content() for part in parts if part["Content-ID"]}


def test_in_the_outbox_every_mail_shows_the_picture_and_no_place(desk: Desk) -> None:
    with_picture(desk, "--transport", "outbox")
    set_pictures(desk.workspace, "cid")
    desk.add_people(2)
    done = desk.here("send", "october", "--yes").ok()
    assert "1 picture travels inside each letter" in done.err
    ((_, mails),) = desk.outbox().items()
    assert len(mails) == 2
    for mail in mails:
        page, pictures = shown(mail.read_bytes())
        ((content_id, content),) = pictures.items()
        assert f'src="cid:{content_id}"' in page
        image = Image.open(io.BytesIO(content))
        assert image.height > image.width
        assert dict(image.getexif()) == {}
        assert b"Private" not in content
    index = (mails[0].parent / "index.html").read_text(encoding="utf-8")
    assert "data:image/jpeg;base64," in index
    assert "cid:" not in index


def test_a_resume_sends_the_picture_that_was_frozen(desk: Desk) -> None:
    """The file may be gone by then: the second half reads what the first one read."""
    with SmtpSink(rules=["mail:2:553 5.7.1 not your address"]) as sink:
        with_picture(desk, *SMTP, sink.port)
        set_pictures(desk.workspace, "cid")
        desk.add_people(2)
        stopped = desk.here("send", "october", "--yes", "--json")
        assert len(sink.messages) == 1
        (desk.workspace / "pictures" / "lima.jpg").unlink()
        sink.rules.clear()
        desk.here("campaign", "resume", stopped.data["campaign"], "--yes").ok()
        first, second = (shown(taken.message.encode("latin-1")) for taken in sink.messages)
    assert first[1] == second[1]
    assert len(first[1]) == 1


def test_through_sendgrid_a_picture_is_attached_once_a_request(desk: Desk) -> None:
    with_picture(desk, "--transport", "sendgrid", "--unsubscribe-group", "12345")
    set_pictures(desk.workspace, "cid")
    desk.add_people(3)
    with HouseSendGrid() as server:
        desk.here(
            "send", "october", "--now", "--yes", NEWSLETTER_SENDGRID_HOST=server.url, SENDGRID_API_KEY=KEY
        ).ok()
        assert server.violations == []
        bodies = [seen.body for seen in server.posts]
        assert server.deliveries.total() == 3
    assert {len(body["attachments"]) for body in bodies} == {1}
    assert all(
        f"cid:{body['attachments'][0]['content_id']}" in body["content"][1]["value"] for body in bodies
    )


def test_a_rehearsal_carries_the_pictures_and_the_logo(desk: Desk) -> None:
    with_picture(desk, "--transport", "outbox")
    set_pictures(desk.workspace, "cid")
    (desk.workspace / "pictures" / "logo.png").write_bytes(png(logo()))
    settings = desk.workspace / "newsletter.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("[branch]\n", '[branch]\nlogo = "pictures/logo.png"\n', 1), encoding="utf-8"
    )
    desk.add_people(3)
    done = desk.here("rehearse", "october", "--json", timeout=300)
    assert done.data["exactly_once"] is True
    assert done.data["violations"] == 0


def test_without_a_mode_the_file_is_no_matter(desk: Desk) -> None:
    with_picture(desk, "--transport", "outbox", alt="")
    (desk.workspace / "pictures" / "lima.jpg").write_bytes(b"no picture")
    assert not [each for each in checked(desk) if each.startswith("picture")]


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        (b"<svg></svg>", "picture-damaged"),
        (jpeg()[:3000], "picture-damaged"),
        (None, "picture-missing"),
        (b"\xff\xd8" + bytes(30_000_001), "picture-too-large"),
    ],
    ids=["svg", "half", "none", "huge"],
)
def test_a_file_that_makes_no_picture_is_a_blocker_with_its_line(
    desk: Desk, content: bytes | None, finding: str
) -> None:
    with_picture(desk, "--transport", "outbox")
    set_pictures(desk.workspace, "cid")
    path = desk.workspace / "pictures" / "lima.jpg"
    path.unlink() if content is None else path.write_bytes(content)
    house = house_of(desk)
    (found,) = prove(house, read_issue(house, "october"), TransportName.OUTBOX).blockers
    assert found.id == finding
    line = int(found.where.rpartition(":")[2])
    text = (desk.workspace / "articles" / f"{article_of(desk)}.md").read_text(encoding="utf-8")
    assert text.split("\n")[line - 1] == "  file: pictures/lima.jpg"


def test_the_command_says_what_is_wrong_and_renders_nothing_else(desk: Desk) -> None:
    with_picture(desk, "--transport", "outbox", alt="lima.jpg")
    set_pictures(desk.workspace, "cid")
    done = desk.here("issue", "check", "october")
    assert "[alt-unhelpful]" in done.out
    (desk.workspace / "pictures" / "lima.jpg").unlink()
    done = desk.here("issue", "render", "october", "--out", desk.folder)
    assert done.code == 1
    assert "The picture's file is not there" in done.err


def on_the_web(desk: Desk, root: Path, base_url: str) -> None:
    """The issue published, and the folder where the web space shows it."""
    set_pictures(desk.workspace, "publish", base_url)
    desk.here("issue", "publish", "october", root).ok()


def blockers(desk: Desk, transport: TransportName = TransportName.SMTP) -> tuple[Finding, ...]:
    house = house_of(desk)
    before = prove(house, read_issue(house, "october"), transport)
    return with_published(house, before, transport).blockers


def looked(desk: Desk) -> list[str]:
    return [each.id for each in blockers(desk)]


def test_what_is_published_as_it_was_made_may_be_sent(desk: Desk, tmp_path: Path) -> None:
    root = tmp_path / "public"
    root.mkdir()
    with WebSpace(root) as space, SmtpSink() as sink:
        with_picture(
            desk,
            "--transport",
            "smtp",
            "--smtp-host",
            "127.0.0.1",
            "--smtp-port",
            sink.port,
            "--smtp-tls",
            "none",
        )
        set_pictures(desk.workspace, "publish", space.url)
        desk.add_people(1)
        refused = desk.here("send", "october", "--yes")
        assert refused.code == 3
        assert "Nothing of the letter is on your web space (1 page, 1 picture)" in refused.err
        assert "newsletter issue publish october" in refused.err
        assert desk.here("send", "october", "--test", "me@example.org").code == 3
        assert sink.messages == []
        on_the_web(desk, root, space.url)
        desk.here("send", "october", "--yes").ok()
        page, pictures = shown(sink.messages[0].message.encode("latin-1"))
        assert pictures == {}
        assert f'src="{space.url}/pictures/' in page
        assert f'href="{space.url}/october/"' in page


def test_what_is_not_as_it_was_made_is_a_blocker(desk: Desk, tmp_path: Path) -> None:
    root, answers = tmp_path / "public", {}
    root.mkdir()
    with WebSpace(root, answers) as space:
        with_picture(desk, "--transport", "outbox")
        on_the_web(desk, root, space.url)
        assert looked(desk) == []
        (picture,) = [f"/pictures/{path.name}" for path in (root / "pictures").iterdir()]
        content = (root / picture.lstrip("/")).read_bytes()
        for answer in (
            (404, "text/html", b"no"),
            (302, "image/jpeg", content),
            (200, "text/html", content),
            (200, "image/png", content),
            (200, "image/jpeg", content[:-1]),
            (200, "image/jpeg", content + b"x"),
        ):
            answers[picture] = answer
            assert looked(desk) == ["picture-not-published"], answer
        answers[picture] = (200, "image/jpeg; charset=binary", content)
        assert looked(desk) == []
        answers["/october/"] = (404, "text/html", b"no")
        assert looked(desk) == ["page-not-published"]
        assert "?" not in "".join(space.asked)
    assert looked(desk) == ["page-not-published"]


def test_what_was_never_published_is_told_once_and_two_causes_are_told_apart(
    desk: Desk, tmp_path: Path
) -> None:
    answers = {}
    with WebSpace(tmp_path, answers) as space:
        with_picture(desk, "--transport", "outbox")
        path = desk.workspace / "issues" / "october.es.md"
        path.write_text("---\nsubject: Octubre\npreheader: Nueve semanas\n---\n\nHola,\n", encoding="utf-8")
        set_pictures(desk.workspace, "publish", space.url)
        (told,) = blockers(desk)
        assert told.id == "page-not-published"
        assert "(2 pages, 1 picture)" in told.message
        assert f"{space.url}/october/: the answer is 404" in told.message
        assert "newsletter issue publish october" in told.remedy
        assert "base_url" not in told.remedy  # the settings are wrong without it
        answers["/october.es/"] = (302, "text/html", b"")
        assert [each.id for each in blockers(desk)] == ["picture-not-published", *["page-not-published"] * 2]
        answers["/october/"] = answers["/october.es/"] = (200, "text/html", b"a page")
        assert [each.id for each in blockers(desk)] == ["picture-not-published"]
        set_pictures(desk.workspace, "none", space.url)
        assert blockers(desk) == ()
        answers.clear()
        (told,) = blockers(desk)
        assert "(2 pages)" in told.message
        assert "take base_url out of newsletter.toml" in told.remedy


def test_a_drill_through_sendgrid_asks_nobody_else(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with_picture(desk, "--transport", "sendgrid", "--unsubscribe-group", "7")
    with WebSpace(tmp_path) as space:
        set_pictures(desk.workspace, "publish", space.url)
        house = open_house(desk.workspace, {"NEWSLETTER_SENDGRID_HOST": "http://127.0.0.1:9"})
        before = prove(house, read_issue(house, "october"), TransportName.SENDGRID)
        assert with_published(house, before, TransportName.SENDGRID).blockers == ()
        assert space.asked == []


@pytest.mark.parametrize(
    ("transport", "people", "upload", "kept"),
    [
        (TransportName.SENDGRID, 2_000, "400 kB to upload", ""),
        (TransportName.SENDGRID, 3_000, "600 kB to upload", "600.0 MB in all"),
        (TransportName.SMTP, 2_001, "400.2 MB to upload", "400.2 MB in all"),
    ],
)
def test_it_is_said_what_the_pictures_weigh(
    transport: TransportName, people: int, upload: str, kept: str
) -> None:
    picture = Enclosure(
        content_id="a@example.org", name="a.jpg", media_type="image/jpeg", base64="A" * 200_000
    )
    letter = SimpleNamespace(pictures=(picture,))
    batch = 1 if transport is TransportName.SMTP else 1000
    first, *more = weighed(
        SimpleNamespace(letter=letter, people=people, batch_size=batch, transport=transport)
    )
    assert first == f"Pictures  1 picture travels inside each letter: 200 kB a letter, {upload}"
    assert (kept in " ".join(more)) if kept else more == []
