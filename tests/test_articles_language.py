"""The language of a text: told where it is clear, left empty and said where it is not."""

import subprocess
import sys
from pathlib import Path

import pytest

from newsletter.articles.reading.language import Heard, _identifier, hear
from newsletter.articles.reading.source import Kind, ingest
from tests.command import Desk
from tests.websites import SENTENCES, page

OURS = ("en", "cy", "es", "fr", "pl", "pt-BR", "ro", "ar")
TEXTS = {
    "en": SENTENCES[0],
    "cy": (
        "Safodd y sied wehyddu yn llonydd am ddau ddiwrnod yr wythnos hon, a chlywodd y cwm cyfan y tawelwch "
        "hwnnw drwy'r dydd ac wedyn drwy'r nos."
    ),
    "es": (
        "Los trabajadores del puerto votaron su primer convenio colectivo después de nueve semanas de huelga,"
        " y el lunes vuelven al trabajo con la cabeza alta."
    ),
    "fr": (
        "Les ouvriers du port ont voté leur première convention collective après neuf semaines de grève, et "
        "lundi ils reprennent le travail la tête haute."
    ),
    "pl": (
        "Pracownicy portu przyjęli swój pierwszy układ zbiorowy po dziewięciu tygodniach strajku i w "
        "poniedziałek wracają do pracy z podniesioną głową, bo wygrali więcej niż chcieli."
    ),
    "pt": (
        "Os trabalhadores do porto votaram o primeiro acordo coletivo depois de nove semanas de greve, e na "
        "segunda-feira voltam ao trabalho de cabeça erguida."
    ),
    "ro": (
        "Muncitorii portului au votat primul lor contract colectiv după nouă săptămâni de grevă, iar luni se "
        "întorc la lucru cu fruntea sus și cu banii lor."
    ),
    "ar": (
        "صوت عمال الميناء على أول اتفاق جماعي لهم بعد تسعة أسابيع من الإضراب، ويعودون إلى العمل يوم الاثنين "
        "مرفوعي الرأس بعد أن ربحوا أكثر مما طلبوا في البداية من الشركة."
    ),
}
GERMAN = (
    "Die Arbeiter haben gestern den Hafen bestreikt und fordern mehr Lohn und kürzere Schichten für alle, und am "
    "Montag wollen sie wieder vor dem Tor stehen."
)


@pytest.mark.parametrize("language", TEXTS)
def test_our_languages_are_told_apart(language: str) -> None:
    assert hear([TEXTS[language]], OURS) == Heard(language=language)


def test_a_stranger_is_taken_for_none_of_ours() -> None:
    assert hear([GERMAN], OURS) == Heard(stranger="de")
    assert hear([GERMAN], ["en"]) == Heard(stranger="de")
    assert hear([GERMAN], ["de", "en"]) == Heard(language="de")


@pytest.mark.parametrize("text", ["Strike!", "", "Vote yes on Monday at ten", "12 34 " * 30, "x y z " * 20])
def test_what_is_short_or_no_language_is_left_open(text: str) -> None:
    assert hear([text], OURS).language == ""


def test_what_is_unclear_is_said() -> None:
    draft = ingest("A title\n\nStrike today.\n\nCome all.", languages=OURS)
    assert draft.article.language == ""
    assert any("language is not clear" in note for note in draft.notes)
    stranger = ingest(f"Streik\n\n{GERMAN}\n\n{GERMAN}", languages=OURS)
    assert stranger.article.language == ""
    assert any("reads like a text in de" in note for note in stranger.notes)


def test_a_page_that_names_another_language_than_it_is_in_is_shown_with_both() -> None:
    draft = ingest(page("Huelga", *[TEXTS["es"]] * 3, lang="en-US"), kind=Kind.HTML, languages=OURS)
    assert draft.article.language == "es"
    [doubt] = [each for each in draft.doubts if each.field == "language"]
    assert doubt.values == (("es", "text"), ("en-US", "page"))
    same = ingest(page("Strike", lang="en-GB"), kind=Kind.HTML, languages=OURS)
    assert same.article.language == "en-GB"
    assert not [each for each in same.doubts if each.field == "language"]


def test_a_person_who_wrote_the_language_down_is_believed() -> None:
    draft = ingest(f"---\nlang: cy\n---\n# Huelga\n\n{TEXTS['es']}\n\n{TEXTS['es']} Y más.", languages=OURS)
    assert draft.article.language == "cy"
    assert [each.values for each in draft.doubts] == [(("cy", "file"), ("es", "text"))]


def test_an_article_is_added_with_its_language(desk: Desk) -> None:
    desk.open_branch()
    source = "\n\n".join(["Huelga en el puerto", TEXTS["es"], TEXTS["es"] + " Y más."])
    done = desk.here("article", "add", "-", "--json", stdin=source).ok()
    assert done.data["articles"][0]["language"] == "es"


def test_the_model_is_read_as_its_library_reads_it() -> None:
    """It is looked into on the disk, which the library cannot."""
    from py3langid import langid

    whole = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    for text in (*TEXTS.values(), GERMAN, "", "x y z"):
        assert _identifier().rank(text) == whole.rank(text)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says how much was taken")
def test_an_article_takes_little_memory(tmp_path: Path) -> None:
    """In a process of its own: 155 MB when the model of languages was held in memory whole, 80 MB since."""
    file = tmp_path / "page.html"
    file.write_text(page("Weavers stand still"))
    script = (
        "import sys; from pathlib import Path; from newsletter.articles.reading.source import from_file;"
        "print(from_file(Path(sys.argv[1]), languages=('en', 'cy')).article.language);"
        "print(*(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    done = subprocess.run([sys.executable, "-c", script, file], capture_output=True, text=True, check=True)
    language, kilobytes = done.stdout.split()
    assert language == "en"
    assert int(kilobytes) < 120_000
