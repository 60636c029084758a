"""What is wrong with a picture is found before it is sent: the file, the words, the licence, the credit."""

from pathlib import Path

import pytest
from rendering_samples import NONCE, UNSUBSCRIBE, make_article, make_branch, make_issue, make_photo

from newsletter.articles.credits.licence import PERMISSION, RESERVED
from newsletter.checks.finding import Level
from newsletter.checks.issue_check import check
from newsletter.checks.proof import Proof
from newsletter.rendering.compose import compose
from newsletter.rendering.pictures import Gallery, Picture
from newsletter.settings import PictureMode, TransportName
from tests.checks_samples import NOW

PLACE = "https://branch.example.org/letters/pictures/"
MADE = Picture(
    name=f"{'a' * 32}.jpg", media_type="image/jpeg", content=b"x", width=600, height=400, resized=True
)


def findings(
    *,
    mode: PictureMode = PictureMode.CID,
    templates: Path | None = None,
    page: str = "",
    permission: str = "",
    **photo: str,
):
    given = {"file": "pictures/lima.jpg", "alt": "Marchers with flags on a bridge", **photo}
    lines = {"photo.alt": 7, "photo.file": 8}
    articles = (make_article(photo=make_photo(**given), lines=lines, permission=permission),)
    gallery = Gallery(mode=mode, pictures={"mill": MADE}, place=PLACE)
    letter = compose(
        make_issue(), articles, make_branch(),
        templates=templates, unsubscribe=UNSUBSCRIBE, nonce=NONCE, gallery=gallery,
    )  # fmt: skip
    proof = Proof(
        issue=make_issue(), articles=articles, branch=make_branch(), transport=TransportName.OUTBOX,
        unsubscribe=UNSUBSCRIBE, letter=letter, now=NOW, gallery=gallery,
    )  # fmt: skip
    return [
        found
        for found in check(proof)
        if found.id.startswith(("picture", "photo", "alt", "licence", "credit"))
    ]


def ids(**how: object) -> list[str]:
    return [found.id for found in findings(**how)]


@pytest.mark.parametrize("mode", [PictureMode.CID, PictureMode.PUBLISH])
def test_a_picture_in_order_has_no_finding(mode: PictureMode) -> None:
    assert ids(mode=mode) == []


@pytest.mark.parametrize(
    ("photo", "finding"),
    [
        ({"alt": ""}, "picture-no-alt"),
        ({"alt": "  "}, "picture-no-alt"),
        ({"alt": "lima.jpg"}, "alt-unhelpful"),
        ({"alt": "LIMA"}, "alt-unhelpful"),
        ({"alt": "pictures/lima.jpg"}, "alt-unhelpful"),
        ({"alt": "x", "file": "pictures/x.jpg"}, "alt-unhelpful"),
        ({"alt": "Photo"}, "alt-unhelpful"),
        ({"alt": "Marchers on the bridge.", "caption": "Marchers on the bridge"}, "alt-unhelpful"),
        ({"alt": "Marchers " * 20}, "alt-long"),
        ({"author": ""}, "photo-no-author"),
        ({"licence": "", "licence_url": ""}, "photo-no-licence"),
        ({"licence": RESERVED}, "licence-reserved"),
        ({"author": "Paolo Ejemplo, EFE"}, "licence-reserved"),
        ({"author": "Paolo Ejemplo (AP)"}, "licence-reserved"),
        ({"credit": "Photo: Ana Example / AFP"}, "licence-reserved"),
        ({"author": "The Associated Press", "licence": "CC-BY-4.0"}, "licence-reserved"),
        ({"credit": "Photo: Getty Images, used by permission", "licence": PERMISSION}, "licence-reserved"),
        ({"licence": "CC-BY-ND-4.0", "changes": "cropped"}, "licence-changed"),
        ({"licence": "CC-BY-NC-ND-2.0", "changes": "cropped"}, "licence-changed"),
    ],
)
def test_each_fault_is_found(photo: dict[str, str], finding: str) -> None:
    found = findings(**photo)
    assert [each.id for each in found] == [finding]
    assert found[0].level is (Level.ADVICE if finding.startswith("alt") else Level.BLOCKER)
    assert found[0].where.startswith("articles/mill.md:")


@pytest.mark.parametrize(
    "photo",
    [
        {"licence": "CC-BY-ND-4.0"},
        {"licence": "CC-BY-SA-4.0", "changes": "cropped"},
        {"licence": PERMISSION, "licence_url": ""},
        {"alt": "Lima: marchers with flags"},
        {"caption": ""},
        {
            "author": "Nguyễn  Thị\tMai and the very long name of a collective that has to be wrapped twice over"
        },
    ],
)
def test_what_is_allowed_is_not_found(photo: dict[str, str]) -> None:
    assert ids(**photo) == []


def own_design(root: Path, page: str) -> Path:
    folder = root / "email" / "shared"
    folder.mkdir(parents=True)
    text = (Path(__file__).parent.parent / "templates" / "email" / "shared" / "parts.html.j2").read_text()
    include = '{% include "email/shared/picture.html.j2" %}'
    assert include in text
    (folder / "parts.html.j2").write_text(text.replace(include, page))
    return root


def test_a_design_that_forgets_the_credit_is_found(tmp_path: Path) -> None:
    found = findings(templates=own_design(tmp_path, ""))
    assert [each.id for each in found] == ["credit-missing"]
    assert "HTML" in found[0].message


CREDIT = "<p>{{ article.picture.credit.text }} {{ article.picture.credit.licence }}</p>"


@pytest.mark.parametrize(
    "address", ["https://photos.example.org/lima.jpg", f"{PLACE}other.jpg", f"{PLACE}{MADE.name}?reader=7"]
)
def test_a_picture_from_anywhere_but_the_own_place_is_remote(tmp_path: Path, address: str) -> None:
    """A query could tell readers apart: only the very addresses of the pictures are ours."""
    own = own_design(tmp_path, f'<img src="{address}" alt="A bridge">{CREDIT}')
    assert ids(mode=PictureMode.PUBLISH, templates=own) == ["picture-remote"]
    assert ids(mode=PictureMode.CID, templates=own) == ["picture-remote"]


def test_a_permission_that_the_credit_line_tells_of_is_not_ours() -> None:
    sold = {
        "credit": "Photo: Getty Images, used by permission",
        "author": "Getty Images",
        "licence": PERMISSION,
    }
    assert ids(**sold, licence_url="") == ["licence-reserved"]
    assert ids(**sold, licence_url="", permission="the agency, by mail of 3 May") == []
    # Nobody but the branch wrote this one.
    assert ids(**sold | {"credit": "Photo: Getty Images"}, licence_url="") == []
