"""Phone numbers, homes and confidences in what somebody sent: taken out or told, and repeated nowhere."""

import time

import pytest

from newsletter.articles.reading.source import Draft, Kind, ingest
from newsletter.articles.reading.traces import of_private, without_phones
from newsletter.checks.private import behind
from tests.command import Desk

BODY = (
    "The weaving shed of Lower Brook stood still for two days this week, and all the valley heard it.\n\n"
    "On Thursday the afternoon break came back, with a promise that no rule will change before a vote.\n\n"
    "Write to the owner of the mill today, and tell him that you have heard of it as well as he has.\n"
)
HEAD = (
    "From: Petra Private <petra.private@example.org>\nTo: Office <office@example.org>\nSubject: Weavers stand still\n"
    "Date: Tue, 3 Nov 2026 09:12:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
)


def of_mail(text: str) -> Draft:
    return ingest((HEAD + text).encode(), kind=Kind.MAIL)


def everything(draft: Draft) -> str:
    return repr((draft.article, draft.notes, draft.doubts, draft.appeal))


@pytest.mark.parametrize(
    "number",
    [
        "07700 900123",
        "+44 7700 900123",
        "+44 (0)7700 900123",
        "0044 7700 900123",
        "(0161) 496 0000",
        "0161-496-0000",
        "01 99 00 12 34",
        "+33 1 99 00 12 34",
        "+48 601 000 000",
        "030/23125 000",
        "+49 30 23125000",
        "tel:+447700900123",
        "07700900123.",
    ],
)
def test_phone_numbers_in_a_mail_are_taken_out_and_told(number: str) -> None:
    draft = of_mail(f"{BODY}\nRing Tom on {number} if you can come to the picket, and say when.")
    assert "Ring Tom on [phone number]" in draft.article.paragraphs[-1]
    assert "900" not in everything(draft).replace("1,900", "")
    assert any(note.startswith("A phone number was taken out") for note in draft.notes)


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("Call 601 000 000 for a lift", "Call [phone number] for a lift"),
        ("Tel: 601 000 000, room 3", "Tel: [phone number], room 3"),
        ("Ffoniwch 601 000 000 yfory", "Ffoniwch [phone number] yfory"),
        ("WhatsApp: 601-000-000", "WhatsApp: [phone number]"),
        ("Mobile 7700 900 123; office 0161 496 0000", "Mobile [phone number]; office [phone number]"),
    ],
)
def test_a_number_beside_a_word_that_says_so_is_one_of_a_phone(line: str, left: str) -> None:
    assert without_phones(line)[0] == left


@pytest.mark.parametrize(
    "line",
    [
        "03.11.2026 09:12",
        "On 03/11/2026 at 10.30",
        "2026-11-03 09:12",
        "0.123456789 of it",
        "£0012345678",
        "01234567%",
        "We call 1 000 000 people out",
        "1 234 567 890 pounds",
        "ISBN 0-19-852663-6",
        "https://example.org/0123456789",
        "https://example.org/?id=07700900123",
        "https://example.org/call/123456789012",
        "From 07.00 to 09.30",
        "Room 0123",
        "a rise of 0,5 or 0,75",
        "-0123456789",
        "600 123 456",
    ],
)
def test_other_numbers_stay(line: str) -> None:
    assert without_phones(line) == (line, 0)


PRIVATE = [
    ("Come to 12 Mill Lane on Monday.", "a postal address"),
    ("The leaflets lie at 3a, Upper Brook Street.", "a postal address"),
    ("Send it to Lower Brook, LB1 2CD.", "a postal address"),
    ("Dewch i 12 Heol Fawr.", "a postal address"),
    ("Kommt in die Mühlenstraße 12.", "a postal address"),
    ("Venez au 12 rue du Moulin.", "a postal address"),
    ("Ven a la calle Molino, 12.", "a postal address"),
    ("Przyjdź na ul. Młyńska 12.", "a postal address"),
    ("Venha à Rua do Moinho, 12.", "a postal address"),
    ("Her membership number is 1234567.", "a number of an account"),
    ("NI number AB 12 34 56 C.", "a number of an account"),
    ("Sort code 20-20-15.", "a number of an account"),
    ("She is member #1234567 of the branch.", "a number of an account"),
    ("Membership card number 1234567.", "a number of an account"),
    ("Her passport number is 123456789.", "a number of an account"),
    ("It goes to account 12345678.", "a number of an account"),
    ("Ihre Mitgliedsnr. 1234567.", "a number of an account"),
    ("Kontonummer: 12345678.", "a number of an account"),
    ("El número de afiliada es 1234567.", "a number of an account"),
    ("Le numéro d’adhérente : 1234567.", "a number of an account"),
    ("Numer legitymacji 1234567.", "a number of an account"),
    ("Rhif aelodaeth 1234567.", "a number of an account"),
    ("O número de sócio é 1234567.", "a number of an account"),
    ("Numărul de membru: 1234567.", "a number of an account"),
    ("Send gifts to GB33 BUKB 2020 1555 5555 55.", "a number of an account"),
    ("Please keep this to yourselves.", "a request to keep it in confidence"),
    ("This is strictly confidential.", "a request to keep it in confidence"),
    ("Not for publication!", "a request to keep it in confidence"),
    ("Please don’t share this yet.", "a request to keep it in confidence"),
    ("Embargoed until Monday.", "a request to keep it in confidence"),
    ("Bitte nicht weiterleiten.", "a request to keep it in confidence"),
    ("هذا الخبر ليس للنشر.", "a request to keep it in confidence"),
    ("يرجى عدم النشر.", "a request to keep it in confidence"),
    ("الرجاء عدم إعادة الإرسال.", "a request to keep it in confidence"),
    ("هذه الرسالة سرية للغاية.", "a request to keep it in confidence"),
    ("فليبق هذا بيننا.", "a request to keep it in confidence"),
]


@pytest.mark.parametrize(("line", "kind"), PRIVATE)
def test_what_seems_private_is_told_by_kind_and_place(line: str, kind: str) -> None:
    [note] = of_private(["A first paragraph.", line])
    assert note.startswith("Paragraph 2 of the text seems to hold")
    assert kind in note
    assert line not in note


@pytest.mark.parametrize(
    "line",
    [
        "A vote of no confidence in the board.",
        "An arms embargo was asked for.",
        "In 1926 Mill Lane was full of people.",
        "The 12 weavers of Lower Brook walk to the square.",
        "The report was confidential.",
        "They share this street.",
        "Section 12 of the Act",
        "We are 40 members, and our number grows.",
        "In 2026 the membership number was 45000.",
        "The number of members is 45000, and 12000 have no account.",
        "Member No 1 spoke, and number 1234 of the journal is out.",
        "On that account 1200 people stayed away.",
        "Room 12, B1 and C2",
    ],
)
def test_ordinary_lines_are_not_called_private(line: str) -> None:
    assert list(of_private([line])) == []


def test_the_name_of_who_signed_or_wrote_within_the_text_is_said_and_not_repeated() -> None:
    said = "\nIt was Tom Hidden who spoke for all of the shed on that day, and nobody else."
    for end in ("\n\nIn solidarity,\nTom Hidden\n", "\n\n-- \nTom Hidden\nBranch secretary\n"):
        draft = of_mail(BODY + said + end)
        [note] = [note for note in draft.notes if "whoever signed" in note]
        assert "Tom" not in note
    answered = of_mail(f"On Mon, 2 Nov 2026 at 10:00, Tom Hidden <t@example.org> wrote:\n\n{BODY}{said}")
    assert any("name of the mail's head" in note for note in answered.notes)


def test_what_offices_put_below_each_mail_is_left_out() -> None:
    small = (
        "This email and any files transmitted with it are\nconfidential and intended solely for\nothers.",
        "Disclaimer: this message is privileged, and views in it are those of whoever wrote it.",
        "Please consider the environment before printing this.",
    )
    for text in small:
        draft = of_mail(f"{BODY}\n\n{text}\n")
        assert len(draft.article.paragraphs) == 3
        assert any("below each mail" in note for note in draft.notes)
    kept = "This message is for employers: pay up, and nobody will have to stand in the rain again."
    assert kept in of_mail(f"{BODY}\n\n{kept}\n").article.paragraphs


def test_what_stands_below_the_line_of_a_signature_is_said() -> None:
    draft = of_mail(f"{BODY}\n\n-- \nPetra Private\n12 Mill Lane\n")
    assert "Mill" not in everything(draft)
    assert any("“--”" in note for note in draft.notes)


@pytest.mark.parametrize(
    "piece", ["0", "0 ", "+1(", "call 1 ", "12 A ", "A1", "calle A", "don’t ", "Aa ", "sort code "]
)
def test_hostile_lines_cost_little(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    started = time.process_time()
    without_phones(text)
    list(of_private([text]))
    assert time.process_time() - started < 3


def test_the_command_tells_of_traces_and_repeats_none(desk: Desk) -> None:
    desk.open_branch()
    file = desk.folder / "letter.eml"
    file.write_bytes(
        (HEAD + f"{BODY}\nRing Tom on 07700 900123, or come to 12 Mill Lane for the leaflets.").encode()
    )
    done = desk.here("article", "add", file).ok()
    assert "phone number" in done.err
    assert "postal address" in done.err
    assert "900123" not in done.out + done.err
    assert "Mill Lane" not in done.err
    assert "900123" not in (desk.workspace / "articles" / "weavers-stand-still.md").read_text()


def test_a_summary_with_a_number_of_a_person_is_told_at_each_step_and_the_number_is_not(desk: Desk) -> None:
    desk.open_branch()
    file = desk.folder / "letter.eml"
    file.write_bytes((HEAD + f"Her membership number is 1234567, said the shed.\n\n{BODY}").encode())
    added = desk.here("article", "add", file).ok()
    assert "1234567" not in added.out + added.err
    told = (
        "The summary of weavers-stand-still seems to hold a number of an account, a member or an insurance."
    )
    text = "The weaving shed stood still for two days. Its membership number is 1234567."
    done = desk.here("article", "summarise", "weavers-stand-still", "--text", text).ok()
    assert told in done.out
    assert told in desk.here("article", "accept", "weavers-stand-still").ok().out
    desk.here("issue", "new", "november", "--article", "weavers-stand-still").ok()
    checked = desk.here("issue", "check", "november")
    assert "private-trace" in checked.out
    assert told in checked.out
    assert "1234567" not in checked.out + checked.err


@pytest.mark.parametrize(
    ("trace", "kind", "digits"),
    [
        ("Ring Tom on 07700 900123.", "phone number", ("07700", "900123")),
        ("Ring +44 (0)161 496-0000.", "phone number", ("161", "496", "0000")),
        ("Its membership number is 1234567.", "number of an account, a member or an insurance", ("1234567",)),
        ("They meet at 12 Mill Lane.", "postal address", ("12 Mill", "Mill Lane")),
    ],
)
def test_a_trace_that_the_article_does_not_have_is_told_by_kind_and_place(
    desk: Desk, trace: str, kind: str, digits: tuple[str, ...]
) -> None:
    desk.open_branch()
    (desk.folder / "shed.txt").write_text(f"Weavers stand still\n\n{BODY}", encoding="utf-8")
    desk.here("article", "add", desk.folder / "shed.txt").ok()
    text = f"The weaving shed stood still. {trace}"
    written = desk.here("article", "summarise", "weavers-stand-still", "--text", text).ok()
    accepted = desk.here("article", "accept", "weavers-stand-still").ok()
    desk.here("issue", "new", "november", "--article", "weavers-stand-still").ok()
    checked = desk.here("issue", "check", "november")
    said = (
        written.out.replace(text, "") + written.err + accepted.out + accepted.err + checked.out + checked.err
    )
    assert f"Not found in the article: [{kind}]" in accepted.out
    assert f"[{kind}], which was not found in the article" in checked.out
    assert '--checked "its very words' in accepted.out
    assert not [each for each in digits if each in said]


def test_a_passage_that_is_nearest_is_not_shown_where_it_holds_a_trace(desk: Desk) -> None:
    desk.open_branch()
    body = f"{BODY}\n\nThe weavers' membership number is 1234567 in the weaving shed."
    (desk.folder / "shed.txt").write_text(f"Weavers stand still\n\n{body}", encoding="utf-8")
    desk.here("article", "add", desk.folder / "shed.txt").ok()
    text = "The weavers' membership is 7654321 in the weaving shed."
    desk.here("article", "summarise", "weavers-stand-still", "--text", text).ok()
    accepted = desk.here("article", "accept", "weavers-stand-still").ok()
    assert "Not found in the article: 7654321; nearest there: paragraph" in accepted.out
    assert "1234567" not in accepted.out + accepted.err


def test_a_trace_that_readers_are_meant_to_have_is_settled_by_its_very_words(desk: Desk) -> None:
    desk.open_branch()
    (desk.folder / "hotline.txt").write_text(f"Weavers stand still\n\n{BODY}", encoding="utf-8")
    desk.here("article", "add", desk.folder / "hotline.txt").ok()
    text = "The weaving shed of Lower Brook stood still. Ring the hotline, (0161) 496 0000, or come to 12 Mill Lane."
    desk.here("article", "summarise", "weavers-stand-still", "--text", text).ok()
    desk.here("issue", "new", "november", "--article", "weavers-stand-still").ok()
    accept = ("article", "accept", "weavers-stand-still")

    for said, code in (
        ("0161 496 0000", "no-origin"),
        ("(0161) 496 0000", "no-origin"),
        ("20 Wharf Road (a leaflet)", "checks-nothing"),
    ):
        refused = desk.here(*accept, "--checked", said, "--json")
        assert (refused.code, refused.json["errors"][0]["code"]) == (2, code)
        assert "496" not in refused.json["errors"][0]["message"]

    half = desk.here(*accept, "--checked", "0161 496 0000 (the strike hotline, from the union's page)").ok()
    assert "a phone number" not in half.out
    assert "a postal address" in half.out
    assert _traces(desk) == ["The summary of weavers-stand-still seems to hold a postal address."]
    desk.here(*accept, "--checked", "12 Mill Lane (where the picket stands)").ok()
    assert _traces(desk) == []

    text = text.replace("12 Mill Lane", "14 Mill Lane")
    desk.here("article", "summarise", "weavers-stand-still", "--text", text).ok()
    assert len(_traces(desk)) == 1, "what was settled are these words and no others"


@pytest.mark.parametrize(
    ("words", "said", "rest"),
    [
        ("(0161) 496 0000", "0161 496 0000 (the hotline)", " (the hotline)"),
        ("(0161) 496 0000", "0161-4960000", ""),
        ("(0161) 496 0000", "0161 496 00001 (the hotline)", None),
        ("membership number is 1234567", "1234567 (a made-up one)", " (a made-up one)"),
        ("keep this to ourselves", "keep this to ourselves (a song)", " (a song)"),
        ("12 Mill Lane", "14 Mill Lane (a picket)", None),
        ("[phone number]", "phone number (a hotline)", None),
        ("Al", "Al (she agreed)", None),
    ],
)
def test_only_the_very_words_settle_a_trace(words: str, said: str, rest: str | None) -> None:
    assert behind(words, said) == rest


def _traces(desk: Desk) -> list[str]:
    found = desk.here("issue", "check", "november", "--json").data["findings"]
    return [each["message"] for each in found if each["id"] == "private-trace"]
