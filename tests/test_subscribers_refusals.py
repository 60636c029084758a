"""A no in words of somebody else's choosing is a no or a question, and never a yes."""

import pytest

from subscribers.columns import read_header
from subscribers.exports import is_name_of_opt_outs
from subscribers.questions import Answers
from subscribers.refusals import name_says_no, says_no, words_of
from tests.lists import LATER, NOW, addresses, apply, made_people, plan, take_in
from tests.sheets import formula, xlsx

YES = {
    "": "Y", "en": "Yes", "cy": "oes", "es": "sí", "pl": "tak", "ro": "da", "pt": "sim", "fr": "oui", "ar": "نعم",
}  # fmt: skip
#: By language: headers below which a yes is a no.
TURNED = {
    "en": (
        "Consent withdrawn", "Consent refused", "Consent revoked", "No consent", "No GDPR consent", "Not subscribed",
        "No newsletter", "No longer subscribed", "Newsletter cancelled", "Stop newsletter", "Subscription cancelled",
        "Newsletter - no", "Refused newsletter", "Declined mailing list", "Withdrew permission", "Does not want email",
        "Do not send newsletter", "Not to be emailed", "Refuses e-mail", "Exclude from mailings",
        "Remove from mailing list", "Taken off list", "Excluded", "Hard bounce", "Bounce", "Invalid email", "Bad email",
        "email_is_bad", "Objects to email", "Stop", "Removed", "Revoked", "Withdrawn", "DNC", "Gone away",
        "No longer a member", "Ex member", "Membership ended", "Never email", "Don’t mail", "emailRefused",
        "Post only", "Contact by post only", "Letters only", "Invalid address", "Deactivated", "Reason for leaving",
    ),
    "cy": (
        "Wedi tynnu caniatâd yn ôl", "Dim caniatâd", "Heb gydsynio", "Wedi gwrthod e-bost", "Dim cylchlythyr",
        "Tynnwyd o'r rhestr bostio", "E-bost yn bownsio", "Cyn-aelod", "Optio allan", "Peidiwch â chysylltu",
        "Wedi marw",
    ),
    "es": (
        "Sin consentimiento", "Retiró el consentimiento", "No quiere boletín", "Consentimiento revocado",
        "Rechaza correo", "Boletín cancelado", "Correo rebotado", "Eliminado de la lista", "En espera",
    ),
    "pl": (
        "Zgoda wycofana", "Cofnięta zgoda", "Brak zgody", "Nie chce biuletynu", "Rezygnacja z newslettera",
        "Odmowa zgody", "Usunięty z listy mailingowej", "E-mail odbity", "Data rezygnacji", "Były członek",
        "Nie wysyłaj",
    ),
    "ro": (
        "Consimțământ retras", "Fără consimțământ", "Nu dorește e-mail", "Refuză buletinul", "Newsletter anulat",
        "E-mail respins", "Demisie", "Data demisiei", "Fost membru", "Nu trimite",
    ),
    "pt": (
        "Consentimento retirado", "Sem consentimento", "Não quer boletim", "Consentimento revogado",
        "Subscrição anulada", "Recusou e-mail", "E-mail devolvido", "Desfiliado", "Data de desfiliação", "Em espera",
    ),
    "fr": (
        "Consentement retiré", "Sans consentement", "Ne veut pas de courriel", "Refuse la newsletter",
        "Abonnement annulé", "Courriel en rebond", "Opposition aux courriels", "Adresse invalide", "Démission",
        "Date de démission", "En attente", "N'est plus adhérent",
    ),
    "ar": ("سحب الموافقة", "بدون موافقة", "لا يريد البريد", "رفض الرسائل", "البريد مرتد", "الغاء النشرة"),
}  # fmt: skip
HEADERS = [(language, header) for language, headers in TURNED.items() for header in headers]


@pytest.fixture
def people(sqlite_db):
    return made_people(sqlite_db)


@pytest.mark.parametrize(("language", "header"), HEADERS)
def test_a_yes_below_a_header_that_says_no_takes_nobody_in(people, language, header):
    made = plan(people, f"Email,{header}\nana@example.org,{YES[language]}\nben@example.org,\n")
    assert made.counts.suppressed + made.counts.questions == 1
    assert made.rows[0].line == 2
    assert made.counts.added == 1


@pytest.mark.parametrize(
    "header",
    [
        "Consent withdrawn", "Newsletter cancelled", "Refuses e-mail", "Zgoda wycofana", "Consentement retiré",
        "سحب الموافقة",
    ],
)  # fmt: skip
@pytest.mark.parametrize(("value", "out"), [("Y", 1), ("2026-01-02", 1), ("No", 0), ("", 0)])
def test_a_consent_that_was_taken_back_is_an_opt_out(people, header, value, out):
    made = plan(people, f"Email,{header}\nana@example.org,{value}\n")
    assert (made.counts.suppressed, made.counts.added) == (out, 1 - out)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Wants email", "No"), ("OK to email", "N"), ("Can we email you?", "No"), ("Receive emails", "No"),
        ("May we contact you by email", "No"), ("Email communications", "Off"), ("Mailings", "No"),
        ("E-newsletter", "No"), ("Email me", "FALSE"), ("Bulletin", "No"), ("Mailing", "unsub"),
        ("Comms", "No email"), ("Email allowed", "0"), ("Contactable", "No"), ("Contact preference", "Post only"),
        ("Communication preference", "post"), ("Quiere correo", "no"), ("Yn derbyn e-bost", "nac ydw"),
        ("Chce newsletter", "nie"), ("Dorește e-mail", "nu"), ("Quer receber e-mail", "não"),
        ("Accepte les courriels", "non"), ("يريد الرسائل", "لا"), ("Newsletter", "withdrawn"),
        ("Newsletter archive", "Y"), ("Happy to hear by email", "not any more"), ("Email problem", "Y"), ("Opt", "Out"),
        ("Wants email", "❌"), ("Wants email", "✗"), ("Mailings", "☐"), ("Email me", "denied"), ("Mailing", "nope"),
        ("Quiere correo", "FALSO"), ("Accepte les courriels", "FAUX"), ("Chce newsletter", "FAŁSZ"),
        ("Dorește e-mail", "FALS"), ("Yn derbyn e-bost", "ANWIR"), ("No consent", "VERDADERO"), ("Opt", "VRAI"),
    ],
)  # fmt: skip
def test_a_no_below_a_header_about_mail_keeps_its_person_out(people, header, value):
    made = plan(people, f"Email,{header}\nana@example.org,{value}\nben@example.org,\n")
    assert [row.line for row in made.rows][:1] == [2]
    counts = made.counts
    assert counts.left + counts.questions + counts.suppressed >= 1
    apply(people, made, now=NOW)
    assert "ana@example.org" not in addresses(people)


@pytest.mark.parametrize(
    "header",
    [
        "Wants email", "Newsletter", "Mailings", "Subscription paid", "Branch newsletter", "Happy to get mail",
        "Quiere correo", "Accepte les courriels",
    ],
)  # fmt: skip
def test_a_yes_below_a_header_that_is_understood_is_no_question(people, header):
    made = plan(people, f"Email,{header}\nana@example.org,Yes\n")
    assert (made.counts.added, made.questions) == (1, ())


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Membership No", "1"), ("Emails sent", "1"), ("Email opens", "0"), ("Mailing address", "No 5 Stop Street"),
        ("Email type", "SMTP"), ("No. of children", "1"), ("Badge", "Y"), ("Do not phone", "Y"),
        ("Post cancelled", "Y"),
        ("Last mailing", "2026-01-02"), ("Wants a lift", "No"), ("Bad debt", "Y"), ("Failed payments", "1"),
        ("Notes", "no"), ("Subscription No", "12345"),
    ],
)  # fmt: skip
def test_what_is_about_something_else_is_no_question(people, header, value):
    made = plan(people, f"Email,{header}\nana@example.org,{value}\n")
    assert (made.counts.added, made.questions) == (1, ())


@pytest.mark.parametrize(
    "value", ["VERDADERO", "VERDADEIRO", "VRAI", "PRAWDA", "ADEVĂRAT", "GWIR", "✔️", "✔", "☑️"]
)
def test_true_is_a_yes_in_each_language(people, value):
    text = f"Email,Consent,Do not email\nana@example.org,{value},\nben@example.org,{value},{value}\n"
    counts = take_in(people, text)
    assert (counts.added, counts.suppressed, counts.questions) == (1, 1, 0)


@pytest.mark.parametrize("value", ["❌", "✗", "✘"])
def test_a_cross_below_an_opt_out_may_be_a_tick(people, value):
    made = plan(people, f"Email,Do not email\nana@example.org,{value}\n")
    assert (made.counts.suppressed, made.counts.questions) == (0, 1)


@pytest.mark.parametrize(
    ("answer", "added", "out", "left"), [("never", 0, 1, 0), ("no", 0, 0, 1), ("yes", 1, 0, 0)]
)
def test_one_answer_settles_a_word_of_a_column_that_is_not_understood(people, answer, added, out, left):
    content = "Email,No consent\nana@example.org,Y\n"
    [asked] = plan(people, content).questions
    assert (asked.key, asked.rows) == ("column:no consent=y", 1)
    assert '"no consent"' in asked.text
    assert "ana" not in asked.text
    counts = take_in(people, content, answers=Answers({asked.key: answer}))
    assert (counts.added, counts.suppressed, counts.left, counts.questions) == (added, out, left, 0)


def test_a_yes_to_one_column_hides_no_no_in_another(people):
    answers = Answers({"said-no:kind": "yes"})
    made = plan(people, "Email,Kind,State\nana@example.org,Bounced,Unsubscribed\n", answers=answers)
    assert [one.key for one in made.questions] == ["said-no:state"]


@pytest.mark.parametrize("value", ["never", "Active", "confirmed", "paid", "current", "enabled"])
def test_below_an_opt_out_what_is_neither_yes_nor_no_is_asked_about(people, value):
    made = plan(people, f"Email,Do not email\nana@example.org,{value}\n")
    assert ([one.key for one in made.questions], made.counts.added) == (["opt-out"], 0)


@pytest.mark.parametrize("value", ["no", "0", "FALSE", "", "Subscribed", "nie", "لا"])
def test_below_an_opt_out_a_plain_no_is_one(people, value):
    assert plan(people, f"Email,Unsubscribed\nana@example.org,{value}\n").counts.added == 1


@pytest.mark.parametrize(
    "name",
    [
        "UNSUBSCRIBED Ben", "DECEASED", "Ben - DO NOT EMAIL", "Ben (left)", "Ben Roe (opted out)", "RIP Ben (deceased)",
        "Ben – no emails please", "Zmarły", "Fallecido", "Décédé (Ben)", "متوفى", "Ben [resigned]",
        "FALLECIDO Ben", "Wypisany Jan",
    ],
)  # fmt: skip
@pytest.mark.parametrize("header", ["Name", "First name", "Surname"])
def test_a_name_that_says_no_is_a_question(people, name, header):
    made = plan(people, f"Email,{header}\nana@example.org,Ana\nben@example.org,{name}\n")
    assert [(row.line, row.outcome) for row in made.rows] == [(3, "ASK")]
    assert [one.key for one in made.questions] == [f"said-no:{header.casefold()}"]
    assert name not in made.rows[0].reason


@pytest.mark.parametrize(
    "name",
    [
        "Ana Left", "María Baja", "O'Neill-Stopes", "Dead Man Gray", "Noah Donot", "Nora (Home)", "Ana (she/her)",
        "Philip Topout", "Radie Fox", "Ana – treasurer", "Nomen Nescio", "Łucja Nowak", "Not Lee",
    ],
)  # fmt: skip
def test_a_name_stays_a_name(name):
    assert name_says_no(name) == ""


SHORT = [
    "Don{}t email", "Doesn{}t want emails", "Didn{}t agree to newsletter", "Won{}t take email", "Can{}t be emailed",
    "Mustn{}t be emailed", "Please don{}t contact", "Shouldn{}t get mail", "Isn{}t to be mailed", "DON{}T MAIL",
]  # fmt: skip


@pytest.mark.parametrize("sign", ["'", "’", "ʼ", "", "´", "`", "′", "＇", "‛", "''"])
@pytest.mark.parametrize("words", SHORT)
def test_a_no_with_an_apostrophe_is_heard(people, words, sign):
    said = words.format(sign)
    assert says_no(said)
    assert is_name_of_opt_outs(f"{said}.csv")
    ben = "ben@example.org,Ben,\n"
    for content in (
        f"Email,Name,Tags\n{ben}{said},,\nana@example.org,Ana,\n",
        f"Email,Name,Tags\n{ben}ana@example.org,Ana {said},\n",
        f"Email,Name,Tags\n{ben}ana@example.org,Ana ({said}),\n",
        f"Email,Name,Tags\n{ben}ana@example.org,Ana,{said}\n",
        f"Email,Name,Contact preference\n{ben}ana@example.org,Ana,{said}\n",
        f"Email,Name,{said}\n{ben}ana@example.org,Ana,Yes\n",
        f"ben@example.org; Ana ({said}) <ana@example.org>\n",
    ):
        made = plan(people, content)
        assert made.counts.added == 1
        assert made.counts.questions + made.counts.suppressed == 1


@pytest.mark.parametrize("sign", ["&#39;", "&apos;", "&rsquo;", "&#x27;"])
def test_so_is_one_as_a_web_page_writes_it(people, sign):
    said, ben = f"Don{sign}t email", "ben@example.org,Ben,\n"
    for content in (
        f"Email,Name,Tags\n{ben}{said},,\nana@example.org,Ana,\n",
        f"Email,Name,Tags\n{ben}ana@example.org,Ana ({said}),\n",
        f"Email,Name,Notes\n{ben}ana@example.org,Ana,{said}\n",
        f"Email,Name,{said}\n{ben}ana@example.org,Ana,Yes\n",
    ):
        made = plan(people, content)
        assert (made.counts.added, made.counts.questions + made.counts.suppressed) == (1, 1)


def test_short_words_of_french_stay_words():
    assert words_of("N'est plus à l'écoute d’Ana, j'ai") == [
        "n",
        "est",
        "plus",
        "a",
        "l",
        "ecoute",
        "d",
        "ana",
        "j",
        "ai",
    ]
    assert words_of("Don’t e-mail O'Neill at St Ann's") == [
        "dont",
        "e",
        "mail",
        "o",
        "neill",
        "at",
        "st",
        "ann",
        "s",
    ]


def test_a_name_beside_an_address_says_it_too(people):
    lines = '"UNSUBSCRIBED Ben" <ben@example.org>\nAna <ana@example.org>\n'
    for content in (lines, 'Email\n"UNSUBSCRIBED <ben@example.org>"\nana@example.org\n'):
        made = plan(people, content)
        assert (made.counts.questions, made.counts.added) == (1, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "ben@example.org (unsubscribed)", "LEFT ben@example.org", "ben@example.org - do not email",
        "Dead <ben@example.org>",
    ],
)  # fmt: skip
def test_a_remark_beside_an_address_is_heard_in_its_cell(people, cell):
    content = f'Email,Notes\n"{cell}",\nana@example.org,\n'
    [row] = plan(people, content).rows
    assert (row.line, row.outcome) == (2, "ASK")
    assert plan(people, content, answers=Answers({"said-no:email": "never"})).counts.suppressed == 1


@pytest.mark.parametrize("header", ["Tags", "Language"])
@pytest.mark.parametrize("value", ["unsubscribed", "do-not-email", "deceased", "Wypisany"])
def test_a_tag_or_a_language_that_says_no_is_a_question(people, header, value):
    made = plan(people, f"Email,{header}\nana@example.org,{value}\nben@example.org,\n")
    assert [one.key for one in made.questions] == [f"said-no:{header.casefold()}"]
    assert made.counts.added == 1


def test_a_no_among_other_tags_is_heard(people):
    assert plan(people, 'Email,Tags\nana@example.org,"reps, unsubscribed"\n').counts.questions == 1
    assert says_no("site-north") == says_no("reps") == says_no("night-shift") == ""


@pytest.mark.parametrize("answered", [{}, {"two-addresses": "first"}, {"two-addresses": "last"}])
@pytest.mark.parametrize(
    "cell", ["ana@example.org; ben@example.org", "Ana <ana@example.org> / ben@example.org"]
)
def test_an_opt_out_holds_for_each_address_in_its_cell(people, answered, cell):
    content = f'Email,Unsubscribed\n"{cell}",Y\nben@example.org,\ncai@example.org,\n'
    counts = take_in(people, content, answers=Answers(answered))
    # A no of the very address that has a row of its own is none to be asked about.
    assert counts.added == 1
    assert (counts.questions, people.suppressions.count()) in {(1, 1), (0, 2)}
    take_in(people, content, answers=Answers(answered | {"same-person": "yes"}))
    assert people.suppressions.count() == 2
    take_in(people, "Email\nana@example.org\nben@example.org\n", now=LATER)
    assert addresses(people) == ["cai@example.org"]


@pytest.mark.parametrize(
    "header",
    [
        "Home email,Work email",
        "Email,E-mail 2 Address",
        "E-mail 1 - Value,E-mail 2 - Value",
        "Email,Other email",
    ],
)
@pytest.mark.parametrize("first", ["ana@example.org", ""])
def test_an_opt_out_holds_for_each_address_of_its_row(people, header, first):
    take_in(people, f"{header},Unsubscribed\n{first},ben@example.org,Y\n")
    take_in(people, "Email\nana@example.org\nben@example.org\n", now=LATER)
    assert addresses(people) == ([] if first else ["ana@example.org"])


def test_an_opt_out_is_nobody_elses(people):
    take_in(people, "Email,Manager's email,Unsubscribed\nana@example.org,ben@example.org,Y\n")
    assert people.suppressions.count() == 1


def test_a_list_of_people_who_said_no_holds_for_each_of_their_addresses(people):
    content = 'Email,Work email\n"ana@example.org, ben@example.org",cai@example.org\n'
    take_in(
        people, content, file_name="unsubscribed.csv", answers=Answers({"whole-file": "never"}), reason=None
    )
    assert people.suppressions.count() == 3


@pytest.mark.parametrize("name", [formula("A9"), "Ana", "x" * 140_000])
def test_an_opt_out_counts_in_a_row_with_another_fault(people, name):
    take_in(people, "Email\nana@example.org\n")
    content = xlsx([["Email", "Name", "Unsubscribed"], ["ana@example.org", name, "Y"]])
    counts = take_in(people, content, now=LATER)
    assert (counts.suppressed, counts.rejected, people.suppressions.count()) == (1, 0, 1)


def test_where_cells_may_have_moved_a_no_is_a_question(people):
    take_in(people, "Email\nana@example.org\n")
    made = plan(people, "Email,Unsubscribed,Name\nana@example.org,Y,Abara, Ana\nben@example.org,,Roe, Ben\n")
    assert [(row.line, row.outcome) for row in made.rows] == [(2, "ASK"), (3, "REJECT")]


NAMES = [
    "desuscritos", "leaver", "leavers", "removed", "resignations", "people who quit", "rezygnacje", "stop mailing",
    "opt-out list", "DNC", "ex members 2025", "anciens-membres", "fallecidos", "inactive", "contacts (unsubs)",
    "daddanysgrifio", "withdrawn consent", "dead addresses", "no longer members", "members 2025 – opted-out", "odeszli",
    "arrears", "retirados", "gone", "désabonnés", "decedati", "falecidos", "الغاء الاشتراك", "ymadawyr", "noMoreMail",
    "Refused", "Objections 2025", "Exclusions", "Exclusion list", "STOP", "Stop list (final)", "Cancelled", "demisii",
    "Removed, minus leavers", "Leavers without email", "Disabled", "Disabled contacts",
    "Cancelled members March 2025", "archived_members_export_ab12", "archived_email_audience_export_1", "désfiliados",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_file_called_after_those_who_said_no_is_asked_about(name):
    assert is_name_of_opt_outs(f"{name}.csv")


@pytest.mark.parametrize(
    "name",
    ["members", "list 3", "november", "newsletter", "branch 2235 (final)", "northern reps", "socios", "czlonkowie",
     "membres", "aelodau", "الاعضاء", "mailing list", "retired members", "notes", "contact list no 3",
     "Stop the cuts petition", "Cancelled meeting - people to tell", "archive", "members of expired contracts",
     "refused leave case", "bus stop reps", "Disabled members", "Members minus leavers", "members_excluding_lapsed",
     "Members without unsubscribes"],
)  # fmt: skip
def test_any_other_name_is_none(name):
    assert not is_name_of_opt_outs(f"{name}.xlsx")


def test_a_header_that_is_looked_into_is_told_as_left_out_and_one_in_doubt_as_used():
    columns = read_header(["Email", "No consent", "Hard bounce"])
    assert columns.dropped == ("No consent",)
    assert columns.used["perhaps an opt-out"] == "Hard bounce"
