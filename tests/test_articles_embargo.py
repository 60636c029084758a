"""An embargo above a text is kept and told, and is no title; the moment it names is understood or left open."""

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from newsletter.articles.reading.embargo import moment_of, split
from newsletter.articles.reading.source import Kind, ingest
from tests.command import ARTICLE, Desk
from tests.websites import SENTENCES, URL, page

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
TITLE = "Weavers stand still"
#: line, when it ends as seen from London; None where the words do not tell it.
LINES = [
    ("EMBARGOED UNTIL 00.01 Friday 4 December 2026", "2026-12-04T00:01"),
    ("EMBARGOED UNTIL 00:01 FRIDAY 4 DECEMBER", "2026-12-04T00:01"),
    ("*** STRICTLY EMBARGOED until 0001 hrs, Friday 4th December 2026 ***", "2026-12-04T00:01"),
    ("Press release – embargoed until 4 December 2026, 10am", "2026-12-04T10:00"),
    ("Embargo: 10.30 pm, December 4, 2026", "2026-12-04T22:30"),
    ("Embargo: 4 December 2026, 12 noon", "2026-12-04T12:00"),
    ("Embargo until midnight on 4 December 2026", "2026-12-05T00:00"),
    ("Not for publication before 4 December 2026", "2026-12-04T00:00"),
    ("Embargoed for release 1pm EST, 4 December 2026", "2026-12-04T18:00"),
    ("STRICTLY EMBARGOED TO 00:01 Friday 4 December 2026", "2026-12-04T00:01"),
    ("Embargoed to 00.01 Friday 4 December", "2026-12-04T00:01"),
    ("Embargo to 6pm, 4 December 2026", "2026-12-04T18:00"),
    ("STRICT EMBARGO: 00.01hrs Friday 4 December", "2026-12-04T00:01"),
    ("EMBARGOED: NOT FOR USE BEFORE 0001 4 DECEMBER 2026", "2026-12-04T00:01"),
    ("Embargo – do not publish before 4 December 2026", "2026-12-04T00:00"),
    ("EMBARGOED, for all media, to one minute past noon on 4 December 2026", "2026-12-04T12:00"),
    ("Press release – not to be published before 4 December 2026", "2026-12-04T00:00"),
    ("Please do not share or quote this until 4 December 2026.", "2026-12-04T00:00"),
    ("This statement may not be released before 10am on 4 December 2026", "2026-12-04T10:00"),
    ("Please hold until 4 December 2026", "2026-12-04T00:00"),
    ("FOR RELEASE: 4 December 2026", "2026-12-04T00:00"),
    ("Not to be published until the end of the congress", None),
    ("Bitte erst am 4. Dezember 2026 veröffentlichen", "2026-12-04T00:00"),
    ("Bitte nicht vor dem 4. Dezember 2026, 10 Uhr veröffentlichen!", "2026-12-04T10:00"),
    ("Veröffentlichung erst ab 4. Dezember 2026", "2026-12-04T00:00"),
    ("Merci de ne pas diffuser avant le 4 décembre 2026", "2026-12-04T00:00"),
    ("Por favor, no difundir antes del 4 de diciembre de 2026", "2026-12-04T00:00"),
    ("Prosimy nie publikować przed 4 grudnia 2026", "2026-12-04T00:00"),
    ("Vă rugăm să nu difuzați înainte de 4 decembrie 2026", "2026-12-04T00:00"),
    ("Peidiwch â chyhoeddi cyn 4 Rhagfyr 2026", "2026-12-04T00:00"),
    ("Sperrfrist: Freitag, 4.12.2026, 10 Uhr", "2026-12-04T10:00"),
    ("Sperrfrist: 04.12.2026, 10:30 Uhr MEZ", "2026-12-04T09:30"),
    ("Gesperrt bis 4. Dezember 2026, 10 Uhr", "2026-12-04T10:00"),
    ("Sous embargo jusqu'au vendredi 4 décembre 2026 à 10h30", "2026-12-04T10:30"),
    ("Embargado hasta el viernes 4 de diciembre de 2026 a las 10:00 horas", "2026-12-04T10:00"),
    ("Embargo até 4 de dezembro de 2026, 10h", "2026-12-04T10:00"),
    ("Embargo do 4 grudnia 2026, godz. 10:00", "2026-12-04T10:00"),
    ("Sub embargo până la 4 decembrie 2026, ora 10:00", "2026-12-04T10:00"),
    ("Dan embargo tan ddydd Gwener 4 Rhagfyr 2026", "2026-12-04T00:00"),
    ("محظور النشر حتى 4 ديسمبر 2026", "2026-12-04T00:00"),
    ("حظر النشر حتى 4 ديسمبر 2026، الساعة 10:30 صباحًا", "2026-12-04T10:30"),
    ("محظور النشر حتى الساعة ١٠ مساءً من يوم الجمعة ٤ ديسمبر ٢٠٢٦", "2026-12-04T22:00"),
    ("ممنوع النشر قبل الجمعة 4 كانون الأول 2026", "2026-12-04T00:00"),
    ("يُمنع النشر قبل الساعة 10 من يوم الجمعة الموافق 4 ديسمبر/كانون الأول 2026", "2026-12-04T10:00"),
    ("يُحظر نشره حتى الساعة العاشرة صباحًا بتوقيت غرينتش، 4 ديسمبر 2026", "2026-12-04T10:00"),
    ("لا يُنشر قبل 4 ديسمبر 2026", "2026-12-04T00:00"),
    ("يرجى عدم النشر قبل ظهر الجمعة 4 ديسمبر 2026", "2026-12-04T12:00"),
    ("ليس للنشر قبل 4 دجنبر 2026", "2026-12-04T00:00"),
    ("بيان صحفي: للنشر بعد الساعة 2:00 بعد الظهر، 4 ديسمبر 2026", "2026-12-04T14:00"),
    ("حظر النشر لغاية منتصف الليل، 4 ديسمبر 2026", "2026-12-05T00:00"),
    ("محظور النشر حتى الساعة 10 صباحا بتوقيت القاهرة، 4 ديسمبر 2026", None),
    ("Embargoed until 6pm Toronto time, 4 December 2026", "2026-12-04T23:00"),
    ("EMBARGOED UNTIL FRIDAY 6PM TORONTO TIME, 4 DECEMBER 2026", "2026-12-04T23:00"),
    ("Embargoed until 4 December 2026, 6pm New York", "2026-12-04T23:00"),
    ("Embargoed until 9:00 a.m. Eastern Standard Time, 4 December 2026", "2026-12-04T14:00"),
    ("Embargo: 4 December 2026, 10.00 Sydney time", "2026-12-03T23:00"),
    ("Embargoed until 6pm (local time in Brussels), 4 December 2026", "2026-12-04T17:00"),
    ("Embargoed until 6pm UK time, 4 December 2026", "2026-12-04T18:00"),
    ("Embargoed until 6pm local time, 4 December 2026", "2026-12-04T18:00"),
    ("Embargoed until 6pm JST, 4 December 2026", "2026-12-04T09:00"),
    ("Sperrfrist: 4. Dezember 2026, 18 Uhr Ortszeit New York", "2026-12-04T23:00"),
    ("Sperrfrist: 4. Dezember 2026, 18 Uhr Brüsseler Zeit", "2026-12-04T17:00"),
    ("Embargo hasta las 10 h (hora de México), 4 de diciembre de 2026", "2026-12-04T16:00"),
    ("Sous embargo jusqu'au 4 décembre 2026 à 10h30, heure de Paris", "2026-12-04T09:30"),
    ("Embargoed until 6pm Springfield time, 4 December 2026", None),
    ("محظور النشر حتى نهاية المؤتمر", None),
    ("حظر النشر", None),
    ("NOT FOR PUBLICATION BEFORE 00.01 FRIDAY", None),
    ("Embargoed until the end of the congress", None),
    ("Embargo: 31 February 2026", None),
    ("STRICTLY EMBARGOED", None),
    ("Embargo tan 4 Rhagfyr 2026, 10yb", "2026-12-04T10:00"),
    ("Embargo tan 10.30yh ddydd Gwener 4 Rhagfyr", "2026-12-04T22:30"),
    ("Dim i'w gyhoeddi cyn 4 Rhagfyr 2026", "2026-12-04T00:00"),
    ("I'w ryddhau: 4 Rhagfyr 2026", "2026-12-04T00:00"),
    ("Peidiwch â chyhoeddi cyn hanner dydd ar 4 Rhagfyr", "2026-12-04T12:00"),
    ("Under strict embargo — Dec 4, 6 a.m. ET", "2026-12-04T11:00"),
    ("Confidential until 4 December 2026", "2026-12-04T00:00"),
    ("Publication date: 4 December 2026, not before", "2026-12-04T00:00"),
    ("Please do not share on social media until 4 December", "2026-12-04T00:00"),
    ("Noticia embargada hasta las 10:00 del 4 de diciembre", "2026-12-04T10:00"),
    ("Diffusion interdite avant le 4 décembre", "2026-12-04T00:00"),
    ("Objęte embargiem do 4 grudnia", "2026-12-04T00:00"),
    ("Do publikacji po 4 grudnia 2026", "2026-12-04T00:00"),
    ("Embargou până la 4 decembrie 2026", "2026-12-04T00:00"),
    ("Frei ab 4. Dezember 2026, 10 Uhr", "2026-12-04T10:00"),
    ("Achtung Sperrfrist 4.12.2026, 10:00 Uhr!", "2026-12-04T10:00"),
    ("Embargo until noon tomorrow", None),
    ("Bajo embargo: el viernes", None),
    ("Unter Sperrfrist!", None),
    ("Materiał objęty embargiem do piątku", None),
    ("L'information est sous embargo jusqu'à vendredi", None),
    ("Embargo until the congress ends", None),
]


@pytest.mark.parametrize(("line", "ends"), LINES)
def test_an_embargo_is_no_title_and_its_moment_is_understood_or_left_open(
    line: str, ends: str | None
) -> None:
    for blocks in (
        (line, TITLE, *SENTENCES),
        (TITLE, line, *SENTENCES),
        (TITLE, "By Ana Example", line, *SENTENCES),
    ):
        draft = ingest("\n\n".join(blocks))
        assert (draft.article.title, draft.article.embargo) == (TITLE, line)
        assert draft.article.paragraphs == SENTENCES
        assert any(note.endswith(f"keeps: {line}") for note in draft.notes)
    moment = moment_of(line, LONDON, NOW)
    assert moment == (datetime.fromisoformat(ends).replace(tzinfo=LONDON) if ends else None)


def test_an_embargo_is_found_in_each_kind_of_source() -> None:
    line = LINES[0][0]
    mail = f"Subject: {line}: {TITLE}\n\n" + "\n\n".join(SENTENCES)
    for source, kind in (
        (page(TITLE).replace("</h1>", f"</h1><p>{line}</p>"), Kind.HTML),
        (f"---\ntitle: {TITLE}\nembargo: {line}\n---\n" + "\n\n".join(SENTENCES), Kind.MARKDOWN),
        (f"{line} – {TITLE}\n\n" + "\n\n".join(SENTENCES), Kind.TEXT),
        (mail.encode(), Kind.MAIL),
    ):
        article = ingest(source, kind=kind, url=URL if kind is Kind.HTML else "").article
        assert (article.title, article.embargo) == (TITLE, line)
        assert article.paragraphs == SENTENCES


@pytest.mark.parametrize(
    "line",
    ["EMBARGOED UNTIL 00.01 FRIDAY 4 DECEMBER", "Sperrfrist: 4. Dezember 2026, 10 Uhr", "Strictly embargoed"],
)
def test_a_text_that_begins_with_its_embargo_loses_nothing_else(line: str) -> None:
    article = ingest("\n\n".join((TITLE, f"{line}. {SENTENCES[0]}", *SENTENCES[1:]))).article
    assert (article.embargo, article.paragraphs) == (line, SENTENCES)


def test_a_moment_on_the_line_below_belongs_to_it() -> None:
    draft = ingest("\n\n".join(("EMBARGOED UNTIL", "00.01, Friday 4 December 2026", TITLE, *SENTENCES)))
    assert draft.article.embargo == "EMBARGOED UNTIL 00.01, Friday 4 December 2026"
    assert (draft.article.title, draft.article.paragraphs) == (TITLE, SENTENCES)


@pytest.mark.parametrize(
    "title",
    [
        "Embargo: the blockade of the port explained",
        "Embargo: 60 years of blockade",
        "Embargo: 60. The number of ships that wait",
        "Embargo of 4 December. A day to recall",
        "Embargo",
        "Embargo on coal enters its second year",
        "Under embargo until 2015, the port sold little coal",
        "Embargo lifted",
        "Do not publish before you read this",
        "Don't share this until you've read it",
        "Ne pas publier avant de lire ceci",
        "No publicar antes de leer esto",
        "Nicht veröffentlichen, bis du das gelesen hast",
        "لا تنشر قبل أن تقرأ هذا",
        "حظر النشر في قضية المصنع",
        "للنشر قصة أخرى في المصنع",
        "For immediate release of the nine",
        "For release of the nine, 4,000 march",
        "Do not use the bridge until 4 December, drivers are told",
        "The bridge may not be used until Friday",
        "Erst am Freitag wird entschieden",
        "UN arms embargo extended until 4 December",
        "Embargo against Harbour Lines from Monday",
        "Life under embargo",
        "Released on bail until Friday",
        "Report to be published before Friday",
        "Frei bis Montag",
        "Sin embargo, se mueve",
    ],
)
def test_a_title_on_embargoes_stays_a_title(title: str) -> None:
    article = ingest("\n\n".join((title, *SENTENCES))).article
    assert (article.title, article.embargo) == (title, "")


NONE = [
    "Embargo lifted", "EMBARGO LIFTED", "No embargo", "Embargo: none", "Embargo: lifted", "Not embargoed",
    "Embargo: n/a", "The embargo has been lifted.", "No longer under embargo", "Keine Sperrfrist",
    "Sperrfrist: keine",
    "Sperrfrist: entfällt", "Sperrfrist aufgehoben", "Embargo: ninguno", "Sans embargo", "Embargo levé", "Sem embargo",
    "Bez embarga", "Fără embargo", "Dim embargo", "لا يوجد حظر نشر",
]  # fmt: skip


@pytest.mark.parametrize("line", NONE)
def test_a_line_that_says_that_there_is_no_embargo_is_none_and_no_title(line: str) -> None:
    for blocks in ((line, TITLE, *SENTENCES), (TITLE, line, *SENTENCES)):
        draft = ingest("\n\n".join(blocks))
        assert (draft.article.title, draft.article.embargo) == (TITLE, "")
        assert draft.article.paragraphs == SENTENCES
        assert any(note.endswith(f"no embargo was left out: {line}") for note in draft.notes)


def test_what_is_said_of_no_embargo_stays_where_it_is_the_article() -> None:
    for line in ("No embargo on coal, ministers say", "The embargo has been lifted, and ships sail again."):
        article = ingest("\n\n".join((line, *SENTENCES))).article
        assert article.title == line


def test_a_second_line_on_an_embargo_is_no_title_either() -> None:
    for lines in (
        ("STRICTLY EMBARGOED", "Not for use before 00.01 Friday 4 December 2026"),
        ("Embargoed until 4 December 2026", "Please do not publish before 4 December 2026"),
    ):
        article = ingest("\n\n".join((*lines, TITLE, *SENTENCES))).article
        assert (article.title, article.paragraphs) == (TITLE, SENTENCES)
        assert article.embargo == " – ".join(lines)
        assert moment_of(article.embargo, LONDON, NOW) is not None


def test_without_a_year_the_nearest_day_is_meant() -> None:
    for now, year in ((NOW, 2026), (NOW + timedelta(days=30), 2026), (NOW - timedelta(days=300), 2025)):
        moment = moment_of("Embargo: 4 December, 10am", LONDON, now)
        assert moment is not None
        assert moment.year == year


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("Embargo until noon tomorrow", "2026-12-04T12:00"),
        ("Embargo tan 10yb yfory", "2026-12-04T10:00"),
        ("Embargo: today, 6pm", "2026-12-03T18:00"),
        ("Embargado hasta las 10 de la mañana del viernes", None),
    ],
)
def test_tomorrow_is_reckoned_from_the_day_of_the_article(line: str, ends: str | None) -> None:
    moment = moment_of(line, LONDON, NOW, "2026-12-03")
    assert moment == (datetime.fromisoformat(ends).replace(tzinfo=LONDON) if ends else None)
    assert moment_of(line, LONDON, NOW) is None


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("Embargo on coal enters its second year", True),
        ("Life under embargo", True),
        ("Sin embargo, se mueve", False),
        ("Weavers stand still", False),
    ],
)
def test_a_line_that_speaks_of_an_embargo_and_is_kept_is_told(line: str, is_told: bool) -> None:
    draft = ingest("\n\n".join((line, *SENTENCES)))
    assert draft.article.title == line
    assert any("speaks of an embargo" in note and line in note for note in draft.notes) is is_told


def test_hostile_embargoes_cost_little() -> None:
    began = time.process_time()
    for piece in (
        "EMBARGOED UNTIL ",
        "حظر النشر حتى ",
        "الساعة العاشرة ",
        "ديسمبر/",
        "embargo - ",
        "4 december ",
        "embargo until 4 - ",
        ": ",
        "*",
        "monday ",
        "am ",
        "a ",
        "12 uhr mittags ",
        "bitte erst ",
        "embargoed to ",
        "please not to be published ",
        "veröffentlichen ",
        "objęte embargiem ",
        "a.b'c-",
        "l'",
    ):
        split(piece * (300_000 // len(piece)))
        split((piece * 160)[:160])
        split(f"Embargo: {(piece * 160)[:148]}x")
        moment_of(piece * (300_000 // len(piece)), LONDON, NOW)
        ingest(f"{TITLE}\n\n{piece * (100_000 // len(piece))}\n\n" + "\n\n".join(SENTENCES))
    assert time.process_time() - began < 10


def test_sending_waits_for_the_embargo_or_for_somebody_who_lifts_it(desk: Desk) -> None:
    desk.open_branch()
    later = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%d")
    (desk.folder / "early.txt").write_text(f"Embargo: {later} 10:00\n\n{ARTICLE}", encoding="utf-8")
    for file in (desk.workspace / "articles").glob("*.md"):
        file.unlink()
    added = desk.here("article", "add", desk.folder / "early.txt").ok()
    assert "It is under an embargo" in added.err
    (file,) = (desk.workspace / "articles").glob("*.md")
    desk.here("article", "accept", file.stem).ok()
    assert f"Embargo    Embargo: {later} 10:00" in desk.here("article", "show", file.stem).ok().out
    assert _found(desk) == {"embargo-stands"}
    sent = desk.here("send", "october", "--dry-run")
    assert sent.code != 0
    assert "may not be published before" in sent.err
    on = {"NEWSLETTER_SENDGRID_HOST": "http://127.0.0.1:9", "SENDGRID_API_KEY": "SG.key"}
    for hour, is_early in (("09:30", True), ("10:30", False)):
        at_that_hour = desk.here(
            "send", "october", "--transport", "sendgrid", "--at", f"{later} {hour}", "--dry-run", **on
        )
        assert ("may not be published before" in at_that_hour.err) is is_early

    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.startswith("embargo:")), encoding="utf-8")
    assert _found(desk) == set()
    desk.here("article", "add", desk.folder / "early.txt", "--replace").ok()
    assert _found(desk) == set(), "what was lifted here stays so"


def test_nothing_is_sent_while_nobody_can_tell_when_an_embargo_ends(desk: Desk) -> None:
    desk.open_branch()
    (desk.folder / "early.txt").write_text(f"Bajo embargo: el viernes\n\n{ARTICLE}", encoding="utf-8")
    for file in (desk.workspace / "articles").glob("*.md"):
        file.unlink()
    desk.here("article", "add", desk.folder / "early.txt").ok()
    (file,) = (desk.workspace / "articles").glob("*.md")
    desk.here("article", "accept", file.stem).ok()
    assert _found(desk) == {"embargo-unclear"}
    sent = desk.here("send", "october", "--dry-run")
    assert sent.code != 0
    assert "until when is not clear" in sent.err


def _found(desk: Desk) -> set[str]:
    findings = desk.here("issue", "check", "october", "--json").data["findings"]
    return {each["id"] for each in findings if each["id"].startswith("embargo")}
