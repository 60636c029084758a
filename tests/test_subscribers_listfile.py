import contextlib
import os
import socket
from datetime import UTC, datetime
from encodings.aliases import aliases

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subscribers.consent import ground
from subscribers.errors import ListFileError, ListUsageError
from subscribers.listfile import Lines, split_rows
from tests.lists import LISTS, MEMBERS, NOW, addresses, apply, made_people, plan, take_in


@pytest.fixture
def people(database):
    return made_people(database)


@pytest.fixture
def quick(sqlite_db):
    return made_people(sqlite_db)


# --- what is no file ---


@pytest.mark.skipif(os.name == "nt", reason="POSIX files")
@pytest.mark.parametrize("kind", ["pipe", "socket", "device", "folder"])
def test_what_has_no_end_is_refused_and_not_waited_for(quick, tmp_path, kind):
    path = tmp_path / "list.csv"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(path))
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    with pytest.raises(ListFileError) as caught:
        plan(quick, path)
    assert caught.value.code == "unreadable"
    assert ("a folder" if kind == "folder" else "a pipe, a socket or a device") in caught.value.message


# --- files as programs write them ---


def test_a_mailchimp_export_drops_what_is_not_needed_and_says_so(people):
    made = plan(people, LISTS / "subscribed_members_export.csv", file_name="subscribed_members_export.csv")
    apply(people, made, now=NOW)
    assert made.file.used == {
        "address": "Email Address",
        "first name": "First Name",
        "last name": "Last Name",
        "agreed on": "OPTIN_TIME, CONFIRM_TIME",
        "tags": "TAGS",
    }
    assert made.file.looks_like == "This looks like Mailchimp's list of people who subscribed."
    assert {"Address", "NOTES", "MEMBER_RATING", "LEID", "EUID", "OPTIN_IP"} <= set(made.file.dropped)
    assert addresses(people) == ["ana@example.org", "ben@example.org"]
    assert people.get("ana@example.org").name == "Ana Pérez"
    # The day on which she confirmed is the proof; of Ben the file says nothing.
    days = [people.show(f"{who}@example.org").consents[0].at for who in ("ana", "ben")]
    assert days == [datetime(2024, 3, 1, 10, 2, tzinfo=UTC), NOW]


def test_a_mailchimp_list_of_those_who_left_mails_nobody_under_any_name(people):
    content = (LISTS / "unsubscribed_members_export.csv").read_bytes()
    counts = take_in(people, content, file_name="audience.csv")
    assert (counts.added, counts.suppressed, people.count(), people.suppressions.count()) == (0, 2, 0, 2)


def test_an_action_network_report_takes_in_subscribers_only(people):
    counts = take_in(people, LISTS / "action_network_report.csv")
    assert (counts.added, counts.suppressed) == (1, 3)
    assert addresses(people) == ["ana@example.org"]


def test_a_members_report_with_titles_semicolons_and_windows_letters(people):
    made = plan(people, LISTS / "members_report_windows.csv", reason=MEMBERS, file_name="report.csv")
    apply(people, made, now=NOW)
    assert (made.file.encoding, made.file.delimiter) == ("cp1252", ";")
    assert [(row.line, row.outcome) for row in made.rows] == [
        (6, "LEFT"),
        (7, "OUT"),
        (8, "ASK"),
        (10, "ASK"),
    ]
    assert (made.counts.added, made.counts.rejected) == (1, 1)
    assert made.names_to_check == ("Ana María Pérez",)
    assert {"Membership No", "Work Email", "Paid To"} <= set(made.file.dropped)
    ana = people.get("ana@example.org")
    assert (ana.name, ana.first_name) == ("Ana María Pérez", "Ana María")
    assert any("not UTF-8" in note for note in made.notes)
    assert "Rows without an address: 1." in made.notes


def test_a_list_as_a_mail_program_copies_it(people):
    counts = take_in(people, LISTS / "outlook_recipients.txt")
    assert counts.added == 5
    assert {person.address: person.name for person in people.listing()} == {
        "ana@example.org": "Ana Example",
        "ben@example.org": "",
        "cai@example.org": "Jones, Cai",
        "dai@example.org": "",
        "eva@example.org": "",
    }
    assert {person.first_name for person in people.listing()} == {""}


TABLE = "Email{0}Name\nana@example.org{0}Ana María Müller\nben@example.org{0}Łukasz\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_separators_and_line_ends(quick, delimiter, encoding, line_end):
    take_in(quick, TABLE.format(delimiter).replace("\n", line_end).encode(encoding))
    assert {person.name for person in quick.listing()} == {"Ana María Müller", "Łukasz"}


def test_an_encoding_may_be_named(quick):
    content = "Email,Name\nana@example.org,Łukasz\n".encode("cp1250")
    made = plan(quick, content)
    assert (made.file.encoding, made.names_to_check) == ("cp1252", ("£ukasz",))
    take_in(quick, content, encoding="cp1250")
    assert quick.get("ana@example.org").name == "Łukasz"


@pytest.mark.parametrize("encoding", ["utf-16", "nonsense", "ascii"])
def test_a_wrong_or_unknown_encoding_is_told(quick, encoding):
    with pytest.raises(ListFileError) as caught:
        plan(quick, "Email\nana@example.org,é\n".encode() + b"\xff", encoding=encoding)
    assert caught.value.code == "encoding"


@pytest.mark.parametrize(
    "encoding", ["hex", "rot13", "zlib", "base64", "nonsense", "a\0b", "idna", "undefined", " "]
)
@pytest.mark.parametrize("content", ["Email\nana@example.org\n", "6162\n"])
def test_what_is_no_encoding_of_text_is_told(quick, encoding, content):
    with pytest.raises(ListFileError) as caught:
        plan(quick, content, encoding=encoding)
    assert (caught.value.code, "is no encoding of text" in caught.value.message) == ("encoding", True)
    assert "cp1250" in caught.value.remedy


@pytest.mark.parametrize("encoding", sorted({*aliases.values()}))
def test_no_encoding_at_all_is_unforeseen(quick, encoding):
    with contextlib.suppress(ListFileError):
        plan(quick, "Email,Name\nana@example.org,Ana\n", encoding=encoding)


@pytest.mark.parametrize(
    "header",
    [
        "Email", "E-mail", "EMAIL ADDRESS", "email_address", "Preferred Email", "Home Email", "E-mail 1 - Value",
        "Correo electrónico", "correo", "E-bost", "Cyfeiriad e-bost", "Adres e-mail", "Adresă de e-mail",
        "Endereço de e-mail", "Courriel", "Adresse e-mail", "Adresse électronique", "البريد الإلكتروني",
        "\u200bE-Mail:",
    ],
)  # fmt: skip
def test_the_address_is_found_under_its_names_in_many_languages(quick, header):
    assert plan(quick, f"Nr;{header};x\n1;ana@example.org;\n").counts.added == 1


@pytest.mark.parametrize(
    "header", ["Email sent", "Emails", "Next of kin email", "Email count", "Manager's e-mail"]
)
def test_a_header_that_only_looks_like_it_is_no_address(quick, header):
    with pytest.raises(ListFileError) as caught:
        plan(quick, f"Nr;{header}\n1;ana@example.org\n")
    assert caught.value.code == "no-header"


@pytest.mark.parametrize(
    ("header", "name", "first_name"),
    [
        ("Email,Forename,Surname", "Ana Pérez", "Ana"),
        ("Email,Enw cyntaf,Cyfenw", "Ana Pérez", "Ana"),
        ("Email,Imię,Nazwisko", "Ana Pérez", "Ana"),
        ("Email,Prenume,Nume", "Ana Pérez", "Ana"),
        ("Email,Nombre,Apellidos", "Ana Pérez", "Ana"),
        ("Email,Prénom,Nom", "Ana Pérez", "Ana"),
        ("Email,Primeiro nome,Apelido", "Ana Pérez", "Ana"),
        ("Email,Full name,Notes", "Ana", ""),
        ("Email,Nombre,Notas", "Ana", ""),
        ("Email,Notes,Shoe size", "", ""),
    ],
)
def test_names_are_taken_from_their_columns_and_never_invented(quick, header, name, first_name):
    take_in(quick, f"{header}\nana.perez@example.org,Ana,Pérez\n")
    found = quick.get("ana.perez@example.org")
    assert (found.name, found.first_name) == (name, first_name)


@pytest.mark.parametrize(
    ("value", "language"),
    [
        ("cy", "cy"),
        ("Welsh", "cy"),
        ("Español", "es"),
        ("pt_br", "pt-BR"),
        ("EN", "en"),
        ("", "en"),
        ("Klingon", "en"),
    ],
)
def test_the_language_of_a_row_is_understood_or_the_lists_own(quick, value, language):
    take_in(quick, f"Email,Language\nana@example.org,{value}\n")
    assert quick.get("ana@example.org").language == language


def test_the_better_of_several_address_columns_is_used_and_two_equal_ones_are_asked_about(quick):
    take_in(quick, "Work Email,Home Email\nana@work.example.org,ana@example.org\n")
    assert addresses(quick) == ["ana@example.org"]
    with pytest.raises(ListFileError) as caught:
        plan(quick, "Email,E-mail address\na@example.org,b@example.org\n")
    assert caught.value.code == "two-address-columns"


# --- broken files ---


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-list"),
        (b"\n\r\n  \n", "empty-list"),
        (b"\xef\xbb\xbf", "empty-list"),
        (b"PK\x03\x04xl/workbook.xml", "damaged-spreadsheet"),
        (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "damaged-spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not-a-text-list"),
        (b"%PDF-1.7", "not-a-text-list"),
        (b"{\\rtf1", "not-a-text-list"),
        (b"<!DOCTYPE html><table>", "not-a-text-list"),
        (b"\x1f\x8b\x08", "not-a-text-list"),
        (b"Name,Town\nAna,Sampletown\n", "no-header"),
        (b"ana@example.org,Ana\nben@example.org,Ben\n", "no-header"),
        ("Email\nana@example.org\n".encode("utf-16")[:-1], "encoding"),
        (b"Email,Name\nana@example.org,\x81\n", "encoding"),
    ],
)
def test_what_is_no_list_is_refused_with_a_way_out(quick, content, code):
    with pytest.raises(ListFileError) as caught:
        plan(quick, content)
    assert caught.value.code == code
    assert caught.value.remedy
    assert quick.count() == 0


def test_a_file_that_is_not_there_or_a_folder_is_told(quick, tmp_path):
    for path, code in ((tmp_path / "nothing.csv", "not-found"), (tmp_path, "unreadable")):
        with pytest.raises(ListFileError) as caught:
            plan(quick, path)
        assert caught.value.code == code


def test_a_file_beyond_all_bounds_is_refused_unread(quick, tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as stream:
        stream.truncate(200_000_001)
    with pytest.raises(ListFileError) as caught:
        plan(quick, path)
    assert caught.value.code == "too-large"


def test_a_header_alone_is_nobody(quick):
    assert plan(quick, "Email,Name\n").counts.rows == 0


def test_a_comma_in_an_unquoted_name_shifts_nothing(quick):
    made = plan(
        quick, "Membership No,Name,Email,Opt out\n1,Pérez, Ana,ana@example.org,Y\n2,Ben,ben@example.org,\n"
    )
    assert [(row.line, row.outcome) for row in made.rows] == [(2, "REJECT")]
    assert made.counts.added == 1


@pytest.mark.parametrize(
    ("rows", "report", "added"),
    [
        ('"Ana,ana@example.org\nBen,ben@example.org\nCai,cai@example.org\n', [(2, "REJECT")], 2),
        ('"Ana,ana@example.org\n"Ben",ben@example.org\nCai,cai@example.org\n', [(2, "REJECT")], 2),
        ('Ana "Annie" Perez,ana@example.org\nBen,ben@example.org\n', [], 2),
        ('"Ana "Annie" Perez",ana@example.org\nBen,ben@example.org\n', [], 2),
        ('"Ana\nMaria",ana@example.org\nBen,ben@example.org\nbad,bad\n', [(5, "REJECT")], 2),
        ("Ana,ana@example.org\nBen", [(3, "REJECT")], 1),
        ('Ana,ana@example.org\n"Ben', [(3, "REJECT")], 1),
        (f"{'x' * 200_000},ana@example.org\nBen,ben@example.org\n", [(2, "REJECT")], 1),
        ("\0\0,ana@example.org\nBen,ben@example.org\n", [(2, "FIX")], 2),
    ],
)
def test_a_broken_row_spoils_itself_alone_and_is_told_by_its_line(quick, rows, report, added):
    made = plan(quick, f"Name,Email\n{rows}")
    assert [(row.line, row.outcome) for row in made.rows] == report
    assert made.counts.added == added


def test_a_row_that_is_cut_off_before_its_opt_out_is_not_taken_in(quick):
    made = plan(quick, "Email,Name,Opt out\nana@example.org,Ana,\nben@example.org,Ben")
    assert (made.counts.added, made.counts.rejected, made.rows[0].line) == (1, 1, 3)


def test_seventy_thousand_blank_rows_are_nobody(quick):
    made = plan(quick, "Email,Name\nana@example.org,Ana\n" + ",\n" * 70_000)
    assert (made.counts.rows, made.counts.added, made.rows) == (1, 1, ())


def test_the_ground_is_needed(quick):
    with pytest.raises(ListUsageError):
        ground(basis="no idea", wording="", source="")
    with pytest.raises(ListUsageError):
        plan(quick, "Email\nana@example.org\n", language="English")


@settings(max_examples=300, deadline=None)
@given(
    content=st.lists(
        st.one_of(
            st.text(alphabet='a",\t\x00é ', max_size=6), st.sampled_from(["a,b", '"a,b"', '"a', "", 'a"b,c'])
        ),
        max_size=14,
    ),
    ends=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_lines_without_quotes_are_read_together_as_one_by_one(content, ends):
    lines = [f"{line}{ends}" for line in content]

    class OneByOne(Lines):
        def without_quotes(self):
            return []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("subscribers.listfile._BLOCK", 3)
        together = list(split_rows(Lines(iter(lines)), ","))
    assert together == list(split_rows(OneByOne(iter(lines)), ","))


def test_a_cell_that_is_far_too_long_spoils_its_own_row_alone():
    lines = ["a,b\n", f"c,{'d' * 200_000}\n", "e,f\n"]
    rows = list(split_rows(Lines(iter(lines)), ","))
    assert [(row.line, row.cells, bool(row.problem)) for row in rows] == [
        (1, ["a", "b"], False), (2, [], True), (3, ["e", "f"], False)
    ]  # fmt: skip
