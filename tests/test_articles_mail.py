"""Mails with an article in them: the article comes out, and nobody's name or address with it."""

import time
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.articles.reading.mail import is_mail
from newsletter.articles.reading.source import Draft, Kind, from_file, ingest
from newsletter.errors import ArticleError
from tests.command import Desk

BODY = (
    "The weaving shed of Lower Brook stood still for two days this week, and all the valley heard it.\n\n"
    "On Thursday the afternoon break came back, with a promise that no rule will change before a vote.\n\n"
    "Write to the branch: weavers@lowerbrook.example.org, or sign at https://lowerbrook.example.org/sign.\n"
)


def mail(
    body: str = BODY, *, subject: str = "Weavers stand still", rich: str = "", **fields: str
) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Petra Private <petra.private@example.org>"
    message["To"] = "Office <office@example.org>"
    message["Subject"] = subject
    message["Date"] = "Fri, 27 Nov 2026 10:00:00 +0000"
    message.set_content(body)
    if rich:
        message.add_alternative(rich, subtype="html")
    return message


def everything(draft: Draft) -> str:
    return repr((draft.article, draft.notes, draft.doubts, draft.appeal))


def test_a_letter_becomes_an_article_without_its_sender() -> None:
    draft = ingest(mail().as_bytes(), kind=Kind.MAIL)
    found = draft.article
    assert (found.title, found.author, found.source) == ("Weavers stand still", "", "")
    assert found.published == "2026-11-27"
    assert len(found.paragraphs) == 3
    assert "[email address]" in found.paragraphs[2]
    assert "https://lowerbrook.example.org/sign" in found.paragraphs[2]
    for word in ("Petra", "Private", "petra.private", "office@", "weavers@"):
        assert word not in everything(draft)
    assert any("email address was taken out" in note for note in draft.notes)
    assert any("date is that of the mail" in note for note in draft.notes)
    assert [(each.field, each.values) for each in draft.doubts] == [("published", (("2026-11-27", "mail"),))]


HEADS = {
    "gmail": (
        "FYI\n\nPetra\n\n---------- Forwarded message ---------\nFrom: Harbour Voice <news@voice.example.org>\n"
        "Date: Tue, 3 Nov 2026 at 09:12\nSubject: Dockers vote\nTo: Petra Private <petra.private@example.org>\n\n\n{}"
    ),
    "outlook": (
        "\n________________________________\nFrom: Harbour Voice <news@voice.example.org>\n"
        "Sent: 3 November 2026 09:12\nTo: Petra Private <petra.private@example.org>\nSubject: RE: Dockers vote\n\n{}"
    ),
    "apple": (
        "Look at this!\n\nBegin forwarded message:\n\n> From: Harbour Voice <news@voice.example.org>\n"
        "> Subject: Dockers vote\n> Date: 3 November 2026 at 09:12:44 GMT\n> To: petra.private@example.org\n>\n{}"
    ),
    "spanish": (
        "---------- Forwarded message ---------\nDe: Voz <voz@voice.example.org>\nFecha: 3 de noviembre de 2026, 9:12\n"
        "Asunto: Dockers vote\nPara: <petra.private@example.org>\n\n{}"
    ),
    "german": (
        "-----Ursprüngliche Nachricht-----\nVon: Stimme <a@voice.example.org>\nGesendet: 3. November 2026 09:12\n"
        "An: petra.private@example.org\nBetreff: WG: Dockers vote\n\n{}"
    ),
    "twice": (
        "---------- Forwarded message ---------\nFrom: Sam <sam@example.org>\nDate: Wed, 4 Nov 2026 at 08:00\n"
        "Subject: Fwd: Dockers vote\nTo: Petra <petra.private@example.org>\n\nGood one!\n\n"
        "---------- Forwarded message ---------\nFrom: Voice <news@voice.example.org>\nDate: 3 November 2026\n"
        "Subject: Dockers vote\n\n{}"
    ),
    "quoted": (
        "> ---------- Forwarded message ---------\n> From: Harbour Voice <news@voice.example.org>\n> Date: 3 Nov 2026\n"
        "> Subject: Dockers vote\n> \n> {}"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADS)
def test_a_mail_that_was_passed_on_is_taken_apart(name: str) -> None:
    body = BODY.replace("\n", "\n> ") if name in ("quoted", "apple") else BODY
    text = HEADS[name].format(body)
    draft = ingest(mail(text, subject="Fwd: FW: nothing").as_bytes())
    found = draft.article
    assert (found.title, found.published) == ("Dockers vote", "2026-11-03")
    assert [paragraph.split()[0] for paragraph in found.paragraphs] == ["The", "On", "Write"]
    assert "Voice" not in everything(draft)
    assert "Petra" not in everything(draft)
    assert not any("date is that of the mail" in note for note in draft.notes)


def test_recipients_of_a_mail_that_was_passed_on_are_nobodys_business() -> None:
    head = (
        "From: Voice <news@voice.example.org>\nSent: 3 November 2026\n"
        "To: Petra Private <petra.private@example.org>; Sam\n"
        "Sample <sam@example.org>; Office\n<office@example.org>\nCc: Rhian Sampl\nSubject: Dockers vote\n\n"
    )
    draft = ingest(mail(head + BODY).as_bytes())
    assert [paragraph.split()[0] for paragraph in draft.article.paragraphs] == ["The", "On", "Write"]
    assert not any(name in everything(draft) for name in ("Petra", "Sample", "Rhian"))


@pytest.mark.parametrize(
    "line",
    [
        "On Tue, 3 Nov 2026 at 09:12, Petra Private <petra.private@example.org> wrote:",
        "On Tuesday 3 November 2026 at 09:12 Petra Private\n<petra.private@example.org> wrote:",
        "El mar, 3 nov 2026 a las 9:12, Petra Private (<p@example.org>) escribió:",
        "Am 03.11.26 um 09:12 schrieb Petra Private:",
        "Le mar. 3 nov. 2026 à 09:12, Petra Private <p@example.org> a écrit\u00a0:",
    ],
)
def test_lines_that_say_who_wrote_when_go(line: str) -> None:
    draft = ingest(mail(f"{line}\n\n> " + BODY.replace("\n", "\n> ")).as_bytes())
    assert "Petra" not in everything(draft)
    assert len(draft.article.paragraphs) == 3


def test_a_mail_that_is_attached_to_another_is_the_one_that_is_meant() -> None:
    outer = mail("See attached, love Petra", subject="Fwd: look")
    outer.add_attachment(mail(subject="Weavers stand still"))
    assert ingest(outer.as_bytes()).article.title == "Weavers stand still"


def test_a_letter_made_of_tables_is_read_and_ways_out_are_not() -> None:
    rich = (
        "<html><head><style>p{}</style><title>x</title></head><body><table><tr><td><h1>Weavers stand still</h1></td>"
        "</tr><tr><td>"
        + "".join(f"<p>{part}</p>" for part in BODY.split("\n\n"))
        + "<ul><li>One demand of three</li></ul><form><input name=q value=secret><label>Your name</label></form>"
        "<a href='https://x.example.org/u/123'>Unsubscribe</a></td></tr></table><script>alert(1)</script></body></html>"
    )
    draft = ingest(mail("View this email in your browser", rich=rich).as_bytes())
    text = "\n".join(draft.article.paragraphs)
    assert "• One demand of three" in text
    for word in ("Unsubscribe", "alert", "secret", "Your name", "View this"):
        assert word not in text
    assert any("unsubscribe" in note for note in draft.notes)


def test_links_that_count_clicks_and_signatures_go() -> None:
    body = BODY + "\nRead on <https://click.example.org/c/abc123>\n\n-- \nPetra Private\n+44 20 7946 0000\n"
    draft = ingest(mail(body).as_bytes())
    assert "click.example.org" not in everything(draft)
    assert "7946" not in everything(draft)
    assert draft.article.paragraphs[-1] == "Read on"


def test_what_is_attached_is_said_and_not_opened() -> None:
    message = mail()
    message.add_attachment(
        b"PK\x03\x04" + b"x" * 1000, maintype="application", subtype="zip", filename="secret-list.zip"
    )
    message.add_attachment("a@example.org\n" * 50, filename="list.csv")
    draft = ingest(message.as_bytes())
    assert any("attached to the mail (2) was not opened" in note for note in draft.notes)
    assert "secret-list" not in everything(draft)


def test_a_list_of_people_in_a_mail_is_refused() -> None:
    with pytest.raises(ArticleError) as caught:
        ingest(mail("\n".join(f"person{n}@example.org" for n in range(20))).as_bytes())
    assert caught.value.code == "list-not-article"


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
def test_letters_in_other_encodings_are_read(charset: str) -> None:
    message = mail("x")
    message.set_content(BODY.replace("Brook", "Café"), charset=charset, cte="quoted-printable")
    assert "Lower Café" in ingest(message.as_bytes()).article.paragraphs[0]


NESTED = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1_500))


HEAD = b"From: a@example.org\nSubject: x\nDate: y\n"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (HEAD + b"\n", "no-text"),
        (HEAD + b"MIME-Version: 1.0\n" + NESTED, "too-large"),
        (HEAD + b"Content-Type: text/html\n\n" + b"<b>" * 60_000, "too-large"),
        (b"x" * 15_000_001, "too-large"),
    ],
)
def test_hostile_mails_cost_one_sentence(source: bytes, code: str) -> None:
    with pytest.raises(ArticleError) as caught:
        ingest(source, kind=Kind.MAIL)
    assert caught.value.code == code
    assert "example.org" not in caught.value.message + caught.value.remedy


@pytest.mark.parametrize(
    "source",
    [
        HEAD + b"Content-Type: text/plain; charset=klingon\n\nText of it.\n\nMore.",
        b"From: a@example.org\nSubject: =?utf-8?b?////?=\nDate: y\n\nText of it.\n\nMore.",
        b"Subject: x\n" * 1_000 + b"From: a@example.org\nDate: x\n\nText of it.\n\nMore.",
    ],
)
def test_odd_mails_are_read(source: bytes) -> None:
    draft = ingest(source, kind=Kind.MAIL)
    assert "Text of it." in draft.article.paragraphs
    assert "example.org" not in everything(draft)


LONG = ("\n" * 40_000, " " * 400_000, ">" * 400_000, "on " * 130_000, "On x\n" * 40_000, "a@" * 200_000)
DASHES = "-" * 100_000 + "x\nFrom: a\nSubject: b\nDate: c\n\nThe weavers won."
LONG = (*LONG, DASHES, "From: a\nTo: a\nCc: b\n\n" * 1_000)


@pytest.mark.parametrize(
    "head",
    [
        b"Subject: " + b"a " * 500_000,
        b"Content-Disposition: inline" + b"; a=b" * 200_000,
        b"X: " + b"=?" * 200_000,
    ],
    ids=("subject", "disposition", "unknown"),
)
def test_of_a_header_without_end_the_beginning_is_read(head: bytes) -> None:
    draft = ingest(head + b"\n" + HEAD + b"\nA text.\n\nThe weavers won.\n\nThey went home.", kind=Kind.MAIL)
    assert "The weavers won." in everything(draft)


IN_EACH_OTHER = b"".join(
    b"--%d\nContent-Type: multipart/mixed; boundary = %d\n\n" % (n, n + 1) for n in range(150)
)


@pytest.mark.parametrize(
    "body",
    [
        b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nx\n" * 500_000,
        b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\r\rx\r" * 500_000,
        b"Content-Type: multipart/mixed; boundary=0\n\n" + IN_EACH_OTHER + b"x\n" * 1_000_000,
        b"Received: x\n" * 800_000 + b"\nA text.",
        b"\nA text.\n\n" + b"From: a\nTo: b\nCc: c\n\n" * 12_000,
    ],
    ids=("parts", "parts with CR", "nested", "headers", "heads"),
)
def test_a_mail_of_very_many_pieces_is_refused_at_once(body: bytes) -> None:
    with pytest.raises(ArticleError) as caught:
        ingest(HEAD + body, kind=Kind.MAIL)
    assert caught.value.code == "too-large"


def test_a_mail_or_document_that_is_too_large_names_its_own_limit() -> None:
    for start, kind in ((HEAD, Kind.MAIL), (b"PK\x03\x04", Kind.DOCUMENT)):
        with pytest.raises(ArticleError, match="larger than 15 MB"):
            ingest(start + b"\n" * 15_000_000, kind=kind)


@pytest.mark.parametrize("body", LONG, ids=range(len(LONG)))
def test_hostile_texts_of_mails_cost_little(body: str) -> None:
    started = time.process_time()
    with suppress(ArticleError):  # one of too many pieces may be refused
        ingest(HEAD + b"\nA text.\n\n" + body.encode() + b"\n\nAnother.", kind=Kind.MAIL)
    assert time.process_time() - started < 10


@given(st.binary(max_size=300))
def test_any_bytes_below_a_head_are_survived(body: bytes) -> None:
    try:
        draft = ingest(b"From: Petra <p@example.org>\nSubject: A\nDate: 1\nTo: b\n\n" + body)
    except ArticleError:
        return
    assert "Petra" not in everything(draft)


def test_a_mail_is_known_from_a_text_by_its_head() -> None:
    assert is_mail(mail().as_bytes())
    assert is_mail(b"Received: from x\r\nDate: y\r\nFrom: z\r\n\r\ntext")
    assert not is_mail(b"From: the desk\n\nA text that begins so, and goes on.")
    assert not is_mail(b"A title\n\nFrom: x\nDate: y\nSubject: z")
    assert not is_mail(b"")


def test_a_mail_is_added_by_file_and_by_standard_input(desk: Desk) -> None:
    desk.open_branch()
    file: Path = desk.folder / "letter.eml"
    file.write_bytes(mail().as_bytes())
    assert from_file(file).article.title == "Weavers stand still"
    done = desk.here("article", "add", "-", "--json", stdin=mail().as_string()).ok()
    assert done.data["articles"][0]["title"] == "Weavers stand still"
    assert "petra" not in done.out.lower()
    stored = (desk.workspace / "articles" / "weavers-stand-still.md").read_text()
    assert "petra" not in stored.lower()


TEXT = "".join(f"<p>{part}</p>" for part in BODY.split("\n\n"))
RICH_HEADS = {
    "outlook": (
        "<p>Look at this, Mary!</p><div><b>From:</b> Petra Private &lt;p@example.org&gt;<br><b>Sent:</b>"
        " 3 November 2026"
        " 09:12<br><b>To:</b> Mary Secret &lt;m@example.org&gt;; Tom Hidden<br><b>Subject:</b> Dockers vote</div>"
    ),
    "gmail": (
        '<div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: <strong>'
        "Petra "
        'Private</strong> <span>&lt;<a href="mailto:p@example.org">p@example.org</a>&gt;</span><br>'
        "Date: 3 November 2026 at"
        " 09:12<br>Subject: Dockers vote<br>To: Mary Secret &lt;m@example.org&gt;<br></div></div>"
    ),
    "table": (
        "<table><tr><td>From:</td><td>Petra Private</td></tr><tr><td>Sent:</td><td>3 November 2026</td></tr>"
        "<tr><td>To:</td><td>Mary Secret</td></tr><tr><td>Subject:</td><td>Dockers vote</td></tr></table>"
    ),
}


@pytest.mark.parametrize("name", RICH_HEADS)
def test_heads_in_mails_made_of_html_go_with_all_names(name: str) -> None:
    found = EmailMessage()
    found["From"], found["Subject"], found["To"] = "Sam Sample <s@example.org>", "Fwd: x", "o@example.org"
    found.set_content(RICH_HEADS[name] + TEXT, subtype="html")
    draft = ingest(found.as_bytes(), kind=Kind.MAIL)
    assert (draft.article.title, draft.article.published) == ("Dockers vote", "2026-11-03")
    assert [paragraph.split()[0] for paragraph in draft.article.paragraphs] == ["The", "On", "Write"]
    assert not any(word in everything(draft) for word in ("Petra", "Mary", "Secret", "Hidden", "Sample"))


@pytest.mark.parametrize(
    "head",
    [
        "Van: Petra Private <p@example.org>\nVerzonden: dinsdag 3 november 2026\nAan: Mary Secret\nOnderwerp: Staking",
        "Da: Petra Private <p@example.org>\nInviato: martedì 3 novembre\nA: Mary Secret\nOggetto: Sciopero",
        "Från: Petra Private <p@example.org>\nSkickat: den 3 november\nTill: Mary Secret\nÄmne: Strejk",
        "De: Petra Private <p@example.org>\nEnviada em: terça-feira, 3 de novembro\nPara: Mary Secret\nAssunto: Greve",
        "Nga: Petra Private <p@example.org>\nDërguar: e martë\nPër: Mary Secret\nTema: Greva",
        "From: Petra Private",
        "To: Mary Secret, Petra Private",
        "Sent: Tuesday\nTo: Mary Secret; Petra Private <p@example.org>",
        "From: Petra Private\nSent: Tuesday\nTo: Mary Secret, Tom\nSecret, Ann Private\nSubject: x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("above", ["", "One line.\n\n" * 45], ids=["first", "late"])
def test_what_may_be_a_head_goes_in_whatever_language_and_wherever_it_stands(head: str, above: str) -> None:
    draft = ingest(mail(f"{above}{head}\n\n{BODY}").as_bytes(), kind=Kind.MAIL)
    assert not any(word in everything(draft) for word in ("Petra", "Mary", "Secret", "Private"))
    assert [paragraph.split()[0] for paragraph in draft.article.paragraphs[-3:]] == ["The", "On", "Write"]
    if above:
        assert any("may be the head of a mail" in note for note in draft.notes)


def test_lines_with_labels_that_readers_are_meant_to_see_stay() -> None:
    lines = (
        "Q: What do you ask for?", "A: That the break stays, and that nobody is sent home for asking.",
        "Email: see below", "Phone: at the office", "Place: Lower Brook",
        "From: 10 in the morning", "To: 4 in the afternoon",
    )  # fmt: skip
    draft = ingest(mail(BODY + "\n" + "\n\n".join(lines) + "\n\nThat is all of it.\n").as_bytes())
    assert all(line in draft.article.paragraphs for line in lines)


@pytest.mark.parametrize(
    "line",
    [
        "Op di 3 nov 2026 om 09:12 schreef Petra Private <p@example.org>:",
        "Il giorno mar 3 nov 2026 alle ore 09:12 Petra Private <p@example.org> ha scritto:",
        "Den tis 3 nov. 2026 kl 09:12 skrev Petra Private:",
        "2026-11-03 09:12 Petra Private wrote:",
        "Petra Private <p@example.org> wrote:",
    ],
)
def test_lines_of_other_languages_that_say_who_wrote_when_go(line: str) -> None:
    draft = ingest(mail(f"{line}\n\n{BODY}").as_bytes())
    assert "Petra" not in everything(draft)
    assert any("who wrote when" in note for note in draft.notes)
    assert len(draft.article.paragraphs) == 3


@pytest.mark.parametrize(
    "end",
    [
        "In solidarity,\nPetra Private\nBranch secretary, 07700 900123\nSent from my telephone",
        "Petra Private\nBranch secretary\n+44 7700 900123",
        "Kind regards\n\nPetra",
        "Mit freundlichen Grüßen\nPetra Private",
        "Petra Private",
    ],
)
def test_whoever_signs_a_mail_is_left_out(end: str) -> None:
    draft = ingest(mail(f"{BODY}\n{end}\n").as_bytes())
    assert not any(word in everything(draft) for word in ("Petra", "900123", "Sent from"))
    assert len(draft.article.paragraphs) == 3


@pytest.mark.parametrize(
    "address",
    ["petra (at) private.example.org", "petra[at]private.example.org", "petra @ private.example.org",
     "mailto:petra@private",
     "petra at private dot example dot org", "“petra”@private.example.org"],
)  # fmt: skip
def test_addresses_that_hide_from_programs_are_taken_out_as_well(address: str) -> None:
    draft = ingest(
        mail(f"{BODY}\nWrite to {address} today. Meet at 10.30 at the gate, or @ noon.").as_bytes()
    )
    assert "private" not in everything(draft).lower()
    assert "Meet at 10.30 at the gate, or @ noon." in draft.article.paragraphs[-1]


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Fwd: Message from Jane Private <jane@example.org>: the dockers vote", "the dockers vote"),
        ("Petra Private: the dockers vote", "the dockers vote"),
        ("Message from Petra Private", "The weaving shed of Lower Brook stood still"),
        ("Message from Cardiff: we strike", "Message from Cardiff: we strike"),
    ],
)
def test_a_subject_keeps_no_name_of_who_wrote(subject: str, title: str) -> None:
    draft = ingest(mail("The weaving shed of Lower Brook stood still\n\n" + BODY, subject=subject).as_bytes())
    assert draft.article.title == title
    assert "Private" not in everything(draft)


def test_a_name_of_the_head_within_the_text_is_said_and_left_to_a_person() -> None:
    draft = ingest(
        mail(BODY + "\nIt was Petra Private who spoke for all of the shed on that day.").as_bytes()
    )
    [note] = [note for note in draft.notes if "name of the mail's head" in note]
    assert "Petra" not in note


def test_a_byline_that_only_the_text_of_a_mail_says_is_marked() -> None:
    draft = ingest(mail("By Ana Example\n\n" + BODY).as_bytes())
    assert ("author", (("Ana Example", "text"),)) in [(each.field, each.values) for each in draft.doubts]


@pytest.mark.parametrize(
    "line",
    ["Dear Mary,", "Hi Mary", "Dear Mary and Sam!", "Annwyl Mair,", "Estimada María:", "Bonjour Marie,", "Drogi Janie,",
     "Cara Maria,", "Dragă Maria,", "عزيزتي مريم،", "Dear all"],
)  # fmt: skip
def test_whom_a_mail_greets_is_left_out(line: str) -> None:
    for body in (f"{line}\n\n{BODY}", f"\n{line}\n{BODY}"):
        draft = ingest(mail(body).as_bytes())
        assert len(draft.article.paragraphs) == 3
        assert line not in everything(draft)
        assert any("greets" in note for note in draft.notes)


@pytest.mark.parametrize(
    "line",
    ["Dear reader, this is what happened in the shed of Lower Brook, and why.", "Dear bread makes hungry weavers",
     "High prices,", "Carers and cleaners walk out,"],
)  # fmt: skip
def test_a_first_line_that_only_begins_like_a_greeting_stays(line: str) -> None:
    found = ingest(mail(f"{line}\n\n{BODY}").as_bytes()).article
    assert line in (found.standfirst, *found.paragraphs)
