"""The pictures of an issue: found inside the workspace only, shown with their credit, never anybody else's address."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from rendering_samples import make_article, make_articles, make_branch, make_issue, make_letter, make_photo

from newsletter.rendering import pictures
from newsletter.rendering.message import Letter
from newsletter.rendering.pictures import Gallery, gather
from newsletter.settings import PictureMode
from newsletter.workspace import Workspace
from tests.pictures import jpeg, photo, with_a_place

BASE = "https://branch.example.org/letters/pictures/"


def make_workspace(root: Path, **files: bytes) -> Workspace:
    (root / "pictures").mkdir(parents=True)
    for name, content in files.items():
        (root / "pictures" / f"{name}.jpg").write_bytes(content)
    return Workspace(root)


def shown(slug: str, file: str, **changes: str):
    return make_article(
        slug=slug, photo=make_photo(file=file, alt="Marchers with flags", **changes), lines={"photo.file": 9}
    )


@pytest.fixture
def one(tmp_path: Path) -> tuple[Workspace, tuple]:
    workspace = make_workspace(tmp_path / "branch", lima=jpeg(exif=with_a_place(6)))
    lima, *others = make_articles()
    photo_ = make_photo(file="pictures/lima.jpg", alt="Marchers with flags on a bridge", changes="cropped")
    return workspace, (replace(lima, photo=photo_), *others)


def test_without_a_mode_no_file_is_opened_and_the_letter_is_as_it_was(one) -> None:
    workspace, articles = one
    (workspace.root / "pictures" / "lima.jpg").unlink()
    gallery = gather(workspace, articles, mode=PictureMode.NONE)
    assert gallery == Gallery()
    with_file = make_letter(articles=articles, gallery=gallery)
    without = make_letter(articles=(replace(articles[0], photo=make_photo()), *articles[1:]))
    assert with_file == without
    assert "<img" not in with_file.html


def test_a_picture_is_named_after_its_content_and_made_once(one) -> None:
    workspace, articles = one
    first = gather(workspace, articles, mode=PictureMode.PUBLISH, place=BASE)
    again = gather(workspace, articles, mode=PictureMode.PUBLISH, place=BASE)
    assert first == again
    (picture,) = first.different
    assert first.addresses == {picture.name: f"{BASE}{picture.name}"}
    (workspace.root / "pictures" / "lima.jpg").write_bytes(jpeg(photo(900, 900)))
    (other,) = gather(workspace, articles, mode=PictureMode.PUBLISH, place=BASE).different
    assert other.name != picture.name


def test_a_picture_that_was_made_smaller_says_so(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "branch", lima=jpeg(photo(1600, 1200)))
    articles = (shown("lima", "pictures/lima.jpg"),)
    gallery = gather(workspace, articles, mode=PictureMode.PUBLISH, place=BASE)
    letter = make_letter(articles=articles, gallery=gallery)
    assert "(resized)" in letter.html
    assert "(resized)" in letter.text


def test_the_letter_shows_the_picture_with_its_credit_right_under_it(one) -> None:
    workspace, articles = one
    gallery = gather(workspace, articles, mode=PictureMode.PUBLISH, place=BASE)
    letter = make_letter(articles=articles, gallery=gallery)
    (picture,) = gallery.different
    image = letter.html[letter.html.index("<img") :]
    tag = image[: image.index(">")]
    assert f'src="{BASE}{picture.name}"' in tag
    assert 'alt="Marchers with flags on a bridge"' in tag
    # Turned upright it is higher than wide; the page's numbers keep its ratio.
    assert (picture.width, picture.height) == (600, 800)
    assert 'width="536" height="715"' in tag
    assert "display:block" in tag
    assert "max-width:100%" in tag
    after = image[: image.index("</table>")]
    assert "Photo: “Marchers cross the bridge in the centre of the city” by Mayimbú" in after
    assert '<a href="https://creativecommons.org/licenses/by-sa/4.0/"' in after
    assert "(cropped)" in after
    assert letter.html.count("Mayimbú") == 1
    text = " ".join(letter.text.split())
    assert (
        "[Picture: Marchers with flags on a bridge] Photo: “Marchers cross the bridge in the centre of the city” by "
        "Mayimbú, CC BY-SA 4.0 (cropped) https://creativecommons.org/licenses/by-sa/4.0/" in text
    )


@pytest.mark.parametrize("design", ["digest", "letter", "appeal"])
def test_a_picture_is_as_wide_as_the_column_of_its_design(one, design: str) -> None:
    """Both the lead and the others; Outlook would make a column wider than itself for one that is not."""
    workspace, articles = one
    (workspace.root / "pictures" / "second.jpg").write_bytes(jpeg(photo(1600, 900)))
    articles = (articles[0], shown("second", "pictures/second.jpg"))
    gallery = gather(workspace, articles, mode=PictureMode.PUBLISH, place=BASE)
    page = make_letter(make_issue(design=design), articles=articles, gallery=gallery).html
    cells = [cell for cell in page.split('<td class="article"')[1:] if "<img" in cell]
    assert len(cells) == 2
    for cell in cells:
        right, left = re.search(r"padding:\d+px (\d+)px \d+px (\d+)px", cell).groups()
        assert int(re.search(r'<img [^>]*width="(\d+)"', cell)[1]) == 600 - int(right) - int(left)


def test_the_photos_own_address_is_never_shown(one) -> None:
    """An article says where its photo came from; a letter that loaded it there would tell that host who reads."""
    workspace, articles = one
    hot = "https://photos.example.org/lima.jpg"
    articles = tuple(replace(each, url="https://example.org/a") for each in articles)
    articles = (replace(articles[0], photo=replace(articles[0].photo, credit=hot, file=hot)), *articles[1:])
    gallery = gather(workspace, articles, mode=PictureMode.PUBLISH, place=BASE)
    assert [fault.id for fault in gallery.faults] == ["picture-missing"]
    assert hot not in make_letter(articles=articles, gallery=gallery).html


def test_a_letter_carries_what_it_shows_and_survives_being_frozen(one) -> None:
    workspace, articles = one
    articles = (*articles, shown("twin", "pictures/lima.jpg"))
    gallery = gather(workspace, articles, mode=PictureMode.CID)
    letter = make_letter(articles=articles, gallery=gallery)
    names = {enclosure.name for enclosure in letter.pictures}
    assert names == {picture.name for picture in gallery.different}
    for enclosure in letter.pictures:
        assert f'src="cid:{enclosure.content_id}"' in letter.html
        assert enclosure.content_id.endswith("@branch.example.org")
    again = Letter.from_json(letter.to_json())
    assert again == letter
    other = replace(letter.pictures[0], base64="AAAA")
    assert replace(letter, pictures=(other, *letter.pictures[1:])).digest != letter.digest


def test_a_letter_frozen_before_there_were_pictures_keeps_its_digest() -> None:
    assert '"pictures"' not in make_letter().to_json()
    assert Letter.from_json(make_letter().to_json()).digest == make_letter().digest


def test_a_browser_sees_the_pictures_that_travel_inside(one) -> None:
    workspace, articles = one
    letter = make_letter(articles=articles, gallery=gather(workspace, articles, mode=PictureMode.CID))
    page = letter.sample(letter.values({})).html
    assert "cid:" not in page
    assert f'src="data:image/jpeg;base64,{letter.pictures[0].base64}"' in page


def test_the_first_picture_is_the_lead_and_three_with_200_kb_are_the_most(tmp_path: Path) -> None:
    files = {name: jpeg(photo(800 + 10 * number, 600)) for number, name in enumerate("abcd")}
    workspace = make_workspace(tmp_path / "branch", **files)
    articles = tuple(shown(f"article-{name}", f"pictures/{name}.jpg") for name in files)
    three = gather(workspace, articles[:3], mode=PictureMode.CID)
    assert three.faults == ()
    assert [picture.width for picture in three.pictures.values()] == [600, 536, 536]
    assert sum(len(picture.content) for picture in three.different) <= 200_000
    four = gather(workspace, articles, mode=PictureMode.CID)
    assert [(fault.id, fault.where) for fault in four.faults] == [
        ("picture-too-large", "articles/article-d.md:9")
    ]
    assert "4 pictures" in four.faults[0].message
    assert gather(workspace, articles, mode=PictureMode.PUBLISH, place=BASE).faults == ()


@pytest.mark.parametrize(
    "file",
    [
        "../secret.jpg", "pictures/../../secret.jpg", "/etc/hostname", "pictures\\..\\..\\secret.jpg", "C:\\secret.jpg",
        "pictures//lima.jpg", "./lima.jpg", "https://photos.example.org/lima.jpg", "pictures/link.jpg",
        "way/secret.jpg", "pictures/\0.jpg", "pictures", "pictures/none.jpg", "pictures/pipe",
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, file: str) -> None:
    import os

    (tmp_path / "secret.jpg").write_bytes(jpeg(photo(90, 60)))
    workspace = make_workspace(tmp_path / "branch", lima=b"")
    (workspace.root / "pictures" / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    (workspace.root / "way").symlink_to(tmp_path)
    os.mkfifo(workspace.root / "pictures" / "pipe")
    gallery = gather(workspace, (shown("lima", file),), mode=PictureMode.CID)
    assert not gallery.pictures
    (fault,) = gallery.faults
    assert (fault.id, fault.where) == ("picture-missing", "articles/lima.md:9")


def test_one_bad_file_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    workspace = make_workspace(
        tmp_path / "branch", good=jpeg(photo(700, 500)), bad=b"<svg></svg>", half=jpeg()[:4000]
    )
    articles = [shown(name, f"pictures/{name}.jpg") for name in ("bad", "good", "half")]
    gallery = gather(workspace, articles, mode=PictureMode.PUBLISH, place=BASE)
    assert list(gallery.pictures) == ["good"]
    assert [(fault.where, fault.id) for fault in gallery.faults] == [
        ("articles/bad.md:9", "picture-damaged"),
        ("articles/half.md:9", "picture-damaged"),
    ]


def test_a_picture_that_kills_the_darkroom_is_told_and_the_next_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process without time for anything gives no answer at all; each picture is then tried once."""
    workspace = make_workspace(tmp_path / "branch", a=jpeg(photo(90, 60)), b=jpeg(photo(60, 60)))
    monkeypatch.setattr(pictures, "SECONDS", 0.001)
    articles = [shown("a", "pictures/a.jpg"), shown("b", "pictures/b.jpg")]
    gallery = gather(workspace, articles, mode=PictureMode.CID)
    assert [fault.id for fault in gallery.faults] == ["picture-too-large"] * 2
    assert "takes too long" in gallery.faults[0].message


def test_the_darkroom_sees_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    from newsletter.rendering.limits import ENVIRONMENT

    assert not [name for name in ENVIRONMENT if "KEY" in name or "PASSWORD" in name or "URL" in name]


def test_hostile_words_of_a_credit_stay_words(one) -> None:
    workspace, articles = one
    evil = '"><script>alert(1)</script>'
    photo_ = replace(articles[0].photo, alt=evil, changes=evil, author=evil)
    articles = (replace(articles[0], photo=photo_), *articles[1:])
    letter = make_letter(articles=articles, gallery=gather(workspace, articles, mode=PictureMode.CID))
    assert "<script" not in letter.html


def test_a_link_to_the_web_version_stands_in_both_parts() -> None:
    link = "https://branch.example.org/letters/october/"
    letter = make_letter(make_issue(), web_link=link, branch=make_branch())
    assert f'<a href="{link}"' in letter.html
    assert link in letter.text.split()
    assert "in your browser" not in make_letter().html + make_letter().text
