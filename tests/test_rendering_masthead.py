"""The branch's logo in letters, on pages and on paper: once, from the branch's own file, its name beside it as text."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from notices import make_notice
from rendering_samples import make_article, make_articles, make_branch, make_issue, make_letter, make_photo
from test_rendering_logo import NO_LOGOS, bomb

from newsletter.checks import page
from newsletter.errors import RenderingError
from newsletter.rendering.message import Letter
from newsletter.rendering.pictures import MOST_ENCLOSED_BYTES, Gallery, gather, logo_alone
from newsletter.rendering.sheet import LOGO_HEIGHT, LOGO_WIDTH
from newsletter.rendering.web import web_page
from newsletter.rendering.words import words
from newsletter.settings import Branch, PictureMode
from newsletter.workspace import Workspace
from tests.pictures import jpeg, logo, photo, png

BASE = "https://branch.example.org/letters/pictures/"
NAME = "Anytown Trades Council"
FILE = "pictures/logo.png"
DESIGNS = ("digest", "appeal", "letter")


def workspace_with(root: Path, content: bytes | None = None) -> Workspace:
    (root / "pictures").mkdir(parents=True)
    (root / FILE).write_bytes(png(logo()) if content is None else content)
    return Workspace(root)


@pytest.fixture(scope="module")
def enclosed(tmp_path_factory: pytest.TempPathFactory) -> Gallery:
    workspace = workspace_with(tmp_path_factory.mktemp("branch") / "branch")
    return gather(workspace, (), mode=PictureMode.CID, logo=FILE)


def tag_of(html: str) -> str:
    """The one picture of a page."""
    (tag,) = re.findall(r"<img[^>]*>", html)
    return tag


def shown(gallery: Gallery, *, design: str = "digest", branch: Branch | None = None, **issue: str) -> Letter:
    return make_letter(make_issue(design=design, **issue), gallery=gallery, branch=branch or make_branch())


@pytest.mark.parametrize("design", DESIGNS)
def test_it_stands_above_the_name_travels_once_and_has_its_measures(enclosed: Gallery, design: str) -> None:
    letter = shown(enclosed, design=design)
    tag, (enclosure,) = tag_of(letter.html), letter.pictures
    assert f'src="cid:{enclosure.content_id}"' in tag
    assert f'width="{enclosed.logo.width}" height="{enclosed.logo.height}"' in tag
    assert enclosure.media_type == "image/png"
    assert "display:block" in tag
    head = letter.html[letter.html.index("<body") : letter.html.index("<h1")]
    assert head.index(tag) < head.index(f">{NAME}</p>")
    assert letter.text == shown(Gallery(), design=design).text


@pytest.mark.parametrize("design", DESIGNS)
def test_without_one_a_letter_is_as_it_was(design: str) -> None:
    letter = shown(Gallery(), design=design, branch=make_branch(logo=FILE))
    assert letter == shown(Gallery(), design=design)
    assert "<img" not in letter.html
    assert ".logo" not in letter.html


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", ""),
        (NAME, ""),
        (" anytown TRADES council ", ""),
        ("Two hands under a sun", "Two hands under a sun"),
        ('"><script>alert(1)</script>', '"><script>alert(1)</script>'),
    ],
)
def test_the_name_is_heard_once_and_what_else_it_shows_is_said(
    enclosed: Gallery, given: str, said: str
) -> None:
    letter = shown(enclosed, branch=make_branch(logo_alt=given))
    assert [picture.alt for picture in page.read(letter.html).pictures] == [said]
    assert "<script" not in letter.html
    assert page.read(letter.html).words.count(NAME) == page.read(shown(Gallery()).html).words.count(NAME)


def test_in_another_language_its_words_say_theirs(enclosed: Gallery) -> None:
    branch = make_branch(logo_alt="Two hands under a sun")
    assert ' lang="en"' in tag_of(shown(enclosed, branch=branch, language="ar").html)
    assert "lang=" not in tag_of(shown(enclosed, branch=branch).html)
    assert "lang=" not in tag_of(shown(enclosed, language="ar").html)


def test_with_pictures_off_what_it_shows_can_be_read_on_the_banner(enclosed: Gallery) -> None:
    letter = shown(enclosed, branch=make_branch(logo_alt="Two hands under a sun"))
    emblem, branch = (
        re.search(rf"<p class=\"{name}\" style='([^']*)'", letter.html)[1] for name in ("emblem", "branch")
    )
    colour = re.compile(r"(?<![-\w])color:\s*(#\w+)")
    assert colour.search(emblem)[1] == colour.search(branch)[1]
    assert re.search(r"font-size:\s*14px", emblem)


def test_published_it_lies_with_the_pictures_and_beside_the_web_version(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path / "branch")
    gallery = gather(workspace, (), mode=PictureMode.PUBLISH, place=BASE, logo=FILE)
    letter = shown(gallery)
    assert f'src="{BASE}{gallery.logo.name}"' in tag_of(letter.html)
    assert letter.pictures == ()
    assert gallery.addresses == {gallery.logo.name: f"{BASE}{gallery.logo.name}"}
    beside = replace(gallery, place="../pictures/")
    web = web_page(
        make_issue(), make_articles(), make_branch(), templates=None, gallery=beside, wording=words("en")
    )
    assert f'src="../pictures/{gallery.logo.name}"' in tag_of(web)


def test_where_letters_show_no_pictures_they_have_none_and_no_file_is_opened(tmp_path: Path) -> None:
    assert gather(Workspace(tmp_path), (), mode=PictureMode.NONE, logo="pictures/none.png") == Gallery()


def test_a_design_of_the_branchs_own_without_it_carries_none(tmp_path: Path, enclosed: Gallery) -> None:
    folder = tmp_path / "email" / "shared"
    folder.mkdir(parents=True)
    (folder / "logo.html.j2").write_text("", encoding="utf-8")
    letter = make_letter(gallery=enclosed, templates=tmp_path)
    assert letter.pictures == ()
    assert "<img" not in letter.html


def test_with_three_heavy_pictures_beside_it_a_letter_keeps_to_its_weight(tmp_path: Path) -> None:
    """The logo is not one of the three; the first picture makes room for it."""
    workspace = workspace_with(tmp_path / "branch", png(photo()))
    articles = tuple(
        make_article(slug=slug, photo=make_photo(file=f"pictures/{slug}.jpg", alt="Marchers"))
        for slug in ("a", "b", "c")
    )
    for number, article in enumerate(articles):
        (workspace.root / article.photo.file).write_bytes(jpeg(photo(1500 + 10 * number, 1450)))
    gallery = gather(workspace, articles, mode=PictureMode.CID, logo=FILE)
    assert gallery.faults == ()
    assert len(gallery.different) == 4
    assert [picture.width for picture in gallery.pictures.values()] == [600, 536, 536]
    assert sum(len(picture.content) for picture in gallery.different) <= MOST_ENCLOSED_BYTES
    alone = gather(workspace, articles[:1], mode=PictureMode.CID)
    assert len(alone.pictures["a"].content) > len(gallery.pictures["a"].content)


@pytest.mark.parametrize("name", NO_LOGOS)
def test_what_is_no_logo_is_one_sentence_at_the_settings_and_hides_no_picture(
    tmp_path: Path, name: str
) -> None:
    workspace = workspace_with(tmp_path / "branch", NO_LOGOS[name][0])
    (workspace.root / "pictures" / "lima.jpg").write_bytes(jpeg(photo(300, 200)))
    articles = (make_article(slug="lima", photo=make_photo(file="pictures/lima.jpg", alt="Marchers")),)
    gallery = gather(workspace, articles, mode=PictureMode.CID, logo=FILE)
    (fault,) = gallery.faults
    assert list(gallery.pictures) == ["lima"]
    assert gallery.logo is None
    assert fault.where == "newsletter.toml"
    assert fault.id == ("picture-too-large" if name == "bomb" else "picture-damaged")
    assert re.fullmatch(r"[^.\n]*logo[^.\n]*\.", fault.message)
    assert "picture's" not in fault.message
    if fault.message == "The logo's file is no PNG or JPEG.":
        assert "save it as PNG" in fault.remedy


def test_a_file_of_40_million_pixels_and_one_of_many_bytes_are_too_large(tmp_path: Path) -> None:
    for number, (content, said) in enumerate(
        ((bomb(), "20 million pixels"), (png(logo()) + bytes(5_000_001), "5 MB"))
    ):
        workspace = workspace_with(tmp_path / f"branch{number}", content)
        (fault,) = gather(workspace, (), mode=PictureMode.PUBLISH, place=BASE, logo=FILE).faults
        assert said in fault.message


@pytest.mark.parametrize(
    "file",
    [
        "pictures/none.png", "../logo.png", "pictures/../../logo.png", "/etc/hostname", "C:\\logo.png", "pictures",
        "https://branch.example.org/logo.png", "pictures/out.png", "pictures/loop.png", "way/logo.png", "pictures/pipe",
        f"pictures/{'x' * 5000}.png",
    ],
)  # fmt: skip
def test_a_logo_that_is_not_there_or_lies_elsewhere_is_one_sentence(tmp_path: Path, file: str) -> None:
    workspace = workspace_with(tmp_path / "branch")
    (tmp_path / "logo.png").write_bytes(png(logo()))
    (workspace.root / "pictures" / "out.png").symlink_to(tmp_path / "logo.png")
    (workspace.root / "pictures" / "loop.png").symlink_to(workspace.root / "pictures" / "loop.png")
    (workspace.root / "way").symlink_to(tmp_path)
    os.mkfifo(workspace.root / "pictures" / "pipe")
    gallery = gather(workspace, (), mode=PictureMode.CID, logo=file)
    (fault,) = gallery.faults
    assert gallery.logo is None
    assert (fault.id, fault.where) == ("picture-missing", "newsletter.toml")
    assert re.fullmatch(r"[^.\n]*logo[^.\n]*\.", fault.message)
    with pytest.raises(RenderingError):
        gallery.refuse_faults()


# --- on paper --------------------------------------------------------------------------------------------


def test_the_notice_has_it_at_the_end_of_the_line_with_the_name(enclosed: Gallery) -> None:
    html = make_notice(make_issue(), make_articles(), logo=enclosed.logo).html
    assert 'src="data:image/png;base64,' in tag_of(html)
    assert 'alt=""' in tag_of(html)
    head = html[html.index("<header") : html.index("</header>")]
    assert head.index(NAME) < head.index("<img") < head.index("<h1")
    wide, high = map(float, re.search(r"\.logo .*width: ([\d.]+)mm; height: ([\d.]+)mm", html).groups())
    assert wide <= LOGO_WIDTH
    assert high <= LOGO_HEIGHT
    assert wide / high == pytest.approx(enclosed.logo.width / enclosed.logo.height, rel=0.02)
    assert "<img" not in make_notice(make_issue(), make_articles()).html


def test_paper_has_a_logo_of_its_own_and_without_one_no_file_is_looked_for(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path / "branch")
    assert logo_alone(workspace, FILE).logo is not None
    assert logo_alone(workspace, "") == Gallery()
    (fault,) = logo_alone(workspace, "pictures/none.png").faults
    assert fault.id == "picture-missing"
