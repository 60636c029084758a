"""One issue in several languages, as a person makes and sends it: each command a process of its own."""

import csv
import email
import email.policy
import re
import sys
from collections import Counter
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path

import pytest

from newsletter.rehearsal.server import LocalSendGrid
from newsletter.rendering.words import catalogue_path
from newsletter.sending.languages import chosen
from tests.command import CONSENT, Desk, kill, on_both, wait_until
from tests.post import KEY, Post, numbers
from tests.smtp_sink import SmtpSink

ENGLISH = "October: the dockers won"
SUBJECTS = {"en": ENGLISH, "es": "Octubre: ganaron los estibadores", "cy": "Hydref: enillodd y docwyr"}
SPOKEN = ("en", "es", "es-MX", "cy", "en-GB", "ar")


def translate(desk: Desk, language: str, slug: str = "october") -> Path:
    """Write a translation as a person does who begins with an empty file."""
    path = desk.workspace / "issues" / f"{slug}.{language}.md"
    words = f"subject: {SUBJECTS[language]}\npreheader: {language} preheader"
    path.write_text(f"---\n{words}\n---\n\n{language}: [first_name|friend],\n", encoding="utf-8")
    return path


def add_readers(desk: Desk, number: int, *, begin: int = 0, spoken: Sequence[str] = SPOKEN) -> dict[str, str]:
    """People whose languages come by turns; returns the language of each address."""
    languages = {f"person{n}@example.org": spoken[n % len(spoken)] for n in range(begin, begin + number)}
    rows = [f"{address},P,{language}" for address, language in languages.items()]
    file = desk.folder / f"readers-{begin}.csv"
    file.write_text("\n".join(["Email,First Name,Language", *rows]) + "\n", encoding="utf-8")
    desk.here("subscriber", "import", file, *CONSENT, "--yes").ok()
    return languages


def expected(languages: dict[str, str], letters: Sequence[str]) -> dict[str, str]:
    return {address: SUBJECTS[chosen(one, letters) or letters[0]] for address, one in languages.items()}


def read(path: Path) -> EmailMessage:
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def inboxes(server: LocalSendGrid) -> dict[str, list[str]]:
    return {address: [mail.subject for mail in mails] for address, mails in server.judge.received().items()}


@pytest.fixture
def branch(desk: Desk) -> Desk:
    return desk.open_branch("--transport", "outbox")


@on_both
def test_everybody_has_one_mail_in_their_language(desk: Desk) -> None:
    """By the outbox: subject, text, the language that the mail says of itself, and a file for each person."""
    desk.open_branch("--transport", "outbox")
    languages = add_readers(desk, 13)
    translate(desk, "es")
    translate(desk, "cy")
    sent = desk.here("send", "october", "--yes", "--json").ok()
    assert numbers(sent) == {"deliveries": 13, "accepted": 13}
    [messages] = desk.outbox().values()
    mails = [read(path) for path in messages]
    assert sorted(mail["To"] for mail in mails) == sorted(languages)
    assert {mail["To"]: mail["Subject"] for mail in mails} == expected(languages, ("en", "cy", "es"))
    for mail in mails:
        language = mail["Content-Language"]
        assert mail["Subject"] == SUBJECTS[language]
        assert f'lang="{language}"' in mail.get_body(("html",)).get_content()
        if language != "en":
            assert f"{language}: P," in mail.get_body(("plain",)).get_content()
    [page] = {path.parent / "index.html" for path in messages}
    for language, name in {"en": "English", "es": "Spanish", "cy": "Welsh"}.items():
        assert f'title="The mail in {name} ({language})"' in page.read_text(encoding="utf-8")
        assert SUBJECTS[language] in page.read_text(encoding="utf-8")


@on_both
def test_through_sendgrid_everybody_has_one_mail_in_their_language(post: Post, server: LocalSendGrid) -> None:
    """By the judge; as many requests as were announced, each in one language."""
    languages = add_readers(post.desk, 1_300, spoken=("en", "es", "cy", "en", "en"))
    translate(post.desk, "es")
    said = post("send", "october", "--dry-run", "--json").ok().data
    assert (said["batches"], said["languages"]) == (3, {"en": 1_040, "es": 260})
    assert numbers(post.send().ok()) == {"deliveries": 1_300, "accepted": 1_300}
    wanted = {address: [subject] for address, subject in expected(languages, ("en", "es")).items()}
    assert inboxes(server) == wanted


@on_both
def test_a_language_added_between_two_sends_reaches_newcomers_only(desk: Desk) -> None:
    """Who has had the issue in English does not get it in Spanish, too; a mail server is real."""
    with SmtpSink() as sink:
        host = ("--smtp-host", "127.0.0.1", "--smtp-port", sink.port, "--smtp-tls", "none")
        desk.open_branch("--transport", "smtp", *host)
        settings = desk.workspace / "newsletter.toml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(
            text.replace("[branch]\n", '[branch]\nreviewed_languages = ["es"]\n', 1), encoding="utf-8"
        )
        first = add_readers(desk, 6)
        desk.here("send", "october", "--yes").ok()
        translate(desk, "es")
        assert "Nothing was sent" in desk.here("send", "october", "--yes").ok().err
        late = add_readers(desk, 6, begin=12)
        done = desk.here("send", "october", "--yes", "--json").ok()
        assert numbers(done) == {"deliveries": 6, "accepted": 6}
        assert "Nothing was sent" in desk.here("send", "october", "--yes").ok().err
    mails = [
        email.message_from_bytes(taken.message.encode("latin-1"), policy=email.policy.default)
        for taken in sink.messages
    ]
    wanted = dict.fromkeys(first, ENGLISH) | expected(late, ("en", "es"))
    assert sorted((mail["To"], mail["Subject"]) for mail in mails) == sorted(wanted.items())


@on_both
def test_after_an_undo_the_corrected_issue_goes_to_everybody_once(post: Post, server: LocalSendGrid) -> None:
    """The translation that was forgotten is added, the first letters are called back, and everybody has one mail."""
    languages = add_readers(post.desk, 1_200)
    first = post.send().ok()
    post("campaign", "undo", first.data["campaign"], "--yes", "--json").ok()
    translate(post.desk, "es")
    translate(post.desk, "cy")
    assert numbers(post.send().ok()) == {"deliveries": 1_200, "accepted": 1_200}
    wanted = expected(languages, ("en", "cy", "es"))
    assert inboxes(server) == {address: [subject] for address, subject in wanted.items()}


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
@pytest.mark.parametrize("share", [0.2, pytest.param(0.5, marks=pytest.mark.proof), 0.8])
def test_killed_in_the_middle_and_resumed_everybody_has_one_mail_in_their_language(
    branch: Desk, share: float
) -> None:
    """kill -9 among the English ones, at the border and among the Spanish ones; the files were edited meanwhile."""
    people = 1_500
    languages = add_readers(branch, people, spoken=("en", "es"))
    spanish = translate(branch, "es")
    root = branch.workspace / "outbox"
    process = branch.start("send", "october", "--yes", "--workspace", branch.workspace)
    wait_until(
        lambda: sum(1 for _ in root.glob("*/*.eml")) >= share * people or process.poll() is not None,
        seconds=60,
    )
    kill(process)
    spanish.unlink()
    [campaign] = branch.here("campaign", "list", "--json").ok().data["campaigns"]
    done = branch.here("campaign", "resume", campaign["id"], "--yes", "--json").ok()
    assert numbers(done) == {"deliveries": people, "accepted": people}
    mails = [path.read_bytes().split(b"\r\n\r\n")[0].decode("ascii") for path in root.glob("*/*.eml")]
    found = [
        (re.search(r"(?m)^To: (\S+)\r?$", head)[1], re.search(r"(?m)^Content-Language: (\S+)\r?$", head)[1])
        for head in mails
    ]
    assert sorted(found) == sorted(languages.items())


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
def test_killed_between_two_languages_the_log_settles_what_hung_in_the_air(
    post: Post, server: LocalSendGrid
) -> None:
    """Through SendGrid, with slow answers: what nobody knows is proved by the log, in whatever language it is."""
    languages = add_readers(post.desk, 2_400, spoken=("en", "es"))
    translate(post.desk, "es")
    server.break_down({"send": "slow:0.2"})
    keys = {"NEWSLETTER_SENDGRID_HOST": server.url, "SENDGRID_API_KEY": KEY}
    process = post.desk.start("send", "october", "--yes", "--workspace", post.desk.workspace, **keys)
    wait_until(lambda: server.by_endpoint["send"] >= 3 or process.poll() is not None, seconds=60)
    kill(process)
    server.break_down(None)
    [campaign] = post("campaign", "list", "--json").ok().data["campaigns"]
    done = post("campaign", "resume", campaign["id"], "--yes", "--json")
    for _ in range(5):
        if done.code == 0:
            break
        assert done.code == 4, done
        server.advance(3 * 3600.0)
        done = post("campaign", "resume", campaign["id"], "--yes", "--json")
    assert numbers(done.ok()) == {"deliveries": 2_400, "accepted": 2_400}
    wanted = expected(languages, ("en", "es"))
    assert inboxes(server) == {address: [subject] for address, subject in wanted.items()}


def test_a_letter_that_sendgrid_does_not_judge_stops_all_and_is_named(
    post: Post, server: LocalSendGrid
) -> None:
    """Each letter is tried out before anybody is mailed; when the second is, nobody has the first."""
    languages = add_readers(post.desk, 12, spoken=("en", "es"))
    translate(post.desk, "es")
    server.break_down({"preflight:1": "500"})
    stopped = post.send()
    assert stopped.code == 4
    [error] = stopped.json["errors"]
    assert error["code"] == "preflight"
    assert "the letter in Spanish" in error["message"]
    assert server.by_endpoint["send"] == 0
    assert numbers(stopped) == {"deliveries": 12, "planned": 12}
    server.break_down(None)
    done = post("campaign", "resume", stopped.data["campaign"], "--yes", "--json").ok()
    assert numbers(done) == {"deliveries": 12, "accepted": 12}
    assert (server.by_endpoint["preflight"], server.by_endpoint["send"]) == (4, 2)
    wanted = expected(languages, ("en", "es"))
    assert inboxes(server) == {address: [subject] for address, subject in wanted.items()}


def open_by_mail_server(desk: Desk, sink: SmtpSink) -> None:
    """A branch whose members have read the Spanish words."""
    host = ("--smtp-host", "127.0.0.1", "--smtp-port", sink.port, "--smtp-tls", "none")
    desk.open_branch("--transport", "smtp", *host)
    settings = desk.workspace / "newsletter.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("[branch]\n", '[branch]\nreviewed_languages = ["es"]\n', 1), encoding="utf-8"
    )


def test_one_wrong_address_says_nothing_about_the_letter_it_was_to_get(desk: Desk) -> None:
    """The only reader of a letter cannot hold up everybody's."""
    with SmtpSink(rules=["rcpt:3:550 5.1.1 no such user"]) as sink:
        open_by_mail_server(desk, sink)
        add_readers(desk, 3, spoken=("en", "en", "es"))
        translate(desk, "es")
        done = desk.here("send", "october", "--yes", "--json").ok()
    assert done.data["state"] == "done"
    assert numbers(done) == {"deliveries": 3, "accepted": 2, "refused": 1}
    assert done.data["languages"]["es"]["refused"] == 1


def test_a_letter_whose_readers_are_all_refused_stops_and_is_named(desk: Desk) -> None:
    """The main letter arrives; of the others nobody is struck off, and whoever goes on sends to them alone."""
    no = "550 5.1.1 no such user"
    with SmtpSink(rules=[f"rcpt:{number}:{no}" for number in (2, 5, 6, 7)]) as sink:
        open_by_mail_server(desk, sink)
        languages = add_readers(desk, 7, spoken=("en", "es"))
        translate(desk, "es")
        stopped = desk.here("send", "october", "--yes", "--json")
        assert stopped.code == 4
        [error] = stopped.json["errors"]
        assert error["code"] == "nobody-taken"
        assert "everybody who gets the letter in Spanish" in error["message"]
        assert "smtp-550-5.1.1" in error["message"]
        # One of the main letter's readers was refused, as it happens, and stays so.
        assert numbers(stopped) == {"deliveries": 7, "accepted": 3, "refused": 1, "planned": 3}
        done = desk.here("campaign", "resume", stopped.data["campaign"], "--yes", "--json").ok()
        assert numbers(done) == {"deliveries": 7, "accepted": 6, "refused": 1}
    had = [taken.recipient for taken in sink.messages]
    assert len(had) == len(set(had)) == 6
    assert {address for address, language in languages.items() if language == "es"} <= set(had)


def test_receipt_and_report_have_the_numbers_of_each_language(post: Post, server: LocalSendGrid) -> None:
    """As text, as JSON and as a table; one reader of the main letter is refused, one of the Spanish has left."""
    add_readers(post.desk, 13)
    translate(post.desk, "es")
    translate(post.desk, "cy")
    server.break_down({"preflight:0": "400:personalizations.1.to", "preflight:3": "500"})
    stopped = post.send()
    post.desk.here("subscriber", "suppress", "person1@example.org").ok()
    server.break_down(None)
    done = post("campaign", "resume", stopped.data["campaign"], "--yes", "--json").ok()
    total = done.data["receipt"]
    assert numbers(done) == {"deliveries": 13, "accepted": 11, "refused": 1, "suppressed": 1}

    receipt = post("campaign", "receipt", done.data["campaign"], "--json").ok()
    report = post("campaign", "report", done.data["campaign"], "--json").ok()
    for data in (done.data, receipt.data, report.data):
        languages = data["languages"]
        assert list(languages) == ["en", "cy", "es"]
        assert {key: sum(each[key] for each in languages.values()) for key in total} == total
        assert (languages["en"]["refused"], languages["es"]["suppressed"]) == (1, 1)

    row = r"^ +English \(en\) +(\d+) +(\d+) +1 +0$"
    for verb in ("receipt", "report"):
        said = post("campaign", verb, done.data["campaign"]).ok().out
        assert re.search(r"^ +language +recipients +accepted +refused +suppressed$", said, re.MULTILINE)
        [english] = re.findall(row, said, re.MULTILINE)
        assert english == tuple(str(languages["en"][key]) for key in ("deliveries", "accepted"))

    table = csv.DictReader(post("campaign", "report", done.data["campaign"], "--csv").ok().out.splitlines())
    whole, *parts = table
    assert (whole["language"], [part["language"] for part in parts]) == ("all", ["en", "cy", "es"])
    for key in total:
        assert int(whole[key]) == sum(int(part[key]) for part in parts) == total[key]
    assert {part["bounced"] for part in parts} == {""}


def test_in_one_language_receipt_and_report_have_no_table_of_languages(branch: Desk) -> None:
    add_readers(branch, 3)
    campaign = branch.here("send", "october", "--yes", "--json").ok().data
    assert campaign["languages"] == {}
    assert "language" not in branch.here("campaign", "report", "--last").ok().out
    assert len(branch.here("campaign", "report", "--last", "--csv").ok().out.splitlines()) == 2


def test_before_the_question_it_says_who_gets_what(branch: Desk) -> None:
    """Counts only; the subject in each language, and of each language an example."""
    add_readers(branch, 12)
    translate(branch, "es")
    said = branch.here("send", "october", "--dry-run").ok().out
    assert "Language  en 8, es 4; 4 of these read another language and get en" in said
    assert f"es: {SUBJECTS['es']}" in said
    assert len(re.findall(rf"^To \S+: {SUBJECTS['es']}$", said, re.MULTILINE)) >= 1
    assert len(re.findall(rf"^To \S+: {ENGLISH}$", said, re.MULTILINE)) >= 1
    data = branch.here("send", "october", "--dry-run", "--json").ok().data
    assert (data["people"], data["languages"], data["without_their_language"]) == (12, {"en": 8, "es": 4}, 4)
    assert not branch.outbox()


def test_in_one_language_it_says_so_only_to_whom_it_is_foreign(branch: Desk) -> None:
    add_readers(branch, 3, spoken=("en",))
    assert "Language" not in branch.here("send", "october", "--dry-run").ok().out
    add_readers(branch, 1, begin=6, spoken=("cy",))
    said = branch.here("send", "october", "--dry-run").ok().out
    assert "Language  en 4; 1 of these reads another language and gets en" in said


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("---\npreheader: Hola\n---\nHola\n", "no-subject"),
        ("---\nsubject: Hola\npreheader: Hola\n---\n[apellido]\n", "unknown-field"),
        ("---\nsubject: Hola\npreheader: Hola\narticles:\n  - nowhere\n---\nHola\n", "no-article"),
        ("---\nsubject: Hola\nid: 0123456789abcdef\n---\nHola\n", "issue-file"),
    ],
)
def test_a_fault_in_any_language_stops_the_send(branch: Desk, text: str, finding: str) -> None:
    """Nothing is sent in the others either, and the place names the right file."""
    add_readers(branch, 3)
    (branch.workspace / "issues" / "october.es.md").write_text(text, encoding="utf-8")
    checked = branch.here("issue", "check", "october", "--json")
    assert finding in {error["code"] for error in checked.json["errors"]}
    stopped = branch.here("send", "october", "--yes")
    assert stopped.code in (1, 3)
    assert "october.es.md" in stopped.err
    assert not branch.outbox()


@pytest.mark.parametrize("page", ["", "{{ nothing }}"])
def test_a_fault_of_the_design_is_told_once_for_all_languages(branch: Desk, page: str) -> None:
    """Whether half of it is missing, or it cannot be rendered."""
    translate(branch, "es")
    folder = branch.workspace / "templates" / "email" / "mine"
    folder.mkdir(parents=True)
    for name in ("email.html.j2", "email.txt.j2") if page else ("email.html.j2",):
        (folder / name).write_text(page)
    main = branch.workspace / "issues" / "october.md"
    main.write_text(re.sub(r"(?m)^design: .*$", "design: mine", main.read_text()))

    told = branch.here("issue", "check", "october", "--json").data["findings"]
    [finding] = [one for one in told if one["id"] == "not-rendered"]
    assert finding["where"].startswith("issues/october.md:")


def test_what_a_translation_lacks_is_advice_with_its_place(branch: Desk) -> None:
    main = branch.workspace / "issues" / "october.md"
    actions = "actions:\n  - title: Sign\n    button: Sign now\n    link: https://example.org/letter\n---\n"
    main.write_text(main.read_text(encoding="utf-8").replace("---\n\n", actions, 1), encoding="utf-8")
    translate(branch, "es")
    found = branch.here("issue", "check", "october", "--json").ok().data["findings"]
    [finding] = [one for one in found if one["id"] == "translation-differs"]
    assert (finding["level"], finding["where"]) == ("advice", "issues/october.es.md:1")
    assert "only in october.md https://example.org/letter" in finding["message"]


def test_a_translation_is_begun_listed_shown_and_rendered(branch: Desk) -> None:
    made = branch.here(
        "issue", "new", "october", "--translation", "es", "--subject", SUBJECTS["es"], "--json"
    )
    assert (made.ok().data["language"], made.data["languages"]) == ("es", ["en", "es"])
    assert branch.here("issue", "new", "october", "--translation", "es").code == 1
    assert branch.here("issue", "new", "october", "--translation", "es", "--like", "october").code == 2
    listed = branch.here("issue", "list", "--json").ok().data["issues"]
    assert [(one["slug"], one["language"], one["languages"]) for one in listed] == [
        ("october", "en", ["en", "es"])
    ]
    assert branch.here("issue", "list").ok().out.rstrip().endswith("en, es")
    assert SUBJECTS["es"] in branch.here("issue", "show", "october", "--language", "es").ok().out
    assert ENGLISH in branch.here("issue", "show", "october").ok().out
    none = branch.here("issue", "show", "october", "--language", "cy")
    assert none.code == 2
    assert "newsletter issue new october --translation cy" in none.err
    out = branch.folder / "out"
    written = branch.here("issue", "render", "october", "--out", out, "--json").ok().data["files"]
    names = [f"october{language}.{ending}" for language in ("", ".es") for ending in ("html", "txt", "eml")]
    assert [Path(path).name for path in written] == names
    assert read(out / "october.es.eml")["Content-Language"] == "es"
    assert branch.here(timeout=120).ok().out.count("1 issue") == 1


@pytest.mark.parametrize("words", [("october", "--translation", "de"), ("november", "--language", "de")])
def test_a_language_that_has_no_words_is_told_when_its_file_is_begun(
    branch: Desk, words: tuple[str, ...]
) -> None:
    """The file is made all the same: the words can be translated while somebody writes it."""
    made = branch.here("issue", "new", *words).ok()

    assert Path(made.out.partition("Made ")[2].partition(".\n")[0]).is_file()
    assert "do not exist in German" in made.err
    assert "translations/de.po" in made.err


def test_nothing_is_said_of_a_language_that_has_words_be_they_the_branchs_own(branch: Desk) -> None:
    own = branch.workspace / "translations" / "de.po"
    own.parent.mkdir()
    own.write_text(catalogue_path("es").read_text(encoding="utf-8"), encoding="utf-8")

    for language in ("de", "fr"):
        assert branch.here("issue", "new", "october", "--translation", language).ok().err == ""


def test_the_editor_opens_the_translation_that_is_named(branch: Desk) -> None:
    translate(branch, "es")
    script = branch.folder / "editor.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nPath(sys.argv[1]).write_bytes("
        "Path(sys.argv[1]).read_bytes().replace(b'es: ', b'Hola '))\n",
        encoding="utf-8",
    )
    editor = {"EDITOR": f"{sys.executable} {script}", "VISUAL": ""}
    branch.here("issue", "edit", "october", "--language", "es", **editor).ok()
    assert "Hola [first_name" in (branch.workspace / "issues" / "october.es.md").read_text(encoding="utf-8")
    assert branch.here("issue", "edit", "october", "--language", "cy", **editor).code == 2
    branch.here("issue", "edit", "october", "--language", "en", **editor).ok()


def test_a_translation_without_its_issue_is_told_and_hides_nothing(branch: Desk) -> None:
    translate(branch, "es", slug="november")
    listed = branch.here("issue", "list", "--json")
    assert listed.code == 4
    assert [one["slug"] for one in listed.data["issues"]] == ["october"]
    assert [error["code"] for error in listed.json["errors"]] == ["translation-alone"]


def test_a_test_copy_comes_in_the_language_that_was_asked_for(branch: Desk) -> None:
    translate(branch, "es")
    branch.here("send", "october", "--test", "office@example.org", "--language", "es").ok()
    branch.here("send", "october", "--test", "office@example.org").ok()
    subjects = Counter(read(path)["Subject"] for messages in branch.outbox().values() for path in messages)
    assert subjects == {SUBJECTS["es"]: 1, ENGLISH: 1}
    assert branch.here("send", "october", "--test", "office@example.org", "--language", "cy").code == 2
    assert branch.here("send", "october", "--language", "es", "--yes").code == 2


def test_a_rehearsal_plays_all_languages(post: Post) -> None:
    """With the translation and its own article: what it lacked, the real campaign would lack."""
    add_readers(post.desk, 40)
    source = post.desk.folder / "puerto.txt"
    source.write_text(
        "Los estibadores\n\nPor Ana\n\n" + "Ganaron su primer convenio. " * 20, encoding="utf-8"
    )
    slug = post("article", "add", source, "--json").ok().data["articles"][0]["slug"]
    path = translate(post.desk, "es")
    path.write_text(
        path.read_text(encoding="utf-8").replace("\npreheader", f"\narticles:\n  - {slug}\npreheader"),
        encoding="utf-8",
    )
    assert post("rehearse", "october", "--kills", "0").code == 3  # its summary is not accepted yet
    post("article", "accept", slug).ok()
    played = post("rehearse", "october", "--kills", "1", "--faults", "many", "--seed", "5", "--json")
    assert played.ok().data["exactly_once"] is True
    assert played.data["receipt"]["deliveries"] == 40
