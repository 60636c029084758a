"""Templates run in a sandbox; a branch's own ones also in a process that may not take long nor grow."""

import time
from pathlib import Path

import pytest
from rendering_samples import NONCE, make_letter

from newsletter.errors import RenderingError
from newsletter.rendering import child, templates
from newsletter.rendering.limits import ENVIRONMENT

VALUES = {"html": {"title": "<b>", "items_": [1, 2]}, "text": {"title": "<b>", "items_": [1, 2]}}


def make_design(root: Path, html: str = "{{ title }}", text: str = "{{ title }}", name: str = "own") -> Path:
    folder = root / "templates" / "email" / name
    folder.mkdir(parents=True)
    (folder / "email.html.j2").write_text(html, encoding="utf-8")
    (folder / "email.txt.j2").write_text(text, encoding="utf-8")
    return root / "templates"


def render(root: Path, html: str, text: str = "") -> templates.Parts:
    """Both ways must give the same parts or the same error."""
    own = make_design(root, html, text)
    outcomes = []
    for way in (templates.render, child.render):
        try:
            outcomes.append(way("own", VALUES, templates=own, nonce=NONCE))
        except RenderingError as error:
            outcomes.append((error.message, error.remedy, error.code))
    assert outcomes[0] == outcomes[1]
    if isinstance(outcomes[0], tuple):
        message, remedy, code = outcomes[0]
        raise RenderingError(message, remedy=remedy, code=code)
    return outcomes[0]


def test_html_is_escaped_and_text_is_not(tmp_path: Path) -> None:
    assert render(tmp_path, "{{ title }}", "{{ title }}") == templates.Parts(html="&lt;b&gt;", text="<b>")


def test_a_template_includes_what_lies_beside_it(tmp_path: Path) -> None:
    own = make_design(tmp_path, '{% include "part.html.j2" %}')
    (own / "email" / "own" / "part.html.j2").write_text("part {{ title }}")

    assert templates.render("own", VALUES, templates=own, nonce=NONCE).html == "part &lt;b&gt;"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("one\n{{ nothing }}", "email/own/email.html.j2:2 cannot be rendered: 'nothing' is undefined"),
        ("{% if %}", "email/own/email.html.j2:1"),
        ("a\n\n{{ 1 / 0 }}", "email/own/email.html.j2:3 cannot be rendered: division by zero"),
        ("{{ 'a' + 1 }}", "email/own/email.html.j2:1"),
        (
            "{{ cycler.__init__.__globals__ }}",
            "email/own/email.html.j2:1 cannot be rendered: access to attribute",
        ),
        ("{{ ''.__class__.__mro__ }}", "email/own/email.html.j2:1"),
        ("{{ title.format.__globals__ }}", "email/own/email.html.j2:1"),
        ("{{ items_.append(3) }}", "email/own/email.html.j2:1"),
        ("{% include 'missing.j2' %}", "asks for a file that there is not"),
        ("{% include '../../../newsletter.toml' %}", "asks for a file that there is not"),
        ("{% include '/etc/passwd' %}", "asks for a file that there is not"),
        ("{% include 'email/own/email.html.j2' %}", "cannot be rendered"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "cannot be rendered"),
        ("{{ lipsum() }}", "'lipsum' is undefined"),
        ("{% for i in range(10 ** 9) %}{% endfor %}", "takes too long or makes too much"),
    ],
)
def test_a_wrong_template_is_an_error_with_file_and_line(
    tmp_path: Path, template: str, expected: str
) -> None:
    with pytest.raises(RenderingError) as caught:
        render(tmp_path, template)
    assert expected in caught.value.message
    assert caught.value.remedy


def test_a_loop_without_end_is_stopped(tmp_path: Path) -> None:
    loops = "{% for a in range(99999) %}" * 3 + "x" + "{% endfor %}" * 3
    own = make_design(tmp_path, loops)
    start = time.monotonic()

    with pytest.raises(RenderingError) as caught:
        child.render("own", VALUES, templates=own, nonce=NONCE, seconds=2)

    assert caught.value.code == "template-limit"
    assert "email/own" in caught.value.message
    assert time.monotonic() - start < 8


@pytest.mark.parametrize(
    "template", ["{{ 'x' * 10 ** 10 }}", "{{ 'x' * 5 * 10 ** 6 }}", "{{ [0] * 10 ** 9 }}"]
)
def test_a_template_that_grows_without_end_is_stopped(tmp_path: Path, template: str) -> None:
    own = make_design(tmp_path, template)

    with pytest.raises(RenderingError) as caught:
        child.render("own", VALUES, templates=own, nonce=NONCE)
    assert caught.value.code == "template-limit"


def test_the_child_sees_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENDGRID_API_KEY", "not-for-templates")

    assert "SENDGRID_API_KEY" not in ENVIRONMENT
    assert not [name for name in ENVIRONMENT if "KEY" in name or "PASSWORD" in name]


def test_a_design_that_a_branch_has_changed_in_part_uses_the_shipped_rest(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "email" / "digest"
    folder.mkdir(parents=True)
    (folder / "style.css").write_text(".masthead { background-color: #11456e; }", encoding="utf-8")

    letter = make_letter(templates=tmp_path / "templates")

    assert "#11456e" in letter.html
    assert letter.text == make_letter().text


def test_the_same_design_gives_the_same_letter_in_the_child(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "email" / "digest"
    folder.mkdir(parents=True)
    for part in (templates.shipped() / "email" / "digest").iterdir():
        (folder / part.name).write_bytes(part.read_bytes())

    assert make_letter(templates=tmp_path / "templates") == make_letter()


def test_an_unknown_design_is_named_together_with_those_there_are(tmp_path: Path) -> None:
    own = make_design(tmp_path)

    for design in ("nothing", "../digest", "", "a/b", "x" * 100):
        with pytest.raises(RenderingError) as caught:
            templates.check_design(design, own)
        assert caught.value.code == "no-design"
        assert "digest" in caught.value.remedy
        assert "own" in caught.value.remedy


@pytest.mark.parametrize(
    ("there", "lacking"),
    [
        (("email.html.j2",), "email.txt.j2"),
        (("email.txt.j2", "style.css"), "email.html.j2"),
        (("style.css",), "email.html.j2 and email.txt.j2"),
    ],
)
def test_a_folder_that_is_half_a_design_is_told_what_it_lacks(
    tmp_path: Path, there: tuple[str, ...], lacking: str
) -> None:
    own = make_design(tmp_path)
    folder = own / "email" / "mine"
    folder.mkdir()
    for name in there:
        (folder / name).write_text("words")

    with pytest.raises(RenderingError) as caught:
        templates.check_design("mine", own)
    assert caught.value.message == f"The design 'mine' has no {lacking} in templates/email/mine."
    assert "digest" in caught.value.remedy
    assert caught.value.code == "no-design"
    with pytest.raises(RenderingError) as caught:
        templates.check_design("theirs", own)
    assert caught.value.remedy.endswith(": appeal, digest, letter, own.")


def test_links_are_refused_wherever_they_stand(tmp_path: Path) -> None:
    own = make_design(tmp_path / "a")
    secret = tmp_path / "secret.html.j2"
    secret.write_text("secret")
    (own / "email" / "linked").symlink_to(own / "email" / "own")
    (own / "email" / "own" / "part.html.j2").symlink_to(secret)
    (tmp_path / "templates").symlink_to(own)

    for design, root in (("linked", own), ("own", tmp_path / "templates")):
        with pytest.raises(RenderingError) as caught:
            templates.check_design(design, root)
        assert caught.value.code == "template-link"
    (own / "email" / "own" / "email.html.j2").write_text("{% include 'part.html.j2' %}")
    with pytest.raises(RenderingError) as caught:
        templates.render("own", VALUES, templates=own, nonce=NONCE)
    assert caught.value.code == "template-link"


def test_a_template_that_is_too_large_or_not_utf8_is_a_clear_error(tmp_path: Path) -> None:
    own = make_design(tmp_path, "x" * (templates.LARGEST_TEMPLATE + 1))

    with pytest.raises(RenderingError, match="larger"):
        templates.render("own", VALUES, templates=own, nonce=NONCE)
    (own / "email" / "own" / "email.html.j2").write_bytes(b"\xff\xfe")
    with pytest.raises(RenderingError, match="UTF-8"):
        templates.render("own", VALUES, templates=own, nonce=NONCE)


def test_values_cannot_be_changed_by_a_template() -> None:
    frozen = templates.freeze({"a": [{"b": 1}]})

    with pytest.raises(TypeError):
        frozen["a"] = 1
    assert isinstance(frozen["a"], tuple)
    with pytest.raises(TypeError):
        frozen["a"][0]["b"] = 2


def test_shipped_templates_are_found() -> None:
    assert (templates.shipped() / "email" / "digest" / "email.html.j2").is_file()
