"""A letter leaves in the words of its language, read by somebody whose language it is, or a person says yes to it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from newsletter.rendering.words import catalogue_path, translations
from tests import warm
from tests.command import Desk
from tests.smtp_sink import SmtpSink

WELSH = "Rydych yn cael y cylchlythyr hwn am eich bod ar restr Anytown Trades"


def in_language(desk: Desk, language: str) -> None:
    issue = desk.workspace / "issues" / "october.md"
    text = issue.read_text(encoding="utf-8")
    assert "\nlanguage: en\n" in text
    issue.write_text(text.replace("\nlanguage: en\n", f"\nlanguage: {language}\n"), encoding="utf-8")


def own_catalogue(desk: Desk, text: str, name: str = "cy") -> Path:
    path = desk.workspace / "translations" / f"{name}.po"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def welsh() -> str:
    return catalogue_path("cy").read_text(encoding="utf-8")


def say_reviewed(desk: Desk, languages: str) -> None:
    toml = desk.workspace / "newsletter.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(
        text.replace("[sending]", f"reviewed_languages = {languages}\n\n[sending]"), encoding="utf-8"
    )


def at_a_keyboard(desk: Desk, *words: str, answers: str) -> tuple[int, str]:
    """Type a command at a terminal, give it answers, one a line; exit code and what was said."""
    ours, theirs = os.openpty()
    os.write(ours, answers.encode())
    try:
        with tempfile.TemporaryFile() as out:
            code = _ended([*words, "--workspace", str(desk.workspace)], desk, theirs, out)
            out.seek(0)
            said = out.read().decode()
    finally:
        os.close(theirs)
        os.close(ours)
    assert "Traceback" not in said
    return code, said


def _ended(words: list[str], desk: Desk, terminal: int, out: IO[bytes]) -> int:
    if warm.is_possible(desk.variables()):
        files = (terminal, out.fileno(), out.fileno())
        with warm.begun(words, desk.folder, desk.variables(), files) as command:
            return command.end(120)
    return subprocess.run(
        [sys.executable, "-m", "newsletter", *words], cwd=desk.folder, env=desk.variables(), stdin=terminal, stdout=out,
        stderr=out, start_new_session=True, check=False, timeout=120,
    ).returncode  # fmt: skip


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as sink:
        yield sink


@pytest.fixture
def real(desk: Desk, sink: SmtpSink) -> Desk:
    """A branch whose campaigns reach people: a mail server on this machine."""
    desk.open_branch(
        "--transport", "smtp", "--smtp-host", "127.0.0.1", "--smtp-port", sink.port, "--smtp-tls", "none"
    )
    desk.add_people(2)
    return desk


def test_words_that_nobody_read_are_not_sent_by_a_script(real: Desk, sink: SmtpSink) -> None:
    in_language(real, "cy")
    done = real.here("send", "october", "--yes", "--json")

    assert (done.code, done.json["errors"][0]["code"]) == (3, "words-unreviewed")
    assert "in Welsh were not read by a native speaker yet. Nothing was sent." in done.out
    assert 'reviewed_languages = [\\"cy\\"]' in done.out
    assert sink.messages == []
    assert real.here("campaign", "list", "--json").data["campaigns"] == []

    say_reviewed(real, '["cy"]')
    real.here("send", "october", "--yes").ok()
    assert len(sink.messages) == 2


def test_a_person_is_asked_about_words_that_nobody_read_and_then_as_always(
    real: Desk, sink: SmtpSink
) -> None:
    in_language(real, "cy")
    question = "in Welsh were not read by a native speaker yet. Send it all the same? [y/N]"

    code, said = at_a_keyboard(real, "send", "october", answers="n\n")
    assert (code, question in said, "Nothing was done" in said) == (1, True, True)
    code, said = at_a_keyboard(real, "send", "october", answers="y\nn\n")
    assert (code, said.count("[y/N]")) == (1, 2)
    assert sink.messages == []
    code, said = at_a_keyboard(real, "send", "october", answers="y\ny\n")
    assert (code, said.index(question) < said.index("Send it to 2 people")) == (0, True)
    assert len(sink.messages) == 2


def test_english_is_not_asked_about(real: Desk, sink: SmtpSink) -> None:
    code, said = at_a_keyboard(real, "send", "october", answers="y\n")

    assert (code, said.count("[y/N]"), len(sink.messages)) == (0, 1, 2)


def test_a_drill_and_a_look_need_no_reader(desk: Desk) -> None:
    desk.open_branch()
    desk.add_people(1)
    in_language(desk, "cy")

    checked = desk.here("issue", "check", "october").ok()
    assert "in Welsh were not read by a native speaker yet.  [words-unreviewed]" in checked.out
    said = desk.here("send", "october", "--dry-run").ok()
    assert "were not read by a native speaker" in said.out
    desk.here("send", "october", "--yes").ok()
    assert len(desk.outbox()) == 1
    assert WELSH in desk.here("issue", "show", "october").ok().out


def test_a_language_without_words_is_looked_at_in_english_and_not_sent(desk: Desk) -> None:
    desk.open_branch()
    desk.add_people(1)
    in_language(desk, "de")

    checked = desk.here("issue", "check", "october")
    assert checked.code == 3
    assert "do not exist in German.  [words-missing]" in checked.out
    assert "ar, cy, en, es, fr, pl, pt, ro" in checked.out
    assert "Unsubscribe from this letter" in desk.here("issue", "show", "october").ok().out
    done = desk.here("send", "october", "--yes")
    assert (done.code, desk.outbox()) == (3, {})
    assert "translations/de.po" in done.err


def test_a_branch_may_bring_a_language_of_its_own(real: Desk, sink: SmtpSink) -> None:
    in_language(real, "gd")
    blank = (translations() / "newsletter.pot").read_text(encoding="utf-8")
    filled = []
    for line in blank.split("\n"):
        english = line.partition(" ")[2]
        if line.startswith(("msgid ", "msgid_plural ")):
            source = english
        filled.append(
            f"{line[:-3]} {source}"
            if line.startswith("msgstr") and english == '""' and source != '""'
            else line
        )
    text = "\n".join(filled).replace('msgstr "Take action"', 'msgstr "Gabh pàirt"')
    own_catalogue(real, text, "gd")

    assert "[words-unreviewed]" in real.here("issue", "check", "october").ok().out
    assert real.here("send", "october", "--yes").code == 3
    own_catalogue(real, text.replace('"X-Reviewed-By:', '"X-Reviewed-By: our members'), "gd")
    assert "[words-unreviewed]" not in real.here("issue", "check", "october").ok().out
    real.here("send", "october", "--yes").ok()
    assert len(sink.messages) == 2


def test_words_of_ones_own_are_printed(desk: Desk) -> None:
    desk.open_branch()
    in_language(desk, "cy")
    own_catalogue(desk, welsh().replace("Gan {author}", "Awdur: {author}"))

    assert "Awdur: Robin Vale" in desk.here("issue", "show", "october").ok().out


def test_a_catalogue_with_faults_or_worse_is_said_and_nothing_is_sent(desk: Desk) -> None:
    """What else there may be in one: tests/test_rendering_catalogue.py."""
    desk.open_branch()
    desk.add_people(1)
    in_language(desk, "cy")
    for old, new, said in (
        ("Gan {author}", "Gan {author.__class__.__mro__}", "has other holes"),
        ("Gan {author}", "Gan\x1b]0;x {author}", "hidden control character"),
        ("msgid", "msgid" * 20_000, "larger than 200 kB"),
        ('msgstr "Manylion"', 'msgstr ""', "details is missing: “Details”"),
    ):
        own_catalogue(desk, welsh().replace(old, new))
        checked = desk.here("issue", "check", "october")
        assert (checked.code, "[words-missing]" in checked.out) == (3, True)
        assert said in checked.out
        assert "translations/cy.po:" in checked.out
        assert "\x1b" not in checked.out
    assert "Unsubscribe from this letter" in desk.here("issue", "show", "october").ok().out
    assert (desk.here("send", "october", "--yes").code, desk.outbox()) == (3, {})


def test_a_catalogue_elsewhere_is_not_read(desk: Desk) -> None:
    """Neither by a link in the folder, nor where the folder itself is one."""
    desk.open_branch()
    in_language(desk, "cy")
    elsewhere = desk.folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "cy.po").write_text(welsh(), encoding="utf-8")
    folder = desk.workspace / "translations"
    folder.mkdir()
    (folder / "cy.po").symlink_to(elsewhere / "cy.po")
    assert "the file is a link" in desk.here("issue", "check", "october").out
    (folder / "cy.po").unlink()
    folder.rmdir()
    folder.symlink_to(elsewhere)
    done = desk.here("issue", "check", "october")
    assert (done.code, "leads out of the workspace" in done.err) == (1, True)


def test_a_rehearsal_plays_with_words_of_ones_own(desk: Desk) -> None:
    desk.open_branch()
    desk.add_people(2)
    in_language(desk, "gd")
    text = welsh().replace('"Language: cy', '"Language: gd')
    own_catalogue(desk, text, "gd")

    assert desk.here("rehearse", "october", "--json").ok().data["exactly_once"] is True
